"""Quotes that find their words again in a text that changed."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from quipu.documents.selectors import Found, Selector, find, find_words, nearest, select

TEXT = (
    "Nota de prensa 123-24\n\n"
    "Los viceministros celebraron en Lima la XIII reunión del mecanismo de consultas políticas. Asistieron 15"
    " delegados de ambos países.\n\n"
    "El canciller recibió al ministro de Comercio de Finlandia. La reunión fue en Lima.\n\n"
    "Los viceministros acordaron reunirse de nuevo en 2025."
)


def at(words: str, text: str = TEXT, after: int = 0) -> Selector:
    start = text.index(words, after)
    return select(text, start, start + len(words))


def test_a_selection_keeps_its_words_and_what_stands_around_them() -> None:
    selector = at("XIII reunión")
    assert (selector.exact, selector.prefix[-3:], selector.suffix[:4]) == ("XIII reunión", "la ", " del")
    assert TEXT[selector.start : selector.end] == "XIII reunión"


@pytest.mark.parametrize(("start", "end"), [(3, 3), (5, 2), (-1, 4), (0, len(TEXT) + 1)])
def test_what_is_no_part_of_the_text_is_refused(start, end) -> None:
    with pytest.raises(ValueError, match="no part"):
        select(TEXT, start, end)


def test_words_are_first_looked_for_where_they_were() -> None:
    selector = at("Los viceministros", after=100)
    assert find(TEXT, selector) == Found(selector.start, selector.end, "position")


def test_words_that_moved_are_found_by_what_surrounds_them() -> None:
    second = at("Lima", after=TEXT.index("fue en"))
    moved = "Un párrafo nuevo que antes no estaba, sobre Lima y otras ciudades.\n\n" + TEXT
    found = find(moved, second)
    assert found == Found(moved.rindex("Lima"), moved.rindex("Lima") + 4, "quote")


def test_the_same_words_now_at_the_old_place_do_not_deceive() -> None:
    selector = at("Lima", "En Lima fue.")
    edited = "A, Lima. En Lima fue."
    assert edited[selector.start : selector.end] == "Lima"
    assert find(edited, selector) == Found(edited.rindex("Lima"), edited.rindex("Lima") + 4, "quote")


def test_differences_of_spacing_do_not_matter() -> None:
    found = find_words(TEXT, "ambos   países.\r\n El canciller\n")
    assert found is not None
    assert TEXT[found.start : found.end] == "ambos países.\n\nEl canciller"
    assert found.how == "quote"


def test_words_that_lost_an_accent_and_a_hyphen_are_found_by_resemblance() -> None:
    selector = at("celebraron en Lima la XIII reunión del mecanismo de consultas políticas")
    edited = TEXT.replace("reunión del", "reunion del").replace("políticas", "polí-ticas")
    found = find(edited, selector)
    assert found is not None
    assert found.how == "resemblance"
    assert edited[found.start : found.end] == "celebraron en Lima la XIII reunion del mecanismo de consultas polí-ticas"


def test_of_several_that_resemble_the_one_nearest_to_its_place_is_taken() -> None:
    chapter = TEXT + "\n\n" + "Otro asunto que ocupa su lugar. " * 1_000
    text = chapter * 3
    selector = at("celebraron en Lima la XIII reunión del mecanismo", text, after=len(chapter))
    found = find(text.replace("reunión", "reunion"), selector)
    assert found == Found(selector.start, selector.end, "resemblance")


def test_a_long_quote_is_found_by_its_beginning_and_its_end() -> None:
    middle = " ".join(f"El punto {number} quedó acordado por ambas delegaciones." for number in range(60))
    text = f"Antes.\n\nLa sesión empezó con un informe del viceministro. {middle} Así terminó la sesión.\n\nDespués."
    selector = at(f"La sesión empezó con un informe del viceministro. {middle} Así terminó la sesión.", text)
    edited = "Un párrafo más.\n\n" + text.replace("sesión", "sesion").replace("quedó", "quedo")
    found = find(edited, selector)
    assert found is not None
    assert edited[found.start : found.end] == edited[edited.index("La sesion") : edited.index("\n\nDespués")]
    assert find(edited.replace("El punto 30", "El punto 31"), selector) is None


def test_another_figure_is_another_quote() -> None:
    selector = at("Asistieron 15 delegados de ambos países")
    assert find(TEXT.replace("15 delegados", "16 delegados"), selector) is None


@pytest.mark.parametrize("words", ["Lima", "Asistieron"])
def test_a_short_quote_is_found_whole_or_not_at_all(words) -> None:
    assert find(TEXT.replace("Lima", "Lema").replace("Asistieron", "Asistiron"), at(words)) is None


def test_what_is_gone_is_not_found() -> None:
    selector = at("El canciller recibió al ministro de Comercio de Finlandia")
    edited = TEXT.replace("El canciller recibió al ministro de Comercio de Finlandia. ", "")
    assert find(edited, selector) is None
    assert find("", selector) is None
    assert find(TEXT, Selector("  ")) is None


def test_without_a_place_or_surroundings_the_first_is_taken() -> None:
    found = find(TEXT, Selector("Los viceministros"))
    assert found is not None
    assert found.start == TEXT.index("Los viceministros")


def test_the_nearest_words_are_proposed() -> None:
    proposed = nearest(TEXT, "El canciller recibió a la ministra de Comercio de Finlandia")
    assert proposed.startswith("El canciller recibió al ministro de Comercio de Finlandia")
    assert nearest(TEXT, "Xq zzz wkk") == ""
    assert nearest("", "algo") == ""


words = st.lists(
    st.sampled_from(["acta", "reunión", "Lima", "2024", "los", "países", "del", "mecanismo", "ñandú", "𝛼", "firmó"]),
    min_size=1,
)


@given(before=words, chosen=words, after=words, added=words, where=st.floats(0, 1), data=st.data())
def test_a_quote_is_found_whatever_is_added_or_removed_elsewhere(before, chosen, after, added, where, data) -> None:
    quote = " ".join(chosen)
    text = " ".join([*before, quote, *after])
    start = len(" ".join(before)) + 1
    selector = select(text, start, start + len(quote))
    side = before if data.draw(st.booleans()) else after
    place = int(where * len(side))
    if data.draw(st.booleans()):
        side[place:place] = added
    else:
        del side[place : place + 2]
    edited = " ".join([*before, quote, *after])
    found = find(edited, selector)
    assert found is not None
    assert edited[found.start : found.end] == quote
    assert found.how in ("position", "quote")


@given(st.text(min_size=1, max_size=60), st.data())
def test_in_the_same_text_a_quote_is_where_it_was(text, data) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    selector = select(text, start, end)
    assume(selector.exact.strip())
    assert find(text, selector) == Found(start, end, "position")


@given(st.text(max_size=80), st.text(max_size=40))
def test_any_words_in_any_text_are_found_or_not_without_failing(text, quote) -> None:
    found = find_words(text, quote)
    assert found is None or 0 <= found.start < found.end <= len(text)
    assert nearest(text, quote) in text
