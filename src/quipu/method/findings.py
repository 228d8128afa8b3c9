"""What a watch finds: something for a person to look at, never a correction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from quipu.method.editions import Edition
from quipu.method.references import Mark, Reference


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not fit, with its figures.

    Attributes:
        watch: id of the rule that found it, such as `coherence.divergence`.
        elements: codes of the elements concerned, the higher one first.
        figures: the figures that show it, as strings.
        thresholds: the settings of the edition used, as strings.
        sentence_en: the finding in English.
        sentence_es: the finding in Spanish.
        edition: code of the edition.
        reference: where the watch comes from, with its mark.
    """

    watch: str
    elements: tuple[str, ...]
    figures: Mapping[str, str]
    thresholds: Mapping[str, str]
    sentence_en: str
    sentence_es: str
    edition: str
    reference: Reference

    @property
    def mark(self) -> Mark:
        """Whether the watch is official, practice or assumption."""
        return self.reference.mark

    def sentence(self, language: str = "en") -> str:
        """Says the finding in Spanish (`es`) or English (`en`)."""
        return self.sentence_es if language == "es" else self.sentence_en

    def to_dict(self) -> dict[str, object]:
        """Gives a JSON-ready form."""
        return {
            "watch": self.watch,
            "elements": list(self.elements),
            "figures": dict(self.figures),
            "thresholds": dict(self.thresholds),
            "sentence": {"en": self.sentence_en, "es": self.sentence_es},
            "edition": self.edition,
            "mark": self.mark.value,
        }


def find(
    watch: str,
    elements: tuple[str, ...],
    sentences: tuple[str, str],
    *,
    edition: Edition,
    figures: Mapping[str, str] | None = None,
    thresholds: tuple[str, ...] = (),
) -> Finding:
    """Builds a finding of a watch.

    Args:
        watch: id of the rule.
        elements: codes concerned.
        sentences: the finding in English and in Spanish.
        edition: edition applied.
        figures: the figures that show it.
        thresholds: keys of the edition's settings used.
    """
    return Finding(
        watch=watch,
        elements=elements,
        figures=figures or {},
        thresholds={key: edition.text(key) for key in thresholds},
        sentence_en=sentences[0],
        sentence_es=sentences[1],
        edition=edition.code,
        reference=edition.reference(watch),
    )
