"""The rows that a draft names by their codes, found together."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from quipu.apps.organisation.models import Institution, Mission, OrganisationalUnit
from quipu.apps.plans.models import StrategicAction
from quipu.apps.register.drafts.parties import split_party
from quipu.apps.register.drafts.shapes import RecordDraft
from quipu.apps.register.models import Mechanism, Organisation, Person, Record


@dataclass(frozen=True, slots=True)
class Known:
    """What the codes of a draft stand for; a code of nothing is absent.

    Attributes:
        institution: where they were looked for.
        units: by code, its own and those of its commitments.
        organisations: by code, counterparts and parties.
        people: by code.
        actions: the codes of every strategic action of its plans; none where the draft names no action.
    """

    institution: Institution
    units: Mapping[str, OrganisationalUnit] = field(default_factory=dict)
    missions: Mapping[str, Mission] = field(default_factory=dict)
    organisations: Mapping[str, Organisation] = field(default_factory=dict)
    people: Mapping[str, Person] = field(default_factory=dict)
    mechanism: Mechanism | None = None
    parent: Record | None = None
    actions: Collection[str] = ()


def find_known(draft: RecordDraft, institution: Institution) -> Known:
    """Find what a draft names; a query for each sort of row that it names, and none for the others."""
    steps = draft.instrument.steps if draft.instrument else ()
    parties = [*draft.counterparts, *(step.party for step in steps)]
    return Known(
        institution=institution,
        units=_units({draft.unit, *(item.unit for item in draft.commitments)}, institution),
        missions=_missions({draft.mission}, institution),
        organisations=_organisations({split_party(text)[1] for text in parties}, institution),
        people=_people({item.person for item in draft.participants}, institution),
        mechanism=_mechanism(draft.mechanism, institution),
        parent=Record.objects.filter(institution=institution, code=draft.parent).first() if draft.parent else None,
        actions=_actions(institution) if draft.action_code else (),
    )


def _units(codes: Collection[str], institution: Institution) -> Mapping[str, OrganisationalUnit]:
    asked = set(codes) - {""}
    rows = OrganisationalUnit.objects.filter(institution=institution, code__in=asked) if asked else ()
    return {row.code: row for row in rows}


def _missions(codes: Collection[str], institution: Institution) -> Mapping[str, Mission]:
    asked = set(codes) - {""}
    rows = Mission.objects.filter(institution=institution, code__in=asked) if asked else ()
    return {row.code: row for row in rows}


def _organisations(codes: Collection[str], institution: Institution) -> Mapping[str, Organisation]:
    asked = set(codes) - {""}
    rows = Organisation.objects.filter(institution=institution, code__in=asked) if asked else ()
    return {row.code: row for row in rows}


def _people(codes: Collection[str], institution: Institution) -> Mapping[str, Person]:
    asked = set(codes) - {""}
    rows = Person.objects.filter(institution=institution, code__in=asked) if asked else ()
    return {row.code: row for row in rows}


def _mechanism(code: str, institution: Institution) -> Mechanism | None:
    found = Mechanism.objects.select_related("organisation")
    return found.filter(institution=institution, code=code).first() if code else None


def _actions(institution: Institution) -> Collection[str]:
    rows = StrategicAction.objects.filter(version__plan__institution=institution)
    return list(rows.order_by("code").values_list("code", flat=True).distinct())
