"""The versions of a plan from the command line."""

from __future__ import annotations

import json

import click

from quipu.cli.database import ready_database
from quipu.workbook.schema import SHEET_BY_NAME


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


def _shown(value: object) -> str:
    return "" if value is None else str(value)
