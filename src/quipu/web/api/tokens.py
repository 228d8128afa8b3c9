"""Who is asking: a program with the key of a person, and what that key and that person's role let it do.

Only the header `Authorization: Bearer` counts. A session's cookie says nothing here, so another site cannot use it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from ninja.security import HttpBearer

from quipu.apps.accounts import attempts
from quipu.apps.accounts.models import ApiToken, Membership
from quipu.apps.accounts.permissions import BOUND_TO_COST_CENTRES, Action, allows
from quipu.apps.accounts.queries import assigned_centres, token_of
from quipu.apps.accounts.services import mark_token_used
from quipu.apps.organisation.models import Institution
from quipu.apps.register.queries.reach import Reach, units_of
from quipu.web.api.problems import MissingError, TooManyFailuresError, UnknownKeyError
from quipu.web.api.schemas.shared import Problem

_NAMED = "program"
"""Failed keys are counted by address alone: what was sent may be half of somebody's key."""


@dataclass(frozen=True)
class Caller:
    """A program, by its key."""

    token: ApiToken

    @property
    def membership(self) -> Membership:
        """The person's role in the institution, which the key takes."""
        return self.token.membership

    @property
    def institution(self) -> Institution:
        """The one institution that the key opens."""
        return self.membership.institution

    def reaches(self, cost_centre_id: int) -> bool:
        """Whether what a cost centre owes is of the person's concern."""
        return self._bound_to is None or cost_centre_id in self._bound_to

    @cached_property
    def reach(self) -> Reach | None:
        """The units and missions whose records the person may write; None for everything."""
        return units_of(self._bound_to)

    @cached_property
    def _bound_to(self) -> frozenset[int] | None:
        bound = self.membership.role in BOUND_TO_COST_CENTRES
        return assigned_centres(self.membership) if bound else None

    def may(self, action: Action) -> bool:
        """Whether the key names the action and the person's role allows it now."""
        return action.value in self.token.actions and allows(self.membership.role, action)


class Key(HttpBearer):
    """Asks for a key that may take an action.

    Forbidden and missing answer alike (404), as on the pages: an address tells nothing to who may not read it.
    """

    def __init__(self, action: Action) -> None:
        super().__init__()
        self.action = action

    def __call__(self, request: HttpRequest) -> Caller:
        """The caller, even when no header came: its absence is told as any other key that is not one."""
        scheme, _, text = request.headers.get(self.header, "").partition(" ")
        return self.authenticate(request, text.strip() if scheme.lower() == self.openapi_scheme else "")

    def authenticate(self, request: HttpRequest, token: str) -> Caller:
        """The caller.

        Raises:
            UnknownKeyError: there is no such key in force.
            TooManyFailuresError: nor were the last ones from this address.
            MissingError: the key does not open this institution, or may not take this action.
        """
        found = token_of(token)
        if found is None:
            raise _failed(request)
        caller = Caller(found)
        slug = request.resolver_match.kwargs.get("slug", caller.institution.slug)
        if slug != caller.institution.slug or not caller.may(self.action):
            raise MissingError
        mark_token_used(token=found)
        return caller


def _failed(request: HttpRequest) -> Exception:
    """What a key that is none is told.

    Keys are too long to be guessed, so a good one is never held up by the failures of another program that comes from
    the same address, or from behind the same server; only the failures themselves are counted and slowed.
    """
    address = request.META.get("REMOTE_ADDR", "")
    closed = attempts.is_closed(username=_NAMED, address=address)
    if closed:
        return TooManyFailuresError(attempts.MINUTES_CLOSED)
    attempts.count_failure(username=_NAMED, address=address)
    return UnknownKeyError()


def taking(action: Action, answer: Any, *refusals: int) -> Mapping[str, Any]:
    """What every operation declares: the action that it takes, its answer, and the ways in which it may refuse.

    Args:
        action: asked of the permission table, and written in the description.
        answer: the schema of the answer when all goes well.
        refusals: statuses besides those that every operation has.
    """
    told = dict.fromkeys((401, 404, 422, 429, 500, *refusals), Problem)
    return {"auth": Key(action), "response": {200: answer, **told}, "openapi_extra": {"x-action": action.value}}
