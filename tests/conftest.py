"""What every test shares: the database it runs on, and a folder of its own for files."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

# The root has to be on the path first.
from tests.databases import Installation, PostgreSQL  # noqa: E402
from tests.factories.workbooks import fictional_book  # noqa: E402

_SERVER = pytest.StashKey[PostgreSQL]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """One option: run on PostgreSQL instead of SQLite."""
    parser.addoption("--postgresql", action="store_true", help="run on a PostgreSQL server started for the tests")


def pytest_configure(config: pytest.Config) -> None:
    """Start the server and point Django at it, before anything has connected."""
    if config.getoption("--postgresql") and not _only_hands_out(config):
        server = PostgreSQL.start()
        server.use_in_django()
        config.stash[_SERVER] = server


def _only_hands_out(config: pytest.Config) -> bool:
    """Whether this process runs no test itself, but gives them to others."""
    return config.getoption("numprocesses", None) is not None and not hasattr(config, "workerinput")


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the server and remove its folder."""
    if _SERVER in config.stash:
        config.stash[_SERVER].stop()


@pytest.fixture(autouse=True)
def files_of_their_own(settings, tmp_path):
    """Files that a test stores go to its own folder."""
    settings.DATA_DIR = tmp_path / "data"
    settings.MEDIA_ROOT = tmp_path / "data" / "files"


@pytest.fixture(scope="session")
def aurora(request, tmp_path_factory):
    """An installation with the fictional institution imported, for others to start as copies of it."""
    made = Installation.make(
        tmp_path_factory.mktemp("aurora") / "installation", request.config.stash.get(_SERVER, None)
    )
    fictional_book(made.folder / "libro.xlsx")
    done = made.run("import", "libro.xlsx")
    assert done.returncode == 0, done.stderr
    return made


@pytest.fixture
def imported(request, tmp_path, aurora):
    """An installation of one's own in which the fictional institution is imported."""
    return Installation.make(tmp_path / "installation", request.config.stash.get(_SERVER, None), aurora)


@pytest.fixture
def installation(request, tmp_path):
    """An installation with its own empty database, used through the command in processes of its own."""
    server = request.config.stash.get(_SERVER, None)
    return Installation.make(tmp_path / "installation", server)
