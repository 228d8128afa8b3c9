"""Importing the planning authority's files, by the road of the own workbook."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from django.db.models import Max

from quipu.apps.accounts.models import User
from quipu.apps.imports.checks.emptied import find_emptied
from quipu.apps.imports.cost_centres import (
    centre_questions,
    known_centres,
    remember_centre,
    remembered_centres,
    rename_centres,
)
from quipu.apps.imports.differences import REPLACE, Difference
from quipu.apps.imports.models import HeadingAlias, NameAlias, PoiVersion, Workbook
from quipu.apps.imports.poi_rows import keep_rows
from quipu.apps.imports.queries.ceplan_names import (
    declared_accumulations,
    earlier_accumulations,
    heading_aliases,
    known_names,
    remembered_accumulations,
    remembered_names,
)
from quipu.apps.imports.questions import (
    ACCUMULATION,
    COST_CENTRE,
    CREATE,
    HEADING,
    NAME,
    SAME,
    TAKE,
    Answers,
    Question,
    accumulation_question,
    answered,
    heading_question,
    name_key,
    name_question,
)
from quipu.apps.imports.scopes import Scope
from quipu.apps.imports.services.workbooks import (
    ImportNotAppliedError,
    Planned,
    lock_institution,
    plan_rows,
    whole_or_nothing,
    write_rows,
)
from quipu.apps.organisation.models import Institution
from quipu.apps.plans.models import PlanVersion
from quipu.workbook.ceplan.columns import FAMILY_BY_NAME
from quipu.workbook.ceplan.naming import names_seen
from quipu.workbook.ceplan.reading import read_ceplan
from quipu.workbook.ceplan.records import CeplanFiles
from quipu.workbook.ceplan.translating import as_workbook
from quipu.workbook.faults import Fault
from quipu.workbook.names import plain_name
from quipu.workbook.rows import ReadWorkbook

UNANSWERED = "workbook.ceplan.unanswered"
_Names = Mapping[tuple[str, str], str]


@dataclass(frozen=True)
class PlannedCeplan:
    """What importing the files would do, and what it asks.

    Attributes:
        files: as read.
        read: the same as rows of the own workbook.
        planned: what would change.
        questions: all of them, with the answers that there are.
        version: of the plan.
        year: of the operational plan.
    """

    files: CeplanFiles
    read: ReadWorkbook
    planned: Planned
    questions: tuple[Question, ...]
    version: PlanVersion
    year: int

    @property
    def difference(self) -> Difference:
        """What would change."""
        return self.planned.difference

    @property
    def open_accumulations(self) -> list[Question]:
        """Questions about running totals that nobody answered."""
        return [question for question in self.waiting if question.kind == ACCUMULATION]

    @property
    def waiting(self) -> list[Question]:
        """What has to be answered before anything is imported."""
        return [question for question in self.questions if question.stops and not question.answer]


def read_files(
    paths: Path | str | Iterable[Path | str],
    *,
    institution: Institution,
    answers: Mapping[str, str] | None = None,
    name: str = "",
) -> CeplanFiles:
    """Read the files with what was answered before and now.

    Raises:
        UnreadableWorkbookError: they cannot be opened, or are not the planning authority's.
        AnswersError: an answer cannot be one.
    """
    said = Answers.parse(answers or {})
    settled = remembered_accumulations(institution) | dict(said.accumulations)
    aliases = heading_aliases(institution) | dict(said.headings)
    return read_ceplan(paths, name=name, aliases=aliases, accumulations=settled)


def plan_ceplan_import(
    files: CeplanFiles, *, version: PlanVersion, year: int, mode: str, answers: Mapping[str, str] | None = None
) -> PlannedCeplan:
    """Say what importing the files would change; nothing is written.

    Names that the plan has are kept: another one in the file is a question, and changes nothing until it is answered.

    Args:
        files: as `read_files` gives them, with the same answers.
        version: of the plan that the activities serve.
        year: of the operational plan.
        mode: `add`, `update`, or `replace`: what the file does not have of the activities and amounts of its
            executing units in that year goes, and nothing else. An empty cell takes something away in `replace` only.
        answers: by the question's key.
    """
    answers = answers or {}
    said, institution = Answers.parse(answers), version.plan.institution
    declared = declared_accumulations(version, year)
    earlier = earlier_accumulations(institution) | remembered_accumulations(institution)
    settled = earlier | declared | dict(said.accumulations)
    read = as_workbook(files, plan=version.plan.code, version=version.number, year=year, accumulations=settled)
    names = known_names(version, year)
    centres = known_centres(names)
    remembered = remembered_centres(institution, centres)
    questions = [
        *(heading_question(item) for item in files.questions if item.kind == HEADING),
        *(
            accumulation_question(item, settled.get(item.subject, "sum"))
            for item in files.questions
            if item.kind == ACCUMULATION and declared.get(item.subject, "sum") == "sum"
        ),
        *centre_questions(read, centres, remembered.keys() - said.cost_centres.keys()),
        *_name_questions(files, read, names, remembered_names(institution)),
    ]
    aliases = {place: code for place, code in (remembered | dict(said.cost_centres)).items() if code != CREATE}
    read = rename_centres(read, centres, aliases)
    _keep_names(read, names, said.names)
    read = replace(read, faults=_refusing(read.faults, questions))
    planned = plan_rows(read, mode, institution.slug, _scope(files, version, year))
    planned.difference.warnings += [*files.warnings, *_new_units(read, planned)]
    if mode == REPLACE:
        planned.difference.warnings += find_emptied(planned.difference, planned.outcome)
    return PlannedCeplan(files, read, planned, tuple(answered(questions, answers)), version, year)


def apply_ceplan_import(
    files: CeplanFiles,
    *,
    version: PlanVersion,
    year: int,
    mode: str,
    answers: Mapping[str, str] | None = None,
    actor: User | None = None,
    expected: str = "",
) -> Workbook:
    """Import the files, remember the answers and keep every cell, or nothing.

    Who calls it has asked somebody: the questions still `waiting` take their proposed answer.

    Args:
        files, version, year, mode, answers: as for `plan_ceplan_import`.
        actor: who imports them; None for the command line.
        expected: the fingerprint of the difference that was confirmed; empty when nobody was asked.

    Raises:
        RefusedWorkbookError: with every fault.
        DifferenceChangedError: it would no longer do what was confirmed.
        ImportNotAppliedError, NoRoomError: the database or the disk refused.
    """
    with whole_or_nothing(files.name):
        lock_institution(version.plan.institution.slug)
        found = plan_ceplan_import(files, version=version, year=year, mode=mode, answers=answers)
        workbook = write_rows(found.planned, found.read, actor, expected)
        said = Answers.parse(answers or {})
        remember(version.plan.institution, said.headings, found.questions, actor)
        _keep_version(found, workbook, said.accumulations)
    return workbook


def remember(
    institution: Institution, headings: Mapping[str, str], questions: Iterable[Question], actor: User | None
) -> None:
    """Keep what was answered about headings, names and cost centres, so that it is not asked again.

    Args:
        institution: whose files they are.
        headings: heading in plain letters -> field; empty when it is none that Quipu reads.
        questions: those about names and cost centres with their answers.
        actor: who answered.
    """
    for heading, column in headings.items():
        HeadingAlias.objects.update_or_create(
            institution=institution, heading=heading[:200], defaults={"field": column, "decided_by": actor}
        )
    for question in questions:
        if question.kind == COST_CENTRE and question.answer:
            remember_centre(institution, question, actor)
        if question.kind == NAME and question.answer == SAME:
            _, kind, code, _ = question.key.split(":")
            NameAlias.objects.get_or_create(
                institution=institution, kind=kind, code=code, name=question.called, defaults={"decided_by": actor}
            )


def find_year(files: CeplanFiles) -> int | None:
    """The year that the files' own column of the operational plan names; None when it does not, or names several."""
    said = {word for row in files.rows for word in str(row.get("poi") or "").replace("-", " ").split()}
    years = {int(word) for word in said if word.isdigit() and len(word) == 4 and word.startswith("20")}
    return years.pop() if len(years) == 1 else None


def year_of(files: CeplanFiles, asked: int | None) -> int:
    """The year asked for, or the one that the files say.

    Raises:
        ImportNotAppliedError: nobody says it.
    """
    year = asked or find_year(files)
    if year is None:
        raise ImportNotAppliedError(
            "Los archivos no dicen de qué año es el plan operativo.",
            where=files.name,
            remedy="Diga el año: --year en la línea de comandos, o «Año del plan operativo» en la página.",
            code="imports.ceplan.no_year",
        )
    return year


def _scope(files: CeplanFiles, version: PlanVersion, year: int) -> Scope:
    families = [FAMILY_BY_NAME[name] for sheet in files.layout.sheets for name in sheet.families]
    units = frozenset(str(row["executing_unit"]) for row in files.rows if row.get("executing_unit"))
    pairs = frozenset((family.phase, family.measure) for family in families)
    return Scope(version.plan.code, version.number, year, units, pairs)


def _name_questions(
    files: CeplanFiles, read: ReadWorkbook, names: _Names, remembered: set[tuple[str, str, str]]
) -> Iterable[Question]:
    seen = [(key, called, tuple(place)) for key, found in names_seen(files).items() for called, place in found.items()]
    for row in read.rows_by_sheet.get("activities", ()):
        if row.get("name") is not None:
            place = (row.layout.sheet.label, row.cell("name"))
            seen.append((("activity", _activity_code(row)), str(row["name"]), place))
    asked: set[str] = set()
    for (kind, code), called, place in seen:
        known = names.get((kind, code))
        if known is None or plain_name(known) == plain_name(called):
            continue
        if (kind, code, plain_name(called)) in remembered:
            continue
        question = name_question(kind, code, known, called, place)
        if question.key not in asked:
            asked.add(question.key)
            yield question


def _activity_code(row: Mapping[str, object]) -> str:
    return f"{row.get('executing_unit')}/{row.get('code')}"


def _keep_names(read: ReadWorkbook, names: _Names, answers: Mapping[str, str]) -> None:
    """Leave each activity with the name that the plan has, unless somebody said that it changed."""
    for row in read.rows_by_sheet.get("activities", ()):
        code = _activity_code(row)
        known = names.get(("activity", code))
        if known is not None and answers.get(name_key("activity", code, str(row.get("name")))) != TAKE:
            row["name"] = known


def _refusing(faults: list[Fault], questions: Iterable[Question]) -> list[Fault]:
    """The faults, without those of questions that stop nothing."""
    free = {(item.sheet, item.cell) for item in questions if item.kind == HEADING and not item.stops}
    return [fault for fault in faults if fault.code != UNANSWERED or (fault.sheet, fault.cell) not in free]


def _new_units(read: ReadWorkbook, planned: Planned) -> list[Fault]:
    known, rows = planned.outcome.before["executing_units"], read.rows_by_sheet.get("executing_units", ())
    new = [row for row in rows if (row.get("code"),) not in known]
    return [
        row.fault(
            "code",
            reason=f"la unidad ejecutora {row.get('code')} no está en la institución y se agregaría.",
            remedy="Revise que el archivo sea de esta institución.",
            code="imports.ceplan.new_unit",
        )
        for row in new
    ]


def _keep_version(found: PlannedCeplan, workbook: Workbook, answered: Mapping[str, str]) -> PoiVersion:
    earlier = PoiVersion.objects.filter(version=found.version, year=found.year)
    last = earlier.aggregate(last=Max("number"))["last"] or 0
    stages = Counter(str(row["stage"]) for row in found.files.rows if row.get("stage"))
    proposed = {question.subject: question.proposed for question in found.open_accumulations}
    kept = PoiVersion.objects.create(
        institution=found.version.plan.institution,
        version=found.version,
        year=found.year,
        number=last + 1,
        stage=(stages.most_common(1)[0][0] if stages else "")[:100],
        workbook=workbook,
        layout=found.files.layout.as_dict(),
        accumulations=proposed | dict(answered),
    )
    keep_rows(kept, found.files)
    return kept
