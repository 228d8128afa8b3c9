"""Numbers of sections, annexes, tables and charts, and their labels; worked out once for every format."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass, field

from quipu.reports.document import Caption, CaptionKind, Heading, Target
from quipu.reports.errors import Fault
from quipu.reports.pandoc import without_file_prefix
from quipu.reports.places import Place
from quipu.reports.syntax import Nodes, plain_text
from quipu.reports.wording import wording

_LABEL = re.compile(r"^(?:sec|anx):")
LONGEST_ANCHOR = 36


def anchor_of(label: str) -> str:
    """An identifier that HTML, DOCX bookmarks and Typst labels all take: letters, digits and hyphens, at most 36."""
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    clean = re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "x"
    if not clean[0].isalpha():
        clean = f"s-{clean}"
    if len(clean) <= LONGEST_ANCHOR:
        return clean
    return f"{clean[:27]}-{hashlib.sha256(label.encode()).hexdigest()[:8]}"


@dataclass
class Numbering:
    """Counts while the document is read in order."""

    language: str
    headings: list[Heading] = field(default_factory=list)
    targets: dict[str, Target] = field(default_factory=dict)
    label_places: dict[str, Place] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    _sections: list[int] = field(default_factory=list)
    _annexes: int = 0
    _annex_level: int = 0
    _captions: dict[CaptionKind, int] = field(default_factory=lambda: {"table": 0, "chart": 0})
    _anchors: set[str] = field(default_factory=set)

    @property
    def level(self) -> int:
        """Level of the last heading; 0 before the first."""
        return self.headings[-1].level if self.headings else 0

    def heading(self, level: int, inlines: Nodes, identifier: str, classes: list[str], place: Place) -> Heading:
        """Numbers a heading and registers its label."""
        identifier = without_file_prefix(identifier)
        annex = "annex" in classes or "anexo" in classes
        if level > self.level + 1:
            reason = f"es un título de nivel {level} debajo de uno de nivel {self.level}."
            self.faults.append(Fault(place, plain_text(inlines), reason, "Los niveles no se saltan.", "heading_level"))
        number = self._section_number(level, annex, "unnumbered" in classes)
        heading = Heading(level, number, plain_text(inlines), self._anchor(identifier), annex)
        self.headings.append(heading)
        if _LABEL.match(identifier):
            text = number if annex else f"{wording('section', self.language)} {number}"
            self._register(identifier, Target(text if number else heading.text, heading.anchor, number), place)
        return heading

    def caption(self, kind: CaptionKind, label: str, inlines: Nodes, text: str, place: Place) -> Caption:
        """Numbers the caption of a table or chart and registers its label."""
        self._captions[kind] += 1
        number, noun = self._captions[kind], wording(kind, self.language)
        full = f"{'tbl' if kind == 'table' else 'fig'}:{label}"
        caption = Caption(kind, number, noun, inlines, text, self._anchor(full), full, place)
        self._register(full, Target(caption.name, caption.anchor, str(number)), place)
        return caption

    def _section_number(self, level: int, annex: bool, unnumbered: bool) -> str:
        if annex:
            self._annexes, self._annex_level = self._annexes + 1, level
            return f"{wording('annex', self.language)} {self._annexes}"
        if self._annex_level and level > self._annex_level:
            return ""
        self._annex_level = 0
        if unnumbered:
            return ""
        self._sections = [*self._sections[:level], *[0] * (level - len(self._sections))]
        self._sections[level - 1] += 1
        return ".".join(str(part) for part in self._sections)

    def _anchor(self, identifier: str) -> str:
        base = anchor = anchor_of(identifier)
        count = 1
        while anchor in self._anchors:
            count += 1
            anchor = f"{base[: LONGEST_ANCHOR - 4]}-{count}"
        self._anchors.add(anchor)
        return anchor

    def _register(self, label: str, target: Target, place: Place) -> None:
        if label in self.targets:
            first = self.label_places[label]
            reason = f"la etiqueta ya se usó en {first}."
            self.faults.append(Fault(place, label, reason, "Cada etiqueta nombra una sola cosa.", "duplicated_label"))
            return
        self.targets[label] = target
        self.label_places[label] = place
