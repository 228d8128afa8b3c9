"""From stored facts to results: which fact counts, how periods join, and what is said when there is no figure."""

from __future__ import annotations

from decimal import Decimal

import pytest
from tests.factories.organisation import CostCentreFactory, ExecutingUnitFactory
from tests.factories.plans import ActionFactory, ObjectiveFactory, SheetFactory, TargetFactory, ValueFactory

from quipu.apps.evaluation.services import EvaluationError, compute_evaluation, evaluate_plan
from quipu.apps.plans.models import (
    ActivityAmount,
    DirectionOverride,
    ObtainedValue,
    OperationalActivity,
    OperationalPlan,
    OrdinalPoint,
    OrdinalScale,
    PublishedFigure,
)
from quipu.method import MethodError

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture
def sheet():
    """The sheet of an objective's indicator."""
    return SheetFactory(name="Personas asistidas")


def results_of(sheet, period="2024"):
    """Stored results, read back from the database."""
    evaluation = evaluate_plan(version=sheet.version, period=period)
    return [row for row in evaluation.results.all() if row.indicator_code == sheet.indicator.code]


def result_of(sheet, period="2024"):
    (result,) = results_of(sheet, period)
    return result


def give(sheet, period, value, target=None):
    """An obtained value and perhaps a target."""
    if target is not None:
        TargetFactory(sheet=sheet, period=period, number=D(target))
    if value is not None:
        ValueFactory(indicator=sheet.indicator, period=period, number=D(value))


# ---------------------------------------------------------------- which fact counts


def test_a_corrected_value_wins_and_the_reported_one_stays(sheet):
    TargetFactory(sheet=sheet, number=D(100))
    ValueFactory(indicator=sheet.indicator, number=D(60), stage="corrected", reason="Acta de conciliación")
    ValueFactory(indicator=sheet.indicator, number=D(90))
    result = result_of(sheet)
    assert (result.value, result.progress) == (60, 60)
    assert dict(ObtainedValue.objects.values_list("stage", "number")) == {"reported": 90, "corrected": 60}


def test_a_counted_value_wins_over_the_reported_one_and_a_corrected_one_over_both(sheet):
    TargetFactory(sheet=sheet, number=D(100))
    ValueFactory(indicator=sheet.indicator, number=D(70), stage="counted")
    ValueFactory(indicator=sheet.indicator, number=D(90))
    assert result_of(sheet).value == 70
    ValueFactory(indicator=sheet.indicator, number=D(60), stage="corrected", reason="Acta de conciliación")
    assert result_of(sheet).value == 60


def test_a_correction_to_no_data_wins_too(sheet):
    TargetFactory(sheet=sheet)
    ValueFactory(indicator=sheet.indicator, number=D(90))
    ValueFactory(
        indicator=sheet.indicator, number=None, value_type="no_data", no_data_reason="Era de otro año",
        stage="corrected", reason="Acta",
    )  # fmt: skip
    result = result_of(sheet)
    assert (result.outcome, result.value, result.progress) == ("not_reported", None, None)
    assert "Era de otro año" in result.trace["sentence"]["es"]


def test_a_value_of_zero_is_a_value_and_an_empty_one_is_not(sheet):
    give(sheet, "2023", 0, 100)
    give(sheet, "2024", None, 100)
    zero, empty = result_of(sheet, "2023"), result_of(sheet, "2024")
    assert (zero.outcome, zero.progress_raw, zero.level) == ("computed", 0, "low")
    assert (empty.outcome, empty.progress_raw, empty.level) == ("not_reported", None, "")


@pytest.mark.parametrize(
    ("value", "target", "outcome"),
    [(None, None, "not_programmed"), (0, 0, "not_programmed"), (5, None, "undefined"), (5, 0, "undefined")],
)
def test_what_has_no_target_is_never_a_number(sheet, value, target, outcome):
    give(sheet, "2024", value, target)
    result = result_of(sheet)
    assert (result.outcome, result.progress_raw, result.progress, result.level) == (outcome, None, None, "")


def test_a_value_of_another_plan_or_version_is_not_taken(sheet):
    other = SheetFactory(indicator__code=sheet.indicator.code)
    give(other, "2024", 90, 100)
    TargetFactory(sheet=sheet, number=D(100))
    assert result_of(sheet).outcome == "not_reported"


# ---------------------------------------------------------------- periods joined

MONTHS = [2, 4, None, 6, 3, 5]
"""January to June; March has no fact."""


def give_months(sheet, numbers, target="10"):
    for month, number in enumerate(numbers, start=1):
        give(sheet, f"2024-M{month:02d}", number)
    TargetFactory(sheet=sheet, period="2024-S1", number=D(target))


@pytest.mark.parametrize(
    ("accumulation", "joined", "progress"),
    [("sum", "20", "200"), ("last", "5", "50"), ("mean", "4", "40"), ("maximum", "6", "60")],
)
def test_a_semester_joins_its_months_as_the_indicator_declares(sheet, accumulation, joined, progress):
    sheet.accumulation = accumulation
    sheet.save()
    give_months(sheet, MONTHS)
    result = result_of(sheet, "2024-S1")
    assert (result.value, result.progress_raw) == (D(joined), D(progress))
    assert result.trace["value"]["statement"]["es"].endswith("5 evaluables de 6")
    assert result.trace["value"]["parameters"]["accumulation"] == accumulation


def test_a_mean_of_months_is_exact_until_it_is_printed(sheet):
    sheet.accumulation = "mean"
    sheet.save()
    give_months(sheet, [1, 0, 0, None, None, None], target="3")
    result = result_of(sheet, "2024-S1")
    assert (result.value, result.progress_raw) == (D("0.3333"), D("11.11"))


@pytest.mark.parametrize(
    ("parts", "period"),
    [
        ({"2024-Q1": 30, "2024-Q2": 45}, "2024-S1"),
        ({"2024-S1": 30, "2024-S2": 45}, "2024"),
        ({"2024-Q1": 30, "2024-Q4": 45}, "2024"),
        ({"2024-M01": 30, "2024-M12": 45}, "2024"),
    ],
)
def test_quarters_and_semesters_join_too_for_values_and_targets(sheet, parts, period):
    for part, number in parts.items():
        give(sheet, part, number, 50)
    result = result_of(sheet, period)
    assert (result.value, result.target, result.progress) == (75, 100, 75)


def test_a_period_that_has_its_own_value_is_not_joined(sheet):
    give(sheet, "2024-M01", 1)
    give(sheet, "2024-Q1", 2)
    give(sheet, "2024", 50, 100)
    assert (result_of(sheet).value, result_of(sheet).trace["value"]) == (50, None)


def test_longer_parts_are_joined_before_shorter_ones(sheet):
    give(sheet, "2024-S1", 40)
    for month in range(1, 13):
        give(sheet, f"2024-M{month:02d}", 1)
    TargetFactory(sheet=sheet, number=D(100))
    assert result_of(sheet).value == 40


def test_a_semester_of_an_annual_indicator_is_not_made_up(sheet):
    give(sheet, "2024", 90, 100)
    result = result_of(sheet, "2024-S1")
    assert (result.outcome, result.value, result.target) == ("not_programmed", None, None)


def test_parts_declared_without_data_give_their_reason(sheet):
    for part in ("2024-S1", "2024-S2"):
        ValueFactory(
            indicator=sheet.indicator, period=part, number=None, value_type="no_data", no_data_reason="No se midió"
        )
    TargetFactory(sheet=sheet)
    result = result_of(sheet)
    assert result.outcome == "not_reported"
    assert "No se midió" in result.trace["sentence"]["es"]


# ---------------------------------------------------------------- typed values


def ratio(factory, numerator, denominator, **where):
    return factory(number=None, value_type="ratio", numerator=D(numerator), denominator=D(denominator), **where)


def test_a_ratio_of_a_percentage_comes_in_percent_and_exact(sheet):
    sheet.unit_kind = "percentage"
    sheet.save()
    ratio(ValueFactory, 1, 3, indicator=sheet.indicator)
    ratio(TargetFactory, 2, 6, sheet=sheet)
    result = result_of(sheet)
    assert (result.value, result.target) == (D("33.3333"), D("33.3333"))
    assert (result.progress_raw, result.level) == (100, "high")


def test_a_ratio_of_another_unit_is_its_quotient(sheet):
    sheet.unit_kind = "ratio"
    sheet.save()
    ratio(ValueFactory, 3, 2, indicator=sheet.indicator)
    TargetFactory(sheet=sheet, number=D(2))
    result = result_of(sheet)
    assert (result.value, result.progress) == (D("1.5"), 75)


def test_an_ordinal_counts_by_its_position(sheet):
    scale = OrdinalScale.objects.create(institution=sheet.version.plan.institution, code="m", name="Madurez")
    points = [OrdinalPoint.objects.create(scale=scale, position=n, label=f"Grado {n}") for n in (1, 2, 3, 4)]
    ValueFactory(indicator=sheet.indicator, number=None, value_type="ordinal", ordinal=points[2])
    TargetFactory(sheet=sheet, number=None, value_type="ordinal", ordinal=points[3])
    result = result_of(sheet)
    assert (result.value, result.target, result.progress) == (3, 4, 75)


def test_a_value_in_words_is_beyond_any_formula(sheet):
    ValueFactory(indicator=sheet.indicator, number=None, value_type="text", text="Política aprobada")
    TargetFactory(sheet=sheet, number=None, value_type="text", text="Política en consulta")
    result = result_of(sheet)
    assert (result.outcome, result.outcome_reason, result.value) == ("undefined", "value_in_words", None)
    assert "Política aprobada" in result.trace["sentence"]["es"]


def test_no_data_is_not_reported_with_its_reason(sheet):
    ValueFactory(indicator=sheet.indicator, number=None, value_type="no_data", no_data_reason="Encuesta suspendida")
    TargetFactory(sheet=sheet)
    result = result_of(sheet)
    assert (result.outcome, result.outcome_reason) == ("not_reported", "value_no_data")
    assert "Encuesta suspendida" in result.trace["sentence"]["es"]


# ---------------------------------------------------------------- directions


def test_an_override_adds_a_row_with_its_reason(sheet):
    sheet.direction = "minimum_permissible"
    sheet.save()
    give(sheet, "2024", 468, 706)
    DirectionOverride.objects.create(
        indicator=sheet.indicator, period="2024", direction="ascending", reason="Así lo analiza el informe"
    )
    declared, adjusted = results_of(sheet)
    assert (declared.direction_used, declared.progress, declared.override_reason) == ("minimum_permissible", 0, "")
    assert (adjusted.direction_used, adjusted.progress_raw) == ("ascending", D("66.29"))
    assert adjusted.direction_declared == "minimum_permissible"
    assert adjusted.override_reason == "Así lo analiza el informe"


def test_an_override_of_another_period_is_not_used(sheet):
    give(sheet, "2024", 50, 100)
    DirectionOverride.objects.create(indicator=sheet.indicator, period="2023", direction="descending", reason="Otro")
    assert [row.direction_used for row in results_of(sheet)] == ["ascending"]


def test_an_override_that_repeats_the_declared_direction_adds_nothing(sheet):
    give(sheet, "2024", 50, 100)
    DirectionOverride.objects.create(indicator=sheet.indicator, period="2024", direction="ascending", reason="Igual")
    assert [(row.direction_used, row.override_reason) for row in results_of(sheet)] == [("ascending", "")]


# ---------------------------------------------------------------- published figures


def publish(sheet, printed, direction=""):
    PublishedFigure.objects.create(
        plan=sheet.version.plan, period="2024", kind="objective", code=sheet.objective.code, measure="progress",
        direction=direction, printed=printed, source="Informe",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("printed", "reproduced"),
    [("90.7", True), ("91", True), ("90.74 %", True), ("90.8", False), ("90", False), ("s. i.", None), ("nan", None)],
)
def test_a_published_figure_is_reproduced_to_its_last_printed_digit(sheet, printed, reproduced):
    give(sheet, "2024", 17268, 19030)
    publish(sheet, printed)
    result = result_of(sheet)
    assert (result.published_progress, result.published_reproduced) == (printed, reproduced)
    assert result.progress_raw == D("90.74")


def test_a_capped_figure_is_reproduced_too(sheet):
    give(sheet, "2024", 55, 43)
    publish(sheet, "100")
    assert result_of(sheet).published_reproduced is True


def test_a_published_figure_without_direction_belongs_to_no_row_where_there_are_two(sheet):
    give(sheet, "2024", 468, 706)
    publish(sheet, "66.3")
    publish(sheet, "150.9", direction="descending")
    DirectionOverride.objects.create(indicator=sheet.indicator, period="2024", direction="descending", reason="Otro")
    assert [(row.published_progress, row.published_reproduced) for row in results_of(sheet)] == [
        ("", None),
        ("150.9", True),
    ]


# ---------------------------------------------------------------- activities


@pytest.fixture
def activity():
    """An operational activity of 2024."""
    action = ActionFactory()
    unit = ExecutingUnitFactory(institution=action.version.plan.institution)
    plan = OperationalPlan.objects.create(version=action.version, executing_unit=unit, year=2024)
    return OperationalActivity.objects.create(
        operational_plan=plan, strategic_action=action, code="AOI00000100001", name="Atender",
        cost_centre=CostCentreFactory(executing_unit=unit),
    )  # fmt: skip


def amounts(activity, phase, months=(), annual=None, measure="physical"):
    """Months from January on, or the amount of the year."""
    given = {month: amount for month, amount in enumerate(months, start=1) if amount is not None}
    given |= {None: annual} if annual is not None else {}
    for month, amount in given.items():
        ActivityAmount.objects.update_or_create(
            activity=activity, phase=phase, month=month, defaults={measure: D(amount)}
        )


def execution_of(activity, period="2024"):
    version = activity.operational_plan.version
    evaluation = evaluate_plan(version=version, period=period)
    return evaluation.results.get(kind="operational_activity", code=activity.code)


@pytest.mark.parametrize(
    ("accumulation", "period", "executed", "programmed", "progress"),
    [
        ("sum", "2024-Q1", 6, 12, 50),
        ("sum", "2024-S1", 18, 24, 75),
        ("last", "2024-S1", 4, 4, 100),
        ("mean", "2024-S1", 3, 4, 75),
        ("maximum", "2024-S1", 4, 4, 100),
    ],
)
def test_physical_execution_runs_to_the_last_month_of_the_period(
    activity, accumulation, period, executed, programmed, progress
):
    activity.accumulation = accumulation
    activity.save()
    amounts(activity, "reprogrammed", [4] * 12)
    amounts(activity, "executed", [2, 2, 2, 4, 4, 4])
    result = execution_of(activity, period)
    assert (result.value, result.target, result.progress_raw) == (executed, programmed, progress)


def test_a_programmed_month_without_a_report_is_not_a_zero(activity):
    amounts(activity, "reprogrammed", [4] * 12)
    amounts(activity, "executed", [4] * 6)
    result = execution_of(activity)
    assert (result.outcome, result.outcome_reason, result.progress) == ("not_reported", "months_not_reported", None)


def test_an_undistributed_year_answers_for_the_whole_year_only(activity):
    amounts(activity, "reprogrammed", annual=4)
    amounts(activity, "executed", annual=1)
    year, semester = execution_of(activity), execution_of(activity, "2024-S1")
    assert (year.outcome, year.value, year.target, year.progress) == ("computed", 1, 4, 25)
    assert (semester.outcome, semester.value, semester.target, semester.progress) == ("not_reported", None, None, None)
    assert "sin repartirlo por mes" in semester.trace["sentence"]["es"]
    assert execution_of(activity, "2024-S2").progress == 25


def test_a_year_split_on_one_side_only_is_compared_with_the_other(activity):
    amounts(activity, "reprogrammed", [2] * 12)
    amounts(activity, "executed", annual=18)
    result = execution_of(activity)
    assert (result.outcome, result.value, result.target, result.progress) == ("computed", 18, 24, 75)


def test_what_was_executed_before_december_is_not_unprogrammed_when_the_year_is(activity):
    amounts(activity, "reprogrammed", annual=24)
    amounts(activity, "executed", [2] * 6)
    semester, year = execution_of(activity, "2024-S1"), execution_of(activity)
    assert (semester.outcome, semester.outcome_reason, semester.value) == ("undefined", "target_unknown", 12)
    assert (year.outcome, year.progress) == ("computed", 50)


@pytest.mark.parametrize("money", [False, True])
def test_a_printed_progress_without_physical_amounts_is_not_reported(activity, money):
    PublishedFigure.objects.create(
        plan=activity.operational_plan.version.plan, period="2024", kind="operational_activity", code=activity.code,
        measure="progress", printed="100", source="Informe",
    )  # fmt: skip
    if money:
        amounts(activity, "executed", [1000], measure="financial")
    result = execution_of(activity)
    assert (result.outcome, result.outcome_reason) == ("not_reported", "amounts_unpublished")
    assert (result.published_progress, result.published_reproduced, result.progress) == ("100", None, None)


def test_an_activity_without_any_amount_is_not_programmed(activity):
    assert execution_of(activity).outcome == "not_programmed"


def test_financial_execution_is_accrued_against_the_budget_of_the_year(activity):
    amounts(activity, "reprogrammed", [100] * 12, measure="financial")
    amounts(activity, "executed", [100, 50, 0, 100, 50, 0, 100], measure="financial")
    version = activity.operational_plan.version
    semester = compute_evaluation(version=version, period="2024-S1").summary["execution"]["financial_ratio_of_sums"]
    year = compute_evaluation(version=version, period="2024").summary["execution"]["financial_ratio_of_sums"]
    assert (semester["value"], year["value"]) == ("25.00", "33.33")
    assert (year["assessable"], year["total"]) == (1, 1)


def test_execution_by_cost_centre_adds_up_to_the_institution(activity):
    amounts(activity, "reprogrammed", annual=4)
    amounts(activity, "executed", annual=1)
    OperationalActivity.objects.create(
        operational_plan=activity.operational_plan, strategic_action=activity.strategic_action,
        code="AOI00000100002", name="Sin centro",
    )  # fmt: skip
    summary = compute_evaluation(version=activity.operational_plan.version, period="2024").summary
    centres = {centre["code"]: centre for centre in summary["cost_centres"]}
    assert set(centres) == {"", activity.cost_centre.code}
    own = centres[activity.cost_centre.code]["physical_mean_capped"]
    assert (own["value"], own["assessable"], own["total"]) == ("25.00", 1, 1)
    none = centres[""]["physical_mean_capped"]
    assert (none["value"], none["assessable"], none["total"]) == (None, 0, 1)
    whole = summary["execution"]["physical_mean_capped"]
    assert (whole["value"], whole["assessable"], whole["total"]) == ("25.00", 1, 2)


# ---------------------------------------------------------------- what is asked


@pytest.mark.parametrize("period", ["2022", "2026", "2026-S1"])
def test_a_period_outside_the_plan_is_refused(sheet, period):
    with pytest.raises(EvaluationError, match="va de 2023 a 2025") as refused:
        evaluate_plan(version=sheet.version, period=period)
    assert refused.value.code == "evaluation.period_outside_plan"
    assert refused.value.remedy
    assert not sheet.version.evaluations.exists()


@pytest.mark.parametrize(("period", "edition"), [("2024-X1", None), ("", None), ("2024", "1999")])
def test_a_period_or_an_edition_that_does_not_exist_is_refused(sheet, period, edition):
    with pytest.raises(MethodError):
        evaluate_plan(version=sheet.version, period=period, edition=edition)
    assert not sheet.version.evaluations.exists()


def test_two_activities_with_one_code_are_told_and_nothing_is_stored(activity):
    unit = ExecutingUnitFactory(institution=activity.operational_plan.executing_unit.institution)
    plan = OperationalPlan.objects.create(version=activity.operational_plan.version, executing_unit=unit, year=2024)
    OperationalActivity.objects.create(
        operational_plan=plan, strategic_action=activity.strategic_action, code=activity.code, name="Otra"
    )
    with pytest.raises(EvaluationError, match=activity.code) as refused:
        evaluate_plan(version=plan.version, period="2024")
    assert refused.value.code == "evaluation.repeated_activity"
    assert not plan.version.evaluations.exists()


def test_an_element_without_an_indicator_has_no_result_and_is_counted():
    objective = ObjectiveFactory()
    computation = compute_evaluation(version=objective.version, period="2024")
    assert computation.results == ()
    assert [row.code for row in computation.facts.objectives] == [objective.code]
