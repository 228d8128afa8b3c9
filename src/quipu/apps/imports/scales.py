"""Which ordinal scale grades a value: its indicator's, in the version where it stands or in the latest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from quipu.workbook.columns import Value


class Scales:
    """The ordinal scales of indicators, by version."""

    def __init__(self, indicators: Iterable[Mapping[str, Value]]) -> None:
        self._by_version: dict[tuple[Value, Value, Value], Value] = {}
        self._latest: dict[tuple[Value, Value], tuple[int, Value]] = {}
        for row in indicators:
            scale, version = row.get("ordinal_scale"), row.get("version")
            if scale is None or not isinstance(version, int):
                continue
            identity = (row.get("plan"), row.get("indicator"))
            self._by_version[(identity[0], version, identity[1])] = scale
            self._latest[identity] = max(self._latest.get(identity, (-1, None)), (version, scale))

    def of(self, sheet: str, row: Mapping[str, Value]) -> Value:
        """The scale of a row's indicator, or None: by its version for a target, the latest for an obtained value."""
        if sheet == "targets":
            return self._by_version.get((row.get("plan"), row.get("version"), row.get("indicator")))
        return self._latest.get((row.get("plan"), row.get("indicator")), (0, None))[1]
