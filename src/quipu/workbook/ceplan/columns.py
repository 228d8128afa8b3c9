"""The columns of a Ceplan V.01 file that are known by name, and what each is taken to mean.

An annual export has 277 columns and publishes no dictionary; the meanings below are inferred from use, and the columns
that are not here are carried untouched.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from quipu.workbook.columns import Column, ColumnType
from quipu.workbook.names import plain_name

T = ColumnType
MONTHS = range(1, 13)
MONTH_NAMES = (
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
)


@dataclass(frozen=True)
class Family:
    """Twelve monthly columns and their total.

    Attributes:
        name: the stem of its fields, such as `physical_executed`.
        prefix: how its headings start, such as `F(SE)`.
        phase: consistent, reprogrammed or executed, as the own workbook says it.
        measure: physical or financial.
        meaning: one Spanish phrase.
    """

    name: str
    prefix: str
    phase: str
    measure: str
    meaning: str

    @property
    def months(self) -> tuple[str, ...]:
        """Its twelve fields, January first."""
        return _months(self.name)

    @property
    def total(self) -> str:
        """The field of the total that the file prints."""
        return f"{self.name}_total"


@cache
def _months(name: str) -> tuple[str, ...]:
    return tuple(f"{name}_{month:02d}" for month in MONTHS)


FAMILIES = (
    Family("physical_consistent", "F(CS)", "consistent", "physical", "meta física consistente con el PIA"),
    Family("physical_reprogrammed", "F(RE)", "reprogrammed", "physical", "meta física reprogramada"),
    Family("physical_executed", "F(SE)", "executed", "physical", "ejecución física del seguimiento"),
    Family("financial_consistent", "Fn(CS)", "consistent", "financial", "meta financiera consistente con el PIA"),
    Family("financial_reprogrammed", "Fn(RE)", "reprogrammed", "financial", "meta financiera reprogramada"),
    Family("financial_executed", "Fn(SE)", "executed", "financial", "ejecución financiera del seguimiento"),
)
FAMILY_BY_NAME = {family.name: family for family in FAMILIES}


@dataclass(frozen=True)
class CeplanColumn(Column):
    """A column known by name.

    Attributes:
        family: the family of amounts it belongs to, or an empty string.
        month: 1 to 12 for a month's column, otherwise 0.
        also: other headings that mean the same column.
    """

    family: str = ""
    month: int = 0
    also: tuple[str, ...] = ()


C = CeplanColumn
IDENTIFICATION: tuple[CeplanColumn, ...] = (
    C("poi", "POI", meaning="Plan operativo al que pertenece la fila."),
    C("stage", "Etapa", meaning="Fase del plan operativo cuando se exportó."),
    C("executing_unit", "UE ID", T.CODE, True, pattern=r"^\d{6}$", meaning="Unidad ejecutora, con seis dígitos."),
    C("executing_unit_name", "UE", meaning="Nombre de la unidad ejecutora."),
    C("responsible_centre", "CC Responsable ID", meaning="Código del centro de costo responsable."),
    C("responsible_centre_name", "CC Responsable", meaning="Nombre del centro de costo responsable."),
    C("cost_centre", "Centro Costo ID", meaning="Código del centro de costo que la ejecuta."),
    C("cost_centre_name", "Centro de Costo", meaning="Nombre del centro de costo que la ejecuta."),
    C("objective", "OEI", T.CODE, pattern=r"^OEI\.\d{2}$", meaning="Objetivo: OEI, punto y dos dígitos."),
    C("objective_name", "Objetivo Estrategico Institucional", T.LONG_TEXT, meaning="Enunciado del objetivo."),
    C(
        "action",
        "AEI",
        T.CODE,
        True,
        pattern=r"^AEI\.\d{2}\.\d{2}$",
        meaning="Acción: AEI, punto, dos dígitos, punto y dos dígitos.",
    ),
    C("action_name", "Acción Estratégica Institucional", T.LONG_TEXT, meaning="Enunciado de la acción."),
    C("category", "Categoria ID", meaning="Código de la categoría presupuestal."),
    C("category_name", "Categoria", meaning="Nombre de la categoría presupuestal."),
    C("product", "Producto ID", meaning="Código del producto o proyecto."),
    C("product_name", "Producto", meaning="Nombre del producto o proyecto."),
    C("function", "Funcion ID", meaning="Código de la función."),
    C("division", "Division Funcional ID", meaning="Código de la división funcional."),
    C("group", "Grupo Funcional ID", meaning="Código del grupo funcional."),
    C("budget_activity", "Actividad Presupuestal ID", meaning="Código de la actividad presupuestal."),
    C("budget_activity_name", "Actividad Presupuestal", meaning="Nombre de la actividad presupuestal."),
    C("registry_number", "Nro Registro POI", meaning="Número de registro en el aplicativo."),
    C("activity_id", "Actividad Operativa ID", meaning="Identificador de la actividad en el aplicativo."),
    C(
        "code",
        "Codigo AO",
        T.CODE,
        True,
        pattern=r"^AOI\d{11}$",
        meaning="Actividad operativa: AOI y once dígitos.",
        also=("ACT OPERAT.", "ACT. OPERATIVA", "Codigo Actividad Operativa"),
    ),
    C("name", "Actividad Operativa", T.LONG_TEXT, True, meaning="Nombre de la actividad."),
    C("active", "Activo AO", T.FLAG, meaning="SI o NO.", also=("Activo AO (SI/NO)", "Activo")),
    C("unit_of_measure", "Unidad de Medida", meaning="Qué se cuenta en sus metas físicas."),
    C("tracer", "Trazadora-Tarea", meaning="Si es trazadora o tarea."),
    C("accumulated", "Acumulado", meaning="Si sus metas son acumuladas; se muestra como indicio y no decide."),
    C("department", "Departamento", meaning="Departamento donde se ejecuta."),
    C("place", "Nombre UBIGEO", meaning="Lugar donde se ejecuta."),
    C("modified_budget", "Cons PIM", meaning="Como la escribe el aplicativo."),
    C("generic", "GG ID", meaning="Genérica de gasto.", also=("GENERICA GASTO", "GENERICA DE GASTO")),
)
_LONG = T.LONG_TEXT


def _family_columns(family: Family) -> tuple[CeplanColumn, ...]:
    accrued = family.name == "financial_executed"
    months = tuple(
        C(
            field,
            f"{family.prefix} {month:02d}",
            T.AMOUNT,
            meaning=f"{family.meaning.capitalize()}, mes {month}.",
            family=family.name,
            month=month,
            also=(f"DEV {MONTH_NAMES[month - 1][:3].upper()}", f"DEV {MONTH_NAMES[month - 1]}") if accrued else (),
        )
        for month, field in zip(MONTHS, family.months, strict=True)
    )
    meaning = f"{family.meaning.capitalize()}, total que imprime el aplicativo."
    also = ("DEV TOTAL", "TOTAL DEV") if accrued else ()
    return (
        *months,
        C(family.total, f"{family.prefix} Total", T.AMOUNT, meaning=meaning, family=family.name, also=also),
    )


_AMOUNTS = tuple(column for family in FAMILIES for column in _family_columns(family))
REASONS = tuple(
    C(f"reason_{month:02d}", f"Motivo(SE) {month:02d}", _LONG, meaning=f"Motivo del mes {month}.", month=month)
    for month in MONTHS
)
KNOWN: tuple[CeplanColumn, ...] = (*IDENTIFICATION, *_AMOUNTS, *REASONS)
BY_FIELD: Mapping[str, CeplanColumn] = {column.name: column for column in KNOWN}


def heading_key(text: str) -> str:
    """A heading without accents, case, spaces or punctuation: `F(CS)  01` and `f (cs) 01.` are one."""
    return "".join(letter for letter in plain_name(text) if letter.isalnum())


_BY_KEY = {heading_key(heading): column for column in KNOWN for heading in (column.label, *column.also)}
_MONTH_BY_NAME = {name[:length]: number for number, name in enumerate(MONTH_NAMES, 1) for length in (3, len(name))} | {
    "set": 9,
    "setiembre": 9,
}
_FAMILY_BY_KEY = {heading_key(family.prefix): family for family in FAMILIES}
_MONTHLY = re.compile(r"(fn?(?:cs|re|se)|motivo(?:se)?)(total|\d{1,2}|[a-z]+)", re.ASCII)


def column_of(heading: str) -> CeplanColumn | None:
    """The known column that a heading names exactly, but for accents, case, spaces and punctuation.

    A month may be written `1`, `01`, `Ene` or `Enero`; nothing else of a monthly heading may differ.
    """
    key = heading_key(heading)
    return _BY_KEY.get(key) or _monthly(key)


def is_monthly(heading: str) -> bool:
    """Whether a heading looks like one of a month or a total, which is never matched by likeness."""
    key = heading_key(heading)
    return bool(re.match(r"fn?(cs|re|se|sc|er|es)|motivo|dev", key)) or key[-1:].isdigit() or key.endswith("total")


def _monthly(key: str) -> CeplanColumn | None:
    match = _MONTHLY.fullmatch(key)
    if match is None:
        return None
    stem, end = match.groups()
    month = int(end) if end.isdigit() else _MONTH_BY_NAME.get(end, 0)
    family = _FAMILY_BY_KEY.get(stem)
    if family is None:
        return BY_FIELD.get(f"reason_{month:02d}")
    return BY_FIELD.get(family.total if end == "total" else f"{family.name}_{month:02d}")
