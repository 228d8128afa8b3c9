"""Two people who save at the same moment from what both saw: one wins, the other is shown both values."""

import time
from decimal import Decimal
from threading import Barrier, Thread

import pytest
from django.db import OperationalError, connection
from tests.factories.collection import make_reporting

from quipu.apps.collection.errors import ConflictError
from quipu.apps.collection.models import IndicatorEntry
from quipu.apps.collection.services.entries import save_value
from quipu.apps.plans.services import ValueParts

RACES = 5


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seen", [0, 1])
def test_of_two_at_once_only_one_wins(seen):
    reporting = make_reporting()
    submission = reporting.submission()

    def save(number, revision):
        parts = ValueParts(number=Decimal(number))
        return save_value(
            submission=submission, indicator=reporting.people, period="2024", parts=parts, revision=revision, actor=None
        )

    revision = save(50, 0).revision if seen else 0
    for turn in range(RACES if seen else 1):
        ended = _at_once(lambda number, revision=revision: save(number, revision), turn * 2 + 1, turn * 2 + 2)
        kinds = sorted(type(end).__name__ for end in ended)
        assert kinds == ["ConflictError", "IndicatorEntry"], ended
        entry = IndicatorEntry.objects.get()
        conflict = next(end for end in ended if isinstance(end, ConflictError))
        assert conflict.theirs["number"] == f"{entry.number.normalize():f}"
        assert conflict.revision == entry.revision
        revision = entry.revision


def _outcome(save, number):
    """How a save ended; SQLite in memory does not wait for the other writer as a file does, so that is done here."""
    while True:
        try:
            return save(number)
        except OperationalError as error:
            if "locked" not in str(error):
                return error
            time.sleep(0.01)
        except ConflictError as error:
            return error


def _at_once(save, *numbers):
    barrier, ended = Barrier(len(numbers)), []

    def run(number):
        barrier.wait()
        ended.append(_outcome(save, number))
        connection.close()

    threads = [Thread(target=run, args=(number,)) for number in numbers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return ended
