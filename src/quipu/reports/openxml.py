"""Small pieces of WordprocessingML: fields, links, entries of the lists."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr


def bookmark(anchor: str) -> str:
    """An anchor as a bookmark name, which may hold no hyphen."""
    return anchor.replace("-", "_")


def run(text: str, style: str = "") -> str:
    """A run of text."""
    properties = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' if style else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def field_open(instruction: str, *, style: str = "", dirty: bool = False) -> str:
    """The opening of a field, up to where its shown text begins."""
    look = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' if style else ""
    mark = ' w:dirty="true"' if dirty else ""
    return (
        f'<w:r>{look}<w:fldChar w:fldCharType="begin"{mark}/></w:r>'
        f'<w:r>{look}<w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText></w:r>'
        f'<w:r>{look}<w:fldChar w:fldCharType="separate"/></w:r>'
    )


FIELD_END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def field(instruction: str, shown: str, style: str = "") -> str:
    """A field with the text it shows until it is updated."""
    return field_open(instruction, style=style) + run(shown, style) + FIELD_END


def internal_link(text: str, anchor: str, *, style: str, tooltip: str = "") -> str:
    """A link to a bookmark."""
    tip = f" w:tooltip={quoteattr(tooltip[:255])}" if tooltip else ""
    return f'<w:hyperlink w:anchor="{bookmark(anchor)}"{tip} w:history="1">{run(text, style)}</w:hyperlink>'


def external_link(text: str, address: str, *, style: str, tooltip: str = "") -> str:
    """A link to a page of the web, as the field that a word processor writes for it."""
    tip = f' \\o "{_field_text(tooltip[:255])}"' if tooltip else ""
    return field(f'HYPERLINK "{_field_text(address)}"{tip}', text, style)


def _field_text(text: str) -> str:
    """Text within the quotes of a field's instruction, which a backslash or a quote would end."""
    return text.replace("\\", "/").replace('"', "\u201d")


def list_entry(text: str, anchor: str, page: str, style: str, *, opening: str = "", closing: str = "") -> str:
    """One line of a table of contents, with the page number as a field."""
    number = field(f"PAGEREF {bookmark(anchor)} \\h", page)
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{opening}'
        f'<w:hyperlink w:anchor="{bookmark(anchor)}" w:history="1">{run(text)}<w:r><w:tab/></w:r>{number}</w:hyperlink>'
        f"{closing}</w:p>"
    )


def entry_list(instruction: str, entries: list[tuple[str, str, str, str]]) -> str:
    """A whole list as one field, prefilled: entries as (text, anchor, page, style)."""
    lines = []
    for index, (text, anchor, page, style) in enumerate(entries):
        opening = field_open(instruction, dirty=True) if index == 0 else ""
        closing = FIELD_END if index == len(entries) - 1 else ""
        lines.append(list_entry(text, anchor, page, style, opening=opening, closing=closing))
    return "".join(lines)


def plain_paragraph(text: str, style: str) -> str:
    """A paragraph of one run."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{run(text)}</w:p>'


PAGE_BREAK = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
