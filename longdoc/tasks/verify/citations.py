"""Citations in a draft: a page, a source by name, or a footnote with both."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePath

from longdoc.documents.types import Document, Span
from longdoc.tasks.verify.letters import letters_of
from longdoc.tasks.verify.types import Citation

__all__ = ["Citations"]

AFTER_CHARS = 220  # after a quotation, in which its citation stands
BEFORE_CHARS = 220
LEAST_NAME = 5  # letters of a source's name that can be looked for

_LABEL = r"(?:[A-Za-z]{1,2}-)?\d{1,5}|[ivxlc]{1,8}\b"
_PAGE = re.compile(
    r"(?:\bpp?\.[ \xa0]*|\bpgs?\.[ \xa0]*|\b[Pp]ages?[ \xa0]+|\bSeiten?[ \xa0]+"
    r"|(?<!U\.)(?<!U\.[ \xa0])\bS\.[ \xa0]*(?=\d))"  # a German page, unlike 410 U.S. 113
    rf"(?P<first>{_LABEL})(?:[ ]?[-–—][ ]?(?P<last>{_LABEL}))?"
    r"|第[ ]?(?P<cfirst>\d{1,5})(?:[ ]?[-–—至到][ ]?(?P<clast>\d{1,5}))?[ ]?[页頁]"
)
_NOTE = re.compile(
    r"[.,;:。，；]?[^\S\n]?(?:\[\^?(?P<name>[\w-]{1,16})\](?!\()|(?P<figure>[¹²³⁰⁴-⁹]{1,3}|\d{1,3})(?![\w.,]*\d))"
)
_FIGURES = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
# The line below a block quotation that says where it is from; "[1] Report, p. 2" is a footnote.
_ATTRIBUTED = re.compile(r"[ \t>]*(?!\[\^?[\w-]{1,16}\]:?[ \t]+\S)[—–(\[-]")
_IBID = re.compile(r"(?i)\b(?:ibid|ebd|ebenda|op\. cit)\b|同上")
_SENTENCE_END = re.compile(r"[.!?。！？](?=\s+[A-Z\"“„«]|\s*$|[\u4e00-\u9fff])|\n\s*\n")


class Citations:
    """Finds what a draft cites for each quotation, given the names of its sources."""

    def __init__(self, draft: Document, sources: Sequence[Document]) -> None:
        self._text = draft.text
        self._names = [(name, number) for number, source in enumerate(sources) for name in _names_of(source)]
        self._last = Citation()

    def of(self, span: Span, *, until: int, since: int, is_block: bool = False) -> Citation:
        """The citation of a quotation; `since` and `until` bound the text between its neighbours."""
        after = self._text[span.end : min(until, span.end + AFTER_CHARS)]
        before = self._text[max(since, span.start - BEFORE_CHARS) : span.start]
        noted = self._note(after)
        near = self._near(after, is_block=is_block)
        cited = self._read(noted) if noted else self._read(near)
        if _IBID.search(noted or near):
            cited = Citation(cited.sources or self._last.sources, cited.pages or self._last.pages)
        if not cited.sources or not cited.pages:
            is_near = bool(since) and span.start - since < 2 * BEFORE_CHARS
            introduced = self._read(_introduction(before, is_near, is_block=is_block))
            cited = Citation(cited.sources or introduced.sources, cited.pages or introduced.pages)
        if cited:
            self._last = cited
        return cited

    def _near(self, after: str, *, is_block: bool) -> str:
        """The rest of the sentence, and what follows it in parentheses or after a dash."""
        if is_block:
            lines = [line for line in after.split("\n") if line.strip(" \t>")]
            return lines[0] if lines and _ATTRIBUTED.match(lines[0]) else ""
        behind = re.match(r"[\"'”’»“」』.,;。，]*\s*[(（\[]([^)）\]\n]{1,160})[)）\]]", after)
        if behind:
            return behind.group(1)
        end = _SENTENCE_END.search(after)
        while end and re.search(r"\b(?:pp?|S|pgs?|No|vol|ed)\.?$", after[: end.start()]):
            end = _SENTENCE_END.search(after, end.end())
        return after[: end.start()] if end else after

    def _note(self, after: str) -> str:
        """The text of the footnote whose mark directly follows the quotation."""
        closing = re.match(r"[\"'”’»«“」』]{0,2}", after)
        mark = _NOTE.match(after, closing.end() if closing else 0)
        if mark is None:
            return ""
        name = (mark["name"] or mark["figure"]).translate(_FIGURES)
        label = rf"\[\^?{re.escape(name)}\]:?" + (rf"|{name}[.):]?" if name.isdigit() else "")
        for line in re.finditer(
            rf"(?m)^[ \t]*(?:{label})[ \t]+(?P<note>\S[^\n]*(?:\n(?![ \t]*(?:\[|\d+[.)]|\n))[^\n]+)*)",
            self._text,
        ):
            if self._read(line["note"]) or _IBID.search(line["note"]):
                return line["note"]
        return ""

    def _read(self, text: str) -> Citation:
        pages: list[str] = []
        for found in _PAGE.finditer(text):
            first, last = found["first"] or found["cfirst"], found["last"] or found["clast"]
            pages += [first, *_range(first, last)]
        said = letters_of(text)[0].tobytes()
        named = [(len(name), number) for name, number in self._names if _holds(said, name)]
        longest = max((length for length, _ in named), default=0)
        return Citation(frozenset(n for length, n in named if length == longest), tuple(pages))


def _introduction(before: str, is_near: bool, *, is_block: bool) -> str:
    """What introduces a quotation: its sentence up to it; before a block quotation, all the text.

    What stands behind the quotation before cites that one, so that of its paragraph no more than the last
    sentence introduces the block.

    Args:
        before: the text since the quotation before.
        is_near: whether there is one at a short distance.
    """
    if is_block and not is_near:
        return before
    if is_block and (paragraph := before.rstrip().rpartition("\n\n"))[1]:
        return paragraph[2]
    ends = list(_SENTENCE_END.finditer(before.rstrip(" .:\n") if is_block else before))
    return before[ends[-1].end() if ends else 0 :]


def _range(first: str, last: str | None) -> list[str]:
    if last is None:
        return []
    if first.isdigit() and last.isdigit():
        low, high = int(first), int(last if len(last) >= len(first) else first[: -len(last)] + last)
        return [str(page) for page in range(low + 1, min(high, low + 200) + 1)]
    return [last]


def _names_of(source: Document) -> list[bytes]:
    """The file's name without its suffix and the title, as letters."""
    path = PurePath(source.source)
    names = {letters_of(name)[0].tobytes() for name in (path.name, path.stem, source.title)}
    return [name for name in names if len(name) >= 4 * LEAST_NAME]


def _holds(said: bytes, name: bytes) -> bool:
    at = said.find(name)
    while at >= 0 and at % 4:
        at = said.find(name, at + 1)
    return at >= 0
