"""Writing a plan: its values, its versions, the tasks of its activities."""

from quipu.apps.plans.services.counted import set_counted_values
from quipu.apps.plans.services.tasks import (
    TaskConflictError,
    TaskPlan,
    TaskRefusedError,
    choose_execution_source,
    plan_task,
    undo_task,
)
from quipu.apps.plans.services.values import (
    ValueConflictError,
    ValueParts,
    ValueRefusedError,
    correct_value,
    last_correction,
    undo_correction,
)
from quipu.apps.plans.services.versions import VersionRefusedError, create_version

__all__ = [
    "TaskConflictError",
    "TaskPlan",
    "TaskRefusedError",
    "ValueConflictError",
    "ValueParts",
    "ValueRefusedError",
    "VersionRefusedError",
    "choose_execution_source",
    "correct_value",
    "create_version",
    "last_correction",
    "plan_task",
    "set_counted_values",
    "undo_correction",
    "undo_task",
]
