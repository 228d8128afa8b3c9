"""An address for every name in the table of addresses, and who may open it."""

from __future__ import annotations

from django.urls import URLPattern, get_resolver, reverse
from tests.web.planting import SLUG, Planted

from quipu.apps.accounts.permissions import Action
from quipu.web.policy import Audience


def patterns() -> list[URLPattern]:
    """Every page of the table of addresses; those of the interface for programs have tests of their own."""
    return [item for item in get_resolver().url_patterns if isinstance(item, URLPattern)]


def address_of(name: str, planted: Planted) -> str:
    """An address that exists, for a name of the table."""
    pattern = next(item for item in patterns() if item.name == name)
    known = {
        "slug": SLUG,
        "code": planted.activity if name in OF_AN_ACTIVITY else planted.indicator,
        "number": 1,
        "format": "pdf" if name == "report-file" else "csv",
        "build_id": planted.build.pk,
        "view_id": 1,
        "upload_id": planted.upload.pk,
        "workbook_id": planted.workbook.pk,
        "poi_id": planted.poi.pk,
        "year": 2024,
        "layout": "annual",
        "token_id": 1,
        "key": "0" * 32,
        **_of_collection(name, planted),
        **(
            {"code": planted.citation.document.code, "citation_id": planted.citation.pk}
            if name in OF_A_DOCUMENT
            else {}
        ),
        **({"code": "FRA"} if name == "country" else {}),
        **({"code": planted.counted} if name in OF_A_COUNT else {}),
        **({"code": OF_AN_ACT[name]} if name in OF_AN_ACT else {}),
        **({"code": planted.acts.unit.code} if name == "chain" else {}),
    }
    return reverse(name, kwargs={part: known[part] for part in pattern.pattern.converters})


def _of_collection(name: str, planted: Planted) -> dict[str, object]:
    centre = planted.submission.cost_centre
    correcting = name in ("correct-value", "undo-correction")
    return {
        "period": planted.reported if correcting else planted.submission.reporting_period.period,
        "level": planted.submission.level,
        "unit": centre.executing_unit.code,
        "centre": centre.code,
        "item": planted.evidence.pk,
        "membership_id": planted.focal_point.pk,
    }


OF_AN_ACT = {
    **dict.fromkeys(("record", "edit-record", "undo-record", "merge-record", "undo-merge", "commitment"), "AC-REUNION"),
    **dict.fromkeys(("confirm-record", "cancel-record"), "AC-VISITA"),
    **dict.fromkeys(("submit-record", "approve-record", "return-record"), "AC-REUNION"),
    **dict.fromkeys(("mechanism", "edit-mechanism"), "AC-CP"),
    **dict.fromkeys(("person", "edit-person", "new-holding"), "ac-ana-quispe"),
    **dict.fromkeys(("organisation", "edit-organisation"), "AC-ORG"),
    "region": "europa_central",
}
"""Names of addresses with the code of something that `tests.factories.acts` plants."""

OF_A_COUNT = {"count-rows", "counting-rule", "count-preview", "export-count-rows"}
"""Names of addresses of an indicator that is counted."""
OF_A_DOCUMENT = {"document", "document-original", "change-document", "attach-document", "read-document-again"}
OF_A_DOCUMENT |= {"cite", "uncite"}
"""Names of addresses with the code of a document."""
OF_AN_ACTIVITY = {"activity", "new-task", "task", "undo-task", "execution-source"}
"""Names of addresses with the code of an activity."""

POSTED = {
    "undo-task",
    "execution-source",
    "sign-out",
    "language",
    "keep-view",
    "drop-view",
    "compute",
    "request-build",
    "publish",
    "revoke-token",
    "receive-upload",
    "answer-upload",
    "confirm-upload",
    "withdraw-upload",
    "resume-upload",
    "resume-build",
}
POSTED |= {"open-period", "remind", "level-close", "undo-correction", "evidence-remove"}
POSTED |= {
    f"submission-{step}"
    for step in ("row", "save", "undo", "send", "approve", "return", "reopen", "remind", "upload", "evidence")
}
POSTED |= {"keep-register-view", "drop-register-view"}
POSTED |= {"count-preview"}
POSTED |= {"undo-record", "undo-merge", "submit-record", "approve-record", "return-record"}
POSTED |= {"attach-document", "read-document-again", "cite", "uncite"}
"""Names of addresses that only take a form."""


def policy_of(name: str) -> Action | Audience | None:
    """What the view of a name declares."""
    return getattr(next(item for item in patterns() if item.name == name).callback, "policy", None)
