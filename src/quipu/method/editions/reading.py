"""Reading an edition file: every value must name its source and its mark, or the file is refused."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from quipu.method.editions.model import Edition, Setting
from quipu.method.errors import MethodError
from quipu.method.exact import fraction, number
from quipu.method.levels import Level, LevelScale
from quipu.method.references import Mark, Reference

Table = Mapping[str, Any]


def read_edition(text: str, *, where: str) -> Edition:
    """Builds an edition from the text of its file.

    Args:
        text: TOML, in the shape that docs/method/editions.md describes.
        where: name of the file, for the messages.

    Raises:
        MethodError: `method.edition` with all the faults found, so that one reading is enough to mend the file.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _refused(where, [str(error)]) from error
    reader = _Reader(data)
    edition = reader.edition()
    if reader.faults:
        raise _refused(where, reader.faults)
    return edition


class _Reader:
    """Collects every fault before anything is refused."""

    def __init__(self, data: Table) -> None:
        self.data = data
        self.faults: list[str] = []
        self.code = str(data.get("code", ""))

    def edition(self) -> Edition:
        for name in ("code", "title_en", "title_es"):
            if not self.data.get(name):
                self.faults.append(f"{name} is missing.")
        scales = {name: self.scale(name, table) for name, table in self.tables("scales")}
        uses = {name: self.use(name, table, scales) for name, table in self.tables("uses")}
        return Edition(
            code=self.code,
            title_en=str(self.data.get("title_en", "")),
            title_es=str(self.data.get("title_es", "")),
            rules=MappingProxyType({key: self.reference(f"rules.{key}", table) for key, table in self.tables("rules")}),
            settings=MappingProxyType({key: self.setting(key, table) for key, table in self.tables("settings")}),
            scales=MappingProxyType(scales),
            uses=MappingProxyType(uses),
        )

    def tables(self, name: str) -> list[tuple[str, Table]]:
        found = self.data.get(name, {})
        if not isinstance(found, dict):
            self.faults.append(f"{name} must be a table.")
            return []
        wrong = [key for key, table in found.items() if not isinstance(table, dict)]
        self.faults.extend(f"{name}.{key} must be a table." for key in wrong)
        return [(key, table) for key, table in found.items() if key not in wrong]

    def reference(self, place: str, table: Table) -> Reference:
        source, mark = str(table.get("source", "")), str(table.get("mark", ""))
        sources = self.data.get("sources", {})
        if source not in sources:
            self.faults.append(f"{place}: source {source!r} is not among [sources].")
        if mark not in set(Mark):
            self.faults.append(f"{place}: mark {mark!r} must be official, practice or assumption.")
            mark = Mark.ASSUMPTION.value
        title = str(sources.get(source, {}).get("title", ""))
        texts = {name: str(table.get(name, "")) for name in ("place_en", "place_es", "page", "cites", "note")}
        return Reference(source=source, title=title, mark=Mark(mark), **texts)

    def setting(self, key: str, table: Table) -> Setting:
        rows = table.get("table", {})
        if "value" not in table and not rows:
            self.faults.append(f"settings.{key}: neither a value nor a table.")
        if isinstance(table.get("value"), float) or any(isinstance(row, float) for row in rows.values()):
            self.faults.append(f'settings.{key}: write the number between quotes ("0.5"), so that it stays exact.')
        return Setting(
            key=key,
            value=str(table.get("value", "")),
            table=MappingProxyType({str(name): str(row) for name, row in rows.items()}),
            reference=self.reference(f"settings.{key}", table),
            unit=str(table.get("unit", "")),
        )

    def scale(self, name: str, table: Table) -> LevelScale:
        place = f"scales.{name}"
        rows = table.get("levels", [])
        levels = [self.level(place, row, len(rows) - 1 - index) for index, row in enumerate(rows)]
        self.check_order(place, levels)
        return LevelScale(
            name=name,
            edition=self.code,
            label_en=str(table.get("label_en", name)),
            label_es=str(table.get("label_es", name)),
            levels=tuple(levels),
            reference=self.reference(place, table),
        )

    def level(self, place: str, row: Table, order: int) -> Level:
        code = str(row.get("code", ""))
        level = Level(code, str(row.get("label_en", code)), str(row.get("label_es", code)), None, True, order)
        bounds = [name for name in ("at_least", "above") if name in row]
        if len(bounds) > 1 or not code:
            self.faults.append(f"{place}: each level needs a code and at most one of at_least, above.")
        if not bounds:
            return level
        try:
            bound = fraction(number(row[bounds[0]]))
        except MethodError as error:
            self.faults.append(f"{place}.{code}: {error.what} Write the bound between quotes.")
            return level
        return replace(level, bound=bound, inclusive=bounds[0] == "at_least")

    def check_order(self, place: str, levels: list[Level]) -> None:
        if not levels or levels[-1].bound is not None or any(item.bound is None for item in levels[:-1]):
            self.faults.append(f"{place}: every level but the last needs a bound, and the last has none.")
            return
        # A strict bound sits just above an inclusive one of the same number.
        bounds = [(item.bound, not item.inclusive) for item in levels[:-1] if item.bound is not None]
        if any(higher <= lower for higher, lower in pairwise(bounds)):
            self.faults.append(f"{place}: the bounds must fall from the first level to the last.")
        if len({item.code for item in levels}) < len(levels):
            self.faults.append(f"{place}: a level code stands twice.")

    def use(self, name: str, table: Table, scales: Mapping[str, LevelScale]) -> tuple[str, Reference]:
        scale = str(table.get("scale", ""))
        if scale not in scales:
            self.faults.append(f"uses.{name}: there is no scale {scale!r}.")
        return scale, self.reference(f"uses.{name}", table)


def _refused(where: str, faults: list[str]) -> MethodError:
    return MethodError(
        "The edition file is refused.",
        where=where,
        why=" ".join(faults),
        remedy="Mend the file; its shape is in docs/method/editions.md.",
        code="method.edition",
    )
