"""The page of a record: what it says, whom it links to, and what each role may do there."""

from __future__ import annotations

import pytest
from tests.factories.evidence import DocumentFactory

from quipu.apps.history.services import FactChange, record_changes
from quipu.apps.imports.models import Workbook
from quipu.apps.register.models import Record
from quipu.apps.register.services.citing import cite, uncite


def _page(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_date_is_said_as_exactly_as_it_is_known(as_role, at):
    assert "Entre el 3 y el 12 de marzo de 2024" in _page(as_role("reader"), at("record", code="AC-REUNION"))


def test_a_post_is_read_as_the_person_who_held_it_then(as_role, at, office):
    page = _page(as_role("reader"), at("record", code="AC-REUNION"))
    assert at("person", code=office.acts.person.code) in page
    assert "por el cargo y la fecha" in page
    assert "Hans Maier" in page


def test_figures_keep_their_approximator_and_commitments_that_passed_are_overdue(as_role, at):
    page = _page(as_role("reader"), at("record", code="AC-REUNION"))
    assert "más de" in page
    assert "fuera de plazo" in page
    assert "cumplido" in page


def test_a_set_says_what_it_declares_and_what_is_recorded(as_role, at):
    page = _page(as_role("reader"), at("record", code="AC-CONJUNTO"))
    assert "Declarados: 3. Registrados: 1." in page
    assert at("record", code="AC-MEMO") in page


def test_an_instrument_shows_the_acts_of_each_party_and_the_set_it_is_in(as_role, at):
    page = _page(as_role("reader"), at("record", code="AC-MEMO"))
    assert "Firma" in page
    assert "Alemania" in page
    assert at("record", code="AC-CONJUNTO") in page


def test_a_session_leads_to_the_one_before_and_the_one_after(as_role, at):
    page = _page(as_role("reader"), at("record", code="AC-CP-2"))
    assert at("record", code="AC-CP-1") in page
    assert at("record", code="AC-CP-4") in page


@pytest.mark.parametrize(("role", "may"), [("planner", True), ("focal_point", True), ("reader", False)])
def test_only_who_records_is_offered_to_edit(as_role, at, role, may):
    assert (at("edit-record", code="AC-REUNION") in _page(as_role(role), at("record", code="AC-REUNION"))) is may


def test_a_focal_point_edits_only_the_records_of_its_units(as_role, at, office):
    Record.objects.filter(code="AC-DOBLE").update(unit=office.other)
    client = as_role("focal_point")
    assert at("edit-record", code="AC-DOBLE") not in _page(client, at("record", code="AC-DOBLE"))
    for name in ("edit-record", "confirm-record", "cancel-record", "merge-record"):
        assert client.get(at(name, code="AC-DOBLE")).status_code == 404
    for name in ("undo-record", "submit-record", "undo-merge"):
        assert client.post(at(name, code="AC-DOBLE")).status_code == 404


def test_a_record_that_does_not_exist_is_not_there(as_role, at):
    assert as_role("planner").get(at("record", code="NADA")).status_code == 404


@pytest.mark.parametrize("code", ["AC-REUNION", "AC-MEMO", "AC-CP-2"])
def test_a_record_asks_few_queries(as_role, at, code, django_assert_max_num_queries):
    client = as_role("planner")
    client.get(at("record", code=code))
    with django_assert_max_num_queries(15):
        client.get(at("record", code=code))


def test_the_history_tells_what_each_field_said_and_says(as_role, at, filled):
    client, address = as_role("planner"), at("edit-record", code="AC-REUNION")
    client.post(address, filled(client.get(address)) | {"city": "Ginebra"})
    page = client.get(at("record", code="AC-REUNION"))
    (field,) = page.context["steps"][0].changed
    assert (field.label, field.one, field.other) == ("Ciudad", ["Nueva York"], ["Ginebra"])
    assert "Ciudad: Nueva York" in page.content.decode()


def test_what_waits_begins_with_each_sort_and_how_many_there_are(as_role, at):
    page = as_role("planner").get(at("pending"))
    totals = dict(page.context["totals"])
    assert totals
    text = page.content.decode()
    assert all(f'href="#{kind}"' in text and f'id="{kind}"' in text for kind in totals) or len(totals) == 1


def test_the_history_says_what_was_done_with_the_moment_that_is_known(as_role, at, filled):
    client, address = as_role("planner"), at("edit-record", code="AC-REUNION")
    client.post(address, filled(client.get(address)) | {"city": "Viena"})
    page = client.get(at("record", code="AC-REUNION")).content.decode()
    history = page.partition('id="history"')[2]
    assert "Se cambió" in history
    assert "Cambiadas" not in page
    edit, found = client.get(at("record", code="AC-REUNION")).context["steps"]
    assert edit.at is not None
    assert (found.action, found.at) == ("register.record.found", None), "nobody knows when it came in"


def test_the_history_shows_citations_made_and_taken_back(as_role, at, office):
    record = Record.objects.get(code="AC-REUNION")
    document = DocumentFactory(institution=office.institution, code="doc-nota", title="Nota de la reunión")
    made = cite(record=record, document=document, locator="página 3", actor=None)
    uncite(citation=made, actor=None)
    page = as_role("planner").get(at("record", code="AC-REUNION")).content.decode()
    history = page.partition('id="history"')[2]
    for words in ("Se citó", "Se retiró la cita", "Nota de la reunión", "página 3"):
        assert words in history


def test_what_an_import_brought_has_its_moment(as_role, at, filled, office):
    kept = Workbook.objects.create(institution=office.institution, name="datos.xlsx", mode="add")
    change = FactChange("imports.row.added", "records", ("AC-REUNION",), None, {"title": "Reunión"})
    record_changes(institution=office.institution, changes=[change], workbook=kept)
    came = office.institution.changes.get(key="AC-REUNION")
    client, address = as_role("planner"), at("edit-record", code="AC-REUNION")
    client.post(address, filled(client.get(address)) | {"city": "Viena"})
    assert client.get(at("record", code="AC-REUNION")).context["steps"][-1].at == came.at
