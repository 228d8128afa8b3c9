"""How often somebody gets the digest of the register by mail, and what today's would say."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from quipu.apps.accounts.mailing import is_mail_on
from quipu.apps.accounts.permissions import Action
from quipu.apps.register.models import DigestSubscription
from quipu.apps.register.queries.approvals import waiting_records
from quipu.apps.register.queries.digests import digest_contents, last_digest, reach_of
from quipu.apps.register.services.digest_words import digest_body
from quipu.apps.register.services.digests import subscribe
from quipu.web.policy import in_institution
from quipu.web.workplace import Workplace


@in_institution(Action.VIEW_REGISTER)
@require_http_methods(["GET", "POST"])
def digest(request: HttpRequest, place: Workplace) -> HttpResponse:
    """The choice of a rhythm; the digest itself is read here too, where no mail is sent."""
    every = DigestSubscription.Every
    if request.method == "POST" and request.POST.get("every") in every.values:
        subscribe(membership=place.membership, every=request.POST["every"])
        messages.success(request, _("Your choice was saved."))
        return redirect(place.address("digest"))
    today = timezone.localdate()
    chosen, since = last_digest(place.membership, today)
    context = {
        "page": "register",
        "tab": "pending",
        "chosen": chosen,
        "choices": [
            (every.DAY, _("Every day")),
            (every.WEEK, _("Every week")),
            (every.NEVER, _("Never")),
        ],
        "fault": request.method == "POST",
        "mail_on": is_mail_on(),
        "shown": "ver" in request.GET,
        "body": _today(place, today, since) if "ver" in request.GET else "",
    }
    return render(request, "register_records/digest.html", context, status=422 if context["fault"] else 200)


def _today(place: Workplace, today: date, since: date) -> str:
    contents = digest_contents(place.institution, reach_of(place.membership), on=today, since=since)
    waiting = waiting_records(place.institution, today, membership=place.membership)
    if contents.is_empty and not waiting:
        return ""
    return digest_body(place.institution, contents, on=today, since=since, waiting=waiting)
