"""The pages in a real browser: accessibility at two widths, journeys, the keyboard alone, and without JavaScript."""

from __future__ import annotations

import pytest
from django.urls import reverse
from tests.web.addresses import address_of
from tests.web.browsing import CHROMIUM, sign_in, violations
from tests.web.planting import PASSWORD, SLUG

WIDTHS = (1280, 390)
PAGES = (
    "home",
    "dashboard",
    "plan",
    "comparison",
    "indicator",
    "activities",
    "activity",
    "evaluation",
    "reports",
    "build",
    "read-report",
    "published-figures",
    "published-figure",
    "history",
    "account",
    "collection",
    "reporting-period",
    "submission",
    "level-dates",
    "level-lock",
    "level-reopen",
    "people",
    "centres",
    "correct-value",
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed (make setup-browser)"),
    pytest.mark.django_db(transaction=True),
]


def _indicator(code):
    return reverse("indicator", kwargs={"slug": SLUG, "code": code})


def _fullest_indicators(planted):
    """Indicators whose pages repeat what others show once: two directions in a period, several disaggregations."""
    from quipu.apps.evaluation.models import Result
    from quipu.apps.evaluation.services import evaluate_plan
    from quipu.apps.plans.models import DirectionOverride, Disaggregation

    broken_down = Disaggregation.objects.filter(indicator__plan=planted.version.plan).first().indicator
    sheet = broken_down.sheets.get(version=planted.version)
    other = "descending" if sheet.direction == "ascending" else "ascending"
    DirectionOverride.objects.create(indicator=broken_down, period="2024", direction=other, reason="Se analizó así.")
    evaluate_plan(version=planted.version, period="2024")
    found = Result.objects.filter(indicator_code=broken_down.code, evaluation__period="2024")
    assert found.filter(evaluation__pk=found.latest("evaluation__pk").evaluation_id).count() == 2
    return [broken_down.code]


@pytest.mark.parametrize("width", WIDTHS)
def test_no_page_has_an_accessibility_fault_or_is_wider_than_the_window(site, page, width):
    url, planted = site
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{url}{reverse('sign-in')}")
    faults = {"sign-in": violations(page)}
    sign_in(page, url)
    wider = []
    fullest = {f"indicator {code}": _indicator(code) for code in _fullest_indicators(planted)}
    for name, address in {**{name: address_of(name, planted) for name in PAGES}, **fullest}.items():
        page.goto(url + address)
        page.evaluate("document.querySelectorAll('details').forEach(item => { item.open = true })")
        faults[name] = violations(page)
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            wider.append(name)
    assert {name: found for name, found in faults.items() if found} == {}
    assert wider == []


def test_on_a_telephone_every_place_of_the_navigation_is_seen_and_charts_fit(site, page):
    url, planted = site
    page.set_viewport_size({"width": 390, "height": 900})
    sign_in(page, url)
    for link in page.locator(".tabs a").all():
        box = link.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
    assert all(item.bounding_box()["width"] <= 390 for item in page.locator(".chart img").all())
    for name in ("comparison", "history"):
        page.goto(url + address_of(name, planted))
        assert page.evaluate(
            "[...document.querySelectorAll('.scroll')].every(item => item.scrollWidth <= item.clientWidth)"
        ), name


def test_every_picture_of_the_dashboard_is_drawn_and_said(site, page):
    url, _ = site
    sign_in(page, url)
    pictures = page.locator("figure img").all()
    assert len(pictures) == 2
    for picture in pictures:
        assert picture.evaluate("item => item.complete && item.naturalWidth > 0")
        assert "OEI.01" in picture.get_attribute("alt")


def test_from_the_start_to_the_indicator_to_a_new_evaluation(site, page):
    url, planted = site
    sign_in(page, url)
    page.locator("#objectives ~ .scroll a.figure").first.click()
    assert "#p-2024" in page.url
    assert page.locator("tr#p-2024").is_visible()
    page.get_by_role("link", name="Evaluación", exact=True).click()
    page.get_by_role("button", name="Calcular de nuevo").click()
    assert "Se calculó el periodo 2024" in page.get_by_role("status").inner_text()


def test_a_report_is_asked_for_and_its_page_follows_it(site, page, settings):
    from quipu.apps.publishing.models import Build

    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    url, _ = site
    sign_in(page, url)
    page.get_by_role("link", name="Informes", exact=True).click()
    page.get_by_label("Informe", exact=True).select_option("evaluation")
    page.get_by_role("button", name="Generar el informe").click()
    page.get_by_text("en espera").wait_for()
    made = Build.objects.latest("pk")
    Build.objects.filter(pk=made.pk).update(state="running", stage="charts", done=2, total=4)
    page.get_by_text("se dibujan los gráficos").wait_for()
    Build.objects.filter(pk=made.pk).update(state="done")
    page.get_by_role("heading", name="Archivos").wait_for()


def test_with_the_keyboard_alone(site, page):
    url, _ = site
    page.goto(f"{url}{reverse('sign-in')}")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.keyboard.press("Tab")
    page.keyboard.type("planner")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{SLUG}/**")
    page.locator("#objectives ~ .scroll a.figure").first.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    told = page.evaluate("getComputedStyle(document.activeElement, '::after').content")
    assert "como se registró" in told or "edición" in told
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_everything_is_read_without_javascript(site, browser):
    url, planted = site
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, url)
    for name in PAGES:
        assert page.goto(url + address_of(name, planted)).status == 200
        assert page.locator("h1").count() == 1
    page.goto(f"{url}{reverse('activities', kwargs={'slug': SLUG})}")
    page.get_by_label("Nivel").select_option("high")
    page.get_by_role("button", name="Filtrar").click()
    assert "nivel=high" in page.url
    context.close()


def test_the_first_page_is_light(site, browser):
    url, _ = site
    context = browser.new_context()
    page, sizes = context.new_page(), []
    page.on("response", lambda response: sizes.append(len(response.body())))
    page.goto(f"{url}{reverse('sign-in')}", wait_until="networkidle")
    assert sum(sizes) < 200_000
    context.close()


def test_levels_are_read_in_grey(site, page):
    url, _ = site
    sign_in(page, url)
    for label in page.locator(".level").all():
        assert label.inner_text().strip()[0] in "●■▼◇"
        assert any(letter.isalpha() for letter in label.inner_text())


UNREPORTED = {"outcome": "not_reported", "outcome_reason": "value_not_reported", "level": "", "progress": None}
UNREPORTED |= {"progress_raw": None, "published_progress": "71.8"}
OVERLAPPING = """() => [...document.querySelectorAll('.cards td')].filter(cell => {
  const inside = [...cell.children].map(item => item.getBoundingClientRect().right);
  return inside.some(right => right > cell.getBoundingClientRect().right + 1);
}).map(cell => cell.textContent.trim())"""


def test_on_a_telephone_no_cell_of_a_card_lies_over_the_next(site, page):
    from quipu.apps.evaluation.models import Result

    url, _planted = site
    Result.objects.filter(kind="objective").update(**UNREPORTED)
    page.set_viewport_size({"width": 360, "height": 800})
    sign_in(page, url)
    assert page.locator(".cards .level", has_text="no reportado").count()
    assert page.evaluate(OVERLAPPING) == []


BROKEN_WORDS = """() => {
  const text = document.querySelector('h1').firstChild, broken = [];
  for (const found of text.data.matchAll(/\\S+/g)) {
    const range = document.createRange();
    range.setStart(text, found.index);
    range.setEnd(text, found.index + found[0].length);
    if (new Set([...range.getClientRects()].map(box => Math.round(box.top))).size > 1) broken.push(found[0]);
  }
  return broken;
}"""


@pytest.mark.parametrize("width", [270, 360, 1280])
def test_the_cover_of_a_report_breaks_no_word_and_a_wide_table_shows_that_it_goes_on(page, width):
    from quipu.reports.branding import Branding
    from quipu.reports.html import style_sheet

    page.set_viewport_size({"width": width, "height": 800})
    cells = "<td>Ministerio&nbsp;de&nbsp;Relaciones&nbsp;Exteriores</td>" * 9
    page.set_content(
        f"<html lang='es-PE'><style>{style_sheet(Branding(institution='X'))}</style>"
        "<header class='cover'><h1>Informe de evaluación institucional</h1></header>"
        f"<div class='table-scroll'><table><tr>{cells}</tr></table></div>"
    )
    assert page.evaluate(BROKEN_WORDS) == []
    shade = page.evaluate("getComputedStyle(document.querySelector('.table-scroll')).backgroundAttachment")
    assert shade == "local, local, scroll, scroll"
