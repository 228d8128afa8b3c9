"""The board of a reporting period: everybody on one screen, and the reminders sent from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from quipu.apps.accounts.mailing import is_mail_on
from quipu.apps.accounts.permissions import Action
from quipu.apps.collection.models import Reminder, ReportingLevel, ReportingPeriod, Submission
from quipu.apps.collection.queries.board import Board, BoardRow, board_of
from quipu.apps.collection.queries.reminders import WAITING as WAITING_STATES
from quipu.apps.collection.services.reminding import remind_now
from quipu.web.lists import Listing, read_listing
from quipu.web.policy import in_institution
from quipu.web.spreadsheets import Cell, table_response
from quipu.web.templatetags.collection import LEVELS, NEXT_STEPS, STATES
from quipu.web.views.collection.places import PAGE, address_of, board_address, period_at
from quipu.web.workplace import Workplace

FILTERS = ("nivel", "estado", "tarde", "q")
_SORTED_BY: Mapping[str, Callable[[BoardRow], Any]] = {
    "unidad": lambda row: row.cost_centre.name,
    "estado": lambda row: list(STATES).index(row.state),
    "enviado": lambda row: (row.submission.submitted_at is None, str(row.submission.submitted_at or "")),
    "atraso": lambda row: row.days_late,
    "llenado": lambda row: row.filled / row.owed if row.owed else 1,
    "siguiente": lambda row: row.next_owner,
}
USUAL = "unidad"
WAITING = "faltan"
"""What the button for everybody who has not sent says of whom it reminds."""


@dataclass(frozen=True)
class Seen:
    """A board as somebody sees it: their rows, how many are in each state, and those that the address admits."""

    board: Board
    listing: Listing
    own: Sequence[BoardRow]
    rows: Sequence[BoardRow]

    @property
    def levels(self) -> list[dict[str, Any]]:
        """Each level with its calendar and how many of its rows are in each state."""
        return [self._level(name) for name in self.board.levels]

    def _level(self, name: str) -> dict[str, Any]:
        rows = [row for row in self.own if row.level == name]
        states = [(state, sum(row.state == state for row in rows)) for state in STATES]
        late = sum(row.late for row in rows)
        return {"name": name, "calendar": self.board.levels[name], "states": states, "late": late, "total": len(rows)}


@in_institution(Action.VIEW_COLLECTION)
@require_GET
def board(request: HttpRequest, place: Workplace, period: str) -> HttpResponse:
    """Everybody of a reporting period; somebody bound to cost centres sees only those."""
    reporting_period = period_at(place, period)
    seen = _seen(request, place, reporting_period)
    context = {
        "page": PAGE,
        "reporting_period": reporting_period,
        "seen": seen,
        "listing": seen.listing,
        "headings": seen.listing.headings(_SORTED_BY),
        "rows": [(row, address_of(place, row.submission)) for row in seen.rows],
        "states": STATES,
        "several_levels": len(seen.board.levels) > 1,
        "late": sum(row.late for row in seen.own),
        "waiting": sum(row.state in WAITING_STATES for row in seen.own),
        "is_done": _is_done(seen.board),
        "own_board": place.bound_to is None,
        "version_query": f"?version={place.version_name}" if place.query else "",
    }
    return render(request, "collection/board.html", context)


@in_institution(Action.VIEW_COLLECTION)
@require_GET
def export(request: HttpRequest, place: Workplace, period: str, format: str) -> HttpResponse:
    """The rows that the board shows, to keep."""
    seen = _seen(request, place, period_at(place, period))
    name = f"{place.institution.slug}-{_('collection')}-{period}"
    return table_response(name, format, _header(), (_cells(row) for row in seen.rows))


@in_institution(Action.MANAGE_COLLECTION)
@require_POST
def remind(request: HttpRequest, place: Workplace, period: str) -> HttpResponse:
    """Reminds the one that was chosen, everybody who has not sent, or everybody who is late."""
    reporting_period = period_at(place, period)
    chosen = _chosen(request, reporting_period)
    tell_reminders(request, remind_now(submissions=chosen, actor=request.user), len(chosen))
    return redirect(_back(request, place, reporting_period))


def tell_reminders(request: HttpRequest, made: Sequence[Reminder], asked: int) -> None:
    """Says how many of those asked for were made, and what keeps one from being made or from going by mail."""
    told = ngettext("%(count)s reminder was made.", "%(count)s reminders were made.", len(made))
    lines = [told % {"count": len(made)}]
    if again := asked - len(made):
        told = ngettext("%(count)s was reminded today already.", "%(count)s were reminded today already.", again)
        lines.append(told % {"count": again})
    if made and not is_mail_on():
        lines.append(_("This installation sends no mail: they find it on their page."))
    elif alone := sum(not item.addresses for item in made):
        told = ngettext(
            "%(count)s has no mail address and finds it only on its page.",
            "%(count)s have no mail address and find it only on their page.",
            alone,
        )
        lines.append(told % {"count": alone})
    messages.success(request, " ".join(lines))


def _is_done(board: Board) -> bool:
    """Whether nothing changes any more: every level is locked, or everything is approved."""
    locked = all(level.state == ReportingLevel.State.LOCKED for level in board.levels.values())
    return locked or all(row.state == Submission.State.APPROVED for row in board.rows)


def _chosen(request: HttpRequest, reporting_period: ReportingPeriod) -> list[Submission]:
    rows = board_of(reporting_period, timezone.localdate()).rows
    asked = request.POST.get("submission", "")
    if request.POST.get("who") == WAITING:
        return [row.submission for row in rows if row.state in WAITING_STATES]
    if not asked:
        return [row.submission for row in rows if row.late]
    found = [row.submission for row in rows if str(row.submission.pk) == asked]
    if not found:
        raise Http404
    return found


def _back(request: HttpRequest, place: Workplace, reporting_period: ReportingPeriod) -> str:
    """The board as it was filtered."""
    address = board_address(place, reporting_period)
    query = request.POST.get("query", "")[:500]
    return f"{address.partition('?')[0]}?{query}" if query else address


def _seen(request: HttpRequest, place: Workplace, reporting_period: ReportingPeriod) -> Seen:
    listing = read_listing(request, FILTERS, _SORTED_BY, USUAL)
    found = board_of(reporting_period, timezone.localdate())
    for row in found.rows:
        row.submission.reporting_period = reporting_period
    own = [row for row in found.rows if place.reaches(row.submission.cost_centre_id)]
    rows = [row for row in own if _admits(listing.values, row)]
    key = _SORTED_BY[listing.sort.lstrip("-")]
    return Seen(found, listing, own, sorted(rows, key=key, reverse=listing.sort.startswith("-")))


def _admits(values: Mapping[str, str], row: BoardRow) -> bool:
    words = f"{row.cost_centre.code} {row.cost_centre.name} {row.next_owner}".casefold()
    return (
        values["nivel"] in ("", row.level)
        and values["estado"] in ("", row.state)
        and (not values["tarde"] or row.late)
        and values["q"].casefold() in words
    )


def _header() -> list[str]:
    return [
        _("Executing unit"),
        _("Code"),
        _("Unit or mission"),
        _("Level"),
        _("State"),
        _("Due on"),
        _("Sent on"),
        _("Days late"),
        _("Filled in"),
        _("Owed"),
        _("Next step"),
        _("Of whom"),
        _("Last reminder"),
    ]


def _cells(row: BoardRow) -> list[Cell]:
    sent = row.submission.submitted_at
    return [
        row.cost_centre.executing_unit.code,
        row.cost_centre.code,
        row.cost_centre.name,
        str(LEVELS[row.level]),
        str(STATES[row.state]),
        row.due_on.isoformat(),
        timezone.localtime(sent).date().isoformat() if sent else None,
        row.days_late or None,
        row.filled,
        row.owed,
        str(NEXT_STEPS[row.next_step]),
        row.next_owner,
        row.reminder.on.isoformat() if row.reminder else None,
    ]
