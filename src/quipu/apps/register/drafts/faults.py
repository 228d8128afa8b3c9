"""What is wrong with a draft, and the checks that every text passes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import TextChoices

from quipu.apps.organisation.models import Institution
from quipu.language import (
    countries_after,
    country_name,
    find_former_country,
    former_country,
    is_country,
    nearest_country,
    plain_words,
)

LONGEST_TITLE = 1_000
LONGEST_TEXT = 20_000


@dataclass(frozen=True, slots=True)
class DraftFault:
    """One thing that keeps a draft from being recorded.

    Attributes:
        field: where, as `flatten` names it: `starts_on`, `participants.2.person`.
        reason: what is wrong, a sentence.
        remedy: what to do.
        code: stable, such as `register.draft.future`.
    """

    field: str
    reason: str
    remedy: str
    code: str

    def __str__(self) -> str:
        return f"{self.reason} {self.remedy}".strip()


def fault(field: str, code: str, reason: str, remedy: str = "") -> DraftFault:
    """A fault; its code is completed."""
    return DraftFault(field, reason, remedy, f"register.draft.{code}")


def word_faults(field: str, value: str, words: type[TextChoices], *, empty: bool = False) -> Iterator[DraftFault]:
    """A word that is not of its closed list."""
    if value in words.values or (empty and not value):
        return
    reason = f"«{value}» no es una opción." if value else "Falta elegir una opción."
    yield fault(field, "word", reason, f"Use una de estas: {', '.join(words.values)}.")


def text_faults(field: str, value: str, longest: int = LONGEST_TEXT, *, needed: bool = False) -> Iterator[DraftFault]:
    """A text that is empty and may not be, that is too long, or that no database holds."""
    if needed and not value.strip():
        yield fault(field, "empty", "Está vacío.", "Escríbalo.")
    if len(value) > longest:
        yield fault(
            field, "long", f"Tiene {len(value)} caracteres; caben {longest}.", "Acórtelo, o lleve el resto al resumen."
        )
    if "\x00" in value or any("\ud800" <= letter <= "\udfff" for letter in value):
        yield fault(field, "unreadable", "Tiene un carácter que no se puede guardar.", "Vuelva a escribirlo.")


def country_faults(field: str, code: str, institution: Institution) -> Iterator[DraftFault]:
    """A code of no country; for one that no longer exists, its name is said. A fictional institution has its own."""
    if is_country(code) or code == institution.country:
        return
    former = find_former_country(code)
    if former:
        yield ended_fault(field, former)
    else:
        reason = f"«{code}» no es un país: escriba su nombre o su código de tres letras."
        yield fault(field, "country", reason, near_country(code) or "Elíjalo de la lista.")


def ended_fault(field: str, code: str) -> DraftFault:
    """A country that no longer exists, with those of today that came after it."""
    after = sorted((country_name(item) for item in countries_after(code)), key=plain_words)
    remedy = f"Use {after[0]}." if len(after) == 1 else f"Elija el que hoy corresponde: {', '.join(after)}."
    return fault(field, "country_ended", f"{former_country(code)} ya no existe como país.", remedy)


def near_country(text: str) -> str:
    """The question that proposes the country nearest to what was written; empty when none is near."""
    near = nearest_country(text)
    return f"¿Quiso decir {near}?" if near else ""
