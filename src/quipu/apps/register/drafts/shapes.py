"""The parts of a draft, how they are read from rows and how they are kept as JSON."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Self

from django.db.models import Prefetch, prefetch_related_objects

from quipu.apps.register.drafts.parties import party_text
from quipu.apps.register.models import Commitment, Instrument, Record

DETAILS = (
    "counterparts__organisation",
    "participants__person",
    "figures",
    "criteria",
    Prefetch("commitments", Commitment.objects.select_related("unit")),
    "instrument__steps",
    "instrument__followups",
    "unit",
    "mission",
    "mechanism",
    "parent",
)
"""What a draft reads beside the record's own row."""

_DAYS = frozenset({"starts_on", "ends_on", "valid_from", "valid_to", "on", "due_on"})


@dataclass(frozen=True, slots=True)
class Shape:
    """What every part of a draft can do: become JSON and come back."""

    def as_json(self) -> dict[str, Any]:
        """As JSON holds it: days and amounts as text, tuples as lists."""
        return {item.name: _plain(getattr(self, item.name)) for item in dataclasses.fields(self)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Read what `as_json` gave; what is absent takes its default, and names unknown here are passed over."""
        known = {item.name for item in dataclasses.fields(cls)}
        return cls(**{name: _read(name, value) for name, value in data.items() if name in known})


@dataclass(frozen=True, slots=True)
class ParticipantDraft(Shape):
    """An official; `person` is the code of who they are, where that is known."""

    side: str
    name: str = ""
    post: str = ""
    person: str = ""
    led: bool = False


@dataclass(frozen=True, slots=True)
class FigureDraft(Shape):
    """A quantity given with the act."""

    name: str
    value: Decimal
    approximator: str = "exact"
    unit: str = ""


@dataclass(frozen=True, slots=True)
class CriterionDraft(Shape):
    """A criterion of the assessment of an office."""

    criterion: str
    met: bool


@dataclass(frozen=True, slots=True)
class StepDraft(Shape):
    """What one party did with an instrument; `party` is written as a counterpart is."""

    party: str
    step: str
    on: date | None = None
    precision: str = "day"
    note: str = ""


@dataclass(frozen=True, slots=True)
class FollowUpDraft(Shape):
    """How far a negotiation was at the end of a quarter, such as `2024-Q3`."""

    period: str
    stage: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class InstrumentDraft(Shape):
    """The legal side of a record of kind `instrument`."""

    type: str = "other"
    stage: str = "signed"
    binding: str = "unknown"
    internal_route: str = ""
    declared: int | None = None
    declared_unit: str = ""
    url: str = ""
    steps: tuple[StepDraft, ...] = ()
    followups: tuple[FollowUpDraft, ...] = ()


@dataclass(frozen=True, slots=True)
class CommitmentDraft(Shape):
    """Something promised; `unit` is the code of our unit. Without a number it takes the next one free."""

    text: str
    number: int = 0
    unit: str = ""
    responsible: str = ""
    supporting: str = ""
    due_on: date | None = None
    verifiable: bool = False
    status: str = "not_started"
    score: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class RecordDraft(Shape):
    """A whole record by natural keys: codes of units, missions, mechanisms, people and of the record it is within.

    `counterparts` are alpha-3 codes of countries or codes of organisations (see `party_text`). Its evidence is apart:
    documents are cited one by one, and an edit never loses them.
    """

    kind: str
    title: str
    code: str = ""
    summary: str = ""
    status: str = "done"
    status_reason: str = ""
    modality: str = "asserted"
    mode: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    precision: str = "day"
    valid_from: date | None = None
    valid_to: date | None = None
    place_country: str = ""
    city: str = ""
    venue: str = ""
    direction: str = ""
    level_own: str = ""
    level_counterpart: str = ""
    outcome: str = ""
    axis: str = ""
    action_code: str = ""
    unit: str = ""
    mission: str = ""
    mechanism: str = ""
    ordinal: int | None = None
    parent: str = ""
    source: str = ""
    synthetic: bool = False
    counterparts: tuple[str, ...] = ()
    participants: tuple[ParticipantDraft, ...] = ()
    figures: tuple[FigureDraft, ...] = ()
    criteria: tuple[CriterionDraft, ...] = ()
    instrument: InstrumentDraft | None = None
    commitments: tuple[CommitmentDraft, ...] = ()

    @classmethod
    def of(cls, record: Record) -> RecordDraft:
        """The draft that gives this record; what it hangs from and what hangs from it is read where it is not yet."""
        return drafts_of([record])[0]


LINKS = ("unit", "mission", "mechanism", "parent")
"""The fields that name another row by its code."""

PARTS = ("counterparts", "participants", "figures", "criteria", "instrument", "commitments")
"""The fields that are rows of their own."""

PLAIN = tuple(item.name for item in dataclasses.fields(RecordDraft) if item.name not in (*LINKS, *PARTS))
"""The fields that are columns of the record."""


def drafts_of(records: Iterable[Record]) -> list[RecordDraft]:
    """The drafts of several records, with as many queries as for one."""
    found = list(records)
    prefetch_related_objects(found, *DETAILS)
    return [_draft(record) for record in found]


def flatten(data: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """A draft's JSON as one row: `participants.1.name`, counted from one; countries and the like between commas."""
    flat: dict[str, Any] = {}
    for name, value in data.items():
        if isinstance(value, Mapping):
            flat |= flatten(value, f"{prefix}{name}.")
        elif isinstance(value, list) and value and isinstance(value[0], Mapping):
            for number, item in enumerate(value, start=1):
                flat |= flatten(item, f"{prefix}{name}.{number}.")
        elif value not in (None, "", []):
            flat[f"{prefix}{name}"] = ", ".join(value) if isinstance(value, list) else value
    return flat


def _draft(record: Record) -> RecordDraft:
    links = {name: getattr(record, name).code if getattr(record, f"{name}_id") else "" for name in LINKS}
    parties = record.counterparts.all()
    return RecordDraft(
        **{name: getattr(record, name) for name in PLAIN},
        **links,
        counterparts=tuple(
            party_text(item.country, item.organisation.code if item.organisation else "") for item in parties
        ),
        participants=tuple(
            ParticipantDraft(item.side, item.name, item.post, item.person.code if item.person else "", item.led)
            for item in record.participants.all()
        ),
        figures=tuple(
            FigureDraft(item.name, _exact(item.value), item.approximator, item.unit) for item in record.figures.all()
        ),
        criteria=tuple(CriterionDraft(item.criterion, item.met) for item in record.criteria.all()),
        instrument=_instrument(record.instrument) if hasattr(record, "instrument") else None,
        commitments=tuple(_commitment(item) for item in record.commitments.all()),
    )


def _instrument(row: Instrument) -> InstrumentDraft:
    columns = ("type", "stage", "binding", "internal_route", "declared", "declared_unit", "url")
    return InstrumentDraft(
        **{name: getattr(row, name) for name in columns},
        steps=tuple(StepDraft(item.party, item.step, item.on, item.precision, item.note) for item in row.steps.all()),
        followups=tuple(FollowUpDraft(item.period, item.stage, item.note) for item in row.followups.all()),
    )


def _commitment(row: Commitment) -> CommitmentDraft:
    columns = (item.name for item in dataclasses.fields(CommitmentDraft) if item.name != "unit")
    return CommitmentDraft(**{name: getattr(row, name) for name in columns}, unit=row.unit.code if row.unit else "")


def _exact(value: Decimal) -> Decimal:
    """An amount as it reads, 10 and not 10.0000, so that two drafts of one record are the same."""
    return Decimal(f"{value.normalize():f}")


def _plain(value: object) -> Any:
    if isinstance(value, Shape):
        return value.as_json()
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    return f"{value.normalize():f}" if isinstance(value, Decimal) else value


def _read(name: str, value: Any) -> Any:
    if name in _DAYS:
        return date.fromisoformat(value) if value else None
    if name == "value":
        return Decimal(value)
    if name == "instrument":
        return InstrumentDraft.from_json(value) if value else None
    if isinstance(value, list):
        shape = _SHAPES.get(name)
        return tuple(value if shape is None else (shape.from_json(item) for item in value))
    return value


_SHAPES: dict[str, type[Shape]] = {
    "participants": ParticipantDraft,
    "figures": FigureDraft,
    "criteria": CriterionDraft,
    "commitments": CommitmentDraft,
    "steps": StepDraft,
    "followups": FollowUpDraft,
}
