"""The worked tables of docs/method, recomputed: a page that drifts from the rules fails."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.engine.rows import cells, table_of
from tests.method.cases import apply_rule

from quipu.engine.connection import connect, open_arrow
from quipu.engine.running import compute_progress
from quipu.method import (
    RULES,
    Amounts,
    Direction,
    Mark,
    institution_mean,
    institution_ratio,
    load_edition,
    number,
    parse_direction,
    progress_type_1,
    trend_of,
    watch_divergence,
    watch_target_reach,
    watch_two_year_fall,
)

DOCS = Path(__file__).parents[2] / "docs" / "method"
EDITION = load_edition("2024")
Row = dict[str, str]
EMPTY = "—"


def read_tables() -> list[tuple[str, str, Row]]:
    """Gives (page, rule, row) of every worked table."""
    found = []
    for page in sorted(DOCS.glob("*.md")):
        text = page.read_text(encoding="utf-8")
        for rule, table in re.findall(r"<!-- worked: (\S+) -->\n((?:\|.*\n)+)", text):
            header, _, *rows = [[part.strip() for part in line.strip("|").split("|")] for line in table.splitlines()]
            found += [(page.name, rule, dict(zip(header, row, strict=True))) for row in rows]
    return found


def cell(text: str) -> Any:
    return {EMPTY: None, "no data": {"sin_dato": ""}}.get(text, text)


def series(text: str) -> list[Any]:
    return [cell(part.strip()) for part in text.split(";")]


def years(text: str) -> dict[int, Any]:
    values = series(text)
    first = 2024 - len(values)
    return {first + index: None if value is None else number(value) for index, value in enumerate(values)}


def answer_of(row: Row, answer: dict[str, Any], names: dict[str, str]) -> Row:
    """Gives the computed cells under the headers of the page."""
    return {
        header: EMPTY if answer.get(key) is None else str(answer[key]) for header, key in names.items() if header in row
    }


OUTCOME = {"outcome": "salida", "reason": "razon", "raw": "bruto", "capped": "topado"}
AGGREGATE = {"value": "valor", "assessable": "evaluables", "total": "total"}


def progress_1(row: Row) -> Row:
    given = {"obtenido": cell(row["obtained"]), "esperado": cell(row["expected"]), "sentido": row["direction"]}
    return answer_of(row, apply_rule("progress.type_1", given), OUTCOME)


def progress_2(row: Row) -> Row:
    given = {"obtenido": cell(row["obtained"]), "esperado": cell(row["expected"]), "base": cell(row["baseline"])}
    given |= {"sentido": row["direction"], "agregable": False, "referencia_le": "same_period"}
    return answer_of(row, apply_rule("progress.type_2", given), OUTCOME)


def level(row: Row) -> Row:
    given = {"valor": cell(row["value"]), "escala": row["scale"]}
    return answer_of(row, apply_rule("levels.level", given), {"level": "nivel"})


def periods(row: Row) -> Row:
    given = {"valores": series(row["values"]), "forma": row["accumulation"]}
    return answer_of(row, apply_rule("aggregation.periods", given), AGGREGATE)


def pairs(text: str) -> list[list[Any]]:
    return [[cell(side.strip()) for side in part.split("/")] for part in text.split(";")]


def upwards(row: Row) -> Row:
    given: dict[str, Any] = {"avances": pairs(row["progress"]), "modo": row["how"]}
    if row["relevances"] != EMPTY:
        given["relevancias"] = [int(value) for value in series(row["relevances"])]
    return answer_of(row, apply_rule("aggregation.upward", given), AGGREGATE)


def execution(row: Row) -> Row:
    given: dict[str, Any] = {"ejecutado": series(row["executed"]), "reprogramado": series(row["reprogrammed"])}
    given |= {"mes": int(row["month"]), "forma": row["accumulation"]}
    return answer_of(row, apply_rule("execution.physical", given), OUTCOME)


def from_tasks(row: Row) -> Row:
    given = {"hechas": [], "forma": row["accumulation"]}
    if row["done tasks (month: worth)"] != EMPTY:
        given["hechas"] = [part.split(": ") for part in row["done tasks (month: worth)"].split("; ")]
    months = apply_rule("execution.from_tasks", given)["meses"]
    return {"months 1 to 12": ", ".join(EMPTY if month is None else month for month in months)}


def institution(row: Row) -> Row:
    values = [[None if side is None else number(side) for side in pair] for pair in pairs(row["activities"])]
    outcomes = [progress_type_1(done, due, Direction.ASCENDING, edition=EDITION) for done, due in values]
    mean = institution_mean(outcomes, edition=EDITION)
    ratio = institution_ratio([Amounts(pair[0], pair[1]) for pair in values], edition=EDITION)
    assert (mean.assessable, mean.total) == (ratio.assessable, ratio.total)
    found = {"mean of capped": mean.value, "ratio of sums": ratio.value, "assessable": mean.assessable}
    return {key: str(value) for key, value in {**found, "total": mean.total}.items()}


def priority(row: Row) -> Row:
    given: dict[str, Any] = {"prioridad": int(row["priority"]), "tipo": row["kind"]}
    given |= {"avance": cell(row["progress"]), "avance_acciones": cell(row["actions"])}
    answer = apply_rule("prioritisation", given)
    found = {**dict(zip("abcd", answer["puntajes"], strict=True)), "total": answer["total"]}
    return answer_of(row, found, {key: key for key in found})


def published(row: Row) -> Row:
    given = {"impreso": row["printed"], "obtenido": cell(row["obtained"]), "esperado": cell(row["expected"])}
    verdict = apply_rule("published", given)["reproducido"]
    return {"reproduced": {True: "yes", False: "no", None: EMPTY}[verdict]}


def divergence(row: Row) -> Row:
    action, activity = (None if cell(row[key]) is None else number(row[key]) for key in ("action", "activity"))
    return finding(watch_divergence("AEI.01.01", action, {"AOI00000100001": activity}, edition=EDITION))


def reach(row: Row) -> Row:
    way, target = parse_direction(row["direction"]), number(row["target"])
    return finding(watch_target_reach("AEI.01.01", target, 2024, years(row["series"]), way, edition=EDITION))


def fall(row: Row) -> Row:
    way = parse_direction(row["direction"])
    return finding(watch_two_year_fall("AEI.01.01", years(row["series"]), way, edition=EDITION))


def finding(found: object) -> Row:
    return {"finding": "yes" if found else "no"}


def trend(row: Row) -> Row:
    group = trend_of(years(row["series"]), parse_direction(row["direction"]), edition=EDITION).group
    return {"group": group.value if group else EMPTY}


def admissible(row: Row) -> Row:
    answer = apply_rule("entry.admissible", {"valor": cell(row["value"]), "unidad": row["unit"]})
    return {"admissible": "yes" if answer["admisible"] else "no"}


def outlier(row: Row) -> Row:
    answer = apply_rule("entry.outlier", {"valor": cell(row["value"]), "historia": series(row["history"])})
    return {"hint": "yes" if answer["aviso"] else "no"}


def owed(row: Row) -> Row:
    answer = apply_rule("entry.owed", {"reporte": row["reporting"], "periodicidad": row["periodicity"]})
    return {"owed": "; ".join(answer["periodos"]) or EMPTY}


def parts(row: Row) -> Row:
    answer = apply_rule("entry.parts", {"valor": cell(row["value"]), "partes": series(row["parts"])})
    return answer_of(row, answer, {"gap": "diferencia"})


def continuity(row: Row) -> Row:
    given: dict[str, Any] = {"sesiones": [] if row["sessions"] == EMPTY else row["sessions"].split("; ")}
    given |= {"hoy": row["today"], "primera": whole(row["first"]), "cada": whole(row["every months"])}
    answer = apply_rule("register.continuity", given)
    pairs_found = [f"{lower} > {higher}" for lower, higher in answer["desordenadas"]]
    return {
        "missing": "; ".join(map(str, answer["faltan"])) or EMPTY,
        "repeated": "; ".join(map(str, answer["repetidas"])) or EMPTY,
        "out of order": "; ".join(pairs_found) or EMPTY,
        "due on": answer["vence"] or EMPTY,
        "overdue": "yes" if answer["vencida"] else "no",
    }


def whole(text: str) -> int | None:
    return None if text == EMPTY else int(text)


def by_columns(row: Row) -> Row:
    pair = [None if cell(row[key]) is None else number(row[key]) for key in ("obtained", "expected")]
    values = {**cells("obtained", pair[0]), **cells("expected", pair[1])}
    table = open_arrow(table_of([{**values, "direction": row["direction"]}]))
    (answer,) = compute_progress(connect(), table, edition=EDITION).to_pylist()
    return answer_of(row, answer, {key: key for key in ("outcome", "reason", "raw", "capped", "level")})


RECOMPUTE: dict[str, Callable[[Row], Row]] = {
    "progress.type_1": progress_1,
    "progress.type_2": progress_2,
    "levels.level": level,
    "aggregation.periods": periods,
    "aggregation.upward": upwards,
    "execution.physical": execution,
    "execution.from_tasks": from_tasks,
    "execution.institution": institution,
    "prioritisation": priority,
    "published": published,
    "coherence.divergence": divergence,
    "coherence.target_reach": reach,
    "coherence.two_year_fall": fall,
    "trends.group": trend,
    "entry.admissible": admissible,
    "entry.outlier": outlier,
    "entry.owed": owed,
    "entry.parts": parts,
    "register.continuity": continuity,
    "engine": by_columns,
}
TABLES = read_tables()
COUNTED_FROM_RECORDS = "counting.md"
"""Its worked case needs a register: `tests/apps/register/counting/test_worked_case.py` recomputes it."""


@pytest.mark.parametrize(("rule", "row"), [(rule, row) for _, rule, row in TABLES], ids=lambda item: str(item)[:60])
def test_worked_table(rule: str, row: Row) -> None:
    computed = RECOMPUTE[rule](row)
    assert computed, "a worked row without a computed cell proves nothing"
    assert {key: row[key] for key in computed} == computed


def test_every_kind_of_worked_table_is_on_a_page() -> None:
    assert {rule for _, rule, _ in TABLES} == set(RECOMPUTE)
    pages = {page.name for page in DOCS.glob("*.md")} - {"README.md", COUNTED_FROM_RECORDS}
    assert {name for name, _, _ in TABLES} == pages
    assert {f"{rule.page}.md" for rule in RULES.values()} <= pages


def test_the_editions_page_lists_every_value_and_rule_with_its_mark() -> None:
    text = (DOCS / "editions.md").read_text(encoding="utf-8")
    for setting in EDITION.settings.values():
        value = setting.value or ", ".join(f"{key}: {row}" for key, row in setting.table.items())
        assert f"| `{setting.key}` | {value} | {setting.unit} | {setting.reference.mark} |" in text
    for rule in RULES.values():
        line = next(line for line in text.splitlines() if line.startswith(f"| `{rule.id}` "))
        assert rule.label_es in line
        assert line.endswith(f"| {EDITION.reference(rule.id).mark} |")
        assert (DOCS / f"{rule.page}.md").exists()


def test_the_levels_page_lists_every_scale_with_its_bounds() -> None:
    text = (DOCS / "levels.md").read_text(encoding="utf-8")
    for name, scale in EDITION.scales.items():
        line = next(line for line in text.splitlines() if line.startswith(f"| `{name}` |"))
        assert all(str(level.bound) in line for level in scale.levels if level.bound is not None)


def test_only_progress_type_1_is_called_official() -> None:
    official = [key for key, reference in EDITION.rules.items() if reference.mark is Mark.OFFICIAL]
    assert official == ["progress.type_1"]
    titles = [
        line
        for page in DOCS.glob("*.md")
        for line in page.read_text(encoding="utf-8").splitlines()
        if line.startswith("#") and "official" in line
    ]
    assert titles == ["## Type 1 (*avance tipo 1*): official"]
