"""The own workbook from the command line: template and export."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from quipu.cli.database import ready_database
from quipu.workbook.schema import SHEET_BY_NAME
from quipu.workbook.writing import write_folder, write_workbook

if TYPE_CHECKING:
    from quipu.apps.organisation.models import Institution

CEPLAN = {"ceplan": "annual", "ceplan-data": "data", "ceplan-separate": "separate"}


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


@click.command("export")
@click.option("--institution", "slug", required=True, help="Identificador de la institución.")
@click.option("--output", type=click.Path(path_type=Path), required=True, help="Un archivo .xlsx, o una carpeta.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["workbook", *CEPLAN]),
    default="workbook",
    show_default=True,
    help="workbook: el libro de Quipu. Las otras: como Ceplan V.01, en una hoja, en la hoja DATA o en cinco archivos.",
)
@click.option("--year", type=int, help="De Ceplan V.01: año del plan operativo.")
@click.option("--plan", default="", help="De Ceplan V.01: código del plan; por omisión, el que abarca el año.")
@click.option("--version", "number", type=int, help="De Ceplan V.01: versión del plan; por omisión, la última del año.")
def export(slug: str, output: Path, form: str, year: int | None, plan: str, number: int | None) -> None:
    """Escribe todo lo de una institución como libro .xlsx, o como carpeta de CSV si OUTPUT no termina en .xlsx.

    Con otro formato escribe el plan operativo de un año como lo exporta Ceplan V.01: los montos de hoy, y las demás
    celdas de los últimos archivos importados.
    """
    if form != "workbook" and year is None:
        raise click.UsageError("Ese formato necesita --year.")
    with ready_database():
        from quipu.apps.organisation.queries import find_institution

        institution = find_institution(slug)
        if form == "workbook":
            count = _write_own(institution, output)
        else:
            count = _write_ceplan(institution, output, CEPLAN[form], str(year), plan, number)
    click.echo(f"{count} filas en {output}")


def _write_own(institution: Institution, output: Path) -> int:
    from quipu.apps.imports.queries import current_rows

    rows = current_rows(institution)
    if output.suffix.lower() == ".xlsx":
        write_workbook(rows, output)
    else:
        write_folder(rows, output)
    return sum(len(found) for found in rows.values())


def _write_ceplan(institution: Institution, output: Path, layout: str, year: str, plan: str, number: int | None) -> int:
    from quipu.apps.imports.queries.ceplan_export import export_ceplan
    from quipu.apps.plans.queries import find_version_for

    version = find_version_for(institution, year, plan=plan, number=number)
    found = export_ceplan(version=version, year=int(year), layout=layout)
    found.write(output)
    return len(found.rows)
