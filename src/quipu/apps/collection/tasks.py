"""Work that a page asks for and does not wait for, done by the database-backed worker."""

from __future__ import annotations

from collections.abc import Sequence

from django_tasks import task

from quipu.apps.collection.services.mailing import deliver


@task()
def mail_reminders(reminders: Sequence[int]) -> None:
    """Send reminders by mail; what fails is kept with its fault and tried again by the next `quipu remind`."""
    deliver(reminders)
