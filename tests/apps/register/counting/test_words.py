"""A rule as a sentence."""

import json

import pytest

from quipu.apps.register.counting.definition import parse_definition
from quipu.apps.register.counting.words import rule_in_words

NAMES = {"europa": "Europa", "asia": "Asia"}
CASES = [
    (
        {
            "kinds": ["mechanism_session", "commission", "visit"],
            "where": [{"field": "region", "is": ["europa", "asia"]}, {"field": "mode", "not": ["virtual"]}],
            "disaggregate": ["country", "level"],
        },
        (
            "Cuenta las sesiones de mecanismo, comisiones y visitas con fecha en el periodo, siempre que la región sea "
            "Europa o Asia y la modalidad no sea virtual. Se desagrega por país y nivel."
        ),
        (
            "Counts the mechanism sessions, commissions and visits dated within the period, provided that the region "
            "is Europa or Asia and the mode is not virtual. Broken down by country and level."
        ),
    ),
    (
        {"kinds": ["visit", "instrument"], "where": [{"field": "country", "is": ["FRA"]}]},
        "Cuenta las visitas e instrumentos internacionales con fecha en el periodo, siempre que el país sea Francia.",
        "Counts the visits and international instruments dated within the period, provided that the country is France.",
    ),
    (
        {"kinds": ["repatriation"], "measure": "sum", "of": "personas"},
        "Suma la cifra «personas» de las repatriaciones de personas con fecha en el periodo.",
        "Adds up the figure “personas” of the repatriations of people dated within the period.",
    ),
    (
        {"kinds": ["mechanism_session"], "measure": "distinct", "of": "mechanism"},
        "Cuenta cuántos mecanismos distintos hay en las sesiones de mecanismo con fecha en el periodo.",
        "Counts how many different mechanisms there are in the mechanism sessions dated within the period.",
    ),
    (
        {"kinds": ["cooperation_scheme"], "by": "in_force"},
        "Cuenta los esquemas de cooperación en vigor el último día del periodo.",
        "Counts the cooperation schemes in force on the last day of the period.",
    ),
    (
        {"kinds": ["office_assessment"], "measure": "share", "numerator": [{"field": "outcome", "is": ["adequate"]}]},
        (
            "Porcentaje de las misiones con evaluaciones de oficina consular con fecha en el periodo en cuya última "
            "evaluación el resultado sea en condiciones adecuadas."
        ),
        (
            "Percentage of the missions with consular office assessments dated within the period in whose last "
            "assessment the outcome is in adequate condition."
        ),
    ),
    (
        {"kinds": ["visit"], "where": [{"field": "mode", "is": ["unknown"]}]},
        "Cuenta las visitas con fecha en el periodo, siempre que la modalidad sea desconocida.",
        "Counts the visits dated within the period, provided that the mode is unknown.",
    ),
    ({"total_of": ["A", "B"]}, "Suma lo contado en A y B.", "Adds up what is counted in A and B."),
]


@pytest.mark.parametrize(("data", "es", "en"), CASES)
def test_a_rule_reads_as_a_sentence(data, es, en):
    definition = parse_definition(json.dumps(data))
    assert rule_in_words(definition, "es", NAMES) == es
    assert rule_in_words(definition, "en-gb", NAMES) == en


def test_a_region_without_a_name_stands_by_its_code():
    definition = parse_definition('{"kinds": ["visit"], "where": [{"field": "region", "is": ["africa"]}]}')
    assert "la región sea africa." in rule_in_words(definition)
