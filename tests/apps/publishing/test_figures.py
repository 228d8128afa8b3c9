"""What a reference may ask for, and what it is answered."""

from __future__ import annotations

from decimal import Decimal

import pytest
from tests.factories.plans import ActionFactory, ObjectiveFactory, SheetFactory, TargetFactory, ValueFactory
from tests.loaded import FICTIONAL, version_of

from quipu.apps.evaluation.services import compute_evaluation
from quipu.apps.plans.models import DirectionOverride, Indicator, ObtainedValue, PublishedFigure
from quipu.apps.publishing.figures import ELEMENT_MEASURES, PLAN_COUNTS, PlanFigures
from quipu.language import NumberStyle
from quipu.reports import Place
from quipu.reports.figures import FigureLedger

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("institutions")]
NBSP = "\u00a0"


def resolver(version, *, printed="raw", period="2024"):
    return PlanFigures(compute_evaluation(version=version, period=period), printed)


@pytest.fixture
def mre():
    return resolver(version_of("mre"))


def shown(figures, reference):
    """The text that a reference prints, or the codes of its faults."""
    ledger = FigureLedger(figures, NumberStyle())
    number = ledger.use(reference, Place("narrativa", 1))
    return [fault.code for fault in ledger.faults] if number is None else ledger.printed(number).replace(NBSP, " ")


@pytest.mark.parametrize(
    ("reference", "printed"),
    [
        ("OEI.05:valor", "17,268"),
        ("OEI.05:meta", "19,030"),
        ("OEI.05:avance", "90.7 %"),
        ("OEI.05:avance|0.00", "90.74 %"),
        ("OEI.05:avance|0", "91 %"),
        ("OEI.01:avance_bruto", "214.8 %"),
        ("OEI.01:avance_tope", "100.0 %"),
        ("AEI.05.04:avance", "66.3 %"),
        ("AEI.05.04:avance_declarado", "0.0 %"),
        ("AEI.05.04:nivel", "bajo"),
        ("OEI.05:nivel", "medio"),
        ("OEI.02:publicado", "71.8"),
        ("AEI.05.04:publicado", "94"),
        ("OEI.01:avance_acciones", "77.3 %"),
        ("OEI.05#IND.OEI.05:valor", "17,268"),
        ("OEI.05@2024:valor", "17,268"),
        ("OEI.05#IND.OEI.05@2024:valor|0.0", "17,268.0"),
        ("AOI00004500409:valor", "1"),
        ("AOI00004500409:meta", "2"),
        ("AOI00004500409:avance", "50.0 %"),
        ("AOI00004500045:publicado", "100.00"),
        ("PEI:objetivos", "8"),
        ("PEI:objetivos_alto", "1"),
        ("PEI:objetivos_no_reportados", "6"),
        ("PEI:objetivos_no_programados", "0"),
        ("PEI:acciones", "6"),
        ("PEI:acciones_bajo", "2"),
        ("PEI:acciones_no_reportadas", "1"),
        ("PEI:actividades", "18"),
        ("PEI:actividades_no_reportadas", "16"),
        ("PEI:ejecucion_fisica", "37.5 %"),
        ("PEI:ejecucion_fisica_razon", "33.3 %"),
        ("PEI:ejecucion_fisica_evaluables", "2"),
        ("PEI:ejecucion_financiera ?? «no calculable»", "«no calculable»"),
        ("PEI:ejecucion_financiera_evaluables", "0"),
    ],
)
def test_each_measure_prints_its_figure(mre, reference, printed):
    assert shown(mre, reference) == printed


def test_a_baseline_prints():
    assert shown(resolver(version_of(FICTIONAL)), "OEI.01:linea_base") not in ("", "—")
    assert shown(resolver(version_of("mre")), "OEI.01:linea_base ?? sin línea de base") == "sin línea de base"


@pytest.mark.parametrize(("spanish", "english"), ELEMENT_MEASURES.items())
def test_a_measure_has_a_spanish_and_an_english_name(mre, spanish, english):
    element = "OEI.01" if spanish == "avance_acciones" else "AEI.05.04"
    assert shown(mre, f"{element}:{spanish} ?? —") == shown(mre, f"{element}:{english} ?? —")
    assert shown(mre, f"{element}:{spanish.upper()} ?? —") == shown(mre, f"{element}:{spanish} ?? —")


def test_every_count_of_the_plan_resolves(mre):
    for name in PLAN_COUNTS:
        assert shown(mre, f"PEI:{name}").isdigit(), name


def test_the_profile_of_the_institution_says_which_progress_is_printed():
    version = version_of("mre")
    assert shown(resolver(version, printed="capped"), "OEI.01:avance") == "100.0 %"
    assert shown(resolver(version, printed="capped"), "OEI.01:avance_bruto") == "214.8 %"
    assert shown(resolver(version, printed="raw"), "OEI.01:avance") == "214.8 %"


@pytest.mark.parametrize(
    ("reference", "codes"),
    [
        ("OEI.99:avance", ["unknown_element"]),
        ("OEI.05:avanse", ["unknown_measure"]),
        ("OEI.05@2031:avance", ["unknown_period"]),
        ("OEI.05#IND.OTRO:avance", ["unknown_indicator"]),
        ("OEI.05", ["unreadable"]),
        ("OEI.05:avance|dos", ["unreadable"]),
        ("OEI.99@2031:avanse", ["unknown_element", "unknown_period", "unknown_measure"]),
        ("OEI.02:valor", ["missing_value"]),
        ("OEI.02:avance", ["missing_value"]),
        ("PEI:ejecucion_financiera", ["missing_value"]),
        ("PEI:avance", ["missing_value"]),
        ("OEI.05:objetivos", ["missing_value"]),
        ("AEI.05.04:avance_acciones", ["missing_value"]),
    ],
)
def test_a_reference_that_leads_nowhere_is_a_fault(mre, reference, codes):
    assert shown(mre, reference) == codes


def test_all_faults_are_told_at_once_each_with_its_place(mre):
    ledger = FigureLedger(mre, NumberStyle())
    for line, reference in enumerate(["OEI.99:avance", "OEI.05:avance", "OEI.05:avanse", "OEI.02:valor"], start=1):
        ledger.use(reference, Place("narrativa «resumen»", line, 7))
    assert [(fault.code, fault.place.line) for fault in ledger.faults] == [
        ("unknown_element", 1),
        ("unknown_measure", 3),
        ("missing_value", 4),
    ]
    first, second, third = map(str, ledger.faults)
    assert first.startswith("narrativa «resumen», línea 1, columna 7: «[[OEI.99:avance]]»")
    assert "«avance»" in second
    assert "El informe publica el avance, no el valor obtenido" in third
    assert "[[OEI.02:valor ?? no reportado]]" in third


@pytest.mark.parametrize("measure", ["valor", "avance", "nivel", "avance_bruto"])
def test_a_missing_value_prints_its_fallback(mre, measure):
    assert shown(mre, f"OEI.02:{measure} ?? no reportado") == "no reportado"


def test_a_figure_tells_how_it_was_obtained(mre):
    ledger = FigureLedger(mre, NumberStyle())
    for reference in ("OEI.05:avance", "OEI.05:valor", "PEI:objetivos_alto", "OEI.01:avance_acciones"):
        ledger.use(reference, Place("narrativa", 1))
    progress, value, count, mean = (figure.trace for figure in ledger.figures())
    assert "17,268 / 19,030 × 100 = 90.74" in progress
    assert "IND.OEI.05 en 2024" in value
    assert "edición 2024" in count
    assert "3 evaluables de 4" in mean


# ---------------------------------------------------------------- other periods


def test_another_period_is_answered_with_its_own_facts():
    version = version_of(FICTIONAL)
    figures = resolver(version)
    rows = ObtainedValue.objects.filter(indicator__code="IND.OEI.01", indicator__plan=version.plan_id)
    values = {row.period: row.number for row in rows}
    for year in ("2022", "2023", "2024"):
        assert shown(figures, f"OEI.01@{year}:valor|0.00") == f"{values[year]:,.2f}"


def test_a_part_of_the_year_reaches_the_activities_and_another_year_does_not():
    figures = resolver(version_of(FICTIONAL))
    code = next(element for element in figures.elements() if element.startswith("AOI"))
    semester = resolver(version_of(FICTIONAL), period="2024-S1")
    assert shown(figures, f"{code}@2024-S1:valor") == shown(semester, f"{code}:valor")
    assert shown(figures, f"{code}@2023:valor") == ["missing_value"]
    assert shown(figures, "PEI@2024-S1:ejecucion_fisica") == shown(semester, "PEI:ejecucion_fisica")


@pytest.mark.parametrize(
    "measure", ["actividades", "actividades_alto", "ejecucion_fisica", "ejecucion_fisica_evaluables"]
)
def test_activities_of_another_year_are_not_counted_as_none(measure):
    figures = resolver(version_of(FICTIONAL))
    assert shown(figures, f"PEI@2023:{measure}") == ["missing_value"]


def test_the_plan_in_another_period_is_counted_there():
    figures, before = resolver(version_of(FICTIONAL)), resolver(version_of(FICTIONAL), period="2022")
    measures = [
        "PEI@2022:acciones_alto",
        "PEI@2022:acciones_medio",
        "PEI@2022:acciones_bajo",
        "OEI.01@2022:avance_acciones",
    ]
    told = [shown(figures, measure) for measure in measures]
    assert told == [shown(before, measure.replace("@2022", "")) for measure in measures]
    assert told != [shown(figures, measure.replace("@2022", "")) for measure in measures]


def test_an_override_counts_in_its_own_period_only():
    sheet = SheetFactory(direction="minimum_permissible")
    for period in ("2023", "2024"):
        TargetFactory(sheet=sheet, period=period, number=Decimal(100))
        ValueFactory(indicator=sheet.indicator, period=period, number=Decimal(80))
    DirectionOverride.objects.create(indicator=sheet.indicator, period="2023", direction="ascending", reason="Así fue")
    PublishedFigure.objects.create(
        plan=sheet.version.plan, period="2023", kind="objective", code=sheet.objective.code, measure="progress",
        direction="ascending", printed="80", source="Informe",
    )  # fmt: skip
    figures, code = resolver(sheet.version), sheet.objective.code
    assert [shown(figures, f"{code}{at}:avance") for at in ("", "@2023")] == ["0.0 %", "80.0 %"]
    assert shown(figures, f"{code}@2023:publicado") == "80"
    assert shown(figures, f"{code}:publicado") == ["missing_value"]


def test_an_action_without_an_indicator_is_of_the_plan_all_the_same():
    objective = ObjectiveFactory()
    action = ActionFactory(objective=objective)
    figures = resolver(objective.version)
    assert shown(figures, "PEI:acciones") == "1"
    assert shown(figures, f"{action.code}:avance") == ["missing_value"]
    assert shown(figures, f"{action.code}:avance ?? sin indicador") == "sin indicador"


def test_an_element_with_two_indicators_is_asked_by_indicator():
    first = SheetFactory(indicator__code="A")
    indicator = Indicator.objects.create(plan=first.version.plan, code="B")
    second = SheetFactory(indicator=indicator, objective=first.objective)
    for sheet, number in ((first, 10), (second, 20)):
        TargetFactory(sheet=sheet)
        ValueFactory(indicator=sheet.indicator, number=Decimal(number))
    figures, code = resolver(first.version), first.objective.code
    assert [shown(figures, f"{code}#{name}:valor") for name in "AB"] == ["10", "20"]


@pytest.mark.parametrize(
    ("given", "printed"),
    [
        ({"number": None, "value_type": "text", "text": "Política *aprobada*"}, "Política *aprobada*"),
        ({"number": None, "value_type": "no_data", "no_data_reason": "No se midió"}, ["missing_value"]),
        ({"number": None, "value_type": "ratio", "numerator": Decimal(1), "denominator": Decimal(3)}, "33.3 %"),
    ],
)
def test_a_value_prints_by_its_type(given, printed):
    sheet = SheetFactory(unit_kind="percentage")
    ValueFactory(indicator=sheet.indicator, **given)
    assert shown(resolver(sheet.version), f"{sheet.objective.code}:valor") == printed
