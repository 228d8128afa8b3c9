"""Addresses that only receive forms, and the page that each belongs to."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

from django.urls import Resolver404, ResolverMatch, URLPattern, get_resolver, resolve, reverse

_DOWNLOADS = frozenset({"evidence-file"})
"""Names of addresses that give a file, where nobody can go on from."""


def page_instead(path: str) -> str:
    """The page to open instead of an address that only receives forms; empty when the address can be opened itself."""
    try:
        match = resolve(path)
    except Resolver404:
        return ""
    return page_of(match) if receives_only_forms(match.func) else ""


def page_of(match: ResolverMatch) -> str:
    """The nearest page above an address in the table of addresses; the start when there is none."""
    known = [item for item in get_resolver().url_patterns if isinstance(item, URLPattern)]
    pages = {str(item.pattern): item for item in known if _is_page(item)}
    route = match.route
    while "/" in route:
        route = route.rstrip("/").rpartition("/")[0]
        found = pages.get(f"{route}/" if route else "")
        if found is not None:
            return reverse(found.name, kwargs={part: match.kwargs[part] for part in found.pattern.converters})
    return reverse("home")


def receives_only_forms(view: Callable[..., Any] | None) -> bool:
    """Whether a view answers no GET: Django's `require_POST` keeps what it allows in its closure."""
    while inspect.isfunction(view):
        allowed = inspect.getclosurevars(view).nonlocals.get("request_method_list")
        if allowed is not None:
            return "GET" not in allowed
        view = getattr(view, "__wrapped__", None)
    return False


def _is_page(item: URLPattern) -> bool:
    return item.name not in _DOWNLOADS and not receives_only_forms(item.callback)
