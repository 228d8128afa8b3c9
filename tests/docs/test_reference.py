"""The reference says what the code says, and says something of everything."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from quipu.apps.accounts.permissions import Action
from quipu.apps.evaluation.services import compute_evaluation
from quipu.apps.imports.services import apply_import
from quipu.apps.organisation.queries import find_institution
from quipu.apps.plans.queries import find_version_for
from quipu.apps.publishing.contents.series import number_style_of
from quipu.apps.publishing.making import figures_of
from quipu.cli.documenting import PAGES, stale_pages
from quipu.cli.documenting_words import ACTIONS, EXAMPLES, RULE_FUNCTIONS
from quipu.cli.main import VERBS
from quipu.method import RULES
from quipu.reports import Place
from quipu.reports.figures import FigureLedger
from quipu.workbook.reading import read_workbook
from quipu.workbook.schema import SHEETS

ROOT = Path(__file__).parents[2]


def test_every_page_is_what_the_code_gives() -> None:
    assert stale_pages() == [], "run `make docs` and commit what it writes"


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_every_sheet_and_column_has_a_meaning(sheet) -> None:
    assert sheet.meaning
    assert [column.name for column in sheet.columns if not column.meaning] == []


def test_every_verb_says_what_it_does_and_what_its_options_are() -> None:
    text = PAGES["docs/reference/commands.md"]()
    bare = re.findall(r"^ +(--[a-z-]+(?: [A-Z\[][^ ]*)?)$\n(?! {10})", text, flags=re.MULTILINE)
    assert bare == []
    for name in VERBS:
        assert f"## {name}\n\n```text\nUsage: quipu {name}" in text


def test_what_is_described_exists() -> None:
    assert set(ACTIONS) == {action.value for action in Action}
    assert set(RULE_FUNCTIONS) == set(RULES)


@pytest.mark.django_db
def test_the_examples_of_figures_print_what_the_page_says() -> None:
    apply_import(read=read_workbook(ROOT / "demo" / "mre"), mode="replace")
    institution = find_institution("mre")
    computation = compute_evaluation(version=find_version_for(institution, "2024"), period="2024")
    ledger = FigureLedger(figures_of(computation), number_style_of(institution))
    numbers = [ledger.use(reference.strip("[]"), Place("figures.md")) for reference, _ in EXAMPLES]
    assert ledger.faults == []
    printed = [ledger.printed(number).replace("\N{NO-BREAK SPACE}", " ") for number in numbers if number]
    assert printed == [told for _, told in EXAMPLES]


@pytest.mark.parametrize("page", sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]), ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\((?!https?:|mailto:)([^)\s]+)\)", text):
        path, _, anchor = target.partition("#")
        found = (page.parent / path).resolve() if path else page
        assert found.exists(), f"{target} leads nowhere"
        if anchor:
            assert anchor in _anchors(found), f"{target} leads to no heading"


def _anchors(page: Path) -> set[str]:
    text = page.read_text(encoding="utf-8")
    headings = re.findall(r"^#+ (.+)$", text, flags=re.MULTILINE)
    slugs = {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}
    return slugs | set(re.findall(r'<a id="([^"]+)"', text))
