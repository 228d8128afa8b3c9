"""The register of the real institution: the meetings and instruments of its report, each with its evidence."""

import json
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from quipu.apps.register.counting.definition import parse_definition
from quipu.documents import joined_text
from quipu.language import is_country
from quipu.workbook.reading import read_workbook

MRE = Path(__file__).parents[2] / "demo" / "mre"
DONE_TYPES = {"signed", "adopted"}


@pytest.fixture(scope="module")
def rows():
    return read_workbook(MRE).rows_by_sheet


def records(rows, first):
    return {row["code"]: row for row in rows["records"] if row["code"].startswith(first)}


def test_there_are_39_meetings_and_60_instruments(rows):
    assert len(records(rows, "M")) == 39
    assert set(records(rows, "I")) == {row["record"] for row in rows["instruments"]}
    assert len(rows["instruments"]) == 60
    kinds = Counter(row["kind"] for row in records(rows, "M").values())
    assert kinds["visit"] == 8
    assert kinds["binational_cabinet"] == kinds["high_level_dialogue"] == kinds["forum"] == kinds["conference"] == 1


def test_every_record_has_words_of_a_document_that_prove_it(rows):
    texts = {}
    for row in rows["document_passages"]:
        texts.setdefault(row["document"], []).append(row["text"])
    proved = set()
    for citation in rows["citations"]:
        if citation["exact"] is not None:
            text = joined_text(texts[citation["document"]])
            assert f"{citation['prefix'] or ''}{citation['exact']}{citation['suffix'] or ''}" in text, citation
            proved.add(citation["record"])
        else:
            assert citation["locator"]
    assert proved == {row["code"] for row in rows["records"]}


def test_what_quipu_wrote_says_so(rows):
    with_text = {row["document"] for row in rows["document_passages"]}
    documents = {row["code"]: row for row in rows["documents"]}
    assert len(with_text) == 5
    for code in with_text:
        assert documents[code]["title"].startswith("Transcripción hecha por Quipu")
        assert documents[code]["issuer"].startswith("Quipu")
    links = [row for row in rows["documents"] if row["code"] not in with_text]
    assert all(row["url"] for row in links if row["kind"] == "declaration")


def test_only_what_came_about_is_done(rows):
    found = records(rows, "I")
    stages = {row["record"]: row["stage"] for row in rows["instruments"]}
    done = {code for code, row in found.items() if row["status"] == "done"}
    assert len(done) == 45
    assert {stages[code] for code in done} == DONE_TYPES
    assert all(found[code]["modality"] == "asserted" for code in done)
    pending = set(found) - done
    assert all(found[code]["starts_on"] is None and found[code]["precision"] == "unknown" for code in pending)
    assert {stages[code] for code in ("I55", "I56")} == {"under_negotiation"}
    assert stages["I51"] == "signature_expected"


def test_dates_are_as_exact_as_the_report(rows):
    found = records(rows, "M")
    assert {code for code, row in found.items() if row["precision"] != "day"} == {"M04", "M12", "M14", "M30", "M39"}
    assert all("El informe no" in found[code]["source"] for code in ("M04", "M12", "M14", "M30", "M39"))
    assert all(row["starts_on"].year == 2024 for row in found.values())
    assert (found["M13"]["starts_on"], found["M13"]["ends_on"]) == (date(2024, 6, 26), date(2024, 6, 29))


def test_declared_quantities_and_sets(rows):
    declared = {row["record"]: row["declared"] for row in rows["instruments"] if row["declared"]}
    assert declared == {"I03": 49, "I04": 14, "I10": 14, "I14": 28, "I17": 61, "I25": 11, "I37": 8}
    sets = {row["record"] for row in rows["instruments"] if row["type"] == "set"}
    members = Counter(row["parent"] for row in rows["records"] if row["parent"] in sets)
    assert members == {"I10": 2, "I25": 11, "I37": 8}
    assert not {row["record"] for row in rows["instrument_steps"]} & sets


def test_both_parties_of_what_was_signed_have_their_act(rows):
    steps = {}
    for row in rows["instrument_steps"]:
        steps.setdefault(row["record"], set()).add(row["party"])
    assert all(len(parties) == 2 and "PER" in parties for parties in steps.values())
    assert {row["on"] for row in rows["instrument_steps"] if row["record"] == "I02"} == {date(2024, 5, 13)}


def test_a_mechanism_is_one_counterpart_family_and_level(rows):
    keys = [(row["country"], row["family"], row["level"]) for row in rows["mechanisms"]]
    assert len(keys) == len(set(keys)) == 28
    assert {row["family"] for row in rows["mechanisms"]} >= {"consultas políticas", "consultas bilaterales"}
    used = [row["mechanism"] for row in rows["records"] if row["mechanism"]]
    assert len(used) == len(set(used)) == 28


def test_countries_lie_in_one_region_and_paraguay_in_the_south(rows):
    places = {row["country"]: row["region"] for row in rows["region_countries"]}
    assert len(places) == len(rows["region_countries"])
    assert places["PRY"] == "america-sur"
    assert all(map(is_country, places))
    assert {row["country"] for row in rows["counterparts"] if row["country"]} <= set(places)
    assert "Centroamérica" in records(rows, "M")["M10"]["summary"]


def test_every_indicator_is_counted_or_says_why_not(rows):
    rules = {row["indicator"]: row for row in rows["counting_rules"]}
    assert set(rules) == {row["indicator"] for row in rows["indicators"]}
    for row in rules.values():
        assert (row["definition"] is None) == bool(row["why_not"])
        assert not row["feeds"]
        if row["definition"]:
            parse_definition(row["definition"])
            text = json.dumps(json.loads(row["definition"]), sort_keys=True, ensure_ascii=False)
            assert row["definition"] == text
    counted = {code for code, row in rules.items() if row["definition"]}
    assert counted == {"IND.OEI.01", "IND.OEI.08", *(f"IND.AEI.01.0{number}" for number in (3, 4, 5, 6))}


def test_own_words_say_where_in_the_report_they_are(rows):
    for row in rows["document_passages"]:
        if row["kind"] == "paragraph":
            assert re.search(r"Lugar en el informe: sección \S+, líneas? \d", row["text"]), row["text"]
