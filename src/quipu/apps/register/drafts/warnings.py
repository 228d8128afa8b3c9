"""What deserves a look before a draft is recorded, and does not keep it from being recorded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from django.db.models import Q

from quipu.apps.organisation.models import Institution
from quipu.apps.register.drafts.known import Known, find_known
from quipu.apps.register.drafts.parties import split_party
from quipu.apps.register.drafts.shapes import RecordDraft
from quipu.apps.register.drafts.standing import divided_faults
from quipu.apps.register.models import Record, Status
from quipu.language import roman_numeral

NEW_AXIS = "register.draft.new_axis"


@dataclass(frozen=True, slots=True)
class DraftWarning:
    """One thing to look at.

    Attributes:
        field: the field that it is about.
        reason: what was seen, a sentence.
        code: stable, such as `register.draft.possible_duplicate`.
        records: the codes of other records that it names.
    """

    field: str
    reason: str
    code: str
    records: tuple[str, ...] = ()


def warnings_of(draft: RecordDraft, institution: Institution, *, record: Record | None = None) -> list[DraftWarning]:
    """What deserves a look: sessions missing before this one, a theme never used, records that may be the same act.

    Of a record that changes, also what it has wrong already and the draft leaves as it is.

    Args:
        draft: what somebody wrote.
        institution: whose register it is.
        record: the one that it changes, None for a new one.
    """
    known = find_known(draft, institution)
    standing = divided_faults(draft, known, record)[1]
    return [
        *(DraftWarning(item.field, f"Ya estaba así: {item}", item.code) for item in standing),
        *_gap(draft, known, record),
        *_axis(draft, institution, record),
        *_duplicates(draft, known, record),
    ]


def _gap(draft: RecordDraft, known: Known, record: Record | None) -> Iterator[DraftWarning]:
    if draft.ordinal is None or known.mechanism is None:
        return
    sessions = known.mechanism.sessions.filter(merged_into=None).exclude(status=Status.CANCELLED)
    sessions = sessions.exclude(pk=record.pk if record else None).filter(ordinal__lt=draft.ordinal)
    there = set(sessions.values_list("ordinal", flat=True))
    first = known.mechanism.first_ordinal or (min(there) if there else draft.ordinal)
    missing = [number for number in range(first, draft.ordinal) if number not in there]
    if missing:
        shown = ", ".join(roman_numeral(number) for number in missing[:5]) + ("…" if len(missing) > 5 else "")
        yield DraftWarning(
            "ordinal", f"Faltan sesiones anteriores de {known.mechanism.name}: {shown}.", "register.draft.ordinal_gap"
        )


def _axis(draft: RecordDraft, institution: Institution, record: Record | None) -> Iterator[DraftWarning]:
    """A theme that no other record has, where others have theirs."""
    if not draft.axis:
        return
    used = institution.records.exclude(axis="").exclude(pk=record.pk if record else None)
    themes = list(used.order_by("axis").values_list("axis", flat=True).distinct())
    if themes and draft.axis not in themes:
        near = get_close_matches(draft.axis, themes, n=1)
        seen = f" ¿Es «{near[0]}»?" if near else ""
        yield DraftWarning("axis", f"«{draft.axis}» es un eje nuevo: ningún otro registro lo usa.{seen}", NEW_AXIS)


def _duplicates(draft: RecordDraft, known: Known, record: Record | None) -> Iterator[DraftWarning]:
    parties = [split_party(text) for text in draft.counterparts]
    if draft.starts_on is None or not parties:
        return
    countries = [country for country, _ in parties if country]
    organisations = [code for _, code in parties if code]
    found = known.institution.records.filter(kind=draft.kind, starts_on=draft.starts_on, merged_into=None)
    found = found.filter(Q(counterparts__country__in=countries) | Q(counterparts__organisation__code__in=organisations))
    if known.mechanism is not None:
        found = found.filter(Q(mechanism=None) | Q(mechanism=known.mechanism))
    if draft.ordinal is not None:
        found = found.filter(Q(ordinal=None) | Q(ordinal=draft.ordinal))
    if known.parent is not None:
        # What it happened within, and what else did, are other acts.
        found = found.exclude(pk=known.parent.pk).exclude(parent=known.parent)
    if record is not None:
        found = found.exclude(pk=record.pk).exclude(parent=record)
    others = found.order_by("code").distinct()[:5]
    for other in others:
        yield DraftWarning(
            "title",
            f"{other.code}, «{other.title}», es del mismo tipo y día y con la misma contraparte.",
            "register.draft.possible_duplicate",
            (other.code,),
        )
