"""One word for one thing: on the pages, in the files kept from them and in the workbook."""

from __future__ import annotations

import csv
import io

from django.urls import reverse
from django.utils import translation
from tests.web.planting import SLUG

from quipu.apps.register.models import Modality, Mode
from quipu.language import term
from quipu.web.record_fields import RecordForm
from quipu.web.register_listing import NAMES
from quipu.workbook.schema import SHEET_BY_NAME

MODE, MODALITY = "Modalidad", "Cómo lo dice la fuente"


def test_how_people_met_and_how_a_source_says_it_have_each_one_name():
    columns = {column.name: column.label for column in SHEET_BY_NAME["records"].columns}
    assert (columns["mode"], columns["modality"]) == (MODE, MODALITY)
    with translation.override("es"):
        assert str(RecordForm.base_fields["mode"].label) == str(NAMES["modo"]) == MODE
        assert str(RecordForm.base_fields["modality"].label) == MODALITY


def test_a_file_of_records_names_them_as_the_pages_do(planted, as_role):
    answer = as_role("reader").get(reverse("export-register", kwargs={"slug": SLUG, "format": "csv"}))
    text = b"".join(answer.streaming_content) if answer.streaming else answer.content
    header, *rows = csv.reader(io.StringIO(text.decode("utf-8-sig")))
    assert {term(f"modality.{word}", "es") for word in Modality.values} >= {row[header.index(MODALITY)] for row in rows}
    assert {"", *(term(f"mode.{word}", "es") for word in Mode.values)} >= {row[header.index(MODE)] for row in rows}
