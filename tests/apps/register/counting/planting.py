"""Rules of every sort and random edits of records, for counts to be compared after each."""

from __future__ import annotations

import json
import random
from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone
from tests.factories.organisation import InstitutionFactory
from tests.factories.plans import IndicatorFactory, PlanFactory, SheetFactory
from tests.factories.register import (
    CountingRuleFactory,
    MechanismFactory,
    MissionFactory,
    RegionCountryFactory,
    RegionFactory,
)

from quipu.apps.register.models import Counterpart, Instrument, Record, RecordFigure
from quipu.apps.register.services.derived import refresh_derived

ALL = ["region", "country", "level", "mode"]
RULES = {
    "COUNT": {"kinds": ["bilateral_meeting", "visit"], "measure": "count", "disaggregate": ALL},
    "WHERE": {
        "kinds": ["bilateral_meeting", "mechanism_session"],
        "where": [{"field": "region", "is": ["europa"]}, {"field": "mode", "not": ["virtual"]}],
        "measure": "count",
        "disaggregate": ["region", "mode"],
    },
    "SUM": {"kinds": ["visit"], "measure": "sum", "of": "personas", "disaggregate": ["country"]},
    "DISTINCT": {
        "kinds": ["visit", "bilateral_meeting"],
        "measure": "distinct",
        "of": "country",
        "where": [{"field": "region", "is": ["europa", "america"]}],
        "disaggregate": ["region", "country"],
    },
    "MECHANISMS": {"kinds": ["mechanism_session"], "measure": "distinct", "of": "mechanism", "disaggregate": ["level"]},
    "FORCE": {"kinds": ["cooperation_scheme"], "measure": "count", "by": "in_force", "disaggregate": ["region"]},
    "FORCE-DISTINCT": {"kinds": ["cooperation_scheme"], "measure": "distinct", "of": "mission", "by": "in_force"},
    "SHARE": {
        "kinds": ["office_assessment"],
        "measure": "share",
        "numerator": [{"field": "outcome", "is": ["adequate"]}],
        "disaggregate": ["region"],
    },
    "INSTRUMENTS": {
        "kinds": ["instrument"],
        "measure": "count",
        "where": [{"field": "instrument_stage", "is": ["signed", "in_force"]}],
    },
    "TOTAL": {"total_of": ["COUNT", "INSTRUMENTS"]},
    "TOTAL-OF-TOTAL": {"total_of": ["TOTAL", "SUM"]},
}
KINDS = ["bilateral_meeting", "visit", "mechanism_session", "cooperation_scheme", "office_assessment", "instrument"]


def chance_of(seed: int) -> random.Random:
    """The same chance for the same seed."""
    return random.Random(seed)  # noqa: S311 - no secret


class Garden:
    """An institution with a rule of every sort, and hands that edit its records at random."""

    def __init__(self, *, covers_from: int, rules: dict[str, dict] = RULES):
        self.institution = InstitutionFactory()
        europe = RegionFactory(institution=self.institution, code="europa")
        america = RegionFactory(institution=self.institution, code="america")
        south = RegionFactory(institution=self.institution, code="america-del-sur", parent=america)
        for region, codes in ((europe, "FRA ESP"), (south, "BRA CHL"), (america, "CAN")):
            for code in codes.split():
                RegionCountryFactory(region=region, country=code)
        self.plan = PlanFactory(institution=self.institution)
        self.rules = {}
        self.covers_from = covers_from
        for code, definition in rules.items():
            self.add_rule(code, json.dumps(definition, sort_keys=True), feeds=code != "WHERE")
        if "COUNT" in rules:
            counted = self.rules["COUNT"].indicator
            SheetFactory(objective__version__plan=self.plan, indicator=counted, periodicity="quarter")
        self.missions = [MissionFactory(institution=self.institution) for _ in range(3)]
        self.mechanisms = [MechanismFactory(institution=self.institution, code=f"M{n}") for n in range(3)]
        self.made = 0

    def add_rule(self, code: str, definition: str, *, feeds: bool = False) -> None:
        """An indicator with a rule."""
        self.rules[code] = CountingRuleFactory(
            indicator=IndicatorFactory(plan=self.plan, code=code),
            definition=definition,
            covers_from=self.covers_from,
            feeds=feeds,
        )

    def make(self, chance: random.Random, **fields) -> Record:
        """A record of chance."""
        self.made += 1
        record = Record(institution=self.institution, code=f"R{self.made}", title="Acto", status_reason="motivo")
        self._fill(record, chance)
        for name, value in fields.items():
            setattr(record, name, value)
        self._save(record, chance)
        return record

    def change(self, record: Record, chance: random.Random) -> None:
        """Another record of chance in its place."""
        self._fill(record, chance)
        self._save(record, chance)

    def _fill(self, record: Record, chance: random.Random) -> None:
        start = date(2022, 11, 1) + timedelta(days=chance.randrange(900))
        record.kind = chance.choice(KINDS)
        record.status = chance.choice(["done"] * 6 + ["planned", "cancelled"])
        record.modality = chance.choice(["asserted"] * 6 + ["hypothetical"])
        record.review = chance.choice(["not_needed"] * 3 + ["approved", "draft"])
        record.mode = chance.choice(["", "in_person", "virtual", "hybrid"])
        record.level_own = chance.choice(["", "minister", "vice_minister"])
        record.level_counterpart = chance.choice(["", "head_of_state", "other"])
        record.precision = chance.choice(["day"] * 4 + ["month", "quarter", "year", "bounded", "unknown"])
        record.starts_on = chance.choice([start] * 8 + [None, timezone.localdate() + timedelta(days=40)])
        record.ends_on = record.starts_on and record.starts_on + timedelta(days=chance.randrange(120))
        record.valid_from = chance.choice([start] * 4 + [None])
        record.valid_to = chance.choice([None, start + timedelta(days=chance.randrange(800))])
        record.outcome = chance.choice(["adequate", "inadequate"])
        record.mission = chance.choice([*self.missions, None])
        record.mechanism = chance.choice([*self.mechanisms, None])

    def _save(self, record: Record, chance: random.Random) -> None:
        record.save()
        record.counterparts.all().delete()
        record.figures.all().delete()
        Instrument.objects.filter(record=record).delete()
        countries = chance.sample(["FRA", "ESP", "BRA", "CHL", "CAN", "JPN"], chance.randrange(3))
        Counterpart.objects.bulk_create(Counterpart(record=record, country=code) for code in countries)
        if chance.random() < 0.8:
            value = Decimal(chance.randrange(100_000)) / Decimal(10_000)
            RecordFigure.objects.create(record=record, name="personas", value=value)
        if record.kind == "instrument":
            kind, stage = chance.choice(["set", "treaty", "memorandum"]), chance.choice(["signed", "agreed_text"])
            Instrument.objects.create(record=record, type=kind, stage=stage)
        refresh_derived(self.institution, [Record.objects.get(pk=record.pk)])
