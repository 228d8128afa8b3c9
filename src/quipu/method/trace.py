"""The way back from a figure to what it was computed from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from quipu.method.directions import Direction
from quipu.method.exact import Exact, NoData, Value, write_number
from quipu.method.references import Mark, Reference

Json = str | int | None | list["Json"] | dict[str, "Json"]


@dataclass(frozen=True, slots=True)
class Trace:
    """What a rule did: enough to repeat it by hand, and small enough to store with the result.

    Attributes:
        rule: id of the rule, as listed in `RULES`.
        edition: code of the edition applied.
        reference: where the rule comes from, with its mark.
        statement_en: the computation as written on paper, in English.
        statement_es: the same in Spanish.
        inputs: the values used, decimals as strings, `{"no_data": reason}` for an explicit absence.
        parameters: the settings used, as strings.
        direction: the expected direction used, or None where it plays no part.
    """

    rule: str
    edition: str
    reference: Reference
    statement_en: str
    statement_es: str
    inputs: Mapping[str, Json] = field(default_factory=dict)
    parameters: Mapping[str, str] = field(default_factory=dict)
    direction: Direction | None = None

    @property
    def mark(self) -> Mark:
        """Whether the rule is official, practice or assumption."""
        return self.reference.mark

    def sentence(self, language: str = "en") -> str:
        """Writes the trace as one line.

        Args:
            language: `en` or `es`.

        Returns:
            For instance `17,268 / 19,030 x 100 = 90.74; ascending; edition 2024, table 5`. A rule that is not
            official says so in brackets at the end.
        """
        spanish = language == "es"
        parts = [self.statement_es if spanish else self.statement_en]
        if self.direction is not None:
            parts.append(self.direction.label(language))
        place = self.reference.place(language)
        edition = f"{'edición' if spanish else 'edition'} {self.edition}" + (f", {place}" if place else "")
        parts.append(edition if self.mark is Mark.OFFICIAL else f"{edition} ({self.mark.label(language)})")
        return "; ".join(parts)

    def to_dict(self) -> dict[str, Any]:
        """Gives a JSON-ready form; decimals are strings."""
        return {
            "rule": self.rule,
            "edition": self.edition,
            "reference": self.reference.to_dict(),
            "mark": self.mark.value,
            "statement": {"en": self.statement_en, "es": self.statement_es},
            "inputs": dict(self.inputs),
            "parameters": dict(self.parameters),
            "direction": self.direction.value if self.direction else None,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Trace:
        """Rebuilds a trace from `to_dict`."""
        return cls(
            rule=data["rule"],
            edition=data["edition"],
            reference=Reference.from_dict(data["reference"]),
            statement_en=data["statement"]["en"],
            statement_es=data["statement"]["es"],
            inputs=dict(data["inputs"]),
            parameters=dict(data["parameters"]),
            direction=Direction(data["direction"]) if data["direction"] else None,
        )


def record(value: Value | Sequence[Value]) -> Json:
    """Gives the JSON-ready form of an input."""
    if value is None:
        return None
    if isinstance(value, NoData):
        return {"no_data": value.reason}
    if isinstance(value, Sequence):
        return [record(item) for item in value]
    return str(value)


def show(value: Value, language: str = "en") -> str:
    """Writes an input as a trace shows it: a grouped number, or what is missing."""
    spanish = language == "es"
    if value is None:
        return "vacío" if spanish else "empty"
    if isinstance(value, NoData):
        words = "sin dato" if spanish else "no data"
        return f"{words} ({value.reason})" if value.reason else words
    return write_number(value)


def show_sum(values: Sequence[Exact]) -> str:
    """Writes the terms of a sum, `(3 + 4 + 5)`; a long one is cut in its middle, never in its total."""
    terms = [write_number(value) for value in values]
    if len(terms) == 1:
        return terms[0]
    if len(terms) > 12:
        terms = [*terms[:3], "...", *terms[-2:]]
    return "(" + " + ".join(terms) + ")"
