"""Lists: search, filters, order, pages, exports and kept views, all in the address."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest
from django.urls import reverse
from tests.web.planting import SLUG

from quipu.apps.accounts.models import SavedView
from quipu.apps.plans.models import OperationalActivity
from quipu.web.spreadsheets import write_csv, write_xlsx


def _list(client, **query):
    return client.get(reverse("activities", kwargs={"slug": SLUG}), query)


def _codes(answer):
    return [row.code for row in answer.context["rows"]]


def test_the_list_is_cut_in_pages(as_role):
    client = as_role("reader")
    first, second = _list(client), _list(client, pagina="2")
    assert len(_codes(first)) == 50
    assert len(_codes(second)) == 10
    assert not set(_codes(first)) & set(_codes(second))


def test_search_forgives_accents_and_case(as_role):
    client = as_role("reader")
    name = OperationalActivity.objects.get(code=_codes(_list(client))[0], operational_plan__year=2024).name
    word = max(name.split(), key=len)
    plain = word.translate(str.maketrans("áéíóúñ", "aeioun")).upper()
    assert _codes(_list(client, q=plain)) == _codes(_list(client, q=word)) != []


@pytest.mark.parametrize(
    ("name", "value"), [("accion", "AEI.01.01"), ("objetivo", "OEI.02"), ("resultado", "computed"), ("nivel", "high")]
)
def test_a_filter_narrows_the_list(as_role, name, value):
    everything, narrowed = (_list(as_role("reader"), **query).context["rows"] for query in ({}, {name: value}))
    assert 0 < narrowed.paginator.count < everything.paginator.count


def test_sorting_puts_what_has_no_value_last_in_both_directions(as_role):
    client = as_role("reader")
    for sort in ("avance", "-avance"):
        values = [row.progress_raw for row in _list(client, orden=sort, pagina="2").context["rows"]]
        rest = [row.progress_raw for row in _list(client, orden=sort).context["rows"]] + values
        known = [value for value in rest if value is not None]
        assert rest[len(known) :] == [None] * (len(rest) - len(known))
        assert known == sorted(known, reverse=sort.startswith("-"))


def test_an_order_that_does_not_exist_is_the_usual_one(as_role):
    client = as_role("reader")
    assert _codes(_list(client, orden="password")) == _codes(_list(client))


@pytest.mark.parametrize("query", ["", "?accion=AEI.01.01", "?q=a&orden=-avance"])
def test_an_export_is_the_list_as_it_is_seen(as_role, query):
    client = as_role("reader")
    seen = client.get(reverse("activities", kwargs={"slug": SLUG}) + query).context["rows"].paginator
    address = reverse("export-activities", kwargs={"slug": SLUG, "format": "csv"}) + query
    rows = list(csv.reader(io.StringIO(client.get(address).content.decode("utf-8-sig"))))
    assert [row[0] for row in rows[1:]] == [row.code for row in seen.object_list]


def test_an_export_as_a_workbook_has_numbers(as_role):
    address = reverse("export-activities", kwargs={"slug": SLUG, "format": "xlsx"})
    sheet = openpyxl.load_workbook(io.BytesIO(as_role("reader").get(address).content)).active
    progress = [cell.value for cell in sheet["J"][1:] if cell.value is not None]
    assert progress
    assert all(isinstance(value, int | float) for value in progress)


def test_an_export_of_another_kind_does_not_exist(as_role):
    address = reverse("export-activities", kwargs={"slug": SLUG, "format": "exe"})
    assert as_role("reader").get(address).status_code == 404


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_no_text_of_an_export_is_a_formula(text):
    assert next(csv.reader(io.StringIO(write_csv([], [[text]]).decode("utf-8-sig").split("\n", 1)[1])))[0] == f"'{text}"
    cell = openpyxl.load_workbook(io.BytesIO(write_xlsx(["a"], [[text]]))).active["A2"]
    assert cell.data_type == "s"


def test_a_view_is_kept_followed_and_dropped_by_its_owner_only(as_role):
    client = as_role("reader")
    client.post(reverse("keep-view", kwargs={"slug": SLUG}), {"name": "Las bajas", "query": "nivel=low"})
    view = SavedView.objects.get()
    assert "Las bajas" in _list(client).content.decode()
    drop = reverse("drop-view", kwargs={"slug": SLUG, "view_id": view.pk})
    assert as_role("planner").post(drop).status_code == 404
    assert client.post(drop).status_code == 302
    assert not SavedView.objects.exists()


def test_a_view_without_a_name_is_not_kept(as_role):
    client = as_role("reader")
    answer = client.post(reverse("keep-view", kwargs={"slug": SLUG}), {"query": "nivel=low"}, follow=True)
    assert "La vista no se guardó" in answer.content.decode()
    assert not SavedView.objects.exists()
