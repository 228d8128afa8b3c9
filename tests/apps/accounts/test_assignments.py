"""For which cost centres a person answers."""

from __future__ import annotations

import pytest
from tests.factories.collection import make_post, make_sheet
from tests.factories.organisation import CostCentreFactory, ExecutingUnitFactory
from tests.factories.plans import VersionFactory

from quipu.apps.accounts.models import Membership, User
from quipu.apps.accounts.queries import assigned_centres, focal_points_of
from quipu.apps.accounts.services import PersonRefusedError, add_person, assign_cost_centres, create_demo_people
from quipu.apps.organisation.queries import UnknownCostCentreError, find_cost_centres

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return ExecutingUnitFactory(code="000901")


@pytest.fixture
def centres(unit):
    return [CostCentreFactory(executing_unit=unit, code=code) for code in ("C1", "C2", "C3")]


@pytest.fixture
def focal(unit):
    return add_person(username="ana", institution=unit.institution, role="focal_point")


def test_the_centres_given_take_the_place_of_those_before(focal, centres):
    assign_cost_centres(membership=focal, cost_centres=centres[:2])
    assign_cost_centres(membership=focal, cost_centres=centres[1:])
    assert assigned_centres(focal) == {centres[1].pk, centres[2].pk}
    assign_cost_centres(membership=focal, cost_centres=[])
    assert assigned_centres(focal) == frozenset()


def test_centres_of_another_institution_are_refused_and_nothing_changes(focal, centres):
    assign_cost_centres(membership=focal, cost_centres=centres[:1])
    foreign = CostCentreFactory(code="AJENO")
    with pytest.raises(PersonRefusedError, match="AJENO"):
        assign_cost_centres(membership=focal, cost_centres=[centres[1], foreign])
    assert assigned_centres(focal) == {centres[0].pk}


def test_only_a_focal_point_answers_for_centres(unit, centres):
    planner = add_person(username="eva", institution=unit.institution, role="planner")
    with pytest.raises(PersonRefusedError) as refused:
        assign_cost_centres(membership=planner, cost_centres=centres)
    assert refused.value.code == "accounts.assignment.role"


def test_nobody_assigns_themselves(focal, centres):
    with pytest.raises(PersonRefusedError) as refused:
        assign_cost_centres(membership=focal, cost_centres=centres, actor=focal.user)
    assert refused.value.code == "accounts.assignment.own"


def test_the_people_of_each_centre_come_in_one_query(unit, focal, centres, django_assert_num_queries):
    other = add_person(username="beto", institution=unit.institution, role="focal_point")
    assign_cost_centres(membership=focal, cost_centres=centres[:2])
    assign_cost_centres(membership=other, cost_centres=centres[1:2])
    with django_assert_num_queries(1):
        people = focal_points_of([centre.pk for centre in centres])
    assert {pk: [person.username for person in found] for pk, found in people.items()} == {
        centres[0].pk: ["ana"],
        centres[1].pk: ["ana", "beto"],
    }


def test_who_left_or_has_another_role_is_no_focal_point(unit, focal, centres):
    assign_cost_centres(membership=focal, cost_centres=centres)
    User.objects.update(is_active=False)
    assert focal_points_of([centres[0].pk]) == {}
    User.objects.update(is_active=True)
    add_person(username="ana", institution=unit.institution, role="reader")
    assert focal_points_of([centres[0].pk]) == {}


def test_codes_name_centres_with_their_executing_unit_where_one_is_not_enough(unit, centres):
    twin = CostCentreFactory(
        executing_unit=ExecutingUnitFactory(institution=unit.institution, code="000902"), code="C1"
    )
    assert find_cost_centres(unit.institution, ["C2", "000902/C1", "C2"]) == [centres[1], twin]
    with pytest.raises(UnknownCostCentreError) as refused:
        find_cost_centres(unit.institution, ["C1", "NO", "000901/NO"])
    assert "NO, 000901/NO" in refused.value.why
    assert "C1." in refused.value.why


def test_the_demo_focal_point_answers_for_a_post_and_units_that_own_indicators(unit, centres):
    version = VersionFactory(plan__institution=unit.institution)
    for number, centre in enumerate(centres):
        make_sheet(version, centre, f"I{number}")
    posts = [make_post(unit, code) for code in ("P1", "P2")]
    create_demo_people()
    membership = Membership.objects.get(user__username="punto-focal")
    assert assigned_centres(membership) == {posts[0].pk, centres[0].pk, centres[1].pk}
