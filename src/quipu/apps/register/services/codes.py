"""Codes for records that come without one."""

from __future__ import annotations

from quipu.apps.organisation.models import Institution
from quipu.apps.register.models import Record

_PROBES = 16


def free_code(institution: Institution, year: int) -> str:
    """A code that no record has: R-2024-0001, then R-2024-0002.

    The codes in use are not read, only probed: whether 1, 2, 4, 8… are taken, and then ever closer. So it is as quick
    for a hundred thousand records; where numbers in between are free, it may give one of those.
    """
    powers = [2**step for step in range(24)]
    taken = _taken(institution, year, powers)
    free = next(number for number in powers if number not in taken)
    last = free // 2
    while free - last > 1:
        step = max(1, (free - last) // _PROBES)
        probes = list(range(last + step, free, step))
        taken = _taken(institution, year, probes)
        free = next((number for number in probes if number not in taken), free)
        last = max((number for number in taken if number < free), default=last)
    return _code(year, free)


def _taken(institution: Institution, year: int, numbers: list[int]) -> set[int]:
    codes = {_code(year, number): number for number in numbers}
    found = Record.objects.filter(institution=institution, code__in=codes).order_by()
    return {codes[code] for code in found.values_list("code", flat=True)}


def _code(year: int, number: int) -> str:
    return f"R-{year}-{number:04d}"
