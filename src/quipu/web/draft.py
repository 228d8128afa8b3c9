"""The rows of a submission as somebody fills them in: what stands in each field, what was seen, what was typed.

Each row carries what its page was drawn from: the revision, and a mark of the texts that stood in its fields. A row
whose texts still have that mark was not touched and is never saved, whoever changed it meanwhile.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from quipu.apps.collection.errors import ConflictError
from quipu.apps.collection.models import Submission
from quipu.apps.collection.queries.breakdowns import BreakdownRow
from quipu.apps.collection.queries.filling import ActivityRow, MonthRow, SubmissionForm, ValueRow
from quipu.apps.evaluation.facts import TextValue
from quipu.apps.plans.models.fields import ValueType
from quipu.apps.plans.services import ValueParts
from quipu.language import NumberStyle
from quipu.web.typed_fields import (
    NAMES,
    ValueFields,
    exact_number,
    kinds_of,
    read_amount,
    read_value,
    texts_of,
)

WORDS_KEY = "words"
WORDS = ("achievements", "limitations", "measures")
MONTH_FIELDS = ("physical", "financial", "reason")
MOST_MONTHS = 150
"""So many rows of months, all filled in, keep a page with twenty values under 200 kB."""
_MARK = 8


@dataclass
class Draft:
    """One row of the page.

    Attributes:
        key: identifies the row and begins the names of its fields.
        texts: what stands in each of its fields.
        revision: the revision that was seen; 0 for none.
        mark: of the texts that the page was drawn with.
        faults: what is wrong, by field; an empty name is of the whole row.
        conflict: what somebody else saved meanwhile.
        over: the revision of what somebody else left, when its writer has seen that and saves over it.
        saved: whether it was saved just now.
        half: whether it waits for the other number of its ratio, since only one was typed so far.
    """

    key: str
    texts: Mapping[str, str]
    revision: int
    mark: str = ""
    faults: dict[str, str] = field(default_factory=dict)
    conflict: ConflictError | None = None
    over: int | None = None
    saved: bool = False
    half: bool = False

    @property
    def seen(self) -> str:
        """What the page carries to know later whether the row was touched, and over what it was written."""
        return f"{self.revision}.{self.mark or mark_of(self.texts)}"

    @property
    def touched(self) -> bool:
        """Whether the fields say something else than when the page was drawn."""
        return self.mark != mark_of(self.texts)


@dataclass(kw_only=True)
class ValueDraft(Draft):
    """The value of an indicator."""

    row: ValueRow

    @property
    def fields(self) -> ValueFields:
        """The fields of the value itself."""
        sample = self.row.value.value_type if self.row.value else _type_of(self.row)
        return ValueFields(self.key, kinds_of(self.row.owed.sheet, sample), self.row.choices, self.texts, self.faults)

    @property
    def tables(self) -> list[PartsTable]:
        """The ways in which the value breaks down, with what stands in their fields."""
        return [PartsTable(item, self.key, self.texts) for item in self.row.breakdowns]


@dataclass(kw_only=True)
class MonthDraft(Draft):
    """The amounts of an activity in a month."""

    row: MonthRow
    activity: ActivityRow

    @property
    def changed(self) -> tuple[str, ...]:
        """The measures that say something else than the plan, while that was not approved."""
        approved = self.row.entry is not None and self.row.entry.submission.state == Submission.State.APPROVED
        return () if approved else self.activity.changed_in(self.row)


@dataclass(frozen=True)
class PartsTable:
    """One way in which a value breaks down, as fields."""

    row: BreakdownRow
    key: str
    texts: Mapping[str, str]

    @property
    def cells(self) -> list[tuple[str, str, str]]:
        """Each part: its label, the end of its field's name, and what stands in it."""
        plain = [(category.label, part_name(category.pk, None)) for category, _ in self.row.cells]
        crossed = [
            (f"{first.label} · {second.label}", part_name(first.pk, second.pk)) for first, second, _ in self.row.crossed
        ]
        return [(label, name, self.texts.get(name, "")) for label, name in (*plain, *crossed)]

    @property
    def filled(self) -> bool:
        """Whether some part was given."""
        return any(text for _label, _name, text in self.cells)


def part_name(category: int, crossed_with: int | None) -> str:
    """The end of the name of a part's field."""
    return f"part{category}" if crossed_with is None else f"part{category}x{crossed_with}"


def mark_of(texts: Mapping[str, str]) -> str:
    """A short mark of what stands in the fields of a row; line breaks count alike however a browser sends them."""
    told = "\x1f".join(f"{name}={text.strip()}" for name, text in sorted(texts.items()) if text.strip())
    return hashlib.sha256(told.replace("\r\n", "\n").encode()).hexdigest()[:_MARK]


def value_draft(row: ValueRow, style: NumberStyle) -> ValueDraft:
    """The row of a value as it is stored."""
    texts = {**texts_of(row.value, style), "comment": row.comment, "source": row.source}
    for breakdown in row.breakdowns:
        for category, number in breakdown.cells:
            texts[part_name(category.pk, None)] = exact_number(number, style)
        for category, other, number in breakdown.crossed:
            texts[part_name(category.pk, other.pk)] = exact_number(number, style)
    return ValueDraft(row.key, texts, row.revision, row=row)


def month_draft(row: MonthRow, activity: ActivityRow, style: NumberStyle) -> MonthDraft:
    """The row of a month as it is stored."""
    texts = {"physical": exact_number(row.physical, style), "financial": exact_number(row.financial, style)}
    return MonthDraft(row.key, {**texts, "reason": row.reason}, row.revision, row=row, activity=activity)


def words_draft(submission: Submission) -> Draft:
    """The words of a submission as they are stored."""
    return Draft(WORDS_KEY, {name: getattr(submission, name) for name in WORDS}, submission.revision)


def typed(draft: Draft, data: Mapping[str, Any]) -> Draft:
    """The same row as it was typed."""
    revision, _, mark = str(data.get(f"{draft.key}-seen", "")).partition(".")
    draft.revision = int(revision) if revision.isdecimal() else 0
    draft.mark = mark
    over = str(data.get(f"{draft.key}-over", ""))
    draft.over = int(over) if over.isdecimal() and data.get("mine") == draft.key else None
    names = {*NAMES, *draft.texts} if isinstance(draft, ValueDraft) else draft.texts
    asked = {name: _sent(data, draft.key, name) for name in names}
    draft.texts = {name: text for name, text in asked.items() if text is not None}
    return draft


@dataclass
class Page:
    """Every row of a submission's page.

    Attributes:
        form: what is stored.
        values: its values.
        activities: its activities, each with its months.
        words: its words.
    """

    form: SubmissionForm
    values: list[ValueDraft]
    activities: list[tuple[ActivityRow, list[MonthDraft]]]
    words: Draft

    @property
    def rows(self) -> Iterable[Draft]:
        """Every row."""
        yield from self.values
        for _activity, months in self.activities:
            yield from months
        yield self.words

    def row(self, key: str) -> Draft | None:
        """A row by its key."""
        return next((item for item in self.rows if item.key == key), None)

    @property
    def parts(self) -> list[list[tuple[ActivityRow, list[MonthDraft]]]]:
        """The activities in parts that a page can carry, in order."""
        found: list[list[tuple[ActivityRow, list[MonthDraft]]]] = [[]]
        held = 0
        for activity, months in self.activities:
            if held and held + len(months) > MOST_MONTHS:
                found.append([])
                held = 0
            found[-1].append((activity, months))
            held += len(months)
        return found

    @property
    def part_of(self) -> dict[str, int]:
        """In which part each month is, from 1, when there are several."""
        if len(self.parts) == 1:
            return {}
        return {
            row.key: number
            for number, part in enumerate(self.parts, start=1)
            for _activity, months in part
            for row in months
        }

    @property
    def faulty(self) -> list[Draft]:
        """The rows that were not saved as they were typed."""
        return [item for item in self.rows if item.faults or item.conflict]


def page_of_form(form: SubmissionForm, style: NumberStyle) -> Page:
    """The page of a submission as it is stored."""
    return Page(
        form=form,
        values=[value_draft(row, style) for row in form.values],
        activities=[(row, [month_draft(month, row, style) for month in row.months]) for row in form.activities],
        words=words_draft(form.submission),
    )


@dataclass(frozen=True)
class ReadAmounts:
    """What was typed for a month, read."""

    physical: Decimal | None
    financial: Decimal | None
    reason: str


def read_month(draft: MonthDraft, style: NumberStyle) -> ReadAmounts:
    """The amounts that were typed; faults stay in the row."""
    physical, financial = (
        read_amount(draft.texts.get(name, ""), name, style, draft.faults) for name in ("physical", "financial")
    )
    return ReadAmounts(physical, financial, draft.texts.get("reason", ""))


def read_parts(draft: ValueDraft, style: NumberStyle) -> dict[tuple[int, int | None], Decimal]:
    """The parts that were typed; faults stay in the row."""
    found: dict[tuple[int, int | None], Decimal] = {}
    for name, text in draft.texts.items():
        if not name.startswith("part"):
            continue
        category, _, crossed = name.removeprefix("part").partition("x")
        number = read_amount(text, name, style, draft.faults)
        if number is not None:
            found[int(category), int(crossed) if crossed else None] = number
    return found


def read_typed_value(draft: ValueDraft, style: NumberStyle) -> ValueParts | None:
    """The value that was typed, None when nothing was; faults stay in the row."""
    read = read_value(draft.texts, draft.row.choices, style)
    draft.faults.update(read.faults)
    spoken = [name for name in ("comment", "source") if draft.texts.get(name)]
    if read.parts is None and not read.faults and (spoken or read_parts(draft, style)):
        draft.faults["value"] = _("Fill in the value too: a comment, a source or its parts are kept with it.")
    return read.parts


def is_half_typed(draft: ValueDraft) -> bool:
    """Whether all that was typed of a value is one readable number of the two of a ratio; asked after reading it."""
    filled = [name for name in NAMES if draft.texts.get(name)]
    absent = {"numerator": "denominator", "denominator": "numerator"}
    return len(filled) == 1 and set(draft.faults) == {absent.get(filled[0])}


def clean_texts(texts: Mapping[str, str], names: Sequence[str]) -> dict[str, str]:
    """Some of the texts, each with no space around."""
    return {name: texts.get(name, "").strip() for name in names}


def _sent(data: Mapping[str, Any], key: str, name: str) -> str | None:
    """What was sent for a field; None when the page has no such field."""
    text = data.get(f"{key}-{name}")
    return None if text is None else str(text).strip()


def _type_of(row: ValueRow) -> str:
    """The type of its target, where that asks for other fields than the sheet's unit does."""
    return ValueType.TEXT.value if isinstance(row.target, TextValue) else ""
