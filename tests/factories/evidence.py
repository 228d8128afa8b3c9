"""Documents and their paragraphs."""

from __future__ import annotations

from datetime import date

import factory
from factory.django import DjangoModelFactory
from tests.factories.organisation import InstitutionFactory

from quipu.apps.evidence.models import Document, Passage


class DocumentFactory(DjangoModelFactory):
    """A press note known by its reference: it has no text."""

    class Meta:
        model = Document

    institution = factory.SubFactory(InstitutionFactory)
    code = factory.Sequence(lambda n: f"NI-{n:03d}-2024")
    title = factory.LazyAttribute(lambda made: f"Nota informativa {made.code}")
    kind = Document.Kind.PRESS_NOTE
    dated_on = date(2024, 5, 20)


class PassageFactory(DjangoModelFactory):
    """A paragraph of the reading in force."""

    class Meta:
        model = Passage

    document = factory.SubFactory(DocumentFactory)
    reading = factory.SelfAttribute("document.reading")
    number = factory.LazyAttribute(lambda made: made.document.passages.filter(reading=made.reading).count() + 1)
    text = factory.Sequence(lambda n: f"La reunión {n} se llevó a cabo en Lima.")
