"""Every fact that the history may tell of, and every figure that somebody may have printed, has a name people read."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.utils import translation

from quipu.apps.register.drafts.shapes import (
    CommitmentDraft,
    CriterionDraft,
    FigureDraft,
    FollowUpDraft,
    InstrumentDraft,
    ParticipantDraft,
    RecordDraft,
    StepDraft,
    flatten,
)
from quipu.apps.register.models import Review
from quipu.web.record_words import say_date
from quipu.web.templatetags.collection import short_date
from quipu.web.templatetags.names import FACT_KINDS, MEASURES, altered, published_measure
from quipu.web.templatetags.quipu import long_date
from quipu.web.templatetags.quipu import moment as say_moment
from quipu.workbook.schema import SHEETS

LANGUAGES = ("es", "en")
DAY = date(2024, 7, 4)
WHOLE = RecordDraft(
    kind="mechanism_session",
    title="Sesión",
    code="R-1",
    summary="Resumen",
    status="cancelled",
    status_reason="Se pospuso",
    modality="asserted",
    mode="in_person",
    starts_on=DAY,
    ends_on=DAY,
    valid_from=DAY,
    valid_to=DAY,
    place_country="FRA",
    city="París",
    venue="Quai",
    direction="outgoing",
    level_own="minister",
    level_counterpart="minister",
    outcome="adequate",
    axis="comercio",
    action_code="AEI.01.03",
    unit="DGA",
    mission="EMB-FRA",
    mechanism="M-1",
    ordinal=4,
    parent="R-0",
    source="Nota",
    synthetic=True,
    counterparts=("FRA", "DEU"),
    participants=(ParticipantDraft("own", "Ana", "Ministra", "ana", led=True),),
    figures=(FigureDraft("asistentes", Decimal(40), "about", "personas"),),
    criteria=(CriterionDraft("Accesible", met=True),),
    instrument=InstrumentDraft(
        type="treaty",
        stage="signed",
        binding="unknown",
        internal_route="Congreso",
        declared=3,
        declared_unit="proyectos",
        url="https://example.org",
        steps=(StepDraft("FRA", "signature", DAY, "day", "Nota"),),
        followups=(FollowUpDraft("2024-Q3", "signed", "Nota"),),
    ),
    commitments=(CommitmentDraft("Abrir", 1, "DGA", "Ana", "Luis", DAY, True, "in_progress", 1, "Nota"),),
)
"""A record with something in every field."""
DECIDED = {"review": "submitted", "position": 2, "merged_into": "R-2"}
CHANGED = {**flatten(WHOLE.as_json()), **DECIDED}
CODES = {"cancelled", "asserted", "in_person", "outgoing", "adequate", "own", "treaty", "signature"}
CODES |= {"in_progress", "submitted", "mechanism_session", "minister", "signed", "unknown", "day", "about"}


def told(fields, language):
    with translation.override(language):
        return altered(SimpleNamespace(kind="records", before=None, after=fields))


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_a_sheet_has_a_name_in_the_history(sheet):
    assert sheet.name in FACT_KINDS


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", CHANGED)
def test_every_field_of_a_record_is_said_in_words(path, language):
    [(name, _before, after)] = told({path: CHANGED[path]}, language)
    assert language == "en" or name != path
    assert "_" not in name and not re.search(r"\.\d", name)
    assert "_" not in after
    if language == "es":
        assert after not in CODES


def test_what_an_approval_changes_is_said_in_spanish():
    with translation.override("es"):
        change = SimpleNamespace(kind="records", before={"review": "draft"}, after={"review": "submitted"})
        assert altered(change) == [("aprobación", "en borrador", "enviado")]


@pytest.mark.parametrize("review", Review.values)
def test_every_state_of_an_approval_is_said_in_words(review):
    [(_name, _before, after)] = told({"review": review}, "es")
    assert after != review


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_published_measure_is_never_shown_as_code(language):
    with translation.override(language):
        assert all("_" not in published_measure(code) for code in (*MEASURES, "mission_score"))


def test_english_dates_are_written_in_one_way():
    moment = datetime(2024, 7, 4, 21, 27, tzinfo=UTC)
    with translation.override("en"):
        assert long_date(DAY) == short_date(DAY) == "4 July 2024"
        assert say_moment(moment).startswith("4 July 2024, ")
        assert say_date(DAY, date(2024, 7, 12)) == "from 4 to 12 July 2024"
        assert say_date(DAY, date(2024, 8, 12), "bounded") == "between 4 July and 12 August 2024"
    with translation.override("es"):
        assert say_date(DAY, date(2024, 9, 12)) == "del 4 de julio al 12 de setiembre de 2024"


def test_a_chain_of_approval_is_told_in_spanish():
    with translation.override("es"):
        change = SimpleNamespace(kind="approval_steps", before=None, after={"people": "ana, luis"})
        assert altered(change) == [("quién aprueba, en orden", None, "ana, luis")]
