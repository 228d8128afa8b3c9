"""A hundred posts that fill in and send their report at the same time, on a server started for this run."""

from __future__ import annotations

import http.client
import statistics
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from html.parser import HTMLParser
from threading import Barrier
from urllib.parse import urlencode

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from benchmarks.pages import Server
from benchmarks.table import Measure
from quipu.apps.accounts.models import Assignment, Membership, User
from quipu.apps.collection.models import Level, ReportingPeriod, Submission
from quipu.apps.collection.services.periods import open_period
from quipu.apps.plans.models import PlanVersion

POSTS = 100
FILLED = ("number", "physical", "financial")
"""Ends of the names of the fields that are filled in where they are empty."""


@dataclass
class Posted:
    """What one post met: the seconds of each request by what it was for, and the answers that were no success."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)


def measure_collection(version: PlanVersion, period: str, *, quick: bool) -> Iterator[Measure]:
    """Each post opens its page, saves a draft with everything filled in, and sends it, all at the same moment."""
    reporting_period = _opened(version, period)
    submissions = list(
        Submission.objects.filter(reporting_period=reporting_period).select_related("cost_centre__executing_unit")
    )[: 10 if quick else POSTS]
    sessions = [_session_of(submission) for submission in submissions]
    start = Barrier(len(submissions))
    with Server(threads=4) as port, ThreadPoolExecutor(len(submissions)) as pool:
        began = time.perf_counter()
        told = list(
            pool.map(
                lambda pair: _send(port, _address(pair[0]), pair[1], start), zip(submissions, sessions, strict=True)
            )
        )
        whole = time.perf_counter() - began
    errors = Counter(error for posted in told for error in posted.errors)
    sent = Submission.objects.filter(pk__in=[item.pk for item in submissions], state="submitted").count()
    for step in ("open", "save", "send"):
        taken = [second for posted in told for second in posted.seconds.get(step, ())]
        p95 = statistics.quantiles(taken, n=20)[-1]
        yield Measure(f"{len(submissions)} posts at once, {step}: p95", len(taken), f"{p95:.2f} s")
    yield Measure(
        f"{len(submissions)} posts at once, all three steps",
        1,
        f"{whole:.1f} s",
        "errors 0",
        f"errors {sum(errors.values())}; {sent} received" + "".join(f"; {text}" for text in errors),
    )


def _opened(version: PlanVersion, period: str) -> ReportingPeriod:
    today = timezone.localdate()
    dates = (today - timedelta(days=1), today + timedelta(days=10))
    return open_period(version=version, period=period, levels={Level.POST: dates, Level.UNIT: dates}, actor=None)


def _session_of(submission: Submission) -> str:
    user = User.objects.create_user(f"post-{submission.pk}")
    institution = submission.cost_centre.executing_unit.institution
    membership = Membership.objects.create(user=user, institution=institution, role="focal_point")
    Assignment.objects.create(membership=membership, cost_centre=submission.cost_centre)
    client = Client()
    client.force_login(user)
    return client.cookies["sessionid"].value


def _address(submission: Submission) -> str:
    centre = submission.cost_centre
    parts = {
        "slug": centre.executing_unit.institution.slug,
        "period": submission.reporting_period.period,
        "unit": centre.executing_unit.code,
        "centre": centre.code,
    }
    return reverse("submission", kwargs=parts)


def _warm(port: int, address: str, session: str) -> None:
    """Let both processes load what they load only once."""
    for _ in range(8):
        _Visitor(port, session, Posted()).ask("open", "GET", address)


def _send(port: int, address: str, session: str, start: Barrier) -> Posted:
    posted = Posted()
    visitor = _Visitor(port, session, posted)
    start.wait()
    page = visitor.ask("open", "GET", address)
    for step, action in (("save", "guardar/"), ("send", "enviar/")):
        visitor.ask(step, "POST", address + action, _filled(page))
        page = visitor.ask("open", "GET", address)
    return posted


class _Visitor:
    """Somebody's browser, as far as forms need one."""

    def __init__(self, port: int, session: str, posted: Posted) -> None:
        self._port, self._cookies, self._posted = port, {"sessionid": session}, posted

    def ask(self, step: str, method: str, address: str, form: dict[str, str] | None = None) -> str:
        link = http.client.HTTPConnection("127.0.0.1", self._port, timeout=120)
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        headers = {"Cookie": cookies, "Host": "localhost", "Content-Type": "application/x-www-form-urlencoded"}
        began = time.perf_counter()
        try:
            link.request(method, address, body=urlencode(form) if form else None, headers=headers)
            answer = link.getresponse()
            body = answer.read().decode()
        except OSError as error:
            self._posted.errors.append(f"{step}: {type(error).__name__}")
            return ""
        finally:
            link.close()
        self._posted.seconds.setdefault(step, []).append(time.perf_counter() - began)
        if answer.status not in (200, 302):
            self._posted.errors.append(f"{step}: {answer.status}")
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                cookie, _, rest = value.partition("=")
                self._cookies[cookie] = rest.partition(";")[0]
        return body


def _filled(page: str) -> dict[str, str]:
    """Every field of a page, those of values and amounts filled in."""
    reader = _Fields()
    reader.feed(page)
    return {
        name: value or ("1" if name.rpartition("-")[2] in FILLED else "") for name, value in reader.found.items()
    } | {"words-achievements": "Se cumplió lo previsto.", "words-limitations": "Ninguna.", "words-measures": "Ninguna."}


class _Fields(HTMLParser):
    """The fields of a page by name."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep inputs of a name; what is not ticked is not sent."""
        values = dict(attrs)
        if (
            tag in ("input", "textarea", "select")
            and values.get("name")
            and values.get("type") not in ("file", "radio")
        ):
            self.found.setdefault(str(values["name"]), values.get("value") or "")
