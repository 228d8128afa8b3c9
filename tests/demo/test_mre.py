"""The real institution of the demo: facts of its public report and nothing else."""

import csv
import re
from pathlib import Path

import pytest

MRE = Path(__file__).parents[2] / "demo" / "mre"


def table(name):
    with (MRE / f"{name}.csv").open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


@pytest.mark.parametrize(
    ("indicator", "target", "value"),
    [
        ("IND.OEI.01", "54", "116"),
        ("IND.OEI.05", "19030", "17268"),
        ("IND.AEI.01.03", "25", "8"),
        ("IND.AEI.01.04", "43", "55"),
        ("IND.AEI.01.05", "13", "16"),
        ("IND.AEI.01.06", "31", ""),
        ("IND.AEI.05.01", "19030", "17268"),
        ("IND.AEI.05.04", "706", "468"),
    ],
)
def test_targets_and_values_are_those_of_the_report(indicator, target, value):
    assert [row["Valor"] for row in table("logros_esperados") if row["Indicador"] == indicator] == [target]
    assert [row["Valor"] for row in table("valores_obtenidos") if row["Indicador"] == indicator] == [value]


def test_what_the_report_does_not_give_is_no_data_with_a_reason():
    silent = {f"IND.OEI.{number}" for number in ("02", "03", "04", "06", "07", "08")}
    for name, missing in (("logros_esperados", silent), ("valores_obtenidos", silent | {"IND.AEI.01.06"})):
        rows = [row for row in table(name) if row["Tipo de valor"] == "sin dato"]
        assert {row["Indicador"] for row in rows} == missing
        assert all(row["Motivo de sin dato"] and not row["Valor"] for row in rows)


def test_there_is_one_year_of_values_and_no_series():
    assert {row["Periodo"] for row in table("valores_obtenidos")} == {"2024"}


def test_published_progress_keeps_the_digits_printed():
    printed = {
        (row["Código"], row["Sentido"]): row["Como se imprimió"]
        for row in table("cifras_publicadas")
        if row["Medida"] == "progress" and row["Tipo"] != "actividad operativa"
    }
    assert printed == {
        ("OEI.01", ""): "203.5", ("OEI.02", ""): "71.8", ("OEI.03", ""): "123.5", ("OEI.04", ""): "90.9",
        ("OEI.05", ""): "90.7", ("OEI.06", ""): "134.4", ("OEI.07", ""): "85.7", ("OEI.08", ""): "0.0",
        ("AEI.01.03", ""): "33", ("AEI.01.04", ""): "100", ("AEI.01.05", ""): "100", ("AEI.01.06", ""): "100",
        ("AEI.05.01", ""): "90.7", ("AEI.05.04", "ascendente"): "94", ("AEI.05.04", "mínimo permisible"): "0",
    }  # fmt: skip


def test_plan_figures_are_those_printed():
    printed = {row["Medida"]: row["Como se imprimió"] for row in table("cifras_publicadas") if row["Tipo"] == "plan"}
    assert printed["activities"] == "441"
    assert printed["physical_execution"] == "87.39"
    assert [printed[f"actions_{level}"] for level in ("high", "medium", "low")] == ["25", "3", "11"]
    assert [printed[f"objectives_{level}_share"] for level in ("high", "medium", "low")] == ["37.5", "50", "12.5"]


def test_only_one_indicator_has_its_direction_declared_by_the_source():
    rows = {row["Indicador"]: row for row in table("indicadores")}
    assert [code for code, row in rows.items() if row["Sentido esperado"] != "ascendente"] == ["IND.AEI.05.04"]
    assert all("supuesto" in row["Supuestos"] for code, row in rows.items() if code != "IND.AEI.05.04")
    (override,) = table("sentidos_ajustados")
    assert (override["Indicador"], override["Sentido usado"]) == ("IND.AEI.05.04", "ascendente")


def test_assistance_by_region_and_sex_adds_up_to_the_value():
    rows = [row for row in table("valores_desagregados") if row["Indicador"] == "IND.AEI.05.01"]
    regions = [int(row["Valor"]) for row in rows if row["Desagregación"] == "region" and not row["Cruzada con"]]
    crossed = [int(row["Valor"]) for row in rows if row["Cruzada con"] == "sexo"]
    assert sum(regions) == sum(crossed) == 17268
    assert not [row for row in table("valores_desagregados") if row["Indicador"] == "IND.OEI.05"]


def test_the_code_used_twice_is_a_recorded_alias():
    codes = [row["Código"] for row in table("actividades")]
    assert len(codes) == 18
    assert {"AOI00004500232", "AOI00004500232.2"} <= set(codes)
    (alias,) = table("codigos_de_la_fuente")
    assert (alias["Código"], alias["Código en la fuente"]) == ("AOI00004500232.2", "AOI00004500232")


def test_only_the_two_activities_with_stated_amounts_have_them():
    amounts = {(row["Código"], row["Fase"]): row["Anual sin distribuir"] for row in table("programacion_y_ejecucion")}
    assert amounts == {
        ("AOI00004500409", "reprogramado"): "2", ("AOI00004500409", "ejecutado"): "1",
        ("AOI00004500232.2", "reprogramado"): "4", ("AOI00004500232.2", "ejecutado"): "1",
    }  # fmt: skip


def test_recommendations_of_two_years_with_their_state():
    rows = table("recomendaciones")
    before = [row for row in rows if row["Periodo"] == "2023"]
    assert (len(before), len(rows) - len(before)) == (11, 12)
    assert [row["Estado"] for row in before].count("culminado") == 3
    assert not any(row["Estado"] for row in rows if row["Periodo"] == "2024")


def test_nothing_is_synthetic():
    for path in MRE.glob("*.csv"):
        for row in table(path.stem):
            assert row.get("Ficticio", "no") == "no", path.name


def test_no_figure_is_typed_in_the_narrative():
    codes = r"\b(OEI|AEI)\.\d\d(\.\d\d)?|AOI\d{11}(\.\d)?"
    allowed = rf"\[\[.*?\]\]|{codes}|N\.º [\d-]+(-RE)?|\b20\d\d(-20\d\d)?\b|avance tipo 1\b"
    for row in table("narrativa"):
        words = re.sub(allowed, "", row["Texto"])
        assert not re.search(r"\d", words), (row["Sección"], words)


def test_both_reports_have_every_section():
    sections = {(row["Informe"], row["Sección"]) for row in table("narrativa")}
    deep = {
        ("evaluación", f"{'objetivo' if row['Elemento'].startswith('OEI') else 'accion'}:{row['Elemento']}")
        for row in table("priorizados")
    }
    assert len(deep) == 8
    assert deep < sections
    assert {("seguimiento", name) for name in ("resumen", "logros", "limitaciones", "medidas")} < sections
    assert len(sections) == 24


def test_the_workbook_reader_takes_the_folder():
    reading = pytest.importorskip("quipu.workbook.reading")
    workbook = reading.read_workbook(MRE)
    faults = getattr(workbook, "faults", ())
    assert not faults, list(faults)[:5]
