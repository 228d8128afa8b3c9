"""Reporting periods, what each cost centre sends in them, and the reminders of it."""

from quipu.apps.collection.models.entries import ActivityEntry, EntryPart, Evidence, IndicatorEntry
from quipu.apps.collection.models.periods import Level, ReportingLevel, ReportingPeriod
from quipu.apps.collection.models.submissions import Reminder, Submission, SubmissionStep

__all__ = [
    "ActivityEntry",
    "EntryPart",
    "Evidence",
    "IndicatorEntry",
    "Level",
    "Reminder",
    "ReportingLevel",
    "ReportingPeriod",
    "Submission",
    "SubmissionStep",
]
