"""Institutions and their parts."""

from __future__ import annotations

import factory
from factory.django import DjangoModelFactory

from quipu.apps.organisation.models import CostCentre, ExecutingUnit, Institution, OrganisationalUnit


class InstitutionFactory(DjangoModelFactory):
    """A fictional institution."""

    class Meta:
        model = Institution

    slug = factory.Sequence(lambda n: f"institucion-{n}")
    code = "901"
    name = factory.Sequence(lambda n: f"Institución {n}")
    acronym = "INS"
    country = "XAU"
    synthetic = True


class ExecutingUnitFactory(DjangoModelFactory):
    """An executing unit."""

    class Meta:
        model = ExecutingUnit

    institution = factory.SubFactory(InstitutionFactory)
    code = factory.Sequence(lambda n: f"{n:06d}")
    name = factory.Sequence(lambda n: f"Unidad ejecutora {n}")


class OrganisationalUnitFactory(DjangoModelFactory):
    """An organ of the institution."""

    class Meta:
        model = OrganisationalUnit

    institution = factory.SubFactory(InstitutionFactory)
    code = factory.Sequence(lambda n: f"U{n}")
    name = factory.Sequence(lambda n: f"Unidad {n}")


class CostCentreFactory(DjangoModelFactory):
    """A cost centre."""

    class Meta:
        model = CostCentre

    executing_unit = factory.SubFactory(ExecutingUnitFactory)
    code = factory.Sequence(lambda n: f"CC{n}")
    name = factory.Sequence(lambda n: f"Centro {n}")
