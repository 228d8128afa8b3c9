"""What of a rule does not fit its institution: regions and units that it does not have, totals that go round."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from quipu.apps.organisation.models import Institution, OrganisationalUnit
from quipu.apps.plans.models import Indicator
from quipu.apps.register.counting.definition import FIELDS, Definition
from quipu.apps.register.counting.reading import read_definition
from quipu.apps.register.models import CountingRule, Mechanism, Region

_CALLED = {"regions": "una región", "units": "una unidad", "families": "una familia de mecanismos"}


def definition_faults(definition: Definition, indicator: Indicator) -> list[str]:
    """What an indicator's rule names that its institution or its plan does not have."""
    institution = indicator.plan.institution
    if definition.total_of:
        return list(_total_faults(definition, indicator))
    return list(_word_faults(definition, institution))


def known_words(institution: Institution, source: str) -> Sequence[str]:
    """The words that a condition may name in an institution, for a field whose list depends on it."""
    if source == "regions":
        return list(Region.objects.filter(institution=institution).values_list("code", flat=True))
    if source == "units":
        return list(OrganisationalUnit.objects.filter(institution=institution).values_list("code", flat=True))
    families = Mechanism.objects.filter(institution=institution).order_by("family")
    return list(families.values_list("family", flat=True).distinct())


def _word_faults(definition: Definition, institution: Institution) -> Iterator[str]:
    for clause in (*definition.where, *definition.numerator):
        source = FIELDS[clause.field].source if clause.field in FIELDS else ""
        if source in _CALLED:
            known = known_words(institution, source)
            for word in clause.words:
                if word not in known:
                    yield f"La institución no tiene {_CALLED[source]} «{word}»."


def _total_faults(definition: Definition, indicator: Indicator) -> Iterator[str]:
    rules = _definitions(indicator)
    codes = set(Indicator.objects.filter(plan=indicator.plan_id).values_list("code", flat=True))
    for code in definition.total_of:
        if code != indicator.code and code not in codes:
            yield f"El plan no tiene un indicador «{code}»."
        elif told := _member_fault(code, indicator, rules):
            yield told


def addable_codes(indicator: Indicator) -> set[str]:
    """The indicators of its plan whose counts a rule of an indicator may add up."""
    rules = _definitions(indicator)
    return {code for code in rules if not _member_fault(code, indicator, rules)}


def _member_fault(code: str, indicator: Indicator, rules: Mapping[str, Definition]) -> str:
    """Why an indicator cannot add up another; empty when it can."""
    if code == indicator.code:
        return f"La regla de «{code}» se sumaría a sí misma."
    if code not in rules:
        return f"El indicador «{code}» no tiene regla de conteo que sumar."
    if rules[code].measure == "share":
        return f"El conteo de «{code}» es un porcentaje, y los porcentajes no se suman."
    if _reaches(code, indicator.code, rules, set()):
        return f"La regla de «{code}» suma ya a «{indicator.code}»: se sumarían en círculo."
    return ""


def _definitions(indicator: Indicator) -> Mapping[str, Definition]:
    rules = CountingRule.objects.filter(indicator__plan=indicator.plan_id).exclude(definition="")
    read = {code: read_definition(text)[0] for code, text in rules.values_list("indicator__code", "definition")}
    return {code: definition for code, definition in read.items() if definition is not None}


def _reaches(code: str, sought: str, rules: Mapping[str, Definition], seen: set[str]) -> bool:
    """Whether a rule adds up another, itself or through others."""
    if code in seen or code not in rules:
        return False
    seen.add(code)
    members: Collection[str] = rules[code].total_of
    return sought in members or any(_reaches(member, sought, rules, seen) for member in members)
