"""A build, its publication, and what changes afterwards."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

import pytest
from tests.databases import dump_django
from tests.loaded import version_of

from quipu.apps.evaluation.models import Evaluation
from quipu.apps.evaluation.services import compute_evaluation
from quipu.apps.history.models import Change
from quipu.apps.plans.models import DirectionOverride, ObtainedValue
from quipu.apps.publishing import services
from quipu.apps.publishing.making import make_report
from quipu.apps.publishing.models import Build, Narrative, Publication
from quipu.apps.publishing.queries import drift, shelf_of
from quipu.apps.publishing.services import PublishingError, build_report, make_build, publish, request_build
from quipu.apps.publishing.tasks import run_build
from quipu.reports import DocumentError

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("institutions")]


@pytest.fixture(scope="module")
def made(institutions, django_db_blocker):
    """Both reports of the demo institution, made once."""
    with django_db_blocker.unblock():
        computation = compute_evaluation(version=version_of("mre"), period="2024")
        return {report: make_report(computation, report, dated=date(2025, 4, 30)) for report in REPORTS}


REPORTS = ("evaluation", "monitoring")


@pytest.fixture
def quick(made, monkeypatch):
    """Reports come ready made, since these tests are about keeping them."""
    monkeypatch.setattr(services, "make_report", lambda computation, report, **_: made[report])


@pytest.fixture
def build(quick):
    """The evaluation report of the demo institution, built."""
    return build_report(version=version_of("mre"), period="2024", report="evaluation")


def content(build, extension):
    return Path(build.files.get(format=extension).content.path)


def set_value(indicator, number):
    ObtainedValue.objects.filter(indicator__code=indicator, period="2024").update(number=number)


# ---------------------------------------------------------------- building


def test_a_build_keeps_files_figures_and_the_results_they_came_from(build, made):
    build.refresh_from_db()
    assert (build.state, build.warnings, build.faults) == ("done", [], [])
    assert build.finished_at is not None
    files = {file.format: file for file in build.files.all()}
    assert set(files) == {"html", "docx", "pdf"}
    for extension, file in files.items():
        assert content(build, extension).read_bytes() == made["evaluation"].files[extension]
        assert file.sha256 == hashlib.sha256(made["evaluation"].files[extension]).hexdigest()
        assert file.size == len(made["evaluation"].files[extension])
    assert str(build.evaluation.results.get(code="OEI.05").progress) == "90.74"
    figure = build.figures.get(reference="OEI.05:avance")
    assert (figure.printed, figure.exact) == ("90.7\u00a0%", "90.74")
    assert "17,268 / 19,030" in figure.trace


def test_the_figures_of_the_tables_are_kept_after_those_of_the_text(quick):
    build = build_report(version=version_of("mre"), period="2024", report="monitoring")
    numbers = list(build.figures.values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    told = dict(build.figures.values_list("reference", "printed"))
    assert told["OEI.05#IND.OEI.05@2024:valor ?? —"] == "17,268"
    assert told["OEI.05#IND.OEI.05@2024:meta ?? —"] == "19,030"
    assert told["OEI.02#IND.OEI.02@2024:valor ?? —"] == "—"
    assert build.figures.get(printed="17,268", reference__startswith="OEI.05").exact == "17268.0000"


def test_a_report_that_cannot_be_made_leaves_no_trace():
    Narrative.objects.filter(section="resumen", report="evaluation").update(body="[[OEI.99:avance]]")
    before = dump_django()
    with pytest.raises(DocumentError):
        build_report(version=version_of("mre"), period="2024", report="evaluation")
    assert dump_django() == before


@pytest.mark.parametrize("make", [build_report, request_build])
def test_a_report_that_does_not_exist_is_refused(make):
    before = dump_django()
    with pytest.raises(PublishingError, match="«balance»"):
        make(version=version_of("mre"), period="2024", report="balance")
    assert dump_django() == before


def test_a_failure_while_storing_leaves_no_trace(quick, monkeypatch):
    def fail(*_, **__):
        raise OSError("disk")

    monkeypatch.setattr(services.ReportFigure.objects, "bulk_create", fail)
    before = dump_django()
    with pytest.raises(OSError, match="disk"):
        build_report(version=version_of("mre"), period="2024", report="evaluation")
    assert dump_django() == before


def test_a_requested_build_is_made_by_the_worker(quick):
    build = request_build(version=version_of("mre"), period="2024", report="evaluation")
    assert (build.state, build.files.count()) == ("waiting", 0)
    run_build.func(build.pk)
    build.refresh_from_db()
    assert (build.state, build.stage, build.files.count()) == ("done", "evaluation", 3)
    assert build.evaluation.results.exists()
    assert Build.objects.count() == 1


def test_a_requested_build_that_fails_keeps_its_faults_for_its_author():
    body = "[[OEI.99:avance]]\n\n[[OEI.02:valor]]"
    Narrative.objects.filter(section="resumen", report="evaluation").update(body=body)
    build = request_build(version=version_of("mre"), period="2024", report="evaluation")
    run_build.func(build.pk)
    build.refresh_from_db()
    assert (build.state, build.files.count(), build.evaluation) == ("failed", 0, None)
    assert ["[[OEI.99:avance]]" in build.faults[0], "[[OEI.02:valor]]" in build.faults[1]] == [True, True]
    assert "línea 3" in build.faults[1]
    assert not Evaluation.objects.exists()


def test_a_failure_of_ours_says_no_more_than_its_name(quick, monkeypatch):
    def fail(*_, **__):
        raise KeyError("secret path")

    monkeypatch.setattr(services, "compute_evaluation", fail)
    build = request_build(version=version_of("mre"), period="2024", report="evaluation")
    with pytest.raises(KeyError):
        make_build(build)
    build.refresh_from_db()
    assert (build.state, build.faults) == ("failed", ["Error interno: KeyError."])


def test_builds_are_listed_latest_first(quick):
    version = version_of("mre")
    made = [build_report(version=version, period="2024", report=report) for report in REPORTS]
    assert shelf_of(version.plan.institution).builds == made[::-1]


# ---------------------------------------------------------------- publishing


def test_a_publication_is_told_in_the_history_with_the_hash_of_each_file(build):
    publication = publish(build=build)
    (change,) = Change.objects.filter(action="publishing.report.published")
    assert change.institution == build.version.plan.institution
    assert change.after == {file.format: file.sha256 for file in build.files.all()}
    assert shelf_of(build.version.plan.institution).published == [publication]


def test_publishing_twice_is_refused(build):
    publish(build=build)
    before = dump_django()
    with pytest.raises(PublishingError) as refused:
        publish(build=build)
    assert refused.value.code == "publishing.already_published"
    assert dump_django() == before


@pytest.mark.parametrize("extension", ["html", "docx", "pdf"])
@pytest.mark.parametrize("harm", ["altered", "removed"])
def test_a_file_that_is_not_what_was_built_is_not_published(build, extension, harm):
    path = content(build, extension)
    if harm == "altered":
        path.write_bytes(path.read_bytes() + b" ")
    else:
        path.unlink()
    before = dump_django()
    with pytest.raises(PublishingError, match=extension) as refused:
        publish(build=build)
    assert refused.value.code == "publishing.file_altered"
    assert refused.value.remedy
    assert dump_django() == before
    again = build_report(version=build.version, period="2024", report="evaluation")
    publish(build=again)


def test_an_unfinished_build_is_not_published(quick):
    build = request_build(version=version_of("mre"), period="2024", report="evaluation")
    with pytest.raises(PublishingError, match="terminado"):
        publish(build=build)
    assert not Publication.objects.exists()


@pytest.mark.parametrize("find", [services.find_build, services.find_publication])
@pytest.mark.parametrize("number", [0, 999_999, 10**30])
def test_what_does_not_exist_is_told(find, number):
    with pytest.raises(PublishingError, match=str(number)):
        find(number)


# ---------------------------------------------------------------- afterwards


def test_what_is_served_afterwards_is_what_was_published(build, made):
    publish(build=build)
    set_value("IND.OEI.05", 19030)
    build_report(version=build.version, period="2024", report="evaluation")
    for extension, kept in made["evaluation"].files.items():
        assert content(build, extension).read_bytes() == kept
    assert build.figures.get(reference="OEI.05:avance").printed == "90.7\u00a0%"
    assert str(build.evaluation.results.get(code="OEI.05").progress) == "90.74"


@pytest.mark.parametrize("report", REPORTS)
def test_nothing_drifts_before_anything_changes(quick, report):
    publication = publish(build=build_report(version=version_of("mre"), period="2024", report=report))
    assert drift(publication) == []


def test_drift_lists_exactly_the_figures_that_changed(build):
    publication = publish(build=build)
    set_value("IND.OEI.05", 18078)  # 95.00 %: still of the medium level
    changed = {(item.printed.replace("\u00a0", " "), item.now.replace("\u00a0", " ")) for item in drift(publication)}
    assert changed == {("17,268", "18,078"), ("90.7 %", "95.0 %")}
    assert all(item.reference.startswith("OEI.05") for item in drift(publication))
    set_value("IND.OEI.05", 17268)
    assert drift(publication) == []


def test_a_level_that_changes_drifts_with_its_counts_and_means(build):
    publication = publish(build=build)
    set_value("IND.AEI.05.01", 19030)
    references = {item.reference.partition(" ")[0] for item in drift(publication)}
    assert {"PEI:acciones_alto", "PEI:acciones_medio"} <= references
    assert not {reference for reference in references if reference.startswith("OEI.01")}


def test_a_monitoring_report_drifts_by_the_figures_of_its_tables(quick):
    build = build_report(version=version_of("mre"), period="2024", report="monitoring")
    publication = publish(build=build)
    set_value("IND.OEI.05", 18078)
    changed = [(item.printed, item.now.replace("\u00a0", " ")) for item in drift(publication)]
    assert changed == [("17,268", "18,078"), ("90.7\u00a0%", "95.0 %")]


def test_a_figure_that_no_longer_exists_drifts_as_gone(build):
    publication = publish(build=build)
    ObtainedValue.objects.filter(indicator__code="IND.OEI.05").delete()
    gone = {item.reference: item.now for item in drift(publication)}
    assert gone["OEI.05:valor"] == ""
    assert gone["OEI.05:avance"] == ""


def test_an_override_that_is_withdrawn_drifts(build):
    publication = publish(build=build)
    DirectionOverride.objects.all().delete()
    changed = {item.reference.partition(" ")[0]: item.now for item in drift(publication)}
    assert changed["AEI.05.04@2024:avance|0.0"] == "0.0\u00a0%"


def test_other_separators_are_no_drift(build):
    publication = publish(build=build)
    institution = build.version.plan.institution
    institution.decimal_separator, institution.group_separator = ",", "."
    institution.save()
    assert drift(Publication.objects.get(pk=publication.pk)) == []


def test_a_build_whose_facts_have_changed_is_not_published(build):
    set_value("IND.OEI.05", 19030)
    with pytest.raises(PublishingError) as refused:
        publish(build=build)
    assert refused.value.code == "publishing.outdated"
    assert "PEI:objetivos_alto: 1 es hoy 2" in str(refused.value)
    assert not Publication.objects.exists()
