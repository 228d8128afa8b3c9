"""Everything that planners fill in has a place in the workbook, so that a round trip loses nothing."""

import pytest
from django.apps import apps
from django.db.models import NOT_PROVIDED

from quipu.apps.imports.bindings import CATALOGUE
from quipu.workbook.columns import ColumnType
from quipu.workbook.schema import SHEET_BY_NAME, SHEETS

MODELS_NOT_PLANNED = {
    "evaluation.evaluation": "computed by the method from what planners fill in",
    "evaluation.result": "computed by the method from what planners fill in",
    "publishing.build": "made from the rows, not filled in",
    "publishing.reportfile": "made from the rows, not filled in",
    "publishing.reportfigure": "made from the rows, not filled in",
    "publishing.publication": "an act, not a fact of the plan",
    "register.approvalstep": "it names people with an account, which a workbook does not carry",
    "register.countedvalue": "counted from the records, again after each import",
    "register.decision": "what somebody decided in the browser, not a fact of the register",
    "register.digestsubscription": "a wish of somebody with an account",
    "register.merge": "an act that the browser can undo, not a fact of the register",
    "register.recordrevision": "how a record stood after each edit, which the history tells",
}
FIELDS_NOT_PLANNED = {
    "plans.obtainedvalue.recorded_at": "when it was recorded, which the history and the import tell",
    "plans.obtainedvalue.recorded_by": "who recorded it, which the history and the import tell",
    "plans.activitytask.revision": "how often it changed, which the history tells",
    "register.record.review": "where it stands in the chain of approval, which people move in the browser",
    "register.record.revision": "how often it changed, which the history tells",
    "register.record.countries": "made from its counterparts",
    "register.record.regions": "made from its counterparts and the regions",
    "register.record.first_month": "made from its dates",
    "register.record.last_month": "made from its dates",
    "register.record.search": "made from its words",
    "register.citation.start": "found again in the document after each import",
    "register.citation.end": "found again in the document after each import",
    "register.countingrule.revision": "how often it changed, which the history tells",
    "evidence.document.reader": "what made a reading; a workbook brings the text, not how it was read",
    "evidence.document.sha256": "made from its text",
    "evidence.document.original": "a file, which a workbook does not carry",
    "evidence.document.original_name": "of the file, which a workbook does not carry",
    "evidence.document.original_sha256": "of the file, which a workbook does not carry",
    "evidence.document.media_type": "of the file, which a workbook does not carry",
    "evidence.document.received_at": "when it was received, which the history tells",
    "evidence.document.received_by": "who brought it, which the history tells",
    "plans.activityamount.month": "the columns 01 to 12 of the amounts sheet",
    "plans.activityamount.physical": "the physical rows of the amounts sheet",
    "plans.activityamount.financial": "the financial rows of the amounts sheet",
}
BOUND_APPS = ("organisation", "plans", "evidence", "register", "evaluation", "publishing")


def test_every_model_is_in_the_workbook_or_has_a_reason_not_to_be():
    bound = {table.model._meta.label_lower for table in CATALOGUE.tables}
    models = {model._meta.label_lower for app in BOUND_APPS for model in apps.get_app_config(app).get_models()}
    assert models - bound == set(MODELS_NOT_PLANNED)


@pytest.mark.parametrize("table", CATALOGUE.tables, ids=lambda table: table.name)
def test_every_field_is_in_a_column_or_has_a_reason_not_to_be(table):
    told = {*table.fields.values(), *(reference.field for reference in table.references), "id", "institution"}
    label = table.model._meta.label_lower
    exempt = {name.rpartition(".")[2] for name in FIELDS_NOT_PLANNED if name.startswith(f"{label}.")}
    assert {field.name for field in table.model._meta.concrete_fields} - told == exempt


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_every_column_goes_somewhere(sheet):
    tables = CATALOGUE.by_sheet[sheet.name]
    told = {name for table in tables for name in table.fields}
    told |= {name for table in tables for reference in table.references for name in reference.columns}
    if sheet.name != "amounts":
        assert {column.name for column in sheet.columns} <= told


@pytest.mark.parametrize("table", CATALOGUE.tables, ids=lambda table: table.name)
def test_an_empty_cell_says_what_the_model_says(table):
    for column, name in table.fields.items():
        field = table.model._meta.get_field(name)
        declared = SHEET_BY_NAME[table.sheet].column(column)
        if declared.default is not None:
            assert table.stored(column, declared.default) == field.default
        elif not declared.required and field.default is not NOT_PROVIDED:
            assert field.default in ("", None)


@pytest.mark.parametrize("table", CATALOGUE.tables, ids=lambda table: table.name)
def test_choices_are_those_of_the_model(table):
    for column, name in table.fields.items():
        field = table.model._meta.get_field(name)
        declared = SHEET_BY_NAME[table.sheet].column(column)
        if declared.type is ColumnType.CHOICE and field.choices:
            stored = {table.stored(column, code) for code in declared.choices}
            assert stored == {value for value, _ in field.choices} - {table.made.get(name)}
