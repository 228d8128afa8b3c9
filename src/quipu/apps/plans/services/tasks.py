"""The plan of work of an activity: its tasks, and the execution that is counted from them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from quipu.apps.history.queries import history_of
from quipu.apps.history.services import FactChange, record_changes
from quipu.apps.plans.models import ActivityAmount, ActivityTask, OperationalActivity
from quipu.errors import QuipuError
from quipu.method import Accumulation, physical_from_tasks

if TYPE_CHECKING:
    from quipu.apps.accounts.models import User
    from quipu.apps.organisation.models import Institution

_DATES = ("starts_on", "due_on", "done_on")
_COUNTABLE = (Accumulation.SUM.value, Accumulation.LAST.value)
_ADDED, _CHANGED, _UNDONE = "plans.task.added", "plans.task.changed", "plans.task.undone"


class TaskRefusedError(QuipuError):
    """A task that cannot stand.

    Attributes:
        field: the part to mend; empty when it is none in particular.
    """

    code = "plans.task.refused"

    def __init__(self, what: str, *, field: str = "", **told: str) -> None:
        self.field = field
        super().__init__(what, **told)


class TaskConflictError(TaskRefusedError):
    """Somebody else changed the task after it was read.

    Attributes:
        task: as it stands now.
    """

    code = "plans.task.conflict"

    def __init__(self, task: ActivityTask) -> None:
        self.task = task
        super().__init__(
            f"Otra persona cambió la tarea {task.number} mientras usted la editaba.",
            why="Lo que hay ahora se muestra junto a lo que usted escribió.",
            remedy="Compare y guarde de nuevo lo que deba quedar.",
        )


@dataclass(frozen=True)
class TaskPlan:
    """A task before it is stored; `quantity` in the activity's unit of measure."""

    name: str
    responsible: str
    due_on: date
    starts_on: date | None = None
    state: str = ActivityTask.State.PLANNED
    done_on: date | None = None
    quantity: Decimal = Decimal(1)
    note: str = ""


@transaction.atomic
def plan_task(
    *,
    activity: OperationalActivity,
    plan: TaskPlan,
    number: int | None = None,
    revision: int = 0,
    locked_months: Collection[int] = (),
    actor: User | None,
) -> ActivityTask:
    """Add a task to an activity, or change one; what was executed is counted again where it comes from tasks.

    Args:
        activity: whose plan of work it is.
        plan: the task as it should stand.
        number: the task to change; None adds one at the end.
        revision: the one that was read, so that nobody's change is lost.
        locked_months: months of the activity's year in which nothing may change any more.
        actor: who plans.

    Raises:
        TaskConflictError: somebody changed it in the meantime.
        TaskRefusedError: the task cannot stand, or it would change a locked month.
    """
    tasks = ActivityTask.objects.select_for_update().filter(activity=activity)
    if number is None:
        last = tasks.aggregate(last=Max("number"))["last"] or 0
        task = ActivityTask(activity=activity, number=last + 1, revision=0)
    else:
        task = _found(tasks.filter(number=number).first(), number)
        if task.revision != revision:
            raise TaskConflictError(task)
    before = None if number is None else _told(task)
    _write(task, asdict(plan))
    change = FactChange(_ADDED if before is None else _CHANGED, "tasks", _key(task), before, _told(task))
    record_changes(institution=_institution(activity), changes=[change], actor=actor)
    _count_execution(activity, locked_months, actor)
    return task


@transaction.atomic
def undo_task(
    *, activity: OperationalActivity, number: int, locked_months: Collection[int] = (), actor: User | None
) -> ActivityTask | None:
    """Take back the last change of a task; undoing its adding takes the task away.

    Returns:
        The task as it stands; None when it is gone.

    Raises:
        TaskRefusedError: there is no change made here to undo, or it would change a locked month.
    """
    task = _found(ActivityTask.objects.select_for_update().filter(activity=activity, number=number).first(), number)
    institution, key = _institution(activity), _key(task)
    last = history_of(institution, "tasks", key).first()
    if last is None or last.action not in (_ADDED, _CHANGED):
        raise TaskRefusedError(
            f"La tarea {number} no tiene un cambio que deshacer.",
            why="Solo se deshace el último cambio hecho aquí.",
            remedy="Edítela si no está como debe.",
        )
    told, before = _told(task), last.before
    if before is None:
        task.delete()
    else:
        _write(task, _read(before))
    after = None if before is None else _told(task)
    record_changes(institution=institution, changes=[FactChange(_UNDONE, "tasks", key, told, after)], actor=actor)
    _count_execution(activity, locked_months, actor)
    return None if before is None else task


@transaction.atomic
def choose_execution_source(
    *, activity: OperationalActivity, source: str, locked_months: Collection[int] = (), actor: User | None
) -> None:
    """Choose where an activity's executed physical amounts come from: reported, or counted from its done tasks.

    Going back to reported leaves the amounts as they stand.

    Raises:
        TaskRefusedError: there is no such source, the activity's months do not add up, or counting would change what
            was reported or a locked month.
    """
    if source == activity.execution_source:
        return
    _check_source(activity, source)
    if source == OperationalActivity.ExecutionSource.TASKS:
        _check_reported(activity)
    before, activity.execution_source = activity.execution_source, source
    activity.save(update_fields=["execution_source"])
    change = FactChange(
        "plans.activity.execution_source",
        "activities",
        _activity_key(activity),
        {"execution_source": str(before)},
        {"execution_source": source},
    )
    record_changes(institution=_institution(activity), changes=[change], actor=actor)
    _count_execution(activity, locked_months, actor)


def _check_source(activity: OperationalActivity, source: str) -> None:
    if source not in OperationalActivity.ExecutionSource.values:
        told = f"«{source}» no es una forma de ejecución."
        raise TaskRefusedError(told, field="source", remedy="Elija una de las dos.")
    if source == OperationalActivity.ExecutionSource.TASKS and activity.accumulation not in _COUNTABLE:
        raise TaskRefusedError(
            "La ejecución de esta actividad no se puede contar de sus tareas.",
            field="source",
            why="Sus meses se juntan por promedio o por máximo, y las tareas solo se suman.",
            remedy="Repórtela, o cambie en el plan la forma de acumulación.",
        )


def _check_reported(activity: OperationalActivity) -> None:
    """Refuse to count over what was reported: nothing that somebody wrote goes without a word."""
    counted, stored = _counted(activity), _executed(activity)
    differing = [
        str(month)
        for month, quantity in enumerate(counted, start=1)
        if month in stored and stored[month].physical not in (None, quantity)
    ]
    if differing:
        raise TaskRefusedError(
            "Contarla de las tareas cambiaría lo que ya se reportó.",
            field="source",
            where=f"{activity.code}, meses {', '.join(differing)}",
            remedy="Registre primero las tareas hechas que dan esas cantidades, o déjela como reportada este año.",
            code="plans.task.reported_differs",
        )


def _counted(activity: OperationalActivity) -> tuple[Decimal | None, ...]:
    """What its done tasks give for each month of its year."""
    done = activity.tasks.filter(state=ActivityTask.State.DONE).values_list("done_on", "quantity")
    dated = [(day, quantity) for day, quantity in done if day is not None]
    return physical_from_tasks(dated, activity.operational_plan.year, Accumulation(activity.accumulation))


def _executed(activity: OperationalActivity) -> dict[int, ActivityAmount]:
    """Its executed amounts by month, held until the transaction ends."""
    rows = ActivityAmount.objects.select_for_update().filter(
        activity=activity, phase=ActivityAmount.Phase.EXECUTED, month__isnull=False
    )
    return {row.month: row for row in rows if row.month is not None}


def _count_execution(activity: OperationalActivity, locked_months: Collection[int], actor: User | None) -> None:
    """Write the executed physical amount of each month as its done tasks give it."""
    if activity.execution_source != OperationalActivity.ExecutionSource.TASKS:
        return
    stored = _executed(activity)
    changes = []
    for month, quantity in enumerate(_counted(activity), start=1):
        amount = stored.get(month)
        before = amount.physical if amount else None
        if before == quantity:
            continue
        if month in locked_months:
            raise _locked(month, activity.operational_plan.year)
        _store(activity, month, amount, quantity)
        key = (*_activity_key(activity), ActivityAmount.Phase.EXECUTED.value, "physical")
        column = f"m{month:02d}"
        changes.append(FactChange("plans.amount.counted", "amounts", key, {column: before}, {column: quantity}))
    record_changes(institution=_institution(activity), changes=changes, actor=actor)


def _locked(month: int, year: int) -> TaskRefusedError:
    return TaskRefusedError(
        f"El mes {month} de {year} ya está bloqueado y este cambio movería su ejecución.",
        field="done_on",
        remedy="Use una fecha de un mes abierto, o pida a planificación que reabra el periodo.",
        code="plans.task.locked",
    )


def _store(activity: OperationalActivity, month: int, amount: ActivityAmount | None, quantity: Decimal | None) -> None:
    amount = amount or ActivityAmount(activity=activity, phase=ActivityAmount.Phase.EXECUTED, month=month)
    amount.physical = quantity
    if amount.physical is None and amount.financial is None:
        amount.delete()
    else:
        amount.save()


def _found(task: ActivityTask | None, number: int) -> ActivityTask:
    if task is None:
        raise TaskRefusedError(f"La actividad no tiene una tarea {number}.", remedy="Vuelva a abrir la actividad.")
    return task


def _write(task: ActivityTask, fields: Mapping[str, Any]) -> None:
    for name, value in fields.items():
        setattr(task, name, value)
    task.revision += 1
    _check_sense(task)
    try:
        task.full_clean()
    except ValidationError as error:
        field, problems = next(iter(error.message_dict.items()))
        raise TaskRefusedError("La tarea no se puede guardar.", field=field, why=" ".join(problems)) from error
    task.save()


def _check_sense(task: ActivityTask) -> None:
    """What a person is told in words before the database's own checks."""
    done = task.state == ActivityTask.State.DONE
    if done and task.done_on is None:
        raise TaskRefusedError("Una tarea hecha necesita el día en que se terminó.", field="done_on")
    if not done and task.done_on is not None:
        remedy = "Borre la fecha, o cambie el estado a «hecha»."
        raise TaskRefusedError("La tarea tiene fecha de término y no está hecha.", field="done_on", remedy=remedy)
    if task.done_on is not None and task.done_on.year != task.activity.operational_plan.year:
        year = task.activity.operational_plan.year
        told = f"La fecha no es de {year}, el año de la actividad."
        raise TaskRefusedError(told, field="done_on", remedy=f"Use una fecha de {year}.")
    if task.starts_on is not None and task.starts_on > task.due_on:
        raise TaskRefusedError("El plazo es anterior al inicio.", field="due_on", remedy="Corrija una de las fechas.")
    if task.state == ActivityTask.State.CANCELLED and not task.note.strip():
        raise TaskRefusedError("Una tarea cancelada necesita su motivo.", field="note", remedy="Escríbalo en la nota.")


def _told(task: ActivityTask) -> dict[str, Any]:
    fields = {name: getattr(task, name) for name in TaskPlan.__dataclass_fields__}
    return {name: value for name, value in fields.items() if value not in (None, "")}


def _read(told: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a task as the history wrote them."""
    fields: dict[str, Any] = {"note": "", **dict.fromkeys(_DATES), **told}
    for name in _DATES:
        fields[name] = date.fromisoformat(fields[name]) if fields[name] else None
    return fields | {"quantity": Decimal(fields["quantity"])}


def _activity_key(activity: OperationalActivity) -> tuple[object, ...]:
    plan = activity.operational_plan
    return (plan.version.plan.code, plan.version.number, plan.executing_unit.code, plan.year, activity.code)


def _key(task: ActivityTask) -> tuple[object, ...]:
    return (*_activity_key(task.activity), task.number)


def _institution(activity: OperationalActivity) -> Institution:
    return activity.operational_plan.version.plan.institution
