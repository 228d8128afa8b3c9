"""Both practices of an institution's execution equal the method, ties and thresholds included."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest
from tests.engine.rows import cells, table_of
from tests.method.test_editions import trial

from quipu.engine.connection import connect, open_arrow
from quipu.engine.errors import EngineError
from quipu.engine.execution import physical_to_month
from quipu.engine.institution import institution_mean
from quipu.engine.running import compute_institution_mean, compute_institution_ratio
from quipu.method import (
    Accumulation,
    Aggregate,
    amounts_to_month,
    institution_ratio,
    level_of,
    load_edition,
    load_edition_file,
)
from quipu.method import (
    institution_mean as mean_by_method,
)
from quipu.method import (
    physical_to_month as physical_by_method,
)

EDITION = load_edition("2024")
SCALE = EDITION.scale_for("operational_activity")
DATABASE = connect()
LARGEST = Decimal("99999999999.9999")
Months = tuple[Accumulation, list[Decimal | None], list[Decimal | None]]
Institutions = dict[str, Sequence[Months]]


def executions(institutions: Institutions, month: int) -> object:
    rows = [
        {
            "institution": name,
            "activity": code,
            "accumulation": form.value,
            "month": index,
            **cells("executed", done[index - 1]),
            **cells("reprogrammed", due[index - 1]),
        }
        for name, activities in institutions.items()
        for code, (form, done, due) in enumerate(activities)
        for index in range(1, len(done) + 1)
    ]
    table = open_arrow(table_of(rows))
    return physical_to_month(table, month, edition=EDITION, keys=("institution", "activity"))


def said(aggregate: Aggregate) -> tuple[object, ...]:
    level = level_of(aggregate, SCALE)
    return (aggregate.value, level.code if level else None, aggregate.assessable, aggregate.total)


def assert_equal(institutions: Institutions, month: int) -> None:
    found = executions(institutions, month)
    for compute, join in (
        (compute_institution_mean, lambda items: mean_by_method([item[0] for item in items], edition=EDITION)),
        (compute_institution_ratio, lambda items: institution_ratio([item[1] for item in items], edition=EDITION)),
    ):
        rows = compute(DATABASE, found, by=["institution"], edition=EDITION).to_pylist()  # type: ignore[arg-type]
        answers = {
            row["institution"]: tuple(row[key] for key in ("value", "level", "assessable", "total")) for row in rows
        }
        for name, activities in institutions.items():
            items = [
                (
                    physical_by_method(done, due, month, form, edition=EDITION),
                    amounts_to_month(done, due, month, form, edition=EDITION),
                )
                for form, done, due in activities
            ]
            assert answers[name] == said(join(items)), (compute.__name__, name)


def single(done: str | None, due: str | None) -> Months:
    pair = [None if text is None else Decimal(text) for text in (done, due)]
    return (Accumulation.SUM, [pair[0]], [pair[1]])


def test_ties_thresholds_and_institutions_without_anything_assessable() -> None:
    cases: Institutions = {
        "tie of thirds: 66.665": [
            single("2", "3"),
            single("1999.9", "3000"),
            *[single("1", "3"), single("2", "3")] * 2,
        ],
        "one tie": [single("12.345", "100")],
        "mean on 95": [single("90", "100"), single("1", "1")],
        "mean on 75, by thirds": [single("2", "3"), single("2.5", "3")],
        "just below 75": [single("2", "3"), single("2.4999", "3")],
        "everything capped": [single("30", "20"), single("9", "1")],
        "nothing assessable": [single(None, "5"), single("3", None)],
        "zero": [single("0", "5"), single("0", "7")],
        "tiny": [single("0.0001", "99999999999.9999"), single("0.0001", "99999999999.9998")],
    }
    assert_equal(cases, 1)
    mean = DATABASE.to_pyarrow(institution_mean(executions(cases, 1), by=["institution"], edition=EDITION, scale=SCALE))  # type: ignore[arg-type]
    undecided = {row["institution"] for row in mean.to_pylist() if row["undecided"]}
    assert "mean on 75, by thirds" in undecided
    assert not undecided & {"one tie", "mean on 95", "nothing assessable", "everything capped", "zero"}


def test_random_institutions_of_every_accumulation() -> None:
    random = Random(441)  # noqa: S311

    def cell(size: int) -> Decimal | None:
        places = 4 if size > 20 else random.choice([0, 0, 2, 4])
        return None if random.random() < 0.1 else Decimal(random.randrange(size)).scaleb(-places)

    def activity() -> Months:
        months = random.choice([20, 20, 10**15])
        return (random.choice(list(Accumulation)), [cell(months) for _ in range(6)], [cell(months) for _ in range(6)])

    assert_equal({f"unidad {number}": [activity() for _ in range(random.randrange(1, 40))] for number in range(60)}, 6)


def test_the_largest_amounts() -> None:
    large, least = [LARGEST] * 12, [Decimal("0.0001")] * 12
    activities: list[Months] = [(form, list(large), list(due)) for form in Accumulation for due in (large, least)]
    assert_equal({"todas": activities, "una": activities[1:2], "mil": activities * 125}, 12)


def test_more_places_than_the_sum_keeps_are_refused(tmp_path: Path) -> None:
    edition = load_edition_file(trial(tmp_path, ('value = "2"', 'value = "9"')))
    with pytest.raises(EngineError) as refusal:
        institution_mean(executions({"una": [single("1", "2")]}, 1), by=["institution"], edition=edition, scale=SCALE)  # type: ignore[arg-type]
    assert refusal.value.code == "engine.places"
