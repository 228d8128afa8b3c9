"""What the pages say, how many queries they ask, and what they hold besides words."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.web.addresses import address_of
from tests.web.planting import SLUG

from quipu.apps.evaluation.models import Evaluation, Result
from quipu.apps.history.services import FactChange, record_changes

PAGES = (
    "account",
    "password",
    "activities",
    "activity",
    "build",
    "centres",
    "collection",
    "comparison",
    "countries",
    "country",
    "correct-value",
    "cancel-record",
    "chain",
    "chains",
    "commitment",
    "commitments",
    "confirm-record",
    "edit-mechanism",
    "edit-organisation",
    "edit-person",
    "edit-record",
    "instruments",
    "mechanism",
    "mechanisms",
    "merge-record",
    "new-holding",
    "new-mechanism",
    "new-organisation",
    "new-person",
    "new-record",
    "new-region",
    "organisation",
    "organisations",
    "pending",
    "people-register",
    "person",
    "record",
    "region",
    "regions",
    "count-rows",
    "counting-rule",
    "counts",
    "dashboard",
    "change-document",
    "document",
    "documents",
    "new-document",
    "evaluation",
    "history",
    "indicator",
    "level-dates",
    "level-lock",
    "level-reopen",
    "people",
    "plan",
    "read-report",
    "register",
    "register-calendar",
    "register-map",
    "register-timeline",
    "reporting-period",
    "reports",
    "published-figure",
    "published-figures",
    "submission",
    "tokens",
)
MORE_QUERIES = {"submission": 20, "indicator": 16, "pending": 17}
"""Pages that show more kinds of facts than others; their number of queries does not grow with what they show."""
VOID = {"meta", "link", "input", "img", "br", "hr"}
OPTIONAL = {"p", "li", "option", "tr", "td", "th", "thead", "tbody", "tfoot"}


class Reading(HTMLParser):
    """Reads a page: what is not closed, what is named twice, and what is written inline."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.ids: list[str] = []
        self.targets: list[str] = []
        self.inline: list[str] = []
        self.headings: list[int] = []
        self.unlabelled: list[str] = []
        self.labels: set[str] = set()
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        if tag not in VOID:
            self.open.append(tag)
        self.ids += [values["id"]] if "id" in values else []
        self.inline += [f"{tag}.{name}" for name in values if name == "style" or name.startswith("on")]
        self.inline += [tag] if tag == "style" or (tag == "script" and "src" not in values) else []
        self.headings += [int(tag[1])] if re.fullmatch("h[1-6]", tag) else []
        self.targets += [values["href"][1:]] if tag == "a" and values.get("href", "").startswith("#") else []
        self.labels |= {values["for"]} if tag == "label" and "for" in values else set()
        is_field = tag in ("input", "select", "textarea") and values.get("type") != "hidden"
        if is_field and "label" not in self.open:
            self.unlabelled += [] if "aria-label" in values else [values.get("id", tag)]

    def handle_endtag(self, tag):
        assert self.open and self.open[-1] == tag, f"</{tag}> closes {self.open[-3:]}"
        self.open.pop()


@pytest.fixture(params=PAGES)
def page(request, planted, as_role):
    """A page as a planner reads it."""
    return as_role("planner").get(address_of(request.param, planted))


def test_a_page_is_well_formed_and_holds_nothing_inline(page):
    reading = Reading(page.content.decode())
    assert reading.open == []
    assert reading.inline == []
    assert len(reading.ids) == len(set(reading.ids)), "an id stands twice"
    assert set(reading.targets) <= set(reading.ids), "a link leads to no place of the page"
    assert set(reading.unlabelled) <= reading.labels, "a field has no label"


def test_headings_begin_with_one_and_skip_none(page):
    levels = Reading(page.content.decode()).headings
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_a_page_is_small(page):
    assert len(page.content) < 150_000


def test_no_page_is_left_in_english(page):
    assert 'lang="es-pe"' in page.content.decode()
    assert not re.search(r"\b(the|Dashboard|Progress|Sign out)\b", _texts(page.content.decode()))


def _texts(page: str) -> str:
    return re.sub(r"<[^>]+>", " ", page).replace("English", "")


@pytest.mark.parametrize("name", PAGES)
def test_no_page_asks_more_than_fifteen_queries(name, planted, as_role, django_assert_max_num_queries):
    client = as_role("planner")
    with django_assert_max_num_queries(MORE_QUERIES.get(name, 15)):
        assert client.get(address_of(name, planted)).status_code == 200


@pytest.mark.parametrize(
    ("name", "few"), [("activities", {"accion": "AEI.01.01"}), ("evaluation", {"tipo": "objective"})]
)
def test_more_rows_take_no_more_queries(name, few, planted, as_role, django_assert_num_queries):
    client, address = as_role("planner"), address_of(name, planted)
    with CaptureQueriesContext(connection) as asked:
        client.get(address, few)
    with django_assert_num_queries(len(asked)):
        client.get(address)


def test_security_headers(page):
    policy = page["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert page["X-Frame-Options"] == "DENY"
    assert page["X-Content-Type-Options"] == "nosniff"


def test_every_figure_of_the_dashboard_says_how_and_leads_on(planted, as_role):
    page = as_role("reader").get(reverse("dashboard", kwargs={"slug": SLUG})).content.decode()
    for result in Result.objects.filter(evaluation=_latest(), kind="objective", outcome="computed"):
        assert result.trace["sentence"]["es"].replace("<", "&lt;") in page
        assert f"/{SLUG}/indicadores/{result.indicator_code}/#p-2024" in page


def test_what_is_missing_is_not_a_zero(planted, as_role):
    page = as_role("reader").get(reverse("evaluation", kwargs={"slug": SLUG}) + "?resultado=not_reported")
    rows = re.findall(r'<tr id="r-.*?</tr>', page.content.decode(), re.DOTALL)
    assert rows
    assert all("—" in row and "0.00" not in row for row in rows)


def test_the_months_without_a_report_are_named(planted, as_role):
    result = Result.objects.filter(evaluation=_latest(), outcome_reason="months_not_reported").first()
    result.trace["progress"]["inputs"]["missing_months"] = ["3", "4"]
    result.save()
    page = as_role("reader").get(reverse("activity", kwargs={"slug": SLUG, "code": result.code}))
    assert "Faltan los reportes de marzo y abril: lo ejecutado que se muestra es parcial." in page.content.decode()


def test_a_year_without_evaluation_is_not_taken_for_one_without_data(planted, as_role):
    Evaluation.objects.filter(period="2023").delete()
    page = as_role("reader").get(address_of("indicator", planted)).content.decode()
    row = re.search(r'<tr id="p-2023">.*?</tr>', page, re.DOTALL)
    assert row and "sin evaluar" in row[0]


def test_an_evaluation_says_when_the_data_have_changed_since(planted, as_role):
    client, address = as_role("planner"), reverse("dashboard", kwargs={"slug": SLUG})
    assert "Los datos han cambiado" not in client.get(address).content.decode()
    change = FactChange("plans.value.corrected", "values", ("PEI", "IND", "2024", "corrected"), None, {"number": "1"})
    record_changes(institution=planted.institution, changes=[change])
    assert "Los datos han cambiado" in client.get(address).content.decode()
    client.post(reverse("compute", kwargs={"slug": SLUG}))
    assert "Los datos han cambiado" not in client.get(address).content.decode()


def test_the_history_says_codes_in_words(planted, as_role):
    client, address = as_role("planner"), reverse("history", kwargs={"slug": SLUG})
    key = ("PEI", "IND.OEI.01", "2024", "ascending")
    counted = ("PEI", "IND.OEI.01", "2024", "counted")
    changes = [
        FactChange("plans.override.added", "overrides", key),
        FactChange("plans.value.counted", "values", counted),
    ]
    record_changes(institution=planted.institution, changes=changes)
    words = (
        ("overrides", "ascendente", "ascending"),
        ("amounts", "ejecutado · física", "executed"),
        ("values", "2024 · contado", "2024 · counted"),
    )
    for kind, word, code in words:
        page = client.get(address, {"tipo": kind}).content.decode()
        rows = page[page.index("<tbody") :]
        assert word in rows
        assert code not in rows


def test_counts_agree_with_any_noun(planted, as_role):
    for name in ("dashboard", "evaluation"):
        page = _texts(as_role("reader").get(address_of(name, planted)).content.decode())
        assert not re.search(r"\d+\s+no (reportad|programad)o\b", page)
    assert re.search(r"no reportado:\s+\d", page)


def _latest() -> Evaluation:
    return Evaluation.objects.filter(period="2024").latest("pk")


def test_an_invented_institution_says_so_on_every_page(page):
    if page.wsgi_request.path not in (reverse("account"), reverse("password"), reverse("tokens")):
        assert "Datos ficticios" in page.content.decode()


@pytest.mark.parametrize("query", ["periodo=enero", "periodo=1999", "version=99", "version=x"])
def test_a_version_or_period_that_does_not_exist_is_not_found(query, planted, as_role):
    assert as_role("reader").get(reverse("dashboard", kwargs={"slug": SLUG}) + f"?{query}").status_code == 404


def test_a_chosen_period_stays_in_the_links(planted, as_role):
    page = as_role("reader").get(reverse("dashboard", kwargs={"slug": SLUG}) + "?periodo=2023&version=3")
    assert f"/{SLUG}/plan/?periodo=2023&amp;version=3" in page.content.decode()


def test_a_period_without_evaluation_offers_to_make_one(planted, as_role):
    address = reverse("dashboard", kwargs={"slug": SLUG}) + "?periodo=2022&version=1"
    assert "Evaluar 2022" in as_role("planner").get(address).content.decode()
    assert "Evaluar 2022" not in as_role("reader").get(address).content.decode()


def test_english_at_a_click(planted, as_role):
    client = as_role("reader")
    address = reverse("dashboard", kwargs={"slug": SLUG})
    answer = client.post(reverse("language"), {"language": "en", "next": address}, follow=True)
    assert answer.redirect_chain[-1][0] == address
    assert "Progress of the objectives" in answer.content.decode()
    assert 'lang="en"' in answer.content.decode()


def test_coming_back_after_the_language_never_leaves_the_site(planted, as_role):
    answer = as_role("reader").post(reverse("language"), {"language": "en", "next": "https://example.org/"})
    assert answer["Location"] == reverse("home")
