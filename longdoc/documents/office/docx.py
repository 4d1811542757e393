"""DOCX → text: paragraphs, headings, numbered clauses, tables, fields, and notes where they are referenced.

Parsed directly as XML in a zip archive: no external entity, link or template is ever followed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from longdoc.documents.archive import Archive
from longdoc.documents.extract import Extract
from longdoc.documents.joining import Part, join
from longdoc.documents.office.docx_grid import cells_of, number_of, read_grid
from longdoc.documents.office.docx_parts import DocxParts
from longdoc.documents.office.drawingml import CHARTS, R, chart_grid, diagram_lines
from longdoc.documents.office.embedded import EMBEDDED, embedded_part
from longdoc.documents.office.numbering import Numbering
from longdoc.documents.office.runs import Run, read_run
from longdoc.documents.office.wordml import (
    MC,
    Styles,
    W,
    is_displayed,
    is_of,
    joins_next,
    outline_level,
    value_of,
)
from longdoc.documents.source import Source
from longdoc.documents.structure.pictures import description_of, told_pictures
from longdoc.documents.structure.pieces import Piece, assemble, one_line, row_of, without_marks
from longdoc.documents.structure.struck import told_struck
from longdoc.documents.types import Kind
from longdoc.documents.within import Inner
from longdoc.errors import DamagedDocument
from longdoc.plurals import counted

__all__ = ["read_docx"]

WRAPPERS = {f"{W}{name}" for name in ("sdt", "sdtContent", "customXml", "ins", "smartTag", "moveTo")}
WRAPPERS |= {f"{MC}AlternateContent", f"{MC}Choice"}
PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic"
DESCRIPTION = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
VML_PICTURE = "{urn:schemas-microsoft-com:vml}imagedata"
WORD_ART = "{urn:schemas-microsoft-com:vml}textpath"  # also of watermarks
DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds"
DRAWN = (DESCRIPTION, VML_PICTURE, WORD_ART, *CHARTS, DIAGRAM)
CHUNK = "aFChunk"  # the type of a relationship to text in another format
CELL_BLOCKS_CHARS = 400
PAGE_NUMBER = re.compile(r"[\W\d]*(?:(?:page|seite|of|von)[\W\d]*){0,2}|第\s*\d*\s*页.*", re.I)


def read_docx(source: Source) -> Extract:
    """A Word document; text that is hidden, struck out or deleted is left out and reported."""
    return _Docx(source).read()


class _Docx:
    def __init__(self, source: Source) -> None:
        self._archive = Archive(source.data, source.limits)
        self._inner = Inner(source)
        self._parts = DocxParts(self._archive, source.limits)
        bodies = [] if self._parts.root is None else self._parts.root.findall(f"{W}body")
        if not bodies:
            raise DamagedDocument("it is not a complete Word document: its text is missing")
        self._body = bodies[0]
        for more in bodies[1:]:  # against the standard, but Word reads them
            self._body.extend(list(more))
        self._numbering = Numbering(self._parts.of_kind("numbering"))
        self._styles = Styles(self._parts.of_kind("styles"))
        self._notes = {kind: self._parts.notes(kind) for kind in ("footnote", "endnote", "comment")}
        self._cited: list[tuple[str, str, str]] = []  # mark, kind and id of notes that wait for their place
        self._marks: dict[tuple[str, str], str] = {}  # of notes, by kind and id
        self._chunks: list[tuple[Piece, str]] = []  # text in other formats: its place and its path
        self._comments: list[str] = []  # ids of those that wait for their place
        self._initial = ""
        self._hidden_chars = 0
        self._struck_chars = 0
        self._pictures = 0  # without a description
        self._title = ""

    def read(self) -> Extract:
        pieces = [*self._running("header"), *self._blocks(self._body), *self._place_notes("endnote")]
        pieces += self._running("footer")
        self._comments += self._notes["comment"]
        pieces += self._place_comments()
        parts = [*self._around_chunks(pieces), *self._embedded()]
        whole = join(parts) if len(parts) > 1 else parts[0].extract
        return replace(
            whole, title=self._title or self._parts.title(), notices=(*self._notices(), *whole.notices)
        )

    def _notices(self) -> Iterator[str]:
        deleted = sum(len(text.text or "") for text in self._body.iter(f"{W}delText")) + sum(
            len(text.text or "") for moved in self._body.iter(f"{W}moveFrom") for text in moved.iter(f"{W}t")
        )
        if deleted or any(True for _ in self._body.iter(f"{W}del")):
            yield f"text deleted by tracked changes was left out ({counted(deleted, 'character')})"
        if self._hidden_chars:
            yield f"hidden text was left out ({counted(self._hidden_chars, 'character')})"
        yield from told_struck(self._struck_chars)
        yield from told_pictures(self._pictures)
        yield from self._inner.notices("embedded file", "embedded files")

    # ---- blocks

    def _running(self, kind: str) -> Iterator[Piece]:
        """Headers or footers, each distinct line once."""
        seen: set[str] = set()
        parts = sorted(target for what, target in self._parts.relations.values() if what == kind)
        for part in dict.fromkeys(parts):
            root = self._parts.xml(self._parts.path(part))
            for element in () if root is None else root.iter(f"{W}p", f"{W}tr", WORD_ART):
                text = self._running_line(element)
                if text and text not in seen and not PAGE_NUMBER.fullmatch(text):
                    seen.add(text)
                    yield Piece(text, kind=Kind.HEADER_FOOTER)
                yield from self._place_comments()

    def _running_line(self, element: Any) -> str:
        """A paragraph or row of a header or footer; the paragraphs of a row are in it."""
        if element.tag == WORD_ART:
            return one_line(element.get("string") or "")
        if next(element.iterancestors(f"{W}tr"), None) is not None:
            return ""
        if element.tag == f"{W}p":
            return one_line(self._run(element).text)
        cells = (
            " ".join(self._run(paragraph).text for paragraph in cell.iter(f"{W}p"))
            for cell in cells_of(element)
        )
        return row_of(cell for cell in cells if cell.strip())

    def _blocks(self, container: Any) -> Iterator[Piece]:
        for element in container:
            if element.tag == f"{W}p":
                yield from self._paragraph(element)
                yield from self._place_notes("footnote")
            elif element.tag == f"{W}tbl":
                yield self._unjoined()
                yield from self._table(element)
                yield from self._place_comments()
                yield from self._place_notes("footnote")
            elif element.tag == f"{W}altChunk":
                yield self._place_of_chunk(element)
            elif element.tag in WRAPPERS:
                yield from self._blocks(element)
        if container.tag not in WRAPPERS:
            yield self._unjoined()

    def _unjoined(self) -> Piece:
        """What was to begin the next paragraph, where none follows."""
        initial, self._initial = self._initial, ""
        return Piece(initial)

    def _paragraph(self, paragraph: Any) -> Iterator[Piece]:
        run = self._run(paragraph)
        if paragraph.find(f"{W}pPr/{W}framePr[@{W}dropCap]") is not None:
            self._initial = one_line(run.text)  # a large letter that begins the next paragraph
            return
        if run.text.strip() and joins_next(paragraph):
            self._initial += without_marks(run.text)
            return
        text, self._initial = self._initial + run.text, ""
        plain = without_marks(text)
        style = self._style(paragraph)
        level = outline_level(paragraph) or self._styles.level(style)
        if self._styles.is_named(style, "title", "标题") and plain.strip() and not self._title:
            self._title = one_line(plain)
        label = self._label(paragraph) if plain.strip() or is_displayed(paragraph) else ""
        if plain.strip():
            kind = Kind.LIST_ITEM if label == "•" else self._kind(style)
            yield Piece(
                f"{label} {text.lstrip()}" if label else text, level, kind=kind, links=tuple(run.links)
            )
        for name, value in run.fields:
            if name.lower() not in plain.lower():
                yield Piece.of_field(name, value)
        yield from self._place_comments()
        yield from self._drawings(paragraph)
        for box in paragraph.iter(f"{W}txbxContent"):
            if is_of(box, paragraph) and next(box.iterancestors(f"{MC}Fallback"), None) is None:
                yield from self._blocks(box)

    def _kind(self, style: str) -> Kind:
        if self._styles.is_named(style, "caption", "beschriftung", "题注"):
            return Kind.CAPTION
        if self._styles.is_named(style, *(f"toc {level}" for level in range(1, 10))):
            return Kind.CONTENTS
        return Kind.PROSE

    def _run(self, paragraph: Any) -> Run:
        style = self._style(paragraph)
        run = read_run(
            paragraph,
            self._cite,
            self._target,
            lambda run: self._styles.is_hidden(run, style),
            lambda run: self._styles.is_struck(run, style),
            self._styles.is_raised,
        )
        self._hidden_chars += run.hidden_chars
        self._struck_chars += run.struck_chars
        self._comments += run.comments
        return run

    def _target(self, relation: str | None) -> str:
        kind, target = self._parts.relations.get(relation or "", ("", ""))
        return target if kind == "hyperlink" else ""

    def _style(self, paragraph: Any) -> str:
        return value_of(paragraph, f"{W}pPr/{W}pStyle") or self._styles.default

    def _labelled(self, paragraph: Any, is_covered: bool) -> str:
        """The text of a paragraph in a cell, with the number that Word displays before it.

        Args:
            is_covered: whether its cell is merged with the one above, which hides an empty paragraph.
        """
        text = without_marks(self._run(paragraph).text)
        if not text.strip() and (is_covered or not is_displayed(paragraph)):
            return text
        label = self._label(paragraph)
        if not text.strip():
            return "" if label == "•" else label
        return f"{label} {text.lstrip()}" if label else text

    def _label(self, paragraph: Any) -> str:
        own = paragraph.find(f"{W}pPr/{W}numPr")
        style = self._style(paragraph)
        list_id, depth = self._styles.list_of(style)
        if own is not None:
            list_id = value_of(own, f"{W}numId") or list_id
            depth = value_of(own, f"{W}ilvl") or depth
        depth = depth or self._numbering.depth_of(list_id, style)
        return self._numbering.label(list_id, number_of(depth, 0)) if list_id else ""

    # ---- drawings

    def _drawings(self, element: Any, table: Any | None = None) -> Iterator[Piece]:
        """The text of pictures, charts and diagrams in a paragraph, or in the cells of a table."""
        for one in element.iter(*DRAWN):
            if table is None and not is_of(one, element):
                continue
            if table is not None and next(one.iterancestors(f"{W}tbl")) is not table:
                continue
            if next(one.iterancestors(f"{MC}Fallback"), None) is not None:
                continue
            if one.tag in CHARTS:
                if (grid := chart_grid(self._parts.related(one.get(f"{R}id")))) is not None:
                    yield Piece("", grid=grid)
            elif one.tag == DIAGRAM:
                for line in diagram_lines(self._parts.related(one.get(f"{R}dm"))):
                    yield Piece(f"- {line}", kind=Kind.LIST_ITEM, tight=True)
            elif one.tag == WORD_ART:
                yield Piece(one.get("string") or "")
            elif words := description_of(_described(one)):
                yield Piece(words, kind=Kind.CAPTION)
            elif one.tag == VML_PICTURE or next(one.getparent().iter(PICTURE), None) is not None:
                self._pictures += 1

    # ---- files inside

    def _place_of_chunk(self, element: Any) -> Piece:
        """An empty piece in the place of text in another format."""
        kind, target = self._parts.relations.get(element.get(f"{R}id") or "", ("", ""))
        place = Piece("")
        if kind == CHUNK:
            self._chunks.append((place, self._parts.path(target)))
        return place

    def _around_chunks(self, pieces: list[Piece]) -> Iterator[Part]:
        """The text, and between its parts that in other formats."""
        waiting: list[Piece] = []
        places = {id(place): path for place, path in self._chunks}
        for piece in pieces:
            if (path := places.get(id(piece))) is None:
                waiting.append(piece)
            elif path in self._archive and (part := embedded_part(self._archive, path, self._inner)):
                yield Part("", assemble(waiting))
                yield replace(part, heading="")
                waiting = []
        yield Part("", assemble(waiting))

    def _embedded(self) -> Iterator[Part]:
        """Embedded files, and text in other formats whose place is unknown, as in cells."""
        placed = {path for _, path in self._chunks}
        for kind, target in dict.fromkeys(self._parts.relations.values()):
            path = self._parts.path(target)
            if kind not in (*EMBEDDED, CHUNK) or path in placed or path not in self._archive:
                continue
            if (part := embedded_part(self._archive, path, self._inner)) is not None:
                yield replace(part, heading="") if kind == CHUNK else part

    # ---- tables

    def _table(self, table: Any) -> Iterator[Piece]:
        """A table; a layout table becomes paragraphs, and objects in cells follow the table."""
        rows = [row for row in table.iter(f"{W}tr") if next(row.iterancestors(f"{W}tbl")) is table]
        cells = [cells_of(row) for row in rows]
        widest = max((len(row) for row in cells), default=0)
        if widest > 1 and (
            widest > 2 or len(rows) > 2 or not any(_is_long(cell) for row in cells for cell in row)
        ):
            yield Piece("", grid=read_grid(rows, cells, self._cell))
            yield from self._drawings(table, table)
            for row in cells:
                for cell in row:
                    for inner in cell.iter(f"{W}tbl"):
                        if next(inner.iterancestors(f"{W}tc")) is cell:
                            yield from self._table(inner)
            return
        for row in cells:
            for cell in row:
                yield from self._blocks(cell)

    def _cell(self, cell: Any, is_covered: bool) -> str:
        """The text of a cell, without nested tables."""
        paragraphs = (
            one
            for one in cell.iter(f"{W}p")
            if next(one.iterancestors(f"{W}tc", f"{MC}Fallback")) is cell  # a fallback repeats a text box
        )
        return " ".join(self._labelled(paragraph, is_covered) for paragraph in paragraphs)

    # ---- notes

    def _place_notes(self, kind: str) -> list[Piece]:
        """The notes referenced since the last call, as paragraphs of their own."""
        placed = [note for note in self._cited if note[1] == kind]
        self._cited = [note for note in self._cited if note[1] != kind]
        pieces = []
        for mark, _, note_id in placed:
            note = self._notes[kind][note_id]
            text = " ".join(
                without_marks(self._run(paragraph).text).strip() for paragraph in note.iter(f"{W}p")
            )
            pieces.append(Piece(f"{mark} {text}", kind=Kind.NOTE))
        return pieces

    def _place_comments(self) -> Iterator[Piece]:
        """The comments referenced since the last call, each once."""
        waiting, self._comments = self._comments, []
        for comment_id in waiting:
            comment = self._notes["comment"].pop(comment_id, None)
            if comment is not None:
                words = " ".join(self._run(paragraph).text for paragraph in comment.iter(f"{W}p"))
                author = comment.get(f"{W}author") or ""
                yield Piece.of_field(f"Comment by {author}" if author else "Comment", words, kind=Kind.NOTE)

    def _cite(self, kind: str, note_id: str | None) -> str:
        if note_id not in self._notes[kind]:
            return ""
        if (known := self._marks.get((kind, str(note_id)))) is not None:
            return known
        mark = self._marks[kind, str(note_id)] = f"[{len(self._marks) + 1}]"
        self._cited.append((mark, kind, str(note_id)))
        return mark


def _is_long(cell: Any) -> bool:
    return sum(len(piece.text or "") for piece in cell.iter(f"{W}t")) > CELL_BLOCKS_CHARS


def _described(drawing: Any) -> str:
    """The description of a drawing: its own, or in the older format that of the surrounding shape."""
    if drawing.tag == DESCRIPTION:
        return drawing.get("descr") or ""
    return (drawing.getparent().get("alt") if drawing.getparent() is not None else "") or ""
