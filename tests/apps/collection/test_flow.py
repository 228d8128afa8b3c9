"""Sending, giving back, approving and opening again: each step, each refusal, and what approving writes."""

from decimal import Decimal

import pytest
from tests.factories.collection import both_levels

from quipu.apps.collection.errors import ConflictError, StepRefusedError
from quipu.apps.collection.services import flow
from quipu.apps.collection.services.access import NotWritableError
from quipu.apps.collection.services.entries import clear_value, save_narrative
from quipu.apps.collection.services.periods import lock_level, open_period
from quipu.apps.evaluation.services import compute_evaluation
from quipu.apps.history.models import Change
from quipu.apps.plans.models import ActivityAmount, ObtainedValue, OperationalActivity
from quipu.apps.plans.services import ValueParts, correct_value

pytestmark = pytest.mark.django_db


def send(reporting, submission):
    return flow.submit(submission=submission, revision=submission.revision, actor=reporting.focal_point)


@pytest.fixture
def sent(reporting, fill_unit):
    return send(reporting, fill_unit())


@pytest.fixture
def approved(reporting, sent):
    return flow.approve(submission=sent, actor=reporting.planner)


def test_a_submission_starts_owed_and_the_first_entry_makes_it_a_draft(reporting, give):
    assert reporting.submission().state == "owed"
    give(90)
    submission = reporting.submission()
    assert (submission.state, submission.revision) == ("draft", 1)
    assert [step.kind for step in submission.steps.all()] == ["opened", "started"]


def test_nothing_is_sent_while_something_is_owed_and_all_of_it_is_told(reporting, give):
    give(90)
    with pytest.raises(StepRefusedError) as refused:
        send(reporting, reporting.submission())
    (missing,) = refused.value.missing
    assert (missing.kind, missing.code, missing.period) == ("value", "TASA", "2024-S2")
    assert refused.value.code == "collection.step.missing"
    assert reporting.submission().state == "draft"


def test_every_month_and_measure_owed_is_told(reporting, execute):
    execute(7, 5)
    execute(8, no_data_reason="No llegó el reporte")
    with pytest.raises(StepRefusedError) as refused:
        send(reporting, reporting.submission(reporting.post))
    assert str(refused.value.missing[0]) == (
        "AOI00000000001: falta lo ejecutado financiero de julio, o por qué no lo hay."
    )
    assert len(refused.value.missing) == 1 + 2 * 4


def test_what_was_sent_is_written_no_more(reporting, sent, give):
    assert (sent.state, sent.submitted_at is not None) == ("submitted", True)
    with pytest.raises(NotWritableError) as refused:
        give(91, revision=1)
    assert refused.value.code == "collection.already_sent"


def test_sending_what_somebody_changed_meanwhile_is_a_conflict(reporting, fill_unit):
    seen = fill_unit()
    save_narrative(
        submission=seen, achievements="A", limitations="", measures="", revision=seen.revision, actor=reporting.planner
    )
    with pytest.raises(ConflictError):
        send(reporting, seen)


def test_giving_back_needs_words_and_keeps_them(reporting, sent):
    with pytest.raises(StepRefusedError):
        flow.return_submission(submission=sent, comment="  ", actor=reporting.planner)
    returned = flow.return_submission(submission=sent, comment="Revise la tasa", actor=reporting.planner)
    assert (returned.state, returned.steps.last().comment) == ("returned", "Revise la tasa")


def test_what_was_given_back_is_mended_and_sent_again(reporting, sent, give):
    flow.return_submission(submission=sent, comment="Revise", actor=reporting.planner)
    give(91, revision=1)
    assert send(reporting, reporting.submission()).state == "submitted"


@pytest.mark.parametrize("step", ["return", "approve", "reopen"])
def test_a_draft_takes_no_step_of_the_planners(reporting, fill_unit, step):
    submission = fill_unit()
    with pytest.raises(StepRefusedError) as refused:
        if step == "return":
            flow.return_submission(submission=submission, comment="x", actor=reporting.planner)
        elif step == "approve":
            flow.approve(submission=submission, actor=reporting.planner)
        else:
            flow.reopen(submission=submission, reason="x", actor=reporting.planner)
    assert refused.value.code == "collection.step.state"


def test_a_draft_is_no_fact_and_no_evaluation_sees_it(reporting, sent):
    assert not ObtainedValue.objects.exists()
    results = compute_evaluation(version=reporting.version, period="2024").results
    assert {result.outcome.outcome for result in results if result.indicator_code == "PERSONAS"} == {"not_reported"}


def test_approving_writes_reported_values_with_their_history(reporting, approved):
    value = reporting.people.values.get()
    assert (value.stage, value.number, value.period) == ("reported", 90, "2024")
    assert value.source == "Reporte de Unidad, 2024-S2"
    assert (value.recorded_by, value.synthetic) == (reporting.planner, True)
    change = Change.objects.get(kind="values", key__contains="PERSONAS")
    assert (change.action, change.before, change.after["number"]) == ("collection.value.approved", None, "90")
    assert change.actor == reporting.planner
    assert change.key == f"{reporting.version.plan.code} · PERSONAS · 2024 · reported"
    assert (approved.state, approved.approved_at is not None) == ("approved", True)


def test_the_source_that_was_written_stands(reporting, give, fill_unit):
    give(90, source="Registro consular")
    give(75, indicator=reporting.rate, period="2024-S2")
    flow.approve(submission=send(reporting, reporting.submission()), actor=reporting.planner)
    assert reporting.people.values.get().source == "Registro consular"


def test_approving_writes_the_parts_as_they_were_entered(reporting, give):
    women, men = reporting.category("M"), reporting.category("H")
    give(90, breakdown={(women, None): Decimal(50), (men, None): Decimal(40)})
    give(75, indicator=reporting.rate, period="2024-S2")
    flow.approve(submission=send(reporting, reporting.submission()), actor=reporting.planner)
    parts = {part.category.code: part.number for part in reporting.people.values.get().parts.all()}
    assert parts == {"M": 50, "H": 40}
    assert Change.objects.filter(kind="parts", action="collection.part.approved").count() == 2


def test_opened_again_and_approved_again_the_value_is_updated(reporting, approved, give):
    reopened = flow.reopen(submission=approved, reason="Faltó un consulado", actor=reporting.planner)
    assert (reopened.state, reopened.approved_at, reporting.people.values.get().number) == ("returned", None, 90)
    give(95, revision=1, breakdown={(reporting.category("M"), None): Decimal(95)})
    flow.approve(submission=send(reporting, reporting.submission()), actor=reporting.planner)
    assert reporting.people.values.get().number == 95
    changes = Change.objects.filter(kind="values", key__contains="PERSONAS").order_by("pk")
    assert [change.after["number"] for change in changes] == ["90", "95"]
    assert changes[1].before == {"number": "90"}
    assert Change.objects.filter(kind="values", key__contains="TASA").count() == 1


def test_opening_again_needs_words(reporting, approved):
    with pytest.raises(StepRefusedError):
        flow.reopen(submission=approved, reason="", actor=reporting.planner)


def test_a_correction_survives_a_new_approval(reporting, approved, give):
    correct_value(indicator=reporting.people, period="2024", value=Decimal(88), reason="Acta", actor=None)
    flow.reopen(submission=approved, reason="x", actor=reporting.planner)
    give(95, revision=1)
    flow.approve(submission=send(reporting, reporting.submission()), actor=reporting.planner)
    stages = {value.stage: value.number for value in reporting.people.values.all()}
    assert stages == {"reported": 95, "corrected": 88}


def fill_post(execute, months=range(7, 13)):
    for month in months:
        execute(month, 5, 50)


def test_approving_writes_executed_amounts(reporting, execute):
    fill_post(execute)
    flow.approve(submission=send(reporting, reporting.submission(reporting.post)), actor=reporting.planner)
    rows = ActivityAmount.objects.filter(activity=reporting.activity, phase="executed")
    assert {(row.month, row.physical, row.financial) for row in rows} == {(m, 5, 50) for m in range(7, 13)}
    change = Change.objects.get(kind="amounts", key__endswith="executed · physical", after={"m07": "5"})
    assert change.key.startswith(f"{reporting.version.plan.code} · 1 · ")


def test_a_measure_left_blank_keeps_what_the_plan_holds(reporting, execute):
    ActivityAmount.objects.create(activity=reporting.activity, phase="executed", month=7, financial=Decimal(33))
    fill_post(execute, range(8, 13))
    execute(7, 4)
    flow.approve(submission=send(reporting, reporting.submission(reporting.post)), actor=reporting.planner)
    july = ActivityAmount.objects.get(activity=reporting.activity, phase="executed", month=7)
    assert (july.physical, july.financial) == (4, 33)


def test_a_month_without_data_has_no_executed_amount(reporting, execute):
    ActivityAmount.objects.create(activity=reporting.activity, phase="executed", month=7, physical=9, financial=9)
    fill_post(execute, range(8, 13))
    execute(7, no_data_reason="Se anuló la jornada")
    flow.approve(submission=send(reporting, reporting.submission(reporting.post)), actor=reporting.planner)
    assert not ActivityAmount.objects.filter(activity=reporting.activity, phase="executed", month=7).exists()
    gone = Change.objects.filter(kind="amounts", before={"m07": "9"}, after__isnull=True)
    assert gone.count() == 2


def test_what_is_counted_from_tasks_is_never_taken_away(reporting, execute):
    OperationalActivity.objects.filter(pk=reporting.activity.pk).update(execution_source="tasks")
    ActivityAmount.objects.create(activity=reporting.activity, phase="executed", month=7, physical=9, financial=9)
    for month in range(8, 13):
        execute(month, None, 50)
    execute(7, no_data_reason="Sin cierre contable")
    flow.approve(submission=send(reporting, reporting.submission(reporting.post)), actor=reporting.planner)
    july = ActivityAmount.objects.get(activity=reporting.activity, phase="executed", month=7)
    assert (july.physical, july.financial) == (9, None)


def test_approving_is_all_or_nothing(reporting, sent, monkeypatch):
    saved = ObtainedValue.save

    def die_on_the_second(value, *args, **kwargs):
        if ObtainedValue.objects.exists():
            raise RuntimeError("cut")
        return saved(value, *args, **kwargs)

    monkeypatch.setattr(ObtainedValue, "save", die_on_the_second)
    before = Change.objects.count()
    with pytest.raises(RuntimeError):
        flow.approve(submission=sent, actor=reporting.planner)
    assert (ObtainedValue.objects.count(), Change.objects.count()) == (0, before)
    assert reporting.submission().state == "submitted"


def test_a_locked_level_takes_no_step(reporting, sent):
    lock_level(reporting_level=reporting.level(), confirm=True, actor=reporting.planner)
    for step in (
        lambda: flow.approve(submission=sent, actor=reporting.planner),
        lambda: flow.return_submission(submission=sent, comment="x", actor=reporting.planner),
    ):
        with pytest.raises(StepRefusedError) as refused:
            step()
        assert refused.value.code == "collection.locked"


def test_a_value_without_data_is_approved_as_such(reporting, give):
    give(ValueParts("no_data", no_data_reason="No se midió"))
    give(75, indicator=reporting.rate, period="2024-S2")
    flow.approve(submission=send(reporting, reporting.submission()), actor=reporting.planner)
    value = reporting.people.values.get()
    assert (value.value_type, value.no_data_reason, value.number) == ("no_data", "No se midió", None)


def test_what_the_plan_holds_already_is_owed_no_more(reporting, give):
    ObtainedValue.objects.create(indicator=reporting.people, period="2024", number=80)
    entry = give(75, indicator=reporting.rate, period="2024-S2")
    assert send(reporting, reporting.submission()).state == "submitted"
    flow.return_submission(submission=reporting.submission(), comment="x", actor=reporting.planner)
    clear_value(
        submission=reporting.submission(),
        indicator=reporting.rate,
        period="2024-S2",
        revision=entry.revision,
        actor=reporting.focal_point,
    )
    with pytest.raises(StepRefusedError):
        send(reporting, reporting.submission())


def test_what_another_reporting_period_locks_is_not_approved(reporting, give, fill_unit):
    year = open_period(version=reporting.version, period="2024", levels=both_levels(5), message="", actor=None)
    for level in year.levels.all():
        lock_level(reporting_level=level, confirm=True, actor=None)
    sent = send(reporting, fill_unit())
    with pytest.raises(StepRefusedError) as refused:
        flow.approve(submission=sent, actor=reporting.planner)
    assert "«PERSONAS» en 2024, «TASA» en 2024-S2" in refused.value.what
    assert not ObtainedValue.objects.exists()


def test_words_saved_by_somebody_else_name_them_and_not_who_saved_a_value(reporting, give):
    seen = reporting.submission()
    save_narrative(
        submission=seen, achievements="A", limitations="", measures="", revision=1, actor=reporting.focal_point
    )
    give(90, actor=reporting.planner)
    with pytest.raises(ConflictError) as conflict:
        send(reporting, seen)
    assert conflict.value.who == "focal"
