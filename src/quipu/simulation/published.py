"""Figures that another document printed: most are reproduced by the data, some are not."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from quipu.simulation.catalogue import IndicatorSpec, ObjectiveSpec
from quipu.simulation.plan import EXTENDED
from quipu.simulation.shape import Row, Rows, Shape
from quipu.simulation.words import words

MOST_PER_KIND = 8
_ODD_ONE_OUT = 4
_PRELIMINARY = Decimal("3.7")


def published_rows(shape: Shape, objectives: tuple[ObjectiveSpec, ...], rows: Rows) -> Rows:
    """The printed progress of some objectives and actions, and the number of activities."""
    targets = _numbers(shape, rows["targets"], ("version", EXTENDED))
    values = _numbers(shape, rows["values"], ("stage", "reported"))
    values |= _numbers(shape, rows["values"], ("stage", "corrected"))
    kinds = {
        "objective": [objective.indicator for objective in objectives],
        "strategic_action": [action.indicator for objective in objectives for action in objective.actions],
    }
    printed = [_figure(shape, "plan", shape.plan, "activities", str(shape.activities))]
    for kind, specs in kinds.items():
        comparable = [spec for spec in specs if _comparable(spec) and spec.code in values and spec.code in targets]
        for place, spec in enumerate(comparable[:MOST_PER_KIND]):
            progress = values[spec.code] / targets[spec.code] * 100
            printed.append(_progress(shape, kind, spec.element, progress, preliminary=place % _ODD_ONE_OUT == 2))
    return {"published": printed}


def _comparable(spec: IndicatorSpec) -> bool:
    return spec.direction == "ascending" and spec.periodicity == "year" and spec.value == "number"


def _numbers(shape: Shape, rows: list[Row], chosen: tuple[str, str | int]) -> dict[str, Decimal]:
    key, wanted = chosen
    found: dict[str, Decimal] = {}
    for row in rows:
        number = row.get("number")
        if row["period"] == str(shape.last_year) and row[key] == wanted and isinstance(number, Decimal):
            found[str(row["indicator"])] = number
    return found


def _progress(shape: Shape, kind: str, code: str, progress: Decimal, *, preliminary: bool) -> Row:
    if preliminary:
        progress += _PRELIMINARY
    printed = str(progress.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP))
    row = _figure(shape, kind, code, "progress", printed)
    if preliminary:
        row["note"] = words("content")["published"]["note"]
    return row


def _figure(shape: Shape, kind: str, code: str, measure: str, printed: str) -> Row:
    source = words("content")["published"]["source"].format(last=shape.last_year)
    return {
        "plan": shape.plan,
        "period": str(shape.last_year),
        "kind": kind,
        "code": code,
        "measure": measure,
        "printed": printed,
        "source": source,
    }
