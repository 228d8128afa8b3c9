"""The findings of the coherence watches, told briefly: what repeats over many activities is told once per action."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

Finding = Mapping[str, Any]


def told_findings(findings: Sequence[Finding]) -> list[str]:
    """Sentences in Spanish: those of the plan one by one, those of activities gathered."""
    gathered = {"coherence.divergence": _told_divergences, "coherence.unprogrammed": _told_unprogrammed}
    by_watch: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        by_watch[finding["watch"]].append(finding)
    sentences: list[str] = []
    for watch, found in by_watch.items():
        tell = gathered.get(watch)
        sentences += tell(found) if tell else [finding["sentence"]["es"] for finding in found]
    return sentences


def _told_divergences(found: Sequence[Finding]) -> list[str]:
    by_action: dict[str, list[Finding]] = defaultdict(list)
    for finding in found:
        by_action[finding["elements"][0]].append(finding)
    return [_told_divergence(action, listed) for action, listed in by_action.items()]


def _told_divergence(action: str, found: Sequence[Finding]) -> str:
    if len(found) == 1:
        return str(found[0]["sentence"]["es"])
    farthest = max(found, key=lambda finding: Decimal(finding["figures"]["gap"]))
    figures = farthest["figures"]
    points = farthest["thresholds"]["coherence.divergence_points"]
    return (
        f"{action} está en {figures['action']} % y {len(found)} de sus actividades difieren en más de {points} puntos; "
        f"la que más, {farthest['elements'][1]}, en {figures['activity']} %."
    )


def _told_unprogrammed(found: Sequence[Finding]) -> list[str]:
    codes = [finding["elements"][0] for finding in found]
    if len(codes) == 1:
        return [str(found[0]["sentence"]["es"])]
    return [f"{len(codes)} elementos ejecutaron sin programación: {', '.join(codes)}."]
