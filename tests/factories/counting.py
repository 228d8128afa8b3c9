"""A few records of meetings, and the rule of an indicator that counts them."""

from __future__ import annotations

from datetime import date

from tests.factories.register import (
    CitationFactory,
    RecordFactory,
    RegionCountryFactory,
    RegionFactory,
)

from quipu.apps.organisation.models import Institution
from quipu.apps.plans.models import Indicator
from quipu.apps.register.models import CountingRule, Record, RegionCountry
from quipu.apps.register.services.rules import save_rule

RULE = (
    '{"by": "date", "disaggregate": ["region", "country", "mode"], "kinds": ["bilateral_meeting"], '
    '"measure": "count", "where": [{"field": "axis", "is": ["conteo"]}, {"field": "mode", "not": ["virtual"]}]}'
)
FIRST = "REU-1"
"""The code of the first meeting: with France, in person, in May 2024, with evidence."""
MEETINGS = (
    (FIRST, date(2024, 5, 20), ["FRA"], "in_person", "done"),
    ("REU-2", date(2024, 6, 3), ["ESP", "FRA"], "hybrid", "done"),
    ("REU-3", date(2024, 11, 8), ["BRA"], "", "done"),
    ("REU-4", date(2024, 3, 1), ["BRA"], "virtual", "done"),
    ("REU-5", date(2024, 12, 1), ["FRA"], "in_person", "planned"),
    ("REU-6", date(2023, 4, 4), ["FRA"], "in_person", "done"),
)
"""Of 2024 three count, one is virtual and one was only planned."""


def plant_meetings(institution: Institution) -> list[Record]:
    """Europe, America and the meetings."""
    for code, countries in (("europa", ["FRA", "ESP"]), ("america_del_sur", ["BRA"])):
        if not RegionCountry.objects.filter(region__institution=institution, country=countries[0]).exists():
            region = RegionFactory(institution=institution, code=code)
            for country in countries:
                RegionCountryFactory(region=region, country=country)
    made = [
        RecordFactory(
            institution=institution,
            code=code,
            title=f"Reunión {code}",
            starts_on=day,
            mode=mode,
            status=status,
            axis="conteo",
            countries_with=countries,
        )
        for code, day, countries, mode, status in MEETINGS
    ]
    CitationFactory(record=made[0])
    return made


def plant_counting(institution: Institution, indicator: Indicator) -> CountingRule:
    """The meetings and a rule that counts them from 2022 on, and only compares."""
    plant_meetings(institution)
    return save_rule(
        indicator=indicator, definition_text=RULE, covers_from=2022, actor=None, reason="Se cuenta del registro"
    )
