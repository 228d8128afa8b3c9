"""What the tables of a report say: progress, reasons, the method as the edition gives it."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from tests.factories.collection import SubmissionFactory
from tests.factories.plans import SheetFactory, TargetFactory, ValueFactory

from quipu.apps.evaluation.services import compute_evaluation
from quipu.apps.publishing.contents.method_tables import FORMULAS, scale_table
from quipu.apps.publishing.contents.plan_tables import monitoring_table, uncomputed_table
from quipu.apps.publishing.contents.unit_words import unit_words_tables
from quipu.apps.publishing.figures import PlanFigures
from quipu.language import NumberStyle
from quipu.method import Computed, Direction, load_edition, progress_type_1
from quipu.reports import Place
from quipu.reports.figures import FigureLedger

AMOUNTS = [(17268, 19030), (116, 54), (40, 80), (80, 80), (81, 80), (3, 1)]


@pytest.fixture(scope="module")
def edition():
    return load_edition("2024")


def as_printed(formula, obtained, expected):
    """A printed formula worked out by reading it."""
    names = {"VO": Decimal(obtained), "LE": Decimal(expected)}
    if whole := re.fullmatch(r"(VO|LE) / (VO|LE) × 100", formula):
        return names[whole[1]] / names[whole[2]] * 100
    for case in formula.split("; "):
        given, left, sign, right = re.fullmatch(r"(\d+) si (VO|LE) ([≤≥<>]) (VO|LE)", case).groups()
        one, other = names[left], names[right]
        if {"≤": one <= other, "≥": one >= other, "<": one < other, ">": one > other}[sign]:
            return Decimal(given)
    raise AssertionError(f"{formula} says nothing of {obtained} and {expected}")


@pytest.mark.parametrize(("direction", "formula"), FORMULAS)
def test_each_printed_formula_is_the_one_that_is_computed(edition, direction, formula):
    for obtained, expected in AMOUNTS:
        outcome = progress_type_1(Decimal(obtained), Decimal(expected), Direction(direction), edition=edition)
        assert isinstance(outcome, Computed)
        assert outcome.raw == round(as_printed(formula, obtained, expected), 2), (obtained, expected)


def test_every_direction_has_its_printed_formula():
    assert {direction for direction, _ in FORMULAS} == {str(direction) for direction in Direction}


def test_a_scale_is_told_with_the_source_of_its_use(edition):
    table = scale_table(edition)
    origins = {row[0]: row[2] for row in table.rows}
    assert origins["Actividades"] == "Quipu; supuesto"
    assert origins["Acciones"].endswith("tabla 7; práctica")
    assert origins["Objetivos"].endswith("tabla 6; supuesto (a)")
    assert table.note.startswith("(a) Objetivos: la fuente imprime la palabra del nivel, pero no sus umbrales")


@pytest.mark.django_db
def test_a_met_descending_indicator_with_nothing_obtained_is_printed_as_met():
    sheet = SheetFactory(direction="descending")
    TargetFactory(sheet=sheet, period="2024", number=Decimal(5))
    ValueFactory(indicator=sheet.indicator, period="2024", number=Decimal(0))
    computation = compute_evaluation(version=sheet.version, period="2024")
    (row,) = monitoring_table(computation, [computation.period]).rows
    ledger = FigureLedger(PlanFigures(computation, "raw"), NumberStyle())
    number = ledger.use(f"{sheet.objective.code}:avance_bruto", Place("narrativa", 1))
    assert row[-1] == 100
    assert ledger.printed(number) == "100.0\u00a0%"


@pytest.mark.django_db
def test_a_reason_and_what_the_source_says_are_two_sentences():
    sheet = SheetFactory()
    TargetFactory(sheet=sheet, period="2024", number=Decimal(5))
    ValueFactory(
        indicator=sheet.indicator, period="2024", number=None, value_type="no_data", no_data_reason="no se midió."
    )
    computation = compute_evaluation(version=sheet.version, period="2024")
    (row,) = uncomputed_table(computation).rows
    assert row[-1] == "El valor obtenido se declaró sin dato. No se midió."


@pytest.mark.django_db
def test_the_trace_of_a_count_names_what_was_counted_or_says_how_many():
    first = SheetFactory()
    for number in range(15):
        sheet = SheetFactory(objective__version=first.version) if number else first
        TargetFactory(sheet=sheet, period="2024", number=Decimal(100))
        ValueFactory(indicator=sheet.indicator, period="2024", number=Decimal(100 if number < 2 else 10))
    figures = PlanFigures(compute_evaluation(version=first.version, period="2024"), "raw")
    ledger = FigureLedger(figures, NumberStyle())
    for name in ("objetivos_alto", "objetivos_bajo", "objetivos_no_reportados", "objetivos"):
        ledger.use(f"PEI:{name}", Place("narrativa", 1))
    high, low, unreported, every = (figure.trace for figure in ledger.figures())
    assert re.fullmatch(r"Objetivos de nivel alto en 2024: OEI\.\d+, OEI\.\d+; edición 2024\.", high)
    assert low == "Objetivos de nivel bajo en 2024: 13 de 15; edición 2024."
    assert unreported == "Objetivos no reportados en 2024: 0; edición 2024."
    assert every == "Objetivos del plan en 2024: 15; edición 2024."


@pytest.mark.django_db
def test_the_words_of_approved_submissions_and_of_no_others_are_in_the_monitoring_report():
    approved = SubmissionFactory(state="approved", achievements="Se abrió la oficina.")
    period = approved.reporting_period
    SubmissionFactory(reporting_period=period, state="submitted", achievements="Aún no se aprueba.")
    SubmissionFactory(reporting_period__version=period.version, reporting_period__period="2023", state="approved")
    tables = unit_words_tables(compute_evaluation(version=period.version, period="2024"))
    assert tables["achievements"].rows == [
        [approved.cost_centre.name, "primer semestre de 2024", "Se abrió la oficina."]
    ]
    assert tables["limitations"].rows == []
    other = unit_words_tables(compute_evaluation(version=period.version, period="2024-S2"))
    assert other["achievements"].rows == []
