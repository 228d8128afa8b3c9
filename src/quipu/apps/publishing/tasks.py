"""Long work, done by the database-backed worker."""

from __future__ import annotations

from django_tasks import task

from quipu.apps.publishing.models import Build
from quipu.apps.publishing.services import make_build
from quipu.errors import QuipuError


@task()
def run_build(build_id: int) -> None:
    """Make a requested report; what is wrong with the text is kept in the build for its author."""
    build = Build.objects.select_related("version__plan__institution").get(pk=build_id)
    try:
        make_build(build)
    except QuipuError:
        return
