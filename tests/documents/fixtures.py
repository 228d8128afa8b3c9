"""Files to read, made here: a press note as PDF, as Word and as a page, and files that are none."""

from __future__ import annotations

import io
import zipfile

import docx
import pypdf
import typst
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

PARAGRAPH = (
    "Los viceministros de relaciones exteriores de ambos países sostuvieron en la ciudad la decimotercera reunión del"
    " mecanismo franco-peruano de consultas políticas, con responsabilidades y complementariedades que abarcan la"
    " cooperación económico-comercial, la cultura, la movilidad y la protección de los nacionales en el exterior."
)
PDF_SOURCE = """
#set page(width: 120mm, height: 100mm, header: [Ministerio de Ejemplo])
#set page(footer: context [Página #counter(page).display()])
#set text(lang: "es", hyphenate: true, size: 10pt)
#set par(justify: true, leading: 0.6em)
#set document(title: "Título del archivo")
Nota de prensa 123-24

= Reunión de consultas políticas

Lima, 3 de mayo de 2024

%(paragraph)s Primero.

%(paragraph)s Segundo.

%(paragraph)s Tercero.

- primer punto acordado
- segundo punto acordado

#grid(columns: (50mm, 50mm), [País], [Total], [Brasil], [17 268])

#figure(rect(), caption: [Firma del acta])

Se atendió a 17 268#footnote[Cifra preliminar.] personas.
"""


def press_note_pdf(source: str = PDF_SOURCE) -> bytes:
    """Three pages with header, footer, hyphenated words, a paragraph that a page cuts, a table and a footnote."""
    return typst.compile((source % {"paragraph": PARAGRAPH} if "%(paragraph)s" in source else source).encode())


def scanned_pdf() -> bytes:
    """A page without text."""
    return typst.compile(b"#set page(width: 50mm, height: 50mm)\n#rect()")


def locked_pdf() -> bytes:
    """One that asks for a password."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(press_note_pdf("Hola, buenos días.")))
    writer.encrypt("clave", algorithm="RC4-128")
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def press_note_docx() -> bytes:
    """Headings, paragraphs with a link and deleted and inserted text, a list, a table, a caption and a text box."""
    document = docx.Document()
    document.core_properties.title = "Título del archivo"
    document.core_properties.language = "es-PE"
    document.add_heading("Acta de la VI Comisión Mixta", level=1)
    paragraph = document.add_paragraph("Las delegaciones se reu")
    paragraph.add_run("nieron").bold = True
    paragraph.add_run("\N{NO-BREAK SPACE}en  Lima\ty")
    w = nsdecls("w")
    paragraph._p.append(parse_xml(f"<w:ins {w} w:id='1' w:author='a'><w:r><w:t> acordaron</w:t></w:r></w:ins>"))
    paragraph._p.append(parse_xml(f"<w:del {w} w:id='2' w:author='a'><w:r><w:delText> nada</w:delText></w:r></w:del>"))
    paragraph._p.append(
        parse_xml(f"<w:hyperlink {w}><w:r><w:t xml:space='preserve'> tres puntos.</w:t></w:r></w:hyperlink>")
    )
    document.add_paragraph("")
    document.add_paragraph("Movilidad", style="List Bullet")
    document.add_paragraph("Cultura", style="List Number")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(
        [cell for row in table.rows for cell in row.cells], ["País", "Total", "Brasil", "17 268"], strict=True
    ):
        cell.text = text
    if "Caption" not in [style.name for style in document.styles]:
        document.styles.add_style("Caption", WD_STYLE_TYPE.PARAGRAPH)
    document.add_paragraph("Fotografía de la firma", style="Caption")
    return _saved(document)


def zip_bomb() -> bytes:
    """A Word document that says that it expands to half a gigabyte of spaces."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for number in range(8):
            archive.writestr(f"word/media/{number}.bin", b"\0" * (32 * 2**20))
        archive.writestr("word/document.xml", "<w/>")
    return target.getvalue()


def spreadsheet() -> bytes:
    """A file of another kind in the same sort of archive."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return target.getvalue()


def broken_docx() -> bytes:
    """It has the parts of a Word document, with nothing that reads in them."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<nothing")
    return target.getvalue()


PAGE = """<!doctype html>
<html lang="es-PE"><head><title>Nota 123-24 - Ministerio</title><style>p { color: red }</style>
<script>document.title = "otro"</script></head>
<body><nav><a href="/">Inicio</a></nav>
<main>
<h1>Visita del canciller</h1>
<!-- un comentario -->
<p>El canciller <b>visitó</b>&nbsp;Brasilia<br>el 3 de mayo.<script>alert("hola")</script></p>
<div>Texto suelto<p onclick="alert(1)">Otro <a href="javascript:alert(2)">párrafo</a>.</p>cola suelta</div>
<ul><li>uno</li><li><p>dos</p></li></ul>
<table><caption>Cuadro</caption><tr><th>País</th><th>Total</th></tr><tr><td>Brasil</td><td>17&nbsp;268</td></tr></table>
<p hidden>escondido</p><p style="display: none">escondido también</p><p aria-hidden="true">y esto</p>
<form><input value="campo"><button>Enviar</button></form>
<noscript>sin guion</noscript><template><p>plantilla</p></template>
<p>Primera línea<br><br>Segunda línea con com\xadplementos</p>
</main><footer>Derechos reservados</footer></body></html>"""


def _saved(document: docx.document.Document) -> bytes:
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()
