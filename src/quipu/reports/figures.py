"""Live figures: references in the text, the resolver that answers them, and the record of what was printed.

A reference reads `[[ELEMENT#INDICATOR@PERIOD:MEASURE|FORMAT ?? FALLBACK]]`; indicator, period, format and fallback may
be left out. `[[AEI.05.04#IND.07@2024:valor|0]]`, `[[OEI.05:avance]]`, `[[OEI.02:valor ?? no reportado]]`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import get_close_matches
from typing import Literal, Protocol

from quipu.language import NumberStyle, format_number, format_percent
from quipu.reports.errors import Fault
from quipu.reports.places import Place

FigureKind = Literal["number", "percentage", "count", "text"]
_CODE = r"[\w.\-/]+"
_REFERENCE = re.compile(
    rf"(?P<element>{_CODE})(?:#(?P<indicator>{_CODE}))?(?:@(?P<period>{_CODE}))?:(?P<measure>[\w\-]+)(?:\|(?P<format>[^?]*))?"
)
_FORMAT = re.compile(r"0(?:\.(0{1,6}))?")
_DEFAULT_DECIMALS: Mapping[str, int | None] = {"number": None, "percentage": 1, "count": 0}


@dataclass(frozen=True)
class FigureReference:
    """A reference as parsed: what is asked, of which element, and how it is printed.

    Attributes:
        text: as it was written, without the brackets.
        element: code of the objective, action, activity, or a name such as PEI.
        measure: the canonical measure once checked; before that, as written.
        indicator: code of the indicator, or empty for the element's own.
        period: `2024`, `2024-S1`…, or empty for the report's period.
        decimals: asked for by the format, or None.
        fallback: printed when there is no value; None when there is none.
    """

    text: str
    element: str
    measure: str
    indicator: str = ""
    period: str = ""
    decimals: int | None = None
    fallback: str | None = None


@dataclass(frozen=True)
class Figure:
    """What a resolver answers.

    Attributes:
        value: exact; None when the fact is missing, and then `trace` says why.
        kind: how it is printed; a percentage is already times a hundred.
        trace: one sentence a reader can follow: formula, inputs, source.
        key: stable identity of the figure, the same in every build.
        decimals: printed when the reference has no format; None for the kind's own.
    """

    value: Decimal | str | None
    kind: FigureKind
    trace: str
    key: str
    decimals: int | None = None


class FigureResolver(Protocol):
    """Answers references; its vocabularies let a wrong name be found before anything is computed."""

    def measures(self) -> Mapping[str, str]:
        """Each accepted name of a measure (Spanish or English) with its canonical name."""

    def elements(self) -> Collection[str]:
        """The codes that may stand first."""

    def indicators(self, element: str) -> Collection[str]:
        """The indicators of an element."""

    def periods(self) -> Collection[str]:
        """The periods that may follow @."""

    def resolve(self, reference: FigureReference) -> Figure:
        """The figure of a reference whose names are all known; `value` is None when there is no such fact."""


@dataclass(frozen=True)
class UsedFigure:
    """A figure as printed, for the trace annex and for a publication to freeze.

    Attributes:
        number: its row in the trace annex.
        key: the figure's stable identity.
        reference: as first written.
        printed: the exact text every format shows.
        value: the exact value behind it.
        kind: as in `Figure`.
        trace: how it was computed.
        places: everywhere it stands.
    """

    number: int
    key: str
    reference: str
    printed: str
    value: Decimal | str | None
    kind: FigureKind
    trace: str
    places: tuple[Place, ...]

    @property
    def anchor(self) -> str:
        """The identifier of its row in the trace annex, the same in every format."""
        return f"traza-{self.number}"


class UnreadableReferenceError(ValueError):
    """The text between the brackets is no reference; the message says which part."""


def parse_reference(text: str) -> FigureReference:
    """Reads the text between the brackets.

    Raises:
        UnreadableReferenceError: it has another form; the message says what is missing.
    """
    body, separator, fallback = text.partition("??")
    body = body.strip()
    match = _REFERENCE.fullmatch(body)
    if not match:
        if ":" not in body:
            raise UnreadableReferenceError("falta la medida: escriba «:» y su nombre después del código.")
        raise UnreadableReferenceError("no tiene la forma ELEMENTO#INDICADOR@PERIODO:MEDIDA|FORMATO.")
    return FigureReference(
        text=text.strip(),
        element=match["element"],
        measure=match["measure"],
        indicator=match["indicator"] or "",
        period=match["period"] or "",
        decimals=_decimals(match["format"]),
        fallback=fallback.strip() if separator else None,
    )


def _decimals(written: str | None) -> int | None:
    if written is None:
        return None
    match = _FORMAT.fullmatch(written.strip())
    if not match:
        raise UnreadableReferenceError(f"el formato «{written.strip()}» no existe; use 0, 0.0 o 0.00.")
    return len(match[1] or "")


def print_figure(figure: Figure, decimals: int | None, style: NumberStyle) -> str:
    """The text of a figure that has a value."""
    value = figure.value
    if figure.kind == "text" or isinstance(value, str) or value is None:
        return str(value)
    return print_number(value, figure.kind, style, decimals if decimals is not None else figure.decimals)


def print_number(value: Decimal, kind: FigureKind, style: NumberStyle, decimals: int | None = None) -> str:
    """The text of a number, with the decimals of its kind when none are asked for."""
    chosen = _DEFAULT_DECIMALS[kind] if decimals is None else decimals
    if kind == "percentage":
        return format_percent(value, chosen, style=style)
    return format_number(value, chosen, style=style)


@dataclass
class _Entry:
    number: int
    figure: Figure
    reference: str
    printed: str
    places: list[Place] = field(default_factory=list)


class FigureLedger:
    """Resolves the references of one build, once each, and keeps every fault and every printed figure."""

    def __init__(self, resolver: FigureResolver, style: NumberStyle) -> None:
        self._resolver, self._style = resolver, style
        self._measures = dict(resolver.measures())
        self._elements = frozenset(resolver.elements())
        self._periods = frozenset(resolver.periods())
        self._entries: dict[tuple[str, str], _Entry] = {}
        self._parsed: dict[str, tuple[FigureReference, Figure]] = {}
        self._texts: list[str] = []
        self.faults: list[Fault] = []

    def use(self, text: str, place: Place) -> int | None:
        """Records one use of a reference and gives its number, or None after recording a fault."""
        known = self._parsed.get(text) or self._look_up(text, place)
        if known is None:
            return None
        reference, figure = known
        printed = self._printed(reference, figure, place)
        if printed is None:
            return None
        fresh = _Entry(len(self._entries) + 1, figure, reference.text, printed)
        entry = self._entries.setdefault((figure.key, printed), fresh)
        if entry is fresh:
            self._texts.append(printed)
        entry.places.append(place)
        return entry.number

    def figures(self) -> tuple[UsedFigure, ...]:
        """Every figure printed so far, by number."""
        return tuple(
            UsedFigure(
                number=entry.number,
                key=entry.figure.key,
                reference=entry.reference,
                printed=entry.printed,
                value=entry.figure.value,
                kind=entry.figure.kind,
                trace=entry.figure.trace,
                places=tuple(entry.places),
            )
            for entry in self._entries.values()
        )

    def printed(self, number: int) -> str:
        """The text of a figure already used."""
        return self._texts[number - 1]

    def _printed(self, reference: FigureReference, figure: Figure, place: Place) -> str | None:
        if figure.value is not None:
            return print_figure(figure, reference.decimals, self._style)
        if reference.fallback is None:
            reason = f"no tiene valor ({figure.trace.rstrip('.')}) y la referencia no dice qué imprimir en su lugar."
            self._fault(
                place, reference.text, reason, f"Añada un texto: [[{reference.text} ?? no reportado]].", "missing_value"
            )
        return reference.fallback

    def _look_up(self, text: str, place: Place) -> tuple[FigureReference, Figure] | None:
        try:
            reference = parse_reference(text)
        except UnreadableReferenceError as problem:
            self._fault(place, text, str(problem), "", "unreadable")
            return None
        if not self._names_known(reference, place):
            return None
        canonical = self._measures[reference.measure.lower()]
        reference = FigureReference(**{**vars(reference), "measure": canonical})
        self._parsed[text] = found = (reference, self._resolver.resolve(reference))
        return found

    def _names_known(self, reference: FigureReference, place: Place) -> bool:
        before = len(self.faults)
        self._check(reference, place, "element", reference.element, self._elements)
        if len(self.faults) == before and reference.indicator:
            self._check(
                reference, place, "indicator", reference.indicator, self._resolver.indicators(reference.element)
            )
        if reference.period:
            self._check(reference, place, "period", reference.period, self._periods)
        self._check(reference, place, "measure", reference.measure.lower(), self._measures)
        return len(self.faults) == before

    def _check(self, reference: FigureReference, place: Place, part: str, name: str, known: Collection[str]) -> None:
        if name in known:
            return
        noun = {
            "element": "no hay ningún elemento",
            "indicator": f"«{reference.element}» no tiene el indicador",
            "period": "no hay datos del periodo",
            "measure": "no existe la medida",
        }[part]
        near = get_close_matches(name, list(known), n=3, cutoff=0.5)
        suggestion = f"¿Quiso decir {_either(near)}?" if near else _listing(known)
        self._fault(place, reference.text, f"{noun} «{name}».", suggestion, f"unknown_{part}")

    def _fault(self, place: Place, subject: str, reason: str, suggestion: str, code: str) -> None:
        self.faults.append(Fault(place, f"[[{subject}]]", reason, suggestion, code))


def _either(names: Collection[str]) -> str:
    quoted = [f"«{name}»" for name in names]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} o {quoted[-1]}"


def _listing(known: Collection[str]) -> str:
    if not known:
        return "No hay ninguno."
    shown = sorted(known)[:8]
    return f"Los que hay: {', '.join(shown)}{'…' if len(known) > len(shown) else ''}."
