"""What the rows of every subject share: codes, periods, amounts, pages and problems."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Generic, TypeVar

from ninja import Schema
from pydantic import BeforeValidator, ConfigDict, Field, PlainSerializer, PlainValidator, WithJsonSchema

from quipu.apps.evaluation.queries import as_json_number

Row = TypeVar("Row")

MOST_ROWS = 500
_LARGEST_OFFSET = 1_000_000_000
_LARGEST_WHOLE = 2**31 - 1
_DECIMALS = 4
_LARGEST = Decimal("99999999999.9999")
_PERIOD_SHAPE = r"^[1-9][0-9]{3}(-(S[12]|Q[1-4]|M(0[1-9]|1[0-2])))?$"
_AMOUNT_TEXT = r"^[0-9]{1,11}(\.[0-9]{1,4})?$"
_DIVISOR_TEXT = r"^(?=.*[1-9])[0-9]{1,11}(\.[0-9]{1,4})?$"

Slug = Annotated[str, Field(pattern=r"^[-a-zA-Z0-9_]{1,50}$", description="Identifier of the institution.")]
Code = Annotated[str, Field(pattern=r"^[^\x00-\x1f\x7f/]{1,30}$", description="A code as the plan writes it.")]
PeriodText = Annotated[
    str,
    Field(pattern=_PERIOD_SHAPE, description="A year, semester, quarter or month: 2024, 2024-S1, 2024-Q3, 2024-M07."),
]
VersionNumber = Annotated[int, Field(ge=1, le=32_767, description="Number of the version of the plan.")]
Year = Annotated[int, Field(ge=1, le=9_999, description="Year.")]
Month = Annotated[int, Field(ge=1, le=12, description="Month, from 1 to 12.")]
Words = Annotated[str, Field(max_length=20_000, pattern=r"^[^\x00]*$")]
Reason = Annotated[str, Field(min_length=1, max_length=20_000, pattern=r"^[^\x00]*\S[^\x00]*$")]


def _read_amount(given: Any) -> Decimal:
    """An amount from a JSON number or from text, without passing through a binary fraction.

    Raises:
        ValueError: not a number, negative, too large, or with more than four decimals.
    """
    if isinstance(given, bool) or not isinstance(given, int | Decimal | str):
        raise ValueError("no es un número")
    amount = _from_text(given) if isinstance(given, str) else Decimal(given)
    if not 0 <= amount <= _LARGEST:
        raise ValueError(f"va de 0 a {_LARGEST}")
    if amount != round(amount, _DECIMALS):
        raise ValueError(f"tiene más de {_DECIMALS} decimales")
    return amount


def _read_whole(given: Any) -> Any:
    """A whole number that JSON writes with a point (`3.0`) is one; whatever else comes is left to be refused."""
    if isinstance(given, Decimal) and abs(given) <= _LARGEST_WHOLE and given == given.to_integral_value():
        return int(given)
    return given


def _from_text(given: str) -> Decimal:
    whole, _, decimals = given.partition(".")
    digits = whole + decimals
    if not (digits.isascii() and digits.isdigit() and whole and (decimals or "." not in given)):
        raise ValueError("no es un número escrito con dígitos y punto decimal")
    return Decimal(given)


def _read_divisor(given: Any) -> Decimal:
    """An amount above zero.

    Raises:
        ValueError: it is zero, or no amount.
    """
    amount = _read_amount(given)
    if amount == 0:
        raise ValueError("es 0 y divide")
    return amount


def _described(least: str, pattern: str, **bounds: float) -> WithJsonSchema:
    """How an amount is described: a number, or its text."""
    number = {"type": "number", "maximum": float(_LARGEST), "multipleOf": 0.0001, **bounds}
    told = f"{least}, with up to 4 decimals; as a number, or as text with a decimal point."
    return WithJsonSchema({"anyOf": [number, {"type": "string", "pattern": pattern}], "description": told})


Position = Annotated[int, Field(ge=1, le=32_767), BeforeValidator(_read_whole)]
Revision = Annotated[
    int,
    Field(ge=0, le=_LARGEST_WHOLE, description="The revision that was read; 0 for none."),
    BeforeValidator(_read_whole),
]
Whole = Annotated[int, Field(ge=0, le=_LARGEST_WHOLE), BeforeValidator(_read_whole)]
Score = Annotated[int, Field(ge=-1, le=1), BeforeValidator(_read_whole)]

Amount = Annotated[Decimal, PlainValidator(_read_amount), _described("From 0", _AMOUNT_TEXT, minimum=0)]
"""An amount that a program sends."""

Divisor = Annotated[Decimal, PlainValidator(_read_divisor), _described("Above 0", _DIVISOR_TEXT, exclusiveMinimum=0)]
"""An amount that divides another."""

_Written = BeforeValidator(as_json_number)
Number = Annotated[int | float, _Written]
"""An amount that a program receives, as a JSON number."""
MaybeNumber = Annotated[int | float | None, _Written]
"""The same, null where there is no fact: never a zero in its place."""

Moment = Annotated[Any, PlainSerializer(lambda at: at and at.isoformat()), WithJsonSchema({"type": "string"})]


class Sent(Schema):
    """What a program sends: read strictly, with nothing that is not known."""

    model_config = ConfigDict(extra="forbid", strict=True)


class InstitutionPlace(Schema):
    """What names an institution."""

    slug: Slug


class Window(Schema):
    """Which rows of a list."""

    limit: int = Field(100, ge=1, le=MOST_ROWS, description="How many rows, at most.")
    offset: int = Field(0, ge=0, le=_LARGEST_OFFSET, description="How many rows come before.")


class Page(Schema, Generic[Row]):
    """Some rows of a list, in an order that does not change from one page to the next."""

    count: int = Field(description="How many rows the whole list has.")
    limit: int
    offset: int
    items: list[Row]


class Fault(Schema):
    """One thing that is wrong in what was sent."""

    field: str = Field(description="Where: the part of the request and the names down to it, joined by points.")
    what: str


class Conflict(Schema):
    """What somebody else saved since it was read."""

    theirs: dict[str, Any]
    who: str
    when: str | None = None
    revision: int


class Problem(Schema):
    """Why something was refused, and what to do."""

    code: str = Field(description="Stable dotted identifier, the same in every language.")
    what: str = Field(description="What happened.")
    where: str = Field("", description="The place, when it has one.")
    why: str = Field("", description="The reason.")
    remedy: str = Field("", description="What to do next.")
    field: str | None = Field(None, description="The part of what was sent that is refused.")
    faults: list[Fault] = Field(default_factory=list, description="Everything that is wrong, when several things are.")
    missing: list[str] = Field(
        default_factory=list, description="What is still owed, when something is sent too early."
    )
    conflict: Conflict | None = Field(None, description="What somebody else saved, when it would be written over.")
