"""`quipu token`: a key from the command line, seen without its text, and revoked."""

from __future__ import annotations

import re

import pytest
from tests.loaded import FICTIONAL, loaded, run

from quipu.apps.accounts.models import ApiToken
from quipu.apps.accounts.queries import token_of
from quipu.apps.accounts.services import add_person
from quipu.apps.organisation.queries import find_institution

pytestmark = pytest.mark.django_db
MAKE = ("token", "make", "ana", "--institution", FICTIONAL, "--action", "plan.view")


@pytest.fixture(scope="module", autouse=True)
def institution(django_db_setup, django_db_blocker, tmp_path_factory):
    """The small fictional institution, with a reader."""
    with loaded(django_db_blocker, tmp_path_factory.mktemp("tokens"), FICTIONAL):
        add_person(username="ana", institution=find_institution(FICTIONAL), role="reader")
        yield


def test_a_key_is_made_listed_and_revoked(capsys):
    made = run(capsys, *MAKE, "--days", 5, "--name", "Tablero")
    assert (made.code, made.error) == (0, "")
    (text,) = re.findall(r"quipu_[\w-]+", made.output)
    number = token_of(text).pk
    listed = run(capsys, "token", "list", "--institution", FICTIONAL).output
    assert re.search(rf"{number}\s+ana\s+Tablero\s+plan\.view\s+\d{{4}}-\d\d-\d\d\s+nunca\s+vigente", listed)
    assert text not in listed
    assert "revocada" in run(capsys, "token", "revoke", number).output
    assert token_of(text) is None
    assert "revocada" in run(capsys, "token", "list", "--institution", FICTIONAL).output


def test_what_cannot_be_made(capsys):
    refused = run(capsys, *MAKE, "--action", "collection.report", "--days", 400)
    assert refused.code == 2
    assert "Dura de 1 a 365 días." in refused.error
    assert "collection.report" in refused.error
    nobody = run(capsys, "token", "make", "eva", "--institution", FICTIONAL, "--action", "plan.view")
    assert (nobody.code, "no tiene un rol" in nobody.error) == (2, True)
    missing = run(capsys, "token", "revoke", 999_999)
    assert (missing.code, "No hay una clave" in missing.error) == (2, True)
    assert not ApiToken.objects.exists()
