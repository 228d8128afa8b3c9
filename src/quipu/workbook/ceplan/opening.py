"""The files that a person hands over: one workbook, several, a folder or a ZIP, opened as safely as our own."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from quipu.workbook.archives import unpack
from quipu.workbook.faults import Fault, UnreadableWorkbookError
from quipu.workbook.sources import Grid, check_bytes, open_source, open_xlsx, pack, read_csv

MOST_FILES = 20
_READ = (".xlsx", ".csv")
_WAY_OUT = "Quipu lee el .xlsx que exporta Ceplan V.01, o los cinco archivos en una carpeta o en un .zip."


@dataclass(frozen=True)
class NamedGrid:
    """A sheet and the file that it is in; `label` is how messages call it."""

    file: str
    grid: Grid
    label: str


@dataclass(frozen=True)
class Opened:
    """What was handed over."""

    name: str
    grids: list[NamedGrid]
    original: bytes = field(repr=False)
    ending: str
    warnings: list[Fault] = field(default_factory=list)

    @property
    def sha256(self) -> str:
        """Of the original."""
        return hashlib.sha256(self.original).hexdigest()


def open_files(paths: Path | str | Iterable[Path | str], name: str = "") -> Opened:
    """Open one `.xlsx`, a folder or a ZIP of files, or a list of paths.

    Raises:
        UnreadableWorkbookError: something there cannot be read, or it is not safe to.
    """
    if not isinstance(paths, (str, Path)):
        files = [Path(path) for path in paths]
        return _several(_contents(files, name or "archivos"), name or "archivos")
    path = Path(paths)
    name = name or path.name
    if path.is_dir():
        return _several(_contents(sorted(path.iterdir()), name), name)
    if path.suffix.lower() == ".csv" and path.is_file():
        return _several(_contents([path], name), name)
    if path.suffix.lower() == ".zip" and path.is_file():
        check_bytes(path.stat().st_size, path.name)
        original = path.read_bytes()
        return _several(_members(original, path.name), name, original)
    source = open_source(path)
    return Opened(name, [NamedGrid(path.name, grid, grid.name) for grid in source.grids], source.original, ".xlsx")


def _contents(paths: list[Path], name: str) -> dict[str, bytes]:
    files = [path for path in paths if not path.is_dir() and not _hidden(path.name)]
    for path in files:
        if not path.is_file():
            raise UnreadableWorkbookError(
                "no existe.", where=str(path), remedy="Revise la ruta.", code="workbook.absent"
            )
    _check_count(len(files), name)
    check_bytes(sum(path.stat().st_size for path in files), name)
    contents: dict[str, bytes] = {}
    for path in files:
        if path.name in contents:
            raise UnreadableWorkbookError(
                f"hay dos archivos que se llaman «{path.name}».",
                where=name,
                remedy="Cambie el nombre de uno.",
                code="workbook.ceplan.same_name",
            )
        contents[path.name] = path.read_bytes()
    return contents


def _members(original: bytes, name: str) -> dict[str, bytes]:
    if not original.startswith(b"PK"):
        raise UnreadableWorkbookError(
            "no es un ZIP, aunque su nombre termine así.", where=name, remedy=_WAY_OUT, code="workbook.damaged"
        )
    parts = {
        path: content
        for path, content in unpack(original, name).items()
        if not path.endswith("/") and not _system(path)
    }
    _check_count(len(parts), name)
    contents = {PurePosixPath(path.replace("\\", "/")).name: content for path, content in parts.items()}
    if len(contents) < len(parts):
        raise UnreadableWorkbookError(
            "hay dos archivos con el mismo nombre en carpetas distintas.",
            where=name,
            remedy="Cambie el nombre de uno.",
            code="workbook.ceplan.same_name",
        )
    return contents


def _hidden(name: str) -> bool:
    return name.startswith((".", "~$"))


def _system(path: str) -> bool:
    return path.startswith("__MACOSX/") or _hidden(PurePosixPath(path).name)


def _check_count(count: int, name: str) -> None:
    if count > MOST_FILES:
        raise UnreadableWorkbookError(
            f"tiene {count} archivos y se esperan cinco.",
            where=name,
            remedy="Deje solo los que exportó Ceplan V.01.",
            code="workbook.ceplan.too_many_files",
        )


def _several(contents: Mapping[str, bytes], name: str, original: bytes = b"") -> Opened:
    grids: list[NamedGrid] = []
    warnings: list[Fault] = []
    for file, content in sorted(contents.items()):
        ending = PurePosixPath(file).suffix.lower()
        if ending == ".xlsx":
            source = open_xlsx(content, file)
            grids += [NamedGrid(file, grid, f"{file}: {grid.name}") for grid in source.grids]
        elif ending == ".csv":
            grids.append(NamedGrid(file, Grid(PurePosixPath(file).stem, read_csv(content, file)), file))
        else:
            reason = f"el archivo «{file}» no se leyó: no termina en {' ni en '.join(_READ)}."
            warnings.append(Fault("", "", file, reason, _WAY_OUT, "workbook.ceplan.file_ignored"))
    if not grids:
        raise UnreadableWorkbookError(
            "no tiene archivos .xlsx ni .csv.", where=name, remedy=_WAY_OUT, code="workbook.foreign"
        )
    return Opened(name, grids, original or pack(contents), ".zip", warnings)
