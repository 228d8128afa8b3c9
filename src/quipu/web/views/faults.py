"""Pages for what went wrong; none of them tells what exists."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The request cannot be read."""
    return render(request, "faults/bad_request.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The request is refused."""
    return render(request, "faults/forbidden.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """There is no such page for this person."""
    return render(request, "faults/not_found.html", status=404)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form came without its mark: it was kept open too long, or another site sent it."""
    return render(request, "faults/forbidden.html", status=403)


def broken(request: HttpRequest) -> HttpResponse:
    """Something failed here; the page asks nothing of the database."""
    return render(request, "faults/broken.html", status=500)
