"""Results as plain-text tables for a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from quipu.language import term

MISSING = "—"


PUBLISHED_VALUE = "Valor publicado"


def text_table(headings: Sequence[str], rows: Sequence[Sequence[str]], *, right: frozenset[int] = frozenset()) -> str:
    """A table in plain text, its columns as wide as they need; `right` names the columns set to the right."""
    widths = [max(len(row[index]) for row in [headings, *rows]) for index in range(len(headings))]

    def line(cells: Sequence[str]) -> str:
        placed = (
            cell.rjust(width) if index in right else cell.ljust(width)
            for index, (cell, width) in enumerate(zip(cells, widths, strict=True))
        )
        return "  ".join(placed).rstrip()

    return "\n".join([line(headings), "  ".join("-" * width for width in widths), *(line(row) for row in rows)])


def result_table(results: Sequence[Any]) -> str:
    """Evaluation results: value, target, progress raw and capped, level, outcome, published progress."""
    headings = (
        "Código",
        "Sentido",
        "Valor",
        "Meta",
        "Avance",
        "Con tope",
        "Nivel",
        "Resultado",
        "Avance publicado",
        "",
    )
    return text_table(headings, [_row(result) for result in results], right=frozenset({2, 3, 4, 5, 8}))


def _row(result: Any) -> list[str]:
    agreement = {True: "se reproduce", False: "no se reproduce", None: ""}[result.published_reproduced]
    adjusted = " (ajustado)" if result.override_reason else ""
    return [
        result.code,
        term(f"direction.{result.direction_used}", "es") + adjusted,
        _number(result.value),
        _number(result.target),
        _number(result.progress_raw),
        _number(result.progress),
        result.trace["level_label"]["es"] if result.level else MISSING,
        term(f"outcome.{result.outcome}", "es"),
        result.published_progress or MISSING,
        agreement,
    ]


def count_table(counts: Sequence[Any]) -> str:
    """Counts from records: counted, reported, the counted less the reported with its sign, and what was published."""
    headings = ("Indicador", "Contado", "Reportado", PUBLISHED_VALUE, "Diferencia", "Es el valor")
    rows = [_count_row(count) for count in counts]
    return table_without_gaps(headings, rows, right=frozenset({1, 2, 3, 4}), droppable=PUBLISHED_VALUE)


def table_without_gaps(
    headings: Sequence[str], rows: Sequence[Sequence[str]], *, right: frozenset[int], droppable: str
) -> str:
    """A table without the column named, when no row has anything in it."""
    place = headings.index(droppable)
    if any(row[place] != MISSING for row in rows):
        return text_table(headings, rows, right=right)
    kept = [index for index in range(len(headings)) if index != place]
    return text_table(
        [headings[index] for index in kept],
        [[row[index] for index in kept] for row in rows],
        right=frozenset(kept.index(index) for index in right if index != place),
    )


def _count_row(count: Any) -> list[str]:
    sign = "+" if count.difference and count.difference > 0 else ""
    feeds = "sí" if count.feeds else "no, solo se compara"
    return [
        count.indicator_code,
        _number(count.counted),
        _number(count.reported),
        count.published or MISSING,
        f"{sign}{_number(count.difference)}",
        feeds if count.words else "no se cuenta",
    ]


def _number(amount: Decimal | None) -> str:
    if amount is None:
        return MISSING
    text = f"{amount:,f}"
    return text.rstrip("0").rstrip(".") if "." in text and text.endswith("00") and len(text.split(".")[1]) > 2 else text
