"""Every setting of an installation, as one table.

The table is read by the settings module, by ``quipu settings`` (which writes ``.env.example``) and by the reference
docs, so a setting that is not here does not exist.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from quipu.errors import QuipuError


class ConfigurationError(QuipuError):
    """A setting is missing or cannot be read."""

    code = "quipu.configuration"


@dataclass(frozen=True)
class Setting:
    """One environment variable.

    Attributes:
        name: the variable's name.
        meaning: what it decides, one sentence.
        read: turns its text into a value; raises ValueError when it cannot.
        default: the text used when it is not set, or None when there is none.
        required_to_serve: whether the web face refuses to start without it.
        example: a text for ``.env.example``.
        is_secret: whether its text stays out of messages.
    """

    name: str
    meaning: str
    read: Callable[[str], Any] = str
    default: str | None = None
    required_to_serve: bool = False
    example: str = ""
    is_secret: bool = False


@dataclass(frozen=True)
class MailServer:
    """Where mail is handed over.

    Attributes:
        use_ssl: encrypted from the first byte (`smtps`).
        use_tls: encrypted after a plain greeting (`smtp+tls`).
    """

    host: str
    port: int
    user: str
    password: str
    use_ssl: bool
    use_tls: bool


_MAIL_PORTS = {"smtp": 25, "smtps": 465, "smtp+tls": 587}


def _mail_server(text: str) -> MailServer | None:
    if not text.strip():
        return None
    parts = urlsplit(text.strip())
    if parts.scheme not in _MAIL_PORTS or not parts.hostname:
        raise ValueError(f"expected {', '.join(f'{scheme}://host:port' for scheme in _MAIL_PORTS)}")
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise ValueError("nothing goes after the port; write / ? and # of a password as %2F, %3F and %23")
    return MailServer(
        parts.hostname,
        parts.port or _MAIL_PORTS[parts.scheme],
        unquote(parts.username or ""),
        unquote(parts.password or ""),
        use_ssl=parts.scheme == "smtps",
        use_tls=parts.scheme == "smtp+tls",
    )


def _public_address(text: str) -> str:
    """An address without its last slash; empty stays empty."""
    address = text.strip().rstrip("/")
    parts = urlsplit(address)
    if address and (parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment):
        raise ValueError("expected https://host, and nothing after its path")
    return address


def is_own_machine(address: str) -> bool:
    """Whether an address leads to the machine of whoever opens it, so that it says nothing to another reader."""
    return urlsplit(address).hostname in ("localhost", "127.0.0.1", "::1")


def _flag(text: str) -> bool:
    words = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False, "": False}
    if text.strip().lower() not in words:
        raise ValueError("expected yes or no")
    return words[text.strip().lower()]


def _list(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


SETTINGS: tuple[Setting, ...] = (
    Setting(
        "QUIPU_DATA_DIR",
        "Folder of the embedded database, original files, publications and caches.",
        lambda text: Path(text).expanduser().resolve(),
        default="var",
        example="/var/lib/quipu",
    ),
    Setting(
        "DATABASE_URL",
        "Database address; empty means SQLite inside QUIPU_DATA_DIR.",
        default="",
        example="postgresql://quipu@localhost/quipu",
    ),
    Setting(
        "QUIPU_SECRET_KEY",
        "Signs sessions and forms; at least 50 random characters. `quipu init` writes one.",
        required_to_serve=True,
        example="",
    ),
    Setting(
        "QUIPU_ALLOWED_HOSTS",
        "Host names the web face answers to, separated by commas.",
        _list,
        default="localhost,127.0.0.1",
        example="quipu.example.gob.pe",
    ),
    Setting(
        "QUIPU_PUBLIC_URL",
        "Address of the web face as readers know it: the figures of a report link to their pages under it; empty makes "
        "reports without those links, and so does a localhost address together with QUIPU_HTTPS.",
        _public_address,
        default="http://localhost:8000",
        example="https://quipu.example.gob.pe",
    ),
    Setting(
        "QUIPU_HTTPS",
        "Whether visitors arrive by HTTPS: secure cookies and strict transport security.",
        _flag,
        default="no",
        example="yes",
    ),
    Setting(
        "QUIPU_DEBUG",
        "Detailed error pages, for development on one's own machine only.",
        _flag,
        default="no",
        example="no",
    ),
    Setting(
        "QUIPU_EMAIL_URL",
        "Mail server for reminders: smtp://, smtps:// or smtp+tls://, with user and password if it asks for them; "
        "empty sends no mail and shows reminders on pages only.",
        _mail_server,
        default="",
        example="smtp+tls://quipu:password@mail.example.gob.pe:587",
        is_secret=True,
    ),
    Setting(
        "QUIPU_EMAIL_FROM",
        "The address that reminders come from.",
        default="quipu@localhost",
        example="Quipu <quipu@example.gob.pe>",
    ),
)


def read_configuration(environment: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Read every setting.

    Args:
        environment: variables to read; the process's own when None.

    Returns:
        Values by variable name; None for an optional one that is absent.

    Raises:
        ConfigurationError: naming every variable that cannot be read.
    """
    source = os.environ if environment is None else environment
    values: dict[str, Any] = {}
    faults: list[str] = []
    for setting in SETTINGS:
        text = source.get(setting.name, setting.default)
        if text is None:
            values[setting.name] = None
            continue
        try:
            values[setting.name] = setting.read(text)
        except ValueError as error:
            shown = "" if setting.is_secret else f"={text!r}"
            faults.append(f"{setting.name}{shown}: {error}")
    if faults:
        raise ConfigurationError("Settings that cannot be read: " + "; ".join(faults) + ".", remedy="See .env.example.")
    return values


def read_env_file(path: Path) -> dict[str, str]:
    """Read ``NAME=value`` lines; blank lines and lines that start with ``#`` are skipped. Absent file: empty."""
    if not path.is_file():
        return {}
    pairs = (line.partition("=") for line in path.read_text(encoding="utf-8").splitlines())
    return {name.strip(): value.strip() for name, sign, value in pairs if sign and not name.lstrip().startswith("#")}


def require_to_serve(values: Mapping[str, Any]) -> None:
    """Refuse to start the web face without what it needs.

    Raises:
        ConfigurationError: naming every missing variable.
    """
    missing = [setting.name for setting in SETTINGS if setting.required_to_serve and not values.get(setting.name)]
    if missing:
        raise ConfigurationError(
            f"Not set: {', '.join(missing)}.", remedy="Run `quipu init`, or set it in the environment or in .env."
        )
