"""The paragraphs of OpenDocument files → text, without what is hidden; their notes and comments."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from longdoc.documents.office.opendocument_names import DRAW, OFFICE, STYLE, TEXT, XLINK, number_of
from longdoc.documents.structure.pieces import LINK_END, LINK_START, Piece, one_line, without_marks
from longdoc.documents.types import Kind

__all__ = ["LEFT_OUT", "HiddenText", "Paragraphs"]

LEFT_OUT = {
    f"{TEXT}tracked-changes", f"{TEXT}sequence-decls", f"{OFFICE}forms", f"{OFFICE}annotation-end",
    f"{OFFICE}binary-data", f"{TEXT}ruby-text", f"{TEXT}script",
}  # fmt: skip
BLANKS = {f"{TEXT}tab": " ", f"{TEXT}line-break": "\n"}
PLACEHOLDER = "<number>"  # of pages: what a program writes that has not counted them
CROSSED = f"{STYLE}text-crossing-out"  # of the older format
MOST_PARENTS = 20  # of a style


class HiddenText:
    """Tells which sections, paragraphs and spans are hidden or struck out, and counts their characters."""

    def __init__(self, roots: Iterable[Any]) -> None:
        self.chars = 0
        self.struck_chars = 0
        self._shown: dict[str, bool] = {}  # by style that says
        self._struck: dict[str, bool] = {}  # likewise
        self._parents: dict[str, str] = {}
        for root in roots:
            for style in root.iter(f"{STYLE}style"):
                if style.get(f"{STYLE}family") not in ("text", "paragraph"):
                    continue
                name = style.get(f"{STYLE}name") or ""
                self._parents[name] = style.get(f"{STYLE}parent-style-name") or ""
                for properties in style.iterchildren(f"{STYLE}text-properties"):
                    if (display := properties.get(f"{TEXT}display")) is not None:
                        self._shown[name] = display != "none"
                    if line := (properties.get(f"{STYLE}text-line-through-style") or properties.get(CROSSED)):
                        self._struck[name] = line != "none"

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
        for _ in range(MOST_PARENTS):
            if not name or name in styles:
                break
            name = self._parents.get(name, "")
        return styles.get(name, default)


class Paragraphs:
    """Reads paragraphs; `drawn` gives what the drawings in a note hold."""

    def __init__(self, hidden: HiddenText, drawn: Callable[[Any], Iterator[Piece]]) -> None:
        self._hidden = hidden
        self._drawn = drawn
        self._notes: list[Piece] = []
        self._count = 0

    def waiting(self) -> list[Piece]:
        """The notes and comments found since the last call."""
        notes, self._notes = self._notes, []
        return notes

    def text(self, paragraph: Any, links: list[str]) -> str:
        """The text of a paragraph; the targets of its links are added to `links`."""
        if self._hidden.takes(paragraph):
            return ""
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
                parts.append(" " * min(number_of(element.get(f"{TEXT}c"), 1), 100) + (tail or ""))
            elif tag in BLANKS:
                parts.append(BLANKS[tag] + (tail or ""))
            elif tag == f"{TEXT}note":
                parts.append(self._note(element) + (tail or ""))
            elif tag == f"{OFFICE}annotation":
                self.take_comment(element)
                parts.append(tail or "")
            elif (
                not isinstance(tag, str)
                or tag in LEFT_OUT
                or tag.startswith(DRAW)
                or self._is_unseen(element)
            ):
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

    def _is_unseen(self, element: Any) -> bool:
        if element.tag == f"{TEXT}page-number":
            return (element.text or "").strip() == PLACEHOLDER
        return element.tag in (f"{TEXT}span", f"{TEXT}hidden-text") and self._hidden.takes(element)

    def _note(self, note: Any) -> str:
        self._count += 1
        mark = f"[{self._count}]"
        words = " ".join(self.text(one, []) for one in note.iter(f"{TEXT}p"))
        self._notes.append(Piece(f"{mark} {one_line(words)}", kind=Kind.NOTE))
        held, self._notes = self._notes, []  # objects place the notes that wait
        drawn = list(self._drawn(note))
        self._notes = [*held, *drawn, *self._notes]
        return mark

    def take_comment(self, comment: Any) -> None:
        """Hold a comment back."""
        author = comment.find("{http://purl.org/dc/elements/1.1/}creator")
        words = " ".join(self.text(one, []) for one in comment.iter(f"{TEXT}p"))
        name = "Comment" if author is None or not author.text else f"Comment by {author.text}"
        self._notes.append(Piece.of_field(name, words, kind=Kind.NOTE))
