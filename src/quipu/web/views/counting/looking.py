"""What was counted, beside what was typed in and printed; and the records behind each count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_GET

from quipu.apps.accounts.permissions import Action
from quipu.apps.history.models import Change
from quipu.apps.history.queries import history_of
from quipu.apps.plans.models import Indicator, IndicatorSheet
from quipu.apps.register.counting.definition import DIMENSIONS, Definition, parse_definition
from quipu.apps.register.counting.words import rule_in_words
from quipu.apps.register.models import Citation, CountingRule, Record, RecordFigure
from quipu.apps.register.queries.counts import left_out, rows_counted
from quipu.language import country_name
from quipu.web.count_pages import Beside, KeptCounts, counts_by_objective, names_for, years_chart
from quipu.web.count_parts import breakdowns_of, category_name, dimension_name
from quipu.web.lists import Listing, page_of, read_listing
from quipu.web.policy import in_institution
from quipu.web.rule_words import RULES
from quipu.web.spreadsheets import table_response
from quipu.web.templatetags.quipu import term
from quipu.web.workplace import Workplace

PAGE = "counts"


@dataclass(frozen=True)
class Figure:
    """What an address asks for: a rule, a period, and all of it or one category of a dimension."""

    sheet: IndicatorSheet
    rule: CountingRule | None
    definition: Definition | None
    period: str
    names: Mapping[str, str]
    dimension: str = ""
    category: str = ""

    @property
    def name(self) -> str:
        """The category in words."""
        if not self.dimension:
            return ""
        return f"{dimension_name(self.dimension)}: {category_name(self.dimension, self.category, self.names)}"


@in_institution(Action.VIEW_REGISTER)
@require_GET
def counts(request: HttpRequest, place: Workplace) -> HttpResponse:
    """Every indicator: counted, reported, corrected and published."""
    if place.version is None:
        return render(request, "not_evaluated.html", {"page": PAGE})
    listing = read_listing(request, ("objetivo",), {}, "")
    objectives, groups = counts_by_objective(place, place.version, listing.values["objetivo"])
    context = {
        "page": PAGE,
        "listing": listing,
        "objectives": objectives,
        "groups": groups,
        "printed": any(line.count and line.count.published for group in groups for line in group.lines),
    }
    return render(request, "counting/list.html", context)


@in_institution(Action.VIEW_REGISTER)
@require_GET
def rows(request: HttpRequest, place: Workplace, code: str) -> HttpResponse:
    """A counted figure: its rule, its parts, the records behind it and what was left out."""
    figure = _figure(request, place, code)
    context: dict[str, Any] = {
        "page": PAGE,
        "figure": figure,
        "sheet": figure.sheet,
        "rule": figure.rule,
        "definition": figure.definition,
    }
    if figure.rule is not None and figure.definition is not None:
        context |= _counted(request, place, figure, figure.rule, figure.definition)
    return render(request, "counting/rows.html", context)


@in_institution(Action.EXPORT)
@require_GET
def export(request: HttpRequest, place: Workplace, code: str, format: str) -> HttpResponse:
    """The records behind a counted figure, all of them."""
    figure = _figure(request, place, code)
    definition = figure.definition
    if figure.rule is None or definition is None:
        raise Http404
    header = [gettext("Code"), gettext("Date"), gettext("Until"), gettext("Precision"), gettext("Kind")]
    header += [gettext("Title"), gettext("Counterparts"), gettext("Unit"), gettext("Evidence")]
    header += [definition.of] if definition.measure == "sum" else []
    table = (_cells(record, definition) for record in _told(_rows_of(figure), definition).iterator(chunk_size=2_000))
    name = "-".join(filter(None, [place.institution.slug, code, figure.period, figure.category]))
    return table_response(name, format, header, table)


def _counted(
    request: HttpRequest, place: Workplace, figure: Figure, rule: CountingRule, definition: Definition
) -> dict[str, Any]:
    """What the page of a rule that counts shows besides."""
    kept = KeptCounts.of(rule, figure.sheet.version, figure.period)
    beside = Beside.of(figure.sheet, figure.period, kept.number("", ""))
    return {
        "number": kept.number(figure.dimension, figure.category),
        "beside": beside,
        "words": rule_in_words(definition, get_language() or "es", figure.names),
        "breakdowns": breakdowns_of(place, rule, definition, kept.rows),
        "rows": page_of(_told(_rows_of(figure), definition), request),
        "listing": _listing(request),
        "sums": definition.measure == "sum",
        "years": kept.years,
        "chart": years_chart(place, figure.sheet, kept.years),
        "changed": _last_change(place, figure.sheet.indicator),
        "left_out": left_out(rule, figure.period) if request.GET.get("omitidos") == "si" else None,
    }


def _last_change(place: Workplace, indicator: Indicator) -> Change | None:
    """Who gave the rule its present form, and when."""
    return history_of(place.institution, RULES, (place.version.plan.code, indicator.code)).first()


def _figure(request: HttpRequest, place: Workplace, code: str) -> Figure:
    """The figure that the address names."""
    sheets = IndicatorSheet.objects.select_related(
        "indicator__counting_rule", "indicator__plan", "version", "objective", "strategic_action"
    )
    sheet = sheets.filter(version=place.version, indicator__code=code).first() if place.version else None
    if sheet is None:
        raise Http404
    sheet.indicator.plan.institution = place.institution  # loaded already
    rule = getattr(sheet.indicator, "counting_rule", None)
    definition = parse_definition(rule.definition) if rule and rule.definition else None
    names = names_for(place.institution, definition) if definition else {}
    dimension = request.GET.get("por", "")
    if dimension not in DIMENSIONS:
        return Figure(sheet, rule, definition, place.period, names)
    category = request.GET.get("valor", "")[:60]
    return Figure(sheet, rule, definition, place.period, names, dimension, category)


def _rows_of(figure: Figure) -> QuerySet[Record]:
    assert figure.rule is not None  # noqa: S101 - its callers looked
    return rows_counted(figure.rule, figure.period, figure.dimension, figure.category)


def _told(records: QuerySet[Record], definition: Definition) -> QuerySet[Record]:
    """The records with what a row of the page names, the latest first."""
    cited = Citation.objects.filter(record=OuterRef("pk")).order_by().values("record").annotate(many=Count("pk"))
    found = records.select_related("unit", "mission").annotate(
        evidence=Coalesce(Subquery(cited.values("many"), output_field=IntegerField()), 0)
    )
    if definition.measure == "sum":
        figures = RecordFigure.objects.filter(record=OuterRef("pk"), name=definition.of)
        found = found.annotate(added=Subquery(figures.values("value")[:1]))
    return found.order_by("-starts_on", "code")


def _cells(record: Any, definition: Definition) -> list[Any]:
    counterparts = ", ".join(country_name(code, get_language() or "es") for code in record.countries.split("|") if code)
    return [
        record.code,
        record.starts_on and record.starts_on.isoformat(),
        record.ends_on and record.ends_on.isoformat(),
        term(record.precision, "precision"),
        term(record.kind, "record_kind"),
        record.title,
        counterparts,
        record.unit.name if record.unit else "",
        record.evidence,
        *([record.added] if definition.measure == "sum" else []),
    ]


def _listing(request: HttpRequest) -> Listing:
    read = read_listing(request, ("por", "valor"), {}, "")
    return Listing(read.values, "", read.extra)
