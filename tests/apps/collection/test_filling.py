"""What the page of a submission shows: what is owed, what was entered, what a rule says of it."""

from decimal import Decimal

import pytest
from tests.factories.collection import make_activity, make_sheet

from quipu.apps.collection.queries.filling import form_of
from quipu.apps.collection.services import flow
from quipu.apps.evaluation.services import compute_evaluation
from quipu.apps.plans.models import DisaggregatedValue, ObtainedValue
from quipu.apps.plans.services import ValueParts, correct_value

pytestmark = pytest.mark.django_db
FORM_QUERIES = 15
D = Decimal


def people_row(reporting):
    return next(row for row in form_of(reporting.submission()).values if row.code == "PERSONAS")


def test_an_empty_row_says_what_is_expected(reporting):
    row = people_row(reporting)
    assert (row.value, row.revision, row.target, row.is_given) == (None, 0, 100, False)
    assert (row.progress.outcome, row.progress.level) == ("not_reported", "")
    assert (row.element_code[:3], row.name, row.period) == ("OEI", "Personas asistidas", "2024")


def test_the_progress_is_the_one_that_an_evaluation_gives_once_approved(reporting, fill_unit):
    submission = fill_unit()
    shown = people_row(reporting).progress
    assert (shown.raw, shown.capped, shown.outcome) == (D("90.00"), D("90.00"), "computed")
    assert shown.sentence["es"].startswith("90 / 100 ")
    flow.submit(submission=submission, revision=submission.revision, actor=None)
    flow.approve(submission=submission, actor=None)
    results = compute_evaluation(version=reporting.version, period="2024").results
    result = next(item for item in results if item.indicator_code == "PERSONAS")
    assert (shown.raw, shown.level, shown.sentence["en"]) == (
        result.outcome.raw,
        result.level,
        result.outcome.trace.sentence("en"),
    )
    assert shown.level_label == result.level_label


def test_what_the_plan_holds_is_shown_until_something_is_entered(reporting, give):
    value = ObtainedValue.objects.create(indicator=reporting.people, period="2024", number=80)
    DisaggregatedValue.objects.create(value=value, category_id=reporting.category("M"), number=80)
    row = people_row(reporting)
    assert (row.value, row.entry, row.revision, row.is_given) == (value, None, 0, True)
    assert {category.code: number for category, number in row.breakdowns[0].cells} == {"M": 80, "H": None}
    give(95)
    assert (people_row(reporting).value.number, people_row(reporting).revision) == (95, 1)


def test_a_corrected_value_is_the_one_shown(reporting):
    ObtainedValue.objects.create(indicator=reporting.people, period="2024", number=80)
    correct_value(indicator=reporting.people, period="2024", value=D(70), reason="Acta", actor=None)
    assert people_row(reporting).value.number == 70


def test_what_the_register_counts_is_shown_and_the_parts_reported_stay(reporting, give):
    value = ObtainedValue.objects.create(indicator=reporting.people, period="2024", number=80)
    DisaggregatedValue.objects.create(value=value, category_id=reporting.category("M"), number=80)
    ObtainedValue.objects.create(indicator=reporting.people, period="2024", number=75, stage="counted")
    row = people_row(reporting)
    assert (row.value.number, row.is_given) == (75, True)
    give(95)
    assert {category.code: number for category, number in people_row(reporting).breakdowns[0].cells}["M"] == 80


@pytest.mark.parametrize(("women", "men", "gap"), [(60, 20, D(10)), (60, 40, D(-10)), (60, 30, None), (60, None, None)])
def test_parts_that_miss_the_whole_are_told_and_not_refused(reporting, give, women, men, gap):
    given = {("M"): women, ("H"): men}
    parts = {(reporting.category(code), None): D(number) for code, number in given.items() if number is not None}
    give(90, breakdown=parts)
    assert people_row(reporting).breakdowns[0].gap == gap


def test_a_value_far_from_other_years_is_a_hint(reporting, give):
    for year, number in ((2018, 90), (2019, 91), (2020, 92), (2021, 90), (2022, 91), (2023, 89)):
        ObtainedValue.objects.create(indicator=reporting.people, period=str(year), number=number)
    give(900)
    row = people_row(reporting)
    assert "900" in row.unusual["es"]
    assert row.inadmissible is None
    assert [value.period for value in row.past] == ["2023", "2022", "2021", "2020", "2019"]
    give(91, revision=1)
    assert people_row(reporting).unusual is None


def test_an_inadmissible_value_of_the_plan_is_told(reporting):
    ObtainedValue.objects.create(indicator=reporting.rate, period="2024-S2", number=150)
    row = next(row for row in form_of(reporting.submission()).values if row.code == "TASA")
    assert "150" in row.inadmissible["es"]
    assert "150" in row.inadmissible["en"]


def test_months_show_what_is_programmed_and_what_is_missing(reporting, execute):
    reporting.activity.amounts.create(phase="executed", month=8, physical=3)
    execute(7, 5, 50)
    (row,) = form_of(reporting.submission(reporting.post)).activities
    july, august, september = row.months[:3]
    assert (july.programmed, july.shown, july.missing, july.revision) == ((10, 100), (5, 50), (), 1)
    assert (august.shown, august.missing, august.entry) == ((3, None), ("financial",), None)
    assert september.missing == ("physical", "financial")


def test_a_reason_answers_for_a_month(reporting, execute):
    execute(7, no_data_reason="Huelga")
    (row,) = form_of(reporting.submission(reporting.post)).activities
    assert (row.months[0].missing, row.months[0].reason) == ((), "Huelga")


def test_what_was_given_back_says_why(reporting, fill_unit):
    submission = fill_unit()
    flow.submit(submission=submission, revision=submission.revision, actor=None)
    flow.return_submission(submission=submission, comment="Revise la tasa", actor=None)
    form = form_of(reporting.submission())
    assert form.returned_because == "Revise la tasa"
    assert [step.kind for step in form.steps] == ["opened", "started", "submitted", "returned"]
    assert (form.owed_count, form.filled_count) == (2, 2)


def test_the_page_takes_the_same_queries_whatever_is_owed(reporting, give, django_assert_max_num_queries):
    ObtainedValue.objects.create(indicator=reporting.rate, period="2024-S2", number=80)
    give(90, breakdown={(reporting.category("M"), None): D(60)})
    give(
        ValueParts("no_data", no_data_reason="x"),
        indicator=make_sheet(reporting.version, reporting.unit, "X").indicator,
    )
    for number in range(8):
        make_sheet(reporting.version, reporting.unit, f"MAS{number}")
        make_activity(reporting.version, reporting.unit, 10 + number)
    with django_assert_max_num_queries(FORM_QUERIES):
        form = form_of(reporting.submission())
        assert form.level.level == "unit"
    assert (len(form.values), len(form.activities)) == (11, 8)
