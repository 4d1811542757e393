"""OpenDocument → text: headings, lists, tables, notes; sheets are sections, slides are pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import takewhile
from typing import Any

from longdoc.documents.archive import Archive, parse_xml
from longdoc.documents.extract import Extract
from longdoc.documents.limits import Limits
from longdoc.documents.office.embedded import with_embedded
from longdoc.documents.office.opendocument_forms import form_fields
from longdoc.documents.source import Source
from longdoc.documents.structure.pictures import told_pictures
from longdoc.documents.structure.pieces import (
    LINK_END,
    LINK_START,
    Grid,
    Piece,
    assemble,
    one_line,
    without_marks,
)
from longdoc.documents.tables.regions import sheet_pieces
from longdoc.documents.types import Kind
from longdoc.documents.web.tables import looks_headed
from longdoc.errors import DamagedDocument, EncryptedDocument

__all__ = ["read_opendocument"]

OFFICE, TEXT, TABLE, DRAW, STYLE, PRESENTATION = (
    f"{{urn:oasis:names:tc:opendocument:xmlns:{name}:1.0}}"
    for name in ("office", "text", "table", "drawing", "style", "presentation")
)
SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
XLINK = "{http://www.w3.org/1999/xlink}"
MATH = "{http://www.w3.org/1998/Math/MathML}"
LEFT_OUT = {f"{TEXT}tracked-changes", f"{TEXT}sequence-decls", f"{OFFICE}forms", f"{OFFICE}annotation-end"}
BLANKS = {f"{TEXT}tab": " ", f"{TEXT}line-break": "\n"}
PARAGRAPHS = (f"{TEXT}p", f"{TEXT}h")
LISTS = (f"{TEXT}list-item", f"{TEXT}list-header")
WRAPPERS = {
    f"{TEXT}section", f"{TEXT}index-body", f"{TEXT}index-title", f"{DRAW}frame", f"{DRAW}text-box",
    f"{DRAW}g", f"{DRAW}custom-shape", f"{DRAW}rect", f"{TEXT}numbered-paragraph", f"{TEXT}note-body",
}  # fmt: skip
RUNNING = ("header", "footer", "date-time")  # lines of a presentation that are declared once
CONTENTS = {f"{TEXT}table-of-content", f"{TEXT}alphabetical-index", f"{TEXT}illustration-index"}
MOST_REPEATED = 10_000  # of rows or columns that a sheet says once
MOST_CELLS = 5_000_000


def read_opendocument(source: Source) -> Extract:
    """An OpenDocument text, sheet or presentation; text that tracked changes deleted is left out."""
    archive = Archive(source.data, source.limits) if source.data.startswith(b"PK") else None
    content, styles, meta = _parts(source, archive)
    body = content.find(f".//{OFFICE}body")
    if body is None or not len(body):
        raise DamagedDocument("it is no whole OpenDocument file: its body is missing")
    reader = _Reader(archive, source.limits)
    main = body[0]
    if main.tag == f"{OFFICE}spreadsheet":
        pieces = list(reader.sheets(main, content))
    elif main.tag == f"{OFFICE}presentation":
        pieces = list(reader.slides(main))
    else:
        pieces = [*reader.running(styles, "header"), *reader.blocks(main), *reader.running(styles, "footer")]
    pieces += [*reader.waiting(), *form_fields(main)]
    named = None if meta is None else meta.find(".//{http://purl.org/dc/elements/1.1/}title")
    title = reader.title or ("" if named is None else one_line("".join(named.itertext())))
    text = assemble(pieces, title=title, notices=(*reader.notices, *told_pictures(reader.pictures)))
    return with_embedded(text, archive, reader.embedded, source) if archive else text


def _parts(source: Source, archive: Archive | None) -> tuple[Any, Any | None, Any | None]:
    """The trees of content, styles and metadata; in a flat file they are one."""
    if archive is None:
        root = parse_xml(source.data, source.limits)
        return root, root, root
    if "META-INF/manifest.xml" in archive and b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise EncryptedDocument("the OpenDocument file is encrypted; save it without a password")
    if "content.xml" not in archive:
        raise DamagedDocument("it is no whole OpenDocument file: its content is missing")

    def part(name: str) -> Any | None:
        return parse_xml(archive.read(name), source.limits) if name in archive else None

    return part("content.xml"), part("styles.xml"), part("meta.xml")


class _Reader:
    """Walks a body and collects its content."""

    def __init__(self, archive: Archive | None, limits: Limits) -> None:
        self._archive = archive
        self._limits = limits
        self.title = ""
        self.pictures = 0  # without a description
        self.embedded: dict[str, None] = {}  # paths of other programs' files, in order
        self.notices: list[str] = []
        self._notes: list[Piece] = []
        self._count = 0
        self._cells = 0

    def blocks(self, container: Any) -> Iterator[Piece]:
        """The pieces of a text, in order."""
        for element in container:
            tag = element.tag
            if tag == f"{TEXT}tracked-changes":
                self._tell_deleted(element)
            elif tag in LEFT_OUT or not isinstance(tag, str):
                continue
            elif tag == f"{TEXT}h":
                yield from self._paragraph(element, level=_number(element.get(f"{TEXT}outline-level"), 1))
            elif tag == f"{TEXT}p":
                yield from self._paragraph(element)
            elif tag == f"{TEXT}list":
                yield from self._list(element)
            elif tag == f"{TABLE}table":
                yield from self._table(element)
            elif tag in CONTENTS:
                for paragraph in element.iter(f"{TEXT}p"):
                    yield Piece(one_line(self._text(paragraph, [])), kind=Kind.CONTENTS, tight=True)
            elif tag in WRAPPERS:
                yield from self.blocks(element)

    def running(self, styles: Any | None, kind: str) -> Iterator[Piece]:
        """Headers or footers, each distinct line once."""
        lines = {
            one_line(self._text(paragraph, [])): None
            for part in (() if styles is None else styles.iter(f"{STYLE}{kind}"))
            for paragraph in part.iter(f"{TEXT}p")
        }
        for line in lines:
            if any(map(str.isalpha, line)):
                yield Piece(line, kind=Kind.HEADER_FOOTER)

    def sheets(self, body: Any, content: Any) -> Iterator[Piece]:
        """One section per visible sheet."""
        hidden = _hidden_styles(content)
        left_out = []
        for sheet in body.iter(f"{TABLE}table"):
            name = sheet.get(f"{TABLE}name") or "Sheet"
            if sheet.get(f"{TABLE}style-name") in hidden:
                left_out.append(name)
                continue
            rows, spans = self._rows(sheet)
            pieces = list(sheet_pieces(rows, spans))
            if pieces:
                yield Piece(name, 1)
                yield from pieces
                yield from self._drawn(sheet.iter(f"{DRAW}frame"))
                yield from self.waiting()
        if left_out:
            self.notices.append(f"hidden sheets were not read: {', '.join(left_out)}")

    def slides(self, body: Any) -> Iterator[Piece]:
        """One page per slide; headers and footers where they first occur."""
        declared = {
            (kind, one.get(f"{PRESENTATION}name")): one_line(self._text(one, []))
            for kind in RUNNING
            for one in body.iter(f"{PRESENTATION}{kind}-decl")
        }
        for number, slide in enumerate(body.iter(f"{DRAW}page"), 1):
            yield Piece("", page=str(number))
            for part in (slide, *slide.iter(f"{PRESENTATION}notes")):
                for kind in RUNNING:
                    if line := declared.pop((kind, part.get(f"{PRESENTATION}use-{kind}-name")), ""):
                        yield Piece(line, kind=Kind.HEADER_FOOTER)
            for shape in slide:
                kind = shape.get(f"{PRESENTATION}class")
                if shape.tag == f"{PRESENTATION}notes":
                    for paragraph in shape.iter(f"{TEXT}p"):
                        yield Piece(self._text(paragraph, []), kind=Kind.NOTE)
                elif kind == "title":
                    words = one_line(" ".join(self._text(one, []) for one in shape.iter(f"{TEXT}p")))
                    self.title = self.title or words
                    yield Piece(words, 1)
                else:
                    yield from self.blocks([shape])

    # ---- paragraphs

    def _paragraph(self, paragraph: Any, level: int | None = None, mark: str = "") -> Iterator[Piece]:
        links: list[str] = []
        text = self._text(paragraph, links)
        if (paragraph.get(f"{TEXT}style-name") or "") == "Title" and not self.title:
            self.title = one_line(text)
        if without_marks(text).strip():
            kind = Kind.LIST_ITEM if mark else Kind.PROSE
            yield Piece(mark + text.strip(), level, kind=kind, links=tuple(links))
        for box in paragraph.iter(f"{DRAW}text-box"):
            if next(box.iterancestors(*PARAGRAPHS, f"{DRAW}text-box")) is paragraph:
                yield from self.blocks(box)
        yield from self._drawn(one for one in paragraph.iter(f"{DRAW}frame") if _is_of(one, paragraph))
        yield from self.waiting()

    def waiting(self) -> list[Piece]:
        """The notes and comments found since the last call."""
        notes, self._notes = self._notes, []
        return notes

    def _drawn(self, frames: Iterable[Any]) -> Iterator[Piece]:
        """The text of embedded objects, such as charts and formulas; pictures are counted."""
        for frame in frames:
            if frame.find(f"{DRAW}image") is not None and frame.find(f"{DRAW}object") is None:
                described = (frame.find(f"{SVG}{name}") for name in ("desc", "title"))
                self.pictures += not any(one is not None and one.text for one in described)
            for inner in frame.iterchildren(f"{DRAW}object", f"{DRAW}object-ole"):
                path = (inner.get(f"{XLINK}href") or "").removeprefix("./")
                if self._archive is None:
                    continue
                if f"{path}/content.xml" in self._archive:
                    yield from self._object(
                        parse_xml(self._archive.read(f"{path}/content.xml"), self._limits)
                    )
                elif path in self._archive:
                    self.embedded[path] = None

    def _object(self, root: Any) -> Iterator[Piece]:
        """An embedded text, the tables of a sheet or chart, or a formula as its author typed it."""
        if (text := root.find(f"{OFFICE}body/{OFFICE}text")) is not None:
            yield from self.blocks(text)
            return
        for table in root.iter(f"{TABLE}table"):
            yield from self._table(table)
        for formula in root.iter(f"{MATH}annotation"):
            yield Piece(one_line(formula.text or ""))

    def _list(self, element: Any) -> Iterator[Piece]:
        for item in element:
            if item.tag not in LISTS:
                continue
            for child in item:
                if child.tag in PARAGRAPHS:
                    level = _number(child.get(f"{TEXT}outline-level"), 1) if child.tag == f"{TEXT}h" else None
                    yield from self._paragraph(child, level, "" if level else "- ")
                elif child.tag == f"{TEXT}list":
                    yield from self._list(child)

    def _text(self, paragraph: Any, links: list[str]) -> str:
        """The text of a paragraph; its notes and comments are held back until its end."""
        parts: list[str] = []
        stack: list[Any] = [paragraph]
        while stack:
            element = stack.pop()
            if isinstance(element, str):
                parts.append(element)
                continue
            tag = element.tag
            tail = element.tail if element is not paragraph else ""
            if tag == f"{TEXT}s":
                parts.append(" " * min(_number(element.get(f"{TEXT}c"), 1), 100) + (tail or ""))
            elif tag in BLANKS:
                parts.append(BLANKS[tag] + (tail or ""))
            elif tag == f"{TEXT}note":
                parts.append(self._note(element) + (tail or ""))
            elif tag == f"{OFFICE}annotation":
                self._comment(element)
                parts.append(tail or "")
            elif tag == f"{DRAW}text-box" or tag in LEFT_OUT or not isinstance(tag, str):
                parts.append(tail or "")
            else:
                is_link = tag == f"{TEXT}a"
                if is_link:
                    links.append(element.get(f"{XLINK}href") or "")
                    parts.append(LINK_START)
                parts.append(without_marks(element.text or ""))
                stack.append((LINK_END if is_link else "") + without_marks(tail or ""))
                stack.extend(reversed(element))
        return "".join(parts)

    def _note(self, note: Any) -> str:
        self._count += 1
        mark = f"[{self._count}]"
        words = " ".join(self._text(one, []) for one in note.iter(f"{TEXT}p"))
        self._notes.append(Piece(f"{mark} {one_line(words)}", kind=Kind.NOTE))
        return mark

    def _comment(self, comment: Any) -> None:
        author = comment.find("{http://purl.org/dc/elements/1.1/}creator")
        words = " ".join(self._text(one, []) for one in comment.iter(f"{TEXT}p"))
        name = "Comment" if author is None or not author.text else f"Comment by {author.text}"
        self._notes.append(Piece.of_field(name, words, kind=Kind.NOTE))

    def _tell_deleted(self, changes: Any) -> None:
        deleted = sum(len("".join(one.itertext())) for one in changes.iter(f"{TEXT}deletion"))
        if deleted:
            self.notices.append(f"text deleted by tracked changes was left out ({deleted:,} characters)")

    # ---- tables

    def _table(self, table: Any) -> Iterator[Piece]:
        rows, spans = self._rows(table)
        if max(map(len, rows), default=0) < 2:
            for cell in table.iter(f"{TABLE}table-cell"):
                yield from self.blocks(cell)
            return
        marked = sum(
            1 for part in table.iter(f"{TABLE}table-header-rows") for _ in part.iter(f"{TABLE}table-row")
        )
        yield Piece("", grid=Grid(rows, marked or int(looks_headed(rows)), spans=spans))
        yield from self._drawn(table.iter(f"{DRAW}frame"))
        yield from self.waiting()

    def _rows(self, table: Any) -> tuple[list[list[str]], dict[tuple[int, int], tuple[int, int]]]:
        """The rows as displayed, without the empty ones at the end of the sheet."""
        rows: list[list[str]] = []
        spans: dict[tuple[int, int], tuple[int, int]] = {}
        empty: list[list[str]] = []
        for row in table.iter(f"{TABLE}table-row"):
            times = min(_number(row.get(f"{TABLE}number-rows-repeated"), 1), MOST_REPEATED)
            cells = self._cells_of(row, len(rows) + len(empty), spans)
            if not any(cell.strip() for cell in cells):
                empty += [[] for _ in range(times)]
                continue
            rows += empty
            empty = []
            if self._cells > MOST_CELLS:
                self.notices.append("a sheet with too many cells was not read to its end")
                break
            rows += [list(cells) for _ in range(times)]
            self._cells += len(cells) * times
        return rows, spans

    def _cells_of(self, row: Any, at: int, spans: dict[tuple[int, int], tuple[int, int]]) -> list[str]:
        cells: list[str] = []
        for cell in row:
            if cell.tag not in (f"{TABLE}table-cell", f"{TABLE}covered-table-cell"):
                continue
            times = min(_number(cell.get(f"{TABLE}number-columns-repeated"), 1), MOST_REPEATED)
            across = _number(cell.get(f"{TABLE}number-columns-spanned"), 1)
            down = _number(cell.get(f"{TABLE}number-rows-spanned"), 1)
            if across > 1 or down > 1:
                spans[at, len(cells)] = (down, across)
            for comment in cell.iterchildren(f"{OFFICE}annotation"):
                self._comment(comment)
            words = " ".join(
                self._text(one, [])
                for one in cell.iter(f"{TEXT}p")
                if next(one.iterancestors(f"{OFFICE}annotation", f"{TEXT}note-body"), None) is None
            )
            text = one_line(words) or (cell.get(f"{OFFICE}value") or "")
            cells += [text] * times
        while cells and not cells[-1].strip():
            cells.pop()
        return cells


def _hidden_styles(content: Any) -> set[str]:
    """The styles of hidden sheets."""
    return {
        style.get(f"{STYLE}name") or ""
        for style in content.iter(f"{STYLE}style")
        for properties in style.iter(f"{STYLE}table-properties")
        if properties.get(f"{TABLE}display") == "false"
    }


def _is_of(frame: Any, paragraph: Any) -> bool:
    """Whether a frame is in a paragraph or its notes, not in a paragraph of one of its text boxes."""
    nearest = next(frame.iterancestors(*PARAGRAPHS))
    around = takewhile(lambda one: one is not paragraph, nearest.iterancestors())
    return nearest is paragraph or not any(one.tag == f"{DRAW}text-box" for one in around)


def _number(written: str | None, default: int) -> int:
    written = written or ""
    return int(written) if written.isascii() and written.isdigit() and len(written) < 9 else default
