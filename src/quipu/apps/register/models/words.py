"""The closed lists of words that records use; their names for people are terms of `quipu.language`."""

from __future__ import annotations

from django.db import models


class Kind(models.TextChoices):
    """What a record is about."""

    MECHANISM_SESSION = "mechanism_session"
    BINATIONAL_CABINET = "binational_cabinet"
    HIGH_LEVEL_DIALOGUE = "high_level_dialogue"
    COMMISSION = "commission"
    BILATERAL_MEETING = "bilateral_meeting"
    VISIT = "visit"
    FORUM = "forum"
    CONFERENCE = "conference"
    PROPOSAL = "proposal"
    CANDIDACY = "candidacy"
    BODY_SEAT = "body_seat"
    INSTRUMENT = "instrument"
    REPATRIATION = "repatriation"
    HUMANITARIAN_AID = "humanitarian_aid"
    HERITAGE_RETURN = "heritage_return"
    CAMPAIGN = "campaign"
    CONSULAR_OUTREACH = "consular_outreach"
    LINKAGE_EVENT = "linkage_event"
    REGIONAL_VISIT = "regional_visit"
    CAPABILITY = "capability"
    ECONOMIC_PROMOTION = "economic_promotion"
    CULTURAL_PROMOTION = "cultural_promotion"
    COOPERATION_SCHEME = "cooperation_scheme"
    MIGRATION_SCHEME = "migration_scheme"
    MANAGEMENT_INSTRUMENT = "management_instrument"
    OFFICE_ASSESSMENT = "office_assessment"
    MISSION_CHANGE = "mission_change"
    TECHNICAL_ASSISTANCE = "technical_assistance"


class Status(models.TextChoices):
    """How far it is. `planned` is ours to do, `announced` is what somebody said will be done."""

    PLANNED = "planned"
    ANNOUNCED = "announced"
    DONE = "done"
    CANCELLED = "cancelled"


class Modality(models.TextChoices):
    """How a source speaks of it; only what is asserted counts."""

    ASSERTED = "asserted"
    NEGOTIATED = "negotiated"
    HYPOTHETICAL = "hypothetical"


class Mode(models.TextChoices):
    """How people met; empty when no source says."""

    IN_PERSON = "in_person"
    VIRTUAL = "virtual"
    HYBRID = "hybrid"


class Level(models.TextChoices):
    """The rank of who led a side."""

    HEAD_OF_STATE = "head_of_state"
    MINISTER = "minister"
    VICE_MINISTER = "vice_minister"
    DIRECTOR_GENERAL = "director_general"
    OTHER = "other"


class Direction(models.TextChoices):
    """Who went where."""

    INCOMING = "incoming"
    OUTGOING = "outgoing"
    AT_HOME = "at_home"
    THIRD_COUNTRY = "third_country"


class Precision(models.TextChoices):
    """How exactly the date is known; `bounded` lies between two dates, as when only the note that tells it is dated."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    BOUNDED = "bounded"
    UNKNOWN = "unknown"


class Review(models.TextChoices):
    """Where a record stands in its unit's chain of approval; without a chain none is needed."""

    NOT_NEEDED = "not_needed"
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"


class Outcome(models.TextChoices):
    """How it came out, for the kinds that come out one way or another."""

    ADEQUATE = "adequate"
    INADEQUATE = "inadequate"
    OPENED = "opened"
    CLOSED = "closed"
    LEVEL_CHANGED = "level_changed"
    ELECTED = "elected"
    RE_ELECTED = "re_elected"
    NOT_ELECTED = "not_elected"
    WITHDRAWN = "withdrawn"


class Side(models.TextChoices):
    """Whose official somebody is."""

    OWN = "own"
    COUNTERPART = "counterpart"


class InstrumentType(models.TextChoices):
    """The treaty office's list, and what else is agreed and published."""

    TREATY = "treaty"
    AGREEMENT = "agreement"
    CONVENTION = "convention"
    CONCORDAT = "concordat"
    PROTOCOL = "protocol"
    TRADE_AGREEMENT = "trade_agreement"
    JOINT_COMMUNIQUE = "joint_communique"
    MEMORANDUM = "memorandum"
    MINUTES = "minutes"
    DECLARATION = "declaration"
    INTERINSTITUTIONAL = "interinstitutional"
    TWINNING = "twinning"
    ACTION_PLAN = "action_plan"
    ROAD_MAP = "road_map"
    PROGRAMME = "programme"
    TECHNICAL = "technical"
    SET = "set"
    OTHER = "other"


WITHOUT_FORCE = (
    InstrumentType.JOINT_COMMUNIQUE,
    InstrumentType.MINUTES,
    InstrumentType.DECLARATION,
    InstrumentType.ACTION_PLAN,
    InstrumentType.ROAD_MAP,
)
"""Types of what is agreed and published and never enters into force; every other type does, a memorandum among them."""


class Stage(models.TextChoices):
    """How far an instrument is, from a wish to an end."""

    PROPOSED = "proposed"
    UNDER_NEGOTIATION = "under_negotiation"
    AGREED_TEXT = "agreed_text"
    SIGNATURE_EXPECTED = "signature_expected"
    SIGNED = "signed"
    ADOPTED = "adopted"
    INTERNAL_APPROVAL = "internal_approval"
    RATIFIED = "ratified"
    IN_FORCE = "in_force"
    ENDED = "ended"
    MENTIONED = "mentioned"


class Step(models.TextChoices):
    """What a party does with an instrument."""

    SIGNATURE = "signature"
    ADOPTION = "adoption"
    INTERNAL_APPROVAL = "internal_approval"
    RATIFICATION = "ratification"
    ACCESSION = "accession"
    ENTRY_INTO_FORCE = "entry_into_force"
    WITHDRAWAL = "withdrawal"


class CommitmentStatus(models.TextChoices):
    """How far a commitment is."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    FULFILLED = "fulfilled"
    ABANDONED = "abandoned"
