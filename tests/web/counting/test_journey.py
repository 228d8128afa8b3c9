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


def _last_with_its_country():
    """An act of one day that the rule counts and that is the last done with its only country; and that country."""
    rule = CountingRule.objects.get(indicator__code=INDICATOR)
    done = Record.objects.filter(status="done", merged_into=None)
    for act in rows_counted(rule, YEAR).filter(Q(ends_on=None), precision="day", kind="bilateral_meeting"):
        countries = [party.country for party in act.counterparts.all()]
        later = done.filter(counterparts__country__in=countries, starts_on__gte=act.starts_on).exclude(pk=act.pk)
        if len(countries) == 1 and countries[0] and not later.exists():
            return act, countries[0]
    raise AssertionError("no counted act is the last with its country")


class Places:
    """What each place says of one act: the rows of the count, dashboard, indicator, country sheet, published report."""

    def __init__(self, page, url, act, country, build):
        self.page, self.url, self.act, self.country, self.build = page, url, act, country, build

    def open(self, name, query="", **parts):
        self.page.goto(f"{self.url}{reverse(name, kwargs={'slug': SLUG, **parts})}{query}")

    def rows(self):
        self.open("count-rows", f"?periodo={YEAR}", code=INDICATOR)
        return self.page.get_by_role("link", name=self.act.title).count()

    def dashboard(self):
        self.open("dashboard", f"?periodo={YEAR}")
        table = self.page.get_by_role("region", name="Contado del registro")
        return table.get_by_role("row", name=re.compile("OEI.01")).inner_text()

    def indicator(self):
        """Counted values by year."""
        self.open("indicator", f"?periodo={YEAR}", code=INDICATOR)
        cells = {year: self.page.locator(f"#p-{year} td").all_inner_texts() for year in ("2023", YEAR)}
        return {year: int(re.match(r"\d+", texts[2])[0]) for year, texts in cells.items()}

    def country_sheet(self):
        self.open("country", code=self.country)
        named = self.page.locator("li", has=self.page.get_by_role("link", name=self.act.title))
        return named.first.inner_text()

    def report(self):
        self.open("build", "?comparar=1", build_id=self.build.pk)
        return self.page.get_by_role("main").inner_text()

    def all(self):
        return self.rows(), self.dashboard(), self.indicator(), self.country_sheet(), self.report()


def test_an_act_moved_to_another_year_is_followed_everywhere_and_comes_back(site, page):
    url, planted = site
    act, country = _last_with_its_country()
    meetings = int(act.figures.get(name="encuentros").value)
    build = build_report(version=planted.version, period=YEAR, report="evaluation")
    publish(build=build)
    sign_in(page, url)
    places = Places(page, url, act, country, build)
    before = places.all()
    assert (before[0], "todas las cifras se imprimen hoy igual" in before[4]) == (1, True)

    places.open("edit-record", code=act.code)
    page.get_by_label("Fecha, o su primer día").fill(act.starts_on.replace(year=2023).isoformat())
    page.get_by_label("Por qué lo cambia").fill(REASON)
    page.get_by_role("button", name="Guardar", exact=True).last.click()
    page.get_by_text(REASON).first.wait_for()
    rows, dashboard, counted, sheet, report = places.all()
    assert rows == 0
    assert f"−{meetings} desde que se calculó" in dashboard
    assert counted == {"2023": before[2]["2023"] + meetings, YEAR: before[2][YEAR] - meetings}
    assert (" de 2024" in before[3], " de 2023" in sheet) == (True, True)
    assert re.search(rf"Contado del registro\s.*\s{before[2][YEAR]}\s+{counted[YEAR]}\s", report, re.DOTALL)

    places.open("record", code=act.code)
    page.get_by_role("button", name="Deshacer este cambio").click()
    page.get_by_text("Se deshizo el último cambio").wait_for()
    assert places.all() == before
