"""The cells of a file as they stand in it: an `.xlsx`, or a folder of CSV files."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from python_calamine import CalamineError, CalamineWorkbook

from quipu.workbook.archives import MOST_BYTES, scan_sheet, unpack
from quipu.workbook.cells import ExcelError, Raw
from quipu.workbook.faults import UnreadableWorkbookError
from quipu.workbook.rows import column_letter

_ENDINGS = "Quipu lee un libro .xlsx o una carpeta con archivos .csv; «quipu template» da uno en blanco."
_OFFICE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_ESCAPED = ("=", "+", "-", "@", "\t", "\r", "'")


@dataclass(frozen=True)
class Grid:
    """One sheet as it stands: its name in the file and its cells, the heading first."""

    name: str
    rows: list[list[Raw]]


@dataclass(frozen=True)
class Source:
    """A file as it stands: its sheets, and the bytes to keep."""

    grids: list[Grid]
    original: bytes = field(repr=False)
    ending: str


def open_source(path: Path) -> Source:
    """Open a workbook.

    Args:
        path: an `.xlsx` file or a folder.

    Raises:
        UnreadableWorkbookError: what is there cannot be read as a workbook.
    """
    if path.is_dir():
        return _open_folder(path)
    if not path.is_file():
        raise UnreadableWorkbookError("no existe.", where=str(path), remedy="Revise la ruta.", code="workbook.absent")
    if path.suffix.lower() != ".xlsx":
        raise UnreadableWorkbookError(
            f"termina en «{path.suffix}» y no es un libro que Quipu lea.",
            where=path.name,
            remedy=_ENDINGS,
            code="workbook.extension",
        )
    check_bytes(path.stat().st_size, path.name)
    return open_xlsx(path.read_bytes(), path.name)


def check_bytes(size: int, name: str) -> None:
    """Refuse a file, or several together, larger than any workbook needs."""
    if size > MOST_BYTES:
        raise UnreadableWorkbookError(
            f"pasa de {MOST_BYTES // 2**20} MB y no se abrió.",
            where=name,
            remedy="Divídalo: cada hoja puede ir en un libro aparte.",
            code="workbook.too_large",
        )


def open_xlsx(content: bytes, name: str) -> Source:
    """Open the bytes of an `.xlsx`.

    Raises:
        UnreadableWorkbookError: they cannot be read as a workbook, or it is not safe to.
    """
    parts = unpack(content, name)
    try:
        paths = _sheet_paths(parts)
        scans = {sheet: scan_sheet(parts.get(path, b""), sheet, name) for sheet, path in paths.items()}
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        grids = [_read_grid(book, sheet) for sheet in scans]
    except (CalamineError, ElementTree.ParseError, KeyError, ValueError, UnicodeDecodeError) as error:
        raise UnreadableWorkbookError(
            "está dañado o no es un libro de Excel.",
            where=name,
            remedy="Guárdelo de nuevo desde Excel o LibreOffice como «Libro de Excel (.xlsx)».",
            code="workbook.damaged",
        ) from error
    for grid in grids:
        _show_errors(grid, scans[grid.name].errors)
    return Source(grids, content, ".xlsx")


def _read_grid(book: CalamineWorkbook, sheet: str) -> Grid:
    rows: list[list[Raw]] = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)  # type: ignore[assignment]
    return Grid(sheet, rows)


def _sheet_paths(parts: dict[str, bytes]) -> dict[str, str]:
    book, relations = parts["xl/workbook.xml"], parts["xl/_rels/workbook.xml.rels"]
    if b"<!DOCTYPE" in book or b"<!DOCTYPE" in relations:
        raise ValueError("a workbook declares no document type")
    targets = {node.get("Id"): node.get("Target", "") for node in ElementTree.fromstring(relations)}  # noqa: S314
    nodes = [node for node in ElementTree.fromstring(book).iter() if node.tag.endswith("}sheet")]  # noqa: S314
    found = {node.get("name", ""): targets.get(node.get(_OFFICE), "") or "" for node in nodes}
    return {name: path.lstrip("/") if path.startswith("/") else f"xl/{path}" for name, path in found.items()}


def _show_errors(grid: Grid, errors: dict[str, str]) -> None:
    # The reader gives an empty cell where the spreadsheet shows an error, and an error is not an absence.
    if not errors:
        return
    for number, row in enumerate(grid.rows, start=1):
        for index in range(len(row)):
            shown = errors.get(f"{column_letter(index)}{number}")
            if shown is not None:
                row[index] = ExcelError(shown)


def _open_folder(folder: Path) -> Source:
    paths = sorted(path for path in folder.iterdir() if path.suffix.lower() == ".csv" and path.is_file())
    if not paths:
        raise UnreadableWorkbookError(
            "la carpeta no tiene archivos .csv.", where=folder.name, remedy=_ENDINGS, code="workbook.foreign"
        )
    check_bytes(sum(path.stat().st_size for path in paths), folder.name)
    contents = {path.name: path.read_bytes() for path in paths}
    grids = [Grid(Path(name).stem, read_csv(content, name)) for name, content in contents.items()]
    return Source(grids, pack(contents), ".zip")


def read_csv(content: bytes, name: str) -> list[list[Raw]]:
    """The cells of a CSV file in UTF-8.

    Raises:
        UnreadableWorkbookError: it is in another encoding, or its quotes do not close.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UnreadableWorkbookError(
            f"no está en UTF-8 (línea {line}).",
            where=name,
            remedy="En Excel, guárdelo como «CSV UTF-8 (delimitado por comas)».",
            code="workbook.not_utf8",
        ) from error
    heading = text.partition("\n")[0]
    delimiter = ";" if heading.count(";") > heading.count(",") else ","
    csv.field_size_limit(MOST_BYTES)
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        return [[_unescape(cell) for cell in row] for row in rows]
    except csv.Error as error:
        raise UnreadableWorkbookError(
            "tiene unas comillas que no se cierran, o no es un CSV.",
            where=name,
            remedy="Ábralo en una hoja de cálculo y guárdelo de nuevo como CSV UTF-8.",
            code="workbook.damaged",
        ) from error


def escape(text: str) -> str:
    """The text so that a spreadsheet opening the CSV file does not take it for a formula."""
    return f"'{text}" if text.startswith(_ESCAPED) else text


def _unescape(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_ESCAPED) else cell


def pack(contents: Mapping[str, bytes]) -> bytes:
    """A ZIP of these files by name; without dates, so that the same files give the same bytes and the same hash."""
    target = io.BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for name, content in sorted(contents.items()):
            info = ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            info.compress_type = ZIP_DEFLATED
            archive.writestr(info, content)
    return target.getvalue()
