"""Repairs words by the positions of letters: accents, missed spaces, glyphs drawn twice, direction."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median

from longdoc.documents.pdf.words import Word
from longdoc.documents.text.clean import is_cjk, normalise_characters

__all__ = [
    "CharacterBox",
    "accents_joined",
    "drawn_once",
    "initials_joined",
    "letterspaced",
    "loose_accents_joined",
    "normalised",
    "overlooked_blanks",
    "set_wide",
]

CharacterBox = tuple[float, float, float, float]  # begins, ends along the line; low, high across it

LEAST_SPACED, LEAST_IN_WORD = 6, 2.5  # letters: of words set wide, and of the usual word among them
WORDS_APART, WIDEST_SPACED = 1.6, 0.7  # of the gap between two letters; of the type size
VOWEL = re.compile(r"[AEIOUYÄÖÜÅÆØÉÈÊ]")
WORD_GAP = 0.16  # of the font size: wider is a blank. TeX: tightest blank 0.22, kerns below 0.1
# … and so much parts two words that are set closely, if no other gap in them is half as wide
CLOSE_GAP, TOUCHING, LEAST_LETTERS = 0.1, 0.5, 2
GAP_AFTER_A_SIGN = 0.06  # of the box's height: "8.1" and its heading, "Its:" and what follows
MOSTLY = 0.6  # of the gaps are wide: then the word is set wide, and only wider ones part it
# Chinese characters set wide: so many equal gaps, up to this wide and this different, in font sizes
LEAST_EQUAL_GAPS, WIDEST_JUSTIFIED, SAME_GAP = 3, 0.75, 0.06
_AFTER_A_SIGN = re.compile(r"[.,:;)\]](?=[^\W\d_]|[\"“(])|\d(?=[A-Z])")
_COMBINING = {
    "´": "\u0301", "`": "\u0300", "ˆ": "\u0302", "¨": "\u0308", "˜": "\u0303", "¸": "\u0327", "ˇ": "\u030c",
    "˚": "\u030a", "¯": "\u0304", "˘": "\u0306", "˙": "\u0307", "˝": "\u030b", "˛": "\u0328", "ˋ": "\u0300",
    "ˊ": "\u0301", "ˉ": "\u0304",
}  # fmt: skip
_ACCENT = re.compile("[" + "".join(_COMBINING) + "]")
_PLAIN = re.compile(r"[!-~]*")
_HALVES = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_CLUSTER = re.compile("(?:[\ud800-\udbff][\udc00-\udfff]|.)[\u0300-\u036f]*", re.DOTALL)
ROW, FURTHEST = 8.0, 1e5  # points: words are compared with those of rows next to theirs
TWICE = 0.2  # of the font size: so near does a shadow or imitated bold stand to the letters it repeats
RAISED_ACCENT = 0.5  # of the font size: so much higher may an accent be set over a capital
REACH, NEAR = 24, 8  # words, and letters in a word: so far from its letter an accent can be drawn
TOUCHES = 0.05  # of the font size: parts of a word that an accent parted are no further apart
_DOTLESS = str.maketrans("ıȷ", "ij")


def accents_joined(text: str, boxes: list[CharacterBox]) -> tuple[str, list[CharacterBox]]:
    """Join accents that are drawn over a letter as separate characters, as TeX does."""
    if not _ACCENT.search(text):
        return text, boxes
    letters, places = list(text), list(boxes)
    at = 0
    while at < len(letters):
        mark = _COMBINING.get(letters[at])
        for other in (*range(at - 1, at - NEAR, -1), *range(at + 1, at + NEAR)) if mark else ():
            if 0 <= other < len(letters) and _is_over(places[at], places[other]):
                whole = _accented(letters[other], str(mark))
                if len(whole) == 1:
                    letters[other] = whole
                    del letters[at], places[at]
                    at -= 1
                    break
        at += 1
    return "".join(letters), places


def _accented(letter: str, mark: str) -> str:
    return unicodedata.normalize("NFC", letter.translate(_DOTLESS) + mark)


def loose_accents_joined(words: Sequence[Word]) -> list[Word]:
    """Join accents that are words of their own to the letters under them.

    An accent is set higher over a capital, and can come after all that was drawn in one go with its letter.
    """
    found = list(words)
    accents = [at for at, word in enumerate(found) if word.text in _COMBINING]
    gone = {at for at in accents if _joined_to_letter(found, at)}
    for at in sorted(gone):
        if at + 1 < len(found):
            found[at + 1].glued = found[at].glued  # to what stands before the accent
    if gone:
        found = [word for at, word in enumerate(found) if at not in gone]
    for before, word in pairwise(found):
        if not (word.text[0].isascii() and before.text[-1].isascii()) and _is_parted(before, word):
            word.glued = True
    return found


def _joined_to_letter(words: list[Word], at: int) -> bool:
    accent, mark = words[at], _COMBINING[words[at].text]
    middle = (accent.x0 + accent.x1) / 2
    for other in sorted(
        range(max(0, at - REACH), min(len(words), at + REACH + 1)), key=lambda o: abs(o - at)
    ):
        word = words[other]
        if (
            other == at
            or not word.x0 < middle < word.x1
            or abs(accent.y - word.y) > RAISED_ACCENT * word.size
        ):
            continue
        letter = next(
            (i for i, (a, b) in enumerate(pairwise(word.edges)) if min(a, b) < middle < max(a, b)), 0
        )
        whole = _accented(word.text[letter], mark)
        if len(whole) == 1:
            word.text = word.text[:letter] + whole + word.text[letter + 1 :]
            word.high = max(word.high, accent.high)
            return True
    return False


def _is_parted(before: Word, word: Word) -> bool:
    """Whether an accent, drawn between them, parts two halves of a word that touch."""
    accented = any(len(unicodedata.normalize("NFD", sign)) > 1 for sign in (before.text[-1], word.text[0]))
    near = TOUCHES * word.size
    return accented and abs(word.x0 - before.x1) < near and abs(word.y - before.y) < near


def set_wide(words: Sequence[Word]) -> set[int]:
    """The indices of words that only justification parts from those before them: "数 据 集 上".

    Each Chinese character is a word of its own there, and the gaps between them are equal.
    """
    gaps = [(after.x0 - before.x1) / (after.size or 1.0) for before, after in pairwise(words)]
    found: set[int] = set()
    first = 0
    for at in range(1, len(words)):
        goes_on = at < len(gaps) and len(words[at].text) == 1 and is_cjk(words[at].text)
        if not goes_on or abs(gaps[at] - gaps[first]) > SAME_GAP:
            if at - first >= LEAST_EQUAL_GAPS and WORD_GAP < gaps[first] < WIDEST_JUSTIFIED:
                found.update(range(first + 1, at + 1))
            first = at
    return found


def letterspaced(words: Sequence[Word]) -> set[int]:
    """The indices of letters that belong to the one before them in words set wide: "F E E S   D U E"."""
    found: set[int] = set()
    first = 0
    for at in range(len(words) + 1):
        if at < len(words) and len(words[at].text) == 1 and words[at].text.isalpha():
            continue
        if at - first >= LEAST_SPACED:
            found |= {first + inner for inner in _within_words(words[first:at])}
        first = at + 1
    return found


def _within_words(letters: Sequence[Word]) -> set[int]:
    """Which letters follow the one before them in one word, as the gaps are of two widths; none if not."""
    if any(is_cjk(letter.text) for letter in letters):
        return set()
    gaps = [after.x0 - before.x1 for before, after in pairwise(letters)]
    narrow = min(gaps)
    size = letters[0].size
    if narrow <= 0 or narrow > WIDEST_SPACED * size:
        return set()
    inner = {at for at, gap in enumerate(gaps, 1) if gap < WORDS_APART * narrow}
    if any(abs(gaps[at - 1] - narrow) > SAME_GAP * size for at in inner):
        return set()
    words = len(gaps) - len(inner) + 1
    are_words = len(letters) >= LEAST_IN_WORD * words and words > 1
    one_word = "".join(letter.text for letter in letters)
    is_word = words == 1 and one_word.isupper() and VOWEL.search(one_word) and [*one_word] != sorted(one_word)
    return inner if are_words or is_word else set()


def _is_over(accent: CharacterBox, letter: CharacterBox) -> bool:
    middle = (accent[0] + accent[1]) / 2
    slack = 0.1 * (letter[1] - letter[0])
    return letter[0] - slack < middle < letter[1] + slack


def overlooked_blanks(text: str, boxes: list[CharacterBox], size: float) -> list[int]:
    """Where PDFium missed a space inside a word: the indices of letters with a gap before them.

    It misses spaces in small type, as between a clause number and its heading, and those that Ghostscript
    writes as letter spacing.
    """
    if len(boxes) < 3 or boxes[-1][0] < boxes[0][0]:
        return [
            1 for _ in text[1:2] if _AFTER_A_SIGN.match(text) and boxes[1][0] - boxes[0][1] > _least(boxes[1])
        ]
    gaps = [after[0] - before[1] for before, after in pairwise(boxes)]
    wide = WORD_GAP * size
    if max(gaps) > wide and sum(gap > wide for gap in gaps) > MOSTLY * len(gaps):
        wide += max(0.0, median(gaps))
    cuts = {
        at
        for at, gap in enumerate(gaps, 1)
        if gap > wide and not (is_cjk(text[at - 1]) or is_cjk(text[at]))
    }  # fmt: skip
    cuts |= _closely_set(text, gaps, size)
    for match in _AFTER_A_SIGN.finditer(text):
        if gaps[match.end() - 1] > _least(boxes[match.end()]):
            cuts.add(match.end())
    return sorted(cuts)


def _closely_set(text: str, gaps: Sequence[float], size: float) -> set[int]:
    """Where words begin that narrow blanks part, as in names set into forms; letters touch within each.

    >>> sorted(_closely_set("JaneDoe", [0, 0, 0, 0.8, 0, 0], 7))
    [4]
    """
    wide = [at for at, gap in enumerate(gaps, 1) if gap > CLOSE_GAP * size]
    if not wide or 2 * len(wide) > len(gaps):
        return set()
    others = max((gap for gap in gaps if gap <= CLOSE_GAP * size), default=0.0)
    if others > TOUCHING * min(gaps[at - 1] for at in wide):
        return set()
    parts = [text[start:stop] for start, stop in pairwise([0, *wide, len(text)])]
    are_words = all(sum(map(str.isalnum, part)) >= LEAST_LETTERS and not is_cjk(part[0]) for part in parts)
    return {at for at in wide if text[at - 1].isalnum() and text[at].isalnum()} if are_words else set()


def _least(box: CharacterBox) -> float:
    return max(1e-6, GAP_AFTER_A_SIGN * (box[3] - box[2]))


def normalised(word: Word) -> tuple[str, list[float]]:
    """A word's characters after `normalise_characters`, with their edges."""
    if _PLAIN.fullmatch(word.text):
        return word.text, word.edges
    parts, edges = [], [word.edges[0]]
    for match in _CLUSTER.finditer(word.text):
        part = normalise_characters(_HALVES.sub(_joined, match[0])).replace("\n", "")
        if part:
            begin, end = edges[-1], word.edges[match.end()]
            edges += [begin + (end - begin) * share / len(part) for share in range(1, len(part) + 1)]
            parts.append(part)
    return "".join(parts), edges


def _joined(halves: re.Match[str]) -> str:
    return halves[0].encode("utf-16", "surrogatepass").decode("utf-16")


def drawn_once(words: Iterable[Word]) -> list[Word]:
    """Drop words that repeat another at nearly the same position: simulated bold, shadows."""
    rows: dict[tuple[str, int], list[Word]] = {}
    kept = []
    for word in words:
        height = word.y / ROW if abs(word.y) < FURTHEST else 0.0
        row = int(height)
        for at in (row, row + 1 if height - row > 0.5 else row - 1):
            for other in rows.get((word.text, at), ()):
                near = TWICE * word.size
                if abs(word.x0 - other.x0) < near and abs(word.y - other.y) < near:
                    break
            else:
                continue
            break
        else:
            rows.setdefault((word.text, row), []).append(word)
            kept.append(word)
    return kept


def initials_joined(words: list[Word]) -> list[Word]:
    """Join the drop cap of a chapter to its word."""
    joined: list[Word] = []
    for word in words:
        initial = joined[-1] if joined else None
        if initial is not None and _is_initial_of(initial, word):
            word.text = initial.text + word.text
            word.edges = [*initial.edges[:1], *word.edges]
            word.low, word.high = initial.low, initial.high
            joined.pop()
        joined.append(word)
    return joined


def _is_initial_of(initial: Word, word: Word) -> bool:
    if len(initial.text) > 1 or not initial.text.isupper() or initial.size < 1.6 * word.size:
        return False
    beside = -0.1 < (word.x0 - initial.x1) / max(word.size, 0.1) < 0.6
    return beside and word.text[0].islower() and initial.y < word.y < initial.high
