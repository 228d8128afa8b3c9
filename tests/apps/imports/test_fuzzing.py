"""A few hundred broken workbooks imported, as the ten thousand of a long run."""

import pytest
from tests.apps.imports.fuzzing import run
from tests.factories.ceplan import plan_for_ceplan

pytestmark = pytest.mark.django_db


def test_broken_files_go_in_whole_or_change_nothing(tmp_path):
    counts, traces = run(132, 5, plan_for_ceplan(tmp_path))
    assert traces == []
    outcomes = {outcome for _, _, outcome in counts}
    assert outcomes == {"imported", "faults", "refused"}
