"""Reading a rule: what it holds, and every fault of one that cannot stand."""

import json

import pytest

from quipu.apps.register.counting.definition import (
    DIMENSIONS,
    DISTINCT,
    FIELDS,
    MEASURES,
    MOMENTS,
    Clause,
    Definition,
    RuleRefusedError,
    definition_text,
    parse_definition,
)
from quipu.apps.register.models import Kind
from quipu.language import term

WHOLE = {
    "kinds": ["mechanism_session", "visit"],
    "where": [{"field": "region", "is": ["europa"]}, {"field": "mode", "not": ["virtual"]}],
    "measure": "distinct",
    "of": "country",
    "by": "in_force",
    "disaggregate": ["region", "level"],
}


def _faults(data):
    with pytest.raises(RuleRefusedError) as caught:
        parse_definition(data if isinstance(data, str) else json.dumps(data))
    return caught.value.faults


def test_a_rule_is_read_whole():
    assert parse_definition(json.dumps(WHOLE)) == Definition(
        kinds=("mechanism_session", "visit"),
        where=(Clause("region", ("europa",)), Clause("mode", ("virtual",), negated=True)),
        measure="distinct",
        of="country",
        by="in_force",
        disaggregate=("region", "level"),
    )


@pytest.mark.parametrize(
    "data",
    [
        WHOLE,
        {"kinds": ["visit"]},
        {"total_of": ["IND.01", "IND.02"]},
        {"kinds": ["office_assessment"], "measure": "share", "numerator": [{"field": "outcome", "is": ["adequate"]}]},
        {"kinds": ["repatriation"], "measure": "sum", "of": "personas"},
    ],
)
def test_the_text_of_a_rule_gives_the_same_rule(data):
    definition = parse_definition(json.dumps(data))
    text = definition_text(definition)
    assert parse_definition(text) == definition
    assert definition_text(parse_definition(text)) == text


def test_every_fault_is_told_at_once():
    faults = _faults(
        {
            "kinds": ["visit", "party"],
            "where": [
                {"field": "colour", "is": ["red"]},
                {"field": "mode", "is": ["by_phone"]},
                {"field": "country", "is": ["YUG"]},
                {"field": "country", "not": ["XXX"]},
                {"field": "axis", "is": []},
                {"field": "unit", "is": ["U1"], "not": ["U2"]},
            ],
            "measure": "sum",
            "by": "weight",
            "disaggregate": ["smell"],
            "formula": "1 + 1",
        }
    )
    told = " ".join(faults)
    for word in ("party", "colour", "by_phone", "XXX", "axis", "«unit»", "«of»", "weight", "smell", "formula"):
        assert word in told
    assert "«YUG» (Yugoslavia" in told and "ya no existe" in told


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ("{", "no es JSON"),
        ("[" * 100_000, "no es JSON"),
        ("[]", "es un objeto"),
        ({}, "no dice qué tipos"),
        ({"kinds": []}, "no dice qué tipos"),
        ({"kinds": "visit"}, "«kinds» es una lista"),
        ({"kinds": [1]}, "«kinds» es una lista"),
        ({"kinds": ["visit", "visit"]}, "repite"),
        ({"kinds": ["visit"], "where": {}}, "«where» es una lista"),
        ({"kinds": ["visit"], "of": 3}, "«of» es un texto"),
        ({"kinds": ["visit"], "of": "personas"}, "Solo una suma"),
        ({"kinds": ["visit"], "measure": "distinct", "of": "colour"}, "distintos"),
        ({"kinds": ["visit"], "measure": "share"}, "numerador"),
        ({"kinds": ["visit"], "measure": ["count"]}, "medida"),
        ({"kinds": ["visit"], "numerator": []}, "Solo un porcentaje"),
        ({"total_of": []}, "nombra al menos uno"),
        ({"total_of": ["A"], "kinds": ["visit"]}, "no lleva además: kinds"),
        ({"kinds": Kind.values}, "contaría todo"),
        ({"kinds": Kind.values, "where": [{"field": "kind", "is": Kind.values}]}, "contaría todo"),
    ],
)
def test_what_cannot_be_a_rule_is_refused(data, told):
    assert told in " ".join(_faults(data))


def test_all_kinds_may_be_counted_under_a_condition():
    data = {"kinds": Kind.values, "where": [{"field": "country", "is": ["FRA"]}]}
    assert parse_definition(json.dumps(data)).kinds == tuple(Kind.values)


def test_every_word_that_an_editor_offers_has_a_name():
    for field in FIELDS.values():
        assert term(field.label)
        for word in field.words:
            if word != "unknown":
                assert term(f"{field.group}.{word}", "en")
        assert bool(field.words) != bool(field.source)
    for group, words in (
        ("record_kind_plural", Kind.values),
        ("count_measure", MEASURES),
        ("count_moment", MOMENTS),
        ("count_field", DIMENSIONS),
        ("count_distinct", DISTINCT),
    ):
        assert all(term(f"{group}.{word}") and term(f"{group}.{word}", "en") for word in words)
