"""The record of changes."""

from datetime import date
from decimal import Decimal

import pytest
from tests.factories.organisation import InstitutionFactory

from quipu.apps.history.queries import changes_of, changes_of_indicator, history_of
from quipu.apps.history.services import FactChange, key_text, record_changes

pytestmark = pytest.mark.django_db


def test_fields_are_kept_as_text_without_losing_what_they_say():
    institution = InstitutionFactory()
    after = {"number": Decimal("90.7400"), "date": date(2024, 7, 15), "active": True, "year": 2024, "empty": None}
    record_changes(institution=institution, changes=[FactChange("x.y", "values", ("PEI", "I1"), None, after)])
    change = history_of(institution, "values", ("PEI", "I1")).get()
    assert change.before is None
    assert change.after == {"number": "90.74", "date": "2024-07-15", "active": True, "year": 2024}


def test_the_latest_comes_first_and_institutions_do_not_mix():
    institution, other = InstitutionFactory(), InstitutionFactory()
    for name in ("uno", "dos"):
        record_changes(institution=institution, changes=[FactChange("x", "plans", ("PEI",), None, {"name": name})])
    record_changes(institution=other, changes=[FactChange("x", "plans", ("PEI",))])
    assert [change.after["name"] for change in history_of(institution, "plans", ("PEI",))] == ["dos", "uno"]
    assert changes_of(other).count() == 1


def test_the_facts_under_a_key():
    institution = InstitutionFactory()
    keys = [("PEI", 1, "I1", "2024"), ("PEI", 1, "I1", "2025"), ("PEI", 1, "I10", "2024")]
    record_changes(institution=institution, changes=[FactChange("x", "targets", key) for key in keys])
    found = changes_of_indicator(institution, plan="PEI", version=1, indicator="I1")
    assert {change.key for change in found} == {key_text(key) for key in keys[:2]}


def test_a_very_long_key_keeps_its_beginning_and_stays_its_own():
    long, other = key_text(("a" * 150, "b" * 100)), key_text(("a" * 150, "b" * 101))
    assert len(long) <= 200
    assert long.startswith("a" * 150)
    assert long != other
