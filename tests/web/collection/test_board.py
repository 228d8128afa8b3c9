"""The list of periods, the board and the calendar of each level."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.web.addresses import address_of
from tests.web.planting import SLUG

from quipu.apps.accounts.models import Assignment
from quipu.apps.collection.models import Reminder, ReportingLevel, ReportingPeriod, Submission


@pytest.fixture
def board(planted, db):
    return address_of("reporting-period", planted)


def _late(planted):
    yesterday = timezone.localdate() - timedelta(days=1)
    ReportingLevel.objects.filter(reporting_period=planted.submission.reporting_period).update(due_on=yesterday)


def test_everybody_stands_on_the_board(as_role, board, planted):
    page = as_role("planner").get(board).content.decode()
    every = Submission.objects.filter(reporting_period=planted.submission.reporting_period)
    assert all(item.cost_centre.name.replace("&", "&amp;") in page for item in every.select_related("cost_centre"))


def test_an_evaluator_reads_it_and_manages_nothing(as_role, board):
    page = as_role("evaluator").get(board).content.decode()
    assert "Bloquear" not in page
    assert 'id="manage"' not in page


def test_a_focal_point_sees_only_what_is_assigned(as_role, board, planted):
    rows = as_role("focal_point").get(board).context["rows"]
    assigned = planted.focal_point.assignments.values_list("cost_centre", flat=True)
    every = Submission.objects.filter(reporting_period=planted.submission.reporting_period, cost_centre__in=assigned)
    assert planted.submission.cost_centre_id in assigned
    assert {row.cost_centre.pk for row, _address in rows} == {item.cost_centre_id for item in every}


@pytest.mark.parametrize(
    ("query", "admits"),
    [
        ({"nivel": "unit"}, lambda row: row.level == "unit"),
        ({"estado": "approved"}, lambda row: row.state == "approved"),
        ({"tarde": "si"}, lambda row: row.late),
        ({"q": "zzz"}, lambda row: False),
    ],
)
def test_filters_live_in_the_address(query, admits, as_role, board):
    client = as_role("planner")
    every = [row for row, _address in client.get(board).context["rows"]]
    found = [row for row, _address in client.get(board, query).context["rows"]]
    assert [row.cost_centre.pk for row in found] == [row.cost_centre.pk for row in every if admits(row)]


def test_it_is_sorted_by_any_column(as_role, board):
    for column in ("unidad", "estado", "enviado", "atraso", "llenado", "siguiente"):
        rows = as_role("planner").get(board, {"orden": f"-{column}"}).context["rows"]
        assert len(rows) > 1


def test_more_posts_take_no_more_queries(as_role, board, django_assert_num_queries):
    client = as_role("planner")
    with CaptureQueriesContext(connection) as asked:
        client.get(board, {"q": "zzz"})
    with django_assert_num_queries(len(asked)):
        client.get(board)


def test_what_is_seen_is_exported(as_role, planted):
    address = address_of("export-board", planted)
    answer = as_role("evaluator").get(address, {"nivel": "unit"})
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    units = Submission.objects.filter(reporting_period=planted.submission.reporting_period, level="unit")
    assert len(rows) == units.count() + 1
    assert rows[0][2] == "Unidad o misión"


def test_everybody_who_is_late_is_reminded_at_once(as_role, board, planted):
    _late(planted)
    client = as_role("planner")
    assert "atrasados" in client.get(board).content.decode()
    client.post(address_of("remind", planted))
    assert (
        Reminder.objects.count()
        == Submission.objects.filter(reporting_period=planted.submission.reporting_period).count()
    )


def test_one_is_reminded_and_the_filter_stays(as_role, planted):
    address = address_of("remind", planted)
    answer = as_role("planner").post(address, {"submission": planted.submission.pk, "query": "nivel=unit"})
    assert answer["Location"].endswith("?nivel=unit")
    assert Reminder.objects.get().submission_id == planted.submission.pk
    assert as_role("planner").post(address, {"submission": "0"}).status_code == 404


def test_a_level_is_closed_and_reopened(as_role, planted):
    client = as_role("planner")
    client.post(address_of("level-close", planted))
    level = ReportingLevel.objects.get(
        reporting_period=planted.submission.reporting_period, level=planted.submission.level
    )
    assert level.state == "closed"
    client.post(address_of("level-reopen", planted), {"reason": "Faltaba una misión."})
    level.refresh_from_db()
    assert level.state == "open"


def test_locking_shows_what_is_left_and_asks_to_confirm(as_role, planted):
    client, address = as_role("planner"), address_of("level-lock", planted)
    assert planted.submission.cost_centre.name in client.get(address).content.decode()
    assert client.post(address, {}).status_code == 422
    assert client.post(address, {"confirm": "on"}).status_code == 302
    level = ReportingLevel.objects.get(
        reporting_period=planted.submission.reporting_period, level=planted.submission.level
    )
    assert level.state == "locked"


def test_dates_in_the_wrong_order_are_refused(as_role, planted):
    client, address = as_role("planner"), address_of("level-dates", planted)
    assert client.post(address, {"opens_on": "2026-05-10", "due_on": "2026-05-01"}).status_code == 422
    assert client.post(address, {"opens_on": "2026-05-10", "due_on": "2026-05-20"}).status_code == 302


def test_a_period_is_opened_from_the_list(as_role, planted):
    client, address = as_role("planner"), reverse("open-period", kwargs={"slug": SLUG})
    sent = {"period": f"{planted.version.pk}:2024-S2", "unit_opens": "2026-01-01", "unit_due": "2026-02-01"}
    answer = client.post(address, sent)
    assert answer["Location"] == reverse("reporting-period", kwargs={"slug": SLUG, "period": "2024-S2"})
    made = ReportingPeriod.objects.get(period="2024-S2")
    assert [level.level for level in made.levels.all()] == ["unit"]


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"unit_due": ""}, "Un nivel necesita sus dos fechas"),
        ({"unit_opens": "", "unit_due": ""}, "al menos un nivel"),
        ({"unit_due": "2025-01-01"}, "anterior a la de apertura"),
        ({"period": "1:1999"}, "Hay un problema"),
    ],
)
def test_a_period_that_cannot_be_opened_says_why(changed, told, as_role, planted):
    sent = {"period": f"{planted.version.pk}:2024-S2", "unit_opens": "2026-01-01", "unit_due": "2026-02-01"}
    answer = as_role("planner").post(reverse("open-period", kwargs={"slug": SLUG}), {**sent, **changed})
    assert answer.status_code == 422
    assert told in answer.content.decode()


def test_a_period_that_is_open_already_is_told(as_role, planted):
    sent = {"period": f"{planted.version.pk}:2024-S1", "unit_opens": "2026-01-01", "unit_due": "2026-02-01"}
    answer = as_role("planner").post(reverse("open-period", kwargs={"slug": SLUG}), sent)
    assert "ya se abrió" in answer.content.decode()


def test_a_focal_point_finds_first_what_is_owed(as_role, planted):
    page = as_role("focal_point").get(address_of("collection", planted)).content.decode()
    assert "Lo que debe reportar" in page
    assert address_of("submission", planted) in page
    assert "Abrir un periodo" not in page


def test_somebody_without_cost_centres_is_told_what_to_do(as_role, planted):
    Assignment.objects.all().delete()
    page = as_role("focal_point").get(address_of("collection", planted)).content.decode()
    assert "No tiene nada que reportar" in page


def test_a_reader_has_no_link_to_it(as_role, planted):
    address = address_of("collection", planted)
    assert address in as_role("evaluator").get(address_of("plan", planted)).content.decode()
    assert address not in as_role("reader").get(address_of("plan", planted)).content.decode()


def test_everybody_who_has_not_sent_is_reminded_at_once(as_role, board, planted):
    client = as_role("planner")
    assert 'name="who" value="faltan"' in client.get(board).content.decode()
    client.post(address_of("remind", planted), {"who": "faltan"})
    waiting = Submission.objects.filter(reporting_period=planted.submission.reporting_period)
    assert Reminder.objects.count() == waiting.count()


def test_what_the_plan_holds_is_told_apart_from_what_was_filled_in(as_role, board):
    client = as_role("planner")
    rows = [row for row, _address in client.get(board).context["rows"]]
    assert any(row.in_plan for row in rows)
    assert all(row.in_plan <= row.filled <= row.owed for row in rows)
    assert "ya en el plan" in client.get(board).content.decode()


def test_a_lock_is_lifted_and_the_period_leads_to_its_evaluation(as_role, board, planted):
    client = as_role("planner")
    assert "?periodo=2024-S1" not in client.get(board).content.decode()
    ReportingLevel.objects.filter(reporting_period=planted.submission.reporting_period).update(state="locked")
    page = client.get(board).content.decode()
    assert "Levantar el bloqueo" in page
    assert "?periodo=2024-S1" in page


def test_the_form_offers_one_version_and_the_latest_semester_not_opened(as_role, planted):
    form = as_role("planner").get(address_of("collection", planted)).context["form"]
    offered = [code for code, _name in form.fields["period"].choices]
    assert all(code.startswith(f"{planted.version.pk}:") for code in offered)
    assert form.initial["period"] == f"{planted.version.pk}:2024-S2"
