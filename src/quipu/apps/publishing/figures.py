"""Answers the live references of a report from one computation of the plan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from quipu.apps.evaluation.facts import SheetFacts, TextValue
from quipu.apps.evaluation.results import ComputedResult, printed_progress
from quipu.apps.evaluation.services import Computation
from quipu.apps.evaluation.summary import principal
from quipu.apps.plans.facts import value_in
from quipu.apps.publishing.counted import CountAsked, CountedFigures
from quipu.method import NoData, Outcome, Period
from quipu.reports import Figure, FigureReference

PLAN_ELEMENT = "PEI"

ELEMENT_MEASURES = {
    "valor": "value",
    "meta": "target",
    "avance": "progress",
    "avance_bruto": "progress_raw",
    "avance_tope": "progress_capped",
    "avance_declarado": "progress_declared",
    "nivel": "level",
    "linea_base": "baseline",
    "publicado": "published",
    "avance_acciones": "mean_of_actions",
}
_PROGRESS = ("progress", "progress_raw", "progress_capped", "progress_declared")
LONGEST_NAMED = 12
"""Elements that the trace of a count names; of more it says how many."""
_LEVEL_WORDS = ("alto", "medio", "bajo")
_COUNTED = {"objetivos": "objective", "acciones": "strategic_action", "actividades": "operational_activity"}
_COUNTS = {
    "alto": "high",
    "medio": "medium",
    "bajo": "low",
    "no_reportados": "not_reported",
    "no_programados": "not_programmed",
    "no_definidos": "undefined",
    "no_reportadas": "not_reported",
    "no_programadas": "not_programmed",
    "no_definidas": "undefined",
}
PLAN_COUNTS = {noun: (kind, "total") for noun, kind in _COUNTED.items()} | {
    f"{noun}_{word}": (kind, key) for noun, kind in _COUNTED.items() for word, key in _COUNTS.items()
}
PLAN_EXECUTIONS = {
    "ejecucion_fisica": "physical_mean_capped",
    "ejecucion_fisica_razon": "physical_ratio_of_sums",
    "ejecucion_financiera": "financial_ratio_of_sums",
}
PLAN_COVERAGES = {f"{name}_evaluables": practice for name, practice in PLAN_EXECUTIONS.items()}


@dataclass(frozen=True)
class _Answer:
    """A result with the sheet it came from, if it came from one."""

    result: ComputedResult
    sheet: SheetFacts | None


class PlanFigures:
    """The resolver of a plan's figures for one report.

    Args:
        computation: the plan in the report's period.
        progress_printed: `raw` or `capped`, the institution's profile for the measure `avance`.
        language: of the traces.
    """

    def __init__(self, computation: Computation, progress_printed: str, language: str = "es") -> None:
        self._printed, self._language = progress_printed, language
        self._facts, self._edition = computation.facts, computation.edition
        self._own = computation
        self._computations = {str(computation.period): computation}
        self._by_code: dict[str, Mapping[str, list[ComputedResult]]] = {}
        self.counted = CountedFigures(computation.version)
        self._sheets = {(sheet.code, sheet.indicator_code): sheet for sheet in computation.facts.sheets}

    def measures(self) -> Mapping[str, str]:
        """Every accepted name with its canonical one."""
        canonical = {**ELEMENT_MEASURES, **{name: name for name in (*PLAN_COUNTS, *PLAN_EXECUTIONS, *PLAN_COVERAGES)}}
        return canonical | {name: name for name in ELEMENT_MEASURES.values()} | self.counted.measures()

    def elements(self) -> Collection[str]:
        """The plan, its objectives, actions and activities."""
        return [
            PLAN_ELEMENT,
            *(objective.code for objective in self._facts.objectives),
            *(action.code for action in self._facts.actions),
            *(activity.code for activity in self._facts.activities),
        ]

    def indicators(self, element: str) -> Collection[str]:
        """The indicators of an element."""
        return [sheet.indicator_code for sheet in self._facts.sheets if sheet.code == element]

    def periods(self) -> Collection[str]:
        """Every period with a fact, and the report's own."""
        found = {str(self._facts.period)}
        for sheet in self._facts.sheets:
            found.update(sheet.targets, sheet.values)
        return sorted(found | {period[:4] for period in found})

    def resolve(self, reference: FigureReference) -> Figure:
        """The figure of a reference; its value is None when there is no such fact, and the trace says why."""
        period = reference.period or str(self._facts.period)
        if reference.element == PLAN_ELEMENT:
            return self._plan_figure(reference.measure, period)
        if reference.measure == "mean_of_actions":
            return self._mean_figure(reference.element, period)
        if self.counted.asks_for_count(reference.measure):
            return self._counted_figure(reference, period)
        answers = self._answers(reference.element, reference.indicator, period)
        key = f"{reference.element}#{reference.indicator}@{period}:{reference.measure}"
        if not answers:
            return Figure(None, "text", f"{reference.element} no tiene esa medida en {period}.", key)
        chosen = _choose(answers, declared=reference.measure == "progress_declared")
        return self._element_figure(chosen, reference.measure, period, f"{key}:{chosen.result.indicator_code}")

    def count_behind(self, reference: FigureReference) -> CountAsked | None:
        """The count that a figure is: because it asks for one, or because its value is what the register counts."""
        canonical = self.measures().get(reference.measure.lower(), "")
        period = reference.period or str(self._facts.period)
        if self.counted.asks_for_count(canonical):
            return self.counted.asked(self._indicators_asked(reference), canonical, period)
        if canonical != "value":
            return None
        return self.counted.asked_by_value(self._indicators_asked(reference), period)

    def _indicators_asked(self, reference: FigureReference) -> list[str]:
        return [code for code in self.indicators(reference.element) if reference.indicator in ("", code)]

    def _counted_figure(self, reference: FigureReference, period: str) -> Figure:
        key = f"{reference.element}#{reference.indicator}@{period}:{reference.measure}"
        return self.counted.figure(self._indicators_asked(reference), reference.measure, period, key)

    def _answers(self, element: str, indicator: str, period: str) -> list[_Answer]:
        return [
            _Answer(result, self._sheets.get((result.code, result.indicator_code)))
            for result in self._results_in(period).get(element, ())
            if indicator in ("", result.indicator_code)
        ]

    def _results_in(self, period: str) -> Mapping[str, list[ComputedResult]]:
        """The results of a period by element."""
        if period not in self._by_code:
            by_code: dict[str, list[ComputedResult]] = defaultdict(list)
            for result in self._in(period).results:
                by_code[result.code].append(result)
            self._by_code[period] = by_code
        return self._by_code[period]

    def _in(self, period: str) -> Computation:
        """The plan in a period, computed the first time that a reference asks for it."""
        if period not in self._computations:
            self._computations[period] = self._own.at(Period.parse(period))
        return self._computations[period]

    def _element_figure(self, answer: _Answer, measure: str, period: str, key: str) -> Figure:
        if measure in ("value", "target"):
            return self._fact_figure(answer, measure, period, key)
        if measure == "baseline":
            baseline = answer.sheet.baseline if answer.sheet else None
            return Figure(baseline, "number", f"Línea de base de {answer.result.indicator_code}.", key)
        if measure == "published":
            return _published_figure(answer.result, key)
        trace = answer.result.outcome.trace.sentence(self._language)
        if measure == "level":
            word = self._level_word(answer.result)
            return Figure(word, "text", answer.result.level_sentence.get(self._language, trace), key)
        if measure in _PROGRESS:
            value, uncapped = self._progress(answer.result, measure), printed_progress(answer.result.outcome)[0]
            if value is not None and uncapped is not None and value < uncapped:
                trace = f"{trace}; con tope: {value.normalize():f}"
            return Figure(value, "percentage", trace, key)
        return Figure(None, "text", f"Esa medida es del plan: [[{PLAN_ELEMENT}:{measure}]].", key)

    def _fact_figure(self, answer: _Answer, measure: str, period: str, key: str) -> Figure:
        name = {"value": "Valor obtenido", "target": "Logro esperado"}[measure]
        result, sheet = answer.result, answer.sheet
        trace = f"{name} de {result.indicator_code} en {period}: {result.indicator}."
        if sheet is None:
            return Figure(result.value if measure == "value" else result.target, "number", trace, key)
        facts = sheet.values if measure == "value" else sheet.targets
        fact, joined = value_in(facts, Period.parse(period), sheet.accumulation, self._edition)
        if joined is not None:
            trace = f"{trace[:-1]}; {joined.trace.sentence(self._language)}"
        if isinstance(fact, TextValue):
            return Figure(fact.text, "text", trace, key)
        if isinstance(fact, NoData):
            return Figure(None, "number", f"{trace} Sin dato: {fact.reason}", key)
        stored = result.value if measure == "value" else result.target
        kind = "percentage" if sheet.unit_kind == "percentage" else "number"
        return Figure(stored, kind, trace, key)

    def _progress(self, result: ComputedResult, measure: str) -> Decimal | None:
        capped = measure == "progress_capped" or (measure != "progress_raw" and self._printed == "capped")
        return shown_progress(result.outcome, capped=capped)

    def _level_word(self, result: ComputedResult) -> str | None:
        if not result.level:
            return None
        return self._edition.scale_for(result.kind).level(result.level).label(self._language)

    def _plan_figure(self, measure: str, period: str) -> Figure:
        key = f"{PLAN_ELEMENT}@{period}:{measure}"
        computation, year = self._in(period), self._facts.period.year
        if _is_operational(measure) and computation.period.year != year:
            return Figure(None, "text", f"Las actividades de este informe son las de {year}, no las de {period}.", key)
        execution = computation.summary["execution"]
        if measure in PLAN_EXECUTIONS:
            return self._aggregate_figure(execution[PLAN_EXECUTIONS[measure]], key)
        if measure in PLAN_COVERAGES:
            aggregate = execution[PLAN_COVERAGES[measure]]
            return Figure(Decimal(aggregate["assessable"]), "count", aggregate["sentence"][self._language], key)
        if measure not in PLAN_COUNTS:
            return Figure(None, "text", "Esa medida no es del plan.", key)
        kind, level = PLAN_COUNTS[measure]
        levels = computation.summary["levels"][kind]
        whole = level == "total"
        codes = self._elements_of(kind) if whole else _counted_codes(computation, kind, level)
        total = len(codes) if whole else levels[level]
        shown = _counted(codes, total, levels["total"], whole=whole)
        trace = f"{_count_title(measure)} en {period}: {shown}; edición {self._edition.code}."
        return Figure(Decimal(total), "count", trace, key)

    def _elements_of(self, kind: str) -> list[str]:
        """Elements in the plan, measured or not."""
        elements = {"objective": self._facts.objectives, "strategic_action": self._facts.actions}
        return [element.code for element in elements.get(kind, self._facts.activities)]

    def _mean_figure(self, element: str, period: str) -> Figure:
        key = f"{element}@{period}:mean_of_actions"
        mean = self._in(period).summary["means"].get(element)
        if mean is None:
            return Figure(None, "percentage", f"{element} no es un objetivo.", key)
        return self._aggregate_figure(mean, key)

    def _aggregate_figure(self, aggregate: Mapping[str, Any], key: str) -> Figure:
        value = None if aggregate["value"] is None else Decimal(aggregate["value"])
        return Figure(value, "percentage", aggregate["sentence"][self._language], key)


def shown_progress(outcome: Outcome, *, capped: bool) -> Decimal | None:
    """The progress that a report prints: as asked, or capped where the raw one has no bound; None without one."""
    raw, within = printed_progress(outcome)
    return within if capped or raw is None else raw


def _count_title(measure: str) -> str:
    """What a count is of: `Objetivos de nivel alto`, `Acciones no reportadas`, `Actividades del plan`."""
    noun, _, word = measure.partition("_")
    if not word:
        return f"{noun.capitalize()} del plan"
    level = f"de nivel {word}" if word in _LEVEL_WORDS else word.replace("_", " ")
    return f"{noun.capitalize()} {level}"


def _counted_codes(computation: Computation, kind: str, level: str) -> list[str]:
    """The elements of a count, each with its indicator when one counts more than once."""
    found = [
        result
        for result in principal(computation.results)
        if result.kind == kind and (result.level or result.outcome.outcome) == level
    ]
    codes = [result.code for result in found]
    if len(set(codes)) == len(codes):
        return codes
    return [f"{result.code} · {result.indicator_code}" for result in found]


def _counted(codes: Sequence[str], total: int, everything: int, *, whole: bool) -> str:
    """The elements counted by name when they are few, or how many of how many."""
    if total == 0:
        return "0"
    if total == len(codes) <= LONGEST_NAMED:
        return ", ".join(codes)
    return str(total) if whole else f"{total} de {everything}"


def _is_operational(measure: str) -> bool:
    """Whether a measure of the plan is about its activities, which are read for one year."""
    kind, _ = PLAN_COUNTS.get(measure, ("", ""))
    return kind == "operational_activity" or measure in PLAN_EXECUTIONS or measure in PLAN_COVERAGES


def _choose(answers: list[_Answer], *, declared: bool) -> _Answer:
    """The declared direction when it is asked for; else the override's, which is the one that counts."""
    wanted = [answer for answer in answers if bool(answer.result.override_reason) != declared]
    return (wanted or answers)[0]


def _published_figure(result: ComputedResult, key: str) -> Figure:
    trace = f"Avance de {result.code} como se imprimió en la fuente; no se usa para calcular."
    return Figure(result.published_progress or None, "text", trace, key)
