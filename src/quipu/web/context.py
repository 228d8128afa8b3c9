"""What every page knows."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest


def workplace(request: HttpRequest) -> dict[str, Any]:
    """The place of the request, when its page belongs to an institution."""
    return {"workplace": getattr(request, "workplace", None)}
