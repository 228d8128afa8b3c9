"""What pages show besides words: the institution's colours and its charts."""

from __future__ import annotations

import re

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from quipu.apps.accounts.permissions import Action
from quipu.web.charts import picture
from quipu.web.colours import readable_on_white
from quipu.web.policy import in_institution
from quipu.web.workplace import Workplace

_KEY = re.compile(r"[0-9a-f]{32}")


@in_institution(Action.VIEW_PLAN)
@require_GET
@cache_control(private=True, max_age=3600)
def theme(request: HttpRequest, place: Workplace) -> HttpResponse:
    """The institution's colours as custom properties, dark enough to read."""
    institution = place.institution
    accent, second = (readable_on_white(item) for item in (institution.primary_colour, institution.secondary_colour))
    return HttpResponse(f":root {{ --accent: {accent}; --second: {second}; }}\n", content_type="text/css")


@in_institution(Action.VIEW_PLAN)
@require_GET
@cache_control(private=True, max_age=31_536_000, immutable=True)
def chart(request: HttpRequest, place: Workplace, key: str) -> HttpResponseBase:
    """A chart's picture; its address is the hash of what it shows, so it never changes."""
    path = picture(place, key)
    if not _KEY.fullmatch(key) or not path.is_file():
        raise Http404
    return FileResponse(path.open("rb"), content_type="image/svg+xml")
