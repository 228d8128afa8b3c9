"""Where a rule or a number comes from, and how far it can be called official."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Mark(StrEnum):
    """How far a rule or a value can be called official."""

    OFFICIAL = "official"
    """Stated by the guide of the planning system."""
    PRACTICE = "practice"
    """Seen in published reports or in several institutions' tools, without a rule that orders it."""
    ASSUMPTION = "assumption"
    """Chosen here because the sources are silent; a parameter, shown as such."""

    def label(self, language: str = "en") -> str:
        """Names the mark in Spanish (`es`) or English (`en`)."""
        return _MARKS[self][language == "es"]


_MARKS = {
    Mark.OFFICIAL: ("official", "oficial"),
    Mark.PRACTICE: ("practice", "práctica"),
    Mark.ASSUMPTION: ("assumption", "supuesto"),
}


@dataclass(frozen=True, slots=True)
class Reference:
    """The source of a rule or a value.

    Attributes:
        source: key of the source in the edition, such as `report_2024`.
        title: title of the source.
        mark: official, practice or assumption.
        place_en: place in the source, in English ("table 5"); may be empty.
        place_es: the same in Spanish ("tabla 5").
        page: printed page, or empty.
        cites: what the source itself cites for it, or empty.
        note: why a value was chosen, when the source is silent.
    """

    source: str
    title: str
    mark: Mark
    place_en: str = ""
    place_es: str = ""
    page: str = ""
    cites: str = ""
    note: str = ""

    def place(self, language: str = "en") -> str:
        """Gives the place in the source in Spanish (`es`) or English (`en`)."""
        return self.place_es if language == "es" else self.place_en

    def to_dict(self) -> dict[str, str]:
        """Gives a JSON-ready form."""
        return {name: str(getattr(self, name)) for name in self.__slots__}

    @classmethod
    def from_dict(cls, data: dict[str, str]) -> Reference:
        """Rebuilds a reference from `to_dict`."""
        return cls(**{**data, "mark": Mark(data["mark"])})  # type: ignore[arg-type]
