"""Documents written by templates, and the words of them that prove an act."""

from __future__ import annotations

from datetime import date, timedelta

from quipu.language import format_long_date
from quipu.simulation.register_acts import HOME_CITY, Act, topic
from quipu.simulation.shape import Row, Rows, Shape
from quipu.simulation.words import words

_PROVEN = ("visit", "mechanism_session", "high_level_dialogue", "binational_cabinet", "instrument", "bilateral_meeting")
_ONE_IN = 5


def evidence_rows(shape: Shape, acts: list[Act]) -> Rows:
    """A note for one act of each five that a note would tell of, with the citations of its words."""
    chance = shape.stream("register:evidence")
    rows: Rows = {"documents": [], "document_passages": [], "citations": []}
    told = [act for act in acts if act.kind in _PROVEN and act.status == "done" and act.starts_on]
    for place, act in enumerate(told[::_ONE_IN], 1):
        if act.starts_on is not None:
            _add(rows, act, act.starts_on, place, topic(chance))
    return rows


def _add(rows: Rows, act: Act, day: date, place: int, about: str) -> None:
    texts = words("register")["texts"]
    code = f"NP-{day.year}-{place:04d}"
    title = texts["note_title"].format(title=act.title)
    rows["documents"].append(
        {
            "code": code,
            "title": title,
            "kind": "press_note",
            "issuer": "Oficina General de Comunicación (ficticia)",
            "number": f"{place:03d}-{day.year}",
            "dated_on": day + timedelta(days=1),
            "synthetic": True,
        }
    )
    spoken = format_long_date(day)
    city = str(act.columns.get("city", HOME_CITY))
    body = texts["note_body"].format(day=spoken, city=city, title=act.title, topic=about)
    passages = (("heading", title), ("paragraph", texts["note_opening"]), ("paragraph", body))
    for number, (kind, text) in enumerate((*passages, ("note", texts["note_closing"])), 1):
        rows["document_passages"].append({"document": code, "reading": 1, "number": number, "kind": kind, "text": text})
    head: Row = {"record": act.code, "document": code}
    rows["citations"].append({**head, "number": 1, "field": "title", "exact": act.title, "prefix": "tuvo lugar "})
    rows["citations"].append({**head, "number": 2, "field": "starts_on", "exact": f"El {spoken}"})
