"""Broken workbooks by the thousand: whatever a file holds, a reader answers with rows, faults or a refusal.

`python -m tests.workbook.ceplan.fuzzing --count 10000 --seed 1` prints what each reader made of each kind of damage.
The same seed gives the same files.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.workbook.ceplan.broken import Case, Page, Raw, archive_of, write_folder
from tests.workbook.ceplan.examples import records, separate

from quipu.errors import QuipuError
from quipu.workbook.ceplan.columns import FAMILIES, IDENTIFICATION, REASONS
from quipu.workbook.ceplan.reading import read_ceplan
from quipu.workbook.ceplan.translating import as_workbook
from quipu.workbook.ceplan.writing import write_annual, write_separate
from quipu.workbook.columns import ColumnType
from quipu.workbook.reading import read_workbook
from quipu.workbook.schema import SHEETS

READERS = ("ceplan", "own")
OUTCOMES = ("read", "faults", "refused", "traceback")


def _pages_of_ceplan(chance: random.Random) -> list[Page]:
    if chance.random() < 0.3:
        examples = separate(chance.randint(1, 3), chance.randrange(99))
        return [Page(str(kind), [list(example.headings), *example.rows]) for kind, example in examples.items()]
    return [_annual_page(chance)]


def _annual_page(chance: random.Random) -> Page:
    families = chance.sample(FAMILIES, chance.randint(1, 6))
    columns = [*IDENTIFICATION, *REASONS[: chance.randint(0, 12)]]
    fields = [c.name for c in columns] + [name for f in families for name in (*f.months, f.total)]
    labels = {c.name: c.label for c in columns}
    labels |= {name: f"{f.prefix} {i:02d}" for f in families for i, name in enumerate(f.months, 1)}
    labels |= {f.total: f"{f.prefix} Total" for f in families}
    several = records(chance.randint(1, 4), chance.randrange(99))
    unknown = [f"Dato {number}" for number in range(chance.choice([0, 3, 200]))]
    rows: list[list[object]] = [[labels[name] for name in fields] + unknown]
    rows += [[record.get(name) for name in fields] + [None for _ in unknown] for record in several]
    return Page(chance.choice(["POI_Por_ActividadOperativaAnual", "DATA", "Hoja1"]), rows)


def _pages_of_own(chance: random.Random) -> list[Page]:
    pages = []
    for sheet in chance.sample(SHEETS, chance.randint(1, 4)):
        rows: list[list[object]] = [[column.label for column in sheet.columns]]
        rows += [[_sample(column.type, chance) for column in sheet.columns] for _ in range(chance.randint(0, 4))]
        pages.append(Page(sheet.label, rows))
    return pages


def _sample(kind: ColumnType, chance: random.Random) -> object:
    if kind in (ColumnType.INTEGER, ColumnType.AMOUNT, ColumnType.YEAR):
        return chance.choice([1, 2024, 3.5, None, 0])
    return chance.choice(["P", "AEI.01.01", "sí", "2024", "2024-07-01", None, "000901", "AOI00090100001"])


_SEEDS: dict[str, Callable[[random.Random], list[Page]]] = {"ceplan": _pages_of_ceplan, "own": _pages_of_own}


def _shifted_header(case: Case) -> None:
    for page in case.pages:
        page.rows[:0] = [
            ["", "Título"] if case.chance.random() < 0.5 else [] for _ in range(case.chance.randint(1, 12))
        ]


def _merged(case: Case) -> None:
    case.page.after = '<mergeCells count="2"><mergeCell ref="A1:D1"/><mergeCell ref="B2:B9999999"/></mergeCells>'


def _dates(case: Case) -> None:
    case.somewhere(
        Raw('<c{r} t="d"><v>' + case.chance.choice(["2024-03-01T00:00:00", "2024-13-45", "ayer"]) + "</v></c>")
    )
    case.somewhere(Raw('<c{r} s="1"><v>' + case.chance.choice(["45352", "-1", "99999999999", "60.5"]) + "</v></c>"))


def _formulas(case: Case) -> None:
    case.somewhere(Raw("<c{r}><f>SUM(A1:A9)</f></c>"))
    case.somewhere(Raw('<c{r} t="str"><f>A1&amp;"x"</f><v>=cmd|x</v></c>'))
    case.somewhere(Raw('<c{r}><f t="shared" si="0"/><v>5</v></c>'))
    case.somewhere("=1+1")


def _errors(case: Case) -> None:
    case.somewhere(Raw('<c{r} t="e"><v>' + case.chance.choice(["#DIV/0!", "#N/A", "#RARO!", ""]) + "</v></c>"))


def _hidden(case: Case) -> None:
    case.page.hidden = True
    case.pages.append(Page("Oculta", [["x"], [1]], hidden=True))


def _sheet_names(case: Case) -> None:
    for page in case.pages:
        page.name = case.chance.choice([page.name, page.name.upper(), "x" * 40, "a/b", "'", "", "[1]", "<&>"])


def _macros(case: Case) -> None:
    case.extra["xl/vbaProject.bin"] = b"\xd0\xcf\x11\xe0" + bytes(64)
    case.ending = case.chance.choice([".xlsx", ".xlsm"])


def _csv(case: Case) -> None:
    case.ending = "folder"
    case.encoding = case.chance.choice(["utf-8", "latin-1", "utf-16", "utf-8-sig", "cp037"])
    if case.chance.random() < 0.5:
        case.somewhere(case.chance.choice(['"', '"""a""', "a\nb", "\x00", "'=x", ";;;", "\r"]))


def _quotes(case: Case) -> None:
    case.ending = "folder"
    case.spoil = lambda content: content.replace(b",", b',"', 3)


def _duplicates(case: Case) -> None:
    rows = case.page.rows
    if len(rows) > 1:
        twin = list(rows[-1])
        twin[case.chance.randrange(len(twin))] = "Otro"
        rows.append(twin)


def _numbers(case: Case) -> None:
    words = [
        "-5",
        -5,
        "1,234.5",
        "1.234,5",
        "1 234",
        "1\u00a0234",
        "12,5",
        "5 %",
        "doce",
        "1e5",
        "٣",
        "½",
        "−4",
        "0x1F",
    ]
    for _ in range(3):
        case.somewhere(case.chance.choice(words))


def _not_finite(case: Case) -> None:
    text = case.chance.choice(["NaN", "nan", "inf", "-inf", "INF", "1e400", "-0", "1E-320", "1e308", "0x10", "", " "])
    case.somewhere(Raw(f"<c{{r}}><v>{text}</v></c>"))
    case.somewhere(text)


def _booleans(case: Case) -> None:
    case.somewhere(Raw('<c{r} t="b"><v>' + case.chance.choice(["1", "0", "2", "x"]) + "</v></c>"))


def _long(case: Case) -> None:
    case.somewhere(case.chance.choice(["x" * 40_000, "=" * 33_000, "ñ" * 70_000, "9" * 5_000, "a" * 300 + "\n" * 300]))
    case.somewhere("y" * 20_000, heading=True)


def _strange_text(case: Case) -> None:
    words = ["\u202e", "\ufeff", "😀" * 9, "_x0041_", "_x0000_", "\u0301", "\t", "'", "''", "<b>", "]]>", "&amp;", "İ"]
    for _ in range(3):
        case.somewhere(case.chance.choice(words), heading=case.chance.random() < 0.4)


def _controls(case: Case) -> None:
    case.somewhere(Raw('<c{r} t="inlineStr"><is><t>a_x0001_b&#1;</t></is></c>'))
    case.somewhere(Raw('<c{r} t="s"><v>' + case.chance.choice(["0", "99", "-1", "x"]) + "</v></c>"))


def _headings(case: Case) -> None:
    heading = case.page.rows[0]
    for _ in range(case.chance.randint(1, 4)):
        heading[case.chance.randrange(len(heading))] = case.chance.choice(heading)


def _swapped(case: Case) -> None:
    heading = case.page.rows[0]
    one, other = case.chance.randrange(len(heading)), case.chance.randrange(len(heading))
    heading[one], heading[other] = heading[other], heading[one]


def _drift(case: Case) -> None:
    heading = case.page.rows[0]
    for _ in range(5):
        index = case.chance.randrange(len(heading))
        text = str(heading[index] or "x")
        cut = case.chance.randrange(len(text) or 1)
        heading[index] = text[:cut] + case.chance.choice(["", "x", " ", "é", "_"]) + text[cut + 1 :]


def _numeric_headings(case: Case) -> None:
    case.somewhere(case.chance.choice([1, 1.5, -3]), heading=True)
    case.somewhere(Raw('<c{r} t="e"><v>#REF!</v></c>'), heading=True)


def _ragged(case: Case) -> None:
    rows = case.page.rows
    row = case.chance.choice(rows)
    if case.chance.random() < 0.5:
        del row[case.chance.randrange(len(row) + 1) :]
    else:
        row.extend(["fuera", None, 5])


def _empty(case: Case) -> None:
    case.page.rows[:] = case.chance.choice([[], [[]], [[None]], [[], [], ["x"]], case.page.rows[:1]])


def _deep(case: Case) -> None:
    page = case.page
    depth = case.chance.choice([1_000, 5_000, 1_048_576])
    page.after = f'<row r="{depth}"><c r="B{depth}"/></row>'


def _huge(case: Case) -> None:
    page = case.page
    page.dimension = "A1:XFD1048576"
    if case.chance.random() < 0.5:
        place = case.chance.choice(['r="XFD1048576"', 'r = "XFD1048576"', "r='xfd1048576'", 'r="&#88;FD1048576"'])
        page.after = f"<row><c {place}><v>1</v></c></row>"


def _no_places(case: Case) -> None:
    case.page.attribute = ""


def _bad_places(case: Case) -> None:
    case.page.attribute = case.chance.choice(
        [' r="1A"', ' r=""', ' r="A0"', ' r="ZZZZ1"', ' r="A99999999999"', ' r="A1"']
    )


def _truncated(case: Case) -> None:
    part = case.chance.random()
    case.spoil = lambda content: content[: int(len(content) * part)]


def _flipped(case: Case) -> None:
    def flip(content: bytes) -> bytes:
        spoilt = bytearray(content)
        for _ in range(case.chance.randint(1, 20)):
            spoilt[case.chance.randrange(len(spoilt))] = case.chance.randrange(256)
        return bytes(spoilt)

    case.spoil = flip


def _random_bytes(case: Case) -> None:
    start = case.chance.choice([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x05\x06"])
    case.spoil = lambda content: start + case.chance.randbytes(case.chance.randint(0, 400))


def _bomb(case: Case) -> None:
    case.extra["xl/media/a.bin"] = bytes(1_200_000)


def _broken_parts(case: Case) -> None:
    part = case.chance.choice(["xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml"])
    content = case.chance.choice(
        [b"", b"<", b"<a/>", b"\xff\xfe<\0a\0/\0>\0", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", b"<a><b></a>"]
    )
    case.extra[part] = content


def _sound(case: Case) -> None:
    """Nothing: a sound file has to be read as well."""


DAMAGES: dict[str, Callable[[Case], None]] = {
    "sound": _sound,
    "shifted header": _shifted_header,
    "merged cells": _merged,
    "dates": _dates,
    "formulas": _formulas,
    "cell errors": _errors,
    "hidden sheets": _hidden,
    "sheet names": _sheet_names,
    "macros": _macros,
    "csv encodings": _csv,
    "csv quotes": _quotes,
    "duplicate rows": _duplicates,
    "odd numbers": _numbers,
    "not finite": _not_finite,
    "booleans": _booleans,
    "long texts": _long,
    "strange texts": _strange_text,
    "control characters": _controls,
    "duplicate headings": _headings,
    "swapped columns": _swapped,
    "drifting headings": _drift,
    "numeric headings": _numeric_headings,
    "ragged rows": _ragged,
    "empty sheets": _empty,
    "deep blank rows": _deep,
    "huge area": _huge,
    "cells without place": _no_places,
    "bad places": _bad_places,
    "truncated": _truncated,
    "flipped bytes": _flipped,
    "random bytes": _random_bytes,
    "zip bomb": _bomb,
    "broken parts": _broken_parts,
}


def make(reader: str, damage: str, seed: int, folder: Path) -> Path:
    """A broken file for a reader, in a folder of its own."""
    chance = random.Random(f"{reader} {damage} {seed}")  # noqa: S311 - the same files each time
    case = Case(chance, _SEEDS[reader](chance))
    DAMAGES[damage](case)
    if chance.random() < 0.2 and all(page.rows and all(page.rows) for page in case.pages):
        DAMAGES[chance.choice(list(DAMAGES))](case)
    if case.ending == "folder":
        return write_folder(case, folder / f"{seed}")
    path = folder / f"{seed}{case.ending}"
    path.write_bytes(case.spoil(archive_of(case)))
    return path


def try_one(reader: str, path: Path) -> tuple[str, str]:
    """What a reader made of a file: the outcome, and the trace if there is one."""
    try:
        faults = _read_ceplan(path) if reader == "ceplan" else bool(read_workbook(path).faults)
    except QuipuError:
        return "refused", ""
    except KeyboardInterrupt:
        raise
    except BaseException:  # a panic of the reader below is not an Exception
        return "traceback", traceback.format_exc()
    return ("faults" if faults else "read"), ""


def _read_ceplan(path: Path) -> bool:
    files = read_ceplan(path)
    translated = as_workbook(files, plan="PEI", version=1, year=2024)
    if files.faults:
        return True
    target = path.parent / "back"
    if files.layout.kind == "separate":
        write_separate(target, files.layout, files.rows)
    else:
        target /= "back.xlsx"
        write_annual(target, files.layout, files.rows)
    if not files.questions and read_ceplan(target).rows != files.rows:
        raise AssertionError("what was written does not read as it was")
    return bool(translated.faults)


def run(count: int, seed: int) -> tuple[Counter[tuple[str, str, str]], list[str]]:
    """Try so many files: how many of each reader, damage and outcome, and the traces."""
    counts: Counter[tuple[str, str, str]] = Counter()
    traces: list[str] = []
    pairs = [(reader, damage) for damage in DAMAGES for reader in READERS]
    for number in range(count):
        reader, damage = pairs[number % len(pairs)]
        with tempfile.TemporaryDirectory() as folder:
            path = make(reader, damage, seed * 1_000_003 + number, Path(folder))
            outcome, trace = try_one(reader, path)
        counts[reader, damage, outcome] += 1
        if trace:
            traces.append(f"{reader}, {damage}, {number}\n{trace}")
    return counts, traces


def table(counts: Counter[tuple[str, str, str]]) -> str:
    """The counts as text."""
    lines = [f"{'damage':22}{'reader':8}" + "".join(f"{outcome:>11}" for outcome in OUTCOMES)]
    for damage in DAMAGES:
        for reader in READERS:
            numbers = "".join(f"{counts[reader, damage, outcome]:>11}" for outcome in OUTCOMES)
            lines.append(f"{damage:22}{reader:8}{numbers}")
    totals = "".join(f"{sum(n for (_, _, o), n in counts.items() if o == outcome):>11}" for outcome in OUTCOMES)
    return "\n".join([*lines, f"{'all':30}{totals}"])


def main(arguments: Sequence[str]) -> int:
    """Run from the command line; 1 when there was a traceback."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(arguments)
    start = time.perf_counter()
    counts, traces = run(asked.count, asked.seed)
    taken = time.perf_counter() - start
    sys.stdout.write(f"{table(counts)}\n{asked.count / taken:.0f} workbooks a second\n")
    for trace in traces[:20]:
        sys.stdout.write(f"\n{trace}")
    return 1 if traces else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
