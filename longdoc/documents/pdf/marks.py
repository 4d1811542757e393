"""Moves superscripts and subscripts that are drawn out of order back to their words.

Browsers print elements with `position: relative` last on a page, and many style sheets position superscripts
that way. In drawing order a page would then end in "th 1 2", and lack these where they belong.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise, product

from longdoc.documents.pdf.words import CELL_GAP, SUPERSCRIPT, Word

__all__ = ["marks_joined", "marks_put_back"]

SMALLER = 0.9  # of the size of the page's type, at most …
LEAST = 2.0  # … and no less than the half of it
LONGEST = 6  # characters: "[12]", "2,3", "TM", …
LARGEST, FURTHEST = 72.0, 1e5  # points: beyond, nothing is looked for
BEFORE, AFTER = 0.1, 0.35  # of that of its word: so far to the left or right of the word's end a mark begins
RAISED = 0.2  # … and at least so high does an exponent stand
TOUCHES = 0.12  # … and so far after it goes on what belongs to the same word
ADJOINS = 0.02  # … and so near to it is one that may be of its size
LOWERED = 0.1  # … and at least so far above or below the line of its word does a mark stand
LEAST_SIZE = 0.1  # points
LARGE = 1.25  # times the usual type size: so large are prices set whose cents are raised
_AMOUNT = re.compile(r"[$€£¥]\d")
_CURRENCY = re.compile(r"[$€£¥]|[A-Z]{2,3}|Fr\.?|kr\.?")
_AFTER_SUM = re.compile(r"[$€£¥](?!\d)|(?:EUR|USD|CHF|GBP|kr)\b")
_CENTS = re.compile(r"\d\d(?!\d)")
LEAST_PRICES = 2  # with raised cents, where nothing else is raised: one may refer to a note
_DOTTED = re.compile(r"\d\.\d{3}")  # a full stop parts thousands
_WHOLE_WORD = re.compile(r"[^\W\d_]{4}")  # … but no word in smaller type below the end of a title
# a number, also at the end of a sentence, a unit or a variable: what is raised there is no part of it
_NUMBER_END = re.compile(r"(?:\d[.,)]?|(?<![^\W\d_])[^\W\d_]{1,2})$")
# A raised letter refers to a note from a word of some length; "Mme", "XIXe" and "No" are abbreviations.
_NOTE_LETTERS = re.compile(r"[a-z](?:,[a-z*∗†‡])*,?")
_WORD_END = re.compile(r"(?:^|[^\W\d_])(?![IVXLCDM]+$)[^\W\d_]{3}[.,;:)\]]?$")
_AMOUNT_END = re.compile(r"\d[.,]\d+%?\)?$")  # … and from a number that is no ordinal: "8.12^a"
_FIGURES = re.compile(r"[-+−–]?\d{1,3}[,.;)]?")


def marks_put_back(words: Iterable[Word]) -> list[Word]:
    """Join such marks to their words, in the drawing order of one page and direction."""
    found = list(words)
    usual = _usual_size(found)
    small = min(LARGEST, SMALLER * usual)
    stray = [
        at
        for at, word in enumerate(found)
        if word.size < small and _is_short(word.text) and not _is_in_place(found, at)
    ]
    ends = (
        {_cell(word.x1, word.y): at for at, word in enumerate(found) if word.size >= small} if stray else {}
    )
    gone: set[int] = set()
    for at in stray:
        host = _host(found[at], found, ends)
        if host is not None and host not in gone:
            _join(found, host, at, gone, LARGE * usual)
    return [word for at, word in enumerate(found) if at not in gone]


def _usual_size(words: Iterable[Word]) -> float:
    letters: Counter[float] = Counter()
    for word in words:
        letters[word.size] += len(word.text)
    return letters.most_common(1)[0][0] if letters else 0.0


def _is_short(text: str) -> bool:
    return len(text) <= LONGEST and not _WHOLE_WORD.search(text)


def _cell(x: float, y: float) -> tuple[int, int]:
    near = abs(x) < FURTHEST and abs(y) < FURTHEST
    return (int(x), int(y)) if near else (0, 0)


def _is_in_place(words: list[Word], at: int) -> bool:
    """Whether its neighbour in drawing order is larger and beside it."""
    mark = words[at]
    for before, after in zip(words[max(0, at - 1) : at + 1], words[at : at + 2], strict=False):
        other = after if before is mark else before
        gap = after.x0 - before.x1
        if other is not mark and _is_mark_of(mark, other) and -0.5 < gap / other.size < CELL_GAP:
            return True
    return False


def _is_mark_of(mark: Word, word: Word) -> bool:
    return mark.size < SMALLER * word.size and abs(mark.y - word.y) <= SUPERSCRIPT * word.size


def _host(mark: Word, words: list[Word], ends: dict[tuple[int, int], int]) -> int | None:
    """The index of the word that a mark follows."""
    largest = LEAST * mark.size
    (left, low), (right, high) = (
        _cell(mark.x0 - AFTER * largest, mark.y - SUPERSCRIPT * largest),
        _cell(mark.x0 + BEFORE * largest, mark.y + SUPERSCRIPT * largest),
    )
    for cell in product(range(left, right + 1), range(low, high + 1)):
        at = ends.get(cell)
        if at is not None and _is_mark_of(mark, words[at]):
            gap = (mark.x0 - words[at].x1) / words[at].size
            if -BEFORE <= gap <= AFTER:
                return at
    return None


def _join(words: list[Word], host: int, at: int, gone: set[int], price_size: float) -> None:
    """Append a mark to its word, and whatever directly follows the mark."""
    word, mark = words[host], words[at]
    following = words[host + 1] if host + 1 < len(words) and host + 1 not in gone | {at} else None
    is_sum = _is_sum(words[host - 1] if host else None, word, following)
    word.append(mark, _sign(word, mark, price_size if is_sum else None))
    gone.add(at)
    if (
        following is not None
        and abs(following.y - word.y) < 0.1 * word.size
        and abs(following.x0 - mark.x1) < TOUCHES * word.size
    ):
        word.append(following)
        words[host + 1] = word
        gone.add(host)


def _sign(word: Word, mark: Word, price_size: float | None) -> str:
    """What parts a raised number from what it follows: "10^3", "m^2" and "$49.99", but "30th" and "Acme1".

    A letter that refers to a note is parted from its word or number as well: "Marlow^a". Cents are raised
    where prices are set large; a raised number at a sum in the text's size is a note's, save "00" to "09".

    Args:
        price_size: of sums in larger type a raised number is the cents; None if the word is no sum.
    """
    if mark.y - word.y <= RAISED * word.size:
        return ""
    is_noted = _WORD_END.search(word.text) or _AMOUNT_END.search(word.text)
    if is_noted and _NOTE_LETTERS.fullmatch(mark.text):
        return "^"
    if not _NUMBER_END.search(word.text) or not _FIGURES.fullmatch(mark.text):
        return ""
    if price_size is None or not _CENTS.match(mark.text) or not word.text[-1].isdigit():
        return "^"
    if word.size <= price_size and not mark.text.startswith("0"):
        return "^"
    return "," if _DOTTED.search(word.text) else "."


def _is_sum(before: Word | None, word: Word, after: Word | None) -> bool:
    """Whether a number is a sum of money, by a sign of currency in it or beside it."""
    if _AMOUNT.match(word.text):
        return True
    if before is not None and _CURRENCY.fullmatch(before.text):
        return True
    return after is not None and _is_level(word, after) and bool(_AFTER_SUM.match(after.text))


def _price_size(words: Sequence[Word]) -> float:
    """The type size above which sums have raised cents: any, if only cents are raised on the page."""
    usual = LARGE * _usual_size(words)
    raised: list[tuple[bool, str]] = []
    for at in range(1, len(words)):
        before, word, mark = words[at - 2] if at > 1 else None, words[at - 1], words[at]
        if mark.text[0].isdigit() and _is_at_its_end(mark, word) and mark.y - word.y > RAISED * word.size:
            after = words[at + 1] if at + 1 < len(words) else None
            raised.append((_is_sum(before, word, after), mark.text))
    cents = [text for is_sum, text in raised if is_sum and _CENTS.match(text)]
    if len(cents) < max(LEAST_PRICES, len(raised)):
        return usual
    counts_up = all(int(one[:2]) + 1 == int(next_one[:2]) for one, next_one in pairwise(cents))
    return usual if counts_up else 0.0


def marks_joined(words: list[Word]) -> list[Word]:
    """Join marks to the word directly before them, and then what goes on after them, as in "H2O"."""
    price_size = _price_size(words)
    joined: list[Word] = []
    is_marked = False
    for word, after in zip(words, [*words[1:], None], strict=True):
        last = joined[-1] if joined else None
        before = joined[-2] if len(joined) > 1 else None
        if last is not None and _is_at_its_end(word, last):
            sign = _sign(last, word, price_size if _is_sum(before, last, after) else None)
            if sign or _touch(last, word):
                last.append(word, sign)
                is_marked = True
                continue
        elif last is not None and is_marked and _is_level(last, word) and _touch(last, word):
            last.append(word)
            continue
        if last is not None and _begins_note(last, word, before):
            word.glued = False
        joined.append(word)
        is_marked = False
    return joined


def _is_at_its_end(mark: Word, word: Word) -> bool:
    """Whether a mark is raised or lowered at a word's end, in smaller type if it is not part of the word."""
    shift = abs(mark.y - word.y) / max(word.size, LEAST_SIZE)
    gap = (mark.x0 - word.x1) / max(word.size, LEAST_SIZE)
    is_drawn_on = mark.glued or abs(gap) < ADJOINS
    is_mark = mark.size < SMALLER * word.size or (is_drawn_on and mark.size < 1 / SMALLER * word.size)
    near = -BEFORE < gap < AFTER
    return is_mark and near and LOWERED < shift <= SUPERSCRIPT and _is_short(mark.text)


def _is_level(word: Word, other: Word) -> bool:
    return abs(other.y - word.y) < LOWERED * word.size


def _touch(word: Word, following: Word) -> bool:
    return -BEFORE * word.size < following.x0 - word.x1 < TOUCHES * word.size


def _begins_note(mark: Word, word: Word, before: Word | None) -> bool:
    """Whether a raised mark begins a line, so that the word after it is no part of it."""
    is_mark = mark.size < SMALLER * word.size and mark.y - word.y > RAISED * word.size
    return is_mark and (before is None or abs(before.y - word.y) > SUPERSCRIPT * word.size)
