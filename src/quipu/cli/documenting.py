"""The reference pages, written from the code that they describe: `python -m quipu.cli.documenting`.

Each page is a function that gives its text. A test compares the committed pages with what these functions give, so
that a sheet, verb, setting, rule or measure that is new or changed fails until the pages are written again.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Sequence
from importlib import import_module, resources
from pathlib import Path

import click

from quipu.cli.documenting_api import Table, operation_tables, shape_tables, status_rows
from quipu.cli.documenting_words import (
    ABBREVIATIONS,
    ACTIONS,
    COUNTED_FIGURES,
    EXAMPLES,
    FIGURE_PARTS,
    GROUPS,
    INTRODUCTIONS,
    MEASURES,
    RULE_FUNCTIONS,
    TYPES,
)
from quipu.cli.main import VERBS, cli
from quipu.cli.setup import describe_setting
from quipu.language.terms import Term, all_terms
from quipu.method import RULES, Edition, editions, load_edition
from quipu.method.references import Reference
from quipu.reports.template import DEFAULT_MISSING_NARRATIVE
from quipu.web.configuration import SETTINGS
from quipu.workbook.columns import Column, Sheet
from quipu.workbook.guide import describe_default
from quipu.workbook.schema import SHEETS

ROOT = Path(__file__).parents[3]
NOTICE = "<!-- Written by `make docs` from the code; edit the code, not this page. -->"
HELP_WIDTH = 100


def workbook_page() -> str:
    """Every sheet of the own workbook with its key and columns."""
    index = [[f"[{sheet.label}](#{sheet.name})", f"`{sheet.name}`", sheet.meaning] for sheet in SHEETS]
    parts = [table(("sheet", "in code", "holds"), index), *(_sheet(sheet) for sheet in SHEETS)]
    return page("The workbook (*libro propio*)", INTRODUCTIONS["workbook"], *parts)


def _sheet(sheet: Sheet) -> str:
    key = ", ".join(sheet.column(name).label for name in sheet.key)
    rows = [
        [
            column.label,
            f"`{column.name}`",
            TYPES[column.type],
            "yes" if column.required else "",
            column.meaning,
            _accepted(column),
        ]
        for column in sheet.columns
    ]
    heading = f'## <a id="{sheet.name}"></a>{sheet.label}'
    about = f"{sheet.meaning} Sheet `{sheet.label}`, file `{sheet.file_name}`. A row is known by: {key}."
    headings = ("column", "in code", "type", "required", "meaning", "accepted")
    return "\n\n".join([heading, about, table(headings, rows)])


def _accepted(column: Column) -> str:
    parts = [f"{word} (`{code}`)" if word != code else word for code, word in column.choices.items()]
    parts += [f"`{column.pattern}`"] if column.pattern else []
    parts += [f"empty: {describe_default(column)}"] if column.default is not None else []
    return "; ".join(parts)


def commands_page() -> str:
    """The help of every verb."""
    return page("Commands", INTRODUCTIONS["commands"], *(part for name in VERBS for part in _helps(name)))


def _helps(name: str) -> Iterable[str]:
    top = click.Context(cli, info_name="quipu", help_option_names=["-h", "--help"])
    command = cli.get_command(top, name)
    if command is None:
        raise KeyError(name)
    yield f"## {name}\n\n{_help(command, top, name)}"
    if isinstance(command, click.Group):
        parent = click.Context(command, info_name=name, parent=top)
        for below in command.list_commands(parent):
            yield f"### {name} {below}\n\n{_help(command.commands[below], parent, below)}"


def _help(command: click.Command, parent: click.Context, name: str) -> str:
    context = click.Context(command, info_name=name, parent=parent, terminal_width=HELP_WIDTH)
    return f"```text\n{command.get_help(context)}\n```"


def settings_page() -> str:
    """Every environment variable."""
    rows = [
        [
            f"`{setting.name}`",
            setting.meaning,
            "none; required to serve" if setting.required_to_serve else f"`{setting.default}`",
            f"`{setting.example}`",
        ]
        for setting in SETTINGS
    ]
    empty = [["empty" if cell == "``" else cell for cell in row] for row in rows]
    return page("Settings", INTRODUCTIONS["settings"], table(("setting", "decides", "default", "example"), empty))


def env_example() -> str:
    """The text of `.env.example`, as `quipu settings` prints it."""
    return "\n\n".join(describe_setting(setting) for setting in SETTINGS) + "\n"


def permissions_page() -> str:
    """Who may do what."""
    from quipu.apps.accounts.permissions import PERMISSIONS, Role

    words = {entry.key: entry for entry in all_terms()}
    headings = [f"{words[f'role.{role}'].en} (*{words[f'role.{role}'].es}*)" for role in Role]
    rows = [
        [f"`{action}`", ACTIONS[action.value], *("yes" if role in allowed else "" for role in Role)]
        for action, allowed in PERMISSIONS.items()
    ]
    return page("Permissions", INTRODUCTIONS["permissions"], table(("action", "lets a person", *headings), rows))


def rules_page() -> str:
    """Every rule, value and scale of the latest edition, with its reference."""
    edition = load_edition(editions()[-1])
    headings = ("rule", "name", "in Spanish", "unit", "rounding", "values it reads", "mark", "reference", "where")
    rules = table(headings, [_rule(rule_id, edition) for rule_id in RULES])
    values = [
        [
            f"`{key}`",
            setting.value or ", ".join(f"{name}: {row}" for name, row in setting.table.items()),
            setting.unit,
            setting.reference.mark.value,
            _reference(setting.reference),
        ]
        for key, setting in edition.settings.items()
    ]
    value_table = table(("value", "is", "unit", "mark", "reference"), values)
    scales = ["## Level scales", _scales(edition), "## Which scale each use takes", _uses(edition)]
    title = f"Rules of the method, edition {edition.code}"
    return page(title, INTRODUCTIONS["rules"], "## Rules", rules, "## Values", value_table, *scales)


def _rule(rule_id: str, edition: Edition) -> list[str]:
    rule, reference = RULES[rule_id], edition.reference(rule_id)
    return [
        f"`{rule.id}`",
        f"[{rule.label_en}](../method/{rule.page}.md)",
        rule.label_es,
        rule.unit,
        rule.rounding or "none",
        ", ".join(f"`{key}`" for key in rule.settings) or "none",
        reference.mark.value,
        _reference(reference),
        function_of(rule_id),
    ]


def function_of(rule_id: str) -> str:
    """Where the rule is, `module.py`, function; KeyError or AttributeError when that is not so."""
    module, _, function = RULE_FUNCTIONS[rule_id].partition(".")
    getattr(import_module(f"quipu.method.{module}"), function)
    return f"`{module}.py`, `{function}`"


def _reference(reference: Reference) -> str:
    place = ", ".join(part for part in (reference.place_en, reference.page and f"page {reference.page}") if part)
    parts = [reference.title + (f", {place}" if place else "")]
    parts += [f"it cites {reference.cites}"] if reference.cites else []
    parts += [reference.note] if reference.note else []
    return "; ".join(part.rstrip(".") for part in parts)


def _scales(edition: Edition) -> str:
    rows = []
    for name, scale in edition.scales.items():
        steps = [
            f"{level.code} (*{level.label_es}*)"
            + ("" if level.bound is None else f" {'from' if level.inclusive else 'above'} {level.bound}")
            for level in scale.levels
        ]
        rows.append([f"`{name}`", "; ".join(steps), scale.reference.mark.value, _reference(scale.reference)])
    return table(("scale", "steps, the highest first; the last takes the rest", "mark", "reference"), rows)


def _uses(edition: Edition) -> str:
    rows = [
        [f"`{use}`", f"`{scale}`", found.mark.value, _reference(found)] for use, (scale, found) in edition.uses.items()
    ]
    return table(("use", "scale", "mark", "reference"), rows)


def figures_page() -> str:
    """The measures that a live reference may name, its formats, and examples that a test resolves."""
    from quipu.apps.publishing.counted import MEASURES as COUNTS
    from quipu.apps.publishing.figures import ELEMENT_MEASURES, PLAN_COVERAGES, PLAN_EXECUTIONS

    element = [[f"`{name}`", f"`{code}`", MEASURES[code]] for name, code in ELEMENT_MEASURES.items()]
    counted = [[f"`{name}`", f"`{code}`", MEASURES[code]] for name, code in COUNTS.items()]
    counted += [
        ["`contado-REGION`", "`counted-REGION`", "the same in one region, by its code: `contado-europa`"],
        ["`contado-PAIS`", "`counted-PAIS`", "the same with one country, by ISO 3166 alpha-3: `contado-DEU`"],
    ]
    plan = [[f"`{name}`", MEASURES[name]] for name in (*PLAN_EXECUTIONS, *PLAN_COVERAGES)]
    counts = [[f"`{'`, `'.join(names)}`", _count(*found)] for found, names in _names_by_count().items()]
    examples = [[f"`{reference.replace('|', BAR)}`", printed] for reference, printed in EXAMPLES]
    return page(
        "Live figures (*cifras vivas*)",
        INTRODUCTIONS["figures"],
        table(("part", "is", "when left out"), FIGURE_PARTS),
        "## Of an objective, action or activity",
        table(("measure", "also", "gives"), element),
        "## Counted from the register of action",
        table(("measure", "also", "gives"), counted),
        COUNTED_FIGURES,
        "## Of the plan (`PEI`)",
        table(("measure", "gives"), plan + counts),
        "## Examples, from the demonstration `mre` in 2024",
        table(("written", "printed"), examples),
    )


BAR = r"\|"
_KINDS = {"objective": "objectives", "strategic_action": "actions", "operational_activity": "activities"}
_LEVELS = ("high", "medium", "low")


def _names_by_count() -> dict[tuple[str, str], list[str]]:
    from quipu.apps.publishing.figures import PLAN_COUNTS

    names: dict[tuple[str, str], list[str]] = {}
    for name, found in PLAN_COUNTS.items():
        names.setdefault(found, []).append(name)
    return names


def _count(kind: str, key: str) -> str:
    if key == "total":
        return f"how many {_KINDS[kind]} there are"
    return f"how many {_KINDS[kind]} are {'of level ' if key in _LEVELS else ''}{key.replace('_', ' ')}"


def templates_page() -> str:
    """What the author of a template or a narrative may write: the contract of `quipu.reports`, as it stands there."""
    import quipu.reports

    lines = (quipu.reports.__doc__ or "").strip().split("\n")
    kept = [
        f"## {line}" if below.startswith("===") else line
        for line, below in zip(lines, [*lines[1:], ""], strict=True)
        if not line.startswith("===")
    ]
    start = next(number for number, line in enumerate(kept) if line.startswith("## "))
    sections = table(("section", "in the report", "when nobody has written it"), _sections())
    parts = ("\n".join(kept[start:]), "## Sections that take a narrative", sections)
    return page("Report templates and narratives", INTRODUCTIONS["templates"], *parts)


def _sections() -> list[list[str]]:
    """Every call of `narrative` in the templates; one that goes with an element's code is shown with a code."""
    call = re.compile(r'narrative\("([^"]+)"( ~ \w+\.code)?(?:, missing="([^"]*)")?')
    rows = []
    for report in ("monitoring", "evaluation"):
        source = resources.files("quipu.apps.publishing").joinpath(f"sources/{report}.md").read_text(encoding="utf-8")
        for key, of_element, missing in call.findall(source):
            code = {"objetivo:": "OEI.01", "accion:": "AEI.01.01"}[key] if of_element else ""
            rows.append([f"`{key}{code}`", report, missing or DEFAULT_MISSING_NARRATIVE])
    return rows


def api_page() -> str:
    """Every operation of the interface for programs, and every shape that it sends and receives."""
    return page(
        "The interface for programs (`/api/v1/`)",
        INTRODUCTIONS["api"],
        table(("status", "means"), status_rows()),
        "## Operations",
        *(_told(item) for item in operation_tables()),
        "## Shapes",
        *(_told(item) for item in shape_tables()),
    )


def _told(found: Table) -> str:
    return "\n\n".join([f"### {found.title}", found.about, table(found.headings, found.rows)])


def glossary_page() -> str:
    """Every term of the product, and the names used in code."""
    terms = all_terms()
    groups = dict.fromkeys(entry.group for entry in terms)
    parts = [part for group in groups for part in (f"## {GROUPS[group]}", _terms(group, terms))]
    names = ["## Names in code", "\n".join(names_table())]
    short = table(("abbreviation", "en español", "in English"), [list(row) for row in ABBREVIATIONS])
    return page("Glossary (*glosario*)", INTRODUCTIONS["glossary"], "## Abbreviations", short, *parts, *names)


def _terms(group: str, terms: Sequence[Term]) -> str:
    found = [entry for entry in terms if entry.group == group]
    if not any(entry.meaning_en for entry in found):
        rows = [[entry.es, entry.en, f"`{entry.key.partition('.')[2]}`"] for entry in found]
        return table(("en español", "in English", "in code"), rows)
    full = [
        [entry.es, entry.en, f"`{entry.key.partition('.')[2]}`", entry.meaning_en, entry.meaning_es] for entry in found
    ]
    return table(("en español", "in English", "in code", "meaning", "significado"), full)


def names_table() -> list[str]:
    """The table under `## Names` in the design page."""
    design = (ROOT / "docs" / "design.md").read_text(encoding="utf-8")
    section = design.partition("\n## Names\n")[2].partition("\n## ")[0]
    return [line for line in section.splitlines() if line.startswith("|")]


def page(title: str, *parts: str) -> str:
    """A page: its title, the notice that it is generated, its parts."""
    return "\n\n".join([f"# {title}", NOTICE, *parts]) + "\n"


def table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table; bars inside cells are escaped."""
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join("| " + " | ".join(_cell(cell) for cell in line) + " |" for line in lines)


def _cell(text: str) -> str:
    return text.replace(BAR, "|").replace("|", BAR).replace("\n", " ")


PAGES: dict[str, Callable[[], str]] = {
    "docs/reference/workbook.md": workbook_page,
    "docs/reference/commands.md": commands_page,
    "docs/reference/settings.md": settings_page,
    "docs/reference/permissions.md": permissions_page,
    "docs/reference/rules.md": rules_page,
    "docs/reference/api.md": api_page,
    "docs/reference/figures.md": figures_page,
    "docs/reference/templates.md": templates_page,
    "docs/glossary.md": glossary_page,
    ".env.example": env_example,
}
"""Every page by its path, and what writes it."""


def stale_pages(root: Path = ROOT) -> list[str]:
    """The pages whose file is absent or says something else than the code."""
    paths = {name: root / name for name in PAGES}
    return [
        name for name, path in paths.items() if not path.is_file() or path.read_text(encoding="utf-8") != PAGES[name]()
    ]


def main() -> None:
    """Write the pages that are stale; with `--check`, only name them and fail."""
    from quipu.cli.database import start_django

    start_django()
    stale = stale_pages()
    for name in stale:
        click.echo(name)
    if "--check" in sys.argv:
        sys.exit(1 if stale else 0)
    for name in stale:
        path = ROOT / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(PAGES[name](), encoding="utf-8")


if __name__ == "__main__":
    main()
