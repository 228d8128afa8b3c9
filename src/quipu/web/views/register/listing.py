"""The list of records: search, filters, views that people keep of it, and what is seen as a file."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from quipu.apps.accounts.permissions import Action
from quipu.apps.accounts.queries import saved_views
from quipu.apps.accounts.services import remove_view, save_view
from quipu.apps.register.models import Citation
from quipu.web.forms import SavedViewForm
from quipu.web.policy import in_institution
from quipu.web.register_export import FORMATS
from quipu.web.register_filters import filter_context
from quipu.web.register_listing import read_record_listing, record_page
from quipu.web.workplace import Workplace

PAGE = "register"


@in_institution(Action.VIEW_REGISTER)
@require_GET
def records(request: HttpRequest, place: Workplace) -> HttpResponse:
    """The records, searched, filtered and sorted by the address."""
    listing = read_record_listing(request)
    cited = Prefetch("citations", Citation.objects.only("record_id"))
    context = {
        **filter_context(place, listing),
        "formats": FORMATS,
        "rows": record_page(place, listing, request, cited),
        "headings": listing.headings(),
        "views": saved_views(user=request.user, institution=place.institution, page=PAGE),
    }
    return render(request, "register/list.html", context)


@in_institution(Action.VIEW_REGISTER)
@require_POST
def keep_view(request: HttpRequest, place: Workplace) -> HttpResponse:
    """Keeps the list as it is seen, under a name."""
    form = SavedViewForm(request.POST)
    address = reverse(PAGE, kwargs={"slug": place.institution.slug})
    if not form.is_valid():
        messages.error(request, gettext("The view was not saved: write a name for it, of at most 80 letters."))
        return redirect(f"{address}?{request.POST.get('query', '')[:500]}")
    view = save_view(user=request.user, institution=place.institution, page=PAGE, **form.cleaned_data)
    messages.success(request, gettext("The view “%(name)s” was saved.") % {"name": view.name})
    return redirect(f"{address}?{view.query}")


@in_institution(Action.VIEW_REGISTER)
@require_POST
def drop_view(request: HttpRequest, place: Workplace, view_id: int) -> HttpResponse:
    """Forgets one of one's own views."""
    if not remove_view(user=request.user, institution=place.institution, view_id=view_id):
        raise Http404
    messages.success(request, gettext("The view was removed."))
    return redirect(PAGE, slug=place.institution.slug)
