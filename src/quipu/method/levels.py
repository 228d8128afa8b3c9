"""Level scales: named, dated data that turn a progress into a word."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from quipu.method.aggregates import Aggregate
from quipu.method.exact import Exact, fraction, round_half_up, write_number
from quipu.method.outcomes import Computed, Outcome
from quipu.method.references import Mark, Reference


@dataclass(frozen=True, slots=True)
class Level:
    """One step of a scale.

    Attributes:
        code: stable code, such as `low`, `medium`, `high` or `excess`.
        label_en: English word.
        label_es: Spanish word.
        bound: the lower bound in percent, or None for the lowest step.
        inclusive: whether the bound itself belongs to the step.
        order: 0 for the lowest step, rising.
    """

    code: str
    label_en: str
    label_es: str
    bound: Fraction | None
    inclusive: bool
    order: int

    def label(self, language: str = "en") -> str:
        """Names the level in Spanish (`es`) or English (`en`)."""
        return self.label_es if language == "es" else self.label_en

    def holds(self, exact: Fraction) -> bool:
        """Tells whether a percentage reaches this step: VO x 100 against bound x LE, in whole numbers."""
        if self.bound is None:
            return True
        left, right = exact.numerator * self.bound.denominator, self.bound.numerator * exact.denominator
        return left >= right if self.inclusive else left > right


@dataclass(frozen=True, slots=True)
class LevelScale:
    """A named scale of an edition.

    Attributes:
        name: key in the edition, such as `actions`.
        edition: code of the edition it belongs to.
        label_en: English name.
        label_es: Spanish name.
        levels: its steps, the highest first.
        reference: where it comes from, with its mark.
    """

    name: str
    edition: str
    label_en: str
    label_es: str
    levels: tuple[Level, ...]
    reference: Reference

    def label(self, language: str = "en") -> str:
        """Names the scale in Spanish (`es`) or English (`en`)."""
        return self.label_es if language == "es" else self.label_en

    def level(self, code: str) -> Level:
        """Gives the step with that code.

        Raises:
            KeyError: no such step.
        """
        return next(item for item in self.levels if item.code == code) if code in self.codes else self._missing(code)

    @property
    def codes(self) -> tuple[str, ...]:
        """Codes of the steps, the highest first."""
        return tuple(item.code for item in self.levels)

    def _missing(self, code: str) -> Level:
        raise KeyError(f"scale {self.name} has no level {code}; it has {', '.join(self.codes)}")


def level_of(value: Outcome | Aggregate | Exact | None, scale: LevelScale) -> Level | None:
    """Gives the level of a progress on a scale.

    The exact raw fraction is compared, never the rounded figure: 94.996 prints as 95.00 and is still below 95. A
    progress without upper bound takes the highest step that 100 reaches, since how far beyond it lies is unknown.

    Args:
        value: an outcome, an aggregate, or a percentage as an exact number.
        scale: a scale of an edition (`edition.scale("actions")`, `edition.scale_for("objective")`).

    Returns:
        The level, or None when there is no computed progress: a missing value has no level, not a low one.
    """
    exact = exact_of(value)
    if exact is None:
        return None
    return next((item for item in scale.levels if item.holds(exact)), None)


def exact_of(value: Outcome | Aggregate | Exact | None) -> Fraction | None:
    """Gives the exact percentage behind an outcome, an aggregate or a number; None when there is none."""
    if value is None:
        return None
    if isinstance(value, Computed):
        return value.capped_exact if value.exact is None else value.exact
    if isinstance(value, Aggregate):
        return value.exact
    if hasattr(value, "outcome"):
        return None
    return fraction(value)


def explain_level(value: Outcome | Aggregate | Exact | None, scale: LevelScale, language: str = "en") -> str:
    """Says in one line why a progress has its level.

    Returns:
        For instance `75 <= 90.74 < 95: medium; scale actions, edition 2024, table 7 (practice)`; empty when there is
        no level.
    """
    level, exact = level_of(value, scale), exact_of(value)
    if level is None or exact is None:
        return ""
    shown = _telling_digits(exact, level, scale)
    lower = "" if level.bound is None else f"{write_number(level.bound)} {'<=' if level.inclusive else '<'} "
    above = next((item for item in scale.levels if item.order == level.order + 1), None)
    upper = ""
    if above is not None and above.bound is not None:
        upper = f" {'<' if above.inclusive else '<='} {write_number(above.bound)}"
    word, edition = ("escala", "edición") if language == "es" else ("scale", "edition")
    place = scale.reference.place(language)
    mark = "" if scale.reference.mark is Mark.OFFICIAL else f" ({scale.reference.mark.label(language)})"
    source = f"{word} {scale.label(language)}, {edition} {scale.edition}" + (f", {place}" if place else "") + mark
    return f"{lower}{shown}{upper}: {level.label(language)}; {source}"


def _telling_digits(exact: Fraction, level: Level, scale: LevelScale) -> str:
    """Writes a percentage with as many places as its level needs: 94.996, not 95.00, stays below 95."""
    for places in (2, 3, 4, 6, 9, 12):
        if level_of(round_half_up(exact, places), scale) == level:
            return write_number(exact, places)
    return f"{exact.numerator}/{exact.denominator}"
