"""The register of action: who acts, what was done, with what evidence, and how each indicator counts it."""

from __future__ import annotations

from quipu.workbook.columns import Sheet
from quipu.workbook.schema import actors, evidence, instruments, records

SHEETS: tuple[Sheet, ...] = (
    *actors.SHEETS,
    *evidence.DOCUMENTS,
    *records.SHEETS,
    *instruments.SHEETS,
    *evidence.CITATIONS,
)
