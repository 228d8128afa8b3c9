"""Organisations, people, posts, regions and mechanisms: what is refused, and what follows for records."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest
from tests.factories.organisation import InstitutionFactory, OrganisationalUnitFactory
from tests.factories.register import (
    CommitmentFactory,
    CountingRuleFactory,
    MechanismFactory,
    OrganisationFactory,
    PersonFactory,
    PostFactory,
    PostHoldingFactory,
    RecordFactory,
    RegionCountryFactory,
    RegionFactory,
    SessionFactory,
)

from quipu.apps.history.queries import history_of
from quipu.apps.register.counting.recounting import recount
from quipu.apps.register.errors import ActorRefusedError, RecordRefusedError
from quipu.apps.register.models import CountedValue, Counterpart, Person, Record
from quipu.apps.register.services.actors import (
    OrganisationDraft,
    PersonDraft,
    PostDraft,
    remove_holding,
    save_holding,
    save_organisation,
    save_person,
    save_post,
)
from quipu.apps.register.services.commitments import update_commitment
from quipu.apps.register.services.derived import refresh_derived
from quipu.apps.register.services.mechanisms import MechanismDraft, save_mechanism
from quipu.apps.register.services.regions import save_region, save_region_countries

pytestmark = pytest.mark.django_db


@pytest.fixture
def institution():
    return InstitutionFactory()


def codes(refusal) -> set[tuple[str, str]]:
    return {(item.field, item.code.removeprefix("register.draft.")) for item in refusal.value.faults}


def test_a_person_gets_a_code_of_their_name(institution) -> None:
    first = save_person(institution=institution, draft=PersonDraft("Ana Quispe", country="PER"), actor=None)
    second = save_person(institution=institution, draft=PersonDraft("Ana Quispe"), actor=None)
    assert (first.code, second.code) == ("ana-quispe", "ana-quispe-2")
    changed = save_person(institution=institution, draft=PersonDraft("Ana M. Quispe"), row=first, actor=None)
    assert (changed.code, Person.objects.count()) == ("ana-quispe", 2)
    told = history_of(institution, "people", ("ana-quispe",))
    assert [item.action for item in told] == ["register.person.changed", "register.person.created"]
    assert (told[0].before["name"], told[0].after["name"]) == ("Ana Quispe", "Ana M. Quispe")
    save_person(institution=institution, draft=PersonDraft("Ana M. Quispe"), row=first, actor=None)
    assert told.count() == 2


def test_faults_of_people_organisations_and_posts_are_told_together(institution) -> None:
    OrganisationFactory(institution=institution, code="OEA")
    with pytest.raises(ActorRefusedError) as refusal:
        save_person(institution=institution, draft=PersonDraft("", country="CSK"), actor=None)
    assert codes(refusal) == {("name", "empty"), ("country", "country_ended")}
    with pytest.raises(ActorRefusedError) as refusal:
        save_organisation(institution=institution, draft=OrganisationDraft("OEA", "", kind="club"), actor=None)
    assert codes(refusal) == {("code", "code_repeated"), ("name", "empty"), ("kind", "word")}
    with pytest.raises(ActorRefusedError) as refusal:
        save_post(institution=institution, draft=PostDraft("x", level="jefe", organisation="NADA"), actor=None)
    assert codes(refusal) == {("level", "word"), ("organisation", "unknown")}


def test_a_post_is_held_by_one_person_at_a_time(institution) -> None:
    post, person, other = PostFactory(institution=institution), *PersonFactory.create_batch(2, institution=institution)
    held = PostHoldingFactory(post=post, person=person, starts_on=date(2023, 1, 1), ends_on=date(2023, 12, 31))

    def hold(start: date, end: date | None = None):
        return save_holding(post=post, person=other, starts_on=start, ends_on=end, actor=None)

    with pytest.raises(ActorRefusedError, match="tiene ese cargo"):
        hold(date(2023, 12, 30))
    with pytest.raises(ActorRefusedError, match="antes de empezar"):
        hold(date(2024, 2, 1), date(2024, 1, 1))
    made = hold(date(2023, 12, 31))
    remove_holding(holding=held, actor=None)
    assert list(post.holdings.all()) == [made]
    key = (post.code, person.code, date(2023, 1, 1))
    assert history_of(institution, "post_holdings", key).get().action == "register.holding.removed"


def test_records_are_found_by_the_new_name_of_who_they_were_with(institution) -> None:
    body = OrganisationFactory(institution=institution, code="OEA", name="Organización")
    record = RecordFactory(institution=institution)
    Counterpart.objects.create(record=record, organisation=body)
    draft = OrganisationDraft("OEA", "Organización de los Estados Americanos")
    save_organisation(institution=institution, draft=draft, row=body, actor=None)
    assert " american " in Record.objects.get().search


def test_countries_move_between_regions_and_the_counts_with_them(institution) -> None:
    CountingRuleFactory(
        indicator__plan__institution=institution,
        definition='{"by": "date", "disaggregate": ["region"], "kinds": ["bilateral_meeting"], "measure": "count"}',
    )
    america, europe = (RegionFactory(institution=institution, code=code) for code in ("america", "europa"))
    RegionCountryFactory(region=america, country="FRA")
    record = RecordFactory(institution=institution)
    refresh_derived(institution)
    recount(institution)

    def counted() -> dict[str, object]:
        rows = CountedValue.objects.filter(period="2024", dimension="region")
        return dict(rows.values_list("category", "number"))

    assert counted() == {"america": 1}
    assert save_region_countries(region=europe, countries=["FRA", "esp"], actor=None) == ("ESP", "FRA")
    assert Record.objects.get(pk=record.pk).regions == "|europa|"
    assert counted() == {"europa": 1}
    assert not america.countries.exists()
    told = history_of(institution, "region_countries", ("america", "FRA")).get()
    assert told.action == "register.region_country.removed"
    assert save_region_countries(region=europe, countries=["ESP", "FRA"], actor=None) == ()
    with pytest.raises(ActorRefusedError) as refusal:
        save_region_countries(region=europe, countries=["CSK", "ZZZ"], actor=None)
    assert codes(refusal) == {("countries", "country_ended"), ("countries", "country")}
    world = save_region(institution=institution, code="mundo", name="Mundo", actor=None)
    save_region(institution=institution, code="europa", name="Europa", parent="mundo", row=europe, actor=None)
    assert counted() == {"europa": 1, "mundo": 1}
    with pytest.raises(ActorRefusedError, match="ya es parte"):
        save_region(institution=institution, code="mundo", name="Mundo", parent="europa", row=world, actor=None)


def test_a_mechanism_is_told_from_others_by_counterpart_family_and_level(institution) -> None:
    unit = OrganisationalUnitFactory(institution=institution, code="DGE")
    draft = MechanismDraft("Consultas", "Consultas políticas", country="FRA", unit="DGE", level="vice_minister")
    made = save_mechanism(institution=institution, draft=draft, actor=None)
    assert (made.code, made.unit) == ("consultas-politicas-fra-vice_minister", unit)
    with pytest.raises(ActorRefusedError, match="ya es de esa familia"):
        save_mechanism(institution=institution, draft=dataclasses.replace(draft, name="Otro nombre"), actor=None)
    other = dataclasses.replace(draft, level="minister")
    assert save_mechanism(institution=institution, draft=other, actor=None).pk != made.pk
    with pytest.raises(ActorRefusedError) as refusal:
        save_mechanism(
            institution=institution,
            draft=MechanismDraft("", "", organisation="X", country="FRA", unit="Y", every_months=0, kind="z"),
            actor=None,
        )
    assert {field for field, _ in codes(refusal)} == {
        "name",
        "family",
        "organisation",
        "country",
        "unit",
        "every_months",
        "kind",
    }


def test_sessions_are_counted_by_the_new_family_of_their_mechanism(institution) -> None:
    where = '[{"field": "mechanism_family", "is": ["Comisiones mixtas"]}]'
    CountingRuleFactory(
        indicator__plan__institution=institution,
        definition=f'{{"by": "date", "kinds": ["mechanism_session"], "measure": "count", "where": {where}}}',
    )
    row = MechanismFactory(institution=institution)
    SessionFactory(institution=institution, mechanism=row)
    recount(institution)
    draft = MechanismDraft("Comisión mixta", "Comisiones mixtas", country="FRA")
    save_mechanism(institution=institution, draft=draft, row=row, actor=None)
    assert CountedValue.objects.get(period="2024", dimension="").number == 1
    assert " mixt " in Record.objects.get().search
    with pytest.raises(ActorRefusedError, match="sesiones de otro tipo"):
        save_mechanism(institution=institution, draft=dataclasses.replace(draft, kind="forum"), row=row, actor=None)


def test_how_a_commitment_stands_is_told_with_its_history(institution) -> None:
    row = CommitmentFactory(record__institution=institution)
    told = update_commitment(
        commitment=row, status="fulfilled", score=1, note="Enviado", actor=None, reason="informe 3"
    )
    assert (told.pk, told.status, told.score, told.note, told.due_on) == (row.pk, "fulfilled", 1, "Enviado", row.due_on)
    change = history_of(institution, "commitments", (row.record.code, 1)).get()
    assert change.before == {"status": "not_started", "note": ""}
    assert change.after == {"status": "fulfilled", "score": 1, "note": "Enviado"}
    assert change.reason == "informe 3"
    with pytest.raises(RecordRefusedError, match="puntaje 5"):
        update_commitment(commitment=told, status="fulfilled", score=5, actor=None)
