"""Filled-in forms, notes, comments and attachments of PDFs: nothing that was entered is lost."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText, Text
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    PdfObject,
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


def test_what_the_picture_of_a_signature_says_is_read() -> None:
    def change(writer: PdfWriter) -> None:
        page = writer.pages[0]
        look = StreamObject()
        look.set_data(b"BT /F1 9 Tf (E-signed by Ida Quist) Tj 0 -10 Td (Reason: approved) Tj ET")
        look[NameObject("/Subtype")] = NameObject("/Form")
        look[NameObject("/BBox")] = ArrayObject(map(FloatObject, (0, 0, 100, 20)))
        look[NameObject("/Resources")] = page["/Resources"]
        signature = DictionaryObject({NameObject("/M"): TextStringObject("D:20260503")})
        looks = DictionaryObject({NameObject("/N"): writer._add_object(look)})
        entries = {"FT": NameObject("/Sig"), "T": TextStringObject("Sign1"), "V": signature, "AP": looks}
        on_page(writer, [widget((100, 600, 200, 620), **entries)])

    document = form(lambda canvas: canvas.drawString(60, 740, "An order."), change)
    assert document.text.split("\n\n") == [
        "An order.",
        "Sign1: signed on 2026-05-03",
        "Sign1: E-signed by Ida Quist Reason: approved",
    ]


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


def test_values_that_an_xfa_form_offers_are_not_taken_for_its_data() -> None:
    def change(writer: PdfWriter) -> None:
        data = StreamObject()
        data._data = (
            b'<xfa:datasets xmlns:xfa="http://www.xfa.org/schema/xfa-data/1.0/"><Offered><Port>Hull</Port>'
            b"<Port>Whitby</Port></Offered><xfa:data><f><Port>Ripon</Port></f></xfa:data></xfa:datasets>"
        )
        xfa = ArrayObject([TextStringObject("datasets"), writer._add_object(data)])
        writer.root_object[NameObject("/AcroForm")] = DictionaryObject({NameObject("/XFA"): xfa})
        writer.root_object[NameObject("/NeedsRendering")] = BooleanObject(True)

    document = form(plain, change)
    assert [(field.name, field.value) for field in document.fields] == [("Port", "Ripon")]
    assert any("what is printed on it was not read" in notice for notice in document.notices)


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


def widget(rectangle: tuple[float, ...], **entries: PdfObject) -> DictionaryObject:
    made = DictionaryObject({NameObject("/" + key): value for key, value in entries.items()})
    made[NameObject("/Subtype")] = NameObject("/Widget")
    made[NameObject("/Rect")] = ArrayObject(map(FloatObject, rectangle))
    return made


def on_page(writer: PdfWriter, widgets: list[DictionaryObject]) -> None:
    references = ArrayObject(writer._add_object(one) for one in widgets)
    writer.pages[0][NameObject("/Annots")] = references
    writer.root_object[NameObject("/AcroForm")] = DictionaryObject({NameObject("/Fields"): references})


def text_widget(rectangle: tuple[float, ...], value: str) -> DictionaryObject:
    kind, name = NameObject("/Tx"), TextStringObject(f"f1_{rectangle[0]:.0f}")
    return widget(rectangle, FT=kind, T=name, V=TextStringObject(value))


def button(rectangle: tuple[float, ...], on: str, state: str, **entries: PdfObject) -> DictionaryObject:
    looks = DictionaryObject({NameObject(f"/{on}"): NumberObject(0), NameObject("/Off"): NumberObject(0)})
    look = DictionaryObject({NameObject("/N"): looks})
    return widget(rectangle, AS=NameObject(f"/{state}"), AP=look, **entries)


def named(document: Document) -> list[tuple[str, str]]:
    return [(field.name, field.value) for field in document.fields]


@pytest.mark.parametrize("above", [True, False])
def test_two_fields_in_a_row_have_a_label_each(above: bool) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 9)
        for x, y, label in ((60, 740, "First name"), (300, 740, "Last name"), (60, 690, "Town")):
            canvas.drawString(x, y, label)

    def change(writer: PdfWriter) -> None:
        places = ((60, 740, "Inga"), (300, 740, "Moberg"), (60, 690, "Visby"))
        right, down = (0, -24) if above else (70, -4)
        on_page(writer, [text_widget((x + right, y + down, x + 200, y + down + 18), v) for x, y, v in places])

    document = form(draw, change)
    assert named(document) == [("First name", "Inga"), ("Last name", "Moberg"), ("Town", "Visby")]


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_fields_of_a_turned_page_stand_at_their_names(turn: int) -> None:
    width, height = A4

    def draw(canvas: Canvas) -> None:
        canvas.translate(*{0: (0, 0), 90: (width, 0), 180: (width, height), 270: (0, height)}[turn])
        canvas.rotate(turn if turn < 270 else -90)
        for y, label in ((500, "Name of the ship"), (470, "Port of registry"), (440, "Tonnage")):
            canvas.drawString(60, y, label)

    def turned(x0: float, y0: float, x1: float, y1: float) -> tuple[float, ...]:
        return {
            0: (x0, y0, x1, y1),
            90: (width - y1, x0, width - y0, x1),
            180: (width - x1, height - y1, width - x0, height - y0),
            270: (y0, height - x1, y1, height - x0),
        }[turn]

    def change(writer: PdfWriter) -> None:
        writer.pages[0].rotation = turn
        values = ((500, "Grey Heron"), (470, "Leith"), (440, "412"))
        on_page(writer, [text_widget(turned(200, y - 4, 400, y + 12), value) for y, value in values])

    document = form(draw, change)
    assert named(document) == [
        ("Name of the ship", "Grey Heron"), ("Port of registry", "Leith"), ("Tonnage", "412"),
    ]  # fmt: skip


def test_buttons_are_called_what_stands_to_their_right() -> None:
    def draw(canvas: Canvas) -> None:
        for x, y, label in (
            (60, 740, "Type of membership"), (100, 720, "Single"), (100, 700, "Family"),
            (100, 640, "Newsletter by post"), (100, 620, "Berth in winter"),
            (60, 580, "Insured?"), (160, 580, "Yes"), (220, 580, "No"),
        ):  # fmt: skip
            canvas.drawString(x, y, label)

    def change(writer: PdfWriter) -> None:
        boxes = [
            button(place, on, on if ticked else "Off", FT=NameObject("/Btn"), T=TextStringObject(name),
                   V=NameObject(f"/{on}" if ticked else "/Off"))
            for place, on, ticked, name in (
                ((80, 638, 92, 650), "On", True, "c1"), ((80, 618, 92, 630), "On", False, "c2"),
                ((140, 578, 152, 590), "X", False, "c3"), ((200, 578, 212, 590), "X", True, "c4"),
            )
        ]  # fmt: skip
        on_page(writer, boxes)
        group = DictionaryObject({
            NameObject("/FT"): NameObject("/Btn"), NameObject("/Ff"): NumberObject(1 << 15),
            NameObject("/T"): TextStringObject("Group1"), NameObject("/V"): NameObject("/1"),
        })  # fmt: skip
        parent = writer._add_object(group)
        options = [
            button((80, 718 - 20 * at, 92, 730 - 20 * at), str(at), "1" if at else "Off", Parent=parent)
            for at in (0, 1)
        ]
        group[NameObject("/Kids")] = ArrayObject(writer._add_object(one) for one in options)
        writer.pages[0]["/Annots"].extend(group["/Kids"])
        writer.root_object["/AcroForm"]["/Fields"].append(parent)

    assert named(form(draw, change)) == [
        ("Type of membership", "Family"), ("Newsletter by post", "yes"), ("Berth in winter", "no"),
        ("Insured? Yes", "no"), ("Insured? No", "yes"),
    ]  # fmt: skip


def test_a_button_whose_state_is_called_like_itself_is_on() -> None:
    def change(writer: PdfWriter) -> None:
        told = {"T": TextStringObject("c1"), "TU": TextStringObject("Male"), "V": NameObject("/Male")}
        male = button((60, 700, 70, 710), "Male", "Male", FT=NameObject("/Btn"), **told)
        on_page(writer, [male])

    document = form(lambda canvas: canvas.drawString(60, 740, "Sex"), change)
    assert named(document) == [("Male", "yes")]


def test_a_broken_note_hides_no_attachments() -> None:
    def change(writer: PdfWriter) -> None:
        writer.add_attachment("terms.pdf", b"%PDF")
        broken = DictionaryObject({NameObject("/Subtype"): NameObject("/FileAttachment")})
        writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(broken)])

    assert "1 attached file not read: terms.pdf" in form(plain, change).notices


def test_fields_whose_names_stand_on_their_right_have_these() -> None:
    def draw(canvas: Canvas) -> None:
        for y, label in ((700, "Keeper"), (670, "Number of hives"), (640, "Parish")):
            canvas.drawString(230, y, label)

    def change(writer: PdfWriter) -> None:
        values = ((700, "Wilma Moberg"), (670, "17"), (640, "Nether Combe"))
        on_page(writer, [text_widget((72, y - 4, 222, y + 14), value) for y, value in values])

    document = form(draw, change)
    assert named(document) == [
        ("Keeper", "Wilma Moberg"),
        ("Number of hives", "17"),
        ("Parish", "Nether Combe"),
    ]


def test_of_buttons_that_are_fields_of_their_own_the_chosen_one_counts() -> None:
    """As hyperref writes them, with names of states in UTF-16 as octal numbers."""

    def draw(canvas: Canvas) -> None:
        for x, label in ((60, "Straw"), (160, "Wood"), (260, "Clay")):
            canvas.drawString(x, 700, label)

    def change(writer: PdfWriter) -> None:
        wood = r"\376\377\000w\000o\000o\000d"
        entries = {
            "FT": NameObject("/Btn"),
            "Ff": NumberObject(1 << 15),
            "T": TextStringObject("a5"),
            "V": NameObject(f"/{wood}"),
        }
        places = ((100, "straw"), (200, wood), (300, "clay"))
        made = [button((x, 696, x + 12, 708), state, "Off", **entries) for x, state in places]
        for one in made:
            del one["/AS"]
        on_page(writer, made)

    assert named(form(draw, change)) == [("Wood", "yes")]
