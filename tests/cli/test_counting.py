"""`quipu recount` and `quipu counts`, on the database of the tests."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone
from tests.factories.plans import IndicatorFactory, SheetFactory, ValueFactory
from tests.factories.register import CountingRuleFactory, RecordFactory
from tests.loaded import run

from quipu.apps.plans.models import PublishedFigure
from quipu.apps.register.models import Record
from quipu.apps.register.queries.findings import count_findings
from quipu.apps.register.queries.findings.all import MOST
from quipu.cli.demonstrating import _show_register

pytestmark = pytest.mark.django_db


@pytest.fixture
def sheet():
    made = SheetFactory(
        indicator__code="IND.01", objective__code="OEI.01", objective__version__plan__institution__slug="casa"
    )
    CountingRuleFactory(indicator=made.indicator, feeds=True)
    RecordFactory.create_batch(2, institution=made.version.plan.institution)
    return made


def test_each_rule_is_counted_and_told(sheet, capsys):
    done = run(capsys, "recount", "--institution", "casa")
    assert (done.code, done.error) == (0, "")
    assert done.output.splitlines()[0].split() == ["Indicador", "Conteos", "Escritos", "Segundos"]
    assert done.output.splitlines()[2].split()[0] == "IND.01"
    assert "1 reglas, " in done.output
    assert run(capsys, "recount", "--institution", "casa").output.endswith("1 reglas, 0 conteos escritos.\n")


def test_what_records_keep_to_be_found_is_made_again(sheet, capsys):
    Record.objects.update(search="", first_month=None)
    run(capsys, "recount", "--institution", "casa")
    assert not Record.objects.filter(search="").exists()
    assert not Record.objects.filter(first_month=None).exists()


def test_counts_stand_beside_what_was_reported_with_the_rule_in_words(sheet, capsys):
    ValueFactory(indicator=sheet.indicator, number=Decimal(3))
    other = SheetFactory(
        objective__version=sheet.version,
        objective__code="OEI.02",
        indicator=IndicatorFactory(plan=sheet.version.plan, code="IND.02"),
    )
    CountingRuleFactory(indicator=other.indicator, definition="", covers_from=None, why_not="Es una encuesta.")
    run(capsys, "recount", "--institution", "casa")
    done = run(capsys, "counts", "--institution", "casa", "--period", "2024")
    assert (done.code, done.error) == (0, "")
    heading, _, first, second, words, why = done.output.splitlines()
    assert heading.split()[:5] == ["Indicador", "Elemento", "Contado", "Reportado", "Diferencia"]
    assert first.split() == ["IND.01", "OEI.01", "2", "3", "-1", "sí"]
    assert second.split() == ["IND.02", "OEI.02", "—", "—", "—", "no"]
    assert words == "IND.01: Cuenta las reuniones bilaterales con fecha en el periodo."
    assert why == "IND.02: No se cuenta. Es una encuesta."


def test_what_was_published_has_its_column_when_somebody_printed_a_value(sheet, capsys):
    counts = ("counts", "--institution", "casa", "--period", "2024")
    run(capsys, "recount", "--institution", "casa")
    assert "publicado" not in run(capsys, *counts).output.splitlines()[0]
    figure = {"kind": "objective", "code": "OEI.01", "measure": "value", "printed": "6", "source": "Informe"}
    PublishedFigure.objects.create(plan=sheet.version.plan, period="2024", **figure)
    heading, _, row, *_ = run(capsys, *counts).output.splitlines()
    assert "Valor publicado" in heading
    assert row.split() == ["IND.01", "OEI.01", "2", "—", "—", "6", "sí"]


def test_the_demo_tells_how_many_findings_there_are_however_few_a_page_shows(sheet, capsys):
    overdue = {"status": "planned", "starts_on": date(2024, 1, 1)}
    RecordFactory.create_batch(MOST + 1, institution=sheet.version.plan.institution, **overdue)
    _show_register(sheet.version.plan.institution, sheet.version)
    told = re.search(r"([\d,]+) hallazgos por atender", capsys.readouterr().out)
    assert told is not None
    found = count_findings(sheet.version.plan.institution, timezone.localdate())
    assert found["to_confirm"] == MOST + 1
    assert int(told.group(1).replace(",", "")) == sum(found.values())


def test_a_plan_without_rules_says_so(capsys):
    SheetFactory(objective__version__plan__institution__slug="casa")
    done = run(capsys, "counts", "--institution", "casa", "--period", "2024")
    assert "Ningún indicador de «casa»" in done.output
