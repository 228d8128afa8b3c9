"""What was counted, beside what was typed in and printed."""

from __future__ import annotations

import csv
import dataclasses
import io
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.factories.counting import FIRST, MEETINGS
from tests.factories.register import RecordFactory, RegionFactory
from tests.web.planting import SLUG

from quipu.apps.plans.models import IndicatorSheet, ObtainedValue, PublishedFigure
from quipu.apps.register.drafts import RecordDraft
from quipu.apps.register.models import CountedValue
from quipu.apps.register.services.records import change_record


def _address(name, **parts):
    return reverse(name, kwargs={"slug": SLUG, **parts})


def test_every_indicator_is_listed_under_its_objective(planted, rule, as_role):
    rule.delete()
    page = as_role("reader").get(_address("counts")).content.decode()
    for sheet in IndicatorSheet.objects.filter(version=planted.version).select_related("indicator"):
        assert f'id="i-{sheet.indicator.code}"' in page
    assert "Aún no tiene regla" in page


def test_only_an_objective(planted, rule, as_role):
    page = as_role("reader").get(_address("counts"), {"objetivo": "OEI.01"})
    assert [group.objective.code for group in page.context["groups"]] == ["OEI.01"]


def test_the_difference_has_its_sign_and_words(planted, rule, as_role):
    ObtainedValue.objects.filter(indicator=rule.indicator, period="2024").delete()
    for reported, sign, words in ((5, "−2", "menos que lo reportado"), (1, "+2", "más que lo reportado")):
        ObtainedValue.objects.update_or_create(
            indicator=rule.indicator, period="2024", stage="reported", defaults={"number": Decimal(reported)}
        )
        page = as_role("reader").get(_address("counts"), {"periodo": "2024"}).content.decode()
        assert f"{sign}</strong>" in page
        assert words in page


def test_a_difference_too_small_for_two_decimals_is_not_shown_as_zero(planted, rule, as_role):
    ObtainedValue.objects.filter(indicator=rule.indicator, period="2024").delete()
    ObtainedValue.objects.create(indicator=rule.indicator, period="2024", stage="reported", number=Decimal("3.0003"))
    page = as_role("reader").get(_address("counts"), {"periodo": "2024"}).content.decode()
    assert "−0.0003</strong>" in page


def test_only_a_planner_is_offered_the_rule(planted, rule, as_role):
    address = _address("counting-rule", code=planted.indicator)
    assert address in as_role("planner").get(_address("counts")).content.decode()
    assert address not in as_role("reader").get(_address("counts")).content.decode()


def test_the_rows_are_as_many_as_the_figure(planted, rule, as_role):
    reader, address = as_role("reader"), _address("count-rows", code=planted.indicator)
    kept = [row for row in CountedValue.objects.filter(rule=rule) if int(row.period[:4]) <= planted.version.end_year]
    assert len(kept) > 30
    for row in kept:
        asked = {"periodo": row.period, "por": row.dimension, "valor": row.category}
        page = reader.get(address, asked)
        assert page.context["number"] == row.number
        assert page.context["rows"].paginator.count == row.number, asked


def test_the_figure_of_a_year_with_its_parts_and_evidence(planted, rule, as_role):
    page = as_role("reader").get(_address("count-rows", code=planted.indicator), {"periodo": "2024"})
    assert page.context["number"] == 3
    parts = {(part.dimension, row.category): row.number for part in page.context["breakdowns"] for row in part.rows}
    assert parts["region", "europa"] == 2
    assert parts["country", "FRA"] == 2
    assert parts["country", "ESP"] == 1
    first = next(record for record in page.context["rows"] if record.code == FIRST)
    assert first.evidence == 1
    assert "por=region&amp;valor=europa" in page.content.decode()


def _part(page, dimension):
    return next(part for part in page.context["breakdowns"] if part.dimension == dimension)


def _kept(rule, dimension: str, numbers: dict[str, int]) -> None:
    """What is kept of 2024, in place of what was counted."""
    rule.values.filter(period="2024", dimension=dimension).delete()
    for category, number in numbers.items():
        CountedValue.objects.create(
            rule=rule, period="2024", dimension=dimension, category=category, number=Decimal(number)
        )


def test_regions_follow_the_one_that_they_are_part_of_in_the_order_of_the_institution(planted, rule, as_role):
    planted.institution.regions.update(parent=None)
    planted.institution.regions.all().delete()
    america = RegionFactory(institution=planted.institution, code="america", name="América", order=2)
    RegionFactory(institution=planted.institution, code="asia", name="Asia", order=1)
    for order, (code, name) in enumerate((("norte", "América del Norte"), ("sur", "América del Sur")), start=3):
        RegionFactory(institution=planted.institution, code=code, name=name, parent=america, order=order)
    _kept(rule, "region", {"america": 2, "sur": 1, "norte": 1, "asia": 1})
    page = as_role("reader").get(_address("count-rows", code=planted.indicator), {"periodo": "2024"})
    part = _part(page, "region")
    assert [row.indented for row in part.rows] == ["Asia", "América", "– América del Norte", "– América del Sur"]
    assert [name for name, _ in part.chart.rows] == ["Asia", "América"]
    assert len(part.notes) == 1
    assert "con un guion" in part.notes[0]
    assert "– América del Sur" in page.content.decode()


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ({"FRA": 3, "ESP": 1}, "Suman 4 frente a 3: un registro con varios países cuenta en cada uno."),
        ({"FRA": 1, "ESP": 1}, "Suman 2 frente a 3: lo que no tiene un país conocido no está en ninguno."),
        ({"FRA": 2, "ESP": 1}, None),
    ],
)
def test_the_note_of_a_part_says_what_its_numbers_do(numbers, words, planted, rule, as_role):
    _kept(rule, "country", numbers)
    page = as_role("reader").get(_address("count-rows", code=planted.indicator), {"periodo": "2024"})
    assert list(_part(page, "country").notes) == ([words] if words else [])


def test_a_chart_of_many_categories_says_how_many_it_draws_and_its_data_hold_all(planted, rule, as_role):
    codes = "ARG AUS AUT BEL BOL BRA CAN CHE CHL CHN COL CRI CUB CZE DEU DNK DZA ECU EGY ESP EST"
    _kept(rule, "country", {code: 1 + (code == "DEU") for code in codes.split()})
    page = as_role("reader").get(_address("count-rows", code=planted.indicator), {"periodo": "2024"})
    part = _part(page, "country")
    assert part.chart.subject.endswith(": 12 de 21, de mayor a menor")
    assert len(part.chart.rows) == 21
    assert part.chart.alt.count(";") == 11
    names = [row.name for row in part.rows]
    assert names[:4] == ["Alemania", "Argelia", "Argentina", "Australia"]
    assert names.index("Bélgica") < names.index("Bolivia") < names.index("Brasil")


def test_what_was_published_is_shown_where_somebody_printed_a_value(planted, rule, as_role):
    reader, addresses = as_role("reader"), (_address("counts"), _address("count-rows", code=planted.indicator))
    PublishedFigure.objects.filter(measure="value").delete()
    for address in addresses:
        page = reader.get(address, {"periodo": "2024"}).content.decode()
        assert "Valor publicado" not in page
    sheet = IndicatorSheet.objects.get(version=planted.version, indicator__code=planted.indicator)
    element = sheet.objective or sheet.strategic_action
    kind = "objective" if sheet.objective else "strategic_action"
    printed = {"kind": kind, "code": element.code, "measure": "value", "printed": "6", "source": "Informe"}
    PublishedFigure.objects.create(plan=planted.version.plan, period="2024", **printed)
    for address in addresses:
        page = reader.get(address, {"periodo": "2024"}).content.decode()
        assert "Valor publicado" in page
        assert "menos que lo publicado" in page


@pytest.mark.parametrize("name", ["dashboard", "evaluation"])
def test_what_was_published_of_progress_says_so(name, planted, rule, as_role):
    page = as_role("reader").get(_address(name), {"periodo": "2024"}).content.decode()
    assert "Avance publicado</th>" in page
    assert ">Publicado<" not in page


def test_a_category_shows_only_its_rows(planted, rule, as_role):
    asked = {"periodo": "2024", "por": "country", "valor": "BRA"}
    page = as_role("reader").get(_address("count-rows", code=planted.indicator), asked)
    assert [record.code for record in page.context["rows"]] == ["REU-3"]
    assert "Brasil" in page.content.decode()


def test_a_category_of_nothing_is_zero_where_the_period_is_counted(planted, rule, as_role):
    address = _address("count-rows", code=planted.indicator)
    asked = {"por": "country", "valor": "JPN"}
    assert as_role("reader").get(address, {**asked, "periodo": "2024"}).context["number"] == 0


@pytest.mark.parametrize("dimension", ["region", "country", "level", "mode"])
def test_a_category_that_does_not_exist_holds_no_record(dimension, planted, rule, as_role):
    asked = {"periodo": "2024", "por": dimension, "valor": "nada"}
    page = as_role("reader").get(_address("count-rows", code=planted.indicator), asked)
    assert page.status_code == 200
    assert (page.context["number"], len(page.context["rows"])) == (0, 0)


def test_what_was_left_out_says_why(planted, rule, as_role):
    asked = {"periodo": "2024", "omitidos": "si"}
    page = as_role("reader").get(_address("count-rows", code=planted.indicator), asked)
    reasons = {item.reason: [record.code for record in item.rows] for item in page.context["left_out"] if item.count}
    assert "REU-5" in reasons["not_done"]
    assert reasons["not_within"]
    assert not {code for rows in reasons.values() for code in rows} & {"REU-1", "REU-2", "REU-3"}


def test_the_rows_are_kept_as_they_are_seen(planted, rule, as_role):
    address = _address("export-count-rows", code=planted.indicator, format="csv")
    answer = as_role("reader").get(address, {"periodo": "2024", "por": "region", "valor": "europa"})
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row[0] for row in rows[1:]] == ["REU-2", FIRST]
    workbook = as_role("reader").get(_address("export-count-rows", code=planted.indicator, format="xlsx"))
    assert workbook.content.startswith(b"PK")


def test_an_indicator_without_a_rule_says_so(planted, rule, as_role):
    code = rule.indicator.code
    rule.delete()
    page = as_role("reader").get(_address("count-rows", code=code))
    assert page.status_code == 200
    assert "Nadie ha escrito" in page.content.decode()
    assert as_role("reader").get(_address("count-rows", code="NADA")).status_code == 404


def test_editing_a_record_changes_the_count(planted, rule, as_role):
    record = planted.institution.records.get(code=FIRST)
    draft = dataclasses.replace(RecordDraft.of(record), mode="virtual")
    change_record(record=record, draft=draft, seen_revision=record.revision, actor=None, reason="Fue virtual")
    page = as_role("reader").get(_address("count-rows", code=planted.indicator), {"periodo": "2024"})
    assert page.context["number"] == 2
    assert len(page.context["rows"]) == 2


@pytest.mark.parametrize("asked", [{}, {"omitidos": "si"}, {"por": "region", "valor": "europa"}])
def test_more_records_take_no_more_queries(asked, planted, rule, as_role, django_assert_max_num_queries):
    reader, address = as_role("reader"), _address("count-rows", code=planted.indicator)
    asked = {"periodo": "2024", **asked}
    with CaptureQueriesContext(connection) as before:
        reader.get(address, asked)
    RecordFactory.create_batch(5, institution=planted.institution)
    with django_assert_max_num_queries(len(before)):
        reader.get(address, asked)


def test_the_meetings_planted_are_those_that_the_tests_speak_of():
    assert len([row for row in MEETINGS if row[1].year == 2024 and row[4] == "done" and row[3] != "virtual"]) == 3
