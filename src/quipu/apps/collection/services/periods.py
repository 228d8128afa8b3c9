"""Opening a reporting period, and opening, closing and locking each of its levels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from django.db import IntegrityError, transaction

from quipu.apps.accounts.models import User
from quipu.apps.collection.errors import PeriodRefusedError
from quipu.apps.collection.models import Level, ReportingLevel, ReportingPeriod, Submission, SubmissionStep
from quipu.apps.collection.queries.owing import level_of, owing_centres
from quipu.apps.collection.services.access import hold_institution
from quipu.apps.history.services import FactChange, record_changes
from quipu.apps.plans.models import PlanVersion
from quipu.method import MethodError, Period

Dates = tuple[date, date]
"""The day a level opens and the day it is due."""

_LEVEL_WORDS = {Level.POST: "misiones", Level.UNIT: "unidades"}
_STATE = ReportingLevel.State


@transaction.atomic
def open_period(
    *, version: PlanVersion, period: str, levels: Mapping[str, Dates], message: str = "", actor: User | None
) -> ReportingPeriod:
    """Ask for what was done in a period, of every cost centre that owes something at the levels given.

    Args:
        version: the plan version reported against.
        period: such as `2024-S1`.
        levels: by `post` and `unit`, its dates; a level left out is not asked.
        message: what the planner tells everybody who reports.
        actor: who opens it.

    Returns:
        The period, with a submission owed by each of those cost centres.

    Raises:
        PeriodRefusedError: with every fault: a period that cannot be read, lies outside the plan or is open already,
            dates that do not follow, or nobody who owes anything.
    """
    faults = [*_period_faults(version, period), *_level_faults(levels)]
    if faults:
        raise PeriodRefusedError("El periodo no se puede abrir.", where=str(version), why=" ".join(faults))
    asked = str(Period.parse(period))
    made = _create(version, asked, message, actor)
    for level, (opens_on, due_on) in levels.items():
        ReportingLevel.objects.create(reporting_period=made, level=level, opens_on=opens_on, due_on=due_on)
    if not ask_owing_centres(reporting_period=made, actor=actor):
        raise PeriodRefusedError(
            f"Nadie debe reportar nada en {asked} en los niveles elegidos.",
            where=str(version),
            why="Ningún indicador cierra en él con un centro de costo responsable, ni hay actividades programadas.",
            remedy="Revise los responsables y la periodicidad de los indicadores, o elija otro periodo.",
            code="collection.period.nobody_owes",
        )
    after = {_LEVEL_WORDS[Level(level)]: f"{opens} a {due}" for level, (opens, due) in levels.items()}
    _record(made, "opened", actor, after={**after, "message": message or None})
    return made


@transaction.atomic
def ask_owing_centres(*, reporting_period: ReportingPeriod, actor: User | None) -> list[Submission]:
    """Ask every cost centre that owes something and was not asked yet, such as one that answers for an indicator since.

    Returns:
        The submissions made.
    """
    asked = set(reporting_period.submissions.values_list("cost_centre_id", flat=True))
    levels = set(reporting_period.levels.values_list("level", flat=True))
    made = [
        Submission(reporting_period=reporting_period, cost_centre=centre, level=level_of(centre))
        for centre in owing_centres(reporting_period)
        if centre.pk not in asked and level_of(centre) in levels
    ]
    Submission.objects.bulk_create(made)
    kind = SubmissionStep.Kind.OPENED
    SubmissionStep.objects.bulk_create([SubmissionStep(submission=item, kind=kind, actor=actor) for item in made])
    return made


@transaction.atomic
def change_dates(
    *, reporting_level: ReportingLevel, opens_on: date, due_on: date, reason: str = "", actor: User | None
) -> ReportingLevel:
    """Move the days of a level.

    Raises:
        PeriodRefusedError: it is due before it opens, or the level is locked.
    """
    level = _hold(reporting_level)
    if level.state == _STATE.LOCKED:
        raise _wrong_state(level, "cambiar de fechas", "Reábralo primero, con su motivo.")
    faults = list(_level_faults({level.level: (opens_on, due_on)}))
    if faults:
        raise PeriodRefusedError("Las fechas no se cambiaron.", why=" ".join(faults))
    before = {"opens_on": level.opens_on, "due_on": level.due_on}
    level.opens_on, level.due_on = opens_on, due_on
    level.save(update_fields=["opens_on", "due_on"])
    after = {"opens_on": opens_on, "due_on": due_on}
    _record(
        level.reporting_period, "dates_changed", actor, level=level.level, before=before, after=after, reason=reason
    )
    return level


@transaction.atomic
def close_level(*, reporting_level: ReportingLevel, reason: str = "", actor: User | None) -> ReportingLevel:
    """Take nothing new of a level; what was sent is still returned and approved.

    Raises:
        PeriodRefusedError: the level is not open.
    """
    level = _hold(reporting_level)
    if level.state != _STATE.OPEN:
        raise _wrong_state(level, "cerrar", "Solo se cierra lo que está abierto.")
    return _move(level, _STATE.CLOSED, "closed", actor, reason)


@transaction.atomic
def reopen_level(*, reporting_level: ReportingLevel, reason: str = "", actor: User | None) -> ReportingLevel:
    """Take again what a level sends; a locked one needs a reason.

    Raises:
        PeriodRefusedError: it is open already, or it is locked and no reason is given.
    """
    level = _hold(reporting_level)
    if level.state == _STATE.OPEN:
        raise _wrong_state(level, "reabrir", "Ya está abierto.")
    if level.state == _STATE.LOCKED and not reason.strip():
        raise _wrong_state(level, "reabrir", "Escriba el motivo: lo bloqueado se daba por definitivo.")
    return _move(level, _STATE.OPEN, "reopened", actor, reason)


@transaction.atomic
def lock_level(
    *, reporting_level: ReportingLevel, reason: str = "", confirm: bool = False, actor: User | None
) -> ReportingLevel:
    """Let nothing change any more; from now on a value changes by a correction with its reason.

    Args:
        reporting_level: the level.
        reason: why, in the words of whoever locks.
        confirm: whether to lock it though some submissions are not approved.
        actor: who locks.

    Raises:
        PeriodRefusedError: it is locked already; or, not confirmed, with the submissions that are not approved in
            `pending`, those sent and not decided first.
    """
    hold_institution(reporting_level.reporting_period.version.plan.institution_id)
    level = _hold(reporting_level)
    if level.state == _STATE.LOCKED:
        raise _wrong_state(level, "bloquear", "Ya está bloqueado.")
    pending = _unapproved(level)
    if pending and not confirm:
        raise PeriodRefusedError(
            f"Hay {len(pending)} reportes sin aprobar y no se bloqueó nada.",
            where=_place(level),
            why=f"Son: {'; '.join(pending)}.",
            remedy="Apruébelos o devuélvalos primero, o confirme que se bloquea sin ellos.",
            code="collection.period.unapproved",
            pending=pending,
        )
    return _move(level, _STATE.LOCKED, "locked", actor, reason)


def _create(version: PlanVersion, period: str, message: str, actor: User | None) -> ReportingPeriod:
    """A new period, when nobody opened it at the same moment."""
    try:
        with transaction.atomic():
            return ReportingPeriod.objects.create(version=version, period=period, message=message, opened_by=actor)
    except IntegrityError as error:
        raise PeriodRefusedError(**_already_open(period)) from error


def _period_faults(version: PlanVersion, period: str) -> Iterator[str]:
    try:
        asked = Period.parse(period)
    except MethodError:
        yield f"«{period}» no es un periodo: escriba un año (2024), un semestre (2024-S1) o un trimestre (2024-Q3)."
        return
    if not version.start_year <= asked.year <= version.end_year:
        yield f"{asked} está fuera del plan, que va de {version.start_year} a {version.end_year}."
    if version.reporting_periods.filter(period=str(asked)).exists():
        yield _already_open(str(asked))["what"]


def _level_faults(levels: Mapping[str, Dates]) -> Iterator[str]:
    if not levels:
        yield "Elija al menos un nivel: misiones o unidades."
    for level, (opens_on, due_on) in levels.items():
        if level not in Level.values:
            yield f"«{level}» no es un nivel: use post o unit."
        elif due_on < opens_on:
            yield f"En {_LEVEL_WORDS[Level(level)]}, la fecha límite es anterior a la de apertura."


def _already_open(period: str) -> dict[str, str]:
    return {"what": f"El periodo {period} ya se abrió en esta versión.", "code": "collection.period.exists"}


def _hold(level: ReportingLevel) -> ReportingLevel:
    found = ReportingLevel.objects.select_for_update(of=("self",))
    return found.select_related("reporting_period__version__plan__institution").get(pk=level.pk)


def _unapproved(level: ReportingLevel) -> list[str]:
    found = level.reporting_period.submissions.filter(level=level.level).exclude(state=Submission.State.APPROVED)
    rows = sorted(
        found.select_related("cost_centre"),
        key=lambda item: (item.state != Submission.State.SUBMITTED, item.cost_centre.code),
    )
    sent = Submission.State.SUBMITTED
    return [f"{row.cost_centre}{' (enviado, sin decidir)' if row.state == sent else ''}" for row in rows]


def _move(level: ReportingLevel, state: str, action: str, actor: User | None, reason: str) -> ReportingLevel:
    before, level.state = level.state, state
    level.save(update_fields=["state"])
    told = {"before": {"state": before}, "after": {"state": str(state)}}
    _record(level.reporting_period, action, actor, level=level.level, reason=reason, **told)
    return level


def _record(
    period: ReportingPeriod,
    action: str,
    actor: User | None,
    *,
    level: str = "",
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
    reason: str = "",
) -> None:
    version = period.version
    key = (version.plan.code, version.number, period.period, *([level] if level else []))
    kind = "reporting_levels" if level else "reporting_periods"
    change = FactChange(f"collection.{'level' if level else 'period'}.{action}", kind, key, before, after)
    record_changes(institution=version.plan.institution, changes=[change], actor=actor, reason=reason)


def _place(level: ReportingLevel) -> str:
    return f"{level.reporting_period.period}, {_LEVEL_WORDS[Level(level.level)]}"


def _wrong_state(level: ReportingLevel, verb: str, remedy: str) -> PeriodRefusedError:
    told = f"El periodo no se puede {verb}."
    return PeriodRefusedError(told, where=_place(level), remedy=remedy, code="collection.period.state")
