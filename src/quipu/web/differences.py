"""A printed figure beside the computed one, and how far apart they stand."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from quipu.apps.evaluation.models import Result
from quipu.errors import QuipuError
from quipu.method import round_half_up
from quipu.method.published import read_printed

PLACES = 2


@dataclass(frozen=True)
class Difference:
    """A result that a printed figure does not match; the distance is to the nearer of raw and capped."""

    result: Result
    distance: Decimal | None


def printed_beside_computed(result: Result) -> Difference:
    """Measure how far the printed figure is from the nearer computed one; None when the text is no number."""
    try:
        printed, _ = read_printed(result.published_progress)
    except QuipuError:
        return Difference(result, None)
    computed = [value for value in (result.progress_raw, result.progress) if value is not None]
    distances = [round_half_up(printed, PLACES) - value for value in computed]
    return Difference(result, min(distances, key=abs, default=None))
