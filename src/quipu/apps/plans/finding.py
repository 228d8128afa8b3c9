"""Find the plan version that a person means by an institution, a period and perhaps a number."""

from __future__ import annotations

from difflib import get_close_matches

from quipu.apps.organisation.models import Institution
from quipu.apps.plans.models import PlanVersion
from quipu.errors import QuipuError
from quipu.method import Period


class UnknownPlanError(QuipuError):
    """There is no such institution, plan or version."""

    code = "plans.not_found"


def find_institution(slug: str) -> Institution:
    """The institution of this identifier.

    Raises:
        UnknownPlanError: naming the institutions there are.
    """
    found = Institution.objects.filter(slug=slug).first()
    if found is not None:
        return found
    known = list(Institution.objects.values_list("slug", flat=True))
    near = get_close_matches(slug, known, n=1)
    remedy = (
        f"¿Quiso decir «{near[0]}»?" if near else f"Hay: {', '.join(known) or 'ninguna; importe un libro primero'}."
    )
    raise UnknownPlanError(f"No hay una institución «{slug}».", remedy=remedy)


def find_version(institution: Institution, period: str, *, plan: str = "", number: int | None = None) -> PlanVersion:
    """The version that governs a period: the one asked for, or the latest whose years hold it.

    Raises:
        MethodError: the period cannot be read.
        UnknownPlanError: naming the years that the institution's plans cover.
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
    raise UnknownPlanError(
        f"Ningún plan de {institution.slug} abarca {year}.",
        remedy=f"Hay: {'; '.join(known) or 'ninguno'}.",
        code="plans.period_outside_plan",
    )
