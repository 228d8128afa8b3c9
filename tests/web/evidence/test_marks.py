"""Citations in a text: where they begin, end and overlap."""

from __future__ import annotations

from dataclasses import dataclass

from quipu.apps.evidence.queries import PlacedPassage
from quipu.web.evidence_marks import mark_passages, numbered

FIRST, SECOND = "El canciller viajó a Brasilia.", "Firmó un acuerdo."


@dataclass
class Placed:
    start: int | None
    end: int | None
    pk: int = 0


def passages() -> list[PlacedPassage]:
    return [PlacedPassage("heading", FIRST, 0), PlacedPassage("paragraph", SECOND, len(FIRST) + 2)]


def told(*citations: Placed) -> list[list[tuple[str, int, bool, list[int], list[int]]]]:
    return [
        [
            (
                part.text,
                part.cited.number if part.cited else 0,
                part.several,
                [item.number for item in part.beginning],
                [item.number for item in part.ending],
            )
            for part in passage.parts
        ]
        for passage in mark_passages(passages(), numbered(citations))
    ]


def test_a_text_without_citations_is_whole() -> None:
    assert told(Placed(None, None)) == [[(FIRST, 0, False, [], [])], [(SECOND, 0, False, [], [])]]


def test_a_citation_cuts_its_passage_in_three() -> None:
    assert told(Placed(3, 12))[0] == [
        ("El ", 0, False, [], []),
        ("canciller", 1, False, [1], [1]),
        (" viajó a Brasilia.", 0, False, [], []),
    ]


def test_overlapping_citations_are_split_and_the_shorter_one_leads() -> None:
    assert told(Placed(0, 18), Placed(13, 29))[0] == [
        ("El canciller ", 1, False, [1], []),
        ("viajó", 2, True, [2], [1]),
        (" a Brasilia", 2, False, [], [2]),
        (".", 0, False, [], []),
    ]


def test_one_within_another_and_two_of_the_same_words() -> None:
    assert told(Placed(0, len(FIRST)), Placed(3, 12), Placed(3, 12))[0] == [
        ("El ", 1, False, [1], []),
        ("canciller", 2, True, [2, 3], [2, 3]),
        (" viajó a Brasilia.", 1, False, [], [1]),
    ]


def test_a_citation_over_two_passages_begins_in_one_and_ends_in_the_other() -> None:
    start = len(FIRST) + 2
    assert told(Placed(21, start + 5)) == [
        [("El canciller viajó a ", 0, False, [], []), ("Brasilia.", 1, False, [1], [])],
        [("Firmó", 1, False, [], [1]), (" un acuerdo.", 0, False, [], [])],
    ]


def test_one_that_ends_between_two_passages_ends_with_the_first() -> None:
    assert told(Placed(21, len(FIRST) + 1))[0][1] == ("Brasilia.", 1, False, [1], [1])
