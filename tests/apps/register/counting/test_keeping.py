"""Counts kept with every edit are those of counting everything again."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.apps.register.counting.planting import Garden, chance_of

from quipu.apps.history.models import Change
from quipu.apps.plans.models import ObtainedValue
from quipu.apps.register.counting.evaluating import measured
from quipu.apps.register.counting.keeping import keeping_counts
from quipu.apps.register.counting.recounting import recount
from quipu.apps.register.counting.rules import read_rule
from quipu.apps.register.models import CountedValue, Record

DONE = {
    "status": "done",
    "modality": "asserted",
    "review": "approved",
    "starts_on": date(2024, 5, 20),
    "ends_on": None,
    "precision": "day",
}
EDITS = st.lists(st.sampled_from(["make", "change", "merge", "part", "remove"]), min_size=1, max_size=6)


def _edit(garden, what, chance):
    present = list(Record.objects.filter(institution=garden.institution))
    if what == "make" or not present:
        made = []
        with keeping_counts(garden.institution, made):
            made.append(garden.make(chance).pk)
        return
    record = chance.choice(present)
    with keeping_counts(garden.institution, [record.pk]):
        if what == "change":
            garden.change(record, chance)
        elif what == "remove" and not record.duplicates.exists():
            record.delete()
        else:
            others = [other for other in present if other.pk != record.pk]
            record.merged_into = chance.choice(others) if what == "merge" and others else None
            record.save()


@pytest.mark.django_db
@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(seed=st.integers(0, 10_000), edits=EDITS)
def test_after_any_edits_nothing_is_left_to_count(seed, edits):
    Record.objects.filter(merged_into__isnull=False).update(merged_into=None)
    Record.objects.all().delete()
    chance = chance_of(seed)
    garden = Garden(covers_from=2023)
    for _ in range(12):
        garden.make(chance)
    recount(garden.institution)
    for what in edits:
        _edit(garden, what, chance)
        before = Change.objects.count()
        kept = _told(garden)
        assert recount(garden.institution) == 0
        assert _told(garden) == kept
        assert Change.objects.count() == before


def _told(garden):
    of = {"indicator__plan": garden.plan, "stage": "counted"}
    return sorted(ObtainedValue.objects.filter(**of).values_list("indicator__code", "period", "number"))


def _counts(rule, **filters):
    return {
        (value.period, value.category): value.number
        for value in CountedValue.objects.filter(rule=rule, **filters)
        if value.number
    }


@pytest.mark.django_db
def test_a_record_that_is_made_counts_in_each_period_that_holds_it():
    garden = Garden(covers_from=2024)
    recount(garden.institution)
    made = []
    with keeping_counts(garden.institution, made):
        made.append(garden.make(chance_of(1), kind="visit", **DONE).pk)
    assert _counts(garden.rules["COUNT"], dimension="") == {
        ("2024", ""): 1,
        ("2024-S1", ""): 1,
        ("2024-Q2", ""): 1,
        ("2024-M05", ""): 1,
    }


@pytest.mark.django_db
def test_what_was_never_counted_is_counted_whole_by_the_first_edit():
    garden = Garden(covers_from=2023)
    chance = chance_of(3)
    for _ in range(20):
        garden.make(chance)
    record = Record.objects.filter(kind="visit").first()
    with keeping_counts(garden.institution, [record.pk]):
        record.mode = "hybrid"
        record.save()
    rule = garden.rules["COUNT"]
    stored = {
        (value.period, value.dimension, value.category): int(value.number * 10_000) for value in rule.values.all()
    }
    read = read_rule(rule)
    assert stored == measured(read.definition, garden.institution, read.horizon)


@pytest.mark.django_db
def test_who_changed_a_record_and_why_is_told_with_the_value_that_changed():
    garden = Garden(covers_from=2023)
    recount(garden.institution)
    chance = chance_of(1)
    with keeping_counts(garden.institution, reason="Llegó el acta") as kept:
        kept.add(garden.make(chance, kind="visit", **DONE).pk)
    change = Change.objects.filter(action="plans.value.counted", key__contains="COUNT").order_by("-pk").first()
    assert change.reason == "Llegó el acta"
    assert Decimal(change.after["number"]) - Decimal(change.before["number"]) == 1


@pytest.mark.django_db
def test_a_failed_edit_changes_no_count():
    garden = Garden(covers_from=2023)
    recount(garden.institution)
    before = list(CountedValue.objects.order_by("pk").values_list("pk", "number"))
    with pytest.raises(RuntimeError), keeping_counts(garden.institution) as kept:
        kept.add(garden.make(chance_of(1), kind="visit").pk)
        raise RuntimeError
    assert list(CountedValue.objects.order_by("pk").values_list("pk", "number")) == before
    assert not Record.objects.exists()
