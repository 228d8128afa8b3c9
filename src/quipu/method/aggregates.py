"""The result of putting several values together: it always says how many could be assessed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from quipu.method.trace import Trace


@dataclass(frozen=True, slots=True)
class Aggregate:
    """One value from many.

    Attributes:
        value: the result, or None when nothing could be assessed. A mean is rounded half-up to the edition's places;
            a sum, a last value and a maximum keep their own digits.
        exact: the same as an exact fraction.
        assessable: how many of the parts entered the result.
        total: how many parts there were.
        trace: how it was computed.
        reason: reason code when `value` is None, else empty.
    """

    value: Decimal | None
    exact: Fraction | None
    assessable: int
    total: int
    trace: Trace
    reason: str = ""

    @property
    def complete(self) -> bool:
        """Whether every part could be assessed."""
        return self.assessable == self.total

    def coverage(self, language: str = "en") -> str:
        """Says how many parts entered: `3 assessable of 4`."""
        words = "evaluables de" if language == "es" else "assessable of"
        return f"{self.assessable} {words} {self.total}"
