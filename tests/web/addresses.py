"""An address for every name in the table of addresses, and who may open it."""

from __future__ import annotations

from django.urls import URLPattern, get_resolver, reverse
from tests.web.planting import SLUG, Planted

from quipu.apps.accounts.permissions import Action
from quipu.web.policy import Audience


def patterns() -> list[URLPattern]:
    """Every pattern of the table of addresses."""
    return list(get_resolver().url_patterns)


def address_of(name: str, planted: Planted) -> str:
    """An address that exists, for a name of the table."""
    pattern = next(item for item in patterns() if item.name == name)
    known = {
        "slug": SLUG,
        "code": planted.activity if name == "activity" else planted.indicator,
        "format": "pdf" if name == "report-file" else "csv",
        "build_id": planted.build.pk,
        "view_id": 1,
        "key": "0" * 32,
    }
    return reverse(name, kwargs={part: known[part] for part in pattern.pattern.converters})


POSTED = {"sign-out", "language", "keep-view", "drop-view", "compute", "request-build", "publish"}
"""Names of addresses that only take a form."""


def policy_of(name: str) -> Action | Audience | None:
    """What the view of a name declares."""
    return getattr(next(item for item in patterns() if item.name == name).callback, "policy", None)
