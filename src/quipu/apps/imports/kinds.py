"""Which kind of files somebody handed over: told by what they hold, never by how they are called."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

from quipu.apps.imports.models import Upload
from quipu.apps.imports.services.ceplan import read_files
from quipu.apps.organisation.models import Institution
from quipu.workbook.archives import unpack
from quipu.workbook.ceplan.reading import read_ceplan
from quipu.workbook.ceplan.records import CeplanFiles
from quipu.workbook.faults import UnreadableWorkbookError
from quipu.workbook.reading import read_workbook
from quipu.workbook.rows import ReadWorkbook

_FOREIGN = "workbook.foreign"
_NOT_CEPLAN = (_FOREIGN, "workbook.ceplan.too_many_files", "workbook.ceplan.same_name")
_READ = (".csv", ".xlsx")
Paths = Path | Iterable[Path]


def read_any(
    paths: Paths, *, institution: Institution | None, answers: Mapping[str, str] | None = None, name: str = ""
) -> ReadWorkbook | CeplanFiles:
    """Read an own workbook, or the planning authority's files.

    Args:
        paths: one `.xlsx`, a folder, a ZIP, or several files.
        institution: whose earlier answers count; None when it is not known yet.
        answers: by the question's key.
        name: how to call them, when the path does not say.

    Raises:
        UnreadableWorkbookError: they cannot be opened, or are neither.
    """
    paths = _alone(paths)
    try:
        if institution is None:
            return read_ceplan(paths, name=name)
        return read_files(paths, institution=institution, answers=answers, name=name)
    except UnreadableWorkbookError as error:
        if error.code not in _NOT_CEPLAN or not isinstance(paths, Path):
            raise
        return _read_own(paths, name or paths.name)


def _alone(paths: Paths) -> Paths:
    """A list of one file is that file."""
    listed = [paths] if isinstance(paths, Path) else list(paths)
    return listed[0] if len(listed) == 1 else listed


def kind_of(read: ReadWorkbook | CeplanFiles) -> str:
    """What was read."""
    if isinstance(read, ReadWorkbook):
        return Upload.Kind.OWN
    return Upload.Kind.CEPLAN_SEPARATE if read.layout.kind == "separate" else Upload.Kind.CEPLAN_ANNUAL


def _read_own(path: Path, name: str) -> ReadWorkbook:
    try:
        return _unpacked(path, name) if path.suffix.lower() == ".zip" else read_workbook(path, name=name)
    except UnreadableWorkbookError as error:
        if error.code != _FOREIGN:
            raise
        raise UnreadableWorkbookError(
            "no es un libro de Quipu ni una exportación de Ceplan V.01.",
            where=name,
            remedy="Parta de «quipu template», o expórtelo de nuevo desde el aplicativo sin cambiar los encabezados.",
            code=_FOREIGN,
        ) from error


def _unpacked(path: Path, name: str) -> ReadWorkbook:
    """An own workbook in a ZIP, as Quipu keeps a folder of CSV files."""
    parts = {part: content for part, content in unpack(path.read_bytes(), name).items() if part.lower().endswith(_READ)}
    contents = {PurePosixPath(part).name: content for part, content in parts.items()}
    if len(contents) < len(parts):
        raise UnreadableWorkbookError(
            "hay dos archivos con el mismo nombre en carpetas distintas.", where=name, remedy="Cambie el nombre de uno."
        )
    with tempfile.TemporaryDirectory(prefix="quipu-") as folder:
        for part, content in contents.items():
            (Path(folder) / part).write_bytes(content)
        books = sorted(Path(folder).glob("*.xlsx"))
        return read_workbook(books[0] if len(books) == 1 else Path(folder), name=name)
