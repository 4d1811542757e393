"""The paragraphs of OpenDocument files → text without what is hidden or deleted; their notes and comments."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from longdoc.documents.office.opendocument_names import (
    DRAW,
    OFFICE,
    PARAGRAPHS,
    STYLE,
    TABLE,
    TEXT,
    XLINK,
    number_of,
)
from longdoc.documents.structure.pieces import LINK_END, LINK_START, Piece, one_line, without_marks
from longdoc.documents.text.raised import raised
from longdoc.documents.types import Kind

__all__ = ["LEFT_OUT", "Paragraphs", "TextStyles"]

LEFT_OUT = {
    f"{TEXT}tracked-changes", f"{TEXT}sequence-decls", f"{OFFICE}forms", f"{OFFICE}annotation-end",
    f"{OFFICE}binary-data", f"{TEXT}ruby-text", f"{TEXT}script",
}  # fmt: skip
BLANKS = {f"{TEXT}tab": " ", f"{TEXT}line-break": "\n"}
PLACEHOLDER = "<number>"  # of pages: what a program writes that has not counted them
CROSSED = f"{STYLE}text-crossing-out"  # of the older format
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
MOST_PARENTS = 20  # of a style
TEXT_FAMILIES = ("text", "paragraph")
OF_CELLS = "table-cell"  # their family, and what their names begin with here
RAISED = re.compile(r"super|[1-9]\d*%")  # in contrast to "sub" and "-33%"


class TextStyles:
    """Tells what is hidden, struck out or raised, and counts the characters that are hidden or struck out."""

    def __init__(self, roots: Iterable[Any]) -> None:
        self.chars = 0
        self.struck_chars = 0
        self._shown: dict[str, bool] = {}  # by style that says
        self._struck: dict[str, bool] = {}  # likewise
        self._raised: dict[str, bool] = {}  # likewise
        self._parents: dict[str, str] = {}
        for root in roots:
            for style in root.iter(f"{STYLE}style"):
                if style.get(f"{STYLE}family") in (*TEXT_FAMILIES, OF_CELLS):
                    self._take(style)

    def _take(self, style: Any) -> None:
        prefix = OF_CELLS if style.get(f"{STYLE}family") == OF_CELLS else ""
        name = prefix + (style.get(f"{STYLE}name") or "")
        parent = style.get(f"{STYLE}parent-style-name")
        self._parents[name] = prefix + parent if parent else ""
        for properties in style.iterchildren(f"{STYLE}text-properties"):
            if (display := properties.get(f"{TEXT}display")) is not None:
                self._shown[name] = display != "none"
            if line := (properties.get(f"{STYLE}text-line-through-style") or properties.get(CROSSED)):
                self._struck[name] = line != "none"
            if place := properties.get(f"{STYLE}text-position"):
                self._raised[name] = RAISED.match(place) is not None

    def is_raised(self, span: Any) -> bool:
        """Whether a span is a superscript."""
        return self._says(self._raised, span, default=False)

    def strikes_cell(self, cell: Any, words: str) -> bool:
        """Whether the words of a cell are struck out; if they are, its characters are counted."""
        if not self._struck or not words or not self._says(self._struck, cell, default=False):
            return False
        self.struck_chars += len(words)
        return True

    def takes(self, element: Any) -> bool:
        """Whether an element is hidden or struck out; if it is, its characters are counted."""
        hidden = self._is_hidden(element)
        struck = not hidden and self._says(self._struck, element, default=False)
        if hidden:
            self.chars += len("".join(element.itertext()).strip())
        elif struck:
            self.struck_chars += len("".join(element.itertext()).strip())
        return hidden or struck

    def _is_hidden(self, element: Any) -> bool:
        if element.tag == f"{TEXT}section":
            return element.get(f"{TEXT}display") == "none" or element.get(f"{TEXT}is-hidden") == "true"
        if element.tag == f"{TEXT}hidden-text":
            return element.get(f"{TEXT}is-hidden") == "true"
        return not self._says(self._shown, element, default=True)

    def _says(self, styles: Mapping[str, bool], element: Any, *, default: bool) -> bool:
        """What the style of an element says, or that from which it inherits."""
        if not styles:
            return default
        name = element.get(f"{TEXT}style-name") or ""
        if of_cell := element.get(f"{TABLE}style-name"):
            name = OF_CELLS + of_cell
        for _ in range(MOST_PARENTS):
            if not name or name in styles:
                break
            name = self._parents.get(name, "")
        return styles.get(name, default)


class Paragraphs:
    """Reads paragraphs; `drawn` gives what drawings in a note hold, `formula` what a frame in a line does."""

    def __init__(
        self,
        styles: TextStyles,
        drawn: Callable[[Any], Iterator[Piece]],
        formula: Callable[[Any, str], str],
    ) -> None:
        self._styles = styles
        self._drawn = drawn
        self._formula = formula
        self._notes: list[Piece] = []
        self._count = 0
        self._deletions: set[str] = set()  # ids
        self._deletion = ""  # the one that is open
        self.deleted_chars = 0

    def waiting(self) -> list[Piece]:
        """The notes and comments found since the last call."""
        notes, self._notes = self._notes, []
        return notes

    def take_changes(self, changes: Any) -> None:
        """Note down what tracked changes deleted, and where it is deleted if it stands in its old place."""
        for region in changes.iter(f"{TEXT}changed-region"):
            for deletion in region.iterchildren(f"{TEXT}deletion"):
                self.deleted_chars += sum(len("".join(one.itertext())) for one in deletion.iter(*PARAGRAPHS))
                self._deletions.add(region.get(f"{TEXT}id") or region.get(XML_ID) or "")

    def text(self, paragraph: Any, links: list[str]) -> str:
        """The text of a paragraph; the targets of its links are added to `links`."""
        if self._styles.takes(paragraph):
            return ""
        parts: list[str] = []
        stack: list[Any] = [paragraph]
        while stack:
            element = stack.pop()
            if isinstance(element, str):
                self._write(parts, element)
                continue
            if isinstance(element, int):  # where a superscript began that ends here
                _raise(parts, element)
                continue
            tag = element.tag
            tail = without_marks(element.tail or "") if element is not paragraph else ""
            if tag == f"{TEXT}s":
                self._write(parts, " " * min(number_of(element.get(f"{TEXT}c"), 1), 100) + tail)
            elif tag in BLANKS:
                self._write(parts, BLANKS[tag] + tail)
            elif tag == f"{TEXT}note":
                self._write(parts, self._note(element) + tail)
            elif tag in (f"{TEXT}change-start", f"{TEXT}change-end"):
                self._change(element)
                self._write(parts, tail)
            elif tag == f"{OFFICE}annotation":
                self.take_comment(element)
                self._write(parts, tail)
            elif tag == f"{DRAW}frame":
                self._write(parts, self._formula(element, "".join(parts[-1:])) + tail)
            elif (
                not isinstance(tag, str)
                or tag in LEFT_OUT
                or tag.startswith(DRAW)
                or self._is_unseen(element)
            ):
                self._write(parts, tail)
            else:
                is_link = tag == f"{TEXT}a"
                if is_link:
                    links.append(element.get(f"{XLINK}href") or "")
                    parts.append(LINK_START)
                stack.append((LINK_END if is_link else "") + tail)
                if tag == f"{TEXT}span" and self._styles.is_raised(element):
                    stack.append(len(parts))
                self._write(parts, without_marks(element.text or ""))
                stack.extend(reversed(element))
        return "".join(parts)

    def _write(self, parts: list[str], words: str) -> None:
        if not self._deletion:
            parts.append(words)
            return
        self.deleted_chars += len(without_marks(words))
        parts.append("".join(char for char in words if char in (LINK_START, LINK_END)))

    def _change(self, mark: Any) -> None:
        name = mark.get(f"{TEXT}change-id") or ""
        if mark.tag == f"{TEXT}change-start" and name in self._deletions:
            self._deletion = name
        elif mark.tag == f"{TEXT}change-end" and name == self._deletion:
            self._deletion = ""

    def _is_unseen(self, element: Any) -> bool:
        if element.tag == f"{TEXT}page-number":
            return (element.text or "").strip() == PLACEHOLDER
        return element.tag in (f"{TEXT}span", f"{TEXT}hidden-text") and self._styles.takes(element)

    def _note(self, note: Any) -> str:
        self._count += 1
        mark = f"[{self._count}]"
        words = " ".join(self.text(one, []) for one in note.iter(f"{TEXT}p"))
        self._notes.append(Piece(f"{mark} {one_line(words)}", kind=Kind.NOTE))
        held, self._notes = self._notes, []  # objects place the notes that wait
        drawn = list(self._drawn(note))
        self._notes = [*held, *drawn, *self._notes]
        return mark

    def take_comment(self, comment: Any, cell: str = "") -> None:
        """Hold a comment back; `cell` is the name of the cell of a sheet that it belongs to."""
        author = comment.find("{http://purl.org/dc/elements/1.1/}creator")
        words = " ".join(self.text(one, []) for one in comment.iter(f"{TEXT}p"))
        name = f"Note on {cell}" if cell else "Comment"
        if author is not None and author.text:
            name = f"{name} by {author.text}"
        self._notes.append(Piece.of_field(name, words, kind=Kind.NOTE))


def _raise(parts: list[str], first: int) -> None:
    earlier = (parts[at] for at in range(first - 1, -1, -1))
    before = next(filter(without_marks, earlier), "")
    inner = "".join(parts[first:])
    if "[" not in inner:  # the mark of a note
        parts[first:] = [raised(before, inner)]
