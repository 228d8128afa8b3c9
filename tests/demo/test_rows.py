"""Both demo institutions obey the workbook's contract, and what a row names exists."""

import csv
import re
import unicodedata
from collections import defaultdict
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from quipu.simulation import simulate_institution
from quipu.workbook.columns import ColumnType
from quipu.workbook.schema import SHEET_BY_NAME, SHEETS

MRE = Path(__file__).parents[2] / "demo" / "mre"
PERIOD = re.compile(r"(\d{4})(-(S[12]|Q[1-4]|M(0[1-9]|1[0-2])))?")
LONGEST = {
    30: (
        "units.code cost_centres.code plans.code indicators.indicator disaggregations.disaggregation "
        "disaggregations.category published.code code_aliases.alias"
    ),
    40: ("published.measure"),
    60: ("published.printed narratives.section"),
    100: ("indicators.unit_of_measure activities.unit_of_measure highlights.group criteria.name"),
    150: ("disaggregations.label factors.theme"),
    200: ("institution.name executing_units.name versions.approval interviews.place interviews.technique"),
    250: ("units.name missions.name plans.name interviews.unit"),
    500: ("bibliography.url"),
}
LIMITS = {tuple(name.split(".")): most for most, names in LONGEST.items() for name in names.split()}


KINDS = {
    ColumnType.INTEGER: int,
    ColumnType.YEAR: int,
    ColumnType.AMOUNT: Decimal,
    ColumnType.FLAG: bool,
    ColumnType.DATE: date,
}


def file_name(label):
    plain = unicodedata.normalize("NFD", label.lower().replace(" ", "_"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter)) + ".csv"


def read_cell(column, text):
    if column.choices:
        return {word: code for code, word in column.choices.items()}[text]
    readers = {
        ColumnType.INTEGER: int, ColumnType.YEAR: int, ColumnType.AMOUNT: Decimal, ColumnType.DATE: date.fromisoformat,
        ColumnType.FLAG: {"sí": True, "no": False}.__getitem__,
    }  # fmt: skip
    return readers.get(column.type, str)(text)


def read_folder(folder):
    found = {}
    for sheet in SHEETS:
        with (folder / file_name(sheet.label)).open(encoding="utf-8", newline="") as source:
            header, *lines = csv.reader(source)
        assert header == [column.label for column in sheet.columns], sheet.name
        found[sheet.name] = [
            {c.name: read_cell(c, text) for c, text in zip(sheet.columns, line, strict=True) if text != ""}
            for line in lines
        ]
    return found


SOURCES = {
    "mre": lambda: read_folder(MRE),
    "ejemplo": lambda: simulate_institution(seed=2024),
    "small": lambda: simulate_institution(seed=5, years=3, objectives=2, actions=3, activities=12),
    "large": lambda: simulate_institution(seed=5, years=6, first_year=2018, objectives=14, actions=120, activities=600),
}


@pytest.fixture(scope="module", params=SOURCES)
def rows(request):
    return SOURCES[request.param]()


def check_cell(sheet, column, value):
    where = (sheet.name, column.name, value)
    if column.choices:
        assert value in column.choices, where
        return
    kind = KINDS.get(column.type, str)
    assert type(value) is kind, where
    if kind is str:
        surroundings = {"prefix", "suffix"}
        assert value.strip() != "", where
        assert value == value.strip() or column.name in surroundings, where
        assert len(value) <= LIMITS.get((sheet.name, column.name), 100_000), where
    if column.pattern:
        assert re.fullmatch(column.pattern, value), where
    if column.type is ColumnType.PERIOD:
        assert PERIOD.fullmatch(value), where
    if column.type is ColumnType.AMOUNT:
        check_amount(value, where)


def check_amount(value, where):
    _, digits, exponent = value.as_tuple()
    assert value >= 0 and exponent >= -4, where
    assert len(digits) + exponent <= 11, where


def test_every_cell_is_of_its_column(rows):
    assert set(rows) <= set(SHEET_BY_NAME)
    for name, found in rows.items():
        sheet = SHEET_BY_NAME[name]
        columns = {column.name: column for column in sheet.columns}
        needed = {column.name for column in sheet.columns if column.required}
        for row in found:
            assert needed <= set(row) <= set(columns), (name, row)
            for key, value in row.items():
                check_cell(sheet, columns[key], value)


def test_keys_are_unique(rows):
    for name, found in rows.items():
        keys = [tuple(row.get(key, "") for key in SHEET_BY_NAME[name].key) for row in found]
        assert len(keys) == len(set(keys)), name


REFERENCES = [
    ("cost_centres", "executing_unit", "executing_units", "code"),
    ("cost_centres", "unit", "units", "code"),
    ("units", "parent", "units", "code"),
    ("missions", "unit", "units", "code"),
    ("versions", "plan", "plans", "code"),
    ("versions", "plan based_on", "versions", "plan number"),
    ("objectives", "plan version", "versions", "plan number"),
    ("alignments", "plan version objective", "objectives", "plan version code"),
    ("alignments", "level target", "alignment_targets", "level code"),
    ("actions", "plan version objective", "objectives", "plan version code"),
    ("actions", "unit", "units", "code"),
    ("indicators", "ordinal_scale", "ordinal_scales", "scale"),
    ("responsibles", "plan version indicator", "indicators", "plan version indicator"),
    ("responsibles", "executing_unit cost_centre", "cost_centres", "executing_unit code"),
    ("targets", "plan version indicator", "indicators", "plan version indicator"),
    ("values", "plan indicator", "indicators", "plan indicator"),
    ("disaggregations", "plan indicator", "indicators", "plan indicator"),
    ("parts", "plan indicator period stage", "values", "plan indicator period stage"),
    ("parts", "indicator disaggregation category", "disaggregations", "indicator disaggregation category"),
    (
        "parts",
        "indicator crossed_disaggregation crossed_category",
        "disaggregations",
        "indicator disaggregation category",
    ),
    ("overrides", "plan indicator", "indicators", "plan indicator"),
    ("activities", "plan version action", "actions", "plan version code"),
    ("activities", "executing_unit", "executing_units", "code"),
    ("activities", "executing_unit cost_centre", "cost_centres", "executing_unit code"),
    ("amounts", "plan version executing_unit year code", "activities", "plan version executing_unit year code"),
    ("code_aliases", "code", "activities", "code"),
]


@pytest.mark.parametrize(("sheet", "names", "there", "keys"), REFERENCES)
def test_what_a_row_names_exists(rows, sheet, names, there, keys):
    known = {tuple(row.get(key) for key in keys.split()) for row in rows.get(there, [])}
    for row in rows.get(sheet, []):
        named = tuple(row.get(name) for name in names.split())
        assert named in known or None in named, (sheet, row)


def test_elements_exist(rows):
    objectives = {row["code"] for row in rows["objectives"]}
    actions = {row["code"] for row in rows["actions"]}
    for sheet in ("indicators", "prioritised", "factors", "means", "highlights"):
        for row in rows.get(sheet, []):
            assert row.get("element_code", next(iter(objectives))) in objectives | actions, (sheet, row)
    known = {
        "plan": {row["code"] for row in rows["plans"]}, "objective": objectives, "strategic_action": actions,
        "operational_activity": {row["code"] for row in rows["activities"]},
    }  # fmt: skip
    assert all(row["code"] in known[row["kind"]] for row in rows["published"])


def test_typed_values_have_the_parts_of_their_type_and_no_others(rows):
    parts = {
        "number": {"number"}, "ratio": {"numerator", "denominator"}, "ordinal": {"ordinal"}, "text": {"text"},
        "no_data": {"no_data_reason"},
    }  # fmt: skip
    everything = set().union(*parts.values())
    for row in [*rows["targets"], *rows["values"]]:
        assert everything & set(row) == parts[row["value_type"]], row
        assert row.get("denominator", 1) > 0, row
    assert all("reason" in row for row in rows["values"] if row["stage"] == "corrected")


def test_no_target_is_zero(rows):
    zero = [row for row in rows["targets"] if row.get("number", 1) == 0 or row.get("numerator", 1) == 0]
    assert zero == []


def test_periods_stay_inside_the_years_of_the_plan(rows):
    years = {(row["plan"], row["number"]): range(row["start_year"], row["end_year"] + 1) for row in rows["versions"]}
    every = defaultdict(set)
    for (plan, _), span in years.items():
        every[plan] |= set(span)
    assert all(int(row["period"][:4]) in years[row["plan"], row["version"]] for row in rows["targets"])
    assert all(row["year"] in years[row["plan"], row["version"]] for row in [*rows["activities"], *rows["amounts"]])
    for sheet in ("values", "parts", "overrides", "published", "narratives", "recommendations"):
        assert all(int(row["period"][:4]) in every[row["plan"]] for row in rows.get(sheet, [])), sheet


def test_versions_name_what_they_are_based_on_or_say_why_it_is_not_recorded(rows):
    for row in rows["versions"]:
        assert ("based_on" in row) <= (row["kind"] != "new"), row
        assert row["kind"] == "new" or row.get("based_on") or row.get("reason"), row


def test_priorities_of_a_version_are_distinct(rows):
    places = [(row["version"], row["priority"]) for row in rows["objectives"]]
    assert len(places) == len(set(places))


def test_amounts_are_annual_or_monthly_and_never_empty(rows):
    for row in rows["amounts"]:
        months = [key for key in row if re.fullmatch(r"m\d\d", key)]
        assert bool(months) != ("annual" in row), row


def test_narrative_references_name_known_elements(rows):
    codes = {row["code"] for sheet in ("objectives", "actions", "activities") for row in rows[sheet]} | {"PEI"}
    for row in rows["narratives"]:
        for element in re.findall(r"\[\[([\w.]+)", row["body"]):
            assert element in codes, (row["section"], element)
