"""What somebody is writing in the editor of a counting rule, before and after it is sent."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Self

from django.http import QueryDict

from quipu.apps.register.models import CountingRule
from quipu.language import find_country

COUNTED, TOTAL, NONE = "count", "total", "none"
OF_COUNTRIES = ("country", "place_country")
MOST_CLAUSES = 20
WHERE, NUMERATOR = "where", "numerator"


@dataclass(frozen=True)
class ClauseState:
    """A condition as it is typed: what it looks at, in which sense, and the words chosen."""

    field: str
    sense: str = "is"
    values: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The values as one line, for the fields whose words are typed."""
        return ", ".join(self.values)

    def as_data(self) -> dict[str, Any]:
        """As the definition writes it; a country may be typed by its name."""
        values = list(self.values)
        if self.field in OF_COUNTRIES:
            values = [find_country(value) or value for value in values]
        return {"field": self.field, self.sense: values}


@dataclass(frozen=True)
class RuleState:
    """Everything in the form. `how` tells whether records are counted, other rules added up, or nothing is counted."""

    how: str = COUNTED
    kinds: tuple[str, ...] = ()
    where: tuple[ClauseState, ...] = ()
    measure: str = "count"
    figure: str = ""
    distinct: str = "country"
    numerator: tuple[ClauseState, ...] = ()
    by: str = "date"
    disaggregate: tuple[str, ...] = ()
    total_of: tuple[str, ...] = ()
    why_not: str = ""
    feeds: bool = False
    covers_from: str = ""
    covers_to: str = ""
    reason: str = ""
    revision: int = 0
    new_fields: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, rule: CountingRule | None) -> Self:
        """The form as it opens on a rule; an indicator without one begins with an empty count."""
        if rule is None:
            return cls(disaggregate=("region", "country"))
        own = {
            "why_not": rule.why_not,
            "feeds": rule.feeds,
            "covers_from": "" if rule.covers_from is None else str(rule.covers_from),
            "covers_to": "" if rule.covers_to is None else str(rule.covers_to),
            "revision": rule.revision,
        }
        if not rule.definition:
            return cls(how=NONE, **own)
        data = json.loads(rule.definition)
        if "total_of" in data:
            return cls(how=TOTAL, total_of=tuple(data["total_of"]), **own)
        measure, of = data.get("measure", "count"), data.get("of", "")
        return cls(
            kinds=tuple(data.get("kinds", ())),
            where=_clauses_of(data.get("where", ())),
            measure=measure,
            figure=of if measure == "sum" else "",
            distinct=of if measure == "distinct" else "country",
            numerator=_clauses_of(data.get("numerator", ())),
            by=data.get("by", "date"),
            disaggregate=tuple(data.get("disaggregate", ())),
            **own,
        )

    @classmethod
    def posted(cls, sent: QueryDict) -> Self:
        """The form as it was sent."""
        return cls(
            how=sent.get("how", COUNTED),
            kinds=tuple(sent.getlist("kinds")),
            where=_posted_clauses(sent, WHERE),
            measure=sent.get("measure", "count"),
            figure=sent.get("figure", "").strip(),
            distinct=sent.get("distinct", "country"),
            numerator=_posted_clauses(sent, NUMERATOR),
            by=sent.get("by", "date"),
            disaggregate=tuple(sent.getlist("disaggregate")),
            total_of=tuple(sent.getlist("total_of")),
            why_not=sent.get("why_not", "").strip(),
            feeds="feeds" in sent,
            covers_from=sent.get("covers_from", "").strip(),
            covers_to=sent.get("covers_to", "").strip(),
            reason=sent.get("reason", "").strip(),
            revision=_whole(sent.get("revision", "")) or 0,
            new_fields={part: sent.get(f"new-{part}", "") for part in (WHERE, NUMERATOR)},
        )

    @property
    def year(self) -> int | None:
        """The first year that the register covers, when what is typed is a year."""
        return _whole(self.covers_from)

    @property
    def last_year(self) -> int | None:
        """The last year that the register covers; None while it is kept, or when what is typed is no year."""
        return _whole(self.covers_to)

    def definition(self) -> str:
        """The rule as data, in its canonical form; empty for an indicator that is not counted."""
        if self.how == NONE:
            return ""
        data = {"total_of": list(self.total_of)} if self.how == TOTAL else self._counting()
        return json.dumps(data, sort_keys=True, ensure_ascii=False)

    def with_clause(self, part: str) -> Self:
        """With one more condition, on the field chosen beside the button."""
        chosen, clauses = self.new_fields.get(part, ""), getattr(self, part)
        if not chosen or len(clauses) >= MOST_CLAUSES:
            return self
        return replace(self, **{part: (*clauses, ClauseState(chosen))})

    def without_clause(self, part: str, number: int) -> Self:
        """Without one of its conditions, counted from 1."""
        kept = tuple(item for place, item in enumerate(getattr(self, part), start=1) if place != number)
        return replace(self, **{part: kept})

    def _counting(self) -> dict[str, Any]:
        data: dict[str, Any] = {
            "kinds": list(self.kinds),
            "where": [clause.as_data() for clause in self.where],
            "measure": self.measure,
            "by": self.by,
            "disaggregate": list(self.disaggregate),
        }
        if self.measure in ("sum", "distinct"):
            data["of"] = self.figure if self.measure == "sum" else self.distinct
        if self.measure == "share":
            data["numerator"] = [clause.as_data() for clause in self.numerator]
        return data


def _clauses_of(rows: Sequence[Mapping[str, Any]]) -> tuple[ClauseState, ...]:
    return tuple(
        ClauseState(row["field"], sense, tuple(row[sense])) for row in rows for sense in ("is", "not") if sense in row
    )


def _posted_clauses(sent: QueryDict, part: str) -> tuple[ClauseState, ...]:
    """The conditions sent, in order; a gap in their numbers ends them."""
    found: list[ClauseState] = []
    for number in range(1, MOST_CLAUSES + 1):
        prefix = f"{part}-{number}"
        chosen = sent.get(f"{prefix}-field", "")
        if not chosen:
            break
        sense = "not" if sent.get(f"{prefix}-sense") == "not" else "is"
        typed = [word.strip() for word in sent.get(f"{prefix}-text", "").replace(";", ",").split(",")]
        values = dict.fromkeys([*sent.getlist(f"{prefix}-values"), *(word for word in typed if word)])
        found.append(ClauseState(chosen, sense, tuple(values)))
    return tuple(found)


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else None
