"""OpenDocument → text: headings, lists, tables, notes; sheets are sections, slides are pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from longdoc.documents.archive import Archive, parse_xml
from longdoc.documents.extract import Extract
from longdoc.documents.limits import Limits
from longdoc.documents.office.embedded import with_embedded
from longdoc.documents.office.opendocument_forms import form_fields
from longdoc.documents.office.opendocument_names import (
    DRAW,
    DRAWN,
    EXTENDED,
    OFFICE,
    PARAGRAPHS,
    PRESENTATION,
    STYLE,
    SVG,
    TABLE,
    TEXT,
    number_of,
)
from longdoc.documents.office.opendocument_numbering import labels_of
from longdoc.documents.office.opendocument_objects import (
    CHART,
    FORMULA,
    FrameObjects,
    chart_caption,
    formula_text,
    is_in_line,
)
from longdoc.documents.office.opendocument_page_lines import coded_lines
from longdoc.documents.office.opendocument_tables import RowsReader, own_parts, tables_within
from longdoc.documents.office.opendocument_text import LEFT_OUT, Paragraphs, TextStyles
from longdoc.documents.office.slides import told_hidden_slides
from longdoc.documents.source import Source
from longdoc.documents.structure.pictures import description_of, told_pictures
from longdoc.documents.structure.pieces import Grid, Piece, assemble, one_line, row_of, without_marks
from longdoc.documents.structure.struck import told_struck
from longdoc.documents.tables.hidden_cells import told_hidden_cells
from longdoc.documents.tables.page_lines import page_lines
from longdoc.documents.tables.regions import sheet_pieces
from longdoc.documents.types import Kind
from longdoc.documents.web.tables import header_count, looks_headed
from longdoc.errors import DamagedDocument, EncryptedDocument
from longdoc.plurals import counted

__all__ = ["read_opendocument"]

HEADING = f"{TEXT}h"
LISTS = (f"{TEXT}list-item", f"{TEXT}list-header")
SHAPES = f"{TABLE}shapes"  # those of a sheet that belong to no cell
WRAPPERS = {
    f"{TEXT}section", f"{TEXT}index-body", f"{TEXT}index-title", f"{TEXT}numbered-paragraph",
    f"{TEXT}note-body", f"{TEXT}bibliography", f"{DRAW}a", f"{DRAW}text-box",
}  # fmt: skip
RUNNING = ("header", "footer", "date-time")  # lines of a presentation that are declared once
CONTENTS = {
    f"{TEXT}{name}"
    for name in (
        "table-of-content", "alphabetical-index", "illustration-index", "table-index", "object-index",
        "user-index",
    )
}  # fmt: skip


def read_opendocument(source: Source) -> Extract:
    """An OpenDocument text, sheet or presentation; text that tracked changes deleted is left out."""
    archive = Archive(source.data, source.limits) if source.data.startswith(b"PK") else None
    content, styles, meta = _parts(source, archive)
    body = content.find(f".//{OFFICE}body")
    if body is None or not len(body):
        raise DamagedDocument("it is not a complete OpenDocument file: its body is missing")
    main = body[0]
    is_sheet = main.tag == f"{OFFICE}spreadsheet"
    labels = {} if is_sheet else labels_of(main, *(() if styles is None else (styles,)), content)
    told = TextStyles([*(() if styles is None else (styles,)), content])
    reader = _Reader(archive, source.limits, labels, told)
    if is_sheet:
        pieces = [*reader.sheets(main, content), *page_lines(coded_lines(styles), set())]
    elif main.tag == f"{OFFICE}presentation":
        pieces = list(reader.slides(main, content))
    else:
        pieces = [*reader.running(styles, "header"), *reader.blocks(main), *reader.running(styles, "footer")]
    pieces += [*reader.paragraphs.waiting(), *form_fields(main)]
    named = None if meta is None else meta.find(".//{http://purl.org/dc/elements/1.1/}title")
    title = reader.title or ("" if named is None else one_line("".join(named.itertext())))
    text = assemble(pieces, title=title, notices=tuple(reader.told()))
    return with_embedded(text, archive, reader.objects.files, source) if archive else text


def _parts(source: Source, archive: Archive | None) -> tuple[Any, Any | None, Any | None]:
    """The trees of content, styles and metadata; in a flat file they are one."""
    if archive is None:
        root = parse_xml(source.data, source.limits)
        return root, root, root
    if "META-INF/manifest.xml" in archive and b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise EncryptedDocument("the OpenDocument file is encrypted; save it without a password")
    if "content.xml" not in archive:
        raise DamagedDocument("it is not a complete OpenDocument file: its content is missing")

    def part(name: str) -> Any | None:
        return parse_xml(archive.read(name), source.limits) if name in archive else None

    return part("content.xml"), part("styles.xml"), part("meta.xml")


class _Reader:
    """Walks a body and collects its content."""

    def __init__(
        self, archive: Archive | None, limits: Limits, labels: Mapping[Any, str], styles: TextStyles
    ) -> None:
        self.objects = FrameObjects(archive, limits)
        self._labels = labels  # by paragraph: its number in a list or outline
        self.title = ""
        self.pictures = 0  # without a description
        self.notices: list[str] = []
        self._styles = styles
        self.paragraphs = Paragraphs(
            styles, lambda note: self._drawn(note.iter(*DRAWN)), self.objects.formula
        )
        self._rows = RowsReader(self._labelled, self.paragraphs.take_comment, styles.strikes_cell)

    def told(self) -> Iterator[str]:
        """The notices."""
        yield from self.notices
        if deleted := self.paragraphs.deleted_chars:
            yield f"text deleted by tracked changes was left out ({counted(deleted, 'character')})"
        if self._rows.is_cut_short:
            yield "a sheet with too many cells was not read to its end"
        if self._styles.chars:
            yield f"hidden text was left out ({counted(self._styles.chars, 'character')})"
        yield from told_struck(self._styles.struck_chars)
        yield from told_pictures(self.pictures)

    def blocks(self, container: Any) -> Iterator[Piece]:
        """The pieces of a text, in order."""
        for element in container:
            tag = element.tag
            if tag == f"{TEXT}tracked-changes":
                self.paragraphs.take_changes(element)
            elif tag in LEFT_OUT or not isinstance(tag, str):
                continue
            elif tag == HEADING:
                yield from self._paragraph(element, level=number_of(element.get(f"{TEXT}outline-level"), 1))
            elif tag == f"{TEXT}p":
                yield from self._paragraph(element)
            elif tag == f"{TEXT}list":
                yield from self._list(element)
            elif tag == f"{TABLE}table":
                yield from self._table(element)
            elif tag in CONTENTS:
                for paragraph in element.iter(f"{TEXT}p"):
                    yield Piece(one_line(self.paragraphs.text(paragraph, [])), kind=Kind.CONTENTS, tight=True)
            elif tag in WRAPPERS and not self._styles.takes(element):
                yield from self.blocks(element)
            elif tag in DRAWN:
                yield from self.blocks(element)
                yield from self._drawn([element])

    def running(self, styles: Any | None, kind: str) -> Iterator[Piece]:
        """Headers or footers, each distinct line once."""
        kinds = (f"{STYLE}{kind}", f"{STYLE}{kind}-left", f"{STYLE}{kind}-first", f"{EXTENDED}{kind}-first")
        lines = {
            self._running_line(element): None
            for part in (() if styles is None else styles.iter(*kinds))
            for element in part.iter(f"{TEXT}p", f"{TABLE}table-row")
        }
        for line in lines:
            if any(map(str.isalpha, line)):
                yield Piece(line, kind=Kind.HEADER_FOOTER)

    def _running_line(self, element: Any) -> str:
        """A paragraph or row of a header or footer; the paragraphs of a row are in it."""
        if next(element.iterancestors(f"{TABLE}table-row"), None) is not None:
            return ""
        if element.tag == f"{TEXT}p":
            return one_line(self.paragraphs.text(element, []))
        cells = (
            " ".join(self.paragraphs.text(paragraph, []) for paragraph in cell.iter(f"{TEXT}p"))
            for cell in element.iterchildren(f"{TABLE}table-cell")
        )
        return row_of(cell for cell in cells if cell.strip())

    def sheets(self, body: Any, content: Any) -> Iterator[Piece]:
        """One section per visible sheet."""
        hidden = _hidden_styles(content, f"{STYLE}table-properties", f"{TABLE}display", "false")
        left_out = []
        hidden_cells: dict[str, str] = {}
        for sheet in body.iterchildren(f"{TABLE}table"):
            name = sheet.get(f"{TABLE}name") or "Sheet"
            if sheet.get(f"{TABLE}style-name") in hidden:
                left_out.append(name)
                continue
            read = self._rows.read(sheet, is_sheet=True)
            hidden_cells[name] = read.hidden
            pieces = [*sheet_pieces(read.rows, read.spans), *self._drawn_beside(sheet, is_sheet=True)]
            pieces += [piece for shapes in sheet.iterchildren(SHAPES) for piece in self.blocks(shapes)]
            pieces += self.paragraphs.waiting()
            if pieces:
                yield Piece(name, 1)
                yield from pieces
        if left_out:
            self.notices.append(f"hidden sheets were not read: {', '.join(left_out)}")
        self.notices += told_hidden_cells(hidden_cells)

    def slides(self, body: Any, content: Any) -> Iterator[Piece]:
        """One page per slide; headers and footers where they first occur."""
        declared = {
            (kind, one.get(f"{PRESENTATION}name")): one_line(self.paragraphs.text(one, []))
            for kind in RUNNING
            for one in body.iter(f"{PRESENTATION}{kind}-decl")
        }
        hidden_styles = _hidden_styles(
            content, f"{STYLE}drawing-page-properties", f"{PRESENTATION}visibility", "hidden"
        )
        hidden = []
        for number, slide in enumerate(body.iter(f"{DRAW}page"), 1):
            if slide.get(f"{DRAW}style-name") in hidden_styles:
                hidden.append(number)
                continue
            yield Piece("", page=str(number))
            for part in (slide, *slide.iter(f"{PRESENTATION}notes")):
                for kind in RUNNING:
                    if line := declared.pop((kind, part.get(f"{PRESENTATION}use-{kind}-name")), ""):
                        yield Piece(line, kind=Kind.HEADER_FOOTER)
            for shape in slide:
                kind = shape.get(f"{PRESENTATION}class")
                if shape.tag == f"{PRESENTATION}notes":
                    for paragraph in shape.iter(f"{TEXT}p"):
                        yield Piece(self.paragraphs.text(paragraph, []), kind=Kind.NOTE)
                elif kind == "title":
                    words = one_line(
                        " ".join(self.paragraphs.text(one, []) for one in shape.iter(f"{TEXT}p"))
                    )
                    self.title = self.title or words
                    yield Piece(words, 1)
                else:
                    yield from self.blocks([shape])
        self.notices += told_hidden_slides(hidden)

    # ---- paragraphs

    def _paragraph(self, paragraph: Any, level: int | None = None, mark: str = "") -> Iterator[Piece]:
        links: list[str] = []
        text = self.paragraphs.text(paragraph, links)
        if (paragraph.get(f"{TEXT}style-name") or "") == "Title" and not self.title:
            self.title = one_line(text)
        if label := self._labels.get(paragraph):
            mark = f"{label} "
        if without_marks(text).strip():
            kind = Kind.LIST_ITEM if mark and level is None else Kind.PROSE
            yield Piece(mark + text.strip(), level, kind=kind, links=tuple(links))
        for one in paragraph.iter(*DRAWN):
            if next(one.iterancestors(*PARAGRAPHS, *DRAWN)) is paragraph:
                yield from self.blocks([one])
        yield from self.paragraphs.waiting()

    def _labelled(self, paragraph: Any) -> str:
        """The text of a paragraph, with the number displayed before it."""
        return f"{self._labels.get(paragraph, '')} {self.paragraphs.text(paragraph, [])}"

    def _drawn_beside(self, table: Any, *, is_sheet: bool = False) -> Iterator[Piece]:
        """The drawings in the cells of a table; notes have their own.

        Their paragraphs are read in the cells of texts, but stand over those of sheets.
        """
        for one in table.iter(*DRAWN):
            if next(one.iterancestors(f"{TABLE}table", f"{TEXT}note", SHAPES)) is not table:
                continue
            if not is_sheet:
                yield from self._drawn([one])
            elif next(one.iterancestors(*DRAWN, f"{TABLE}table")) is table:
                yield from self.blocks([one])

    def _drawn(self, drawings: Iterable[Any]) -> Iterator[Piece]:
        """What drawings hold beside paragraphs: descriptions, and objects such as charts and formulas.

        Pictures without a description are counted.
        """
        for one in drawings:
            known = len(self.objects.files)
            objects = list(self.objects.within(one))
            is_formula = any(root.tag == FORMULA for root in objects)  # described as "formula"
            is_read = bool(objects) or len(self.objects.files) > known or _has_text(one)
            if words := "" if is_formula else _description(one):
                yield Piece(words, kind=Kind.CAPTION)
            elif one.find(f"{DRAW}image") is not None and not is_read:
                self.pictures += 1
            for root in objects:
                if root.tag != FORMULA or not is_in_line(one):  # else it is read in its line
                    yield from self._object(root)

    def _object(self, root: Any) -> Iterator[Piece]:
        """An embedded text, the tables of a sheet, the figures of a chart, or a formula."""
        if (text := root.find(f"{OFFICE}body/{OFFICE}text")) is not None:
            yield from self.blocks(text)
            return
        charts = list(root.iter(f"{CHART}chart"))
        for chart in charts:
            rows = [row for table in chart.iter(f"{TABLE}table") for row in self._rows.read(table).rows]
            yield Piece("", grid=Grid(rows, int(looks_headed(rows)), 1, chart_caption(chart)))
        for table in () if charts else root.iter(f"{TABLE}table"):
            yield from self._table(table)
        if root.tag == FORMULA:
            yield Piece(formula_text(root))

    def _list(self, element: Any) -> Iterator[Piece]:
        for item in element:
            if item.tag not in LISTS:
                continue
            for child in item:
                if child.tag in PARAGRAPHS:
                    level = number_of(child.get(f"{TEXT}outline-level"), 1) if child.tag == HEADING else None
                    yield from self._paragraph(child, level, "" if level or child in self._labels else "- ")
                elif child.tag == f"{TEXT}list":
                    yield from self._list(child)

    # ---- tables

    def _table(self, table: Any) -> Iterator[Piece]:
        read = self._rows.read(table)
        if max(map(len, read.rows), default=0) < 2:
            for cell in own_parts(table, f"{TABLE}table-cell"):
                yield from self.blocks(cell)
            return
        marked = sum(
            1
            for row in own_parts(table, f"{TABLE}table-row")
            if row.getparent().tag == f"{TABLE}table-header-rows"
        )
        yield Piece("", grid=Grid(read.rows, marked or header_count(read.rows, read.spans), spans=read.spans))
        yield from self._drawn_beside(table)
        yield from self.paragraphs.waiting()
        for inner in tables_within(table):
            yield from self._table(inner)


def _hidden_styles(content: Any, properties: str, attribute: str, value: str) -> set[str]:
    """The styles among whose properties an attribute has the value that hides a sheet or slide."""
    return {
        style.get(f"{STYLE}name") or ""
        for style in content.iter(f"{STYLE}style")
        for one in style.iter(properties)
        if one.get(attribute) == value
    }


def _has_text(frame: Any) -> bool:
    """Whether a frame holds text, for which its image only stands in."""
    return next(frame.iterchildren(f"{DRAW}text-box", f"{TABLE}table"), None) is not None


def _description(drawing: Any) -> str:
    written = (drawing.findtext(f"{SVG}{name}") for name in ("desc", "title"))
    return next(filter(None, map(description_of, written)), "")
