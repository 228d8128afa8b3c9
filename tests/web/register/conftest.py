"""A small institution with acts to look at and a person for each role; these pages need no plan."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.test import Client, override_settings
from tests.factories.looked_at import plant_acts_to_look_at
from tests.factories.organisation import CostCentreFactory, ExecutingUnitFactory, InstitutionFactory
from tests.web.conftest import QUICK
from tests.web.planting import PASSWORD

from quipu.apps.accounts.permissions import Role
from quipu.apps.accounts.services import add_person, assign_cost_centres
from quipu.apps.organisation.models import Institution

SLUG = "mirador"


def open_lookout(slug: str = SLUG) -> Institution:
    """Plant it; the focal point answers for the unit of South America."""
    institution = InstitutionFactory(slug=slug, country="PER", name="Cancillería del Mirador")
    plant_acts_to_look_at(institution)
    for role in Role:
        add_person(username=role.value, institution=institution, role=role.value, password=PASSWORD)
    unit = institution.units.get(code="DAS")
    centre = CostCentreFactory(executing_unit=ExecutingUnitFactory(institution=institution), unit=unit)
    focal_point = institution.memberships.get(role=Role.FOCAL_POINT)
    assign_cost_centres(membership=focal_point, cost_centres=[centre], actor=None)
    return institution


@pytest.fixture(scope="module")
def lookout(django_db_setup, django_db_blocker) -> Institution:
    """The institution of a module's tests."""
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(**QUICK):
            institution = open_lookout()
        yield institution
        transaction.set_rollback(True)


@pytest.fixture
def as_role(lookout, db):
    """A signed-in client by role."""

    def signed_in(name: str) -> Client:
        client = Client()
        assert client.login(username=name, password=PASSWORD)
        return client

    return signed_in
