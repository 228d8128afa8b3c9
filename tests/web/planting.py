"""A small fictional institution, imported and evaluated, with a person for each role and a stranger."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.contrib.auth import get_user_model

from quipu.apps.accounts.permissions import Role
from quipu.apps.accounts.services import add_person
from quipu.apps.evaluation.services import evaluate_plan
from quipu.apps.imports.services import apply_import
from quipu.apps.organisation.models import Institution
from quipu.apps.plans.models import Indicator, OperationalActivity, PlanVersion
from quipu.apps.publishing.models import Build, ReportFile
from quipu.simulation import simulate_institution
from quipu.workbook.reading import read_workbook
from quipu.workbook.writing import write_workbook

PASSWORD = "una clave de prueba 2024"
SLUG = "ejemplo"
PERIOD = "2024"


@dataclass(frozen=True)
class Planted:
    """What the tests of the pages name."""

    institution: Institution
    version: PlanVersion
    indicator: str
    activity: str
    build: Build
    running: Build


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
    return Planted(
        institution=institution,
        version=version,
        indicator=Indicator.objects.filter(plan=version.plan, values__isnull=False).first().code,
        activity=OperationalActivity.objects.filter(
            operational_plan__version=version, operational_plan__year=int(PERIOD)
        )
        .first()
        .code,
        build=_finished_build(version),
        running=Build.objects.create(
            version=version, period=PERIOD, report="evaluation", state="running", stage="charts", done=1, total=4
        ),
    )


def _finished_build(version: PlanVersion) -> Build:
    """A build with files that need no report maker; `files_of` writes them where a test keeps its files."""
    build = Build.objects.create(version=version, period=PERIOD, report="monitoring", state="done")
    ReportFile.objects.create(build=build, format="html", content="reports/informe.html", sha256="0" * 64, size=120)
    ReportFile.objects.create(build=build, format="pdf", content="reports/informe.pdf", sha256="0" * 64, size=4)
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
