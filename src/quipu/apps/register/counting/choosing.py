"""The records behind a count."""

from __future__ import annotations

from django.db.models import QuerySet

from quipu.apps.organisation.models import Institution
from quipu.apps.register.counting.definition import Definition
from quipu.apps.register.counting.filters import counted_records, of_category
from quipu.apps.register.counting.moments import counting_in
from quipu.apps.register.counting.shares import in_order_of_time
from quipu.apps.register.models import Record


def chosen_records(
    institution: Institution, definition: Definition, period: str, dimension: str = "", category: str = ""
) -> QuerySet[Record]:
    """The records that make up a count of a period, in all or in one category of a dimension.

    Of a share they are the last of each mission, whether they meet its numerator or not.

    Args:
        institution: whose records they are.
        definition: a rule that is not a total of others.
        period: such as `2024` or `2024-Q2`.
        dimension: region, country, level or mode; empty for all.
        category: one of its categories.
    """
    found = counted_records(institution, definition).filter(counting_in(definition, period))
    if definition.measure == "share":
        rows = in_order_of_time(definition, found).values_list("mission_id", "pk")
        found = Record.objects.filter(pk__in=dict(rows).values())
    if dimension:
        found = found.filter(of_category(dimension, category))
    return found.order_by("-starts_on", "code")
