"""The plan that the planning authority's example files fit."""

from __future__ import annotations

import pytest
from tests.factories.ceplan import plan_for_ceplan


@pytest.fixture
def version(db, tmp_path):
    """The version of the plan, without activities."""
    return plan_for_ceplan(tmp_path)
