"""Organisations, people, posts and who held them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q

from quipu.apps.accounts.models import User
from quipu.apps.organisation.models import Institution
from quipu.apps.register.drafts.faults import DraftFault, country_faults, fault, text_faults, word_faults
from quipu.apps.register.models import Level, Organisation, Person, Post, PostHolding
from quipu.apps.register.services.derived import refresh_derived
from quipu.apps.register.services.holding import hold_register
from quipu.apps.register.services.rows import Fact, code_faults, free_name_code, refuse, remove, store
from quipu.language import format_long_date


@dataclass(frozen=True, slots=True)
class OrganisationDraft:
    """An organisation as somebody writes it."""

    code: str
    name: str
    kind: str = "international"
    country: str = ""


@dataclass(frozen=True, slots=True)
class PersonDraft:
    """A person; without a code they get one made of their name."""

    name: str
    code: str = ""
    other_names: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class PostDraft:
    """A post; `organisation` is a code. Without a code it gets one made of its name."""

    name: str
    code: str = ""
    other_names: str = ""
    level: str = ""
    country: str = ""
    organisation: str = ""


@transaction.atomic
def save_organisation(
    *,
    institution: Institution,
    draft: OrganisationDraft,
    row: Organisation | None = None,
    actor: User | None,
    reason: str = "",
) -> Organisation:
    """Add an organisation, or change one; the records that were with it are found by its new name.

    Raises:
        ActorRefusedError: with every fault.
    """
    institution = hold_register(institution.pk)
    kept = row or Organisation(institution=institution)
    values = asdict(draft) | {"code": kept.code or draft.code.strip()}
    refuse([*code_faults(str(values["code"]), kept, institution.organisations), *_organisation(draft, institution)], "")
    fact = Fact("organisations", (values["code"],), "register.organisation")
    if store(kept, values, fact, institution=institution, actor=actor, reason=reason) and row is not None:
        refresh_derived(institution, institution.records.filter(counterparts__organisation=kept))
    return kept


@transaction.atomic
def save_person(
    *, institution: Institution, draft: PersonDraft, row: Person | None = None, actor: User | None, reason: str = ""
) -> Person:
    """Add a person, or change one.

    Raises:
        ActorRefusedError: with every fault.
    """
    institution = hold_register(institution.pk)
    kept = row or Person(institution=institution)
    code = kept.code or draft.code.strip() or free_name_code(draft.name, institution.people)
    refuse([*code_faults(code, kept, institution.people), *_named(draft, institution)], code)
    fact = Fact("people", (code,), "register.person")
    store(kept, asdict(draft) | {"code": code}, fact, institution=institution, actor=actor, reason=reason)
    return kept


@transaction.atomic
def save_post(
    *, institution: Institution, draft: PostDraft, row: Post | None = None, actor: User | None, reason: str = ""
) -> Post:
    """Add a post, or change one.

    Raises:
        ActorRefusedError: with every fault.
    """
    institution = hold_register(institution.pk)
    kept = row or Post(institution=institution)
    code = kept.code or draft.code.strip() or free_name_code(draft.name, institution.posts)
    organisation = institution.organisations.filter(code=draft.organisation).first() if draft.organisation else None
    faults = [*code_faults(code, kept, institution.posts), *_named(draft, institution, longest=250)]
    faults += word_faults("level", draft.level, Level, empty=True)
    if draft.organisation and organisation is None:
        faults.append(fault("organisation", "unknown", f"No hay una organización «{draft.organisation}».", "Elíjala."))
    refuse(faults, code)
    values = asdict(draft) | {"code": code, "organisation": organisation}
    fact = Fact("posts", (code,), "register.post")
    store(kept, values, fact, institution=institution, actor=actor, reason=reason)
    return kept


@transaction.atomic
def save_holding(
    *,
    post: Post,
    person: Person,
    starts_on: date,
    ends_on: date | None = None,
    row: PostHolding | None = None,
    actor: User | None,
    reason: str = "",
) -> PostHolding:
    """Say who held a post, from when until when.

    Raises:
        ActorRefusedError: it ends before it starts, is told already, or somebody else held the post meanwhile.
    """
    institution = hold_register(post.institution_id)
    kept = row or PostHolding(post=post)
    refuse(list(_holding_faults(post, person, (starts_on, ends_on), kept)), post.code)
    fact = Fact("post_holdings", (post.code, person.code, starts_on), "register.holding")
    values = {"person": person, "starts_on": starts_on, "ends_on": ends_on}
    store(kept, values, fact, institution=institution, actor=actor, reason=reason)
    return kept


@transaction.atomic
def remove_holding(*, holding: PostHolding, actor: User | None, reason: str = "") -> None:
    """Take back that somebody held a post."""
    institution = hold_register(holding.post.institution_id)
    key = (holding.post.code, holding.person.code, holding.starts_on)
    remove(holding, Fact("post_holdings", key, "register.holding"), institution=institution, actor=actor, reason=reason)


def _organisation(draft: OrganisationDraft, institution: Institution) -> Iterator[DraftFault]:
    yield from text_faults("code", draft.code, 40)
    yield from text_faults("name", draft.name, 250, needed=True)
    yield from word_faults("kind", draft.kind, Organisation.Kind)
    if draft.country:
        yield from country_faults("country", draft.country, institution)


def _named(draft: PersonDraft | PostDraft, institution: Institution, *, longest: int = 200) -> Iterator[DraftFault]:
    yield from text_faults("code", draft.code, 60)
    yield from text_faults("name", draft.name, longest, needed=True)
    yield from text_faults("other_names", draft.other_names)
    if draft.country:
        yield from country_faults("country", draft.country, institution)


def _holding_faults(
    post: Post, person: Person, days: tuple[date, date | None], kept: PostHolding
) -> Iterator[DraftFault]:
    starts_on, ends_on = days
    if ends_on is not None and ends_on < starts_on:
        yield fault("ends_on", "order", "Termina antes de empezar.", "Revise las dos fechas.")
        return
    meanwhile = post.holdings.exclude(pk=kept.pk).filter(Q(ends_on=None) | Q(ends_on__gt=starts_on))
    if ends_on is not None:
        meanwhile = meanwhile.filter(starts_on__lt=ends_on)
    for other in meanwhile.select_related("person")[:3]:
        until = format_long_date(other.ends_on) if other.ends_on else "hoy"
        yield fault(
            "starts_on",
            "overlap",
            f"{other.person.name} tiene ese cargo del {format_long_date(other.starts_on)} a {until}.",
            "Ponga antes el fin de aquel periodo.",
        )
