"""Instruments by their state, and commitments by when they are due."""

from __future__ import annotations

from datetime import date

import pytest
from tests.factories.organisation import InstitutionFactory, OrganisationalUnitFactory
from tests.factories.register import CommitmentFactory, InstrumentFactory, NegotiationFollowUpFactory, RecordFactory

from quipu.apps.register.queries.instruments import (
    InstrumentFilters,
    commitments_of,
    counts_of,
    due_quarter,
    in_situation,
    instruments_of,
    of_units,
)

pytestmark = pytest.mark.django_db
TODAY = date(2024, 8, 1)


@pytest.fixture
def institution():
    return InstitutionFactory()


def _instrument(institution, code, **fields):
    on_record = {name: fields.pop(name) for name in ("valid_from", "valid_to") if name in fields}
    record = RecordFactory(institution=institution, code=code, kind="instrument", **on_record)
    return InstrumentFactory(record=record, **fields)


@pytest.mark.parametrize(
    ("today", "quarter"),
    [(date(2024, 8, 1), "2024-Q2"), (date(2024, 1, 2), "2023-Q4"), (date(2024, 12, 31), "2024-Q3")],
)
def test_the_quarter_due_is_the_last_that_is_over(today, quarter):
    assert due_quarter(today) == quarter


def test_in_force_is_what_says_so_or_has_begun_and_has_not_ended(institution):
    _instrument(institution, "VIGE", stage="in_force")
    _instrument(institution, "DESDE", valid_from=date(2024, 1, 1))
    _instrument(institution, "VENCIDO", stage="in_force", valid_to=date(2024, 7, 31))
    _instrument(institution, "TERMINADO", stage="ended", valid_from=date(2020, 1, 1))
    _instrument(institution, "FIRMADO")
    found = instruments_of(institution, InstrumentFilters(state="in_force"), TODAY)
    assert {row.code for row in found} == {"VIGE", "DESDE"}


def test_a_negotiation_is_due_until_its_quarter_is_told(institution):
    talked = _instrument(institution, "T", stage="agreed_text")
    asked = InstrumentFilters(state="due")
    assert instruments_of(institution, asked, TODAY).count() == 1
    NegotiationFollowUpFactory(instrument=talked, period="2024-Q2")
    assert instruments_of(institution, asked, TODAY).count() == 0


@pytest.fixture
def promised(institution):
    """Of a unit: late, due, without a date and fulfilled; one of a cancelled act."""
    unit = OrganisationalUnitFactory(institution=institution)
    record = RecordFactory(institution=institution, unit=unit)
    rows = {
        "late": CommitmentFactory(record=record, due_on=date(2024, 7, 31)),
        "due": CommitmentFactory(record=record, due_on=date(2024, 8, 1), unit=OrganisationalUnitFactory()),
        "undated": CommitmentFactory(record=record, due_on=None, status="in_progress"),
        "done": CommitmentFactory(record=record, due_on=date(2024, 1, 1), status="fulfilled"),
    }
    cancelled = RecordFactory(institution=institution, status="cancelled", status_reason="Se postergó")
    CommitmentFactory(record=cancelled)
    return unit, rows


def test_commitments_are_told_apart_by_their_date_and_status(institution, promised):
    _unit, rows = promised
    found = commitments_of(institution)
    asked = {"overdue": "late", "due": "due", "undated": "undated", "fulfilled": "done"}
    for situation, name in asked.items():
        assert list(in_situation(found, situation, TODAY)) == [rows[name]]
    assert counts_of(found, TODAY) == {"overdue": 1, "due": 1, "undated": 1, "fulfilled": 1, "abandoned": 0}


def test_a_commitment_is_of_its_unit_and_else_of_that_of_its_act(institution, promised):
    unit, rows = promised
    assert rows["due"] not in commitments_of(institution, unit=unit.code)
    assert commitments_of(institution, unit=unit.code).count() == 3
    assert of_units(commitments_of(institution), {unit.pk}).count() == 3
    assert of_units(commitments_of(institution), None).count() == 4
