"""Bringing files in: the own workbook, the planning authority's files, and uploads from the browser."""

from quipu.apps.imports.services.workbooks import ImportNotAppliedError, apply_import, plan_import

__all__ = ["ImportNotAppliedError", "apply_import", "plan_import"]
