"""Build a report and keep it; publish it for good.

A report is made in two ways. `build_report` makes it at once and leaves nothing behind when it cannot: who waits at the
command line is told the faults there. `request_build` leaves a build to the worker, and that one is kept even when it
fails, so that its author finds the faults where the report was asked for.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from quipu.apps.evaluation.services import Computation, compute_evaluation, store_evaluation
from quipu.apps.history.services import FactChange, record_changes
from quipu.apps.plans.models import PlanVersion
from quipu.apps.publishing.counted import CountAsked
from quipu.apps.publishing.files import is_intact, keep_file
from quipu.apps.publishing.making import MadeReport, Progress, figures_of, make_report
from quipu.apps.publishing.models import Build, Publication, Report, ReportFigure, ReportFile
from quipu.apps.publishing.queries import changed_figures
from quipu.errors import QuipuError
from quipu.method import Period
from quipu.reports import ReportSource
from quipu.reports.figures import parse_reference

SILENCE = timedelta(minutes=10)
"""How long a worker that says nothing is taken to be alive; no stage of a report takes as much."""


class PublishingError(QuipuError):
    """A report cannot be built or published as asked."""

    code = "publishing"


def request_build(*, version: PlanVersion, period: str, report: str, actor: Any = None) -> Build:
    """Ask for a report; the worker makes it, and the build says how far it is, or why it failed."""
    from quipu.apps.publishing.tasks import run_build  # the task imports this module

    _check_report(report)
    build = Build.objects.create(version=version, period=period, report=report, requested_by=actor)
    transaction.on_commit(lambda: run_build.enqueue(build.pk))
    return build


def build_report(
    *,
    version: PlanVersion,
    period: str,
    report: str,
    source: ReportSource | None = None,
    actor: Any = None,
    progress: Progress | None = None,
) -> Build:
    """Make a report now, whole or not at all.

    Args:
        version: the plan version.
        period: `2024`, `2024-S1`…
        report: `evaluation` or `monitoring`.
        source: another template than the report's own.
        actor: the person who asked, or None for the command line.
        progress: told of each stage.

    Returns:
        The build, done, with its files and figures stored.

    Raises:
        QuipuError: the period, the template or a reference is wrong; the database is as it was.
    """
    _check_report(report)
    Period.parse(period)
    with transaction.atomic():
        # Its files name the pages of its figures, so that it has to have its number before they are made.
        build = Build.objects.create(
            version=version, period=period, report=report, requested_by=actor, state=Build.State.RUNNING
        )
        _store(build, *_make(build, source, progress))
    return build


def make_build(build: Build) -> Build:
    """Make a requested build: compute, write, and store everything in one transaction.

    Raises:
        QuipuError: the period, the template or a reference is wrong; the build stays, failed, with its faults.
    """
    build.state, build.touched_at = Build.State.RUNNING, timezone.now()
    build.save(update_fields=["state", "touched_at"])

    def tell(stage: str, done: int, total: int) -> None:
        Build.objects.filter(pk=build.pk).update(stage=stage, done=done, total=total, touched_at=timezone.now())

    try:
        _store(build, *_make(build, None, tell))
    except Exception as problem:
        Build.objects.filter(pk=build.pk).update(
            state=Build.State.FAILED, faults=_faults_of(problem), finished_at=timezone.now()
        )
        raise
    return build


def is_abandoned(build: Build) -> bool:
    """Whether the worker that was making a report stopped without a word: a restart, a power cut."""
    said = build.touched_at or build.requested_at
    return build.state == Build.State.RUNNING and timezone.now() - said > SILENCE


def resume_build(*, build: Build) -> None:
    """Give a report that a stopped worker left to another one; nothing of it was stored.

    Raises:
        PublishingError: nobody left it.
    """
    from quipu.apps.publishing.tasks import run_build  # the task imports this module

    left = is_abandoned(build) and Build.objects.filter(pk=build.pk, state=Build.State.RUNNING)
    if not left or left.update(state=Build.State.WAITING, stage="", done=0, total=0, touched_at=None) != 1:
        raise PublishingError("Este informe no quedó a medias.", remedy="Vuelva a abrir su página.")
    transaction.on_commit(lambda: run_build.enqueue(build.pk))


def _make(build: Build, source: ReportSource | None, progress: Progress | None) -> tuple[MadeReport, Computation]:
    """The files of a build and the computation they show; nothing is stored."""
    if progress:
        progress("evaluation", 0, 1)
    computation = compute_evaluation(version=build.version, period=build.period)
    dated = timezone.localdate()
    made = make_report(
        computation,
        build.report,
        dated=dated,
        source=source,
        progress=progress,
        figure_pages=figure_pages_of(build),
    )
    return made, computation


def figure_pages_of(build: Build) -> str:
    """The address under which each figure of a build has its page, as readers of its files reach it; empty for none."""
    if not settings.PUBLIC_URL:
        return ""
    where = {"slug": build.version.plan.institution.slug, "build_id": build.pk}
    return f"{settings.PUBLIC_URL}{reverse('published-figures', kwargs=where)}"


def publish(*, build: Build, actor: Any = None) -> Publication:
    """Make a build public: its files are served as they are from then on.

    Raises:
        PublishingError: the build is not done, is published already, a file is not what it was, or the facts have
            changed since it was made.
    """
    with transaction.atomic():
        locked = Build.objects.select_for_update().select_related("version__plan__institution").get(pk=build.pk)
        _check_publishable(locked)
        publication = Publication.objects.create(build=locked, published_by=actor)
        record_changes(
            institution=locked.version.plan.institution,
            changes=[
                FactChange(
                    "publishing.report.published",
                    "publication",
                    (locked.version.plan.code, locked.period, locked.report, locked.pk),
                    None,
                    {file.format: file.sha256 for file in locked.files.all()},
                )
            ],
            actor=actor,
        )
    return publication


def _check_publishable(build: Build) -> None:
    where = f"{build.report} {build.period}"
    if build.state != Build.State.DONE:
        raise PublishingError("Solo se publica un informe terminado.", where=where, remedy="Vuelva a generarlo.")
    if Publication.objects.filter(build=build).exists():
        raise PublishingError("Este informe ya está publicado.", where=where, code="publishing.already_published")
    for file in build.files.all():
        if not is_intact(file.content.name, file.sha256):
            raise PublishingError(
                f"El archivo {file.format} ya no es el que se generó.",
                where=where,
                remedy="Vuelva a generar el informe y publíquelo.",
                code="publishing.file_altered",
            )
    changed = changed_figures(build)
    if changed:
        first = changed[0]
        raise PublishingError(
            f"Los datos cambiaron desde que se generó: {len(changed)} cifras serían otras hoy.",
            where=where,
            why=f"Por ejemplo, {first.reference}: {first.printed} es hoy {first.now or 'inexistente'}.",
            remedy="Vuelva a generar el informe y publíquelo.",
            code="publishing.outdated",
        )


def _check_report(report: str) -> None:
    if report not in Report.values:
        raise PublishingError(f"No hay un informe «{report}».", remedy=f"Use uno de: {', '.join(Report.values)}.")


def _store(build: Build, made: MadeReport, computation: Computation) -> None:
    """Keep the files under their hashes, and then write every row of a finished build in one transaction."""
    kept = {extension: (*keep_file(content, extension), len(content)) for extension, content in made.files.items()}
    behind = _rows_behind(made, computation)
    with transaction.atomic():
        build.state, build.evaluation = Build.State.DONE, store_evaluation(computation, actor=build.requested_by)
        build.warnings, build.finished_at = list(made.warnings), timezone.now()
        build.save(update_fields=["state", "evaluation", "warnings", "finished_at"])
        ReportFile.objects.bulk_create(
            ReportFile(build=build, format=extension, content=name, sha256=sha256, size=size)
            for extension, (name, sha256, size) in kept.items()
        )
        ReportFigure.objects.bulk_create(
            [
                ReportFigure(
                    build=build,
                    number=figure.number,
                    reference=figure.reference,
                    printed=figure.printed,
                    exact="" if figure.value is None else str(figure.value),
                    trace=figure.trace,
                    rows=behind.get(figure.number, {}),
                )
                for figure in made.figures
            ],
            batch_size=500,
        )


def _rows_behind(made: MadeReport, computation: Computation) -> dict[int, dict[str, Any]]:
    """The records behind each figure that is counted from the register, by the figure's number."""
    figures = figures_of(computation)
    known: dict[CountAsked, dict[str, Any]] = {}
    found: dict[int, dict[str, Any]] = {}
    for figure in made.figures:
        asked = figures.count_behind(parse_reference(figure.reference))
        if asked is not None:
            if asked not in known:
                known[asked] = figures.counted.rows(asked)
            found[figure.number] = known[asked]
    return found


def _faults_of(problem: Exception) -> list[str]:
    """Each fault in words; what is not ours to explain is named and no more."""
    faults = getattr(problem, "faults", None)
    if faults:
        return [str(fault) for fault in faults]
    return [str(problem)] if isinstance(problem, QuipuError) else [f"Error interno: {type(problem).__name__}."]


def find_build(number: int) -> Build:
    """The build of this number.

    Raises:
        PublishingError: there is none.
    """
    found = Build.objects.select_related("version__plan__institution").filter(pk=number).first()
    if found is None:
        raise PublishingError(f"No hay una generación {number}.", remedy="Genere el informe con `quipu report`.")
    return found


def find_publication(number: int) -> Publication:
    """The publication of this number.

    Raises:
        PublishingError: there is none.
    """
    found = Publication.objects.select_related("build__version__plan__institution").filter(pk=number).first()
    if found is None:
        raise PublishingError(f"No hay una publicación {number}.")
    return found
