"""A report that a stopped worker left is given to another one; one that is alive, or done with, is not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.factories.plans import VersionFactory

from quipu.apps.publishing.models import Build
from quipu.apps.publishing.services import SILENCE, PublishingError, is_abandoned, resume_build

pytestmark = pytest.mark.django_db


def _build(state, ago):
    made = Build.objects.create(version=VersionFactory(), period="2024", report="monitoring", state=state, stage="text")
    Build.objects.filter(pk=made.pk).update(touched_at=timezone.now() - ago)
    made.refresh_from_db()
    return made


def test_what_a_stopped_worker_left_waits_again():
    build = _build("running", SILENCE + timedelta(seconds=1))
    assert is_abandoned(build)
    resume_build(build=build)
    build.refresh_from_db()
    assert (build.state, build.stage, build.touched_at) == ("waiting", "", None)


@pytest.mark.parametrize(("state", "ago"), [("running", timedelta()), ("done", SILENCE * 2), ("waiting", SILENCE * 2)])
def test_nothing_else_is_taken_from_its_worker(state, ago):
    build = _build(state, ago)
    assert not is_abandoned(build)
    with pytest.raises(PublishingError, match="no quedó a medias"):
        resume_build(build=build)
    build.refresh_from_db()
    assert build.state == state
