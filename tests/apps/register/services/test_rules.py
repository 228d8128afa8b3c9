"""Saving rules: checked whole, counted at once, never over somebody else's, and undone."""

import json
from datetime import date

import pytest
from tests.factories.plans import IndicatorFactory
from tests.factories.register import MechanismFactory, RecordFactory, RegionFactory, UserFactory

from quipu.apps.history.models import Change
from quipu.apps.plans.models import ObtainedValue
from quipu.apps.register.counting.definition import RuleRefusedError
from quipu.apps.register.counting.keeping import keeping_counts
from quipu.apps.register.counting.recounting import recount
from quipu.apps.register.models import CountedValue, CountingRule
from quipu.apps.register.services.rules import RuleConflictError, remove_rule, save_rule, undo_rule

pytestmark = pytest.mark.django_db

MEETINGS = '{"kinds": ["bilateral_meeting"]}'
VISITS = '{"kinds": ["visit"]}'


@pytest.fixture
def indicator():
    made = IndicatorFactory(code="IND.01")
    RecordFactory.create_batch(3, institution=made.plan.institution)
    RecordFactory(institution=made.plan.institution, kind="visit")
    return made


def _save(indicator, text=MEETINGS, **options):
    options = {"feeds": True, "covers_from": 2024, "actor": None} | options
    return save_rule(indicator=indicator, definition_text=text, **options)


def _count(indicator, period="2024"):
    found = CountedValue.objects.filter(rule__indicator=indicator, period=period, dimension="").first()
    return found and found.number


def _fed(indicator, period="2024"):
    found = ObtainedValue.objects.filter(indicator=indicator, period=period, stage="counted").first()
    return found and found.number


def test_a_saved_rule_is_counted_and_feeds_its_indicator(indicator):
    actor = UserFactory()
    rule = _save(indicator, reason="Acuerdo con la unidad", actor=actor)
    assert (_count(indicator), _fed(indicator), rule.revision) == (3, 3, 1)
    assert json.loads(rule.definition) == {"by": "date", "kinds": ["bilateral_meeting"], "measure": "count"}
    change = Change.objects.get(kind="counting_rules")
    assert (change.action, change.reason, change.actor) == ("register.rule.saved", "Acuerdo con la unidad", actor)
    assert change.key == f"{indicator.plan.code} · IND.01"


def test_a_rule_that_no_longer_feeds_takes_its_values_away_and_keeps_its_counts(indicator):
    _save(indicator)
    _save(indicator, feeds=False)
    assert (_count(indicator), _fed(indicator)) == (3, None)


def test_years_before_the_register_is_whole_have_no_count(indicator):
    RecordFactory(institution=indicator.plan.institution, starts_on=date(2023, 4, 1))
    _save(indicator)
    assert _count(indicator, "2023") is None
    assert _count(indicator, "2024-Q1") == 0
    _save(indicator, covers_from=2023)
    assert _count(indicator, "2023") == 1


def test_years_after_the_register_stops_being_whole_have_no_count_and_no_zero(indicator):
    institution = indicator.plan.institution
    RecordFactory(institution=institution, starts_on=date(2025, 4, 1))
    _save(indicator, covers_to=2024)
    assert (_count(indicator), _count(indicator, "2025"), _fed(indicator, "2025")) == (3, None, None)
    late = RecordFactory(institution=institution, status="planned", starts_on=date(2025, 6, 1))
    with keeping_counts(institution, [late.pk]):
        late.status = "done"
        late.save()
    assert _count(indicator, "2025") is None
    assert recount(institution) == 0
    _save(indicator, covers_to=2025)
    assert _count(indicator, "2025") == 2
    undo_rule(indicator=indicator, actor=None)
    assert (_count(indicator, "2025"), CountingRule.objects.get().covers_to) == (None, 2024)


def test_saving_the_same_again_changes_nothing(indicator):
    _save(indicator)
    assert _save(indicator).revision == 1
    assert Change.objects.filter(kind="counting_rules").count() == 1


def test_an_indicator_may_say_why_it_is_not_counted(indicator):
    _save(indicator)
    rule = save_rule(indicator=indicator, why_not="Viene de una encuesta.", actor=None)
    assert (rule.definition, rule.feeds, rule.covers_from) == ("", False, None)
    assert _count(indicator) is None
    assert _fed(indicator) is None


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"text": ""}, "por qué"),
        ({"why_not": "Porque no."}, "no ambos"),
        ({"covers_from": None}, "desde qué año"),
        ({"covers_from": 12}, "desde qué año"),
        ({"covers_to": 2023}, "no es anterior al primero"),
        ({"covers_to": 9999}, "no es anterior al primero"),
        ({"text": "{"}, "JSON"),
        ({"text": '{"kinds": ["visit"], "where": [{"field": "region", "is": ["atlantis"]}]}'}, "atlantis"),
        ({"text": '{"kinds": ["visit"], "where": [{"field": "unit", "is": ["U-9"]}]}'}, "U-9"),
        ({"text": '{"kinds": ["visit"], "where": [{"field": "mechanism_family", "is": ["X"]}]}'}, "familia"),
        ({"text": '{"total_of": ["IND.01"]}'}, "a sí misma"),
        ({"text": '{"total_of": ["IND.99"]}'}, "no tiene un indicador"),
    ],
)
def test_a_rule_that_does_not_fit_is_refused_and_nothing_is_kept(indicator, options, told):
    with pytest.raises(RuleRefusedError, match=told):
        _save(indicator, **options)
    assert not CountingRule.objects.exists()
    assert not Change.objects.filter(kind="counting_rules").exists()


def test_faults_of_the_rule_and_of_what_it_names_are_told_together(indicator):
    text = '{"kinds": ["party"], "where": [{"field": "region", "is": ["atlantis"]}]}'
    with pytest.raises(RuleRefusedError) as caught:
        _save(indicator, text, covers_from=None)
    assert len(caught.value.faults) == 3


def test_known_regions_and_families_stand(indicator):
    institution = indicator.plan.institution
    RegionFactory(institution=institution, code="europa")
    MechanismFactory(institution=institution, family="Consultas")
    clauses = [{"field": "region", "is": ["europa"]}, {"field": "mechanism_family", "not": ["Consultas"]}]
    _save(indicator, json.dumps({"kinds": ["visit"], "where": clauses}))
    assert _count(indicator) == 0


def test_a_total_follows_the_rules_it_adds_up_and_never_goes_round(indicator):
    other, total, above = (IndicatorFactory(plan=indicator.plan, code=code) for code in ("IND.02", "TOTAL", "ABOVE"))
    _save(indicator)
    with pytest.raises(RuleRefusedError, match="no tiene regla"):
        _save(total, '{"total_of": ["IND.01", "IND.02"]}')
    _save(other, VISITS)
    _save(total, '{"total_of": ["IND.01", "IND.02"]}')
    _save(above, '{"total_of": ["TOTAL"]}')
    assert (_fed(total), _fed(above)) == (4, 4)
    with pytest.raises(RuleRefusedError, match="en círculo"):
        _save(other, '{"total_of": ["ABOVE"]}')
    _save(other, '{"kinds": ["visit", "bilateral_meeting"]}')
    assert (_fed(total), _fed(above)) == (7, 7)
    with pytest.raises(RuleRefusedError, match="suma la de «IND"):
        remove_rule(indicator=other, actor=None)
    with pytest.raises(RuleRefusedError, match="suma la de «IND"):
        save_rule(indicator=other, why_not="No.", actor=None)


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        ('{"total_of": ["IND.02"]}', '{"total_of": ["IND.01"]}', "IND.01, IND.02 se suman"),
        ('{"kinds": ["party"]}', VISITS, "Regla de «IND.01».*party"),
    ],
)
def test_rules_that_came_without_being_checked_are_told_when_counted(indicator, first, second, told):
    for holder, text in ((indicator, first), (IndicatorFactory(plan=indicator.plan, code="IND.02"), second)):
        CountingRule.objects.create(indicator=holder, definition=text, covers_from=2024)
    with pytest.raises(RuleRefusedError, match=told):
        recount(indicator.plan.institution)


def test_shares_are_not_added_up(indicator):
    total = IndicatorFactory(plan=indicator.plan, code="TOTAL")
    share = {
        "kinds": ["office_assessment"],
        "measure": "share",
        "numerator": [{"field": "outcome", "is": ["adequate"]}],
    }
    _save(indicator, json.dumps(share))
    assert _count(indicator) is None
    with pytest.raises(RuleRefusedError, match="porcentaje"):
        _save(total, '{"total_of": ["IND.01"]}')


def test_a_period_that_one_member_does_not_cover_has_no_total(indicator):
    other, total = (IndicatorFactory(plan=indicator.plan, code=code) for code in ("IND.02", "TOTAL"))
    _save(indicator, covers_from=2023)
    _save(other, VISITS, covers_from=2024)
    _save(total, '{"total_of": ["IND.01", "IND.02"]}', covers_from=2023)
    assert (_count(indicator, "2023"), _count(total, "2023"), _count(total)) == (0, None, 4)


def test_nobody_writes_over_a_rule_that_they_did_not_see(indicator):
    rule = _save(indicator, seen_revision=0)
    _save(indicator, VISITS, seen_revision=rule.revision)
    for text in (MEETINGS, VISITS):
        with pytest.raises(RuleConflictError) as caught:
            _save(indicator, text, seen_revision=1)
    assert caught.value.rule.revision == 2
    with pytest.raises(RuleConflictError):
        remove_rule(indicator=indicator, seen_revision=1, actor=None)


def test_a_rule_is_taken_away_with_what_it_counted_and_comes_back(indicator):
    _save(indicator)
    remove_rule(indicator=indicator, actor=None, reason="Era de prueba")
    assert not CountingRule.objects.exists()
    assert _fed(indicator) is None
    assert undo_rule(indicator=indicator, actor=None) is not None
    assert (_count(indicator), _fed(indicator)) == (3, 3)


def test_a_change_is_undone_and_so_is_the_first_save(indicator):
    _save(indicator)
    _save(indicator, VISITS, feeds=False)
    assert json.loads(undo_rule(indicator=indicator, actor=None).definition)["kinds"] == ["bilateral_meeting"]
    assert _fed(indicator) == 3
    other = IndicatorFactory(plan=indicator.plan)
    _save(other)
    assert undo_rule(indicator=other, actor=None) is None
    assert _count(other) is None
    with pytest.raises(RuleRefusedError, match="no tiene un cambio"):
        undo_rule(indicator=IndicatorFactory(plan=indicator.plan), actor=None)
