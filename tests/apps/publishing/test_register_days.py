"""Acts told together: one day said once, many instruments of a year by how many of each type."""

from __future__ import annotations

import pytest
from tests.factories.register import CommitmentFactory, InstrumentFactory, RecordFactory

from quipu.apps.publishing.contents.register_days import told_together
from quipu.apps.register.models import Record

pytestmark = pytest.mark.django_db


def instrument(title, *, type="declaration", stage="adopted", **given):
    record = RecordFactory(kind="instrument", title=title, **given)
    InstrumentFactory(record=record, type=type, stage=stage)
    return Record.objects.get(pk=record.pk)


def test_a_day_with_several_acts_is_said_once_and_a_meeting_in_person_says_no_mode():
    meeting = RecordFactory(kind="bilateral_meeting", title="Diálogo", mode="in_person", city="Lima")
    signed = instrument("Plan de trabajo", type="action_plan", stage="signed")
    CommitmentFactory(record=signed)
    (sentence,) = told_together([meeting, Record.objects.get(pk=signed.pk)], under="Francia", named=set())
    assert sentence == (
        "El 20 de mayo de 2024, en Lima, se celebró la reunión «Diálogo»; y se suscribió «Plan de trabajo», plan de "
        "acción (consta 1 compromiso)."
    )


@pytest.mark.parametrize(
    ("title", "type", "verb"),
    [
        ("Declaraciones ministeriales", "declaration", "se adoptaron"),
        ("Paquete de Lima", "set", "se adoptaron"),
        ("Declaración de Lima", "declaration", "se adoptó"),
        ("Análisis conjunto", "technical", "se adoptó"),
    ],
)
def test_the_verb_agrees_with_a_set_and_with_a_plural_title(title, type, verb):
    (sentence,) = told_together([instrument(title, type=type)], named=set())
    assert sentence.startswith(f"El 20 de mayo de 2024 {verb} «{title}»")


def test_many_instruments_of_a_year_are_told_in_one_sentence():
    titles = ["Declaración de Ica", "Declaración de Lima", "Declaración de Cusco"]
    acts = [instrument(title, precision="year") for title in titles]
    acts += [instrument(f"Guía número {n}", type="technical", precision="year") for n in (1, 2)]
    assert told_together(acts, under="APEC", named=set()) == [
        "En 2024 se adoptaron 3 declaraciones y 2 instrumentos técnicos, entre ellos «Guía número 1» y «Guía número 2»."
    ]
    assert len(told_together(acts[:3], under="APEC", named=set())) == 1
    assert "3 declaraciones" not in told_together(acts[:3], under="APEC", named=set())[0]
