"""Failed sign-ins, counted for a while, so that passwords cannot be guessed by trying."""

from __future__ import annotations

import hashlib

from django.core.cache import cache

FAILURES_ADMITTED = 5
MINUTES_CLOSED = 15


def _key(username: str, address: str) -> str:
    digest = hashlib.sha256(f"{username.strip().casefold()}\n{address}".encode()).hexdigest()
    return f"sign-in-failures-{digest}"


def is_closed(*, username: str, address: str) -> bool:
    """Whether this name has failed too often from this address to be tried again for now."""
    return cache.get(_key(username, address), 0) >= FAILURES_ADMITTED


def count_failure(*, username: str, address: str) -> None:
    """Count one more failure; the minutes start again."""
    key = _key(username, address)
    cache.set(key, cache.get(key, 0) + 1, timeout=MINUTES_CLOSED * 60)


def forget_failures(*, username: str, address: str) -> None:
    """Start again after a good sign-in."""
    cache.delete(_key(username, address))
