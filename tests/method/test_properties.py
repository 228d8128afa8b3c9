"""What must hold for any values, on generated data."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from quipu.method import (
    Accumulation,
    Computed,
    Direction,
    NoData,
    Trace,
    across_periods,
    institution_mean,
    level_of,
    load_edition,
    physical_to_month,
    progress_type_1,
    progress_type_2,
    reproduced,
    round_half_up,
    upward,
)

EDITION = load_edition("2024")
DIVIDING = (Direction.ASCENDING, Direction.DESCENDING)
numbers = st.decimals(min_value=0, max_value=10**9, places=3, allow_nan=False, allow_infinity=False)
positive = numbers.filter(lambda value: value > 0)
missing = st.one_of(st.none(), st.builds(NoData, st.text(max_size=8)))
cells = st.one_of(numbers, st.just(Decimal(0)), missing)
directions = st.sampled_from(Direction)


def percent(vo: Decimal, le: Decimal, direction: Direction) -> Fraction:
    outcome = progress_type_1(vo, le, direction, edition=EDITION)
    assert isinstance(outcome, Computed)
    return outcome.capped_exact


@given(cells, cells, directions)
def test_the_outcome_is_one_of_four_and_its_trace_survives_storage(vo: object, le: object, way: Direction) -> None:
    outcome = progress_type_1(vo, le, way, edition=EDITION)  # type: ignore[arg-type]
    assert outcome.outcome in {"computed", "not_programmed", "not_reported", "undefined"}
    assert outcome.outcome == "computed" or outcome.reason
    for language in ("en", "es"):
        assert Trace.from_dict(outcome.trace.to_dict()).sentence(language) == outcome.trace.sentence(language)


@given(missing, cells, directions)
def test_a_missing_value_never_gives_a_number(vo: object, le: object, way: Direction) -> None:
    outcome = progress_type_1(vo, le, way, edition=EDITION)  # type: ignore[arg-type]
    assert outcome.outcome in {"not_reported", "not_programmed"}
    assert level_of(outcome, EDITION.scale("actions")) is None
    assert isinstance(vo, NoData) is False or outcome.outcome == "not_reported"


@given(numbers, missing, directions)
def test_a_missing_target_never_gives_a_number(vo: Decimal, le: object, way: Direction) -> None:
    assert progress_type_1(vo, le, way, edition=EDITION).outcome != "computed"  # type: ignore[arg-type]


@given(numbers, positive, directions)
def test_capped_progress_is_bounded_and_agrees_with_raw_inside(vo: Decimal, le: Decimal, way: Direction) -> None:
    outcome = progress_type_1(vo, le, way, edition=EDITION)
    assert isinstance(outcome, Computed)
    assert 0 <= outcome.capped <= 100
    assert (outcome.raw is None) == outcome.raw_unbounded == (way is Direction.DESCENDING and vo == 0)
    if outcome.raw is not None and outcome.raw <= 100:
        assert outcome.raw == outcome.capped


@given(numbers, numbers, positive, directions)
def test_doing_better_never_lowers_progress(one: Decimal, other: Decimal, le: Decimal, way: Direction) -> None:
    low, high = sorted((one, other))
    worse, better = (low, high) if way.more_is_better else (high, low)
    assert percent(worse, le, way) <= percent(better, le, way)


@given(numbers, positive, positive, directions)
def test_progress_does_not_depend_on_the_unit(vo: Decimal, le: Decimal, factor: Decimal, way: Direction) -> None:
    scaled_vo, scaled_le = Fraction(vo) * Fraction(factor), Fraction(le) * Fraction(factor)
    plain = progress_type_1(vo, le, way, edition=EDITION)
    scaled = progress_type_1(scaled_vo, scaled_le, way, edition=EDITION)
    assert isinstance(plain, Computed)
    assert isinstance(scaled, Computed)
    assert (plain.exact, plain.capped) == (scaled.exact, scaled.capped)


@given(st.integers(min_value=0, max_value=10**7), st.sampled_from([8, 40, 80, 200, 320, 800, 1600]))
def test_ties_round_up(odd: int, le: int) -> None:
    # (2n + 1) / 200 percent is always half-way between two figures of two places.
    vo = Fraction((2 * odd + 1) * le, 20000)
    outcome = progress_type_1(vo, le, Direction.ASCENDING, edition=EDITION)
    assert isinstance(outcome, Computed)
    assert outcome.raw == Decimal(odd + 1).scaleb(-2)


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=7), st.integers(min_value=0, max_value=6))
def test_rounding_agrees_with_the_decimal_standard(value: Decimal, places: int) -> None:
    with localcontext() as context:
        context.prec = 60
        assert round_half_up(value, places) == value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


@given(st.integers(min_value=0, max_value=10**6), st.integers(min_value=1, max_value=10**6))
def test_level_is_decided_by_cross_multiplication(vo: int, le: int) -> None:
    level = level_of(progress_type_1(vo, le, Direction.ASCENDING, edition=EDITION), EDITION.scale("actions"))
    expected = "high" if 100 * vo >= 95 * le else "medium" if 100 * vo >= 75 * le else "low"
    assert level is not None
    assert level.code == expected


pairs = st.lists(st.tuples(cells, cells), min_size=1, max_size=12)


@given(pairs, st.randoms(use_true_random=False))
def test_means_do_not_depend_on_the_order(rows: list[tuple[object, object]], random: object) -> None:
    outcomes = [progress_type_1(vo, le, Direction.ASCENDING, edition=EDITION) for vo, le in rows]  # type: ignore[arg-type]
    shuffled = list(outcomes)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    for join in (institution_mean, lambda items, edition: upward(items, "simple_mean", edition=edition)):
        first, second = join(outcomes, edition=EDITION), join(shuffled, edition=EDITION)
        assert (first.exact, first.assessable, first.total) == (second.exact, second.assessable, second.total)
        computed = sum(item.outcome == "computed" for item in outcomes)
        assert first.assessable == computed
        assert first.total == len(rows)
        assert (first.value is None) == (computed == 0)


@given(st.lists(cells, min_size=1, max_size=12), st.sampled_from(Accumulation))
def test_joining_periods_ignores_what_is_missing_and_counts_it(values: list[object], form: Accumulation) -> None:
    joined = across_periods(values, form, edition=EDITION)  # type: ignore[arg-type]
    present = [value for value in values if isinstance(value, Decimal)]
    assert (joined.assessable, joined.total) == (len(present), len(values))
    assert joined.exact == across_periods(present, form, edition=EDITION).exact
    assert (joined.value is None) == (not present)


@given(st.lists(st.tuples(cells, positive), min_size=12, max_size=12), st.integers(min_value=1, max_value=12))
def test_an_unreported_month_never_counts_as_zero(rows: list[tuple[object, Decimal]], month: int) -> None:
    done, due = [row[0] for row in rows], [row[1] for row in rows]
    outcome = physical_to_month(done, due, month, edition=EDITION)  # type: ignore[arg-type]
    reported = all(isinstance(value, Decimal) for value in done[:month])
    assert (outcome.outcome == "computed") == reported


@given(numbers, numbers, numbers)
def test_type_2_reads_the_same_from_both_sides(vo: Decimal, le: Decimal, lb: Decimal) -> None:
    up = progress_type_2(vo, le, lb, Direction.ASCENDING, False, reference="same_period", edition=EDITION)
    down = progress_type_2(-vo, -le, -lb, Direction.DESCENDING, False, reference="same_period", edition=EDITION)
    assert up.outcome == down.outcome or 0 in (vo, le)
    if isinstance(up, Computed) and isinstance(down, Computed):
        assert up.exact == down.exact


@given(positive, positive, st.integers(min_value=0, max_value=4))
def test_what_is_printed_from_the_result_is_reproduced(vo: Decimal, le: Decimal, places: int) -> None:
    outcome = progress_type_1(vo, le, Direction.ASCENDING, edition=EDITION)
    assert isinstance(outcome, Computed)
    assert outcome.exact is not None
    printed = round_half_up(outcome.exact, places)
    assert reproduced(f"{printed:f}", outcome.exact, outcome.capped_exact) is True
    off = printed + 2 * Decimal(1).scaleb(-places)
    assert reproduced(f"{off:f}", outcome.exact, None) is False
