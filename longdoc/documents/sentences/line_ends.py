"""Finds line breaks within a paragraph that end a sentence: headings, list items, table rows, records, verse.

A line break where the next word would not have fitted is mere wrapping and ends nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator

from longdoc.characters import CJK
from longdoc.documents.text.chinese_numerals import HAN_DIGITS

__all__ = ["BLANK_LINE", "find_line_cuts"]

UNWRAPPED_LINE_CHARS = 160  # nobody wraps lines this wide: such a line is a paragraph

BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")
WIDE = re.compile(rf"[{CJK}，。；：、！？（）《》“”]")

# what begins a line only where a list item, heading or table row does
ITEM_LINE = re.compile(
    r"\s*(?:"
    r"(?:[-*+•·▪◦‣●○■□→➢➤✓✔☐☑☒◆◇★]|[–—](?=\s+[A-Z]))\s"
    r"|#{1,6}\s|```|~~~|\||>\s|\[\d{1,3}\]\s+[A-Z]|\[\^"
    r"|[=\-_*~]{3,}\s*$"
    r")"
)
# what may also stand there because a sentence was wrapped: "pursuant to" / "Section 5. The ..."
NUMBERED_LINE = re.compile(
    r"\s*(?:"
    r"\d{1,3}[).]\s|\(?(?:\d{1,3}|[A-Za-z]|[ivxl]{1,6}|[IVXL]{1,6})\)|[IVXL]{2,6}\.\s"
    rf"|\d{{1,3}}(?:\.\d{{1,3}})+\.?\s+[A-Z{CJK}]"
    r"|\d{1,2}\s+[A-Z][a-z]+(?:\s\S+){0,6}\s*$|\d{1,3}(?:\.\d+)?\s+\(\d|§"
    r"|(?:ARTICLE|SECTION|CHAPTER|PART|SCHEDULE|EXHIBIT|ANNEX|APPENDIX)\s+[\dIVXLA-Z]"
    r"|(?:Article|Section|Chapter|Part|Schedule|Exhibit|Annex|Appendix)\s+[\dIVXL]+[.:]?\s*(?:[A-Z—–-]|$)"
    rf"|第[{HAN_DIGITS}\d]{{1,8}}[条章节節編编篇部分卷回]"
    r"|[（(][一二三四五六七八九十\d]{1,3}[）)]|[一二三四五六七八九十]{1,3}、"
    r")"
)
# a number or letter before an item
LISTED_LINE = re.compile(r"\s*\(?(?:\d{1,3}|[A-Za-z]|[ivxl]{1,6})[.)]\s+\S")
PAGE_NUMBER = re.compile(r"[\s\W_]*(?:[Pp]age\s+)?\d{1,4}[\s\W_]*$")
LINE_ALONE = re.compile(r"\s*(?:#{1,6}\s|```|~~~|\|.*\|\s*$|[=\-_*~+|: ]{3,}\s*$)|.*\S \| \S")
ENDS_CLAUSE = re.compile(r"(?:[.!?:;。！？：；]|[.!?:;,] (?:and|or))[\"'”’」』）)]*\s*$")
HEADING_NUMBER = re.compile(r"\s*(?:(?:\d{1,2}(?:\.\d{1,2})*|[IVXL]{1,6}|[A-Z])[.)]?\s+)(?=[A-Z])")
SMALL_WORD = re.compile(
    r"(?:a|an|and|as|at|but|by|for|from|in|into|is|nor|of|on|or|our|the|to|upon|with|vs|via|under)\b", re.I
)
# rows of delimited files have as many of these each, one or two at least; records of logs begin so
DELIMITERS = (
    (re.compile(r"\t"), 1), (re.compile(r",(?=\S|$)"), 2), (re.compile(r";(?=\S|$)"), 2),
    (re.compile(r"(?<=\S) {3,}(?=\S)"), 1), (re.compile(r"(?<=\S) {2,}(?=\S)"), 2),
)  # fmt: skip
# the name of a field and its value
KEYED = re.compile(
    r"\s*[^\W\d_][\w /()&'.-]{0,40}(?::\s+|\s*=\s*|[ .]{4,})\S"
    rf"|\s*[{CJK}][\w \u3000/()（）、-]{{0,20}}[：:]\s*\S"
)
RECORD = re.compile(
    r"\[?\d{4}[-/]\d{2}[-/]\d{2}[T ]|\[?\d{1,2}[:/]\w{2,3}[:/]\d{2,4}"
    r"|[\u200e\u200f]?\[?\d{1,4}[./-]\d{1,2}[./-]\d{2,4},?\s+\d{1,2}[:.]\d{2}"  # of chats
    r"|[A-Z][a-z]{2}\s+\d{1,2}\s\d{2}:\d{2}|\[\s*\d+\.\d+\]\s|\{.*\}\s*$"
)
LEAST_ROWS = 3
MOST_LINES = 0.8  # of a table are alike


def find_line_cuts(text: str) -> Iterator[int]:
    """Offsets of the single line breaks at which a sentence ends, paragraph by paragraph."""
    start = 0
    for match in BLANK_LINE.finditer(text):
        if text.find("\n", start, match.start()) >= 0:
            yield from _paragraph_cuts(text[start : match.start()], start)
        start = match.end()
    if text.find("\n", start) >= 0:
        yield from _paragraph_cuts(text[start:], start)


def _paragraph_cuts(paragraph: str, offset: int) -> Iterator[int]:
    lines = paragraph.split("\n")
    records = _records(lines)
    widths = [_width(line) for line in lines]
    unwrapped = sum(width > UNWRAPPED_LINE_CHARS for width in widths) * 3 >= len(lines)
    widest = max(widths)
    fresh = True  # the line begins a sentence
    for line, following, width in zip(lines, lines[1:], widths, strict=False):
        offset += len(line)
        fresh = (
            unwrapped
            or records(following)
            or not following.strip()
            or _ends_here(line, following, width, widest, fresh)
        )
        if fresh:
            yield offset
        offset += 1
        fresh = fresh or line.rstrip()[-1:] in ".!?。！？"


def _records(lines: list[str]) -> Callable[[str], bool]:
    """Decides which lines begin a record, if most of a paragraph is a table or a log."""
    if len(lines) < LEAST_ROWS:
        return lambda _: False
    for delimiter, fewest in DELIMITERS:
        (count, alike), *_ = Counter(len(delimiter.findall(line)) for line in lines).most_common(1)
        if count >= fewest and alike >= max(LEAST_ROWS, MOST_LINES * len(lines)):
            return lambda _: True
    for pattern in (RECORD, KEYED):
        if 2 * sum(pattern.match(line) is not None for line in lines) >= len(lines):
            return lambda line: pattern.match(line) is not None
    return lambda _: False


def _ends_here(line: str, following: str, width: int, widest: int, fresh: bool) -> bool:
    """Whether the end of `line` ends a sentence, even without punctuation."""
    if ITEM_LINE.match(following) or LINE_ALONE.match(line) or LINE_ALONE.match(following):
        return True
    if following.startswith("\f") and PAGE_NUMBER.match(line):
        return True
    next_word = following.split(None, 1)[0]
    space = 1 + _width(next_word)
    full = width + space > 0.9 * widest if next_word[0].isascii() else width + 3 > widest
    closed = ENDS_CLAUSE.search(line) is not None
    if NUMBERED_LINE.match(following) and (closed or not full):
        return True
    if LISTED_LINE.match(following) and LISTED_LINE.match(line):
        return True
    if full:
        return False  # the next word had no room: a wrapped line
    if closed:
        return width + space < 0.7 * widest
    return fresh and _is_heading(line.strip(), next_word, width, widest)


def _is_heading(line: str, next_word: str, width: int, widest: int) -> bool:
    if not line or line[-1] in ",;:-—，、；：" or next_word[0].islower():
        return False
    if WIDE.search(line):
        return len(line) <= 40 and width + 4 <= widest and not re.search("[，。；：！？、]", line)
    if len(line) > 80 or width > 0.75 * widest:
        return False
    words = [word for word in HEADING_NUMBER.sub("", line).split() if word[0].isalpha()]
    large = [word for word in words if not SMALL_WORD.fullmatch(word)]
    return bool(large) and all(word[0].isupper() for word in large)


def _width(line: str) -> int:
    """Width in columns; a Chinese character takes two."""
    line = line.rstrip()
    return len(line) if line.isascii() else len(line) + len(WIDE.findall(line))
