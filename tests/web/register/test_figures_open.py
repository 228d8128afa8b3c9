"""Figures of the register lead to the acts that they count, and the years of the line leave none unsaid."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.urls import reverse
from tests.factories.register import RecordFactory

from quipu.apps.register.models import Citation, Mechanism

SLUG = "mirador"


@pytest.fixture
def see(as_role, lookout):
    """Opens a page by its name as a reader."""
    client = as_role("reader")
    return lambda name, query="", **parts: client.get(f"{reverse(name, kwargs={'slug': SLUG, **parts})}?{query}")


def counted_at(see, address):
    """How many acts the list at an address holds."""
    path, _mark, query = unescape(address).partition("?")
    assert path == reverse("register", kwargs={"slug": SLUG})
    return see("register", query).context["rows"].paginator.count


def figures_in(text):
    """Each figure of a page with the address that it leads to."""
    return re.findall(r'<a class="figure"[^>]*href="([^"]+)"[^>]*>\s*([\d,]+)', text)


def test_the_evidence_of_an_act_is_one_click_from_the_list(see):
    cited = Citation.objects.filter(record__institution__slug=SLUG).first().record
    page = see("register").content.decode()
    address = reverse("record", kwargs={"slug": SLUG, "code": cited.code})
    assert (f"{address}#evidence", str(cited.citations.count())) in figures_in(page)


def test_the_total_of_a_country_leads_to_as_many_acts(see):
    page = see("country", code="FRA").content.decode()
    rows = re.findall(r"<strong>(<a .*?</a>)</strong></td></tr>", page[page.index('id="figures"') :])
    assert rows
    for row in rows:
        [(address, total)] = figures_in(row)
        assert counted_at(see, address) == int(total)


def test_the_sessions_of_a_mechanism_lead_to_as_many_acts(see):
    mechanism = Mechanism.objects.filter(institution__slug=SLUG).first()
    page = see("mechanism", code=mechanism.code).content.decode()
    found = [(address, shown) for address, shown in figures_in(page) if "mecanismo=" in address]
    assert len(found) == 1
    assert counted_at(see, found[0][0]) == int(found[0][1])


def test_what_waits_and_how_commitments_stand_are_counted_inside_their_links(see):
    commitments = see("commitments").content.decode()
    assert re.search(r'<a href="\?estado=\w+"[^>]*>[^<]+<span class="big">\d+</span></a>', commitments)
    pending = see("pending").content.decode()
    sorts = re.search(r'<nav class="sorts".*?</nav>', pending, re.DOTALL)[0]
    assert "</a> <strong>" not in sorts
    assert re.search(r'<a href="#\w+">[^<]+ <strong>\d+</strong></a>', sorts)


def test_the_years_of_the_line_say_how_many_acts_have_none(see, lookout):
    RecordFactory.create_batch(3, institution=lookout, starts_on=None, ends_on=None, precision="unknown")
    answer = see("register-timeline")
    bars = sum(bar.count for bar in answer.context["years"])
    undated = answer.context["rows"].paginator.count - bars
    assert undated >= 3
    assert f"{undated} sin un año conocido" in answer.content.decode()
    assert "sin un año conocido" not in see("register-timeline", "lapso=2024").content.decode()


def test_regions_keep_their_language_on_an_english_page(lookout, as_role):
    reader = as_role("reader")
    reader.post(reverse("language"), {"language": "en"})
    for name, parts in (("countries", {}), ("country", {"code": "FRA"}), ("regions", {})):
        page = reader.get(reverse(name, kwargs={"slug": SLUG, **parts})).content.decode()
        assert re.search(r'lang="es">Europa</', page), name
