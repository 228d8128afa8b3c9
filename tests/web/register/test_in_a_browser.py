"""The ways to look in a real browser: no fault of accessibility and nothing wider than the window, at two widths."""

from __future__ import annotations

import pytest
from django.urls import reverse
from tests.web.browsing import CHROMIUM, sign_in, violations
from tests.web.planting import SLUG
from tests.web.register.conftest import open_lookout

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed (make setup-browser)"),
    pytest.mark.django_db(transaction=True),
]
PAGES = {
    "register": "?tipo=visit&q=visita&unidad=DGA",
    "register-calendar": "?mes=2024-05",
    "register-timeline": "?lapso=2024",
    "register-map": "",
    "countries": "",
    "country": "",
}


@pytest.fixture
def address(live_server):
    """The address of a page, on a live server."""
    open_lookout(SLUG)

    def of(name: str) -> str:
        parts = {"slug": SLUG, **({"code": "FRA"} if name == "country" else {})}
        return f"{live_server.url}{reverse(name, kwargs=parts)}{PAGES[name]}"

    return of


@pytest.mark.parametrize("width", [1280, 360])
def test_no_page_has_an_accessibility_fault_or_is_wider_than_the_window(address, live_server, page, width):
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(page, live_server.url)
    faults, wider = {}, []
    for name in PAGES:
        page.goto(address(name))
        page.evaluate("document.querySelectorAll('details').forEach(item => { item.open = true })")
        faults[name] = violations(page)
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            wider.append(name)
    assert {name: found for name, found in faults.items() if found} == {}
    assert wider == []


def test_with_the_keyboard_alone_one_searches_and_takes_a_filter_away(address, live_server, page):
    sign_in(page, live_server.url)
    page.goto(address("register").split("?")[0])
    page.get_by_label("Código o palabras").focus()
    page.keyboard.type("memorandum")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=memorandum**")
    assert page.get_by_role("row").count() == 2
    page.get_by_role("link", name="Palabras: memorandum").focus()
    page.keyboard.press("Enter")
    page.get_by_text("8 actos").wait_for()


def test_on_a_telephone_acts_are_cards_and_days_are_a_list(address, live_server, page):
    page.set_viewport_size({"width": 360, "height": 900})
    sign_in(page, live_server.url)
    page.goto(address("register"))
    assert page.locator("table.acts tbody tr").first.evaluate("item => getComputedStyle(item).display") == "grid"
    page.goto(address("register-calendar"))
    assert page.locator("table.calendar td.free").first.is_hidden()
    assert page.get_by_text("lunes 20").is_visible()


def test_on_a_telephone_filters_are_folded_and_the_places_stand_in_one_row(address, live_server, page):
    sign_in(page, live_server.url)
    page.goto(address("register"))
    country = page.get_by_label("País", exact=True)
    assert country.is_visible()
    page.set_viewport_size({"width": 360, "height": 900})
    assert not country.is_visible()
    assert page.locator(".subtabs").bounding_box()["height"] < 70
    page.get_by_text("Filtros: ").click()
    assert country.is_visible()


def test_the_map_is_drawn_and_said(address, live_server, page):
    sign_in(page, live_server.url)
    page.goto(address("register-map"))
    picture = page.locator(".world img")
    assert picture.evaluate("item => item.complete && item.naturalWidth > 0")
    assert "Francia: 4" in picture.get_attribute("alt")
