"""Whole institutions in the test database for as long as a module's tests run, and the command run in this process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings

from quipu.apps.imports.services import apply_import
from quipu.apps.organisation.queries import find_institution
from quipu.apps.plans.models import PlanVersion
from quipu.apps.plans.queries import find_version_for
from quipu.cli.main import main
from quipu.simulation import simulate_institution
from quipu.workbook.reading import read_workbook
from quipu.workbook.writing import write_folder

MRE = Path(__file__).parents[1] / "demo" / "mre"
FICTIONAL = "pequena"
"""Identifier of the fictional institution: two objectives, six actions, twenty activities a year, three years."""


@contextmanager
def loaded(blocker: Any, folder: Path, *slugs: str) -> Iterator[None]:
    """Import institutions (`mre`, `pequena`) for the tests inside, and leave the database as it was afterwards."""
    with blocker.unblock(), override_settings(DATA_DIR=folder, MEDIA_ROOT=folder / "files"), transaction.atomic():
        for slug in slugs:
            apply_import(read=read_workbook(MRE if slug == "mre" else fictional_folder(folder)), mode="replace")
        yield
        transaction.set_rollback(True)


def fictional_folder(folder: Path, *, slug: str = FICTIONAL, **size: int) -> Path:
    """The workbook of a small fictional institution as a folder of CSV files; `size` makes it larger."""
    wanted = {"years": 3, "first_year": 2022, "objectives": 2, "actions": 6, "activities": 20} | size
    write_folder(simulate_institution(seed=7, slug=slug, **wanted), folder / slug)
    return folder / slug


def version_of(slug: str, period: str = "2024") -> PlanVersion:
    """The version of a loaded institution that governs a period."""
    return find_version_for(find_institution(slug), period)


@dataclass(frozen=True)
class Ran:
    """How a command ended."""

    code: int
    output: str
    error: str


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> Ran:
    """Run `quipu` with these arguments in this process, on the database of the tests."""
    capsys.readouterr()
    with pytest.raises(SystemExit) as ended:
        main([str(argument) for argument in arguments])
    captured = capsys.readouterr()
    return Ran(int(ended.value.code or 0), captured.out, captured.err)
