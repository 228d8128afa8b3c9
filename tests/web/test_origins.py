"""Figures of the plan lead to where they come from: their source, their history, the activities behind them."""

from __future__ import annotations

import re

from django.urls import reverse
from tests.web.addresses import address_of
from tests.web.planting import SLUG

from quipu.apps.evaluation.models import Evaluation, Result
from quipu.apps.plans.models import PublishedFigure


def test_published_figures_of_an_indicator_are_told_in_words_and_those_of_its_element_apart(planted, as_role):
    element = planted.version.sheets.get(indicator__code=planted.indicator)
    code = (element.objective or element.strategic_action).code
    plan = planted.version.plan
    given = {"plan": plan, "period": "2024", "kind": "objective", "code": code, "source": "Informe 2024, tabla 6"}
    for measure, printed in (("actions_high", "88"), ("score_a", "33"), ("level", "bueno"), ("progress", "203.5")):
        PublishedFigure.objects.update_or_create(**given, measure=measure, defaults={"printed": printed})
    page = as_role("reader").get(address_of("indicator", planted)).content.decode()
    assert not re.search(r"actions_high|score_a", page)
    row = re.search(r'<tr id="p-2024">.*?</tr>', page, re.DOTALL)[0]
    assert row.index("203.5") < row.index("bueno")
    assert "88" not in re.sub(r"<[^>]+>", " ", row)
    others = re.search(r'<details id="other-published">.*?</details>', page, re.DOTALL)[0]
    assert "Acciones estratégicas en nivel alto: <strong>88</strong>" in others
    assert "Puntaje (a), ruta estratégica: <strong>33</strong>" in others


def test_reported_and_published_figures_of_an_indicator_lead_to_where_they_come_from(planted, as_role):
    page = as_role("planner").get(address_of("indicator", planted)).content.decode()
    row = re.search(rf'<tr id="p-{planted.reported}">.*?</tr>', page, re.DOTALL)[0]
    assert f'href="#o-{planted.reported}"' in row
    origin = re.search(rf'id="o-{planted.reported}".*?</tr>', page, re.DOTALL)[0]
    history = re.search(r'href="([^"]*/historial/[^"]*)"', origin)[1].replace("&amp;", "&")
    told = as_role("planner").get(history)
    assert {change.kind for change in told.context["rows"]} == {"values"}
    assert "/historial/" not in as_role("reader").get(address_of("indicator", planted)).content.decode()


def test_executions_lead_to_their_activities(planted, as_role):
    client, listed = as_role("reader"), reverse("activities", kwargs={"slug": SLUG})
    dashboard = client.get(reverse("dashboard", kwargs={"slug": SLUG})).content.decode()
    assert len(re.findall(rf'class="figure [^"]*" href="{listed}" title="', dashboard)) == 3
    page = client.get(address_of("evaluation", planted)).content.decode()
    table = page[page.index('id="execution"') : page.index('id="priorities"')]
    centre = re.search(rf'<a class="figure" href="({listed}\?centro=[^"]+)">(\d+)</a>', table)
    assert client.get(centre[1]).context["rows"].paginator.count == int(centre[2])
    foot = table[table.index("<tfoot>") :]
    assert foot.count(f'href="{listed}"') == 4


def test_a_published_progress_leads_to_its_source(planted, as_role):
    result = Result.objects.filter(
        evaluation=Evaluation.objects.filter(period="2024").latest("pk"), kind="objective"
    ).first()
    Result.objects.filter(pk=result.pk).update(published_progress="203.5")
    page = as_role("reader").get(reverse("dashboard", kwargs={"slug": SLUG})).content.decode()
    assert re.search(rf'href="/{SLUG}/indicadores/{result.indicator_code}/#sources"[^>]*>203\.5</a>', page)
