"""Watches over a plan: what does not fit together and deserves a look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from quipu.method.aggregation import join_exact
from quipu.method.directions import Accumulation, Direction
from quipu.method.editions import Edition
from quipu.method.exact import Exact, Value, fraction, is_number, write_number
from quipu.method.findings import Finding, find
from quipu.method.levels import exact_of
from quipu.method.outcomes import Outcome


class ElementKind(StrEnum):
    """What an indicator measures."""

    OBJECTIVE = "objective"
    STRATEGIC_ACTION = "strategic_action"
    OPERATIONAL_ACTIVITY = "operational_activity"


class ChainLevel(StrEnum):
    """Level of an indicator in the results chain (*cadena de resultados*)."""

    INPUT = "input"
    ACTIVITY = "activity"
    PRODUCT = "product"
    OUTCOME = "outcome"


@dataclass(frozen=True, slots=True)
class MeasuredElement:
    """An element of a plan with one of its indicators.

    Attributes:
        code: code of the element, such as `AEI.05.01`.
        kind: objective, strategic action or operational activity.
        indicator: what identifies the indicator: its code, or its name where two codes name the same one.
        chain_level: level in the results chain, or None when not declared.
        parent: code of the element above, or None.
    """

    code: str
    kind: ElementKind
    indicator: str
    chain_level: ChainLevel | None = None
    parent: str | None = None


def watch_product_indicators(elements: Sequence[MeasuredElement], *, edition: Edition) -> tuple[Finding, ...]:
    """Finds objectives measured by an indicator of a product instead of an outcome."""
    return tuple(
        find(
            "coherence.product_indicator",
            (element.code,),
            (
                f"{element.code} is an objective and is measured by a product indicator.",
                f"{element.code} es un objetivo y se mide con un indicador de producto.",
            ),
            edition=edition,
            figures={"indicator": element.indicator},
        )
        for element in elements
        if element.kind is ElementKind.OBJECTIVE and element.chain_level is ChainLevel.PRODUCT
    )


def watch_shared_indicators(elements: Sequence[MeasuredElement], *, edition: Edition) -> tuple[Finding, ...]:
    """Finds elements measured by the same indicator as the element above them.

    Two names are the same indicator when they read alike or when one continues the other ("people assisted", "people
    assisted abroad"): plans often lengthen a name when they repeat its indicator a level below.
    """
    above: dict[str, list[str]] = {}
    for element in elements:
        above.setdefault(element.code, []).append(_name(element.indicator))
    return tuple(
        find(
            "coherence.shared_indicator",
            (element.parent, element.code),
            (
                f"{element.parent} and {element.code} are measured by the same indicator.",
                f"{element.parent} y {element.code} se miden con el mismo indicador.",
            ),
            edition=edition,
            figures={"indicator": element.indicator},
        )
        for element in elements
        if element.parent is not None
        and any(_continues(_name(element.indicator), name) for name in above.get(element.parent, ()))
    )


def watch_divergence(
    action: str,
    progress: Outcome | Exact | None,
    activities: Mapping[str, Outcome | Exact | None],
    *,
    edition: Edition,
) -> tuple[Finding, ...]:
    """Finds activities whose progress is far from that of their action, both capped at 100.

    Args:
        action: code of the action.
        progress: its progress in percent.
        activities: progress of each activity in percent, by code; missing ones are left out.
        edition: gives `coherence.divergence_points`; a gap has to be larger than that.
    """
    of_action = _capped(progress)
    if of_action is None:
        return ()
    limit = edition.decimal("coherence.divergence_points")
    known = {code: _capped(value) for code, value in activities.items()}
    return tuple(
        _diverging((action, code), of_action, of_activity, edition)
        for code, of_activity in known.items()
        if of_activity is not None and abs(of_action - of_activity) > limit
    )


def _diverging(codes: tuple[str, str], of_action: Fraction, of_activity: Fraction, edition: Edition) -> Finding:
    limit = edition.text("coherence.divergence_points")
    above, below, gap = (write_number(value, 2) for value in (of_action, of_activity, abs(of_action - of_activity)))
    english = f"{codes[0]} is at {above} % and its activity {codes[1]} at {below} %: {gap} points apart"
    spanish = f"{codes[0]} está en {above} % y su actividad {codes[1]} en {below} %: {gap} puntos de diferencia"
    return find(
        "coherence.divergence",
        codes,
        (f"{english} (more than {limit}).", f"{spanish} (más de {limit})."),
        edition=edition,
        figures={"action": above, "activity": below, "gap": gap},
        thresholds=("coherence.divergence_points",),
    )


def watch_target_reach(
    code: str, target: Value, year: int, series: Mapping[int, Value], direction: Direction, *, edition: Edition
) -> Finding | None:
    """Finds a target beyond 1.5 times the best of the five years before it (the figures are the edition's).

    Args:
        code: code of the element.
        target: expected achievement of the year.
        year: year of the target.
        series: obtained value by year.
        direction: expected direction. Only where more is better is a high target far; otherwise None is given.
        edition: edition applied.
    """
    span, times = edition.integer("coherence.best_of_years"), edition.decimal("coherence.target_times_best")
    known = _numbers({item: value for item, value in series.items() if year - span <= item < year})
    if not direction.more_is_better or not known or not is_number(target):
        return None
    best_year, best = max(known.items(), key=lambda item: (item[1], item[0]))
    aim = fraction(target)
    if aim <= best * Fraction(times):
        return None
    figures = {"target": write_number(aim), "best": write_number(best), "best_year": str(best_year)}
    sentences = (
        (
            f"{code} aims at {figures['target']} in {year}, more than {times} times its best of {span} years "
            f"({figures['best']} in {best_year})."
        ),
        (
            f"{code} espera {figures['target']} en {year}, más de {times} veces su mejor valor en {span} años "
            f"({figures['best']} en {best_year})."
        ),
    )
    keys = ("coherence.target_times_best", "coherence.best_of_years")
    return find("coherence.target_reach", (code,), sentences, edition=edition, figures=figures, thresholds=keys)


def watch_two_year_fall(
    code: str, series: Mapping[int, Value], direction: Direction, *, edition: Edition
) -> Finding | None:
    """Finds an indicator whose last reported year is worse than the year before, and that one worse than its own.

    Args:
        code: code of the element.
        series: obtained value by year; a gap in the last three years gives no finding.
        direction: where less is better, it is the rises that count as falls.
        edition: edition applied.
    """
    known = _numbers(series)
    last = max(known, default=0)
    if last - 1 not in known or last - 2 not in known:
        return None
    first, second, third = known[last - 2], known[last - 1], known[last]
    worse = first > second > third if direction.more_is_better else first < second < third
    if not worse:
        return None
    shown = {str(year): write_number(known[year]) for year in (last - 2, last - 1, last)}
    run = ", ".join(f"{value} ({year})" for year, value in shown.items())
    sentences = (f"{code} gets worse two years running: {run}.", f"{code} empeora dos años seguidos: {run}.")
    return find("coherence.two_year_fall", (code,), sentences, edition=edition, figures=shown)


def watch_unprogrammed(code: str, outcome: Outcome, *, edition: Edition) -> Finding | None:
    """Finds an execution without programming in an outcome."""
    if outcome.outcome != "undefined" or outcome.reason != "executed_without_programming":
        return None
    obtained = str(outcome.trace.inputs.get("obtained"))
    sentences = (
        f"{code} obtained {obtained} without programming.",
        f"{code} obtuvo {obtained} sin programación.",
    )
    return find("coherence.unprogrammed", (code,), sentences, edition=edition, figures={"obtained": obtained})


def watch_accumulation(
    code: str, months: Sequence[Value], total: Value, declared: Accumulation, *, edition: Edition
) -> Finding | None:
    """Finds an activity whose months do not behave as its declared accumulation says.

    Monthly increments whose December is about equal to the annual total look like a running total; a running total
    whose months add up to the annual total, and whose December does not reach it, looks like increments.

    Args:
        code: code of the activity.
        months: twelve monthly values, January first.
        total: the annual total that came with them.
        declared: sum or last value; the other forms are not watched.
        edition: gives `execution.total_tolerance_percent`.
    """
    if not is_number(total) or fraction(total) <= 0 or sum(is_number(value) and value > 0 for value in months) < 2:
        return None
    annual = fraction(total)
    margin = annual * fraction(edition.decimal("execution.total_tolerance_percent")) / 100
    added = join_exact(months, Accumulation.SUM) or Fraction(0)
    december = join_exact(months[11:12], Accumulation.SUM)
    closes = december is not None and abs(december - annual) <= margin
    adds_up = abs(added - annual) <= margin
    looks = {(True, False): Accumulation.LAST, (False, True): Accumulation.SUM}.get((closes, adds_up))
    if looks is None or looks is declared or declared not in (Accumulation.SUM, Accumulation.LAST):
        return None
    figures = {"december": "" if december is None else write_number(december), "total": write_number(annual)}
    figures |= {"added": write_number(added), "declared": declared.value, "looks_like": looks.value}
    return find(
        "execution.accumulation_mismatch",
        (code,),
        _mismatch_sentences(code, declared, looks, figures),
        edition=edition,
        figures=figures,
        thresholds=("execution.total_tolerance_percent",),
    )


def _mismatch_sentences(
    code: str, declared: Accumulation, looks: Accumulation, figures: Mapping[str, str]
) -> tuple[str, str]:
    december, added, total = figures["december"], figures["added"], figures["total"]
    english = f"{code} declares {declared.label()}, but its months look like {looks.label()}"
    spanish = f"{code} declara {declared.label('es')}, pero sus meses parecen {looks.label('es')}"
    return (
        f"{english}: December {december or 'empty'}, months added {added}, total {total}.",
        f"{spanish}: diciembre {december or 'vacío'}, suma de meses {added}, total {total}.",
    )


def _capped(value: Outcome | Exact | None) -> Fraction | None:
    exact = exact_of(value)
    return None if exact is None else min(max(exact, Fraction(0)), Fraction(100))


def _numbers(series: Mapping[int, Value]) -> dict[int, Fraction]:
    return {year: fraction(value) for year, value in series.items() if is_number(value)}


def _continues(one: str, other: str) -> bool:
    """Whether two names are equal or one goes on where the other, of three words at least, ends."""
    short, long = sorted((one, other), key=len)
    return one == other or (len(short.split()) >= 3 and long.startswith(f"{short} "))


def _name(indicator: str) -> str:
    return " ".join(indicator.casefold().split())
