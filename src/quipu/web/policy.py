"""Who may open each page: every view declares it, and a test fails for one that does not.

What is forbidden and what does not exist answer alike (404), so that an address tells nothing to who may not read it.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponseBase

from quipu.apps.accounts.permissions import Action, allows
from quipu.apps.accounts.queries import membership_in
from quipu.web.workplace import Workplace

View = Callable[..., HttpResponseBase]


class Audience(StrEnum):
    """Who opens a page that belongs to no institution."""

    ANYONE = "anyone"
    SIGNED_IN = "signed_in"


def open_to(audience: Audience) -> Callable[[View], View]:
    """Declares a page of no institution: for anyone, or for who has signed in."""

    def declare(view: View) -> View:
        declared: Any = login_not_required(view) if audience is Audience.ANYONE else view
        declared.policy = audience
        return declared

    return declare


def in_institution(action: Action) -> Callable[[View], View]:
    """Declares a page of an institution and the action that it takes.

    The view receives a `Workplace` in the place of the institution's slug; the pages find it at `request.workplace`.
    """

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, slug: str, **parts: Any) -> HttpResponseBase:
            membership = membership_in(user=request.user, slug=slug)
            if membership is None or not allows(membership.role, action):
                raise Http404
            place = Workplace(membership, request)
            request.workplace = place
            return view(request, place, **parts)

        guarded.policy = action
        return guarded

    return declare
