"""Institutions at random: every sheet, every column, only what the checks admit."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st
from tests.factories.workbooks import Rows

from quipu.apps.imports.bindings import CATALOGUE, POINT_SCALE
from quipu.apps.imports.tables import Reference
from quipu.workbook.columns import Column, ColumnType
from quipu.workbook.schema import SHEETS
from quipu.workbook.schema.vocabulary import MONTHS

YEARS = (2020, 2025)
_PARTS = {"number": ("number",), "ratio": ("numerator", "denominator"), "text": ("text",)}
_PARTS |= {"no_data": ("no_data_reason",), "ordinal": ("ordinal",)}
_COUNTS = {"institution": (1, 1), "plans": (1, 1), "objectives": (2, 3), "actions": (2, 3), "indicators": (2, 3)}
_LETTERS = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co"))
_words = st.text(_LETTERS, min_size=1, max_size=8).map(str.strip).filter(lambda text: text and not text.startswith("'"))
_long = st.text(_LETTERS | st.just("\n"), min_size=1, max_size=20).filter(str.strip)
_amounts = st.decimals(0, Decimal("99999999999.9999"), places=4)
_years = st.integers(*YEARS)
_periods = st.builds(
    "{}{}".format, _years, st.sampled_from(["", "", "-S1", "-S2", "-Q1", "-Q4", "-M01", "-M07", "-M12"])
)


def _value(column: Column) -> st.SearchStrategy[Any]:
    by_type = {
        ColumnType.TEXT: _words,
        ColumnType.LONG_TEXT: _long,
        ColumnType.INTEGER: st.integers(1, 32_000),
        ColumnType.YEAR: _years,
        ColumnType.AMOUNT: _amounts,
        ColumnType.FLAG: st.booleans(),
        ColumnType.PERIOD: _periods,
        ColumnType.DATE: st.dates(date(1950, 1, 1), date(2090, 1, 1)),
    }
    if column.choices:
        found: st.SearchStrategy[Any] = st.sampled_from(list(column.choices))
    elif column.type is ColumnType.CODE:
        found = st.from_regex(column.pattern.replace("$", r"\Z"), fullmatch=True, alphabet=st.characters(codec="ascii"))
        found = found.map(lambda text: text[:20])
    else:
        found = by_type[column.type]
    return found if column.required or column.default is not None else st.none() | found


@st.composite
def institutions(draw: st.DrawFn) -> Rows:
    """Rows of every sheet for one institution."""
    rows: Rows = {}
    for sheet in SHEETS:
        rows[sheet.name] = []
        seen = set()
        for _ in range(draw(st.integers(*_COUNTS.get(sheet.name, (1, 2))))):
            row = {column.name: draw(_value(column)) for column in sheet.columns}
            if not _refer(draw, sheet.name, row, rows) or not _mend(draw, sheet.name, row, rows):
                continue
            key = sheet.key_of(row)
            if key not in seen:
                seen.add(key)
                rows[sheet.name].append(row)
    return rows


def _refer(draw: st.DrawFn, sheet: str, row: dict[str, Any], rows: Rows) -> bool:
    fixed: dict[str, Any] = {}
    skipped: str | None = None
    for table in CATALOGUE.by_sheet[sheet]:
        for reference in table.references:
            if POINT_SCALE in reference.columns or reference.table == "versions" == sheet:
                continue
            if reference.prefix and skipped is None:
                skipped = draw(st.sampled_from(["OEI.", "AEI."]))
            skips = bool(reference.prefix) and reference.prefix == skipped
            if not skips and not _choose(draw, sheet, reference, row, rows, fixed):
                return False
    return True


def _choose(
    draw: st.DrawFn, sheet: str, reference: Reference, row: dict[str, Any], rows: Rows, fixed: dict[str, Any]
) -> bool:
    table = CATALOGUE.by_name[reference.table]
    if table.sheet == sheet and (table.name != sheet or reference.columns == table.key):
        return True
    keys = list(dict.fromkeys(table.key_of(found) for found in rows[table.sheet]))
    same = [key for key in keys if all(fixed.get(c, v) == v for c, v in zip(reference.columns, key, strict=True))]
    last = next(
        column
        for item in SHEETS
        if item.name == sheet
        for column in item.columns
        if column.name == reference.columns[-1]
    )
    if not same or (not last.required and draw(st.booleans())):
        row[last.name] = None
        if "crossed_disaggregation" in reference.columns:
            row["crossed_disaggregation"] = None
        return not last.required
    chosen = dict(zip(reference.columns, draw(st.sampled_from(same)), strict=True))
    row.update(chosen)
    fixed.update(chosen)
    return True


def _mend(draw: st.DrawFn, sheet: str, row: dict[str, Any], rows: Rows) -> bool:
    mend = _MENDS.get(sheet)
    return True if mend is None else mend(draw, row, rows) is not False


def _institution(draw: st.DrawFn, row: dict[str, Any], rows: Rows) -> None:
    row["slug"] = "azar"
    if row["group_separator"] == row["decimal_separator"]:
        row["group_separator"] = "space"


def _named(code: str, name: str) -> Any:
    def mend(draw: st.DrawFn, row: dict[str, Any], rows: Rows) -> None:
        row[name] = f"Nombre de {row[code]}"

    return mend


def _version(draw: st.DrawFn, row: dict[str, Any], rows: Rows) -> None:
    earlier = [found["number"] for found in rows["versions"] if found["plan"] == row["plan"]]
    row["number"] = len(earlier) + 1
    row["kind"], row["based_on"] = ("updated", draw(st.sampled_from(earlier))) if earlier else ("new", None)
    row["start_year"], row["end_year"] = YEARS


def _objective(draw: st.DrawFn, row: dict[str, Any], rows: Rows) -> None:
    row["priority"] = len(rows["objectives"]) + 1


def _action(draw: st.DrawFn, row: dict[str, Any], rows: Rows) -> None:
    row["code"] = f"AEI.{row['objective'][4:]}.{draw(st.integers(1, 99)):02d}"


def _indicator(draw: st.DrawFn, row: dict[str, Any], rows: Rows) -> bool:
    row["direction_change_reason"] = row["direction_change_reason"] or "Motivo"
    if row["baseline_year"] is None or row["baseline_value"] is None:
        row["baseline_year"] = row["baseline_value"] = None
    known = {found["code"] for name in ("objectives", "actions") for found in rows[name]}
    return row["element_code"] in known


def _typed(draw: st.DrawFn, row: dict[str, Any], rows: Rows) -> None:
    if row["value_type"] == "ordinal":
        row["value_type"] = "number"
    wanted = _PARTS[row["value_type"]]
    for part in {name for parts in _PARTS.values() for name in parts} - {*wanted}:
        row[part] = None
    for part in wanted:
        text = part in ("text", "no_data_reason")
        row[part] = draw(_long) if text else draw(_amounts.filter(lambda amount: amount > 0))


def _obtained(draw: st.DrawFn, row: dict[str, Any], rows: Rows) -> None:
    _typed(draw, row, rows)
    row["reason"] = row["reason"] or "Motivo"


def _amount(draw: st.DrawFn, row: dict[str, Any], rows: Rows) -> bool:
    return any(row[name] is not None for name in ("annual", *(month.name for month in MONTHS)))


def _task(draw: st.DrawFn, row: dict[str, Any], rows: Rows) -> None:
    if row["starts_on"] is not None and row["starts_on"] > row["due_on"]:
        row["starts_on"], row["due_on"] = row["due_on"], row["starts_on"]
    row["done_on"] = row["due_on"] if row["state"] == "done" else None
    row["note"] = row["note"] or "Nota"


def _element(draw: st.DrawFn, row: dict[str, Any], rows: Rows) -> bool:
    codes = [
        found["code"] for name in ("objectives", "actions") for found in rows[name] if found["plan"] == row["plan"]
    ]
    if codes:
        row["element_code"] = draw(st.sampled_from(codes))
    return bool(codes)


def _entry(draw: st.DrawFn, row: dict[str, Any], rows: Rows) -> None:
    row["url"] = draw(st.sampled_from([None, "https://example.org/obra?a=1&b=2"]))


def _home_country(draw: st.DrawFn, row: dict[str, Any], rows: Rows) -> None:
    for name in ("country", "place_country"):
        if row.get(name) is not None:
            row[name] = draw(st.sampled_from(["ESP", "FRA", "BOL"]))


def _region(draw: st.DrawFn, row: dict[str, Any], rows: Rows) -> None:
    row["code"] = row["code"].replace("|", "-")


def _holding(draw: st.DrawFn, row: dict[str, Any], rows: Rows) -> None:
    if row["ends_on"] is not None and row["ends_on"] < row["starts_on"]:
        row["starts_on"], row["ends_on"] = row["ends_on"], row["starts_on"]


def _document(draw: st.DrawFn, row: dict[str, Any], rows: Rows) -> None:
    _entry(draw, row, rows)
    row["reading"], row["language"] = 1, draw(st.sampled_from(["es", "en"]))


def _passage(draw: st.DrawFn, row: dict[str, Any], rows: Rows) -> None:
    row["reading"] = 1


def _mechanism(draw: st.DrawFn, row: dict[str, Any], rows: Rows) -> None:
    row["code"], row["family"] = f"M{len(rows['mechanisms'])}", f"familia {len(rows['mechanisms'])}"
    row["organisation"], row["country"] = None, "ESP"


def _record(draw: st.DrawFn, row: dict[str, Any], rows: Rows) -> None:
    _home_country(draw, row, rows)
    row["status"], row["outcome"], row["parent"] = draw(st.sampled_from(["planned", "announced", "done"])), None, None
    row["mechanism"] = row["ordinal"] = None
    if row["valid_to"] is not None and row["valid_from"] is not None and row["valid_to"] < row["valid_from"]:
        row["valid_from"], row["valid_to"] = row["valid_to"], row["valid_from"]
    row["precision"], row["ends_on"] = "day", None
    row["starts_on"] = draw(st.dates(date(1950, 1, 1), date(2024, 1, 1)))


def _counterpart(draw: st.DrawFn, row: dict[str, Any], rows: Rows) -> None:
    row["country"] = draw(st.sampled_from(["ESP", "FRA"])) if row["organisation"] is None else None


def _participant(draw: st.DrawFn, row: dict[str, Any], rows: Rows) -> None:
    row["name"] = row["name"] or "Alguien"


def _of_kind(kind: str) -> Any:
    def mend(draw: st.DrawFn, row: dict[str, Any], rows: Rows) -> bool:
        if any(found["record"] == row["record"] for found in rows["office_criteria"]) and kind == "instrument":
            return False
        if "url" in row:
            _entry(draw, row, rows)
        next(found for found in rows["records"] if found["code"] == row["record"])["kind"] = kind
        return True

    return mend


def _step(draw: st.DrawFn, row: dict[str, Any], rows: Rows) -> None:
    row["party"] = draw(st.sampled_from(["ESP", *(found["code"] for found in rows["organisations"])]))


def _citation(draw: st.DrawFn, row: dict[str, Any], rows: Rows) -> None:
    row["field"], row["exact"] = draw(st.sampled_from([None, "title"])), None
    row["prefix"] = row["suffix"] = None
    row["locator"] = row["locator"] or "p. 1"


def _rule(draw: st.DrawFn, row: dict[str, Any], rows: Rows) -> None:
    defined = draw(st.booleans())
    row["definition"] = '{"kinds": ["visit"]}' if defined else None
    row["why_not"] = None if defined else "No se cuenta"
    row["covers_from"], row["feeds"] = draw(_years), False
    row["covers_to"] = draw(st.sampled_from([None, row["covers_from"]]))


_MENDS = {
    "institution": _institution,
    "ordinal_scales": _named("scale", "scale_name"),
    "disaggregations": _named("disaggregation", "disaggregation_name"),
    "versions": _version,
    "objectives": _objective,
    "actions": _action,
    "indicators": _indicator,
    "targets": _typed,
    "values": _obtained,
    "amounts": _amount,
    "tasks": _task,
    "bibliography": _entry,
    "regions": _region,
    "post_holdings": _holding,
    "documents": _document,
    "document_passages": _passage,
    "mechanisms": _mechanism,
    "records": _record,
    "counterparts": _counterpart,
    "participants": _participant,
    "instruments": _of_kind("instrument"),
    "instrument_steps": _step,
    "office_criteria": _of_kind("office_assessment"),
    "citations": _citation,
    "counting_rules": _rule,
    **dict.fromkeys(("region_countries", "organisations", "people", "posts"), _home_country),
    **dict.fromkeys(("prioritised", "factors", "means", "highlights"), _element),
}
