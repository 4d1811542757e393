"""Org → headings, paragraphs, lists, tables and code without markup."""

from __future__ import annotations

import re
from collections.abc import Iterator

from longdoc.documents.structure.pieces import Grid, Piece
from longdoc.documents.text.marked_lines import Inline, MarkedLines
from longdoc.documents.text.raised import raised
from longdoc.documents.types import Kind

__all__ = ["OrgLines"]

HEADING = re.compile(r"(?P<marks>\*{1,8})\s+(?:(?:TODO|DONE|NEXT|WAITING)\s+)?(?:\[#\w\]\s+)?(?P<title>.*)$")
TAGS = re.compile(r"\s:[\w@:]{1,80}:\s*$")
PLANNED = re.compile(r"\s*(?:SCHEDULED|DEADLINE|CLOSED|CLOCK):\s")
NOTE = re.compile(r"\[fn:(?P<name>[\w-]{1,40})\]\s+(?P<words>\S.*)$")
MOST_DRAWER_LINES = 1000
HIDDEN_BLOCKS = ("begin_comment", "begin_export")
KEYWORD = re.compile(r"#\+(?P<name>\w{1,30}):?\s*(?P<words>.*)$", re.I)
RAISED = re.compile(
    r"(?P<before>\S{0,3})(?<![\s^])\^(?:\{(?P<braced>[^{}\n]{1,40})\}|(?P<bare>[-+]?\d{1,4})(?![\w.]))"
)
FORMULA = re.compile(r"(\\\[.{1,2000}?\\\]|\\\(.{1,2000}?\\\)|\$[^$\n]{1,500}\$)", re.DOTALL)
LOWERED = re.compile(r"(?<=\w)_\{([^{}\n]{1,40})\}")
INLINE: Inline = (
    (re.compile(r"\[\[([^\]]{1,500})\]\[([^\]]{1,500})\]\]"), r"\2"),
    (re.compile(r"\[\[([^\]]{1,500})\]\]"), r"\1"),
    (re.compile(r"(?<![\w*/=~_+])([*/=~_])(\S(?:[^\n]{0,400}?\S)?)\1(?![\w*/=~_+])"), r"\2"),
    (re.compile(r"\[fn:([\w-]{1,40})\]"), r"[\1]"),
)


class OrgLines(MarkedLines):
    """Org, as Emacs exports it."""

    inline = INLINE

    def __init__(self, lines: list[str]) -> None:
        super().__init__(lines)
        self._last: dict[str, int] = {}  # of each terminator that was asked for: the last line with it

    def _words(self, text: str) -> tuple[str, tuple[str, ...]]:
        if "{" in text or "^" in text:
            parts = FORMULA.split(text)  # every other one is a formula, which stays as it is written
            parts[::2] = [RAISED.sub(_raised, LOWERED.sub(r"\1", part)) for part in parts[::2]]
            text = "".join(parts)
        return super()._words(text)

    struck = re.compile(r"(?<![\w*/=~_+])\+(?P<words>\S(?:[^\n]{0,400}?\S)?)\+(?![\w*/=~_+])")

    def _line(self, line: str) -> Iterator[Piece]:
        if heading := HEADING.match(line):
            yield from self._heading(TAGS.sub("", heading["title"]).strip(), len(heading["marks"]))
        elif line.strip().upper().startswith((":PROPERTIES:", ":LOGBOOK:")):
            self._skip_drawer()
        elif PLANNED.match(line):
            yield from self._close()
            yield Piece(self._plain(line))
        elif note := NOTE.match(line):
            yield from self._close()
            self._mark, self._kind, self._open = f"[{note['name']}] ", Kind.NOTE, [note["words"]]
        elif keyword := KEYWORD.match(line.strip()):
            yield from self._keyword(keyword["name"].lower(), keyword["words"])
        elif line.lstrip().startswith("|"):
            yield from self._close()
            yield self._table(line)
        elif line.startswith("# ") or line == "#":
            return
        elif line.lstrip().startswith(": "):
            yield from self._close()
            yield self._fixed(line)
        else:
            yield from self._take(line)

    def _keyword(self, name: str, words: str) -> Iterator[Piece]:
        if name == "title":
            self.title = self._plain(words)
            yield Piece(self.title)
        elif name in ("author", "date", "subtitle"):
            yield Piece.of_field(name.capitalize(), self._plain(words))
        elif name == "caption":
            yield from self._close()
            yield Piece(self._plain(words), kind=Kind.CAPTION)
        elif name in ("include", "setupfile"):
            self.included.append(words.split(" :")[0].strip(' "'))
        elif name in ("begin_src", "begin_example", *HIDDEN_BLOCKS):
            yield from self._close()
            end = f"#+end_{name[6:]}"
            if name in HIDDEN_BLOCKS:
                self._skip_block(end)
            else:
                yield Piece.of_code("\n".join(self._until(lambda one: _ends(one, end))))
        elif name == "begin_verse":
            yield from self._close()
            lines = self._until(lambda one: one.strip().lower() == "#+end_verse")
            yield Piece("\n".join(map(self._plain, lines)))
        else:
            yield from self._close()

    def _skip_drawer(self) -> None:
        """Skip what is folded away; nothing where its end is missing."""
        for n in range(self._at, min(self._at + MOST_DRAWER_LINES, len(self._lines))):
            if self._lines[n].strip().upper() == ":END:":
                self._at = n + 1
            elif not HEADING.match(self._lines[n]):
                continue
            return

    def _skip_block(self, end: str) -> None:
        """Skip the lines up to a terminator, and this; nothing where it is missing."""
        if end not in self._last:
            self._last[end] = max((n for n, one in enumerate(self._lines) if _ends(one, end)), default=-1)
        if self._at <= self._last[end]:
            self._until(lambda one: _ends(one, end))

    def _fixed(self, line: str) -> Piece:
        """Take a line that is displayed verbatim."""
        lines = [line.lstrip()[2:]]
        while self._peek().lstrip().startswith(": "):
            lines.append(self._peek().lstrip()[2:])
            self._at += 1
        return Piece.of_code("\n".join(lines))

    def _table(self, line: str) -> Piece:
        rows: list[list[str]] = []
        headers = 0
        self._at -= 1
        while self._peek().lstrip().startswith("|"):
            line = self._peek().strip()
            self._at += 1
            if line.startswith("|-"):
                headers = headers or len(rows)
            else:
                rows.append(line.strip("|").split("|"))
        return Piece("", grid=Grid(self._plain_rows(rows), headers))


def _ends(line: str, end: str) -> bool:
    return line.strip().lower() == end


def _raised(match: re.Match[str]) -> str:
    return match["before"] + raised(match["before"], match["braced"] or match["bare"])
