"""The wide rows of the amounts sheet and the months that they are stored as."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.db import connection

from quipu.apps.organisation.models import Institution
from quipu.apps.plans.models import ActivityAmount, OperationalActivity
from quipu.workbook.columns import Value
from quipu.workbook.rows import Row
from quipu.workbook.schema import SHEET_BY_NAME
from quipu.workbook.schema.vocabulary import MONTHS

ACTIVITY_KEY = ("plan", "version", "executing_unit", "year", "code")
MEASURES = ("physical", "financial")
AMOUNT_COLUMNS: tuple[str, ...] = ("annual", *(month.name for month in MONTHS))
"""The column of each month, the annual amount in place of month 0."""

_BLANK: dict[str, Value] = {column.name: None for column in SHEET_BY_NAME["amounts"].columns}
_ACTIVITY_PATHS = (
    "operational_plan__version__plan__code",
    "operational_plan__version__number",
    "operational_plan__executing_unit__code",
    "operational_plan__year",
    "code",
)

StoredAmount = tuple[int, str, int | None, Any, Any]
"""An activity's identifier, a phase, a month, and its physical and financial amounts."""
Group = tuple[tuple[Value, ...], str]
"""An activity's key and a phase: what the amounts of one or two wide rows are stored under."""


def group_of(row: Mapping[str, Value]) -> Group:
    """The activity and phase of a wide row."""
    return tuple(row.get(column) for column in ACTIVITY_KEY), str(row.get("phase"))


def is_blank(row: Mapping[str, Value]) -> bool:
    """Whether a wide row has no amount at all, and so says nothing."""
    return all(row.get(column) is None for column in AMOUNT_COLUMNS)


def keep_unsaid(row: Row, stored: Mapping[str, Value] | None) -> Row:
    """A row whose empty cells say nothing: under them stands what is stored.

    The total that a file prints beside months that are stored one by one does not take their place.
    """
    if stored is None:
        return row
    kept = {
        name: stored[name]
        for name, value in row.items()
        if value is None and name not in row.refused and stored.get(name) is not None
    }
    has_months = any(stored.get(name) is not None for name in AMOUNT_COLUMNS[1:])
    if "annual" in row:
        kept["annual"] = stored.get("annual") if has_months else row["annual"]
    return Row({**row, **kept}, row.layout, row.number, row.refused) if kept else row


def wide_rows(institution: Institution, narrowed: Mapping[str, Any] | None = None) -> list[dict[str, Value]]:
    """The amounts of an institution as the sheet's rows, in two queries; `narrowed` gives columns of the key."""
    paths = dict(zip(ACTIVITY_KEY, _ACTIVITY_PATHS, strict=True))
    scope = {paths[column]: value for column, value in (narrowed or {}).items()}
    scope |= {"operational_plan__executing_unit__institution": institution}
    activities = OperationalActivity.objects.filter(**scope).order_by("pk")
    keys = {pk: key for pk, *key in activities.values_list("pk", *_ACTIVITY_PATHS)}
    amounts = ActivityAmount.objects.filter(**{f"activity__{path}": value for path, value in scope.items()})
    rows: dict[tuple[int, str, str], dict[str, Value]] = {}
    for activity, phase, month, *pair in amounts.order_by("activity_id", "phase", "month").values_list(
        "activity_id", "phase", "month", *MEASURES
    ):
        for measure, amount in zip(MEASURES, pair, strict=True):
            if amount is None:
                continue
            place = (activity, phase, measure)
            row = rows.get(place)
            if row is None:
                named = dict(zip(ACTIVITY_KEY, keys[activity], strict=True))
                row = rows[place] = {**_BLANK, **named, "phase": phase, "measure": measure}
            row[AMOUNT_COLUMNS[month or 0]] = amount
    order = {code: place for place, code in enumerate((*ActivityAmount.Phase.values, *MEASURES))}
    return [rows[place] for place in sorted(rows, key=lambda place: (place[0], order[place[1]], order[place[2]]))]


def monthly_amounts(activity: int, phase: str, rows: Iterable[Mapping[str, Value]]) -> Iterator[StoredAmount]:
    """The stored amounts of an activity and phase, from its physical row and its financial row."""
    months: dict[int, list[Any]] = {}
    for row in rows:
        place = MEASURES.index(str(row["measure"]))
        for month, column in enumerate(AMOUNT_COLUMNS):
            amount = row.get(column)
            if isinstance(amount, (Decimal, int)):
                months.setdefault(month, [None, None])[place] = f"{amount:f}" if amount.__class__ is Decimal else amount
    for month in sorted(months):
        yield activity, phase, month or None, *months[month]


def write_amounts(rows: Iterable[StoredAmount]) -> None:
    """Add amounts to the table.

    Written with the cursor: an operational plan of ten thousand activities has 360,000 of them, and making as many
    models takes most of the time of its import.
    """
    columns = ("activity_id", "phase", "month", *MEASURES)
    names = ", ".join(connection.ops.quote_name(column) for column in columns)
    table = connection.ops.quote_name(ActivityAmount._meta.db_table)
    marks = ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)  # noqa: S608 - our own names
