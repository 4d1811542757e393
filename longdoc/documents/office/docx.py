"""DOCX → text: paragraphs, headings, numbered clauses, tables as rows, footnotes where they are cited.

Read as the XML in a zip archive that it is: no external entity, link or template is ever followed.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Any

from longdoc.documents.archive import Archive, parse_xml
from longdoc.documents.extract import Extract
from longdoc.documents.limits import Limits
from longdoc.documents.office.numbering import Numbering
from longdoc.documents.structure.blocks import Block, join_blocks, one_line, row_of
from longdoc.errors import DamagedDocument

__all__ = ["read_docx"]

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
TRANSITIONAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"

# whatever lies in these is not what a reader sees
LEFT_OUT = {
    f"{W}{name}" for name in ("del", "moveFrom", "instrText", "delText", "rPr", "pPr", "sdtPr", "fldData")
}
LEFT_OUT.add(f"{MC}Fallback")
WRAPPERS = {f"{W}{name}" for name in ("sdt", "sdtContent", "customXml", "ins", "smartTag", "moveTo")}
WRAPPERS |= {f"{MC}AlternateContent", f"{MC}Choice"}
HEADING_NAME = re.compile(r"(?:heading|überschrift|titre|título|标题)\s*([1-9])$", re.I)
CELL_BLOCKS_CHARS = 400


def read_docx(data: bytes, limits: Limits) -> Extract:
    """A Word document; deleted text of tracked changes, comments, headers and footers are left out."""
    return _Docx(Archive(data, limits), limits).read()


class _Docx:
    def __init__(self, archive: Archive, limits: Limits) -> None:
        self._archive = archive
        self._limits = limits
        self._folder = "word"
        main = self._main_part()
        self._folder = posixpath.dirname(main)
        root = self._xml(main)
        if root is None or root.find(f"{W}body") is None:
            raise DamagedDocument("it is no whole Word document: its text is missing")
        self._body = root.find(f"{W}body")
        numbering = self._xml(f"{self._folder}/numbering.xml")
        self._numbering = Numbering(numbering)
        self._styles = _styles(self._xml(f"{self._folder}/styles.xml"))
        self._notes = {
            kind: self._read_notes(f"{self._folder}/{kind}s.xml", kind) for kind in ("footnote", "endnote")
        }
        self._cited: list[tuple[str, str, str]] = []  # mark, kind and id of notes that wait for their place
        self._count = 0
        self._title = ""

    def read(self) -> Extract:
        blocks = list(self._blocks(self._body))
        blocks += self._place_notes("endnote")
        text, sections = join_blocks(blocks)
        notices = []
        if f"{self._folder}/comments.xml" in self._archive:
            notices.append("comments in the margin were left out")
        if any(True for _ in self._body.iter(f"{W}del", f"{W}moveFrom")):
            notices.append("text deleted by tracked changes was left out")
        return Extract(text, (), sections, self._title or self._core_title(), tuple(notices))

    # ---- parts of the archive

    def _main_part(self) -> str:
        relations = self._xml("_rels/.rels")
        if relations is not None:
            for relation in relations.iter("{*}Relationship"):
                target = (relation.get("Target") or "").lstrip("/")
                if (relation.get("Type") or "").endswith("/officeDocument") and target in self._archive:
                    return target
        return "word/document.xml"

    def _xml(self, name: str) -> Any | None:
        if name not in self._archive:
            return None
        return parse_xml(self._archive.read(name).replace(STRICT, TRANSITIONAL), self._limits)

    def _core_title(self) -> str:
        core = self._xml("docProps/core.xml")
        found = None if core is None else core.find("{http://purl.org/dc/elements/1.1/}title")
        return one_line(found.text or "") if found is not None else ""

    def _read_notes(self, name: str, kind: str) -> dict[str, Any]:
        root = self._xml(name)
        if root is None:
            return {}
        return {
            note.get(f"{W}id"): note
            for note in root.iter(f"{W}{kind}")
            if note.get(f"{W}type") in (None, "normal")
        }

    # ---- blocks

    def _blocks(self, container: Any) -> Iterator[Block]:
        for element in container:
            if element.tag == f"{W}p":
                yield from self._paragraph(element)
                yield from self._place_notes("footnote")
            elif element.tag == f"{W}tbl":
                yield from self._table(element)
                yield from self._place_notes("footnote")
            elif element.tag in WRAPPERS:
                yield from self._blocks(element)

    def _paragraph(self, paragraph: Any) -> Iterator[Block]:
        text = self._labelled(paragraph)
        style = self._style(paragraph)
        level = _outline(paragraph) or self._styles.level(style)
        if self._styles.is_title(style) and text.strip() and not self._title:
            self._title = one_line(text)
        if text.strip():
            yield Block(text, level)
        for box in paragraph.iter(f"{W}txbxContent"):
            if not any(ancestor.tag == f"{MC}Fallback" for ancestor in box.iterancestors()):
                yield from self._blocks(box)

    def _style(self, paragraph: Any) -> str:
        return _val(paragraph, f"{W}pPr/{W}pStyle") or self._styles.default

    def _labelled(self, paragraph: Any) -> str:
        """The text of a paragraph with the number that Word shows before it."""
        text = self._text(paragraph)
        label = self._label(paragraph) if text.strip() else ""
        return f"{label} {text.lstrip()}" if label else text

    def _label(self, paragraph: Any) -> str:
        own = paragraph.find(f"{W}pPr/{W}numPr")
        style = self._style(paragraph)
        list_id, depth = self._styles.list_of(style)
        if own is not None:
            list_id = _val(own, f"{W}numId") or list_id
            depth = _val(own, f"{W}ilvl") or depth
        depth = depth or self._numbering.depth_of(list_id, style)
        return self._numbering.label(list_id, int(depth) if depth.isdigit() else 0) if list_id else ""

    def _table(self, table: Any) -> Iterator[Block]:
        """Rows with " | " between cells; a table that only lays text out becomes paragraphs."""
        rows = [_cells(row) for row in table.iter(f"{W}tr") if next(row.iterancestors(f"{W}tbl")) is table]
        widest = max((len(row) for row in rows), default=0)
        if widest > 1 and (
            widest > 2 or len(rows) > 2 or not any(_is_long(cell) for row in rows for cell in row)
        ):
            lines = [row_of(self._cell(cell) for cell in row) for row in rows]
            yield Block("\n".join(line for line in lines if line), exact=True)
            return
        for row in rows:
            for cell in row:
                yield from self._blocks(cell)

    def _cell(self, cell: Any) -> str:
        return " ".join(self._labelled(paragraph) for paragraph in cell.iter(f"{W}p"))

    def _place_notes(self, kind: str) -> list[Block]:
        """The notes that were cited since the last time, as paragraphs of their own."""
        placed = [note for note in self._cited if note[1] == kind]
        self._cited = [note for note in self._cited if note[1] != kind]
        blocks = []
        for mark, _, note_id in placed:
            note = self._notes[kind][note_id]
            text = " ".join(self._text(paragraph).strip() for paragraph in note.iter(f"{W}p"))
            blocks.append(Block(f"{mark} {text}"))
        return blocks

    def _text(self, paragraph: Any) -> str:
        """The text of a paragraph as it is shown, its tabs and breaks as blanks and line ends."""
        parts: list[str] = []
        stack = [paragraph]
        while stack:
            element = stack.pop()
            tag = element.tag
            if tag in LEFT_OUT or not isinstance(tag, str) or tag == f"{W}txbxContent":
                continue
            if tag in (f"{W}t", MATH_TEXT):
                parts.append(element.text or "")
            elif tag in PLAIN_CHARACTERS:
                parts.append("" if element.get(f"{W}type") in ("page", "column") else PLAIN_CHARACTERS[tag])
            elif tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
                parts.append(self._cite(tag[len(W) :].removesuffix("Reference"), element.get(f"{W}id")))
            elif not _is_hidden(element):
                stack.extend(reversed(element))
        return "".join(parts)

    def _cite(self, kind: str, note_id: str | None) -> str:
        if note_id not in self._notes[kind]:
            return ""
        self._count += 1
        mark = f"[{self._count}]"
        self._cited.append((mark, kind, str(note_id)))
        return mark


PLAIN_CHARACTERS = {
    f"{W}tab": " ", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-", f"{W}softHyphen": "",
}  # fmt: skip


class _Styles:
    """What the paragraph styles say: level in the outline, title, numbering; each inherits from its base."""

    def __init__(self) -> None:
        self.default = ""
        self.elements: dict[str, Any] = {}

    def chain(self, style: str) -> Iterator[Any]:
        seen = set()
        while style in self.elements and style not in seen:
            seen.add(style)
            yield self.elements[style]
            style = _val(self.elements[style], f"{W}basedOn")

    def level(self, style: str) -> int | None:
        for element in self.chain(style):
            if level := _outline(element):
                return level
            if match := HEADING_NAME.match(_val(element, f"{W}name")):
                return int(match[1])
        return None

    def is_title(self, style: str) -> bool:
        return any(_val(element, f"{W}name").lower() in ("title", "标题") for element in self.chain(style))

    def list_of(self, style: str) -> tuple[str, str]:
        """The list that a style numbers in, and the depth where it says one; each may be inherited."""
        found = [element.find(f"{W}pPr/{W}numPr") for element in self.chain(style)]
        given = [(_val(one, f"{W}numId"), _val(one, f"{W}ilvl")) for one in found if one is not None]
        list_id = next((list_id for list_id, _ in given if list_id), "")
        return list_id, next((depth for _, depth in given if depth), "")


def _styles(root: Any | None) -> _Styles:
    styles = _Styles()
    if root is None:
        return styles
    for element in root.iter(f"{W}style"):
        if element.get(f"{W}type") == "paragraph" and element.get(f"{W}styleId"):
            styles.elements[element.get(f"{W}styleId")] = element
            if element.get(f"{W}default") in ("1", "true"):
                styles.default = element.get(f"{W}styleId")
    return styles


def _outline(element: Any) -> int | None:
    level = _val(element, f"{W}pPr/{W}outlineLvl")
    return int(level) + 1 if level.isdigit() and int(level) < 9 else None


def _val(element: Any, path: str) -> str:
    found = element.find(path)
    return "" if found is None else found.get(f"{W}val") or ""


def _is_hidden(element: Any) -> bool:
    if element.tag != f"{W}r":
        return False
    vanish = element.find(f"{W}rPr/{W}vanish")
    return vanish is not None and vanish.get(f"{W}val") not in ("0", "false")


def _cells(row: Any) -> list[Any]:
    return [cell for cell in row.iter(f"{W}tc") if next(cell.iterancestors(f"{W}tr")) is row]


def _is_long(cell: Any) -> bool:
    return sum(len(piece.text or "") for piece in cell.iter(f"{W}t")) > CELL_BLOCKS_CHARS
