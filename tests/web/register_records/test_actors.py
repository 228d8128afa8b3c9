"""People and organisations: found, read, added; and regions with their countries."""

from __future__ import annotations

import warnings

import pytest
from django.core.paginator import UnorderedObjectListWarning

from quipu.apps.register.models import Organisation, Person, PostHolding, Record, RegionCountry


def test_people_are_found_by_words_whatever_their_accents(as_role, at):
    client = as_role("reader")
    assert "Ana Quispe" in client.get(at("people-register") + "?q=QUÍSPE").content.decode()
    assert "Ana Quispe" not in client.get(at("people-register") + "?q=mamani").content.decode()
    assert "Ana Quispe" in client.get(at("people-register") + "?pais=Perú").content.decode()


def test_a_person_shows_posts_by_date_and_acts(as_role, at):
    page = as_role("reader").get(at("person", code="ac-ana-quispe")).content.decode()
    assert "Jefa de la diplomacia" in page
    assert "desde el 1 de enero de 2023" in page


def test_an_organisation_shows_seats_apart_from_acts(as_role, at):
    page = as_role("reader").get(at("organisation", code="AC-ORG")).content.decode()
    assert page.index("Asientos y candidaturas") < page.index("AC-ASIENTO") < page.index("Actos con ella")


@pytest.mark.parametrize(("name", "column"), [("organisations", "code"), ("people-register", "name")])
def test_organisations_and_people_stand_in_order(as_role, at, name, column):
    with warnings.catch_warnings():
        warnings.simplefilter("error", UnorderedObjectListWarning)
        rows = as_role("reader").get(at(name)).context["rows"]
    names = [getattr(row, column) for row in rows]
    assert names == sorted(names)


@pytest.mark.parametrize("name", ["person", "organisation", "mechanism", "edit-person", "edit-organisation"])
def test_what_does_not_exist_is_not_there(as_role, at, name):
    assert as_role("planner").get(at(name, code="nada")).status_code == 404


def test_an_official_is_added_with_a_post_that_is_new(as_role, at):
    client = as_role("planner")
    done = client.post(at("new-person"), {"name": "Luz Rojas", "country": "Francia"})
    person = Person.objects.get(name="Luz Rojas")
    assert (done["Location"], person.country) == (at("person", code=person.code), "FRA")
    typed = {"post": "Ministra", "level": "minister", "starts_on": "2024-01-01", "ends_on": ""}
    assert client.post(at("new-holding", code=person.code), typed).status_code == 302
    assert PostHolding.objects.get(person=person).post.name == "Ministra"
    other = client.post(at("new-holding", code="ac-ana-quispe"), typed | {"post": "Jefa de la diplomacia"})
    assert other.status_code == 422


def test_an_organisation_is_added_and_keeps_its_acronym(as_role, at):
    client = as_role("planner")
    typed = {"code": "OTRA", "name": "Otra organización", "kind": "regional", "country": ""}
    assert client.post(at("new-organisation"), typed).status_code == 302
    assert client.post(at("new-organisation"), typed).status_code == 422
    client.post(at("edit-organisation", code="OTRA"), typed | {"code": "NUEVA", "name": "La misma"})
    assert Organisation.objects.get(code="OTRA").name == "La misma"


def test_a_country_that_is_none_is_refused_beside_its_field(as_role, at):
    answer = as_role("planner").post(at("new-person"), {"name": "Alguien", "country": "Atlántida"})
    assert answer.status_code == 422
    assert 'id="id_country_error"' in answer.content.decode()


def test_a_region_shows_its_countries_and_takes_others(as_role, at, office):
    client = as_role("planner")
    assert "Alemania" in as_role("reader").get(at("regions")).content.decode()
    address = at("region", code="europa_central")
    typed = {"name": "Europa Central", "parent": "", "reason": "", "countries": ["DEU", "FRA"]}
    assert client.post(address, typed).status_code == 302
    held = RegionCountry.objects.filter(region__institution=office.institution, region__code="europa_central")
    assert sorted(held.values_list("country", flat=True)) == ["DEU", "FRA"]
    made = client.post(at("new-region"), {"code": "norte", "name": "Norte", "parent": "", "countries": ["DEU"]})
    assert made.status_code == 302
    assert Record.objects.get(code="AC-REUNION", institution=office.institution).regions == "|norte|"


def test_only_who_manages_the_register_changes_regions(as_role, at):
    assert as_role("focal_point").get(at("region", code="europa_central")).status_code == 404
    assert as_role("focal_point").get(at("new-region")).status_code == 404
