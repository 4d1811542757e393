"""Finds page numbers, headers and footers in plain text that once had pages.

They stay in the text, whose offsets are the file's, but interrupt its sentences: `Document.headers_footers`
lists them, and the network does not read them. In PDFs, where lines have positions,
`longdoc.documents.pdf.headers_footers` removes them.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import chain, pairwise
from statistics import median

from longdoc.documents.span import Span

__all__ = ["MOST_CHARS", "page_numbers", "running_lines"]

MOST_CHARS = 200  # of a running line
LEAST_PAGE = 700  # characters from one to the next, as a rule
LEAST_NUMBERS = 3  # page numbers that follow one another
LEAST_REPEATS = 4
LEAST_REACH = 0.6  # of the text, from the first to the last
REGULAR = 0.6  # share of the pages whose length is …
RATHER = (0.35, 2.5)  # … so many times the usual one
NUMBER = re.compile(r"(?i)[\W_]*(?:page\W*)?(?P<number>\d{1,4})(?:\W*of\W*\d{1,4})?[\W_]*")
LINE = re.compile(r"[^\n\f]+")
CHAPTER = re.compile(
    r"(?i)(?:chapter|book|part|volume|section|article|act|scene|letter|canto|stave|kapitel|chapitre|第.{1,6}[章回卷])\b"
)
TWO_WORDS = re.compile(r"[^\W\d_]{2,}.*[^\W\d_]{2,}")
FIGURE = re.compile(r"\d{4}-\d\d-\d\d|\d+(?::\d+)+|\d+")  # a date, a time or a number
DAY_OR_HOUR = re.compile(r"0\d")
SENTENCE_END = re.compile(r"[.!?:;…。！？][\"'”’»)\]]*$|[*=_-]$")
LEAST_BELOW = 0.3  # of the usual distance between two headings, below the last one
MOST_INTERRUPTING = 0.25  # of the lines that number chapters
STEPS = (1, 2)  # from a page to the next; headers may differ on left and right pages


def running_lines(text: str) -> tuple[Span, ...]:
    """The headers, footers and page numbers in order; none if the text does not look like pages.

    >>> pages = [f"Words of page {n} go on and on. " * 40 + f"\\n\\n- {n} -\\n\\n" for n in range(1, 6)]
    >>> [(span.start, len(span)) for span in running_lines("".join(pages))][:2]
    [(1202, 5), (2411, 5)]
    """
    numbers: list[tuple[int, Span]] = []
    repeated: dict[str, list[Span]] = defaultdict(list)
    order: list[str] = []
    for match in LINE.finditer(text):
        line = match[0].strip()
        if not 0 < len(line) <= MOST_CHARS:
            continue
        if number := NUMBER.fullmatch(line):
            numbers.append((int(number["number"]), _place(match, line)))
        elif TWO_WORDS.search(line):
            plain = FIGURE.sub("0", " ".join(line.split()))
            repeated[plain].append(_place(match, line))
            order.append(plain)
    pages = page_numbers(numbers)
    found = [] if _are_chapters(pages, text) else pages
    chapters = _Chapters([line for line in order if CHAPTER.match(line)])
    for line, alike in repeated.items():
        groups = [spans for spans in _same_lines(alike, text) if _on_every_page(spans, len(text))]
        groups = [spans for spans in groups if not _are_chapters(spans, text)]
        if groups and (not CHAPTER.match(line) or chapters.comes_in_a_row(line)):
            found += chain.from_iterable(groups)
    return tuple(sorted(found))


def _place(match: re.Match[str], line: str) -> Span:
    start = match.start() + match[0].index(line)
    return Span(start, start + len(line))


def page_numbers(numbers: list[tuple[int, Span]]) -> list[Span]:
    """The longest run of consecutive page numbers; none unless there are pages between them.

    Args:
        numbers: the numbers alone on a line, with their offsets, in order.
    """
    run_to: dict[int, tuple[int, int]] = {}  # by number: the longest run that ends there, and its last place
    before: list[int] = []  # by place: the place before it in its run
    for place, (number, _) in enumerate(numbers):
        length, last = run_to.get(number - 1, (0, -1))
        before.append(last)
        if length + 1 > run_to.get(number, (0, -1))[0]:
            run_to[number] = length + 1, place
    length, place = max(run_to.values(), default=(0, -1), key=lambda run: run[0])
    longest = []
    for _ in range(length):
        longest.append(numbers[place][1])
        place = before[place]
    longest.reverse()
    return longest if len(longest) >= LEAST_NUMBERS and _usual_page(longest) >= LEAST_PAGE else []


def _same_lines(alike: list[Span], text: str) -> Iterator[list[Span]]:
    """Groups of lines that differ in no figure, or only in one that counts pages.

    Args:
        alike: lines that are the same but for their figures, in order.
    """
    if len(alike) < LEAST_REPEATS:
        return
    figures = [tuple(FIGURE.findall(text, span.start, span.end)) for span in alike]
    differing = [column for column in zip(*figures, strict=True) if len(set(column)) > 1]
    if not differing or (len(differing) == 1 and _counts_up(differing[0])):
        yield alike
        return
    same: dict[tuple[str, ...], list[Span]] = defaultdict(list)
    for key, span in zip(figures, alike, strict=True):
        same[key].append(span)
    yield from (spans for spans in same.values() if len(spans) >= LEAST_REPEATS)


def _counts_up(figures: tuple[str, ...]) -> bool:
    if not all(figure.isdecimal() for figure in figures) or any(map(DAY_OR_HOUR.fullmatch, figures)):
        return False
    steps = [int(after) - int(before) for before, after in pairwise(figures)]
    return min(steps) > 0 and max(map(steps.count, STEPS)) >= REGULAR * len(steps)


def _on_every_page(spans: list[Span], characters: int) -> bool:
    usual = _usual_page(spans)
    low, high = (usual * share for share in RATHER)
    regular = sum(low <= after.start - before.start <= high for before, after in pairwise(spans))
    return (
        usual >= LEAST_PAGE
        and regular >= REGULAR * (len(spans) - 1)
        and spans[-1].end - spans[0].start >= LEAST_REACH * characters
    )


def _are_chapters(spans: list[Span], text: str) -> bool:
    """Whether these lines count 1, 2, 3 … above their text and between whole sentences, as headings do."""
    figures = [FIGURE.search(text, span.start, span.end) for span in spans]
    if not spans or [figure and figure[0].lstrip("0") for figure in figures] != [
        str(n + 1) for n in range(len(spans))
    ]:
        return False
    if len(text) - spans[-1].end < LEAST_BELOW * _usual_page(spans):
        return False
    return sum(_interrupts(text, span) for span in spans) <= MOST_INTERRUPTING * len(spans)


def _interrupts(text: str, span: Span) -> bool:
    """Whether a line is in the midst of a sentence."""
    before = text[max(0, span.start - MOST_CHARS) : span.start].rstrip()
    after = text[span.end : span.end + MOST_CHARS].lstrip()
    return bool(before) and (after[:1].islower() or not SENTENCE_END.search(before))


class _Chapters:
    """The lines that begin like the headings of chapters, in order."""

    def __init__(self, lines: list[str]) -> None:
        self._counts = Counter(lines)
        self._follows = Counter(after for before, after in pairwise(lines) if before == after)

    def comes_in_a_row(self, line: str) -> bool:
        """Whether a line recurs on consecutive pages, as a chapter's header does, not once per book."""
        return self._follows[line] >= REGULAR * (self._counts[line] - 1)


def _usual_page(spans: list[Span]) -> float:
    return median(after.start - before.start for before, after in pairwise(spans))
