"""An `.xlsx` before it is opened: is it what it says, and is it safe to unpack?"""

from __future__ import annotations

import io
import re
import struct
import zlib
from dataclasses import dataclass
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from quipu.workbook.faults import UnreadableWorkbookError
from quipu.workbook.rows import column_letter

MOST_ENTRIES = 1_000
MOST_BYTES = 200 * 2**20
MOST_RATIO = 200
SMALL_ENTRY = 2**20
MOST_CELLS = 5_000_000

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_NO_BOMB = "Guárdelo de nuevo desde Excel o LibreOffice, o parta de «quipu template»."


def unpack(content: bytes, name: str) -> dict[str, bytes]:
    """The parts of an `.xlsx`, each inflated by no more than it declares.

    Args:
        content: the bytes of the file.
        name: the file's name, for messages.

    Raises:
        UnreadableWorkbookError: not a workbook, protected by a password, damaged, or a ZIP bomb.
    """
    _check_signature(content, name)
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            infos = archive.infolist()
    except (BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise _damaged(name) from error
    _check_size(infos, name)
    return {info.filename: _inflate(content, info, name) for info in infos}


def _check_signature(content: bytes, name: str) -> None:
    if content.startswith(_OLE):
        if _ENCRYPTED in content:
            raise UnreadableWorkbookError(
                "está protegido con contraseña.",
                where=name,
                remedy="Ábralo en Excel, quite la contraseña (Archivo, Información, Proteger libro) y guárdelo.",
                code="workbook.password",
            )
        raise UnreadableWorkbookError(
            "es un libro de Excel 97-2003 con otro nombre.",
            where=name,
            remedy="Ábralo en Excel y guárdelo como «Libro de Excel (.xlsx)».",
            code="workbook.not_xlsx",
        )
    if not content.startswith(b"PK"):
        raise UnreadableWorkbookError(
            "no es un libro de Excel, aunque su nombre termine en .xlsx.",
            where=name,
            remedy="Guárdelo desde Excel o LibreOffice como «Libro de Excel (.xlsx)».",
            code="workbook.not_xlsx",
        )


def _check_size(infos: list[ZipInfo], name: str) -> None:
    total = sum(info.file_size for info in infos)
    swollen = any(info.file_size > SMALL_ENTRY and info.file_size > MOST_RATIO * info.compress_size for info in infos)
    if len(infos) > MOST_ENTRIES or total > MOST_BYTES or swollen:
        raise _bomb(name)
    if any(info.flag_bits & 1 or info.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for info in infos):
        raise _damaged(name)


def _inflate(content: bytes, info: ZipInfo, name: str) -> bytes:
    # A header may declare less than its data inflates to, and the reader that follows would not stop there.
    try:
        name_length, extra_length = struct.unpack_from("<HH", content, info.header_offset + 26)
        start = info.header_offset + 30 + name_length + extra_length
        data = content[start : start + info.compress_size]
        if info.compress_type == ZIP_DEFLATED:
            data = zlib.decompressobj(-zlib.MAX_WBITS).decompress(data, info.file_size + 1)
    except (struct.error, zlib.error) as error:
        raise _damaged(name) from error
    if len(data) > info.file_size:
        raise _bomb(name)
    if len(data) < info.file_size or zlib.crc32(data) != info.CRC:
        raise _damaged(name)
    return data


def _bomb(name: str) -> UnreadableWorkbookError:
    return UnreadableWorkbookError(
        "se expande mucho más de lo que un libro necesita y no se abrió.",
        where=name,
        why="Así se hacen los archivos que agotan la memoria de quien los abre.",
        remedy=_NO_BOMB,
        code="workbook.bomb",
    )


def _damaged(name: str) -> UnreadableWorkbookError:
    return UnreadableWorkbookError(
        "está dañado o incompleto y no se puede abrir.", where=name, remedy=_NO_BOMB, code="workbook.damaged"
    )


@dataclass(frozen=True)
class SheetScan:
    """What the text of a sheet tells before it is read: `errors` gives the error shown by each cell, such as `B4`."""

    errors: dict[str, str]


_TAG = re.compile(rb"""<(?:\w+:)?(row|c)(?=[\s/>])((?:"[^"]*"|'[^']*'|[^>"'])*)>""")
_REFERENCE = re.compile(rb"""(?<![\w:.-])r\s*=\s*["']\s*([^"']*?)\s*["']""")
_PLACE = re.compile(rb"([A-Za-z]{0,3})([0-9]{1,7})")
_PREFIXED = re.compile(rb":(?:c|row)[\s/>]")
_HEAD = 2**16
_ERROR = re.compile(rb"""<(?:\w+:)?c\b([^>]*\bt=["']e["'][^>]*)>(.*?)</(?:\w+:)?c>""", re.DOTALL)
_SHOWN = re.compile(rb"<(?:\w+:)?v[^>]*>([^<]*)<")


def scan_sheet(xml: bytes, sheet: str, name: str) -> SheetScan:
    """Look at a sheet's own text for what the reader hides: cells with errors, and an area too wide to hold.

    Raises:
        UnreadableWorkbookError: the area between the first cell and the last is larger than any sheet needs, or a cell
            does not say legibly where it stands.
    """
    columns, rows = _ends_at_a_glance(xml) or _ends(xml, name)
    if rows * columns > MOST_CELLS:
        raise UnreadableWorkbookError(
            f"la hoja «{sheet}» ocupa hasta la celda {column_letter(columns - 1)}{rows}.",
            where=name,
            why="Un área tan grande agota la memoria de quien la abre.",
            remedy="Borre las filas y columnas vacías que tienen formato, y guarde el libro.",
            code="workbook.bomb",
        )
    if b't="e"' not in xml and b"t='e'" not in xml:
        return SheetScan({})
    return SheetScan(dict(_error_of(match) for match in _ERROR.finditer(xml)))


def _ends_at_a_glance(xml: bytes) -> tuple[int, int] | None:
    # A search in C instead of a million steps: the ends are taken from the sheet's beginning and its last rows, and the
    # rest is only asked whether any cell or row stands beyond them, or does not first say where it stands.
    near = [match for part in (xml[:_HEAD], xml[-_HEAD:]) for match in _NEAR.findall(part)]
    if not near or _PREFIXED.search(xml):
        return None
    columns = max((len(letters), letters) for letters, _ in near)[1]
    rows = max(int(row) for _, row in near)
    if _beyond(columns.decode(), rows).search(xml):
        return None
    return _column_number(columns), rows


_NEAR = re.compile(rb' r="([A-Z]{1,3})([1-9][0-9]{0,6})"')


def _beyond(columns: str, rows: int) -> re.Pattern[bytes]:
    within = f"(?:{_up_to(columns, 'A', 'Z')})?(?:{_up_to(str(rows), '1', '9', '0')})"
    return re.compile(rf"""<(?:c|row)(?=[\s/>])(?! r="{within}")""".encode())


def _up_to(last: str, low: str, high: str, inner: str = "") -> str:
    """A pattern of what is no longer than `last` and, when as long, no later in order."""
    inner = inner or low
    ways = [f"[{low}-{high}][{inner}-{high}]{{0,{len(last) - 2}}}"] if len(last) > 1 else []
    for index, sign in enumerate(last):
        first = low if index == 0 else inner
        if sign > first:
            ways.append(f"{last[:index]}[{first}-{chr(ord(sign) - 1)}][{inner}-{high}]{{{len(last) - index - 1}}}")
    return "|".join([*ways, last])


def _ends(xml: bytes, name: str) -> tuple[int, int]:
    """The last column and row as a reader counts them: a cell that says no place stands after the one before."""
    columns = rows = row = column = 0
    for match in _TAG.finditer(xml):
        kind, attributes = match.groups()
        reference = _REFERENCE.search(attributes)
        place = _PLACE.fullmatch(reference[1]) if reference else None
        if reference and not (place and bool(place[1]) == (kind == b"c")):
            raise _damaged(name)
        if kind == b"row":
            row, column = int(place[2]) if place else row + 1, 0
        else:
            column = _column_number(place[1].upper()) if place else column + 1
            row = int(place[2]) if place else row
        columns, rows = max(columns, column), max(rows, row)
    return columns, rows


def _error_of(match: re.Match[bytes]) -> tuple[str, str]:
    place = _REFERENCE.search(match.group(1))
    shown = _SHOWN.search(match.group(2))
    cell = place.group(1).decode("ascii", "replace").upper() if place else ""
    return cell, shown.group(1).decode() if shown else "#ERROR"


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
