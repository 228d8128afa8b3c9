"""Two records of the same act become one, and two again when that was a mistake."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from quipu.apps.accounts.models import User
from quipu.apps.history.services import FactChange
from quipu.apps.register.counting.keeping import keeping_counts
from quipu.apps.register.drafts.details import party_name
from quipu.apps.register.drafts.known import find_known
from quipu.apps.register.drafts.shapes import CommitmentDraft, RecordDraft, Shape
from quipu.apps.register.models import Citation, Merge, Record, Status
from quipu.apps.register.queries.duplicates import days_of, may_coincide
from quipu.apps.register.services.holding import hold_record, tell
from quipu.apps.register.services.revising import rewrite
from quipu.errors import QuipuError
from quipu.language import format_long_date, roman_numeral

_JOINED: dict[str, Callable[[Any], object]] = {
    "participants": lambda item: (item.side, item.person or item.name.casefold(), item.person or item.post.casefold()),
    "figures": lambda item: item.name,
    "criteria": lambda item: item.criterion,
    "commitments": lambda item: item.text.strip().casefold(),
}
"""The parts that the kept record gains, and what tells one of them from another."""


class MergeRefusedError(QuipuError):
    """The two are not the same act, or cannot be joined.

    Attributes:
        differences: all that tells them apart, a sentence each.
    """

    code = "register.merge.refused"

    def __init__(self, what: str, *, where: str, differences: Sequence[str] = (), remedy: str = "") -> None:
        self.differences = tuple(differences)
        super().__init__(what, where=where, why=" ".join(differences), remedy=remedy)


@transaction.atomic
def merge_records(*, kept: Record, merged: Record, actor: User | None, reason: str) -> Merge:
    """Make two records of one act into one.

    The kept record gains the evidence, and the participants, figures, criteria and commitments that it lacks; what
    happened within the other happened within it. The other stays as it was, out of lists and counts, and
    `undo_merge` brings it back.

    Args:
        kept: the one that stays.
        merged: the one that goes into it.
        actor: who says that they are the same.
        reason: why they are.

    Raises:
        MergeRefusedError: with everything in which they differ: kind, date, counterparts, session, status, instrument;
            or when one is merged already, or is a part of the other.
    """
    first, second = hold_record(kept), hold_record(merged)
    _refuse(first, second, reason)
    moved = _gain(first, second, actor, reason)
    moved["citations"] = _move_citations(first, second)
    moved["parts"] = _move_parts(first, second.parts.all(), actor, reason)
    with keeping_counts(first.institution, [second.pk], actor=actor, reason=reason):
        second.merged_into = first
        second.save(update_fields=["merged_into"])
    _tell(first, second, "merged", actor, reason)
    return Merge.objects.create(kept=first, merged=second, moved=moved, reason=reason.strip(), by=actor)


@transaction.atomic
def undo_merge(*, merge: Merge, actor: User | None, reason: str = "") -> Merge:
    """Make two records of one again: each gets back what it had.

    What somebody altered meanwhile in the kept record stays there.

    Raises:
        MergeRefusedError: it is undone already, or the kept record went into a third one since.
    """
    kept, merged = hold_record(merge.kept), hold_record(merge.merged)
    held = Merge.objects.get(pk=merge.pk)
    if held.undone_at is not None or merged.merged_into_id != kept.pk or kept.merged_into_id is not None:
        raise MergeRefusedError(
            "Esta unión no se puede deshacer.",
            where=f"{kept.code}, {merged.code}",
            differences=[_why_not(held, kept)],
            remedy="Deshaga antes la otra unión." if kept.merged_into_id else "",
        )
    with keeping_counts(kept.institution, [merged.pk], actor=actor, reason=reason):
        merged.merged_into = None
        merged.save(update_fields=["merged_into"])
    _return_citations(kept, merged, held.moved["citations"])
    parts = Record.objects.filter(parent=kept, code__in=held.moved["parts"])
    _move_parts(merged, parts, actor, reason)
    _lose(kept, held.moved, actor, reason)
    _tell(kept, merged, "unmerged", actor, reason)
    held.undone_at = timezone.now()
    held.save(update_fields=["undone_at"])
    return held


def differences_of(kept: Record, merged: Record) -> list[str]:
    """Everything in which two records differ that the same act could not, a sentence each; empty when they may be one.

    Args:
        kept: the one that would stay, with its counterparts.
        merged: the one that would go into it.
    """
    found = []
    if kept.kind != merged.kind:
        found.append("No son del mismo tipo.")
    if not may_coincide(kept, merged):
        found.append(f"No coinciden en el tiempo: {_days(kept)} y {_days(merged)}.")
    more = set(RecordDraft.of(merged).counterparts) - set(RecordDraft.of(kept).counterparts)
    if more:
        known = find_known(RecordDraft.of(merged), merged.institution)
        named = sorted(party_name(text, known) for text in more)
        found.append(f"{merged.code} es también con {', '.join(named)}, y {kept.code} no.")
    found += _session_differences(kept, merged)
    if merged.status == Status.DONE and kept.status != Status.DONE:
        found.append(f"{merged.code} está realizado y {kept.code} no: conserve el realizado.")
    legal = [getattr(item, "instrument", None) for item in (kept, merged)]
    if legal[0] and legal[1] and legal[0].type != legal[1].type:
        found.append("Son instrumentos de distinto tipo.")
    return found


def _session_differences(kept: Record, merged: Record) -> list[str]:
    found = []
    if merged.mechanism is not None and kept.mechanism_id != merged.mechanism_id:
        found.append(f"{merged.code} es sesión de {merged.mechanism.name}, y {kept.code} no.")
    if merged.ordinal is not None and kept.ordinal != merged.ordinal:
        other = roman_numeral(kept.ordinal) if kept.ordinal else "no lo dice"
        found.append(f"{merged.code} es la sesión {roman_numeral(merged.ordinal)}, y {kept.code} {other}.")
    return found


def obstacles_of(kept: Record, merged: Record) -> list[str]:
    """All that keeps one record from going into another, a sentence each; empty when only a reason is needed.

    Args:
        kept: the one that would stay.
        merged: the one that would go into it.
    """
    faults = []
    if kept.pk == merged.pk:
        faults.append("Es el mismo registro.")
    if kept.institution_id != merged.institution_id:
        faults.append("Son de instituciones distintas.")
    faults += [f"{item.code} ya se unió a otro." for item in (kept, merged) if item.merged_into_id is not None]
    if kept.parent_id == merged.pk or merged.parent_id == kept.pk:
        faults.append("Uno es parte del otro.")
    return faults if kept.pk == merged.pk else [*faults, *differences_of(kept, merged)]


def _refuse(kept: Record, merged: Record, reason: str) -> None:
    obstacles = obstacles_of(kept, merged)
    missing = [] if reason.strip() else ["No dice por qué son el mismo acto."]
    if obstacles or missing:
        raise MergeRefusedError(
            "No pueden unirse.",
            where=f"{kept.code}, {merged.code}",
            differences=[*obstacles, *missing],
            remedy="Si son el mismo acto, corrija antes el que esté mal, o una el otro a este." if obstacles else "",
        )


def _gain(kept: Record, merged: Record, actor: User | None, reason: str) -> dict[str, Any]:
    """Give the kept record the parts that it lacks; what they were, to be taken back."""
    now, other = RecordDraft.of(kept), RecordDraft.of(merged)
    gained: dict[str, tuple[Any, ...]] = {
        name: _lacking(getattr(now, name), getattr(other, name), tells) for name, tells in _JOINED.items()
    }
    highest = max((item.number for item in now.commitments), default=0)
    gained["commitments"] = tuple(
        dataclasses.replace(item, number=highest + number) for number, item in enumerate(gained["commitments"], 1)
    )
    parts: dict[str, Any] = {name: (*getattr(now, name), *gained[name]) for name in _JOINED}
    instrument = other.instrument if now.instrument is None else None
    asked = dataclasses.replace(now, **parts, instrument=now.instrument or instrument)
    known = find_known(asked, kept.institution)
    rewrite(kept, now, asked, known, "merged", actor, reason, keeps_review=True)
    moved: dict[str, Any] = {name: [item.as_json() for item in items] for name, items in gained.items()}
    return moved | {"instrument": instrument.as_json() if instrument else None}


def _lacking(there: Iterable[Shape], others: Iterable[Shape], tells: Callable[[Any], object]) -> tuple[Shape, ...]:
    known = {tells(item) for item in there}
    return tuple(item for item in others if tells(item) not in known)


def _lose(kept: Record, moved: dict[str, Any], actor: User | None, reason: str) -> None:
    """Take from the kept record what it gained, where nobody altered it since."""
    now = RecordDraft.of(kept)
    parts: dict[str, Any] = {
        name: _without(getattr(now, name), moved[name], by_number=name == "commitments") for name in _JOINED
    }
    if moved["instrument"] and now.instrument and now.instrument.as_json() == moved["instrument"]:
        parts["instrument"] = None
    asked = dataclasses.replace(now, **parts)
    known = find_known(asked, kept.institution)
    rewrite(kept, now, asked, known, "unmerged", actor, reason, keeps_review=True)


def _without(items: Iterable[Shape], gained: Sequence[dict[str, Any]], *, by_number: bool) -> tuple[Shape, ...]:
    if by_number:
        given = {(item["number"], item["text"]) for item in gained}
        return tuple(
            item for item in items if not (isinstance(item, CommitmentDraft) and (item.number, item.text) in given)
        )
    left, kept = list(gained), []
    for item in reversed(list(items)):
        if item.as_json() in left:
            left.remove(item.as_json())
        else:
            kept.append(item)
    return tuple(reversed(kept))


def _move_citations(kept: Record, merged: Record) -> list[list[int]]:
    """The identifier, the number it had and the number it has, of each citation that moved."""
    last = _last_number(kept)
    moved = []
    for number, item in enumerate(merged.citations.order_by("number"), start=last + 1):
        moved.append([item.pk, item.number, number])
        Citation.objects.filter(pk=item.pk).update(record=kept, number=number)
    return moved


def _return_citations(kept: Record, merged: Record, moved: Iterable[Sequence[int]]) -> None:
    taken = set(merged.citations.values_list("number", flat=True))
    for pk, former, _ in moved:
        number = former if former not in taken else max(taken) + 1
        if Citation.objects.filter(pk=pk, record=kept).update(record=merged, number=number):
            taken.add(number)


def _last_number(record: Record) -> int:
    return int(record.citations.aggregate(last=Max("number"))["last"] or 0)


def _move_parts(target: Record, parts: Iterable[Record], actor: User | None, reason: str) -> list[str]:
    """What happened within one record happened within the other; their codes."""
    codes = []
    for part in parts:
        held = hold_record(part)
        now = RecordDraft.of(held)
        asked = dataclasses.replace(now, parent=target.code)
        known = find_known(asked, held.institution)
        rewrite(held, now, asked, known, "moved", actor, reason, keeps_review=True)
        codes.append(held.code)
    return codes


def _tell(kept: Record, merged: Record, action: str, actor: User | None, reason: str) -> None:
    told = {"merged_into": kept.code}
    before, after = (None, told) if action == "merged" else (told, None)
    change = FactChange(f"register.record.{action}", "records", (merged.code,), before or {}, after or {})
    tell(merged, change, actor, reason)


def _days(record: Record) -> str:
    days = days_of(record)
    if days is None:
        return "sin fecha"
    first, last = (format_long_date(day) for day in days)
    return first if first == last else f"del {first} al {last}"


def _why_not(merge: Merge, kept: Record) -> str:
    if merge.undone_at is not None:
        return "Ya se deshizo."
    return f"{kept.code} se unió después a otro." if kept.merged_into_id else "Ya no están unidos."
