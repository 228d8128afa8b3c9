"""A small fictional institution as rows of the own workbook: every sheet has something."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl

from quipu.workbook.rows import column_letter
from quipu.workbook.schema import SHEET_BY_NAME
from quipu.workbook.writing import write_workbook

Rows = dict[str, list[dict[str, Any]]]
D = Decimal

_IN = {"plan": "PEI", "period": "2024"}
_V = {"plan": "PEI", "version": 1}
_AOI = _V | {"executing_unit": "000901", "year": 2024}

_ROWS: Rows = {
    "institution": [
        {"slug": "aurora", "code": "901", "name": "Ministerio de Aurora", "acronym": "MA", "country": "XAU"}
        | {"synthetic": True, "group_separator": "none"}
    ],
    "executing_units": [{"code": "000901", "name": "Sede central"}],
    "units": [{"code": "DG", "name": "Dirección General"}, {"code": "DC", "name": "Consular", "parent": "DG"}],
    "cost_centres": [{"executing_unit": "000901", "code": "CC1", "name": "Centro uno", "unit": "DC"}],
    "missions": [{"code": "EMB", "name": "Embajada", "kind": "embassy", "country": "PER", "unit": "DG"}],
    "ordinal_scales": [
        {"scale": "madurez", "scale_name": "Madurez", "position": n, "label": f"Grado {n}"} for n in (1, 2, 3)
    ],
    "alignment_targets": [{"level": "sector", "code": "OES.1", "name": "Objetivo sectorial"}],
    "plans": [{"code": "PEI", "name": "Plan de Aurora"}],
    "versions": [
        {"plan": "PEI", "number": 1, "kind": "new", "state": "in_implementation", "start_year": 2023, "end_year": 2025}
    ],
    "objectives": [
        _V | {"code": "OEI.01", "name": "Proteger", "kind": "I", "priority": 1},
        _V | {"code": "OEI.02", "name": "Gestionar", "kind": "II", "priority": 2},
    ],
    "alignments": [_V | {"objective": "OEI.01", "level": "sector", "target": "OES.1"}],
    "actions": [_V | {"code": "AEI.01.01", "objective": "OEI.01", "name": "Asistencia oportuna", "unit": "DC"}],
    "indicators": [
        _V
        | {"indicator": "I1", "element_code": "OEI.01", "name": "Personas asistidas", "direction": "ascending"}
        | {"baseline_year": 2022, "baseline_value": D("10.5"), "relevance": "1"},
        _V
        | {"indicator": "I2", "element_code": "AEI.01.01", "name": "Madurez", "direction": "ascending"}
        | {"ordinal_scale": "madurez", "accumulation": "last"},
        _V
        | {"indicator": "I3", "element_code": "OEI.02", "name": "Quejas", "direction": "maximum_permissible"}
        | {"unit_kind": "percentage"},
    ],
    "responsibles": [_V | {"indicator": "I1", "executing_unit": "000901", "cost_centre": "CC1"}],
    "targets": [
        _V | {"indicator": "I1", "period": "2024", "value_type": "number", "number": D("19030")},
        _V | {"indicator": "I2", "period": "2024", "value_type": "ordinal", "ordinal": 3},
        _V | {"indicator": "I3", "period": "2024", "value_type": "number", "number": D(0)},
    ],
    "values": [
        {**_IN, "indicator": "I1", "stage": "reported", "value_type": "number", "number": D("17268")},
        {
            **_IN,
            "indicator": "I1",
            "stage": "corrected",
            "value_type": "number",
            "number": D("17269"),
            "reason": "Acta",
        },
        {**_IN, "indicator": "I2", "stage": "reported", "value_type": "ordinal", "ordinal": 2},
        {**_IN, "indicator": "I3", "stage": "reported", "value_type": "no_data", "no_data_reason": "No se midió"},
    ],
    "disaggregations": [
        {"plan": "PEI", "indicator": "I1", "disaggregation": "sexo", "disaggregation_name": "Sexo"}
        | {"category": code, "label": label}
        for code, label in (("M", "Mujeres"), ("H", "Hombres"))
    ],
    "parts": [
        {**_IN, "indicator": "I1", "stage": "reported", "disaggregation": "sexo", "category": code, "number": D(number)}
        for code, number in (("M", 10000), ("H", 7268))
    ],
    "overrides": [
        {**_IN, "indicator": "I1", "direction": "minimum_permissible", "reason": "Así lo analizó el informe"}
    ],
    "activities": [
        _AOI | {"code": "AOI00000000001", "name": "Atender casos", "action": "AEI.01.01", "cost_centre": "CC1"}
    ],
    "amounts": [
        _AOI | {"code": "AOI00000000001", "phase": "executed", "measure": "physical", "m01": D(5), "m12": D("7.25")},
        _AOI | {"code": "AOI00000000001", "phase": "executed", "measure": "financial", "annual": D("1000.1")},
    ],
    "code_aliases": [{"code": "AOI00000000001", "alias": "AO-1", "source": "Informe", "reason": "Impreso dos veces"}],
    "published": [
        {**_IN, "kind": "objective", "code": "OEI.01", "measure": "progress", "printed": "90.70", "source": "Informe"}
    ],
    "questions": [{**_IN, "number": 1, "objective": "Conocer", "question": "¿Cuánto?"}],
    "criteria": [{**_IN, "number": 1, "name": "Eficacia", "description": "Si se logra"}],
    "prioritised": [{**_IN, "number": 1, "element_code": "OEI.01"}],
    "factors": [
        {**_IN, "number": 1, "element_code": "OEI.01", "kind": "external", "theme": "Migración", "text": "Creció"}
    ],
    "means": [{**_IN, "number": 1, "element_code": "AEI.01.01", "text": "Consulados itinerantes"}],
    "highlights": [{**_IN, "number": 1, "element_code": "AEI.01.01", "group": "América", "text": "Diez jornadas"}],
    "recommendations": [{**_IN, "number": 1, "aspect": "design", "text": "Medir mejor", "months": 6}],
    "interviews": [{**_IN, "number": 1, "date": date(2025, 2, 3), "unit": "Consular", "purpose": "Conocer factores"}],
    "bibliography": [{**_IN, "number": 1, "reference": "Guía (2024)", "url": "https://example.org/guia"}],
    "narratives": [{**_IN, "report": "evaluation", "section": "resumen", "body": "- Se asistió a [[OEI.01:valor]].\n"}],
    "regions": [
        {"code": "europa", "name": "Europa", "order": 1},
        {"code": "iberia", "name": "Península Ibérica", "parent": "europa", "order": 2},
    ],
    "region_countries": [{"region": "iberia", "country": "ESP"}, {"region": "europa", "country": "FRA"}],
    "organisations": [{"code": "OEA", "name": "Organización de los Estados Americanos"}],
    "people": [{"code": "ana", "name": "Ana Quispe", "other_names": "A. Quispe", "country": "XAU"}],
    "posts": [{"code": "vice", "name": "Viceministra", "level": "vice_minister", "country": "XAU"}],
    "post_holdings": [{"post": "vice", "person": "ana", "starts_on": date(2023, 1, 2)}],
    "documents": [
        {"code": "nota-1", "title": "Nota de prensa 1", "kind": "press_note", "dated_on": date(2024, 3, 5)},
        {"code": "tratado", "title": "Texto del acuerdo", "kind": "treaty", "url": "https://example.org/acuerdo"},
    ],
    "document_passages": [
        {"document": "nota-1", "reading": 1, "number": 1, "kind": "heading", "text": "Aurora y España se reúnen"},
        {"document": "nota-1", "reading": 1, "number": 2, "text": "El 4 de marzo de 2024 se reunieron en Madrid."},
    ],
    "mechanisms": [
        {"code": "esp-cp", "name": "Consultas con España", "family": "consultas políticas", "level": "vice_minister"}
        | {"country": "ESP", "unit": "DG", "first_ordinal": 3, "every_months": 12}
    ],
    "records": [
        {"code": "R1", "kind": "mechanism_session", "title": "III Consultas con España", "status": "done"}
        | {"mode": "in_person", "starts_on": date(2024, 3, 4), "place_country": "ESP", "city": "Madrid"}
        | {"direction": "outgoing", "level_own": "vice_minister", "unit": "DG", "mechanism": "esp-cp", "ordinal": 3},
        {"code": "R2", "kind": "instrument", "title": "Acuerdo de turismo", "status": "done", "parent": "R1"}
        | {"starts_on": date(2024, 1, 1), "ends_on": date(2024, 12, 31), "precision": "year"}
        | {"valid_from": date(2024, 6, 1), "action_code": "AEI.01.01"},
        {"code": "R3", "kind": "office_assessment", "title": "Evaluación", "status": "done", "outcome": "adequate"}
        | {"starts_on": date(2024, 5, 6), "mission": "EMB", "unit": "DG"},
        {"code": "R4", "kind": "visit", "title": "Visita", "status": "cancelled", "status_reason": "Por la lluvia"}
        | {"precision": "unknown", "modality": "hypothetical", "synthetic": True},
    ],
    "counterparts": [
        {"record": "R1", "country": "ESP"},
        {"record": "R2", "country": "ESP"},
        {"record": "R2", "organisation": "OEA"},
    ],
    "participants": [
        {"record": "R1", "number": 1, "side": "own", "person": "ana", "name": "A. Quispe", "led": True},
        {"record": "R1", "number": 2, "side": "counterpart", "post": "Secretario de Estado"},
    ],
    "record_figures": [{"record": "R1", "name": "asistentes", "value": D("12.5"), "approximator": "about"}],
    "office_criteria": [{"record": "R3", "criterion": "Accesible", "met": True}],
    "instruments": [
        {"record": "R2", "type": "agreement", "stage": "signed", "binding": "yes", "declared": 4}
        | {"declared_unit": "proyectos"}
    ],
    "instrument_steps": [
        {"record": "R2", "number": 1, "party": "ESP", "step": "signature", "on": date(2024, 3, 4)},
        {"record": "R2", "number": 2, "party": "OEA", "step": "ratification", "precision": "unknown"},
    ],
    "negotiation_followups": [{"record": "R2", "period": "2024-Q1", "stage": "agreed_text"}],
    "commitments": [
        {"record": "R1", "number": 1, "text": "Abrir un consulado", "unit": "DC", "due_on": date(2025, 1, 1)}
        | {"status": "in_progress", "score": "-1", "verifiable": True}
    ],
    "citations": [
        {"record": "R1", "number": 1, "document": "nota-1", "field": "starts_on", "exact": "4 de marzo de 2024"}
        | {"prefix": "Aurora y España se reúnen\n\nEl ", "suffix": " se reunieron en Madrid."},
        {"record": "R2", "number": 1, "document": "tratado", "locator": "Artículo 1"},
    ],
    "counting_rules": [
        {"plan": "PEI", "indicator": "I1", "definition": '{"kinds": ["mechanism_session"], "measure": "count"}'}
        | {"covers_from": 2024},
        {"plan": "PEI", "indicator": "I3", "why_not": "Se mide con una encuesta"},
    ],
}


def fictional_rows() -> Rows:
    """The rows, fresh for each test to change."""
    return deepcopy(_ROWS)


def completed(rows: Rows) -> Rows:
    """The rows with every column, empty ones as the workbook reads them."""
    return {
        name: [
            {
                column.name: column.default if row.get(column.name) is None else row[column.name]
                for column in SHEET_BY_NAME[name].columns
            }
            for row in found
        ]
        for name, found in rows.items()
    }


def by_key(rows: Any) -> dict[str, dict[tuple[Any, ...], dict[str, Any]]]:
    """Rows by sheet and key, so that their order does not matter."""
    return {
        name: {SHEET_BY_NAME[name].key_of(row): dict(row) for row in found} for name, found in rows.items() if found
    }


def fictional_book(path: Path) -> Path:
    """The rows as an `.xlsx`."""
    write_workbook(fictional_rows(), path)
    return path


def place_of(sheet: str, column: str, row: int = 2) -> str:
    """The cell of a column, in a row of a written sheet."""
    return f"{column_letter([item.name for item in SHEET_BY_NAME[sheet].columns].index(column))}{row}"


def book_with(path: Path, sheet: str, cells: dict[tuple[str, int], Any]) -> Path:
    """The fictional workbook with some of its cells typed over, as a person would do it in a spreadsheet."""
    fictional_book(path)
    book = openpyxl.load_workbook(path)
    page = book[SHEET_BY_NAME[sheet].label]
    for (column, row), value in cells.items():
        page[place_of(sheet, column, row)].value = value
    book.save(path)
    return path
