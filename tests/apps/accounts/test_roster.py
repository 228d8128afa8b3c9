"""Who works in an institution and for which cost centres."""

from __future__ import annotations

import pytest
from tests.factories.organisation import CostCentreFactory

from quipu.apps.accounts.roster import find_bound_membership, roster_of
from quipu.apps.accounts.services import add_person, assign_cost_centres

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre():
    return CostCentreFactory()


@pytest.fixture
def institution(centre):
    return centre.executing_unit.institution


def test_a_cost_centre_belongs_to_who_answers_for_it_or_to_nobody(centre, institution):
    alone = CostCentreFactory(executing_unit=centre.executing_unit)
    luis = add_person(username="luis", institution=institution, role="focal_point")
    ana = add_person(username="ana", institution=institution, role="planner")
    assign_cost_centres(membership=luis, cost_centres=[centre], actor=None)
    roster = roster_of(institution)
    assert [(row.membership, list(row.cost_centres), row.is_bound) for row in roster.rows] == [
        (luis, [centre], True),
        (ana, [], False),
    ]
    assert list(roster.unassigned) == [alone]


def test_who_left_answers_for_nothing(centre, institution):
    luis = add_person(username="luis", institution=institution, role="focal_point")
    assign_cost_centres(membership=luis, cost_centres=[centre], actor=None)
    luis.user.is_active = False
    luis.user.save()
    assert list(roster_of(institution).unassigned) == [centre]


def test_only_who_acts_for_cost_centres_is_found_to_be_given_some(institution):
    luis = add_person(username="luis", institution=institution, role="focal_point")
    ana = add_person(username="ana", institution=institution, role="planner")
    assert find_bound_membership(institution, luis.pk) == luis
    assert find_bound_membership(institution, ana.pk) is None
