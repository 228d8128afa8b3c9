"""What the workbook says about itself: the first sheet and the notes of the headings."""

from __future__ import annotations

from collections.abc import Sequence

from quipu.workbook.columns import Column, ColumnType, Sheet

READ_ME = "Léame"

_HOW = {
    ColumnType.TEXT: "Texto.",
    ColumnType.LONG_TEXT: "Texto largo; admite varias líneas.",
    ColumnType.INTEGER: "Número entero, sin signo.",
    ColumnType.YEAR: "Año de cuatro dígitos.",
    ColumnType.AMOUNT: "Número mayor o igual que cero, con punto decimal y hasta 4 decimales. Vacío no es cero.",
    ColumnType.FLAG: "Sí o no.",
    ColumnType.CHOICE: "Una palabra de la lista.",
    ColumnType.PERIOD: "Año (2024), semestre (2024-S1), trimestre (2024-Q3) o mes (2024-M07).",
    ColumnType.DATE: "Fecha.",
    ColumnType.CODE: "Código.",
}
_EXPLANATION = (
    "Libro de Quipu",
    "Cada hoja tiene sus encabezados en la primera fila. No los cambie; el orden de las columnas es libre.",
    "Los encabezados en rojo son obligatorios en cada fila. Cada encabezado lleva una nota que dice qué se espera.",
    "Una celda vacía dice que no hay dato, y no se lee como cero. Si se sabe por qué, use el tipo «sin dato» y dígalo.",
    "Los números van sin separador de miles y con punto decimal: 17268.5.",
    "Una columna que quite no dice nada sobre sus datos; una hoja que quite, tampoco.",
    "Antes de importar, pruebe con «quipu import ARCHIVO --dry-run»: dice qué cambiaría y todas las faltas a la vez.",
    "Hojas:",
)


def describe_column(column: Column) -> str:
    """The note of a heading: what it holds, how it is written, whether it is required."""
    parts = [column.meaning, _HOW[column.type] if not column.choices else ""]
    if column.choices:
        parts.append("Opciones: " + ", ".join(column.choices.values()) + ".")
    parts.append("Obligatorio." if column.required else "")
    if column.default is not None:
        parts.append(f"Vacío se lee como «{describe_default(column)}».")
    return " ".join(part for part in parts if part)


def describe_default(column: Column) -> str:
    """What an empty cell says, in the words of the workbook."""
    if isinstance(column.default, bool):
        return "sí" if column.default else "no"
    return column.choices.get(str(column.default), str(column.default))


def explain(sheets: Sequence[Sheet]) -> list[str]:
    """The lines of the first sheet."""
    about = [f"{sheet.label}: {sheet.meaning or _identified(sheet)}" for sheet in sheets]
    return [*_EXPLANATION, *about]


def _identified(sheet: Sheet) -> str:
    return "una fila por " + ", ".join(sheet.column(name).label.lower() for name in sheet.key) + "."
