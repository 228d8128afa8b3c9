"""Two records of one act: found, compared, merged with a reason, and two again."""

from __future__ import annotations

from quipu.apps.register.models import Record


def test_what_may_be_the_same_is_offered_and_compared(as_role, at):
    client = as_role("planner")
    page = client.get(at("merge-record", code="AC-REUNION")).content.decode()
    assert "?otro=AC-DOBLE" in page
    page = client.get(at("merge-record", code="AC-REUNION") + "?otro=AC-DOBLE").content.decode()
    assert "Reunión de cancilleres" in page
    assert "Nueva York" in page
    assert "(vacío)" in page


def test_they_are_merged_with_a_reason_and_the_merge_is_undone(as_role, at):
    client = as_role("planner")
    address = at("merge-record", code="AC-REUNION")
    sent = {"otro": "AC-DOBLE", "kept": "AC-REUNION"}
    refused = client.post(address, sent)
    assert refused.status_code == 422
    assert "por qué son el mismo" in refused.content.decode()
    done = client.post(address, sent | {"reason": "Es la misma reunión"})
    assert (done.status_code, done["Location"]) == (302, at("record", code="AC-REUNION"))
    assert Record.objects.get(code="AC-DOBLE").merged_into.code == "AC-REUNION"
    page = client.get(at("record", code="AC-DOBLE")).content.decode()
    assert at("record", code="AC-REUNION") in page
    assert at("edit-record", code="AC-DOBLE") not in page
    assert client.get(at("edit-record", code="AC-DOBLE")).status_code == 302
    client.post(at("undo-merge", code="AC-DOBLE"))
    assert Record.objects.get(code="AC-DOBLE").merged_into is None
    again = client.post(at("undo-merge", code="AC-DOBLE"), follow=True).content.decode()
    assert "No hay unión que deshacer" in again


def test_two_that_differ_are_not_merged_and_every_difference_is_told(as_role, at):
    sent = {"otro": "AC-VISITA", "kept": "AC-REUNION", "reason": "Se parecen"}
    answer = as_role("planner").post(at("merge-record", code="AC-REUNION"), sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "No son del mismo tipo" in page
    assert "No coinciden en el tiempo" in page
    assert "Se parecen" in page


def test_a_record_is_not_merged_with_itself_or_with_one_of_others(as_role, at, office):
    Record.objects.filter(code="AC-DOBLE").update(unit=office.other)
    client = as_role("focal_point")
    for code in ("AC-REUNION", "NADA", "AC-DOBLE"):
        assert client.get(at("merge-record", code="AC-REUNION") + f"?otro={code}").status_code == 422


def test_two_that_cannot_be_joined_say_so_before_a_reason_is_asked(as_role, at):
    client, address = as_role("planner"), at("merge-record", code="AC-REUNION")
    page = client.get(address + "?otro=AC-VISITA").content.decode()
    assert "No pueden unirse" in page
    assert "No son del mismo tipo" in page
    assert 'id="merge-reason"' not in page
    assert 'name="kept"' not in page
    refused = client.post(address, {"otro": "AC-VISITA", "kept": "AC-REUNION"}).content.decode()
    assert "No son del mismo tipo" in refused
    assert "por qué son el mismo" in refused


def test_the_table_of_differences_says_names(as_role, at, office):
    Record.objects.filter(code="AC-DOBLE").update(unit=office.other)
    page = as_role("planner").get(at("merge-record", code="AC-REUNION") + "?otro=AC-DOBLE").content.decode()
    assert "Dirección DGA" in page
    assert "Dirección DGE" in page
