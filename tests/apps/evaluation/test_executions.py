"""Groups of activities computed in columns say what an evaluation says of them row by row."""

from decimal import Decimal

import pytest
from tests.loaded import version_of

from quipu.apps.evaluation.executions import ExecutionError, executions_by
from quipu.apps.evaluation.services import compute_evaluation
from quipu.engine.errors import EngineError

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("institutions")]
MONTHS = {"2024-M03": 3, "2024-S1": 6, "2024-Q3": 9, "2024": 12}


def told(found):
    return {
        group.code: (str(group.mean) if group.mean is not None else None, group.assessable, group.activities)
        for group in found
    }


@pytest.mark.parametrize("slug", ["mre", "pequena"])
@pytest.mark.parametrize(("period", "month"), MONTHS.items())
def test_cost_centres_and_the_institution(slug, period, month):
    version = version_of(slug)
    summary = compute_evaluation(version=version, period=period).summary
    centres = {
        centre["code"]: [centre[practice] for practice in ("physical_mean_capped", "physical_ratio_of_sums")]
        for centre in summary["cost_centres"]
    }
    found = executions_by(version, year=2024, month=month, by="cost_centre")
    assert told(found) == {
        code: (mean["value"], mean["assessable"], mean["total"]) for code, (mean, _) in centres.items()
    }
    (whole,) = executions_by(version, year=2024, month=month, by="institution")
    assert told([whole]) == {
        "": (
            summary["execution"]["physical_mean_capped"]["value"],
            summary["execution"]["physical_mean_capped"]["assessable"],
            summary["execution"]["physical_mean_capped"]["total"],
        )
    }
    ratio = summary["execution"]["physical_ratio_of_sums"]["value"]
    assert whole.ratio == (None if ratio is None else Decimal(ratio))


def test_objectives_are_sums_of_their_actions():
    version = version_of("pequena")
    actions = executions_by(version, year=2024, month=12, by="strategic_action")
    objectives = executions_by(version, year=2024, month=12, by="objective")
    assert {group.code[:6] for group in objectives} == {f"OEI.{group.code[4:6]}" for group in actions}
    assert sum(group.activities for group in actions) == sum(group.activities for group in objectives)


def test_a_year_without_activities_has_no_groups():
    assert executions_by(version_of("mre"), year=2023, month=12, by="institution") == []


def test_what_cannot_be_asked():
    with pytest.raises(ExecutionError):
        executions_by(version_of("mre"), year=2024, month=12, by="country")
    with pytest.raises(EngineError):
        executions_by(version_of("mre"), year=2024, month=13, by="institution")
