"""Reading a plan: its versions side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Model
from django.db.models.functions import Coalesce

from quipu.apps.organisation.models import Institution
from quipu.apps.plans.models import (
    Alignment,
    IndicatorSheet,
    Objective,
    OrdinalPoint,
    PlanVersion,
    SheetResponsible,
    StrategicAction,
    StrategicPlan,
    Target,
)
from quipu.errors import QuipuError
from quipu.method import Period


class UnknownVersionError(QuipuError):
    """No plan or version has this code."""

    code = "plans.version.unknown"


@dataclass(frozen=True)
class RowDifference:
    """One row that two versions do not share.

    Attributes:
        sheet: the English name of its sheet in the own workbook.
        key: what identifies it inside a version.
        before: the columns that differ, as the first version has them; None when only the second has the row.
        after: the same columns in the second version; None when only the first has the row.
    """

    sheet: str
    key: tuple[Any, ...]
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None


@dataclass(frozen=True)
class _Compared:
    sheet: str
    model: type[Model]
    version: str
    key: tuple[str, ...]
    columns: Mapping[str, str]


_TYPED = {name: name for name in ("value_type", "number", "numerator", "denominator", "text", "no_data_reason")} | {
    "ordinal": "ordinal__position"
}
_SHEET_FIELDS = (
    "name",
    "justification",
    "limitations",
    "calculation_method",
    "formula",
    "collection_process",
    "source",
    "database",
    "assumptions",
    "relevance",
    "direction",
    "direction_change_reason",
    "aggregable",
    "accumulation",
    "unit_kind",
    "unit_of_measure",
    "periodicity",
    "results_level",
    "synthetic",
)

_COMPARED = (
    _Compared("objectives", Objective, "version", ("code",), {n: n for n in ("name", "kind", "priority")}),
    _Compared("alignments", Alignment, "objective__version", ("objective__code", "target__level", "target__code"), {}),
    _Compared(
        "actions",
        StrategicAction,
        "version",
        ("code",),
        {"objective": "objective__code", "name": "name", "product": "product", "priority": "priority"}
        | {"unit": "unit__code"},
    ),
    _Compared(
        "indicators",
        IndicatorSheet,
        "version",
        ("indicator__code",),
        {name: name for name in _SHEET_FIELDS}
        | {"ordinal_scale": "ordinal_scale__code", "element_code": "element"}
        | {"baseline_year": "baseline__year", "baseline_value": "baseline__number"},
    ),
    _Compared(
        "responsibles",
        SheetResponsible,
        "sheet__version",
        ("sheet__indicator__code", "cost_centre__executing_unit__code", "cost_centre__code"),
        {},
    ),
    _Compared("targets", Target, "sheet__version", ("sheet__indicator__code", "period"), _TYPED),
)


def find_version(plan: StrategicPlan, number: int) -> PlanVersion:
    """A version by its number.

    Raises:
        UnknownVersionError: naming the ones there are.
    """
    found = plan.versions.filter(number=number).first()
    if found is None:
        known = ", ".join(str(version.number) for version in plan.versions.all())
        told = f"«{plan.code}» no tiene una versión {number}."
        raise UnknownVersionError(told, why=f"Tiene: {known}.", remedy="Elija una de ellas.")
    return found


def find_version_for(
    institution: Institution, period: str, *, plan: str = "", number: int | None = None
) -> PlanVersion:
    """The version that governs a period: the one asked for, or the latest whose years hold it.

    Raises:
        MethodError: the period cannot be read.
        UnknownVersionError: naming the years that the institution's plans cover.
    """
    year = Period.parse(period).year
    versions = PlanVersion.objects.filter(plan__institution=institution).select_related("plan__institution")
    if plan:
        versions = versions.filter(plan__code=plan)
    if number is not None:
        versions = versions.filter(number=number)
    holding = versions.filter(start_year__lte=year, end_year__gte=year).order_by("-plan__code", "-number").first()
    if holding is not None:
        return holding
    known = [f"{item.plan.code} v{item.number} ({item.start_year}-{item.end_year})" for item in versions]
    raise UnknownVersionError(
        f"Ningún plan de {institution.slug} abarca {year}.",
        remedy=f"Hay: {'; '.join(known) or 'ninguno'}.",
        code="plans.period_outside_plan",
    )


def find_plan(institution_slug: str, code: str) -> StrategicPlan:
    """A plan by its institution and code.

    Raises:
        UnknownVersionError: naming the ones there are.
    """
    plans = StrategicPlan.objects.filter(institution__slug=institution_slug).select_related("institution")
    found = plans.filter(code=code).first()
    if found is None:
        known = ", ".join(plan.code for plan in plans) or "ninguno"
        told = f"«{institution_slug}» no tiene un plan «{code}»."
        raise UnknownVersionError(told, why=f"Tiene: {known}.", remedy="Revise el código.", code="plans.plan.unknown")
    return found


def compare_versions(first: PlanVersion, second: PlanVersion) -> list[RowDifference]:
    """What two versions do not share, row by row, in the order of the sheets; one query per sheet.

    Args:
        first: shown as before.
        second: shown as after.
    """
    return [found for compared in _COMPARED for found in _differences(compared, first, second)]


def _differences(compared: _Compared, first: PlanVersion, second: PlanVersion) -> list[RowDifference]:
    rows = _rows(compared, first, second)
    before, after = rows[first.pk], rows[second.pk]
    found = []
    for key in sorted({*before, *after}, key=str):
        old, new = before.get(key), after.get(key)
        if old is None or new is None:
            found.append(RowDifference(compared.sheet, key, old, new))
            continue
        columns = [name for name in old if old[name] != new[name]]
        if columns:
            pair = ({name: row[name] for name in columns} for row in (old, new))
            found.append(RowDifference(compared.sheet, key, *pair))
    return found


def _rows(compared: _Compared, *versions: PlanVersion) -> dict[int, dict[tuple[Any, ...], dict[str, Any]]]:
    """The rows of each version, by its id and their key."""
    rows = compared.model._default_manager.filter(**{f"{compared.version}__in": versions}).order_by()
    if compared.model is IndicatorSheet:
        rows = rows.annotate(element=Coalesce(F("objective__code"), F("strategic_action__code")))
    size = 1 + len(compared.key)
    found: dict[int, dict[tuple[Any, ...], dict[str, Any]]] = {version.pk: {} for version in versions}
    for values in rows.values_list(compared.version, *compared.key, *compared.columns.values()):
        found[values[0]][values[1:size]] = dict(zip(compared.columns, values[size:], strict=True))
    return found


def ordinal_points_of(sheet: IndicatorSheet) -> list[OrdinalPoint]:
    """The rungs of the scale that an indicator is graded by, in order; none when it is not graded."""
    return list(OrdinalPoint.objects.filter(scale_id=sheet.ordinal_scale_id)) if sheet.ordinal_scale_id else []
