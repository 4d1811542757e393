"""Filled-in forms, notes, comments and attachments of PDFs: nothing that was entered is lost."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText, Text
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from longdoc.documents.open import open_document
from longdoc.documents.types import Document, Kind, Span


def form(draw: Callable[[Canvas], None], change: Callable[[PdfWriter], None] | None = None) -> Document:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4)
    draw(canvas)
    canvas.save()
    if change is not None:
        writer = PdfWriter(clone_from=PdfReader(file))
        change(writer)
        file = io.BytesIO()
        writer.write(file)
    file.seek(0)
    return open_document(file, name="form.pdf")


def berth(canvas: Canvas) -> None:
    """Labels to the left of their fields, whose names are those of a programmer."""
    fields = canvas.acroForm
    labels = ("Name of the vessel:", "Shore power wanted:", "Season:", "Mooring:")
    for y, label in zip((740, 700, 660, 620), labels, strict=True):
        canvas.drawString(60, y, label)
    fields.textfield(name="f1_01", value="Grey Heron", x=200, y=732, width=200, height=20)
    fields.checkbox(name="pwr", checked=True, x=200, y=695, size=20)
    fields.checkbox(name="ice", checked=False, tooltip="Ice class", x=300, y=695, size=20)
    fields.choice(
        name="ssn", value="Summer", options=["Winter", "Summer"], x=200, y=652, width=120, height=20
    )
    for option in ("Bow", "Stern"):
        fields.radio(name="moor", value=option, selected=option == "Stern", x=200, y=612, size=20)
    fields.textfield(name="empty", value="", x=200, y=560, width=200, height=20)


def test_fields_stand_at_their_names() -> None:
    document = form(berth)
    assert {(field.name, field.value) for field in document.fields} == {
        ("Name of the vessel", "Grey Heron"), ("Shore power wanted", "Yes"), ("Ice class", "no"),
        ("Season", "Summer"), ("Mooring", "Stern"),
    }  # fmt: skip
    for field in document.fields:
        assert document.quote(field.span) == f"{field.name}: {field.value}"
        assert document.kind_at(field.span.start) is Kind.FIELD
        assert not field.hidden
    assert document.text.count("Name of the vessel") == 1


def test_the_box_of_a_value_is_that_of_its_field() -> None:
    document = form(berth)
    at = document.text.index("Grey Heron")
    ((_, (box,)),) = document.boxes(type(document.fields[0].span)(at, at + 10))
    assert (box.left, box.bottom) == (pytest.approx(200, abs=2), pytest.approx(732, abs=2))


def text_field(name: str) -> DictionaryObject:
    return DictionaryObject({NameObject("/T"): TextStringObject(name), NameObject("/FT"): NameObject("/Tx")})


def plain(canvas: Canvas) -> None:
    canvas.drawString(72, 700, "The tractor was sold in March.")


def test_notes_and_comments_are_read() -> None:
    def change(writer: PdfWriter) -> None:
        note = FreeText(text="Paid in cash,\nsays Mr. Orr", rect=(72, 600, 200, 640))
        comment = Text(text="Check the date", rect=(300, 690, 320, 710))
        comment[NameObject("/T")] = TextStringObject("Ann Lee")
        writer.add_annotation(0, note)
        writer.add_annotation(0, comment)

    document = form(plain, change)
    assert [(field.name, field.value) for field in document.fields] == [
        ("Comment by Ann Lee", "Check the date"), ("Note", "Paid in cash, says Mr. Orr"),
    ]  # fmt: skip
    assert document.text.split("\n\n")[0] == "The tractor was sold in March."
    assert {document.kind_at(field.span.start) for field in document.fields} == {Kind.NOTE}


def test_words_that_only_the_picture_of_a_stamp_shows_are_read() -> None:
    def change(writer: PdfWriter) -> None:
        page = writer.pages[0]
        look = StreamObject()
        look.set_data(b"BT /F1 12 Tf (Received 3 May) Tj ET")
        look[NameObject("/Subtype")] = NameObject("/Form")
        look[NameObject("/BBox")] = ArrayObject(map(FloatObject, (0, 0, 100, 20)))
        look[NameObject("/Resources")] = page["/Resources"]
        for rectangle, extra in (
            ((100, 600, 200, 620), {"/AP": DictionaryObject({NameObject("/N"): writer._add_object(look)})}),
            ((300, 600, 400, 620), {"/Name": NameObject("/NotApproved")}),
        ):
            stamp = DictionaryObject({NameObject(key): value for key, value in extra.items()})
            stamp[NameObject("/Subtype")] = NameObject("/Stamp")
            stamp[NameObject("/Rect")] = ArrayObject(map(FloatObject, rectangle))
            page[NameObject("/Annots")] = ArrayObject([*page.get("/Annots", []), writer._add_object(stamp)])

    document = form(lambda canvas: canvas.drawString(60, 740, "A letter."), change)
    assert document.text.split("\n\n") == ["A letter.", "Stamp: Received 3 May", "Stamp: Not Approved"]


def test_hidden_fields_are_read_and_told() -> None:
    def change(writer: PdfWriter) -> None:
        writer.add_annotation(0, FreeText(text="The price was 9,000", rect=(72, 600, 200, 640)))
        writer.pages[0]["/Annots"][0].get_object()[NameObject("/F")] = NumberObject(2)
        lost = text_field("tax")
        lost[NameObject("/V")] = TextStringObject("19 percent")
        acro = DictionaryObject({NameObject("/Fields"): ArrayObject([writer._add_object(lost)])})
        writer.root_object[NameObject("/AcroForm")] = acro

    document = form(plain, change)
    assert {(field.value, field.hidden) for field in document.fields} == {
        ("The price was 9,000", True),
        ("19 percent", True),
    }
    assert "2 hidden fields or notes were read: Note, tax" in document.notices


def test_a_choice_shows_what_its_code_means() -> None:
    def change(writer: PdfWriter) -> None:
        options = ArrayObject([ArrayObject([TextStringObject("07"), TextStringObject("Northern quay")])])
        field = DictionaryObject({
            NameObject("/Type"): NameObject("/Annot"), NameObject("/Subtype"): NameObject("/Widget"),
            NameObject("/FT"): NameObject("/Ch"), NameObject("/T"): TextStringObject("berth"),
            NameObject("/V"): TextStringObject("07"), NameObject("/Opt"): options,
            NameObject("/Rect"): ArrayObject([FloatObject(n) for n in (400, 200, 500, 220)]),
        })  # fmt: skip
        reference = writer._add_object(field)
        writer.pages[0][NameObject("/Annots")] = ArrayObject([reference])
        acro = DictionaryObject({NameObject("/Fields"): ArrayObject([reference])})
        writer.root_object[NameObject("/AcroForm")] = acro

    (field,) = form(plain, change).fields
    assert (field.name, field.value) == ("berth", "Northern quay (07)")


@pytest.mark.parametrize("bomb", [b"", b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'])
def test_the_data_of_an_xfa_form_is_read(bomb: bytes) -> None:
    def change(writer: PdfWriter) -> None:
        data = StreamObject()
        data._data = bomb + (
            b'<xfa:datasets xmlns:xfa="http://www.xfa.org/schema/xfa-data/1.0/"><xfa:data><form1>'
            b"<Vessel>Grey Heron</Vessel><Length>11.35</Length><Empty/></form1></xfa:data></xfa:datasets>"
        )
        xfa = ArrayObject([TextStringObject("datasets"), writer._add_object(data)])
        writer.root_object[NameObject("/AcroForm")] = DictionaryObject({NameObject("/XFA"): xfa})

    document = form(plain, change)
    values = [(field.name, field.value) for field in document.fields]
    assert values == ([("Vessel", "Grey Heron"), ("Length", "11.35")] if not bomb else values)


def test_attachments_are_told_by_name() -> None:
    def change(writer: PdfWriter) -> None:
        writer.add_attachment("prices.xlsx", b"PK")
        writer.add_attachment("terms.pdf", b"%PDF")

    document = form(plain, change)
    assert "2 attached files not read: prices.xlsx, terms.pdf" in document.notices


def test_parents_that_are_their_own_children_do_no_harm() -> None:
    def change(writer: PdfWriter) -> None:
        field = text_field("loop")
        reference = writer._add_object(field)
        field[NameObject("/Parent")] = reference
        field[NameObject("/Kids")] = ArrayObject([reference])
        acro = DictionaryObject({NameObject("/Fields"): ArrayObject([reference])})
        writer.root_object[NameObject("/AcroForm")] = acro

    assert form(plain, change).fields == ()


@pytest.mark.parametrize("rectangle", [(0, 0, 0, 0), None])
def test_a_field_without_a_place_shifts_no_boxes(rectangle: tuple[float, ...] | None) -> None:
    def change(writer: PdfWriter) -> None:
        field = text_field("approver")
        field[NameObject("/Subtype")] = NameObject("/Widget")
        field[NameObject("/V")] = TextStringObject("Ann Lee")
        if rectangle is not None:
            field[NameObject("/Rect")] = ArrayObject(map(FloatObject, rectangle))
        reference = writer._add_object(field)
        writer.pages[0][NameObject("/Annots")] = ArrayObject([reference])
        acro = DictionaryObject({NameObject("/Fields"): ArrayObject([reference])})
        writer.root_object[NameObject("/AcroForm")] = acro

    def draw(canvas: Canvas) -> None:
        plain(canvas)
        canvas.showPage()
        canvas.drawString(72, 700, "The barge was sold in May.")

    document = form(draw, change)
    assert "approver: Ann Lee" in document.text
    assert document.character_boxes is not None
    assert len(document.character_boxes.corners_C4) == len(document.text)
    at = document.text.index("The barge")
    ((page, (box,)),) = document.boxes(Span(at, at + len("The barge")))
    assert (page.number, box.left) == (2, pytest.approx(72, abs=2))
    at = document.text.index("approver")
    assert document.boxes(Span(at, at + len("approver"))) == []
