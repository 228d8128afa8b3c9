"""The keys with which programs act for a person: made, seen and revoked by that person."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from quipu.apps.accounts.queries import find_token, memberships_of, tokens_of
from quipu.apps.accounts.services import TokenRefusedError, make_token, revoke_token
from quipu.web.policy import Audience, open_to
from quipu.web.token_form import TokenForm

_MADE, _REFUSED = 201, 422


@open_to(Audience.SIGNED_IN)
@never_cache
def tokens(request: HttpRequest) -> HttpResponse:
    """One's keys and the form for another; the text of a new one is shown in this answer and nowhere else."""
    form = TokenForm(request.POST or None, memberships=memberships_of(request.user))
    if request.method != "POST":
        return _page(request, form)
    if form.is_valid():
        try:
            _token, text = make_token(**form.asked())
        except TokenRefusedError as error:
            form.add_error(None, error.why)
        else:
            return _page(request, TokenForm(memberships=memberships_of(request.user)), status=_MADE, text=text)
    return _page(request, form, status=_REFUSED)


@open_to(Audience.SIGNED_IN)
@require_POST
def revoke(request: HttpRequest, token_id: int) -> HttpResponse:
    """Ends one of one's keys; there is no way back, and making another takes a moment."""
    token = find_token(token_id, user=request.user)
    if token is None:
        raise Http404
    revoke_token(token=token)
    messages.success(request, _("The key “%(name)s” is revoked.") % {"name": token.name})
    return redirect("tokens")


def _page(request: HttpRequest, form: TokenForm, *, status: int = 200, text: str = "") -> HttpResponse:
    context = {"form": form, "tokens": tokens_of(request.user), "made": text, "now": timezone.now()}
    return render(request, "tokens.html", context, status=status)
