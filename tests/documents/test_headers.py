"""What the head of a document says of itself, where it says it plainly."""

from __future__ import annotations

from datetime import date

import pytest

from quipu.documents import PassageKind, ReadPassage
from quipu.documents.headers import Header, read_header
from quipu.documents.languages import guess_language


def passages(*texts: str) -> list[ReadPassage]:
    return [
        ReadPassage(PassageKind.HEADING if text.startswith("#") else PassageKind.PARAGRAPH, text.lstrip("# "))
        for text in texts
    ]


@pytest.mark.parametrize(
    ("texts", "header"),
    [
        (
            ("# Nota de Prensa 123-24", "# Visita a Brasilia", "Lima, 3 de mayo de 2024.", "El canciller viajó."),
            Header("Visita a Brasilia", "123-24", date(2024, 5, 3)),
        ),
        (
            ("Canciller viajó", "Nota Informativa N° 045 – 2025", "1.º de setiembre del 2025", "Lima."),
            Header("Canciller viajó", "045-2025", date(2025, 9, 1)),
        ),
        (("Comunicado Oficial 7", "12/06/2024", "Texto."), Header("", "7", date(2024, 6, 12))),
        (("# Press release No. 12/24", "June 12, 2024"), Header("", "12/24", date(2024, 6, 12))),
        (("https://example.org/nota", "2025-02-15", "Un texto."), Header("", "", date(2025, 2, 15))),
        (("Del 3 de mayo de 2024 al 5 de mayo de 2024 hubo reuniones.",), Header()),
        (("31 de febrero de 2024", "Texto."), Header()),
        (("El 16 de agosto de 2024 los cancilleres se reunieron en Lima.", "Otro párrafo."), Header()),
        (
            ("Lima, 16 de agosto de 2024.- El canciller llegó el 14 de agosto de 2024.",),
            Header("", "", date(2024, 8, 16)),
        ),
        (("Texto.",) * 9 + ("Hecho en Lima, el 3 de mayo de 2024.",), Header("", "", date(2024, 5, 3))),
        (("Un texto que no dice nada.",), Header()),
    ],
)
def test_the_head_says_title_number_and_date(texts, header) -> None:
    assert read_header(passages(*texts)) == header


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("El canciller viajó a la ciudad de Lima con los ministros.", "es"),
        ("The minister travelled to the city and met with the delegation.", "en"),
        ("17 268", ""),
        ("Acta", ""),
    ],
)
def test_the_language_is_told_by_the_commonest_words(text, language) -> None:
    assert guess_language(text) == language
