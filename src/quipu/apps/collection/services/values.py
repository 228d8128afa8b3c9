"""Filling in an indicator's value: saving it, emptying it, taking back the last change."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction

from quipu.apps.accounts.models import User
from quipu.apps.collection.errors import EntryRefusedError
from quipu.apps.collection.models import EntryPart, IndicatorEntry, Submission
from quipu.apps.collection.queries.owing import find_owed_sheet
from quipu.apps.collection.services.access import hold, key_of, record, require_writable, start_if_owed, where_of
from quipu.apps.collection.services.checking import Breakdown, check_value
from quipu.apps.collection.services.revisions import last_change, next_revision, refuse_if_changed
from quipu.apps.history.services import FactChange
from quipu.apps.plans.models import (
    DisaggregatedValue,
    DisaggregationCategory,
    Indicator,
    IndicatorSheet,
    ObtainedValue,
    OrdinalPoint,
)
from quipu.apps.plans.models.fields import ValueType
from quipu.apps.plans.services import ValueParts

KIND = "indicator_entries"
_PARTS = ("value_type", "number", "numerator", "denominator", "text", "no_data_reason")
_AMOUNTS = ("number", "numerator", "denominator")
_MEASURABLE = (ValueType.NUMBER, ValueType.RATIO, ValueType.ORDINAL)


@transaction.atomic
def save_value(
    *,
    submission: Submission,
    indicator: Indicator,
    period: str,
    parts: ValueParts,
    breakdown: Breakdown | None = None,
    comment: str = "",
    source: str = "",
    revision: int,
    actor: User | None,
) -> IndicatorEntry:
    """Keep the value of an owed indicator as a draft.

    Args:
        submission, indicator, period: in which, of which and for which of its own periods it is reported.
        parts: the value; only the parts of its type are filled.
        breakdown: its parts, all of them; None leaves them as they stand, at first as the plan has them.
        comment: what is said about it.
        source: where it comes from; empty, approving writes whose report it is.
        revision: that of the entry which whoever saves has seen; 0 when there was none.
        actor: who saves.

    Returns:
        The entry; saving what it says already changes nothing.

    Raises:
        NotWritableError: the submission was sent, or its level is not open.
        EntryRefusedError: the value is not owed, or cannot stand; with its fields.
        ConflictError: somebody saved another value after the one seen.
    """
    held = hold(submission)
    require_writable(held)
    sheet = _require_owed(held, indicator, period)
    check_value(sheet, parts, breakdown, f"{where_of(held)}, {indicator.code}")
    entry = _entry_of(held, indicator, period)
    fields = {name: getattr(parts, name) for name in _PARTS} | {"ordinal": parts.ordinal}
    fields |= {"comment": comment.strip(), "source": source.strip()}
    wanted = _wanted_parts(entry, indicator, period, parts, breakdown)
    return _write(held, indicator, period, entry, fields, wanted, revision=revision, actor=actor)


@transaction.atomic
def clear_value(
    *, submission: Submission, indicator: Indicator, period: str, revision: int, actor: User | None
) -> None:
    """Forget what was entered; what the plan holds already stays there.

    Raises:
        NotWritableError, ConflictError: as for `save_value`.
    """
    held = hold(submission)
    require_writable(held)
    entry = _entry_of(held, indicator, period)
    refuse_if_changed(entry, revision, None if entry is None else told(entry))
    if entry is not None:
        _remove(held, entry, "collection.value.cleared", actor)


@transaction.atomic
def undo_value(
    *, submission: Submission, indicator: Indicator, period: str, revision: int, actor: User | None
) -> IndicatorEntry | None:
    """Put back what was there before the last change; undoing again takes the undoing back.

    Returns:
        The entry as it was, or None when there was none.

    Raises:
        NotWritableError, ConflictError: as for `save_value`.
        EntryRefusedError: nothing was ever entered.
    """
    held = hold(submission)
    require_writable(held)
    entry = _entry_of(held, indicator, period)
    key = _key(held, indicator, period)
    change = last_change(held, KIND, key)
    if change is None:
        raise EntryRefusedError(f"«{indicator.code}» no tiene un cambio que deshacer.", where=where_of(held))
    refuse_if_changed(entry, revision, None if entry is None else told(entry))
    if change.before is None:
        if entry is not None:
            _remove(held, entry, "collection.value.undone", actor)
        return None
    fields, wanted = _restored(indicator, change.before)
    _require_owed(held, indicator, period)
    return _write(
        held, indicator, period, entry, fields, wanted, revision=revision, actor=actor, action="collection.value.undone"
    )


def told(entry: IndicatorEntry) -> dict[str, Any]:
    """Everything that an entry says, as text; absent where it says nothing."""
    found = _told_fields({name: getattr(entry, name) for name in (*_PARTS, "ordinal", "comment", "source")})
    return found | _told_parts({(row.category_id, row.crossed_with_id): row.number for row in entry.parts.all()})


def _told_fields(fields: Mapping[str, Any]) -> dict[str, Any]:
    found = {name: fields[name] for name in ("value_type", "text", "no_data_reason", "comment", "source")}
    found |= {name: None if fields[name] is None else f"{fields[name].normalize():f}" for name in _AMOUNTS}
    found["ordinal"] = None if fields["ordinal"] is None else fields["ordinal"].position
    return {name: str(value) for name, value in found.items() if value not in (None, "")}


def _told_parts(parts: Breakdown) -> dict[str, Any]:
    """The parts as one text that names categories by their codes, since the history outlives identifiers."""
    if not parts:
        return {}
    named = {pk for pair in parts for pk in pair if pk is not None}
    rows = DisaggregationCategory.objects.filter(pk__in=named).select_related("disaggregation")
    code = {row.pk: (row.disaggregation.code, row.code) for row in rows}
    lines = sorted(
        [*code[first], *(code[second] if second is not None else ()), f"{number.normalize():f}"]
        for (first, second), number in parts.items()
    )
    return {"parts": json.dumps(lines, ensure_ascii=False)}


def _restored(indicator: Indicator, before: Mapping[str, Any]) -> tuple[dict[str, Any], Breakdown]:
    fields: dict[str, Any] = {name: before.get(name, "") for name in (*_PARTS, "comment", "source")}
    fields |= {name: Decimal(before[name]) if name in before else None for name in _AMOUNTS}
    fields["ordinal"] = None
    if "ordinal" in before:
        scales = indicator.sheets.values("ordinal_scale")
        fields["ordinal"] = OrdinalPoint.objects.filter(scale__in=scales, position=int(before["ordinal"])).first()
    rows = DisaggregationCategory.objects.filter(disaggregation__indicator=indicator).select_related("disaggregation")
    known = {(row.disaggregation.code, row.code): row.pk for row in rows}
    wanted: dict[tuple[int, int | None], Decimal] = {}
    for *codes, number in json.loads(before.get("parts", "[]")):
        category, crossed = known.get(tuple(codes[:2])), known.get(tuple(codes[2:]))
        if category is not None and (crossed is not None or len(codes) == 2):
            wanted[category, crossed] = Decimal(number)
    return fields, wanted


def _write(
    held: Submission,
    indicator: Indicator,
    period: str,
    entry: IndicatorEntry | None,
    fields: Mapping[str, Any],
    wanted: Breakdown,
    *,
    revision: int,
    actor: User | None,
    action: str = "collection.value.saved",
) -> IndicatorEntry:
    before = None if entry is None else told(entry)
    after = _told_fields(fields) | _told_parts(wanted)
    if entry is not None and before == after:
        return entry
    key = _key(held, indicator, period)
    refuse_if_changed(entry, revision, before)
    new = next_revision(held, KIND, key)
    entry = entry or IndicatorEntry(submission=held, indicator=indicator, period=period)
    for name, value in fields.items():
        setattr(entry, name, value)
    entry.revision, entry.updated_by = new, actor
    entry.save()
    entry.parts.all().delete()
    EntryPart.objects.bulk_create(
        EntryPart(entry=entry, category_id=category, crossed_with_id=crossed, number=number)
        for (category, crossed), number in wanted.items()
    )
    start_if_owed(held, actor)
    record(held, FactChange(action, KIND, key, before, after), actor)
    return entry


def _remove(held: Submission, entry: IndicatorEntry, action: str, actor: User | None) -> None:
    change = FactChange(action, KIND, _key(held, entry.indicator, entry.period), told(entry), None)
    entry.delete()
    start_if_owed(held, actor)
    record(held, change, actor)


def _wanted_parts(
    entry: IndicatorEntry | None, indicator: Indicator, period: str, parts: ValueParts, breakdown: Breakdown | None
) -> Breakdown:
    if parts.value_type not in _MEASURABLE:
        return {}
    if breakdown is not None:
        return breakdown
    if entry is not None:
        return {(row.category_id, row.crossed_with_id): row.number for row in entry.parts.all()}
    # Ascending by stage, so that the corrected value comes first; what is counted from the register has no parts.
    typed = ObtainedValue.objects.filter(indicator=indicator, period=period).exclude(stage=ObtainedValue.Stage.COUNTED)
    current = typed.order_by("stage").first()
    rows = DisaggregatedValue.objects.filter(value=current) if current else ()
    return {(row.category_id, row.crossed_with_id): row.number for row in rows}


def _entry_of(held: Submission, indicator: Indicator, period: str) -> IndicatorEntry | None:
    found = held.indicator_entries.select_related("ordinal", "updated_by", "indicator")
    return found.filter(indicator=indicator, period=period).first()


def _require_owed(held: Submission, indicator: Indicator, period: str) -> IndicatorSheet:
    sheet = find_owed_sheet(held.reporting_period, held.cost_centre, indicator.pk, period)
    if sheet is None:
        raise EntryRefusedError(
            f"No le toca reportar «{indicator.code}» en {period}.",
            where=where_of(held),
            remedy="Revise el periodo y quién es el primer responsable del indicador en su ficha.",
            code="collection.not_owed",
        )
    return sheet


def _key(held: Submission, indicator: Indicator, period: str) -> tuple[object, ...]:
    return (*key_of(held), indicator.code, period)
