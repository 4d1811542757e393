"""Sentences of a text, English and Chinese, as exact spans: rules over regular expressions, no model.

Cuts come from three places: blank lines, line ends that a paragraph would not wrap at (headings, list
items, table rows), and closing punctuation that is no abbreviation, initial, number or clause number.
What is still too long for one sentence (tables, endless clauses) is cut at ';', then ',', then a blank.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from longdoc.documents.types import Span

__all__ = ["MAX_SENTENCE_CHARS", "split_sentences"]

MAX_SENTENCE_CHARS = 1200  # nothing longer comes out; a Chinese character counts for three
LONG_SENTENCE_CHARS = 1000  # where a longer one is cut
UNWRAPPED_LINE_CHARS = 160  # nobody wraps lines this wide: such a line is a paragraph

CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
CLOSERS = "\"'”’」』）》】〉)\\]»"
OPENERS = "\"'“‘「『（《【〈(\\[«*_`¿¡"

BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")
TERMINAL = re.compile(
    rf"(?:(?P<cjk>(?:[。！？｡]|…+(?=[”」』])|(?<![\d.])．(?!\d))[。！？!?｡…]*[{CLOSERS}]*(?:\[\d[^\]\n]{{0,20}}\])*)"
    rf"|[.!?…]+(?:[{CLOSERS}]*(?:\[\d[^\]\n]{{0,20}}\])*(?=\s)|\d{{1,3}}(?=\s+[A-Z])|(?<![.…])(?=[{CJK}])))"
)
# a clause number inside a line: after a heading in capitals, or after ':' or ';'
CLAUSE = re.compile(r"(?:(?<=[A-Z]{2})|(?<=[A-Z]{2}[.:;])|(?<=[a-z][:;]))\s+(?=\d{1,2}\.\d{1,2}(?:\.\d{1,2})*\.?\s+[A-Z][a-z])")
ITEM_START = re.compile(rf"\(?[a-z]{{1,4}}\)[\s{CJK}]|[•·▪◦‣–—-]\s")

NUMBER = r"(?:\d{1,3}(?:\.\d{1,3})*|[A-Za-z]|[ivxl]{1,6}|[IVXL]{1,6})"
ENUMERATOR = re.compile(
    rf"[^\w(]*(?:\(?{NUMBER}\)?|§+\s*[\d.]+|"
    rf"(?i:section|sec|article|art|chapter|clause|part|book|appendix|schedule|exhibit|annex|rule)\s+[\w.-]{{1,8}})"
)

LINE_START = re.compile(
    r"\s*(?:"
    r"(?:[-*+•·▪◦‣●○■□]|[–—](?=\s+[A-Z]))\s"  # bullets
    rf"|\(?(?:\d{{1,3}}|[A-Za-z]|[ivxl]{{1,6}}|[IVXL]{{1,6}})[).]\s"  # 1. (a) iv)
    rf"|\((?:\d{{1,3}}|[A-Za-z]|[ivxl]{{1,6}})\)"  # (a)text
    r"|\d{1,3}(?:\.\d{1,3})+\.?\s+\S"  # 7.2 Limitation
    r"|\d{1,2}\s+[A-Z][a-z]+(?:\s\S+){0,6}\s*$"  # 1 Introduction
    r"|\d{1,3}(?:\.\d+)?\s+\(\d"  # 1 (1) The following
    r"|#{1,6}\s|```|~~~|\||>\s|\[\d{1,3}\]\s|\[\^|§"  # Markdown, bibliography
    r"|(?:ARTICLE|SECTION|CHAPTER|PART|SCHEDULE|EXHIBIT|ANNEX|APPENDIX)\s+[\dIVXLA-Z]"
    r"|(?:Article|Section|Chapter|Part|Schedule|Exhibit|Annex|Appendix)\s+[\dIVXL]+[.:]?\s*(?:[A-Z—–-]|$)"
    r"|第[一二三四五六七八九十百千零〇\d]{1,8}[条章节編编篇部分卷回]"
    r"|[（(][一二三四五六七八九十\d]{1,3}[）)]|[一二三四五六七八九十]{1,3}、"
    r"|[=\-_*~]{3,}\s*$"
    r")"
)
LINE_ALONE = re.compile(r"\s*(?:#{1,6}\s|```|~~~|\|.*\|\s*$|[=\-_*~+|: ]{3,}\s*$)|.*\S \| \S")
HEADING_NUMBER = re.compile(r"\s*(?:(?:\d{1,2}(?:\.\d{1,2})*|[IVXL]{1,6}|[A-Z])[.)]?\s+)(?=[A-Z])")
SMALL_WORDS = frozenset("a an and as at but by for from in into is nor of on or our the to upon with vs via under".split())

NEVER_LAST = frozenset(
    "mr mrs ms dr prof messrs mme mlle hon rev gen col capt lt sgt maj cmdr adm sen rep gov pres supt insp "
    "st mt ft e.g i.e eg ie cf vs v viz ibid approx ca al esp incl excl resp e.g.,".split()
) - {"al"}
# before a number or a capital letter alone these are references: "No. 5", "Fig. 3", "Sec. IV"
BEFORE_NUMBER = frozenset(
    "no nos fig figs eq eqs eqn sec secs sect art arts ch chap chs cl vol vols p pp par para paras pt ref refs tab "
    "ex exh app ann bk ed eds ser reg regs pat stat cir supp div op doc subsec subd tit sched n nn l ll ff "
    "jan feb mar apr jun jul aug sep sept oct nov dec art add amend r".split()
)
# these may end a sentence; they do where a word follows that likes to begin one
MAY_BE_LAST = frozenset(
    "inc corp ltd co llc llp plc lp bros dept univ assn assoc intl natl mfg jr sr esq phd ph.d m.d b.a m.a al etc "
    "mon tue tues wed thu thurs fri sat sun ave blvd rd bldg apt rm ste cal del mass conn ill ind fla tex "
    "pty gmbh s.a n.v b.v s.p.a a.m p.m am pm u.s u.k u.s.a d.c n.y e.u u.n est min max govt".split()
) | (BEFORE_NUMBER - {"no", "l", "p", "r", "n"})
STARTERS = frozenset(
    "The This That These Those There Then Thus Therefore Their They It Its In If Is Into An All Any Each Every Either "
    "Both Such Some Several Many Most More Much Other Another No None Neither Nor Not Nothing For From On Once Only Or "
    "Our Over We When Where Whether Which While Who Whoever Why With Within Without What Whatever Was Were Will Would "
    "He Her Here Hence His How However Had Has Have She Since So Subject Should Shall Soon Sometimes At After Although "
    "And As Additionally Accordingly Also Among Are Again But Because Before Being Between Beyond By Can Could Did Do "
    "Does During Despite Even Except Finally First Further Furthermore Given Instead Indeed Last Later Let Like "
    "Likewise Meanwhile Moreover Must My Nevertheless Next Now Notwithstanding Of Otherwise Perhaps Please Provided "
    "Pursuant Rather Second Similarly Still Than Third Though Through Throughout To Today Together Under Unless Until "
    "Up Upon Us Using Very Yet You Your A I".split()
)
WORD = re.compile(r"[^\W\d_]+")


def split_sentences(text: str) -> list[Span]:
    """Sentences in order: none overlap, only white space lies between them, none crosses a blank line.

    Each is non-empty, has no white space at either end, and is at most MAX_SENTENCE_CHARS long.

    >>> [s.start for s in split_sentences("See Fig. 3. It works.")]
    [0, 12]
    """
    breaks = sorted({match.start() for match in BLANK_LINE.finditer(text)} | set(_line_cuts(text)) | _clause_cuts(text))
    cuts = _merge(breaks, _terminal_cuts(text, breaks))
    return [piece for start, end in _pieces(text, cuts) for piece in _cut_long(text, start, end)]


def _merge(one: Iterable[int], other: Iterable[int]) -> list[int]:
    return sorted({*one, *other})


def _clause_cuts(text: str) -> set[int]:
    return {match.start() for match in CLAUSE.finditer(text)}


def _pieces(text: str, cuts: list[int]) -> Iterator[tuple[int, int]]:
    """What lies between the cuts, stripped, without the empty ones."""
    start = 0
    for cut in [*cuts, len(text)]:
        piece = text[start:cut]
        stripped = piece.lstrip()
        begin = start + len(piece) - len(stripped)
        end = begin + len(stripped.rstrip())
        if begin < end:
            yield begin, end
        start = cut


# ---- closing punctuation


def _terminal_cuts(text: str, breaks: list[int]) -> list[int]:
    """Ends of sentences by punctuation; `breaks` are the cuts known already."""
    cuts: list[int] = []
    last = 0  # where the sentence that is being read began
    breaks = [0, *breaks]
    for match in TERMINAL.finditer(text):
        first, end = match.span()
        known = breaks[bisect_right(breaks, first) - 1]
        last = max(last, known)
        end = _closing_end(text, last, first, end)
        if _may_follow(text, end, match["cjk"] is not None) and (
            text[first] != "." or not _is_abbreviation(text, last, first, match.end())
        ):
            cuts.append(end)
            last = end
    return cuts


def _closing_end(text: str, last: int, first: int, end: int) -> int:
    """A straight quote right after the mark closes only where one is open; else the next one's begins."""
    for at in range(first, end):
        if text[at] == '"' and at + 1 < len(text) and not text[at + 1].isspace() and text.count('"', last, at) % 2 == 0:
            return at
    return end


def _may_follow(text: str, end: int, chinese: bool) -> bool:
    """Whether a new sentence can begin with what stands after `end`."""
    at = end
    size = len(text)
    while at < size and text[at].isspace():
        at += 1
    if at == size:
        return True
    char = text[at]
    if char in ",;:.)，、；：）。！？!?%":
        return False
    if chinese:
        return True
    if char.islower() or char in "(-–—":
        if char in "([" or char.islower():
            if ITEM_START.match(text, at):
                return char == "(" or "\n" in text[end:at]
    while at < size and text[at] in OPENERS:
        at += 1
    return at == size or not text[at].islower()


def _is_abbreviation(text: str, last: int, first: int, end: int) -> bool:
    """Whether the '.' at `first` belongs to an abbreviation, an initial or a number, not to the sentence."""
    if end - first > 3 and text[first : first + 4] == "....":  # the dots of a table of contents
        return True
    if first - last <= 24 and ENUMERATOR.fullmatch(text, _skip_blanks(text, last, first), first):
        return True
    before = text[max(last, first - 14) : first].split()
    if not before:
        return True
    word = before[-1].lstrip("\"'“‘([*_").lower()
    if word in NEVER_LAST:
        return True
    initial = len(word) == 1 and word.isalpha() and before[-1][-1:].isupper()
    dotted = len(word) >= 3 and word[1::2] == "." * (len(word) // 2) and word[0].isalpha()
    if not (initial or dotted or word in MAY_BE_LAST or word in BEFORE_NUMBER):
        return False
    return not _likes_to_begin(text, end, word)


def _likes_to_begin(text: str, end: int, word: str) -> bool:
    """Whether a sentence begins after the abbreviation `word`, going by what follows."""
    at = _skip_blanks(text, end, len(text))
    while at < len(text) and text[at] in OPENERS:
        at += 1
    if "\n\n" in text[end:at] or at == len(text):
        return True
    if word in BEFORE_NUMBER and word not in MAY_BE_LAST:
        return text[at].isalpha() and not re.match(r"[A-Z\u2160-\u217f](?![a-z])|[IVXL]+\b", text[at : at + 8])
    match = WORD.match(text, at)
    if match is None:
        return word == "etc" and not text[at].isdigit()
    following = match[0]
    if len(following) == 1 and text[match.end() : match.end() + 1] == ".":
        return False
    return following in STARTERS or word == "etc"


def _skip_blanks(text: str, start: int, end: int) -> int:
    while start < end and text[start].isspace():
        start += 1
    return start


# ---- line ends


def _line_cuts(text: str) -> Iterator[int]:
    """Single line ends at which a sentence ends, paragraph by paragraph."""
    start = 0
    for match in BLANK_LINE.finditer(text):
        if text.find("\n", start, match.start()) >= 0:
            yield from _paragraph_cuts(text[start : match.start()], start)
        start = match.end()
    if text.find("\n", start) >= 0:
        yield from _paragraph_cuts(text[start:], start)


def _paragraph_cuts(paragraph: str, offset: int) -> Iterator[int]:
    lines = paragraph.split("\n")
    widths = [_width(line) for line in lines]
    unwrapped = sum(width > UNWRAPPED_LINE_CHARS for width in widths) * 3 >= len(lines)
    widest = max(widths)
    fresh = True  # the line begins a sentence
    for line, following, width in zip(lines, lines[1:], widths):
        offset += len(line)
        fresh = unwrapped or _ends_here(line, following, width, widest, fresh)
        if fresh:
            yield offset
        offset += 1
        fresh = fresh or line.rstrip()[-1:] in ".!?。！？"


def _ends_here(line: str, following: str, width: int, widest: int, fresh: bool) -> bool:
    """Whether the end of `line` ends a sentence though no punctuation need say so."""
    if LINE_START.match(following) or LINE_ALONE.match(line) or LINE_ALONE.match(following):
        return True
    space = 1 + _width(following.split(None, 1)[0]) if following.strip() else 0
    if following[:1].isascii() and width + space > 0.9 * widest:
        return False  # full: the next word had no room
    if line.rstrip()[-1:] in ".!?:;。！？：；":
        return width + space < 0.7 * widest
    return fresh and _is_heading(line.strip(), following.lstrip(), width, widest)


def _is_heading(line: str, following: str, width: int, widest: int) -> bool:
    if not line or line[-1] in ",;:-—，、；：" or not following or following[0].islower():
        return False
    if re.search(rf"[{CJK}]", line):
        return len(line) <= 40 and width + 4 <= widest and not re.search("[，。；：！？、]", line)
    if len(line) > 80 or width > 0.75 * widest:
        return False
    words = [word for word in HEADING_NUMBER.sub("", line).split() if word[0].isalpha()]
    long_words = [word for word in words if word.lower() not in SMALL_WORDS]
    return bool(long_words) and all(word[0].isupper() for word in long_words)


def _width(line: str) -> int:
    """Columns on a page: a Chinese character takes two."""
    line = line.rstrip()
    return len(line) if line.isascii() else len(line) + len(re.findall(rf"[{CJK}，。；：、！？（）]", line))


# ---- too long for a sentence


def _cut_long(text: str, start: int, end: int) -> Iterator[Span]:
    """The piece as one span, or cut at line ends, ';', ',' or blanks where it is too long."""
    while end - start > MAX_SENTENCE_CHARS // 3:
        piece = text[start : start + LONG_SENTENCE_CHARS]
        chinese = len(re.findall(rf"[{CJK}]", piece)) * 2 > len(piece)
        scale = 3 if chinese else 1
        if end - start <= MAX_SENTENCE_CHARS // scale:
            break
        cut = _best_cut(text, start, start + LONG_SENTENCE_CHARS // scale)
        yield Span(start, cut - _blanks_before(text, cut))
        start = _skip_blanks(text, cut, end)
    if start < end:
        yield Span(start, end)


def _best_cut(text: str, start: int, limit: int) -> int:
    floor = start + (limit - start) // 4
    for pattern in ("\n", r"[;；]", r"[:：]\s|[,，、](?=\s|[^\x00-\x7f])", r"\s"):
        cuts = [match.end() for match in re.finditer(pattern, text[floor:limit])]
        if cuts:
            return floor + cuts[-1]
    return limit


def _blanks_before(text: str, end: int) -> int:
    count = 0
    while text[end - count - 1].isspace():
        count += 1
    return count
