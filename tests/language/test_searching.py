"""Searches forgive accents, case and word forms, whichever side has them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quipu.language import plain_words, query_stems, search_stems

WORDS = ["energía", "minería", "Turquía", "ciudadanía", "países", "Japón", "jurídico", "crímenes", "México", "días"]


def finds(query: str, text: str) -> bool:
    kept = search_stems([text])
    return all(f" {stem}" in kept for stem in query_stems(query))


@pytest.mark.parametrize("word", WORDS)
def test_accents_and_case_are_forgiven_on_either_side(word):
    for said in (word, word.upper(), plain_words(word)):
        assert finds(said, f"Reunión sobre {word}")
        assert finds(said, f"REUNIÓN SOBRE {word.upper()}")
    assert finds(plain_words(word), word)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("reuniones", "VI Reunión"),
        ("reunion politica", "Reuniones políticas"),
        ("consulta", "Consultas Políticas"),
        ("el mecanismo de la", "Mecanismo"),
    ],
)
def test_word_forms_are_forgiven(query, text):
    assert finds(query, text)


def test_every_word_has_to_be_there_and_none_begins_within_another():
    assert not finds("reunión Chile", "Reunión con Brasil")
    assert not finds("cuerdo", "Acuerdo")


def test_nothing_asked_and_nothing_kept():
    assert search_stems(["", "de la"]) == ""
    assert query_stems("de la, el") == []


@given(st.text(max_size=40))
def test_a_text_finds_itself(text):
    assert finds(text, text)
