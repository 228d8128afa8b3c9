"""Mechanisms: what tells one from another is its counterpart, family and level, never its name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass

from django.db import transaction

from quipu.apps.accounts.models import User
from quipu.apps.organisation.models import Institution
from quipu.apps.register.counting.keeping import keeping_counts
from quipu.apps.register.drafts.faults import DraftFault, country_faults, fault, text_faults, word_faults
from quipu.apps.register.models import Kind, Level, Mechanism
from quipu.apps.register.services.derived import refresh_derived
from quipu.apps.register.services.holding import hold_register
from quipu.apps.register.services.rows import Fact, code_faults, free_name_code, refuse, store

_HIGHEST = 32_767


@dataclass(frozen=True, slots=True)
class MechanismDraft:
    """A mechanism as somebody writes it; `organisation` and `unit` are codes. Without a code it gets one."""

    name: str
    family: str
    code: str = ""
    kind: str = "mechanism_session"
    level: str = ""
    country: str = ""
    organisation: str = ""
    unit: str = ""
    first_ordinal: int | None = None
    every_months: int | None = None
    active: bool = True
    note: str = ""


@transaction.atomic
def save_mechanism(
    *,
    institution: Institution,
    draft: MechanismDraft,
    row: Mechanism | None = None,
    actor: User | None,
    reason: str = "",
) -> Mechanism:
    """Add a mechanism, or change one; its sessions are found by its new name and counted by its new family.

    Args:
        institution: whose it is.
        draft: the whole of it; the code of one that exists stays.
        row: the one to change, None for a new one.
        actor: who does it.
        reason: why.

    Raises:
        ActorRefusedError: with every fault: no counterpart or two, another mechanism with the same counterpart, family
            and level, sessions of another kind.
    """
    institution = hold_register(institution.pk)
    kept = row or Mechanism(institution=institution)
    stem = f"{draft.family} {draft.country or draft.organisation} {draft.level}"
    code = kept.code or draft.code.strip() or free_name_code(stem, institution.mechanisms)
    links = {
        "organisation": institution.organisations.filter(code=draft.organisation).first(),
        "unit": institution.units.filter(code=draft.unit).first(),
    }
    faults = [*code_faults(code, kept, institution.mechanisms), *_faults(draft, institution)]
    faults += _link_faults(draft, links)
    faults += [] if faults else _same_faults(draft, kept, institution)
    refuse(faults, code)
    values = asdict(draft) | {"code": code} | links
    sessions = list(kept.sessions.values_list("pk", flat=True)) if row else []
    fact = Fact("mechanisms", (code,), "register.mechanism")
    with keeping_counts(institution, sessions, actor=actor, reason=reason):
        if store(kept, values, fact, institution=institution, actor=actor, reason=reason) and sessions:
            refresh_derived(institution, institution.records.filter(pk__in=sessions))
    return kept


def _faults(draft: MechanismDraft, institution: Institution) -> Iterator[DraftFault]:
    yield from text_faults("code", draft.code, 60)
    yield from text_faults("name", draft.name, needed=True)
    yield from text_faults("family", draft.family, 60, needed=True)
    yield from text_faults("note", draft.note)
    yield from word_faults("kind", draft.kind, Kind)
    yield from word_faults("level", draft.level, Level, empty=True)
    if draft.country:
        yield from country_faults("country", draft.country, institution)
    if bool(draft.country) == bool(draft.organisation):
        yield fault("country", "counterpart", "Un mecanismo es con un país o con una organización.", "Elija uno solo.")
    for name in ("first_ordinal", "every_months"):
        value = getattr(draft, name)
        if value is not None and not 1 <= value <= _HIGHEST:
            yield fault(name, "number", f"{value} no puede ser.", "Use un número desde 1, o déjelo vacío.")


def _link_faults(draft: MechanismDraft, links: dict[str, object]) -> Iterator[DraftFault]:
    for name, found in links.items():
        code = getattr(draft, name)
        if code and found is None:
            yield fault(name, "unknown", f"No existe «{code}».", "Elija de la lista.")


def _same_faults(draft: MechanismDraft, kept: Mechanism, institution: Institution) -> Iterator[DraftFault]:
    """Another one that cannot be told from it, or sessions that would be of another kind than theirs."""
    others = institution.mechanisms.filter(family=draft.family, level=draft.level, country=draft.country)
    others = others.filter(organisation__code=draft.organisation) if draft.organisation else others
    for other in others.exclude(pk=kept.pk)[:1]:
        yield fault(
            "family",
            "mechanism_repeated",
            f"{other.code} ya es de esa familia y nivel con la misma contraparte.",
            "Use aquel, o distíngalos por la familia o el nivel.",
        )
    if kept.pk and kept.kind != draft.kind and kept.sessions.filter(merged_into=None).exists():
        yield fault("kind", "mechanism_kind", "Tiene sesiones de otro tipo.", "Cambie antes el tipo de sus sesiones.")
