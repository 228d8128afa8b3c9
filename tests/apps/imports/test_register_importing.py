"""An import of the register leaves everything made from its rows as it should be, in the same transaction."""

from datetime import date
from decimal import Decimal

import pytest
from tests.factories.workbooks import by_key, completed, fictional_rows

from quipu.apps.evidence.models import Document
from quipu.apps.evidence.queries import text_of
from quipu.apps.evidence.services.originals import text_sha256
from quipu.apps.imports.queries import current_rows
from quipu.apps.imports.services import apply_import, plan_import
from quipu.apps.organisation.queries import find_institution
from quipu.apps.plans.models import ObtainedValue
from quipu.apps.register.models import Citation, CountedValue, Record, RecordRevision
from quipu.workbook.reading import read_workbook
from quipu.workbook.writing import write_folder

pytestmark = pytest.mark.django_db


def do(rows, folder, mode="update"):
    write_folder(rows, folder)
    apply_import(read=read_workbook(folder), mode=mode)


def only(*names):
    rows = fictional_rows()
    return {name: rows[name] for name in ("institution", *names)}


def counted(period="2024", dimension="", category=""):
    found = CountedValue.objects.filter(period=period, dimension=dimension, category=category)
    return {value.rule.indicator.code: value.number for value in found.select_related("rule__indicator")}


def test_derived_columns_places_hashes_and_counts_are_made(tmp_path):
    do(fictional_rows(), tmp_path)
    record = Record.objects.get(code="R1")
    assert (record.countries, record.regions) == ("|ESP|", "|europa|iberia|")
    assert record.first_month == record.last_month == 2024 * 12 + 2
    assert "consult" in record.search
    citation = Citation.objects.get(record=record)
    document = Document.objects.get(code="nota-1")
    assert text_of(document)[citation.start : citation.end] == "4 de marzo de 2024"
    assert document.sha256 == text_sha256(text_of(document))
    assert Document.objects.get(code="tratado").sha256 == ""
    assert counted() == {"I1": Decimal(1)}


def test_what_is_made_follows_each_import(tmp_path):
    do(fictional_rows(), tmp_path / "antes")
    rows = only("records", "citations", "documents", "document_passages")
    rows["records"][0]["starts_on"] = date(2025, 3, 4)
    rows["documents"][0]["reading"] = 2
    rows["document_passages"].append(
        {"document": "nota-1", "reading": 2, "number": 1, "text": "Fue el 4 de marzo de 2024, en Madrid."}
    )
    do(rows, tmp_path / "después")
    assert counted() == {"I1": Decimal(0)}
    assert counted("2025") == {"I1": Decimal(1)}
    citation, document = Citation.objects.get(record__code="R1"), Document.objects.get(code="nota-1")
    assert text_of(document)[citation.start : citation.end] == "4 de marzo de 2024"
    assert document.sha256 == text_sha256(text_of(document))


def test_regions_alone_change_the_records_that_lie_in_them(tmp_path):
    do(fictional_rows(), tmp_path / "antes")
    rows = only("regions")
    rows["regions"][1]["parent"] = None
    do(rows, tmp_path / "después")
    assert Record.objects.get(code="R1").regions == "|iberia|"


def test_whoever_edits_a_record_that_an_import_changed_is_told(tmp_path):
    do(fictional_rows(), tmp_path / "antes")
    assert Record.objects.get(code="R1").revision == 1
    rows = only("participants")
    rows["participants"][0]["name"] = "Ana Q."
    do(rows, tmp_path / "después")
    assert Record.objects.get(code="R1").revision == 2
    assert Record.objects.get(code="R2").revision == 1


def test_surroundings_that_quipu_put_are_no_change_of_a_file_without_them(tmp_path):
    rows = fictional_rows()
    rows["citations"][0] |= {"prefix": None, "suffix": None}
    do(rows, tmp_path)
    assert Citation.objects.get(record__code="R1").suffix
    assert plan_import(read_workbook(tmp_path), "replace").is_empty


def test_counted_values_stay_out_of_the_workbook_and_through_a_replacement(tmp_path):
    rows = fictional_rows()
    rows["counting_rules"][0] |= {"feeds": True}
    do(rows, tmp_path)
    assert ObtainedValue.objects.filter(stage="counted", indicator__code="I1", period="2024").exists()
    stored = current_rows(find_institution("aurora"))
    assert by_key(stored) == by_key(completed(rows))
    difference = plan_import(read_workbook(tmp_path), "replace")
    assert difference.is_empty
    assert difference.faults == []


def test_a_record_with_saved_edits_is_not_taken_away_by_a_file_without_it(tmp_path):
    do(fictional_rows(), tmp_path / "antes")
    RecordRevision.objects.create(record=Record.objects.get(code="R4"), number=1, snapshot={}, action="x")
    rows = fictional_rows()
    del rows["records"][3]
    write_folder(rows, tmp_path / "sin")
    (fault,) = plan_import(read_workbook(tmp_path / "sin"), "replace").faults
    assert (fault.code, fault.value) == ("imports.protected", "R4")
    assert "ediciones" in fault.reason


def test_a_rule_can_go_with_what_it_counted(tmp_path):
    do(fictional_rows(), tmp_path / "antes")
    rows = fictional_rows()
    del rows["counting_rules"][0]
    do(rows, tmp_path / "sin", "replace")
    assert counted() == {}


def test_queries_do_not_grow_with_records(tmp_path, django_assert_max_num_queries):
    rows = fictional_rows()
    for number in range(60):
        rows["records"].append(rows["records"][0] | {"code": f"X{number}", "mechanism": None, "ordinal": None})
        rows["counterparts"].append({"record": f"X{number}", "country": "ESP"})
    write_folder(rows, tmp_path)
    with django_assert_max_num_queries(330):
        apply_import(read=read_workbook(tmp_path), mode="add")
    assert counted() == {"I1": Decimal(61)}
