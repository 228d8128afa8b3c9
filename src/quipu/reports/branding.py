"""What an institution and one report say about themselves: name, colours, separators, title, date."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Literal

from quipu.language import NumberStyle

_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
Orientation = Literal["portrait", "landscape"]


@dataclass(frozen=True)
class Branding:
    """The institution's look.

    Attributes:
        institution: full name, for the cover, the header and the document properties.
        superior: the body it belongs to, above its name on the cover; may be empty.
        primary: colour of headings and rules, `#RRGGBB`; needs a contrast of 4.5 on white.
        accent: second colour, of series and small marks.
        numbers: separators.
    """

    institution: str
    superior: str = ""
    primary: str = "#9B1C2E"
    accent: str = "#1F4E79"
    numbers: NumberStyle = field(default_factory=NumberStyle)

    def __post_init__(self) -> None:
        for colour in (self.primary, self.accent):
            if not _COLOUR.fullmatch(colour):
                raise ValueError(f"A colour reads #RRGGBB, not {colour!r}.")


@dataclass(frozen=True)
class ReportDetails:
    """The report's own facts, for its cover and its document properties.

    Attributes:
        title: of the report.
        date: printed on the cover and the only date in the files, so that the same input gives the same bytes.
        subtitle: period or plan; may be empty.
        keywords: for the document properties.
        orientation: of every page.
        cover: whether it has a cover page.
        lists: whether it has lists of tables and charts after the table of contents.
        trace_annex: whether the report ends with the trace of its figures.
        figure_pages: address under which each printed figure has a page, as `https://host/informes/7/cifras/`; the
            figure's number and a slash follow. Empty: figures lead to their trace in the report itself.
    """

    title: str
    date: date
    subtitle: str = ""
    keywords: tuple[str, ...] = ()
    orientation: Orientation = "portrait"
    cover: bool = True
    lists: bool = True
    trace_annex: bool = True
    figure_pages: str = ""

    @property
    def moment(self) -> datetime:
        """The date as a moment, for file properties."""
        return datetime(self.date.year, self.date.month, self.date.day, 12, tzinfo=UTC)

    @property
    def epoch(self) -> int:
        """The moment in seconds, as tools take it."""
        return int(self.moment.timestamp())
