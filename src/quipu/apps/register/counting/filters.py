"""Rules as questions to the database: which records count, and why each of the others does not."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from quipu.apps.organisation.models import Institution
from quipu.apps.register.counting.definition import UNKNOWN, Clause, Definition
from quipu.apps.register.models import InstrumentType, Kind, Level, Modality, Record, Review, Status

RANKS: Mapping[str, int] = {word: place for place, word in enumerate(["", *reversed(Level.values)])}
"""Levels by their height; an unknown one is the lowest."""

_APPROVED = (Review.NOT_NEEDED, Review.APPROVED)


def records_of(institution: Institution, definition: Definition) -> QuerySet[Record]:
    """The records that a rule looks at, counted or not, in no order."""
    return Record.objects.filter(institution=institution, kind__in=definition.kinds).order_by()


def counted_records(institution: Institution, definition: Definition) -> QuerySet[Record]:
    """The records that a rule counts in some period, in no order; for a sum, joined to the figure that it adds up."""
    found = records_of(institution, definition)
    for reason in exclusions(definition, timezone.localdate()).values():
        found = found.exclude(reason)
    for clause in definition.where:
        found = found.filter(condition(clause))
    return found.filter(figures__name=definition.of) if definition.measure == "sum" else found


def exclusions(definition: Definition, today: date) -> Mapping[str, Q]:
    """What is never counted, by reason, in the order in which the reasons are told."""
    by_date = definition.by == "date"
    found = {
        "merged": Q(merged_into__isnull=False),
        "not_done": ~Q(status=Status.DONE),
        "not_asserted": ~Q(modality=Modality.ASSERTED),
        "not_approved": ~Q(review__in=_APPROVED),
        "no_date": Q(first_month__isnull=True) if by_date else Q(valid_from__isnull=True),
        "future": Q(starts_on__gt=today) if by_date else Q(valid_from__gt=today),
    }
    if Kind.INSTRUMENT in definition.kinds:
        found["is_set"] = Q(instrument__type=InstrumentType.SET)
    if definition.measure == "distinct":
        found["no_key"] = _NO_KEY[definition.of]
    if definition.measure == "share":
        found["no_key"] = Q(mission__isnull=True)
    return found


_NO_KEY: Mapping[str, Q] = {
    "country": Q(countries=""),
    "place_country": Q(place_country=""),
    "mechanism": Q(mechanism__isnull=True),
    "mission": Q(mission__isnull=True),
    "unit": Q(unit__isnull=True),
}


def condition(clause: Clause) -> Q:
    """A condition of a rule as one of the database."""
    found = _CONDITIONS[clause.field](clause.words)
    return ~found if clause.negated else found


def of_level(words: Sequence[str]) -> Q:
    """The records whose highest level of both sides is one of some words; a word that is no level holds none."""
    found = Q(pk__in=[])
    for level in ("" if word == UNKNOWN else word for word in words):
        if level not in RANKS:
            continue
        not_higher = [other for other, rank in RANKS.items() if rank <= RANKS[level]]
        found |= Q(level_own=level, level_counterpart__in=not_higher)
        found |= Q(level_counterpart=level, level_own__in=not_higher)
    return found


def holding(column: str) -> Callable[[Sequence[str]], Q]:
    """Records whose column of codes between bars holds one of some words."""

    def asked(words: Sequence[str]) -> Q:
        found = Q(pk__in=[])
        for word in words:
            found |= Q(**{f"{column}__contains": f"|{word}|"})
        return found

    return asked


def _being(column: str) -> Callable[[Sequence[str]], Q]:
    return lambda words: Q(**{f"{column}__in": list(words)})


def _being_or_unknown(column: str) -> Callable[[Sequence[str]], Q]:
    return lambda words: Q(**{f"{column}__in": ["" if word == UNKNOWN else word for word in words]})


_CONDITIONS: Mapping[str, Callable[[Sequence[str]], Q]] = {
    "region": holding("regions"),
    "country": holding("countries"),
    "kind": _being("kind"),
    "mode": _being_or_unknown("mode"),
    "direction": _being_or_unknown("direction"),
    "level": of_level,
    "level_own": _being_or_unknown("level_own"),
    "level_counterpart": _being_or_unknown("level_counterpart"),
    "outcome": _being_or_unknown("outcome"),
    "axis": _being("axis"),
    "action_code": _being("action_code"),
    "unit": _being("unit__code"),
    "place_country": _being("place_country"),
    "mechanism_family": _being("mechanism__family"),
    "instrument_type": _being("instrument__type"),
    "instrument_stage": _being("instrument__stage"),
    "binding": _being("instrument__binding"),
}
"""For each field, the records that it is one of some words in."""


def of_category(dimension: str, category: str) -> Q:
    """The records that fall in a category of a dimension."""
    return _CONDITIONS[dimension]([category])
