"""Writing the rule of an indicator in the browser: preview, faults, conflict, undo."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

import pytest
from django.urls import reverse
from tests.factories.counting import FIRST
from tests.factories.register import RecordFactory
from tests.web.planting import SLUG

from quipu.apps.history.models import Change
from quipu.apps.plans.models import ObtainedValue
from quipu.apps.register.models import CountedValue, CountingRule, Kind
from quipu.apps.register.services.rules import save_rule

PERIOD = "2024"


@pytest.fixture
def editor(planted, rule, as_role):
    """What a planner sends from the editor and what comes back."""
    client = as_role("planner")
    address = reverse("counting-rule", kwargs={"slug": SLUG, "code": planted.indicator}) + f"?periodo={PERIOD}"

    def send(**sent: Any):
        return client.post(address, {**form(rule), **sent})

    send.get = lambda: client.get(address)
    send.preview = lambda **sent: client.post(
        reverse("count-preview", kwargs={"slug": SLUG, "code": planted.indicator}) + f"?periodo={PERIOD}",
        {**form(rule), **sent},
    )
    return send


def form(rule: CountingRule) -> Mapping[str, Any]:
    """The form as it opens on the planted rule, with a reason."""
    return {
        "how": "count",
        "kinds": ["bilateral_meeting"],
        "where-1-field": "axis",
        "where-1-sense": "is",
        "where-1-text": "conteo",
        "where-2-field": "mode",
        "where-2-sense": "not",
        "where-2-values": ["virtual"],
        "measure": "count",
        "by": "date",
        "disaggregate": ["region", "country", "mode"],
        "covers_from": "2022",
        "revision": str(rule.revision),
        "reason": "Así lo pide la ficha",
    }


def test_it_opens_on_the_rule_as_it_stands(editor, rule):
    page = editor.get()
    state = page.context["state"]
    assert json.loads(state.definition()) == json.loads(rule.definition)
    assert "preview" not in page.context
    part = editor.preview()
    assert part.context["preview"].total == part.context["before"] == 3
    assert FIRST in part.content.decode()


def test_what_it_sends_unchanged_is_the_same_rule(editor, rule):
    assert editor(do="save").status_code == 302
    after = CountingRule.objects.get(pk=rule.pk)
    assert (after.definition, after.revision) == (rule.definition, rule.revision)


def test_the_preview_counts_without_saving(editor, rule):
    page = editor(do="preview", **{"where-2-sense": "is"})
    assert page.status_code == 200
    assert (page.context["preview"].total, page.context["before"]) == (1, 3)
    assert CountingRule.objects.get(pk=rule.pk).definition == rule.definition


def test_the_part_of_the_page_that_previews_comes_alone(editor):
    part = editor.preview(**{"where-2-sense": "is"}).content.decode()
    assert "<html" not in part
    counted, left_out = part.split("Qué quedó fuera")
    assert "REU-4" in counted and "REU-1" not in counted
    assert "REU-1" in left_out


def test_the_preview_tells_every_year_that_saving_would_change(editor):
    assert editor.preview().context["changes"] == []
    changes = {
        item.year: (item.before, item.after) for item in editor.preview(**{"where-2-sense": "is"}).context["changes"]
    }
    assert changes["2024"] == (3, 1)
    assert changes["2023"] == (1, 0)
    assert "ya evaluado" in editor.preview(**{"where-2-sense": "is"}).content.decode()


@pytest.fixture
def other(rule, planted):
    """Another indicator of the plan, with a rule that counts the campaigns."""
    indicator = rule.indicator.plan.indicators.exclude(pk=rule.indicator_id).order_by("code").first()
    campaigns = json.dumps({"kinds": ["campaign"], "measure": "count", "by": "date"})
    RecordFactory.create_batch(2, institution=planted.institution, kind="campaign")
    return save_rule(indicator=indicator, definition_text=campaigns, covers_from=2024, actor=None)


def test_the_preview_of_a_total_tells_the_years_that_saving_then_changes(editor, rule, other):
    sent = {"how": "total", "total_of": [other.indicator.code]}
    part = editor.preview(**sent)
    told = {item.year: (item.before, item.after) for item in part.context["changes"]}
    assert told["2024"] == (3, 2)
    assert told["2023"] == (1, None)
    assert "no cambia el conteo" not in part.content.decode()
    before = _years(rule)
    editor(do="save", **sent)
    after = _years(rule)
    changed = {year for year in before | after if before.get(year) != after.get(year)}
    assert {year: (before.get(year), after.get(year)) for year in changed} == told


def test_the_preview_of_a_total_says_that_the_others_count_and_not_the_records(editor, other):
    part = editor.preview(how="total", total_of=[other.indicator.code])
    assert part.context["preview"].members == {other.indicator.code: 2}
    page = part.content.decode()
    assert "0 registros" not in page
    assert "Nada de lo que toca" not in page
    assert re.search(rf">{re.escape(other.indicator.code)}</a>: 2<", page)


def test_only_counts_that_can_be_added_up_are_offered(editor, rule, other):
    assert other.indicator.code in _offered(editor.get())
    assert rule.indicator.code not in _offered(editor.get())
    percentage = {"kinds": ["office_assessment"], "measure": "share", "by": "date"}
    percentage["numerator"] = [{"field": "outcome", "is": ["adequate"]}]
    save_rule(indicator=other.indicator, definition_text=json.dumps(percentage), covers_from=2024, actor=None)
    assert other.indicator.code not in _offered(editor.get())
    total = json.dumps({"total_of": [rule.indicator.code]})
    save_rule(indicator=other.indicator, definition_text=total, covers_from=2024, actor=None)
    assert other.indicator.code not in _offered(editor.get())


def test_what_the_form_adds_up_already_can_be_taken_out(editor, other):
    CountingRule.objects.filter(pk=other.pk).update(definition="", why_not="Es una encuesta.")
    page = editor(do="save", how="total", total_of=[other.indicator.code])
    assert page.status_code == 422
    assert other.indicator.code in _offered(page)


def _offered(page) -> list[str]:
    return [code for code, _ in page.context["choices"].indicators]


def _years(rule: CountingRule) -> dict[str, Any]:
    found = CountedValue.objects.filter(rule=rule, dimension="").values_list("period", "number")
    return {period: number for period, number in found if period.isdigit()}


def test_a_faulty_rule_has_no_preview_and_says_why(editor):
    part = editor.preview(kinds=[]).content.decode()
    assert "La regla no dice qué tipos de registro cuenta." in part


def test_saving_counts_again_and_goes_to_the_rows(editor, rule):
    answer = editor(do="save", **{"where-2-sense": "is"})
    assert answer.status_code == 302
    assert f"/conteos/{rule.indicator.code}/" in answer["Location"]
    assert CountedValue.objects.get(rule=rule, period=PERIOD, dimension="").number == 1
    change = Change.objects.filter(kind="counting_rules").order_by("-pk").first()
    assert change.reason == "Así lo pide la ficha"


def test_the_last_year_that_the_register_covers_is_told_and_may_not_be_before_the_first(editor, rule):
    for typed in ("2021", "ayer"):
        page = editor(do="save", covers_to=typed)
        assert (page.status_code, set(page.context["faults"].by_place)) == (422, {"covers_to"})
        assert f'value="{typed}"' in page.content.decode()
    saved = editor(do="save", covers_to="2024")
    told = saved.client.get(saved["Location"]).content.decode()
    assert CountingRule.objects.get(pk=rule.pk).covers_to == 2024
    assert "de 2022 a 2024" in told


def test_a_rule_that_feeds_becomes_the_value(editor, rule):
    editor(do="save", feeds="on")
    value = ObtainedValue.objects.get(indicator=rule.indicator, period=PERIOD, stage="counted")
    assert value.number == 3


def test_every_fault_at_once_beside_its_field_and_on_top(editor, rule):
    sent = {"where-1-text": "", "covers_from": "veinte", "reason": "", "where-2-values": ["cualquiera"]}
    page = editor(do="save", **sent)
    assert page.status_code == 422
    assert set(page.context["faults"].by_place) == {"where-1", "where-2", "covers_from", "reason"}
    told = page.content.decode()
    for place in page.context["faults"].by_place:
        assert f'href="#{place}"' in told
        assert f'id="{place}"' in told
    assert CountingRule.objects.get(pk=rule.pk).revision == rule.revision


def test_a_region_that_does_not_exist_is_told_at_its_condition(editor):
    sent = {"where-3-field": "region", "where-3-sense": "is", "where-3-values": ["atlantida"]}
    page = editor(do="save", **sent)
    assert page.status_code == 422
    assert list(page.context["faults"].by_place) == ["where-3"]


def test_a_country_may_be_typed_by_its_name(editor, rule):
    sent = {"where-3-field": "country", "where-3-sense": "is", "where-3-text": "Francia, España"}
    assert editor(do="save", **sent).status_code == 302
    clauses = json.loads(CountingRule.objects.get(pk=rule.pk).definition)["where"]
    assert {"field": "country", "is": ["FRA", "ESP"]} in clauses
    assert CountedValue.objects.get(rule=rule, period=PERIOD, dimension="").number == 2


def test_a_country_that_no_longer_exists_is_refused_by_its_name(editor):
    sent = {"where-3-field": "country", "where-3-sense": "is", "where-3-text": "YUG"}
    page = editor(do="save", **sent)
    assert "ya no existe" in page.context["faults"].by_place["where-3"][0]


def test_a_rule_that_would_count_everything_or_itself_is_refused(editor, rule):
    page = editor(do="save", kinds=list(Kind.values), **{"where-1-field": "", "where-2-field": ""})
    assert "contaría todo el registro" in page.content.decode()
    page = editor(do="save", how="total", total_of=[rule.indicator.code])
    assert page.status_code == 422
    assert "se sumaría a sí misma" in page.content.decode()


def test_conditions_are_added_and_removed_without_scripts(editor):
    page = editor(do="add-where", **{"new-where": "direction"})
    assert [clause.field for clause in page.context["state"].where] == ["axis", "mode", "direction"]
    assert 'name="where-3-values" value="incoming"' in page.content.decode()
    page = editor(do="remove-where-1")
    assert [clause.field for clause in page.context["state"].where] == ["mode"]


def test_an_indicator_that_is_not_counted_says_why(editor, rule):
    page = editor(do="save", how="none")
    assert list(page.context["faults"].by_place) == ["why_not"]
    assert editor(do="save", how="none", why_not="Viene de una encuesta").status_code == 302
    after = CountingRule.objects.get(pk=rule.pk)
    assert (after.definition, after.why_not) == ("", "Viene de una encuesta")
    assert not CountedValue.objects.filter(rule=rule).exists()


def test_who_saves_over_a_newer_rule_is_shown_it(editor, rule):
    newer = json.dumps({"kinds": ["visit"], "measure": "count", "by": "date"})
    save_rule(indicator=rule.indicator, definition_text=newer, covers_from=2022, actor=None)
    page = editor(do="save")
    assert page.status_code == 409
    assert "visitas" in page.context["conflict_words"]
    mine = page.context["state"]
    assert mine.kinds == ("bilateral_meeting",)
    assert editor(do="save", revision=str(mine.revision)).status_code == 302
    assert "bilateral_meeting" in CountingRule.objects.get(pk=rule.pk).definition


def test_the_last_change_is_undone(editor, rule):
    editor(do="save", **{"where-2-sense": "is"})
    assert editor(do="undo").status_code == 302
    assert CountingRule.objects.get(pk=rule.pk).definition == rule.definition
    assert CountedValue.objects.get(rule=rule, period=PERIOD, dimension="").number == 3


@pytest.mark.parametrize("role", ["reader", "evaluator", "focal_point"])
def test_only_a_planner_writes_rules(role, planted, rule, as_role):
    address = reverse("counting-rule", kwargs={"slug": SLUG, "code": planted.indicator})
    assert as_role(role).get(address).status_code == 404
    assert as_role(role).post(address, {**form(rule), "do": "save"}).status_code == 404


def test_the_history_tells_a_rule_in_words_with_the_names_of_regions(editor, rule, planted, as_role):
    region = planted.institution.regions.get(code="europa")
    sent = {"where-3-field": "region", "where-3-sense": "is", "where-3-values": [region.code]}
    assert editor(do="save", **sent).status_code == 302
    page = as_role("planner").get(reverse("history", kwargs={"slug": SLUG}), {"tipo": "counting_rules"})
    told = page.content.decode()
    assert f"la región sea {region.name}" in told
    assert "&quot;region&quot;" not in told
