"""Records of the register and what hangs from them; derived columns are made when a test refreshes them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory
from tests.factories.evidence import DocumentFactory
from tests.factories.organisation import InstitutionFactory, OrganisationalUnitFactory
from tests.factories.plans import IndicatorFactory

from quipu.apps.accounts.models import Membership, User
from quipu.apps.organisation.models import Mission
from quipu.apps.register.models import (
    ApprovalStep,
    AssessedCriterion,
    Citation,
    Commitment,
    CountedValue,
    Counterpart,
    CountingRule,
    Decision,
    DigestSubscription,
    Instrument,
    InstrumentStep,
    Mechanism,
    Merge,
    NegotiationFollowUp,
    Organisation,
    Participant,
    Person,
    Post,
    PostHolding,
    Record,
    RecordFigure,
    RecordRevision,
    Region,
    RegionCountry,
)
from quipu.apps.register.services.derived import refresh_derived


class RegionFactory(DjangoModelFactory):
    """A region without countries."""

    class Meta:
        model = Region

    institution = factory.SubFactory(InstitutionFactory)
    code = factory.Sequence(lambda n: f"region-{n}")
    name = factory.LazyAttribute(lambda made: made.code.capitalize())


class RegionCountryFactory(DjangoModelFactory):
    """France, in a region."""

    class Meta:
        model = RegionCountry

    region = factory.SubFactory(RegionFactory)
    country = "FRA"


class OrganisationFactory(DjangoModelFactory):
    """An international organisation."""

    class Meta:
        model = Organisation

    institution = factory.SubFactory(InstitutionFactory)
    code = factory.Sequence(lambda n: f"ORG{n}")
    name = factory.LazyAttribute(lambda made: f"Organización {made.code}")


class PersonFactory(DjangoModelFactory):
    """An official."""

    class Meta:
        model = Person

    institution = factory.SubFactory(InstitutionFactory)
    code = factory.Sequence(lambda n: f"persona-{n}")
    name = factory.LazyAttribute(lambda made: f"Persona {made.code}")


class PostFactory(DjangoModelFactory):
    """An office."""

    class Meta:
        model = Post

    institution = factory.SubFactory(InstitutionFactory)
    code = factory.Sequence(lambda n: f"cargo-{n}")
    name = factory.LazyAttribute(lambda made: f"Cargo {made.code}")
    level = "minister"


class PostHoldingFactory(DjangoModelFactory):
    """Who holds an office since 2024."""

    class Meta:
        model = PostHolding

    post = factory.SubFactory(PostFactory)
    person = factory.SubFactory(PersonFactory, institution=factory.SelfAttribute("..post.institution"))
    starts_on = date(2024, 1, 1)


class MissionFactory(DjangoModelFactory):
    """An embassy in France."""

    class Meta:
        model = Mission

    institution = factory.SubFactory(InstitutionFactory)
    code = factory.Sequence(lambda n: f"M{n}")
    name = factory.LazyAttribute(lambda made: f"Embajada {made.code}")
    kind = Mission.Kind.EMBASSY
    country = "FRA"


class MechanismFactory(DjangoModelFactory):
    """Political consultations with France."""

    class Meta:
        model = Mechanism

    institution = factory.SubFactory(InstitutionFactory)
    code = factory.Sequence(lambda n: f"MEC-{n}")
    name = "Mecanismo de Consultas Políticas"
    family = "Consultas políticas"
    country = "FRA"


class RecordFactory(DjangoModelFactory):
    """A bilateral meeting with France in May 2024; `countries` says with whom instead."""

    class Meta:
        model = Record
        skip_postgeneration_save = True

    institution = factory.SubFactory(InstitutionFactory)
    code = factory.Sequence(lambda n: f"R-{n:05d}")
    kind = "bilateral_meeting"
    title = factory.LazyAttribute(lambda made: f"Reunión {made.code}")
    starts_on = date(2024, 5, 20)

    @factory.post_generation
    def countries_with(self: Record, create: bool, extracted: object, **_: object) -> None:
        """Give it its counterparts and its derived columns; `countries_with=[]` leaves it without any."""
        if not create:
            return
        countries = ["FRA"] if extracted is None else list(extracted)  # type: ignore[call-overload]
        Counterpart.objects.bulk_create(Counterpart(record=self, country=code) for code in countries)
        refresh_derived(self.institution, [self])
        self._prefetched_objects_cache = {}


class SessionFactory(RecordFactory):
    """The first session of a mechanism."""

    kind = "mechanism_session"
    mechanism = factory.SubFactory(MechanismFactory, institution=factory.SelfAttribute("..institution"))
    ordinal = 1


class CounterpartFactory(DjangoModelFactory):
    """Spain, beside those a record has."""

    class Meta:
        model = Counterpart

    record = factory.SubFactory(RecordFactory)
    country = "ESP"


class ParticipantFactory(DjangoModelFactory):
    """The official who led our side."""

    class Meta:
        model = Participant

    record = factory.SubFactory(RecordFactory)
    number = factory.LazyAttribute(lambda made: made.record.participants.count() + 1)
    side = "own"
    name = "Canciller"
    led = True


class RecordFigureFactory(DjangoModelFactory):
    """Ten people assisted."""

    class Meta:
        model = RecordFigure

    record = factory.SubFactory(RecordFactory)
    name = "personas"
    value = Decimal(10)


class AssessedCriterionFactory(DjangoModelFactory):
    """A criterion that an office meets."""

    class Meta:
        model = AssessedCriterion

    record = factory.SubFactory(RecordFactory, kind="office_assessment")
    criterion = factory.Sequence(lambda n: f"Criterio {n}")
    met = True


class InstrumentFactory(DjangoModelFactory):
    """A memorandum signed."""

    class Meta:
        model = Instrument

    record = factory.SubFactory(RecordFactory, kind="instrument")
    type = "memorandum"


class InstrumentStepFactory(DjangoModelFactory):
    """The signature of France."""

    class Meta:
        model = InstrumentStep

    instrument = factory.SubFactory(InstrumentFactory)
    number = factory.LazyAttribute(lambda made: made.instrument.steps.count() + 1)
    party = "FRA"
    step = "signature"
    on = date(2024, 5, 20)


class NegotiationFollowUpFactory(DjangoModelFactory):
    """How a negotiation was at the end of the first quarter."""

    class Meta:
        model = NegotiationFollowUp

    instrument = factory.SubFactory(InstrumentFactory, stage="under_negotiation")
    period = "2024-Q1"
    stage = "under_negotiation"


class CommitmentFactory(DjangoModelFactory):
    """A promise due in the middle of 2024."""

    class Meta:
        model = Commitment

    record = factory.SubFactory(RecordFactory)
    number = factory.LazyAttribute(lambda made: made.record.commitments.count() + 1)
    text = "Enviar la propuesta"
    due_on = date(2024, 6, 30)


class CitationFactory(DjangoModelFactory):
    """A document that proves a record, by reference."""

    class Meta:
        model = Citation

    record = factory.SubFactory(RecordFactory)
    number = factory.LazyAttribute(lambda made: made.record.citations.count() + 1)
    document = factory.SubFactory(DocumentFactory, institution=factory.SelfAttribute("..record.institution"))
    locator = "p. 1"


class RecordRevisionFactory(DjangoModelFactory):
    """The first revision of a record, with an empty snapshot."""

    class Meta:
        model = RecordRevision

    record = factory.SubFactory(RecordFactory)
    number = 1
    snapshot = factory.LazyFunction(dict)
    action = "register.record.created"


class MergeFactory(DjangoModelFactory):
    """A merge that moved nothing."""

    class Meta:
        model = Merge

    kept = factory.SubFactory(RecordFactory)
    merged = factory.SubFactory(RecordFactory, institution=factory.SelfAttribute("..kept.institution"))
    moved = factory.LazyFunction(dict)
    reason = "Es la misma reunión"


class CountingRuleFactory(DjangoModelFactory):
    """A rule that counts bilateral meetings since 2024."""

    class Meta:
        model = CountingRule

    indicator = factory.SubFactory(IndicatorFactory)
    definition = '{"by": "date", "kinds": ["bilateral_meeting"], "measure": "count"}'
    covers_from = 2024


class CountedValueFactory(DjangoModelFactory):
    """Nothing counted in 2024."""

    class Meta:
        model = CountedValue

    rule = factory.SubFactory(CountingRuleFactory)
    period = "2024"
    number = Decimal(0)


class UserFactory(DjangoModelFactory):
    """Somebody with an address."""

    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"persona{n}")
    email = factory.LazyAttribute(lambda made: f"{made.username}@example.org")


class MembershipFactory(DjangoModelFactory):
    """A planner."""

    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    institution = factory.SubFactory(InstitutionFactory)
    role = "planner"


class ApprovalStepFactory(DjangoModelFactory):
    """The only step of the chain of a unit."""

    class Meta:
        model = ApprovalStep

    unit = factory.SubFactory(OrganisationalUnitFactory)
    position = 1
    membership = factory.SubFactory(MembershipFactory, institution=factory.SelfAttribute("..unit.institution"))


class DecisionFactory(DjangoModelFactory):
    """A record was sent for approval."""

    class Meta:
        model = Decision

    record = factory.SubFactory(RecordFactory)
    kind = Decision.Kind.SUBMITTED


class DigestSubscriptionFactory(DjangoModelFactory):
    """A weekly digest."""

    class Meta:
        model = DigestSubscription

    membership = factory.SubFactory(MembershipFactory)
