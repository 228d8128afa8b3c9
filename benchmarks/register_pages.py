"""The ways to look at a register of a hundred thousand records, over loopback, one visitor at a time."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterator

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from benchmarks.pages import PASSWORD, Server, visit
from benchmarks.register_rows import analyse, plant_records
from benchmarks.table import Measure
from quipu.apps.accounts.models import Membership, User
from quipu.apps.organisation.models import Institution
from quipu.apps.register.models import Counterpart

RECORDS = 100_000
SLUG = "cien-mil"


def measure_register_pages(*, quick: bool) -> Iterator[Measure]:
    """Query count of every page, then its 95th percentile over loopback."""
    institution = Institution.objects.create(
        slug=SLUG, code="902", name="Cien mil", acronym="CM", country="XAU", synthetic=True
    )
    count = plant_records(institution, RECORDS // 10 if quick else RECORDS)
    analyse()
    user = User.objects.create_user("lookout", password=PASSWORD)
    Membership.objects.create(user=user, institution=institution, role="planner")
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    session = client.cookies["sessionid"].value
    with Server() as port:
        for name, address in _addresses(institution).items():
            queries = _queries(client, address)
            times = visit(port, address, session, 20 if quick else 40)
            p95 = statistics.quantiles(times, n=20)[-1] * 1000
            yield Measure(
                f"register of {count:,} records, {name}: p95 over loopback",
                len(times),
                f"{p95:.0f} ms",
                "< 200 ms",
                f"{queries} queries",
            )


def _addresses(institution: Institution) -> dict[str, str]:
    slug = institution.slug
    acts = reverse("register", args=[slug])
    months = reverse("register-calendar", args=[slug])
    year = institution.records.order_by("-first_month").values_list("first_month", flat=True)
    busy = year.filter(first_month__isnull=False)[0] // 12 - 1
    found = Counterpart.objects.filter(record__institution=institution).exclude(country="")
    country = Counter(found.values_list("country", flat=True)).most_common(1)[0][0]
    return {
        "list": acts,
        "last page of the list": f"{acts}?pagina={RECORDS}",
        "list of a year and a kind": f"{acts}?lapso={busy}&tipo=bilateral_meeting",
        "list of a region": f"{acts}?region=america",
        "list of a country": f"{acts}?pais={country}",
        "search of two words": f"{acts}?q=educacion+frontera",
        "search that finds nothing": f"{acts}?q=inexistente",
        "calendar": f"{months}?mes={busy}-05",
        "calendar, searched": f"{months}?mes={busy}-05&q=frontera",
        "timeline": reverse("register-timeline", args=[slug]),
        "map": reverse("register-map", args=[slug]),
        "map of a year": f"{reverse('register-map', args=[slug])}?lapso={busy}",
        "map, searched": f"{reverse('register-map', args=[slug])}?q=frontera",
        "countries": reverse("countries", args=[slug]),
        "sheet of the busiest country": reverse("country", args=[slug, country]),
        "mechanisms": reverse("mechanisms", args=[slug]),
        "what is pending": reverse("pending", args=[slug]),
    }


def _queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    if answer.status_code != 200:
        raise SystemExit(f"{address} answered {answer.status_code}")
    return len(captured)
