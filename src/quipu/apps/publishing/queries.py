"""What others may ask about builds and publications."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.cache import cache

from quipu.apps.evaluation.services import compute_evaluation
from quipu.apps.history.models import Change
from quipu.apps.organisation.models import Institution
from quipu.apps.publishing.contents.series import number_style_of
from quipu.apps.publishing.making import figures_of
from quipu.apps.publishing.models import Build, Publication, ReportFile
from quipu.reports import Place
from quipu.reports.figures import FigureLedger

_DAY = 24 * 3600


@dataclass(frozen=True)
class Drift:
    """A printed figure that today's facts print otherwise.

    Attributes:
        now: what it prints today; empty when it no longer exists.
        counted: whether it was counted from the register of action.
    """

    number: int
    reference: str
    printed: str
    now: str
    counted: bool = False


def drift(publication: Publication) -> list[Drift]:
    """The figures of a publication that today's facts print otherwise; see `changed_figures`."""
    return changed_figures(publication.build)


def changed_figures(build: Build) -> list[Drift]:
    """The figures of a build that today's facts print otherwise, by the edition that it was made with.

    A figure whose value is the same is no drift, though the institution's separators have changed since. The files
    served stay as published.
    """
    institution = build.version.plan.institution
    edition = build.evaluation.edition if build.evaluation else None
    computation = compute_evaluation(version=build.version, period=build.period, edition=edition)
    ledger = FigureLedger(figures_of(computation), number_style_of(institution))
    published = list(build.figures.all())
    numbers = [ledger.use(figure.reference, Place("publicación", figure.number)) for figure in published]
    today = {figure.number: figure for figure in ledger.figures()}
    found = []
    for figure, number in zip(published, numbers, strict=True):
        now = None if number is None else today[number]
        same = now is not None and figure.exact and str(now.value) == figure.exact
        printed = now.printed if now else ""
        if not same and printed != figure.printed:
            found.append(Drift(figure.number, figure.reference, figure.printed, printed, bool(figure.rows)))
    return found


@dataclass(frozen=True)
class Shelf:
    """The reports of an institution: what is published, and the latest builds that are not."""

    published: Sequence[Publication]
    builds: Sequence[Build]


def shelf_of(institution: Institution, *, builds: int = 20) -> Shelf:
    """The publications of an institution and its latest builds, the newest first."""
    published = (
        Publication.objects.filter(build__version__plan__institution=institution)
        .select_related("build__version__plan", "published_by")
        .prefetch_related("build__files")
    )
    unpublished = (
        Build.objects.filter(version__plan__institution=institution, publication__isnull=True)
        .select_related("version__plan", "requested_by")
        .prefetch_related("files")
    )
    return Shelf(list(published), list(unpublished[:builds]))


def build_in(institution: Institution, build_id: int) -> Build | None:
    """A build of an institution, with its files and publication; None when it has no such build."""
    return (
        Build.objects.filter(version__plan__institution=institution, pk=build_id)
        .select_related("version__plan__institution", "requested_by", "publication__published_by")
        .prefetch_related("files")
        .first()
    )


def file_of(institution: Institution, build_id: int, format: str) -> ReportFile | None:
    """A stored file of a build; None when there is none."""
    return (
        ReportFile.objects.filter(build__version__plan__institution=institution, build_id=build_id, format=format)
        .select_related("build")
        .first()
    )


def current_drift(publication: Publication) -> list[Drift]:
    """The drift of a publication, computed again only after some fact of its institution changed."""
    return current_changes(publication.build)


def current_changes(build: Build) -> list[Drift]:
    """The figures of a build that print otherwise today; see `current_drift`."""
    institution = build.version.plan.institution
    latest = Change.objects.filter(institution=institution).order_by("-pk").values_list("pk", flat=True).first()
    key = f"drift-{build.pk}-{latest}"
    known: list[Drift] | None = cache.get(key)
    if known is None:
        known = changed_figures(build)
        cache.set(key, known, timeout=_DAY)
    return known
