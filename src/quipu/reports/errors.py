"""What can go wrong between a report's source and its files, each with its place and its way out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from quipu.errors import QuipuError
from quipu.reports.places import Place


class ReportError(QuipuError):
    """A report cannot be built."""

    code = "reports.error"


class TemplateError(ReportError):
    """The template cannot be read or run: syntax, an unknown name, a wrong argument."""

    code = "reports.template"


class ToolError(ReportError):
    """Pandoc, Typst or the chart renderer refused what it was given."""

    code = "reports.tool"


@dataclass(frozen=True)
class Fault:
    """One thing to mend in the text.

    Attributes:
        place: where it stands.
        subject: the text at fault, as it was written.
        reason: what is wrong with it.
        suggestion: near names or what to write instead; may be empty.
        code: stable identifier of the kind of fault.
    """

    place: Place
    subject: str
    reason: str
    suggestion: str = ""
    code: str = "reference"

    def __str__(self) -> str:
        sentence = f"{self.place}: «{self.subject}»: {self.reason}"
        return f"{sentence} {self.suggestion}" if self.suggestion else sentence


class DocumentError(ReportError):
    """Every fault of the whole document at once.

    Attributes:
        faults: in the order of the text.
    """

    code = "reports.faults"

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(sorted(dict.fromkeys(faults), key=lambda fault: fault.place))
        count = len(self.faults)
        noun = "falla" if count == 1 else "fallas"
        super().__init__(
            f"El informe tiene {count} {noun} y no se generó.",
            why="\n" + "\n".join(f"  {fault}" for fault in self.faults) + "\n",
            remedy="Corrija el texto en los lugares indicados y vuelva a generar.",
        )
