"""Words of the pages that bring files in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import template
from django.utils.translation import gettext_lazy as _

from quipu.apps.imports.queries.poi_versions import ActivityChange
from quipu.apps.imports.questions import ACCUMULATION, NAME

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
def asks_totals(questions: Sequence[Mapping[str, Any]]) -> bool:
    """Whether some question is about running totals."""
    return any(question["kind"] == ACCUMULATION for question in questions or [])


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
