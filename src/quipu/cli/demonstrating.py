"""`quipu demo`: both example institutions, from their facts to their reports."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from quipu.cli.database import ready_database
from quipu.cli.reporting import copy_files, make_folder
from quipu.language import term

if TYPE_CHECKING:
    from quipu.apps.organisation.models import Institution
    from quipu.apps.plans.models import PlanVersion

DEMO_PERIOD = "2024"
SOURCES = ("mre", "ejemplo")
REGIONAL_ACTIONS = "AEI.01."
OBJECTIVES = "OEI."


@click.command("demo")
@click.option("--output", type=click.Path(path_type=Path), default=Path("out"), help="Carpeta de los informes.")
@click.option("--data", type=click.Path(path_type=Path), default=Path("demo"), help="Carpeta de los datos de ejemplo.")
@click.option("--if-empty", is_flag=True, help="No hace nada si ya hay instituciones.")
@click.option("--people", is_flag=True, help="Crea una persona por rol, con claves al azar que se muestran una vez.")
def demo(output: Path, data: Path, if_empty: bool, people: bool) -> None:
    """Importa las dos instituciones de ejemplo, las evalúa y genera sus informes."""
    started = time.monotonic()
    make_folder(output)
    with ready_database():
        from quipu.apps.organisation.models import Institution

        there = if_empty and Institution.objects.exists()
        for slug in () if there else SOURCES:
            _show_institution(slug, data, output)
        if people:
            _create_people()
    if there:
        return
    click.echo(f"Listo en {time.monotonic() - started:.0f} s. Para verlo en el navegador: make serve")


def _show_institution(slug: str, data: Path, output: Path) -> None:
    from quipu.apps.organisation.queries import find_institution
    from quipu.apps.plans.queries import find_version_for
    from quipu.apps.publishing.services import build_report
    from quipu.cli.tables import result_table

    _import_source(slug, data, output)
    institution = find_institution(slug)
    fictional = " (datos ficticios)" if institution.synthetic else ""
    click.echo(f"\n{institution.name}{fictional}, {DEMO_PERIOD}\n")
    version = find_version_for(institution, DEMO_PERIOD)
    paths = []
    for report in ("monitoring", "evaluation"):
        build = build_report(version=version, period=DEMO_PERIOD, report=report)
        paths += copy_files(build, output)
    results = build.evaluation.results.filter(kind="objective") if build.evaluation else []
    click.echo(result_table(list(results)))
    click.echo()
    _show_register(institution, version)
    for path in paths:
        click.echo(f"  {path}")


def _show_register(institution: Institution, version: PlanVersion) -> None:
    """What is counted from records beside what was reported, each rule in words, and how much evidence there is."""
    from django.utils import timezone

    from quipu.apps.register.queries.counts import compared_counts
    from quipu.apps.register.queries.findings import count_findings
    from quipu.cli.tables import count_table

    counts = compared_counts(institution, version, DEMO_PERIOD)
    kept = OBJECTIVES if institution.synthetic else REGIONAL_ACTIONS
    shown = [count for count in counts if count.element_code.startswith(kept)]
    click.echo(f"Registro de acciones, {DEMO_PERIOD}: lo contado y lo reportado\n")
    click.echo(count_table(shown))
    click.echo()
    for count in shown:
        click.echo(f"  {count.indicator_code}: {count.words or count.why_not}")
    records = institution.records.count()
    proved = institution.records.filter(citations__isnull=False).distinct().count()
    findings = sum(count_findings(institution, timezone.localdate()).values())
    click.echo(f"\n  {records:,} registros, {proved:,} con evidencia; {findings:,} hallazgos por atender.\n")


def _import_source(slug: str, data: Path, output: Path) -> None:
    """A folder of facts for a real institution; for the fictional one, its generator's workbook."""
    from quipu.apps.imports.services import apply_import
    from quipu.simulation import simulate_institution
    from quipu.workbook.reading import read_workbook
    from quipu.workbook.writing import write_workbook

    source = data / slug
    if not source.is_dir():
        source = output / slug / f"{slug}.xlsx"
        source.parent.mkdir(parents=True, exist_ok=True)
        write_workbook(simulate_institution(seed=2024), source)
    apply_import(read=read_workbook(source), mode="replace")


def _create_people() -> None:
    from quipu.apps.accounts.services import create_demo_people

    made = create_demo_people()
    if not made:
        click.echo("Las personas de muestra ya existen; para agregar otra o cambiar una clave: quipu people add --help")
        return
    click.echo("\nPersonas para entrar (las claves no se vuelven a mostrar):")
    for username, role, password in made:
        click.echo(f"  {username:<24} {term(f'role.{role}', 'es'):<16} {password}")
