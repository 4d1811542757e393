"""Runs a page's content stream as far as text goes: operators in, words with their places out.

Text state and matrices follow ISO 32000-1, 9.3 and 9.4. Everything is kept as six-number matrices
(a, b, c, d, e, f) that multiply from the left, as there.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from longdoc.documents.pdf.operators import Operand, operations
from longdoc.documents.pdf.words import SAME_BASELINE, SUPERSCRIPT, Word

__all__ = ["Font", "Form", "Glyph", "Resources", "read_words"]

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
WORD_GAP = (
    0.16  # of the font size: wider is a blank. TeX sets its tightest word space at 0.22, kerns below 0.1
)
GAP_AFTER_A_SIGN = 0.06  # of the font size: "8.1" and its heading, "Its:" and what follows
FEW_GLYPHS = 4
MAX_FORM_DEPTH = 16
MAX_FORMS = 5_000


# Its characters, its width in ems, whether it is code 32 (which word spacing widens), whether it has no ink.
Glyph = tuple[str, float, bool, bool]


class Font(Protocol):
    """A font as the content stream uses it."""

    bold: bool

    def glyphs(self, codes: bytes) -> list[Glyph]:
        """What these codes draw."""
        ...


@dataclass(slots=True)
class Form:
    """A piece of content that is drawn by name, with resources of its own."""

    key: int  # the same form has the same key, so that one which draws itself is noticed
    content: bytes
    matrix: Matrix
    resources: Resources


class Resources(Protocol):
    """Fonts and forms by the names that one content stream calls them."""

    def font(self, name: str) -> Font | None: ...

    def form(self, name: str) -> Form | None: ...


@dataclass(slots=True)
class _State:
    """What q saves and Q brings back."""

    ctm: Matrix = IDENTITY
    font: Font | None = None
    size: float = 1.0
    letter_space: float = 0.0
    word_space: float = 0.0
    stretch: float = 1.0
    leading: float = 0.0
    rise: float = 0.0


def read_words(
    content: bytes, resources: Resources, box: tuple[float, float, float, float]
) -> Iterator[Word]:
    """Yield the words that a page shows inside its box (x0, y0, x1, y1), in the order they are drawn."""
    pen = _Pen(box)
    yield from _run(content, resources, pen, _State(), (), [0])
    yield from pen.finish()


def _run(
    content: bytes, resources: Resources, pen: _Pen, state: _State, inside: tuple[int, ...], forms: list[int]
) -> Iterator[Word]:
    saved: list[_State] = []
    text = _TextPosition()
    for operator, operands in operations(content):
        show = _SHOW.get(operator)
        if show is not None:
            yield from show(operands, state, text, pen)
        elif operator == b"q":
            saved.append(replace(state))
        elif operator == b"Q":
            if saved:
                state = saved.pop()
        elif operator == b"Tf":
            if len(operands) >= 2 and isinstance(operands[0], str):
                state.font, state.size = resources.font(operands[0]), _number(operands[1])
        elif operator == b"Do":
            if operands and isinstance(operands[0], str) and len(inside) < MAX_FORM_DEPTH:
                form = resources.form(operands[0])
                forms[0] += 1
                if form is not None and form.key not in inside and forms[0] <= MAX_FORMS:
                    inner = replace(state, ctm=_multiply(form.matrix, state.ctm))
                    yield from _run(form.content, form.resources, pen, inner, (*inside, form.key), forms)
        else:
            _change(operator, [_number(operand) for operand in operands], state, text)


class _TextPosition:
    """The text matrix and the matrix of the line's start."""

    __slots__ = ("line", "matrix")

    def __init__(self) -> None:
        self.line = self.matrix = IDENTITY

    def place(self, matrix: Matrix) -> None:
        self.line = self.matrix = matrix

    def move(self, x: float, y: float) -> None:
        a, b, c, d, e, f = self.line
        self.place((a, b, c, d, x * a + y * c + e, x * b + y * d + f))

    def advance(self, x: float) -> None:
        a, b, c, d, e, f = self.matrix
        self.matrix = (a, b, c, d, x * a + e, x * b + f)


class _Pen:
    """Gathers glyphs into words: a blank, a gap, another line, size or direction ends a word."""

    def __init__(self, box: tuple[float, float, float, float]) -> None:
        self.x0, self.y0, self.x1, self.y1 = box
        self.word: Word | None = None

    def show(self, codes: bytes, state: _State, text: _TextPosition) -> Iterator[Word]:
        """Draw one string; yields the words that it completes."""
        if state.font is None:
            return
        a, b, c, d, e, f = _multiply(text.matrix, state.ctm)
        unit = (math.hypot(a, b) or 1.0) * state.stretch  # points on the page for one unit along the text
        turn = _quarter_turns(a, b)
        x, y = _turned(e + state.rise * c, f + state.rise * d, turn)
        size = abs(state.size) * (math.hypot(c, d) or abs(unit))
        em, letter_space, word_space = state.size * unit, state.letter_space * unit, state.word_space * unit
        ink: list[str] = []
        start = end = pen = x
        visible = self._inside(e, f)
        glyphs = state.font.glyphs(codes)
        parted = letter_space > WORD_GAP * size and (len(glyphs) == 2 or self._goes_on(x, y, size, glyphs))
        for characters, width, is_space, is_blank in glyphs:
            if visible and is_blank:
                if ink:
                    yield from self._ink("".join(ink), start, end, y, size, state.font.bold, turn)
                    ink = []
                yield from self.finish()
            elif visible:
                if not ink:
                    start = pen
                ink.append(characters)
            # The space between letters belongs to no word, or spaced headings would fall apart.
            end = pen + width * em
            pen = end + letter_space + (word_space if is_space else 0.0)
            if parted and ink:
                yield from self._ink("".join(ink), start, end, y, size, state.font.bold, turn)
                ink = []
        if ink:
            yield from self._ink("".join(ink), start, end, y, size, state.font.bold, turn)
        text.advance((pen - x) / (unit or 1.0) * state.stretch)

    def _goes_on(self, x: float, y: float, size: float, glyphs: Sequence[Glyph]) -> bool:
        """Whether a few glyphs begin in the midst of a word: space between them is then Ghostscript's way to
        write blanks, and no heading set wide."""
        word = self.word
        return (
            word is not None
            and len(glyphs) <= FEW_GLYPHS
            and abs(x - word.x1) < WORD_GAP * size
            and abs(y - word.y) < SAME_BASELINE * size
        )

    def _ink(
        self, text: str, x0: float, x1: float, y: float, size: float, bold: bool, turn: int
    ) -> Iterator[Word]:
        """Add to the word at hand, if it stands right before, or end it and begin another."""
        x0, x1 = min(x0, x1), max(x0, x1)
        word = self.word
        if word is not None:
            larger = max(size, word.size, 0.1)
            raised = SUPERSCRIPT if min(size, word.size) < 0.9 * larger else SAME_BASELINE
            room = GAP_AFTER_A_SIGN if word.text[-1] in ".,:;)" and text[0].isalpha() else WORD_GAP
            near = -2.5 * WORD_GAP < (x0 - word.x1) / larger < room
            if near and turn == word.turn and abs(y - word.y) < raised * larger:
                word.text += text
                word.x1 = max(x1, word.x1)
                return
            yield word
        self.word = Word(text, x0, x1, y, size, bold, turn)

    def _inside(self, x: float, y: float) -> bool:
        return self.x0 - 2 <= x <= self.x1 + 2 and self.y0 - 2 <= y <= self.y1 + 2

    def finish(self) -> Iterator[Word]:
        """The word at hand, which a blank or the page's end completes."""
        if self.word is not None:
            yield self.word
            self.word = None


def _quarter_turns(a: float, b: float) -> int:
    if abs(a) >= abs(b):
        return 0 if a >= 0 else 2
    return 1 if b > 0 else 3


def _turned(x: float, y: float, turn: int) -> tuple[float, float]:
    return ((x, y), (y, -x), (-x, -y), (-y, x))[turn]


def _multiply(m: Matrix, n: Matrix) -> Matrix:
    a, b, c, d, e, f = m
    g, h, i, j, k, o = n
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + o)


def _number(operand: Operand) -> float:
    return operand if isinstance(operand, float) else 0.0


def _show_string(operands: list[Operand], state: _State, text: _TextPosition, pen: _Pen) -> Iterator[Word]:
    if operands and isinstance(operands[-1], bytes):
        yield from pen.show(operands[-1], state, text)


def _show_next_line(operands: list[Operand], state: _State, text: _TextPosition, pen: _Pen) -> Iterator[Word]:
    text.move(0.0, -state.leading)
    yield from _show_string(operands, state, text, pen)


def _show_spaced(operands: list[Operand], state: _State, text: _TextPosition, pen: _Pen) -> Iterator[Word]:
    if len(operands) >= 3:
        state.word_space, state.letter_space = _number(operands[0]), _number(operands[1])
    yield from _show_next_line(operands, state, text, pen)


def _show_array(operands: list[Operand], state: _State, text: _TextPosition, pen: _Pen) -> Iterator[Word]:
    if operands and isinstance(operands[-1], list):
        for item in operands[-1]:
            if isinstance(item, bytes):
                yield from pen.show(item, state, text)
            else:
                text.advance(-item / 1000.0 * state.size * state.stretch)


_SHOW: dict[bytes, Callable[[list[Operand], _State, _TextPosition, _Pen], Iterator[Word]]] = {
    b"Tj": _show_string,
    b"TJ": _show_array,
    b"'": _show_next_line,
    b'"': _show_spaced,
}


def _change(operator: bytes, n: list[float], state: _State, text: _TextPosition) -> None:
    """Operators that change the state or the position, and show nothing."""
    match operator, n:
        case b"Td", [x, y, *_]:
            text.move(x, y)
        case b"Tm", [a, b, c, d, e, f, *_]:
            text.place((a, b, c, d, e, f))
        case b"cm", [a, b, c, d, e, f, *_]:
            state.ctm = _multiply((a, b, c, d, e, f), state.ctm)
        case b"BT", _:
            text.place(IDENTITY)
        case b"T*", _:
            text.move(0.0, -state.leading)
        case b"TD", [x, y, *_]:
            state.leading = -y
            text.move(x, y)
        case b"Tc", [space, *_]:
            state.letter_space = space
        case b"Tw", [space, *_]:
            state.word_space = space
        case b"Tz", [percent, *_]:
            state.stretch = percent / 100.0
        case b"TL", [leading, *_]:
            state.leading = leading
        case b"Ts", [rise, *_]:
            state.rise = rise
