"""Filling in: what is kept, what is refused beside its field, and two people on one value."""

from decimal import Decimal

import pytest
from tests.factories.collection import make_sheet

from quipu.apps.collection.errors import ConflictError, EntryRefusedError
from quipu.apps.collection.models import ActivityEntry, IndicatorEntry
from quipu.apps.collection.services.access import NotWritableError
from quipu.apps.collection.services.entries import clear_value, save_narrative, undo_amounts, undo_value
from quipu.apps.collection.services.periods import change_dates, close_level, lock_level
from quipu.apps.history.models import Change
from quipu.apps.plans.models import DisaggregatedValue, ObtainedValue, OperationalActivity, OrdinalPoint, OrdinalScale
from quipu.apps.plans.services import ValueParts

pytestmark = pytest.mark.django_db

D = Decimal


def kept(reporting):
    return IndicatorEntry.objects.get(indicator=reporting.people)


def test_a_value_is_kept_with_its_words_and_its_history(reporting, give):
    entry = give("90.5", comment=" Cierre ", source="Acta")
    assert (entry.number, entry.comment, entry.source, entry.revision) == (D("90.5"), "Cierre", "Acta", 1)
    assert entry.updated_by == reporting.focal_point
    change = Change.objects.get(kind="indicator_entries")
    assert (change.action, change.before, change.after["number"]) == ("collection.value.saved", None, "90.5")


def test_saving_what_it_says_already_changes_nothing(reporting, give):
    give(90)
    again = give("90.00", revision=0)
    assert (again.revision, Change.objects.filter(kind="indicator_entries").count()) == (1, 1)


@pytest.mark.parametrize(
    ("parts", "field"),
    [
        (ValueParts(number=D(-1)), "number"),
        (ValueParts(number=D("NaN")), "number"),
        (ValueParts(number=D("1.23456")), "number"),
        (ValueParts(number=D(10) ** 11), "number"),
        (ValueParts(), "number"),
        (ValueParts("ratio", numerator=D(1)), "denominator"),
        (ValueParts("ratio", numerator=D(1), denominator=D(0)), "denominator"),
        (ValueParts("no_data", no_data_reason="  "), "no_data_reason"),
        (ValueParts("text"), "text"),
        (ValueParts("ordinal"), "ordinal"),
        (ValueParts("number", number=D(1), text="además"), "text"),
        (ValueParts("guess", number=D(1)), "value_type"),
    ],
)
def test_a_value_that_cannot_stand_is_refused_beside_its_field(reporting, give, parts, field):
    with pytest.raises(EntryRefusedError) as refused:
        give(parts)
    assert refused.value.field == field
    assert not IndicatorEntry.objects.exists()
    assert reporting.submission().state == "owed"


def test_every_field_at_fault_is_told(give):
    with pytest.raises(EntryRefusedError) as refused:
        give(ValueParts("ratio", numerator=D(-1)))
    assert list(refused.value.faults) == ["denominator", "numerator"]


def test_a_value_outside_its_unit_is_refused(reporting, give):
    with pytest.raises(EntryRefusedError) as refused:
        give("100.01", indicator=reporting.rate, period="2024-S2")
    assert refused.value.field == "number"
    assert "no es admisible para la unidad «porcentaje»" in refused.value.what
    assert give(100, indicator=reporting.rate, period="2024-S2").number == 100


def test_a_rung_of_another_scale_is_refused(reporting, give):
    scales = [OrdinalScale.objects.create(institution=reporting.institution, code=code, name=code) for code in "ab"]
    own, other = (OrdinalPoint.objects.create(scale=scale, position=1, label="Uno") for scale in scales)
    sheet = make_sheet(reporting.version, reporting.unit, "GRADO", ordinal_scale=scales[0], accumulation="last")
    with pytest.raises(EntryRefusedError) as refused:
        give(ValueParts("ordinal", ordinal=other), indicator=sheet.indicator)
    assert refused.value.field == "ordinal"
    assert give(ValueParts("ordinal", ordinal=own), indicator=sheet.indicator).ordinal == own


@pytest.mark.parametrize("period", ["2024-S2", "2023", "2025", "x"])
def test_a_period_that_is_not_owed_is_refused(give, period):
    with pytest.raises(EntryRefusedError) as refused:
        give(90, period=period)
    assert refused.value.code == "collection.not_owed"


def test_what_another_centre_owes_is_refused(reporting, give):
    sheet = make_sheet(reporting.version, reporting.post, "OTRO")
    with pytest.raises(EntryRefusedError):
        give(90, indicator=sheet.indicator)


def test_saving_over_what_somebody_saved_shows_both(reporting, give):
    give(90)
    give(91, revision=1, actor=reporting.planner)
    with pytest.raises(ConflictError) as conflict:
        give(92, revision=1)
    error = conflict.value
    assert (error.theirs["number"], error.who, error.revision) == ("91", "planificadora", 2)
    assert error.when == kept(reporting).updated_at
    assert give(92, revision=error.revision).number == 92


def test_who_saw_nothing_does_not_save_over_a_first_value(give, reporting):
    give(90)
    with pytest.raises(ConflictError):
        give(91, revision=0)
    assert kept(reporting).number == 90


def test_a_value_emptied_and_entered_again_is_not_the_one_that_was_seen(reporting, give):
    give(90)
    clear_value(submission=reporting.submission(), indicator=reporting.people, period="2024", revision=1, actor=None)
    with pytest.raises(ConflictError) as emptied:
        give(91, revision=1)
    assert (emptied.value.theirs, emptied.value.revision) == ({}, 0)
    again = give(95, revision=0)
    assert again.revision == 3
    with pytest.raises(ConflictError):
        give(91, revision=1)


def test_the_parts_are_kept_and_left_as_they_stand_when_nothing_is_said_of_them(reporting, give):
    women, men = reporting.category("M"), reporting.category("H")
    give(90, breakdown={(women, None): D(60), (men, None): D(30)})
    entry = give(91, revision=1)
    assert {part.category_id: part.number for part in entry.parts.all()} == {women: 60, men: 30}
    assert not give(91, revision=2, breakdown={}).parts.exists()


def test_the_parts_of_the_plan_come_along_the_first_time(reporting, give):
    value = ObtainedValue.objects.create(indicator=reporting.people, period="2024", number=80)
    DisaggregatedValue.objects.create(value=value, category_id=reporting.category("M"), number=80)
    assert give(81).parts.get().number == 80


@pytest.mark.parametrize("number", [D(-1), D("1.00001")])
def test_a_part_that_cannot_stand_is_refused(reporting, give, number):
    with pytest.raises(EntryRefusedError) as refused:
        give(90, breakdown={(reporting.category("M"), None): number})
    assert refused.value.field == "parts"


def test_a_category_of_another_indicator_is_refused(reporting, give):
    with pytest.raises(EntryRefusedError) as refused:
        give(75, indicator=reporting.rate, period="2024-S2", breakdown={(reporting.category("M"), None): D(1)})
    assert refused.value.field == "parts"


def undo(reporting, revision):
    return undo_value(
        submission=reporting.submission(), indicator=reporting.people, period="2024", revision=revision, actor=None
    )


def test_undoing_puts_back_the_value_with_its_parts(reporting, give):
    women = reporting.category("M")
    give(90, breakdown={(women, None): D(60)}, comment="Primero")
    give(ValueParts("no_data", no_data_reason="Error"), revision=1)
    back = undo(reporting, 2)
    assert (back.value_type, back.number, back.comment, back.no_data_reason) == ("number", 90, "Primero", "")
    assert (back.parts.get().category_id, back.parts.get().number, back.revision) == (women, 60, 3)


def test_undoing_again_takes_the_undoing_back(reporting, give):
    give(90)
    give(91, revision=1)
    assert undo(reporting, 2).number == 90
    assert undo(reporting, 3).number == 91


def test_undoing_the_first_value_leaves_none_and_undoing_an_emptying_brings_it_back(reporting, give):
    give(90)
    assert undo(reporting, 1) is None
    assert not IndicatorEntry.objects.exists()
    assert undo(reporting, 0).number == 90


def test_undoing_what_somebody_changed_meanwhile_is_a_conflict(reporting, give):
    give(90)
    give(91, revision=1, actor=reporting.planner)
    with pytest.raises(ConflictError):
        undo(reporting, 1)


def test_there_is_nothing_to_undo_before_the_first_change(reporting):
    with pytest.raises(EntryRefusedError):
        undo(reporting, 0)


def test_amounts_are_kept_month_by_month_and_emptied_when_all_is_blank(reporting, execute):
    entry = execute(7, 5, "50.5")
    assert (entry.physical, entry.financial, entry.revision) == (5, D("50.5"), 1)
    assert execute(7, revision=1) is None
    assert not ActivityEntry.objects.exists()
    with pytest.raises(ConflictError):
        execute(7, 6, revision=1)
    assert execute(7, 6).revision == 3


def test_a_month_that_programmed_nothing_may_be_filled_in(reporting, execute):
    reporting.activity.amounts.filter(month=9).delete()
    assert execute(9, 5).physical == 5


@pytest.mark.parametrize("month", [6, 0, 13])
def test_a_month_outside_the_period_is_refused(execute, month):
    with pytest.raises(EntryRefusedError):
        execute(month, 5)


def test_amounts_that_cannot_stand_are_refused_beside_their_fields(execute):
    with pytest.raises(EntryRefusedError) as refused:
        execute(7, -1, "0.00001")
    assert set(refused.value.faults) == {"physical", "financial"}


def test_an_activity_of_another_centre_is_refused(reporting, execute):
    with pytest.raises(EntryRefusedError):
        execute(7, 5, submission=reporting.submission(reporting.other))


def test_what_is_counted_from_tasks_is_not_typed(reporting, execute):
    OperationalActivity.objects.filter(pk=reporting.activity.pk).update(execution_source="tasks")
    with pytest.raises(EntryRefusedError) as refused:
        execute(7, 5, 50)
    assert refused.value.field == "physical"
    assert execute(7, None, 50).financial == 50


def test_undoing_amounts(reporting, execute):
    execute(7, 5, 50)
    execute(7, 6, no_data_reason="x", revision=1)
    back = undo_amounts(
        submission=reporting.submission(reporting.post), activity=reporting.activity, month=7, revision=2, actor=None
    )
    assert (back.physical, back.financial, back.no_data_reason) == (5, 50, "")


def words(reporting, revision, text="A"):
    return save_narrative(
        submission=reporting.submission(),
        achievements=text,
        limitations="",
        measures="",
        revision=revision,
        actor=reporting.focal_point,
    )


def test_words_are_kept_and_two_people_do_not_write_over_each_other(reporting):
    assert words(reporting, 1).revision == 2
    with pytest.raises(ConflictError) as conflict:
        words(reporting, 1, "B")
    assert (conflict.value.theirs["achievements"], conflict.value.who) == ("A", "focal")
    assert reporting.submission().achievements == "A"
    change = Change.objects.get(action="collection.words.saved")
    assert (change.before, change.after) == ({}, {"achievements": "A"})


def test_nothing_is_written_in_a_closed_level(reporting, give):
    close_level(reporting_level=reporting.level(), actor=reporting.planner)
    with pytest.raises(NotWritableError) as refused:
        give(90)
    assert refused.value.code == "collection.closed"


def test_nothing_is_written_in_a_locked_level(reporting, give):
    lock_level(reporting_level=reporting.level(), confirm=True, actor=reporting.planner)
    with pytest.raises(NotWritableError) as refused:
        words(reporting, 1)
    assert refused.value.code == "collection.locked"


def test_nothing_is_written_before_its_day(reporting, give):
    due = reporting.level().due_on
    change_dates(reporting_level=reporting.level(), opens_on=due, due_on=due, actor=reporting.planner)
    with pytest.raises(NotWritableError) as refused:
        give(90)
    assert refused.value.code == "collection.not_open_yet"
