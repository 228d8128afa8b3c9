"""The Spanish texts: none missing, none left over, none without translation."""

from __future__ import annotations

import re

from quipu.web import catalogues


def test_the_catalogue_is_up_to_date():
    assert list(catalogues.stale_texts()) == []


def test_a_text_without_translation_is_told(monkeypatch):
    kept = catalogues.read_catalogue()
    kept["Dashboard"].string = ""
    kept.add("Something nobody says", "Algo que nadie dice")
    monkeypatch.setattr(catalogues, "read_catalogue", lambda: kept)
    assert "without translation: (None, 'Dashboard')" in list(catalogues.stale_texts())
    assert "no longer used: (None, 'Something nobody says')" in list(catalogues.stale_texts())
    assert catalogues.main(["check"]) == 1


def test_placeholders_are_named_and_the_same():
    for message in catalogues.read_catalogue():
        texts = [message.id] if isinstance(message.id, str) else list(message.id)
        said = [message.string] if isinstance(message.string, str) else list(message.string)
        names, told = ([set(re.findall(r"%\((\w+)\)s", text)) for text in side] for side in (texts, said))
        assert names == told, message.id


QUAINT = r"\b([Mm]end|parted by|attend to|[Tt]aken? (it )?back|a filter away|was kept|without a word|nobody agreed)\b"


def test_the_english_is_plain():
    said = (message.id for message in catalogues.gather() if message.id)
    texts = [text for one in said for text in ([one] if isinstance(one, str) else one)]
    assert [text for text in texts if re.search(QUAINT, text)] == []


def test_an_unknown_verb_says_how(capsys):
    assert catalogues.main(["translate"]) == 2
    assert "update,compile,check" in capsys.readouterr().err
