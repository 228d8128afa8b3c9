"""What asks for attention in the register: each sort, its owner, and what is not one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone
from tests.factories.evidence import DocumentFactory, PassageFactory
from tests.factories.organisation import (
    CostCentreFactory,
    ExecutingUnitFactory,
    InstitutionFactory,
    OrganisationalUnitFactory,
)
from tests.factories.register import (
    ApprovalStepFactory,
    CitationFactory,
    CommitmentFactory,
    DecisionFactory,
    InstrumentFactory,
    MechanismFactory,
    MissionFactory,
    NegotiationFollowUpFactory,
    RecordFactory,
    SessionFactory,
)

from quipu.apps.register.models import Decision
from quipu.apps.register.queries.findings import SORTS, count_findings, findings_of
from quipu.apps.register.queries.findings.shapes import how_long
from quipu.apps.register.queries.reach import may_edit, units_of
from quipu.language import term

pytestmark = pytest.mark.django_db

TODAY = date(2024, 8, 15)


@pytest.fixture
def institution():
    return InstitutionFactory()


def found(institution, kind: str, today: date = TODAY) -> list[str]:
    """The sentences of one sort, after holding that the count agrees."""
    items = findings_of(institution, today, kinds=[kind])
    assert count_findings(institution, today, kinds=[kind]).get(kind, 0) == len(items)
    assert all(item.kind == kind and item.words_en != item.words_es for item in items)
    return [item.sentence("es") for item in items]


def session(mechanism, ordinal: int | None, on: date, **fields):
    return SessionFactory(
        institution=mechanism.institution, mechanism=mechanism, ordinal=ordinal, starts_on=on, **fields
    )


def test_sessions_that_do_not_follow_one_another(institution) -> None:
    mechanism = MechanismFactory(institution=institution, code="CP-FRA", name="Consultas", every_months=12)
    session(mechanism, 1, date(2020, 5, 1))
    session(mechanism, 3, date(2022, 5, 1), code="R-A")
    session(mechanism, 3, date(2022, 6, 1), code="R-B")
    session(mechanism, 4, date(2021, 5, 1))
    session(mechanism, 6, date(2019, 5, 1), status="cancelled", status_reason="x")
    assert found(institution, "mechanism_gap") == ["Consultas: no hay registro de la sesión II."]
    assert found(institution, "mechanism_repeat") == ["Consultas: la sesión III está repetida: R-A, R-B."]
    assert found(institution, "mechanism_order") == [
        "Consultas: la sesión IV tiene fecha anterior a la sesión III.",
    ]
    (overdue,) = found(institution, "mechanism_overdue")
    assert "1 de junio de 2023" in overdue
    session(mechanism, 5, TODAY + timedelta(days=3), status="planned")
    assert found(institution, "mechanism_overdue") == []


def test_a_mechanism_that_ended_owes_no_session(institution) -> None:
    mechanism = MechanismFactory(institution=institution, every_months=1, active=False)
    session(mechanism, 1, date(2020, 5, 1))
    assert found(institution, "mechanism_overdue") == []


def test_commitments_by_their_deadline(institution) -> None:
    record = RecordFactory(institution=institution, code="R-1")
    CommitmentFactory(record=record, text="Tarde", due_on=date(2024, 8, 14))
    CommitmentFactory(record=record, text="Hoy", due_on=TODAY)
    CommitmentFactory(record=record, text="Pronto", due_on=date(2024, 9, 14), status="in_progress")
    CommitmentFactory(record=record, text="Después", due_on=date(2024, 9, 15))
    CommitmentFactory(record=record, text="Hecho", due_on=date(2024, 1, 1), status="fulfilled")
    merged = RecordFactory(institution=institution, merged_into=record)
    CommitmentFactory(record=merged, text="Unido", due_on=date(2024, 1, 1))
    assert found(institution, "commitment_overdue") == ["«Tarde» (R-1) venció el 14 de agosto de 2024, hace 1 día."]
    assert found(institution, "commitment_due") == [
        "«Hoy» (R-1) vence el 15 de agosto de 2024.",
        "«Pronto» (R-1) vence el 14 de setiembre de 2024.",
    ]


@pytest.mark.parametrize(
    ("fields", "asks"),
    [
        ({"starts_on": date(2024, 8, 14)}, True),
        ({"starts_on": TODAY}, False),
        ({"starts_on": date(2024, 8, 13), "ends_on": TODAY}, False),
        ({"starts_on": date(2024, 7, 1), "precision": "month"}, True),
        ({"starts_on": date(2024, 8, 1), "precision": "month"}, False),
        ({"starts_on": date(2024, 7, 1), "precision": "quarter"}, False),
        ({"starts_on": date(2024, 4, 1), "ends_on": date(2024, 8, 14), "precision": "bounded"}, True),
        ({"starts_on": None, "precision": "unknown"}, False),
    ],
)
@pytest.mark.parametrize("status", ["planned", "announced"])
def test_what_was_planned_and_has_passed_asks_to_be_confirmed(institution, status, fields, asks) -> None:
    RecordFactory(institution=institution, status=status, **fields)
    assert bool(found(institution, "to_confirm")) == asks


@pytest.mark.parametrize(("status", "word"), [("planned", "planificado"), ("announced", "anunciado")])
def test_what_is_to_be_confirmed_is_told_by_its_status(institution, status, word) -> None:
    RecordFactory(institution=institution, status=status, title="Foro", starts_on=date(2024, 3, 1))
    (told,) = found(institution, "to_confirm")
    assert told.startswith(f"«Foro» estaba {word} para el ")


def test_what_is_done_or_cancelled_needs_no_confirmation(institution) -> None:
    RecordFactory(institution=institution)
    RecordFactory(institution=institution, status="cancelled", status_reason="x")
    assert found(institution, "to_confirm") == []


def test_done_without_evidence(institution) -> None:
    RecordFactory(institution=institution, title="Sola")
    CitationFactory(record=RecordFactory(institution=institution))
    RecordFactory(institution=institution, modality="negotiated")
    RecordFactory(institution=institution, status="planned")
    assert found(institution, "no_evidence") == ["«Sola» está realizado y no cita ningún documento."]


def test_a_quote_that_the_text_no_longer_holds(institution) -> None:
    record = RecordFactory(institution=institution, title="Reunión")
    read = DocumentFactory(institution=institution, code="NI-1", reading=2)
    PassageFactory(document=read)
    CitationFactory(record=record, document=read, exact="palabras", locator="")
    CitationFactory(record=record, document=read, exact="otras", locator="", start=1, end=6)
    CitationFactory(record=record, document=read)
    unread = DocumentFactory(institution=institution)
    CitationFactory(record=record, document=unread, exact="sin texto", locator="")
    assert found(institution, "quote_lost") == ["«Reunión»: la cita “palabras” no está en el texto de NI-1."]


def test_a_set_that_declares_more_than_its_members(institution) -> None:
    declared = InstrumentFactory(record__institution=institution, record__title="Acuerdos", type="set", declared=28)
    RecordFactory(institution=institution, kind="instrument", parent=declared.record)
    RecordFactory(institution=institution, kind="instrument", parent=declared.record, merged_into=declared.record)
    InstrumentFactory(record__institution=institution, type="set", declared=0)
    InstrumentFactory(record__institution=institution, declared=3)
    assert found(institution, "set_differs") == ["«Acuerdos»: 28 declarados, 1 registrados."]


def test_a_country_that_no_longer_exists(institution) -> None:
    RecordFactory(institution=institution, title="Vieja", countries_with=["CSK", "FRA"])
    RecordFactory(institution=institution)
    (told,) = found(institution, "country_ended")
    assert "Checoslovaquia" in told


def test_possible_duplicates_are_pairs_that_nothing_tells_apart(institution) -> None:
    one = RecordFactory(institution=institution, code="R-1", title="Reunión", city="Lima")
    RecordFactory(institution=institution, code="R-2", title="La reunión", countries_with=["FRA", "ESP"])
    RecordFactory(institution=institution, city="París", countries_with=["FRA"], starts_on=date(2024, 1, 1))
    RecordFactory(institution=institution, city="Lima", starts_on=date(2024, 1, 1))
    RecordFactory(institution=institution, merged_into=one)
    RecordFactory(institution=institution, kind="visit")
    assert found(institution, "possible_duplicate") == ["«Reunión» (R-1) puede ser el mismo acto que R-2: La reunión."]


def test_what_a_merge_refuses_is_no_possible_duplicate(institution) -> None:
    whole = RecordFactory(institution=institution, countries_with=["FRA"])
    RecordFactory(institution=institution, countries_with=["FRA"], parent=whole, ordinal=None)
    for kinds, country in ((("memorandum", "agreement"), "BRA"), (("agreement", "agreement"), "CHL")):
        parent = InstrumentFactory(record__institution=institution, type="set", record__starts_on=None).record
        for kind in kinds:
            fields = {"record__parent": parent, "record__countries_with": [country]}
            InstrumentFactory(record__institution=institution, type=kind, **fields)
    assert found(institution, "possible_duplicate") == []


@pytest.mark.parametrize(
    ("since", "told"),
    [
        (date(2024, 8, 14), "1 día"),
        (date(2024, 6, 16), "60 días"),
        (date(2024, 6, 15), "más de 2 meses"),
        (date(2022, 8, 16), "más de 23 meses"),
        (date(2018, 7, 13), "más de 6 años"),
    ],
)
def test_how_long_ago_is_told_in_days_then_months_then_years(since, told) -> None:
    assert how_long(since, date(2024, 8, 15)) == told


def test_older_duplicates_are_looked_for_where_the_latest_months_hold_too_few(institution) -> None:
    for on in (TODAY - timedelta(days=10), TODAY - timedelta(days=400)):
        RecordFactory.create_batch(
            2, institution=institution, kind="bilateral_meeting", starts_on=on, countries_with=["FRA"]
        )
    first = findings_of(institution, TODAY, kinds=["possible_duplicate"], most=1)
    assert [item.on for item in first] == [TODAY - timedelta(days=10)]
    every = findings_of(institution, TODAY, kinds=["possible_duplicate"])
    assert [item.on for item in every] == [TODAY - timedelta(days=10), TODAY - timedelta(days=400)]


def test_an_approval_that_waits_too_long_names_who_it_waits_for(institution) -> None:
    step = ApprovalStepFactory(unit__institution=institution, membership__user__username="ana")
    for title, days in (("Vieja", 8), ("Nueva", 7)):
        record = RecordFactory(institution=institution, unit=step.unit, review="submitted", title=title)
        made = DecisionFactory(record=record)
        Decision.objects.filter(pk=made.pk).update(at=timezone.now() - timedelta(days=days))
    assert found(institution, "approval_stuck", timezone.localdate()) == [
        "«Vieja» espera hace 8 días la aprobación de ana."
    ]


def test_a_negotiation_that_nobody_followed_up_in_the_last_quarter(institution) -> None:
    def negotiated(title: str, **fields):
        record = {"record__institution": institution, "record__title": title}
        return InstrumentFactory(stage="under_negotiation", **record, **fields)

    NegotiationFollowUpFactory(instrument=negotiated("Seguida"), period="2024-Q2")
    NegotiationFollowUpFactory(instrument=negotiated("Olvidada"), period="2024-Q1")
    negotiated("Nueva", record__starts_on=date(2024, 7, 1))
    InstrumentFactory(record__institution=institution)
    assert found(institution, "no_followup") == ["«Olvidada»: falta el seguimiento del segundo trimestre de 2024."]
    assert found(institution, "no_followup", date(2024, 5, 31)) == [], "neither had begun by the end of March"


def test_what_is_about_to_expire(institution) -> None:
    for title, day in (("Ya", date(2024, 8, 14)), ("Pronto", date(2024, 11, 13)), ("Después", date(2024, 11, 14))):
        RecordFactory(institution=institution, kind="cooperation_scheme", title=title, valid_to=day)
    ended = RecordFactory(institution=institution, kind="instrument", valid_to=TODAY)
    InstrumentFactory(record=ended, stage="ended")
    assert found(institution, "expiring") == ["«Pronto» vale hasta el 13 de noviembre de 2024."]


def test_each_owner_is_told_of_their_own_and_no_others(institution) -> None:
    executing = ExecutingUnitFactory(institution=institution)
    mine, other = (OrganisationalUnitFactory(institution=institution) for _ in range(2))
    below = MissionFactory(institution=institution, unit=mine)
    post = MissionFactory(institution=institution)
    reach = units_of(
        [
            CostCentreFactory(executing_unit=executing, unit=mine).pk,
            CostCentreFactory(executing_unit=executing, unit=other, mission=post).pk,
        ]
    )
    past = {"institution": institution, "status": "planned", "starts_on": date(2024, 1, 1)}
    own = [RecordFactory(**past, **fields) for fields in ({"unit": mine}, {"mission": below}, {"mission": post})]
    others = [RecordFactory(**past, **fields) for fields in ({"unit": other}, {})]
    told = findings_of(institution, TODAY, reach, kinds=["to_confirm"])
    assert {item.record.pk for item in told} == {item.pk for item in own}
    assert [may_edit(item, reach) for item in own] == [True] * 3
    assert [may_edit(item, reach) for item in others] == [False] * 2
    assert may_edit(others[0], units_of(None))
    CommitmentFactory(record=others[0], unit=mine)
    CommitmentFactory(record=own[0], unit=other)
    assert [item.record for item in findings_of(institution, TODAY, reach, kinds=["commitment_overdue"])] == [others[0]]
    for unit in (mine, other):
        session(MechanismFactory(institution=institution, unit=unit, first_ordinal=1), 2, date(2024, 1, 1))
    assert [item.unit for item in findings_of(institution, TODAY, reach, kinds=["mechanism_gap"])] == [mine]


def test_all_sorts_are_asked_in_a_fixed_number_of_queries(institution, django_assert_max_num_queries) -> None:
    for number in range(4):
        session(MechanismFactory(institution=institution, every_months=2), number + 2, date(2020, 1, number + 1))
        InstrumentFactory(record__institution=institution, type="set", declared=2)
        CommitmentFactory(record__institution=institution)
    with django_assert_max_num_queries(13):
        told = findings_of(institution, TODAY)
    assert {item.kind for item in told} >= {"set_differs", "commitment_overdue", "mechanism_overdue", "no_evidence"}
    assert [item.kind for item in told] == sorted([item.kind for item in told], key=SORTS.index)


def test_every_sort_has_a_name() -> None:
    assert all(term(f"register_finding.{kind}", "es") != kind for kind in SORTS)
