"""The list of records: what it shows, how it is narrowed, kept and exported."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, datetime

import openpyxl
import pytest
from django.urls import reverse
from icalendar import Calendar
from tests.factories.organisation import InstitutionFactory
from tests.factories.register import RecordFactory

from quipu.apps.accounts.models import SavedView
from quipu.apps.register.queries.looking import RecordFilters, records_matching
from quipu.web import register_listing
from quipu.web.register_listing import RecordListing, sorted_records

SLUG = "mirador"


def _list(client, query=""):
    return client.get(f"{reverse('register', kwargs={'slug': SLUG})}?{query}")


def _codes(answer):
    return [record.code for record in answer.context["rows"]]


def _export(client, format, query=""):
    return client.get(f"{reverse('export-register', kwargs={'slug': SLUG, 'format': format})}?{query}")


def test_the_list_goes_from_the_latest_back_and_says_what_each_act_is(as_role):
    answer = _list(as_role("reader"))
    assert _codes(answer) == ["PLAN", "VIS-ARG", "REUN", "VIS-BRA", "SES-III", "MEM", "SES-I", "FORO"]
    page = answer.content.decode()
    assert "del 30 de mayo al 2 de junio de 2024" in page
    assert "sin fecha" in page
    assert "8 actos" in page
    assert "Registro de la acción" in page


def test_words_without_accents_find_an_act_and_a_chip_takes_them_away(as_role):
    client = as_role("reader")
    answer = _list(client, "q=educacion&pais=FRA&tipo=bilateral_meeting")
    assert _codes(answer) == ["REUN"]
    chips = {str(chip.name): chip for chip in answer.context["chips"]}
    assert {name: chip.value for name, chip in chips.items()} == {
        "Palabras": "educacion",
        "País": "Francia",
        "Tipo": "reunión bilateral",
    }
    fewer = client.get(reverse("register", kwargs={"slug": SLUG}) + chips["Palabras"].address)
    assert fewer.context["listing"].query == "tipo=bilateral_meeting&pais=FRA"


@pytest.mark.parametrize(
    ("sort", "first"), [("fecha", "SES-I"), ("titulo", "FORO"), ("-titulo", "VIS-BRA"), ("password", "PLAN")]
)
def test_a_column_sorts_and_a_strange_one_does_not(as_role, sort, first):
    assert _codes(_list(as_role("reader"), f"orden={sort}"))[0] == first


def test_what_has_no_date_goes_last_in_both_orders(as_role):
    for sort in ("fecha", "-fecha"):
        assert _codes(_list(as_role("reader"), f"orden={sort}"))[-1] == "FORO"


def test_fifty_a_page_and_none_twice(as_role, lookout):
    RecordFactory.create_batch(70, institution=lookout, title="Conferencia de puertos", kind="conference")
    client = as_role("reader")
    for query in ("", "q=puerto&"):
        first, second = (_codes(_list(client, f"{query}pagina={number}")) for number in (1, 2))
        assert len(first) == 50
        assert not set(first) & set(second)


@pytest.mark.parametrize("sort", ["-fecha", "fecha", "titulo", "-unidad"])
def test_pages_reached_from_the_end_go_on_where_the_others_stop(as_role, lookout, sort):
    for day in range(1, 29):
        RecordFactory.create_batch(5, institution=lookout, starts_on=date(2023, 2, day))
    RecordFactory.create_batch(12, institution=lookout, starts_on=None, precision="unknown")
    client = as_role("reader")
    pages = [_codes(_list(client, f"orden={sort}&pagina={number}")) for number in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [50, 50, 50, 10]
    together = [code for page in pages for code in page]
    assert len(set(together)) == 160
    rows = sorted_records(lookout.records.filter(merged_into=None), RecordListing(RecordFilters(), sort=sort))
    if sort == "-fecha":
        rows = records_matching(lookout, RecordFilters())
    assert together == list(rows.values_list("code", flat=True))


@pytest.mark.parametrize("query", ["region=america", "q=reunion", "region=america&estado=done"])
@pytest.mark.parametrize("sort", ["-fecha", "fecha", "titulo", "-unidad"])
def test_what_is_found_often_is_listed_as_what_is_found_seldom(as_role, monkeypatch, query, sort):
    client = as_role("reader")
    seldom = _codes(_list(client, f"{query}&orden={sort}"))
    monkeypatch.setattr(register_listing, "FEW", 1)
    often = _codes(_list(client, f"{query}&orden={sort}"))
    assert len(seldom) > 1
    assert often == seldom


def test_only_mine_are_those_of_my_units(as_role):
    assert _codes(_list(as_role("focal_point"), "mios=si")) == ["VIS-ARG"]
    assert _codes(_list(as_role("planner"), "mios=si")) == []


def test_nothing_found_says_what_to_do(as_role):
    assert "Quite un filtro" in _list(as_role("reader"), "q=zzz").content.decode()


def test_another_institution_is_not_seen(as_role):
    RecordFactory(institution=InstitutionFactory(slug="ajena"), code="AJENO")
    client = as_role("planner")
    assert client.get(reverse("register", kwargs={"slug": "ajena"})).status_code == 404
    assert "AJENO" not in _codes(_list(client))


@pytest.mark.parametrize("query", ["", "tipo=visit", "q=reunion&orden=titulo"])
def test_a_table_is_the_list_as_it_is_seen(as_role, query):
    client = as_role("reader")
    rows = list(csv.reader(io.StringIO(_export(client, "csv", query).content.decode("utf-8-sig"))))
    assert [row[0] for row in rows[1:]] == _codes(_list(client, query))
    book = openpyxl.load_workbook(io.BytesIO(_export(client, "xlsx", query).content)).active
    assert [row[0].value for row in book.iter_rows(min_row=2)] == _codes(_list(client, query))


def test_days_of_a_spreadsheet_are_days_and_its_names_are_spanish(as_role, lookout):
    RecordFactory(institution=lookout, code="PAZ", starts_on=date(1883, 10, 20), ends_on=date(1901, 1, 2))
    answer = _export(as_role("reader"), "xlsx")
    assert 'filename="mirador-registro.xlsx"' in answer["Content-Disposition"]
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    days = {row[0].value: row[3:5] for row in sheet.iter_rows(min_row=2)}
    assert sheet.title == "Registro"
    assert [cell.value for cell in days["VIS-ARG"]] == [datetime(2024, 5, 30), datetime(2024, 6, 2)]  # noqa: DTZ001
    assert days["VIS-ARG"][0].number_format == "dd/mm/yyyy"
    assert days["FORO"][0].value is None
    assert (days["PAZ"][0].value, days["PAZ"][1].is_date) == ("1883-10-20", True)
    rows = {
        row[0]: row for row in csv.reader(io.StringIO(_export(as_role("reader"), "csv").content.decode("utf-8-sig")))
    }
    assert rows["VIS-ARG"][3:5] == ["2024-05-30", "2024-06-02"]


def test_a_title_that_begins_like_a_formula_is_only_text(as_role, lookout):
    RecordFactory(institution=lookout, code="=1+1", title="=HYPERLINK(1)", starts_on=date(2031, 1, 1))
    rows = list(csv.reader(io.StringIO(_export(as_role("reader"), "csv").content.decode("utf-8-sig"))))
    assert rows[1][0] == "'=1+1"
    assert rows[1][2] == "'=HYPERLINK(1)"


def test_json_has_codes_and_nulls(as_role):
    (row,) = json.loads(_export(as_role("reader"), "json", "q=SES-III").content)
    assert (row["countries"], row["mechanism"], row["ordinal"]) == (["FRA"], "CP-FRA", 3)
    assert row["ends_on"] is None
    assert row["city"] is None


def test_a_calendar_file_holds_the_acts_whose_day_is_known(as_role):
    answer = _export(as_role("reader"), "ics")
    assert answer["Content-Type"].startswith("text/calendar")
    read = Calendar.from_ical(answer.content)
    events = {str(event["uid"]): event for event in read.walk("VEVENT")}
    assert "VIS-BRA@mirador.quipu" not in events
    assert "FORO@mirador.quipu" not in events
    visit = events["VIS-ARG@mirador.quipu"]
    assert (visit.decoded("dtstart"), visit.decoded("dtend")) == (date(2024, 5, 30), date(2024, 6, 3))
    assert str(visit["status"]) == "CONFIRMED"
    assert str(events["PLAN@mirador.quipu"]["status"]) == "TENTATIVE"
    assert str(visit["url"]).endswith(reverse("record", kwargs={"slug": SLUG, "code": "VIS-ARG"}))
    assert "2 actos" in str(read["x-wr-caldesc"])


def test_events_keep_their_names_and_carry_their_revision(as_role, lookout):
    client = as_role("reader")
    lookout.records.filter(code="MEM").update(revision=4)
    event = next(iter(Calendar.from_ical(_export(client, "ics", "q=MEM").content).walk("VEVENT")))
    assert (str(event["uid"]), event["sequence"]) == ("MEM@mirador.quipu", 3)


def test_events_name_the_counterparts_that_their_titles_do_not(as_role, lookout):
    RecordFactory(institution=lookout, code="HOJA", title="Hoja de ruta (2024-2033)", countries_with=["FRA", "BRA"])
    RecordFactory(institution=lookout, code="CON", title="Visita oficial a Francia", countries_with=["FRA"])
    events = Calendar.from_ical(_export(as_role("reader"), "ics").content).walk("VEVENT")
    titles = {str(event["uid"]).partition("@")[0]: str(event["summary"]) for event in events}
    assert titles["HOJA"] == "Hoja de ruta (2024-2033) (Francia, Brasil)"
    assert titles["CON"] == "Visita oficial a Francia"


def test_a_file_of_another_kind_does_not_exist(as_role):
    assert _export(as_role("reader"), "exe").status_code == 404


def test_a_view_is_kept_followed_and_dropped_by_its_owner_only(as_role):
    client = as_role("reader")
    client.post(reverse("keep-register-view", kwargs={"slug": SLUG}), {"name": "Visitas", "query": "tipo=visit"})
    view = SavedView.objects.get(page="register")
    assert "Visitas" in _list(client).content.decode()
    drop = reverse("drop-register-view", kwargs={"slug": SLUG, "view_id": view.pk})
    assert as_role("planner").post(drop).status_code == 404
    assert client.post(drop).status_code == 302
    assert not SavedView.objects.exists()


def test_a_view_without_a_name_is_not_kept(as_role):
    answer = as_role("reader").post(reverse("keep-register-view", kwargs={"slug": SLUG}), {"query": ""}, follow=True)
    assert "La vista no se guardó" in answer.content.decode()
