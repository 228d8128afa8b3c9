"""What an edition holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from quipu.method.errors import MethodError
from quipu.method.exact import number
from quipu.method.levels import LevelScale
from quipu.method.references import Reference


@dataclass(frozen=True, slots=True)
class Setting:
    """One value of an edition, with where it comes from.

    Attributes:
        key: dotted name, such as `coherence.divergence_points`.
        value: the text of a single value, empty for a table.
        table: the rows of a table (`priority -> points`), empty for a single value.
        reference: source, place and mark.
        unit: what the value counts ("points", "places"), or empty.
    """

    key: str
    value: str
    table: Mapping[str, str]
    reference: Reference
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Edition:
    """A dated set of rules and values. It cannot be changed once read.

    Attributes:
        code: such as `2024`.
        title_en: English title.
        title_es: Spanish title.
        rules: reference of each rule, by rule id.
        settings: values by key.
        scales: level scales by name.
        uses: which scale each use takes (`objective`, `strategic_action`...), with the reference of that choice.
    """

    code: str
    title_en: str
    title_es: str
    rules: Mapping[str, Reference]
    settings: Mapping[str, Setting]
    scales: Mapping[str, LevelScale]
    uses: Mapping[str, tuple[str, Reference]]

    def title(self, language: str = "en") -> str:
        """Gives the title in Spanish (`es`) or English (`en`)."""
        return self.title_es if language == "es" else self.title_en

    def reference(self, rule: str) -> Reference:
        """Gives where a rule comes from.

        Raises:
            MethodError: `method.edition` when this edition does not state the rule.
        """
        if rule not in self.rules:
            raise self._absent(f"the rule {rule!r}", f"[rules.{rule!r}]")
        return self.rules[rule]

    def setting(self, key: str) -> Setting:
        """Gives a value with its source.

        Raises:
            MethodError: `method.edition` when this edition does not state it.
        """
        if key not in self.settings:
            raise self._absent(f"the value {key!r}", f"[settings.{key!r}]")
        return self.settings[key]

    def text(self, key: str) -> str:
        """Gives the text of a value."""
        return self.setting(key).value

    def decimal(self, key: str) -> Decimal:
        """Gives a value as an exact decimal."""
        return number(self.setting(key).value)

    def integer(self, key: str) -> int:
        """Gives a value as a whole number."""
        return int(self.decimal(key))

    def table(self, key: str) -> Mapping[str, str]:
        """Gives the rows of a table."""
        return self.setting(key).table

    def scale(self, name: str) -> LevelScale:
        """Gives a level scale by name.

        Raises:
            MethodError: `method.scale` naming the scales there are.
        """
        if name not in self.scales:
            raise MethodError(
                f"Edition {self.code} has no level scale {name!r}.",
                remedy=f"Use one of: {', '.join(self.scales)}.",
                code="method.scale",
            )
        return self.scales[name]

    def scale_for(self, use: str) -> LevelScale:
        """Gives the scale that a use takes.

        Args:
            use: `objective`, `strategic_action`, `operational_activity`, `prioritisation` or `health_unit`.

        Raises:
            MethodError: `method.scale` naming the uses there are.
        """
        if use not in self.uses:
            raise MethodError(
                f"Edition {self.code} names no level scale for {use!r}.",
                remedy=f"Use one of: {', '.join(self.uses)}.",
                code="method.scale",
            )
        return self.scale(self.uses[use][0])

    def _absent(self, what: str, table: str) -> MethodError:
        return MethodError(
            f"Edition {self.code} does not state {what}.",
            remedy=f"Add the table {table} to its file.",
            code="method.edition",
        )
