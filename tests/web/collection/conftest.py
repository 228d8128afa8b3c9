"""One submission of the planted institution, with nothing reported in its period yet."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.web.addresses import address_of

from quipu.apps.collection.queries.filling import form_of
from quipu.apps.plans.models import ActivityAmount, ObtainedValue


@pytest.fixture
def submission(planted, db):
    """What the focal point fills in: every value and amount of the period is owed."""
    ObtainedValue.objects.filter(indicator__plan=planted.version.plan, period__startswith="2024").delete()
    ActivityAmount.objects.filter(activity__operational_plan__version=planted.version, phase="executed").delete()
    return planted.submission


@pytest.fixture
def address(planted):
    """An address of the submission: `address("save")`."""
    return lambda step="": address_of(f"submission-{step}" if step else "submission", planted)


@pytest.fixture
def value(submission):
    """The first value owed that is one number."""
    rows = form_of(submission).values
    return next(row for row in rows if not row.choices and row.unit_kind in ("number", "quantity"))


@pytest.fixture
def month(submission):
    """The first month owed of an activity, physical and financial."""
    activities = form_of(submission).activities
    return next(month for row in activities for month in row.months if len(month.owed) == 2)


@pytest.fixture
def paper():
    """A small PDF."""
    return SimpleUploadedFile("acta.pdf", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n", "application/pdf")
