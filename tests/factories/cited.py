"""A press note with its text, and a record that it proves."""

from __future__ import annotations

from tests.factories.register import RecordFactory

from quipu.apps.evidence.services import DocumentDetails, add_document
from quipu.apps.organisation.models import CostCentre, Institution
from quipu.apps.register.models import Citation
from quipu.apps.register.services.citing import cite

DOCUMENT, RECORD = "np-123-24", "VISITA-1"
NOTE = (
    "# Nota de prensa 123-24\n\n# Visita oficial a Brasilia\n\nLima, 3 de mayo de 2024\n\n"
    "El canciller viajó a Brasilia con 15 delegados <script>alert(1)</script> y se reunió con su par.\n\n"
    "- Acordaron un plan de acción.\n\nLa XIII reunión del mecanismo de consultas fue en Brasilia.\n"
)
WORDS = "El canciller viajó a Brasilia"


def plant_citation(institution: Institution, centre: CostCentre) -> Citation:
    """A visit of the unit of a cost centre, with the words that prove it."""
    of_centre = {"mission": centre.mission} if centre.mission_id else {"unit": centre.unit}
    record = RecordFactory(institution=institution, code=RECORD, title="Visita a Brasil", kind="visit", **of_centre)
    details = DocumentDetails(code=DOCUMENT, kind="press_note", issuer="Cancillería", url="https://example.org/nota")
    document = add_document(
        institution=institution, content=NOTE.encode(), name="nota 123.txt", details=details, actor=None
    )
    return cite(record=record, document=document, field="city", exact=WORDS, actor=None)
