"""Files embedded in slides, sheets and texts are read, also those that stand in OLE objects."""

from __future__ import annotations

import importlib.util
import io
import struct
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

from longdoc.documents.open import open_document
from longdoc.documents.read import MAX_DEPTH, read_source
from longdoc.documents.source import Source
from longdoc.errors import EmptyDocument


def _module(folder: str, name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, Path(__file__).parents[1] / folder / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


compound, grids = _module("mail", "compound"), _module("tables", "grids")

RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
)
OLE_OBJECT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/oleObject"
RELATION = '<Relationship Id="{}" Type="{}" Target="{}"/>'
LEASE = b"The berth is let for nine months from the first of May."


def packed(name: str, content: bytes) -> bytes:
    """An OLE object as a file manager makes it of a file that is dropped into a document."""
    path = f"C:\\leases\\{name}".encode() + b"\0"
    body = b"\2\0" + name.encode() + b"\0" + path + b"\0\0\3\0" + struct.pack("<I", len(path)) + path
    body += struct.pack("<I", len(content)) + content
    return compound.compound({"\x01Ole10Native": struct.pack("<I", len(body)) + body})


def workbook(embedded: dict[str, bytes], cells: bool = True) -> bytes:
    from openpyxl import Workbook

    book, out = Workbook(), io.BytesIO()
    if cells:
        book.active.append(["Berth", "Length"])
        book.active.append(["A", 12])
    book.save(out)
    related = "".join(
        RELATION.format(f"e{n}", OLE_OBJECT, f"../embeddings/{name}") for n, name in enumerate(embedded)
    )
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/worksheets/_rels/sheet1.xml.rels", RELATIONS.format(related))
        for name, data in embedded.items():
            archive.writestr(f"xl/embeddings/{name}", data)
    return out.getvalue()


def test_a_file_dropped_into_a_sheet_is_read_under_its_own_name() -> None:
    data = workbook({"oleObject1.bin": packed("lease.txt", LEASE)})
    document = open_document(io.BytesIO(data), name="berths.xlsx")
    assert document.text.split("\n\n") == [
        "Sheet", "Berth | Length\nA | 12", "Embedded: lease.txt", LEASE.decode(),
    ]  # fmt: skip
    assert document.locate(document.sentences[-1]).section == "Embedded: lease.txt"


def test_the_files_around_a_workbook_count_for_those_embedded_in_it() -> None:
    data = workbook({"oleObject1.bin": packed("lease.txt", LEASE)})
    assert LEASE.decode() in read_source(Source(data, "berths.xlsx", depth=MAX_DEPTH - 1)).text
    extract = read_source(Source(data, "berths.xlsx", depth=MAX_DEPTH))
    assert LEASE.decode() not in extract.text
    assert extract.notices == (f"not read: lease.txt: it is nested in more than {MAX_DEPTH} files",)


@pytest.mark.parametrize(
    ("stream", "name"),
    [("CONTENTS", "oleObject1.pdf"), ("Package", "oleObject1"), ("EmbeddedOdf", "oleObject1.odt")],
)
def test_a_whole_file_in_a_stream_of_an_ole_object(stream: str, name: str) -> None:
    inner = {
        "CONTENTS": Path(__file__).parents[3] / "examples" / "documents" / "paper.pdf",
        "Package": workbook({}),
        "EmbeddedOdf": grids.opendocument(
            "text", "<office:body><office:text><text:p>Moored at Hull.</text:p></office:text></office:body>"
        ),
    }[stream]
    content = inner.read_bytes() if isinstance(inner, Path) else inner
    data = workbook({"oleObject1.bin": compound.compound({stream: content})}, cells=False)
    document = open_document(io.BytesIO(data), name="berths.xlsx")
    assert document.text.startswith(f"Embedded: {name}\n\n")
    assert {"CONTENTS": "Vennick", "Package": "Berth | Length", "EmbeddedOdf": "Moored at Hull."}[
        stream
    ] in document.text


def test_an_embedded_file_that_cannot_be_read_is_reported_even_where_nothing_else_is() -> None:
    drawing = compound.compound({"Drawing": b"\1\2\3" * 2000})
    document = open_document(io.BytesIO(workbook({"oleObject1.bin": drawing})), name="berths.xlsx")
    assert document.notices == ("1 embedded file of another kind was not read: .bin (1)",)
    with pytest.raises(EmptyDocument, match="holds no text; 1 embedded file of another kind was not read"):
        open_document(io.BytesIO(workbook({"oleObject1.bin": drawing}, cells=False)), name="berths.xlsx")


def test_a_sheet_embedded_in_a_slide_is_a_page_of_its_own() -> None:
    from pptx import Presentation
    from pptx.enum.shapes import PROG_ID

    deck, out = Presentation(), io.BytesIO()
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.title.text = "Berths"
    slide.shapes.add_ole_object(io.BytesIO(workbook({})), PROG_ID.XLSX, 0, 0)
    deck.save(out)
    document = open_document(io.BytesIO(out.getvalue()), name="berths.pptx")
    first, second = (page.label for page in document.pages)
    assert first == "1"
    assert second.startswith("Embedded: ")
    assert document.text.endswith("Berth | Length\nA | 12")


def test_texts_and_formulas_embedded_in_an_opendocument_text() -> None:
    body = (
        "<office:body><office:text><text:p>Berths"
        '<draw:frame><draw:object xlink:href="./Object 1"/></draw:frame>'
        '<draw:frame><draw:object xlink:href="./Object 2"/></draw:frame>'
        '<draw:frame><draw:object-ole xlink:href="./Object 3"/></draw:frame>'
        "</text:p></office:text></office:body>"
    )
    text = "<office:body><office:text><text:p>Moored at Hull.</text:p></office:text></office:body>"
    formula = (
        '<math xmlns="http://www.w3.org/1998/Math/MathML"><semantics><mrow><mi>d</mi>'
        "<mo>=</mo><mn>2</mn><mi>r</mi></mrow>"
        '<annotation encoding="StarMath 5.0">d = 2 r</annotation></semantics></math>'
    )
    out = io.BytesIO(grids.opendocument("text", body))
    with (
        zipfile.ZipFile(io.BytesIO(grids.opendocument("text", text))) as inner,
        zipfile.ZipFile(out, "a") as archive,
    ):
        archive.writestr("Object 1/content.xml", inner.read("content.xml"))
        archive.writestr("Object 2/content.xml", formula)
        archive.writestr("Object 3", packed("lease.txt", LEASE))
    document = open_document(io.BytesIO(out.getvalue()), name="berths.odt")
    assert document.text.split("\n\n") == [
        "Berths", "Moored at Hull.", "d = 2r", "Embedded: lease.txt", LEASE.decode(),
    ]  # fmt: skip


@pytest.mark.parametrize("cut", range(0, 120, 7))
def test_a_damaged_object_is_reported_and_the_sheet_is_read(cut: int) -> None:
    whole = packed("lease.txt", LEASE)
    damaged = whole[: 512 + 128 + cut] + b"\xff" * 64 + whole[512 + 192 + cut :]
    document = open_document(io.BytesIO(workbook({"oleObject1.bin": damaged})), name="berths.xlsx")
    assert "A | 12" in document.text
    assert LEASE.decode() in document.text or document.notices
