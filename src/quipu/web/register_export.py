"""Records as files: a table, JSON, or the events of a calendar."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from icalendar import Calendar, Event

from quipu.apps.organisation.models import Institution
from quipu.apps.register.models import Citation, Counterpart, Precision, Record, Status
from quipu.language import plain_words
from quipu.web.record_words import say_country
from quipu.web.spreadsheets import Cell
from quipu.web.templatetags.quipu import term

FORMATS = (("csv", "CSV"), ("xlsx", "XLSX"), ("json", "JSON"), ("ics", "iCalendar"))
_STATUSES = {Status.DONE: "CONFIRMED", Status.CANCELLED: "CANCELLED"}
"""What is planned or announced is tentative."""
_BATCH = 2_000
_MOST_PARTIES = 3
"""Counterparts named in the title of an event."""


def exported(rows: QuerySet[Record]) -> Iterable[Record]:
    """The rows with what every file says of them, read little by little."""
    parties = Prefetch("counterparts", Counterpart.objects.select_related("organisation"))
    cited = Prefetch("citations", Citation.objects.select_related("document"))
    wanted = rows.select_related("unit", "mission", "mechanism", "instrument").defer("search")
    return wanted.prefetch_related(parties, cited).iterator(chunk_size=_BATCH)


def table_header() -> list[str]:
    """The titles of the columns."""
    return [
        _("Code"),
        _("Kind"),
        _("Act"),
        _("From"),
        _("Until"),
        _("Precision of the date"),
        _("Status"),
        _("How the source describes it"),
        _("Countries"),
        _("Organisations"),
        _("Country of the place"),
        _("City"),
        _("Mode"),
        _("Direction"),
        _("Level, own side"),
        _("Level, other side"),
        _("Unit"),
        _("Mission"),
        _("Mechanism"),
        _("Session"),
        _("Type of instrument"),
        _("Stage"),
        _("Strategic action"),
        _("Axis"),
        _("Outcome"),
        _("Approval"),
        _("Evidence"),
        _("Documents"),
    ]


def table_row(record: Record) -> list[Cell]:
    """A record as the cells of a table, closed lists in words."""
    parties = list(record.counterparts.all())
    instrument = getattr(record, "instrument", None)
    citations = list(record.citations.all())
    return [
        record.code,
        term(record.kind, "record_kind"),
        record.title,
        record.starts_on,
        record.ends_on,
        term(record.precision, "precision"),
        term(record.status, "record_status"),
        term(record.modality, "modality"),
        "; ".join(say_country(party.country) for party in parties if party.country),
        "; ".join(party.organisation.code for party in parties if party.organisation),
        say_country(record.place_country),
        record.city,
        term(record.mode, "mode"),
        term(record.direction, "visit_direction"),
        term(record.level_own, "rank"),
        term(record.level_counterpart, "rank"),
        record.unit.name if record.unit else None,
        record.mission.name if record.mission else None,
        record.mechanism.name if record.mechanism else None,
        record.ordinal,
        term(instrument.type, "instrument_type") if instrument else None,
        term(instrument.stage, "instrument_stage") if instrument else None,
        record.action_code,
        record.axis,
        term(record.outcome, "record_outcome"),
        term(record.review, "review"),
        len(citations),
        "; ".join(dict.fromkeys(citation.document.code for citation in citations)),
    ]


def write_json(rows: Iterable[Record]) -> bytes:
    """The records with their codes, as programs read them; what is missing is null."""
    return json.dumps([_as_object(row) for row in rows], ensure_ascii=False, indent=1).encode()


def _as_object(record: Record) -> dict[str, Any]:
    parties = list(record.counterparts.all())
    instrument = getattr(record, "instrument", None)
    plain = ("code", "kind", "title", "summary", "status", "status_reason", "modality", "mode", "precision")
    more = ("place_country", "city", "venue", "direction", "level_own", "level_counterpart", "outcome", "axis")
    rest = ("action_code", "ordinal", "source", "review", "revision")
    return {
        **{name: _told(getattr(record, name)) for name in (*plain, *more, *rest)},
        **{name: _iso(getattr(record, name)) for name in ("starts_on", "ends_on", "valid_from", "valid_to")},
        "countries": [party.country for party in parties if party.country],
        "organisations": [party.organisation.code for party in parties if party.organisation],
        "unit": record.unit.code if record.unit else None,
        "mission": record.mission.code if record.mission else None,
        "mechanism": record.mechanism.code if record.mechanism else None,
        "instrument": {"type": instrument.type, "stage": instrument.stage} if instrument else None,
        "documents": list(dict.fromkeys(citation.document.code for citation in record.citations.all())),
    }


def write_calendar(institution: Institution, rows: Iterable[Record], address_of: Callable[[str], str]) -> bytes:
    """The acts whose date is known to the day as events of whole days; the others cannot be placed in a calendar.

    Args:
        institution: whose calendar it is.
        rows: the records.
        address_of: gives the whole address of a record by its code.
    """
    calendar, left_out = Calendar(), 0
    calendar.add("prodid", "-//Quipu//Register of action//ES")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", f"{institution.acronym}: {_('Register of action')}")
    stamp = timezone.now()
    for row in rows:
        if row.precision != Precision.DAY or row.starts_on is None:
            left_out += 1
            continue
        event = _event(institution, row)
        event.add("dtstamp", stamp)
        event.add("url", address_of(row.code))
        calendar.add_component(event)
    if left_out:
        calendar.add("x-wr-caldesc", _left_out(left_out))
    return calendar.to_ical()


def _event(institution: Institution, record: Record) -> Event:
    event = Event()
    event.add("uid", f"{record.code}@{institution.slug}.quipu")
    event.add("sequence", record.revision - 1)
    event.add("summary", _summary(record))
    event.add("dtstart", record.starts_on)
    event.add("dtend", (record.ends_on or record.starts_on) + timedelta(days=1))
    event.add("status", _STATUSES.get(Status(record.status), "TENTATIVE"))
    event.add("categories", [term(record.kind, "record_kind")])
    event.add("transp", "TRANSPARENT")
    place = ", ".join(_place(record))
    if place:
        event.add("location", place)
    if record.summary:
        event.add("description", record.summary)
    return event


def _summary(record: Record) -> str:
    """The title, with the counterparts where it names none of them: a calendar shows nothing else of an act."""
    said = plain_words(record.title)
    parties = list(record.counterparts.all())
    names = [say_country(item.country) if item.country else str(item.organisation) for item in parties]
    codes = [item.organisation.code for item in parties if item.organisation]
    if any(plain_words(name) in said for name in [*names, *codes]):
        return record.title
    more = [*names[:_MOST_PARTIES], *(["…"] if len(names) > _MOST_PARTIES else [])]
    return f"{record.title} ({', '.join(more)})" if more else record.title


def _left_out(number: int) -> str:
    return ngettext(
        "%(number)s act whose day is not known is not here.",
        "%(number)s acts whose day is not known are not here.",
        number,
    ) % {"number": number}


def _place(record: Record) -> Sequence[str]:
    return [part for part in (record.venue, record.city, say_country(record.place_country)) if part]


def _iso(day: Any) -> str | None:
    return day.isoformat() if day else None


def _told(value: Any) -> Any:
    return None if value == "" else value
