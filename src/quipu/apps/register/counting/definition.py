"""A counting rule as data: what it looks at, what it asks of it, what it measures and how it breaks down."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from quipu.apps.register.models import (
    Direction,
    Instrument,
    InstrumentType,
    Kind,
    Level,
    Mode,
    Outcome,
    Stage,
)
from quipu.errors import QuipuError

UNKNOWN = "unknown"
"""The word, and the category, of a record that does not say."""

MEASURES = ("count", "sum", "distinct", "share")
MOMENTS = ("date", "in_force")
DIMENSIONS = ("region", "country", "level", "mode")
DISTINCT = ("country", "place_country", "mechanism", "mission", "unit")


class RuleRefusedError(QuipuError):
    """A counting rule that cannot stand.

    Attributes:
        faults: every fault found, one sentence each.
    """

    code = "register.rule.refused"

    def __init__(self, faults: Sequence[str], *, where: str = "") -> None:
        self.faults = tuple(faults)
        super().__init__(
            "La regla de conteo no se puede usar." if len(faults) > 1 else faults[0],
            where=where,
            why=" ".join(self.faults) if len(faults) > 1 else "",
            remedy="Corrija lo señalado y guarde de nuevo.",
        )


@dataclass(frozen=True)
class Clause:
    """One condition: a field is one of some words or, negated, none of them."""

    field: str
    words: tuple[str, ...]
    negated: bool = False


@dataclass(frozen=True)
class Definition:
    """A counting rule.

    Attributes:
        kinds: the kinds of record that it looks at.
        where: conditions, all of which a record meets.
        measure: `count`, `sum`, `distinct` or `share` (a percentage).
        of: for a sum, the name of a figure of the record; for `distinct`, what is told apart.
        numerator: for a share, what the last assessment of a mission has to meet.
        by: `date`, when it happened; `in_force`, while its effect lasts.
        disaggregate: the dimensions it breaks down by.
        total_of: codes of indicators whose counts it adds up; then nothing else is given.
    """

    kinds: tuple[str, ...] = ()
    where: tuple[Clause, ...] = ()
    measure: str = "count"
    of: str = ""
    numerator: tuple[Clause, ...] = ()
    by: str = "date"
    disaggregate: tuple[str, ...] = ()
    total_of: tuple[str, ...] = ()

    @property
    def is_additive(self) -> bool:
        """Whether what one record adds does not depend on the others."""
        return self.measure in ("count", "sum")


@dataclass(frozen=True)
class RuleField:
    """A field that a condition may name.

    Attributes:
        label: key of the term that names it.
        group: group of the terms that name its words; empty when they are not terms.
        words: its closed list; empty when they depend on the institution.
        source: where its words are then: `regions`, `countries`, `units`, `families`, or `open`, any text.
    """

    label: str
    group: str = ""
    words: tuple[str, ...] = ()
    source: str = ""


def _closed(name: str, group: str, words: Sequence[str], *, may_be_unknown: bool = False) -> RuleField:
    return RuleField(f"count_field.{name}", group, (*words, UNKNOWN) if may_be_unknown else tuple(words))


FIELDS: Mapping[str, RuleField] = {
    "region": RuleField("count_field.region", source="regions"),
    "country": RuleField("count_field.country", source="countries"),
    "kind": _closed("kind", "record_kind", Kind.values),
    "mode": _closed("mode", "mode", Mode.values, may_be_unknown=True),
    "direction": _closed("direction", "visit_direction", Direction.values, may_be_unknown=True),
    "level": _closed("level", "rank", Level.values, may_be_unknown=True),
    "level_own": _closed("level_own", "rank", Level.values, may_be_unknown=True),
    "level_counterpart": _closed("level_counterpart", "rank", Level.values, may_be_unknown=True),
    "outcome": _closed("outcome", "record_outcome", Outcome.values, may_be_unknown=True),
    "axis": RuleField("count_field.axis", source="open"),
    "action_code": RuleField("count_field.action_code", source="open"),
    "unit": RuleField("count_field.unit", source="units"),
    "place_country": RuleField("count_field.place_country", source="countries"),
    "mechanism_family": RuleField("count_field.mechanism_family", source="families"),
    "instrument_type": _closed("instrument_type", "instrument_type", InstrumentType.values),
    "instrument_stage": _closed("instrument_stage", "instrument_stage", Stage.values),
    "binding": _closed("binding", "binding", Instrument.Binding.values),
}
"""Every field that a condition may name."""


def parse_definition(text: str) -> Definition:
    """Read a rule.

    Args:
        text: JSON, as stored in `CountingRule.definition`.

    Raises:
        RuleRefusedError: with every fault at once.
    """
    from quipu.apps.register.counting.reading import read_definition

    definition, faults = read_definition(text)
    if definition is None or faults:
        raise RuleRefusedError(faults)
    return definition


def definition_text(definition: Definition) -> str:
    """The canonical text of a rule: reading it gives the same rule, and equal rules have equal texts."""
    return json.dumps(_as_data(definition), sort_keys=True, ensure_ascii=False)


def _as_data(definition: Definition) -> dict[str, object]:
    if definition.total_of:
        return {"total_of": list(definition.total_of)}
    data: dict[str, object] = {"kinds": list(definition.kinds), "measure": definition.measure, "by": definition.by}
    if definition.where:
        data["where"] = [_clause_data(clause) for clause in definition.where]
    if definition.of:
        data["of"] = definition.of
    if definition.numerator:
        data["numerator"] = [_clause_data(clause) for clause in definition.numerator]
    if definition.disaggregate:
        data["disaggregate"] = list(definition.disaggregate)
    return data


def _clause_data(clause: Clause) -> dict[str, object]:
    return {"field": clause.field, "not" if clause.negated else "is": list(clause.words)}
