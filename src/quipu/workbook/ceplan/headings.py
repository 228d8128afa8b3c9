"""Which column is which: by name, by what a person answered before, or as a question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from quipu.workbook.cells import ExcelError, Raw
from quipu.workbook.ceplan.columns import BY_FIELD, FAMILIES, IDENTIFICATION, column_of, heading_key, is_monthly
from quipu.workbook.ceplan.layouts import MOST_HEADER_ROWS
from quipu.workbook.ceplan.records import Question
from quipu.workbook.faults import Fault
from quipu.workbook.rows import column_letter

LIKENESS = 84
"""How alike two headings must be, from 0 to 100, for one to be proposed for the other [assumption]."""
FEWEST_KNOWN = 2
_IDENTITY = {heading_key(heading): column for column in IDENTIFICATION for heading in (column.label, *column.also)}


@dataclass
class Headings:
    """The headings of a sheet, matched.

    Attributes:
        row: where they stand, counted from 0.
        texts: as the file writes them.
        fields: where each known field stands.
        questions: headings that look like a column that is not there.
        faults: two headings for one column.
    """

    row: int
    texts: tuple[str, ...]
    fields: dict[str, int] = field(default_factory=dict)
    questions: list[Question] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def find_headings(rows: Sequence[Sequence[Raw]], aliases: Mapping[str, str], sheet: str) -> Headings | None:
    """The headings among the first eight rows: the row with the most known ones, the first of equals.

    Args:
        rows: of the sheet.
        aliases: field by heading, as `heading_key` writes it, from earlier answers; an empty field says «unknown».
        sheet: its name in messages.

    Returns:
        None when no row has at least two known headings.
    """
    best, most = -1, FEWEST_KNOWN - 1
    for number, cells in enumerate(rows[:MOST_HEADER_ROWS]):
        texts = {cell for cell in cells if isinstance(cell, str)}
        if len(texts) > most:
            known = len({name for text in texts if (name := _field(text, aliases))})
            best, most = (number, known) if known > most else (best, most)
    if best < 0:
        return None
    headings = [heading_text(cell) for cell in rows[best]]
    while headings and not headings[-1].strip():
        headings.pop()
    found = Headings(best, tuple(headings))
    _match(found, aliases, sheet)
    return found


def heading_text(cell: Raw) -> str:
    """A heading as text; a month that a spreadsheet turned into a number keeps its digits."""
    if cell is None:
        return ""
    if isinstance(cell, ExcelError):
        return cell.text
    return f"{cell:g}" if isinstance(cell, float) else str(cell)


def _field(text: str, aliases: Mapping[str, str]) -> str:
    key = heading_key(text)
    if key in aliases:
        return aliases[key] if aliases[key] in BY_FIELD else ""
    column = column_of(text) if key else None
    return column.name if column else ""


def _match(found: Headings, aliases: Mapping[str, str], sheet: str) -> None:
    unknown: list[int] = []
    for index, text in enumerate(found.texts):
        name = _field(text, aliases)
        if not name:
            unknown.append(index)
        elif name in found.fields:
            found.faults.append(_twice(found, index, name, sheet))
        else:
            found.fields[name] = index
    free = {key: column for key, column in _IDENTITY.items() if column.name not in found.fields}
    for index in unknown:
        text = found.texts[index]
        key = heading_key(text)
        if not key or key in aliases or is_monthly(text):
            continue
        near = process.extractOne(key, free.keys(), scorer=fuzz.ratio, score_cutoff=LIKENESS)
        if near:
            place = f"{column_letter(index)}{found.row + 1}"
            found.questions.append(_question(text, free[near[0]].name, round(near[1]), sheet, place))


def _question(text: str, name: str, score: int, sheet: str, cell: str) -> Question:
    label = BY_FIELD[name].label
    evidence = f"el encabezado «{text.strip()}» se parece a «{label}» ({score} de 100). ¿Es esa columna?"
    return Question("heading", text.strip(), name, score, sheet, cell, evidence)


def _twice(found: Headings, index: int, name: str, sheet: str) -> Fault:
    first = found.fields[name]
    reason = (
        f"«{found.texts[index].strip()}» y «{found.texts[first].strip()}» (columna {column_letter(first)}) "
        f"son las dos «{BY_FIELD[name].label}»."
    )
    remedy = "Deje una sola; a la otra póngale otro encabezado."
    place = f"{column_letter(index)}{found.row + 1}"
    return Fault(sheet, place, found.texts[index], reason, remedy, "workbook.ceplan.column_twice")


def missing_fields(found: Headings, required: Sequence[str], sheet: str) -> list[Fault]:
    """A fault for each required field, and for each month of a family that the sheet has in part."""
    asked = {question.proposed for question in found.questions}
    broken = [
        name
        for family in FAMILIES
        if any(name in found.fields for name in family.months)
        for name in family.months
        if name not in found.fields
    ]
    lacking = [name for name in required if name not in found.fields and name not in asked]
    return [_missing(found, name, sheet) for name in (*lacking, *broken)]


def _missing(found: Headings, name: str, sheet: str) -> Fault:
    label = BY_FIELD[name].label
    taken = set(found.fields.values())
    free = {heading_key(text): text for index, text in enumerate(found.texts) if index not in taken and text.strip()}
    near = process.extractOne(heading_key(label), free.keys(), scorer=fuzz.ratio, score_cutoff=50)
    hint = f"El más parecido es «{free[near[0]].strip()}»: si es ese, cambie el encabezado a «{label}»." if near else ""
    remedy = hint or "Exporte de nuevo desde el aplicativo, sin quitar columnas."
    return Fault(
        sheet, f"A{found.row + 1}", "", f"no está la columna «{label}».", remedy, "workbook.ceplan.missing_column"
    )
