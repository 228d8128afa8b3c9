"""One act moved to another year in a real browser: every place that counts it follows, and an undo brings all back."""

from __future__ import annotations

import re

import pytest
from django.db.models import Q
from django.urls import reverse
from tests.web.browsing import CHROMIUM, sign_in
from tests.web.planting import SLUG

from quipu.apps.publishing.services import build_report, publish
from quipu.apps.register.models import CountingRule, Record
from quipu.apps.register.queries.counts import rows_counted

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed (make setup-browser)"),
    pytest.mark.django_db(transaction=True),
]

INDICATOR, YEAR, REASON = "IND.OEI.01", "2024", "La nota verbal la fecha en 2023"


def _last_counted_with_its_country():
    """An act of one day that the rule counts and that is the last done with its only country; and that country."""
    rule = CountingRule.objects.get(indicator__code=INDICATOR)
    done = Record.objects.filter(status="done", merged_into=None)
    for act in rows_counted(rule, YEAR).filter(Q(ends_on=None), precision="day", kind="bilateral_meeting"):
        countries = [party.country for party in act.counterparts.all()]
        later = done.filter(counterparts__country__in=countries, starts_on__gte=act.starts_on).exclude(pk=act.pk)
        if len(countries) == 1 and countries[0] and not later.exists():
            return act, countries[0]
    raise AssertionError("no counted act is the last with its country")


def test_an_act_moved_to_another_year_is_followed_everywhere_and_comes_back(site, page):
    url, planted = site
    act, country = _last_counted_with_its_country()
    build = build_report(version=planted.version, period=YEAR, report="evaluation")
    publish(build=build)
    sign_in(page, url)

    def address(name, query="", **parts):
        return f"{url}{reverse(name, kwargs={'slug': SLUG, **parts})}{query}"

    def seen():
        """What each place says: the count, the dashboard, the indicator's page, the country's sheet, the report."""
        page.goto(address("count-rows", f"?periodo={YEAR}", code=INDICATOR))
        rows = page.get_by_role("link", name=act.title).count()
        page.goto(address("dashboard", f"?periodo={YEAR}"))
        dashboard = page.locator("#counted ~ .scroll tr", has_text=INDICATOR).inner_text()
        page.goto(address("indicator", f"?periodo={YEAR}", code=INDICATOR))
        series = page.locator(f"#p-{YEAR}").inner_text()
        page.goto(address("country", code=country))
        sheet = page.get_by_role("main").get_by_role("link", name=act.title).count()
        page.goto(address("build", "?comparar=1", build_id=build.pk))
        drift = page.locator("#drift ~ *").all_inner_texts()
        return rows, dashboard, series, sheet, drift

    before = seen()
    print(before)
    page.goto(address("edit-record", code=act.code))
    page.get_by_label("Fecha, o su primer día").fill(act.starts_on.replace(year=2023).isoformat())
    page.get_by_label("Por qué lo cambia").fill(REASON)
    page.get_by_role("button", name="Guardar", exact=True).last.click()
    page.get_by_text(REASON).first.wait_for()
    after = seen()
    print(after)
    page.goto(address("record", code=act.code))
    page.get_by_role("button", name="Deshacer este cambio").click()
    page.get_by_text("Se deshizo el último cambio").wait_for()
    assert seen() == before
    assert False
