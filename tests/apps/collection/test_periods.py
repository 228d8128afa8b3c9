"""Opening a period, who is asked in it, and moving its levels."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.factories.collection import both_levels, make_activity, make_reporting, make_sheet
from tests.factories.organisation import CostCentreFactory

from quipu.apps.collection.errors import PeriodRefusedError
from quipu.apps.collection.models import ReportingPeriod
from quipu.apps.collection.queries.owing import owed_by, owing_centres
from quipu.apps.collection.services import flow
from quipu.apps.collection.services.periods import (
    ask_owing_centres,
    change_dates,
    close_level,
    lock_level,
    open_period,
    reopen_level,
)
from quipu.apps.history.models import Change
from quipu.apps.plans.models import OperationalActivity, SheetResponsible

pytestmark = pytest.mark.django_db


def test_those_who_owe_are_asked_and_nobody_else(reporting):
    asked = {item.cost_centre.code: (item.level, item.state) for item in reporting.period.submissions.all()}
    assert asked == {"U1": ("unit", "owed"), "P1": ("post", "owed"), "P2": ("post", "owed")}
    assert [step.kind for step in reporting.submission().steps.all()] == ["opened"]
    change = Change.objects.get(action="collection.period.opened")
    assert (change.kind, change.actor) == ("reporting_periods", reporting.planner)


def test_a_yearly_indicator_is_owed_in_the_semester_in_which_its_year_ends(reporting):
    owed = owed_by(reporting.period, reporting.unit)
    assert [(item.sheet.indicator.code, item.period) for item in owed.values] == [
        ("PERSONAS", "2024"),
        ("TASA", "2024-S2"),
    ]
    assert (owed.values[0].target, owed.values[0].current) == (100, None)


def test_in_the_first_semester_only_what_ends_in_it_is_owed(db):
    reporting = make_reporting(period="2024-S1")
    assert [item.period for item in owed_by(reporting.period, reporting.unit).values] == ["2024-S1"]


def test_a_whole_year_owes_each_part_of_it(db):
    reporting = make_reporting(period="2024")
    periods = [item.period for item in owed_by(reporting.period, reporting.unit).values]
    assert periods == ["2024", "2024-S1", "2024-S2"]


def test_the_first_responsible_owes_the_indicator(reporting):
    earlier = CostCentreFactory(executing_unit=reporting.unit.executing_unit, code="A0")
    sheet = reporting.people.sheets.get()
    SheetResponsible.objects.create(sheet=sheet, cost_centre=earlier)
    assert [item.sheet.indicator.code for item in owed_by(reporting.period, earlier).values] == ["PERSONAS"]
    assert [item.sheet.indicator.code for item in owed_by(reporting.period, reporting.unit).values] == ["TASA"]


def test_an_activity_owes_the_months_that_it_programmed(reporting):
    reporting.activity.amounts.filter(month=8).update(physical=0, financial=None)
    reporting.activity.amounts.filter(month=9).update(financial=None)
    (owed,) = owed_by(reporting.period, reporting.post).activities
    assert owed.months == (7, 9, 10, 11, 12)
    assert owed.owed[9] == ("physical",)


def test_an_activity_counted_from_tasks_owes_money_only(reporting):
    OperationalActivity.objects.filter(pk=reporting.activity.pk).update(execution_source="tasks")
    (owed,) = owed_by(reporting.period, reporting.post).activities
    assert set(owed.owed.values()) == {("financial",)}


def test_an_activity_out_of_use_owes_nothing(reporting):
    OperationalActivity.objects.filter(pk=reporting.activity.pk).update(active=False)
    assert reporting.post not in owing_centres(reporting.period)


def test_what_is_owed_takes_the_same_queries_whatever_there_is(reporting, django_assert_num_queries):
    for number in range(5):
        make_sheet(reporting.version, reporting.unit, f"MAS{number}")
        make_activity(reporting.version, reporting.unit, 10 + number)
    with django_assert_num_queries(5):
        owed_by(reporting.period, reporting.unit)


def test_a_centre_that_owes_since_is_asked_later(reporting):
    late = CostCentreFactory(executing_unit=reporting.unit.executing_unit, code="Z9")
    make_sheet(reporting.version, late, "NUEVO")
    assert [item.cost_centre for item in ask_owing_centres(reporting_period=reporting.period, actor=None)] == [late]
    assert ask_owing_centres(reporting_period=reporting.period, actor=None) == []


def test_every_fault_of_a_period_is_told_at_once(reporting):
    today = timezone.localdate()
    levels = {"post": (today, today - timedelta(days=1)), "office": (today, today)}
    with pytest.raises(PeriodRefusedError) as refused:
        open_period(version=reporting.version, period="2030-S1", levels=levels, message="", actor=None)
    for told in ("2030-S1 está fuera del plan", "misiones, la fecha límite", "«office» no es un nivel"):
        assert told in str(refused.value)


@pytest.mark.parametrize("period", ["2024-S2", "2024-s2", "mañana"])
def test_a_period_that_is_open_or_is_none_is_refused(reporting, period):
    with pytest.raises(PeriodRefusedError):
        open_period(version=reporting.version, period=period, levels=both_levels(5), message="", actor=None)
    assert ReportingPeriod.objects.count() == 1


def test_a_period_in_which_nobody_owes_is_refused_and_leaves_nothing(reporting):
    with pytest.raises(PeriodRefusedError) as refused:
        open_period(version=reporting.version, period="2025-M01", levels=both_levels(5), message="", actor=None)
    assert refused.value.code == "collection.period.nobody_owes"
    assert ReportingPeriod.objects.count() == 1


def test_a_level_left_out_is_not_asked(reporting):
    levels = {"post": both_levels(5)["post"]}
    made = open_period(version=reporting.version, period="2024-S1", levels=levels, message="", actor=None)
    assert {item.level for item in made.submissions.all()} == {"post"}


def test_levels_close_reopen_and_change_dates_each_on_its_own(reporting):
    close_level(reporting_level=reporting.level("post"), actor=reporting.planner)
    assert (reporting.level("post").state, reporting.level("unit").state) == ("closed", "open")
    with pytest.raises(PeriodRefusedError):
        close_level(reporting_level=reporting.level("post"), actor=reporting.planner)
    reopen_level(reporting_level=reporting.level("post"), actor=reporting.planner)
    level = reporting.level("post")
    later = level.due_on + timedelta(days=3)
    change_dates(
        reporting_level=level, opens_on=level.opens_on, due_on=later, reason="Feriado", actor=reporting.planner
    )
    assert reporting.level("post").due_on == later
    assert Change.objects.get(action="collection.level.dates_changed").reason == "Feriado"
    with pytest.raises(PeriodRefusedError):
        change_dates(reporting_level=level, opens_on=later, due_on=level.opens_on, actor=reporting.planner)


def test_locking_names_what_is_not_approved_and_needs_a_yes(reporting, fill_unit):
    submission = fill_unit()
    flow.submit(submission=submission, revision=submission.revision, actor=None)
    with pytest.raises(PeriodRefusedError) as refused:
        lock_level(reporting_level=reporting.level(), actor=reporting.planner)
    assert refused.value.pending == ("U1 Unidad (enviado, sin decidir)",)
    assert reporting.level().state == "open"
    lock_level(reporting_level=reporting.level(), confirm=True, reason="Cierre", actor=reporting.planner)
    assert reporting.level().state == "locked"
    assert Change.objects.get(action="collection.level.locked").reason == "Cierre"


def test_all_approved_locks_without_a_question(reporting, fill_unit):
    submission = fill_unit()
    flow.submit(submission=submission, revision=submission.revision, actor=None)
    flow.approve(submission=submission, actor=reporting.planner)
    assert lock_level(reporting_level=reporting.level(), actor=reporting.planner).state == "locked"


def test_what_is_locked_is_reopened_only_with_a_reason(reporting):
    lock_level(reporting_level=reporting.level(), confirm=True, actor=reporting.planner)
    for refused in (
        lambda: reopen_level(reporting_level=reporting.level(), actor=None),
        lambda: lock_level(reporting_level=reporting.level(), confirm=True, actor=None),
        lambda: close_level(reporting_level=reporting.level(), actor=None),
        lambda: change_dates(
            reporting_level=reporting.level(),
            opens_on=reporting.level().opens_on,
            due_on=timezone.localdate(),
            actor=None,
        ),
    ):
        with pytest.raises(PeriodRefusedError):
            refused()
    assert reopen_level(reporting_level=reporting.level(), reason="Error de fondo", actor=None).state == "open"


def test_what_was_sent_is_given_back_and_mended_while_its_level_is_closed(reporting, fill_unit, give):
    submission = fill_unit()
    flow.submit(submission=submission, revision=submission.revision, actor=None)
    close_level(reporting_level=reporting.level(), actor=reporting.planner)
    flow.return_submission(submission=submission, comment="Revise", actor=reporting.planner)
    give(91, revision=1)
    submission = reporting.submission()
    flow.submit(submission=submission, revision=submission.revision, actor=None)
    assert flow.approve(submission=submission, actor=reporting.planner).state == "approved"
