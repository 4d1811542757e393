"""A paragraph of WordprocessingML → its text as Word displays it, and its form controls."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from longdoc.documents.office.drawingml import EQUATION
from longdoc.documents.office.symbols import is_symbol_font, symbol
from longdoc.documents.office.wordml import MC, W14, W, is_on, value_of
from longdoc.documents.structure.pieces import LINK_END, LINK_START, without_marks
from longdoc.documents.text.equation import equation
from longdoc.documents.text.raised import ends_in_figure, raised

__all__ = ["Run", "read_run"]

RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
# whatever lies in these is not what a reader sees
LEFT_OUT = {
    f"{W}{name}"
    for name in ("del", "moveFrom", "instrText", "delText", "rPr", "pPr", "fldData", "txbxContent", "rt")
}
LEFT_OUT.add(f"{MC}Fallback")
PLAIN_CHARACTERS = {
    f"{W}tab": " ", f"{W}ptab": " ", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-",
    f"{W}softHyphen": "",
}  # fmt: skip
SLASHES = ("/", "\u2044", "\u2215")
TICKS = {True: "☒", False: "☐"}
# what Word calls fields whose author gave no name
NAMELESS = re.compile(r"(?:text|check|dropdown|kontrollkästchen|texte)\d*$", re.I)
MOST_VALUE_CHARS = 300


@dataclass(slots=True)
class Run:
    """The content of one paragraph, in order."""

    parts: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    fields: list[tuple[str, str]] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    hidden_chars: int = 0
    struck_chars: int = 0

    @property
    def text(self) -> str:
        """The text, with link markers."""
        return "".join(self.parts)


def read_run(
    paragraph: Any,
    cite: Callable[[str, str | None], str],
    target: Callable[[str | None], str],
    is_hidden: Callable[[Any], bool],
    is_struck: Callable[[Any], bool],
    is_raised: Callable[[Any], bool],
) -> Run:
    """The content of a paragraph.

    Args:
        cite: gives the mark of a note.
        target: gives the target of a link.
        is_hidden: tells of an element w:r whether it is hidden.
        is_struck: tells of an element w:r whether it is struck out.
        is_raised: tells of an element w:r whether it is a superscript.
    """
    run = Run()
    fields = _Fields(run)
    stack: list[tuple[Any, Callable[[], None] | None]] = [(paragraph, None)]
    while stack:
        element, leaving = stack.pop()
        if leaving is not None:
            leaving()
            continue
        tag = element.tag
        if tag in LEFT_OUT or not isinstance(tag, str):
            continue
        if tag == f"{W}t":
            run.parts.append(_shown(element))
        elif tag == EQUATION:
            run.parts.append(_equation(element, "".join(run.parts[-1:])))
        elif tag in PLAIN_CHARACTERS:
            run.parts.append(PLAIN_CHARACTERS[tag])
        elif tag == f"{W}sym":
            run.parts.append(symbol(element.get(f"{W}font") or "", _code(element.get(f"{W}char"))))
        elif tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
            run.parts.append(cite(tag[len(W) :].removesuffix("Reference"), element.get(f"{W}id")))
        elif tag == f"{W}commentReference":
            run.comments.append(element.get(f"{W}id") or "")
        elif tag == f"{W}fldChar":
            fields.mark(element)
        elif tag == f"{W}r" and is_hidden(element):
            run.hidden_chars += _letters(element)
        elif tag == f"{W}r" and is_struck(element) and (struck := _letters(element)):
            run.struck_chars += struck
        elif tag == f"{W}sdtPr":
            continue
        else:
            if closing := _opened(element, tag, run, target, is_raised):
                stack.append((element, closing))
            stack.extend((child, None) for child in reversed(element))
    return run


def _letters(run: Any) -> int:
    return sum(len(text.text or "") for text in run.iter(f"{W}t"))


def _opened(
    element: Any,
    tag: str,
    run: Run,
    target: Callable[[str | None], str],
    is_raised: Callable[[Any], bool],
) -> Callable[[], None] | None:
    """What to do at the end of this element, if anything."""
    first = len(run.parts)
    if tag == f"{W}hyperlink" and LINK_START not in run.parts[first:]:
        address = target(element.get(RELATION)) or f"#{element.get(f'{W}anchor') or ''}"
        run.links.append(address)
        run.parts.append(LINK_START)
        return lambda: run.parts.append(LINK_END)
    if tag == f"{W}r" and is_raised(element):
        if _is_numerator(element):
            run.parts.append(" " if ends_in_figure("".join(run.parts[-1:])) else "")
            return None
        return lambda: _raise(run.parts, first)
    if tag == f"{W}sdt" and (properties := element.find(f"{W}sdtPr")) is not None:
        return lambda: _note_control(properties, run, first)
    return None


def _is_numerator(run: Any) -> bool:
    """Whether a slash and lowered figures follow a raised run, as in 3 1/2."""
    slash = run.getnext()
    below = None if slash is None else slash.getnext()
    if below is None or "".join(slash.itertext()).strip() not in SLASHES:
        return False
    return value_of(below, f"{W}rPr/{W}vertAlign") == "subscript"


def _raise(parts: list[str], first: int) -> None:
    before = next((part for part in reversed(parts[:first]) if without_marks(part)), "")
    inner = "".join(parts[first:])
    if "[" not in inner:  # the mark of a note
        parts[first:] = [raised(before, inner)]


def _note_control(properties: Any, run: Run, first: int) -> None:
    """Record a content control whose name the paragraph does not contain."""
    name = value_of(properties, f"{W}alias") or value_of(properties, f"{W}tag")
    value = without_marks("".join(run.parts[first:])).strip()
    box = properties.find(f"{W14}checkbox")
    if box is not None:
        value = TICKS[is_on(box.find(f"{W14}checked"))]
        if not "".join(run.parts[first:]).strip():
            run.parts.append(value)
    shown_as_prompt = is_on(properties.find(f"{W}showingPlcHdr"))
    if name and value and not shown_as_prompt and len(value) <= MOST_VALUE_CHARS:
        run.fields.append((name, value))


@dataclass(slots=True)
class _OpenField:
    """A field whose end has not been reached; what follows is its instruction until its result begins."""

    name: str
    first: int  # of the parts in it
    is_result: bool = False


class _Fields:
    """Fields, which stand between field characters in the text; some are legacy form fields."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._open: list[_OpenField] = []

    def mark(self, element: Any) -> None:
        kind = element.get(f"{W}fldCharType")
        data = element.find(f"{W}ffData")
        if kind == "begin":
            name = "" if data is None else value_of(data, f"{W}name")
            self._open.append(_OpenField(name, len(self._run.parts)))
            if data is not None:
                self._begin(data)
        elif kind == "separate" and self._open:
            self._open[-1].is_result = True
        elif kind == "end" and self._open:
            self._end(self._open.pop())

    def _end(self, ended: _OpenField) -> None:
        if self._open and not self._open[-1].is_result:  # it was a part of another's instruction
            del self._run.parts[ended.first :]
            return
        name, value = ended.name, without_marks("".join(self._run.parts[ended.first :])).strip()
        if name and value and not NAMELESS.match(name) and len(value) <= MOST_VALUE_CHARS:
            self._run.fields.append((name, value))

    def _begin(self, data: Any) -> None:
        box = data.find(f"{W}checkBox")
        if box is not None:
            checked = box.find(f"{W}checked")
            self._run.parts.append(TICKS[is_on(box.find(f"{W}default") if checked is None else checked)])
        choices = data.find(f"{W}ddList")
        if choices is not None:
            entries = [entry.get(f"{W}val") or "" for entry in choices.iter(f"{W}listEntry")]
            chosen = _code(value_of(choices, f"{W}result") or "0", base=10)
            self._run.parts.append(entries[chosen] if chosen < len(entries) else "")


def _equation(element: Any, before: str) -> str:
    """The text of an equation; each of a paragraph of equations is on a line of its own."""
    follows = element.getprevious() is not None and element.getprevious().tag == EQUATION
    if follows and element.getparent().tag == f"{EQUATION}Para":
        return "\n" + equation(element)
    return equation(element, before)


def _shown(text: Any) -> str:
    """The text of a run; in a symbol font, characters are mapped to what they display."""
    written = without_marks(text.text or "")
    properties = text.getparent().find(f"{W}rPr/{W}rFonts") if text.getparent() is not None else None
    if properties is None:
        return written
    of_ascii, of_others = (properties.get(f"{W}{name}") or "" for name in ("ascii", "hAnsi"))
    if not is_symbol_font(of_ascii) and not is_symbol_font(of_others):
        return written
    return "".join(_in_font(char, of_ascii, of_others) for char in written)


def _in_font(char: str, of_ascii: str, of_others: str) -> str:
    is_of_others = not char.isascii() and is_symbol_font(of_others)
    font = of_others if is_of_others else of_ascii
    return char if char.isspace() or not is_symbol_font(font) else symbol(font, ord(char)) or char


def _code(written: str | None, base: int = 16) -> int:
    try:
        return int(written or "", base) if len(written or "") <= 8 else 0
    except ValueError:
        return 0
