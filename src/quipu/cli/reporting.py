"""`quipu report`, `quipu publish` and `quipu drift`: make a report, publish it, see what changed since."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import click

from quipu.cli.database import ready_database, start_django
from quipu.cli.periods import period_option
from quipu.errors import QuipuError

if TYPE_CHECKING:
    from quipu.apps.publishing.models import Build
    from quipu.reports import ReportSource

REPORTS = click.Choice(["evaluation", "monitoring"])


class OutputError(QuipuError):
    """What was made cannot be written where it was asked for."""

    code = "cli.output"


class TemplateFileError(QuipuError):
    """The file given as a template is no text that can be read."""

    code = "cli.template_file"


@click.command("report")
@click.argument("report", type=REPORTS)
@click.option("--institution", required=True, help="Identificador de la institución.")
@period_option
@click.option("--plan", default="", help="Código del plan; por omisión, el que abarca el periodo.")
@click.option("--version", "number", type=int, help="Número de versión; por omisión, la última que abarca el periodo.")
@click.option("--template", type=click.Path(path_type=Path), help="Otra plantilla en lugar de la de Quipu.")
@click.option("--output", type=click.Path(path_type=Path), default=Path("out"), help="Carpeta de los archivos.")
def report(
    report: str, institution: str, period: str, plan: str, number: int | None, template: Path | None, output: Path
) -> None:
    """Genera un informe en todos sus formatos y deja copia en una carpeta."""
    source = _read_template(template) if template else None
    make_folder(output)
    with ready_database():
        from quipu.apps.organisation.queries import find_institution
        from quipu.apps.plans.queries import find_version_for
        from quipu.apps.publishing.services import build_report

        version = find_version_for(find_institution(institution), period, plan=plan, number=number)
        build = build_report(version=version, period=period, report=report, source=source)
        paths = copy_files(build, output)
    for path in paths:
        click.echo(path)
    for warning in build.warnings:
        click.echo(f"Aviso: {warning}", err=True)
    click.echo(f"Generación {build.pk}. Para publicarla: quipu publish {build.pk}")


@click.command("report-template")
@click.argument("report", type=REPORTS)
@click.option("--output", type=click.Path(path_type=Path), help="Archivo; por omisión, la salida estándar.")
def report_template(report: str, output: Path | None) -> None:
    """Escribe la plantilla de un informe, para editarla y usarla con `report --template`."""
    start_django()
    from quipu.apps.publishing.making import source_of

    text = source_of(report).text
    if output is None:
        click.echo(text)
        return
    make_folder(output.parent)
    try:
        output.write_text(text, encoding="utf-8")
    except OSError as problem:
        raise _unwritable(output, problem) from problem
    click.echo(output)


@click.command("publish")
@click.argument("build", type=int)
def publish(build: int) -> None:
    """Publica una generación: sus archivos se sirven tal como están desde ahora."""
    with ready_database():
        from quipu.apps.publishing import services
        from quipu.apps.publishing.making import TITLES
        from quipu.apps.publishing.models import Report

        publication = services.publish(build=services.find_build(build))
        title = TITLES[Report(publication.build.report)]
    click.echo(f"Publicación {publication.pk}: {title}, {publication.build.period}.")


@click.command("drift")
@click.argument("publication", type=int)
def drift(publication: int) -> None:
    """Muestra las cifras publicadas que los datos de hoy imprimirían de otro modo."""
    from quipu.cli.tables import text_table

    with ready_database():
        from quipu.apps.publishing import queries, services

        changes = queries.drift(services.find_publication(publication))
    if not changes:
        click.echo("Ninguna cifra ha cambiado desde la publicación.")
        return
    rows = [[str(item.number), item.reference, item.printed, item.now or "ya no existe"] for item in changes]
    click.echo(text_table(("N.º", "Cifra", "Publicada", "Hoy"), rows))


def make_folder(folder: Path) -> None:
    """Make a folder for what a verb writes, before it does any work.

    Raises:
        OutputError: it cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise _unwritable(folder, problem) from problem


def copy_files(build: Build, folder: Path) -> list[Path]:
    """Copy a build's files to a folder, named by institution, report and period.

    Raises:
        OutputError: one cannot be written.
    """
    target = folder / build.version.plan.institution.slug
    make_folder(target)
    paths = []
    for file in build.files.all():
        path = target / f"{build.report}-{build.period}.{file.format}"
        try:
            shutil.copyfile(file.content.path, path)
        except OSError as problem:
            raise _unwritable(path, problem) from problem
        paths.append(path)
    return paths


def _unwritable(path: Path, problem: OSError) -> OutputError:
    return OutputError(
        "No se puede escribir ahí.",
        where=str(path),
        why=f"{problem.strerror or problem}.",
        remedy="Elija otra carpeta con --output.",
    )


def _read_template(path: Path) -> ReportSource:
    from quipu.reports import ReportSource

    try:
        return ReportSource(path.read_text(encoding="utf-8"), name=path.name)
    except (OSError, UnicodeDecodeError) as problem:
        raise TemplateFileError(
            "La plantilla no se puede leer.",
            where=str(path),
            why=f"{problem}.",
            remedy="Dé un archivo de texto en UTF-8, como el que escribe `quipu report-template`.",
        ) from problem
