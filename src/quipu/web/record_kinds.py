"""What a form asks of each kind of record: the fields and rows that it takes, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from quipu.apps.register.drafts import RecordDraft
from quipu.apps.register.drafts.checking import OUTCOMES
from quipu.apps.register.models import Kind, Outcome

KIND_GROUPS: tuple[tuple[Any, tuple[Kind, ...]], ...] = (
    (
        _("Meetings and dialogue"),
        (
            Kind.BILATERAL_MEETING,
            Kind.VISIT,
            Kind.MECHANISM_SESSION,
            Kind.BINATIONAL_CABINET,
            Kind.HIGH_LEVEL_DIALOGUE,
            Kind.COMMISSION,
        ),
    ),
    (_("Forums and bodies"), (Kind.FORUM, Kind.CONFERENCE, Kind.PROPOSAL, Kind.CANDIDACY, Kind.BODY_SEAT)),
    (_("What is agreed"), (Kind.INSTRUMENT, Kind.COOPERATION_SCHEME, Kind.MIGRATION_SCHEME)),
    (
        _("People abroad"),
        (
            Kind.CONSULAR_OUTREACH,
            Kind.LINKAGE_EVENT,
            Kind.CAMPAIGN,
            Kind.REPATRIATION,
            Kind.HUMANITARIAN_AID,
        ),
    ),
    (
        _("Promotion and heritage"),
        (Kind.ECONOMIC_PROMOTION, Kind.CULTURAL_PROMOTION, Kind.REGIONAL_VISIT, Kind.HERITAGE_RETURN),
    ),
    (
        _("The institution itself"),
        (
            Kind.OFFICE_ASSESSMENT,
            Kind.MISSION_CHANGE,
            Kind.TECHNICAL_ASSISTANCE,
            Kind.MANAGEMENT_INSTRUMENT,
            Kind.CAPABILITY,
        ),
    ),
)
"""Every kind, in the groups from which one is chosen."""

SECTIONS: tuple[tuple[str, Any, tuple[str, ...]], ...] = (
    ("what", _("What it is"), ("title", "summary", "status", "status_reason", "modality")),
    ("when", _("When"), ("precision", "starts_on", "ends_on", "valid_from", "valid_to")),
    ("series", _("In which series"), ("mechanism", "ordinal")),
    ("where", _("Where"), ("mode", "direction", "place_country", "city", "venue")),
    ("who", _("With whom"), ("level_own", "level_counterpart")),
    ("legal", _("The instrument"), ("type", "stage", "binding", "internal_route", "declared", "declared_unit", "url")),
    ("how", _("How it turned out"), ("outcome",)),
    ("whose", _("Whose it is"), ("unit", "mission", "axis", "action_code", "parent", "source")),
)
"""The parts of the form and the fields of each; rows stand in the part that `ROWS_IN` says."""

ROWS_IN: Mapping[str, tuple[str, ...]] = {
    "who": ("counterparts", "participants"),
    "legal": ("steps", "followups"),
    "how": ("criteria", "figures", "commitments"),
}

_ALWAYS = frozenset(
    {"title", "summary", "status", "status_reason", "modality", "precision", "starts_on", "ends_on"}
    | {"unit", "mission", "axis", "action_code", "parent", "source"}
)
_PLACE = frozenset({"place_country", "city", "venue"})
_LASTS = frozenset({"valid_from", "valid_to"})
_MEETING = _PLACE | {"mode", "counterparts", "participants", "level_own", "level_counterpart", "figures", "commitments"}
_SESSION = _MEETING | {"mechanism", "ordinal"}
_HELD = _PLACE | {"mode", "counterparts", "participants", "figures"}
INSTRUMENT = frozenset(
    {"type", "stage", "binding", "internal_route", "declared", "declared_unit", "url", "steps", "followups"}
)
"""The fields of an instrument's legal side."""

_OF_KIND: Mapping[str, frozenset[str]] = {
    Kind.MECHANISM_SESSION: _SESSION,
    Kind.BINATIONAL_CABINET: _SESSION,
    Kind.HIGH_LEVEL_DIALOGUE: _SESSION,
    Kind.COMMISSION: _SESSION,
    Kind.BILATERAL_MEETING: _MEETING | {"direction"},
    Kind.VISIT: _MEETING | {"direction"},
    Kind.FORUM: _SESSION,
    Kind.CONFERENCE: _MEETING,
    Kind.PROPOSAL: _HELD,
    Kind.CANDIDACY: _LASTS | {"counterparts", "participants", "outcome"},
    Kind.BODY_SEAT: _LASTS | {"counterparts", "participants", "outcome"},
    Kind.INSTRUMENT: INSTRUMENT
    | _LASTS
    | {"place_country", "city", "counterparts", "participants", "level_own", "level_counterpart", "commitments"}
    | {"figures"},
    Kind.REPATRIATION: _HELD,
    Kind.HUMANITARIAN_AID: _HELD,
    Kind.HERITAGE_RETURN: _HELD,
    Kind.CAMPAIGN: _HELD,
    Kind.CONSULAR_OUTREACH: _HELD,
    Kind.LINKAGE_EVENT: _HELD,
    Kind.REGIONAL_VISIT: _HELD,
    Kind.CAPABILITY: _PLACE | {"figures"},
    Kind.ECONOMIC_PROMOTION: _HELD,
    Kind.CULTURAL_PROMOTION: _HELD,
    Kind.COOPERATION_SCHEME: _LASTS | {"counterparts", "figures", "commitments"},
    Kind.MIGRATION_SCHEME: _LASTS | {"counterparts", "figures", "commitments"},
    Kind.MANAGEMENT_INSTRUMENT: _LASTS | {"figures"},
    Kind.OFFICE_ASSESSMENT: _PLACE | {"outcome", "criteria"},
    Kind.MISSION_CHANGE: _PLACE | {"outcome"},
    Kind.TECHNICAL_ASSISTANCE: frozenset({"mode", "participants", "figures"}),
}


def fields_of(kind: str, draft: RecordDraft | None = None) -> frozenset[str]:
    """The fields and rows that a form of this kind shows.

    Args:
        kind: of the record.
        draft: the record as it stands; what it says is shown even where its kind does not ask for it, so that nothing
            of it goes unseen.
    """
    asked = _ALWAYS | _OF_KIND[kind]
    return asked if draft is None else asked | _filled(draft)


def outcomes_of(kind: str, standing: str = "") -> tuple[str, ...]:
    """How a record of this kind may come out, in the order of the list, and how it did."""
    known = OUTCOMES.get(kind, frozenset())
    return tuple(word for word in Outcome.values if word in known or word == standing)


def _filled(draft: RecordDraft) -> frozenset[str]:
    names = {name for _key, _title, fields in SECTIONS for name in fields}
    rows = {name for several in ROWS_IN.values() for name in several}
    found = {name for name in names | rows if getattr(draft, name, None) not in ("", None, ())}
    return frozenset(found if draft.instrument is None else found | INSTRUMENT)
