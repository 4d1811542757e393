"""The common base of line-based markup: paragraphs, list items, inline text."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from longdoc.documents.structure.pieces import Piece, linked, one_line
from longdoc.documents.text.clean import join_wrapped
from longdoc.documents.types import Kind

__all__ = ["ITEM", "Inline", "MarkedLines", "Names", "separated_rows", "without_closing_marks"]

Inline = tuple[tuple[re.Pattern[str], str], ...]
ITEM = re.compile(r"\s*(?P<mark>[-*+•]|\*{2,5}|\.{1,5}|\d{1,4}[.)]|#\.)\s+(?P<words>\S.*)$")
MOST_ADDED_CHARS = 2_000_000  # by the names in one text
LINKS = (
    re.compile(r"`(?P<words>[^`<]{1,400}?)\s*<(?P<target>[^>`]{1,500})>`__?"),
    re.compile(r"\[\[(?P<target>[^\]]{1,500})\]\[(?P<words>[^\]]{1,500})\]\]"),
    re.compile(r"(?:link:|xref:)?(?P<target>https?:[^\s\[\]]{1,500})\[(?P<words>[^\]]{1,300})\]"),
)


class Names:
    """What names in a text stand for; once they have added very much to it, each stands for itself."""

    def __init__(self) -> None:
        self._words: dict[str, str] = {}
        self._spare_chars = MOST_ADDED_CHARS

    def define(self, name: str, words: str) -> None:
        """Set what a name stands for from here on."""
        self._words[name] = words

    def shown(self, name: str, otherwise: str) -> str:
        """What is shown for a name."""
        words = self._words.get(name, otherwise)
        if len(words) > self._spare_chars:
            return otherwise
        self._spare_chars -= len(words)
        return words


class MarkedLines:
    """Reads line by line; subclasses decide what a line begins."""

    inline: Inline = ()  # markup within paragraphs, and what replaces it
    struck: re.Pattern[str] | None = None  # what is struck out, and left out

    def __init__(self, lines: list[str]) -> None:
        self.title = ""
        self.included: list[str] = []  # names of files that stand elsewhere
        self.struck_chars = 0
        self._lines = lines
        self._names = Names()
        self._at = 0
        self._open: list[str] = []
        self._mark = ""
        self._kind = Kind.PROSE
        self._counts: dict[int, int] = {}  # of the items so far in each open list that is numbered by itself

    def pieces(self) -> Iterator[Piece]:
        """All pieces, in order."""
        while self._at < len(self._lines):
            line = self._lines[self._at]
            self._at += 1
            if not line.strip():
                yield from self._close()
            else:
                yield from self._line(line)
        yield from self._close()

    def _line(self, line: str) -> Iterator[Piece]:
        raise NotImplementedError

    def _peek(self, ahead: int = 0) -> str:
        at = self._at + ahead
        return self._lines[at] if at < len(self._lines) else ""

    def _take(self, line: str) -> Iterator[Piece]:
        """Take a line of a paragraph, or one that begins a list item."""
        item = ITEM.match(line)
        if item and not (self._open and not self._mark and item["mark"][0].isdigit()):
            yield from self._close()
            self._begin_item(self._mark_of(item["mark"], len(line) - len(line.lstrip())), item["words"])
        else:
            if not self._open and not line.startswith(" "):
                self._counts.clear()
            self._open.append(line.strip())

    def _begin_item(self, mark: str, words: str) -> None:
        self._mark, self._kind = f"{mark} ", Kind.LIST_ITEM
        self._open = [words]

    def _mark_of(self, sign: str, indent: int) -> str:
        """What is shown before a list item: its number, or a dash."""
        depth = len(sign) if sign[0] in "*." else indent
        self._counts = {one: count for one, count in self._counts.items() if one <= depth}
        if sign != "#." and sign[0] != ".":
            self._counts.pop(depth, None)
            return sign if sign[0].isdigit() else "-"
        self._counts[depth] = self._counts.get(depth, 0) + 1
        return f"{self._counts[depth]}."

    def _close(self) -> Iterator[Piece]:
        lines, mark, kind = self._open, self._mark, self._kind
        self._open, self._mark, self._kind = [], "", Kind.PROSE
        if lines:
            words, links = self._words(join_wrapped(lines))
            yield Piece(mark + words, kind=kind, links=links)

    def _words(self, text: str) -> tuple[str, tuple[str, ...]]:
        """The text without markup, with link markers."""
        targets: list[str] = []

        def note(match: re.Match[str]) -> str:
            targets.append(match["target"])
            return linked(match["words"])

        if self.struck is not None:
            text = self.struck.sub(self._strike, text)
        for pattern in LINKS:
            text = pattern.sub(note, text) if "http" in text or "[[" in text or "`" in text else text
        for pattern, replacement in self.inline:
            text = pattern.sub(replacement, text)
        return text, tuple(targets)

    def _strike(self, match: re.Match[str]) -> str:
        self.struck_chars += len(match["words"])
        return ""

    def _plain(self, text: str) -> str:
        return one_line(self._words(text)[0])

    def _plain_rows(self, rows: Iterable[Iterable[str]]) -> list[list[str]]:
        """The cells of a table without markup."""
        return [[self._plain(cell) for cell in row] for row in rows]

    def _heading(self, title: str, level: int) -> Iterator[Piece]:
        yield from self._close()
        self._counts.clear()
        if words := self._plain(title):
            yield Piece(words, level)

    def _until(self, ends: Callable[[str], bool]) -> list[str]:
        """The lines up to a terminator, which is skipped."""
        lines: list[str] = []
        while self._at < len(self._lines):
            line = self._lines[self._at]
            self._at += 1
            if ends(line):
                break
            lines.append(line)
        return lines

    def _indented(self) -> list[str]:
        """The indented lines that follow, dedented."""
        lines: list[str] = []
        while self._at < len(self._lines):
            line = self._lines[self._at]
            if line.strip() and not line.startswith(" "):
                break
            lines.append(line)
            self._at += 1
        indent = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
        return [line[indent:] for line in lines]


def separated_rows(lines: Sequence[str], delimiter: str) -> list[list[str]]:
    """The cells of a table in CSV; without regard to quotes where a cell is longer than the library reads.

    >>> separated_rows(["a, b", '"1, 2",3'], ",")
    [['a', 'b'], ['1, 2', '3']]
    """
    try:
        return list(csv.reader(lines, delimiter=delimiter, skipinitialspace=True))
    except (csv.Error, ValueError):  # the delimiter may be none that it knows
        return [[cell.strip() for cell in line.split(delimiter)] for line in lines]


def without_closing_marks(title: str, mark: str) -> str:
    """A title without the marks that repeat those before it, which follow a blank.

    >>> without_closing_marks("Roof ##", "#"), without_closing_marks("Learning C#", "#")
    ('Roof', 'Learning C#')
    """
    title = title.strip()
    words = title.rstrip(mark)
    return title if words and not words[-1].isspace() else words.rstrip()
