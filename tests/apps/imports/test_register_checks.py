"""What keeps rows of the register out, told at the cell where it can be mended; and nothing is written."""

from datetime import date, timedelta

import pytest
from tests.factories.workbooks import book_with, fictional_rows, place_of

from quipu.apps.imports.services import apply_import, plan_import
from quipu.apps.organisation.models import Institution
from quipu.apps.register.models import Record
from quipu.workbook.faults import RefusedWorkbookError
from quipu.workbook.reading import read_workbook
from quipu.workbook.schema import SHEET_BY_NAME
from quipu.workbook.writing import write_folder

pytestmark = pytest.mark.django_db

FUTURE = date.today() + timedelta(days=40)  # noqa: DTZ011 - any day ahead will do
RULE = '{{"kinds": ["visit"], {0}}}'


def faults_of(rows, folder, mode="update"):
    write_folder(rows, folder)
    return plan_import(read_workbook(folder), mode).faults


def warnings_of(rows, folder):
    write_folder(rows, folder)
    difference = plan_import(read_workbook(folder), "update")
    assert difference.faults == []
    return difference.warnings


@pytest.mark.parametrize(
    ("sheet", "column", "row", "value", "code"),
    [
        ("counterparts", "country", 2, "XYZ", "imports.country"),
        ("counterparts", "country", 2, "YUG", "imports.country"),
        ("records", "place_country", 2, "SUN", "imports.country"),
        ("instrument_steps", "party", 2, "ABC", "imports.country"),
        ("records", "starts_on", 2, FUTURE, "imports.record_future"),
        ("records", "ends_on", 2, date(2023, 1, 1), "imports.record_order"),
        ("records", "valid_to", 3, date(2020, 1, 1), "imports.record_order"),
        ("records", "starts_on", 2, None, "imports.record_no_date"),
        ("records", "status_reason", 5, None, "imports.record_cancelled"),
        ("records", "outcome", 2, "elegido", "imports.record_outcome"),
        ("records", "mechanism", 2, None, "imports.ordinal_alone"),
        ("records", "kind", 2, "visita", "imports.mechanism_kind"),
        ("records", "parent", 2, "R2", "imports.loop"),
        ("records", "mechanism", 2, "no-hay", "imports.unknown_code"),
        ("mechanisms", "country", 2, None, "imports.one_party"),
        ("participants", "post", 3, None, "imports.participant_empty"),
        ("counterparts", "organisation", 2, "OEA", "imports.one_party"),
        ("office_criteria", "record", 2, "R1", "imports.record_kind"),
        ("instruments", "record", 2, "R1", "imports.record_kind"),
        ("post_holdings", "ends_on", 2, date(2022, 1, 1), "imports.holding_dates"),
        ("regions", "code", 3, "a|b", "imports.region_code"),
        ("citations", "exact", 2, "el 5 de marzo", "imports.citation_not_found"),
        ("citations", "locator", 3, None, "imports.citation_empty"),
        ("citations", "field", 2, "fecha", "imports.citation_field"),
        ("documents", "reading", 2, 7, "imports.reading"),
        ("counting_rules", "definition", 2, "{", "imports.counting_rule"),
        ("counting_rules", "definition", 2, '{"total_of": ["I1"]}', "imports.counting_rule"),
        ("counting_rules", "definition", 2, '{"measure": "count"}', "imports.counting_rule"),
        ("counting_rules", "why_not", 2, "y además un motivo", "imports.counting_rule_or_reason"),
        ("counting_rules", "covers_from", 2, None, "imports.counting_covers_from"),
        ("counting_rules", "covers_to", 2, 2019, "imports.counting_years"),
    ],
)
def test_each_fault_is_told_at_its_cell_and_nothing_is_written(tmp_path, sheet, column, row, value, code):
    read = read_workbook(book_with(tmp_path / "libro.xlsx", sheet, {(column, row): value}))
    with pytest.raises(RefusedWorkbookError) as caught:
        apply_import(read=read, mode="add")
    found = [fault for fault in caught.value.faults if fault.code == code]
    assert found, [str(fault) for fault in caught.value.faults]
    assert found[0].sheet == SHEET_BY_NAME[sheet].label
    assert found[0].remedy
    assert found[0].cell.endswith(str(row))
    assert not Institution.objects.exists()


def test_all_faults_come_at_once(tmp_path):
    rows = fictional_rows()
    rows["counterparts"][0]["country"] = "YUG"
    rows["records"][0]["starts_on"] = FUTURE
    rows["records"][3]["status_reason"] = None
    rows["citations"][0]["exact"] = "el 5 de marzo"
    codes = {fault.code for fault in faults_of(rows, tmp_path)}
    assert {
        "imports.country",
        "imports.record_future",
        "imports.record_cancelled",
        "imports.citation_not_found",
    } <= codes


def test_a_country_that_ended_is_called_by_its_name(tmp_path):
    rows = fictional_rows()
    rows["region_countries"][0]["country"] = "YUG"
    (fault,) = faults_of(rows, tmp_path)
    assert "Yugoslavia" in fault.reason
    assert fault.cell == place_of("region_countries", "country")


def second_session(**changes):
    rows = fictional_rows()
    rows["records"].append(rows["records"][0] | {"code": "R9", "title": "Otra"} | changes)
    rows["counterparts"].append({"record": "R9", "country": "ESP"})
    return rows


def test_a_number_that_repeats_in_a_mechanism_names_the_other_record(tmp_path):
    (warning,) = warnings_of(second_session(), tmp_path)
    assert (warning.code, warning.cell) == ("imports.ordinal_repeated", place_of("records", "ordinal", 6))
    assert "«R1»" in warning.reason


def test_an_action_that_no_plan_has_deserves_a_look(tmp_path):
    rows = fictional_rows()
    rows["records"][0]["action_code"] = "AEI.99.99"
    (warning,) = warnings_of(rows, tmp_path)
    assert (warning.code, warning.cell) == ("imports.unknown_action", place_of("records", "action_code"))


def test_a_number_of_a_cancelled_session_is_free(tmp_path):
    assert warnings_of(second_session(status="cancelled", status_reason="Sin quórum"), tmp_path) == []


def test_a_number_that_a_stored_session_has_repeats_too_but_not_that_of_a_merged_one(tmp_path):
    write_folder(fictional_rows(), tmp_path / "antes")
    apply_import(read=read_workbook(tmp_path / "antes"), mode="add")
    rows = {name: second_session()[name][-1:] for name in ("records", "counterparts")}
    rows["institution"] = fictional_rows()["institution"]
    (warning,) = warnings_of(rows, tmp_path / "uno")
    assert (warning.code, warning.cell[-1]) == ("imports.ordinal_repeated", "2")
    Record.objects.filter(code="R1").update(merged_into=Record.objects.get(code="R2"))
    assert warnings_of(rows, tmp_path / "dos") == []


def test_two_mechanisms_that_nothing_tells_apart_are_refused(tmp_path):
    rows = fictional_rows()
    rows["mechanisms"].append(rows["mechanisms"][0] | {"code": "otro", "name": "Consultas bilaterales"})
    assert [fault.code for fault in faults_of(rows, tmp_path)] == ["imports.mechanism_repeated"]


def test_a_session_with_somebody_else_than_its_mechanism_is_refused(tmp_path):
    rows = fictional_rows()
    rows["counterparts"][0]["country"] = "FRA"
    assert [fault.code for fault in faults_of(rows, tmp_path)] == ["imports.mechanism_party"]


def test_rules_that_add_up_one_another_are_refused(tmp_path):
    rows = fictional_rows()
    rows["counting_rules"] = [
        {"plan": "PEI", "indicator": "I1", "definition": '{"total_of": ["I2"]}', "covers_from": 2024},
        {"plan": "PEI", "indicator": "I2", "definition": '{"total_of": ["I1"]}', "covers_from": 2024},
    ]
    assert [fault.code for fault in faults_of(rows, tmp_path)] == ["imports.counting_rule"] * 2


@pytest.mark.parametrize(
    ("clause", "named"),
    [
        ('"where": [{"field": "region", "is": ["asia"]}]', "«asia»"),
        ('"where": [{"field": "unit", "is": ["DX"]}]', "«DX»"),
        ('"where": [{"field": "mechanism_family", "is": ["cabinet"]}]', "«cabinet»"),
    ],
)
def test_a_rule_that_names_what_is_not_there_is_refused(tmp_path, clause, named):
    rows = fictional_rows()
    rows["counting_rules"][0]["definition"] = RULE.format(clause)
    (fault,) = faults_of(rows, tmp_path)
    assert named in fault.reason


def test_members_without_their_set_are_refused(tmp_path):
    rows = fictional_rows()
    rows["records"][1]["parent"] = "CONJUNTO"
    (fault,) = faults_of(rows, tmp_path)
    assert (fault.code, fault.cell) == ("imports.unknown_code", place_of("records", "parent", 3))


def test_a_text_that_was_read_is_not_altered_but_read_again(tmp_path):
    write_folder(fictional_rows(), tmp_path / "antes")
    apply_import(read=read_workbook(tmp_path / "antes"), mode="add")
    rows = fictional_rows()
    rows["document_passages"][1]["text"] = "El 4 de marzo de 2024 se vieron en Madrid."
    (fault,) = faults_of(rows, tmp_path / "uno")
    assert fault.code == "imports.text_altered"
    rows = fictional_rows()
    rows["document_passages"].pop(0)
    assert [fault.code for fault in faults_of(rows, tmp_path / "dos", "replace")] == ["imports.text_altered"]
    rows = fictional_rows()
    rows["documents"][0]["reading"] = 2
    again = {"document": "nota-1", "reading": 2, "number": 1, "text": "Fue el 4 de marzo de 2024, en Madrid."}
    rows["document_passages"].append(again)
    assert faults_of(rows, tmp_path / "tres") == []
