"""A document in a real browser: what is selected is cited, both ways are followed, and axe finds nothing."""

from __future__ import annotations

import pytest
from django.urls import reverse
from tests.factories.cited import DOCUMENT, RECORD
from tests.web.browsing import CHROMIUM, sign_in, violations
from tests.web.planting import SLUG

from quipu.apps.register.models import Citation

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium"),
    pytest.mark.django_db(transaction=True),
]
SELECT = """() => {
  const passage = document.querySelectorAll(".document-text .passage")[5];
  const range = document.createRange();
  range.setStart(passage.firstChild, 3);
  range.setEnd(passage.firstChild, 15);
  document.getSelection().removeAllRanges();
  document.getSelection().addRange(range);
}"""


def address(name: str, **parts: object) -> str:
    return reverse(name, kwargs={"slug": SLUG, **parts})


def test_selected_words_are_cited_and_lead_to_the_record_and_back(page, site) -> None:
    url, _ = site
    sign_in(page, url)
    page.goto(f"{url}{address('document', code=DOCUMENT)}")
    assert page.get_by_role("button", name="Usar las palabras seleccionadas").is_hidden()
    page.evaluate(SELECT)
    page.get_by_role("button", name="Usar las palabras seleccionadas").click()
    assert page.get_by_label("Palabras del documento").input_value() == "XIII reunión"
    page.get_by_label("Registro", exact=True).fill(RECORD)
    page.get_by_label("Qué prueban").select_option("ordinal")
    page.get_by_role("button", name="Citar").click()
    made = Citation.objects.get(field="ordinal")
    assert page.url.endswith(f"#cita-{made.pk}")
    page.locator("mark a", has_text="XIII reunión").click()
    page.wait_for_url(f"**{address('record', code=RECORD)}")
    page.get_by_role("link", name="«XIII reunión»").click()
    page.wait_for_url(f"**#cita-{made.pk}")
    page.get_by_role("link", name="cita 2").click()
    assert page.url.endswith(f"#registro-{made.pk}")


@pytest.mark.parametrize("width", [1280, 360])
def test_the_pages_of_documents_are_for_everybody(page, site, width) -> None:
    url, _ = site
    sign_in(page, url)
    page.set_viewport_size({"width": width, "height": 800})
    for name, parts in (
        ("documents", {}),
        ("document", {"code": DOCUMENT}),
        ("new-document", {}),
        ("change-document", {"code": DOCUMENT}),
    ):
        page.goto(f"{url}{address(name, **parts)}")
        assert violations(page) == [], name
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
