"""Reports: asking for one, following it, reading it and publishing it."""

from __future__ import annotations

import base64
import hashlib
import re

from django.urls import reverse
from tests.web.planting import REPORT, SLUG

from quipu.apps.evaluation.models import Evaluation
from quipu.apps.publishing.models import Build, Publication


def _address(name, **parts):
    return reverse(name, kwargs={"slug": SLUG, **parts})


def test_computing_again_makes_a_new_evaluation(as_role):
    before = Evaluation.objects.count()
    answer = as_role("evaluator").post(_address("compute"), follow=True)
    assert "Se calculó el periodo 2024" in answer.content.decode()
    assert Evaluation.objects.count() == before + 1


def test_a_report_is_asked_for_and_waits(as_role, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    client = as_role("evaluator")
    answer = client.post(_address("request-build"), {"report": "evaluation", "period": "2024"})
    made = Build.objects.latest("pk")
    assert answer["Location"] == _address("build", build_id=made.pk)
    assert made.requested_by.username == "evaluator"
    assert "en espera" in client.get(answer["Location"]).content.decode()


def test_a_report_of_a_period_outside_the_plan_is_refused_in_words(as_role):
    answer = as_role("evaluator").post(_address("request-build"), {"report": "evaluation", "period": "1999"})
    assert answer.status_code == 422
    assert "Hay un problema" in answer.content.decode()


def test_a_running_build_shows_how_far_it_is_without_javascript_too(planted, as_role):
    page = as_role("reader").get(_address("build", build_id=planted.running.pk)).content.decode()
    assert '<progress id="stage" value="1" max="4">' in page
    assert '<noscript><meta http-equiv="refresh"' in page


def test_the_progress_of_a_finished_build_asks_for_the_page_again(planted, as_role):
    client = as_role("reader")
    assert "HX-Refresh" not in client.get(_address("build-progress", build_id=planted.running.pk)).headers
    assert client.get(_address("build-progress", build_id=planted.build.pk))["HX-Refresh"] == "true"


def test_the_faults_of_a_build_are_listed(planted, as_role):
    Build.objects.filter(pk=planted.running.pk).update(
        state="failed", faults=["informe.md, línea 3: «[[X]]»: no existe."]
    )
    page = as_role("planner").get(_address("build", build_id=planted.running.pk)).content.decode()
    assert "informe.md, línea 3: «[[X]]»: no existe." in page


def test_the_stored_report_is_read_as_it_is_and_runs_nothing(planted, as_role):
    answer = as_role("reader").get(_address("read-document", build_id=planted.build.pk))
    style = base64.b64encode(hashlib.sha256(b"p { color: #222 }").digest()).decode()
    assert answer.content.decode() == REPORT
    assert f"style-src 'sha256-{style}'" in answer["Content-Security-Policy"]
    assert "script-src" not in answer["Content-Security-Policy"]
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "SAMEORIGIN"


def test_reading_online_frames_the_document_and_leads_back(planted, as_role):
    answer = as_role("reader").get(_address("read-report", build_id=planted.build.pk))
    page, document = answer.content.decode(), _address("read-document", build_id=planted.build.pk)
    assert re.search(
        rf'<iframe class="document" sandbox="allow-top-navigation-by-user-activation" title="[^"]+" src="{document}',
        page,
    )
    assert f'href="{_address("reports")}' in page
    assert _address("report-file", build_id=planted.build.pk, format="pdf") in page
    assert "frame-src 'self'" in answer["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
    assert "frame-src" not in as_role("reader").get(_address("reports"))["Content-Security-Policy"]


def test_a_file_is_downloaded_under_a_name_that_says_what_it_is(planted, as_role):
    answer = as_role("reader").get(_address("report-file", build_id=planted.build.pk, format="pdf"))
    assert b"".join(answer.streaming_content) == b"%PDF"
    assert 'filename="ejemplo-monitoring-2024.pdf"' in answer["Content-Disposition"]


def test_a_format_that_was_not_made_does_not_exist(planted, as_role):
    address = _address("report-file", build_id=planted.build.pk, format="docx")
    assert as_role("reader").get(address).status_code == 404


def test_a_file_that_changed_since_it_was_made_is_not_published(planted, as_role):
    answer = as_role("planner").post(_address("publish", build_id=planted.build.pk), follow=True)
    assert "ya no es el que se generó" in answer.content.decode()
    assert not Publication.objects.exists()


def test_a_published_report_stands_on_the_shelf_and_can_be_compared(planted, as_role):
    for file in planted.build.files.all():
        file.sha256 = hashlib.sha256(file.content.open("rb").read()).hexdigest()
        file.save()
    client = as_role("planner")
    answer = client.post(_address("publish", build_id=planted.build.pk), follow=True)
    assert "El informe está publicado" in answer.content.decode()
    assert re.search(r"Publicado el [^.<]+ por planner", answer.content.decode())
    told = client.get(_address("history")).content.decode()
    mark = planted.build.files.get(format="pdf").sha256
    assert f"PDF:</span> {mark[:12]}…" in told
    assert mark not in told
    assert "· Reporte de seguimiento ·" in told
    assert "Publicado el" in client.get(_address("reports")).content.decode()
    compared = client.get(_address("build", build_id=planted.build.pk) + "?comparar=1").content.decode()
    assert "todas las cifras se imprimen hoy igual" in compared


def test_comparing_computes_once_and_then_only_reads(planted, as_role, django_assert_max_num_queries):
    Publication.objects.create(build=planted.build)
    client, address = as_role("reader"), _address("build", build_id=planted.build.pk) + "?comparar=1"
    with django_assert_max_num_queries(22):
        client.get(address)
    with django_assert_max_num_queries(10):
        client.get(address)
