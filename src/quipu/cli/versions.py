"""The versions of a plan from the command line."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING

import click

from quipu.cli.database import ready_database
from quipu.cli.tables import text_table
from quipu.workbook.schema import SHEET_BY_NAME

if TYPE_CHECKING:
    from quipu.apps.imports.models import PoiVersion


@click.group("versions")
def versions() -> None:
    """Compara las versiones de un plan."""


@versions.command("compare")
@click.argument("first", metavar="VERSIÓN", type=int)
@click.argument("second", metavar="OTRA", type=int)
@click.option("--institution", "slug", required=True, help="Identificador de la institución.")
@click.option("--plan", "code", required=True, help="Código del plan.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def compare(first: int, second: int, slug: str, code: str, form: str) -> None:
    """Dice en qué se diferencian dos versiones de un plan, fila por fila."""
    with ready_database():
        from quipu.apps.plans.queries import compare_versions, find_plan, find_version

        plan = find_plan(slug, code)
        found = compare_versions(find_version(plan, first), find_version(plan, second))
    if form == "json":
        rows = [{"sheet": row.sheet, "key": row.key, "before": row.before, "after": row.after} for row in found]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2, default=str))
        return
    for row in found:
        key = " · ".join(str(part) for part in row.key)
        place = f"{SHEET_BY_NAME[row.sheet].label}, {key}"
        if row.before is None or row.after is None:
            click.echo(f"{place}: solo en la versión {second if row.before is None else first}")
            continue
        for column, value in row.before.items():
            label = SHEET_BY_NAME[row.sheet].column(column).label
            click.echo(f"{place}, {label}: «{_shown(value)}» pasa a «{_shown(row.after[column])}»")
    if not found:
        click.echo("Las dos versiones son iguales.")


@versions.command("poi")
@click.argument("numbers", metavar="[ANTES [DESPUÉS]]", type=int, nargs=-1)
@click.option("--institution", "slug", required=True, help="Identificador de la institución.")
@click.option("--year", type=int, required=True, help="Año del plan operativo.")
@click.option("--plan", default="", help="Código del plan, si hay varios.")
def poi(numbers: tuple[int, ...], slug: str, year: int, plan: str) -> None:
    """Lista las versiones importadas de un plan operativo; con un número dice sus fases, con dos las compara."""
    if len(numbers) > 2:
        raise click.UsageError("Dé uno o dos números de versión.")
    with ready_database():
        from quipu.apps.imports.queries.poi_versions import find_poi_version, poi_versions_of
        from quipu.apps.organisation.queries import find_institution

        institution = find_institution(slug)
        found = [find_poi_version(institution, year=year, number=number, plan=plan) for number in numbers]
        if len(found) == 2:
            _tell_changes(found[0], found[1])
        elif found:
            _tell_phases(found[0])
        else:
            for item in poi_versions_of(institution, year=year):
                stage = f", {item.stage}" if item.stage else ""
                click.echo(f"v{item.number}: {item.workbook.name}{stage}, {item.row_count} filas")


def _tell_changes(before: PoiVersion, after: PoiVersion) -> None:
    from quipu.apps.imports.queries.poi_versions import compare_poi_versions

    changes = compare_poi_versions(before, after)
    words = {"added": f"solo en la v{after.number}", "removed": f"solo en la v{before.number}", "changed": "cambió"}
    for change in changes:
        click.echo(f"{change.code} {change.name}: {words[change.kind]}")
        for heading, old, new in change.fields:
            click.echo(f"  {heading}: «{old}» pasa a «{new}»")
        for item in change.amounts:
            months = ", ".join(f"{month:02d}: {_shown(old)} → {_shown(new)}" for month, old, new in item.months)
            click.echo(
                f"  {item.family.prefix} {_shown(item.before)} → {_shown(item.after)} ({months or 'solo el total'})"
            )
    if not changes:
        click.echo("Las dos versiones son iguales.")


def _tell_phases(version: PoiVersion) -> None:
    from quipu.apps.imports.queries.poi_versions import compare_phases, total_phases

    lines = compare_phases(version)
    headings = ("Actividad", "F(CS)", "F(RE)", "F(SE)", "Fn(CS)", "Fn(RE)", "Fn(SE)")
    rows = [(line.code, *map(_shown, (*line.physical, *line.financial))) for line in (*lines, total_phases(lines))]
    rows[-1] = ("Total", *rows[-1][1:])
    click.echo(text_table(headings, rows, right=frozenset(range(1, 7))))


def _shown(value: object) -> str:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return "" if value is None else str(value)
