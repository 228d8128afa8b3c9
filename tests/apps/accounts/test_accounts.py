"""Roles, what each may do, and what people keep for themselves."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db import IntegrityError

from quipu.apps.accounts import attempts
from quipu.apps.accounts.models import Membership, SavedView, User
from quipu.apps.accounts.permissions import PERMISSIONS, Action, Role, allows
from quipu.apps.accounts.queries import membership_in, memberships_of, saved_views
from quipu.apps.accounts.services import (
    PersonRefusedError,
    add_person,
    choose_language,
    create_demo_people,
    remove_view,
    save_view,
)
from quipu.apps.organisation.models import Institution

pytestmark = pytest.mark.django_db
PASSWORD = "una clave de prueba 2024"


@pytest.fixture
def institution():
    """An institution with a name and nothing else."""
    return Institution.objects.create(slug="uno", code="001", name="Uno", acronym="U", country="PER")


@pytest.fixture
def reader(institution):
    """Somebody who reads it."""
    return add_person(username="ana", institution=institution, role="reader", password=PASSWORD).user


def test_the_permission_table_as_people_know_it():
    may = {role: {action.name for action in Action if allows(role, action)} for role in Role}
    assert may[Role.READER] == {"VIEW_PLAN", "EXPORT", "VIEW_REPORTS", "VIEW_REGISTER"}
    assert may[Role.FOCAL_POINT] == may[Role.READER] | {
        "VIEW_HISTORY",
        "VIEW_COLLECTION",
        "REPORT_VALUES",
        "PLAN_TASKS",
        "RECORD",
        "APPROVE_RECORD",
        "MERGE_RECORDS",
    }
    assert may[Role.EVALUATOR] == may[Role.READER] | {
        "VIEW_HISTORY",
        "VIEW_COLLECTION",
        "EVALUATE",
        "BUILD_REPORT",
    }
    assert may[Role.PLANNER] == {action.name for action in PERMISSIONS}


def test_no_role_may_do_nothing():
    assert not any(allows(None, action) for action in Action)


def test_a_person_has_one_role_in_an_institution(institution, reader):
    add_person(username="ana", institution=institution, role="planner")
    assert membership_in(user=reader, slug="uno").role == "planner"
    with pytest.raises(IntegrityError):
        Membership.objects.create(user=reader, institution=institution, role="reader")


def test_a_role_in_one_institution_is_none_in_another(reader):
    Institution.objects.create(slug="dos", code="002", name="Dos", acronym="D", country="PER")
    assert membership_in(user=reader, slug="dos") is None
    assert membership_in(user=reader, slug="tres") is None
    assert [item.institution.slug for item in memberships_of(reader)] == ["uno"]


@pytest.mark.parametrize(("role", "password"), [("chief", PASSWORD), ("reader", "corta"), ("reader", "password1234")])
def test_a_wrong_role_or_an_easy_password_is_refused_whole(institution, role, password):
    with pytest.raises(PersonRefusedError):
        add_person(username="eva", institution=institution, role=role, password=password)
    assert not User.objects.filter(username="eva").exists()


def test_demo_people_come_once_one_for_each_role(institution):
    made = create_demo_people()
    assert {role for _, role, _ in made} == {role.value for role in Role}
    for username, role, password in made:
        person = User.objects.get(username=username)
        assert person.check_password(password)
        assert membership_in(user=person, slug="uno").role == role
    assert create_demo_people() == []


def test_the_language_stays_with_the_person(reader):
    choose_language(user=reader, language="en")
    reader.refresh_from_db()
    assert reader.language == "en"


def test_a_view_of_the_same_name_takes_the_place_of_the_first(institution, reader):
    for query in ("nivel=low", "nivel=high"):
        save_view(user=reader, institution=institution, page="activities", name="Mía", query=query)
    assert [view.query for view in saved_views(user=reader, institution=institution, page="activities")] == [
        "nivel=high"
    ]


def test_nobody_removes_the_view_of_another(institution, reader):
    other = add_person(username="eva", institution=institution, role="reader").user
    view = save_view(user=reader, institution=institution, page="activities", name="Mía", query="")
    assert not remove_view(user=other, institution=institution, view_id=view.pk)
    assert remove_view(user=reader, institution=institution, view_id=view.pk)
    assert not SavedView.objects.exists()


def test_failures_are_counted_by_name_and_address(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()
    for _ in range(attempts.FAILURES_ADMITTED):
        assert not attempts.is_closed(username="ana", address="10.0.0.1")
        attempts.count_failure(username="ana", address="10.0.0.1")
    assert attempts.is_closed(username=" ANA ", address="10.0.0.1")
    assert not attempts.is_closed(username="ana", address="10.0.0.2")
    assert not attempts.is_closed(username="eva", address="10.0.0.1")
    attempts.forget_failures(username="ana", address="10.0.0.1")
    assert not attempts.is_closed(username="ana", address="10.0.0.1")
