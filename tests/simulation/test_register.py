"""The register of the fictional institution: complete, near its values, with what a register should warn of."""

import json
from calendar import monthrange
from collections import defaultdict
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest

from quipu.language import is_country
from quipu.simulation import simulate_institution

RANKS = ["head_of_state", "minister", "vice_minister", "director_general", "other"]
DETAILS = (
    "counterparts",
    "participants",
    "record_figures",
    "office_criteria",
    "instruments",
    "instrument_steps",
    "negotiation_followups",
    "commitments",
    "citations",
)
PLANTED = {"years": 3, "first_year": 2022, "objectives": 3, "actions": 6, "activities": 60}


@pytest.fixture(scope="module")
def rows():
    return simulate_institution(seed=2024)


@pytest.fixture(scope="module", params=[1, 7, 2024])
def any_size(request):
    sizes = {1: {"years": 4, "objectives": 12, "actions": 30, "activities": 60}, 7: PLANTED, 2024: {}}
    return simulate_institution(seed=request.param, **sizes[request.param])


class PlainCounter:
    """Counts as a rule says, in plain Python: slow, and another way than the one under test elsewhere."""

    def __init__(self, rows):
        self.rows = rows
        self.with_countries = defaultdict(set)
        for row in rows["counterparts"]:
            self.with_countries[row["record"]].add(row.get("country"))
        self.region = {row["country"]: row["region"] for row in rows["region_countries"]}
        self.figures = {(row["record"], row["name"]): row["value"] for row in rows["record_figures"]}
        self.instruments = {row["record"]: row for row in rows["instruments"]}
        self.families = {row["code"]: row["family"] for row in rows["mechanisms"]}

    def words(self, record, field):
        code = record["code"]
        if field == "region":
            return {self.region[country] for country in self.with_countries[code] if country}
        if field == "level":
            ranks = [RANKS.index(record[side]) for side in ("level_own", "level_counterpart") if side in record]
            return {RANKS[min(ranks)]} if ranks else set()
        if field.startswith("instrument_"):
            return {self.instruments.get(code, {}).get(field.removeprefix("instrument_"))}
        if field == "mechanism_family":
            return {self.families.get(record.get("mechanism"))}
        return {record.get(field)}

    def counted(self, rule, period):
        found = []
        for record in self.rows["records"]:
            said = record["status"] == "done" and record.get("modality", "asserted") == "asserted"
            exact = record.get("precision", "day") == "day"
            kind = record["kind"] in rule["kinds"] and self.instruments.get(record["code"], {}).get("type") != "set"
            asked = all(self.words(record, clause["field"]) & set(clause["is"]) for clause in rule.get("where", ()))
            if said and exact and kind and asked and self.lies(record, rule, period):
                found.append(record)
        if rule["measure"] == "sum":
            return sum((self.figures.get((record["code"], rule["of"]), Decimal(0)) for record in found), Decimal(0))
        if rule["measure"] == "distinct" and rule["of"] == "country":
            return len(set().union(*(self.with_countries[record["code"]] for record in found)))
        if rule["measure"] == "distinct":
            return len({record[rule["of"]] for record in found})
        return len(found)

    def lies(self, record, rule, period):
        first, last = bounds(period)
        if rule["by"] == "in_force":
            return record["valid_from"] <= last <= record.get("valid_to", date.max)
        return first <= record["starts_on"] <= last and first <= record.get("ends_on", record["starts_on"]) <= last


def bounds(period):
    year, _, part = period.partition("-")
    size = {"": 12, "S": 6, "Q": 3, "M": 1}[part[:1]]
    first = (int(part[1:]) - 1) * size + 1 if part else 1
    last = first + size - 1
    return date(int(year), first, 1), date(int(year), last, monthrange(int(year), last)[1])


def values_in_use(rows):
    found = {}
    for stage in ("reported", "corrected"):
        for row in rows["values"]:
            if row["stage"] == stage and "number" in row:
                found[row["indicator"], row["period"]] = row["number"]
    return found


def test_what_feeds_an_indicator_counts_to_its_value_in_use(any_size):
    counter, values = PlainCounter(any_size), values_in_use(any_size)
    feeding = [row for row in any_size["counting_rules"] if row.get("feeds")]
    assert feeding
    for row in feeding:
        rule = json.loads(row["definition"])
        periods = [period for code, period in values if code == row["indicator"]]
        assert row["covers_from"] == min(int(period[:4]) for period in periods)
        for period in periods:
            assert counter.counted(rule, period) == values[row["indicator"], period], (row["indicator"], period)


def test_every_indicator_is_counted_or_says_why_not(any_size):
    indicators = {row["indicator"] for row in any_size["indicators"]}
    rules = {row["indicator"]: row for row in any_size["counting_rules"]}
    assert set(rules) == indicators
    assert all(bool(rule.get("definition")) != bool(rule.get("why_not")) for rule in rules.values())


def test_every_objective_of_a_ministry_has_an_indicator_that_counts_itself(rows):
    feeding = {row["indicator"].split(".")[2] for row in rows["counting_rules"] if row.get("feeds")}
    assert feeding == {row["indicator"].split(".")[2] for row in rows["counting_rules"]} - {""}


def test_some_counts_differ_from_what_was_reported_in_either_sign(rows):
    counter, values, signs = PlainCounter(rows), values_in_use(rows), set()
    for row in rows["counting_rules"]:
        if row.get("definition") and not row["feeds"]:
            rule = json.loads(row["definition"])
            reported = values.get((row["indicator"], "2023"))
            if reported is not None and rule["measure"] in ("sum", "count"):
                signs.add((counter.counted(rule, "2023") > reported) - (counter.counted(rule, "2023") < reported))
    assert signs >= {1, -1}


def test_references_lead_somewhere_and_countries_exist(any_size):
    known = {
        sheet: {row["code"] for row in any_size[sheet]}
        for sheet in ("records", "units", "missions", "mechanisms", "organisations", "people", "posts", "documents")
    }
    for record in any_size["records"]:
        for column, sheet in (
            ("unit", "units"),
            ("mission", "missions"),
            ("mechanism", "mechanisms"),
            ("parent", "records"),
        ):
            assert record.get(column) is None or record[column] in known[sheet], record
        assert "place_country" not in record or is_country(record["place_country"])
    for sheet in DETAILS:
        assert {row["record"] for row in any_size[sheet]} <= known["records"], sheet
    assert all(is_country(row["country"]) for row in any_size["counterparts"] if "country" in row)
    assert {row["organisation"] for row in any_size["counterparts"] if "organisation" in row} <= known["organisations"]
    assert {row["person"] for row in any_size["participants"] if "person" in row} <= known["people"]
    assert all(row.get("name") or row["post"] for row in any_size["participants"])
    assert {row["document"] for row in any_size["citations"]} <= known["documents"]


def test_people_have_names_of_their_own_and_every_post_somebody(rows):
    names = [row["name"] for row in rows["people"]]
    assert len(set(names)) == len(names)
    assert {row["post"] for row in rows["post_holdings"]} == {row["code"] for row in rows["posts"]}


def test_series_of_sessions_have_one_missing_one_repeated_two_out_of_order_and_one_overdue(any_size):
    series = defaultdict(list)
    for row in any_size["records"]:
        if "mechanism" in row:
            series[row["mechanism"]].append((row["starts_on"], row["ordinal"]))
    back, repeated, missing = 0, 0, []
    for held in series.values():
        ordinals = [ordinal for _, ordinal in sorted(held)]
        back += sum(after < before for before, after in pairwise(ordinals))
        missing += set(range(min(ordinals), max(ordinals))) - set(ordinals)
        repeated += len(ordinals) - len(set(ordinals))
    assert (back, repeated, len(missing)) == (1, 1, 1)
    last_year = int(any_size["plans"][0]["code"][-4:])
    (due,) = [row["code"] for row in any_size["mechanisms"] if row.get("every_months")]
    assert max(day for day, _ in series[due]).year < last_year


def test_quotes_stand_in_the_text_that_they_quote(any_size):
    texts = defaultdict(str)
    for row in any_size["document_passages"]:
        texts[row["document"]] += row["text"] + "\n\n"
    assert any_size["citations"]
    for row in any_size["citations"]:
        assert row.get("prefix", "") + row["exact"] in texts[row["document"]]


@pytest.mark.parametrize(
    ("column", "wanted"),
    [
        ("status", {"done", "planned", "announced", "cancelled"}),
        ("modality", {"negotiated", "hypothetical"}),
        ("precision", {"bounded", "unknown"}),
    ],
)
def test_what_no_count_takes_is_there(any_size, column, wanted):
    assert {row[column] for row in any_size["records"] if column in row} >= wanted
    assert all(row.get("status_reason") for row in any_size["records"] if row["status"] == "cancelled")


def test_instruments_are_at_every_stage_and_a_set_says_more_than_it_names(rows):
    stages = {row["stage"] for row in rows["instruments"]}
    assert stages >= {"agreed_text", "signature_expected", "under_negotiation", "signed", "ratified", "in_force"}
    (whole,) = [row for row in rows["instruments"] if row["type"] == "set"]
    members = [row for row in rows["records"] if row.get("parent") == whole["record"]]
    assert 0 < len(members) < whole["declared"]
    assert {row["status"] for row in rows["commitments"]} == {"not_started", "in_progress", "fulfilled"}
    assert len(rows["negotiation_followups"]) >= 12


def test_a_small_institution_has_a_small_register():
    small = simulate_institution(seed=7, **PLANTED)
    assert 100 < len(small["records"]) < 400
    assert len(simulate_institution(seed=2024)["records"]) < 5_000


def test_everything_of_the_register_that_can_say_it_is_synthetic_does(rows):
    for sheet in ("records", "mechanisms", "documents"):
        assert all(row["synthetic"] is True for row in rows[sheet]), sheet


def test_a_visit_belongs_to_the_unit_of_its_region(rows):
    region = {row["country"]: row["region"] for row in rows["region_countries"]}
    of_record = {row["record"]: region[row["country"]] for row in rows["counterparts"] if row.get("country")}
    units = defaultdict(set)
    for record in rows["records"]:
        if record["kind"] == "visit" and record["code"] in of_record:
            units[of_record[record["code"]]].add(record["unit"])
    assert units["europa"] <= {"DGE"}
    assert units["africa_medio_oriente"] <= {"DGAM", "DGE"}, "Turkey belongs to the unit of Europe"
    assert units["america_del_sur"] == {"DGA"}
