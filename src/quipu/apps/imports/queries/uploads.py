"""What came in and what is on its way."""

from __future__ import annotations

from django.db.models import QuerySet

from quipu.apps.imports.models import PoiVersion, Upload, Workbook
from quipu.apps.organisation.models import Institution

_OVER = (Upload.State.DONE, Upload.State.WITHDRAWN)


def pending_uploads(institution: Institution) -> QuerySet[Upload]:
    """The uploads that are neither imported nor withdrawn, the newest first."""
    found = Upload.objects.filter(institution=institution).exclude(state__in=_OVER)
    return found.select_related("uploaded_by").defer("found")


def upload_in(institution: Institution, number: int) -> Upload | None:
    """An upload of an institution, or None."""
    found = Upload.objects.filter(institution=institution, pk=number)
    return found.select_related("institution", "uploaded_by", "confirmed_by", "version__plan", "workbook").first()


def imports_of(institution: Institution) -> QuerySet[Workbook]:
    """Everything imported, the newest first, with who did it."""
    return Workbook.objects.filter(institution=institution).select_related("actor", "upload")


def workbook_in(institution: Institution, number: int) -> Workbook | None:
    """An import of an institution, or None."""
    return Workbook.objects.filter(institution=institution, pk=number).first()


def import_before(workbook: Workbook) -> Workbook | None:
    """The import of the same kind that came before another one; its original brings back what that one changed."""
    earlier = Workbook.objects.filter(institution=workbook.institution_id, pk__lt=workbook.pk).order_by("-pk")
    poi = PoiVersion.objects.filter(workbook=workbook).first()
    if poi is None:
        return earlier.filter(poi_version=None).first()
    return earlier.filter(poi_version__version=poi.version_id, poi_version__year=poi.year).first()
