"""One of everything that the register holds, for the interface for programs."""

from __future__ import annotations

from datetime import date

from tests.factories.counting import FIRST, plant_counting
from tests.factories.evidence import DocumentFactory, PassageFactory
from tests.factories.register import (
    CitationFactory,
    CommitmentFactory,
    InstrumentFactory,
    InstrumentStepFactory,
    MechanismFactory,
    RecordFactory,
    RecordFigureFactory,
    SessionFactory,
)

from quipu.apps.organisation.models import Institution, OrganisationalUnit
from quipu.apps.plans.models import Indicator
from quipu.apps.register.models import Record

MECHANISM, DOCUMENT, TREATY = "MEC-CONTEO", "DOC-CONTEO", "INS-CONTEO"


def furnish(institution: Institution, indicator: Indicator, unit: OrganisationalUnit | None) -> Record:
    """Counted meetings, a mechanism with a session, an instrument, a commitment and a document that proves one.

    Returns:
        The first meeting, which the unit answers for.
    """
    plant_counting(institution, indicator)
    first = Record.objects.get(institution=institution, code=FIRST)
    first.unit = unit
    first.save()
    RecordFigureFactory(record=first)
    CommitmentFactory(record=first, due_on=date(2024, 6, 30))
    document = DocumentFactory(institution=institution, code=DOCUMENT)
    PassageFactory(document=document, text="La reunión se llevó a cabo en Lima.")
    CitationFactory(record=first, document=document, exact="La reunión", start=0, end=10, locator="")
    mechanism = MechanismFactory(institution=institution, code=MECHANISM)
    SessionFactory(institution=institution, mechanism=mechanism, code="SES-CONTEO", unit=unit)
    treaty = RecordFactory(institution=institution, kind="instrument", code=TREATY)
    InstrumentStepFactory(instrument=InstrumentFactory(record=treaty, stage="in_force"))
    return first
