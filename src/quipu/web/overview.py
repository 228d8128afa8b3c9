"""What the dashboard shows of one evaluation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext

from quipu.apps.evaluation.models import Result
from quipu.apps.evaluation.queries import EvaluationInForce, results_of, summary_of
from quipu.apps.register.queries.feeding import counts_today
from quipu.reports.charts import ElementProgress, LevelCounts, level_counts, progress_by_element
from quipu.web.charts import PageChart, page_chart
from quipu.web.workplace import Workplace

LEVELS = ("high", "medium", "low")
KINDS = ("objective", "strategic_action", "operational_activity")
GAPS = ("not_reported", "not_programmed", "undefined")


def overview(place: Workplace, evaluation: EvaluationInForce) -> dict[str, Any]:
    """Everything the dashboard's template names."""
    summary: Mapping[str, Any] = summary_of(evaluation.pk)
    results = principal(results_of(evaluation.pk, ["objective", "strategic_action"]))
    objectives = [item for item in results if item.kind == "objective"]
    return {
        "summary": summary,
        "objectives": objectives,
        "missing": [item for item in results if item.outcome != "computed"],
        "levels": {
            kind: levels_of(summary, kind) for kind in ("objective", "strategic_action", "operational_activity")
        },
        "trends": trends_of(summary, objectives),
        "progress_chart": progress_chart(place, objectives),
        "levels_chart": levels_chart(place, summary),
        "counted": counted_lines(place, results),
    }


@dataclass(frozen=True)
class CountedLine:
    """An indicator whose value is counted: what the evaluation used, and what is counted today."""

    result: Result
    today: Decimal

    @property
    def change(self) -> Decimal | None:
        """Counted today minus what the evaluation used; None where it had no value."""
        return None if self.result.value is None else self.today - self.result.value


def counted_lines(place: Workplace, results: Sequence[Result]) -> list[CountedLine]:
    """The indicators of an evaluation that the register feeds, in the order of the results."""
    if place.version is None:
        return []
    today = counts_today(place.version, place.period)
    fed = {code: count.number for code, count in today.items() if count.feeds}
    return [CountedLine(item, fed[item.indicator_code]) for item in results if item.indicator_code in fed]


def principal(results: Sequence[Result]) -> list[Result]:
    """Results by the direction that counts: the override's where there is one, the declared one elsewhere."""
    overridden = {item.indicator_code for item in results if item.override_reason}
    return [item for item in results if item.override_reason or item.indicator_code not in overridden]


def levels_of(summary: Mapping[str, Any], kind: str) -> dict[str, Any]:
    """How many elements of a kind have each level, and how many have none and why."""
    counts: Mapping[str, int] = summary.get("levels", {}).get(kind, {})
    by_level = [(name, counts.get(name, 0)) for name in LEVELS]
    gaps = [(name, counts.get(name, 0)) for name in GAPS if counts.get(name, 0)]
    total = counts.get("total", sum(counts.values()))
    assessable = sum(count for _, count in by_level)
    return {"by_level": by_level, "gaps": gaps, "assessable": assessable, "total": total}


def trends_of(summary: Mapping[str, Any], objectives: Sequence[Result]) -> list[tuple[Result, Any]]:
    """The trend of each objective's series, beside its result."""
    trends: Mapping[str, Any] = summary.get("trends", {})
    return [(item, trends[item.indicator_code]) for item in objectives if item.indicator_code in trends]


def progress_chart(place: Workplace, objectives: Sequence[Result]) -> PageChart:
    """The objectives' progress, raw or capped as the institution prints it."""
    capped = place.institution.progress_printed == "capped"
    values = [
        ElementProgress(
            code=item.code,
            progress=item.progress if capped else item.progress_raw,
            level=item.level if item.level in LEVELS else None,  # type: ignore[arg-type]
            name=item.name,
        )
        for item in objectives
    ]
    subject = gettext("Progress of the objectives, %(period)s") % {"period": place.period}
    return page_chart(place, progress_by_element, values, subject=subject, style=place.numbers)


def levels_chart(place: Workplace, summary: Mapping[str, Any]) -> PageChart | None:
    """How many actions of each objective stand at each level."""
    counted: Mapping[str, Mapping[str, int]] = summary.get("levels_by_objective", {})
    if not counted:
        return None
    values = [
        LevelCounts(
            code=code,
            low=counts.get("low", 0),
            medium=counts.get("medium", 0),
            high=counts.get("high", 0),
            without=sum(counts.get(name, 0) for name in GAPS),
        )
        for code, counts in sorted(counted.items())
    ]
    subject = gettext("Strategic actions of each objective by level, %(period)s") % {"period": place.period}
    return page_chart(place, level_counts, values, subject=subject)
