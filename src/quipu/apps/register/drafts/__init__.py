"""A record as somebody writes it: by natural keys, whole, and apart from the database."""

from quipu.apps.register.drafts.checking import DraftFault, faults_of
from quipu.apps.register.drafts.known import Known, find_known
from quipu.apps.register.drafts.parties import party_text, split_party
from quipu.apps.register.drafts.shapes import (
    CommitmentDraft,
    CriterionDraft,
    FigureDraft,
    FollowUpDraft,
    InstrumentDraft,
    ParticipantDraft,
    RecordDraft,
    StepDraft,
    drafts_of,
    flatten,
)
from quipu.apps.register.drafts.standing import check, divided_faults
from quipu.apps.register.drafts.warnings import DraftWarning, warnings_of

__all__ = [
    "CommitmentDraft",
    "CriterionDraft",
    "DraftFault",
    "DraftWarning",
    "FigureDraft",
    "FollowUpDraft",
    "InstrumentDraft",
    "Known",
    "ParticipantDraft",
    "RecordDraft",
    "StepDraft",
    "check",
    "divided_faults",
    "drafts_of",
    "faults_of",
    "find_known",
    "flatten",
    "party_text",
    "split_party",
    "warnings_of",
]
