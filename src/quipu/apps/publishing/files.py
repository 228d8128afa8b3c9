"""Files kept by their content: written whole or not at all, and never altered."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

from django.conf import settings


def keep_file(content: bytes, extension: str) -> tuple[str, str]:
    """Keep a file under the hash of its content.

    A crash in the middle leaves at most a temporary file, never a half-written one under its final name. A kept file
    that somebody altered is written again.

    Args:
        content: the whole file.
        extension: without the dot.

    Returns:
        Its name relative to the folder of files, and its SHA-256.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    name = f"reports/{sha256[:2]}/{sha256}.{extension}"
    path = Path(settings.MEDIA_ROOT) / name
    if not is_intact(name, sha256):
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as unfinished:
            unfinished.write(content)
            unfinished.flush()
            os.fsync(unfinished.fileno())
        Path(unfinished.name).replace(path)
    return name, sha256


def is_intact(name: str, sha256: str) -> bool:
    """Whether a kept file is there with the content it had."""
    path = Path(settings.MEDIA_ROOT) / name
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == sha256
