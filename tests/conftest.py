"""What every test shares: the database it runs on, and a folder of its own for files."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from tests.databases import Installation, PostgreSQL  # noqa: E402 - the root has to be on the path first

_SERVER = pytest.StashKey[PostgreSQL]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """One option: run on PostgreSQL instead of SQLite."""
    parser.addoption("--postgresql", action="store_true", help="run on a PostgreSQL server started for the tests")


def pytest_configure(config: pytest.Config) -> None:
    """Start the server and point Django at it, before anything has connected."""
    if config.getoption("--postgresql"):
        server = PostgreSQL.start()
        server.use_in_django()
        config.stash[_SERVER] = server


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the server and remove its folder."""
    if _SERVER in config.stash:
        config.stash[_SERVER].stop()


@pytest.fixture(autouse=True)
def files_of_their_own(settings, tmp_path):
    """Files that a test stores go to its own folder."""
    settings.DATA_DIR = tmp_path / "data"
    settings.MEDIA_ROOT = tmp_path / "data" / "files"


@pytest.fixture
def installation(request, tmp_path):
    """An installation with its own database, used through the command in processes of its own."""
    server = request.config.stash.get(_SERVER, None)
    return Installation.make(tmp_path / "installation", server)
