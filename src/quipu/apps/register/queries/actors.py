"""Who acts, as people look for them: people with their posts by date, and organisations with their seats and acts."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date

from django.db.models import Count, F, Max, Q, QuerySet

from quipu.apps.organisation.models import Institution
from quipu.apps.register.models import Kind, Organisation, Participant, Person, Post, PostHolding, Record, Side

_SEATS = (Kind.BODY_SEAT, Kind.CANDIDACY)
_STANDING = Q(merged_into=None)


def people_of(institution: Institution, *, country: str = "") -> QuerySet[Person]:
    """People by name, each with how many acts they took part in (`acts`) and the latest one's date (`last`)."""
    found = institution.people.annotate(
        acts=Count("participations__record", filter=Q(participations__record__merged_into=None), distinct=True),
        last=Max("participations__record__starts_on", filter=Q(participations__record__merged_into=None)),
    )
    found = found.order_by("name", "code")
    return found.filter(country=country) if country else found


def person_in(institution: Institution, code: str) -> Person | None:
    """A person by code."""
    return institution.people.filter(code=code).first()


def holdings_of(person: Person) -> list[PostHolding]:
    """The posts that a person held, the latest first."""
    return list(person.holdings.select_related("post__organisation").order_by("-starts_on"))


def acts_of_person(person: Person) -> QuerySet[Participant]:
    """The acts in which a person took part, the latest first."""
    found = person.participations.filter(record__merged_into=None).select_related("record")
    return found.order_by(F("record__starts_on").desc(nulls_last=True), "record__code")


def posts_held_now(people: Sequence[Person], today: date) -> Mapping[int, list[Post]]:
    """The posts that each of some people holds on a day; one query. Who holds none is absent."""
    rows = PostHolding.objects.filter(person__in=[item.pk for item in people], starts_on__lte=today)
    found: dict[int, list[Post]] = {}
    for row in rows.filter(Q(ends_on=None) | Q(ends_on__gte=today)).select_related("post"):
        found.setdefault(row.person_id, []).append(row.post)
    return found


def organisations_of(institution: Institution, *, kind: str = "") -> QuerySet[Organisation]:
    """Organisations by acronym, each with how many acts were with it (`acts`) and the latest one's date (`last`)."""
    found = institution.organisations.annotate(
        acts=Count("counterparts__record", filter=Q(counterparts__record__merged_into=None), distinct=True),
        last=Max("counterparts__record__starts_on", filter=Q(counterparts__record__merged_into=None)),
    )
    found = found.order_by("code")
    return found.filter(kind=kind) if kind else found


def organisation_in(institution: Institution, code: str) -> Organisation | None:
    """An organisation by its acronym."""
    return institution.organisations.filter(code=code).first()


def acts_with(organisation: Organisation) -> QuerySet[Record]:
    """The acts that were with an organisation, seats and candidacies apart."""
    return Record.objects.filter(_STANDING, counterparts__organisation=organisation).exclude(kind__in=_SEATS)


def seats_in(organisation: Organisation) -> QuerySet[Record]:
    """Seats in the bodies of an organisation, and candidacies to them."""
    return Record.objects.filter(_STANDING, counterparts__organisation=organisation, kind__in=_SEATS)


def post_holder(post: Post, day: date) -> Person | None:
    """Who held a post on a day; None when nobody is known to have held it."""
    rows = post.holdings.filter(starts_on__lte=day).filter(Q(ends_on=None) | Q(ends_on__gte=day))
    found = rows.select_related("person").order_by("-starts_on").first()
    return found.person if found else None


def people_by_post(record: Record, participants: Sequence[Participant]) -> dict[int, Person]:
    """Who held, on the day of an act, the posts that its participants are known by; one query.

    A post is found by its name or by another way to call it, among those of the institution's country for its own side
    and among those of the countries that the act was with for the other. Who was named already is left out.

    Returns:
        People by the number of the participant.
    """
    unknown = [item for item in participants if item.person_id is None and item.post]
    if not unknown or record.starts_on is None:
        return {}
    held = _held_on(record.institution, record.starts_on)
    own, others = {record.institution.country}, set(filter(None, record.countries.split("|")))
    found = {}
    for item in unknown:
        side = own if item.side == Side.OWN else others
        people = {row.person for row in held.get(_plain(item.post), []) if row.post.country in side}
        if len(people) == 1:
            found[item.number] = people.pop()
    return found


def _held_on(institution: Institution, day: date) -> dict[str, list[PostHolding]]:
    rows = PostHolding.objects.filter(post__institution=institution, starts_on__lte=day)
    found: dict[str, list[PostHolding]] = {}
    for row in rows.filter(Q(ends_on=None) | Q(ends_on__gte=day)).select_related("post", "person"):
        for name in {row.post.name, *row.post.other_names.split(";")}:
            found.setdefault(_plain(name), []).append(row)
    return found


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.strip().casefold())
    return " ".join("".join(letter for letter in decomposed if not unicodedata.combining(letter)).split())
