"""The one base of every error a person may meet, so that each says what, where, why and what to do."""

from __future__ import annotations


class QuipuError(Exception):
    """Something a person can mend.

    Attributes:
        code: stable dotted identifier, the same in every language, for tests and support.
        what: what happened, one sentence.
        where: the place (file, sheet and cell, template and line), or an empty string.
        why: the reason, or an empty string.
        remedy: what to do next, or an empty string.
    """

    code = "quipu.error"

    def __init__(self, what: str, *, where: str = "", why: str = "", remedy: str = "", code: str = "") -> None:
        self.what, self.where, self.why, self.remedy = what, where, why, remedy
        if code:
            self.code = code
        super().__init__(str(self))

    def __str__(self) -> str:
        parts = [self.what if not self.where else f"{self.where}: {self.what}", self.why, self.remedy]
        return " ".join(part for part in parts if part)
