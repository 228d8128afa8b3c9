"""The DOCX package around the text: styles, header and footer, page, properties; same input, same bytes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from xml.sax.saxutils import escape

from quipu.reports.branding import Branding, ReportDetails
from quipu.reports.pandoc import run_pandoc
from quipu.reports.wording import wording

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PAGE_MARK = re.compile("\ue004([^\ue005]*)\ue005")
_ROW = re.compile(r"<w:tr>(?:<w:trPr>(.*?)</w:trPr>)?(.*?)</w:tr>", re.DOTALL)
_TABLE = re.compile(r"<w:tbl>.*?</w:tbl>", re.DOTALL)
_ROW_START = re.compile(r"<w:tr>")
_STYLE_MARK = re.compile(r"(<w:pStyle [^>]*/>)")
MOST_KEPT_TOGETHER = 10
"""Rows of a table that a page break leaves whole, its heading among them."""
_FIGURE_CELL = re.compile(
    r'<w:tcPr ?/>(<w:p><w:pPr><w:pStyle [^>]*/><w:jc w:val="right" ?/></w:pPr>'
    r"(?:(?!</w:p>).)*?<w:t[^>]*>[\d.,\u00a0%—-]+</w:t>(?:(?!<w:t[ >]).)*?</w:p></w:tc>)",
    re.DOTALL,
)
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
_PAGE_SIZE = {
    "portrait": '<w:pgSz w:w="11906" w:h="16838"/>',
    "landscape": '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>',
}
_PAGE_MARGINS = {
    "portrait": 'w:top="1588" w:right="1531" w:bottom="1474" w:left="1531" w:header="794" w:footer="737"',
    "landscape": 'w:top="1361" w:right="1020" w:bottom="1191" w:left="1020" w:header="680" w:footer="567"',
}
_TEXT_WIDTH = {"portrait": 8844, "landscape": 14798}
_XML = '<?xml version="1.0" encoding="UTF-8"?>'


def reference_package(details: ReportDetails, branding: Branding, language: str) -> bytes:
    """The document whose styles, page, header and footer Pandoc takes over."""
    parts = dict(_default_parts())
    width = _TEXT_WIDTH[details.orientation]
    values = {
        "PRIMARY": branding.primary[1:],
        "ACCENT": branding.accent[1:],
        "LANGUAGE": _tag(language),
        "TEXTWIDTH": str(width),
    }
    parts["word/styles.xml"] = _filled("styles.xml", values)
    parts["word/header1.xml"] = _header(details, branding, width)
    parts["word/footer1.xml"] = _footer(details, language, width)
    parts["word/document.xml"] = _document(details)
    parts["word/_rels/document.xml.rels"] = _related(parts["word/_rels/document.xml.rels"])
    parts["[Content_Types].xml"] = _typed(parts["[Content_Types].xml"])
    return _zipped(parts)


def page_mark(anchor: str) -> str:
    """What stands for an anchor's page until the pages are known."""
    return f"\ue004{anchor}\ue005"


def finished_package(
    content: bytes, details: ReportDetails, branding: Branding, language: str, pages: Mapping[str, int]
) -> bytes:
    """Pandoc's package with our properties and language, with the lists' pages, and with fixed dates inside."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts["docProps/core.xml"] = _properties(details, branding, language)
    body = parts["word/document.xml"].decode()
    body = _PAGE_MARK.sub(lambda mark: str(pages.get(mark[1], "")), body)
    parts["word/document.xml"] = _TABLE.sub(_kept_together, _ROW.sub(_whole_row, body)).encode()
    settings = parts["word/settings.xml"].decode()
    parts["word/settings.xml"] = settings.replace('w:val="en-US"', f'w:val="{_tag(language)}"').encode()
    return _zipped(parts)


def _whole_row(row: re.Match[str]) -> str:
    """A table row that stays on one page, its figures each on one line."""
    properties, cells = row[1] or "", row[2]
    if "w:tblHeader" not in properties:
        cells = _FIGURE_CELL.sub(r"<w:tcPr><w:noWrap/></w:tcPr>\1", cells)
    return f"<w:tr><w:trPr><w:cantSplit/>{properties}</w:trPr>{cells}</w:tr>"


def _kept_together(table: re.Match[str]) -> str:
    """A small table that stays on one page: every row but the last keeps with the next."""
    rows = _ROW_START.split(table[0])
    if not 1 < len(rows) - 1 <= MOST_KEPT_TOGETHER:
        return table[0]
    kept = (_STYLE_MARK.sub(r"\1<w:keepNext/>", row) for row in rows[1:-1])
    return "<w:tr>".join([rows[0], *kept, rows[-1]])


@cache
def _default_parts() -> Mapping[str, bytes]:
    content = run_pandoc(["--print-default-data-file", "reference.docx"])
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def _filled(name: str, values: Mapping[str, str]) -> bytes:
    text = files("quipu.reports").joinpath("typography", name).read_text(encoding="utf-8")
    for key, value in values.items():
        text = text.replace(f"@{key}@", escape(value))
    return text.encode()


def _tag(language: str) -> str:
    return "en-US" if language.startswith("en") else "es-PE"


def _tabbed(style: str, left: str, right: str, width: int) -> str:
    tab = f'<w:tabs><w:tab w:val="clear" w:pos="8844"/><w:tab w:val="right" w:pos="{width}"/></w:tabs>'
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{tab}</w:pPr><w:r><w:t xml:space="preserve">{escape(left)}</w:t></w:r>'
        f"<w:r><w:tab/></w:r>{right}</w:p>"
    )


def _header(details: ReportDetails, branding: Branding, width: int) -> bytes:
    title = f'<w:r><w:t xml:space="preserve">{escape(details.title)}</w:t></w:r>'
    line = _tabbed("Header", branding.institution, title, width)
    return f"{_XML}<w:hdr {_W} {_R}>{line}</w:hdr>".encode()


def _footer(details: ReportDetails, language: str, width: int) -> bytes:
    def counted(instruction: str) -> str:
        return f'<w:fldSimple w:instr=" {instruction} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'

    def said(key: str) -> str:
        return f'<w:r><w:t xml:space="preserve"> {wording(key, language)} </w:t></w:r>'

    right = f"{said('page')}{counted('PAGE')}{said('of')}{counted('NUMPAGES')}"
    line = _tabbed("Footer", details.subtitle, right, width)
    return f"{_XML}<w:ftr {_W} {_R}>{line}</w:ftr>".encode()


def _document(details: ReportDetails) -> bytes:
    size, margins = _PAGE_SIZE[details.orientation], f'<w:pgMar {_PAGE_MARGINS[details.orientation]} w:gutter="0"/>'
    empty = (
        '<w:headerReference w:type="default" r:id="rIdHeader"/><w:footerReference w:type="default" r:id="rIdFooter"/>'
    )
    first = "<w:titlePg/>" if details.cover else ""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><w:document {_W} {_R}><w:body><w:p/>'
        f"<w:sectPr>{empty}{size}{margins}{first}</w:sectPr></w:body></w:document>"
    ).encode()


def _related(content: bytes) -> bytes:
    added = "".join(
        f'<Relationship Type="{_OFFICE}/{kind}" Id="rId{kind.capitalize()}" Target="{kind}1.xml"/>'
        for kind in ("header", "footer")
    )
    return content.decode().replace("</Relationships>", f"{added}</Relationships>").encode()


def _typed(content: bytes) -> bytes:
    added = "".join(
        f'<Override PartName="/word/{kind}1.xml" ContentType="{_CONTENT}.{kind}+xml"/>' for kind in ("header", "footer")
    )
    return content.decode().replace("</Types>", f"{added}</Types>").encode()


def _properties(details: ReportDetails, branding: Branding, language: str) -> bytes:
    moment = details.moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    stamp = 'xsi:type="dcterms:W3CDTF"'
    return (
        '<?xml version="1.0" encoding="UTF-8"?><cp:coreProperties '
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(details.title)}</dc:title><dc:subject>{escape(details.subtitle)}</dc:subject>"
        f"<dc:creator>{escape(branding.institution)}</dc:creator>"
        f"<cp:keywords>{escape(', '.join(details.keywords))}</cp:keywords>"
        f"<dc:language>{_tag(language)}</dc:language>"
        f"<dcterms:created {stamp}>{moment}</dcterms:created><dcterms:modified {stamp}>{moment}</dcterms:modified>"
        "</cp:coreProperties>"
    ).encode()


def _zipped(parts: Mapping[str, bytes]) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as package:
        for name in sorted(parts, key=lambda name: (name != "[Content_Types].xml", name)):
            if name.endswith("/"):
                continue
            entry = zipfile.ZipInfo(name, date_time=_ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, parts[name])
    return output.getvalue()
