"""What others may ask about builds and publications."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from quipu.apps.evaluation.services import compute_evaluation
from quipu.apps.plans.models import PlanVersion, StrategicPlan
from quipu.apps.publishing.contents.series import number_style_of
from quipu.apps.publishing.making import figures_of
from quipu.apps.publishing.models import Build, Publication
from quipu.reports import Place
from quipu.reports.figures import FigureLedger


@dataclass(frozen=True)
class Drift:
    """A published figure that today's facts print otherwise; `now` is empty when it no longer exists."""

    number: int
    reference: str
    printed: str
    now: str


def builds_of(version: PlanVersion) -> QuerySet[Build]:
    """The builds of a version, latest first, with their files."""
    return Build.objects.filter(version=version).select_related("requested_by").prefetch_related("files", "publication")


def publications_of(plan: StrategicPlan) -> QuerySet[Publication]:
    """The publications of a plan, latest first, with their files."""
    return (
        Publication.objects.filter(build__version__plan=plan)
        .select_related("build__version__plan__institution", "published_by")
        .prefetch_related("build__files")
    )


def drift(publication: Publication) -> list[Drift]:
    """The figures of a publication that today's facts print otherwise, by the edition that it was made with.

    The files served stay as published.
    """
    build = publication.build
    institution = build.version.plan.institution
    edition = build.evaluation.edition if build.evaluation else None
    computation = compute_evaluation(version=build.version, period=build.period, edition=edition)
    ledger = FigureLedger(figures_of(computation), number_style_of(institution))
    found = []
    for figure in build.figures.all():
        number = ledger.use(figure.reference, Place("publicación", figure.number))
        now = "" if number is None else ledger.printed(number)
        if now != figure.printed:
            found.append(Drift(figure.number, figure.reference, figure.printed, now))
    return found
