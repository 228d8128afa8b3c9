"""Cost centres that a file names and the institution does not have: made, or another one, when somebody says so."""

from __future__ import annotations

import pytest
from tests.apps.imports.test_ceplan import imported, planned
from tests.workbook.ceplan.examples import UNIT, activity_code, annual

from quipu.apps.imports.models import NameAlias
from quipu.apps.imports.questions import AnswersError
from quipu.apps.organisation.models import CostCentre
from quipu.apps.plans.models import OperationalActivity

pytestmark = pytest.mark.django_db

KEY = f"cost_centre:{UNIT}/CC-ZZZ"


@pytest.fixture
def path(version, tmp_path):
    """Two activities are in; a file that moves the first to a centre that nobody knows."""
    imported(version, annual(2).write(tmp_path / "uno.xlsx"))
    example = annual(2)
    example.put(0, "responsible_centre", "CC-ZZZ")
    example.put(0, "responsible_centre_name", "Oficina 22")
    return example.write(tmp_path / "dos.xlsx")


def _centre():
    return OperationalActivity.objects.get(code=activity_code(1)).cost_centre.code


def test_an_unknown_centre_is_asked_with_its_activities(version, path):
    (question,) = planned(version, path, "update").waiting
    assert (question.key, question.kind, question.stops, question.proposed) == (KEY, "cost_centre", True, "create")
    assert "CC-ZZZ «Oficina 22» no está" in question.text
    assert activity_code(1) in question.text
    assert [value for value, _ in question.choices] == ["create", "03.02", "03.03"]


def test_it_is_made_when_somebody_says_so(version, path):
    imported(version, path, "update", {KEY: "create"})
    assert _centre() == "CC-ZZZ"
    assert planned(version, path, "update").questions == ()


def test_an_alias_moves_nothing_and_is_remembered(version, path):
    before = _centre()
    imported(version, path, "update", {KEY: before})
    assert _centre() == before
    assert not CostCentre.objects.filter(code="CC-ZZZ").exists()
    again = planned(version, path, "update")
    assert (again.questions, again.difference.is_empty) == ((), True)
    imported(version, path, "update", {KEY: "create"})
    assert (_centre(), NameAlias.objects.count()) == ("CC-ZZZ", 0)


def test_a_centre_that_is_not_there_cannot_be_the_answer(version, path):
    with pytest.raises(AnswersError, match=r"no puede ser «99\.99»"):
        planned(version, path, "update", {KEY: "99.99"})


def test_the_first_file_of_a_unit_is_not_asked_about(version, tmp_path):
    assert planned(version, annual(4).write(tmp_path / "uno.xlsx")).waiting == []


def test_an_alias_of_a_centre_that_is_gone_is_asked_again(version, path):
    imported(version, path, "update", {KEY: _centre()})
    CostCentre.objects.filter(code="03.02").update(code="03.99")
    assert KEY in {question.key for question in planned(version, path, "update").waiting}
