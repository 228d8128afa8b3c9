"""The register in the evaluation report: counted figures, results by region, the implementation by countries."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from tests.factories.counting import plant_counting
from tests.factories.plans import ValueFactory
from tests.factories.register import (
    CommitmentFactory,
    InstrumentFactory,
    MechanismFactory,
    ParticipantFactory,
    RecordFactory,
    SessionFactory,
)
from tests.loaded import FICTIONAL, version_of

from quipu.apps.evaluation.services import compute_evaluation
from quipu.apps.plans.models import Indicator, ObtainedValue
from quipu.apps.publishing.contents import register_results
from quipu.apps.publishing.contents.register_names import act_named
from quipu.apps.publishing.contents.register_results import RegisterOfPeriod
from quipu.apps.publishing.contents.register_words import place_of, told, when
from quipu.apps.publishing.figures import PlanFigures
from quipu.apps.publishing.frozen import frozen_figure
from quipu.apps.publishing.models import Build
from quipu.apps.publishing.queries import changed_figures
from quipu.apps.publishing.services import build_report, figure_pages_of
from quipu.apps.register.drafts import RecordDraft
from quipu.apps.register.models import CountingRule, Record, Region
from quipu.apps.register.services.records import change_record
from quipu.apps.register.services.rules import save_rule
from quipu.errors import QuipuError
from quipu.language import NumberStyle
from quipu.reports import Place, ReportSource
from quipu.reports.figures import FigureLedger, FigureReference

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("institutions")]


@pytest.fixture
def version():
    """The plan of `mre`, with three meetings counted for an action and two reported."""
    found = version_of("mre")
    indicator = Indicator.objects.get(plan=found.plan, code="IND.AEI.01.05")
    CountingRule.objects.filter(indicator__plan=found.plan).delete()
    _empty(found.plan.institution)
    plant_counting(found.plan.institution, indicator)
    ObtainedValue.objects.filter(indicator=indicator, period="2024").delete()
    ValueFactory(indicator=indicator, period="2024", number=Decimal(2))
    return found


def _empty(institution):
    """Leave none of the records and regions that the demonstration brings."""
    Record.objects.filter(institution=institution).update(status="planned")
    regions = Region.objects.filter(institution=institution)
    for found in (regions.exclude(parent=None), regions):
        found.delete()


def shown(version, reference):
    figures = PlanFigures(compute_evaluation(version=version, period="2024"), "raw")
    ledger = FigureLedger(figures, NumberStyle())
    number = ledger.use(reference, Place("narrativa", 1))
    return [fault.code for fault in ledger.faults] if number is None else ledger.printed(number)


@pytest.mark.parametrize(
    ("reference", "printed"),
    [
        ("AEI.01.05:contado", "3"),
        ("AEI.01.05:counted", "3"),
        ("AEI.01.05@2024:contado-europa", "2"),
        ("AEI.01.05:contado-FRA", "2"),
        ("AEI.01.05:contado-fra", "2"),
        ("AEI.01.05:contado-ESP", "1"),
        ("AEI.01.05:contado-JPN", "0"),
        ("AEI.01.05:reportado", "2"),
        ("AEI.01.05:diferencia", "1"),
        ("AEI.01.05:diferencia_absoluta", "1"),
        ("AEI.01.05:contado-atlantida", ["unknown_measure"]),
        ("AEI.01.03:contado", ["missing_value"]),
        ("AEI.01.03:contado ?? sin conteo", "sin conteo"),
    ],
)
def test_a_count_is_a_figure_in_all_by_region_and_by_country(version, reference, printed):
    assert shown(version, reference) == printed


def test_the_trace_of_a_count_is_its_rule_in_words(version):
    figures = PlanFigures(compute_evaluation(version=version, period="2024"), "raw")
    ledger = FigureLedger(figures, NumberStyle())
    ledger.use("AEI.01.05:contado-europa", Place("narrativa", 1))
    (figure,) = ledger.figures()
    assert figure.trace.startswith("Contado del registro de la acción en 2024, Europa: Cuenta")


def test_the_trace_of_what_was_reported_says_whether_it_was_joined(version):
    reported = ObtainedValue.objects.filter(indicator__code="IND.AEI.01.05", stage="reported", period="2024")
    assert _trace(version, "AEI.01.05:reportado") == "Valor reportado: el del periodo."
    value = reported.get()
    for period in ("2024-S1", "2024-S2"):
        ObtainedValue.objects.create(
            indicator=value.indicator, period=period, stage="reported", number=value.number / 2
        )
    reported.delete()
    assert shown(version, "AEI.01.05:reportado") == "2"
    assert _trace(version, "AEI.01.05:reportado") == "Valor reportado: suma de periodos más cortos."


def _trace(version, reference):
    figures = PlanFigures(compute_evaluation(version=version, period="2024"), "raw")
    ledger = FigureLedger(figures, NumberStyle())
    ledger.use(reference, Place("narrativa", 1))
    (figure,) = ledger.figures()
    return figure.trace


def test_a_period_before_the_register_has_no_count(version):
    figures = PlanFigures(compute_evaluation(version=version, period="2024"), "raw")
    rule = figures.counted.rules["IND.AEI.01.05"]
    asked = figures.counted.asked(["IND.AEI.01.05"], "counted", "2021")
    assert figures.counted.value(asked) is None
    assert str(rule.covers_from) in figures.counted.trace(asked)


# ---------------------------------------------------------------- what the report says


def test_an_action_without_records_has_no_part_of_the_register(version):
    assert RegisterOfPeriod(compute_evaluation(version=version, period="2024")).of_action("AEI.05.04") is None


def test_an_action_is_told_by_regions_and_countries_with_what_was_counted_and_reported(version):
    found = RegisterOfPeriod(compute_evaluation(version=version, period="2024")).of_action("AEI.01.05")
    (count,) = found["counts"]
    assert (count["reference"], count["reported"], count["same"]) == ("AEI.01.05#IND.AEI.01.05", True, False)
    countries = {country: facts for region in found["regions"] for country, facts in region["countries"]}
    assert countries["Francia"] == ["El 20 de mayo de 2024 se celebró la reunión REU-1."]
    assert countries["España"] == [
        "El 3 de junio de 2024 se celebró la reunión REU-2, también con Francia, de forma mixta."
    ]
    assert not any("REU-4" in fact or "REU-5" in fact for facts in countries.values() for fact in facts)


def test_an_objective_has_a_table_by_region_whose_figures_are_live(version):
    found = RegisterOfPeriod(compute_evaluation(version=version, period="2024")).of_objective("OEI.01")
    rows = {row[0].removeprefix("– "): row[1:] for row in found["table"].rows}
    assert [column.title for column in found["table"].columns] == ["Región", "AEI.01.05"]
    assert rows["En total"][0].reference == "AEI.01.05#IND.AEI.01.05:contado"
    assert rows["Europa"][0].reference.endswith(":contado-europa")
    (count,) = found["counts"]
    assert (count["code"], count["same"], count["used"]) == ("AEI.01.05", False, "lo reportado")


# ---------------------------------------------------------------- sentences


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"starts_on": date(2024, 3, 12)}, "El 12 de marzo de 2024"),
        ({"starts_on": date(2024, 3, 12), "ends_on": date(2024, 3, 14)}, "Del 12 al 14 de marzo de 2024"),
        ({"starts_on": date(2024, 3, 30), "ends_on": date(2024, 4, 2)}, "Del 30 de marzo al 2 de abril de 2024"),
        (
            {"starts_on": date(2023, 12, 30), "ends_on": date(2024, 1, 2)},
            "Del 30 de diciembre de 2023 al 2 de enero de 2024",
        ),
        ({"starts_on": date(2024, 9, 1), "precision": "month"}, "En setiembre de 2024"),
        ({"starts_on": date(2024, 4, 1), "precision": "quarter"}, "En el segundo trimestre de 2024"),
        ({"starts_on": date(2024, 1, 1), "precision": "year"}, "En 2024"),
        (
            {"starts_on": date(2024, 3, 1), "ends_on": date(2024, 4, 5), "precision": "bounded"},
            "Entre el 1 de marzo y el 5 de abril de 2024",
        ),
        ({"starts_on": None, "precision": "unknown"}, ""),
    ],
)
def test_dates_read_as_exactly_as_they_are_known(given, words):
    assert when(Record(**given)) == words


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Mecanismo de Consultas Políticas", "del Mecanismo de Consultas Políticas"),
        ("Comisión Mixta", "de la Comisión Mixta"),
        ("Consultas Políticas", "de las Consultas Políticas"),
        ("Comité de Frontera", "del Comité de Frontera"),
        ("2+2", "del mecanismo «2+2»"),
    ],
)
def test_a_session_is_told_with_its_ordinal_and_who_led(name, said):
    mechanism = MechanismFactory(name=name)
    session = SessionFactory(institution=mechanism.institution, mechanism=mechanism, ordinal=9, city="Lima")
    ParticipantFactory(record=session, name="Ana Quispe", post="viceministra")
    ParticipantFactory(record=session, side="counterpart", name="Jean Petit", post="secretario general")
    assert told(session, under="Francia") == (
        f"El 20 de mayo de 2024, en Lima, se celebró la IX sesión {said}, que encabezaron Ana Quispe (viceministra) y, "
        "por la contraparte, Jean Petit (secretario general)."
    )


def test_an_instrument_is_told_with_its_type_stage_and_commitments():
    record = RecordFactory(kind="instrument", title="Memorando sobre ciberseguridad")
    InstrumentFactory(record=record, type="memorandum", stage="in_force", declared=3, declared_unit="proyectos")
    CommitmentFactory(record=record, status="fulfilled")
    assert told(Record.objects.get(pk=record.pk), under="Francia") == (
        "El 20 de mayo de 2024 se suscribió «Memorando sobre ciberseguridad», memorándum de entendimiento (en vigor). "
        "Declara 3 proyectos; el registro guarda 1 compromiso, 1 cumplido."
    )


@pytest.mark.parametrize(("members", "said"), [(2, "el registro guarda 2."), (0, "el registro no guarda su detalle.")])
def test_a_set_is_compared_with_its_members_and_not_with_commitments(members, said):
    record = RecordFactory(kind="instrument", title="Instrumentos con China")
    InstrumentFactory(record=record, type="set", stage="signed", declared=14, declared_unit="instrumentos")
    parts = RecordFactory.create_batch(members, institution=record.institution, kind="instrument", parent=record)
    if parts:
        again = RecordFactory(institution=record.institution, kind="instrument", parent=record)
        again.merged_into = parts[0]
        again.save()
    assert told(Record.objects.get(pk=record.pk)).endswith(f"Declara 14 instrumentos; {said}")


@pytest.mark.parametrize(
    ("kind", "title", "said"),
    [
        ("visit", "Visita de Estado a Panamá", "se realizó la visita de Estado a Panamá"),
        ("visit", "Visitas a dos puertos", "se realizó la visita «Visitas a dos puertos»"),
        ("high_level_dialogue", "Diálogo de Alto Nivel", "se celebró el diálogo de alto nivel"),
        ("conference", "Puertos «verdes».", "se participó en la conferencia «Puertos “verdes”»"),
        ("commission", "Mixta Perú - Chile", "se reunió la comisión «Mixta Perú\N{NO-BREAK SPACE}- Chile»"),
        ("other", "Gira", "se registró «Gira»"),
    ],
)
def test_an_act_is_named_once(kind, title, said):
    assert act_named(kind, title) == said


def test_a_country_takes_its_article_only_where_it_has_one():
    assert place_of(RecordFactory(place_country="PER", city=""), "") == "en el Perú"
    assert place_of(RecordFactory(place_country="CHL", city=""), "") == "en Chile"


def test_what_the_rule_counts_is_told_before_anything_else(version, monkeypatch):
    institution = version.plan.institution
    for number in range(2):
        RecordFactory(institution=institution, code=f"VIS-{number}", kind="visit", action_code="AEI.01.05")
    monkeypatch.setattr(register_results, "MOST_TOLD", 3)
    found = RegisterOfPeriod(compute_evaluation(version=version, period="2024")).of_action("AEI.01.05")
    text = " ".join(fact for region in found["regions"] for _, facts in region["countries"] for fact in facts)
    assert "REU-1" in text
    assert "la visita" not in text
    assert (found["others"], found["others_counted"]) == (2, 0)
    monkeypatch.setattr(register_results, "MOST_TOLD", 1)
    found = RegisterOfPeriod(compute_evaluation(version=version, period="2024")).of_action("AEI.01.05")
    assert (found["others"], found["others_counted"]) == (4, 2)


def test_the_regions_of_an_objective_name_its_meetings(version):
    found = RegisterOfPeriod(compute_evaluation(version=version, period="2024")).of_objective("OEI.01")
    (europe,) = (region for region in found["regions"] if region["name"] == "Europa")
    assert any("REU-1" in fact for fact in europe["facts"])


def test_a_leader_known_by_the_post_is_told_by_it():
    session = RecordFactory(kind="bilateral_meeting", title="Diálogo", mode="virtual")
    ParticipantFactory(record=session, name="", post="Director General de América")
    assert told(session, under="Francia") == (
        "El 20 de mayo de 2024 se celebró la reunión «Diálogo», de forma virtual, que encabezó quien ejercía el cargo "
        "de director General de América."
    )


# ---------------------------------------------------------------- frozen figures and drift


def test_a_counted_figure_keeps_its_rows_and_says_what_changed_since(version, settings):
    settings.PUBLIC_URL = "https://quipu.example.org"
    institution = version.plan.institution
    build = build_report(version=version, period="2024", report="evaluation")
    figure = build.figures.filter(reference__endswith=":contado-europa").first()
    assert [row["code"] for row in figure.rows["rows"]] == ["REU-1", "REU-2"]
    found = frozen_figure(institution, build.pk, figure.number)
    assert (found.total, found.missing, found.today.printed, found.today.same) == (2, 0, "2", True)
    assert figure.reference not in {item.reference for item in changed_figures(build)}

    record = Record.objects.get(institution=institution, code="REU-1")
    virtual = replace(RecordDraft.of(record), mode="virtual")
    change_record(record=record, draft=virtual, seen_revision=record.revision, actor=None, reason="Fue a distancia")
    drifted = {item.reference: item for item in changed_figures(build)}
    assert (drifted[figure.reference].printed, drifted[figure.reference].now) == ("2", "1")
    assert drifted[figure.reference].counted
    found = frozen_figure(institution, build.pk, figure.number)
    assert [(row.code, row.counts) for row in found.rows] == [("REU-1", False), ("REU-2", True)]
    assert (found.today.printed, found.today.same, found.figure.printed) == ("1", False, "2")

    RecordFactory(institution=institution, code="REU-9", title="Otra", mode="hybrid", axis="conteo")
    found = frozen_figure(institution, build.pk, figure.number)
    assert found.today.new == [("REU-9", "Otra")]
    assert frozen_figure(version_of(FICTIONAL).plan.institution, build.pk, figure.number) is None


def test_no_public_address_no_links(version, settings):
    build = Build.objects.create(version=version, period="2024", report="evaluation")
    settings.PUBLIC_URL = "https://quipu.example.org"
    assert figure_pages_of(build) == f"https://quipu.example.org/mre/informes/{build.pk}/cifras/"
    settings.PUBLIC_URL = ""
    assert figure_pages_of(build) == ""


def test_a_build_that_fails_leaves_nothing(version):
    with pytest.raises(QuipuError):
        build_report(version=version, period="2024", report="evaluation", source=ReportSource("[[NADA:valor]]"))
    assert not Build.objects.filter(version=version).exists()


def test_a_value_that_the_register_feeds_keeps_its_rows_unless_a_correction_wins(version):
    rule = CountingRule.objects.get(indicator__plan=version.plan)
    save_rule(
        indicator=rule.indicator,
        definition_text=rule.definition,
        covers_from=2022,
        feeds=True,
        actor=None,
        reason="Alimenta",
        seen_revision=rule.revision,
    )
    asked = FigureReference("", "AEI.01.05", "valor")
    figures = PlanFigures(compute_evaluation(version=version, period="2024"), "raw")
    assert figures.count_behind(asked).period == "2024"
    ValueFactory(indicator=rule.indicator, period="2024", stage="corrected", number=Decimal(5), reason="Se revisó")
    figures = PlanFigures(compute_evaluation(version=version, period="2024"), "raw")
    assert figures.count_behind(asked) is None
