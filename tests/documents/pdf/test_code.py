"""Program code in a PDF keeps its lines and indents; what was typed in such a font is read as text."""

from __future__ import annotations

import io

from reportlab.pdfgen.canvas import Canvas

from longdoc.documents.open import open_document
from longdoc.documents.types import Document, Kind

PROSE = [
    "The function below adds the fees of all vessels that have paid, and the office",
    "calls it at the end of each month before it writes to the council.",
]
CODE = [
    "def total(rows):",
    "    result = 0",
    "    for row in rows:",
    "        result += row.fee",
    "",
    "    return result",
]


def page(prose: list[str], code: list[str], font: str = "Courier") -> Document:
    file = io.BytesIO()
    canvas = Canvas(file)
    y = 750.0
    for lines, name in ((prose, "Times-Roman"), (code, font), (prose, "Times-Roman")):
        canvas.setFont(name, 10)
        for line in lines:
            indent = len(line) - len(line.lstrip())
            canvas.drawString(72 + 6 * indent, y, line.lstrip())
            y -= 12
        y -= 12
    canvas.save()
    return open_document(io.BytesIO(file.getvalue()), name="x.pdf")


def test_code_keeps_its_lines_and_indents() -> None:
    document = page(PROSE, CODE)
    code = "\n".join(CODE)
    assert code in document.text
    (block,) = (block for block in document.blocks if block.kind is Kind.CODE)
    assert document.quote(block.span) == code
    at = document.text.index("result += row")
    ((_, (rectangle,)),) = document.boxes(type(block.span)(at, at + 6))
    assert abs(rectangle.left - (72 + 6 * 8)) < 1


def test_typed_text_is_no_code() -> None:
    typed = page([], [*PROSE, "    1) f(x) = 2;", "    2) that is all."])
    assert not [block for block in typed.blocks if block.kind is Kind.CODE]
    assert "vessels that have paid, and the office calls it" in typed.text


def test_lines_without_signs_of_code_are_joined() -> None:
    answer = page(
        PROSE, ["Ann Lee lives beside the harbour of the town and", "works at the quay in the winter."]
    )
    assert "harbour of the town and works at" in answer.text
