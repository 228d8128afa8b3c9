"""What the register refuses to do."""

from __future__ import annotations

from collections.abc import Sequence

from quipu.apps.register.drafts.faults import DraftFault
from quipu.errors import QuipuError


class RecordRefusedError(QuipuError):
    """A draft with faults; nothing of it was kept.

    Attributes:
        faults: all of them.
    """

    code = "register.record.refused"

    def __init__(self, faults: Sequence[DraftFault], *, where: str = "") -> None:
        self.faults = tuple(faults)
        told = " ".join(f"{item.field}: {item}" for item in self.faults)
        super().__init__(
            "El registro no se puede guardar.",
            where=where,
            why=told,
            remedy="Corrija lo señalado y vuelva a guardarlo.",
        )


class RecordConflictError(QuipuError):
    """Somebody else changed the record since it was read.

    Attributes:
        by: the user name of who changed it, empty when nobody is known.
        fields: the names, as `flatten` gives them, of what differs between what is there and what was to be written.
        revision: the one in force.
    """

    code = "register.record.conflict"

    def __init__(self, *, where: str, by: str, at: str, fields: Sequence[str], revision: int) -> None:
        self.by, self.fields, self.revision = by, tuple(fields), revision
        who = by or "Alguien"
        differ = f" Difieren de lo suyo: {', '.join(fields)}." if fields else " No difiere de lo suyo."
        super().__init__(
            "El registro cambió mientras usted lo editaba.",
            where=where,
            why=f"{who} lo guardó{f' el {at}' if at else ''}.{differ}",
            remedy="Vea cómo quedó, y repita su cambio sobre eso.",
        )


class RecordStateError(QuipuError):
    """The record is not in a state in which this can be done."""

    code = "register.record.state"


class ActorRefusedError(QuipuError):
    """Something about an organisation, a person, a post, a region or a mechanism has faults.

    Attributes:
        faults: all of them.
    """

    code = "register.actor.refused"

    def __init__(self, faults: Sequence[DraftFault], *, where: str = "") -> None:
        self.faults = tuple(faults)
        super().__init__(
            "No se puede guardar.",
            where=where,
            why=" ".join(f"{item.field}: {item}" for item in self.faults),
            remedy="Corrija lo señalado y vuelva a guardarlo.",
        )
