"""The digest as a mail: Spanish, plain text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from quipu.apps.accounts.mailing import one_line
from quipu.apps.organisation.models import Institution
from quipu.apps.register.models import Record
from quipu.apps.register.queries.approvals import WaitingRecord
from quipu.apps.register.queries.digests import SHOWN, DigestContents
from quipu.apps.register.queries.findings import SORTS
from quipu.language import format_long_date, term


def digest_subject(
    institution: Institution, contents: DigestContents, on: date, waiting: Sequence[WaitingRecord] = ()
) -> str:
    """The subject: whose register, of which day, and how much asks for them; evidence to be found can wait."""
    asking = sum(number for kind, number in contents.totals.items() if kind != "no_evidence") + len(waiting)
    told = f"{asking} por atender" if asking else "novedades"
    return one_line(f"{institution.acronym}: registro de acciones, {format_long_date(on)}: {told}")


def digest_body(
    institution: Institution,
    contents: DigestContents,
    *,
    on: date,
    since: date,
    waiting: Sequence[WaitingRecord] = (),
) -> str:
    """The whole text; what waits for the person's own approval stands first."""
    parts = [f"{institution.name}. Registro de acciones al {format_long_date(on)}."]
    if institution.synthetic:
        parts.append("Institución ficticia: estos registros son de ejemplo.")
    if waiting:
        lines = [
            f"{item.record.title} ({item.record.code}), desde el {format_long_date(item.since)}" for item in waiting
        ]
        rest = max(0, len(lines) - SHOWN)
        parts.append(_listed(f"Esperan su aprobación ({len(lines)})", lines[:SHOWN], rest))
    for kind in SORTS:
        if contents.totals.get(kind):
            parts.append(_section(kind, contents))
    if contents.coming:
        parts.append(_listed("Próximos catorce días", [_dated(item) for item in contents.coming]))
    if contents.recorded_total:
        rest = contents.recorded_total - len(contents.recorded)
        title = f"Registrado o cambiado desde el {format_long_date(since)} ({contents.recorded_total})"
        parts.append(_listed(title, [_dated(item) for item in contents.recorded], rest))
    parts.append("Entre a Quipu para atenderlo. Allí también se elige cada cuánto llega este mensaje.")
    return "\n\n".join(parts)


def _section(kind: str, contents: DigestContents) -> str:
    total = contents.totals[kind]
    shown = [item.sentence("es") for item in contents.findings if item.kind == kind]
    title = term(f"register_finding.{kind}", "es")
    return _listed(f"{title[:1].upper()}{title[1:]} ({total})", shown, max(0, total - len(shown)))


def _listed(title: str, lines: Sequence[str], rest: int = 0) -> str:
    return "\n".join(_lines(title, lines, rest))


def _lines(title: str, lines: Sequence[str], rest: int) -> Iterator[str]:
    yield title
    for line in lines:
        yield f"- {one_line(line)}"
    if rest:
        yield f"- … y {rest} más."


def _dated(record: Record) -> str:
    day = format_long_date(record.starts_on) if record.starts_on else "sin fecha"
    return f"{day}: {record.title} ({record.code})"
