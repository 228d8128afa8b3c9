"""A printed figure as a build keeps it, and what the register says of it today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from django.db.models import QuerySet

from quipu.apps.organisation.models import Institution
from quipu.apps.publishing.contents.series import number_style_of
from quipu.apps.publishing.counted import CountAsked, CountedFigures
from quipu.apps.publishing.models import Build, ReportFigure
from quipu.apps.register.models import CountingRule
from quipu.reports.figures import FigureKind, print_number

MOST_NEW = 50
"""Records counted since then that are named; of more it says how many."""


@dataclass(frozen=True)
class KeptRow:
    """A record behind a figure as it was when the report was made; `counts` tells whether it still counts today."""

    code: str
    title: str
    kind: str
    starts_on: date | None
    ends_on: date | None
    precision: str
    countries: tuple[str, ...]
    amount: Decimal | None
    counts: bool


@dataclass(frozen=True)
class CountToday:
    """What today's register counts for a printed figure.

    Attributes:
        asked: the count.
        value: today's; None where there is no longer a count.
        printed: by the institution's separators.
        same: whether it is the value printed.
        new: codes and titles of records that count today and did not then.
        more_new: how many more there are.
    """

    asked: CountAsked
    value: Decimal | None
    printed: str
    same: bool
    new: Sequence[tuple[str, str]]
    more_new: int


@dataclass(frozen=True)
class FrozenFigure:
    """A figure with the rows that its build kept.

    Attributes:
        figure: as printed.
        rows: the records behind it; empty for a figure that is not counted.
        total: how many they are, of which `rows` may be the first.
        of: name of the quantity that was added up; empty when records were counted.
        today: None for a figure that is not counted, or whose rule is gone.
    """

    figure: ReportFigure
    rows: Sequence[KeptRow]
    total: int
    of: str
    today: CountToday | None

    @property
    def is_counted(self) -> bool:
        """Whether it was counted from the register."""
        return bool(self.figure.rows)

    @property
    def exact(self) -> str:
        """The exact value where the printed one does not show all of it."""
        try:
            whole = f"{Decimal(self.figure.exact).normalize():f}"
        except InvalidOperation:
            return ""
        digits = "".join(letter for letter in self.figure.printed if letter.isdigit())
        return "" if whole.replace("-", "").replace(".", "").lstrip("0") == digits.lstrip("0") else whole

    @property
    def missing(self) -> int:
        """How many of the kept records no longer count."""
        return sum(not row.counts for row in self.rows)


def figures_in(institution: Institution, build_id: int) -> QuerySet[ReportFigure]:
    """The figures of a build of an institution, by number."""
    found = ReportFigure.objects.filter(build_id=build_id, build__version__plan__institution=institution)
    return found.defer("rows").order_by("number")


def frozen_figure(institution: Institution, build_id: int, number: int) -> FrozenFigure | None:
    """A figure of a build with its rows and what the register says today; None when there is no such figure."""
    found = ReportFigure.objects.filter(build__version__plan__institution=institution, build_id=build_id, number=number)
    near = ("build__version__plan__institution", "build__evaluation", "build__publication")
    figure = found.select_related(*near).first()
    if figure is None:
        return None
    asked = _asked(figure)
    counting = _counting_today(figure, asked) if asked else {}
    kept = figure.rows.get("rows", [])
    return FrozenFigure(
        figure=figure,
        rows=[_row(row, set(counting)) for row in kept],
        total=figure.rows.get("total", 0),
        of=figure.rows.get("of", ""),
        today=_today(figure, asked, counting, {row["code"] for row in kept}) if asked else None,
    )


def _asked(figure: ReportFigure) -> CountAsked | None:
    """The count behind a figure, by the rule that its indicator has today."""
    if not figure.rows:
        return None
    plan = figure.build.version.plan
    rules = CountingRule.objects.filter(indicator__plan=plan, indicator__code=figure.rows["indicator"])
    rule = rules.exclude(definition="").select_related("indicator__plan__institution").first()
    if rule is None:
        return None
    return CountAsked(rule, figure.rows["period"], figure.rows["dimension"], figure.rows["category"])


def _counting_today(figure: ReportFigure, asked: CountAsked) -> dict[str, str]:
    return dict(CountedFigures(figure.build.version).behind(asked).values_list("code", "title"))


def _today(figure: ReportFigure, asked: CountAsked, counting: dict[str, str], kept: set[str]) -> CountToday:
    figures = CountedFigures(figure.build.version)
    value = figures.value(asked)
    style = number_style_of(figure.build.version.plan.institution)
    kind: FigureKind = figures.kind_of(asked.rule)
    whole = figure.rows.get("total", 0) <= len(kept)
    new = sorted((code, title) for code, title in counting.items() if code not in kept) if whole else []
    return CountToday(
        asked=asked,
        value=value,
        printed="" if value is None else print_number(value, kind, style),
        same=value is not None and str(value) == figure.exact,
        new=new[:MOST_NEW],
        more_new=max(0, len(new) - MOST_NEW),
    )


def _row(row: dict[str, object], counting: set[str]) -> KeptRow:
    starts_on, ends_on = (date.fromisoformat(str(row[end])) if row.get(end) else None for end in ("from", "to"))
    amount = row.get("amount")
    countries = row.get("countries", ())
    return KeptRow(
        code=str(row["code"]),
        title=str(row["title"]),
        kind=str(row["kind"]),
        starts_on=starts_on,
        ends_on=ends_on,
        precision=str(row["precision"]),
        countries=tuple(countries) if isinstance(countries, list) else (),
        amount=None if amount is None else Decimal(str(amount)),
        counts=row["code"] in counting,
    )


def counted_numbers(build: Build) -> frozenset[int]:
    """The numbers of the figures of a build that were counted from the register."""
    return frozenset(build.figures.exclude(rows={}).values_list("number", flat=True))
