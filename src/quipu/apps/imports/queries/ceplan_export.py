"""The planning authority's files written back: the cells that came, with the amounts that the plan has today."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from quipu.apps.imports.models import PoiVersion
from quipu.apps.imports.poi_rows import kept_rows, layout_of
from quipu.apps.plans.models import ActivityAmount, OperationalActivity, PlanVersion
from quipu.apps.plans.models.indicators import Accumulation
from quipu.errors import QuipuError
from quipu.method import round_half_up
from quipu.workbook.cells import MOST_DECIMALS
from quipu.workbook.ceplan.columns import FAMILIES, Family
from quipu.workbook.ceplan.layouts import ANNUAL_SHEET, DATA_SHEET, CeplanLayout, default_annual, default_separate
from quipu.workbook.ceplan.records import CeplanRow, MergedRow, added, by_activity
from quipu.workbook.ceplan.writing import write_annual, write_separate
from quipu.workbook.columns import Value

LAYOUTS = ("annual", "data", "separate")
_SHEETS = {"annual": ANNUAL_SHEET, "data": DATA_SHEET}
Amounts = Mapping[tuple[str, int | None], Decimal]
"""The amounts of an activity by family and month; None is the whole year."""


class NotExportedError(QuipuError):
    """The plan's figures cannot be put in the layout asked for.

    Attributes:
        faults: each reason.
    """

    code = "imports.ceplan.not_exported"

    def __init__(self, what: str, faults: Sequence[str] = (), remedy: str = "") -> None:
        self.faults = tuple(faults)
        super().__init__(what, why=" ".join(faults), remedy=remedy)


@dataclass(frozen=True)
class ToExport:
    """What goes into the files: how they are laid out, and their rows."""

    layout: CeplanLayout
    rows: Sequence[Mapping[str, Value]]

    def write(self, path: Path) -> None:
        """Write the annual export, or the folder of the separate files."""
        if self.layout.kind == "separate":
            write_separate(path, self.layout, self.rows)
        else:
            write_annual(path, self.layout, self.rows)


def latest_poi_version(version: PlanVersion, year: int) -> PoiVersion | None:
    """The last files read of a year's operational plan."""
    return PoiVersion.objects.filter(version=version, year=year).order_by("-number").first()


def export_ceplan(*, version: PlanVersion, year: int, layout: str, poi_version: PoiVersion | None = None) -> ToExport:
    """The operational plan of a year in the layout of the planning authority's application.

    Amounts are the plan's of today; every other cell is the one of the last files read, in its place.

    Args:
        version: of the plan.
        year: of the operational plan.
        layout: `annual`, `data` or `separate`.
        poi_version: whose cells to use; the latest when it is not given.

    Raises:
        NotExportedError: there is no activity, or the amounts of an activity of several places changed and nobody can
            say how they are shared out; each is named.
    """
    if layout not in LAYOUTS:
        raise NotExportedError(f"No hay una disposición «{layout}».", remedy=f"Use una de: {', '.join(LAYOUTS)}.")
    kept = poi_version or latest_poi_version(version, year)
    activities = _activities(version, year)
    if not activities:
        raise NotExportedError(
            f"El plan operativo de {year} no tiene actividades.", remedy="Revise el año y la versión."
        )
    amounts = _amounts(version, year)
    wanted = _layout(layout, kept)
    several = _several(layout, kept)
    faults: list[str] = []
    rows: list[Mapping[str, Value]] = []
    for code, activity in activities.items():
        if code.partition(".")[0] != code and code.partition(".")[0] in activities:
            faults.append(f"{code}: el aplicativo no distingue su código del de otra actividad.")
        rows += _rows(activity, several.get(code, []), amounts.get(activity.pk, {}), faults)
    if faults:
        raise NotExportedError(
            "Hay actividades que no caben en los archivos de Ceplan V.01.",
            faults,
            "Importe los archivos con los montos de cada lugar, o exporte el libro de Quipu.",
        )
    return ToExport(wanted, rows)


def _several(layout: str, kept: PoiVersion | None) -> dict[str, list[CeplanRow]]:
    """The rows of each activity in the last files; the separate files have one for all its places."""
    several = by_activity(kept_rows(kept)) if kept else {}
    if layout == "separate" and kept and kept.layout["kind"] != "separate":
        return {code: [_together(rows)] for code, rows in several.items()}
    return several


def _layout(asked: str, kept: PoiVersion | None) -> CeplanLayout:
    known = layout_of(kept) if kept else None
    if asked == "separate":
        return known if known and known.kind == "separate" else default_separate()
    if known is None or known.kind == "separate":
        return default_annual(_SHEETS[asked])
    if known.kind == asked:
        return known
    return CeplanLayout(asked, (replace(known.sheets[0], sheet=_SHEETS[asked]),))


def _activities(version: PlanVersion, year: int) -> dict[str, OperationalActivity]:
    found = OperationalActivity.objects.filter(operational_plan__version=version, operational_plan__year=year)
    found = found.select_related("operational_plan__executing_unit", "cost_centre", "strategic_action__objective")
    return {activity.code: activity for activity in found.order_by("pk")}


def _amounts(version: PlanVersion, year: int) -> dict[int, dict[tuple[str, int | None], Decimal]]:
    names = {(family.phase, family.measure): family.name for family in FAMILIES}
    found: dict[int, dict[tuple[str, int | None], Decimal]] = {}
    stored = ActivityAmount.objects.filter(
        activity__operational_plan__version=version, activity__operational_plan__year=year
    )
    for activity, phase, month, physical, financial in stored.values_list(
        "activity_id", "phase", "month", "physical", "financial"
    ):
        for measure, amount in (("physical", physical), ("financial", financial)):
            if amount is not None:
                found.setdefault(activity, {})[names[phase, measure], month] = amount
    return found


def _rows(
    activity: OperationalActivity, kept: Sequence[CeplanRow], amounts: Amounts, faults: list[str]
) -> Iterator[Mapping[str, Value]]:
    if not kept:
        yield _fresh(activity) | _all_amounts(activity, amounts)
        return
    changed = {family.name for family in FAMILIES if _differs(kept, family, amounts)}
    if changed and len(kept) > 1:
        told = ", ".join(family.prefix for family in FAMILIES if family.name in changed)
        reason = f"sus montos cambiaron ({told}) y no se sabe cómo repartirlos entre sus {len(kept)} lugares."
        faults.append(f"{activity.code}: {reason}")
        return
    for row in kept:
        for family in FAMILIES:
            if family.name in changed:
                row.update(_family(activity, family, amounts))
        yield row


def _differs(kept: Sequence[CeplanRow], family: Family, amounts: Amounts) -> bool:
    months = list(added(kept, family.months))
    now = [amounts.get((family.name, month)) for month in range(1, 13)]
    if months != now:
        return True
    (total,) = added(kept, (family.total,))
    whole = amounts.get((family.name, None))
    return all(month is None for month in months) and total != whole


def _family(activity: OperationalActivity, family: Family, amounts: Amounts) -> dict[str, Value]:
    months: list[Decimal | None] = [amounts.get((family.name, month)) for month in range(1, 13)]
    total = amounts.get((family.name, None))
    if total is None:
        # Money adds up whatever the activity counts.
        accumulation = activity.accumulation if family.measure == "physical" else Accumulation.SUM.value
        total = _total([month for month in months if month is not None], accumulation)
    return dict(zip(family.months, months, strict=True)) | {family.total: total}


def _total(said: Sequence[Decimal], accumulation: str) -> Decimal | None:
    """What the months make of the year, to the decimals that an amount has."""
    if not said:
        return None
    by_way = {"last": said[-1], "maximum": max(said), "mean": sum(said, Decimal()) / len(said)}
    return round_half_up(by_way.get(accumulation, sum(said, Decimal())), MOST_DECIMALS)


def _all_amounts(activity: OperationalActivity, amounts: Amounts) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for family in FAMILIES:
        found |= _family(activity, family, amounts)
    return found


def _fresh(activity: OperationalActivity) -> dict[str, Value]:
    """The known columns of an activity that came in by another road."""
    unit, action, centre = activity.operational_plan.executing_unit, activity.strategic_action, activity.cost_centre
    found: dict[str, Any] = {
        "poi": f"POI {activity.operational_plan.year}",
        "executing_unit": unit.code,
        "executing_unit_name": unit.name,
        "objective": action.objective.code,
        "objective_name": action.objective.name,
        "action": action.code,
        "action_name": action.name,
        "code": activity.code.partition(".")[0],
        "name": activity.name,
        "active": activity.active,
        "unit_of_measure": activity.unit_of_measure or None,
    }
    if centre is not None:
        found |= {"responsible_centre": centre.code, "responsible_centre_name": centre.name}
    return found


def _together(rows: Sequence[CeplanRow]) -> CeplanRow:
    """One row with the amounts of an activity's several places added up."""
    if len(rows) == 1 or isinstance(rows[0], MergedRow):
        return rows[0]
    first = rows[0]
    names = [name for family in FAMILIES for name in (*family.months, family.total) if name in first]
    values = dict(first) | dict(zip(names, added(rows, names), strict=True))
    return CeplanRow(values, first.sheet, first.number, first.refused, first.cells)
