"""Saving the rows of a submission's page: each is asked of its service, and keeps what the service refuses."""

from __future__ import annotations

from collections.abc import Iterable

from quipu.apps.accounts.models import User
from quipu.apps.collection.errors import CollectionError, ConflictError, EntryRefusedError
from quipu.apps.collection.models import Submission
from quipu.apps.collection.services.emptying import refuse_emptied_amounts, refuse_emptied_value
from quipu.apps.collection.services.entries import clear_value, save_amounts, save_narrative, save_value
from quipu.language import NumberStyle
from quipu.web.draft import (
    WORDS,
    Draft,
    MonthDraft,
    Page,
    ValueDraft,
    clean_texts,
    is_half_typed,
    read_month,
    read_parts,
    read_typed_value,
)


def save_rows(page: Page, rows: Iterable[Draft], style: NumberStyle, actor: User, *, while_typing: bool = False) -> int:
    """Save the rows that were touched, each on its own: what one refuses does not hold back the others.

    Args:
        page: the page, for its submission.
        rows: as they were typed; faults and conflicts stay in them.
        style: how the institution writes numbers.
        actor: who saves.
        while_typing: whether a ratio of which one number was typed is left waiting for the other, not refused.

    Returns:
        How many were saved.
    """
    saved = 0
    for row in rows:
        if while_typing and isinstance(row, ValueDraft) and _waits(row, style):
            row.half = True
        elif row.touched or row.over is not None:
            _save(row, page.form.submission, style, actor)
            saved += row.saved
    return saved


def _waits(row: ValueDraft, style: NumberStyle) -> bool:
    """Whether one number of a ratio was typed and the other not yet; leaves no fault."""
    read_typed_value(row, style)
    half = row.touched and is_half_typed(row)
    row.faults.clear()
    return half


def _save(row: Draft, submission: Submission, style: NumberStyle, actor: User) -> None:
    row.revision = row.revision if row.over is None else row.over
    try:
        if isinstance(row, ValueDraft):
            _save_value(row, submission, style, actor)
        elif isinstance(row, MonthDraft):
            _save_month(row, submission, style, actor)
        else:
            words = clean_texts(row.texts, WORDS)
            save_narrative(submission=submission, **words, revision=row.revision, actor=actor)
    except ConflictError as conflict:
        row.conflict = conflict
    except EntryRefusedError as fault:
        row.faults |= {_shown_field(row, name): told for name, told in fault.faults.items()}
    except CollectionError as fault:
        row.faults[""] = str(fault)
    row.saved = not row.faults and row.conflict is None


def _save_value(row: ValueDraft, submission: Submission, style: NumberStyle, actor: User) -> None:
    parts, breakdown = read_typed_value(row, style), read_parts(row, style)
    if row.faults:
        return
    of_row = {"submission": submission, "indicator": row.row.owed.sheet.indicator, "period": row.row.period}
    if parts is None:
        refuse_emptied_value(row.row)
        clear_value(**of_row, revision=row.revision, actor=actor)
        return
    save_value(
        **of_row,
        parts=parts,
        breakdown=breakdown if row.row.breakdowns else None,
        comment=row.texts.get("comment", ""),
        source=row.texts.get("source", ""),
        revision=row.revision,
        actor=actor,
    )


def _save_month(row: MonthDraft, submission: Submission, style: NumberStyle, actor: User) -> None:
    read = read_month(row, style)
    if row.faults:
        return
    told = {"physical": read.physical, "financial": read.financial, "reason": read.reason}
    refuse_emptied_amounts(row.activity, row.row, **told)
    save_amounts(
        submission=submission,
        activity=row.activity.owed.activity,
        month=row.row.month,
        physical=read.physical,
        financial=read.financial,
        no_data_reason=read.reason,
        revision=row.revision,
        actor=actor,
    )


def _shown_field(row: Draft, name: str) -> str:
    """The field of the page beside which a service's message stands; a field that the page lacks is the whole row."""
    name = {"no_data_reason": "reason"}.get(name, name) if isinstance(row, MonthDraft) else name
    return name if name in row.texts else ""
