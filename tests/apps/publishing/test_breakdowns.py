"""Tables of parts, whichever value is in force."""

from decimal import Decimal
from types import SimpleNamespace

import pytest
from tests.factories.plans import ValueFactory

from quipu.apps.plans.models import DisaggregatedValue, Disaggregation, ObtainedValue
from quipu.apps.publishing.contents.breakdowns import breakdown_tables

pytestmark = pytest.mark.django_db


def test_the_parts_that_were_reported_are_printed_although_the_register_counts_another_total():
    reported = ValueFactory(number=Decimal(50))
    indicator = reported.indicator
    by_sex = Disaggregation.objects.create(indicator=indicator, code="SEXO", name="Sexo")
    women = by_sex.categories.create(code="M", label="Mujeres")
    DisaggregatedValue.objects.create(value=reported, category=women, number=50)
    ObtainedValue.objects.create(indicator=indicator, period="2024", number=40, stage="counted")
    computation = SimpleNamespace(version=SimpleNamespace(plan_id=indicator.plan_id), period="2024")
    (table,) = breakdown_tables(computation, [indicator.code])
    assert table["rows"] == [["Mujeres", 50]]
