"""What each field of the database can hold."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.db.models import URLField

from quipu.apps.imports.bindings import CATALOGUE
from quipu.apps.imports.differences import Outcome
from quipu.workbook.faults import Fault
from quipu.workbook.schema import SHEET_BY_NAME


def find_too_long(outcome: Outcome) -> Iterator[Fault]:
    """Texts longer than what they are stored in."""
    for table in CATALOGUE.tables:
        limits = {
            column: table.model._meta.get_field(name).max_length
            for column, name in table.fields.items()
            if getattr(table.model._meta.get_field(name), "max_length", None)
            and not SHEET_BY_NAME[table.sheet].column(column).choices
        }
        for row in outcome.file_rows(table.sheet) if limits else ():
            for column, limit in limits.items():
                value = row.get(column)
                if isinstance(value, str) and len(value) > limit:
                    yield row.fault(
                        column,
                        reason=f"el texto tiene {len(value)} caracteres y caben {limit}.",
                        remedy="Acórtelo.",
                        code="imports.too_long",
                    )


def find_bad_links(outcome: Outcome) -> Iterator[Fault]:
    """Links that are not web addresses; a page shows them, so nothing else may pass."""
    for table in CATALOGUE.tables:
        links = {
            column: table.model._meta.get_field(name)
            for column, name in table.fields.items()
            if isinstance(table.model._meta.get_field(name), URLField)
        }
        for row in outcome.file_rows(table.sheet) if links else ():
            for column, model_field in links.items():
                try:
                    model_field.run_validators(row.get(column) or "")
                except ValidationError:
                    yield row.fault(
                        column,
                        reason=f"«{row.get(column)}» no es una dirección web.",
                        remedy="Escríbala completa, empezando por https://.",
                        code="imports.link",
                    )
