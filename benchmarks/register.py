"""Counting indicators from a register of a million records: all of it again, and after one edit."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Iterator, Sequence

from django.utils import timezone

from benchmarks.register_rows import COUNTED_FIGURE, analyse, plant_records
from benchmarks.table import Measure
from quipu.apps.organisation.models import Institution
from quipu.apps.plans.models import Indicator, StrategicPlan
from quipu.apps.register.counting.keeping import keeping_counts
from quipu.apps.register.counting.recounting import recount
from quipu.apps.register.models import CountedValue, CountingRule, Mode, Record

YEARS = 10
EDITS = 50
_ALL = ["region", "country", "level", "mode"]
RULES: Sequence[dict[str, object]] = (
    {"kinds": ["mechanism_session", "binational_cabinet", "high_level_dialogue"], "disaggregate": _ALL},
    {"kinds": ["bilateral_meeting"], "disaggregate": _ALL},
    {"kinds": ["visit", "regional_visit"], "where": [{"field": "mode", "not": ["virtual"]}], "disaggregate": _ALL},
    {"kinds": ["commission", "forum", "conference"], "where": [{"field": "region", "is": ["america"]}]},
    {"kinds": ["instrument"], "where": [{"field": "instrument_stage", "is": ["signed"]}], "disaggregate": _ALL},
    {"kinds": ["repatriation", "consular_outreach"], "measure": "sum", "of": COUNTED_FIGURE, "disaggregate": _ALL},
    {"kinds": ["economic_promotion", "cultural_promotion", "linkage_event"], "disaggregate": ["region", "country"]},
    {"kinds": ["cooperation_scheme", "migration_scheme"], "by": "in_force", "disaggregate": ["region", "country"]},
    {"kinds": ["mechanism_session"], "measure": "distinct", "of": "mechanism", "disaggregate": ["region"]},
    {
        "kinds": ["office_assessment"],
        "measure": "share",
        "numerator": [{"field": "outcome", "is": ["adequate"]}],
        "disaggregate": ["region"],
    },
    {"kinds": ["management_instrument", "technical_assistance", "capability", "mission_change"]},
    {"total_of": ["BANCO.00", "BANCO.01", "BANCO.02"]},
)
"""Twelve rules of every sort; together they look at nine records of ten, some of them twice."""


def measure_register(*, quick: bool) -> Iterator[Measure]:
    """Plants the records, counts them for the first time, again, and after each of some edits."""
    count = 50_000 if quick else 1_000_000
    institution = Institution.objects.create(
        slug="registro", code="999", name="Registro de prueba", acronym="RDP", country="PER", synthetic=True
    )
    start = time.perf_counter()
    plant_records(institution, count, years=YEARS)
    planted = time.perf_counter() - start
    analyse()
    plant_rules(institution)
    yield Measure(f"register of {count:,} records over {YEARS} years: planted", 1, f"{planted:.0f} s")
    name = f"{len(RULES)} counting rules over {count:,} records"
    first = _seconds(institution)
    stored = CountedValue.objects.filter(rule__indicator__plan__institution=institution).count()
    yield Measure(f"{name}: counted for the first time, {stored:,} counts written", 1, f"{first:.2f} s", "< 10 s")
    runs = 1 if quick else 3
    again = statistics.median(_seconds(institution) for _ in range(runs))
    yield Measure(f"{name}: counted again", runs, f"{again:.2f} s", "< 10 s")
    edits = _edits(institution)
    yield Measure(
        f"{name}: counts kept with the edit of one record",
        len(edits),
        f"{statistics.median(edits) * 1000:.0f} ms (p95 {_percentile(edits) * 1000:.0f} ms)",
        "< 50 ms",
    )


def plant_rules(institution: Institution) -> None:
    """An indicator for each rule, and the rule, which feeds it."""
    plan = StrategicPlan.objects.create(institution=institution, code="PEI-B", name="Plan de prueba")
    first_year = timezone.localdate().year - YEARS + 1
    for place, rule in enumerate(RULES):
        CountingRule.objects.create(
            indicator=Indicator.objects.create(plan=plan, code=f"BANCO.{place:02d}"),
            definition=json.dumps(rule, sort_keys=True),
            covers_from=first_year,
            feeds=True,
        )


def _seconds(institution: Institution) -> float:
    start = time.perf_counter()
    recount(institution)
    return time.perf_counter() - start


def _edits(institution: Institution) -> list[float]:
    """The seconds that keeping the counts adds to each edit of a record of a kind that rules look at."""
    seconds = []
    kinds = [kind for rule in RULES for kind in rule.get("kinds", ())]  # type: ignore[attr-defined]
    for place in range(EDITS):
        kind = kinds[place % len(kinds)]
        record = Record.objects.filter(institution=institution, kind=kind, status="done").order_by("-pk")[place]
        record.mode = Mode.VIRTUAL if record.mode != Mode.VIRTUAL else Mode.IN_PERSON
        record.level_own = "minister" if record.level_own != "minister" else "other"
        start = time.perf_counter()
        with keeping_counts(institution, [record.pk]):
            record.save(update_fields=["mode", "level_own"])
        seconds.append(time.perf_counter() - start)
    return seconds


def _percentile(seconds: Sequence[float]) -> float:
    return sorted(seconds)[int(len(seconds) * 0.95)]
