"""A counting rule as the history keeps it, in words."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import get_language

from quipu.apps.register.counting.reading import read_definition
from quipu.apps.register.counting.words import rule_in_words

RULES = "counting_rules"
"""The kind of fact that a rule is in the history and in the workbook."""


def say_rule(data: str, names: Mapping[str, str]) -> str:
    """A rule in the reader's language; one that cannot be read stands as it is.

    Args:
        data: JSON, as a rule is kept.
        names: of regions and units by their codes.
    """
    definition, _ = read_definition(data)
    return data if definition is None else rule_in_words(definition, get_language() or "es", names)
