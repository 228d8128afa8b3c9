"""What is wrong in a workbook, with its place and the way out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from quipu.errors import QuipuError


@dataclass(frozen=True)
class Fault:
    """One thing to mend.

    Attributes:
        sheet: the Spanish name of the sheet; empty when the fault is of the whole workbook.
        cell: such as `C7`; empty when the fault is of the whole sheet.
        value: what the cell holds, as text.
        reason: what is wrong, one Spanish sentence.
        remedy: what to do, one Spanish sentence.
        code: stable dotted identifier of the kind of fault.
    """

    sheet: str
    cell: str
    value: str
    reason: str
    remedy: str
    code: str

    def __str__(self) -> str:
        place = f"Hoja «{self.sheet}»" if self.sheet else "Libro"
        place += f", celda {self.cell}" if self.cell else ""
        return f"{place}: {self.reason} {self.remedy}".rstrip()

    def as_dict(self) -> dict[str, str]:
        """Its fields by name, for JSON."""
        return asdict(self)


class UnreadableWorkbookError(QuipuError):
    """The file cannot be opened as a workbook at all."""

    code = "workbook.unreadable"


class RefusedWorkbookError(QuipuError):
    """The workbook was read and has faults; nothing of it is kept.

    Attributes:
        faults: every fault, in the order of the sheets.
    """

    code = "workbook.refused"

    def __init__(self, name: str, faults: Iterable[Fault]) -> None:
        self.name, self.faults = name, tuple(faults)
        count = len(self.faults)
        super().__init__(
            f"{name} tiene {count} falta{'s' if count != 1 else ''} y no se importó nada.",
            remedy="Corríjalas y vuelva a importar.",
        )
