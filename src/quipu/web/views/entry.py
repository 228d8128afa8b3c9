"""Coming in and going out, and what belongs to the person rather than to an institution."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout, update_session_auth_hash
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from quipu.apps.accounts import attempts
from quipu.apps.accounts.queries import memberships_of
from quipu.apps.accounts.services import choose_language
from quipu.web.forms import LanguageForm, PasswordForm, SignInForm
from quipu.web.policy import Audience, open_to
from quipu.web.way_back import page_instead

_YEAR = 365 * 24 * 3600


@open_to(Audience.ANYONE)
@require_GET
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """Says `ok` when the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


@open_to(Audience.SIGNED_IN)
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The institutions where somebody has a role; with only one, its dashboard."""
    memberships = memberships_of(request.user)
    if len(memberships) == 1:
        return redirect("dashboard", slug=memberships[0].institution.slug)
    return render(request, "home.html", {"memberships": memberships})


@open_to(Audience.ANYONE)
@never_cache
@sensitive_post_parameters("password")
def sign_in(request: HttpRequest) -> HttpResponse:
    """Asks who it is; after five failures it waits a quarter of an hour."""
    if request.user.is_authenticated:
        return redirect("home")
    form = SignInForm(request, data=request.POST or None)
    if request.method != "POST":
        return render(request, "sign_in.html", {"form": form, "next": _next(request)})
    who = {"username": request.POST.get("username", ""), "address": request.META.get("REMOTE_ADDR", "")}
    if attempts.is_closed(**who):
        context = {"form": SignInForm(request), "next": _next(request), "minutes": attempts.MINUTES_CLOSED}
        return render(request, "sign_in.html", context, status=429)
    if not form.is_valid():
        attempts.count_failure(**who)
        return render(request, "sign_in.html", {"form": form, "next": _next(request)}, status=422)
    attempts.forget_failures(**who)
    login(request, form.get_user())
    return _speaking(redirect(_next(request) or resolve_url("home")), form.get_user().language)


@open_to(Audience.SIGNED_IN)
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ends the session."""
    logout(request)
    return redirect("sign-in")


@open_to(Audience.ANYONE)
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Changes the language, for this browser and for the person, and comes back to the page."""
    form = LanguageForm(request.POST)
    back = redirect(_next(request) or resolve_url("home"))
    if not form.is_valid():
        return back
    chosen = form.cleaned_data["language"]
    if request.user.is_authenticated:
        choose_language(user=request.user, language=chosen)
    return _speaking(back, chosen)


@open_to(Audience.SIGNED_IN)
def account(request: HttpRequest) -> HttpResponse:
    """Who one is here, in which language one reads, and one's roles."""
    form = LanguageForm(request.POST or None, initial={"language": request.LANGUAGE_CODE})
    if request.method == "POST" and form.is_valid():
        choose_language(user=request.user, language=form.cleaned_data["language"])
        return _speaking(redirect("account"), form.cleaned_data["language"])
    return render(request, "account.html", {"form": form, "memberships": memberships_of(request.user)})


@open_to(Audience.SIGNED_IN)
@never_cache
@sensitive_post_parameters("old_password", "new_password1", "new_password2")
def password(request: HttpRequest) -> HttpResponse:
    """Changes one's own password, for who knows the one there is; the other sessions end."""
    form = PasswordForm(request.user, request.POST or None)
    if request.method != "POST":
        return render(request, "password.html", {"form": form})
    who = {"username": request.user.get_username(), "address": request.META.get("REMOTE_ADDR", "")}
    if attempts.is_closed(**who):
        context = {"form": PasswordForm(request.user), "minutes": attempts.MINUTES_CLOSED}
        return render(request, "password.html", context, status=429)
    if not form.is_valid():
        if "old_password" in form.errors:
            attempts.count_failure(**who)
        return render(request, "password.html", {"form": form}, status=422)
    attempts.forget_failures(**who)
    update_session_auth_hash(request, form.save())
    messages.success(request, gettext("Your password was changed. Your other sessions have ended."))
    return redirect("account")


def _next(request: HttpRequest) -> str:
    """Where to go afterwards: an address of this site that a browser can open, or nothing."""
    address = request.POST.get("next") or request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure()):
        return ""
    return page_instead(urlsplit(address).path) or address


def _speaking(response: HttpResponse, chosen: str) -> HttpResponse:
    """The response, with the language remembered by the browser."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        chosen,
        max_age=_YEAR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response
