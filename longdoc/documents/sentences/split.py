"""Splits text into sentences with exact spans, in English, Chinese and some European languages, by rules.

Text is split at blank lines, at line breaks that are not mere wrapping (headings, list items, table rows),
and at closing punctuation that does not belong to an abbreviation, initial, number or clause number. What is
still too long for one sentence (tables, endless clauses) is split at a line break, ';', ',' or a space.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from heapq import merge
from itertools import chain

from longdoc.characters import CJK
from longdoc.documents.sentences.abbreviations import OPENERS, belongs_to_word, skip_blanks
from longdoc.documents.sentences.languages import Language, language_of
from longdoc.documents.sentences.line_ends import BLANK_LINE, find_line_cuts
from longdoc.documents.span import Span, Spans
from longdoc.documents.structure.clause_numbers import find_clause_numbers

__all__ = ["MAX_SENTENCE_CHARS", "split_sentences"]

MAX_SENTENCE_CHARS = 1200  # nothing longer comes out; a Chinese character counts for three
LONG_SENTENCE_CHARS = 1000  # where a longer one is cut
FAR_CHARS = 20_000  # a quotation that was opened before is none

CLOSERS = "\"'”’」』）》】〉)\\]»"
AFTER = rf"[{CLOSERS}]*(?:\[\d[^\]\n]{{0,20}}\])*"  # closing quotes, citations: text.[3]
TERMINAL = re.compile(
    rf"(?P<chinese>(?:[。！？｡]|(?<!…)…++(?=[”」』])|(?<![\d.])．(?!\d))[。！？!?｡…]*{AFTER})"
    rf"|(?<![.!?…])[.!?…]++(?:{AFTER}[“‘«‹]?(?=\s)"  # „So.“ and »So.«, as German quotes
    r"|(?<=[a-z)\]”\"]\.)\d{1,3}(?=\s+[A-Z])"  # the mark of a footnote: text.3 Next
    r"|(?<=\.)(?:\^\d|[⁰¹²³⁴-⁹]){1,3}(?=\s+[A-Z])"  # … where it cannot be taken for decimals: 1958.¹ Next
    rf"|(?<![.…])(?=[{CJK}]))"
)
# a clause number inside a line: after a heading in capitals, after ':' or ';', or after a gap
CLAUSE = re.compile(r"\b\d{1,2}\.\d{1,2}(?:\.\d{1,2}){0,9}\.?\s+[A-Z][a-z]")
BEFORE_CLAUSE = re.compile(r"(?:(?:[A-Z]{2}[.:;]?|[a-z][:;])\s+|\S[ \t]{3,})$")
# the name of an annex, with the heading in capitals that follows it on the same line
ANNEX = re.compile(
    r"^[^\S\n]*(?:EXHIBIT|Exhibit|SCHEDULE|Schedule|ANNEX|Annex|APPENDIX|Appendix)\s+[\dA-Z][\w.-]{0,6}\s+"
    r"(?=[A-Z]{2})", re.MULTILINE
)  # fmt: skip
# a title in capitals, with what follows it on the same line after a gap
TITLE = re.compile(
    r"(?:^[^\S\n]*|(?<=[ \t]{3}))(?=[^a-z\n]{10})"
    r"[A-Z][A-Z&'’-]*(?:[ \t]{1,2}[A-Z0-9&(][A-Z0-9&,.'’()/-]*){1,11}"
    r"[ \t]{3,}(?=[\"“(]?[A-Z])", re.MULTILINE
)  # fmt: skip
# an item with a capital: "; and (2) Brett", or after a gap: "Liability  (a) Except"
INLINE_ITEM = re.compile(
    r"(?:(?<=;)[ \t]+(?:(?:and|or)[ \t]+)?|(?<=[A-Z]{4})[ \t]+)(?=\(\d{1,2}\)[ \t]+[A-Z])"
    r"|(?<=[^\s,])[ \t]{2,}(?=\([a-z\d]{1,3}\)[ \t]+[A-Z])"
    r"|(?:(?<=[:;])|(?<=; or)|(?<=; and))[ \t]{3,}(?=\([a-z\d]{1,4}\)[ \t]+\w)"
)
# a number, letter or dash inside a line: "as follows: 1. Scope", "RECITALS a. The"
INLINE_NUMBER = re.compile(
    r"(?:(?<=[:;])-?|(?<=[A-Z]{2}))[ \t]+(?=(?:\d{1,2}|[a-h]|[ivx]{1,4})\.[ \t]+[A-Z])"
    r"|(?<=[a-z]{4}\.)[ \t]+(?=(?:[a-h]|[ivx]{1,4})\.[ \t]+[A-Z])"
    r"|(?<=[:;.])[ \t]+(?=[-–•·●▪◦][ \t]+[A-Z])"
)
# a heading with its number, or in capitals, and what follows it on the same line: "6. Assignment Without the"
_TITLE_WORD = r"(?:[A-Z][\w'’&/-]*,?|&|a|an|and|by|for|in|of|on|or|the|to|upon|with)"
_OPENING = (
    r"(?:(?:This|The|These|Those|If|Each|Either|Neither|Both|Every|Unless|Notwithstanding|Except|During|Without)"
    r"[ \t]+[\w\"“(]|(?:All|Any|No|In|For|Upon|Subject|Nothing|Within|As|At|It|On|Where|When)[ \t]+[a-z])"
)
HEADED = re.compile(
    rf"(?<![\w.,(-])(?:\d{{1,2}}(?:\.\d{{1,2}})+\.?|\d{{1,2}}\.)[ \t]+(?:{_TITLE_WORD}[ \t]+){{0,7}}?"
    rf"[A-Z][\w'’&/-]*[ \t]+(?={_OPENING})"
    rf"|(?<![\w,&])(?:[A-Z&]{{2,30}}+[ \t]++){{0,6}}[A-Z]{{5,30}}+[ \t]++(?=(?![A-Z]{{2}}){_OPENING})"
)
ITEM = re.compile(rf"\(?[a-z]{{1,4}}\)[\s{CJK}]")
CAPITAL_ITEM = re.compile(r"[a-z]{1,4}\)\s+[A-Z]")
# the dots still to come in a table of contents, and the page
LEADER_REST = re.compile(r"(?: ?\.)* ?\d{1,4}(?!\S)")
MIXED = re.compile(r"[a-z]{1,2}[A-Z]")  # iPhone, eBay, mRNA
CHINESE = re.compile(rf"[{CJK}]")
CUT_AFTER = [re.compile(pattern) for pattern in (r"\n", r"[;；]", r"[:：]\s|,(?=\s)|[，、]", r"\s")]


def split_sentences(
    text: str, *, parts: Iterable[Span] = (), lines: Sequence[Span] = (), whole: Sequence[Span] = ()
) -> Spans:
    """Sentences in order, without overlap, with only white space between them; none crosses a blank line.

    Each is non-empty, has no white space at either end, and is at most MAX_SENTENCE_CHARS long.

    Args:
        parts: spans that begin and end with a sentence.
        lines: in these each line is one sentence (rows of tables, fields of forms); in order.
        whole: each of these is one sentence; in order.

    >>> [sentence.start for sentence in split_sentences("See Fig. 3. It works.")]
    [0, 12]
    """
    language = language_of(text)
    blank_lines = (match.start() for match in BLANK_LINE.finditer(text))
    breaks = _in_order(blank_lines, _clause_cuts(text, language), find_line_cuts(text))
    kept_whole = Spans(merge((line for span in lines for line in _lines_of(text, span)), whole))
    if kept_whole:
        breaks = _without_inner(breaks, kept_whole)
    ends = (end for span in parts for end in (span.start, span.end))
    breaks = _in_order([0], breaks, ends, kept_whole.starts, kept_whole.ends)
    cuts = _in_order(breaks, _terminal_cuts(text, breaks, language))
    if kept_whole:
        cuts = _without_inner(cuts, kept_whole)
    return Spans(span for start, end in _pieces(text, cuts) for span in _cut_long(text, start, end))


def _in_order(*offsets: Iterable[int]) -> Sequence[int]:
    """All offsets from the first to the last, each once, in four bytes each."""
    import numpy as np

    given_N = np.sort(np.frombuffer(array("i", chain.from_iterable(offsets)), np.intc))
    once_N = np.ones(len(given_N), bool)
    np.not_equal(given_N[1:], given_N[:-1], out=once_N[1:])
    ordered = array("i")
    ordered.frombytes(given_N[once_N].tobytes())
    return ordered


def _lines_of(text: str, span: Span) -> Iterator[Span]:
    start = span.start
    while start < span.end:
        end = text.find("\n", start, span.end)
        end = span.end if end < 0 else end
        yield Span(start, end)
        start = end + 1


def _without_inner(cuts: Iterable[int], spans: Spans) -> Sequence[int]:
    """The cuts that lie inside none of these ordered spans."""
    kept = array("i")
    for cut in cuts:
        index = bisect_left(spans.starts, cut) - 1
        if index < 0 or cut >= spans.ends[index]:
            kept.append(cut)
    return kept


def _clause_cuts(text: str, language: Language | None) -> Iterator[int]:
    for match in CLAUSE.finditer(text):
        if BEFORE_CLAUSE.search(text[max(0, match.start() - 12) : match.start()]):
            yield match.start()
    yield from find_clause_numbers(text, language)
    for pattern in (ANNEX, TITLE, HEADED, INLINE_ITEM, INLINE_NUMBER):
        for match in pattern.finditer(text):
            yield match.end()


def _pieces(text: str, cuts: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The non-empty pieces between the cuts, stripped."""
    start = 0
    for cut in chain(cuts, [len(text)]):
        piece = text[start:cut]
        stripped = piece.lstrip()
        begin = start + len(piece) - len(stripped)
        end = begin + len(stripped.rstrip())
        if begin < end:
            yield begin, end
        start = cut


def _terminal_cuts(text: str, breaks: Sequence[int], language: Language | None) -> Iterator[int]:
    """Ends of sentences by punctuation; a sentence always begins at each of `breaks`."""
    start = 0  # where the sentence that is being read began
    for match in TERMINAL.finditer(text):
        mark, end = match.span()
        start = max(start, breaks[bisect_right(breaks, mark) - 1])
        end = _before_opening_quote(text, start, mark, end)
        if not _may_begin(text, end, chinese=match["chinese"] is not None):
            continue
        if text[mark] == "." and (
            text.startswith("....", mark) or belongs_to_word(text, start, mark, end, language)
        ):
            continue
        if text[max(0, mark - 2) : mark] == ". " and LEADER_REST.match(text, end):
            continue
        yield end
        start = end


def _before_opening_quote(text: str, start: int, mark: int, end: int) -> int:
    """A straight quote between two sentences closes only if one is open; else it opens the next."""
    for at in range(mark, end):
        follows = text[at + 1 : at + 2]
        if text[at] != '"' or not follows or follows.isspace():
            continue
        if text.count('"', max(start, at - FAR_CHARS), at) % 2 == 0:
            return at
    return end


def _may_begin(text: str, end: int, *, chinese: bool) -> bool:
    """Whether a new sentence can begin with the text after `end`."""
    at = skip_blanks(text, end, len(text))
    char = text[at : at + 1]
    if not char:
        return True
    if char in ",;:.)，、；：）。！？!?%":
        return False
    if chinese:
        return True
    if (char == "(" or char.islower()) and ITEM.match(text, at):
        return char == "(" or "\n" in text[end:at] or CAPITAL_ITEM.match(text, at) is not None
    while at < len(text) and text[at] in OPENERS:
        at += 1
    return not text[at : at + 1].islower() or MIXED.match(text, at) is not None


def _cut_long(text: str, start: int, end: int) -> Iterator[Span]:
    """The piece as one span, or, if too long, split at line breaks, ';', ',' or spaces."""
    while end - start > MAX_SENTENCE_CHARS // 3:
        piece = text[start : start + LONG_SENTENCE_CHARS]
        chinese = len(CHINESE.findall(piece)) * 2 > len(piece)
        scale = 3 if chinese else 1
        if end - start <= MAX_SENTENCE_CHARS // scale:
            break
        cut = _best_cut(text, start, start + LONG_SENTENCE_CHARS // scale)
        yield Span(start, start + len(text[start:cut].rstrip()))
        start = skip_blanks(text, cut, end)
    if start < end:
        yield Span(start, end)


def _best_cut(text: str, start: int, limit: int) -> int:
    """The last offset before `limit` at the strongest punctuation in the last three quarters."""
    floor = start + (limit - start) // 4
    for pattern in CUT_AFTER:
        cuts = [match.end() for match in pattern.finditer(text, floor, limit)]
        if cuts:
            return cuts[-1]
    return limit
