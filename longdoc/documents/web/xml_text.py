"""The running text of XML documents (JATS, DocBook, TEI …): superscripts, notes, formulas, struck words."""

from __future__ import annotations

import re
from typing import Any

from longdoc.documents.structure.pieces import Piece, one_line
from longdoc.documents.text.equation import equation
from longdoc.documents.text.raised import raised
from longdoc.documents.types import Kind
from longdoc.documents.web.tables import tag_of

__all__ = ["INLINE", "XmlText"]

INLINE = frozenset(
    (
        "b", "i", "u", "em", "strong", "emph", "emphasis", "hi", "bold", "italic", "sub", "sup", "a", "ref",
        "xref", "link", "ulink", "code", "literal", "term", "name", "date", "quote", "q", "span", "ph", "rs",
        "persname",
    )
)  # fmt: skip
WORD_END = re.compile(r"[^\W_]\Z")
WORD_START = re.compile(r"[A-ZÀ-Þ\d]")
BREAKS = frozenset(("br", "lb", "tab", "cb", "pb"))
INDEXES = frozenset(("sb", "sp", "inf", "subscript", "superscript"))  # raised and lowered, in other formats
SUPERSCRIPTS = ("sup", "superscript")
STRUCK = ("strike", "strikethrough")
NOTES = ("footnote", "note")
FOOTNOTES = ("fn", "table-fn")  # what a reference of JATS leads to
FORMS = ("role", "rend", "rendition")  # attributes that say how words are displayed


class XmlText:
    """Reads running text; notes within it wait in `notes` for the end of their paragraph."""

    def __init__(self) -> None:
        self.notes: list[Piece] = []
        self.struck_chars = 0
        self._count = 0

    def words(self, element: Any) -> str:
        """The text of an element in one line; where a line in it ends, there is a blank."""
        if not len(element):
            return one_line(element.text or "")
        from lxml import etree

        parts: list[str] = []
        opened: list[tuple[Any, int]] = []  # superscripts, and where in the parts they begin
        walk = etree.iterwalk(element, events=("start", "end", "comment", "pi"))
        for event, one in walk:
            if event == "start":
                if one is not element and (shown := self._instead(one, parts)) is not None:
                    parts.append(shown)
                    walk.skip_subtree()
                    continue
                if tag_of(one) in SUPERSCRIPTS or _form(one, "super"):
                    opened.append((one, len(parts)))
                parts += [" " if _joins_words(one, parts) else "", one.text or ""]
                continue
            if opened and opened[-1][0] is one:
                _, first = opened.pop()
                parts[first:] = [raised("".join(parts[max(0, first - 4) : first]), "".join(parts[first:]))]
            if one is not element:
                parts += [" " if event == "end" and tag_of(one) in BREAKS else "", one.tail or ""]
        return one_line("".join(parts))

    def waiting(self) -> list[Piece]:
        """The notes since the last call."""
        notes, self.notes = self.notes, []
        return notes

    def _instead(self, element: Any, before: list[str]) -> str | None:
        """What stands in a line in place of an element; None if that is its own text."""
        tag = tag_of(element)
        if tag == "math":
            return equation(element, "".join(before[-1:]))
        if tag == "tex-math" and element.getparent().find("{*}math") is not None:
            return ""  # the same formula
        if tag == "xref" and element.get("ref-type") in FOOTNOTES:
            return f"[{one_line(''.join(element.itertext()))}]"
        if tag in STRUCK or _form(element, "strike") or _form(element, "line-through"):
            self.struck_chars += len("".join(element.itertext()).strip())
            return ""
        if tag in NOTES and any(map(str.strip, before)):
            self._count += 1
            number, place = self._count, len(self.notes)
            self.notes.insert(place, Piece(f"[{number}] {self.words(element)}", kind=Kind.NOTE))
            return f"[{number}]"
        return None


def _joins_words(element: Any, before: list[str]) -> bool:
    """Whether only the elements keep two values apart: "Smith" and "J", "Pump" and "10"."""
    last = element.getprevious()
    if last is None or last.tail or _is_inline(last) or _is_inline(element):
        return False
    words = next((text for one in element.itertext() if (text := one.strip())), "")
    return bool(WORD_END.search("".join(before[-3:])) and WORD_START.match(words))


def _is_inline(element: Any) -> bool:
    """Whether an element is part of a word or sentence, or holds nothing but such an element."""
    while tag_of(element) not in INLINE and tag_of(element) not in INDEXES:
        if len(element) != 1 or (element.text or "").strip():
            return False
        element = element[0]
    return True


def _form(element: Any, word: str) -> bool:
    """Whether an attribute says that an element is displayed in this form."""
    return any(word in (element.get(name) or "") for name in FORMS)
