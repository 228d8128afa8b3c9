"""The parts of an address that have a shape of their own."""

from __future__ import annotations


class PeriodConverter:
    """A period: `2026`, `2026-S1`, `2026-Q3`, `2026-M07`."""

    regex = r"\d{4}(?:-(?:S[12]|Q[1-4]|M(?:0[1-9]|1[0-2])))?"

    def to_python(self, value: str) -> str:
        """As the address says it."""
        return value

    def to_url(self, value: str) -> str:
        """As the address says it."""
        return value


class ExecutingUnitConverter(PeriodConverter):
    """The six digits of an executing unit."""

    regex = r"\d{6}"
