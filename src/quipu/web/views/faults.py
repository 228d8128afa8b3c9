"""Pages for what went wrong; none of them tells what exists."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from quipu.web.api.problems import is_for_programs, plain_problem
from quipu.web.way_back import page_of


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The request cannot be read."""
    return _page(request, "bad_request", 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The request is refused."""
    return _page(request, "forbidden", 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """There is no such page for this person."""
    return _page(request, "not_found", 404)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form came without its mark: it was kept open too long, or another site sent it."""
    return _page(request, "forbidden", 403)


def forms_only(request: HttpRequest, refusal: HttpResponse) -> HttpResponse:
    """The address only receives forms: the page it belongs to is one click away, and the refusal stays one."""
    if is_for_programs(request) or request.resolver_match is None:
        return refusal
    context = {"back": page_of(request.resolver_match)}
    response = render(request, "faults/forms_only.html", context, status=refusal.status_code)
    response["Allow"] = refusal["Allow"]
    return response


def broken(request: HttpRequest) -> HttpResponse:
    """Something failed here; the page asks nothing of the database."""
    return _page(request, "broken", 500)


def _page(request: HttpRequest, name: str, status: int) -> HttpResponse:
    """The page of a fault, outside any institution: what the address asked for there may be the very fault.

    A program is told the same as JSON.
    """
    if is_for_programs(request):
        return plain_problem(status)
    return render(request, f"faults/{name}.html", {"workplace": None}, status=status)
