"""The words of both reports on the last year; their figures are live references."""

from __future__ import annotations

from collections.abc import Iterable

from quipu.simulation.catalogue import ActionSpec, ObjectiveSpec
from quipu.simulation.focus import Focus, focus_of
from quipu.simulation.shape import Row, Rows, Shape
from quipu.simulation.words import joined, words


def narrative_rows(shape: Shape, objectives: tuple[ObjectiveSpec, ...]) -> Rows:
    """One row for each section of each report."""
    focus = focus_of(objectives)
    head: Row = {"plan": shape.plan, "period": str(shape.last_year)}
    sections = [("evaluation", *section) for section in _evaluation(shape, focus)]
    sections += [("monitoring", *section) for section in _plain(shape, focus, "monitoring")]
    return {
        "narratives": [
            {**head, "report": report, "section": section, "body": body.strip()} for report, section, body in sections
        ]
    }


def _evaluation(shape: Shape, focus: Focus) -> Iterable[tuple[str, str]]:
    yield from _plain(shape, focus, "evaluation")
    for objective, actions in zip(focus.objectives, focus.actions, strict=True):
        yield f"objetivo:{objective.code}", _objective(shape, objective)
        for action in actions:
            yield f"accion:{action.code}", _action(shape, action)


def _plain(shape: Shape, focus: Focus, report: str) -> Iterable[tuple[str, str]]:
    first, second = focus.objectives[0], focus.objectives[-1]
    names = {
        "one": first.code,
        "two": second.code,
        "subject": first.subject,
        "other": second.subject,
        "last": str(shape.last_year),
        "before": str(shape.last_year - 1),
        "mission": words("plan")["mission"],
    }
    for section, text in words("narrative")[report].items():
        if isinstance(text, str):
            yield section, joined(text.format(**names))


def _objective(shape: Shape, objective: ObjectiveSpec) -> str:
    said = words("narrative")["evaluation"]["objective"]
    names = {"code": objective.code, "subject": objective.subject, "last": shape.last_year}
    first = said["first"].format(indicator=_inside(objective.indicator.name), **names)
    return joined("\n\n".join([first.strip(), _trend(objective.indicator.trend), said["last"].format(**names).strip()]))


def _action(shape: Shape, action: ActionSpec) -> str:
    first = words("narrative")["evaluation"]["action"]["first"].format(
        code=action.code,
        subject=action.subject,
        product=_inside(action.product),
        indicator=_inside(action.indicator.name),
        last=shape.last_year,
        before=shape.last_year - 1,
    )
    return joined(f"{first.strip()}\n\n{_trend(action.indicator.trend)}")


def _trend(name: str) -> str:
    return str(words("narrative")["trends"][name])


def _inside(name: str) -> str:
    """A name as it reads inside a sentence, with the article of its first word."""
    first, _, rest = name.partition(" ")
    articles = {"Número": "el", "Porcentaje": "el", "Índice": "el", "Tiempo": "el", "Tasa": "la", "Calidad": "la"}
    article = articles.get(first, "")
    return " ".join(part for part in (article, first.lower(), rest) if part)
