"""What the tests in a real browser share."""

from __future__ import annotations

import shutil

from django.urls import reverse
from tests.web.planting import PASSWORD, SLUG

CHROMIUM = next((path for path in map(shutil.which, ("chromium", "chromium-browser", "google-chrome")) if path), None)


def sign_in(page, url, name="planner"):
    """Comes in as somebody."""
    page.goto(f"{url}{reverse('sign-in')}")
    page.get_by_label("Nombre de usuario").fill(name)
    page.get_by_label("Contraseña").fill(PASSWORD)
    page.get_by_role("button", name="Ingresar").click()
    page.wait_for_url(f"**/{SLUG}/")


def violations(page):
    """What axe finds on a page."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [(item["id"], [node["target"] for node in item["nodes"]][:3]) for item in found]
