"""Calendar, timeline, map, countries and the sheet of one; none asks more queries when there is more to show."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from tests.factories.register import RecordFactory

SLUG = "mirador"
PAGES = {
    "register": "q=reunion&tipo=bilateral_meeting&unidad=DGA&pais=FRA&region=europa&mecanismo=CP-FRA",
    "register-calendar": "mes=2024-05&unidad=DGA",
    "register-timeline": "lapso=2024&unidad=DGA",
    "register-map": "lapso=2024&q=reunion",
    "countries": "",
    "country": "",
}


def _see(client, name, query=""):
    parts = {"slug": SLUG, **({"code": "FRA"} if name == "country" else {})}
    return client.get(f"{reverse(name, kwargs=parts)}?{query}")


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("role", ["planner", "focal_point"])
def test_no_page_asks_more_than_fifteen_queries(as_role, lookout, name, role, django_assert_max_num_queries):
    RecordFactory.create_batch(20, institution=lookout, starts_on=date(2024, 5, 7), countries_with=["FRA", "ARG"])
    client = as_role(role)
    _see(client, name)
    for query in ("", PAGES[name]):
        with django_assert_max_num_queries(15):
            assert _see(client, name, query).status_code == 200


@pytest.mark.parametrize("name", PAGES)
def test_every_page_has_the_second_row_of_places(as_role, name):
    page = _see(as_role("reader"), name).content.decode()
    for words in ("Lista", "Calendario", "Línea de tiempo", "Mapa", "Países", "Mecanismos", "Conteos"):
        assert f">{words}</a>" in page


@pytest.mark.parametrize("name", ["register", "register-calendar", "register-timeline", "register-map"])
def test_what_is_not_understood_in_the_address_is_said_and_narrows_nothing(as_role, name):
    client = as_role("reader")
    strange = "pais=ZZZ&tipo=banquet&tipo=visit&modo=x&desde=ayer&lapso=2024-M13&estado=done"
    answer = _see(client, name, strange)
    page = answer.content.decode()
    for words in ("pais=ZZZ", "tipo=banquet", "modo=x", "desde=ayer", "lapso=2024-M13"):
        assert f"No se entendió el filtro «{words}»" in page
    assert answer.context["listing"].query == _see(client, name, "tipo=visit&estado=done").context["listing"].query
    assert [str(chip.name) for chip in answer.context["chips"]] == ["Tipo", "Estado"]


def test_days_the_wrong_way_round_are_told_beside_them(as_role):
    page = _see(as_role("reader"), "register", "desde=2024-06-01&hasta=2024-05-01").content.decode()
    assert "«Desde» es posterior a «Hasta»" in page
    assert page.count('aria-invalid="true" aria-describedby="days-fault"') == 2
    assert "days-fault" not in _see(as_role("reader"), "register", "desde=2024-06-01&hasta=2024-06-01").content.decode()


def test_regions_and_units_are_all_of_them_in_the_feminine(as_role):
    page = _see(as_role("reader"), "register").content.decode()
    for name, word in (("region", "Todas"), ("unidad", "Todas"), ("pais", "Todos")):
        assert f'name="{name}"><option value="">{word}</option>' in page


def test_what_asks_for_attention_is_the_second_place_and_the_places_can_be_skipped(as_role):
    page = _see(as_role("reader"), "register").content.decode()
    assert page.index(">Lista</a>") < page.index(">Por atender</a>") < page.index(">Calendario</a>")
    assert 'href="#below-places"' in page
    assert 'id="below-places" tabindex="-1"' in page


def test_a_new_act_is_written_under_the_list(as_role):
    page = as_role("planner").get(reverse("new-record", kwargs={"slug": SLUG})).content.decode()
    assert 'aria-current="page">Lista</a>' in page


def test_the_calendar_goes_to_the_months_around_with_its_filters(as_role):
    answer = _see(as_role("reader"), "register-calendar", "mes=2024-12&pais=FRA")
    assert answer.context["before"] == "?pais=FRA&mes=2024-11"
    assert answer.context["after"] == "?pais=FRA&mes=2025-01"
    assert "diciembre de 2024" in answer.content.decode()


@pytest.mark.parametrize("asked", ["", "ayer", "2024-13", "0001-01", "9999-12"])
def test_a_month_that_is_none_is_this_one(as_role, asked):
    today = _see(as_role("reader"), "register-calendar", f"mes={asked}").context["month"].first
    assert today == date.today().replace(day=1)  # noqa: DTZ011


def test_the_calendar_shows_an_act_on_each_of_its_days(as_role):
    page = _see(as_role("reader"), "register-calendar", "mes=2024-05").content.decode()
    assert page.count("Visita de Estado") == 2
    assert "Visita en mayo" in page


def test_the_timeline_stands_under_its_months(as_role):
    answer = _see(as_role("reader"), "register-timeline", "lapso=2024")
    assert [(name, [row.code for row in rows]) for name, rows in answer.context["groups"]] == [
        ("mayo de 2024", ["VIS-ARG", "REUN", "VIS-BRA"]),
        ("marzo de 2024", ["SES-III"]),
    ]
    assert [(bar.name, bar.count) for bar in answer.context["years"]][-3:] == [("2024", 4), ("2023", 1), ("2022", 1)]
    may = answer.context["months"][4]
    assert (may.name, may.count, may.share, may.address) == ("mayo de 2024", 3, "100.00", "?lapso=2024-M05")


def test_a_bar_is_as_wide_as_its_share_of_the_fullest(as_role, lookout):
    RecordFactory.create_batch(300, institution=lookout, starts_on=date(2021, 5, 7))
    page = _see(as_role("reader"), "register-timeline").content.decode()
    assert '<rect width="100.00%"' in page
    assert '<rect width="1.33%"' in page


def test_a_bar_leads_to_as_many_acts_as_it_says(as_role):
    client = as_role("reader")
    for bar in _see(client, "register-timeline", "lapso=2024").context["months"]:
        assert _see(client, "register-timeline", bar.address[1:]).context["rows"].paginator.count == bar.count


def test_the_map_counts_what_is_done_and_its_table_leads_to_the_acts(as_role):
    client = as_role("reader")
    answer = _see(client, "register-map")
    assert answer.context["rows"] == [("FRA", 4), ("ARG", 1), ("BRA", 1)]
    assert "Francia: 4" in answer.context["chart"].alt
    seen = _see(client, "register", answer.context["links"]["FRA"])
    assert seen.context["rows"].paginator.count == 4


def test_a_country_too_small_to_be_drawn_is_said(as_role):
    answer = _see(as_role("reader"), "register-map", "estado=planned")
    assert answer.context["undrawn"] == ["Malta"]
    assert "Demasiado pequeños para dibujarse" in answer.content.decode()


def test_an_empty_map_is_drawn(as_role):
    assert "Ningún acto coincide" in _see(as_role("reader"), "register-map", "q=zzz").content.decode()


def test_countries_stand_by_name_under_their_regions(as_role):
    answer = _see(as_role("reader"), "countries")
    assert [group.region.code for group in answer.context["groups"]] == ["america", "sudamerica", "europa"]
    assert [item.code for item in answer.context["groups"][2].countries] == ["FRA", "MLT"]


def test_the_sheet_of_a_country_says_its_mechanism_and_what_it_lacks(as_role):
    page = _see(as_role("reader"), "country").content.decode()
    for words in ("Francia", "Europa", "Embajada en Francia", "Memorándum", "Enviar la propuesta", "Jeanne Dupont"):
        assert words in page
    assert "fuera de plazo" in page
    assert "II" in page


def test_a_country_that_does_not_exist_has_no_sheet(as_role):
    client = as_role("reader")
    for code in ("PER3", "YUG", "fra"):
        assert client.get(reverse("country", kwargs={"slug": SLUG, "code": code})).status_code == 404


@pytest.mark.parametrize("month", ["9999-99", "mayo", "2024-13", "1500-01"])
def test_a_month_that_is_none_is_told(as_role, month):
    page = _see(as_role("reader"), "register-calendar", f"mes={month}").content.decode()
    assert f"No se entendió el mes «{month}»" in page
    assert "No se entendió el mes" not in _see(as_role("reader"), "register-calendar", "mes=2024-05").content.decode()
