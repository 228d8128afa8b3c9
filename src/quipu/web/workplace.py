"""Where somebody works: the institution, the role, and the plan version and period that they look at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from quipu.apps.accounts import queries as accounts
from quipu.apps.accounts.models import Membership
from quipu.apps.accounts.permissions import BOUND_TO_COST_CENTRES, Action, Role, allows
from quipu.apps.evaluation.queries import EVALUATED_KINDS, EvaluationInForce, evaluations_in_force
from quipu.apps.history.queries import has_changed_since
from quipu.apps.organisation.models import Institution
from quipu.apps.plans.models import PlanVersion
from quipu.apps.plans.tree import versions_of
from quipu.apps.register.queries.counts import rule_names
from quipu.errors import QuipuError
from quipu.language import NumberStyle, number_style
from quipu.method import Period


@dataclass(frozen=True)
class Choice:
    """A plan version and a period, and whether the address asked for them."""

    version: PlanVersion | None
    period: str
    asked: bool


class Workplace:
    """One request's place. Versions and evaluations are read once, when a page first needs them."""

    def __init__(self, membership: Membership, request: HttpRequest) -> None:
        self.membership = membership
        self.institution: Institution = membership.institution
        self.role = Role(membership.role)
        self._request = request

    def may(self, action: Action) -> bool:
        """Whether the permission table lets this role do it."""
        return allows(self.role, action)

    @cached_property
    def bound_to(self) -> frozenset[int] | None:
        """The cost centres that somebody who is bound to some acts for; None for who is not bound."""
        return accounts.assigned_centres(self.membership) if self.role in BOUND_TO_COST_CENTRES else None

    def reaches(self, cost_centre_id: int) -> bool:
        """Whether what a cost centre owes is of this person's concern."""
        return self.bound_to is None or cost_centre_id in self.bound_to

    @cached_property
    def allowed(self) -> Mapping[str, bool]:
        """Every action by its name, for templates: `workplace.allowed.EVALUATE`."""
        return {action.name: self.may(action) for action in Action}

    @cached_property
    def numbers(self) -> NumberStyle:
        """The institution's separators, with the reader's way to write a percentage."""
        reader = number_style("en" if (get_language() or "").startswith("en") else "es")
        return NumberStyle(self.institution.group_separator, self.institution.decimal_separator, reader.percent_space)

    @cached_property
    def versions(self) -> Sequence[PlanVersion]:
        """Every version of every plan, the newest first."""
        return versions_of(self.institution)

    @cached_property
    def evaluations(self) -> Sequence[EvaluationInForce]:
        """The evaluation in force of each version and period."""
        return evaluations_in_force(self.institution)

    @cached_property
    def choice(self) -> Choice:
        """What the address asks for; without it, the latest evaluated period of the newest version."""
        asked_version, asked_period = self._request.GET.get("version", ""), self._request.GET.get("periodo", "")
        period = _parse_period(asked_period) if asked_period else ""
        version = self._asked_version(asked_version) if asked_version else self._usual_version(period)
        if version is None:
            return Choice(None, period, asked=False)
        chosen = period or self._usual_period(version)
        if not version.start_year <= int(chosen[:4]) <= version.end_year:
            raise Http404
        return Choice(version, chosen, asked=bool(asked_version or asked_period))

    @cached_property
    def rule_names(self) -> Mapping[str, str]:
        """The names of regions and units by their codes, for counting rules in words."""
        return rule_names(self.institution)

    @property
    def version(self) -> PlanVersion | None:
        """The plan version looked at; None while the institution has no plan."""
        return self.choice.version

    @property
    def period(self) -> str:
        """The period looked at."""
        return self.choice.period

    @property
    def year(self) -> int:
        """The year of the period looked at."""
        return int(self.period[:4])

    @cached_property
    def evaluation(self) -> EvaluationInForce | None:
        """The evaluation in force of what is looked at; None when it was not computed yet."""
        return next(iter(self._evaluations_of(self.version, self.period)), None)

    @cached_property
    def is_outdated(self) -> bool:
        """Whether facts that an evaluation reads have changed since the one looked at was computed."""
        if self.evaluation is None:
            return False
        return has_changed_since(self.institution, self.evaluation.computed_at, EVALUATED_KINDS)

    @cached_property
    def periods(self) -> Sequence[tuple[str, bool]]:
        """The periods one may choose and whether each is evaluated, the latest first: years, and halves of one."""
        if self.version is None:
            return []
        evaluated = {item.period for item in self.evaluations if item.version_id == self.version.pk}
        years = {str(year) for year in range(self.version.start_year, self.version.end_year + 1)}
        offered = evaluated | years | {f"{self.year}-S1", f"{self.year}-S2"}
        return [(period, period in evaluated) for period in sorted(offered, key=_recency, reverse=True)]

    @property
    def version_choices(self) -> Sequence[Mapping[str, Any]]:
        """The versions one may choose."""
        return [{"name": self.name_of(item), "version": item, "chosen": item == self.version} for item in self.versions]

    @property
    def several_plans(self) -> bool:
        """Whether a version's number alone is not enough to name it."""
        return len({version.plan_id for version in self.versions}) > 1

    @property
    def version_name(self) -> str:
        """The version as the address names it: its number, or its plan's code and number."""
        return self.name_of(self.version) if self.version else ""

    def name_of(self, version: PlanVersion) -> str:
        """How the address names a version."""
        return f"{version.plan.code}:{version.number}" if self.several_plans else str(version.number)

    @property
    def query(self) -> str:
        """What a link adds to stay in the version and period asked for; empty when they are the usual ones."""
        if not (self._request.GET.get("version") or self._request.GET.get("periodo")):
            return ""
        return f"?periodo={self.period}&version={self.version_name}" if self.choice.asked else ""

    def address(self, page: str, /, **parts: Any) -> str:
        """The address of another page of this institution, in the same version and period."""
        return reverse(page, kwargs={"slug": self.institution.slug, **parts}) + self.query

    def _asked_version(self, name: str) -> PlanVersion:
        for version in self.versions:
            if name in (f"{version.plan.code}:{version.number}", str(version.number)):
                return version
        raise Http404

    def _usual_version(self, period: str) -> PlanVersion | None:
        evaluated = {item.version_id for item in self.evaluations if not period or item.period == period}
        holding = [item for item in self.versions if not period or _holds(item, period)]
        return next((item for item in holding if item.pk in evaluated), None) or next(
            iter(holding or self.versions), None
        )

    def _usual_period(self, version: PlanVersion) -> str:
        evaluated = [item.period for item in self.evaluations if item.version_id == version.pk]
        if evaluated:
            return max(evaluated, key=_usualness)
        return str(max(version.start_year, min(version.end_year, timezone.localdate().year - 1)))

    def _evaluations_of(self, version: PlanVersion | None, period: str) -> list[EvaluationInForce]:
        return [
            item for item in self.evaluations if version and item.version_id == version.pk and item.period == period
        ]


def _parse_period(text: str) -> str:
    try:
        return str(Period.parse(text))
    except QuipuError:
        raise Http404 from None


def _holds(version: PlanVersion, period: str) -> bool:
    return version.start_year <= int(period[:4]) <= version.end_year


def _recency(period: str) -> tuple[int, int, int]:
    parsed = Period.parse(period)
    return (parsed.year, parsed.last_month, len(parsed.months))


def _usualness(period: str) -> tuple[int, int, int]:
    """A whole year goes before its parts: it is what reports are about."""
    parsed = Period.parse(period)
    return (parsed.year, len(parsed.months), parsed.last_month)
