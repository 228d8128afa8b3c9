"""From the rendered template to the numbered document: figures resolved, labels checked, all faults at once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any

from quipu.language import NumberStyle
from quipu.reports import captioned
from quipu.reports.document import (
    ANNEX_NODE,
    BREAK_NODE,
    CHART_NODE,
    FIGURE_NODE,
    FORMULA_NODE,
    REFERENCE_NODE,
    TABLE_NODE,
    Annex,
    CaptionedChart,
    CaptionedTable,
    CrossReference,
    Document,
    Formula,
)
from quipu.reports.errors import DocumentError, Fault
from quipu.reports.figures import FigureLedger
from quipu.reports.markdown import unescape_markdown
from quipu.reports.numbering import Numbering
from quipu.reports.pandoc import read_markdown, without_file_prefix
from quipu.reports.places import PLACE, SLOT, SLOT_CLOSE, SLOT_OPEN, Place
from quipu.reports.syntax import Node, Nodes, emphasis, header, paragraph, plain_text, replaced, words
from quipu.reports.template import (
    AnnexesBlock,
    Block,
    ChartBlock,
    FormulaBlock,
    LiveBlock,
    NarrativeBlock,
    RenderedTemplate,
    TableBlock,
)
from quipu.reports.wording import wording

_REFERENCE = re.compile(rf"(?:{PLACE.pattern})?(?<!\\)\[\[([^\n]*?)\]\]")
_UNCLOSED = re.compile(rf"{PLACE.pattern}\[\[([^\n]{{0,40}})")
_CROSS = re.compile(rf"(?:{PLACE.pattern})@((?:tbl|fig|sec|Sec|anx):[\w\-]*\w)")
_LOOSE = re.compile(r"\[\[(.+?)\]\]|@((?:tbl|fig|sec|Sec|anx):[\w\-]*\w)")
_SLOT_MARK = f"{SLOT_OPEN}{{}}{SLOT_CLOSE}"
_SAFE_LINK = re.compile(r"(?:https?://|mailto:|#)", re.IGNORECASE)
DEEPEST_HEADING = 6


class Assembly:
    """One pass over one report, in reading order, so that numbers follow the order of the text."""

    def __init__(self, rendered: RenderedTemplate, ledger: FigureLedger, language: str, style: NumberStyle) -> None:
        self._rendered, self._ledger, self._language, self._style = rendered, ledger, language, style
        self._slots: list[Block | CrossReference | int] = list(rendered.slots)
        self._numbering = Numbering(language)
        self._faults: list[Fault] = []
        self._references: list[CrossReference] = []
        self._tables: list[CaptionedTable] = []
        self._charts: list[CaptionedChart] = []
        self._warnings: list[str] = []
        self._narratives: list[Nodes] = []
        self._where: list[NarrativeBlock] = []
        self._shifts: list[int] = []
        self._has_annexes = False
        self._trace_annex = True

    def document(self, *, trace_annex: bool = True, unused: Sequence[str] = ()) -> Document:
        """The numbered document.

        Raises:
            DocumentError: with every fault of the text.
        """
        self._trace_annex = trace_annex
        main = self._parse()
        blocks = self._walk(main)
        if not self._has_annexes:
            blocks += self._annexes(1)
        self._check_references()
        faults = [*self._faults, *self._numbering.faults, *self._ledger.faults]
        if faults:
            raise DocumentError(faults)
        self._warnings += [f"La narrativa «{key}» no se usa en la plantilla." for key in unused]
        return Document(
            blocks=blocks,
            headings=self._numbering.headings,
            tables=self._tables,
            charts=self._charts,
            targets=self._numbering.targets,
            figures=self._ledger.figures(),
            warnings=self._warnings,
            language=self._language,
        )

    # -- reading -------------------------------------------------------------------------------------------------

    def _parse(self) -> Nodes:
        texts = [self._slotted(self._rendered.text)]
        for number, text in enumerate(self._rendered.narratives):
            self._slots.append(number)
            texts.append(f"{_SLOT_MARK.format(len(self._slots) - 1)}\n\n{self._slotted(text)}")
        blocks = read_markdown(texts)
        parts: list[Nodes] = [[]]
        for block in blocks:
            if isinstance(self._only_slot(block), int):
                parts.append([])
            else:
                parts[-1].append(block)
        self._narratives = parts[1:]
        return parts[0]

    def _slotted(self, text: str) -> str:
        """The text with a slot in place of each reference, so that Pandoc passes it on untouched."""
        text = _REFERENCE.sub(
            lambda found: self._slot(LiveBlock(unescape_markdown(found[4]), self._placed(found))), text
        )
        text = _UNCLOSED.sub(self._unclosed, text)
        text = _CROSS.sub(lambda found: self._slot(CrossReference(found[4], self._placed(found))), text)
        return PLACE.sub("", text)

    def _slot(self, block: Block | CrossReference) -> str:
        self._slots.append(block)
        return _SLOT_MARK.format(len(self._slots) - 1)

    def _placed(self, found: re.Match[str]) -> Place:
        return self._rendered.index.place(found) if found[1] else Place(self._rendered.index.names[0])

    def _unclosed(self, found: re.Match[str]) -> str:
        reason = "la referencia no se cierra."
        self._faults.append(
            Fault(self._placed(found), f"[[{found[4]}", reason, "Termínela con «]]» en la misma línea.")
        )
        return ""

    # -- walking -------------------------------------------------------------------------------------------------

    def _walk(self, blocks: Nodes) -> Nodes:
        result: Nodes = replaced(blocks, self._changed)
        return result

    def _changed(self, node: Node) -> Node | Nodes | None:
        kind = node["t"]
        if kind in ("Para", "Plain"):
            slot = self._only_slot(node)
            return (
                self._block(slot)
                if slot is not None and not isinstance(slot, int | LiveBlock | CrossReference)
                else None
            )
        if kind == "Str":
            return self._inlines(node["c"]) if SLOT_OPEN in node["c"] else None
        if kind == "Header":
            return self._heading(node)
        if kind == "Table":
            return self._written_table(node)
        return self._guarded(node)

    def _only_slot(self, node: Node) -> Block | CrossReference | int | None:
        content = node.get("c")
        if node["t"] not in ("Para", "Plain") or not content or len(content) != 1 or content[0]["t"] != "Str":
            return None
        match = SLOT.fullmatch(content[0]["c"])
        return self._slots[int(match[1])] if match else None

    def _block(self, slot: Any) -> Node | Nodes:
        if isinstance(slot, TableBlock):
            return self._table(slot)
        if isinstance(slot, ChartBlock):
            return self._chart(slot)
        if isinstance(slot, NarrativeBlock):
            return self._narrative(slot)
        if isinstance(slot, FormulaBlock):
            return {"t": FORMULA_NODE, "c": Formula(slot.tex, slot.alt)}
        if isinstance(slot, AnnexesBlock):
            return self._annexes(slot.level)
        return {"t": BREAK_NODE}

    def _inlines(self, text: str) -> Nodes:
        nodes: Nodes = []
        for index, part in enumerate(SLOT.split(text)):
            if index % 2 == 0:
                nodes += [{"t": "Str", "c": part}] if part else []
            else:
                nodes += self._inline(self._slots[int(part)])
        return nodes

    def _inline(self, slot: Any) -> Nodes:
        if isinstance(slot, LiveBlock):
            return self._figure(slot.reference, slot.place)
        if isinstance(slot, CrossReference):
            self._references.append(slot)
            return [{"t": REFERENCE_NODE, "c": slot}]
        place = getattr(slot, "place", self._here())
        reason = "una tabla, un gráfico o una narrativa necesita su propio párrafo."
        self._faults.append(Fault(place, type(slot).__name__, reason, "Deje una línea en blanco antes y después."))
        return []

    def _figure(self, reference: str, place: Place) -> Nodes:
        number = self._ledger.use(reference, place)
        return [] if number is None else [{"t": FIGURE_NODE, "c": number}]

    def _guarded(self, node: Node) -> Node | Nodes | None:
        """Keeps out what a text may not bring: pictures from files, links that run code, marks in code."""
        kind = node["t"]
        if kind == "Image":
            subject = plain_text(node["c"][1]) or node["c"][2][0]
            self._faults.append(
                Fault(self._here(), subject, "el texto no puede traer imágenes.", "Use un gráfico.", "image")
            )
            return []
        if kind == "Link":
            target = SLOT.sub("", node["c"][2][0])
            if not _SAFE_LINK.match(target):
                reason = f"el enlace «{target}» no es una dirección web ni de correo."
                self._faults.append(
                    Fault(self._here(), plain_text(node["c"][1]), reason, "Use https:// o mailto:.", "link")
                )
                return []
            node["c"][2][0] = target
            return None
        if kind in ("Code", "CodeBlock"):
            return {"t": kind, "c": [["", [], []], SLOT.sub("", node["c"][1])]}
        if kind in ("RawInline", "RawBlock"):
            return []
        return None

    def _heading(self, node: Node) -> Node:
        level, (identifier, classes, _), inlines = node["c"]
        if self._where:
            level = min(level + self._shifts[-1], DEEPEST_HEADING)
        inlines = self._walk(inlines)
        heading = self._numbering.heading(level, self._printed(inlines), identifier, classes, self._here(identifier))
        return header(level, inlines, identifier=heading.anchor)

    def _printed(self, inlines: Nodes) -> Nodes:
        """The inlines with the text of their figures, for the places that hold plain text."""
        result: Nodes = replaced(
            inlines, lambda node: words(self._ledger.printed(node["c"])) if node["t"] == FIGURE_NODE else None
        )
        return result

    def _plain(self, inlines: Nodes) -> str:
        return plain_text(self._printed(inlines))

    def _here(self, identifier: str = "") -> Place:
        """The best known place: the narrative being read, or the template; the line of the label if it has one."""
        label = without_file_prefix(identifier)
        name = f"narrativa «{self._where[-1].key}»" if self._where else self._rendered.index.names[0]
        return Place(name, self._rendered.line_of(name, label) if ":" in label else 0)

    def _narrative(self, slot: NarrativeBlock) -> Nodes:
        if slot.file is None:
            self._warnings.append(
                f"{slot.place}: la narrativa «{slot.key}» no tiene texto; se imprimió «{slot.missing}»."
            )
            return [paragraph([emphasis(words(slot.missing))])]
        blocks = self._narratives[slot.file]
        highest = min((block["c"][0] for block in blocks if block["t"] == "Header"), default=1)
        wanted = slot.level or self._numbering.level + 1
        self._shifts.append(wanted - highest)
        self._where.append(slot)
        try:
            return self._walk(blocks)
        finally:
            self._where.pop()
            self._shifts.pop()

    # -- tables, charts, annexes ---------------------------------------------------------------------------------

    def _text(self, text: str, place: Place) -> Nodes:
        """Plain text of a caption or note, in which references still live."""
        nodes: Nodes = []
        end = 0
        for found in _LOOSE.finditer(text):
            nodes += words(text[end : found.start()])
            slot = LiveBlock(found[1], place) if found[1] else CrossReference(found[2], place)
            nodes += self._inline(slot)
            end = found.end()
        return nodes + words(text[end:])

    def _cells(self, place: Place) -> captioned.CellPrinter:
        return captioned.CellPrinter(self._style, lambda live: self._figure(live.reference, place), self._plain)

    def _table(self, slot: TableBlock) -> Node:
        inlines = self._text(captioned.caption_text(slot.table), slot.place)
        caption = self._numbering.caption("table", slot.table.label, inlines, self._plain(inlines), slot.place)
        note = self._text(slot.table.note, slot.place) if slot.table.note else []
        made = captioned.captioned_table(slot.table, self._cells(slot.place), caption, note)
        self._tables.append(made)
        return {"t": TABLE_NODE, "c": made}

    def _chart(self, slot: ChartBlock) -> Node:
        inlines = self._text(slot.caption, slot.place)
        caption = self._numbering.caption("chart", slot.label, inlines, self._plain(inlines), slot.place)
        note = self._text(slot.note, slot.place) if slot.note else []
        data = captioned.captioned_table(slot.chart.data, self._cells(slot.place), None, [])
        made = CaptionedChart(caption, slot.chart, data, note)
        self._charts.append(made)
        return {"t": CHART_NODE, "c": made}

    def _written_table(self, node: Node) -> Node:
        """A table that a person wrote in Markdown: numbered when it has a caption."""
        (identifier, _, _), (_, caption_blocks), *_ = node["c"]
        identifier = without_file_prefix(identifier)
        inlines = self._walk(caption_blocks[0]["c"]) if caption_blocks else []
        node["c"][0], node["c"][1] = ["", [], []], [None, []]
        node["c"][2:] = self._walk(node["c"][2:])
        caption = None
        if inlines:
            label = identifier.removeprefix("tbl:") or f"sin-etiqueta-{len(self._tables) + 1}"
            caption = self._numbering.caption("table", label, inlines, self._plain(inlines), self._here(identifier))
        made = captioned.written_table(node, caption)
        if caption:
            self._tables.append(made)
        return {"t": TABLE_NODE, "c": made}

    def _annexes(self, level: int) -> Nodes:
        self._has_annexes = True
        blocks: Nodes = []
        if self._charts:
            blocks += self._annex(level, Annex("chart_data"))
        if self._trace_annex and (self._rendered.has_figures or self._ledger.figures()):
            blocks += self._annex(level, Annex("trace"))
        return blocks

    def _annex(self, level: int, annex: Annex) -> Nodes:
        title = words(wording(annex.kind, self._language))
        label = "anx:datos-graficos" if annex.kind == "chart_data" else "anx:trazabilidad"
        heading = self._numbering.heading(level, title, label, ["annex"], self._here())
        return [header(level, title, identifier=heading.anchor), {"t": ANNEX_NODE, "c": annex}]

    # -- checking ------------------------------------------------------------------------------------------------

    def _check_references(self) -> None:
        targets = self._numbering.targets
        for reference in self._references:
            label = reference.label[0].lower() + reference.label[1:]
            if label in targets:
                continue
            near = get_close_matches(label, list(targets), n=3, cutoff=0.5)
            suggestion = f"¿Quiso decir {', '.join(f'@{name}' for name in near)}?" if near else ""
            self._faults.append(
                Fault(
                    reference.place,
                    f"@{reference.label}",
                    "ninguna tabla, gráfico, sección ni anexo tiene esa etiqueta.",
                    suggestion,
                )
            )
        used = {reference.label for reference in self._references}
        for caption in [table.caption for table in self._tables] + [chart.caption for chart in self._charts]:
            if caption and caption.label not in used:
                self._warnings.append(f"{caption.place}: el texto no menciona «{caption.name}» (@{caption.label}).")
