"""A reporting period from its opening to the evaluation, in a real browser: planner, units, late post, two at once."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from tests.web.browsing import CHROMIUM, sign_in
from tests.web.planting import PASSWORD, SLUG

from quipu.apps.accounts.services import add_person, assign_cost_centres
from quipu.apps.collection.models import ReportingLevel, ReportingPeriod
from quipu.apps.collection.queries.filling import form_of
from quipu.apps.collection.queries.owing import owed_keys
from quipu.apps.collection.services.entries import save_amounts, save_value
from quipu.apps.plans.models import ActivityAmount, ObtainedValue
from quipu.apps.plans.services import ValueParts

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed (make setup-browser)"),
    pytest.mark.django_db(transaction=True),
]
PERIOD = "2024-S2"


@pytest.fixture
def people(browser, site):
    """A browser of one's own for each person: `people("luis")`, signed in."""
    url, _planted = site
    contexts = []

    def person(name, **options):
        context = browser.new_context(viewport={"width": 1280, "height": 900}, **options)
        contexts.append(context)
        opened = context.new_page()
        sign_in(opened, url, name)
        return opened

    yield person
    for context in contexts:
        context.close()


@pytest.fixture
def world(site):
    """Nothing reported of 2024 yet; `luis` and `rosa` fill in, and share a unit."""
    url, planted = site
    ObtainedValue.objects.filter(indicator__plan=planted.version.plan, period__startswith="2024").delete()
    ActivityAmount.objects.filter(
        activity__operational_plan__version=planted.version, activity__operational_plan__year=2024, phase="executed"
    ).delete()
    for name in ("luis", "rosa"):
        add_person(username=name, institution=planted.institution, role="focal_point", password=PASSWORD)
    return url, planted


def _open_period(page, url):
    page.goto(url + reverse("collection", kwargs={"slug": SLUG}))
    page.get_by_label("Periodo que se reporta").select_option(label="segundo semestre de 2024")
    today = timezone.localdate()
    for level in ("post", "unit"):
        page.locator(f"#id_{level}_opens").fill((today - timedelta(days=9)).isoformat())
        page.locator(f"#id_{level}_due").fill((today + timedelta(days=9)).isoformat())
    page.get_by_role("button", name="Abrir el periodo").click()
    page.get_by_text("El periodo está abierto").wait_for()
    return ReportingPeriod.objects.get(period=PERIOD)


def _small(period, level):
    """Submissions of a level from the one that owes least, those with values first."""
    owing = owed_keys(period)
    rows = period.submissions.filter(level=level).select_related("cost_centre__executing_unit")
    return sorted(rows, key=lambda row: (not owing[row.cost_centre_id].values, len(owing[row.cost_centre_id].amounts)))


def _give(planted, name, *submissions):
    membership = planted.institution.memberships.get(user__username=name)
    assign_cost_centres(membership=membership, cost_centres=[row.cost_centre for row in submissions], actor=None)


def _address(url, submission):
    centre = submission.cost_centre
    parts = {"slug": SLUG, "period": PERIOD, "unit": centre.executing_unit.code, "centre": centre.code}
    return url + reverse("submission", kwargs=parts)


def _saved(page, field, text):
    """Types in a field, leaves it, and waits until the answer has come."""
    with page.expect_response(lambda response: response.url.endswith("/fila/")):
        page.locator(field).fill(text)
        page.keyboard.press("Tab")


def _fill_the_rest(submission):
    form = form_of(submission)
    for row in form.values:
        if not row.is_given:
            said = ValueParts("no_data", no_data_reason="No se midió")
            of_row = {"indicator": row.owed.sheet.indicator, "period": row.period, "revision": row.revision}
            save_value(submission=submission, parts=said, actor=None, **of_row)
    for activity in form.activities:
        for month in activity.months:
            if month.missing:
                of_row = {"activity": activity.owed.activity, "month": month.month, "revision": month.revision}
                save_amounts(submission=submission, no_data_reason="Sin reporte", actor=None, **of_row)


def _first_number(submission):
    rows = form_of(submission).values
    return next(row for row in rows if not row.choices and row.unit_kind in ("number", "quantity"))


def test_a_period_from_its_opening_to_the_evaluation(world, people):
    url, planted = world
    planner = people("planner")
    period = _open_period(planner, url)
    first, second = _small(period, "unit")[:2]
    post = _small(period, "post")[0]
    _give(planted, "luis", first)
    _give(planted, "rosa", second, post)

    luis = people("luis")
    luis.goto(url + reverse("collection", kwargs={"slug": SLUG}))
    luis.get_by_role("link", name=first.cost_centre.name).first.click()
    row = _first_number(first)
    _saved(luis, f"#{row.key}-number", "1,200")
    luis.locator(f"#{row.key}-told").get_by_text("Guardado").wait_for()
    assert luis.evaluate("document.activeElement !== document.body"), "the focus stays where it was"
    _fill_the_rest(first)
    luis.reload()
    luis.get_by_role("button", name="Enviar a planificación").click()
    luis.get_by_text("Se envió a planificación").wait_for()
    assert luis.get_by_role("button", name="Guardar borrador").count() == 0

    rosa = people("rosa")
    rosa.goto(_address(url, second))
    with rosa.expect_download() as download:
        rosa.get_by_role("link", name="Descargar la planilla").click()
    rosa.locator("#id_sheet").set_input_files(_filled_sheet(download.value.path(), second))
    rosa.get_by_role("button", name="Traerla de vuelta").click()
    rosa.get_by_text("Se leyó la planilla").wait_for()

    _be_late(period, "post")
    planner.goto(url + reverse("reporting-period", kwargs={"slug": SLUG, "period": PERIOD}))
    planner.get_by_role("button", name="atrasad").click()
    planner.get_by_text("Se hicieron").wait_for()
    rosa.goto(url + reverse("collection", kwargs={"slug": SLUG}))
    assert rosa.get_by_text("Se le recordó").count() >= 1
    assert rosa.get_by_text("1 día de atraso").count() == 1

    planner.goto(_address(url, first))
    planner.get_by_label("Qué hay que corregir").fill("Revise el total.")
    planner.get_by_role("button", name="Devolver con este comentario").click()
    planner.get_by_text("Se devolvió").first.wait_for()
    luis.goto(_address(url, first))
    assert luis.get_by_text("Revise el total.").first.is_visible()
    _saved(luis, f"#{row.key}-number", "1,250")
    luis.get_by_role("button", name="Enviar a planificación").click()
    luis.get_by_text("Se envió a planificación").wait_for()
    planner.goto(_address(url, first))
    planner.get_by_role("button", name="Aprobar").click()
    planner.get_by_text("Está aprobado: sus valores").wait_for()
    reported = ObtainedValue.objects.get(indicator=row.owed.sheet.indicator, period=row.period)
    assert reported.number == 1250

    planner.goto(url + reverse("level-lock", kwargs={"slug": SLUG, "period": PERIOD, "level": "unit"}))
    assert planner.get_by_text(second.cost_centre.name).count() == 1
    assert planner.get_by_text(first.cost_centre.name, exact=True).count() == 0
    planner.get_by_label("Leí la lista").check()
    planner.get_by_role("button", name="Bloquear").click()
    planner.get_by_text("El nivel está bloqueado").wait_for()
    rosa.goto(_address(url, second))
    assert rosa.get_by_role("button", name="Guardar borrador").count() == 0

    planner.goto(url + reverse("evaluation", kwargs={"slug": SLUG}) + f"?periodo=2024&version={planted.version.number}")
    planner.get_by_role("button", name="Calcular de nuevo").click()
    planner.get_by_text("Se calculó el periodo 2024").wait_for()
    planner.goto(_address(url, first))
    steps = planner.locator("#steps + ol").inner_text()
    kinds = ("Se abrió el periodo", "Se empezó a llenar", "Se envió", "Se devolvió", "Se aprobó")
    assert all(told in steps for told in (*kinds, "luis", "planner"))


def test_two_people_fill_in_the_same_value(world, people):
    url, planted = world
    submission = planted.submission
    for name in ("luis", "rosa"):
        _give(planted, name, submission)
    address = _address(url, submission).replace(PERIOD, submission.reporting_period.period)
    row = _first_number(submission)
    field, told = f"#{row.key}-number", f"#{row.key}-told"
    luis, rosa = people("luis"), people("rosa")
    luis.goto(address)
    rosa.goto(address)
    _saved(luis, field, "5")
    _saved(rosa, field, "7")
    panel = rosa.locator(told)
    panel.get_by_text("luis cambió esto").wait_for()
    assert rosa.locator(field).input_value() == "7"
    with rosa.expect_response(lambda response: response.url.endswith("/fila/")):
        panel.get_by_role("button", name="Guardar lo que escribí").click()
    panel.get_by_text("Guardado").wait_for()
    _saved(luis, field, "9")
    luis.get_by_role("button", name="Dejar lo que guardó rosa").click()
    luis.wait_for_function("([at, text]) => document.querySelector(at).value === text", arg=[field, "7"])
    with luis.expect_response(lambda response: response.url.endswith("/deshacer/")):
        luis.locator(told).get_by_role("button", name="Deshacer").click()
    luis.wait_for_function("([at, text]) => document.querySelector(at).value === text", arg=[field, "5"])


def test_a_lost_connection_is_told_and_what_was_typed_stays(world, people):
    url, planted = world
    luis = people("luis")
    _give(planted, "luis", planted.submission)
    row = _first_number(planted.submission)
    luis.goto(_address(url, planted.submission).replace(PERIOD, planted.submission.reporting_period.period))
    luis.context.set_offline(True)
    luis.locator(f"#{row.key}-number").fill("5")
    luis.keyboard.press("Tab")
    luis.get_by_text("no hay conexión").wait_for()
    luis.context.set_offline(False)
    luis.get_by_role("button", name="Guardar borrador").click()
    luis.get_by_text("Se guardó el borrador: 1 fila").wait_for()


def test_a_session_that_ended_is_told(world, people):
    url, planted = world
    luis = people("luis")
    _give(planted, "luis", planted.submission)
    row = _first_number(planted.submission)
    luis.goto(_address(url, planted.submission).replace(PERIOD, planted.submission.reporting_period.period))
    luis.context.clear_cookies(name="sessionid")
    luis.locator(f"#{row.key}-number").fill("5")
    luis.keyboard.press("Tab")
    luis.get_by_text("terminó la sesión").wait_for()
    assert luis.locator(f"#{row.key}-number").input_value() == "5"


def test_without_javascript_the_button_saves_and_the_conflict_is_on_the_page(world, people):
    url, planted = world
    submission = planted.submission
    for name in ("luis", "rosa"):
        _give(planted, name, submission)
    address = _address(url, submission).replace(PERIOD, submission.reporting_period.period)
    row = _first_number(submission)
    luis, rosa = people("luis", java_script_enabled=False), people("rosa", java_script_enabled=False)
    for person, number in ((luis, "5"), (rosa, "7")):
        person.goto(address)
        person.locator(f"#{row.key}-number").fill(number)
    for person in (luis, rosa):
        person.get_by_role("button", name="Guardar borrador").click()
    assert luis.get_by_text("Se guardó el borrador").is_visible()
    rosa.get_by_role("button", name="Guardar lo que escribí").click()
    assert rosa.get_by_text("Se guardó el borrador").is_visible()
    assert rosa.locator(f"#{row.key}-number").input_value() == "7"


def test_filling_in_leaves_the_console_silent_and_leads_to_what_is_missing(world, people):
    url, planted = world
    luis, told = people("luis"), []
    luis.on("console", lambda message: told.append(message.text) if message.type in ("error", "warning") else None)
    _give(planted, "luis", planted.submission)
    form = form_of(planted.submission)
    row, activity = _first_number(planted.submission), form.activities[-1]
    luis.goto(_address(url, planted.submission).replace(PERIOD, planted.submission.reporting_period.period))
    _saved(luis, f"#{row.key}-number", "doce")
    luis.locator(f"#{row.key}-number[aria-invalid=true]").wait_for()
    _saved(luis, f"#{row.key}-number", "12")
    luis.locator(f"#{row.key}-number:not([aria-invalid])").wait_for()
    luis.locator("#state").get_by_text("borrador").wait_for()
    with luis.expect_response(lambda response: response.url.endswith("/deshacer/")):
        luis.locator(f"#{row.key}-told").get_by_role("button", name="Deshacer").click()
    month = activity.months[-1]
    field = f"{month.key}-{month.missing[-1]}"
    luis.locator("#missing details:not([open]) summary").click()
    luis.locator(f"#missing a[href='#{field}']").click()
    assert luis.evaluate("document.activeElement.id") == field
    name = luis.locator("details.activity", has=luis.locator(f"#{field}")).locator("summary")
    bar = luis.locator(".savebar").bounding_box()
    assert name.bounding_box()["y"] >= bar["y"] + bar["height"] - 1, "the activity's name is seen below the bar"
    _saved(luis, f"#{field}", "-1")
    luis.locator(f"#{field}[aria-invalid=true]").wait_for()
    assert told == []


def _be_late(period, level):
    yesterday = timezone.localdate() - timedelta(days=1)
    ReportingLevel.objects.filter(reporting_period=period, level=level).update(due_on=yesterday)


def _filled_sheet(path, submission):
    """The sheet that was taken along, with one number filled in, as a file to send."""
    book = load_workbook(io.BytesIO(path.read_bytes()))
    wanted = _first_number(submission)
    for sheet in book.worksheets:
        for line in sheet.iter_rows():
            texts = [str(cell.value) for cell in line]
            if wanted.code in texts and wanted.period in texts:
                cell = next(cell for cell in line if cell.value is None and not cell.protection.locked)
                cell.value = 321
                return _as_file(book)
    raise AssertionError("the sheet does not hold the value")


def _as_file(book):
    content = io.BytesIO()
    book.save(content)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return {"name": "planilla.xlsx", "mimeType": kind, "buffer": content.getvalue()}
