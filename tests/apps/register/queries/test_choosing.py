"""What the filters offer."""

from __future__ import annotations

import pytest
from tests.factories.looked_at import plant_acts_to_look_at
from tests.factories.organisation import InstitutionFactory
from tests.factories.plans import ActionFactory, ObjectiveFactory, PlanFactory, VersionFactory
from tests.factories.register import MechanismFactory, RecordFactory

from quipu.apps.register.queries import choosing
from quipu.apps.register.queries.choosing import axes_of, record_choices

pytestmark = pytest.mark.django_db


@pytest.fixture
def institution():
    made = InstitutionFactory(country="PER")
    plant_acts_to_look_at(made)
    return made


def test_each_filter_offers_what_the_institution_has(institution, django_assert_num_queries):
    with django_assert_num_queries(4):
        choices = record_choices(institution)
    assert [(node.code, node.depth) for node in choices.regions] == [("america", 0), ("sudamerica", 1), ("europa", 0)]
    assert [unit.name for unit in choices.units] == ["América del Sur", "Dirección General de América"]
    assert [item.code for item in choices.mechanisms] == ["CP-FRA"]
    assert choices.axes == ["Cultura"]
    assert choices.years == [2030, 2029, 2028, 2027, 2026, 2025, 2024, 2023, 2022]
    assert choices.actions == []


def test_mechanisms_are_those_with_the_country_chosen(institution):
    MechanismFactory(institution=institution, code="CP-ARG", country="ARG")
    assert [item.code for item in record_choices(institution, country="ARG").mechanisms] == ["CP-ARG"]
    kept = record_choices(institution, country="ARG", mechanism="CP-FRA").mechanisms
    assert {item.code for item in kept} == {"CP-ARG", "CP-FRA"}


def test_a_list_too_long_to_choose_from_offers_the_one_chosen_only(institution, monkeypatch):
    MechanismFactory(institution=institution, code="CP-ARG", country="ARG")
    monkeypatch.setattr(choosing, "MOST_MECHANISMS", 1)
    assert record_choices(institution).mechanisms == []
    assert [item.code for item in record_choices(institution, mechanism="CP-FRA").mechanisms] == ["CP-FRA"]


def test_an_action_of_several_versions_goes_by_its_latest_name(institution):
    plan = PlanFactory(institution=institution)
    for number, name in ((1, "Antes"), (2, "Después")):
        version = VersionFactory(plan=plan, number=number)
        ActionFactory(version=version, objective=ObjectiveFactory(version=version), code="AEI.01.01", name=name)
    assert [(item.code, item.name) for item in record_choices(institution).actions] == [("AEI.01.01", "Después")]


def test_axes_are_those_of_records_that_stand_each_once(institution):
    other = InstitutionFactory()
    for axis in ("Economía", "Economía", "Ámbito social", ""):
        RecordFactory(institution=institution, axis=axis)
    RecordFactory(institution=institution, axis="Antiguo", merged_into=institution.records.first())
    RecordFactory(institution=other, axis="Ajeno")
    assert set(axes_of(institution)) == {"Cultura", "Economía", "Ámbito social"}
    assert len(axes_of(institution)) == 3
    assert axes_of(other) == ["Ajeno"]


def test_an_empty_register_offers_nothing():
    choices = record_choices(InstitutionFactory())
    assert (choices.regions, choices.units, choices.years, choices.axes) == ([], [], [], [])
