"""Counts where other pages speak of the same indicators: dashboard, plan, indicator."""

from __future__ import annotations

import dataclasses
from decimal import Decimal

from django.urls import reverse
from tests.factories.counting import FIRST, RULE
from tests.web.planting import SLUG

from quipu.apps.plans.models import ObtainedValue
from quipu.apps.register.drafts import RecordDraft
from quipu.apps.register.models import CountingRule
from quipu.apps.register.services.records import change_record, undo_record
from quipu.apps.register.services.rules import save_rule

PERIOD = {"periodo": "2024"}


def _feeding(rule: CountingRule) -> CountingRule:
    """The same rule, as the value of the indicator."""
    return save_rule(indicator=rule.indicator, definition_text=RULE, feeds=True, covers_from=2022, actor=None)


def _today(page, code: str) -> Decimal:
    return next(line.today for line in page.context["counted"] if line.result.indicator_code == code)


def _rows(code: str) -> str:
    return f"/{SLUG}/conteos/{code}/?periodo=2024"


def test_editing_one_record_changes_the_dashboard_and_undoing_restores_it(planted, rule, as_role):
    code = _feeding(rule).indicator.code
    address = reverse("dashboard", kwargs={"slug": SLUG})
    reader = as_role("reader")
    before = reader.get(address, PERIOD)
    assert _today(before, code) == 3
    assert _rows(code) in before.content.decode()
    record = planted.institution.records.get(code=FIRST)
    draft = dataclasses.replace(RecordDraft.of(record), mode="virtual")
    changed = change_record(record=record, draft=draft, seen_revision=record.revision, actor=None)
    after = reader.get(address, PERIOD)
    assert _today(after, code) == 2
    assert "Los datos cambiaron" in after.content.decode() or after.context["workplace"].is_outdated
    undo_record(record=changed, actor=None)
    assert _today(reader.get(address, PERIOD), code) == 3


def test_a_count_that_is_only_compared_is_not_on_the_dashboard(planted, rule, as_role):
    page = as_role("reader").get(reverse("dashboard", kwargs={"slug": SLUG}), PERIOD)
    assert rule.indicator.code not in {line.result.indicator_code for line in page.context["counted"]}


def test_the_indicator_shows_the_count_beside_what_was_reported(planted, rule, as_role):
    ObtainedValue.objects.update_or_create(
        indicator=rule.indicator,
        period="2024",
        stage="reported",
        defaults={"number": Decimal(5), "value_type": "number"},
    )
    ObtainedValue.objects.filter(indicator=rule.indicator, period="2024", stage="corrected").delete()
    page = as_role("reader").get(reverse("indicator", kwargs={"slug": SLUG, "code": rule.indicator.code}), PERIOD)
    cell = next(count for row, _, count in page.context["rows"] if row.period == "2024")
    assert (cell.number, cell.differences) == (3, [("reported", -2)])
    assert _rows(rule.indicator.code) in page.content.decode()


def test_a_ratio_is_compared_by_its_quotient_on_every_page_of_counts(planted, rule, as_role):
    ObtainedValue.objects.filter(indicator=rule.indicator, period="2024").delete()
    ratio = {"value_type": "ratio", "number": None, "numerator": Decimal(104), "denominator": Decimal(148)}
    ObtainedValue.objects.create(indicator=rule.indicator, period="2024", stage="reported", **ratio)
    rule.indicator.sheets.update(unit_kind="percentage")
    reader, code = as_role("reader"), rule.indicator.code
    for name, parts in (("counts", {}), ("count-rows", {"code": code}), ("indicator", {"code": code})):
        page = reader.get(reverse(name, kwargs={"slug": SLUG, **parts}), PERIOD).content.decode()
        assert "\N{MINUS SIGN}67.27</strong>" in page, name
        assert "menos que lo reportado" in page, name


def test_what_was_reported_by_semester_stands_beside_the_count_of_the_year(planted, rule, as_role):
    ObtainedValue.objects.filter(indicator=rule.indicator, period__startswith="2024").delete()
    rule.indicator.sheets.update(accumulation="sum")
    for period, number in (("2024-S1", 4), ("2024-S2", 1)):
        ObtainedValue.objects.create(indicator=rule.indicator, period=period, stage="reported", number=Decimal(number))
    reader = as_role("reader")
    for name, parts in (("counts", {}), ("count-rows", {"code": rule.indicator.code})):
        page = reader.get(reverse(name, kwargs={"slug": SLUG, **parts}), PERIOD).content.decode()
        assert "\N{MINUS SIGN}2</strong>" in page, name
        assert "suma de periodos más cortos" in page, name


def test_a_year_that_is_only_counted_has_its_row(planted, rule, as_role):
    ObtainedValue.objects.filter(indicator=rule.indicator).delete()
    rule.indicator.sheets.get(version=planted.version).targets.all().delete()
    page = as_role("reader").get(reverse("indicator", kwargs={"slug": SLUG, "code": rule.indicator.code}), PERIOD)
    assert "2024" in [row.period for row, _, _ in page.context["rows"]]


def test_the_plan_opens_onto_the_rows_of_a_count(planted, rule, as_role):
    page = as_role("reader").get(reverse("plan", kwargs={"slug": SLUG}), PERIOD).content.decode()
    assert _rows(rule.indicator.code) in page


def test_a_counted_value_is_corrected_with_a_reason(planted, rule, as_role):
    indicator = _feeding(rule).indicator
    ObtainedValue.objects.filter(indicator=indicator, period="2024").exclude(stage="counted").delete()
    address = reverse("correct-value", kwargs={"slug": SLUG, "code": indicator.code, "period": "2024"})
    planner = as_role("planner")
    assert _rows(indicator.code) in planner.get(address).content.decode()
    planner.post(address, {"value-number": "4", "reason": "Faltaba un acta", "seen": "0"})
    assert ObtainedValue.objects.get(indicator=indicator, period="2024", stage="corrected").number == 4


def test_what_is_counted_after_the_plan_is_no_value_of_its_indicator(planted, rule, as_role):
    kept = _feeding(rule)
    after = str(planted.version.end_year + 1)
    assert kept.values.filter(period__gte=after).exists()
    assert not ObtainedValue.objects.filter(indicator=kept.indicator, stage="counted", period__gte=after).exists()
    page = as_role("reader").get(reverse("indicator", kwargs={"slug": SLUG, "code": kept.indicator.code}), PERIOD)
    assert max(row.period for row, _, _ in page.context["rows"]) < after
