"""Finds quotations by their quotation marks, of all kinds, paragraph by paragraph."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from longdoc.documents.types import Span

__all__ = ["marked_quotations"]

CLOSED_BY = {
    "“": "”", "„": "“”", "«": "»", "»": "«»", "‹": "›", "›": "‹", "「": "」", "『": "』", "‘": "’", "‚": "‘’",
    '"': '"', "'": "'", "”": "”", "＂": "＂", "〝": "〞〟", "❝": "❞", "❛": "❜",
}  # fmt: skip
DIRECTED = frozenset("“„«‹「『〝❝❛")  # these open wherever they stand
SINGLE = frozenset("'‘’‚")  # which are apostrophes too
LEAST_SINGLE_WORDS = 3
MOST_CHARS = 6_000  # of one quotation
PARAGRAPH_END = re.compile(r"\n[^\S\n]*\n\s*")
# ``as TeX writes it'', and `` code `` of Markdown left alone
_TEX = re.compile(r"(?<![`\w])``(?=[^\s`])((?:(?!``|\'\'|\n[^\S\n]*\n).){1,6000})\'\'(?!\')", re.DOTALL)
_CHINESE = re.compile(r"[\u3040-\u9fff\uf900-\uffef]")


def marked_quotations(text: str) -> Iterator[tuple[Span, str]]:
    """(span without the marks, text) of each outermost quotation.

    A quotation over several paragraphs, each with an opening mark, counts as one.
    """
    if "``" in text:
        text = _TEX.sub(r" “\1” ", text)  # of the same length
    closings = _Closings(text)
    at = 0
    for paragraph in _paragraphs(text):
        at = max(at, paragraph.start)
        while at < paragraph.end:
            mark = text[at]
            if mark not in CLOSED_BY or not _opens(text, at):
                at += 1
                continue
            pieces = _pieces(closings, at, paragraph.end)
            if pieces is None:
                at += 1
                continue
            at = pieces[-1].end + 1
            quoted = "\n\n".join(text[piece.start : piece.end] for piece in pieces)
            if quoted.strip() and (mark not in SINGLE or len(quoted.split()) >= LEAST_SINGLE_WORDS):
                yield Span(pieces[0].start, pieces[-1].end), quoted


def _paragraphs(text: str) -> Iterator[Span]:
    start = 0
    for gap in PARAGRAPH_END.finditer(text):
        yield Span(start, gap.start())
        start = gap.end()
    yield Span(start, len(text))


def _opens(text: str, at: int) -> bool:
    mark, before, after = text[at], text[at - 1 : at], text[at + 1 : at + 2]
    if mark in DIRECTED:
        return True
    if not after or after.isspace():
        return False
    if mark == "‘":
        return not before.isalnum() or bool(_CHINESE.match(before))
    free = not before or before.isspace() or before in "([{—–-:：，。；、（*_>/"
    if mark in "\"'＂" and _CHINESE.match(before):
        return True
    return free and (mark not in "»›”" or after.isalnum())


class _Closings:
    """Where quotations can end, found once for each kind of mark, so that unclosed marks cost nothing."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.broken: dict[str, int] = {}  # by mark: the last end of a paragraph over which none went on
        self._places: dict[str, list[int]] = {}

    def after(self, mark: str, start: int, end: int) -> int | None:
        """The first mark that closes `mark` after the offset `start` and before `end`."""
        if mark not in self._places:
            found = re.finditer(f"[{CLOSED_BY[mark]}]", self.text)
            places = [one.start() for one in found if _closes(self.text, mark, one.start())]
            self._places[mark] = sorted(places + _typed_closings(self.text)) if mark == "„" else places
        places = self._places[mark]
        index = bisect_right(places, start)
        return places[index] if index < len(places) and places[index] < end else None


def _pieces(closings: _Closings, at: int, end: int) -> list[Span] | None:
    """The spans of a quotation that opens here, one per paragraph; None if it is never closed."""
    text, mark = closings.text, closings.text[at]
    first = closings.after(mark, at + 1, at + MOST_CHARS)
    if first is None or at < closings.broken.get(mark, 0) < first:
        return None
    pieces: list[Span] = []
    start = at + 1
    while (closed := closings.after(mark, start, end)) is None:
        gap = PARAGRAPH_END.match(text, end)
        if gap is None or text[gap.end() : gap.end() + 1] != mark:
            closings.broken[mark] = end
            return None
        pieces.append(Span(start, end))
        start = gap.end() + 1
        following = PARAGRAPH_END.search(text, start)
        end = following.start() if following else len(text)
    return [*pieces, Span(start, closed)]


def _closes(text: str, mark: str, at: int) -> bool:
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if text[at] in SINGLE and after.isalnum() and not _CHINESE.match(after):
        return False  # an apostrophe
    may_open = text[at] in "\"'" or text[at] == mark
    return not (may_open and before.isspace() and after.isalnum())  # else another one opens


def _typed_closings(text: str) -> list[int]:
    """Every `"` that stands for the “ that closes a „: before any of these, another „ opens."""
    places: list[int] = []
    following = "„"
    for found in reversed(list(re.finditer('[„“”"]', text))):
        if found[0] != '"':
            following = found[0]
        elif following == "„" and _closes(text, '"', found.start()):
            places.append(found.start())
    return places
