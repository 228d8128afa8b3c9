"""The pages' tests run on one small institution, planted once per module and taken away with it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.test import Client, override_settings
from tests.web.browsing import CHROMIUM
from tests.web.planting import PASSWORD, Planted, plant, write_report_files

from quipu.web import catalogues


@pytest.fixture(scope="session", autouse=True)
def key_and_texts():
    """A key for sessions, which cannot be given back as empty; and the pages' Spanish, compiled."""
    settings.SECRET_KEY = "k" * 60
    catalogues.compile_catalogue()


QUICK = {"PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"]}
"""Passwords that take no time."""


@pytest.fixture(autouse=True)
def browser_face(settings, tmp_path):
    """Plain static files, a cache in memory, and folders of the test's own."""
    for name, value in QUICK.items():
        setattr(settings, name, value)
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    settings.CHARTS_DIR = tmp_path / "charts"
    cache.clear()
    write_report_files(Path(settings.MEDIA_ROOT))


@pytest.fixture(scope="module")
def planted(django_db_setup, django_db_blocker, tmp_path_factory) -> Planted:
    """The institution of a module's tests."""
    folder = tmp_path_factory.mktemp("planted")
    own = override_settings(DATA_DIR=folder, MEDIA_ROOT=folder / "files", **QUICK)
    with django_db_blocker.unblock(), transaction.atomic():
        with own:
            institution = plant(folder)
        yield institution
        transaction.set_rollback(True)


@pytest.fixture
def as_role(planted, db):
    """A signed-in client by role: `as_role("reader")`; `stranger` has no role, and an empty name nobody."""

    def signed_in(name: str) -> Client:
        client = Client()
        assert not name or client.login(username=name, password=PASSWORD)
        return client

    return signed_in


@pytest.fixture(scope="module")
def browser():
    """One Chromium for the module; Playwright's loop makes Django believe that it runs asynchronously."""
    from playwright.sync_api import sync_playwright

    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield started
        started.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
    else:
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = before


@pytest.fixture
def site(live_server, tmp_path):
    """The institution behind a live server."""
    cache.clear()
    return live_server.url, plant(tmp_path)


@pytest.fixture
def page(browser):
    """A page whose console must stay silent."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    opened, told = context.new_page(), []
    opened.on("console", lambda message: told.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: told.append(str(error)))
    yield opened
    context.close()
    assert told == []
