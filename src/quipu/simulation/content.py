"""What the evaluation of the last year is written with, narrative apart."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from quipu.simulation.catalogue import ObjectiveSpec
from quipu.simulation.focus import Focus, focus_of
from quipu.simulation.institution import unit_names
from quipu.simulation.shape import Cell, Row, Rows, Shape
from quipu.simulation.words import columns, words


def content_rows(shape: Shape, objectives: tuple[ObjectiveSpec, ...]) -> Rows:
    """Questions, criteria, priorities, factors, means, highlights, recommendations, interviews and bibliography."""
    focus = focus_of(objectives)
    known = words("content")
    head: Row = {"plan": shape.plan, "period": str(shape.last_year)}
    first, second = focus.objectives[0], focus.objectives[-1]
    factor, highlight = ("element_code", "kind", "theme", "text"), ("element_code", "group", "text")
    questions = [line.format(subject=first.subject, other=second.subject) for line in known["questions"]]
    return {
        "questions": _numbered(head, questions, ("objective", "question")),
        "criteria": _numbered(head, known["criteria"], ("name", "description")),
        "prioritised": [{**head, "element_code": code, "number": n} for n, code in enumerate(focus.codes, 1)],
        "factors": _elements(head, focus, known["factors"], factor, "Entrevistas (ficticias)"),
        "means": list(_means(head, focus)),
        "highlights": _elements(head, focus, known["highlights"], highlight, "Memoria anual (ficticia)"),
        "recommendations": list(_recommendations(shape)),
        "interviews": list(_interviews(shape, head)),
        "bibliography": list(_bibliography(shape, head)),
    }


def _numbered(head: Row, lines: list[str], names: tuple[str, ...]) -> list[Row]:
    return [
        {**head, "number": number, **dict(zip(names, fields, strict=True))}
        for number, fields in enumerate(columns(lines), 1)
    ]


def _elements(head: Row, focus: Focus, lines: list[str], names: tuple[str, ...], source: str) -> list[Row]:
    rows: list[Row] = []
    for fields in columns(lines):
        element = focus.element(fields[0])
        if element:
            named: dict[str, Cell] = dict(zip(names, [element, *fields[1:]], strict=True))
            rows.append({**head, "number": len(rows) + 1, **named, "source": source})
    return rows


def _means(head: Row, focus: Focus) -> Iterable[Row]:
    known = words("content")
    texts, each = known["means"], known["means_each"]
    actions = [action for some in focus.actions for action in some]
    for place, action in enumerate(actions):
        for number in range(each):
            text = texts[(place + number) % len(texts)]
            yield {**head, "element_code": action.code, "number": number + 1, "text": text}


def _recommendations(shape: Shape) -> Iterable[Row]:
    known = words("content")
    names = ("aspect", "text", "key_action", "means_of_verification", "unit", "months", "state", "comment")
    for year, lines in ((shape.last_year - 1, known["previous"]), (shape.last_year, known["recommendations"])):
        for number, fields in enumerate(columns(lines), 1):
            row: Row = {"plan": shape.plan, "period": str(year), "number": number}
            row |= dict(zip(names, fields, strict=False))
            row["unit"] = unit_names()[str(row["unit"])]
            row["months"] = int(str(row["months"]))
            yield row


def _interviews(shape: Shape, head: Row) -> Iterable[Row]:
    start = date(shape.last_year + 1, 3, 1)
    for number, (days, place, unit, purpose, technique) in enumerate(columns(words("content")["interviews"]), 1):
        yield {
            **head,
            "number": number,
            "date": start + timedelta(days=int(days)),
            "place": place,
            "unit": unit_names()[unit],
            "purpose": purpose,
            "technique": technique,
        }


def _bibliography(shape: Shape, head: Row) -> Iterable[Row]:
    for number, (reference, url) in enumerate(columns(words("content")["bibliography"]), 1):
        text = reference.format(first=shape.first_year, last=shape.last_year)
        row: Row = {**head, "number": number, "reference": text}
        if url:
            row["url"] = url
        yield row
