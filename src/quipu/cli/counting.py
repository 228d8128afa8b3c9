"""`quipu recount` and `quipu counts`: counting indicators from the register, and what comes of it."""

from __future__ import annotations

from decimal import Decimal

import click

from quipu.cli.database import ready_database
from quipu.cli.periods import period_option


@click.command("recount")
@click.option("--institution", required=True, help="Identificador de la institución, como `mre`.")
def recount(institution: str) -> None:
    """Cuenta de nuevo todas las reglas de una institución y guarda lo que difiere. Conviene una vez al día.

    Antes rehace lo que cada registro guarda para buscarlo y contarlo: regiones, meses y palabras.
    """
    from quipu.cli.tables import text_table

    with ready_database():
        from quipu.apps.organisation.queries import find_institution
        from quipu.apps.register.counting.recounting import recount_each
        from quipu.apps.register.services.derived import refresh_derived

        owner = find_institution(institution)
        refresh_derived(owner)
        done = recount_each(owner)
    cells = [(item.indicator_code, str(item.values), str(item.written), f"{item.seconds:.2f}") for item in done]
    click.echo(text_table(("Indicador", "Conteos", "Escritos", "Segundos"), cells, right=frozenset({1, 2, 3})))
    click.echo(f"{len(done)} reglas, {sum(item.written for item in done)} conteos escritos.")


@click.command("counts")
@click.option("--institution", required=True, help="Identificador de la institución, como `mre`.")
@period_option
@click.option("--plan", default="", help="Código del plan; por omisión, el que abarca el periodo.")
@click.option("--version", "number", type=int, help="Número de versión; por omisión, la última que abarca el periodo.")
def counts(institution: str, period: str, plan: str, number: int | None) -> None:
    """Muestra lo contado de cada indicador junto a lo reportado y lo publicado, y su regla en palabras."""
    from quipu.cli.tables import MISSING, PUBLISHED_VALUE, table_without_gaps

    with ready_database():
        from quipu.apps.organisation.queries import find_institution
        from quipu.apps.plans.queries import find_version_for
        from quipu.apps.register.queries.counts import compared_counts

        owner = find_institution(institution)
        found = compared_counts(owner, find_version_for(owner, period, plan=plan, number=number), period)
    if not found:
        click.echo(f"Ningún indicador de «{institution}» tiene regla de conteo ni motivo de no tenerla.")
        return
    cells = [
        (
            item.indicator_code,
            item.element_code,
            _plain(item.counted) or MISSING,
            _plain(item.reported) or MISSING,
            _signed(item.difference) or MISSING,
            item.published or MISSING,
            "sí" if item.feeds else "no",
        )
        for item in found
    ]
    headings = ("Indicador", "Elemento", "Contado", "Reportado", "Diferencia", PUBLISHED_VALUE, "Alimenta")
    click.echo(table_without_gaps(headings, cells, right=frozenset({2, 3, 4, 5}), droppable=PUBLISHED_VALUE))
    for item in found:
        click.echo(f"{item.indicator_code}: {item.words or 'No se cuenta. ' + item.why_not}")


def _plain(number: Decimal | None) -> str:
    return "" if number is None else f"{number.normalize():f}"


def _signed(number: Decimal | None) -> str:
    return "" if number is None else f"{number.normalize():+f}" if number else "0"
