"""What the register of action tells of an objective (by region) and of an action (by country)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from quipu.apps.evaluation.facts import SheetFacts
from quipu.apps.evaluation.services import Computation
from quipu.apps.publishing.contents.plan_tables import TableData
from quipu.apps.publishing.contents.register_days import MOST_ALIKE, is_undated_instrument, told_together
from quipu.apps.publishing.contents.register_words import SETTLED, counterparts_of
from quipu.apps.publishing.counted import CountedFigures
from quipu.apps.register.counting.months import interval_of
from quipu.apps.register.models import (
    Kind,
    Level,
    Modality,
    Precision,
    Record,
    Region,
    RegionCountry,
    Review,
    Stage,
    Status,
)
from quipu.apps.register.queries.counts import ComparedCount, rows_counted
from quipu.language import country_name, plain_words
from quipu.reports import Column, LiveFigure

MOST_TOLD = 40
"""Acts of an action that the report tells; of the others it says how many."""
MOST_OF_A_SORT = 3
"""Meetings, visits, and instruments that stand for a region."""
_SEVERAL = 3
"""With more counterparts than these an act stands among those with several countries."""
_MEETINGS = (
    Kind.BINATIONAL_CABINET,
    Kind.HIGH_LEVEL_DIALOGUE,
    Kind.MECHANISM_SESSION,
    Kind.COMMISSION,
    Kind.BILATERAL_MEETING,
    Kind.FORUM,
    Kind.CONFERENCE,
)
_FIRST_KINDS = (*_MEETINGS, Kind.VISIT, Kind.INSTRUMENT)
_ASIDE = "Varios países y organismos"
_NOWHERE = "Sin contraparte"


class RegisterOfPeriod:
    """The register as the evaluation report of a period reads it."""

    def __init__(self, computation: Computation) -> None:
        self._computation, self._period = computation, str(computation.period)
        self._institution = computation.version.plan.institution
        self._counted = CountedFigures(computation.version)
        self._regions = _Regions(self._institution.pk)

    def of_objective(self, code: str) -> dict[str, Any] | None:
        """Results by region: a table of what is counted, and what stands for each region."""
        sheets = [s for s in self._computation.facts.sheets if code in (s.code, s.objective_code)]
        table = self._region_table(sheets)
        facts = self._region_facts(self._records(code, sheets))
        counts = list(self._counts(sheets)) if table else []
        return {"table": table, "counts": counts, "regions": facts} if table or facts else None

    def of_action(self, code: str) -> dict[str, Any] | None:
        """The implementation by countries, and what was counted beside what was reported."""
        sheets = [sheet for sheet in self._computation.facts.sheets if sheet.code == code]
        records = self._records(code, sheets)
        total = records.count()
        if not total:
            return None
        counted = self._counted_by(sheets)
        alike = self._alike(records)
        rest = records.exclude(pk__in=[record.pk for record in alike])
        chosen = [*alike, *_by_weight(rest, counted)[:MOST_TOLD]]
        others = records.exclude(pk__in=[record.pk for record in chosen])
        return {
            "counts": list(self._counts(sheets)),
            "regions": self._told(chosen),
            "others": total - len(chosen),
            "others_counted": others.filter(counted).count() if total > len(chosen) else 0,
        }

    def _alike(self, records: QuerySet[Record]) -> list[Record]:
        """The instruments of which only the year is known, where several stand under one heading."""
        headings: dict[tuple[str, str], list[Record]] = {}
        undated = records.filter(kind=Kind.INSTRUMENT, precision__in=(Precision.YEAR, Precision.UNKNOWN))
        for record in _by_weight(undated):
            if is_undated_instrument(record):
                headings.setdefault(self._regions.heading(record), []).append(record)
        return [record for acts in headings.values() if len(acts) > MOST_ALIKE for record in acts]

    def _counted_by(self, sheets: Iterable[SheetFacts]) -> Q:
        """What the rules of some indicators count in the period."""
        rules = [self._counted.rules[s.indicator_code] for s in sheets if s.indicator_code in self._counted.rules]
        counted = Q(pk__in=[])
        for rule in rules:
            counted |= Q(pk__in=rows_counted(rule, self._period).values("pk"))
        return counted

    def _records(self, code: str, sheets: Iterable[SheetFacts]) -> QuerySet[Record]:
        """What was done in the period for an element: what serves it by its code, and what its rules count."""
        actions = [a.code for a in self._computation.facts.actions if code in (a.code, a.objective_code)]
        mine = Q(action_code__in=[code, *actions]) | self._counted_by(sheets)
        first, last = interval_of(self._period)
        done = Record.objects.filter(mine, institution=self._institution, status=Status.DONE, merged_into=None)
        return done.filter(
            modality=Modality.ASSERTED,
            review__in=(Review.NOT_NEEDED, Review.APPROVED),
            first_month__gte=first,
            last_month__lte=last,
        ).distinct()

    # -- by region ------------------------------------------------------------------------------------------------

    def _region_table(self, sheets: Sequence[SheetFacts]) -> TableData | None:
        """Regions by indicator, each number a figure that leads to its rows; only regions with something counted."""
        counts: dict[str, Mapping[str, Any]] = {}
        for sheet in sheets:
            rule = self._counted.rules.get(sheet.indicator_code)
            found = self._counted.by_category(rule, self._period, "region") if rule else {}
            if any(found.values()):
                counts[sheet.indicator_code] = found
        shown = [code for code in self._regions.ordered if any(found.get(code) for found in counts.values())]
        if not shown:
            return None
        measured = [sheet for sheet in sheets if sheet.indicator_code in counts]
        rows: list[list[Any]] = [
            [self._regions.indented(region), *(_cell(sheet, region, counts) for sheet in measured)] for region in shown
        ]
        rows.append(["En total", *(LiveFigure(f"{_reference(sheet)}:contado") for sheet in measured)])
        columns = [Column("Región"), *(Column(sheet.code, "number") for sheet in measured)]
        names = "; ".join(f"{sheet.code}: {sheet.indicator.rstrip('.')}" for sheet in measured)
        note = (
            f"{names}. Contado del registro de la acción. Lo que se hizo con países de varias regiones está en cada "
            "una de ellas, y una sola vez en el total, que incluye lo que no tiene región."
        )
        return TableData(columns, rows, note)

    def _region_facts(self, records: QuerySet[Record]) -> list[dict[str, Any]]:
        """The meetings and visits of the highest rank and the instruments agreed, region by region."""
        settled = Q(instrument__stage__in=(*SETTLED, Stage.ADOPTED))
        sorts = (Q(kind__in=_MEETINGS), Q(kind=Kind.VISIT), Q(kind=Kind.INSTRUMENT) & settled)
        found, named = [], set[str]()
        for code in self._regions.leaves:
            here = _by_weight(records.filter(regions__contains=f"|{code}|"))
            chosen = sorted((act for sort in sorts for act in here.filter(sort)[:MOST_OF_A_SORT]), key=_by_date)
            if chosen:
                found.append({"name": self._regions.names[code], "facts": told_together(chosen, named=named)})
        return found

    # -- by country -----------------------------------------------------------------------------------------------

    def _counts(self, sheets: Iterable[SheetFacts]) -> Iterable[dict[str, Any]]:
        for sheet in sheets:
            rule = self._counted.rules.get(sheet.indicator_code)
            found = self._counted.compared(self._period).get(sheet.indicator_code)
            if rule is not None and found is not None and found.counted is not None:
                yield {
                    "reference": _reference(sheet),
                    "code": sheet.code,
                    "indicator": sheet.indicator,
                    "reported": found.reported is not None,
                    "same": found.difference == 0,
                    "more": found.difference is not None and found.difference > 0,
                    "used": _used(found),
                    "words": f"{found.words[:1].lower()}{found.words[1:]}",
                }

    def _told(self, records: Iterable[Record]) -> list[dict[str, Any]]:
        """Regions, and within each its countries with their acts in order of date."""
        headings: dict[str, dict[str, list[Record]]] = {}
        named: set[str] = set()
        for record in sorted(records, key=_by_date):
            region, country = self._regions.heading(record)
            headings.setdefault(region, {}).setdefault(country, []).append(record)
        order = [*self._regions.names.values(), _ASIDE, _NOWHERE]
        return [
            {
                "name": name,
                "countries": [
                    (country, told_together(acts, under=country, named=named))
                    for country, acts in sorted(headings[name].items(), key=lambda item: plain_words(item[0]))
                ],
            }
            for name in sorted(headings, key=lambda name: order.index(name) if name in order else len(order))
        ]


@dataclass
class _Regions:
    """The regions of an institution and the countries of each."""

    institution_id: int
    names: dict[str, str] = field(init=False)
    ordered: list[str] = field(init=False)
    leaves: list[str] = field(init=False)

    def __post_init__(self) -> None:
        found = Region.objects.filter(institution_id=self.institution_id).order_by("order", "code")
        rows = list(found.values_list("code", "name", "parent__code"))
        self.names = {code: name for code, name, _ in rows}
        self._parents = {code: parent for code, _, parent in rows if parent}
        self.ordered = [step for code, _, parent in rows if not parent for step in self._tree(code)]
        pairs = RegionCountry.objects.filter(region__institution_id=self.institution_id)
        self._of_country = dict(pairs.values_list("country", "region__code"))
        used = set(self._of_country.values())
        self.leaves = [code for code in self.ordered if code in used]

    def indented(self, code: str) -> str:
        """The name of a region, with a mark for each region that it is a part of."""
        depth, step = 0, code
        while step in self._parents and depth < len(self._parents):
            depth, step = depth + 1, self._parents[step]
        return f"{'– ' * depth}{self.names[code]}"

    def heading(self, record: Record) -> tuple[str, str]:
        """The region and the country under which a record is told."""
        parties = list(record.counterparts.all())
        country = next((party.country for party in parties if party.country), "")
        if len(parties) > _SEVERAL:
            return _ASIDE, ""
        if not parties and record.place_country:
            country = record.place_country
        if not country:
            names = counterparts_of(record)
            return (_ASIDE, names[0]) if names else (_NOWHERE, "")
        region = self.names.get(self._of_country.get(country, ""), _ASIDE)
        return region, country_name(country, "es")

    def _tree(self, code: str) -> Iterable[str]:
        yield code
        for child in self.names:
            if self._parents.get(child) == code:
                yield from self._tree(child)


def _by_weight(records: QuerySet[Record], counted: Q | None = None) -> QuerySet[Record]:
    """The weightiest first: what a rule counts, then by kind, by the highest rank of both sides, by date."""
    kinds = [When(kind=kind, then=Value(place)) for place, kind in enumerate(_FIRST_KINDS)]
    ranks = [
        When(Q(level_own=level) | Q(level_counterpart=level), then=Value(place))
        for place, level in enumerate(Level.values)
    ]
    weighed = records.annotate(
        by_count=Case(When(counted or Q(pk__in=[]), then=Value(0)), default=Value(1), output_field=IntegerField()),
        by_rank=Case(*ranks, default=Value(len(ranks)), output_field=IntegerField()),
        by_kind=Case(*kinds, default=Value(len(kinds)), output_field=IntegerField()),
    )
    near = ("counterparts__organisation", "participants__person", "commitments", "instrument__steps", "parts")
    ordered = weighed.select_related("mechanism", "instrument").prefetch_related(*near)
    return ordered.order_by("by_count", "by_kind", "by_rank", "starts_on", "code")


def _by_date(record: Record) -> tuple[str, str, int, str]:
    """Its days, and within them meetings and visits before what was agreed in them."""
    first, last = (day.isoformat() if day else "" for day in (record.starts_on, record.ends_on or record.starts_on))
    kind = Kind(record.kind)
    weight = _FIRST_KINDS.index(kind) if kind in _FIRST_KINDS else len(_FIRST_KINDS)
    return first, last, weight, record.code


def _used(found: ComparedCount) -> str:
    """Which of its values an indicator's progress is computed from."""
    if found.corrected is not None:
        return "lo corregido"
    return "lo contado" if found.feeds else "lo reportado"


def _reference(sheet: SheetFacts) -> str:
    return f"{sheet.code}#{sheet.indicator_code}"


def _cell(sheet: SheetFacts, region: str, counts: Mapping[str, Mapping[str, Any]]) -> Any:
    """A count of a region as a live figure; zero where nothing was counted."""
    number = counts[sheet.indicator_code].get(region)
    return LiveFigure(f"{_reference(sheet)}:contado-{region}") if number else 0
