"""`quipu evidence`: documents that prove what was done, from the command line."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from quipu.cli.database import ready_database
from quipu.cli.tables import text_table
from quipu.errors import QuipuError

if TYPE_CHECKING:
    from quipu.apps.evidence.models import Document
    from quipu.apps.organisation.models import Institution

KINDS = ("press_note", "declaration", "minutes", "report", "norm", "treaty", "other")
_OF_ONE = ("title", "number", "url")
_TITLE_WIDTH = 60


class EvidenceNotAddedError(QuipuError):
    """Some file could not be added, or what was asked is of one file only."""

    code = "cli.evidence"


@click.group("evidence")
def evidence() -> None:
    """Agrega y muestra los documentos que prueban lo registrado."""


@evidence.command("add")
@click.argument("files", metavar="ARCHIVO...", type=click.Path(path_type=Path), nargs=-1)
@click.option("--institution", "slug", required=True, help="Identificador de la institución.")
@click.option("--title", default="", help="Título; por omisión, el que dice el archivo.")
@click.option(
    "--kind", type=click.Choice(KINDS), default="press_note", show_default=True, help="Qué clase de documento es."
)
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="Fecha que lleva, AAAA-MM-DD.")
@click.option("--number", default="", help="Como lo numera su emisor.")
@click.option("--issuer", default="", help="Quién lo emitió.")
@click.option("--url", default="", help="Dirección web donde se encontró; sin ARCHIVO, se registra como referencia.")
@click.option(
    "--from-text", is_flag=True, help="Toma del texto el número y la fecha no dados, si los dice una sola vez."
)
def add(files: tuple[Path, ...], slug: str, day: datetime | None, from_text: bool, **told: str) -> None:
    """Agrega cada ARCHIVO: un PDF, un documento de Word, una página HTML o un texto.

    El archivo se guarda tal cual y su texto se lee para poder citarlo. Lo que un archivo tenga de malo no detiene a los
    demás; al final se dice. Sin ARCHIVO, con --title, el documento queda como referencia.
    """
    _check(files, told)
    dated_on = day.date() if day else None
    with ready_database():
        from quipu.apps.organisation.queries import find_institution

        institution = find_institution(slug)
        refused = [path for path in files or (None,) if not _added(institution, path, told, dated_on, from_text)]
    if refused:
        raise EvidenceNotAddedError(
            f"No se agregaron {len(refused)} de {max(len(files), 1)}.", remedy="Corrija lo dicho y agréguelos de nuevo."
        )


@evidence.command("list")
@click.option("--institution", "slug", required=True, help="Identificador de la institución.")
@click.option("--words", default="", help="Palabras del título, emisor o número.")
def list_documents(slug: str, words: str) -> None:
    """Muestra los documentos de una institución, con cuántos registros cita cada uno."""
    with ready_database():
        from quipu.apps.evidence.queries import search_documents
        from quipu.apps.organisation.queries import find_institution
        from quipu.apps.register.queries.citations import records_by_document

        found = list(search_documents(find_institution(slug), words=words))
        records = records_by_document([item.pk for item in found])
        rows = [_row(item, records.get(item.pk, 0)) for item in found]
    click.echo(text_table(("Código", "Fecha", "Tipo", "Título", "Registros"), rows, right=frozenset({4})))


def _check(files: tuple[Path, ...], told: Mapping[str, str]) -> None:
    given = [f"--{name}" for name in _OF_ONE if told[name]]
    if len(files) > 1 and given:
        raise EvidenceNotAddedError(
            f"{', '.join(given)}: es de un solo archivo.", remedy="Agregue los archivos de uno en uno."
        )
    missing = [str(path) for path in files if not path.is_file()]
    if missing:
        raise EvidenceNotAddedError(f"No hay tales archivos: {', '.join(missing)}.", remedy="Revise las rutas.")


def _added(
    institution: Institution, path: Path | None, told: Mapping[str, str], day: date | None, from_text: bool
) -> bool:
    """Add one document and tell it; what stands in the way is told too. Says whether it was added."""
    from quipu.apps.evidence.errors import EvidenceError
    from quipu.apps.evidence.services import DocumentDetails, add_document

    details = DocumentDetails(**told, dated_on=day)
    try:
        made = add_document(
            institution=institution,
            content=path.read_bytes() if path else None,
            name=path.name if path else "",
            details=details,
            actor=None,
        )
    except EvidenceError as error:
        click.echo(f"[{error.code}] {error}", err=True)
        return False
    click.echo(f"Agregado {made.code}: «{made.title}».")
    _tell_proposals(made, from_text)
    return True


def _tell_proposals(made: Document, from_text: bool) -> None:
    """What the text says and nobody told: kept when asked for, and only shown otherwise."""
    from dataclasses import replace

    from quipu.apps.evidence.queries import proposals_for
    from quipu.apps.evidence.services import DocumentDetails, change_details

    said: dict[str, Any] = dict(proposals_for(made))
    if not said:
        return
    if from_text:
        change_details(document=made, details=replace(DocumentDetails.of(made), **said), actor=None)
    words = [f"número {said['number']}"] if "number" in said else []
    words += [f"fecha {said['dated_on']:%Y-%m-%d}"] if "dated_on" in said else []
    end = "se guardó." if from_text else "con --from-text se guarda."
    click.echo(f"  Su texto dice: {', '.join(words)}; {end}")


def _row(item: Document, records: int) -> list[str]:
    from quipu.language import term

    title = item.title if len(item.title) <= _TITLE_WIDTH else f"{item.title[: _TITLE_WIDTH - 1]}…"
    return [item.code, f"{item.dated_on or ''}", term(f"document_kind.{item.kind}"), title, str(records)]
