"""People by the post they held, and organisations by what was done with them."""

from __future__ import annotations

from datetime import date

import pytest
from tests.factories.organisation import InstitutionFactory
from tests.factories.register import (
    CounterpartFactory,
    OrganisationFactory,
    ParticipantFactory,
    PersonFactory,
    PostFactory,
    PostHoldingFactory,
    RecordFactory,
)

from quipu.apps.register.queries import actors

pytestmark = pytest.mark.django_db


@pytest.fixture
def institution():
    return InstitutionFactory(country="PER")


@pytest.fixture
def minister(institution):
    """A post, who held it until June 2024, and who holds it since."""
    post = PostFactory(
        institution=institution, name="Ministra de Relaciones", other_names="Canciller; RREE", country="PER"
    )
    before, now = PersonFactory(institution=institution), PersonFactory(institution=institution)
    PostHoldingFactory(post=post, person=before, starts_on=date(2023, 1, 1), ends_on=date(2024, 6, 30))
    PostHoldingFactory(post=post, person=now, starts_on=date(2024, 7, 1))
    return post, before, now


def test_who_held_a_post_depends_on_the_day(minister):
    post, before, now = minister
    assert actors.post_holder(post, date(2024, 6, 30)) == before
    assert actors.post_holder(post, date(2024, 7, 1)) == now
    assert actors.post_holder(post, date(2022, 12, 31)) is None


@pytest.mark.parametrize(("text", "side", "known"), [("CANCILLER ", "own", True), ("canciller", "counterpart", False)])
def test_a_post_in_a_text_is_read_as_a_person_of_its_side(institution, minister, text, side, known):
    record = RecordFactory(institution=institution, starts_on=date(2024, 5, 1))
    row = ParticipantFactory(record=record, name="", post=text, side=side)
    assert actors.people_by_post(record, [row]) == ({row.number: minister[1]} if known else {})


def test_a_post_is_no_person_when_two_could_be_meant(institution, minister):
    other = PostFactory(institution=institution, name="Canciller", country="PER")
    PostHoldingFactory(post=other, person=PersonFactory(institution=institution), starts_on=date(2020, 1, 1))
    record = RecordFactory(institution=institution, starts_on=date(2024, 5, 1))
    row = ParticipantFactory(record=record, name="", post="Canciller")
    assert actors.people_by_post(record, [row]) == {}


def test_who_is_named_is_not_looked_for(institution, minister, django_assert_num_queries):
    record = RecordFactory(institution=institution)
    row = ParticipantFactory(record=record, person=minister[2], post="Canciller")
    with django_assert_num_queries(0):
        assert actors.people_by_post(record, [row]) == {}


def test_people_and_organisations_are_counted_by_acts_that_stand(institution):
    person = PersonFactory(institution=institution)
    organisation = OrganisationFactory(institution=institution)
    records = [RecordFactory(institution=institution, starts_on=date(2024, month, 1)) for month in (1, 2, 3)]
    for record in records:
        ParticipantFactory(record=record, person=person)
        CounterpartFactory(record=record, country="", organisation=organisation)
    records[2].merged_into = records[1]
    records[2].save()
    found = actors.people_of(institution).get()
    assert (found.acts, found.last) == (2, date(2024, 2, 1))
    found = actors.organisations_of(institution).get()
    assert (found.acts, found.last) == (2, date(2024, 2, 1))
    assert [row.record for row in actors.acts_of_person(person)] == [records[1], records[0]]


def test_seats_stand_apart_from_acts(institution):
    organisation = OrganisationFactory(institution=institution)
    seat = RecordFactory(institution=institution, kind="body_seat")
    act = RecordFactory(institution=institution, kind="forum")
    for record in (seat, act):
        CounterpartFactory(record=record, country="", organisation=organisation)
    assert list(actors.seats_in(organisation)) == [seat]
    assert list(actors.acts_with(organisation)) == [act]
