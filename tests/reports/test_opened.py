"""The files opened by the programs people have."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from pypdf import PdfReader

from quipu.reports import BuiltReport

SOFFICE = shutil.which("soffice")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.mark.office
@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed")
def test_a_word_processor_opens_the_docx_with_its_lists_and_references(built: BuiltReport, tmp_path: Path) -> None:
    built.save(tmp_path, "informe")
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [
        str(SOFFICE),
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path / "lo"),
        "informe.docx",
    ]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=180)
    pages = PdfReader(tmp_path / "lo" / "informe.pdf").pages
    text = re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))
    assert len(pages) >= 5
    for words in (
        "Índice",
        "Tabla 2. Avance de los objetivos, 2024",
        "según la Tabla 2",
        "véase la sección 2",
        "Anexo 3.",
    ):
        assert words in text, words
    assert not re.search(r"Error|no encontrad|not found", text)


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
def test_a_browser_shows_the_page(built: BuiltReport, tmp_path: Path) -> None:
    built.save(tmp_path, "informe")
    command = [
        str(CHROMIUM),
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        f"--user-data-dir={tmp_path}/profile",
        "--dump-dom",
    ]
    done = subprocess.run(
        [*command, f"file://{tmp_path}/informe.html"], check=True, capture_output=True, text=True, timeout=120
    )
    assert done.stdout.count("<figure id=") == 3
    assert "Trazabilidad de las cifras" in done.stdout
