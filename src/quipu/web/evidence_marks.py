"""A document's text with what is cited from it: passages cut where a citation begins or ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from quipu.apps.evidence.queries import PlacedPassage
from quipu.apps.register.models import Citation


@dataclass(frozen=True)
class Cited:
    """A citation and its number on the page."""

    number: int
    citation: Citation

    @property
    def anchor(self) -> str:
        """Where its words are on the page."""
        return f"cita-{self.citation.pk}"

    @property
    def entry(self) -> str:
        """Where it stands in the list of what is cited."""
        return f"registro-{self.citation.pk}"


@dataclass(frozen=True)
class Part:
    """A run of a passage's text in which the same citations hold.

    Attributes:
        text: the run.
        cited: the citation that the run leads to: the shortest of those that hold in it; None for plain text.
        several: whether more than one holds.
        beginning: those whose words begin here.
        ending: those whose words end here.
    """

    text: str
    cited: Cited | None
    several: bool
    beginning: Sequence[Cited]
    ending: Sequence[Cited]


@dataclass(frozen=True)
class MarkedPassage:
    """A passage as a page shows it."""

    kind: str
    parts: Sequence[Part]


def numbered(citations: Sequence[Citation]) -> list[Cited]:
    """The citations with their numbers, in the order given."""
    return [Cited(number, citation) for number, citation in enumerate(citations, start=1)]


def mark_passages(passages: Sequence[PlacedPassage], cited: Sequence[Cited]) -> list[MarkedPassage]:
    """The passages cut into parts; citations may overlap, and may go over several passages.

    Args:
        passages: those of the reading in force, in order.
        cited: every citation of the document; one without a place marks nothing.
    """
    placed = [item for item in cited if item.citation.start is not None]
    return [MarkedPassage(passage.kind, _parts(passage, placed)) for passage in passages]


def _parts(passage: PlacedPassage, cited: Sequence[Cited]) -> list[Part]:
    held = [item for item in cited if _start(item) < passage.end and _end(item) > passage.start]
    cuts = {passage.start, passage.end}
    for item in held:
        cuts |= {max(_start(item), passage.start), min(_end(item), passage.end)}
    bounds = sorted(cuts)
    return [_part(passage, held, start, end) for start, end in pairwise(bounds)]


def _part(passage: PlacedPassage, held: Sequence[Cited], start: int, end: int) -> Part:
    here = [item for item in held if _start(item) <= start and end <= _end(item)]
    shortest = min(here, key=lambda item: (_end(item) - _start(item), item.number), default=None)
    return Part(
        text=passage.text[start - passage.start : end - passage.start],
        cited=shortest,
        several=len(here) > 1,
        beginning=[item for item in here if _start(item) == start],
        # Words that end in the space between two passages end with the last part that they hold.
        ending=[item for item in here if _end(item) == end or (end == passage.end and _end(item) <= end + _GAP)],
    )


_GAP = 2
"""Characters between two passages of a text."""


def _start(item: Cited) -> int:
    return int(item.citation.start or 0)


def _end(item: Cited) -> int:
    return int(item.citation.end or 0)
