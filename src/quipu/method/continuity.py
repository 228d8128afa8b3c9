"""Whether the numbered sessions of a standing dialogue follow one another (*continuidad de un mecanismo*)."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Session:
    """A session that took place or is expected; one that was cancelled is none.

    Attributes:
        ordinal: its number, None where no source gives it.
        earliest: the first day on which it may have been, None where nothing is known.
        latest: the last such day; that of `earliest` when None, as for a date known to the day.
        held: whether it took place.
    """

    ordinal: int | None = None
    earliest: date | None = None
    latest: date | None = None
    held: bool = True

    @property
    def last_day(self) -> date | None:
        """The last day on which it may have been."""
        return self.latest or self.earliest


@dataclass(frozen=True, slots=True)
class Continuity:
    """What does not follow in a series of sessions; nothing is corrected.

    Attributes:
        missing: the ordinals without a session, up to the highest one there is.
        repeated: the ordinals of more than one session.
        out_of_order: pairs of ordinals of which the lower one certainly took place after the higher one.
        due_on: the day by which the next session should be held, None where nothing says how often they meet, none was
            held, or the next one is expected already.
        overdue: whether that day is past.
    """

    missing: tuple[int, ...] = ()
    repeated: tuple[int, ...] = ()
    out_of_order: tuple[tuple[int, int], ...] = ()
    due_on: date | None = None
    overdue: bool = False


def check_continuity(
    sessions: Iterable[Session], *, today: date, first_ordinal: int | None = None, every_months: int | None = None
) -> Continuity:
    """Looks at the series of sessions of one mechanism.

    Args:
        sessions: in any order.
        today: the day of the question.
        first_ordinal: the first session that should be there; the lowest one that is, when None.
        every_months: how often they should meet, in months; None when nobody agreed on it.
    """
    known = list(sessions)
    numbers = Counter(item.ordinal for item in known if item.ordinal is not None)
    first = min(numbers, default=1) if first_ordinal is None else first_ordinal
    due_on = _due_on(known, every_months, today)
    return Continuity(
        missing=tuple(number for number in range(first, max(numbers, default=0)) if number not in numbers),
        repeated=tuple(sorted(number for number, times in numbers.items() if times > 1)),
        out_of_order=_out_of_order(known),
        due_on=due_on,
        overdue=due_on is not None and due_on < today,
    )


def add_months(day: date, months: int) -> date:
    """The same day some months later; the last day of the month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _out_of_order(sessions: Sequence[Session]) -> tuple[tuple[int, int], ...]:
    dated = [(item.ordinal, item) for item in sessions if item.ordinal is not None and item.earliest is not None]
    found: list[tuple[int, int]] = []
    latest_start: tuple[date, int] | None = None
    waiting: tuple[date, int] | None = None
    for ordinal, item in sorted(dated, key=lambda pair: pair[0]):
        if waiting is not None and waiting[1] < ordinal:
            latest_start, waiting = _later(latest_start, waiting), None
        if latest_start is not None and item.last_day is not None and item.last_day < latest_start[0]:
            found.append((latest_start[1], ordinal))
        if item.earliest is not None:
            waiting = _later(waiting, (item.earliest, ordinal))
    return tuple(found)


def _later(one: tuple[date, int] | None, other: tuple[date, int]) -> tuple[date, int]:
    return other if one is None or other[0] > one[0] else one


def _due_on(sessions: Sequence[Session], every_months: int | None, today: date) -> date | None:
    held = [item.last_day for item in sessions if item.held and item.last_day is not None]
    expected = any(not item.held and item.last_day is not None and item.last_day >= today for item in sessions)
    if every_months is None or not held or expected:
        return None
    return add_months(max(held), every_months)
