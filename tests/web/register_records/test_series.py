"""Mechanisms and their series, instruments, commitments, and what waits for somebody."""

from __future__ import annotations

import pytest

from quipu.apps.register.models import Commitment, Mechanism, Record


def test_mechanisms_stand_under_their_region_with_what_is_missing(as_role, at):
    page = as_role("reader").get(at("mechanisms")).content.decode()
    assert "Europa Central" in page
    assert "falta III" in page
    assert "sesión atrasada" in page
    assert at("mechanism", code="AC-CP") in page


@pytest.mark.parametrize(
    ("query", "found"), [("?pais=Alemania", 1), ("?pais=Brasil", 0), ("?ver=hallazgos", 1), ("?unidad=DGA", 0)]
)
def test_mechanisms_are_filtered_by_the_address(as_role, at, query, found):
    page = as_role("reader").get(at("mechanisms") + query).content.decode()
    assert page.count(f'href="{at("mechanism", code="AC-CP")}"') == found


def test_a_series_shows_its_sessions_by_number_and_the_one_missing(as_role, at):
    page = as_role("reader").get(at("mechanism", code="AC-CP")).content.decode()
    assert "falta la III" in page
    places = [page.index(f'class="numeral">{numeral}<') for numeral in ("IV", "III", "II", "I")]
    assert places == sorted(places)


def test_a_repeated_number_is_marked(as_role, at, office):
    Record.objects.filter(code="AC-CP-2").update(ordinal=1)
    assert "número repetido" in as_role("reader").get(at("mechanism", code="AC-CP")).content.decode()


def test_a_mechanism_is_added_changed_and_refused(as_role, at):
    client = as_role("planner")
    typed = {"name": "Comisión mixta con Francia", "family": "Comisión mixta", "party": "Francia", "kind": "commission"}
    typed |= {"unit": "DGE", "active": "on"}
    assert client.post(at("new-mechanism"), typed).status_code == 302
    made = Mechanism.objects.get(name="Comisión mixta con Francia")
    assert (made.country, made.unit.code, made.active) == ("FRA", "DGE", True)
    again = client.post(at("new-mechanism"), typed)
    assert again.status_code == 422
    assert made.code in again.content.decode()
    assert client.post(at("edit-mechanism", code=made.code), typed | {"every_months": "24"}).status_code == 302
    assert Mechanism.objects.get(pk=made.pk).every_months == 24


def test_a_mechanism_with_a_party_that_is_none_is_refused(as_role, at):
    typed = {"name": "Comisión", "family": "Comisión", "party": "Atlántida", "kind": "commission"}
    answer = as_role("planner").post(at("new-mechanism"), typed)
    assert answer.status_code == 422
    assert "Atlántida" in answer.content.decode()


def test_a_focal_point_edits_the_mechanisms_of_its_units(as_role, at, office):
    assert as_role("focal_point").get(at("edit-mechanism", code="AC-CP")).status_code == 200
    Mechanism.objects.filter(code="AC-CP").update(unit=office.other)
    assert as_role("focal_point").get(at("edit-mechanism", code="AC-CP")).status_code == 404


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"AC-CONJUNTO", "AC-MEMO", "AC-TRATADO"}),
        ("?tipo=treaty", {"AC-TRATADO"}),
        ("?estado=in_force", {"AC-MEMO"}),
        ("?estado=pending", {"AC-TRATADO"}),
        ("?estado=due", {"AC-TRATADO"}),
        ("?etapa=under_negotiation&pais=Alemania", {"AC-TRATADO"}),
        ("?pais=Francia", set()),
    ],
)
def test_instruments_are_found_by_type_stage_party_and_state(as_role, at, query, found):
    rows = as_role("reader").get(at("instruments") + query).context["rows"]
    assert {row.code for row in rows} == found


@pytest.mark.parametrize(
    ("query", "found"),
    [("", 2), ("?estado=overdue", 1), ("?estado=fulfilled", 1), ("?unidad=DGA", 0), ("?pais=DEU", 2)],
)
def test_commitments_are_found_by_when_they_are_due_and_whose_they_are(as_role, at, query, found):
    answer = as_role("reader").get(at("commitments") + query)
    assert answer.context["rows"].paginator.count == found


def test_a_commitment_is_said_to_be_fulfilled(as_role, at):
    client = as_role("focal_point")
    address = at("commitment", code="AC-REUNION", number=1)
    seen = Record.objects.get(code="AC-REUNION").revision
    typed = {"status": "fulfilled", "score": "1", "due_on": "2024-06-30", "note": "Se envió", "seen": seen}
    done = client.post(address, typed)
    assert done["Location"] == at("record", code="AC-REUNION") + "#compromiso-1"
    row = Commitment.objects.get(record__code="AC-REUNION", number=1)
    assert (row.status, row.score, row.note) == ("fulfilled", 1, "Se envió")
    late = client.post(address, typed | {"status": "abandoned"})
    assert late.status_code == 409
    assert Commitment.objects.get(pk=row.pk).status == "fulfilled"


def test_what_waits_leads_to_where_it_is_solved(as_role, at):
    page = as_role("focal_point").get(at("pending")).content.decode()
    for address in (
        at("commitment", code="AC-REUNION", number=1),
        at("confirm-record", code="AC-VISITA"),
        at("cancel-record", code="AC-VISITA"),
        at("mechanism", code="AC-CP"),
        at("record", code="AC-CONJUNTO") + "#parts",
        at("edit-record", code="AC-TRATADO") + "#rows-followups",
    ):
        assert f'href="{address}"' in page


def test_who_only_reads_is_led_to_see(as_role, at):
    page = as_role("reader").get(at("pending")).content.decode()
    assert at("confirm-record", code="AC-VISITA") not in page
    assert at("record", code="AC-VISITA") in page


def test_what_waits_is_narrowed_to_a_unit_and_to_a_sort(as_role, at):
    client = as_role("planner")
    assert "Nada espera" in client.get(at("pending") + "?unidad=DGA").content.decode()
    page = client.get(at("pending") + "?tipo=to_confirm").content.decode()
    assert at("confirm-record", code="AC-VISITA") in page
    assert at("commitment", code="AC-REUNION", number=1) not in page


def test_what_waits_for_others_is_not_shown_to_a_focal_point(as_role, at, office):
    Record.objects.filter(code="AC-VISITA").update(unit=office.other)
    assert at("confirm-record", code="AC-VISITA") not in as_role("focal_point").get(at("pending")).content.decode()
