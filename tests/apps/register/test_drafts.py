"""What keeps a draft from being recorded, all at once, and what only deserves a look."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.factories.organisation import InstitutionFactory
from tests.factories.plans import ActionFactory
from tests.factories.register import (
    InstrumentFactory,
    MechanismFactory,
    OrganisationFactory,
    RecordFactory,
    SessionFactory,
)

from quipu.apps.register.drafts import (
    CommitmentDraft,
    CriterionDraft,
    FigureDraft,
    FollowUpDraft,
    InstrumentDraft,
    ParticipantDraft,
    RecordDraft,
    StepDraft,
    check,
    flatten,
    party_text,
    split_party,
    warnings_of,
)
from quipu.apps.register.models import Record

TODAY = date(2024, 8, 15)
MEETING = RecordDraft("bilateral_meeting", "Reunión", starts_on=date(2024, 5, 20), counterparts=("FRA",))


@pytest.fixture
def institution():
    return InstitutionFactory()


def faults(institution, record: Record | None = None, draft: RecordDraft = MEETING, **fields) -> set[tuple[str, str]]:
    asked = dataclasses.replace(draft, **fields)
    found = check(asked, institution, record=record, today=TODAY)
    assert all(item.reason.endswith(".") and item.remedy for item in found)
    return {(item.field, item.code.removeprefix("register.draft.")) for item in found}


@pytest.mark.django_db
def test_a_sound_draft_has_none(institution) -> None:
    assert faults(institution) == set()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"title": "  "}, ("title", "empty")),
        ({"title": "x" * 1001}, ("title", "long")),
        ({"city": "x" * 101}, ("city", "long")),
        ({"summary": "uno\x00dos"}, ("summary", "unreadable")),
        ({"kind": "picnic"}, ("kind", "word")),
        ({"mode": "by_fax"}, ("mode", "word")),
        ({"level_own": "chief"}, ("level_own", "word")),
        ({"unit": "NADA"}, ("unit", "unknown")),
        ({"mission": "NADA"}, ("mission", "unknown")),
        ({"mechanism": "NADA"}, ("mechanism", "unknown")),
        ({"parent": "NADA"}, ("parent", "unknown")),
        ({"place_country": "ZZZ"}, ("place_country", "country")),
        ({"place_country": "YUG"}, ("place_country", "country_ended")),
        ({"counterparts": ("CSK",)}, ("counterparts", "country_ended")),
        ({"counterparts": ("NADIE",)}, ("counterparts", "party")),
        ({"counterparts": ("FRA", "FRA")}, ("counterparts", "repeated")),
        ({"starts_on": TODAY + timedelta(days=1)}, ("starts_on", "future")),
        ({"starts_on": TODAY, "ends_on": TODAY + timedelta(days=1)}, ("ends_on", "future")),
        ({"status": "cancelled"}, ("status_reason", "no_reason")),
        ({"ends_on": date(2024, 5, 19)}, ("ends_on", "order")),
        ({"valid_from": date(2024, 5, 19), "valid_to": date(2024, 5, 18)}, ("valid_to", "order")),
        ({"starts_on": None}, ("starts_on", "no_date")),
        ({"starts_on": None, "ends_on": TODAY, "precision": "unknown"}, ("starts_on", "no_start")),
        ({"precision": "unknown"}, ("precision", "precision")),
        ({"precision": "bounded"}, ("ends_on", "bounded")),
        ({"precision": "month", "ends_on": date(2024, 6, 1)}, ("precision", "precision")),
        ({"precision": "quarter", "ends_on": date(2024, 7, 1)}, ("precision", "precision")),
        ({"ordinal": 3}, ("ordinal", "ordinal_alone")),
        ({"ordinal": 0}, ("ordinal", "number")),
        ({"outcome": "opened"}, ("outcome", "outcome")),
        ({"code": "a/b"}, ("code", "code_shape")),
        ({"code": "R-9", "parent": "R-9"}, ("parent", "own_parent")),
        ({"criteria": (CriterionDraft("Acceso", True),)}, ("criteria", "not_taken")),
        ({"instrument": InstrumentDraft()}, ("instrument", "not_taken")),
        ({"participants": (ParticipantDraft("own"),)}, ("participants.1.name", "empty")),
        ({"participants": (ParticipantDraft("theirs", "Ana"),)}, ("participants.1.side", "word")),
        ({"participants": (ParticipantDraft("own", person="nadie"),)}, ("participants.1.person", "unknown")),
        ({"figures": (FigureDraft("a", Decimal(-1)),)}, ("figures.1.value", "negative")),
        ({"figures": (FigureDraft("a", Decimal("NaN")),)}, ("figures.1.value", "amount")),
        ({"figures": (FigureDraft("a", Decimal("0.00001")),)}, ("figures.1.value", "amount")),
        ({"figures": (FigureDraft("a", Decimal(10) ** 11),)}, ("figures.1.value", "amount")),
        ({"figures": (FigureDraft("a", Decimal(1)), FigureDraft("a", Decimal(2)))}, ("figures.name", "repeated")),
        ({"commitments": (CommitmentDraft("a", score=2),)}, ("commitments.1.score", "score")),
        ({"commitments": (CommitmentDraft(""),)}, ("commitments.1.text", "empty")),
        ({"commitments": (CommitmentDraft("a", unit="NADA"),)}, ("commitments.1.unit", "unknown")),
        (
            {"commitments": (CommitmentDraft("a", number=1), CommitmentDraft("b", number=1))},
            ("commitments.number", "repeated"),
        ),
    ],
)
def test_each_fault_is_told_at_its_field(institution, fields, expected) -> None:
    assert expected in faults(institution, **fields)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "fields",
    [
        {"starts_on": TODAY},
        {"starts_on": TODAY + timedelta(days=9), "status": "planned"},
        {"precision": "month", "ends_on": date(2024, 5, 31)},
        {"precision": "bounded", "ends_on": date(2024, 12, 31)},
        {"starts_on": None, "precision": "unknown"},
        {"status": "cancelled", "status_reason": "Se pospuso"},
        {"kind": "mission_change", "outcome": "opened"},
        {"kind": "candidacy", "outcome": "re_elected"},
        {"kind": "office_assessment", "criteria": (CriterionDraft("Acceso", False),)},
        {"code": "V·2024.1 (b)"},
        {"figures": (FigureDraft("a", Decimal("99999999999.9999")),)},
        {"place_country": "XAU"},
    ],
)
def test_what_is_sound_is_not_refused(institution, fields) -> None:
    assert faults(institution, **fields) == set()


@pytest.mark.django_db
def test_every_fault_is_told_at_once(institution) -> None:
    told = faults(institution, title="", kind="picnic", unit="X", counterparts=("QQQ",), ordinal=4, outcome="nada")
    assert {field for field, _ in told} == {"title", "kind", "unit", "counterparts", "ordinal", "outcome"}


@pytest.mark.django_db
def test_the_legal_side_of_an_instrument_is_checked(institution) -> None:
    legal = InstrumentDraft(
        "pact",
        declared=-1,
        url="javascript:alert(1)",
        steps=(StepDraft("NADIE", "wave"),),
        followups=(FollowUpDraft("2024-q1", "signed"), FollowUpDraft("ayer", "signed")),
    )
    told = faults(institution, kind="instrument", instrument=legal)
    assert told == {
        ("instrument.type", "word"),
        ("instrument.declared", "number"),
        ("instrument.url", "url"),
        ("instrument.steps.1.party", "party"),
        ("instrument.steps.1.step", "word"),
        ("instrument.followups.1.period", "period"),
        ("instrument.followups.2.period", "period"),
    }


@pytest.mark.django_db
def test_a_number_that_a_session_of_the_mechanism_has_names_that_session(institution) -> None:
    held = SessionFactory(institution=institution, ordinal=3, code="R-3", title="III Reunión")
    draft = dataclasses.replace(MEETING, kind="mechanism_session", mechanism=held.mechanism.code, ordinal=3)
    (told,) = check(draft, institution, today=TODAY)
    assert (told.field, told.code) == ("ordinal", "register.draft.ordinal_repeated")
    assert "R-3, «III Reunión»" in told.reason
    assert check(draft, institution, record=held, today=TODAY) == []
    Record.objects.update(status="cancelled", status_reason="x")
    assert check(draft, institution, today=TODAY) == []


@pytest.mark.django_db
def test_a_mechanism_of_another_kind_or_counterpart_is_refused(institution) -> None:
    with_france = MechanismFactory(institution=institution, kind="commission")
    body = OrganisationFactory(institution=institution, code="CAN")
    with_body = MechanismFactory(institution=institution, country="", organisation=body)
    told = faults(institution, counterparts=("ESP",), mechanism=with_france.code)
    assert told == {("mechanism", "mechanism_kind"), ("mechanism", "mechanism_party")}
    session = {"kind": "mechanism_session", "mechanism": with_body.code}
    assert faults(institution, counterparts=("CAN",), **session) == {("mechanism", "mechanism_party")}
    assert faults(institution, counterparts=("org:CAN",), **session) == set()


@pytest.mark.django_db
def test_a_set_is_no_member_of_itself_however_far(institution) -> None:
    whole = InstrumentFactory(record__institution=institution, record__code="S", type="set").record
    part = RecordFactory(institution=institution, code="P", parent=whole)
    assert ("parent", "own_parent") in faults(institution, record=whole, code="S", parent="S")
    assert ("parent", "parent_cycle") in faults(institution, record=whole, code="S", parent="P")
    assert faults(institution, record=part, code="P", parent="S") == set()


@pytest.mark.django_db
def test_a_code_is_used_once_and_kept(institution) -> None:
    made = RecordFactory(institution=institution, code="R-1")
    RecordFactory(code="R-2")
    assert faults(institution, code="R-1") == {("code", "code_repeated")}
    assert faults(institution, code="R-2") == set()
    assert faults(institution, record=made, code="R-2") == {("code", "code_kept")}


@pytest.mark.django_db
def test_a_gap_and_a_likely_duplicate_are_warnings(institution) -> None:
    held = SessionFactory(institution=institution, ordinal=2, code="R-2")
    draft = dataclasses.replace(MEETING, kind="mechanism_session", mechanism=held.mechanism.code, ordinal=5)
    assert check(draft, institution, today=TODAY) == []
    SessionFactory(institution=institution, mechanism=held.mechanism, ordinal=None, code="R-3")
    gap, same = warnings_of(draft, institution)
    assert (gap.code, gap.reason[-9:]) == ("register.draft.ordinal_gap", " III, IV.")
    assert (same.code, same.records) == ("register.draft.possible_duplicate", ("R-3",))
    assert warnings_of(dataclasses.replace(draft, ordinal=3, starts_on=TODAY), institution) == []
    Record.objects.get(code="R-3").delete()
    assert warnings_of(RecordDraft.of(held), institution, record=held) == []


@pytest.mark.django_db
def test_an_action_of_no_plan_is_a_fault_with_the_nearest_ones_and_one_that_stands_may_stay(institution) -> None:
    assert faults(institution, action_code="AEI.99.99") == set(), "without a plan nothing can tell"
    action = ActionFactory(objective__version__plan__institution=institution)
    assert faults(institution, action_code=action.code) == set()
    wrong = dataclasses.replace(MEETING, action_code=f"{action.code[:-1]}7")
    (told,) = check(wrong, institution, today=TODAY)
    assert (told.field, told.code) == ("action_code", "register.draft.unknown")
    assert action.code in told.remedy
    record = RecordFactory(institution=institution, action_code="AEI.99.99")
    assert faults(institution, record=record, action_code="AEI.99.99") == set()
    assert faults(institution, record=record, action_code="AEI.99.98") == {("action_code", "unknown")}


@pytest.mark.django_db
def test_a_theme_that_nobody_used_is_a_warning(institution) -> None:
    assert warnings_of(dataclasses.replace(MEETING, axis="Política"), institution) == []
    RecordFactory(institution=institution, kind="visit", axis="Política")
    assert warnings_of(dataclasses.replace(MEETING, axis="Política"), institution) == []
    (told,) = warnings_of(dataclasses.replace(MEETING, axis="Politica"), institution)
    assert (told.field, told.code) == ("axis", "register.draft.new_axis")
    assert "¿Es «Política»?" in told.reason


@pytest.mark.django_db
def test_an_unknown_country_is_told_with_the_nearest_name(institution) -> None:
    (told,) = check(dataclasses.replace(MEETING, place_country="Perulandia"), institution, today=TODAY)
    assert told.reason == "«Perulandia» no es un país: escriba su nombre o su código de tres letras."
    (near,) = check(dataclasses.replace(MEETING, place_country="Alemana"), institution, today=TODAY)
    assert near.remedy == "¿Quiso decir Alemania?"


def test_an_organisation_whose_acronym_is_a_country_is_told_from_it() -> None:
    assert [split_party(text) for text in ("CAN", "org:CAN", "OEA", "country:XAU", "CSK")] == [
        ("CAN", ""),
        ("", "CAN"),
        ("", "OEA"),
        ("XAU", ""),
        ("CSK", ""),
    ]


TEXTS = st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\x00"), max_size=20)


@given(country=st.sampled_from(["", "FRA", "CSK", "XAU"]), organisation=st.sampled_from(["CAN", "OEA", "DDR", "X-1"]))
def test_a_party_reads_back_as_it_was_written(country: str, organisation: str) -> None:
    party = (country, "" if country else organisation)
    assert split_party(party_text(*party)) == party


@given(
    title=TEXTS,
    day=st.none() | st.dates(),
    value=st.decimals(0, 10**9, places=4),
    score=st.none() | st.sampled_from([-1, 0, 1]),
    parties=st.lists(st.sampled_from(["FRA", "org:CAN"])),
)
def test_a_draft_survives_its_json(title, day, value, score, parties) -> None:
    draft = RecordDraft(
        "visit",
        title,
        starts_on=day,
        counterparts=tuple(parties),
        figures=(FigureDraft("a", Decimal(f"{value.normalize():f}")),),
        commitments=(CommitmentDraft(title, due_on=day, score=score),),
        instrument=InstrumentDraft(steps=(StepDraft("FRA", "signature", day),), followups=(FollowUpDraft("2024", ""),)),
    )
    assert RecordDraft.from_json(draft.as_json()) == draft
    assert all(isinstance(item, (str, int, bool)) for item in flatten(draft.as_json()).values())


def told(institution, record: Record | None = None, draft: RecordDraft = MEETING, **fields) -> str:
    found = check(dataclasses.replace(draft, **fields), institution, record=record, today=TODAY)
    return " ".join(str(item) for item in found)


@pytest.mark.django_db
def test_what_is_wrong_is_told_in_names_and_days_in_words(institution) -> None:
    assert "«Francia» está 2 veces." in told(institution, counterparts=("FRA", "FRA"))
    OrganisationFactory(institution=institution, code="OTRA", name="Otra organización")
    assert "«Otra organización» está 2 veces." in told(institution, counterparts=("OTRA", "OTRA"))
    assert "16 de agosto de 2024" in told(institution, starts_on=TODAY + timedelta(days=1))
    mechanism = MechanismFactory(institution=institution, code="CP-1", name="Consultas políticas", country="DEU")
    SessionFactory(institution=institution, mechanism=mechanism, ordinal=4, title="La cuarta")
    session = RecordDraft(mechanism.kind, "Otra", mechanism="CP-1", ordinal=4, starts_on=TODAY, counterparts=("FRA",))
    words = told(institution, draft=session)
    assert "La sesión IV de Consultas políticas ya es" in words
    assert "Consultas políticas es con Alemania, que no está" in words


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["YUG", "Yugoslavia"])
def test_a_country_that_ended_is_told_with_those_that_came_after(institution, typed) -> None:
    words = told(institution, counterparts=(typed,))
    assert "Yugoslavia ya no existe como país." in words
    assert "Croacia" in words and "Serbia" in words
    assert "Use Myanmar (Birmania)." in told(institution, place_country="BUR")


@pytest.mark.django_db
def test_what_stood_wrong_is_a_warning_until_it_is_touched(institution) -> None:
    mechanism = MechanismFactory(institution=institution, code="CP-1", name="Consultas políticas")
    for title in ("Una", "Dos"):
        SessionFactory(institution=institution, mechanism=mechanism, ordinal=4, title=title)
    record = Record.objects.get(title="Dos")
    now = RecordDraft.of(record)
    assert faults(institution, record, now, title="Otro título") == set()
    codes = {item.code for item in warnings_of(dataclasses.replace(now, title="Otro"), institution, record=record)}
    assert "register.draft.ordinal_repeated" in codes
    assert ("ordinal", "ordinal_repeated") in faults(institution, record, now, status="planned")
    assert ("title", "empty") in faults(institution, record, now, title=" ")
    assert ("ordinal", "ordinal_repeated") in faults(institution, None, dataclasses.replace(now, code=""))


@pytest.mark.django_db
def test_an_edit_does_not_excuse_the_fault_that_it_makes(institution) -> None:
    mechanism = MechanismFactory(institution=institution, code="CP-1")
    sessions = [SessionFactory(institution=institution, mechanism=mechanism, ordinal=number) for number in (1, 2)]
    now = RecordDraft.of(sessions[1])
    assert ("ordinal", "ordinal_repeated") in faults(institution, sessions[1], now, ordinal=1)
