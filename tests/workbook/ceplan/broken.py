"""Workbooks written by hand, part by part, so that anything in them may be wrong."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from quipu.workbook.rows import column_letter

_MANIFEST = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="'
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_HIDDEN = ' state="hidden"'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


@dataclass
class Raw:
    """A cell written as this XML, whatever it is; `{at}` is its place."""

    xml: str


@dataclass
class Page:
    """A sheet to be written."""

    name: str
    rows: list[list[object]]
    hidden: bool = False
    dimension: str = ""
    after: str = ""
    attribute: str = ' r="{at}"'


@dataclass
class Case:
    """A broken file in the making: its pages, then its parts, then its bytes.

    Attributes:
        chance: the only source of randomness.
        pages: its sheets.
        ending: of the file, or `folder` for CSV files.
        spoil: what to do to the bytes once the file is whole.
        extra: other parts of the archive.
        encoding: of CSV files.
    """

    chance: random.Random
    pages: list[Page]
    ending: str = ".xlsx"
    spoil: Callable[[bytes], bytes] = lambda content: content
    extra: dict[str, bytes] = field(default_factory=dict)
    encoding: str = "utf-8"

    @property
    def page(self) -> Page:
        """One of its pages."""
        return self.chance.choice(self.pages)

    def somewhere(self, value: object, *, heading: bool = False) -> None:
        """Put a value in some cells."""
        for _ in range(self.chance.randint(1, 3)):
            rows = self.page.rows
            row = rows[0] if heading or len(rows) == 1 else self.chance.choice(rows[1:])
            if row:
                row[self.chance.randrange(len(row))] = value


def write_folder(case: Case, folder: Path) -> Path:
    """Write its pages as CSV files."""
    folder.mkdir()
    for page in case.pages:
        lines = "\n".join(",".join("" if c is None or isinstance(c, Raw) else str(c) for c in row) for row in page.rows)
        content = case.spoil(lines.encode(case.encoding, "replace"))
        (folder / f"{page.name.replace(chr(47), chr(32))}.csv").write_bytes(content)
    return folder


def archive_of(case: Case) -> bytes:
    """Its pages as the bytes of an `.xlsx`."""
    sheets = "".join(
        f'<sheet name={quoteattr(page.name)} sheetId="{n}" r:id="r{n}"{_HIDDEN if page.hidden else ""}/>'
        for n, page in enumerate(case.pages, 1)
    )
    relations = "".join(
        f'<Relationship Id="r{n}" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(case.pages) + 1)
    )
    styles = (
        f'<styleSheet xmlns="{_MAIN}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'
    )
    parts = {
        "[Content_Types].xml": _MANIFEST.encode(),
        "_rels/.rels": (
            f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="r1" Type="{_RELATIONS}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>'
        ).encode(),
        "xl/workbook.xml": (
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets>{sheets}</sheets></workbook>'
        ).encode(),
        "xl/_rels/workbook.xml.rels": (
            f'<Relationships xmlns="{_PACKAGE}">{relations}<Relationship Id="s" Type="{_RELATIONS}/styles" '
            'Target="styles.xml"/></Relationships>'
        ).encode(),
        "xl/styles.xml": styles.encode(),
    }
    for number, page in enumerate(case.pages, 1):
        parts[f"xl/worksheets/sheet{number}.xml"] = _sheet_xml(page).encode("utf-8", "replace")
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in (parts | case.extra).items():
            archive.writestr(name, content)
    return target.getvalue()


def _sheet_xml(page: Page) -> str:
    dimension = f'<dimension ref="{page.dimension}"/>' if page.dimension else ""
    rows = "".join(
        f'<row r="{number}">{"".join(_cell_xml(page, number, i, c) for i, c in enumerate(cells))}</row>'
        for number, cells in enumerate(page.rows, 1)
    )
    inside, after = (page.after, "") if page.after.startswith("<row") else ("", page.after)
    return f'<worksheet xmlns="{_MAIN}">{dimension}<sheetData>{rows}{inside}</sheetData>{after}</worksheet>'


def _cell_xml(page: Page, number: int, index: int, cell: object) -> str:
    place = page.attribute.format(at=f"{column_letter(index)}{number}")
    if cell is None:
        return "" if page.attribute else "<c/>"
    if isinstance(cell, Raw):
        return cell.xml.replace("{r}", place)
    if isinstance(cell, str):
        return f'<c{place} t="inlineStr"><is><t xml:space="preserve">{escape(cell)}</t></is></c>'
    return f"<c{place}><v>{cell!r}</v></c>"
