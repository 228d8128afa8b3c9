"""What saving a record did beyond it: the approval that it needs, and the indicators that count it or no longer do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from quipu.apps.register.models import Record, Review
from quipu.apps.register.queries.approvals import approvers_of
from quipu.apps.register.queries.record_counts import RecordCount, counts_of_record

_WAITS = (Review.DRAFT, Review.RETURNED)


@dataclass(frozen=True)
class Standing:
    """How a record stood before it was saved: in the chain of its unit, and in the indicators that counted it."""

    review: str
    counted: Sequence[RecordCount]


def standing_of(record: Record | None) -> Standing | None:
    """How a record stands now; None for one that is not there yet."""
    return None if record is None else Standing(record.review, _counting(counts_of_record(record)))


def tell_effects(request: HttpRequest, saved: Record, before: Standing | None) -> None:
    """Say what the record needs and where it counts, now that it is saved.

    Args:
        request: of who saved it.
        saved: as it stands.
        before: how it stood, None for a new one.
    """
    found = counts_of_record(saved)
    counted = _counting(found)
    if saved.review in _WAITS:
        _tell_approval(request, saved, before)
        still = {item.rule.pk for item in counted}
        left = [item for item in before.counted if item.rule.pk not in still] if before else []
        if left:
            told = _("Until it is approved it counts no longer in: %(names)s.")
            messages.warning(request, told % {"names": _named(left)})
    elif counted:
        messages.info(request, _("It counts in: %(names)s.") % {"names": _named(counted)})
    elif found:
        messages.info(request, _("It counts in no indicator: its page says why each leaves it out."))
    else:
        messages.info(request, _("It counts in no indicator: none is counted from records of this kind."))


def _tell_approval(request: HttpRequest, saved: Record, before: Standing | None) -> None:
    names = {"names": ", ".join(approvers_of(saved, request.user.pk))}
    if before is not None and before.review in (Review.APPROVED, Review.SUBMITTED):
        again = _("It needs to be approved again: send it for approval. It goes to %(names)s.")
        messages.warning(request, again % names)
    else:
        messages.info(request, _("It is a draft until it is approved. Once sent it goes to %(names)s.") % names)


def _counting(found: Sequence[RecordCount]) -> list[RecordCount]:
    return [item for item in found if item.counts]


def _named(found: Sequence[RecordCount]) -> str:
    return ", ".join(item.rule.indicator.code for item in found)
