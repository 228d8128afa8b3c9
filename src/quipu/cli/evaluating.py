"""`quipu evaluate`: compute and store the results of a plan in a period."""

from __future__ import annotations

import json

import click

from quipu.cli.database import ready_database
from quipu.cli.periods import period_option


@click.command("evaluate")
@click.option("--institution", required=True, help="Identificador de la institución, como `mre`.")
@period_option
@click.option("--plan", default="", help="Código del plan; por omisión, el que abarca el periodo.")
@click.option("--version", "number", type=int, help="Número de versión; por omisión, la última que abarca el periodo.")
@click.option("--edition", help="Edición del método; por omisión, la última.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", help="Cómo se escribe.")
@click.option("--language", type=click.Choice(["en", "es"]), default="en", help="Idioma de las trazas en JSON.")
def evaluate(
    institution: str, period: str, plan: str, number: int | None, edition: str | None, form: str, language: str
) -> None:
    """Calcula y guarda los resultados de un plan en un periodo."""
    from quipu.cli.tables import result_table

    with ready_database():
        from quipu.apps.evaluation.queries import result_as_json
        from quipu.apps.evaluation.services import evaluate_plan
        from quipu.apps.organisation.queries import find_institution
        from quipu.apps.plans.queries import find_version_for

        version = find_version_for(find_institution(institution), period, plan=plan, number=number)
        evaluation = evaluate_plan(version=version, period=period, edition=edition)
        results = list(evaluation.results.all())
    if form == "json":
        rows = [result_as_json(result, evaluation.period, language) for result in results]
        click.echo(json.dumps({"results": rows}, ensure_ascii=False, indent=2))
        return
    shown = [result for result in results if result.kind != "operational_activity"]
    click.echo(result_table(shown))
    activities = len(results) - len(shown)
    click.echo(f"{version}, {evaluation.period}, edición {evaluation.edition}; y {activities} actividades.")
