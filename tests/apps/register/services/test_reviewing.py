"""The chain of approval of a unit, step by step."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta

import pytest
from django.utils import timezone
from tests.factories.organisation import InstitutionFactory, OrganisationalUnitFactory
from tests.factories.register import MembershipFactory, RecordFactory

from quipu.apps.history.queries import history_of
from quipu.apps.register.drafts import CommitmentDraft, RecordDraft
from quipu.apps.register.errors import RecordConflictError, RecordStateError
from quipu.apps.register.models import Decision, Record
from quipu.apps.register.queries.approvals import next_step, step_delays, waiting_records
from quipu.apps.register.services.commitments import update_commitment
from quipu.apps.register.services.records import change_record, create_record
from quipu.apps.register.services.reviewing import (
    ChainRefusedError,
    NotTheirStepError,
    approve,
    give_back,
    set_chain,
    submit,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return OrganisationalUnitFactory(institution=InstitutionFactory(), code="DGE", name="Dirección")


@pytest.fixture
def people(unit):
    return [MembershipFactory(institution=unit.institution, user__username=name) for name in ("ana", "luis")]


@pytest.fixture
def draft(unit, people):
    set_chain(unit=unit, memberships=people, actor=None)
    asked = RecordDraft(
        "visit",
        "Visita",
        unit=unit.code,
        starts_on=date(2024, 5, 2),
        counterparts=("FRA",),
        commitments=(CommitmentDraft("Enviar"),),
    )
    return create_record(institution=unit.institution, draft=asked, actor=None)


def test_a_record_is_approved_step_by_step_in_order(draft, people) -> None:
    ana, luis = (item.user for item in people)
    sent = submit(record=draft, actor=None)
    with pytest.raises(NotTheirStepError, match="espera a ana"):
        approve(record=sent, actor=luis)
    assert approve(record=sent, actor=ana).review == "submitted"
    with pytest.raises(NotTheirStepError, match="espera a luis"):
        approve(record=sent, actor=ana)
    assert approve(record=sent, actor=luis, comment="Conforme").review == "approved"
    told = history_of(draft.institution, "records", (draft.code,)).first()
    assert (told.action, told.reason) == ("register.record.approved", "Conforme")
    with pytest.raises(RecordStateError, match="ya está aprobado"):
        submit(record=draft, actor=None)


def test_what_is_given_back_says_why_and_starts_again_from_the_first_step(draft, people) -> None:
    ana, luis = (item.user for item in people)
    submit(record=draft, actor=None)
    approve(record=draft, actor=ana)
    with pytest.raises(RecordStateError, match="qué hay que corregir"):
        give_back(record=draft, actor=luis, comment=" ")
    assert give_back(record=draft, actor=luis, comment="Falta el lugar").review == "returned"
    again = change(draft, city="Lima")
    assert again.review == "returned"
    sent = submit(record=again, actor=None)
    assert next_step(sent).membership == people[0]


def test_an_edit_of_what_is_approved_asks_again_and_following_a_commitment_does_not(draft, people) -> None:
    submit(record=draft, actor=None)
    for item in people:
        approve(record=draft, actor=item.user)
    update_commitment(commitment=draft.commitments.get(), status="fulfilled", score=1, actor=None)
    assert Record.objects.get().review == "approved"
    assert change(Record.objects.get(), city="Lima").review == "draft"


def test_who_read_another_revision_does_not_approve(draft, people) -> None:
    submit(record=draft, actor=None)
    with pytest.raises(RecordConflictError):
        approve(record=draft, actor=people[0].user, seen_revision=7)
    approve(record=draft, actor=people[0].user, seen_revision=1)


def test_a_chain_that_cannot_be_is_refused_with_every_fault(unit, people) -> None:
    stranger, reader = MembershipFactory(), MembershipFactory(institution=unit.institution, role="reader")
    with pytest.raises(ChainRefusedError) as refusal:
        set_chain(unit=unit, memberships=[people[0], people[0], stranger, reader], actor=None)
    for name, what in ((people[0], "dos veces"), (stranger, "no es de la institución"), (reader, "no puede aprobar")):
        assert f"{name.user.username} " in refusal.value.why
        assert what in refusal.value.why
    assert not unit.approval_steps.exists()


def test_a_shorter_chain_settles_what_nobody_has_to_look_at_any_more(unit, draft, people) -> None:
    other = RecordFactory(institution=unit.institution, unit=unit, review="draft")
    submit(record=draft, actor=None)
    approve(record=draft, actor=people[0].user)
    set_chain(unit=unit, memberships=people[:1], actor=None)
    assert Record.objects.get(pk=draft.pk).review == "approved"
    set_chain(unit=unit, memberships=[], actor=None)
    assert Record.objects.get(pk=other.pk).review == "not_needed"
    assert Record.objects.get(pk=draft.pk).review == "approved"
    assert [item.after for item in history_of(unit.institution, "approval_steps", ("DGE",))] == [
        {},
        {"people": "ana"},
        {"people": "ana, luis"},
    ]


def test_a_unit_without_chain_sends_nothing(unit) -> None:
    record = RecordFactory(institution=unit.institution, unit=unit)
    with pytest.raises(RecordStateError, match="no necesita aprobación"):
        submit(record=record, actor=None)


def test_how_long_each_step_waits_is_known(draft, people) -> None:
    submit(record=draft, actor=None)
    sent_at = timezone.now() - timedelta(days=9)
    Decision.objects.update(at=sent_at)
    (waiting,) = waiting_records(draft.institution)
    assert (waiting.step.membership, waiting.days) == (people[0], 9)
    assert waiting_records(draft.institution, membership=people[1]) == []
    approve(record=draft, actor=people[0].user)
    first, second = step_delays(draft.institution)
    assert (first.waiting, first.longest, first.decided, first.usual) == (0, None, 1, 9.0)
    assert (second.waiting, second.longest, second.decided, second.usual) == (1, 0, 0, None)


def change(record: Record, **fields) -> Record:
    now = Record.objects.get(pk=record.pk)
    draft = dataclasses.replace(RecordDraft.of(now), **fields)
    return change_record(record=now, draft=draft, seen_revision=now.revision, actor=None)
