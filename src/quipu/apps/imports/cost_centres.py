"""Cost centres that the planning authority's files name and the institution does not have: asked, never made alone.

An executing unit without any takes all that its first file brings: nothing there could be mistaken for them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from difflib import SequenceMatcher

from quipu.apps.accounts.models import User
from quipu.apps.imports.models import NameAlias
from quipu.apps.imports.questions import COST_CENTRE, CREATE, AnswersError, Question
from quipu.apps.organisation.models import Institution
from quipu.workbook.names import plain_name
from quipu.workbook.rows import ReadWorkbook, Row

ALIAS = "cost_centre_code"
"""The kind of the aliases that say which centre another code stands for."""
_MOST_NAMED = 3

Place = tuple[str, str]
"""An executing unit and the code of a cost centre."""


def known_centres(names: Mapping[Place, str]) -> dict[str, dict[str, str]]:
    """The name of each cost centre by executing unit and code, among the names that the plan has."""
    found: dict[str, dict[str, str]] = {}
    for (kind, code), name in names.items():
        if kind == "cost_centre":
            unit, _, centre = code.partition("/")
            found.setdefault(unit, {})[centre] = name
    return found


def remembered_centres(institution: Institution, known: Mapping[str, Mapping[str, str]]) -> dict[Place, str]:
    """Which centre each other code was said to be, while that centre is still there."""
    rows = NameAlias.objects.filter(institution=institution, kind=ALIAS).values_list("code", "name")
    found = [(*place.split("/", 1), called) for place, called in rows]
    return {(unit, called): code for unit, code, called in found if code in known.get(unit, {})}


def remember_centre(institution: Institution, question: Question, actor: User | None) -> None:
    """Keep which centre another code is, or forget it when it is one of its own."""
    unit, _, code = question.subject.partition("/")
    known = NameAlias.objects.filter(institution=institution, kind=ALIAS, name=code)
    known.filter(code__startswith=f"{unit}/").delete()
    if question.answer and question.answer != CREATE:
        NameAlias.objects.create(
            institution=institution, kind=ALIAS, code=f"{unit}/{question.answer}", name=code, decided_by=actor
        )


def centre_questions(
    read: ReadWorkbook, known: Mapping[str, Mapping[str, str]], settled: Collection[Place]
) -> Iterator[Question]:
    """Whether each centre that an executing unit does not have is to be made, or is another way to write one it has.

    Args:
        read: the files as rows of the own workbook.
        known: name by executing unit and code.
        settled: those answered for earlier files, which are not asked again.
    """
    for row in read.rows_by_sheet.get("cost_centres", ()):
        unit, code = _place(row)
        centres = known.get(unit, {})
        if centres and code not in centres and (unit, code) not in settled:
            yield _question(row, centres, _activities(read, (unit, code)))


def rename_centres(
    read: ReadWorkbook, known: Mapping[str, Mapping[str, str]], aliases: Mapping[Place, str]
) -> ReadWorkbook:
    """The rows with each code that is another's in that one's place.

    Raises:
        AnswersError: an answer names a centre that its executing unit does not have.
    """
    wrong = [
        f"«{COST_CENTRE}:{unit}/{code}» no puede ser «{answer}», que no está en la unidad ejecutora {unit}: use "
        f"{CREATE} o el código de uno que esté."
        for (unit, code), answer in aliases.items()
        if answer not in known.get(unit, {})
    ]
    if wrong:
        raise AnswersError("Hay respuestas que no se entienden.", why=" ".join(wrong))
    for row in read.rows_by_sheet.get("activities", ()):
        place = (str(row.get("executing_unit")), str(row.get("cost_centre")))
        if place in aliases:
            row["cost_centre"] = aliases[place]
    rows = dict(read.rows_by_sheet)
    kept = [row for row in rows.pop("cost_centres", ()) if _place(row) not in aliases]
    return replace(read, rows_by_sheet=rows | {"cost_centres": kept} if kept else rows)


def _place(row: Row) -> Place:
    return str(row.get("executing_unit")), str(row.get("code"))


def _activities(read: ReadWorkbook, place: Place) -> list[str]:
    rows = read.rows_by_sheet.get("activities", ())
    return [str(row["code"]) for row in rows if (row.get("executing_unit"), row.get("cost_centre")) == place]


def _question(row: Row, centres: Mapping[str, str], activities: list[str]) -> Question:
    unit, code = _place(row)
    name = str(row.get("name"))
    text = f"El centro de costo {code} «{name}» no está en la unidad ejecutora {unit}."
    if activities:
        named = ", ".join(activities[:_MOST_NAMED])
        more = f" y {len(activities) - _MOST_NAMED} más" if activities[_MOST_NAMED:] else ""
        text += f" Es el de {named}{more}."
    return Question(
        key=f"{COST_CENTRE}:{unit}/{code}",
        kind=COST_CENTRE,
        subject=f"{unit}/{code}",
        sheet=row.layout.sheet.label,
        cell=row.cell("code"),
        text=text,
        choices=(
            (CREATE, "Es nuevo: se crea"),
            *((known, f"Es {known} «{centres[known]}»") for known in _nearest_first(code, name, centres)),
        ),
        proposed=CREATE,
        stops=True,
        called=name,
    )


def _nearest_first(code: str, name: str, centres: Mapping[str, str]) -> Iterable[str]:
    def distance(known: str) -> tuple[float, str]:
        codes = SequenceMatcher(None, code.lower(), known.lower()).ratio()
        names = SequenceMatcher(None, plain_name(name), plain_name(centres[known])).ratio()
        return -max(codes, names), known

    return sorted(centres, key=distance)
