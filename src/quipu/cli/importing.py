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
from quipu.workbook.faults import Fault, RefusedWorkbookError
from quipu.workbook.rows import ReadWorkbook
from quipu.workbook.schema import SHEET_BY_NAME

if TYPE_CHECKING:
    from quipu.apps.imports.differences import Difference
    from quipu.apps.imports.questions import Question
    from quipu.apps.imports.services.ceplan import PlannedCeplan
    from quipu.apps.organisation.models import Institution
    from quipu.workbook.ceplan.records import CeplanFiles

MODES = {
    "add": "agregar; lo que existe queda como está",
    "update": "actualizar; agrega y cambia, no quita nada",
    "replace": "reemplazar; lo que el archivo no trae se quita",
}
MOST_FAULTS = 100
MOST_WARNINGS = 5


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
    "--answer", "answers", multiple=True, metavar="CLAVE=VALOR", help="Responde una pregunta; se puede repetir."
)
@click.option(
    "--accept", "--accept-matches", "accept", is_flag=True, help="Acepta lo propuesto en las preguntas sin respuesta."
)
@click.option("--dry-run", is_flag=True, help="Dice qué cambiaría, con todas las faltas, y no escribe nada.")
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

    Entra todo o no entra nada: una sola falta detiene la importación, y se dicen todas a la vez.
    """
    given = _parse_answers(answers)
    with ready_database():
        from quipu.apps.imports.kinds import read_any

        institution = _institution(slug)
        read = read_any(paths[0] if len(paths) == 1 else paths, institution=institution, answers=given)
        if isinstance(read, ReadWorkbook):
            _import_own(read, slug, asked["mode"], asked["dry_run"], form)
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


def _import_own(read: ReadWorkbook, slug: str | None, mode: str, dry_run: bool, form: str) -> None:
    from quipu.apps.imports.services import apply_import, plan_import

    difference = plan_import(read, mode, slug)
    applied = not dry_run and not difference.faults
    if applied:
        apply_import(read=read, mode=mode, institution_slug=slug)
    _tell(difference, applied, form)
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
    unsure = [] if asked["accept"] else found.open_accumulations
    applied = not asked["dry_run"] and not difference.faults and not unsure
    if applied:
        apply_ceplan_import(files, version=found.version, year=found.year, mode=asked["mode"], answers=answers)
    _tell(difference, applied, form, found)
    if difference.faults:
        raise RefusedWorkbookError(files.name, difference.faults)
    if unsure and not asked["dry_run"]:
        waiting = counted(len(unsure), "pregunta espera", "preguntas esperan")
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
    from quipu.apps.imports.questions import ACCUMULATION, HEADING, heading_question
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
    if asked["accept"] and found.open_accumulations:
        answers = {item.key: item.proposed for item in found.questions if item.kind == ACCUMULATION} | answers
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
        few = question.choices if question.kind != "heading" else question.choices[:2]
        told = "; ".join(f"{value} ({words})" for value, words in few)
        proposed = f" Propuesta: {question.proposed}." if question.proposed else ""
        click.echo(f"  Respuestas: {told}.{proposed}", err=True)


def _tell_faults(title: str, faults: Sequence[Fault], most: int) -> None:
    """Tell them in order, and of each kind no more than a person would read."""
    told: Counter[str] = Counter()
    for fault in faults:
        told[fault.code] += 1
        if told[fault.code] <= most:
            click.echo(f"{title} [{fault.code}] {fault}", err=True)
    for code, count in told.items():
        if count > most:
            click.echo(f"{title} [{code}] … y {count - most} más; véalas todas con --format json.", err=True)
