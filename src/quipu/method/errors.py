"""The error of a rule that was given something it cannot judge."""

from __future__ import annotations

from quipu.errors import QuipuError


class MethodError(QuipuError):
    """A value, a period or an edition that the rules refuse.

    Missing values never raise: they are outcomes. Only what cannot be a fact (a negative count, a float, an unknown
    code, a broken edition file) raises.
    """

    code = "method.error"
