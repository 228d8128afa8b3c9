"""Where in the form of a rule each fault belongs, so that it is told beside what has to be mended."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext

from quipu.apps.plans.models import Indicator
from quipu.apps.register.counting.checking import definition_faults
from quipu.apps.register.counting.reading import read_definition
from quipu.web.rule_form import COUNTED, NONE, NUMERATOR, TOTAL, WHERE, RuleState

_YEARS = (1900, 2100)
SOUND = {"kinds": ["visit"], "measure": "count", "by": "date"}
"""A rule without faults, in which one part of another is tried."""


@dataclass
class RuleFaults:
    """What is wrong, by the place of the form where it is mended; an empty place is the whole form.

    The places are `kinds`, `where-1`, `numerator-1`, `measure`, `total_of`, `why_not`, `covers_from`, `covers_to` and
    `reason`.
    """

    by_place: dict[str, list[str]] = field(default_factory=dict)

    def add(self, place: str, fault: str) -> None:
        """Put a fault at its place, once."""
        told = self.by_place.setdefault(place, [])
        if fault not in told:
            told.append(fault)

    def __bool__(self) -> bool:
        return bool(self.by_place)

    @property
    def all(self) -> list[tuple[str, str]]:
        """Every place and fault, for the summary on top."""
        return [(place, fault) for place, faults in self.by_place.items() for fault in faults]

    def add_refusal(self, state: RuleState, indicator: Indicator, told: Sequence[str]) -> None:
        """Put each fault of a rule at the part of the form that has it; the rest are told of the whole."""
        known = faults_by_part(state, indicator)
        for fault in told:
            places = [place for place, faults in known.items() if fault in faults] or [_usual_place(state)]
            for place in places:
                self.add(place, fault)


def faults_of(state: RuleState, indicator: Indicator, *, saving: bool) -> RuleFaults:
    """Everything that is wrong in a form before it reaches the service.

    Args:
        state: what is in the form.
        indicator: what the rule is for.
        saving: whether a reason and a first year are asked for, as a preview needs neither.
    """
    found = RuleFaults()
    if state.how != NONE:
        found.add_refusal(state, indicator, _faults_in(json.loads(state.definition()), indicator))
    if not saving:
        return found
    if state.how == NONE and not state.why_not:
        found.add("why_not", gettext("Say why it is not counted from the register."))
    if state.how != NONE and (state.year is None or not _YEARS[0] <= state.year <= _YEARS[1]):
        found.add("covers_from", gettext("Write the first year of which the register holds everything, such as 2024."))
    if state.how != NONE and state.covers_to:
        for fault in _last_year_faults(state):
            found.add("covers_to", fault)
    if not state.reason:
        found.add("reason", gettext("Say why the rule changes: it stays in the history."))
    return found


def _last_year_faults(state: RuleState) -> Iterator[str]:
    if state.last_year is None or not _YEARS[0] <= state.last_year <= _YEARS[1]:
        yield gettext("Write the last year as 2024, or leave it empty while the register is kept.")
    elif state.year and state.last_year < state.year:
        yield gettext("The last year cannot be before the first one.")


def faults_by_part(state: RuleState, indicator: Indicator) -> Mapping[str, Sequence[str]]:
    """The faults that each part of the form has by itself, tried alone in a sound rule."""
    if state.how == TOTAL:
        return {"total_of": _faults_in({"total_of": list(state.total_of)}, indicator)}
    if state.how != COUNTED:
        return {}
    data = json.loads(state.definition())
    found = {"kinds": _faults_in(SOUND | {"kinds": data["kinds"]}, indicator)}
    for number, clause in enumerate(data["where"], start=1):
        found[f"{WHERE}-{number}"] = _faults_in(SOUND | {"where": [clause]}, indicator)
    for number, clause in enumerate(data.get("numerator", ()), start=1):
        found[f"{NUMERATOR}-{number}"] = _faults_in(SOUND | {"measure": "share", "numerator": [clause]}, indicator)
    asked = {name: data[name] for name in ("measure", "of", "by") if name in data}
    if state.measure == "share":
        asked["numerator"] = data["numerator"] and [{"field": "kind", "is": ["visit"]}]
    found["measure"] = _faults_in(SOUND | asked, indicator)
    return found


def _faults_in(data: Mapping[str, object], indicator: Indicator) -> Sequence[str]:
    definition, faults = read_definition(json.dumps(data))
    return faults if definition is None else [*faults, *definition_faults(definition, indicator)]


def _usual_place(state: RuleState) -> str:
    """Where a fault of the whole is mended: what is added up, or the kinds."""
    return "total_of" if state.how == TOTAL else "kinds"
