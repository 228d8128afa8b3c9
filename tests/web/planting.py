"""A small fictional institution, imported and evaluated, with a person for each role and a stranger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from django.contrib.auth import get_user_model
from django.utils import timezone
from tests.factories.acts import Acts, plant_acts
from tests.factories.cited import plant_citation

from quipu.apps.accounts.models import Membership
from quipu.apps.accounts.permissions import Role
from quipu.apps.accounts.services import add_person, assign_cost_centres
from quipu.apps.collection.models import Evidence, Submission
from quipu.apps.collection.queries.owing import OwedKeys, owed_keys
from quipu.apps.collection.services.periods import open_period
from quipu.apps.evaluation.services import evaluate_plan
from quipu.apps.imports.models import PoiVersion, Upload, Workbook
from quipu.apps.imports.services import apply_import
from quipu.apps.organisation.models import Institution
from quipu.apps.plans.models import Indicator, OperationalActivity, PlanVersion
from quipu.apps.plans.services import TaskPlan, plan_task
from quipu.apps.publishing.models import Build, ReportFigure, ReportFile
from quipu.apps.register.models import Citation, CountingRule
from quipu.simulation import simulate_institution
from quipu.workbook.ceplan.layouts import default_annual
from quipu.workbook.reading import read_workbook
from quipu.workbook.writing import write_workbook

PASSWORD = "una clave de prueba 2024"
SLUG = "ejemplo"
PERIOD = "2024"
ASKED = "2024-S1"
"""The reporting period that is open."""


@dataclass(frozen=True)
class Planted:
    """What the tests of the pages name."""

    institution: Institution
    version: PlanVersion
    indicator: str
    activity: str
    build: Build
    running: Build
    upload: Upload
    workbook: Workbook
    poi: PoiVersion
    counted: str
    reported: str
    submission: Submission
    evidence: Evidence
    focal_point: Membership
    citation: Citation
    acts: Acts


def plant(folder: Path) -> Planted:
    """Import, evaluate, and leave a finished and a running build."""
    rows = simulate_institution(seed=7, years=3, first_year=2022, objectives=3, actions=6, activities=60)
    path = folder / "ejemplo.xlsx"
    write_workbook(rows, path)
    apply_import(read=read_workbook(path), mode="replace", institution_slug=SLUG)
    institution = Institution.objects.get(slug=SLUG)
    version = PlanVersion.objects.filter(plan__institution=institution).order_by("-number").first()
    for year in ("2022", "2023", PERIOD):
        evaluate_plan(version=version, period=year)
    for role in Role:
        add_person(username=role.value, institution=institution, role=role.value, password=PASSWORD)
    get_user_model().objects.create_user("stranger", password=PASSWORD)
    indicator = Indicator.objects.filter(plan=version.plan, values__isnull=False).first()
    submission = _asked(version)
    focal_point = Membership.objects.get(institution=institution, role=Role.FOCAL_POINT)
    activity = _activity_with_a_task(version)
    own = [submission.cost_centre, activity.cost_centre]
    assign_cost_centres(membership=focal_point, cost_centres=own, actor=None)
    workbook = Workbook.objects.get(institution=institution)
    return Planted(
        institution=institution,
        version=version,
        indicator=indicator.code,
        counted=CountingRule.objects.exclude(definition="").values_list("indicator__code", flat=True)[0],
        reported=indicator.values.filter(stage="reported").first().period,
        submission=submission,
        evidence=Evidence.objects.create(submission=submission, title="Acta", link="https://example.org/acta"),
        focal_point=focal_point,
        citation=plant_citation(institution, submission.cost_centre),
        acts=plant_acts(institution, submission.cost_centre.unit),
        activity=activity.code,
        build=_finished_build(version),
        running=Build.objects.create(
            version=version, period=PERIOD, report="evaluation", state="running", stage="charts", done=1, total=4
        ),
        upload=Upload.objects.create(institution=institution, mode="update", name="otro.xlsx", state="ready"),
        workbook=workbook,
        poi=PoiVersion.objects.create(
            institution=institution,
            version=version,
            year=int(PERIOD),
            number=1,
            workbook=workbook,
            layout=default_annual().as_dict(),
        ),
    )


def _asked(version: PlanVersion) -> Submission:
    """A reporting period that is open, and what a unit with values and activities owes in it."""
    today = timezone.localdate()
    days = (today - timedelta(days=10), today + timedelta(days=10))
    period = open_period(version=version, period=ASKED, levels={"post": days, "unit": days}, actor=None)
    owing = owed_keys(period)
    found = period.submissions.filter(level="unit").select_related("cost_centre__executing_unit")
    submission = max(found, key=lambda item: _fullness(owing[item.cost_centre_id]))
    submission.reporting_period = period
    return submission


def _fullness(owed: OwedKeys) -> tuple[bool, int, int]:
    return (bool(owed.values) and bool(owed.amounts), len(owed.values), len(owed.amounts))


def _activity_with_a_task(version: PlanVersion) -> OperationalActivity:
    activities = OperationalActivity.objects.filter(operational_plan__version=version)
    activity = activities.filter(operational_plan__year=int(PERIOD), accumulation="sum").first()
    task = TaskPlan("Redactar el acta", "Ana Quispe", date(int(PERIOD), 3, 31))
    plan_task(activity=activity, plan=task, actor=None)
    return activity


def _finished_build(version: PlanVersion) -> Build:
    """A build with files that need no report maker; `files_of` writes them where a test keeps its files."""
    build = Build.objects.create(version=version, period=PERIOD, report="monitoring", state="done")
    ReportFile.objects.create(build=build, format="html", content="reports/informe.html", sha256="0" * 64, size=120)
    ReportFile.objects.create(build=build, format="pdf", content="reports/informe.pdf", sha256="0" * 64, size=4)
    ReportFigure.objects.create(
        build=build, number=1, reference="PEI:objetivos", printed="3", exact="3", trace="Objetivos del plan: tres."
    )
    return build


REPORT = (
    "<!doctype html><html lang='es'><head><title>Informe</title><style>p { color: #222 }</style></head>"
    "<body><p>Informe</p></body></html>"
)


def write_report_files(media: Path) -> None:
    """The files of the finished build."""
    folder = media / "reports"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "informe.html").write_text(REPORT, encoding="utf-8")
    (folder / "informe.pdf").write_bytes(b"%PDF")
