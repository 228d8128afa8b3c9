"""Editions are data: another file changes the rules' values, and a faulty one is refused with its place."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import pytest

from quipu.errors import QuipuError
from quipu.method import (
    RULES,
    Computed,
    Direction,
    Mark,
    MethodError,
    Outcome,
    editions,
    explain_level,
    level_of,
    load_edition,
    load_edition_file,
    number,
    physical_to_month,
    progress_type_1,
)

TEXT = resources.files("quipu.method.editions").joinpath("2024.toml").read_text(encoding="utf-8")


def trial(folder: Path, *changes: tuple[str, str]) -> Path:
    text = TEXT.replace('code = "2024"', 'code = "trial"', 1)
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    file = folder / "trial.toml"
    file.write_text(text, encoding="utf-8")
    return file


def compute(edition_file: Path, vo: str, le: str, way: Direction) -> Outcome:
    return progress_type_1(number(vo), number(le), way, edition=load_edition_file(edition_file))


def test_the_edition_states_every_rule_and_every_value_with_its_source() -> None:
    edition = load_edition("2024")
    assert "2024" in editions()
    assert set(edition.rules) == set(RULES)
    assert {key for rule in RULES.values() for key in rule.settings} == set(edition.settings)
    everything = [*edition.rules.values(), *(item.reference for item in edition.settings.values())]
    assert all(reference.title for reference in everything)


def test_the_95_threshold_has_its_source() -> None:
    scale = load_edition("2024").scale_for("strategic_action")
    assert scale.level("high").bound == 95
    assert (scale.reference.place("es"), scale.reference.page, scale.reference.mark) == ("tabla 7", "18", Mark.PRACTICE)
    said = explain_level(number("90.74"), scale)
    assert said == "75 <= 90.74 < 95: medium; scale actions, edition 2024, table 7 (practice)"
    assert "94.996 < 95" in explain_level(number("94.996"), scale)


def test_another_edition_changes_rounding_and_thresholds(tmp_path: Path) -> None:
    file = trial(tmp_path, ('value = "2"', 'value = "1"'), ('at_least = "95"', 'at_least = "90"'))
    outcome = compute(file, "17268", "19030", Direction.ASCENDING)
    assert isinstance(outcome, Computed)
    assert str(outcome.raw) == "90.7"
    assert "edition trial, table 5" in outcome.trace.sentence()
    level = level_of(outcome, load_edition_file(file).scale("actions"))
    assert level is not None
    assert level.code == "high"


def test_a_zero_maximum_is_a_target_unless_the_edition_says_no(tmp_path: Path) -> None:
    file = trial(tmp_path)
    met = compute(file, "0", "0", Direction.MAXIMUM_PERMISSIBLE)
    failed = compute(file, "1", "0", Direction.MAXIMUM_PERMISSIBLE)
    assert isinstance(met, Computed)
    assert isinstance(failed, Computed)
    assert (met.capped, failed.capped) == (100, 0)
    assert compute(file, "0", "0", Direction.DESCENDING).outcome == "not_programmed"
    without = trial(tmp_path, ('value = "yes"', 'value = "no"'))
    assert compute(without, "0", "0", Direction.MAXIMUM_PERMISSIBLE).outcome == "not_programmed"


def test_an_edition_may_leave_unreported_months_out_of_both_sums(tmp_path: Path) -> None:
    edition = load_edition_file(trial(tmp_path, ('value = "not_reported"', 'value = "reported_only"')))
    outcome = physical_to_month([1, None, 2], [2, 9, 2], 3, edition=edition)
    assert isinstance(outcome, Computed)
    assert outcome.capped == 75
    assert physical_to_month([None, None], [2, 2], 2, edition=edition).outcome == "not_reported"


def test_a_new_scale_is_one_table(tmp_path: Path) -> None:
    file = trial(tmp_path)
    guide = (Path(__file__).parents[2] / "docs/method/levels.md").read_text(encoding="utf-8")
    snippets = [part.split("```")[0] for part in guide.split("```toml")[1:]]
    assert len(snippets) == 2
    file.write_text(file.read_text(encoding="utf-8") + "\n".join(snippets), encoding="utf-8")
    level = level_of(number("90"), load_edition_file(file).scale_for("museum"))
    assert level is not None
    assert level.label("es") == "alto"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('mark = "official"', 'mark = "certain"', "mark 'certain'"),
        ('source = "backlog"', 'source = "hearsay"', "source 'hearsay'"),
        ('value = "25"', "value = 25.5", "between quotes"),
        ('at_least = "75"', 'at_least = "96"', "bounds must fall"),
        ('at_least = "75"', 'at_least = "many"', "'many' is not a number"),
        ('scale = "objectives"', 'scale = "absent"', "no scale 'absent'"),
        ('title_es = "', 'titulo = "', "title_es is missing"),
        ('code = "trial"', "code = ", "trial.toml"),
    ],
)
def test_a_faulty_edition_is_refused_with_its_place(tmp_path: Path, old: str, new: str, said: str) -> None:
    with pytest.raises(MethodError) as refusal:
        load_edition_file(trial(tmp_path, (old, new)))
    assert said in str(refusal.value)
    assert "trial.toml" in refusal.value.where
    assert refusal.value.code == "method.edition"


def test_what_is_absent_is_named() -> None:
    edition = load_edition("2024")
    for ask in (
        lambda: load_edition("1999"),
        lambda: load_edition_file("/absent.toml"),
        lambda: edition.scale("absent"),
        lambda: edition.scale_for("absent"),
        lambda: edition.setting("absent"),
        lambda: edition.reference("absent"),
    ):
        with pytest.raises(QuipuError) as refusal:
            ask()
        assert "absent" in str(refusal.value) or "1999" in str(refusal.value)
