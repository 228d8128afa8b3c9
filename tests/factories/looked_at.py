"""Acts of every sort to look for: each filter of the register finds some of them and not the others."""

from __future__ import annotations

from datetime import date

from tests.factories.organisation import OrganisationalUnitFactory
from tests.factories.register import (
    CitationFactory,
    CommitmentFactory,
    CounterpartFactory,
    InstrumentFactory,
    MechanismFactory,
    MissionFactory,
    OrganisationFactory,
    ParticipantFactory,
    PersonFactory,
    RecordFactory,
    RegionCountryFactory,
    RegionFactory,
)

from quipu.apps.organisation.models import Institution
from quipu.apps.register.services.derived import refresh_derived

REGIONS = {"sudamerica": ("ARG", "BRA"), "europa": ("FRA", "MLT")}


def plant_acts_to_look_at(institution: Institution) -> None:
    """Regions, two units, a mission, a mechanism, and nine acts; `REPE` was merged into `REUN`."""
    america = RegionFactory(institution=institution, code="america", name="América")
    for order, (code, countries) in enumerate(REGIONS.items()):
        parent = america if code == "sudamerica" else None
        region = RegionFactory(institution=institution, code=code, parent=parent, order=order)
        for country in countries:
            RegionCountryFactory(region=region, country=country)
    unit = OrganisationalUnitFactory(institution=institution, code="DGA", name="Dirección General de América")
    part = OrganisationalUnitFactory(institution=institution, code="DAS", name="América del Sur", parent=unit)
    embassy = MissionFactory(institution=institution, code="E-FRA", name="Embajada en Francia", unit=unit)
    _meetings(institution, unit)
    _others(institution, part, embassy)
    refresh_derived(institution)


def _meetings(institution: Institution, unit: object) -> None:
    consultations = MechanismFactory(institution=institution, code="CP-FRA", every_months=12)
    meeting = RecordFactory(
        institution=institution,
        code="REUN",
        title="Reuniones de los cancilleres sobre la educación",
        unit=unit,
        level_own="minister",
        level_counterpart="director_general",
        mode="in_person",
        axis="Cultura",
        action_code="AEI.01.03",
        city="París",
        place_country="FRA",
    )
    CitationFactory(record=meeting)
    CommitmentFactory(record=meeting, due_on=date(2024, 6, 30))
    person = PersonFactory(institution=institution, code="dupont", name="Jeanne Dupont", country="FRA")
    ParticipantFactory(record=meeting, side="counterpart", person=person, name="J. Dupont", post="Ministra")
    RecordFactory(institution=institution, code="REPE", title="La misma reunión", merged_into=meeting)
    session = {"institution": institution, "kind": "mechanism_session", "mechanism": consultations}
    RecordFactory(**session, code="SES-I", ordinal=1, starts_on=date(2022, 3, 1))
    RecordFactory(**session, code="SES-III", ordinal=3, starts_on=date(2024, 3, 1), mode="virtual")


def _others(institution: Institution, part: object, embassy: object) -> None:
    RecordFactory(
        institution=institution,
        code="VIS-ARG",
        kind="visit",
        title="Visita de Estado",
        direction="outgoing",
        unit=part,
        starts_on=date(2024, 5, 30),
        ends_on=date(2024, 6, 2),
        countries_with=["ARG"],
    )
    RecordFactory(
        institution=institution,
        code="VIS-BRA",
        kind="visit",
        title="Visita en mayo",
        direction="incoming",
        precision="month",
        starts_on=date(2024, 5, 1),
        countries_with=["BRA"],
    )
    memorandum = RecordFactory(
        institution=institution, code="MEM", kind="instrument", title="Memorándum", starts_on=date(2023, 11, 10)
    )
    InstrumentFactory(record=memorandum, stage="in_force")
    RecordFactory(
        institution=institution,
        code="PLAN",
        title="Reunión por venir",
        status="planned",
        starts_on=date(2030, 1, 10),
        review="submitted",
        countries_with=["MLT"],
    )
    forum = RecordFactory(
        institution=institution,
        code="FORO",
        kind="forum",
        title="Foro sin fecha",
        precision="unknown",
        starts_on=None,
        mission=embassy,
        outcome="elected",
        countries_with=[],
    )
    organisation = OrganisationFactory(institution=institution, code="OEA", name="Organización de Estados Americanos")
    CounterpartFactory(record=forum, country="", organisation=organisation)
