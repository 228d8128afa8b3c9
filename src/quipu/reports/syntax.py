"""Pandoc's document tree as plain data: small constructors and one walk."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeAlias

Node: TypeAlias = dict[str, Any]
Nodes: TypeAlias = list[Node]
NO_ATTRIBUTES: list[Any] = ["", [], []]
SPACE: Node = {"t": "Space"}


def attributes(identifier: str = "", classes: Iterable[str] = (), pairs: Iterable[tuple[str, str]] = ()) -> list[Any]:
    """An attribute triple."""
    return [identifier, list(classes), [list(pair) for pair in pairs]]


def words(text: str) -> Nodes:
    """Plain text as inline nodes; it is never read as markup."""
    nodes: Nodes = []
    for index, part in enumerate(text.split(" ")):
        if index:
            nodes.append(SPACE)
        if part:
            nodes.append({"t": "Str", "c": part})
    return nodes


def paragraph(inlines: Nodes) -> Node:
    """A paragraph."""
    return {"t": "Para", "c": inlines}


def plain_block(inlines: Nodes) -> Node:
    """Inlines as a block without the space of a paragraph."""
    return {"t": "Plain", "c": inlines}


def strong(inlines: Nodes) -> Node:
    """Strong emphasis."""
    return {"t": "Strong", "c": inlines}


def emphasis(inlines: Nodes) -> Node:
    """Emphasis."""
    return {"t": "Emph", "c": inlines}


def division(
    blocks: Nodes, *, identifier: str = "", classes: Iterable[str] = (), pairs: Iterable[tuple[str, str]] = ()
) -> Node:
    """A block container."""
    return {"t": "Div", "c": [attributes(identifier, classes, pairs), blocks]}


def styled(style: str, inlines: Nodes) -> Node:
    """A paragraph with a named DOCX style."""
    return division([paragraph(inlines)], pairs=[("custom-style", style)])


def span(
    inlines: Nodes, *, identifier: str = "", classes: Iterable[str] = (), pairs: Iterable[tuple[str, str]] = ()
) -> Node:
    """An inline container."""
    return {"t": "Span", "c": [attributes(identifier, classes, pairs), inlines]}


def link(
    inlines: Nodes,
    target: str,
    *,
    title: str = "",
    classes: Iterable[str] = (),
    pairs: Iterable[tuple[str, str]] = (),
) -> Node:
    """A link."""
    return {"t": "Link", "c": [attributes("", classes, pairs), inlines, [target, title]]}


def header(level: int, inlines: Nodes, *, identifier: str = "", classes: Iterable[str] = ()) -> Node:
    """A heading."""
    return {"t": "Header", "c": [level, attributes(identifier, classes), inlines]}


def raw_block(form: str, text: str) -> Node:
    """Text of one output format, as a block."""
    return {"t": "RawBlock", "c": [form, text]}


def raw_inline(form: str, text: str) -> Node:
    """Text of one output format, inline."""
    return {"t": "RawInline", "c": [form, text]}


def cell(
    inlines: Nodes, *, align: str = "AlignDefault", rows: int = 1, columns: int = 1, classes: Iterable[str] = ()
) -> list[Any]:
    """A table cell."""
    return [attributes("", classes), {"t": align}, rows, columns, [plain_block(inlines)]]


def pandoc_table(
    columns: Sequence[tuple[str, float | None]],
    head: Sequence[list[Any]],
    body: Sequence[list[Any]],
    *,
    classes: Iterable[str] = (),
) -> Node:
    """A table without caption: columns as (alignment, share of the width), rows as lists of cells."""
    specs = [
        [{"t": align}, {"t": "ColWidth", "c": width} if width else {"t": "ColWidthDefault"}] for align, width in columns
    ]
    return {
        "t": "Table",
        "c": [
            attributes("", classes),
            [None, []],
            specs,
            [NO_ATTRIBUTES, [[NO_ATTRIBUTES, row] for row in head]],
            [[NO_ATTRIBUTES, 0, [], [[NO_ATTRIBUTES, row] for row in body]]],
            [NO_ATTRIBUTES, []],
        ],
    }


def replaced(tree: Any, change: Callable[[Node], Node | Nodes | None]) -> Any:
    """A copy of the tree in which `change` may put one node or several in place of a node.

    `change` sees a node before its children; what it gives back is taken as finished. None keeps the node and goes on
    into it.
    """
    if isinstance(tree, list):
        result: list[Any] = []
        for item in tree:
            new = replaced(item, change)
            if isinstance(item, dict) and "t" in item and isinstance(new, list):
                result.extend(new)
            else:
                result.append(new)
        return result
    if isinstance(tree, dict):
        if "t" in tree:
            new = change(tree)
            if new is not None:
                return new
        return {key: replaced(value, change) for key, value in tree.items()}
    return tree


def plain_text(tree: Any) -> str:
    """The words of some nodes, without footnotes."""
    if isinstance(tree, list):
        return "".join(plain_text(item) for item in tree)
    if not isinstance(tree, dict):
        return ""
    kind: Any = tree.get("t")
    content: Any = tree.get("c")
    if kind in ("Space", "SoftBreak", "LineBreak"):
        return " "
    if kind == "Note" or kind in ("RawInline", "RawBlock"):
        return ""
    if kind == "Str":
        return str(content)
    if kind in ("Code", "Math"):
        return str(content[1])
    if kind == "Quoted":
        return f"“{plain_text(content[1])}”"
    return plain_text(content)
