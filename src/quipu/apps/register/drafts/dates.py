"""The dates of a draft against one another, against its status and against how exactly they are known."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from quipu.apps.register.drafts.faults import DraftFault, fault
from quipu.apps.register.drafts.shapes import RecordDraft
from quipu.apps.register.models import Precision, Status
from quipu.apps.register.services.derived import month_index
from quipu.language import format_long_date

_MONTHS = {Precision.MONTH: 1, Precision.QUARTER: 3, Precision.YEAR: 12}
_WORDS = {Precision.MONTH: "mes", Precision.QUARTER: "trimestre", Precision.YEAR: "año"}


def date_faults(draft: RecordDraft, today: date) -> Iterator[DraftFault]:
    """Everything wrong with when it was, and until when it is valid."""
    if draft.starts_on and draft.ends_on and draft.ends_on < draft.starts_on:
        yield fault("ends_on", "order", "Termina antes de empezar.", "Revise las dos fechas.")
    if draft.valid_from and draft.valid_to and draft.valid_to < draft.valid_from:
        yield fault("valid_to", "order", "Su vigencia termina antes de empezar.", "Revise las dos fechas.")
    if draft.ends_on and not draft.starts_on:
        yield fault("starts_on", "no_start", "Tiene fin y no tiene inicio.", "Escriba desde cuándo.")
    yield from _future(draft, today)
    yield from _precision(draft)


def _future(draft: RecordDraft, today: date) -> Iterator[DraftFault]:
    if draft.status != Status.DONE or draft.starts_on is None:
        return
    exact = draft.precision == Precision.DAY
    last = draft.ends_on if exact and draft.ends_on else draft.starts_on
    if last > today:
        yield fault(
            "starts_on" if last == draft.starts_on else "ends_on",
            "future",
            f"Está como realizado y su fecha, {format_long_date(last)}, no ha llegado.",
            "Corrija la fecha, o déjelo como planificado hasta que ocurra.",
        )


def _precision(draft: RecordDraft) -> Iterator[DraftFault]:
    if draft.precision not in Precision.values:
        return
    if draft.precision == Precision.UNKNOWN:
        if draft.starts_on:
            yield fault(
                "precision",
                "precision",
                "Tiene fecha, y su precisión dice que no se conoce.",
                "Si la fecha es el límite de un intervalo, elija «entre dos fechas».",
            )
        return
    if draft.starts_on is None:
        yield fault(
            "starts_on",
            "no_date",
            "No tiene fecha, y su precisión dice que se conoce.",
            "Escriba la fecha, o diga que no se conoce.",
        )
        return
    if draft.precision == Precision.BOUNDED and draft.ends_on is None:
        yield fault("ends_on", "bounded", "Entre dos fechas necesita la segunda.", "Escriba hasta cuándo pudo ser.")
    length = _MONTHS.get(Precision(draft.precision))
    if length and draft.ends_on and month_index(draft.starts_on) // length != month_index(draft.ends_on) // length:
        word = _WORDS[Precision(draft.precision)]
        yield fault(
            "precision",
            "precision",
            f"Las dos fechas no están en el mismo {word}.",
            "Elija «entre dos fechas», o corríjalas.",
        )
