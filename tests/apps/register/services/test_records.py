"""Creating, changing and undoing records, each with its revision and its history."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from tests.factories.organisation import InstitutionFactory, OrganisationalUnitFactory
from tests.factories.register import (
    ApprovalStepFactory,
    CitationFactory,
    MechanismFactory,
    MissionFactory,
    OrganisationFactory,
    PersonFactory,
    RecordFactory,
    RegionCountryFactory,
    RegionFactory,
    UserFactory,
)

from quipu.apps.history.models import Change
from quipu.apps.history.queries import history_of
from quipu.apps.register.drafts import (
    CommitmentDraft,
    CriterionDraft,
    FigureDraft,
    FollowUpDraft,
    InstrumentDraft,
    ParticipantDraft,
    RecordDraft,
    StepDraft,
)
from quipu.apps.register.errors import RecordConflictError, RecordRefusedError, RecordStateError
from quipu.apps.register.models import Record, RecordRevision
from quipu.apps.register.services.records import (
    cancel_record,
    change_record,
    confirm_done,
    create_record,
    undo_record,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def institution():
    return InstitutionFactory()


@pytest.fixture
def actor():
    return UserFactory(username="registradora")


def whole(institution) -> RecordDraft:
    """A session with everything that any kind but an instrument may have."""
    unit = OrganisationalUnitFactory(institution=institution, code="DGE")
    MissionFactory(institution=institution, code="EMB-FRA", unit=unit)
    PersonFactory(institution=institution, code="canciller")
    OrganisationFactory(institution=institution, code="CAN")
    MechanismFactory(institution=institution, code="CP-FRA")
    return RecordDraft(
        kind="mechanism_session",
        title="III Reunión de consultas políticas",
        starts_on=date(2024, 5, 20),
        ends_on=date(2024, 5, 21),
        mode="in_person",
        place_country="FRA",
        city="París",
        unit="DGE",
        mission="EMB-FRA",
        mechanism="CP-FRA",
        ordinal=3,
        counterparts=("FRA", "org:CAN"),
        participants=(
            ParticipantDraft("own", person="canciller", led=True),
            ParticipantDraft("counterpart", "Alguien"),
        ),
        figures=(FigureDraft("acuerdos", Decimal("15"), "more_than"),),
        commitments=(CommitmentDraft("Enviar el texto", unit="DGE", due_on=date(2024, 8, 1), number=1),),
    )


def change(record: Record, actor=None, seen: int | None = None, **fields) -> Record:
    draft = dataclasses.replace(RecordDraft.of(Record.objects.get(pk=record.pk)), **fields)
    seen_revision = record.revision if seen is None else seen
    return change_record(record=record, draft=draft, seen_revision=seen_revision, actor=actor, reason="una errata")


def test_a_record_is_made_whole_and_reads_back_as_the_draft(institution, actor) -> None:
    europe = RegionFactory(institution=institution, code="europa")
    RegionCountryFactory(region=europe, country="FRA")
    draft = whole(institution)
    made = create_record(institution=institution, draft=draft, actor=actor)
    assert made.code == "R-2024-0001"
    assert RecordDraft.of(Record.objects.get()) == dataclasses.replace(draft, code="R-2024-0001")
    assert (made.countries, made.regions, made.first_month) == ("|FRA|", "|europa|", 2024 * 12 + 4)
    assert " consult " in made.search
    told = history_of(institution, "records", ("R-2024-0001",)).get()
    assert (told.action, told.actor, told.before) == ("register.record.created", actor, None)
    assert told.after["participants.1.person"] == "canciller"
    assert told.after["counterparts"] == "FRA, org:CAN"
    assert "venue" not in told.after


def test_an_instrument_keeps_its_acts_and_follow_ups(institution, actor) -> None:
    legal = InstrumentDraft(
        "agreement",
        "under_negotiation",
        "yes",
        declared=3,
        declared_unit="proyectos",
        url="https://example.org/texto",
        steps=(StepDraft("FRA", "signature", date(2024, 1, 5)), StepDraft("PER", "ratification")),
        followups=(FollowUpDraft("2024-Q1", "proposed", "primera ronda"),),
    )
    draft = RecordDraft("instrument", "Acuerdo", precision="unknown", counterparts=("FRA",), instrument=legal)
    made = create_record(institution=institution, draft=draft, actor=actor)
    assert RecordDraft.of(Record.objects.get()).instrument == legal
    row = Record.objects.get().instrument
    changed = change(made, instrument=dataclasses.replace(legal, stage="signed", steps=legal.steps[:1]))
    assert RecordDraft.of(Record.objects.get()).instrument.steps == legal.steps[:1]
    assert Record.objects.get().instrument.pk == row.pk
    undo_record(record=changed, actor=actor)
    assert RecordDraft.of(Record.objects.get()).instrument == legal


def test_codes_follow_one_another_within_the_year_of_the_act(institution) -> None:
    def code(year: int) -> str:
        draft = RecordDraft("visit", "Visita", starts_on=date(year, 1, 2), counterparts=("FRA",))
        return create_record(institution=institution, draft=draft, actor=None).code

    assert [code(2024), code(2024), code(2023), code(2024)] == [
        "R-2024-0001",
        "R-2024-0002",
        "R-2023-0001",
        "R-2024-0003",
    ]
    for number in range(4, 60):
        RecordFactory(institution=institution, code=f"R-2024-{number:04d}")
    assert code(2024) == "R-2024-0060"


def test_nothing_is_written_when_a_draft_has_faults_and_all_are_told(institution) -> None:
    draft = RecordDraft("visit", " ", status="cancelled", starts_on=date(2024, 5, 2), ends_on=date(2024, 5, 1))
    with pytest.raises(RecordRefusedError) as refusal:
        create_record(institution=institution, draft=draft, actor=None)
    assert {item.field for item in refusal.value.faults} == {"title", "status_reason", "ends_on"}
    assert not Record.objects.exists()
    assert not Change.objects.exists()


def test_a_change_keeps_only_what_differs_and_why(institution, actor) -> None:
    made = create_record(institution=institution, draft=whole(institution), actor=actor)
    changed = change(made, actor, city="Lyon", counterparts=("FRA",), summary="Se revisó la agenda")
    assert changed.revision == 2
    told = history_of(institution, "records", (made.code,)).first()
    assert told.before == {"city": "París", "counterparts": "FRA, org:CAN"}
    assert told.after == {"city": "Lyon", "counterparts": "FRA", "summary": "Se revisó la agenda"}
    assert told.reason == "una errata"
    assert list(made.revisions.values_list("number", "action", "reason")) == [
        (2, "register.record.changed", "una errata"),
        (1, "register.record.created", ""),
    ]


def test_a_change_of_nothing_writes_nothing(institution, actor) -> None:
    made = create_record(institution=institution, draft=whole(institution), actor=actor)
    assert change(made).revision == 1
    assert Change.objects.count() == 1


def test_commitments_keep_their_row_and_evidence_stays_through_edits(institution, actor) -> None:
    made = create_record(institution=institution, draft=whole(institution), actor=actor)
    cited, promised = CitationFactory(record=made), made.commitments.get()
    now = RecordDraft.of(Record.objects.get())
    changed = change(made, commitments=(*now.commitments, CommitmentDraft("Otro")))
    assert list(made.commitments.values_list("number", "text")) == [(1, "Enviar el texto"), (2, "Otro")]
    assert made.commitments.get(number=1).pk == promised.pk
    undo_record(record=changed, actor=actor)
    assert list(made.citations.all()) == [cited]
    assert made.commitments.get() == promised


def test_who_edits_what_another_changed_meanwhile_is_told_who_and_what(institution, actor) -> None:
    made = create_record(institution=institution, draft=whole(institution), actor=actor)
    change(made, actor, city="Lyon")
    with pytest.raises(RecordConflictError) as conflict:
        change(made, seen=1, city="Marsella", venue="Cancillería")
    assert (conflict.value.by, conflict.value.fields) == ("registradora", ("city", "venue"))
    assert conflict.value.revision == 2
    assert Record.objects.get().city == "Lyon"


def test_undo_goes_back_one_edit_and_forth_again(institution, actor) -> None:
    made = create_record(institution=institution, draft=whole(institution), actor=actor)
    first = RecordDraft.of(Record.objects.get())
    changed = change(made, actor, city="Lyon", participants=(), figures=(), commitments=())
    second = RecordDraft.of(Record.objects.get())
    undone = undo_record(record=changed, actor=actor)
    assert RecordDraft.of(Record.objects.get()) == first
    assert (undone.revision, undone.countries) == (3, "|FRA|")
    undo_record(record=undone, actor=actor)
    assert RecordDraft.of(Record.objects.get()) == second


def test_there_is_nothing_to_undo_in_a_record_as_it_was_made(institution, actor) -> None:
    made = create_record(institution=institution, draft=whole(institution), actor=actor)
    with pytest.raises(RecordStateError, match="No hay nada que deshacer"):
        undo_record(record=made, actor=actor)


def test_what_an_import_left_can_be_edited_and_the_edit_undone(institution, actor) -> None:
    imported = RecordFactory(institution=institution, title="Reunión importada")
    changed = change(imported, actor, title="Reunión")
    Record.objects.filter(pk=imported.pk).update(title="Importada otra vez")
    again = change(Record.objects.get(), actor, city="Lima")
    assert again.title == "Importada otra vez"
    undone = undo_record(record=again, actor=actor)
    assert (undone.title, undone.city) == ("Importada otra vez", "")
    assert RecordRevision.objects.filter(action="register.record.found").count() == 2
    assert changed.revision < undone.revision


def test_an_undo_is_refused_when_what_it_named_is_gone(institution, actor) -> None:
    made = create_record(institution=institution, draft=whole(institution), actor=actor)
    changed = change(made, participants=(), city="Lyon")
    institution.people.all().delete()
    with pytest.raises(RecordRefusedError) as refusal:
        undo_record(record=changed, actor=actor)
    assert [item.field for item in refusal.value.faults] == ["participants.1.person"]
    assert Record.objects.get().city == "Lyon"


def test_a_country_that_is_no_more_survives_in_what_was_recorded_and_not_in_an_edit(institution, actor) -> None:
    old = RecordFactory(institution=institution, countries_with=["CSK", "FRA"], city="Praga")
    with pytest.raises(RecordRefusedError, match="Checoslovaquia"):
        change(old, counterparts=("CSK", "ESP"))
    old = change(old, city="Lima")
    changed = change(old, counterparts=("CZE", "FRA"))
    undone = undo_record(record=changed, actor=actor)
    assert undone.countries == "|CSK|FRA|"


def test_a_planned_record_is_confirmed_or_cancelled_with_a_reason(institution, actor) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    planned = [RecordFactory(institution=institution, status="planned", starts_on=yesterday) for _ in range(2)]
    assert confirm_done(record=planned[0], actor=actor).status == "done"
    with pytest.raises(RecordRefusedError):
        cancel_record(record=planned[1], reason=" ", actor=actor)
    assert cancel_record(record=planned[1], reason="Se pospuso", actor=actor).status_reason == "Se pospuso"
    with pytest.raises(RecordStateError, match="realizado o cancelado"):
        confirm_done(record=Record.objects.get(pk=planned[1].pk), actor=actor)


def test_what_has_not_come_is_not_confirmed_but_on_the_day_it_was(institution, actor) -> None:
    today = timezone.localdate()
    coming = RecordFactory(institution=institution, status="announced", starts_on=today + timedelta(days=3))
    with pytest.raises(RecordRefusedError, match="no ha llegado"):
        confirm_done(record=coming, actor=actor)
    assert confirm_done(record=coming, actor=actor, starts_on=today).starts_on == today


def test_in_a_unit_with_a_chain_an_edit_asks_for_approval_again(institution, actor) -> None:
    unit = OrganisationalUnitFactory(institution=institution)
    ApprovalStepFactory(unit=unit)
    draft = RecordDraft("visit", "Visita", unit=unit.code, starts_on=date(2024, 5, 2), counterparts=("FRA",))
    made = create_record(institution=institution, draft=draft, actor=actor)
    assert made.review == "draft"
    Record.objects.update(review="approved")
    assert change(made, city="Lima").review == "draft"
    assert change(Record.objects.get(), unit="").review == "not_needed"


def test_an_office_assessment_keeps_its_criteria(institution, actor) -> None:
    draft = RecordDraft(
        "office_assessment",
        "Evaluación de la sede",
        starts_on=date(2024, 5, 2),
        outcome="adequate",
        criteria=(CriterionDraft("Acceso", True), CriterionDraft("Salida", False)),
    )
    create_record(institution=institution, draft=draft, actor=actor)
    assert RecordDraft.of(Record.objects.get()).criteria == draft.criteria
    assert RecordDraft.from_json(RecordDraft.of(Record.objects.get()).as_json()) == RecordDraft.of(Record.objects.get())
