"""Looking for records: what a list is narrowed to, and the records that it then holds.

Every way to look at the register (list, calendar, timeline, map, exports, interface for programs) asks here, so that
the same filters always find the same records.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any, Protocol

from django.db.models import BigIntegerField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from quipu.apps.organisation.models import Institution, Mission, OrganisationalUnit
from quipu.apps.register.models import Citation, Counterpart, Level, Record, RecordRevision
from quipu.apps.register.queries.reach import Reach, within
from quipu.errors import QuipuError
from quipu.language import query_stems
from quipu.method import Period

LONGEST = 100
"""Letters of a filter that are read."""
_MOST_VALUES = 40
_RANKS = tuple(Level.values)


class Address(Protocol):
    """The query of an address: several values may stand under one name."""

    def getlist(self, key: str) -> list[str]:
        """The values under a name."""
        ...


@dataclass(frozen=True)
class RecordFilters:
    """What the records looked for have in common; an empty filter narrows nothing.

    Attributes:
        text: words, all of which must be found, or a whole code.
        kinds: any of these kinds.
        statuses: any of these.
        country: alpha-3 code of a counterpart.
        region: code of a region, or of one that it is a part of.
        period: `2024`, `2024-S1`, `2024-Q3` or `2024-M05`; the date must lie within it as far as it is known.
        since: first day on which it may begin.
        until: last day on which it may begin.
        unit: code of an organisational unit; the units and missions under it are in it.
        mission: code of a mission.
        mechanism: code.
        level: the highest rank of both sides.
        action: code of a strategic action.
        evidence: `with` or `without` a citation.
        organisation: code of a counterpart.
        person: code of somebody who took part.
        reach: the units and missions whose records are wanted; None wants all.
        author: identifier of the user who wrote one of its revisions.
    """

    text: str = ""
    kinds: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    country: str = ""
    region: str = ""
    period: str = ""
    since: date | None = None
    until: date | None = None
    unit: str = ""
    mission: str = ""
    mechanism: str = ""
    level: str = ""
    mode: str = ""
    direction: str = ""
    action: str = ""
    axis: str = ""
    instrument_type: str = ""
    instrument_stage: str = ""
    review: str = ""
    evidence: str = ""
    outcome: str = ""
    organisation: str = ""
    person: str = ""
    reach: Reach | None = field(default=None, compare=False)
    author: int | None = None

    @classmethod
    def from_address(cls, address: Address) -> RecordFilters:
        """Read the query of an address; what it does not know, and days and periods that are none, are left out."""
        values: dict[str, Any] = {}
        for name, attribute in PARAMETERS.items():
            given = [text.strip()[:LONGEST] for text in address.getlist(name)[:_MOST_VALUES] if text.strip()]
            if given:
                values[attribute] = _READERS.get(attribute, _last)(given)
        return cls(**{name: value for name, value in values.items() if value is not None})

    @property
    def looks_everywhere(self) -> bool:
        """Whether every record has to be read, since no index leads to what is looked for."""
        return bool(self.text or self.region)

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Each filter set, as the address names it, and its value; one pair for each of several values."""
        for name, attribute in PARAMETERS.items():
            value = getattr(self, attribute)
            for item in value if isinstance(value, tuple) else (value,):
                if item not in ("", None):
                    yield name, str(item)

    def without(self, name: str, value: str) -> RecordFilters:
        """The same filters but for one value."""
        attribute = PARAMETERS[name]
        known = getattr(self, attribute)
        if isinstance(known, tuple):
            return replace(self, **{attribute: tuple(item for item in known if item != value)})
        return replace(self, **{attribute: _EMPTY[attribute]})


PARAMETERS: Mapping[str, str] = {
    "q": "text",
    "tipo": "kinds",
    "estado": "statuses",
    "region": "region",
    "pais": "country",
    "lapso": "period",
    "desde": "since",
    "hasta": "until",
    "unidad": "unit",
    "mision": "mission",
    "mecanismo": "mechanism",
    "nivel": "level",
    "modo": "mode",
    "sentido": "direction",
    "accion": "action",
    "eje": "axis",
    "tipo-instrumento": "instrument_type",
    "etapa": "instrument_stage",
    "aprobacion": "review",
    "sustento": "evidence",
    "resultado": "outcome",
    "organizacion": "organisation",
    "persona": "person",
}
"""How the address names each filter."""
_EMPTY = {item.name: item.default for item in fields(RecordFilters)}


def _last(given: Sequence[str]) -> str:
    return given[-1]


def _several(given: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(given))


def _day(given: Sequence[str]) -> date | None:
    try:
        return date.fromisoformat(given[-1])
    except ValueError:
        return None


def _period(given: Sequence[str]) -> str | None:
    try:
        return str(Period.parse(given[-1]))
    except QuipuError:
        return None


_READERS: Mapping[str, Any] = {
    "kinds": _several,
    "statuses": _several,
    "since": _day,
    "until": _day,
    "period": _period,
}


def records_matching(institution: Institution, filters: RecordFilters, *, frequent: bool = False) -> QuerySet[Record]:
    """The records that pass every filter, the latest first; those merged into another are left out.

    Args:
        institution: whose records they are.
        filters: what they have in common.
        frequent: whether so many pass that the first of them are soon found in the order of their dates.
    """
    everywhere = filters.looks_everywhere and not frequent
    conditions = [
        *_plain(filters, "stands" if everywhere else "status"),
        *_words(filters.text),
        *_dates(filters),
        *_counterparts(filters),
        *_rank(filters.level),
        *_unit(institution, filters.unit),
        *_evidence(filters.evidence),
        *_people(filters),
    ]
    return _standing(institution, everywhere=everywhere).filter(*conditions)


def _standing(institution: Institution, *, everywhere: bool) -> QuerySet[Record]:
    """The records that were not merged into another.

    To look for words or regions every record is read. That takes a third of the time in the order in which they are
    stored, so the institution and the status are written as expressions, which no index answers to.
    """
    if not everywhere:
        # PostgreSQL follows the index in its order only when the order names every column before the date.
        order = ("merged_into_id", F("starts_on").desc(nulls_last=True), "code")
        return institution.records.filter(merged_into__isnull=True).order_by(*order)
    found = Record.objects.alias(
        owner=_sum("institution_id"), kept_by=_sum("merged_into_id"), stands=Coalesce("status", Value(""))
    )
    return found.filter(owner=institution.pk, kept_by__isnull=True)


def _sum(column: str) -> ExpressionWrapper:
    return ExpressionWrapper(F(column) + Value(0), output_field=BigIntegerField())


def _plain(filters: RecordFilters, status: str) -> Iterator[Q]:
    """Filters that are a column's value."""
    exact = {
        "mission__code": filters.mission,
        "mechanism__code": filters.mechanism,
        "mode": filters.mode,
        "direction": filters.direction,
        "action_code": filters.action,
        "axis": filters.axis,
        "instrument__type": filters.instrument_type,
        "instrument__stage": filters.instrument_stage,
        "review": filters.review,
        "outcome": filters.outcome,
        "kind__in": filters.kinds,
        f"{status}__in": filters.statuses,
    }
    yield from (Q(**{column: value}) for column, value in exact.items() if value)
    if filters.region:
        yield Q(regions__contains=f"|{filters.region}|")


def _words(text: str) -> Iterator[Q]:
    """A record holds every stem at the beginning of a word, or its code is the text."""
    stems = query_stems(text)
    if stems:
        found = Q()
        for stem in stems:
            found &= Q(search__contains=f" {stem}")
        yield found | Q(code=text.upper()) | Q(code=text)
    elif text:
        yield Q(code=text)


def _dates(filters: RecordFilters) -> Iterator[Q]:
    if filters.period:
        first, last = month_span(Period.parse(filters.period))
        yield Q(first_month__range=(first, last), last_month__lte=last)
    if filters.since:
        yield Q(starts_on__gte=filters.since)
    if filters.until:
        yield Q(starts_on__lte=filters.until)


def month_span(period: Period) -> tuple[int, int]:
    """The first and the last month of a period, each as year x 12 + month - 1."""
    last = period.year * 12 + period.last_month - 1
    return last - len(period.months) + 1, last


def _counterparts(filters: RecordFilters) -> Iterator[Q]:
    if filters.country:
        yield Q(pk__in=Counterpart.objects.filter(country=filters.country).values("record"))
    if filters.organisation:
        yield Q(counterparts__organisation__code=filters.organisation)


def _rank(level: str) -> Iterator[Q]:
    """The highest rank of both sides is this one."""
    if level:
        lower = ["", *_RANKS[_RANKS.index(level) + 1 :]] if level in _RANKS else []
        yield (
            Q(level_own=level, level_counterpart__in=[level, *lower])
            | Q(level_counterpart=level, level_own__in=lower)
        )  # fmt: skip


def _unit(institution: Institution, code: str) -> Iterator[Q]:
    if code:
        below = _units_under(institution, code)
        posts = Mission.objects.filter(unit__in=below).values("pk")
        yield Q(unit__in=below) | Q(unit__isnull=True, mission__in=posts)


def _units_under(institution: Institution, code: str) -> list[int]:
    """A unit and every unit under it."""
    rows = list(OrganisationalUnit.objects.filter(institution=institution).values_list("pk", "code", "parent"))
    found = [pk for pk, own, _ in rows if own == code]
    for unit in found:
        found += [pk for pk, _, parent in rows if parent == unit and pk not in found]
    return found


def _evidence(wanted: str) -> Iterator[Q]:
    if wanted in ("with", "without"):
        cited = Q(Exists(Citation.objects.filter(record=OuterRef("pk"))))
        yield cited if wanted == "with" else ~cited


def _people(filters: RecordFilters) -> Iterator[Q]:
    if filters.person:
        yield Q(pk__in=Record.objects.filter(participants__person__code=filters.person).values("pk"))
    if filters.reach is not None:
        yield within(filters.reach)
    if filters.author is not None:
        yield Q(Exists(RecordRevision.objects.filter(record=OuterRef("pk"), by=filters.author)))
