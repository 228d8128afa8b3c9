"""Filling in a submission: values, executed amounts and words, each saved on its own."""

from quipu.apps.collection.services.amounts import save_amounts, undo_amounts
from quipu.apps.collection.services.narrative import save_narrative
from quipu.apps.collection.services.values import clear_value, save_value, undo_value

__all__ = ["clear_value", "save_amounts", "save_narrative", "save_value", "undo_amounts", "undo_value"]
