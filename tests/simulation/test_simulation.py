"""The fictional institution: the same from the same seed, complete, and with the cases that it is there to show."""

import re
import time
from collections import Counter, defaultdict
from decimal import Decimal

import pytest

from quipu.simulation import SizeError, simulate_institution

SMALL = {"years": 4, "objectives": 3, "actions": 9, "activities": 40}


@pytest.fixture(scope="module")
def rows():
    return simulate_institution(seed=2024)


def of_version(rows, sheet, number):
    return [{k: v for k, v in row.items() if k != "version"} for row in rows[sheet] if row["version"] == number]


def test_the_same_seed_gives_the_same_rows():
    assert simulate_institution(seed=7, **SMALL) == simulate_institution(seed=7, **SMALL)


def test_another_seed_gives_other_values_and_the_same_shape():
    one, two = simulate_institution(seed=1, **SMALL), simulate_institution(seed=2, **SMALL)
    assert one["values"] != two["values"]
    assert len(one["activities"]) == len(two["activities"])
    assert [row["code"] for row in one["objectives"]] == [row["code"] for row in two["objectives"]]


def test_the_default_size_is_that_of_one_ministry(rows):
    latest = max(row["number"] for row in rows["versions"])
    assert len(of_version(rows, "objectives", latest)) == 8
    assert len(of_version(rows, "actions", latest)) == 40
    assert Counter(row["year"] for row in rows["activities"]) == dict.fromkeys(range(2020, 2025), 441)


@pytest.mark.parametrize(
    "size",
    [
        {"years": 3, "objectives": 1, "actions": 1, "activities": 1},
        {"years": 10, "objectives": 8, "actions": 40, "activities": 441},
        {"years": 3, "objectives": 12, "actions": 100, "activities": 900},
    ],
)
def test_other_sizes_have_the_counts_asked_for(size):
    rows = simulate_institution(seed=3, first_year=2015, slug="otra", **size)
    assert rows["institution"][0]["slug"] == "otra"
    assert len(of_version(rows, "objectives", 3)) == size["objectives"]
    assert len(of_version(rows, "actions", 3)) == size["actions"]
    assert len(rows["activities"]) == size["activities"] * size["years"]


def test_ten_years_are_made_in_seconds():
    start = time.perf_counter()
    simulate_institution(seed=1, years=10)
    assert time.perf_counter() - start < 10


@pytest.mark.parametrize(
    "size",
    [{"years": 2}, {"objectives": 0}, {"objectives": 100}, {"actions": 7}, {"activities": 39}, {"activities": 100_000}],
)
def test_an_impossible_size_is_refused_with_its_bounds(size):
    with pytest.raises(SizeError) as caught:
        simulate_institution(seed=1, **size)
    assert caught.value.code == "simulation.size"
    assert caught.value.remedy


def test_the_extended_version_only_adds_years(rows):
    updated, extended = rows["versions"][1:]
    assert (extended["kind"], extended["based_on"]) == ("extended", updated["number"])
    assert (extended["start_year"], extended["end_year"]) == (updated["start_year"], updated["end_year"] + 1)
    assert extended["mission"] == updated["mission"]
    for sheet in ("objectives", "alignments", "actions", "indicators", "responsibles"):
        assert of_version(rows, sheet, extended["number"]) == of_version(rows, sheet, updated["number"]), sheet
    before, after = (of_version(rows, "targets", version["number"]) for version in (updated, extended))
    assert all(target in after for target in before[:200])
    added = [target for target in after if not target["period"].startswith(str(extended["end_year"]))]
    assert added == before


def test_the_updated_version_changes_what_it_says_it_changes(rows):
    first, second = (of_version(rows, "indicators", number) for number in (1, 2))
    changed = {row["indicator"] for row in second if row.get("direction_change_reason")}
    directions = {row["indicator"]: row["direction"] for row in first}
    assert changed == {
        row["indicator"] for row in second if directions.get(row["indicator"], row["direction"]) != row["direction"]
    }
    assert len(changed) == 1
    assert len(first) == len(second) - 1
    assert of_version(rows, "targets", 1) != of_version(rows, "targets", 2)


@pytest.mark.parametrize(
    ("column", "wanted"),
    [
        ("direction", {"ascending", "descending", "maximum_permissible", "minimum_permissible"}),
        ("accumulation", {"sum", "last", "mean", "maximum"}),
        ("periodicity", {"year", "semester", "quarter", "month"}),
        ("relevance", {"1", "2"}),
        ("results_level", {"activity", "product", "outcome"}),
        ("unit_kind", {"number", "percentage", "index", "rate", "rate_of_change"}),
    ],
)
def test_every_kind_of_indicator_is_there(rows, column, wanted):
    assert {row[column] for row in rows["indicators"]} == wanted


def test_every_kind_of_value_is_there(rows):
    assert {row["value_type"] for row in rows["values"]} == {"number", "ratio", "ordinal", "text", "no_data"}
    assert {row["stage"] for row in rows["values"]} == {"reported", "corrected"}
    assert all(row.get("reason") for row in rows["values"] if row["stage"] == "corrected")
    measured = {row["indicator"] for row in rows["values"] if row["period"].startswith("2024")}
    assert {row["indicator"] for row in rows["indicators"]} - measured, "one has no row at all in the last year"
    assert [row for row in rows["overrides"] if row["reason"]]


def test_a_product_indicator_on_an_objective_also_measures_an_action(rows):
    sheets = [row for row in rows["indicators"] if row["version"] == 3]
    twice = [name for name, times in Counter(row["name"] for row in sheets).items() if times == 2]
    shared = [row for row in sheets if row["name"] in twice]
    assert {row["element_code"][:3] for row in shared} == {"OEI", "AEI"}
    assert {row["results_level"] for row in shared} == {"product"}


def test_a_target_stands_over_half_again_the_best_of_the_series(rows):
    target = next(
        r for r in rows["targets"] if (r["version"], r["indicator"], r["period"]) == (3, "IND.AEI.01.01", "2024")
    )
    best = max(row["number"] for row in rows["values"] if row["indicator"] == "IND.AEI.01.01")
    assert target["number"] > best * Decimal("1.5")


def test_parts_add_up_to_their_value(rows):
    values = {(row["indicator"], row["period"], row["stage"]): row.get("number") for row in rows["values"]}
    alone, crossed = defaultdict(Decimal), defaultdict(Decimal)
    for row in rows["parts"]:
        key = (row["indicator"], row["period"], row["stage"])
        if "crossed_category" in row:
            crossed[key] += row["number"]
        else:
            alone[key] += row["number"]
    assert crossed
    assert all(total == values[key] for total_of in (alone, crossed) for key, total in total_of.items())
    retired = {(row["indicator"], row["category"]) for row in rows["disaggregations"] if row["retired"]}
    assert {(row["indicator"], row["category"]) for row in rows["parts"]} >= retired != set()


def test_parts_of_a_year_accumulate_to_less_than_wild_figures(rows):
    ratios = []
    targets = {(row["indicator"], row["period"]): row.get("number") for row in rows["targets"] if row["version"] == 3}
    for row in rows["values"]:
        target = targets.get((row["indicator"], row["period"]))
        if target and row["value_type"] == "number":
            ratios.append(row["number"] / target)
    assert min(ratios) > Decimal("0.25") and max(ratios) < 2


def test_activities_show_the_cases_that_watches_look_for(rows):
    amounts = defaultdict(dict)
    for row in rows["amounts"]:
        if row["year"] == 2024:
            months = [value for key, value in row.items() if re.fullmatch(r"m\d\d", key)]
            amounts[row["code"]][row["measure"], row["phase"]] = months
    executed, current = ("physical", "executed"), ("physical", "reprogrammed")
    assert any(current not in found and sum(found.get(executed, [0])) > 0 for found in amounts.values()), "unprogrammed"
    assert any(sum(found.get(current, [1])) == 0 for found in amounts.values()), "reprogrammed to zero"
    assert any(len(found.get(executed, [0] * 12)) == 10 for found in amounts.values()), "months without a report"
    assert any(("financial", "executed") not in found for found in amounts.values()), "no budget"
    assert any(not row["active"] for row in rows["activities"]), "cancelled"
    divergent = next(row["code"] for row in rows["activities"] if row["action"] == "AEI.01.02")
    assert sum(amounts[divergent][executed]) / sum(amounts[divergent][current]) == Decimal("0.25")
    assert {row["accumulation"] for row in rows["activities"]} == {"sum", "last", "mean", "maximum"}


def test_activities_of_a_year_have_distinct_names_and_codes(rows):
    last = [row for row in rows["activities"] if row["year"] == 2024]
    assert len({row["name"] for row in last}) == len({row["code"] for row in last}) == len(last)
    assert not [row["name"] for row in last if re.search(r"\b(de|a) el\b|  |\{|\}", row["name"])]


def test_some_published_figures_are_not_reproduced_and_say_so(rows):
    noted = [row for row in rows["published"] if row.get("note")]
    assert 0 < len(noted) < len(rows["published"]) / 2


def test_everything_that_can_say_it_is_synthetic_does(rows):
    for sheet in ("institution", "indicators", "values", "activities"):
        assert all(row["synthetic"] is True for row in rows[sheet]), sheet


def test_no_figure_is_typed_in_the_narrative(rows):
    for row in rows["narratives"]:
        words = re.sub(r"\[\[.*?\]\]|\b(OEI|AEI)\.\d\d(\.\d\d)?|\b20\d\d\b", "", row["body"])
        assert not re.search(r"\d|\{|\}", words), (row["section"], words)


def test_both_reports_have_every_section(rows):
    sections = defaultdict(set)
    for row in rows["narratives"]:
        sections[row["report"]].add(row["section"])
    assert sections["monitoring"] == {"resumen", "logros", "limitaciones", "medidas"}
    chosen = {row["element_code"] for row in rows["prioritised"]}
    deep = {f"{'objetivo' if code.startswith('OEI') else 'accion'}:{code}" for code in chosen}
    general = (
        "resumen mision ruta objetivos_evaluacion criterios metodologia_cuantitativa metodologia_cualitativa "
        "valoracion_plan estado_acciones recomendaciones_previas conclusiones recomendaciones"
    )
    assert sections["evaluation"] == deep | set(general.split())
