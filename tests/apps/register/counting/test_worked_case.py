"""The worked case of docs/method/counting.md, counted: a page that drifts from the rules fails."""

import json
import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from tests.apps.register.counting.planting import Garden
from tests.factories.register import CounterpartFactory, RecordFactory, RecordFigureFactory

from quipu.apps.register.counting.recounting import recount
from quipu.apps.register.models import Record
from quipu.apps.register.queries.counts import left_out, rows_counted
from quipu.apps.register.services.derived import refresh_derived

PAGE = Path(__file__).parents[4] / "docs" / "method" / "counting.md"
EMPTY = "—"
KINDS = ["visit", "bilateral_meeting"]
ALL = ["region", "country", "level", "mode"]
EUROPE = {"field": "region", "is": ["europa"]}
RULES = {
    "count of visits and meetings": {"kinds": KINDS, "disaggregate": ALL},
    "visits and meetings in Europe, not virtual": {
        "kinds": KINDS,
        "where": [EUROPE, {"field": "mode", "not": ["virtual"]}],
        "disaggregate": ["level"],
    },
    "sum of people of visits": {"kinds": ["visit"], "measure": "sum", "of": "personas", "disaggregate": ["country"]},
    "different countries": {"kinds": KINDS, "measure": "distinct", "of": "country", "disaggregate": ["region"]},
    "different countries of Europe": {
        "kinds": KINDS,
        "measure": "distinct",
        "of": "country",
        "where": [EUROPE],
        "disaggregate": ["country"],
    },
}


def _table(name):
    found = re.search(rf"<!-- {name} -->\n((?:\|.*\n)+)", PAGE.read_text(encoding="utf-8"))
    header, _, *rows = [[part.strip() for part in line.strip("|").split("|")] for line in found[1].splitlines()]
    return [dict(zip(header, row, strict=True)) for row in rows]


def _told(text):
    return "" if text == EMPTY else text


@pytest.fixture
def garden(db):
    made = Garden(covers_from=2024, rules={})
    for code, definition in RULES.items():
        made.add_rule(code[:30], json.dumps(definition))
    for row in _table("records"):
        record = RecordFactory(
            institution=made.institution,
            code=row["code"],
            kind=row["kind"],
            starts_on=date.fromisoformat(row["date"]) if _told(row["date"]) else None,
            precision=row["precision"],
            mode=_told(row["mode"]),
            level_own=_told(row["own"]),
            level_counterpart=_told(row["counterpart"]),
            status=row["status"],
            countries_with=[],
        )
        for country in row["countries"].split("; "):
            CounterpartFactory(record=record, country=country)
        if _told(row["people"]):
            RecordFigureFactory(record=record, value=Decimal(row["people"]))
    refresh_derived(made.institution, Record.objects.filter(institution=made.institution))
    recount(made.institution)
    return made


def _number(value):
    return EMPTY if value is None else f"{value.number.normalize():f}"


def test_the_counts_are_those_of_the_page(garden):
    for row in _table("counts"):
        values = garden.rules[row["rule"][:30]].values.filter(period=row["period"])
        dimension, category = row["category"].split(" ")
        there = values.filter(dimension=dimension, category=category).first()
        told = {**row, "in all": _number(values.filter(dimension="").first()), "there": _number(there)}
        assert told == row


def test_what_is_left_out_is_what_the_page_says(garden):
    for row in _table("left out"):
        found = {item.reason: item for item in left_out(garden.rules[row["rule"][:30]], row["period"])}
        item = found[row["reason"]]
        assert "; ".join(sorted(record.code for record in item.rows)) == row["records"]
        assert item.count == len(item.rows)


def test_each_count_opens_onto_as_many_records(garden):
    rule = garden.rules["count of visits and meetings"[:30]]
    assert rule.values.count() > 40
    for value in rule.values.all():
        rows = rows_counted(rule, value.period, value.dimension, value.category)
        assert rows.count() == value.number, value
