"""The history shows a unit what it reported itself, and nothing of what others are filling in."""

from __future__ import annotations

from django.urls import reverse
from tests.web.planting import SLUG

from quipu.apps.collection.models import Submission
from quipu.apps.collection.services.narrative import save_narrative

HISTORY = reverse("history", kwargs={"slug": SLUG}) + "?tipo=submissions"


def write(submission, words):
    """Put words in a submission as a draft."""
    save_narrative(
        submission=submission,
        achievements=words,
        limitations="",
        measures="",
        revision=submission.revision,
        actor=None,
    )


def test_a_focal_point_sees_the_drafts_of_its_own_units_only(planted, as_role):
    own = planted.submission
    centres = planted.focal_point.assignments.values("cost_centre")
    other = Submission.objects.filter(reporting_period=own.reporting_period).exclude(cost_centre__in=centres).first()
    write(own, "Lo nuestro avanza.")
    write(other, "Lo ajeno avanza.")
    seen = as_role("focal_point").get(HISTORY).content.decode()
    assert "Lo nuestro avanza." in seen
    assert "Lo ajeno avanza." not in seen
    assert "Lo ajeno avanza." in as_role("planner").get(HISTORY).content.decode()
