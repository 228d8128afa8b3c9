"""The one permission table: what each role may do in its institution.

A page or service asks for an `Action`; nothing else in the product decides who may do what. A focal point takes the
actions of reporting and of tasks for the cost centres assigned to them, and those of the register for the units of
those cost centres, and for no other.
"""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """The part a person plays in one institution."""

    PLANNER = "planner"
    FOCAL_POINT = "focal_point"
    EVALUATOR = "evaluator"
    READER = "reader"


class Action(StrEnum):
    """Something that a page or a service does for a person."""

    VIEW_PLAN = "plan.view"
    VIEW_HISTORY = "history.view"
    EXPORT = "plan.export"
    IMPORT_WORKBOOK = "plan.import"
    PLAN_TASKS = "plan.tasks"
    CORRECT_VALUE = "value.correct"
    VIEW_COLLECTION = "collection.view"
    REPORT_VALUES = "collection.report"
    MANAGE_COLLECTION = "collection.manage"
    VIEW_REGISTER = "register.view"
    RECORD = "register.record"
    APPROVE_RECORD = "register.approve"
    MERGE_RECORDS = "register.merge"
    MANAGE_REGISTER = "register.manage"
    EVALUATE = "evaluation.compute"
    VIEW_REPORTS = "report.view"
    BUILD_REPORT = "report.build"
    PUBLISH_REPORT = "report.publish"


_EVERYONE = frozenset(Role)
_PLANNER = frozenset({Role.PLANNER})
_PLANNER_AND_FOCAL_POINT = frozenset({Role.PLANNER, Role.FOCAL_POINT})
_PLANNER_AND_EVALUATOR = frozenset({Role.PLANNER, Role.EVALUATOR})

PERMISSIONS: dict[Action, frozenset[Role]] = {
    Action.VIEW_PLAN: _EVERYONE,
    Action.VIEW_HISTORY: frozenset({Role.PLANNER, Role.EVALUATOR, Role.FOCAL_POINT}),
    Action.EXPORT: _EVERYONE,
    Action.IMPORT_WORKBOOK: _PLANNER,
    Action.PLAN_TASKS: _PLANNER_AND_FOCAL_POINT,
    Action.CORRECT_VALUE: _PLANNER,
    Action.VIEW_COLLECTION: frozenset({Role.PLANNER, Role.EVALUATOR, Role.FOCAL_POINT}),
    Action.REPORT_VALUES: _PLANNER_AND_FOCAL_POINT,
    Action.MANAGE_COLLECTION: _PLANNER,
    Action.VIEW_REGISTER: _EVERYONE,
    Action.RECORD: _PLANNER_AND_FOCAL_POINT,
    Action.APPROVE_RECORD: _PLANNER_AND_FOCAL_POINT,
    Action.MERGE_RECORDS: _PLANNER_AND_FOCAL_POINT,
    Action.MANAGE_REGISTER: _PLANNER,
    Action.EVALUATE: _PLANNER_AND_EVALUATOR,
    Action.VIEW_REPORTS: _EVERYONE,
    Action.BUILD_REPORT: _PLANNER_AND_EVALUATOR,
    Action.PUBLISH_REPORT: _PLANNER,
}


BOUND_TO_COST_CENTRES = frozenset({Role.FOCAL_POINT})
"""Roles that act only for the cost centres assigned to them."""

PROGRAM_ACTIONS = (
    Action.VIEW_PLAN,
    Action.VIEW_COLLECTION,
    Action.REPORT_VALUES,
    Action.VIEW_REGISTER,
    Action.RECORD,
)
"""What a person may let a program do in their name: read, and write drafts. Deciding stays with people."""


def allows(role: Role | str | None, action: Action) -> bool:
    """Whether the table lets this role do this action; no role, no permission."""
    return role is not None and Role(role) in PERMISSIONS[action]
