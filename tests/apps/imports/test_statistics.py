"""A large import leaves PostgreSQL knowing the size of the tables it filled."""

import pytest
from django.db import connection

from quipu.apps.imports.statistics import renew_statistics
from quipu.apps.plans.models import ActivityAmount


def _known_rows(table: str) -> float:
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = %s", [table])
        return float(cursor.fetchone()[0])


@pytest.mark.django_db
def test_few_rows_are_not_worth_a_look(django_assert_num_queries):
    with django_assert_num_queries(0):
        renew_statistics({"amounts"}, 10)


@pytest.mark.django_db
def test_after_many_rows_the_database_knows_its_tables(django_assert_num_queries):
    on_postgresql = connection.vendor == "postgresql"
    with django_assert_num_queries(1 if on_postgresql else 0):
        renew_statistics({"amounts"}, 100_000)
    if on_postgresql:
        assert _known_rows(ActivityAmount._meta.db_table) == 0
