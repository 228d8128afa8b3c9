"""A register of any size for measuring: records of every kind, planted in bulk and the same for the same seed."""

from __future__ import annotations

import io
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Max, Model
from django.utils import timezone

from quipu.apps.organisation.models import Institution, Mission, OrganisationalUnit
from quipu.apps.register.models import (
    Commitment,
    Counterpart,
    Instrument,
    InstrumentType,
    Kind,
    Level,
    Mechanism,
    Mode,
    Outcome,
    Record,
    RecordFigure,
    Region,
    RegionCountry,
)
from quipu.apps.register.models.words import Direction
from quipu.apps.register.services.derived import month_index, regions_by_country
from quipu.language import country_name, query_stems

REGIONS = {
    "america": "",
    "america-del-sur": "america",
    "centroamerica-y-caribe": "america",
    "europa": "",
    "asia-y-pacifico": "",
    "africa-y-medio-oriente": "",
}
COUNTRIES = {
    "america-del-sur": "ARG BOL BRA CHL COL ECU GUY PRY SUR URY VEN",
    "america": "CAN MEX USA",
    "centroamerica-y-caribe": "CRI CUB DOM GTM HND HTI JAM NIC PAN SLV TTO",
    "europa": "AUT BEL BGR CHE CZE DEU DNK ESP FIN FRA GBR GRC HRV HUN IRL ITA NLD NOR POL PRT ROU RUS SWE UKR",
    "asia-y-pacifico": "AUS CHN IDN IND JPN KAZ KOR MYS NZL PHL SGP THA VNM",
    "africa-y-medio-oriente": "ARE DZA EGY ETH GHA ISR JOR KEN KWT MAR NGA QAT SAU SEN TUN TUR ZAF",
}
THEMES = ("comercio", "educación", "pesca", "turismo", "energía", "cultura", "frontera", "salud", "agua", "ciencia")
AXES = ("Eje 1", "Eje 2", "Eje 3", "Eje 4")
CITIES = ("Ciudad Alta", "Puerto Claro", "Villa Norte", "Bahía Serena")
COUNTED_FIGURE = "personas"
_BATCH = 20_000


@dataclass(frozen=True)
class _Ground:
    """What records are planted in."""

    institution: Institution
    countries: Sequence[str]
    regions: dict[str, str]
    units: Sequence[int]
    missions: Sequence[int]
    mechanisms: dict[str, tuple[int, str]]
    first: date
    days: int


def plant_records(institution: Institution, count: int, *, years: int = 10, seed: int = 1) -> int:
    """Add that many records to an institution, with counterparts, figures, instruments and commitments.

    It gets regions, units, missions and mechanisms too where it has none. Derived columns are as `derive` makes them.

    Args:
        institution: which; its name and its plan stay as they are.
        count: how many records.
        years: over how many years their dates are spread, until a month from today.
        seed: of chance.

    Returns:
        How many were added.
    """
    ground = _prepare(institution, years)
    chance = random.Random(seed)  # noqa: S311 - no secret
    start = (Record.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
    offset = Record.objects.filter(institution=institution).count()
    for first in range(0, count, _BATCH):
        planted = _Batch(ground, chance, start + first, offset + first, min(_BATCH, count - first))
        with transaction.atomic():
            planted.write()
    _reset_sequences((Record, Counterpart, RecordFigure, Instrument, Commitment))
    return count


def analyse() -> None:
    """Tells the database how its rows are spread, as it finds out by itself in time."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _prepare(institution: Institution, years: int) -> _Ground:
    _plant_regions(institution)
    chains = regions_by_country(institution)
    countries = sorted(chains)
    today = timezone.localdate()
    first = date(today.year - years + 1, 1, 1)
    units = _some(OrganisationalUnit, institution, 12, lambda n: {"code": f"U{n:02d}", "name": f"Dirección {n}"})
    missions = _some(
        Mission,
        institution,
        40,
        lambda n: {
            "code": f"M{n:02d}",
            "name": f"Misión {n}",
            "kind": Mission.Kind.CONSULATE,
            "country": countries[n % len(countries)],
            "unit_id": units[n % len(units)],
        },
    )
    regions = {country: _barred(sorted(chain)) for country, chain in chains.items()}
    mechanisms = _mechanisms(institution, countries, units)
    days = (today - first).days + 30
    return _Ground(institution, countries, regions, units, missions, mechanisms, first, days)


def _plant_regions(institution: Institution) -> None:
    if Region.objects.filter(institution=institution).exists():
        return
    made: dict[str, Region] = {}
    for order, (code, parent) in enumerate(REGIONS.items()):
        name = code.replace("-", " ").capitalize()
        made[code] = Region.objects.create(
            institution=institution, code=code, name=name, parent=made.get(parent), order=order
        )
    RegionCountry.objects.bulk_create(
        RegionCountry(region=made[code], country=country)
        for code, found in COUNTRIES.items()
        for country in found.split()
    )


def _some(model: Any, institution: Institution, count: int, fields: Any) -> list[int]:
    found = model.objects.filter(institution=institution).order_by("pk")
    if not found.exists():
        model.objects.bulk_create(model(institution=institution, **fields(n)) for n in range(count))
    return list(found.values_list("pk", flat=True))


def _mechanisms(institution: Institution, countries: Sequence[str], units: Sequence[int]) -> dict[str, tuple[int, str]]:
    """One with each country: its id and its name."""
    for place, country in enumerate(countries):
        Mechanism.objects.get_or_create(
            institution=institution,
            code=f"MED-{country}",
            defaults={
                "name": f"Mecanismo de diálogo con {country_name(country)}",
                "family": f"Familia {place % 5 + 1}",
                "country": country,
                "unit_id": units[place % len(units)],
                "first_ordinal": 1,
            },
        )
    found = Mechanism.objects.filter(institution=institution, code__startswith="MED-")
    return {item.country: (item.pk, item.name) for item in found}


class _Batch:
    """Records with ids that follow one another, and what hangs from them."""

    def __init__(self, ground: _Ground, chance: random.Random, first_id: int, offset: int, count: int) -> None:
        self._ground, self._chance = ground, chance
        self._first_id, self._offset, self._count = first_id, offset, count
        self._usual = _usual(Record, institution_id=ground.institution.pk)
        self._parties: list[tuple[int, str]] = []
        self._figures: list[tuple[Any, ...]] = []
        self._instruments: list[tuple[Any, ...]] = []
        self._commitments: list[tuple[Any, ...]] = []

    def write(self) -> None:
        """Write them."""
        columns = list(self._usual)
        _insert(Record, columns, [list(row.values()) for row in self._records()])
        _insert(Counterpart, ["record_id", "country"], self._parties)
        _insert(RecordFigure, ["record_id", "name", "value", "approximator", "unit"], self._figures)
        instrument = _usual(Instrument)
        columns = [name for name in instrument if name != "id"]
        made = ("record_id", "type", "stage")
        rest = [instrument[name] for name in columns if name not in made]
        order = [*made, *(name for name in columns if name not in made)]
        _insert(Instrument, order, [[*row, *rest] for row in self._instruments])
        commitment = _usual(Commitment)
        made = ("record_id", "number", "text", "unit_id", "due_on", "status")
        columns = [name for name in commitment if name not in ("id", *made)]
        rest = [commitment[name] for name in columns]
        _insert(Commitment, [*made, *columns], [[*row, *rest] for row in self._commitments])

    def _records(self) -> Iterator[dict[str, Any]]:
        for place in range(self._count):
            yield self._record(self._first_id + place, self._offset + place)

    def _record(self, pk: int, number: int) -> dict[str, Any]:
        chance, ground = self._chance, self._ground
        kind = _KINDS[number % len(_KINDS)]
        day = ground.first + timedelta(days=chance.randrange(ground.days))
        country = ground.countries[int(len(ground.countries) * chance.random() ** 2)]
        precision = "day" if chance.random() < 0.95 else "month"
        month = month_index(day)
        row = dict(self._usual)
        row.update(id=pk, code=f"MED-{number:07d}", kind=kind, precision=precision, starts_on=day)
        row.update(status=_status(chance, day), mode=chance.choice(_MODES), axis=chance.choice(AXES))
        row["status_reason"] = "Sin fecha acordada" if row["status"] == "cancelled" else ""
        row.update(level_own=chance.choice(_LEVELS), level_counterpart=chance.choice(_LEVELS))
        row.update(place_country=country, city=CITIES[number % 4], direction=_DIRECTIONS[number % 4])
        row.update(unit_id=chance.choice(ground.units), first_month=month, last_month=month)
        row.update(countries=f"|{country}|", regions=ground.regions[country], action_code=f"AEI.0{number % 8 + 1}.01")
        self._parties.append((pk, country))
        self._hang(row, chance, day, country)
        theme = THEMES[number % len(THEMES)]
        row["title"] = f"{_TITLES[kind]} con {country_name(country)} sobre {theme}"
        row["search"] = _search(row, self._mechanism_name(row, country), country)
        return row

    def _mechanism_name(self, row: dict[str, Any], country: str) -> str:
        return self._ground.mechanisms[country][1] if row["mechanism_id"] else ""

    def _hang(self, row: dict[str, Any], chance: random.Random, day: date, country: str) -> None:
        """What a record of its kind has besides."""
        kind, pk = row["kind"], row["id"]
        if kind == Kind.MECHANISM_SESSION and country in self._ground.mechanisms:
            row["mechanism_id"] = self._ground.mechanisms[country][0]
        if kind == Kind.INSTRUMENT:
            self._instruments.append((pk, chance.choice(_INSTRUMENTS), "signed"))
            row["valid_from"] = day
        if kind in (Kind.COOPERATION_SCHEME, Kind.MIGRATION_SCHEME):
            row.update(valid_from=day, valid_to=day + timedelta(days=700))
        if kind in (Kind.REPATRIATION, Kind.CONSULAR_OUTREACH, Kind.HUMANITARIAN_AID):
            self._figures.append((pk, COUNTED_FIGURE, chance.randrange(1, 400), "exact", COUNTED_FIGURE))
        if kind == Kind.OFFICE_ASSESSMENT:
            row["mission_id"] = chance.choice(self._ground.missions)
            row["outcome"] = chance.choice((Outcome.ADEQUATE, Outcome.INADEQUATE))
        if chance.random() < 0.02:
            due, unit = day + timedelta(days=180), row["unit_id"]
            self._commitments.append((pk, 1, "Enviar la propuesta acordada", unit, due, "in_progress"))


_KINDS = (*Kind.values, *[Kind.BILATERAL_MEETING, Kind.VISIT, Kind.MECHANISM_SESSION] * 4)
_TITLES = {kind: kind.replace("_", " ").capitalize() for kind in Kind.values}
_MODES = (*Mode.values, "")
_LEVELS = (*Level.values, "")
_DIRECTIONS = tuple(Direction.values)
_INSTRUMENTS = tuple(word for word in InstrumentType.values if word != InstrumentType.SET)


def _status(chance: random.Random, day: date) -> str:
    if day > timezone.localdate():
        return "planned"
    return "done" if chance.random() < 0.95 else chance.choice(("planned", "cancelled"))


def _search(row: dict[str, Any], mechanism: str, country: str) -> str:
    """As `derive` makes it, from the stems of each of its parts, which are few."""
    texts = (row["title"], row["city"], row["axis"], mechanism, country_name(country), country_name(country, "en"))
    code = row["code"].lower().split("-")
    return f" {' '.join(dict.fromkeys([*code, *(stem for text in texts for stem in _stems(text))]))} "


@lru_cache(maxsize=100_000)
def _stems(text: str) -> tuple[str, ...]:
    return tuple(query_stems(text))


def _usual(model: type[Model], **fields: Any) -> dict[str, Any]:
    """What each column of a new row holds where nothing else is said."""
    made = model(**fields)
    return {field.attname: getattr(made, field.attname) for field in model._meta.concrete_fields}


def _barred(codes: Sequence[str]) -> str:
    return f"|{'|'.join(codes)}|" if codes else ""


def _insert(model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    quoted = ", ".join(connection.ops.quote_name(_column(model, name)) for name in columns)
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({quoted}) FROM STDIN") as copied:
                copied.write(_copied(rows))
        else:
            marks = ", ".join(["%s"] * len(columns))
            told = [[value.isoformat() if isinstance(value, date) else value for value in row] for row in rows]
            cursor.executemany(f"INSERT INTO {table} ({quoted}) VALUES ({marks})", told)  # noqa: S608 - our own names


def _column(model: type[Model], attname: str) -> str:
    return next(field.column for field in model._meta.concrete_fields if field.attname == attname)


def _copied(rows: Iterable[Sequence[Any]]) -> str:
    """Rows in the text form of COPY; no planted text holds a tab, a line break or a backslash."""
    made = io.StringIO()
    for row in rows:
        made.write("\t".join("\\N" if value is None else str(value) for value in row))
        made.write("\n")
    return made.getvalue()


def _reset_sequences(models: Sequence[type[Model]]) -> None:
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)
