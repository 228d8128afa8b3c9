"""Tables of disaggregated values: one for each disaggregation, crossed where it is crossed."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import Any

from quipu.apps.evaluation.services import Computation
from quipu.apps.plans.models import DisaggregatedValue
from quipu.reports import Column


def breakdown_tables(computation: Computation, indicator_codes: list[str]) -> list[dict[str, Any]]:
    """The breakdowns of the computed period's values, corrected ones in place of reported ones."""
    rows = (
        DisaggregatedValue.objects.filter(
            value__indicator__plan=computation.version.plan_id,
            value__indicator__code__in=indicator_codes,
            value__period=str(computation.period),
        )
        .select_related("value__indicator", "category__disaggregation", "crossed_with__disaggregation")
        .order_by("-value__stage", "id")
    )
    grouped: dict[tuple[str, str], list[DisaggregatedValue]] = defaultdict(list)
    stage: dict[tuple[str, str], str] = {}
    for row in rows:
        key = (row.value.indicator.code, row.category.disaggregation.code + _crossed(row))
        if stage.setdefault(key, row.value.stage) != row.value.stage:
            grouped[key], stage[key] = [], row.value.stage
        grouped[key].append(row)
    return [_table(indicator, parts) for (indicator, _), parts in grouped.items()]


def _crossed(row: DisaggregatedValue) -> str:
    return f"×{row.crossed_with.disaggregation.code}" if row.crossed_with else ""


def _table(indicator: str, parts: list[DisaggregatedValue]) -> dict[str, Any]:
    first = parts[0]
    by = first.category.disaggregation
    across = first.crossed_with.disaggregation if first.crossed_with else None
    name = by.name.lower() if across is None else f"{by.name.lower()} y {across.name.lower()}"
    columns, rows = _crossed_rows(parts) if across else _plain_rows(parts)
    return {
        "slug": f"{indicator}-{by.code}{'-' + across.code if across else ''}".lower().replace(".", "-"),
        "by": name,
        "caption": f"{indicator}: detalle por {name}, {first.value.period}",
        "columns": [Column(by.name), *columns],
        "rows": rows,
        "note": _total_note(parts),
    }


def _plain_rows(parts: list[DisaggregatedValue]) -> tuple[list[Column], list[list[Any]]]:
    return [Column("Valor", "number")], [[part.category.label, part.number] for part in parts]


def _crossed_rows(parts: list[DisaggregatedValue]) -> tuple[list[Column], list[list[Any]]]:
    labels = list(dict.fromkeys(part.crossed_with.label for part in parts if part.crossed_with))
    cells: dict[str, dict[str, Decimal]] = defaultdict(dict)
    for part in parts:
        if part.crossed_with:
            cells[part.category.label][part.crossed_with.label] = part.number
    rows = [[name, *(found.get(label) for label in labels), sum(found.values())] for name, found in cells.items()]
    return [*(Column(label, "number") for label in labels), Column("Suma", "number")], rows


def _total_note(parts: list[DisaggregatedValue]) -> str:
    """Says aloud when the parts do not add up to the value they are parts of."""
    total, value = sum(part.number for part in parts), parts[0].value.amount
    if value is None or total == value:
        return ""
    return f"Las partes suman {total.normalize():,f} y el valor reportado es {value.normalize():,f}."
