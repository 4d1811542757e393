"""Collects the words of a page from PDFium's text of it, with the position of every character.

A call into the library costs about as much as processing a word in Python, so the letters of a word are
measured only once per font; when it recurs with the same width, its letters get the same shares of it.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

import pypdfium2.raw as raw

from longdoc.documents.pdf.hidden import Paint
from longdoc.documents.pdf.letters import CharacterBox, accents_joined, overlooked_blanks
from longdoc.documents.pdf.quality import reads_like_a_language, reads_like_none
from longdoc.documents.pdf.tex_codes import letters_of_tex
from longdoc.documents.pdf.words import Word, names_bold, names_fixed

__all__ = ["Known", "PageText", "TooBig"]

# What PDFium substitutes for a hyphen that it takes for a word break: one in texts, the other by itself.
_LINE_END_HYPHEN = re.compile("[\ufffe\x02]")
_WORD = re.compile("[^\\s\ufffe\x02]+[\ufffe\x02]?|[\ufffe\x02]")
# Codes without a known letter, which PDFium returns unchanged.
_NO_LETTER = re.compile("[\x00\x01\x03-\x08\x0e-\x1f\ufffd\ue000-\uf8ff]")
# Control characters, and within words in Latin letters those of other scripts: no one writes both in one
# word, save Greek and Cyrillic letters in formulas, and Chinese.
_OTHER_SCRIPT = "[\u0500-\u1dff\u2c00-\u2dff]"
_DOUBTFUL = re.compile(rf"[\x01\x03-\x08\x0e-\x1f]|(?<=[A-Za-z]){_OTHER_SCRIPT}|{_OTHER_SCRIPT}(?=[A-Za-z])")
_IN_TEX = re.compile("[\x0b\x0c\x0e-\x1f]")  # not on a page whose fonts tell its letters
_FIGURE = re.compile(r"\d")
MOST_CHARACTERS = 500_000  # of a page; a dense one has 20,000
MOST_FONTS = 256  # remembered
MOST_WORDS = 50_000  # remembered with the shares of their letters
SMALLEST = 1.0  # points: nobody reads smaller type
MOST_NAME_BYTES = 512  # of a font; a longer one is left as that of the word before
LEAST_RAISED = 0.2  # of the font size: so high above the baseline is the foot of a raised figure …
RAISED, RAISED_SIZE = 0.35, 0.6  # … which is read as a word of its own of this height and size
TOUCHES = 0.05  # of the type size: letters that are no further apart are of one word
MISPLACED = 0.5  # of the type size: so far off stands a blank that is not between two letters
FLAT = 0.02  # points: a glyph of no height has no ink
OVER = 0.1  # of the type size: so far apart are the two glyphs of imitated bold
RETURN = 1.5  # of the type size: so far back begins what is drawn over something else
SAMPLE = 64  # characters of a page that are asked for their mapping
AS_WIDE = 0.1  # of the font size: so much may a word differ from when it was measured


class TooBig(Exception):
    """A page has more characters than any ordinary one."""

    def __init__(self, characters: int) -> None:
        super().__init__(f"{characters:,} characters on one page")
        self.characters = characters


@dataclass(frozen=True, slots=True)
class Known:
    """A measured word: its text with accents joined, width in ems, and relative edges of its letters."""

    text: str
    width: float
    shares: list[float]


# As a raw address: the library's wrapper creates an object for each result, at twice the time.
_piece_of = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)(
    ctypes.cast(raw.FPDFText_GetTextObject, ctypes.c_void_p).value or 0
)


@lru_cache(MOST_FONTS)
def _is_bold_is_fixed(font: bytes) -> tuple[bool, bool]:
    name = font.decode("utf-8", "replace")
    return names_bold(name), names_fixed(name)


class PageText:
    """Collects the words of one page from PDFium."""

    def __init__(self, text_page: Any, known: dict[tuple[bytes, str], Known]) -> None:
        self._page = text_page
        self._address = ctypes.cast(text_page, ctypes.c_void_p).value
        self._known = known
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._box = raw.FS_RECTF()
        self._sides = [ctypes.c_double() for _ in range(4)]  # left, right, bottom, top
        self._matrix = raw.FS_MATRIX()
        self._name, self._flags = ctypes.create_string_buffer(MOST_NAME_BYTES), ctypes.c_int()
        self._piece: int | None = None  # of text, drawn in one go: that of the last word
        self._font, self._bold, self._fixed = b"", False, False
        self._size, self._baseline, self._turn, self._straight = 1.0, 0.0, 0, True
        self._text = self._mended(_text(text_page))
        self._paint = Paint(text_page)
        self._is_unseen = self._is_pale = False
        self.unseen: list[Word] = []
        self.pale: list[Word] = []  # in white or nearly so
        self.pieces: list[int | None] = []  # the text object of each word

    def words(self) -> Iterator[Word]:
        """The words in drawing order."""
        before: Word | None = None
        text, whole = self._text, False
        line_end = -1
        for match in _WORD.finditer(text):
            start, end = match.span()
            if start > line_end:  # most lines were drawn in one go: no word is asked then
                line_end = text.find("\r", start)
                line_end = len(text) if line_end < 0 else line_end
                self._enter(start)
                whole = self._straight and self._ends_here(line_end - 1)
            elif not whole:
                self._enter(start)
            is_one = whole or end - start == 1 or _piece_of(self._address, end - 1) == self._piece
            for word in (self._measured if is_one else self._pieces)(match[0], start, end):
                if before is not None and self._is_parted(before, word, start):
                    word.glued = True
                before = word
                yield word

    def without(self, gone: set[int], words: list[Word]) -> list[Word]:
        """The words without those at some indices, which count as neither invisible nor white."""
        ids = {id(words[at]) for at in gone}
        self.unseen = [word for word in self.unseen if id(word) not in ids]
        self.pale = [word for word in self.pale if id(word) not in ids]
        return [word for word in words if id(word) not in ids]

    def _is_parted(self, before: Word, word: Word, start: int) -> bool:
        """Whether PDFium parted two halves of a word that touch; `start` is the index of the second."""
        near = TOUCHES * word.size
        return (
            abs(word.x0 - before.x1) < near
            and abs(word.y - before.y) < near
            and abs(word.size - before.size) < near
            and word.turn == before.turn
            and raw.FPDFText_IsGenerated(self._page, start - 1) == 1
            and (
                self._text[start - 1] == "\n"
                or (
                    before.text[-1].isalpha()
                    and word.text[0].islower()
                    and self._is_misplaced(before, start - 1)
                )
            )
        )

    def _is_misplaced(self, before: Word, blank: int) -> bool:
        """Whether a blank that PDFium put in after a word stands elsewhere.

        Its other blanks are right: it knows the widths of the letters, and slanted ones jut out of these.
        """
        return abs(self._along(blank) - before.x1) > MISPLACED * before.size

    def _ends_here(self, index: int) -> bool:
        """Whether the whole line belongs to one text object."""
        return _piece_of(self._address, index) == self._piece

    def unknown_share(self) -> float:
        """The share of characters that the fonts do not map to letters; counted only if there is one."""
        shown = [at for at, char in enumerate(self._text) if char not in "\r\n \x02\ufffe"]
        if not _NO_LETTER.search(self._text) and not self._has_wrong_letters(shown):
            return 0.0
        evident = sum(_NO_LETTER.match(self._text, at) is not None for at in shown)
        if reads_like_a_language(self._text):
            return evident / max(1, len(shown))
        failed = sum(self._is_unmapped(at) or _NO_LETTER.match(self._text, at) is not None for at in shown)
        return failed / max(1, len(shown))

    def _has_wrong_letters(self, shown: list[int]) -> bool:
        """Whether the fonts map few of some characters of the page, and these read like no language."""
        asked = shown[:: len(shown) // SAMPLE + 1]
        return 2 * sum(map(self._is_unmapped, asked)) > len(asked) and reads_like_none(self._text)

    def _pieces(self, text: str, start: int, end: int) -> Iterator[Word]:
        """Split a word that consists of several text objects where size or baseline changes."""
        first, glued = start, False
        while first < end:
            self._enter(first)
            stop = first + 1
            while stop < end and self._is_alike(stop):
                stop += 1
            self._enter(first)
            for word in self._measured(text[first - start : stop - start], first, stop, is_piece=True):
                word.glued, glued = word.glued or glued, False
                yield word
            first, glued = stop, stop < end and not self._returns(stop)

    def _is_alike(self, index: int) -> bool:
        if _piece_of(self._address, index) == self._piece:
            return not self._returns(index)
        size, baseline = self._size, self._baseline
        self._enter(index)
        level = not self._straight or abs(self._baseline - baseline) < 0.05 * size
        is_alike = level and abs(self._size - size) < 0.05 * size
        is_doubled = self._repeats(index) or (index > 1 and self._repeats(index - 1))
        return is_alike and not is_doubled and not self._returns(index)

    def _returns(self, index: int) -> bool:
        """Whether a character stands far before the one drawn before it, as in a line that is drawn twice."""
        return self._along(index) < self._along(index - 1) - RETURN * self._size

    def _repeats(self, index: int) -> bool:
        """Whether a character was drawn over the one before it, which is the same."""
        is_same = self._text[index] == self._text[index - 1]
        return is_same and abs(self._along(index) - self._along(index - 1)) < OVER * self._size

    def _along(self, index: int) -> float:
        raw.FPDFText_GetCharOrigin(self._page, index, self._x, self._y)
        x, y = self._x.value, self._y.value
        return (x, y, -x, -y)[self._turn]

    def _enter(self, index: int) -> None:
        """Take over the attributes of the text object of a character."""
        piece = _piece_of(self._address, index)
        if piece == self._piece and self._straight:
            return
        page, matrix = self._page, self._matrix
        self._piece = piece
        raw.FPDFText_GetMatrix(page, index, matrix)
        font_size = raw.FPDFText_GetFontSize(page, index)
        sign = -1.0 if font_size < 0 else 1.0  # type of a negative size is upright where its matrix is turned
        a, b, c, d = (sign * part for part in (matrix.a, matrix.b, matrix.c, matrix.d))
        self._straight = min(abs(a), abs(b)) < 1e-3 * max(abs(a), abs(b))
        self._turn = (0 if a >= 0 else 2) if abs(a) >= abs(b) else (1 if b > 0 else 3)
        self._size = abs(font_size) * (math.hypot(c, d) or 1.0)
        raw.FPDFText_GetFontInfo(page, index, self._name, len(self._name), self._flags)
        self._font = self._name.value
        self._bold, self._fixed = _is_bold_is_fixed(self._font)
        self._is_unseen, self._is_pale = self._paint.of(piece, index)
        self._is_unseen = self._is_unseen or self._size < SMALLEST
        raw.FPDFText_GetCharOrigin(page, index, self._x, self._y)
        x, y = self._x.value, self._y.value
        self._baseline = (y, -x, -y, x)[self._turn]

    def _measured(self, text: str, start: int, end: int, *, is_piece: bool = False) -> Iterator[Word]:
        text = _LINE_END_HYPHEN.sub("-", text)
        first = self._measure(start)
        last = self._measure(end - 1) if end - start > 1 else first
        if not is_piece and last[0] < first[0] and text.isascii():
            yield from self._pieces(text, start, end)
            return
        x0, x1 = min(first[0], last[0]), max(first[1], last[1])
        size = self._size
        known = self._known.get((self._font, text))
        if known is not None and abs(known.width * size - (x1 - x0)) < AS_WIDE * size:
            edges = [x0 + (x1 - x0) * share for share in known.shares]
            yield self._word(known.text, x0, x1, first, edges)
            return
        boxes = [first, *map(self._measure, range(start + 1, end - 1)), last][: end - start]
        joined, boxes = accents_joined(text, boxes)
        blanks = overlooked_blanks(joined, boxes, size)
        raised = self._raised_figures(text, start) if len(joined) == len(text) else set()
        cuts = {*blanks, *(at for at in range(1, len(text)) if (at in raised) != (at - 1 in raised))}
        for begin, stop in pairwise([0, *sorted(cuts), len(joined)]):
            edges = _edges(boxes[begin:stop])
            word = self._word(joined[begin:stop], min(edges), max(edges), first, edges)
            word.glued = begin > 0 and begin not in blanks
            if begin in raised:
                word.y, word.size = word.y + RAISED * size, RAISED_SIZE * size
            yield word
        if not cuts and not raised and size > 0 and x1 > x0 and len(self._known) < MOST_WORDS:
            shares = [(edge - x0) / (x1 - x0) for edge in edges]
            self._known[self._font, text] = Known(joined, (x1 - x0) / size, shares)

    def _mended(self, text: str) -> str:
        """The text with blanks and replacement characters for glyphs that fonts map to neither.

        A font can map its blank to a control character. Where it maps nothing, PDFium may return the number
        of the glyph, which is a letter of another script.
        """
        known = letters_of_tex(text, self._is_unmapped, self._in_one_go) if _IN_TEX.search(text) else {}
        characters = [known.get(at, one) for at, one in enumerate(text)] if known else []
        for match in _DOUBTFUL.finditer(text):
            at = match.start()
            if at in known:
                continue
            is_unmapped = self._is_unmapped(at)
            is_control = match[0] < " "
            if is_unmapped != is_control and (is_unmapped or self._is_flat(at)):
                characters = characters or list(text)
                characters[at] = " " if is_control else "\ufffd"
        return "".join(characters) if characters else text

    def _is_unmapped(self, index: int) -> bool:
        """Whether the font tells no letter for a character."""
        return raw.FPDFText_HasUnicodeMapError(self._page, index) == 1

    def _in_one_go(self, index: int, other: int) -> bool:
        """Whether two characters belong to one text object."""
        return _piece_of(self._address, index) == _piece_of(self._address, other)

    def _is_flat(self, index: int) -> bool:
        """Whether a glyph has a width but no ink."""
        left, right, bottom, top = self._ink(index)
        return right > left and top - bottom < FLAT

    def _ink(self, index: int) -> tuple[float, float, float, float]:
        """The left, right, bottom and top edge of a glyph's ink."""
        raw.FPDFText_GetCharBox(self._page, index, *self._sides)
        left, right, bottom, top = (side.value for side in self._sides)
        return left, right, bottom, top

    def _raised_figures(self, text: str, start: int) -> set[int]:
        """The indices of figures that the font itself draws raised, in a word with others or letters."""
        raised: set[int] = set()
        turn, size = self._turn, self._size
        for match in _FIGURE.finditer(text) if len(text) > 1 else ():
            left, right, bottom, top = self._ink(start + match.start())
            foot, head = ((bottom, top), (-right, -left), (-top, -bottom), (left, right))[turn]
            if foot - self._baseline > LEAST_RAISED * size and head > foot:
                raised.add(match.start())
        return raised

    def _word(self, text: str, x0: float, x1: float, box: CharacterBox, edges: list[float]) -> Word:
        word = Word(text, x0, x1, self._baseline, self._size, self._bold, self._turn, box[2], box[3], edges)
        word.fixed = self._fixed
        self.pieces.append(self._piece)
        if self._is_unseen:
            self.unseen.append(word)
        elif self._is_pale:
            self.pale.append(word)
        return word

    def _measure(self, index: int) -> CharacterBox:
        """Start and end of a character along the line, and its extent across it."""
        box = self._box
        raw.FPDFText_GetLooseCharBox(self._page, index, box)
        if self._turn == 0:
            return box.left, box.right, box.bottom, box.top
        if self._turn == 1:
            return box.bottom, box.top, -box.right, -box.left
        if self._turn == 2:
            return -box.right, -box.left, -box.top, -box.bottom
        return -box.top, -box.bottom, box.left, box.right


def _edges(boxes: list[CharacterBox]) -> list[float]:
    """The edges of the characters along the line, from first to last."""
    if boxes[-1][0] < boxes[0][0]:  # right to left
        return [*(box[1] for box in boxes), boxes[-1][0]]
    return [*(box[0] for box in boxes), boxes[-1][1]]


def _text(text_page: Any) -> str:
    """All characters, indexed as PDFium counts them."""
    count = raw.FPDFText_CountChars(text_page)
    if count > MOST_CHARACTERS:
        raise TooBig(count)
    buffer = (ctypes.c_ushort * (count + 1))()
    if raw.FPDFText_GetText(text_page, 0, count, buffer) == count + 1:
        units = memoryview(buffer).tobytes()[: 2 * count]
        text = units.decode("utf-16-le", "surrogatepass")
        # PDFium counts the two halves of a surrogate pair, which words join again.
        return text if len(text) == count else "".join(map(chr, memoryview(units).cast("H")))
    # Some were left out: one by one.
    return "".join(chr(raw.FPDFText_GetUnicode(text_page, index) or 32) for index in range(count))
