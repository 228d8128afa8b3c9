"""Two records into one, and back."""

from __future__ import annotations

import dataclasses
import random
from datetime import date, timedelta
from decimal import Decimal

import pytest
from tests.factories.organisation import InstitutionFactory
from tests.factories.register import (
    CitationFactory,
    CommitmentFactory,
    CountingRuleFactory,
    InstrumentFactory,
    ParticipantFactory,
    RecordFactory,
    RecordFigureFactory,
    SessionFactory,
)

from quipu.apps.history.queries import history_of
from quipu.apps.register.counting.recounting import recount
from quipu.apps.register.drafts import RecordDraft
from quipu.apps.register.errors import RecordStateError
from quipu.apps.register.models import Citation, CountedValue, Record
from quipu.apps.register.queries.duplicates import candidates_of
from quipu.apps.register.services.merging import MergeRefusedError, merge_records, undo_merge
from quipu.apps.register.services.records import change_record, undo_record

pytestmark = pytest.mark.django_db


@pytest.fixture
def institution():
    return InstitutionFactory()


def merge(kept: Record, merged: Record):
    return merge_records(kept=kept, merged=merged, actor=None, reason="La misma reunión en dos notas")


def state(institution) -> object:
    """Everything that a merge may touch: snapshots, evidence, what goes into what, and counts."""
    records = Record.objects.filter(institution=institution).order_by("code")
    return (
        [(RecordDraft.of(item).as_json(), item.merged_into_id, item.review) for item in records],
        list(Citation.objects.order_by("pk").values_list("pk", "record", "number")),
        list(CountedValue.objects.order_by("period", "dimension", "category").values_list("period", "number")),
    )


def test_the_kept_record_gains_what_it_lacks_and_the_other_stays_as_it_was(institution) -> None:
    kept, merged = (RecordFactory(institution=institution) for _ in range(2))
    ParticipantFactory(record=kept, name="Canciller")
    ParticipantFactory(record=merged, name="Canciller")
    ParticipantFactory(record=merged, side="counterpart", name="Ministra")
    RecordFigureFactory(record=kept, name="personas", value=Decimal(3))
    RecordFigureFactory(record=merged, name="personas", value=Decimal(4))
    CommitmentFactory(record=kept, text="Enviar la propuesta")
    CommitmentFactory(record=merged, text="Responder")
    cited = [CitationFactory(record=item) for item in (kept, merged)]
    part = RecordFactory(institution=institution, parent=merged)
    before = RecordDraft.of(Record.objects.get(pk=merged.pk))
    merge(kept, merged)
    now = RecordDraft.of(Record.objects.get(pk=kept.pk))
    assert [item.name for item in now.participants] == ["Canciller", "Ministra"]
    assert [(item.name, item.value) for item in now.figures] == [("personas", Decimal(3))]
    assert [(item.number, item.text) for item in now.commitments] == [(1, "Enviar la propuesta"), (2, "Responder")]
    assert list(kept.citations.values_list("pk", "number")) == [(cited[0].pk, 1), (cited[1].pk, 2)]
    assert Record.objects.get(pk=part.pk).parent == kept
    gone = Record.objects.get(pk=merged.pk)
    assert (gone.merged_into, RecordDraft.of(gone)) == (kept, before)
    told = history_of(institution, "records", (merged.code,)).first()
    assert (told.action, told.after) == ("register.record.merged", {"merged_into": kept.code})


def test_two_that_differ_are_refused_with_every_difference(institution) -> None:
    kept = SessionFactory(institution=institution, ordinal=3, status="planned", starts_on=date(2024, 5, 20))
    merged = SessionFactory(
        institution=institution,
        kind="commission",
        ordinal=4,
        starts_on=date(2024, 6, 1),
        precision="month",
        countries_with=["FRA", "ESP"],
    )
    with pytest.raises(MergeRefusedError) as refusal:
        merge(kept, merged)
    told = " ".join(refusal.value.differences)
    days = "20 de mayo de 2024 y del 1 de junio de 2024 al 30 de junio de 2024"
    for what in ("mismo tipo", days, "España", "la sesión IV", "realizado", "sesión de"):
        assert what in told
    assert Record.objects.filter(merged_into=None).count() == 2
    assert not kept.revisions.exists()


def test_what_makes_no_sense_is_refused(institution) -> None:
    one, other = RecordFactory(institution=institution), RecordFactory(institution=institution)
    elsewhere, child = RecordFactory(), RecordFactory(institution=institution, parent=one)
    for kept, merged, what in (
        (one, one, "el mismo registro"),
        (one, elsewhere, "instituciones distintas"),
        (one, child, "parte del otro"),
    ):
        with pytest.raises(MergeRefusedError, match=what):
            merge(kept, merged)
    with pytest.raises(MergeRefusedError, match="por qué"):
        merge_records(kept=one, merged=other, actor=None, reason=" ")
    merge(one, other)
    with pytest.raises(MergeRefusedError, match="ya se unió"):
        merge(one, Record.objects.get(pk=other.pk))


@pytest.mark.parametrize("seed", range(12))
def test_a_merge_undone_leaves_everything_as_it_was(institution, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - so that it can be repeated
    CountingRuleFactory(indicator__plan__institution=institution)
    records = [any_record(institution, chance) for _ in range(4)]
    for item in records[2:]:
        Record.objects.filter(pk=item.pk).update(parent=records[1])
    recount(institution)
    before = state(institution)
    done = merge(records[0], records[1])
    assert state(institution) != before
    undo_merge(merge=done, actor=None)
    assert state(institution) == before
    assert recount(institution) == 0


def test_a_merge_counts_one_and_what_is_merged_no_longer(institution) -> None:
    CountingRuleFactory(indicator__plan__institution=institution)
    kept, merged = (RecordFactory(institution=institution) for _ in range(2))
    recount(institution)

    def counted() -> Decimal:
        return CountedValue.objects.get(period="2024", dimension="").number

    assert counted() == 2
    done = merge(kept, merged)
    assert counted() == 1
    undo_merge(merge=done, actor=None)
    assert counted() == 2


def test_what_was_altered_since_stays_and_the_rest_goes_back(institution) -> None:
    kept, merged = (RecordFactory(institution=institution) for _ in range(2))
    ParticipantFactory(record=merged, name="Ministra")
    ParticipantFactory(record=merged, name="Embajador")
    done = merge(kept, merged)
    held = Record.objects.get(pk=kept.pk)
    now = RecordDraft.of(held)
    altered = (dataclasses.replace(now.participants[0], post="Ministra de Salud"), now.participants[1])
    draft = dataclasses.replace(now, participants=altered, city="Lima")
    change_record(record=held, draft=draft, seen_revision=held.revision, actor=None)
    undo_merge(merge=done, actor=None)
    after = RecordDraft.of(Record.objects.get(pk=kept.pk))
    assert (after.participants, after.city) == (altered[:1], "Lima")
    with pytest.raises(MergeRefusedError, match="Ya se deshizo"):
        undo_merge(merge=done, actor=None)


def test_an_undo_of_the_edit_does_not_undo_half_a_merge(institution) -> None:
    kept, merged = (RecordFactory(institution=institution) for _ in range(2))
    ParticipantFactory(record=merged)
    merge(kept, merged)
    with pytest.raises(RecordStateError, match="unión"):
        undo_record(record=kept, actor=None)
    with pytest.raises(RecordStateError, match=f"se unió a {kept.code}"):
        undo_record(record=merged, actor=None)


def test_a_merge_into_what_was_merged_since_waits_for_the_later_one(institution) -> None:
    first, second, third = (RecordFactory(institution=institution) for _ in range(3))
    done = merge(second, first)
    later = merge(third, Record.objects.get(pk=second.pk))
    with pytest.raises(MergeRefusedError, match="se unió después"):
        undo_merge(merge=done, actor=None)
    undo_merge(merge=later, actor=None)
    undo_merge(merge=done, actor=None)
    assert not Record.objects.exclude(merged_into=None).exists()


def test_candidates_are_of_one_kind_time_counterpart_and_place(institution) -> None:
    record = RecordFactory(institution=institution, city="Lima")
    same = RecordFactory(institution=institution, city="lima")
    month = RecordFactory(institution=institution, starts_on=date(2024, 5, 1), precision="month")
    RecordFactory(institution=institution, city="París")
    RecordFactory(institution=institution, kind="visit")
    RecordFactory(institution=institution, countries_with=["ESP"])
    RecordFactory(institution=institution, starts_on=date(2024, 5, 22))
    RecordFactory(institution=institution, status="cancelled", status_reason="x")
    RecordFactory()
    assert {item.pk for item in candidates_of(record)} == {same.pk, month.pk}


def test_two_numbers_of_a_session_are_two_sessions_wherever_they_were(institution) -> None:
    one = SessionFactory(institution=institution, ordinal=3, city="Lima")
    same = SessionFactory(institution=institution, mechanism=one.mechanism, ordinal=3, city="París")
    SessionFactory(institution=institution, mechanism=one.mechanism, ordinal=4, city="Lima")
    assert candidates_of(one) == [same]


def any_record(institution, chance: random.Random) -> Record:
    """A meeting with France in May 2024, with something of everything."""
    start = date(2024, 5, 1) + timedelta(days=chance.randrange(20))
    made = RecordFactory(institution=institution, precision="bounded", starts_on=start, ends_on=date(2024, 5, 31))
    names = ("Ana", "Luis", "Inés")
    for name in chance.sample(names, chance.randrange(3)):
        ParticipantFactory(record=made, name=name, led=chance.random() < 0.5)
    for name in chance.sample(("personas", "obras"), chance.randrange(3)):
        RecordFigureFactory(record=made, name=name, value=Decimal(chance.randrange(9)))
    for text in chance.sample(("Enviar", "Responder", "Firmar"), chance.randrange(4)):
        CommitmentFactory(record=made, text=text)
    for _ in range(chance.randrange(3)):
        CitationFactory(record=made)
    return made


def test_an_instrument_gives_its_legal_side_to_one_that_has_none(institution) -> None:
    kept, merged = (RecordFactory(institution=institution, kind="instrument") for _ in range(2))
    InstrumentFactory(record=merged)
    done = merge(kept, merged)
    assert Record.objects.get(pk=kept.pk).instrument.type == "memorandum"
    undo_merge(merge=done, actor=None)
    assert not hasattr(Record.objects.get(pk=kept.pk), "instrument")
    assert Record.objects.get(pk=merged.pk).instrument.type == "memorandum"
