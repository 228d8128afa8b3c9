"""An independent oracle: the method written as spreadsheet formulas, recalculated by LibreOffice.

The formulas below were written from the method's text and take nothing from the Python rules: cells hold inputs, and
Excel functions (IF, ROUND, SUM, AVERAGE, MAX, LOOKUP, INDEX, SUMPRODUCT) give the answers. `python tests/method/oracle/
spreadsheet.py` recalculates them and rewrites `results.json`, which the tests compare with the rules.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import yaml

HERE = Path(__file__).parent
CASES = HERE.parent.parent / "cases"
RESULTS = HERE / "results.json"
NO_DATA = "s/d"
WAYS = {"ascendente": "asc", "descendente": "desc", "máximo permisible": "max", "mínimo permisible": "min"}
Row = tuple[str, list[Any], list[str]]
Sheet = tuple[list[str], list[str], list[Row]]


def cell(value: Any) -> Any:
    """Turns an input of a case into what a planner would type."""
    if value is None:
        return None
    return NO_DATA if isinstance(value, dict) else float(value)


def cases(file: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for case in yaml.safe_load((CASES / f"{file}.yaml").read_text(encoding="utf-8"))["casos"]:
        yield case["nombre"], case["entradas"]


def generated_pairs() -> Iterator[tuple[str, Any, Any, str]]:
    """Pairs from a fixed recurrence, every fourth one a tie at the third decimal, with zeros and blanks among them."""
    state = 20240
    for index in range(160):
        state = (state * 1103515245 + 12345) % 2**31
        vo, le = state % 5000, state // 5000 % 3000 + 1
        if index % 4 == 0:
            le = 800
            vo = vo * 2 + 1
        values: tuple[Any, Any] = (vo, le)
        if index % 13 == 0:
            values = (0, le)
        elif index % 17 == 0:
            values = (vo, 0)
        elif index % 19 == 0:
            values = (None, le)
        yield f"g{index:03d}", *values, list(WAYS.values())[index // 4 % 4]


def type_1_sheet() -> Sheet:
    rows: list[Row] = []
    inputs = [
        (f"{file}/{name}", cell(given["obtenido"]), cell(given["esperado"]), WAYS[given["sentido"]])
        for file in ("avance_tipo_1", "valores_faltantes")
        for name, given in cases(file)
    ]
    for index, (name, vo, le, way) in enumerate([*inputs, *generated_pairs()], start=2):
        r = str(index)
        nothing = f'OR(C{r}="",AND(C{r}=0,D{r}<>"max"))'
        outcome = (
            f'=IF(B{r}="s/d","not_reported",IF(B{r}="",IF({nothing},"not_programmed","not_reported"),'
            f'IF(C{r}="s/d","undefined",IF({nothing},IF(B{r}=0,"not_programmed","undefined"),"computed"))))'
        )
        raw = (
            f'=IF(E{r}<>"computed","",IF(D{r}="asc",ROUND(B{r}*100/C{r},2),IF(D{r}="desc",IF(B{r}=0,"unbounded",'
            f'ROUND(C{r}*100/B{r},2)),IF(D{r}="max",IF(B{r}<=C{r},100,0),IF(B{r}>=C{r},100,0)))))'
        )
        capped = f'=IF(E{r}<>"computed","",IF(F{r}="unbounded",100,MAX(0,MIN(100,F{r}))))'
        top = f'IF(D{r}="asc",B{r}*100,IF(D{r}="desc",C{r}*100,G{r}))'
        bottom = f'IF(D{r}="asc",C{r},IF(D{r}="desc",B{r},1))'
        level = f'=IF(E{r}<>"computed","",IF({top}>=95*{bottom},"high",IF({top}>=75*{bottom},"medium","low")))'
        rows.append((name, [vo, le, way], [outcome, raw, capped, level]))
    return ["obtained", "expected", "direction"], ["outcome", "raw", "capped", "level"], rows


def type_2_sheet() -> Sheet:
    rows: list[Row] = []
    singles = [(name, given) for name, given in cases("avance_tipo_2") if not given["agregable"]]
    inputs = [
        (name, cell(given["obtenido"]), cell(given["esperado"]), cell(given["base"]), WAYS[given["sentido"]])
        for name, given in singles
    ]
    state = 7
    for index in range(40):
        state = (state * 1103515245 + 12345) % 2**31
        vo, le, lb = state % 400, state // 400 % 300, state // 120000 % 200 + 300 * (index % 2)
        inputs.append((f"g{index:03d}", vo + 1, le + 1, lb + 1, ("asc", "desc")[index % 2]))
    for index, (name, *values) in enumerate(inputs, start=2):
        r = str(index)
        outcome = (
            f'=IF(B{r}="","not_reported",IF(OR(E{r}="max",E{r}="min",D{r}=""),"undefined",'
            f'IF(C{r}=D{r},"undefined","computed")))'
        )
        raw = (
            f'=IF(F{r}<>"computed","",IF(E{r}="asc",ROUND((B{r}-D{r})*100/(C{r}-D{r}),2),'
            f"ROUND((D{r}-B{r})*100/(D{r}-C{r}),2)))"
        )
        capped = f'=IF(F{r}<>"computed","",MAX(0,MIN(100,G{r})))'
        rows.append((name, list(values), [outcome, raw, capped]))
    return ["obtained", "expected", "baseline", "direction"], ["outcome", "raw", "capped"], rows


def periods_sheet() -> Sheet:
    rows: list[Row] = []
    forms: dict[str, Callable[[str], str]] = {
        "suma": lambda area: f"SUM({area})",
        "último valor": lambda area: f"LOOKUP(9.9E+300,{area})",
        "promedio": lambda area: f"ROUND(SUM({area})/COUNT({area}),2)",
        "máximo": lambda area: f"MAX({area})",
    }
    for index, (name, given) in enumerate(cases("agregacion"), start=2):
        values = [cell(value) for value in given["valores"]]
        area = f"B{index}:E{index}"
        padded = [*values, *[None] * (4 - len(values))]
        formula = f'=IF(COUNT({area})=0,"",{forms[given["forma"]](area)})'
        rows.append((name, padded, [formula, f"=COUNT({area})"]))
    return ["p1", "p2", "p3", "p4"], ["value", "assessable"], rows


def upward_sheet() -> Sheet:
    """Pairs in B:G and relevances in H:J; the answer is their weighted mean over those that are known."""
    rows: list[Row] = []
    for index, (name, given) in enumerate(cases("hacia_arriba"), start=2):
        r, pairs = str(index), given["avances"]
        values = [cell(part) for pair in pairs for part in pair] + [None] * (6 - 2 * len(pairs))
        relevances = given.get("relevancias", [])
        top = f"MAX(H{r}:J{r})" if given["modo"] == "weighted_by_group" else "3"
        limit = "1E+9" if given.get("medida") == "raw" else "100"
        parts, weights = [], []
        for position, (vo, le) in enumerate((("B", "C"), ("D", "E"), ("F", "G"))):
            known = f'AND({vo}{r}<>"",{le}{r}<>"")'
            relevance = "HIJ"[position] + r
            weight = f"({top}+1-{relevance})" if relevances else "1"
            weights.append(f"IF({known},{weight},0)")
            parts.append(f"IF({known},{weight}*MIN({limit},{vo}{r}*100/{le}{r}),0)")
        known_all = "+".join(f'IF(AND({a}{r}<>"",{b}{r}<>""),1,0)' for a, b in (("B", "C"), ("D", "E"), ("F", "G")))
        formula = f"=ROUND(({'+'.join(parts)})/({'+'.join(weights)}),2)"
        padded = [*relevances, *[None] * (3 - len(relevances))]
        rows.append((name, values + padded, [formula, f"={known_all}"]))
    return ["vo1", "le1", "vo2", "le2", "vo3", "le3", "r1", "r2", "r3"], ["value", "assessable"], rows


def execution_sheet() -> Sheet:
    rows: list[Row] = []
    for index, (name, given) in enumerate(cases("ejecucion"), start=2):
        r, month = str(index), given["mes"]
        done, due = ([cell(value) for value in given[key]] for key in ("ejecutado", "reprogramado"))
        padded = [*done, *[None] * (3 - len(done)), *due, *[None] * (3 - len(due))]
        first, second = (f"{start}{r}:{chr(ord(start) + month - 1)}{r}" for start in "BE")
        last = f"INDEX({{}},1,{month})"
        join = {"suma": "SUM({})", "último valor": last, "promedio": "AVERAGE({})", "máximo": "MAX({})"}
        up, down = join[given["forma"]].format(first), join[given["forma"]].format(second)
        gaps = f'SUMPRODUCT(({second}<>"")*({second}<>0)*({first}=""))'
        if given["forma"] == "último valor":
            gaps = f'IF({chr(ord("A") + month)}{r}="",1,0)'
        outcome = (
            f'=IF(SUM({second})=0,IF(SUM({first})=0,"not_programmed","undefined"),'
            f'IF({gaps}>0,"not_reported","computed"))'
        )
        rows.append((name, padded, [outcome, f'=IF(H{r}="computed",ROUND({up}*100/{down},2),"")']))
    return ["e1", "e2", "e3", "p1", "p2", "p3"], ["outcome", "raw"], rows


def prioritisation_sheet() -> Sheet:
    rows: list[Row] = []
    for index, (name, given) in enumerate(cases("priorizacion"), start=2):
        r = str(index)
        progress = [cell(given["avance"]), cell(given["avance_acciones"])]
        route = f'=IF(B{r}>8,"",IF(B{r}<=2,3,IF(B{r}<=4,2,IF(B{r}<=6,1,0))))'
        scores = [f'=IF({c}{r}="","",IF({c}{r}>75,2,IF({c}{r}>=50,1,0)))' for c in "DE"]
        total = f'=IF(COUNT(F{r}:I{r})=4,SUM(F{r}:I{r}),"")'
        inputs = [given["prioridad"], given["tipo"], *progress]
        rows.append((name, inputs, [route, f'=IF(C{r}="I",1,0)', *scores, total]))
    return ["priority", "kind", "progress", "actions"], ["a", "b", "c", "d", "total"], rows


SHEETS: dict[str, Callable[[], Sheet]] = {
    "type_1": type_1_sheet,
    "type_2": type_2_sheet,
    "periods": periods_sheet,
    "upward": upward_sheet,
    "execution": execution_sheet,
    "prioritisation": prioritisation_sheet,
}


def write_workbook(file: Path) -> None:
    """Writes inputs as values and answers as formulas without any kept result, so that they have to be calculated."""
    book = openpyxl.Workbook()
    del book[book.sheetnames[0]]
    for title, build in SHEETS.items():
        inputs, outputs, rows = build()
        sheet = book.create_sheet(title)
        sheet.append(["case", *inputs, *outputs])
        for name, values, formulas in rows:
            sheet.append([name, *values, *formulas])
    book.save(file)


def recalculate(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """Recalculates the workbook with LibreOffice and reads inputs and answers back.

    Raises:
        RuntimeError: LibreOffice is absent.
    """
    program = shutil.which("soffice")
    if program is None:
        raise RuntimeError("LibreOffice (soffice) is not installed")
    source, target = folder / "oracle.xlsx", folder / "recalculated"
    write_workbook(source)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", "xlsx", "--outdir", str(target), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    book = openpyxl.load_workbook(target / "oracle.xlsx", data_only=True)
    found: dict[str, list[dict[str, Any]]] = {}
    for title in SHEETS:
        header, *lines = book[title].iter_rows(values_only=True)
        found[title] = [{str(key): plain(value) for key, value in zip(header, line, strict=True)} for line in lines]
    return found


def plain(value: Any) -> str | None:
    """Writes a cell without binary noise: at most six decimals, no idle zeros."""
    if value is None or value == "":
        return None
    if isinstance(value, (int, float)):
        text = f"{value:.6f}".rstrip("0").rstrip(".")
        return "0" if text == "-0" else text
    return str(value)


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        found = recalculate(Path(folder))
    lines = [
        f"  {json.dumps(title)}: [\n"
        + ",\n".join("    " + json.dumps(row, ensure_ascii=False) for row in rows)
        + "\n  ]"
        for title, rows in found.items()
    ]
    RESULTS.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    sys.stdout.write(f"{sum(map(len, found.values()))} rows written to {RESULTS.name}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
