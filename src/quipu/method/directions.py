"""How an indicator is expected to move, and how its periods add up."""

from __future__ import annotations

from enum import StrEnum

from quipu.method.errors import MethodError


class Direction(StrEnum):
    """Expected direction of an indicator (*sentido esperado*). It is declared, never guessed from the targets."""

    ASCENDING = "ascending"
    DESCENDING = "descending"
    MAXIMUM_PERMISSIBLE = "maximum_permissible"
    MINIMUM_PERMISSIBLE = "minimum_permissible"

    def label(self, language: str = "en") -> str:
        """Names the direction in Spanish (`es`) or English (`en`)."""
        return _DIRECTIONS[self] if language == "es" else self.value.replace("_", " ")

    @property
    def more_is_better(self) -> bool:
        """Whether a larger value is a better one."""
        return self in (Direction.ASCENDING, Direction.MINIMUM_PERMISSIBLE)


_DIRECTIONS = {
    Direction.ASCENDING: "ascendente",
    Direction.DESCENDING: "descendente",
    Direction.MAXIMUM_PERMISSIBLE: "máximo permisible",
    Direction.MINIMUM_PERMISSIBLE: "mínimo permisible",
}


class Accumulation(StrEnum):
    """How the periods of one element become one value (*forma de acumulación*). It is declared per element."""

    SUM = "sum"
    LAST = "last"
    MEAN = "mean"
    MAXIMUM = "maximum"

    def label(self, language: str = "en") -> str:
        """Names the accumulation in Spanish (`es`) or English (`en`)."""
        return _ACCUMULATIONS[self] if language == "es" else _ACCUMULATIONS_EN[self]


_ACCUMULATIONS = {
    Accumulation.SUM: "suma",
    Accumulation.LAST: "último valor",
    Accumulation.MEAN: "promedio",
    Accumulation.MAXIMUM: "máximo",
}
_ACCUMULATIONS_EN = {
    Accumulation.SUM: "sum",
    Accumulation.LAST: "last value",
    Accumulation.MEAN: "mean",
    Accumulation.MAXIMUM: "maximum",
}


def parse_direction(text: str) -> Direction:
    """Reads a direction from its code or its Spanish name; accents and case do not matter.

    Raises:
        MethodError: `method.direction` naming the four directions.
    """
    wanted = _plain(text)
    for direction in Direction:
        if wanted in (_plain(direction.value), _plain(direction.label("es"))):
            return direction
    raise MethodError(
        f"{text!r} is no direction.",
        remedy="Use one of: " + ", ".join(f"{item.label('es')} ({item.value})" for item in Direction) + ".",
        code="method.direction",
    )


def parse_accumulation(text: str) -> Accumulation:
    """Reads an accumulation from its code or its Spanish name; accents and case do not matter.

    Raises:
        MethodError: `method.accumulation` naming the four forms.
    """
    wanted = _plain(text)
    for form in Accumulation:
        if wanted in (_plain(form.value), _plain(form.label("en")), _plain(form.label("es"))):
            return form
    raise MethodError(
        f"{text!r} is no form of accumulation.",
        remedy="Use one of: " + ", ".join(f"{item.label('es')} ({item.value})" for item in Accumulation) + ".",
        code="method.accumulation",
    )


def _plain(text: str) -> str:
    return str(text).strip().lower().replace("_", " ").translate(str.maketrans("áéíóú", "aeiou"))
