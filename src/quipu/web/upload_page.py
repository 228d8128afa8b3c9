"""What the page of an upload shows of what its dry run found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from quipu.apps.imports.models import Upload
from quipu.apps.plans.queries import RowDifference
from quipu.workbook.names import plain_name

QUESTION = "q:"
"""What the names of the answers begin with in the form."""
ALL_NAMES = "all_names"


@dataclass(frozen=True)
class SheetShown:
    """One sheet: how many rows would be added, changed and removed, and some of them."""

    name: str
    added: int
    changed: int
    removed: int
    samples: Sequence[tuple[str, Sequence[RowDifference]]]


def sheets_shown(upload: Upload) -> list[SheetShown]:
    """The sheets with changes, in the order of the workbook."""
    samples = upload.found.get("samples", {})
    return [
        SheetShown(sheet, *counts, _samples(sheet, samples.get(sheet, {})))
        for sheet, counts in upload.found.get("counts", {}).items()
    ]


def _samples(sheet: str, kinds: Mapping[str, Any]) -> list[tuple[str, Sequence[RowDifference]]]:
    return [
        (kind, [RowDifference(sheet, tuple(item["key"]), item["before"], item["after"]) for item in several])
        for kind, several in kinds.items()
    ]


def faults_shown(upload: Upload, values: Mapping[str, str]) -> list[Mapping[str, str]]:
    """The faults that the filters of the page admit."""
    faults = upload.found.get("faults", [])
    if values["hoja"]:
        faults = [fault for fault in faults if fault["sheet"] == values["hoja"]]
    wanted = plain_name(values["buscar"])
    if not wanted:
        return list(faults)
    return [fault for fault in faults if wanted in plain_name(" ".join(fault.values()))]
