"""The error of a table that the engine refuses."""

from __future__ import annotations

from quipu.errors import QuipuError


class EngineError(QuipuError):
    """A table whose rows cannot be facts, or a setting that the columnar rules cannot take."""

    code = "engine.error"
