"""Reads the pages of a PDF with PDFium: words with the position of every character.

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
from typing import Any, BinaryIO, TypeAlias

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from longdoc.documents.pdf.covered import covered_words
from longdoc.documents.pdf.hidden import Paint, without_contrast
from longdoc.documents.pdf.layers import texts_on_layers
from longdoc.documents.pdf.letters import CharacterBox, accents_joined, overlooked_blanks
from longdoc.documents.pdf.missing_fonts import substitute_missing_fonts
from longdoc.documents.pdf.pictured import pictured_share
from longdoc.documents.pdf.quality import reads_like_a_language
from longdoc.documents.pdf.rules import Rule, drawn_on
from longdoc.documents.pdf.words import Word, WrongPassword, names_bold

__all__ = ["Frame", "PageContent", "PdfiumFile", "TooBig"]

# What PDFium substitutes for a hyphen that it takes for a word break: one in texts, the other by itself.
_LINE_END_HYPHEN = re.compile("[\ufffe\x02]")
_WORD = re.compile("[^\\s\ufffe\x02]+[\ufffe\x02]?|[\ufffe\x02]")
# Codes without a known letter, which PDFium returns unchanged.
_NO_LETTER = re.compile("[\x00\x01\x03-\x08\x0e-\x1f\ufffd\ue000-\uf8ff]")
_FIGURE = re.compile(r"\d")
MOST_CHARACTERS = 500_000  # of a page; a dense one has 20,000
MOST_FONTS = 256  # remembered
MOST_WORDS = 50_000  # remembered with the shares of their letters
SMALLEST = 1.0  # points: nobody reads smaller type
MOST_NAME_BYTES = 512  # of a font; a longer one is left as that of the word before
LEAST_RAISED = 0.2  # of the font size: so high above the baseline is the foot of a raised figure …
RAISED, RAISED_SIZE = 0.35, 0.6  # … which is read as a word of its own of this height and size
AS_WIDE = 0.1  # of the font size: so much may a word differ from when it was measured


_Box: TypeAlias = tuple[float, float, float, float]  # left, bottom, right, top


class TooBig(Exception):
    """A page has more characters than any ordinary one."""

    def __init__(self, characters: int) -> None:
        super().__init__(f"{characters:,} characters on one page")
        self.characters = characters


@dataclass(frozen=True, slots=True)
class Frame:
    """The visible part of a page: corner and size of its crop box, and its clockwise quarter turns."""

    left: float
    bottom: float
    width: float
    height: float
    turns: int


@dataclass(frozen=True, slots=True)
class PageContent:
    """The content of a page; words are in drawing order."""

    words: list[Word]
    rules: list[Rule]
    frame: Frame
    unknown_share: float  # of letters that the fonts do not tell
    outside: int  # words that stand where no viewer shows them
    unseen: int = 0  # words among those that are read which nobody sees: invisible, tiny, or white on white
    pictured: float = 0.0  # share of the visible page that pictures cover
    covered: int = 0  # words under filled boxes, which are not read
    switched_off: int = 0  # words on layers that are switched off, which are not read


@dataclass(frozen=True, slots=True)
class _Known:
    """A measured word: its text with accents joined, width in ems, and relative edges of its letters."""

    text: str
    width: float
    shares: list[float]


class PdfiumFile:
    """An open PDF file; opening raises WrongPassword, or any exception for a damaged file."""

    def __init__(
        self, file: BinaryIO, password: str | None, hidden_layers: frozenset[str] = frozenset()
    ) -> None:
        substitute_missing_fonts()
        # PDFium knows no limit for a page; the worker's memory limit is what stops it.
        self._file = file
        self._document = _open(file, password)
        self._hidden_layers = hidden_layers
        self._known: dict[tuple[bytes, str], _Known] = {}

    @property
    def pages(self) -> int:
        """The number of pages."""
        return len(self._document)

    def page(self, page: int) -> pdfium.PdfPage:
        """A page (from 0) for rendering, which the caller closes."""
        return self._document[page]

    def read(self, page: int) -> PageContent:
        """The content of a page (from 0); raises TooBig."""
        page_object = self._document[page]
        text_page = page_object.get_textpage()
        try:
            box = _shown_box(page_object)
            frame = Frame(box[0], box[1], box[2] - box[0], box[3] - box[1], page_object.get_rotation() // 90)
            reader = _PageText(text_page.raw, self._known)
            words = list(reader.words())
            drawn = drawn_on(page_object.raw)
            off = self._switched_off(page_object, words, reader.pieces)
            covered = covered_words(page_object, words, reader.pieces, drawn) - off
            if gone := covered | off:
                words = reader.without(gone, words)
            shown = [word for word in words if _inside(word, box)]
            unseen = sum(_inside(word, box) for word in reader.unseen)
            pale = [word for word in reader.pale if _inside(word, box)]
            return PageContent(
                shown,
                drawn.rules,
                frame,
                reader.unknown_share(),
                outside=len(words) - len(shown),
                unseen=unseen + len(without_contrast(page_object, pale)),
                pictured=pictured_share(drawn.pictures, box),
                covered=len(covered),
                switched_off=len(off),
            )
        finally:
            text_page.close()
            page_object.close()

    def _switched_off(self, page: Any, words: list[Word], pieces: list[int | None]) -> set[int]:
        """The indices of the words on layers that are switched off."""
        if not self._hidden_layers:
            return set()
        texts = texts_on_layers(page.raw, self._hidden_layers)
        return {at for at in range(len(words)) if pieces[at] in texts}


# As a raw address: the library's wrapper creates an object for each result, at twice the time.
_piece_of = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)(
    ctypes.cast(raw.FPDFText_GetTextObject, ctypes.c_void_p).value or 0
)


def _open(file: BinaryIO, password: str | None) -> pdfium.PdfDocument:
    for attempt in (password, None) if password else (None,):
        file.seek(0)
        try:
            return pdfium.PdfDocument(file, password=attempt, autoclose=False)
        except pdfium.PdfiumError as error:
            if raw.FPDF_GetLastError() != raw.FPDF_ERR_PASSWORD and "password" not in str(error).lower():
                raise
    raise WrongPassword


def _shown_box(page: pdfium.PdfPage) -> _Box:
    """The visible part of a page: its crop box within its media box, both possibly inherited."""
    shown: _Box = page.get_bbox()
    return page.get_mediabox() if _is_empty(shown) else shown


def _is_empty(box: _Box) -> bool:
    return box[2] - box[0] < 1 or box[3] - box[1] < 1


def _inside(word: Word, box: _Box) -> bool:
    if _is_empty(box):  # a damaged box: viewers show a page of their own choice
        return True
    x, y = ((word.x0, word.y), (-word.y, word.x0), (-word.x0, -word.y), (word.y, -word.x0))[word.turn]
    return box[0] - 2 <= x <= box[2] + 2 and box[1] - 2 <= y <= box[3] + 2


@lru_cache(MOST_FONTS)
def _is_bold(font: bytes) -> bool:
    return names_bold(font.decode("utf-8", "replace"))


class _PageText:
    """Collects the words of one page from PDFium."""

    def __init__(self, text_page: Any, known: dict[tuple[bytes, str], _Known]) -> None:
        self._page = text_page
        self._address = ctypes.cast(text_page, ctypes.c_void_p).value
        self._known = known
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._box = raw.FS_RECTF()
        self._sides = [ctypes.c_double() for _ in range(4)]  # left, right, bottom, top
        self._matrix = raw.FS_MATRIX()
        self._name, self._flags = ctypes.create_string_buffer(MOST_NAME_BYTES), ctypes.c_int()
        self._piece: int | None = None  # of text, drawn in one go: that of the last word
        self._font, self._bold = b"", False
        self._size, self._baseline, self._turn, self._straight = 1.0, 0.0, 0, True
        self._text = _text(text_page)
        self._paint = Paint(text_page)
        self._is_unseen = self._is_pale = False
        self.unseen: list[Word] = []
        self.pale: list[Word] = []  # in white or nearly so
        self.pieces: list[int | None] = []  # the text object of each word

    def words(self) -> Iterator[Word]:
        """The words in drawing order."""
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
            if whole or end - start == 1 or _piece_of(self._address, end - 1) == self._piece:
                yield from self._measured(match[0], start, end)
            else:
                yield from self._pieces(match[0], start, end)

    def without(self, gone: set[int], words: list[Word]) -> list[Word]:
        """The words without those at some indices, which count as neither invisible nor white."""
        ids = {id(words[at]) for at in gone}
        self.unseen = [word for word in self.unseen if id(word) not in ids]
        self.pale = [word for word in self.pale if id(word) not in ids]
        return [word for word in words if id(word) not in ids]

    def _ends_here(self, index: int) -> bool:
        """Whether the whole line belongs to one text object."""
        return _piece_of(self._address, index) == self._piece

    def unknown_share(self) -> float:
        """The share of characters that the fonts do not map to letters; counted only if there is one."""
        if not _NO_LETTER.search(self._text):
            return 0.0
        shown = [at for at, char in enumerate(self._text) if char not in "\r\n \x02\ufffe"]
        evident = sum(_NO_LETTER.match(self._text, at) is not None for at in shown)
        if reads_like_a_language(self._text):
            return evident / max(1, len(shown))
        failed = sum(
            raw.FPDFText_HasUnicodeMapError(self._page, at) == 1
            or _NO_LETTER.match(self._text, at) is not None
            for at in shown
        )
        return failed / max(1, len(shown))

    def _pieces(self, text: str, start: int, end: int) -> Iterator[Word]:
        """Split a word that consists of several text objects where size or baseline changes."""
        first, glued = start, False
        while first < end:
            self._enter(first)
            stop = first + 1
            while stop < end and self._is_alike(stop):
                stop += 1
            self._enter(first)
            for word in self._measured(text[first - start : stop - start], first, stop):
                word.glued, glued = word.glued or glued, False
                yield word
            first, glued = stop, True

    def _is_alike(self, index: int) -> bool:
        if _piece_of(self._address, index) == self._piece:
            return True
        size, baseline = self._size, self._baseline
        self._enter(index)
        level = not self._straight or abs(self._baseline - baseline) < 0.05 * size
        return level and abs(self._size - size) < 0.05 * size

    def _enter(self, index: int) -> None:
        """Take over the attributes of the text object of a character."""
        piece = _piece_of(self._address, index)
        if piece == self._piece and self._straight:
            return
        page, matrix = self._page, self._matrix
        self._piece = piece
        raw.FPDFText_GetMatrix(page, index, matrix)
        a, b, c, d = matrix.a, matrix.b, matrix.c, matrix.d
        self._straight = min(abs(a), abs(b)) < 1e-3 * max(abs(a), abs(b))
        self._turn = (0 if a >= 0 else 2) if abs(a) >= abs(b) else (1 if b > 0 else 3)
        self._size = raw.FPDFText_GetFontSize(page, index) * (math.hypot(c, d) or 1.0)
        raw.FPDFText_GetFontInfo(page, index, self._name, len(self._name), self._flags)
        self._font = self._name.value
        self._bold = _is_bold(self._font)
        self._is_unseen, self._is_pale = self._paint.of(piece, index)
        self._is_unseen = self._is_unseen or self._size < SMALLEST
        raw.FPDFText_GetCharOrigin(page, index, self._x, self._y)
        x, y = self._x.value, self._y.value
        self._baseline = (y, -x, -y, x)[self._turn]

    def _measured(self, text: str, start: int, end: int) -> Iterator[Word]:
        text = _LINE_END_HYPHEN.sub("-", text)
        first = self._measure(start)
        last = self._measure(end - 1) if end - start > 1 else first
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
            self._known[self._font, text] = _Known(joined, (x1 - x0) / size, shares)

    def _raised_figures(self, text: str, start: int) -> set[int]:
        """The indices of figures that the font itself draws raised, in a word with others or letters."""
        raised: set[int] = set()
        box, turn, size = self._sides, self._turn, self._size
        for match in _FIGURE.finditer(text) if len(text) > 1 else ():
            raw.FPDFText_GetCharBox(self._page, start + match.start(), *box)
            left, right, bottom, top = (side.value for side in box)
            foot, head = ((bottom, top), (-right, -left), (-top, -bottom), (left, right))[turn]
            if foot - self._baseline > LEAST_RAISED * size and head > foot:
                raised.add(match.start())
        return raised

    def _word(self, text: str, x0: float, x1: float, box: CharacterBox, edges: list[float]) -> Word:
        word = Word(text, x0, x1, self._baseline, self._size, self._bold, self._turn, box[2], box[3], edges)
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
