"""The fields of a typed value: which there are, what stands in them, how what was typed is read."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from django.utils import translation

from quipu.apps.evaluation.facts import TextValue
from quipu.apps.plans.models import IndicatorSheet, OrdinalPoint
from quipu.language import NumberStyle
from quipu.method import NoData
from quipu.web.draft import mark_of
from quipu.web.typed_fields import exact_number, fact_text, kinds_of, read_value

PERU, EUROPE = NumberStyle(",", "."), NumberStyle(".", ",")


@pytest.fixture(autouse=True)
def spanish():
    with translation.override("es-pe"):
        yield


@pytest.mark.parametrize(
    ("unit_kind", "scale", "sample", "kinds"),
    [
        ("number", None, "", ("number",)),
        ("percentage", None, "", ("ratio", "number")),
        ("percentage", None, "no_data", ("ratio", "number")),
        ("number", None, "ratio", ("number", "ratio")),
        ("number", 3, "", ("ordinal",)),
        ("number", None, "text", ("text",)),
    ],
)
def test_which_fields_a_sheet_asks_for(unit_kind, scale, sample, kinds):
    assert kinds_of(IndicatorSheet(unit_kind=unit_kind, ordinal_scale_id=scale), sample) == kinds


@pytest.mark.parametrize(
    ("texts", "parts"),
    [
        ({"number": "1,234.5"}, {"value_type": "number", "number": Decimal("1234.5")}),
        ({"number": "0"}, {"value_type": "number", "number": Decimal(0)}),
        (
            {"numerator": "3", "denominator": "4"},
            {"value_type": "ratio", "numerator": Decimal(3), "denominator": Decimal(4)},
        ),
        ({"text": "En trámite"}, {"value_type": "text", "text": "En trámite"}),
        ({"no_data_reason": "No se midió"}, {"value_type": "no_data", "no_data_reason": "No se midió"}),
    ],
)
def test_what_is_filled_in_tells_what_kind_of_value_it_is(texts, parts):
    read = read_value(texts, (), PERU)
    assert read.faults == {}
    assert {name: getattr(read.parts, name) for name in parts} == parts


def test_nothing_typed_is_no_value_and_no_fault():
    assert read_value({"number": "", "text": ""}, (), PERU) == read_value({}, (), PERU)
    assert read_value({}, (), PERU).parts is None


@pytest.mark.parametrize(
    ("texts", "at"),
    [
        ({"number": "1.234,5"}, {"number"}),
        ({"numerator": "3"}, {"denominator"}),
        ({"numerator": "x", "denominator": "y"}, {"numerator", "denominator"}),
        ({"number": "3", "no_data_reason": "No"}, {"no_data_reason"}),
        ({"ordinal": "99"}, {"ordinal"}),
    ],
)
def test_every_fault_stands_beside_its_field(texts, at):
    read = read_value(texts, (), PERU)
    assert read.parts is None
    assert set(read.faults) == at


def test_a_rung_is_one_of_the_scale():
    point = OrdinalPoint(pk=7, position=2, label="Medio")
    assert read_value({"ordinal": "7"}, [point], PERU).parts.ordinal == point


def test_a_number_goes_back_into_its_field_with_all_its_decimals():
    assert exact_number(Decimal("1234.5678"), PERU) == "1,234.5678"
    assert exact_number(Decimal("1234.5000"), EUROPE) == "1.234,5"
    assert exact_number(Decimal("100.0000"), PERU) == "100"
    assert exact_number(None, PERU) == ""


def test_a_fact_in_words():
    assert fact_text(None, PERU) == "—"
    assert fact_text(NoData("x"), PERU) == "sin dato"
    assert fact_text(TextValue("En trámite"), PERU) == "En trámite"
    assert fact_text(Fraction(200, 3), PERU) == "66.67"


def test_the_mark_of_a_row_changes_with_what_stands_in_it_and_with_nothing_else():
    typed = mark_of({"number": "5", "comment": "Una\r\ndos", "text": ""})
    assert typed == mark_of({"comment": "Una\ndos ", "number": " 5"})
    assert typed != mark_of({"number": "6", "comment": "Una\ndos"})
