"""Long work, done by the database-backed worker."""

from __future__ import annotations

from django_tasks import task

from quipu.apps.imports.models import Upload
from quipu.apps.imports.services.uploads import import_upload, look_at


def _upload(upload_id: int) -> Upload:
    found = Upload.objects.select_related("institution", "version__plan__institution", "uploaded_by", "confirmed_by")
    return found.get(pk=upload_id)


@task()
def look_at_upload(upload_id: int) -> None:
    """The dry run of an upload."""
    look_at(_upload(upload_id))


@task()
def import_confirmed(upload_id: int) -> None:
    """The import of an upload that somebody confirmed."""
    import_upload(_upload(upload_id))
