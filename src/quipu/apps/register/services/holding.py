"""Taking hold of an institution's register, so that its changes follow each other."""

from __future__ import annotations

from quipu.apps.accounts.models import User
from quipu.apps.history.services import FactChange, record_changes
from quipu.apps.organisation.models import Institution
from quipu.apps.register.models import Record


def hold_register(institution_id: int) -> Institution:
    """Keep other changes of an institution's facts out until the transaction ends; taken before anything else."""
    return Institution.objects.select_for_update().get(pk=institution_id)


def hold_record(record: Record) -> Record:
    """The record as it stands now, with what it hangs from, and its institution held."""
    institution = hold_register(record.institution_id)
    found = Record.objects.select_related("unit", "mission", "mechanism", "parent").get(pk=record.pk)
    found.institution = institution
    return found


def tell(record: Record, change: FactChange, actor: User | None, reason: str = "") -> None:
    """Add one change of a record to the history."""
    record_changes(institution=record.institution, changes=[change], actor=actor, reason=reason)
