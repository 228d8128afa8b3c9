"""A meeting recorded, changed and undone in a real browser; and the pages of records with axe at two widths."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.urls import reverse
from tests.web.browsing import CHROMIUM, violations
from tests.web.planting import PASSWORD
from tests.web.register_records.conftest import SLUG, open_office

from quipu.apps.register.models import Record

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed (make setup-browser)"),
    pytest.mark.django_db(transaction=True),
]

WIDTHS = (1280, 360)
PAGES = (
    ("record", "AC-REUNION"),
    ("record", "AC-MEMO"),
    ("record", "AC-CP-2"),
    ("edit-record", "AC-REUNION"),
    ("edit-record", "AC-TRATADO"),
    ("merge-record", "AC-REUNION"),
    ("confirm-record", "AC-VISITA"),
    ("cancel-record", "AC-VISITA"),
    ("mechanism", "AC-CP"),
    ("edit-mechanism", "AC-CP"),
    ("person", "ac-ana-quispe"),
    ("new-holding", "ac-ana-quispe"),
    ("organisation", "AC-ORG"),
    ("chain", "DGE"),
    ("region", "europa_central"),
    *(
        (name, "")
        for name in (
            "new-record",
            "pending",
            "mechanisms",
            "instruments",
            "commitments",
            "people-register",
            "organisations",
            "chains",
            "regions",
        )
    ),
)


@pytest.fixture
def place(live_server):
    """The address of the office behind a live server: `place("record", "AC-REUNION")`."""
    cache.clear()
    open_office()

    def address(name, code=""):
        parts = {"slug": SLUG} | ({"code": code} if code else {})
        return live_server.url + reverse(name, kwargs=parts)

    return address


def _sign_in(page, place):
    page.goto(place("pending"))
    page.get_by_label("Nombre de usuario").fill("planner")
    page.get_by_label("Contraseña").fill(PASSWORD)
    page.get_by_role("button", name="Ingresar").click()
    page.get_by_role("heading", name="Por atender", level=1).wait_for()


@pytest.mark.parametrize("width", WIDTHS)
def test_no_page_of_records_has_an_accessibility_fault_or_is_wider_than_the_window(place, page, width):
    page.set_viewport_size({"width": width, "height": 900})
    _sign_in(page, place)
    addresses = [place(name, code) for name, code in PAGES]
    addresses += [place("new-record") + "?clase=instrument", place("merge-record", "AC-REUNION") + "?otro=AC-DOBLE"]
    faults, wider = {}, []
    for address in addresses:
        page.goto(address)
        faults[address] = violations(page)
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            wider.append(address)
    assert {address: found for address, found in faults.items() if found} == {}
    assert wider == []


def _record_a_meeting(page, place):
    page.goto(place("new-record"))
    page.get_by_role("link", name="Reunión bilateral").click()
    page.get_by_label("Título").fill("Reunión con Francia en París")
    page.get_by_label("Fecha, o su primer día").fill("2024-05-20")
    page.get_by_label("País u organización").first.fill("Francia")
    page.get_by_role("button", name="Agregar un funcionario").click()
    page.get_by_label("Cargo, como lo escribe la fuente").fill("Jefa de la diplomacia")
    assert page.get_by_label("Título").input_value() == "Reunión con Francia en París"
    page.get_by_role("button", name="Guardar", exact=True).last.click()
    page.get_by_role("heading", name="Reunión con Francia en París").wait_for()


def test_a_meeting_is_recorded_changed_and_undone(place, page):
    _sign_in(page, place)
    _record_a_meeting(page, place)
    assert page.get_by_role("link", name="Ana Quispe").is_visible()
    page.get_by_role("link", name="Editar", exact=True).click()
    page.get_by_label("Ciudad").fill("París")
    page.get_by_label("Por qué lo cambia").fill("Lo dice la nota de prensa")
    page.get_by_role("button", name="Guardar", exact=True).last.click()
    page.get_by_text("Lo dice la nota de prensa").wait_for()
    record = Record.objects.get(title="Reunión con Francia en París")
    assert (record.city, record.revision) == ("París", 2)
    page.get_by_role("button", name="Deshacer este cambio").click()
    page.get_by_text("Se deshizo el último cambio").wait_for()
    record.refresh_from_db()
    assert (record.city, record.revision) == ("", 3)


def test_a_fault_keeps_what_was_typed_and_leads_to_its_field(place, browser):
    context = browser.new_context()  # its console tells the refused answer
    page = context.new_page()
    _sign_in(page, place)
    page.goto(place("new-record") + "?clase=visit")
    page.get_by_label("Ciudad").fill("Berlín")
    with page.expect_response(lambda response: response.status == 422):
        page.get_by_role("button", name="Guardar", exact=True).last.click()
    page.get_by_role("alert").get_by_role("link", name="Título").click()
    assert page.evaluate("document.activeElement.id") == "id_title"
    assert page.get_by_label("Ciudad").input_value() == "Berlín"
    context.close()


def test_a_row_is_added_without_javascript(place, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    _sign_in(page, place)
    _record_a_meeting(page, place)
    context.close()


def _tops(page, *names):
    return {round(page.locator(f"#id_{name}").bounding_box()["y"]) for name in names}


def test_the_fields_of_a_row_stand_on_one_line_with_hints_and_with_faults(place, browser):
    context = browser.new_context(viewport={"width": 1280, "height": 900})  # its console tells the refused answer
    page = context.new_page()
    _sign_in(page, place)
    page.goto(place("new-record") + "?clase=visit")
    for _ in ("as it opens", "with a fault"):
        assert len(_tops(page, "precision", "starts_on", "ends_on")) == 1
        assert len(_tops(page, "action_code", "parent")) == 1
        page.get_by_label("Fecha, o su primer día").fill("2199-01-01")
        with page.expect_response(lambda response: response.status == 422):
            page.get_by_role("button", name="Guardar", exact=True).last.click()
    context.close()


@pytest.mark.parametrize("width", WIDTHS)
def test_two_versions_keep_to_their_column_and_nothing_is_chosen_for_anybody(place, browser, width):
    context = browser.new_context(viewport={"width": width, "height": 900})
    page, other = context.new_page(), context.new_page()
    _sign_in(page, place)
    for window, title in ((page, "Una"), (other, "Otra")):
        window.goto(place("edit-record", "AC-REUNION"))
        window.get_by_label("Título").fill(title)
    other.get_by_role("button", name="Guardar", exact=True).last.click()
    other.get_by_role("heading", name="Otra", level=1).wait_for()
    page.get_by_role("button", name="Guardar", exact=True).last.click()
    page.get_by_role("heading", name="Aquí y en la otra ventana").wait_for()
    assert page.locator("input:checked").count() == 0
    heading = page.locator("h1").bounding_box()
    page.get_by_label("Lo que usted escribió").check()
    assert page.locator(".side").first.bounding_box()["x"] == heading["x"]
    assert page.locator(".side").first.evaluate("side => getComputedStyle(side).boxShadow") == "none"
    assert violations(page) == []
    page.get_by_role("button", name="Guardar lo que elegí").click()
    page.get_by_role("heading", name="Una", level=1).wait_for()
    context.close()
