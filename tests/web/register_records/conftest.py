"""A small institution with acts recorded, a person for each role, and nothing else: these pages need no plan."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse
from tests.factories.acts import Acts, plant_acts
from tests.factories.organisation import (
    CostCentreFactory,
    ExecutingUnitFactory,
    InstitutionFactory,
    OrganisationalUnitFactory,
)
from tests.web.conftest import QUICK
from tests.web.planting import PASSWORD
from tests.web.register_records.form_reading import FormReading

from quipu.apps.accounts.permissions import Role
from quipu.apps.accounts.services import add_person, assign_cost_centres
from quipu.apps.organisation.models import Institution, OrganisationalUnit

SLUG = "cancilleria"


@dataclass(frozen=True)
class Office:
    """The institution, the unit that the focal point answers for, and another."""

    institution: Institution
    unit: OrganisationalUnit
    other: OrganisationalUnit
    acts: Acts


def open_office(slug: str = SLUG) -> Office:
    """Plant it: people of every role, two units, and acts of the first."""
    institution = InstitutionFactory(slug=slug, country="PER", name="Cancillería")
    unit, other = (
        OrganisationalUnitFactory(institution=institution, code=code, name=f"Dirección {code}")
        for code in ("DGE", "DGA")
    )
    for role in Role:
        add_person(username=role.value, institution=institution, role=role.value, password=PASSWORD)
    centre = CostCentreFactory(executing_unit=ExecutingUnitFactory(institution=institution), unit=unit)
    focal_point = institution.memberships.get(role=Role.FOCAL_POINT)
    assign_cost_centres(membership=focal_point, cost_centres=[centre], actor=None)
    return Office(institution, unit, other, plant_acts(institution, unit))


@pytest.fixture(scope="module")
def opened(django_db_setup, django_db_blocker) -> Office:
    """The office of a module's tests."""
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(**QUICK):
            office = open_office()
        yield office
        transaction.set_rollback(True)


@pytest.fixture
def office(opened, db) -> Office:
    """The office, inside the transaction of a test."""
    return opened


@pytest.fixture
def at(office):
    """The address of a page of the office: `at("record", code="AC-REUNION")`."""
    return lambda name, **parts: reverse(name, kwargs={"slug": office.institution.slug, **parts})


@pytest.fixture
def as_role(office):
    """A signed-in client by role."""

    def signed_in(name: str) -> Client:
        client = Client()
        assert client.login(username=name, password=PASSWORD)
        return client

    return signed_in


@pytest.fixture
def filled():
    """What a browser sends of the form of a record as it stands on a page: `filled(answer)`."""

    def read(answer) -> dict[str, str]:
        form = answer.content.decode().split('<form method="post" class="record-form"', 1)[1].split("</form>", 1)[0]
        reading = FormReading()
        reading.feed(form)
        reading.close()
        return reading.data

    return read
