"""Making a version of a plan out of another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, TypeVar

from django.db import transaction
from django.db.models import Max, Model

from quipu.apps.history.services import FactChange, record_changes
from quipu.apps.plans.models import Alignment, Baseline, PlanVersion, SheetResponsible, Target
from quipu.errors import QuipuError

if TYPE_CHECKING:
    from quipu.apps.accounts.models import User

_BATCH = 2_000
_Copied = TypeVar("_Copied", bound=Model)


class VersionRefusedError(QuipuError):
    """A version that cannot be made as asked."""

    code = "plans.version.refused"


@transaction.atomic
def create_version(
    *, based_on: PlanVersion, kind: str, start_year: int, end_year: int, reason: str, actor: User | None = None
) -> PlanVersion:
    """Make a new version of a plan with a copy of everything that the one it is based on plans.

    Objectives, alignments, actions, technical sheets with their baselines and responsibles are copied, and the targets
    of the years that both have. Operational plans and obtained values are not: those belong to their year, these to the
    plan.

    Args:
        based_on: the version to start from.
        kind: `updated` or `extended`.
        start_year: first year.
        end_year: last year; for an extension, later than the base's.
        reason: why it is made.
        actor: who makes it.

    Returns:
        The new version, in its first state.

    Raises:
        VersionRefusedError: a new plan has no base, no reason is given, or an extension does not just add years.
    """
    _check_version(based_on, kind, start_year, end_year, reason)
    plan = based_on.plan
    latest = plan.versions.select_for_update().aggregate(latest=Max("number"))["latest"]
    version = PlanVersion.objects.create(
        plan=plan,
        number=latest + 1,
        kind=kind,
        state=PlanVersion.State.REGISTRATION_STARTED,
        based_on=based_on,
        start_year=start_year,
        end_year=end_year,
        mission=based_on.mission,
        reason=reason,
    )
    _copy_tree(based_on, version)
    after = {"kind": kind, "based_on": based_on.number, "start_year": start_year, "end_year": end_year}
    change = FactChange("plans.version.created", "versions", (plan.code, version.number), None, after)
    record_changes(institution=plan.institution, changes=[change], actor=actor, reason=reason)
    return version


def _check_version(based_on: PlanVersion, kind: str, start_year: int, end_year: int, reason: str) -> None:
    extends = start_year == based_on.start_year and end_year > based_on.end_year
    if kind not in (PlanVersion.Kind.UPDATED, PlanVersion.Kind.EXTENDED):
        told = "Solo una versión actualizada o ampliada se basa en otra."
        raise VersionRefusedError(told, remedy="Elija updated o extended.")
    if not reason.strip():
        raise VersionRefusedError("Una versión necesita su motivo.", remedy="Escriba por qué se hace.")
    if end_year < start_year:
        raise VersionRefusedError("El año final es anterior al inicial.", remedy="Corrija uno de los dos.")
    if kind == PlanVersion.Kind.EXTENDED and not extends:
        raise VersionRefusedError(
            f"Una versión ampliada agrega años a los de su base, {based_on.start_year}-{based_on.end_year}.",
            remedy="Deje el año inicial y dé un año final posterior, o haga una versión actualizada.",
        )


def _copy_tree(source: PlanVersion, version: PlanVersion) -> None:
    objectives = _copy(source.objectives.all(), version=version)
    actions = _copy(source.actions.all(), {"objective_id": objectives}, version=version)
    _copy(Alignment.objects.filter(objective__version=source), {"objective_id": objectives})
    links = {"objective_id": objectives, "strategic_action_id": actions}
    sheets = _copy(source.sheets.all(), links, version=version, direction_change_reason="")
    for model in (Baseline, SheetResponsible):
        _copy(model._default_manager.filter(sheet__version=source), {"sheet_id": sheets})
    targets = Target.objects.filter(sheet__version=source)
    kept = [item for item in targets if version.start_year <= int(item.period[:4]) <= version.end_year]
    _copy(kept, {"sheet_id": sheets})


def _copy(
    rows: Iterable[_Copied], links: Mapping[str, Mapping[int, int]] | None = None, **changed: object
) -> dict[int, int]:
    """Copy rows, moving their links to the copies of what they named; the new identifier of each old one."""
    made = list(rows)
    old = [row.pk for row in made]
    for row in made:
        row.pk, row._state.adding = None, True
        for name, moved in (links or {}).items():
            linked = getattr(row, name)
            setattr(row, name, None if linked is None else moved[linked])
        for name, value in changed.items():
            setattr(row, name, value)
    if made:
        type(made[0])._default_manager.bulk_create(made, batch_size=_BATCH)
    return {before: row.pk for before, row in zip(old, made, strict=True)}
