"""What pages read about builds, their files and publications."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.cache import cache

from quipu.apps.history.models import Change
from quipu.apps.organisation.models import Institution
from quipu.apps.publishing.models import Build, Publication, ReportFile
from quipu.apps.publishing.queries import Drift, drift

_DAY = 24 * 3600


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
    institution = publication.build.version.plan.institution
    latest = Change.objects.filter(institution=institution).order_by("-pk").values_list("pk", flat=True).first()
    key = f"drift-{publication.pk}-{latest}"
    known: list[Drift] | None = cache.get(key)
    if known is None:
        known = drift(publication)
        cache.set(key, known, timeout=_DAY)
    return known
