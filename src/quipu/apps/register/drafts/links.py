"""What a draft says of other rows: its code, its unit, its mechanism, and what it happened within."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches

from quipu.apps.organisation.models import Institution
from quipu.apps.register.drafts.faults import DraftFault, fault
from quipu.apps.register.drafts.known import Known
from quipu.apps.register.drafts.parties import split_party
from quipu.apps.register.drafts.shapes import RecordDraft
from quipu.apps.register.models import Mechanism, Record, Status
from quipu.language import country_name, roman_numeral

_CODE = re.compile(r"[^\s/?#%\\](?:[^/?#%\\\x00-\x1f]{0,58}[^\s/?#%\\])?")
_HIGHEST_ORDINAL = 32_767
_NAMED = {"unit": "una unidad", "mission": "una misión", "mechanism": "un mecanismo", "parent": "un registro"}


def link_faults(draft: RecordDraft, known: Known, record: Record | None) -> Iterator[DraftFault]:
    """Everything wrong with what the draft names, and with how others name it."""
    yield from unknown_links(draft, known)
    yield from _action_faults(draft, known, record)
    yield from _code_faults(draft, known.institution, record)
    yield from _parent_faults(draft, known, record)
    if known.mechanism is not None:
        yield from _mechanism_faults(draft, known.mechanism)
    yield from _ordinal_faults(draft, known, record)


def unknown_links(draft: RecordDraft, known: Known) -> Iterator[DraftFault]:
    """The unit, mission, mechanism or record that does not exist."""
    found = {
        "unit": draft.unit in known.units,
        "mission": draft.mission in known.missions,
        "mechanism": known.mechanism is not None,
        "parent": known.parent is not None,
    }
    for name, is_there in found.items():
        code = getattr(draft, name)
        if code and not is_there:
            yield fault(name, "unknown", f"No hay {_NAMED[name]} «{code}».", "Elija de la lista, o revise el código.")


def _action_faults(draft: RecordDraft, known: Known, record: Record | None) -> Iterator[DraftFault]:
    """An action of no plan; one that stands already may stay, and without any plan nothing can tell."""
    code = draft.action_code
    stands = record is not None and record.action_code == code
    if not code or not known.actions or code in known.actions or stands:
        return
    near = get_close_matches(code.upper(), known.actions, n=3, cutoff=0.6)
    remedy = f"¿Quiso decir {' o '.join(near)}?" if near else "Elija de la lista, o déjelo vacío."
    yield fault("action_code", "unknown", f"«{code}» no es una acción estratégica de ningún plan.", remedy)


def _code_faults(draft: RecordDraft, institution: Institution, record: Record | None) -> Iterator[DraftFault]:
    if record is not None:
        if draft.code and draft.code != record.code:
            yield fault(
                "code",
                "code_kept",
                f"El código de este registro es {record.code} y no se cambia.",
                "Las direcciones, los archivos y la historia lo nombran con él.",
            )
        return
    if not draft.code:
        return
    if not _CODE.fullmatch(draft.code):
        yield fault(
            "code",
            "code_shape",
            f"«{draft.code}» no sirve de código.",
            "Use hasta 60 letras, cifras y guiones.",
        )
    elif Record.objects.filter(institution=institution, code=draft.code).exists():
        yield fault(
            "code",
            "code_repeated",
            f"Ya hay un registro «{draft.code}».",
            "Use otro, o déjelo vacío.",
        )


def _parent_faults(draft: RecordDraft, known: Known, record: Record | None) -> Iterator[DraftFault]:
    own = record.code if record else draft.code
    if draft.parent and draft.parent == own:
        yield fault("parent", "own_parent", "Un registro no es parte de sí mismo.", "Elija otro, o ninguno.")
        return
    seen: list[str] = []
    step = known.parent
    while step is not None and record is not None and step.code not in seen:
        if step.pk == record.pk:
            path = " → ".join([*seen, step.code])
            yield fault("parent", "parent_cycle", f"Sería parte de sí mismo: {path}.", "Elija otro, o ninguno.")
            return
        seen.append(step.code)
        step = step.parent


def _mechanism_faults(draft: RecordDraft, mechanism: Mechanism) -> Iterator[DraftFault]:
    if mechanism.kind != draft.kind:
        yield fault(
            "mechanism",
            "mechanism_kind",
            f"Las sesiones de {mechanism.name} son de otro tipo.",
            "Cambie el tipo del registro, o elija otro mecanismo.",
        )
    parties = [split_party(text) for text in draft.counterparts]
    other = mechanism.organisation.code if mechanism.organisation else ""
    called = mechanism.organisation.name if mechanism.organisation else country_name(mechanism.country)
    if (mechanism.country, "") not in parties and ("", other) not in parties:
        yield fault(
            "mechanism",
            "mechanism_party",
            f"{mechanism.name} es con {called}, que no está entre las contrapartes.",
            "Agregue la contraparte, o elija otro mecanismo.",
        )


def _ordinal_faults(draft: RecordDraft, known: Known, record: Record | None) -> Iterator[DraftFault]:
    if draft.ordinal is None:
        return
    if not 1 <= draft.ordinal <= _HIGHEST_ORDINAL:
        yield fault("ordinal", "number", f"El número de sesión {draft.ordinal} no puede ser.", "Empiece por 1.")
    elif not draft.mechanism:
        yield fault(
            "ordinal", "ordinal_alone", "Tiene número de sesión y no dice de qué mecanismo.", "Elija el mecanismo."
        )
    elif known.mechanism is not None and draft.status != Status.CANCELLED:
        others = known.mechanism.sessions.filter(ordinal=draft.ordinal, merged_into=None)
        others = others.exclude(status=Status.CANCELLED).exclude(pk=record.pk if record else None)
        session = f"sesión {roman_numeral(draft.ordinal)} de {known.mechanism.name}"
        for other in others[:3]:
            yield fault(
                "ordinal",
                "ordinal_repeated",
                f"La {session} ya es {other.code}, «{other.title}».",
                "Corrija el número; si son el mismo acto, únalos.",
            )
