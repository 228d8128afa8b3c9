"""Why something that is collected cannot be done as asked; what users meet is in Spanish."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from quipu.errors import QuipuError


class CollectionError(QuipuError):
    """Something about a reporting period or a submission that cannot be done as asked."""

    code = "collection"


class PeriodRefusedError(CollectionError):
    """A reporting period, or one of its levels, that cannot be as asked.

    Attributes:
        pending: the submissions that stand in the way, as `code name`; empty when it is something else.
    """

    code = "collection.period.refused"

    def __init__(self, what: str, *, pending: Sequence[str] = (), **told: str) -> None:
        self.pending = tuple(pending)
        super().__init__(what, **told)


class StepRefusedError(CollectionError):
    """A submission that cannot take the step asked for.

    Attributes:
        missing: what is still owed, one `MissingItem` each; empty when it is something else.
    """

    code = "collection.step.refused"

    def __init__(self, what: str, *, missing: Sequence[Any] = (), **told: str) -> None:
        self.missing = tuple(missing)
        super().__init__(what, **told)


class EntryRefusedError(CollectionError):
    """What was filled in cannot be kept.

    Attributes:
        field: the field beside which the message belongs (`number`, `denominator`, `physical`, `parts`...), or an
            empty text when it is of the whole row; with several, the first.
        faults: every field at fault with its message.
    """

    code = "collection.entry.refused"

    def __init__(self, what: str, *, field: str = "", faults: Mapping[str, str] | None = None, **told: str) -> None:
        self.faults = dict(faults or {field: what})
        self.field = field or next(iter(self.faults))
        super().__init__(what, **told)


class EvidenceRefusedError(EntryRefusedError):
    """A file or link that cannot be evidence."""

    code = "collection.evidence.refused"


class ConflictError(CollectionError):
    """Somebody else saved first; nothing was written over.

    Attributes:
        theirs: what they left, field by field as text; empty when they removed it.
        who: the name of whoever saved, or an empty text when it was not a person who signed in.
        when: the moment, or None when what was there is gone.
        revision: the revision to save with after having seen theirs; 0 when there is nothing there now.
    """

    code = "collection.conflict"

    def __init__(self, theirs: Mapping[str, Any], *, who: str, when: datetime | None, revision: int) -> None:
        self.theirs, self.who, self.when, self.revision = dict(theirs), who, when, revision
        super().__init__(
            "Otra persona lo cambió mientras usted lo llenaba, y no se guardó nada encima.",
            why=f"La guardó {who}." if who else "",
            remedy="Compare los dos valores y guarde el que corresponde.",
        )
