"""Every bad workbook: a message with the place and the way out, exit code 2, and the database as it was."""

import pytest
from tests.databases import dump_django
from tests.factories.workbooks import book_with, fictional_book, fictional_rows, place_of

from quipu.cli.main import main
from quipu.workbook.writing import write_workbook

pytestmark = pytest.mark.django_db


def run(*arguments):
    with pytest.raises(SystemExit) as caught:
        main([str(argument) for argument in arguments])
    return caught.value.code or 0


@pytest.fixture
def stored(tmp_path, capsys):
    """The fictional institution, imported; a dump of the database as it then is."""
    assert run("import", fictional_book(tmp_path / "bueno.xlsx")) == 0
    capsys.readouterr()
    return dump_django()


def refused(path, capsys, *words, mode="update"):
    """Try it dry and for good: both tell the same and leave the database as it was."""
    before = dump_django()
    told = []
    for options in (("--dry-run",), ()):
        assert run("import", path, "--mode", mode, *options) == 2
        captured = capsys.readouterr()
        told.append(captured.err)
        assert "Traceback" not in captured.err
    assert told[0] == told[1]
    for word in words:
        assert word in told[0]
    assert dump_django() == before
    return told[0]


V = "versions"
CASES = {
    "text in a number": ("targets", {("number", 2): "abc"}, "number", "«abc» no es un número"),
    "an unknown direction": ("indicators", {("direction", 2): "arriba"}, "direction", "ascendente, descendente"),
    "an unknown indicator": ("values", {("indicator", 2): "I9"}, "indicator", "no está en la hoja «Indicadores»"),
    "a year outside the plan": ("targets", {("period", 2): "2031"}, "period", "fuera de los años del plan, 2023-2025"),
    "a value outside the plan": ("values", {("period", 4): "2019"}, None, "fuera de los años del plan"),
    "a negative target": ("targets", {("number", 2): -5}, "number", "«-5"),
    "a target of 0": ("targets", {("number", 2): 0}, "number", "vacío no es cero"),
    "a correction without a reason": ("values", {("reason", 3): None}, None, "necesita su motivo"),
    "an action of another objective": ("actions", {("objective", 2): "OEI.02"}, "objective", "Póngala bajo OEI.01"),
    "a number with no value": ("targets", {("number", 2): None}, "number", "necesita «Valor»"),
    "a value of two types": ("targets", {("text", 2): "hola"}, "text", "no va con el tipo «número»"),
    "half a baseline": ("indicators", {("baseline_year", 2): None}, "baseline_year", "necesita su año y su valor"),
    "a shared priority": ("objectives", {("priority", 3): 1}, None, "ya es la de OEI.01"),
    "an extra basis": (V, {("based_on", 2): 1}, None, "no se basa en otra"),
    "reversed years": (V, {("end_year", 2): 2020}, "end_year", "es anterior al inicial"),
    "two names of a scale": ("ordinal_scales", {("scale_name", 3): "Otra"}, None, "no coincide con"),
    "a text too long": ("institution", {("acronym", 2): "A" * 31}, "acronym", "caben 30"),
    "a script as a link": ("bibliography", {("url", 2): "javascript:alert(1)"}, "url", "no es una dirección web"),
    "a loop of units": ("units", {("parent", 2): "DC"}, "parent", "de vuelta a sí mismo"),
    "an unknown element": ("factors", {("element_code", 2): "OEI.09"}, "element_code", "no es un objetivo"),
    "another institution": ("institution", {("slug", 2): "Aurora"}, "slug", "no tiene la forma"),
    "an element that is neither": ("indicators", {("element_code", 2): "AOI.1"}, "element_code", "no es el código"),
    "a denominator of 0": (
        "values",
        {("value_type", 2): "numerador y denominador", ("number", 2): None, ("numerator", 2): 1, ("denominator", 2): 0},
        "denominator",
        "el denominador es 0",
    ),
    "an ordinal of no scale": (
        "targets",
        {("value_type", 2): "escala ordinal", ("number", 2): None, ("ordinal", 2): 2},
        "ordinal",
        "no tiene escala ordinal",
    ),
    "an ordinal off the scale": ("targets", {("ordinal", 3): 9}, None, "no está en la hoja «Escalas ordinales»"),
}


@pytest.mark.parametrize("name", CASES)
def test_a_bad_cell(name, stored, tmp_path, capsys):
    sheet, cells, column, words = CASES[name]
    told = refused(book_with(tmp_path / "malo.xlsx", sheet, cells), capsys, words)
    if column:
        assert f"celda {place_of(sheet, column)}" in told


def test_an_unknown_code_suggests_the_nearest(stored, tmp_path, capsys):
    rows = fictional_rows()
    rows["actions"][0]["unit"] = "DGG"
    write_workbook({"institution": rows["institution"], "actions": rows["actions"]}, tmp_path / "malo.xlsx")
    refused(tmp_path / "malo.xlsx", capsys, "¿Quiso decir «DG»?", "hoja «Unidades orgánicas»")


def test_a_duplicate_names_both_rows(stored, tmp_path, capsys):
    rows = fictional_rows()
    rows["targets"].append({**rows["targets"][0]})
    write_workbook(rows, tmp_path / "malo.xlsx")
    refused(tmp_path / "malo.xlsx", capsys, "la fila 5 repite la fila 2")


def test_a_missing_sheet_is_told_once(tmp_path, capsys):
    rows = fictional_rows()
    del rows["plans"]
    write_workbook(rows, tmp_path / "malo.xlsx")
    told = refused(tmp_path / "malo.xlsx", capsys, "no está la hoja «Planes»")
    assert told.count("Planes") == 2


def test_many_faults_are_told_at_once(stored, tmp_path, capsys):
    cells = {("number", 2): "abc", ("period", 3): "2031", ("number", 4): -1}
    told = refused(book_with(tmp_path / "malo.xlsx", "targets", cells), capsys, "3 faltas")
    assert told.count("Falta [") == 3


def test_nobody_says_whose_it_is(tmp_path, capsys):
    write_workbook({"plans": fictional_rows()["plans"]}, tmp_path / "malo.xlsx")
    refused(tmp_path / "malo.xlsx", capsys, "--institution")


def test_a_file_that_is_no_workbook(stored, tmp_path, capsys):
    (tmp_path / "malo.xlsx").write_bytes(b"hola")
    refused(tmp_path / "malo.xlsx", capsys, "no es un libro de Excel")
    (tmp_path / "malo.pdf").write_bytes(b"hola")
    refused(tmp_path / "malo.pdf", capsys, ".pdf", "quipu template")


def test_what_exists_is_not_changed_by_adding(stored, tmp_path, capsys):
    book = book_with(tmp_path / "otro.xlsx", "targets", {("number", 2): 20000})
    refused(book, capsys, "ya existe «PEI · 1 · I1 · 2024»", "update", mode="add")


def test_what_is_named_is_not_removed(stored, tmp_path, capsys):
    rows = fictional_rows()
    rows["cost_centres"] = []
    only = {name: rows[name] for name in ("institution", "cost_centres")}
    write_workbook(only, tmp_path / "malo.xlsx")
    refused(tmp_path / "malo.xlsx", capsys, "no se puede quitar", "«Responsables», «Actividades»", mode="replace")


def extended(rows):
    """Version 2 extends version 1 by a year, with everything copied."""
    rows["versions"].append({**rows["versions"][0], "number": 2, "kind": "extended", "based_on": 1, "end_year": 2026})
    for name in ("objectives", "alignments", "actions", "indicators", "responsibles", "targets"):
        rows[name] += [{**row, "version": 2} for row in rows[name]]
    rows["targets"].append({**rows["targets"][0], "version": 2, "period": "2026"})
    return rows


def test_an_extension_that_adds_years_is_accepted(stored, tmp_path):
    write_workbook(extended(fictional_rows()), tmp_path / "libro.xlsx")
    assert run("import", tmp_path / "libro.xlsx") == 0


@pytest.mark.parametrize(
    ("sheet", "column", "value", "words"),
    [
        ("objectives", "name", "Otro", "«Nombre» es distinto del que tiene la versión 1"),
        ("indicators", "direction", "descending", "«Sentido esperado» es distinto"),
        ("targets", "number", 5, "«Valor» es distinto"),
        ("actions", "product", "Otro", "«Producto» es distinto"),
    ],
)
def test_an_extension_that_changes_something_else(stored, tmp_path, capsys, sheet, column, value, words):
    rows = extended(fictional_rows())
    next(row for row in rows[sheet] if row["version"] == 2)[column] = value
    write_workbook(rows, tmp_path / "malo.xlsx")
    refused(tmp_path / "malo.xlsx", capsys, words)


def test_an_extension_that_drops_or_adds_something(stored, tmp_path, capsys):
    rows = extended(fictional_rows())
    rows["targets"] = [row for row in rows["targets"] if (row["version"], row["indicator"]) != (2, "I2")]
    rows["objectives"].append({**rows["objectives"][0], "version": 2, "code": "OEI.03", "priority": 3})
    write_workbook(rows, tmp_path / "malo.xlsx")
    refused(tmp_path / "malo.xlsx", capsys, "falta en la 2, que la amplía", "«Código» no está en la versión 1")


def test_a_direction_that_changes_needs_a_reason(stored, tmp_path, capsys):
    rows = extended(fictional_rows())
    rows["versions"][1]["kind"] = "updated"
    changed = next(row for row in rows["indicators"] if row["version"] == 2)
    changed["direction"] = "descending"
    write_workbook(rows, tmp_path / "malo.xlsx")
    refused(tmp_path / "malo.xlsx", capsys, "el sentido era «ascendente» en la versión 1")
    changed["direction_change_reason"] = "Lo pidió el ente rector"
    write_workbook(rows, tmp_path / "bueno.xlsx")
    assert run("import", tmp_path / "bueno.xlsx") == 0


@pytest.mark.parametrize(
    ("sheet", "change", "words"),
    [
        ("targets", {"indicator": "I3", "period": "2025", "value_type": "number", "number": 101}, "pasa de 100"),
        ("parts", {"category": "H", "number": 1}, "suman 10001 y el valor es 17268"),
        ("amounts", {f"m{month:02d}": month for month in range(1, 13)}, "parecen acumulados"),
        ("published", {"code": "OEI.09"}, "no se comparará con nada"),
    ],
)
def test_a_warning_does_not_refuse(tmp_path, capsys, sheet, change, words):
    rows = fictional_rows()
    rows[sheet][-1 if sheet != "amounts" else 0].update(change)
    write_workbook(rows, tmp_path / "libro.xlsx")
    assert run("import", tmp_path / "libro.xlsx") == 0
    told = capsys.readouterr().err
    assert "Aviso [" in told
    assert words in told
