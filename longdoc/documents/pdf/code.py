"""Keeps the lines of program code and their indents; code is set in fonts whose letters are all as wide."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from longdoc.documents.pdf.places import nowhere
from longdoc.documents.pdf.words import Line
from longdoc.documents.types import Kind

__all__ = ["with_code"]

MOSTLY = 0.5  # of the letters of a file: then it was typed, and the font tells nothing
LEAST_LINES = 2
LEAST_LETTERS = 4  # of a line whose width tells that of a letter
SIGNS = 0.3  # of the lines of code have a sign that prose has not, or an indent
MOST_BLANKS = 60  # of an indent
NEXT_LINE = 2.5  # times the type size: lines that are further apart belong to two listings
_SIGN = re.compile(
    r"[{}\[\]=;<>|$#\\]|\w\(|::|->|(?:^|\s)--?\w|\w_\w|^\s*(?:- )?[\w.-]+:(?:\s|$)|/\w+/|^\s*(?://|/\*|\*)"
)


def with_code(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The lines of all pages; those of code are marked as such and begin with the blanks of their indents."""
    letters = {True: 0, False: 0}
    for lines in pages:
        for line in lines:
            letters[line.fixed] += len(line.text)
    if not letters[True] or letters[True] > MOSTLY * sum(letters.values()):
        return [list(lines) for lines in pages]
    return [[line for run in _runs(lines) for line in _marked(run)] for lines in pages]


def _runs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Lines that belong together: all of code, or none."""
    for is_fixed, group in groupby(lines, key=_may_be_code):
        run: list[Line] = []
        for line in group:
            if is_fixed and run and not 0 < run[-1].y - line.y < NEXT_LINE * max(line.size, run[-1].size):
                yield run
                run = []
            run.append(line)
        yield run


def _may_be_code(line: Line) -> bool:
    return line.fixed and not line.kind and line.row is None and line.field is None


def _marked(run: list[Line]) -> list[Line]:
    if len(run) < LEAST_LINES or not _may_be_code(run[0]):
        return run
    widths = [(line.x1 - line.x0) / len(line.text) for line in run if len(line.text) >= LEAST_LETTERS]
    width = min(widths, default=0.0)
    if width <= 0:
        return run
    left = min(line.x0 for line in run)
    indents = [min(MOST_BLANKS, round((line.x0 - left) / width)) for line in run]
    telling = sum(bool(indent or _SIGN.search(line.text)) for indent, line in zip(indents, run, strict=True))
    has_signs = any(_SIGN.search(line.text) for line in run)
    if not has_signs or telling < SIGNS * len(run):
        return run
    return [_indented(line, indent) for line, indent in zip(run, indents, strict=True)]


def _indented(line: Line, blanks: int) -> Line:
    corners = line.corners
    if blanks and corners is not None:
        import numpy as np

        corners = np.concatenate([nowhere(blanks), corners])
    return replace(line, text=" " * blanks + line.text, corners=corners, kind=Kind.CODE.value)
