"""A counting rule as one sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from quipu.apps.register.counting.definition import FIELDS, UNKNOWN, Clause, Definition
from quipu.apps.register.models import CountingRule
from quipu.language import country_name, term

_TEXTS = {
    "es": {
        "total": "Suma lo contado en {codes}.",
        "count": "Cuenta {kinds}{when}{where}.{by}",
        "sum": "Suma la cifra «{of}» de {kinds}{when}{where}.{by}",
        "distinct": "Cuenta cuántos {of} hay en {kinds}{when}{where}.{by}",
        "share": "Porcentaje de las misiones con {bare}{when}{where} en cuya última evaluación {numerator}.{by}",
        "date": " con fecha en el periodo",
        "in_force": " en vigor el último día del periodo",
        "is": "{field} sea {words}",
        "not": "{field} no sea {words}",
        "where": ", siempre que {clauses}",
        "by": " Se desagrega por {dimensions}.",
        "and": "y",
        "or": "o",
        UNKNOWN: "desconocida",
    },
    "en": {
        "total": "Adds up what is counted in {codes}.",
        "count": "Counts the {bare}{when}{where}.{by}",
        "sum": "Adds up the figure “{of}” of the {bare}{when}{where}.{by}",
        "distinct": "Counts how many {of} there are in the {bare}{when}{where}.{by}",
        "share": "Percentage of the missions with {bare}{when}{where} in whose last assessment {numerator}.{by}",
        "date": " dated within the period",
        "in_force": " in force on the last day of the period",
        "is": "{field} is {words}",
        "not": "{field} is not {words}",
        "where": ", provided that {clauses}",
        "by": " Broken down by {dimensions}.",
        "and": "and",
        "or": "or",
        UNKNOWN: "unknown",
    },
}
_MASCULINE = frozenset(
    {
        "binational_cabinet",
        "high_level_dialogue",
        "forum",
        "body_seat",
        "instrument",
        "humanitarian_aid",
        "cooperation_scheme",
        "migration_scheme",
        "management_instrument",
        "mission_change",
    }
)
_FEMININE_DISTINCT = frozenset({"mission", "unit"})


def years_covered(rule: CountingRule) -> str:
    """The years for which a rule counts, in Spanish: `desde 2022`, `de 2022 a 2024`, `solo 2024`."""
    if rule.covers_to is None:
        return f"desde {rule.covers_from}"
    return (
        f"solo {rule.covers_to}" if rule.covers_to == rule.covers_from else f"de {rule.covers_from} a {rule.covers_to}"
    )


def rule_in_words(definition: Definition, language: str = "es", names: Mapping[str, str] | None = None) -> str:
    """The rule as a sentence that a planner can read, with another for what it breaks down by.

    Args:
        definition: the rule.
        language: `es` or `en`, or a regional form of either.
        names: of regions and units by their code; a code without a name stands as it is.
    """
    tongue = "en" if language.lower().startswith("en") else "es"
    return _Sentence(tongue, names or {}).of(definition)


class _Sentence:
    """Writes rules in one language."""

    def __init__(self, language: str, names: Mapping[str, str]) -> None:
        self._language, self._names, self._texts = language, names, _TEXTS[language]

    def of(self, definition: Definition) -> str:
        if definition.total_of:
            return self._texts["total"].format(codes=self._list(definition.total_of))
        bare = self._list([term(f"record_kind_plural.{kind}", self._language) for kind in definition.kinds])
        text = self._texts[definition.measure].format(
            bare=bare,
            kinds=f"{self._article(definition.kinds)} {bare}",
            of=self._of(definition),
            numerator=self._clauses(definition.numerator),
            when=self._texts[definition.by],
            where=self._texts["where"].format(clauses=self._clauses(definition.where)) if definition.where else "",
            by=self._by(definition),
        )
        feminine = self._language == "es" and definition.of in _FEMININE_DISTINCT and definition.measure == "distinct"
        return text.replace("cuántos", "cuántas", 1) if feminine else text

    def _article(self, kinds: Sequence[str]) -> str:
        """That of the first of them, as Spanish has it for things of a list taken together."""
        return "los" if kinds and kinds[0] in _MASCULINE else "las"

    def _of(self, definition: Definition) -> str:
        if definition.measure == "distinct":
            return term(f"count_distinct.{definition.of}", self._language)
        return definition.of

    def _by(self, definition: Definition) -> str:
        if not definition.disaggregate:
            return ""
        names = [term(f"count_field.{name}", self._language).partition(" ")[2] for name in definition.disaggregate]
        return self._texts["by"].format(dimensions=self._list(names))

    def _clauses(self, clauses: Sequence[Clause]) -> str:
        return self._list([self._clause(clause) for clause in clauses])

    def _clause(self, clause: Clause) -> str:
        field = term(FIELDS[clause.field].label, self._language)
        words = self._list([self._word(clause.field, word) for word in clause.words], "or")
        return self._texts["not" if clause.negated else "is"].format(field=field, words=words)

    def _word(self, field: str, word: str) -> str:
        known = FIELDS[field]
        if word == UNKNOWN and known.group and field != "binding":
            return self._unknown(term(known.label, self._language))
        if known.group:
            return term(f"{known.group}.{word}", self._language)
        return country_name(word, self._language) if known.source == "countries" else self._names.get(word, word)

    def _unknown(self, field: str) -> str:
        word = self._texts[UNKNOWN]
        return f"{word[:-1]}o" if field.startswith("el ") else word

    def _list(self, items: Sequence[str], joined: str = "and") -> str:
        if len(items) < 2:
            return "".join(items)
        return f"{', '.join(items[:-1])} {self._joining(joined, items[-1].lower())} {items[-1]}"

    def _joining(self, joined: str, following: str) -> str:
        """`y` before the sound i is `e`, and `o` before the sound o is `u`."""
        if self._language == "es" and joined == "and" and following.startswith(("i", "í", "hi")):
            return "e"
        if self._language == "es" and joined == "or" and following.startswith(("o", "ó", "ho")):
            return "u"
        return self._texts[joined]
