"""`quipu import`: an own workbook, or the planning authority's files."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from quipu.cli.database import ready_database
from quipu.errors import QuipuError
from quipu.workbook.cells import shown
from quipu.workbook.faults import Fault, RefusedWorkbookError
from quipu.workbook.rows import ReadWorkbook
from quipu.workbook.schema import SHEET_BY_NAME

if TYPE_CHECKING:
    from quipu.apps.imports.differences import Difference, RowChange
    from quipu.apps.imports.questions import Question
    from quipu.apps.imports.services.ceplan import PlannedCeplan
    from quipu.apps.organisation.models import Institution
    from quipu.workbook.ceplan.records import CeplanFiles
    from quipu.workbook.columns import Value

STOPS = "Detiene la importación: sin respuesta no se importa nada."
WITHOUT_ANSWER = {
    "heading": "No detiene la importación: sin respuesta, la columna se guarda sin usarla.",
    "name": "No detiene la importación: sin respuesta, queda el nombre del plan.",
}
MOST_CHOICES = 4
MODES = {
    "add": "agregar; lo que existe queda como está",
    "update": "actualizar; agrega y cambia, no quita nada",
    "replace": "reemplazar; lo que el archivo no trae se quita",
}
MOST_FAULTS = 100
MOST_WARNINGS = 2
"""How many of each kind are told before the rest is counted."""
MOST_ROWS = 5


class OpenQuestionsError(QuipuError):
    """The files ask what only a person can answer."""

    code = "imports.questions"


class AnswerFormError(QuipuError):
    """An answer is not written as one."""

    code = "cli.answer"


@click.command("import")
@click.argument("paths", metavar="ARCHIVO...", type=click.Path(path_type=Path), nargs=-1, required=True)
@click.option(
    "--institution", "slug", help="Identificador; por omisión, el de la hoja «Institución», o la única que hay."
)
@click.option(
    "--mode",
    type=click.Choice(list(MODES)),
    default="add",
    show_default=True,
    help="add: no toca lo que existe. update: agrega y cambia. replace: además quita lo que el archivo no trae.",
)
@click.option("--plan", default="", help="De Ceplan V.01: código del plan; por omisión, el que abarca el año.")
@click.option("--version", "number", type=int, help="De Ceplan V.01: versión del plan; por omisión, la última del año.")
@click.option(
    "--year", type=int, help="De Ceplan V.01: año del plan operativo; por omisión, el que dicen los archivos."
)
@click.option(
    "--answer",
    "answers",
    multiple=True,
    metavar="CLAVE=VALOR",
    help="Responde una pregunta, por la clave con que se imprime; se puede repetir.",
)
@click.option(
    "--accept",
    "--accept-matches",
    "accept",
    is_flag=True,
    help="Acepta lo propuesto en las preguntas sin respuesta; sin esto, las que detienen esperan.",
)
@click.option("--dry-run", is_flag=True, help="Dice qué cambiaría, con todas las faltas, y no escribe nada.")
@click.option(
    "--details",
    is_flag=True,
    help="Con lo que cambia, dice las primeras filas de cada hoja: su clave, antes → después.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Cómo se dice lo que cambia.",
)
def import_files(paths: tuple[Path, ...], slug: str | None, answers: tuple[str, ...], form: str, **asked: Any) -> None:
    """Importa ARCHIVO: un libro de Quipu (.xlsx o carpeta de CSV), o lo que exporta Ceplan V.01.

    De Ceplan V.01 se lee la exportación anual, o los cinco archivos: en una carpeta, en un .zip o uno por uno. Qué es
    cada archivo se reconoce por lo que contiene.

    Entra todo o no entra nada: una sola falta detiene la importación, y se dicen todas a la vez. También la detienen
    las preguntas sin respuesta sobre totales acumulados, centros de costo nuevos y encabezados necesarios.
    """
    given = _parse_answers(answers)
    with ready_database():
        from quipu.apps.imports.kinds import read_any

        institution = _institution(slug)
        read = read_any(paths[0] if len(paths) == 1 else paths, institution=institution, answers=given)
        if isinstance(read, ReadWorkbook):
            _import_own(read, slug, form, asked)
        else:
            _import_ceplan(paths, read, institution, given, form, asked)


def _parse_answers(answers: Sequence[str]) -> dict[str, str]:
    wrong = [answer for answer in answers if "=" not in answer]
    if wrong:
        raise AnswerFormError(f"No son respuestas: {', '.join(wrong)}.", remedy="Escríbalas como --answer CLAVE=VALOR.")
    return dict(answer.rsplit("=", 1) for answer in answers)  # type: ignore[misc]


def _institution(slug: str | None) -> Institution | None:
    from quipu.apps.organisation.models import Institution

    known = Institution.objects.filter(slug=slug) if slug else Institution.objects.all()[:2]
    found = list(known)
    return found[0] if len(found) == 1 else None


def _import_own(read: ReadWorkbook, slug: str | None, form: str, asked: dict[str, Any]) -> None:
    from quipu.apps.imports.services import apply_import, plan_import

    mode = asked["mode"]
    difference = plan_import(read, mode, slug)
    applied = not asked["dry_run"] and not difference.faults
    if applied:
        apply_import(read=read, mode=mode, institution_slug=slug)
    _tell(difference, applied, form)
    _tell_details(difference, form, asked)
    if difference.faults:
        raise RefusedWorkbookError(read.name, difference.faults)


def _import_ceplan(
    paths: tuple[Path, ...],
    files: CeplanFiles,
    institution: Institution | None,
    answers: dict[str, str],
    form: str,
    asked: dict[str, Any],
) -> None:
    from quipu.apps.imports.services.ceplan import apply_ceplan_import

    if institution is None:
        raise QuipuError(
            "No se sabe de qué institución son los archivos.",
            where=files.name,
            remedy="Dígalo con --institution.",
            code="imports.no_institution",
        )
    files, found, answers = _planned(paths, files, institution, answers, asked)
    difference = found.difference
    applied = not asked["dry_run"] and not difference.faults and not found.waiting
    if applied:
        apply_ceplan_import(files, version=found.version, year=found.year, mode=asked["mode"], answers=answers)
    _tell(difference, applied, form, found)
    _tell_details(difference, form, asked)
    if difference.faults:
        raise RefusedWorkbookError(files.name, difference.faults)
    if found.waiting and not asked["dry_run"]:
        waiting = counted(len(found.waiting), "pregunta espera", "preguntas esperan")
        raise OpenQuestionsError(
            f"{files.name}: {waiting} respuesta y no se importó nada.",
            remedy="Responda con --answer CLAVE=VALOR, o acepte lo propuesto con --accept.",
        )


def _planned(
    paths: tuple[Path, ...],
    files: CeplanFiles,
    institution: Institution,
    answers: dict[str, str],
    asked: dict[str, Any],
) -> tuple[CeplanFiles, PlannedCeplan, dict[str, str]]:
    """What would change; when what is proposed is accepted, with the proposals as answers."""
    from quipu.apps.imports.questions import HEADING, heading_question
    from quipu.apps.imports.services.ceplan import plan_ceplan_import, read_files, year_of
    from quipu.apps.plans.queries import find_version_for

    year = year_of(files, asked["year"])
    version = find_version_for(institution, str(year), plan=asked["plan"], number=asked["number"])
    if asked["accept"]:
        headings = [heading_question(item) for item in files.questions if item.kind == HEADING]
        answers = {question.key: question.proposed for question in headings} | answers
        if headings:
            one = paths[0] if len(paths) == 1 else paths
            files = read_files(one, institution=institution, answers=answers, name=files.name)
    found = plan_ceplan_import(files, version=version, year=year, mode=asked["mode"], answers=answers)
    proposed = {item.key: item.proposed for item in found.questions if item.proposed and not item.answer}
    if asked["accept"] and proposed:
        answers = proposed | answers
        found = plan_ceplan_import(files, version=version, year=year, mode=asked["mode"], answers=answers)
    return files, found, answers


def _tell(difference: Difference, applied: bool, form: str, ceplan: PlannedCeplan | None = None) -> None:
    questions = ceplan.questions if ceplan else ()
    if form == "json":
        told = {"applied": applied, **difference.as_dict()}
        if ceplan:
            told |= {"plan": ceplan.version.plan.code, "version": ceplan.version.number, "year": ceplan.year}
            told["questions"] = [question.as_dict() for question in questions]
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    click.echo(f"Institución: {difference.institution}. Modo: {MODES[difference.mode]}.")
    if ceplan:
        click.echo(f"Plan operativo de {ceplan.year}, {ceplan.version.plan.code} versión {ceplan.version.number}.")
    _tell_questions(questions)
    _tell_faults("Aviso", difference.warnings, MOST_WARNINGS)
    _tell_faults("Falta", difference.faults, MOST_FAULTS)
    if not difference.faults:
        _tell_counts(difference, applied)


def _tell_counts(difference: Difference, applied: bool) -> None:
    click.echo("Importado:" if applied else "Prueba, sin escribir nada. Se importaría:")
    for sheet, (added, changed, removed) in difference.counts().items():
        parts = (
            counted(added, "agregada", "agregadas"),
            counted(changed, "cambiada", "cambiadas"),
            counted(removed, "quitada", "quitadas"),
        )
        click.echo(f"  {SHEET_BY_NAME[sheet].label}: {', '.join(parts)}")
    if difference.is_empty:
        click.echo("  nada: todo está ya así.")


def counted(count: int, one: str, several: str) -> str:
    """A count with its noun: `1 agregada`, `0 agregadas`."""
    return f"{count} {one if count == 1 else several}"


def _tell_questions(questions: Sequence[Question]) -> None:
    for question in questions:
        if question.answer:
            continue
        click.echo(f"Pregunta [{question.key}] {question}", err=True)
        few = question.choices[:MOST_CHOICES]
        told = "; ".join(f"{value} ({words})" for value, words in few)
        told += "; …" if len(few) < len(question.choices) else ""
        proposed = f" Propuesta, que --accept acepta: {question.proposed}." if question.proposed else ""
        click.echo(f"  Responda con --answer {question.key}=VALOR: {told}.{proposed}", err=True)
        click.echo(f"  {WITHOUT_ANSWER.get(question.kind, '') if not question.stops else STOPS}", err=True)


def _tell_faults(title: str, faults: Sequence[Fault], most: int) -> None:
    """Tell them in order, and of each kind no more than a person would read."""
    told: Counter[str] = Counter()
    for fault in faults:
        told[fault.code] += 1
        if told[fault.code] <= most:
            click.echo(f"{title} [{fault.code}] {fault}", err=True)
    for code, count in told.items():
        if count > most:
            click.echo(f"{title} [{code}] {count} en total, {count - most} más; todo con --format json.", err=True)


def _tell_details(difference: Difference, form: str, asked: dict[str, Any]) -> None:
    if asked["details"] and form == "text" and not difference.faults:
        _tell_rows(difference)


def _tell_rows(difference: Difference) -> None:
    """The first rows of each sheet, with what would change in them."""
    by_sheet: dict[str, list[RowChange]] = {}
    for change in (*difference.changed, *difference.removed, *difference.added):
        by_sheet.setdefault(change.sheet, []).append(change)
    for sheet, changes in by_sheet.items():
        click.echo(f"{SHEET_BY_NAME[sheet].label}:")
        for change in changes[:MOST_ROWS]:
            click.echo(f"  {change.key_text}: {_altered(change)}")
        if changes[MOST_ROWS:]:
            click.echo(f"  … y {len(changes) - MOST_ROWS} más; todo con --format json.")


def _altered(change: RowChange) -> str:
    if change.before is None or change.after is None:
        return "se agrega" if change.before is None else "se quita"
    sheet = SHEET_BY_NAME[change.sheet]
    before, after = change.before, change.after
    return "; ".join(
        f"{sheet.column(name).label} {_told(before.get(name))} → {_told(after.get(name))}" for name in change.columns
    )


def _told(value: Value) -> str:
    return "vacío" if value is None else f"«{shown(value)}»"
