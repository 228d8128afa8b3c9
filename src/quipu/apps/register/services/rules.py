"""Saving the counting rule of an indicator, taking it away and undoing it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from django.db import transaction

from quipu.apps.history.queries import history_of
from quipu.apps.history.services import FactChange, record_changes
from quipu.apps.plans.models import Indicator
from quipu.apps.register.counting.checking import definition_faults
from quipu.apps.register.counting.definition import RuleRefusedError
from quipu.apps.register.counting.definition import definition_text as canonical_text
from quipu.apps.register.counting.reading import read_definition
from quipu.apps.register.counting.recounting import forget_counts, recount_rule
from quipu.apps.register.counting.storing import Cause
from quipu.apps.register.models import CountingRule

if TYPE_CHECKING:
    from quipu.apps.accounts.models import User

KIND = "counting_rules"
_SAVED, _REMOVED, _UNDONE = "register.rule.saved", "register.rule.removed", "register.rule.undone"
_YEARS = range(1900, 2200)


class RuleConflictError(RuleRefusedError):
    """Somebody else changed the rule after it was read.

    Attributes:
        rule: as it is now; None when it was taken away.
    """

    code = "register.rule.conflict"

    def __init__(self, rule: CountingRule | None) -> None:
        self.rule = rule
        super().__init__(["Otra persona cambió esta regla mientras usted la editaba: compare y guarde de nuevo."])


@dataclass(frozen=True)
class _Wanted:
    """A rule as it is to be."""

    definition: str = ""
    why_not: str = ""
    feeds: bool = False
    covers_from: int | None = None
    covers_to: int | None = None


_FIELDS = tuple(item.name for item in fields(_Wanted))


@transaction.atomic
def save_rule(
    *,
    indicator: Indicator,
    definition_text: str = "",
    why_not: str = "",
    feeds: bool = False,
    covers_from: int | None = None,
    covers_to: int | None = None,
    seen_revision: int | None = None,
    actor: User | None,
    reason: str = "",
) -> CountingRule:
    """Save the rule of an indicator, or the reason why it has none, and count it and the totals that add it up.

    Args:
        indicator: what it counts for.
        definition_text: the rule, as JSON; empty when `why_not` is given.
        why_not: why the indicator is not counted from the register; empty when there is a rule.
        feeds: whether the count is the obtained value of the indicator.
        covers_from: the first year of which the register holds everything.
        covers_to: the last such year; None while the register is kept.
        seen_revision: of the rule when it was read, 0 when there was none; None does not look.
        actor: who saves it.
        reason: why, for the history.

    Raises:
        RuleConflictError: somebody else changed it in the meantime.
        RuleRefusedError: with every fault of the rule.
    """
    held = _held(indicator, seen_revision)
    wanted = _checked(indicator, _Wanted(definition_text, why_not, feeds, covers_from, covers_to))
    return _store(indicator, held, wanted, _SAVED, Cause(actor, reason))


@transaction.atomic
def remove_rule(
    *, indicator: Indicator, seen_revision: int | None = None, actor: User | None, reason: str = ""
) -> None:
    """Take the rule of an indicator away, with what it counted.

    Raises:
        RuleConflictError: somebody else changed it in the meantime.
        RuleRefusedError: there is none, or another rule adds it up.
    """
    held = _held(indicator, seen_revision)
    if held is None:
        raise RuleRefusedError([f"«{indicator.code}» no tiene regla de conteo que quitar."])
    _refuse_if_added_up(indicator)
    _remove(held, _REMOVED, Cause(actor, reason))


@transaction.atomic
def undo_rule(*, indicator: Indicator, actor: User | None) -> CountingRule | None:
    """Put back what the rule was before its last change; undoing again puts back what was undone.

    Returns:
        The rule that stands now; None when the indicator had none before.

    Raises:
        RuleRefusedError: it was never changed here, or what it was no longer fits.
    """
    key = _key(indicator)
    last = history_of(indicator.plan.institution, KIND, key).first()
    if last is None:
        raise RuleRefusedError([f"La regla de «{indicator.code}» no tiene un cambio que deshacer."])
    held, cause = _held(indicator, None), Cause(actor)
    if last.before is not None:
        told = last.before
        wanted = _checked(indicator, _Wanted(**{name: told[name] for name in _FIELDS if name in told}))
        return _store(indicator, held, wanted, _UNDONE, cause)
    if held is not None:
        _refuse_if_added_up(indicator)
        _remove(held, _UNDONE, cause)
    return None


def _held(indicator: Indicator, seen_revision: int | None) -> CountingRule | None:
    found = CountingRule.objects.select_for_update(of=("self",)).select_related("indicator__plan__institution")
    held = found.filter(indicator=indicator).first()
    if seen_revision is not None and (held.revision if held else 0) != seen_revision:
        raise RuleConflictError(held)
    return held


def _checked(indicator: Indicator, wanted: _Wanted) -> _Wanted:
    """A rule without faults, in its canonical text."""
    text, why_not = wanted.definition.strip(), wanted.why_not.strip()
    if text and why_not:
        raise RuleRefusedError(["Un indicador tiene una regla o el motivo de no tenerla, no ambos."])
    if not text:
        if not why_not:
            raise RuleRefusedError(["Escriba la regla, o por qué el indicador no se cuenta del registro."])
        _refuse_if_added_up(indicator)
        return _Wanted(why_not=why_not)
    definition, faults = read_definition(text)
    if definition is not None:
        faults = [*faults, *definition_faults(definition, indicator)]
    faults = [*faults, *_years_faults(wanted.covers_from, wanted.covers_to)]
    if definition is None or faults:
        raise RuleRefusedError(faults, where=f"Regla de «{indicator.code}»")
    return replace(wanted, definition=canonical_text(definition), why_not="")


def _years_faults(first: int | None, last: int | None) -> Iterator[str]:
    if first not in _YEARS:
        yield "La regla dice desde qué año el registro está completo."
    elif last is not None and (last not in _YEARS or last < first):
        yield "El último año que el registro cubre no es anterior al primero."


def _refuse_if_added_up(indicator: Indicator) -> None:
    rules = CountingRule.objects.filter(indicator__plan=indicator.plan_id).exclude(definition="")
    for code, text in rules.values_list("indicator__code", "definition"):
        definition, _ = read_definition(text)
        if definition is not None and indicator.code in definition.total_of:
            raise RuleRefusedError([f"La regla de «{code}» suma la de «{indicator.code}»; cambie antes aquella."])


def _store(indicator: Indicator, held: CountingRule | None, wanted: _Wanted, action: str, cause: Cause) -> CountingRule:
    before = None if held is None else _told(held)
    rule = held or CountingRule(indicator=indicator, revision=0)
    rule.definition, rule.why_not = wanted.definition, wanted.why_not
    rule.feeds, rule.covers_from, rule.covers_to = wanted.feeds, wanted.covers_from, wanted.covers_to
    if before == _told(rule):
        return rule
    rule.revision += 1
    rule.save()
    _write_down(indicator, action, before, _told(rule), cause)
    if rule.definition:
        recount_rule(rule, cause)
    else:
        forget_counts(rule, cause)
    return rule


def _remove(held: CountingRule, action: str, cause: Cause) -> None:
    before, indicator = _told(held), held.indicator
    forget_counts(held, cause)
    held.delete()
    _write_down(indicator, action, before, None, cause)


def _write_down(
    indicator: Indicator,
    action: str,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
    cause: Cause,
) -> None:
    change = FactChange(action, KIND, _key(indicator), before, after)
    record_changes(institution=indicator.plan.institution, changes=[change], actor=cause.actor, reason=cause.reason)


def _key(indicator: Indicator) -> tuple[str, str]:
    return indicator.plan.code, indicator.code


def _told(rule: CountingRule) -> dict[str, Any]:
    told = {name: getattr(rule, name) or None for name in ("definition", "why_not", "covers_from", "covers_to")}
    return {**told, "feeds": rule.feeds}
