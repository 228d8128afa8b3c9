"""The demo institution and a small fictional one, imported once for each module of tests."""

from __future__ import annotations

import pytest
from tests.loaded import loaded


@pytest.fixture(scope="module")
def institutions(django_db_setup, django_db_blocker, tmp_path_factory):
    """Both institutions, `mre` and `pequena`; gives the folder that holds what their tests store."""
    folder = tmp_path_factory.mktemp("institutions")
    with loaded(django_db_blocker, folder, "mre", "pequena"):
        yield folder
