"""Which periods have to be reported in a reporting period (*periodo de reporte*)."""

from __future__ import annotations

from quipu.method.errors import MethodError
from quipu.method.periods import Granularity, Period


def owed_periods(reporting: Period, periodicity: Granularity | str) -> tuple[Period, ...]:
    """Gives the periods of an indicator that end inside a reporting period, in order.

    What is owed is what has just closed: a yearly indicator is owed in `2024-S2`, in `2024-Q4` and in `2024`, not in
    `2024-S1`; a monthly one owes six months in a semester.

    Args:
        reporting: the reporting period.
        periodicity: how often the indicator is measured: year, semester, quarter or month.

    Raises:
        MethodError: `method.periodicity` naming the four.
    """
    size = _granularity(periodicity)
    return tuple(
        Period(reporting.year, size, last // size.months) for last in owed_months(reporting) if last % size.months == 0
    )


def owed_months(reporting: Period) -> range:
    """Gives the months of its year that an activity owes in a reporting period, 1 to 12."""
    return reporting.months


def _granularity(periodicity: Granularity | str) -> Granularity:
    try:
        return Granularity(periodicity)
    except ValueError as error:
        raise MethodError(
            f"{periodicity!r} is no periodicity.",
            remedy=f"Use one of: {', '.join(Granularity)}.",
            code="method.periodicity",
        ) from error
