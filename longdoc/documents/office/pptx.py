"""PPTX → text: slides as pages, their titles as headings, lists, tables, charts' figures, speaker notes.

Parsed directly as XML in a zip archive, like DOCX: within the limits on archives, without following links.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Any

from longdoc.documents.archive import Archive, parse_xml
from longdoc.documents.extract import Extract
from longdoc.documents.office.drawingml import (
    CHARTS,
    A,
    R,
    chart_grid,
    diagram_lines,
    number_of,
    text_of,
    written_description,
)
from longdoc.documents.office.embedded import EMBEDDED, with_embedded
from longdoc.documents.office.slide_numbers import SlideNumbers
from longdoc.documents.office.slides import told_hidden_slides
from longdoc.documents.office.strict import transitional
from longdoc.documents.source import Source
from longdoc.documents.structure.pictures import description_of, told_pictures
from longdoc.documents.structure.pieces import Grid, Piece, assemble, one_line
from longdoc.documents.structure.struck import told_struck
from longdoc.documents.types import Kind
from longdoc.documents.web.tables import header_count
from longdoc.errors import DamagedDocument, DocumentError

__all__ = ["read_pptx"]

P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
TITLES = ("title", "ctrTitle")
RUNNING = ("ftr", "hdr", "dt", "sldNum")
Relations = dict[str, tuple[str, str]]


def read_pptx(source: Source) -> Extract:
    """A presentation; hidden slides are left out and reported, footers are read once."""
    return _Pptx(source).read()


class _Pptx:
    def __init__(self, source: Source) -> None:
        self._archive = Archive(source.data, source.limits)
        self._limits = source.limits
        self._source = source
        self._embedded: dict[str, None] = {}  # paths of embedded files, in order
        self._running: set[str] = set()
        self._unread: list[str] = []
        self._pictures = 0  # without a description
        self._struck: list[str] = []  # what is struck out

    def read(self) -> Extract:
        main = self._main_part()
        root = self._xml(main)
        if root is None:
            raise DamagedDocument("it is not a complete presentation: its list of slides is missing")
        relations = self._relations(main)
        slides = [relations.get(one.get(f"{R}id") or "", ("", ""))[1] for one in root.iter(f"{P}sldId")]
        pieces: list[Piece] = []
        hidden = []
        for number, part in enumerate(slides, 1):
            slide = self._part(part, number)
            if slide is not None and slide.get("show") in ("0", "false"):
                hidden.append(number)
                continue
            pieces.append(Piece("", page=str(number)))
            if slide is not None:
                pieces += self._slide(slide, part)
        title = next((one_line(piece.text) for piece in pieces if piece.level is not None), "")
        text = assemble(pieces, title=self._core_title() or title, notices=tuple(self._notices(hidden)))
        return with_embedded(text, self._archive, self._embedded, self._source)

    def _notices(self, hidden: list[int]) -> Iterator[str]:
        yield from told_hidden_slides(hidden)
        yield from self._unread
        yield from told_struck(sum(map(len, self._struck)))
        yield from told_pictures(self._pictures)

    # ---- parts of the archive

    def _main_part(self) -> str:
        for kind, target in self._relations("").values():
            if kind == "officeDocument":
                return target
        return "ppt/presentation.xml"

    def _xml(self, name: str) -> Any | None:
        if name not in self._archive:
            return None
        return parse_xml(transitional(self._archive.read(name)), self._limits)

    def _part(self, name: str, number: int) -> Any | None:
        try:
            slide = self._xml(name)
        except DamagedDocument as error:
            slide, why = None, str(error)
        else:
            why = "it is missing"
        if slide is None:
            self._unread.append(f"slide {number} cannot be read: {why}")
        return slide

    def _relations(self, part: str) -> Relations:
        """Id → type and target of a part's relationships."""
        folder, name = posixpath.split(part)
        root = self._xml(posixpath.join(folder, "_rels", f"{name}.rels"))
        found: Relations = {}
        for one in () if root is None else root.iter("{*}Relationship"):
            target = one.get("Target") or ""
            if one.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join(folder, target)).lstrip("/")
            found[one.get("Id") or ""] = ((one.get("Type") or "").rsplit("/", 1)[-1], target)
        return found

    def _core_title(self) -> str:
        core = self._xml("docProps/core.xml")
        found = None if core is None else core.find("{http://purl.org/dc/elements/1.1/}title")
        title = one_line(found.text or "") if found is not None else ""
        return "" if title.lower() in ("powerpoint presentation", "powerpoint-präsentation") else title

    # ---- slides

    def _slide(self, slide: Any, part: str) -> Iterator[Piece]:
        relations = self._relations(part)
        tree = slide.find(f"{P}cSld/{P}spTree")
        pieces = [] if tree is None else list(self._shapes(tree, relations))
        yield from sorted(pieces, key=lambda piece: piece.level is None)  # the title first
        for kind, target in relations.values():
            if kind == "notesSlide":
                yield from self._notes(target)
            elif kind == "comments":
                yield from self._comments(target)
            elif kind in EMBEDDED and target in self._archive:
                self._embedded[target] = None

    def _shapes(self, tree: Any, relations: Relations) -> Iterator[Piece]:
        for shape in tree:
            if shape.tag == f"{P}sp":
                yield from self._text_of_shape(shape)
            elif shape.tag == f"{P}grpSp":
                yield from self._shapes(shape, relations)
            elif shape.tag == f"{P}graphicFrame":
                yield from self._graphic(shape, relations)
            elif shape.tag == f"{P}pic":
                if words := description_of(written_description(shape)):
                    yield Piece(words, kind=Kind.CAPTION)
                else:
                    self._pictures += 1
            elif str(shape.tag).endswith("}AlternateContent"):
                yield from (piece for choice in list(shape)[:1] for piece in self._shapes(choice, relations))

    def _text_of_shape(self, shape: Any) -> Iterator[Piece]:
        place = next(shape.iter(f"{P}ph"), None)
        kind = "" if place is None else place.get("type") or "body"
        body = shape.find(f"{P}txBody")
        if body is None:
            return
        if kind in TITLES:
            words = one_line(" ".join(text_of(paragraph, self._struck) for paragraph in body.iter(f"{A}p")))
            yield Piece(words, 1)
            return
        numbers = SlideNumbers()
        for paragraph in body.iter(f"{A}p"):
            text = text_of(paragraph, self._struck).strip()
            if kind in RUNNING:
                if kind == "sldNum" or one_line(text) in self._running:
                    continue
                self._running.add(one_line(text))
                yield Piece(text, kind=Kind.HEADER_FOOTER)
            elif text:
                number = numbers.label(paragraph)
                is_item = bool(number) or (kind == "body" and place is not None)
                yield Piece(
                    f"{number or '-'} {text}" if is_item else text,
                    kind=Kind.LIST_ITEM if is_item else Kind.PROSE,
                    tight=is_item,
                )

    def _graphic(self, frame: Any, relations: Relations) -> Iterator[Piece]:
        for table in frame.iter(f"{A}tbl"):
            yield Piece("", grid=_grid(table, self._struck))
        for chart in frame.iter(*CHARTS):
            grid = chart_grid(self._safe_xml(relations.get(chart.get(f"{R}id") or "", ("", ""))[1]))
            if grid is not None:
                yield Piece("", grid=grid)
        for diagram in frame.iter("{*}relIds"):
            data = self._safe_xml(relations.get(diagram.get(f"{R}dm") or "", ("", ""))[1])
            for text in diagram_lines(data):
                yield Piece(f"- {text}", kind=Kind.LIST_ITEM, tight=True)

    def _safe_xml(self, name: str) -> Any | None:
        try:
            return self._xml(name) if name else None
        except DocumentError as error:
            self._unread.append(f"{name} in it cannot be read: {error}")
            return None

    def _notes(self, part: str) -> Iterator[Piece]:
        """The speaker's notes: text, tables, headers and footers of the page below the slide."""
        root = self._safe_xml(part)
        tree = None if root is None else root.find(f"{P}cSld/{P}spTree")
        for piece in () if tree is None else self._shapes(tree, self._relations(part)):
            if piece.grid is None and piece.kind is not Kind.HEADER_FOOTER:
                text = piece.text.removeprefix("- ") if piece.kind is Kind.LIST_ITEM else piece.text
                piece = Piece(text, kind=Kind.NOTE)
            if piece.grid is not None or piece.text.strip():
                yield piece

    def _comments(self, part: str) -> Iterator[Piece]:
        root = self._safe_xml(part)
        for comment in () if root is None else root.iter("{*}cm"):
            words = " ".join(text.text or "" for text in comment.iter(f"{P}text", f"{A}t"))
            if words.strip():
                yield Piece.of_field("Comment", words, kind=Kind.NOTE)


def _grid(table: Any, struck: list[str]) -> Grid:
    rows: list[list[str]] = []
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    for row in table.iter(f"{A}tr"):
        line: list[str] = []
        for cell in row.iter(f"{A}tc"):
            text = " ".join(text_of(paragraph, struck) for paragraph in cell.iter(f"{A}p"))
            if cell.get("vMerge") in ("1", "true") and rows and len(line) < len(rows[-1]):
                text = rows[-1][len(line)]
            across = number_of(cell.get("gridSpan"))
            if across > 1:
                spans[len(rows), len(line)] = (1, across)
            line.append(text)
        rows.append(line)
    properties = table.find(f"{A}tblPr")
    marked = properties is not None and properties.get("firstRow") in ("1", "true")
    headed = max(header_count(rows, spans), int(marked and len(rows) > 1))
    beside = properties is not None and properties.get("firstCol") in ("1", "true")
    return Grid(rows, headed, int(beside), spans=spans)
