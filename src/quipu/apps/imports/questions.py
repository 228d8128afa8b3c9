"""What only a person can answer about a file, and what was answered."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from quipu.errors import QuipuError
from quipu.workbook.ceplan.columns import BY_FIELD, IDENTIFICATION, heading_key
from quipu.workbook.ceplan.records import Question as FileQuestion
from quipu.workbook.names import plain_name
from quipu.workbook.schema.vocabulary import ACCUMULATIONS

HEADING, ACCUMULATION, COST_CENTRE, NAME = "heading", "accumulation", "cost_centre", "name"
NONE, CREATE, SAME, TAKE = "none", "create", "same", "take"
NAME_KINDS = {
    "objective": "el objetivo",
    "strategic_action": "la acción estratégica",
    "executing_unit": "la unidad ejecutora",
    "cost_centre": "el centro de costo",
    "activity": "la actividad",
}


class AnswersError(QuipuError):
    """Answers that no question has; all of them are told."""

    code = "imports.answers"


@dataclass(frozen=True)
class Question:
    """One question.

    Attributes:
        key: what an answer names it by.
        kind: `heading`, `accumulation`, `cost_centre` or `name`.
        subject: the heading, or the code; of a cost centre, with its executing unit before it.
        sheet, cell: where it was seen.
        text: the question, in Spanish.
        choices: (answer, its Spanish words).
        proposed: what looks right, for somebody to accept; empty when there is none.
        answer: what was answered; empty while nobody has.
        stops: whether nothing is imported until it is answered.
        called: for a name or a cost centre, how the file writes it.
    """

    key: str
    kind: str
    subject: str
    sheet: str
    cell: str
    text: str
    choices: tuple[tuple[str, str], ...]
    proposed: str = ""
    answer: str = ""
    stops: bool = False
    called: str = ""

    def as_dict(self) -> dict[str, object]:
        """Its parts, for JSON."""
        return {**self.__dict__, "choices": [list(choice) for choice in self.choices]}

    def __str__(self) -> str:
        place = f"Hoja «{self.sheet}», celda {self.cell}: " if self.cell else ""
        return f"{place}{self.text}"


@dataclass(frozen=True)
class Answers:
    """Answers by what they are about.

    Attributes:
        headings: heading in plain letters -> field; empty when it is none that Quipu reads.
        accumulations: activity code -> accumulation.
        names: question key -> `same` or `take`.
        cost_centres: (executing unit, code in the file) -> code of another one, or `create`.
    """

    headings: Mapping[str, str] = field(default_factory=dict)
    accumulations: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    cost_centres: Mapping[tuple[str, str], str] = field(default_factory=dict)

    @classmethod
    def parse(cls, answers: Mapping[str, str]) -> Answers:
        """Sort answers by what they are about.

        Raises:
            AnswersError: naming each that cannot be an answer, and what it may be.
        """
        wrong = [told for key, value in answers.items() if (told := _wrong(key, value))]
        if wrong:
            raise AnswersError("Hay respuestas que no se entienden.", why=" ".join(wrong))
        return cls(
            {key.partition(":")[2]: "" if value == NONE else value for key, value in _of(answers, HEADING)},
            {key.partition(":")[2]: value for key, value in _of(answers, ACCUMULATION)},
            dict(_of(answers, NAME)),
            {_unit_and_code(key): value for key, value in _of(answers, COST_CENTRE)},
        )


def _of(answers: Mapping[str, str], kind: str) -> Iterable[tuple[str, str]]:
    return [(key, value) for key, value in answers.items() if key.startswith(f"{kind}:")]


def _unit_and_code(key: str) -> tuple[str, str]:
    unit, _, code = key.partition(":")[2].partition("/")
    return unit, code


def _wrong(key: str, value: str) -> str:
    kind, _, rest = key.partition(":")
    if kind == COST_CENTRE and value and all(_unit_and_code(key)):
        return ""  # which centres there are is known when the files are compared
    allowed = {HEADING: {*BY_FIELD, NONE}, ACCUMULATION: set(ACCUMULATIONS), NAME: {SAME, TAKE}}.get(kind)
    if not allowed or not rest:
        return f"«{key}» no es una pregunta: empiezan por heading:, accumulation:, cost_centre: o name:."
    if value in allowed:
        return ""
    few = ", ".join(sorted(allowed)) if kind != HEADING else "el nombre de una columna, o none"
    return f"«{key}» no puede responderse con «{value}»: use {few}."


def heading_question(asked: FileQuestion) -> Question:
    """Whether a heading is the column that it looks like."""
    column = BY_FIELD[asked.proposed]
    others = [item for item in IDENTIFICATION if item.name != column.name]
    choices = (
        (column.name, f"Sí, es «{column.label}»"),
        (NONE, "Ninguna: se guarda sin usarla"),
        *((item.name, f"Es «{item.label}»") for item in others),
    )
    return Question(
        key=f"{HEADING}:{heading_key(asked.subject)}",
        kind=HEADING,
        subject=asked.subject,
        sheet=asked.sheet,
        cell=asked.cell,
        text=_capitalised(asked.evidence),
        choices=choices,
        proposed=column.name,
        stops=column.required or bool(column.family),
    )


def accumulation_question(asked: FileQuestion, declared: str) -> Question:
    """How the months of an activity add up; what it declared before is proposed."""
    return Question(
        key=f"{ACCUMULATION}:{asked.subject}",
        kind=ACCUMULATION,
        subject=asked.subject,
        sheet=asked.sheet,
        cell=asked.cell,
        text=_capitalised(asked.evidence),
        choices=tuple(ACCUMULATIONS.items()),
        proposed=declared,
        stops=True,
    )


def name_question(kind: str, code: str, known: str, called: str, place: tuple[str, str]) -> Question:
    """Whether another name is another way to write what the plan has."""
    choices = [(SAME, f"Es {'el mismo' if kind in ('objective', 'cost_centre') else 'la misma'}; queda «{known}»")]
    if kind == "activity":
        choices.append((TAKE, f"Cambió de nombre; queda «{called}»"))
    return Question(
        key=name_key(kind, code, called),
        kind=NAME,
        subject=code,
        sheet=place[0],
        cell=place[1],
        text=f"{NAME_KINDS[kind].capitalize()} {code} se llama «{known}» en el plan y «{called}» en el archivo.",
        choices=tuple(choices),
        proposed=SAME,
        called=called,
    )


def name_key(kind: str, code: str, called: str) -> str:
    """What answers name a question about a name by."""
    return f"{NAME}:{kind}:{code}:{hashlib.sha256(plain_name(called).encode()).hexdigest()[:6]}"


def answered(questions: Iterable[Question], answers: Mapping[str, str]) -> list[Question]:
    """The questions with their answers."""
    return [replace(question, answer=answers.get(question.key, "")) for question in questions]


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
