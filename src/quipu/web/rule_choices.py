"""What the editor of a counting rule offers to choose from, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quipu.apps.organisation.models import Institution
from quipu.apps.plans.models import IndicatorSheet
from quipu.apps.register.counting.checking import addable_codes
from quipu.apps.register.counting.definition import DIMENSIONS, DISTINCT, FIELDS, UNKNOWN
from quipu.apps.register.models import Kind, Region
from quipu.web.rule_form import ClauseState, RuleState
from quipu.web.templatetags.quipu import term

Option = tuple[str, str]
MOST_OPTIONS = 60
"""More are typed rather than shown."""

KIND_GROUPS: Sequence[tuple[object, Sequence[Kind]]] = (
    (
        _("Meetings and dialogues"),
        (
            Kind.MECHANISM_SESSION,
            Kind.BINATIONAL_CABINET,
            Kind.HIGH_LEVEL_DIALOGUE,
            Kind.COMMISSION,
            Kind.BILATERAL_MEETING,
            Kind.VISIT,
        ),
    ),
    (
        _("Multilateral"),
        (Kind.FORUM, Kind.CONFERENCE, Kind.PROPOSAL, Kind.CANDIDACY, Kind.BODY_SEAT),
    ),
    (
        _("Instruments and schemes"),
        (Kind.INSTRUMENT, Kind.COOPERATION_SCHEME, Kind.MIGRATION_SCHEME),
    ),
    (
        _("People and heritage"),
        (
            Kind.REPATRIATION,
            Kind.HUMANITARIAN_AID,
            Kind.HERITAGE_RETURN,
            Kind.CAMPAIGN,
            Kind.CONSULAR_OUTREACH,
            Kind.LINKAGE_EVENT,
        ),
    ),
    (_("Promotion"), (Kind.ECONOMIC_PROMOTION, Kind.CULTURAL_PROMOTION, Kind.REGIONAL_VISIT)),
    (
        _("The institution itself"),
        (
            Kind.CAPABILITY,
            Kind.MANAGEMENT_INSTRUMENT,
            Kind.OFFICE_ASSESSMENT,
            Kind.MISSION_CHANGE,
            Kind.TECHNICAL_ASSISTANCE,
        ),
    ),
)
"""Every kind of record, under the heading where the editor shows it."""


@dataclass(frozen=True)
class ClauseField:
    """A condition as the page shows it: its names in the form, its options, and what is wrong with it."""

    part: str
    number: int
    clause: ClauseState
    label: str
    options: Sequence[Option]
    faults: Sequence[str] = ()

    @property
    def name(self) -> str:
        """What the names of its fields begin with."""
        return f"{self.part}-{self.number}"


@dataclass(frozen=True)
class Choices:
    """What the editor offers; regions, units, families and indicators are the institution's own."""

    of_source: Mapping[str, Sequence[Option]]
    indicators: Sequence[Option]

    @property
    def kind_groups(self) -> list[tuple[str, list[Option]]]:
        """The kinds of record by group."""
        return [
            (str(name), [(kind.value, term(kind.value, "record_kind")) for kind in kinds])
            for name, kinds in KIND_GROUPS
        ]

    @property
    def fields(self) -> list[Option]:
        """What a condition may look at."""
        return [(name, term(name, "count_field")) for name in FIELDS]

    @property
    def distinct(self) -> list[Option]:
        """What may be told apart."""
        return [(name, term(name, "count_distinct")) for name in DISTINCT]

    @property
    def dimensions(self) -> list[Option]:
        """What a count may break down by."""
        return [(name, term(name, "count_field")) for name in DIMENSIONS]

    def clauses(self, state: RuleState, part: str, faults: Mapping[str, Sequence[str]]) -> list[ClauseField]:
        """The conditions of a part of the form, each with its options and what is wrong with it."""
        return [
            ClauseField(
                part,
                number,
                clause,
                term(clause.field, "count_field"),
                self.options(clause.field),
                faults.get(f"{part}-{number}", ()),
            )
            for number, clause in enumerate(getattr(state, part), start=1)
        ]

    def options(self, field: str) -> Sequence[Option]:
        """The words that a field takes; empty when they are typed."""
        known = FIELDS.get(field)
        if known is None or not known.group:
            return self.of_source.get(known.source, ()) if known else ()
        return [(word, _named(word, known.group, field)) for word in known.words]


def choices_of(sheet: IndicatorSheet, state: RuleState) -> Choices:
    """What the editor of an indicator's rule offers, in four queries.

    Of the other indicators it offers those that a rule may add up, and those that the form names already, so that they
    can be taken out.
    """
    institution = sheet.indicator.plan.institution
    families = institution.mechanisms.order_by("family").values_list("family", flat=True).distinct()
    named = {"regions": region_options(institution), "families": [(name, name) for name in families if name]}
    offered = addable_codes(sheet.indicator) | set(state.total_of)
    counted = IndicatorSheet.objects.filter(version=sheet.version_id, indicator__code__in=offered)
    others = counted.exclude(pk=sheet.pk).order_by("indicator__code").values_list("indicator__code", "name")
    return Choices(
        {name: options for name, options in named.items() if len(options) <= MOST_OPTIONS},
        [(code, f"{code} {name}") for code, name in others],
    )


def region_options(institution: Institution) -> list[Option]:
    """The regions, each under the one that it is part of."""
    rows = Region.objects.filter(institution=institution).select_related("parent")
    named = [(row.code, f"{row.parent.name}: {row.name}" if row.parent else row.name) for row in rows]
    return sorted(named, key=lambda option: option[1])


def _named(word: str, group: str, field: str) -> str:
    if word == UNKNOWN and field != "binding":
        return gettext("not known")
    return term(word, group)
