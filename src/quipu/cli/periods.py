"""The `--period` option: read once, with its fault told in Spanish as the rest of the command is."""

from __future__ import annotations

import click

from quipu.errors import QuipuError
from quipu.method import MethodError, Period


class UnreadablePeriodError(QuipuError):
    """The text of `--period` is no period."""

    code = "method.period"


class PeriodType(click.ParamType):
    """A year or a part of one, as text in its canonical form."""

    name = "periodo"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The period as written everywhere else (`2024-S1`).

        Raises:
            UnreadablePeriodError: naming the accepted forms.
        """
        try:
            return str(Period.parse(value))
        except MethodError as error:
            raise UnreadablePeriodError(
                f"«{value}» no es un periodo.",
                where="--period",
                remedy="Escriba un año (2024), un semestre (2024-S1), un trimestre (2024-Q3) o un mes (2024-M07).",
            ) from error


period_option = click.option("--period", required=True, type=PeriodType(), help="2024, 2024-S1, 2024-Q3 o 2024-M07.")
