"""What asks for somebody's attention in the register, sort by sort, each with its owner."""

from quipu.apps.register.queries.findings.all import count_findings, findings_of, survey_findings
from quipu.apps.register.queries.findings.shapes import SORTS, RegisterFinding

__all__ = ["SORTS", "RegisterFinding", "count_findings", "findings_of", "survey_findings"]
