"""Pages over loopback, one visitor at a time and then eight, from a server started for this run."""

from __future__ import annotations

import http.client
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from benchmarks.table import Measure
from quipu.apps.accounts.models import Membership, User
from quipu.apps.collection.queries.board import board_of
from quipu.apps.collection.services.periods import open_period
from quipu.apps.plans.models import IndicatorSheet, OperationalActivity, PlanVersion

PASSWORD = "only-for-this-run-0001"  # noqa: S105


def measure_pages(version: PlanVersion, *, quick: bool) -> Iterator[Measure]:
    """Query count of every page, then its 95th percentile over loopback."""
    institution = version.plan.institution
    user = User.objects.create_user("bench", password=PASSWORD)
    Membership.objects.create(user=user, institution=institution, role="planner")
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    session = client.cookies["sessionid"].value
    addresses = _addresses(institution.slug, version)
    queries = {}
    for name, address in addresses.items():
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(address)
        if answer.status_code != 200:
            raise SystemExit(f"{address} answered {answer.status_code}")
        queries[name] = len(captured)
    with Server() as port:
        for name, address in addresses.items():
            times = visit(port, address, session, 20 if quick else 100)
            p95 = statistics.quantiles(times, n=20)[-1] * 1000
            yield Measure(
                f"page {name}: p95 over loopback", len(times), f"{p95:.0f} ms", "< 200 ms", f"{queries[name]} queries"
            )
        crowd = _crowd(port, next(iter(addresses.values())), session, 80 if quick else 400)
        yield Measure(
            "dashboard, eight visitors at once: p95",
            len(crowd),
            f"{statistics.quantiles(crowd, n=20)[-1] * 1000:.0f} ms",
        )


def _addresses(slug: str, version: PlanVersion) -> dict[str, str]:
    """Every page of an institution that is read, the period being the last of its ten years."""
    sheet = IndicatorSheet.objects.filter(version=version).select_related("indicator").first()
    activity = (
        OperationalActivity.objects.filter(operational_plan__version=version)
        .order_by("-operational_plan__year")
        .first()
    )
    if sheet is None or activity is None:
        raise SystemExit("The institution measured has no indicators or activities.")
    return {
        "dashboard": reverse("dashboard", args=[slug]),
        "plan": reverse("plan", args=[slug]),
        "comparison of versions": reverse("comparison", args=[slug]),
        "indicator": reverse("indicator", args=[slug, sheet.indicator.code]),
        "activities": reverse("activities", args=[slug]),
        "activities, searched": reverse("activities", args=[slug]) + "?q=informe",
        "activity": reverse("activity", args=[slug, activity.code]),
        "evaluation": reverse("evaluation", args=[slug]),
        "reports": reverse("reports", args=[slug]),
        "history": reverse("history", args=[slug]),
        "account": reverse("account"),
        **_of_collection(slug, version),
        "imports": reverse("imports", args=[slug]),
        "versions of the operational plan": reverse("poi-versions", args=[slug]),
    }


def _of_collection(slug: str, version: PlanVersion) -> dict[str, str]:
    """The pages of a reporting period with every post and unit in it; the unit shown owes the most."""
    today = timezone.localdate()
    dates = (today - timedelta(days=1), today + timedelta(days=9))
    levels = {"post": dates, "unit": dates}
    period = open_period(version=version, period=f"{version.end_year}-S1", levels=levels, actor=None)
    most = max(board_of(period, today).rows, key=lambda row: row.owed).cost_centre
    named = {"slug": slug, "period": period.period}
    return {
        "reporting periods": reverse("collection", args=[slug]),
        "board of a reporting period": reverse("reporting-period", kwargs=named),
        "report of a unit": reverse(
            "submission", kwargs={**named, "unit": most.executing_unit.code, "centre": most.code}
        ),
    }


class Server:
    """The web face on a free port of loopback, two processes of some threads, ended on the way out."""

    def __init__(self, threads: int = 1) -> None:
        self.threads = threads

    def __enter__(self) -> int:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "quipu.web.wsgi", "--bind", f"127.0.0.1:{self.port}", "--workers", "2",
             "--worker-class", "gthread", "--threads", str(self.threads), "--log-level", "error"],
            env=os.environ.copy(),
        )  # fmt: skip
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        return self.port

    def __exit__(self, *details: object) -> None:
        self.process.terminate()
        self.process.wait(timeout=10)


def visit(port: int, address: str, session: str, times: int) -> list[float]:
    """The seconds that each answer took; the first ones are left out, as the server has nothing at hand yet."""
    taken = []
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    for _ in range(times):
        start = time.perf_counter()
        link.request("GET", address, headers={"Cookie": f"sessionid={session}", "Host": "localhost"})
        answer = link.getresponse()
        body = answer.read()
        taken.append(time.perf_counter() - start)
        if answer.status != 200:
            raise SystemExit(f"{address} answered {answer.status}: {body[:200]!r}")
    return taken[max(1, times // 20) :]


def _crowd(port: int, address: str, session: str, times: int) -> list[float]:
    with ThreadPoolExecutor(8) as pool:
        return [t for part in pool.map(lambda _: visit(port, address, session, times // 8), range(8)) for t in part]
