"""The words, texts and days of which the shapes of records are made."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field, PlainValidator, WithJsonSchema

from quipu.apps.register.models import (
    CommitmentStatus,
    Direction,
    InstrumentType,
    Kind,
    Level,
    Modality,
    Mode,
    Outcome,
    Precision,
    RecordFigure,
    Review,
    Side,
    Stage,
    Status,
    Step,
)
from quipu.apps.register.models.instruments import Instrument

MOST_PARTS = 500
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
PARTY = "Alpha-3 of a country, or code of an organisation (`org:CAN` for one whose code is that of a country)."
_TEXT = r"^[^\x00]*$"
_FILLED = r"^[^\x00]*\S[^\x00]*$"


def _read_day(given: Any) -> date:
    """A day as ISO 8601 writes it, and in no other way.

    Raises:
        ValueError: it is not one.
    """
    if not isinstance(given, str) or not _DAY.fullmatch(given) or not given.isascii():
        raise ValueError("no es una fecha escrita como 2024-03-31")
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise ValueError("no es una fecha del calendario") from None


def _words(codes: Sequence[str], *, empty: bool = False) -> Any:
    """One of the words of a closed list, described as such."""
    return Literal[tuple(["", *codes] if empty else codes)]  # type: ignore[valid-type]


def _text(longest: int, *, filled: bool = False) -> Any:
    least = {"min_length": 1} if filled else {}
    return Annotated[str, Field(max_length=longest, pattern=_FILLED if filled else _TEXT, **least)]


Day = Annotated[date, PlainValidator(_read_day), WithJsonSchema({"type": "string", "format": "date"})]
RecordCode = Annotated[str, Field(pattern=r"^[^\x00-\x1f\x7f/]{1,60}$", description="Code of a record.")]
Country = Annotated[str, Field(pattern=r"^[A-Z]{3}$", description="ISO 3166-1 alpha-3.")]
MaybeCountry = Annotated[str, Field(pattern=r"^([A-Z]{3})?$", description="ISO 3166-1 alpha-3; empty when none.")]

ApproximatorWord = _words(RecordFigure.Approximator.values)
BindingWord = _words(Instrument.Binding.values)
CommitmentWord = _words(CommitmentStatus.values)
DirectionWord = _words(Direction.values)
Filled150 = _text(150, filled=True)
Filled2000 = _text(2_000, filled=True)
Filled50 = _text(50, filled=True)
Filled60 = _text(60, filled=True)
InstrumentTypeWord = _words(InstrumentType.values)
KindWord = _words(Kind.values)
LevelWord = _words(Level.values)
MaybeDirectionWord = _words(Direction.values, empty=True)
MaybeLevelWord = _words(Level.values, empty=True)
MaybeModeWord = _words(Mode.values, empty=True)
MaybeOutcomeWord = _words(Outcome.values, empty=True)
ModalityWord = _words(Modality.values)
ModeWord = _words(Mode.values)
OutcomeWord = _words(Outcome.values)
PrecisionWord = _words(Precision.values)
ReviewWord = _words(Review.values)
SideWord = _words(Side.values)
StageWord = _words(Stage.values)
StatusWord = _words(Status.values)
StepWord = _words(Step.values)
Text100 = _text(100)
Text20 = _text(20)
Text200 = _text(200)
Text2000 = _text(2_000)
Text20000 = _text(20_000)
Text250 = _text(250)
Text30 = _text(30)
Text40 = _text(40)
Text500 = _text(500)
Text60 = _text(60)
