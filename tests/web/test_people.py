"""Who answers for each cost centre."""

from __future__ import annotations

from django.urls import reverse
from tests.web.addresses import address_of
from tests.web.planting import SLUG

from quipu.apps.accounts.models import Membership
from quipu.apps.organisation.models import CostCentre


def test_everybody_and_their_cost_centres_are_listed(as_role, planted):
    page = as_role("planner").get(address_of("people", planted)).content.decode()
    assert planted.submission.cost_centre.name in page
    assert "planificador" in page
    assert "no tienen quién llene lo que deben" in page


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
