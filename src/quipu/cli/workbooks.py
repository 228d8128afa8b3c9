"""The own workbook from the command line: template, import, export."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from quipu.cli.database import ready_database
from quipu.workbook.faults import Fault, RefusedWorkbookError
from quipu.workbook.reading import read_workbook
from quipu.workbook.schema import SHEET_BY_NAME
from quipu.workbook.writing import write_folder, write_workbook

if TYPE_CHECKING:
    from quipu.apps.imports.differences import Difference

MODES = {
    "add": "agregar; lo que existe queda como está",
    "update": "actualizar; agrega y cambia, no quita nada",
    "replace": "reemplazar; en las hojas del libro, lo que falta se quita",
}
MOST_FAULTS = 100
MOST_WARNINGS = 5
_FORMAT = click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)


@click.command("template")
@click.option("--output", type=click.Path(path_type=Path), default=Path("quipu.xlsx"), show_default=True)
def template(output: Path) -> None:
    """Escribe el libro propio en blanco, con una nota en cada encabezado.

    Si OUTPUT no termina en .xlsx, se escribe una carpeta de CSV.
    """
    if output.suffix.lower() == ".xlsx":
        write_workbook({}, output, template=True)
    else:
        write_folder(dict.fromkeys(SHEET_BY_NAME, ()), output)
    click.echo(f"Libro en blanco: {output}")


@click.command("import")
@click.argument("path", metavar="ARCHIVO", type=click.Path(path_type=Path))
@click.option("--institution", "slug", help="Identificador; por omisión, el de la hoja «Institución».")
@click.option(
    "--mode",
    type=click.Choice(list(MODES)),
    default="add",
    show_default=True,
    help="add: no toca lo que existe. update: agrega y cambia. replace: además quita lo que el libro no trae.",
)
@click.option("--dry-run", is_flag=True, help="Dice qué cambiaría, con todas las faltas, y no escribe nada.")
@_FORMAT
def import_workbook(path: Path, slug: str | None, mode: str, dry_run: bool, form: str) -> None:
    """Importa ARCHIVO, un libro .xlsx o una carpeta de CSV.

    Entra todo o no entra nada: una sola falta detiene la importación, y se dicen todas a la vez.
    """
    read = read_workbook(path)
    with ready_database():
        from quipu.apps.imports.services import apply_import, plan_import

        difference = plan_import(read, mode, slug)
        if not dry_run and not difference.faults:
            apply_import(read=read, mode=mode, institution_slug=slug)
    applied = not dry_run and not difference.faults
    if form == "json":
        click.echo(json.dumps({"applied": applied, **difference.as_dict()}, ensure_ascii=False, indent=2))
    else:
        _tell(difference, applied)
    if difference.faults:
        raise RefusedWorkbookError(read.name, difference.faults)


def _tell(difference: Difference, applied: bool) -> None:
    click.echo(f"Institución: {difference.institution}. Modo: {MODES[difference.mode]}.")
    _tell_faults("Aviso", difference.warnings, MOST_WARNINGS)
    _tell_faults("Falta", difference.faults, MOST_FAULTS)
    if difference.faults:
        return
    click.echo("Importado:" if applied else "Prueba, sin escribir nada. Se importaría:")
    for sheet, (added, changed, removed) in difference.counts().items():
        told = f"{added} agregadas, {changed} cambiadas, {removed} quitadas"
        click.echo(f"  {SHEET_BY_NAME[sheet].label}: {told}")
    if difference.is_empty:
        click.echo("  nada: todo está ya así.")


def _tell_faults(title: str, faults: list[Fault], most: int) -> None:
    """Tell them in order, and of each kind no more than a person would read."""
    told: Counter[str] = Counter()
    for fault in faults:
        told[fault.code] += 1
        if told[fault.code] <= most:
            click.echo(f"{title} [{fault.code}] {fault}", err=True)
    for code, count in told.items():
        if count > most:
            click.echo(f"{title} [{code}] … y {count - most} más; véalas todas con --format json.", err=True)


@click.command("export")
@click.option("--institution", "slug", required=True, help="Identificador de la institución.")
@click.option("--output", type=click.Path(path_type=Path), required=True, help="Un archivo .xlsx, o una carpeta.")
def export(slug: str, output: Path) -> None:
    """Escribe todo lo de una institución como libro .xlsx, o como carpeta de CSV si OUTPUT no termina en .xlsx."""
    with ready_database():
        from quipu.apps.imports.queries import current_rows
        from quipu.apps.organisation.queries import find_institution

        rows = current_rows(find_institution(slug))
    if output.suffix.lower() == ".xlsx":
        write_workbook(rows, output)
    else:
        write_folder(rows, output)
    click.echo(f"{sum(len(found) for found in rows.values())} filas en {output}")
