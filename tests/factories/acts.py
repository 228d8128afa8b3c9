"""A mechanism with a session missing, a meeting with everything, instruments, what is planned, and who acts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tests.factories.register import (
    CommitmentFactory,
    CounterpartFactory,
    InstrumentFactory,
    InstrumentStepFactory,
    MechanismFactory,
    NegotiationFollowUpFactory,
    OrganisationFactory,
    ParticipantFactory,
    PersonFactory,
    PostFactory,
    PostHoldingFactory,
    RecordFactory,
    RecordFigureFactory,
    RegionCountryFactory,
    RegionFactory,
    SessionFactory,
)

from quipu.apps.organisation.models import Institution, OrganisationalUnit
from quipu.apps.register.models import (
    Mechanism,
    Organisation,
    Person,
    Record,
    Region,
    RegionCountry,
)


@dataclass(frozen=True)
class Acts:
    """What the tests of the pages of records name.

    Attributes:
        meeting: a meeting with Germany between two dates, with people, figures and two commitments.
        double: a meeting that may be the same one.
        planned: a visit that should have taken place long ago.
        instrument: a member of `whole`, in force.
        whole: a set of which three are declared.
        negotiated: an instrument under negotiation.
        mechanism: its sessions I, II and IV are recorded; it should meet every year.
        person: who held the post by which the meeting names its first participant.
    """

    unit: OrganisationalUnit
    region: Region
    meeting: Record
    double: Record
    planned: Record
    instrument: Record
    whole: Record
    negotiated: Record
    mechanism: Mechanism
    person: Person
    organisation: Organisation


def plant_acts(institution: Institution, unit: OrganisationalUnit) -> Acts:
    """Record them, of one unit."""
    region = _region(institution)
    organisation = OrganisationFactory(institution=institution, code="AC-ORG", name="Organización de prueba")
    own = institution.country
    person = PersonFactory(institution=institution, code="ac-ana-quispe", name="Ana Quispe", country=own)
    post = PostFactory(
        institution=institution, code="ac-canciller", name="Jefa de la diplomacia", country=own, level="minister"
    )
    PostHoldingFactory(post=post, person=person, starts_on=date(2023, 1, 1))
    whole, instrument, negotiated = _instruments(institution, unit)
    seat = RecordFactory(institution=institution, code="AC-ASIENTO", kind="body_seat", unit=unit, countries_with=[])
    CounterpartFactory(record=seat, country="", organisation=organisation)
    return Acts(
        unit=unit,
        region=region,
        meeting=_meeting(institution, unit),
        double=RecordFactory(
            institution=institution,
            code="AC-DOBLE",
            title="Reunión de cancilleres",
            starts_on=date(2024, 3, 5),
            countries_with=["DEU"],
            unit=unit,
        ),
        planned=RecordFactory(
            institution=institution,
            code="AC-VISITA",
            kind="visit",
            title="Visita de trabajo a Berlín",
            status="planned",
            starts_on=date(2024, 2, 3),
            countries_with=["DEU"],
            unit=unit,
        ),
        instrument=instrument,
        whole=whole,
        negotiated=negotiated,
        mechanism=_mechanism(institution, unit),
        person=person,
        organisation=organisation,
    )


def _region(institution: Institution) -> Region:
    found = Region.objects.filter(institution=institution, code="europa_central").first()
    region = found or RegionFactory(institution=institution, code="europa_central", name="Europa Central")
    if not RegionCountry.objects.filter(region__institution=institution, country="DEU").exists():
        RegionCountryFactory(region=region, country="DEU")
    return region


def _meeting(institution: Institution, unit: OrganisationalUnit) -> Record:
    meeting: Record = RecordFactory(
        institution=institution,
        code="AC-REUNION",
        title="Reunión bilateral con Alemania",
        summary="Se revisó la agenda.",
        starts_on=date(2024, 3, 3),
        ends_on=date(2024, 3, 12),
        precision="bounded",
        city="Nueva York",
        place_country="USA",
        mode="in_person",
        level_own="minister",
        unit=unit,
        countries_with=["DEU"],
    )
    ParticipantFactory(record=meeting, name="", post="JEFA DE LA DIPLOMACIA", number=1)
    ParticipantFactory(record=meeting, name="Hans Maier", side="counterpart", number=2)
    RecordFigureFactory(record=meeting, name="proyectos", value=Decimal(15), approximator="more_than")
    CommitmentFactory(record=meeting, text="Enviar el borrador", unit=unit, number=1)
    CommitmentFactory(record=meeting, text="Convocar la comisión", status="fulfilled", score=1, number=2)
    return meeting


def _instruments(institution: Institution, unit: OrganisationalUnit) -> tuple[Record, Record, Record]:
    def made(code: str, title: str, parent: Record | None = None) -> Record:
        record: Record = RecordFactory(
            institution=institution,
            code=code,
            kind="instrument",
            title=title,
            parent=parent,
            unit=unit,
            countries_with=["DEU"],
        )
        return record

    whole = made("AC-CONJUNTO", "Instrumentos de la visita")
    InstrumentFactory(record=whole, type="set", declared=3)
    member = made("AC-MEMO", "Memorándum sobre cooperación", whole)
    legal = InstrumentFactory(record=member, stage="in_force", binding="no")
    InstrumentStepFactory(instrument=legal, party="DEU")
    negotiated = made("AC-TRATADO", "Tratado de extradición")
    talked = InstrumentFactory(record=negotiated, type="treaty", stage="under_negotiation")
    NegotiationFollowUpFactory(instrument=talked)
    return whole, member, negotiated


def _mechanism(institution: Institution, unit: OrganisationalUnit) -> Mechanism:
    mechanism: Mechanism = MechanismFactory(
        institution=institution, code="AC-CP", country="DEU", unit=unit, every_months=12, level="vice_minister"
    )
    for ordinal, year in ((1, 2020), (2, 2021), (4, 2023)):
        SessionFactory(
            institution=institution,
            mechanism=mechanism,
            code=f"AC-CP-{ordinal}",
            ordinal=ordinal,
            starts_on=date(year, 5, 10),
            countries_with=["DEU"],
            unit=unit,
        )
    return mechanism
