"""The rows of the register."""

from quipu.apps.register.models.actors import Organisation, Person, Post, PostHolding, Region, RegionCountry
from quipu.apps.register.models.counting import CountedValue, CountingRule
from quipu.apps.register.models.instruments import Commitment, Instrument, InstrumentStep, NegotiationFollowUp
from quipu.apps.register.models.mechanisms import Mechanism
from quipu.apps.register.models.records import (
    AssessedCriterion,
    Citation,
    Counterpart,
    Merge,
    Participant,
    Record,
    RecordFigure,
    RecordRevision,
)
from quipu.apps.register.models.reviewing import ApprovalStep, Decision, DigestSubscription
from quipu.apps.register.models.words import (
    CommitmentStatus,
    Direction,
    InstrumentType,
    Kind,
    Level,
    Modality,
    Mode,
    Outcome,
    Precision,
    Review,
    Side,
    Stage,
    Status,
    Step,
)

__all__ = [
    "ApprovalStep",
    "AssessedCriterion",
    "Citation",
    "Commitment",
    "CommitmentStatus",
    "CountedValue",
    "Counterpart",
    "CountingRule",
    "Decision",
    "DigestSubscription",
    "Direction",
    "Instrument",
    "InstrumentStep",
    "InstrumentType",
    "Kind",
    "Level",
    "Mechanism",
    "Merge",
    "Modality",
    "Mode",
    "NegotiationFollowUp",
    "Organisation",
    "Outcome",
    "Participant",
    "Person",
    "Post",
    "PostHolding",
    "Precision",
    "Record",
    "RecordFigure",
    "RecordRevision",
    "Region",
    "RegionCountry",
    "Review",
    "Side",
    "Stage",
    "Status",
    "Step",
]
