"""What waits for somebody in the register, each thing with the place where it is solved."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from quipu.apps.accounts.permissions import Action
from quipu.apps.register.queries.findings import SORTS, RegisterFinding, findings_of, survey_findings
from quipu.apps.register.queries.reach import Reach, units_of
from quipu.web.lists import Listing, page_of, read_listing
from quipu.web.policy import in_institution
from quipu.web.register_choices import unit_choices
from quipu.web.workplace import Workplace

SHOWN = 10
"""How many of each sort are shown together; a sort alone shows all that it has."""

_ACTS: dict[str, Any] = {
    "commitment_overdue": _("update its status"),
    "commitment_due": _("update its status"),
    "to_confirm": _("it took place"),
    "approval_stuck": _("see it"),
    "mechanism_overdue": _("plan a session"),
    "mechanism_gap": _("record what is missing"),
    "mechanism_repeat": _("see the series"),
    "mechanism_order": _("see the series"),
    "no_followup": _("add the follow-up"),
    "expiring": _("see it"),
    "set_differs": _("see its members"),
    "country_ended": _("correct it"),
    "possible_duplicate": _("compare them"),
    "quote_lost": _("see its evidence"),
    "no_evidence": _("add evidence"),
}


@dataclass(frozen=True)
class Waiting:
    """One thing that waits: what it is, where it is solved, and with which words."""

    finding: RegisterFinding
    acts: list[tuple[str, Any]]


@dataclass(frozen=True)
class Group:
    """The things of one sort; `more` tells whether there are others beyond those shown."""

    kind: str
    rows: list[Waiting]
    more: bool


@in_institution(Action.VIEW_REGISTER)
@require_safe
def pending(request: HttpRequest, place: Workplace) -> HttpResponse:
    """What waits for the units of who looks, by sort; one sort alone in pages."""
    listing = read_listing(request, ("unidad", "tipo"), {}, "")
    reach = units_of(place.bound_to)
    units = unit_choices(place.institution, reach)
    kind = listing.values["tipo"] if listing.values["tipo"] in SORTS else ""
    narrowed = _narrowed(place, reach, listing)
    today = timezone.localdate()
    context = {"page": "register", "tab": "pending", "listing": listing, "units": units, "kind": kind, "sorts": SORTS}
    if kind:
        rows = page_of(findings_of(place.institution, today, narrowed, kinds=[kind]), request)
        groups = [Group(kind, [_waiting(place, item) for item in rows], more=False)] if rows else []
        context |= {"rows": rows}
    else:
        totals, found = survey_findings(place.institution, today, narrowed, most=SHOWN + 1)
        groups = _groups(place, found)
        context |= {"totals": totals.items()}
    return render(request, "register_records/pending.html", {**context, "groups": groups})


def _narrowed(place: Workplace, reach: Reach | None, listing: Listing) -> Reach | None:
    """The reach of one unit and its missions, inside that of the person."""
    code = listing.values["unidad"]
    if not code:
        return reach
    units = frozenset(place.institution.units.filter(code=code).values_list("pk", flat=True))
    missions = frozenset(place.institution.missions.filter(unit__in=units).values_list("pk", flat=True))
    if reach is None:
        return Reach(units, missions)
    return Reach(units & reach.units, missions & reach.missions)


def _groups(place: Workplace, findings: Iterable[RegisterFinding]) -> list[Group]:
    found: dict[str, list[RegisterFinding]] = {}
    for item in findings:
        found.setdefault(item.kind, []).append(item)
    return [
        Group(kind, [_waiting(place, item) for item in rows[:SHOWN]], more=len(rows) > SHOWN)
        for kind, rows in found.items()
    ]


def _waiting(place: Workplace, item: RegisterFinding) -> Waiting:
    if not place.may(Action.RECORD):
        return Waiting(item, [(_seen_at(place, item), _("see it"))])
    acts = [(_solved_at(place, item), _ACTS[item.kind])]
    if item.kind == "to_confirm" and item.record:
        acts.append((place.address("cancel-record", code=item.record.code), _("cancel it")))
    return Waiting(item, acts)


def _seen_at(place: Workplace, item: RegisterFinding) -> str:
    if item.mechanism:
        return place.address("mechanism", code=item.mechanism.code)
    return place.address("record", code=item.record.code) if item.record else ""


_PAGES: dict[str, tuple[str, str]] = {
    "to_confirm": ("confirm-record", ""),
    "no_followup": ("edit-record", "#rows-followups"),
    "country_ended": ("edit-record", ""),
    "possible_duplicate": ("merge-record", ""),
    "set_differs": ("record", "#parts"),
    "quote_lost": ("record", "#evidence"),
    "no_evidence": ("record", "#evidence"),
}
"""The page of a record on which each sort is solved, and the part of it."""


def _solved_at(place: Workplace, item: RegisterFinding) -> str:
    if item.commitment and item.record:
        return place.address("commitment", code=item.record.code, number=item.commitment.number)
    if item.kind == "mechanism_overdue" and item.mechanism:
        query = f"?clase={item.mechanism.kind}&mecanismo={item.mechanism.code}&estado=planned"
        return place.address("new-record") + query
    if item.record is None:
        return _seen_at(place, item)
    page, part = _PAGES.get(item.kind, ("record", ""))
    return place.address(page, code=item.record.code) + part
