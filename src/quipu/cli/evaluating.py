"""`quipu evaluate` and `quipu execution`: the results of a plan in a period, and the execution of its activities."""

from __future__ import annotations

import json
from dataclasses import asdict
from decimal import Decimal

import click

from quipu.cli.database import ready_database
from quipu.cli.periods import period_option
from quipu.language import term


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


_BY = {
    "institution": "institution",
    "objective": "objective",
    "action": "strategic_action",
    "cost-centre": "cost_centre",
}


@click.command("execution")
@click.option("--institution", required=True, help="Identificador de la institución, como `mre`.")
@click.option("--year", type=int, required=True, help="Año de las actividades.")
@click.option("--month", type=click.IntRange(1, 12), default=12, show_default=True, help="Último mes que se cuenta.")
@click.option("--by", type=click.Choice(list(_BY)), default="objective", show_default=True, help="Qué las agrupa.")
@click.option("--edition", help="Edición del método; por omisión, la última.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", help="Cómo se escribe.")
def execution(institution: str, year: int, month: int, by: str, edition: str | None, form: str) -> None:
    """Calcula la ejecución física de las actividades hasta un mes, en las dos prácticas. No guarda nada."""
    from quipu.cli.tables import MISSING, text_table

    with ready_database():
        from quipu.apps.evaluation.executions import executions_by
        from quipu.apps.organisation.queries import find_institution
        from quipu.apps.plans.queries import find_version_for

        version = find_version_for(find_institution(institution), str(year))
        found = executions_by(version, year=year, month=month, by=_BY[by], edition=edition)
    if form == "json":
        rows = [{**asdict(group), "mean": _number(group.mean), "ratio": _number(group.ratio)} for group in found]
        click.echo(json.dumps({"executions": rows}, ensure_ascii=False, indent=2))
        return
    headings = ("Grupo", "Actividades", "Evaluables", "Promedio con tope", "Nivel", "Razón de sumas", "Nivel")
    cells = [
        [
            group.code or MISSING,
            str(group.activities),
            str(group.assessable),
            MISSING if group.mean is None else f"{group.mean} %",
            term(f"level.{group.mean_level}", "es") if group.mean_level else MISSING,
            MISSING if group.ratio is None else f"{group.ratio} %",
            term(f"level.{group.ratio_level}", "es") if group.ratio_level else MISSING,
        ]
        for group in found
    ]
    click.echo(text_table(headings, cells, right=frozenset({1, 2, 3, 5})))


def _number(amount: Decimal | None) -> float | None:
    return None if amount is None else float(amount)
