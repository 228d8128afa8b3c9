"""The table of measures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Measure:
    """One line: what was measured, how often, the median, the goal and a ratio to another measure of the same run."""

    what: str
    runs: int
    median: str
    goal: str = ""
    ratio: str = ""


def print_table(measures: Iterable[Measure]) -> None:
    """Print the measures as a Markdown table, each line as soon as it is known."""
    print("| measure | runs | median | goal | ratio |")
    print("|---|---|---|---|---|")
    for measure in measures:
        print(f"| {measure.what} | {measure.runs} | {measure.median} | {measure.goal} | {measure.ratio} |", flush=True)
