"""Writing records: the kind first, rows without JavaScript, every fault at once, two people at once, and undoing."""

from __future__ import annotations

import json

import pytest

from quipu.apps.register.models import Kind, Record
from quipu.web.record_kinds import KIND_GROUPS

TYPED = {
    "title": "Reunión con Francia",
    "status": "done",
    "modality": "asserted",
    "precision": "day",
    "starts_on": "2024-05-20",
    "counterparts-rows": "2",
    "counterparts-0-party": "francia",
    "counterparts-1-party": "Organización de prueba",
    "participants-rows": "1",
    "participants-0-side": "own",
    "participants-0-post": "Canciller",
    "participants-0-led": "on",
    "figures-rows": "1",
    "figures-0-name": "acuerdos",
    "figures-0-value": "1,500",
    "figures-0-approximator": "about",
    "commitments-rows": "0",
    "unit": "DGE",
}


def _new(at, kind="bilateral_meeting"):
    return f"{at('new-record')}?clase={kind}"


def test_the_kind_is_chosen_first_and_every_kind_is_offered(as_role, at):
    page = as_role("planner").get(at("new-record")).content.decode()
    offered = [kind for _title, kinds in KIND_GROUPS for kind in kinds]
    assert sorted(offered) == sorted(Kind)
    assert all(f"?clase={kind}" in page for kind in Kind)


@pytest.mark.parametrize("kind", list(Kind))
def test_a_form_asks_only_what_its_kind_takes(as_role, at, kind):
    page = as_role("planner").get(_new(at, kind)).content.decode()
    assert ('name="ordinal"' in page) is (
        kind in ("mechanism_session", "binational_cabinet", "high_level_dialogue", "commission", "forum")
    )
    assert ('name="binding"' in page) is (kind == "instrument")
    assert ('name="criteria-rows"' in page) is (kind == "office_assessment")


def test_a_record_is_made_with_names_of_countries_and_organisations(as_role, at):
    answer = as_role("planner").post(_new(at), TYPED)
    assert answer.status_code == 302, answer.context["editing"].faults
    record = Record.objects.get(title="Reunión con Francia")
    assert [(row.country, row.organisation and row.organisation.code) for row in record.counterparts.all()] == [
        ("FRA", None),
        ("", "AC-ORG"),
    ]
    assert record.figures.get().value == 1500
    assert record.participants.get().led
    assert (record.unit.code, record.revision) == ("DGE", 1)


def test_every_fault_is_told_at_once_and_nothing_typed_is_lost(as_role, at):
    wrong = TYPED | {
        "title": "",
        "starts_on": "2199-01-01",
        "counterparts-0-party": "Atlántida",
        "figures-0-value": "15",
        "figures-0-name": "",
    }
    answer = as_role("planner").post(_new(at), wrong)
    page = answer.content.decode()
    assert answer.status_code == 422
    for place in ("id_title", "id_starts_on", "id_counterparts-0-party", "id_figures-0-name"):
        assert f'href="#{place}"' in page
        assert f'id="{place}_error"' in page
    assert 'value="Atlántida"' in page
    assert 'value="Organización de prueba"' in page
    assert not Record.objects.filter(title="").exists()


def test_what_cannot_be_read_is_told_beside_its_field(as_role, at):
    answer = as_role("planner").post(_new(at), TYPED | {"figures-0-value": "muchos", "starts_on": "ayer"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="id_starts_on_error"' in page
    assert 'value="ayer"' in page
    answer = as_role("planner").post(_new(at), TYPED | {"figures-0-value": "muchos"})
    assert 'id="id_figures-0-value_error"' in answer.content.decode()


def test_a_country_that_no_longer_exists_is_refused_by_its_name(as_role, at):
    answer = as_role("planner").post(_new(at), TYPED | {"counterparts-0-party": "YUG"})
    assert answer.status_code == 422
    assert "ya no existe" in answer.content.decode()


def test_a_row_is_added_without_judging_what_was_typed(as_role, at):
    answer = as_role("planner").post(_new(at), TYPED | {"title": "", "add": "participants"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'name="participants-1-name"' in page
    assert 'value="francia"' in page
    assert 'class="fault"' not in page


def test_a_row_that_is_emptied_or_removed_is_no_row(as_role, at):
    typed = TYPED | {"counterparts-1-party": "", "figures-0-value": "nada", "figures-0-drop": "on"}
    assert as_role("planner").post(_new(at), typed).status_code == 302
    record = Record.objects.get(title="Reunión con Francia")
    assert record.counterparts.count() == 1
    assert record.figures.count() == 0


def test_a_missing_session_is_offered_with_its_number(as_role, at):
    page = as_role("planner").get(at("mechanism", code="AC-CP")).content.decode()
    link = f"{at('new-record')}?clase=mechanism_session&amp;mecanismo=AC-CP&amp;sesion=3"
    assert link in page
    form = as_role("planner").get(link.replace("&amp;", "&")).content.decode()
    assert 'name="ordinal" value="3"' in form
    assert 'value="Alemania"' in form


def test_an_ordinal_that_repeats_is_refused_beside_its_field(as_role, at):
    address = f"{at('new-record')}?clase=mechanism_session&mecanismo=AC-CP&sesion=2"
    typed = TYPED | {
        "mechanism": "AC-CP",
        "ordinal": "2",
        "counterparts-0-party": "Alemania",
        "counterparts-1-party": "",
    }
    answer = as_role("planner").post(address, typed)
    assert answer.status_code == 422
    assert 'id="id_ordinal_error"' in answer.content.decode()
    assert "AC-CP-2" in answer.content.decode()


def test_saving_a_form_as_it_stands_changes_nothing(as_role, at, filled):
    client = as_role("planner")
    for code in ("AC-REUNION", "AC-MEMO", "AC-TRATADO", "AC-CP-4"):
        form = filled(client.get(at("edit-record", code=code)))
        answer = client.post(at("edit-record", code=code), form)
        assert answer.status_code == 302, answer.context["editing"].faults
        assert Record.objects.get(code=code).revisions.exclude(action="register.record.found").count() == 0, code


def test_a_change_keeps_its_reason_and_is_undone(as_role, at, filled):
    client = as_role("planner")
    form = filled(client.get(at("edit-record", code="AC-REUNION")))
    changed = form | {"city": "Ginebra", "reason": "Lo dice el acta"}
    assert client.post(at("edit-record", code="AC-REUNION"), changed).status_code == 302
    page = client.get(at("record", code="AC-REUNION")).content.decode()
    assert "Ginebra" in page
    assert "Lo dice el acta" in page
    assert "Ciudad" in page
    record = Record.objects.get(code="AC-REUNION")
    client.post(at("undo-record", code="AC-REUNION"), {"seen": record.revision})
    assert Record.objects.get(code="AC-REUNION").city == "Nueva York"


def test_two_people_on_one_record_choose_only_where_both_changed_it(as_role, at, filled):
    first, second = as_role("planner"), as_role("focal_point")
    address = at("edit-record", code="AC-REUNION")
    form = filled(first.get(address))
    assert first.post(address, form | {"city": "Ginebra", "venue": "Palacio"}).status_code == 302
    answer = second.post(address, form | {"city": "Viena", "summary": "Otro resumen", "reason": "Aclaro"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert all(told in page for told in ("Ginebra", "Viena", "Palacio", "Otro resumen", "planner lo guardó"))
    assert 'name="take-city"' in page
    assert 'name="take-venue"' not in page
    assert 'name="take-summary"' not in page
    assert not [line for line in page.split("<input") if 'name="take-' in line and " checked" in line]
    stands = Record.objects.get(code="AC-REUNION")
    assert (stands.city, stands.summary) == ("Ginebra", "Se revisó la agenda.")
    sent = {"mine": answer.context["conflict"].mine, "seen": stands.revision, "reason": "Aclaro"}
    unchosen = second.post(address, sent)
    assert unchosen.status_code == 422
    assert "Ciudad: elija qué queda." in unchosen.content.decode()
    assert second.post(address, sent | {"take-city": "mine"}).status_code == 302
    stands = Record.objects.get(code="AC-REUNION")
    assert (stands.city, stands.venue, stands.summary) == ("Viena", "Palacio", "Otro resumen")


def test_what_two_people_changed_apart_is_kept_of_both_and_said(as_role, at, filled):
    first, second = as_role("planner"), as_role("focal_point")
    address = at("edit-record", code="AC-REUNION")
    form = filled(first.get(address))
    first.post(address, form | {"venue": "Palacio"})
    answer = second.post(address, form | {"city": "Viena"}, follow=True)
    assert "También queda lo que se cambió entonces: Lugar" in answer.content.decode()
    stands = Record.objects.get(code="AC-REUNION")
    assert (stands.city, stands.venue) == ("Viena", "Palacio")


def test_the_same_person_in_two_windows_is_told_so(as_role, at, filled):
    client, address = as_role("planner"), at("edit-record", code="AC-REUNION")
    form = filled(client.get(address))
    client.post(address, form | {"city": "Ginebra"})
    page = client.post(address, form | {"city": "Viena"}).content.decode()
    assert "Usted cambió este registro en otra ventana" in page
    assert "Otra persona" not in page


def test_what_is_wrong_already_keeps_nobody_from_mending_the_rest(as_role, at, filled):
    Record.objects.filter(code="AC-CP-4").update(ordinal=2)
    client, address = as_role("planner"), at("edit-record", code="AC-CP-4")
    form = filled(client.get(address))
    page = client.post(address, form | {"title": "Con otro título"}, follow=True).content.decode()
    assert Record.objects.get(code="AC-CP-4").title == "Con otro título"
    assert "Ya estaba así: La sesión II de" in page
    again = filled(client.get(address))
    assert client.post(address, again | {"status": "done", "ordinal": "1"}).status_code == 422


def test_saving_says_where_the_record_counts(as_role, at):
    page = as_role("planner").post(_new(at), TYPED, follow=True).content.decode()
    assert "No cuenta en ningún indicador" in page


def test_a_fault_of_countries_says_their_names(as_role, at):
    client = as_role("planner")
    twice = TYPED | {"counterparts-0-party": "CHL", "counterparts-1-party": "Chile"}
    assert "«Chile» está 2 veces" in client.post(_new(at), twice).content.decode()
    ended = client.post(_new(at), TYPED | {"counterparts-0-party": "Unión Soviética"}).content.decode()
    assert "Unión Soviética ya no existe como país." in ended
    assert "Rusia" in ended


def test_the_reason_of_a_status_is_called_so(as_role, at):
    page = as_role("planner").get(at("edit-record", code="AC-TRATADO")).content.decode()
    assert "Motivo del estado" in page
    assert "Por qué se canceló" not in page


@pytest.mark.parametrize("mine", ["", "no es JSON", "[]", json.dumps({"kind": 3})])
def test_a_choice_that_no_page_made_is_not_there(as_role, at, mine):
    address = at("edit-record", code="AC-REUNION")
    assert as_role("planner").post(address, {"mine": mine, "seen": "1"}).status_code == 404


def test_a_focal_point_records_only_for_its_units(as_role, at):
    client = as_role("focal_point")
    assert client.post(_new(at), TYPED).status_code == 302
    answer = client.post(_new(at), TYPED | {"unit": ""})
    assert answer.status_code == 422
    assert "por la que usted responda" in answer.content.decode()
    assert 'value="DGA"' not in answer.content.decode()


def test_the_only_unit_of_somebody_is_chosen_already(as_role, at):
    page = as_role("focal_point").get(_new(at)).content.decode()
    assert '<option value="DGE" selected' in page
