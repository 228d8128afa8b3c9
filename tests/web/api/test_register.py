"""The register as programs read and write it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories.counting import FIRST
from tests.factories.register import RecordFactory, SessionFactory
from tests.factories.register_room import DOCUMENT, MECHANISM, TREATY
from tests.web.api.conftest import HERE
from tests.web.api.operations import body_of

from quipu.apps.organisation.models import OrganisationalUnit
from quipu.apps.register.models import CountedValue, Mechanism, Record

REGISTER = f"{HERE}/register"
RECORDS = f"{REGISTER}/records"


def _sent(record, **changes):
    """A record as it was read, ready to be sent back with something changed."""
    apart = {"code", "synthetic", "countries", "regions", "review", "merged_into", "citations"}
    return {name: value for name, value in record.items() if name not in apart} | changes


def test_records_are_filtered_as_on_the_page(program, collected):
    reader = program("reader")
    found = reader.get(RECORDS, kind="bilateral_meeting", axis="conteo", period="2024").json()
    assert {item["code"] for item in found["items"]} == {"REU-1", "REU-2", "REU-3", "REU-4", "REU-5"}
    assert reader.get(RECORDS, country="BRA", axis="conteo").json()["count"] == 2
    assert reader.get(RECORDS, q="reuniones reu-3").json()["items"][0]["code"] == "REU-3"
    assert reader.get(RECORDS, axis="conteo", status="planned").json()["count"] == 1


def test_pages_of_records_put_together_are_the_whole_list_once(program, collected):
    reader = program("reader")
    whole = reader.get(RECORDS, axis="conteo").json()["items"]
    pages = [reader.get(RECORDS, axis="conteo", limit=2, offset=at).json()["items"] for at in range(0, len(whole), 2)]
    assert [item for page in pages for item in page] == whole


def test_a_record_comes_with_what_hangs_from_it(program, collected):
    record = program("reader").get(f"{RECORDS}/{FIRST}").json()
    assert record["counterparts"] == record["countries"] == ["FRA"]
    assert record["figures"] == [{"name": "personas", "value": 10, "approximator": "exact", "unit": ""}]
    assert [item["document"] for item in record["citations"] if item["exact"]] == [DOCUMENT]
    assert record["commitments"][0]["due_on"] == "2024-06-30"
    assert program("reader").get(f"{RECORDS}/NADA").status_code == 404


def test_making_a_record_counts_at_once(program, collected, planted):
    body = body_of("create_record", collected) | {"kind": "bilateral_meeting", "axis": "conteo"}
    made = program("focal_point").send("POST", RECORDS, body)
    assert made.status_code == 200, made.json()
    assert made.json()["code"].startswith("R-2024-")
    assert made.json()["revision"] == 1
    total = CountedValue.objects.get(rule__indicator__code=planted.indicator, period="2024", dimension="")
    assert total.number == Decimal(4)


def test_every_fault_of_a_record_at_once(program, collected):
    body = {"kind": "visit", "title": "x", "starts_on": "2999-01-01", "counterparts": ["YUG", "NADIE"]}
    told = program("planner").send("POST", RECORDS, body)
    assert (told.status_code, told.json()["code"]) == (422, "register.record.refused")
    assert len({fault["field"] for fault in told.json()["faults"]}) >= 2
    assert not Record.objects.filter(title="x").exists()


def test_what_is_not_as_described_is_refused_by_name(program, collected):
    body = {"kind": "paseo", "title": " ", "starts_on": "20240520", "ordinal": "1", "figures": [{"name": "a"}], "z": 1}
    told = program("planner").send("POST", RECORDS, body).json()
    assert {fault["field"] for fault in told["faults"]} == {
        "body.kind",
        "body.title",
        "body.starts_on",
        "body.ordinal",
        "body.figures.0.value",
        "body.z",
    }


def test_changing_a_record_with_the_revision_read(program, collected):
    planner = program("planner")
    record = planner.get(f"{RECORDS}/{FIRST}").json()
    changed = planner.send("PUT", f"{RECORDS}/{FIRST}", _sent(record, mode="virtual", reason="Fue virtual"))
    assert changed.status_code == 200, changed.json()
    assert changed.json() == record | {"mode": "virtual", "revision": record["revision"] + 1}


def test_a_revision_that_is_not_the_one_in_force_is_a_conflict(program, collected):
    planner = program("planner")
    record = planner.get(f"{RECORDS}/{FIRST}").json()
    planner.send("PUT", f"{RECORDS}/{FIRST}", _sent(record, mode="virtual"))
    told = planner.send("PUT", f"{RECORDS}/{FIRST}", _sent(record, mode="hybrid"))
    assert (told.status_code, told.json()["code"]) == (409, "register.record.conflict")
    conflict = told.json()["conflict"]
    assert (conflict["theirs"]["mode"], conflict["who"], conflict["revision"]) == ("virtual", "planner", 2)
    assert Record.objects.get(code=FIRST).mode == "virtual"


def test_a_focal_point_writes_only_for_what_they_answer_for(program, collected, planted):
    other = OrganisationalUnit.objects.create(institution=planted.institution, code="AJENA", name="Ajena")
    focal_point = program("focal_point")
    body = body_of("create_record", collected)
    assert focal_point.send("POST", RECORDS, body | {"unit": "AJENA", "mission": ""}).status_code == 404
    foreign = RecordFactory(institution=planted.institution, unit=other, code="AJENO")
    answer = focal_point.send("PUT", f"{RECORDS}/{foreign.code}", body | {"revision": 1})
    assert answer.status_code == 404
    record = focal_point.get(f"{RECORDS}/{FIRST}").json()
    given_away = focal_point.send("PUT", f"{RECORDS}/{FIRST}", _sent(record, unit="AJENA", mission=""))
    assert given_away.status_code == 404
    assert program("planner").send("POST", RECORDS, body | {"unit": "AJENA", "mission": ""}).status_code == 200


def test_a_mechanism_with_its_sessions(program, collected):
    reader = program("reader")
    row = next(
        item for item in reader.get(f"{REGISTER}/mechanisms", limit=500).json()["items"] if item["code"] == MECHANISM
    )
    assert row["sessions"] == 1
    whole = reader.get(f"{REGISTER}/mechanisms/{MECHANISM}").json()
    assert [item["code"] for item in whole.pop("records")] == ["SES-CONTEO"]
    assert whole == row


def test_instruments_with_the_acts_of_their_parties(program, collected):
    found = program("reader").get(f"{REGISTER}/instruments", country="FRA", state="in_force", limit=500).json()
    row = next(item for item in found["items"] if item["record"]["code"] == TREATY)
    assert row["instrument"]["steps"] == [
        {"party": "FRA", "step": "signature", "on": "2024-05-20", "precision": "day", "note": ""}
    ]


def test_commitments_that_are_overdue(program, collected):
    found = program("reader").get(f"{REGISTER}/commitments", situation="overdue", country="FRA", limit=500).json()
    assert FIRST in {item["record"] for item in found["items"]}


def test_what_asks_for_attention(program, collected):
    found = program("reader").get(f"{REGISTER}/findings", language="es", limit=500).json()
    overdue = [item for item in found["items"] if item["record"] == FIRST and item["commitment"]]
    assert [item["on"] for item in overdue] == ["2024-06-30"]
    assert all(item["words"] and item["code"].startswith("register.finding.") for item in found["items"])


def test_a_document_with_its_text_and_what_is_cited_from_it(program, collected):
    reader = program("reader")
    assert DOCUMENT in {item["code"] for item in reader.get(f"{REGISTER}/documents", limit=500).json()["items"]}
    document = reader.get(f"{REGISTER}/documents/{DOCUMENT}").json()
    (citation,) = document["citations"]
    assert document["text"][citation["start"] : citation["end"]] == citation["exact"] == "La reunión"
    assert citation["record"] == FIRST
    assert reader.get(f"{REGISTER}/documents/NADA").status_code == 404


def test_the_sheet_of_a_country(program, collected):
    reader = program("reader")
    named = {
        item["iso3"]: item["name"]
        for item in reader.get(f"{REGISTER}/countries", language="es", limit=500).json()["items"]
    }
    assert named["FRA"] == "Francia"
    sheet = reader.get(f"{REGISTER}/countries/FRA").json()
    assert MECHANISM in {item["code"] for item in sheet["mechanisms"]}
    assert TREATY in {item["code"] for item in sheet["in_force"]}
    assert "europa" in sheet["regions"]
    assert reader.get(f"{REGISTER}/countries/YUG").status_code == 404


def test_what_is_counted_and_the_rows_behind_it(program, collected, planted, version_path):
    reader = program("reader")
    found = reader.get(f"{version_path}/counts", period="2024", limit=500).json()["items"]
    row = next(item for item in found if item["indicator"] == planted.indicator)
    assert (row["counted"], row["feeds"]) == (3, False)
    path = f"{HERE}/plans/{planted.version.plan.code}/indicators/{planted.indicator}"
    rule = reader.get(f"{path}/counting-rule").json()
    assert rule["definition"]["kinds"] == ["bilateral_meeting"]
    values = reader.get(f"{path}/counted-values", limit=500).json()["items"]
    assert {"period": "2024", "dimension": "region", "category": "europa", "number": 2} in values
    rows = reader.get(f"{path}/counted-values/2024/records", dimension="region", category="europa").json()
    assert [item["code"] for item in rows["items"]] == ["REU-2", FIRST]
    assert reader.get(f"{path}/counted-values/2024/records").json()["count"] == row["counted"]


@pytest.mark.parametrize("path", [RECORDS, f"{REGISTER}/mechanisms/{MECHANISM}", f"{REGISTER}/countries/FRA"])
def test_more_rows_take_no_more_queries(path, program, collected, planted):
    reader = program("reader")
    reader.get(path)
    with CaptureQueriesContext(connection) as before:
        assert reader.get(path).status_code == 200
    mechanism = Mechanism.objects.get(code=MECHANISM)
    SessionFactory.create_batch(3, institution=planted.institution, mechanism=mechanism)
    with CaptureQueriesContext(connection) as after:
        reader.get(path)
    assert len(after) <= len(before) <= 15
