"""Lines of all pages → one text, joined into paragraphs, with the start of each page.

A new paragraph begins after a wider gap, at another type size, at an indent, after a short line, and at the
numbers and bullets of lists. A paragraph continues across the end of a column or page if its sentence plainly
does.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from longdoc.documents.pdf.places import nowhere
from longdoc.documents.pdf.words import Line
from longdoc.documents.structure.contents import ends_in_leader
from longdoc.documents.text.clean import is_cjk, join_wrapped, words_of
from longdoc.documents.types import Kind

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

__all__ = ["Laid", "lay_out"]

PARAGRAPH = "\n\n"
NEXT_ROW = "\n"
DROP_HYPHEN = "\x00"  # in place of glue: join, and take the hyphen away
WIDE_GAP = 1.25  # times the usual distance of baselines
RAISED_GAP = 1.45  # … so wide does a superscript make it in a paragraph
OTHER_SIZE = 0.08  # of the type size
SHORT_LINE = 0.12  # of the column's width is left free
SIDE_LINES = 3  # of a column beside the text, at least
LONG_LINE = 30  # times the type size: some sixty letters, more than an address or a title has
ADDRESS_LINE = 14  # times the type size: some thirty letters, a line of an address
TITLE_CHARS = 45  # a line that ends in "and" or "by" may be a title up to here
_MARK = re.compile(
    r"(?:[•·▪●○■□◦–—*-]\s|\(?(?:\d{1,3}|[a-z]{1,2}|[ivxlc]{1,6}|[A-Z])[.)]\s|\d+(?:\.\d+)+\.?\s"
    r"|\((?:\d{1,3}|[a-z]{1,2}|[ivxlc]{1,6}|[A-Z])\)"
    r"|第[一二三四五六七八九十百千零〇\d]+[章节条编篇]|[一二三四五六七八九十]+[、．.]|（[一二三四五六七八九十\d]+）)"
)
_ITEM = re.compile(
    rf"{_MARK.pattern}|(?:ARTICLE|Article|SECTION|Section|EXHIBIT|Exhibit|SCHEDULE|Schedule|APPENDIX|CHAPTER|Chapter)"
    r"\s+[\dIVXLCA-Z]"
)
_LABELLED = re.compile(r"(?:[A-Z][\w.'/&()-]*(?: [\w.'/&()-]+){0,4}|b?cc):(?: \S|$)")  # "Name: Ann Lee"
_NUMBER = re.compile(r"\d+(?:\.\d+)+\.?\s|[•·▪●○■□◦]\s|第")
_BULLET = re.compile(r"[•▪●■□◦☐☑☒]\s")
_COUNTED = re.compile(r"(\(?)(?:(\d{1,3})|([a-z]))([.)])\s")
_AMOUNT_END = re.compile(r"\s[$€£]?\d[\d.,]*[.,]\d\d(?: ?[$€£])?$")  # of a price list
_LABEL = re.compile(r"(?:ARTICLE|Article|SECTION|Section|CHAPTER|Chapter|PART|Part)\s+(?:\d+|[IVXLC]+)[.:]?")
_LEADER = re.compile(r"\S\s*(?:\.{4,}|(?:\. ){4,}|_{4,}|…{2,})\s*\S")
_SENTENCE_END = re.compile(r"[.!?:;。！？：；…][\"'”’)\]）】」』]*$|[\"”]$")
_STAYS_OPEN = re.compile(r"(?:[a-z,]|[^.!?:;][\"”])$")
_OPEN_WORDS = (
    "the|an?|of|to|in|on|at|for|from|under|any|each|such|its|their|this|these|shall|will|may|is|are|be"
)
# no sentence ends so, and no name or heading follows …
_ENDS_OPEN = re.compile(rf"(?:^|[^;,:]\s)(?:{_OPEN_WORDS})$")
# … nor so, at the end of a page or of a line too long for a title
_LONG_ENDS_OPEN = re.compile(rf"[^;,:]\s(?:{_OPEN_WORDS}|and|or|by|with|between|that|which|as|than)$")
_WORD_GOES_ON = re.compile(r"[a-z]{2}")
_CLAUSE_END = re.compile(r"(?:[.!?:;。！？：；][\"'”’)\]）】]*|;\s*(?:and|or)|,\s*(?:and|or)|\[\*+\])$")


@dataclass(frozen=True, slots=True)
class Laid:
    """The text, the start of each page and line (page, height, offset), and boxes."""

    text: str
    page_starts: list[int]
    line_starts: list[tuple[int, float, int]]
    corners_C4: npt.NDArray[np.int16] | None = None  # None where no line has places


def lay_out(pages: Sequence[Sequence[Line]]) -> Laid:
    """Join the lines of all pages into paragraphs, separated by blank lines."""
    known = words_of(line.text for lines in pages for line in lines)
    pitches = _usual_pitches(pages)
    writer = _Writer()
    start = before = None  # the first line of the paragraph, and the line before
    right = 0.0  # the edge of the column that the line before stands in
    for number, lines in enumerate(pages):
        writer.begin_page()
        columns = _columns(lines)
        for index, line in enumerate(lines):
            following = lines[index + 1] if index + 1 < len(lines) and not lines[index + 1].jump else None
            if start is None or before is None or line.kind != before.kind or _is_apart(before, line):
                begins = True
            elif index == 0 or line.jump:
                begins = not _flows_on(before, line, right)
            else:
                begins = _begins(start, before, line, following, columns[index], pitches)
            if begins or before is None:
                start = line
                follows = before is not None and _is_next(before, line)
                writer.write(line, number, NEXT_ROW if follows else PARAGRAPH if before else "")
            else:
                writer.write(line, number, _glue(before, line, known))
            before, right = line, columns[index][1]
    return writer.laid()


def _is_apart(before: Line, line: Line) -> bool:
    """Whether one of two lines is a table row, field, note or code, which stay on lines of their own."""
    return any(one.row is not None or one.field is not None or _is_code(one) for one in (before, line))


def _is_code(line: Line) -> bool:
    return line.kind == Kind.CODE.value


def _is_next(before: Line, line: Line) -> bool:
    """Whether a line that stays apart directly follows the one before: in a table, or in code."""
    if _is_code(before) and _is_code(line):
        return 0 < before.y - line.y < WIDE_GAP * 1.2 * line.size
    return line.row is not None and line.table == before.table


class _Writer:
    """Concatenates lines, and records where each begins."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._page_starts: list[int] = []
        self._line_starts: list[tuple[int, float, int]] = []
        self._at_page_start = False
        self._corners: list[Any] = []  # by part
        self._has_places = False

    def begin_page(self) -> None:
        self._page_starts.append(self._length)
        self._at_page_start = True

    def write(self, line: Line, page: int, glue: str) -> None:
        if glue == DROP_HYPHEN:
            self._parts[-1] = self._parts[-1][:-1]
            self._length -= 1
            self._corners[-1] = self._corners[-1][:-1]
            glue = ""
        self._length += len(glue)
        if self._at_page_start:
            self._page_starts[-1] = self._length
            self._at_page_start = False
        self._line_starts.append((page, line.y, self._length))
        self._parts += [glue, line.text]
        self._length += len(line.text)
        self._has_places |= line.corners is not None
        self._corners += [
            nowhere(len(glue)),
            nowhere(len(line.text)) if line.corners is None else line.corners,
        ]

    def laid(self) -> Laid:
        starts = self._page_starts
        for page in range(len(starts) - 2, -1, -1):  # a hyphen taken away after an empty page
            starts[page] = min(starts[page], starts[page + 1])
        corners_C4 = _joined(self._corners) if self._has_places else None
        return Laid("".join(self._parts), starts, self._line_starts, corners_C4)


def _joined(corners: list[Any]) -> npt.NDArray[np.int16]:
    import numpy as np

    return np.concatenate(corners)


def _glue(before: Line, line: Line, known: frozenset[str]) -> str:
    """The separator between two lines of a paragraph."""
    first, second = before.text, line.text
    joined = join_wrapped([first, second], known)
    extra = len(joined) - len(first) - len(second)
    return (DROP_HYPHEN, "", " ")[extra + 1]


def _usual_pitches(pages: Sequence[Sequence[Line]]) -> dict[int, float]:
    """By type size: the line pitch within paragraphs, the smallest that is common."""
    seen: dict[int, Counter[float]] = {}
    for lines in pages:
        for before, line in pairwise(lines):
            if not line.jump and abs(before.size - line.size) < 0.5:
                pitch = round((before.y - line.y) * 2) / 2
                if pitch > 0.7 * line.size:
                    seen.setdefault(round(line.size), Counter())[pitch] += 1
    usual: dict[int, float] = {}
    for size, pitches in seen.items():
        least = max(2, 0.2 * max(pitches.values()))
        common = [pitch for pitch, count in pitches.items() if count >= least]
        usual[size] = min(common) if common else min(min(pitches), 1.4 * size)
    return usual


def _columns(lines: Sequence[Line]) -> list[tuple[float, float]]:
    """For each line, the left and right edges of its run of lines."""
    edges: list[tuple[float, float]] = []
    beside: set[int] = set()
    start = 0
    for index in range(1, len(lines) + 1):
        if index == len(lines) or lines[index].jump:
            run = lines[start:index]
            edges += [(min(line.x0 for line in run), max(line.x1 for line in run))] * len(run)
            if len(run) >= SIDE_LINES:
                beside.update(range(start, index) if _is_beside_text(run, lines) else ())
            start = index
    widest = max((right for _, right in edges), default=0.0)
    leftmost = min((left for left, _ in edges), default=0.0)
    # A run of a few short lines does not show its column's width: use the page's where they overlap.
    return [
        (left, right) if right - left > 0.3 * (widest - leftmost) or at in beside else (left, widest)
        for at, (left, right) in enumerate(edges)
    ]


def _is_beside_text(run: Sequence[Line], lines: Sequence[Line]) -> bool:
    """Whether other lines stand to the right of a run of lines, which then is a narrow column: notes."""
    right, top, foot = max(line.x1 for line in run), run[0].y, run[-1].y
    return any(line.x0 > right and foot <= line.y <= top for line in lines)


def _begins(
    start: Line,
    before: Line,
    line: Line,
    following: Line | None,
    column: tuple[float, float],
    pitches: dict[int, float],
) -> bool:
    """Whether `line`, directly below `before` in a paragraph that began with `start`, begins a new one."""
    left, right = column
    size = max(line.size, 1.0)
    pitch = before.y - line.y
    usual = pitches.get(round(line.size), 1.2 * size)
    if pitch > WIDE_GAP * usual + 0.5 and not (pitch < RAISED_GAP * usual and _goes_on(before, right)):
        return True
    if abs(before.size - line.size) > OTHER_SIZE * size and pitch > 0.7 * size:
        return True
    free = right - before.x1
    short = free > SHORT_LINE * (right - left) and not _are_wrapped(before, line)
    if ends_in_leader(before.text) or (_LEADER.search(before.text) and _LEADER.search(line.text)):
        return True
    if _LEADER.search(line.text) and _NUMBER.match(line.text):
        return True  # below a chapter in a table of contents, which has no leader
    if _BULLET.match(line.text) or _counts_on(start, line):
        return True
    if _AMOUNT_END.search(before.text) and _AMOUNT_END.search(line.text) and _starts_high(line.text):
        return True
    ends = bool(_CLAUSE_END.search(before.text))
    if _LABELLED.match(line.text) and _LABELLED.match(before.text) and not _are_wrapped(before, line):
        return True
    if _ends_open(before, line, _LONG_ENDS_OPEN if len(before.text) > TITLE_CHARS else _ENDS_OPEN):
        return False
    if before.bold != line.bold and short:
        return True
    if _LABELLED.match(line.text) and before.x1 - before.x0 < LONG_LINE * before.size:
        return True
    if _LABEL.fullmatch(before.text) and not ends and len(line.text) < 80:
        return False  # "ARTICLE IV" above its heading
    if _ITEM.match(line.text) and (
        short or before.text.endswith(":") or (ends and _in_a_list(start, before, line))
    ):
        return True
    if before.text.count("(") > before.text.count(")") and not ends:
        return False
    if short and (
        _SENTENCE_END.search(before.text) or (free > 0.4 * (right - left) and _starts_high(line.text))
    ):
        return True
    if _starts_high(line.text) and _could_hold(before, line, free):
        return True
    if start is before and following is not None and _is_between_labels(before, line, following):
        return True
    indent = line.x0 - before.x0
    if indent > 0.9 * size and (following is None or following.x0 < line.x0 - 0.9 * size):
        return (bool(_SENTENCE_END.search(before.text)) or short) and not _mid_sentence(before, line)
    return False


def _could_hold(before: Line, line: Line, free: float) -> bool:
    """Whether a line as short as those of an address has room for the first word of the next one."""
    if before.x1 - before.x0 > ADDRESS_LINE * before.size or before.text.endswith((",", "-")):
        return False
    if abs(line.x0 - before.x0) > 0.5 * line.size:
        return False
    first = line.text.split(" ", 1)[0]
    if first.isdigit() and " " not in before.text:
        return False  # "Page" + "12 of 60"
    return free > (line.x1 - line.x0) * (len(first) + 2) / len(line.text)


def _is_between_labels(before: Line, line: Line, following: Line) -> bool:
    """Whether a line stands between short lines such as "Name: Ann Lee", without a label of its own."""
    labelled = _LABELLED.match(before.text) and _LABELLED.match(following.text)
    narrow = before.x1 - before.x0 < LONG_LINE * before.size
    return bool(labelled) and narrow and _starts_high(line.text) and not before.text.endswith((",", ":", "-"))


def _goes_on(before: Line, right: float) -> bool:
    """Whether a long line reaches the column's edge in mid-sentence."""
    long = before.x1 - before.x0 > LONG_LINE * before.size
    return long and right - before.x1 < 1.5 * before.size and not _SENTENCE_END.search(before.text)


def _are_wrapped(before: Line, line: Line) -> bool:
    """Whether two long lines share a right edge inside the column's."""
    long = before.x1 - before.x0 > LONG_LINE * before.size
    return long and abs(before.x1 - line.x1) < 1.5 * line.size and not _SENTENCE_END.search(before.text)


def _in_a_list(start: Line, before: Line, line: Line) -> bool:
    """Whether an item's mark at the left belongs to a list, not to an enumeration in running text."""
    aligned = abs(line.x0 - start.x0) < 0.5 * line.size
    return (
        _NUMBER.match(line.text) is not None
        or line.x0 > before.x0 + 0.5 * line.size
        or (aligned and _ITEM.match(start.text) is not None)
    )


def _counts_on(start: Line, line: Line) -> bool:
    """Whether a line begins with the number or letter after that with which the paragraph began."""
    first, second = _COUNTED.match(start.text), _COUNTED.match(line.text)
    if first is None or second is None or abs(line.x0 - start.x0) > 0.5 * line.size:
        return False
    if first[1] != second[1] or first[4] != second[4]:
        return False
    if first[2] and second[2]:
        return int(second[2]) == int(first[2]) + 1
    return bool(first[3] and second[3]) and ord(second[3]) == ord(first[3]) + 1


def _ends_open(before: Line, line: Line, open_end: re.Pattern[str]) -> bool:
    """Whether a line ends in a word that needs a continuation, which the next line can be."""
    return bool(open_end.search(before.text)) and before.bold == line.bold and not _MARK.match(line.text)


def _mid_sentence(before: Line, line: Line) -> bool:
    """Whether the words around a line break plainly belong to one sentence, whatever the layout."""
    return bool(_WORD_GOES_ON.match(line.text) and _STAYS_OPEN.search(before.text))


def _starts_high(text: str) -> bool:
    """Whether a text begins as a sentence can: with a capital, a figure, or a letter that has no capital."""
    first = text.lstrip("\"'“‘(")[:1]
    return first.isupper() or first.isdigit() or (first.isalpha() and first.lower() == first.upper())


def _flows_on(before: Line, line: Line, right: float) -> bool:
    """Whether a paragraph continues from the bottom of a column or page to the top of the next."""
    if abs(before.size - line.size) > OTHER_SIZE * max(line.size, 1.0):
        return False
    if _ends_open(before, line, _LONG_ENDS_OPEN):
        return True
    if _ITEM.match(line.text):
        return False
    first = line.text.lstrip("\"'“‘(")[:1]
    if first.islower():
        return not before.text.endswith((".", "!", "?")) or before.text.endswith("etc.")
    if _SENTENCE_END.search(before.text):
        return False
    if is_cjk(before.text[-1:]):
        return is_cjk(line.text[:1])
    if before.x1 - before.x0 < ADDRESS_LINE * before.size:
        return False  # the last line of an address, with another beside it
    return right - before.x1 < SHORT_LINE * (right - before.x0) and before.bold == line.bold
