"""Who has reported and who has not, in as many queries for a hundred posts as for one."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.factories.collection import both_levels, make_activity, make_post

from quipu.apps.accounts.models import Assignment, Membership
from quipu.apps.collection.models import Submission, SubmissionStep
from quipu.apps.collection.queries.board import board_of, reporting_periods_of, submissions_for
from quipu.apps.collection.services import flow
from quipu.apps.collection.services.periods import change_dates, close_level, lock_level, open_period
from quipu.apps.plans.models import ObtainedValue

pytestmark = pytest.mark.django_db
BOARD_QUERIES = 8


def row_of(reporting, code, today=None):
    board = board_of(reporting.period, today or timezone.localdate())
    return next(row for row in board.rows if row.cost_centre.code == code)


def test_each_row_says_what_is_owed_and_filled(reporting, give, execute):
    assert (row_of(reporting, "U1").owed, row_of(reporting, "U1").filled) == (2, 0)
    give(90)
    execute(7, 5)
    execute(8, no_data_reason="x")
    unit, post = row_of(reporting, "U1"), row_of(reporting, "P1")
    assert (unit.filled, post.owed, post.filled) == (1, 12, 3)


def test_what_the_plan_holds_counts_as_filled(reporting):
    ObtainedValue.objects.create(indicator=reporting.people, period="2024", number=80)
    reporting.activity.amounts.create(phase="executed", month=7, physical=3)
    assert (row_of(reporting, "U1").filled, row_of(reporting, "P1").filled) == (1, 1)


def test_the_value_of_one_centre_does_not_fill_that_of_another(reporting, execute):
    execute(7, 5, 50)
    assert (row_of(reporting, "P1").filled, row_of(reporting, "P2").filled) == (2, 0)


def test_the_next_step_and_who_has_it(reporting, fill_unit, give):
    def step():
        row = row_of(reporting, "U1")
        return row.next_step, row.next_owner

    assert step() == ("start", "focal")
    give(90)
    assert step() == ("fill", "focal")
    give(75, indicator=reporting.rate, period="2024-S2")
    assert step() == ("send", "focal")
    submission = reporting.submission()
    flow.submit(submission=submission, revision=submission.revision, actor=None)
    assert step() == ("decide", "planificación")
    flow.return_submission(submission=submission, comment="x", actor=None)
    assert step() == ("mend", "focal")
    submission = reporting.submission()
    flow.submit(submission=submission, revision=submission.revision, actor=None)
    flow.approve(submission=submission, actor=None)
    assert step() == ("done", "—")


def test_a_centre_without_a_focal_point_awaits_the_planners(reporting):
    row = row_of(reporting, "P2")
    assert (row.next_step, row.next_owner) == ("assign", "planificación")


@pytest.mark.parametrize("move", [close_level, lock_level])
def test_nothing_comes_next_once_closed(reporting, move):
    more = {"confirm": True} if move is lock_level else {}
    move(reporting_level=reporting.level(), actor=None, **more)
    assert (row_of(reporting, "U1").next_step, row_of(reporting, "U1").next_owner) == ("closed", "—")


def test_it_is_late_from_the_day_after_until_it_is_sent(reporting, fill_unit):
    due = reporting.level().due_on
    assert not row_of(reporting, "U1", due).late
    row = row_of(reporting, "U1", due + timedelta(days=3))
    assert (row.late, row.days_late) == (True, 3)
    submission = fill_unit()
    flow.submit(submission=submission, revision=submission.revision, actor=None)
    assert not row_of(reporting, "U1", due + timedelta(days=3)).late


def test_levels_have_their_own_dates_and_counts(reporting, give):
    level = reporting.level("post")
    change_dates(reporting_level=level, opens_on=level.opens_on, due_on=level.opens_on, actor=None)
    give(90)
    board = board_of(reporting.period, timezone.localdate())
    assert (board.late, board.counts["unit"]["draft"], board.counts["post"]["owed"]) == ({"post": 2, "unit": 0}, 1, 2)
    assert board.counts["post"]["approved"] == 0


def test_the_time_to_approve_runs_from_the_first_sending(reporting):
    now = timezone.now()
    for centre, days in ((reporting.unit, 1), (reporting.post, 4)):
        submission = reporting.submission(centre)
        for ago in (days, 0):
            step = SubmissionStep.objects.create(submission=submission, kind="submitted")
            SubmissionStep.objects.filter(pk=step.pk).update(at=now - timedelta(days=ago))
        Submission.objects.filter(pk=submission.pk).update(state="approved", approved_at=now)
    took = board_of(reporting.period, timezone.localdate()).time_to_approve
    assert [str(item) for item in (took.median, took.mean, took.longest)] == ["2.5", "2.5", "4.0"]
    assert (took.approved, took.total) == (2, 3)


def test_before_the_first_approval_there_is_no_time(reporting):
    took = board_of(reporting.period, timezone.localdate()).time_to_approve
    assert (took.median, took.approved, took.total) == (None, 0, 3)


def test_a_hundred_posts_take_as_many_queries_as_three(reporting, django_assert_num_queries):
    membership = Membership.objects.get(user=reporting.focal_point)
    for number in range(100):
        post = make_post(reporting.unit.executing_unit, f"M{number:03d}")
        make_activity(reporting.version, post, 100 + number)
        Assignment.objects.create(membership=membership, cost_centre=post)
    period = open_period(version=reporting.version, period="2024-S1", levels=both_levels(5), message="", actor=None)
    with django_assert_num_queries(BOARD_QUERIES):
        board = board_of(period, timezone.localdate())
    assert len(board.rows) == 103
    with django_assert_num_queries(BOARD_QUERIES):
        board_of(reporting.period, timezone.localdate())


def test_periods_come_newest_first_in_two_queries(reporting, django_assert_num_queries):
    open_period(version=reporting.version, period="2024-S1", levels=both_levels(5), message="", actor=None)
    with django_assert_num_queries(2):
        found = reporting_periods_of(reporting.institution)
        assert [len(item.levels.all()) for item in found] == [2, 2]
    assert [item.period for item in found] == ["2024-S2", "2024-S1"]


def test_a_person_sees_what_their_centres_owe(reporting, give):
    give(90)
    found = submissions_for(Membership.objects.get(user=reporting.focal_point))
    told = {item.submission.cost_centre.code: (item.owed, item.filled, item.submission.state) for item in found}
    assert told == {"P1": (12, 0, "owed"), "U1": (2, 1, "draft")}
    assert {item.level.due_on for item in found} == {reporting.level().due_on}
    assert submissions_for(Membership.objects.get(user=reporting.planner)) == []


def test_the_queries_of_ones_own_list_do_not_grow_with_the_years(reporting, django_assert_max_num_queries):
    version = reporting.period.version
    for period in ("2023-S2", "2024-S1", "2023-S1"):
        open_period(version=version, period=period, levels=both_levels(5), actor=None)
    with django_assert_max_num_queries(11):
        found = submissions_for(Membership.objects.get(user=reporting.focal_point))
    counted = {item.submission.reporting_period.period for item in found if item.owed is not None}
    assert counted == {"2024-S2", "2024-S1"}
