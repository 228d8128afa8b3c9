"""Who answers for each cost centre."""

from __future__ import annotations

from django.urls import reverse
from tests.web.addresses import address_of
from tests.web.planting import SLUG

from quipu.apps.accounts.models import Membership
from quipu.apps.collection.models import Submission
from quipu.apps.organisation.models import CostCentre


def test_everybody_and_their_cost_centres_are_listed(as_role, planted):
    page = as_role("planner").get(address_of("people", planted)).content.decode()
    assert planted.submission.cost_centre.name in page
    assert "planificador" in page
    assert "deben algo ahora y no tienen quién lo llene" in page


def test_cost_centres_are_assigned(as_role, planted):
    wanted = list(CostCentre.objects.filter(executing_unit__institution=planted.institution)[:2])
    sent = {"centres": [item.pk for item in wanted]}
    assert as_role("planner").post(address_of("centres", planted), sent).status_code == 302
    assigned = planted.focal_point.assignments.values_list("cost_centre", flat=True)
    assert set(assigned) == {item.pk for item in wanted}


def test_a_cost_centre_of_nobody_is_refused(as_role, planted):
    assert as_role("planner").post(address_of("centres", planted), {"centres": ["0"]}).status_code == 422


def test_only_focal_points_are_given_cost_centres(as_role, planted):
    planner = Membership.objects.get(institution=planted.institution, role="planner")
    address = reverse("centres", kwargs={"slug": SLUG, "membership_id": planner.pk})
    assert as_role("planner").get(address).status_code == 404


def test_only_who_owes_something_now_is_missed(as_role, planted):
    Submission.objects.exclude(pk=planted.submission.pk).delete()
    planted.focal_point.assignments.all().delete()
    unassigned = as_role("planner").get(address_of("people", planted)).context["unassigned"]
    assert [item.pk for item in unassigned] == [planted.submission.cost_centre_id]


def test_cost_centres_are_found_by_their_words_and_none_assigned_is_lost(as_role, planted):
    every = CostCentre.objects.filter(executing_unit__institution=planted.institution)
    assigned = set(planted.focal_point.assignments.values_list("cost_centre", flat=True))
    wanted = every.exclude(pk__in=assigned).first()
    groups = as_role("planner").get(address_of("centres", planted), {"q": wanted.code}).context["groups"]
    shown = {item.pk for _unit, rows in groups for item in rows}
    assert {wanted.pk, *assigned} <= shown
    assert len(shown) < every.count()
