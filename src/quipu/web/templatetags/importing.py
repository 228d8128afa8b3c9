"""Words of the pages that bring files in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import template
from django.utils.translation import gettext_lazy as _

from quipu.apps.imports.queries.poi_versions import ActivityChange
from quipu.apps.imports.questions import NAME

register = template.Library()

STATES = {
    "waiting": _("waiting its turn"),
    "reading": _("being looked at"),
    "ready": _("ready to confirm"),
    "refused": _("with faults"),
    "confirmed": _("confirmed, waiting its turn"),
    "importing": _("being imported"),
    "done": _("imported"),
    "failed": _("stopped"),
    "withdrawn": _("withdrawn"),
}
STAGES = {
    "reading": _("reading the file"),
    "checking": _("comparing it with the plan"),
    "importing": _("writing"),
}
KINDS = {
    "own": _("workbook of Quipu"),
    "ceplan_annual": _("annual export of Ceplan V.01"),
    "ceplan_separate": _("separate files of Ceplan V.01"),
}
MODES = {"add": _("add"), "update": _("update"), "replace": _("replace")}
CHANGES = {"added": _("Added"), "changed": _("Changed"), "removed": _("Removed")}
LAYOUTS = {
    "annual": _("Annual export (XLSX)"),
    "data": _("Annual export, sheet DATA (XLSX)"),
    "separate": _("Five files (ZIP)"),
}
ACTIVITY_CHANGES = {"added": _("it is new"), "removed": _("it is not there any more")}
FAMILIES = {
    "physical_consistent": _("physical, consistent"),
    "physical_reprogrammed": _("physical, reprogrammed"),
    "physical_executed": _("physical, executed"),
    "financial_consistent": _("financial, consistent"),
    "financial_reprogrammed": _("financial, reprogrammed"),
    "financial_executed": _("financial, executed"),
}

WARNINGS = {
    "imports.accumulation": _("Months that look like running totals"),
    "imports.ceplan.emptied": _("Stored amounts that would be removed"),
    "imports.ceplan.new_unit": _("Executing units that the institution does not have"),
    "imports.over_hundred": _("Percentages over 100"),
    "imports.unequal_parts": _("Parts that do not add up to their value"),
    "imports.unknown_published": _("Published figures of an unknown element"),
    "workbook.ceplan.several_names": _("Codes with several names"),
    "workbook.ceplan.sheet_ignored": _("Sheets that were not read"),
    "workbook.ceplan.total_differs": _("Printed totals that their months do not give"),
    "workbook.ceplan.totals_row": _("Rows of totals, not read"),
}
MOST_SHOWN = 50


def _named(names: Mapping[str, Any]) -> Any:
    """A filter that names a code; one that is not in the table comes back as it is."""
    return lambda code: names.get(code, code)


register.filter("upload_state", _named(STATES))
register.filter("upload_stage", _named(STAGES))
register.filter("upload_kind", _named(KINDS))
register.filter("import_mode", _named(MODES))
register.filter("change_kind", _named(CHANGES))
register.filter("poi_layout", _named(LAYOUTS))


@register.filter
def proposed_words(question: Mapping[str, Any]) -> str:
    """The words of a question's proposed answer."""
    return dict(question["choices"]).get(question["proposed"], str(question["proposed"]))


@register.filter
def asks_names(questions: Sequence[Mapping[str, Any]]) -> bool:
    """Whether some question is about a name."""
    return any(question["kind"] == NAME for question in questions or [])


@register.filter
def stopping(questions: Sequence[Mapping[str, Any]]) -> bool:
    """Whether some question has to be answered before anything is imported."""
    return any(question["stops"] for question in questions or [])


@dataclass(frozen=True)
class WarningGroup:
    """The warnings of one kind: what they are, how many, and the first of them."""

    name: Any
    count: int
    items: Sequence[Mapping[str, str]]


@register.filter
def by_code(warnings: Sequence[Mapping[str, str]]) -> list[WarningGroup]:
    """Warnings by their code, in the order in which each is first met."""
    found: dict[str, list[Mapping[str, str]]] = {}
    for warning in warnings or []:
        found.setdefault(warning["code"], []).append(warning)
    return [
        WarningGroup(WARNINGS.get(code, code), len(several), several[:MOST_SHOWN]) for code, several in found.items()
    ]


@dataclass(frozen=True)
class ChangeLine:
    """One line of an activity that two versions do not share."""

    what: Any
    before: str | Decimal | None = None
    after: str | Decimal | None = None
    is_amount: bool = False
    months: Sequence[tuple[int, Decimal | None, Decimal | None]] = ()


@register.filter
def change_lines(change: ActivityChange) -> list[ChangeLine]:
    """What differs of an activity: each heading, then each family of amounts."""
    if change.kind in ACTIVITY_CHANGES:
        return [ChangeLine(ACTIVITY_CHANGES[change.kind])]
    said = [ChangeLine(heading, before, after) for heading, before, after in change.fields]
    amounts = [
        ChangeLine(FAMILIES[item.family.name], item.before, item.after, True, item.months) for item in change.amounts
    ]
    return said + amounts
