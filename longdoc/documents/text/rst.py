"""reStructuredText → headings, paragraphs, lists, tables, notes and code without markup."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import takewhile

from longdoc.documents.structure.pictures import description_of
from longdoc.documents.structure.pieces import Grid, Piece
from longdoc.documents.text.marked_lines import ITEM, Inline, MarkedLines, Names, separated_rows
from longdoc.documents.text.raised import raised
from longdoc.documents.text.rst_grid import grid_of
from longdoc.documents.text.rst_simple_table import simple_grid
from longdoc.documents.types import Kind

__all__ = ["RstLines"]

RULE = re.compile(r"(?P<sign>[=\-~^\"'*+#`.:_])(?P=sign){2,}\s*$")
GRID = re.compile(r"\+[-=+]{2,}\+\s*$")
SIMPLE = re.compile(r"=+(?: +=+)+\s*$")
DIRECTIVE = re.compile(r"\.\. +(?:\|[^|]{1,80}\| +)?(?P<name>[\w:-]{1,40})::\s*(?P<words>.*)$")
NOTE = re.compile(r"\.\. +\[#?(?P<name>[^\]]{0,40})\]\s*(?P<words>.*)$")
REPLACED = re.compile(r"\.\. +\|(?P<name>[^|]{1,80})\| +replace::\s*(?P<words>\S.*)$")
NAMED = re.compile(r"\|(?P<name>\w[^|\n]{0,80})\|_{0,2}(?!\w)")
OPTION = re.compile(r":(?P<name>[\w-]{1,40}):\s*(?P<words>.*)$")
LISTED_ROW = re.compile(r"\*\s+-(?:\s+|$)(?P<words>.*)")
TARGET = re.compile(r"\.\. +_[^:]{1,200}:")
ENUMERATED = re.compile(
    r"\s*(?P<mark>\((?:[A-Za-z]|[ivxlc]{1,6}|\d{1,3})\)|(?:[A-Za-z]|[ivxlc]{1,6}|[IVXLC]{1,6})[.)])\s+(?P<words>\S.*)$"
)
LINE_BLOCK = re.compile(r"\|(?: +(?P<words>.*))?$")
OPTION_ITEM = re.compile(r"(?:--?|/)\w\S{0,60}(?: \S{1,60}){0,4} {2,}\S")
ESCAPE = re.compile(r"``[^`]{1,1000}``|\\(?P<escaped>.)")
RAISED = re.compile(r"(?P<before>\S{0,3}):sup(?:erscript)?:`(?P<words>[^`<]{1,40})`")
PRIVATE = 0xF0000  # of what is escaped, so that it is no markup, and of the signs in literals
ESCAPED = re.compile("[\U000f0000-\U000f007f]")
FIELD = re.compile(r":(?P<name>[^:\n]{1,60}):\s+(?P<words>\S.*)$")
# directives whose content is code, and those that print nothing of theirs; the others hold text
CODE = (
    "code", "code-block", "sourcecode", "parsed-literal", "math", "doctest", "testcode", "testoutput",
    "prompt", "ipython", "productionlist", "graphviz", "digraph", "graph", "mermaid", "uml",
)  # fmt: skip
SILENT = (
    "toctree", "contents", "sectnum", "index", "raw", "meta", "highlight", "role", "default-role", "image",
    "unicode", "replace", "date", "sectionauthor", "codeauthor", "default-domain", "tabularcolumns",
    "testsetup", "testcleanup",
)  # fmt: skip
# those whose words are the name of a file, class, module or condition, but whose content is text
WORDLESS = ("figure", "container", "only", "ifconfig", "rst-class", "module", "currentmodule")
# those whose words are the beginning of their text, and not a title or an argument
NOTES = (
    "attention", "caution", "danger", "error", "hint", "important", "note", "tip", "warning", "seealso",
    "todo", "versionadded", "versionchanged", "versionremoved", "deprecated",
)  # fmt: skip
MOST_DEPTH = 40  # of directives within each other
INLINE: Inline = (
    (re.compile(r"``([^`]{1,1000})``"), r"\1"),
    (re.compile(r":[\w:+.-]{1,40}:`([^`<]{1,400}?)\s*(?:<[^>`]{0,300}>)?`"), r"\1"),
    (re.compile(r"`([^`<]{1,400}?)\s*<([^>`]{1,500})>`__?"), r"\1"),
    (re.compile(r"`([^`]{1,400})`_{0,2}"), r"\1"),
    (re.compile(r"(?<![\w*])\*\*(\S[^*]{0,1000}?)\*\*(?![\w*])"), r"\1"),
    (re.compile(r"(?<![\w*])\*(\S[^*]{0,1000}?)\*(?![\w*])"), r"\1"),
    (re.compile(r"\[#?([\w-]{1,40})\]_"), r"[\1]"),
    (re.compile(r"\b([A-Za-z][\w-]{0,60}[A-Za-z\d])__?(?=[\s.,;:)]|$)"), r"\1"),
)


class RstLines(MarkedLines):
    """reStructuredText, as Docutils and Sphinx read it."""

    inline = INLINE
    struck = re.compile(r"\[STRIKEOUT:(?P<words>[^\]\n]{1,500})\]")  # as Pandoc writes it

    def __init__(self, lines: list[str], names: Names | None = None, depth: int = 0) -> None:
        super().__init__(lines)
        self._depth = depth
        self._levels: dict[str, int] = {}
        self._indent = 0  # of the last line of a paragraph
        self._names = names or self._names
        for match in filter(None, map(REPLACED.match, lines)):
            self._names.define(match["name"], match["words"])

    def _line(self, line: str) -> Iterator[Piece]:
        following = self._peek()
        if RULE.match(line) and not self._open and following.strip() and RULE.match(self._peek(1)):
            self._at += 2
            yield from self._heading(following, self._level("over" + line[0]))
        elif RULE.match(following) and not self._open and not line.startswith(" ") and _fits(line, following):
            self._at += 1
            yield from self._heading(line, self._level(following[0]))
        elif GRID.match(line):
            yield from self._close()
            yield self._grid(line)
        elif SIMPLE.match(line) and not self._open:
            yield self._simple_table(line)
        elif RULE.match(line) and not self._open:
            return
        elif line.startswith(".. ") or line == "..":
            yield from self._close()
            yield from self._explicit(line)
        elif (match := FIELD.match(line)) and not self._open:
            words = " ".join([match["words"], *self._indented_below()])
            yield Piece.of_field(match["name"], self._plain(words))
        elif line.startswith(">>> ") and not self._open:
            yield Piece.of_code("\n".join([line, *self._until_blank()]))
        elif LINE_BLOCK.match(line) and not self._open:
            yield self._line_block(line)
        elif line.startswith("__ ") and not self._open:
            return
        elif line.endswith("::") and not ITEM.match(line):
            shown = line[:-2].rstrip()
            self._open += [f"{shown.strip()}:"] if shown.strip(" :") else []
            yield from self._close()
            yield Piece.of_code("\n".join(self._indented()))
        elif (item := ENUMERATED.match(line)) and (not self._open or self._mark):
            yield from self._close()
            self._begin_item(item["mark"], item["words"])
        else:
            if self._begins_block(line):
                yield from self._close()
            self._indent = _indent_of(line)
            if self._open or not _is_term(line, following):
                yield from self._take(line)
                return
            term, _, kind = line.strip().rstrip(":").partition(" : ")
            self._open, self._kind = [f"{term} ({kind}):" if kind else f"{term}:"], Kind.LIST_ITEM
            if _is_term(following, self._peek(1)):
                yield from self._close()

    def _begins_block(self, line: str) -> bool:
        """Whether a line begins an option, or what follows the meaning of a term, which is indented."""
        return not self._mark and (_indent_of(line) < self._indent or OPTION_ITEM.match(line) is not None)

    def _indented_below(self) -> Iterator[str]:
        """The indented lines directly below."""
        while self._peek().startswith(" ") and self._peek().strip():
            yield self._peek().strip()
            self._at += 1

    def _until_blank(self) -> Iterator[str]:
        while self._peek().strip():
            yield self._peek()
            self._at += 1

    def _line_block(self, line: str) -> Piece:
        """Take lines that end where they are shown to end."""
        lines: list[str] = []
        while match := LINE_BLOCK.match(line):
            lines.append(self._plain(match["words"] or ""))
            line = self._peek()
            self._at += 1
        self._at -= 1
        return Piece("\n".join(lines))

    def _level(self, sign: str) -> int:
        return self._levels.setdefault(sign, len(self._levels) + 1)

    def _explicit(self, line: str) -> Iterator[Piece]:
        """Directives, notes, targets and comments."""
        if note := NOTE.match(line):
            words = " ".join([note["words"], *self._indented()])
            yield Piece(f"[{note['name']}] {self._plain(words)}", kind=Kind.NOTE)
        elif TARGET.match(line):
            return
        elif directive := DIRECTIVE.match(line):
            yield from self._directive(directive["name"].lower(), directive["words"])
        else:
            self._indented()  # a comment

    def _words(self, text: str) -> tuple[str, tuple[str, ...]]:
        named = NAMED.sub(lambda match: self._names.shown(match["name"], match["name"]), text)
        escaped = ESCAPE.sub(_as_private, named)
        shown = RAISED.sub(lambda one: one["before"] + raised(one["before"], one["words"]), escaped)
        words, links = super()._words(shown)
        return ESCAPED.sub(lambda match: chr(ord(match[0]) - PRIVATE), words), links

    def _directive(self, name: str, words: str) -> Iterator[Piece]:
        block = self._indented()
        more = list(takewhile(_goes_on, block)) if words and name in NOTES else []
        words = " ".join([words, *map(str.strip, more)])
        options, inner = _options(block[len(more) :])
        if name in ("image", "figure") and (alt := description_of(options.get("alt"))):
            yield Piece(alt, kind=Kind.CAPTION)
        if name in ("include", "literalinclude"):
            self.included.append(words)
        elif name in CODE:
            yield Piece.of_code("\n".join([words, *inner] if name == "math" else inner))
        elif name in ("csv-table", "list-table"):
            yield self._listed_table(name, self._plain(words), options, inner)
        elif (plain_name := name.rpartition(":")[2]) not in SILENT:
            # ".. class::" names a class of Python with its arguments, or else a style
            is_style = name == "class" and "(" not in words and not inner
            kind = Kind.CAPTION if name == "table" else Kind.PROSE
            yield Piece("" if is_style or plain_name in WORDLESS else self._plain(words), kind=kind)
            yield from self._content(inner)

    def _content(self, lines: list[str]) -> Iterator[Piece]:
        """The text within a directive; as it is written where directives are nested too deeply."""
        if self._depth >= MOST_DEPTH:
            yield Piece.of_code("\n".join(lines))
            return
        within = RstLines(lines, self._names, self._depth + 1)
        yield from within.pieces()
        self.included += within.included

    def _listed_table(self, name: str, caption: str, options: dict[str, str], inner: list[str]) -> Piece:
        """Take a csv-table or a list-table."""
        rows: list[list[str]] = []
        count = options.get("header-rows", "0")
        if name == "csv-table":
            sign = options.get("delim", ",")
            head = [options["header"]] if "header" in options else []
            written = [line for line in [*head, *inner] if line.strip()]
            rows = separated_rows(written, sign if len(sign) == 1 else ",")
            count = str(len(head) or count)
        else:
            for line in inner:
                words = line.strip()
                if row := LISTED_ROW.match(words):
                    rows.append([row["words"]])
                elif rows and (words == "-" or words.startswith("- ")):
                    rows[-1].append(words[2:])
                elif rows and words:
                    rows[-1][-1] += f" {words}"
        headers = int(count) if count.isdecimal() and len(count) < 4 else 0
        return Piece("", grid=Grid(self._plain_rows(rows), headers, 0, caption))

    def _grid(self, line: str) -> Piece:
        lines = [line]
        while self._at < len(self._lines) and (line := self._lines[self._at]).startswith(("|", "+")):
            self._at += 1
            lines.append(line)
        grid = grid_of(lines)
        return Piece("", grid=replace(grid, rows=self._plain_rows(grid.rows)))

    def _simple_table(self, rule: str) -> Piece:
        lines: list[str] = []
        is_headed = False
        while self._at < len(self._lines):
            line = self._lines[self._at]
            self._at += 1
            if SIMPLE.match(line):
                lines.append(line)
                if is_headed or not self._peek().strip():
                    break
                is_headed = True
            elif line.strip():
                lines.append(line)
        grid = simple_grid(rule, lines)
        return Piece("", grid=replace(grid, rows=self._plain_rows(grid.rows)))


def _as_private(match: re.Match[str]) -> str:
    escaped = match["escaped"]
    if escaped is None:
        return match[0].replace("\\", chr(PRIVATE + ord("\\")))
    return "" if escaped.isspace() else chr(PRIVATE + ord(escaped)) if escaped.isascii() else escaped


def _indent_of(line: str) -> int:
    return len(line) - len(line.lstrip())


def _is_term(line: str, following: str) -> bool:
    """Whether a line is a term, whose meaning follows it, indented."""
    return not ITEM.match(line) and bool(following.strip()) and _indent_of(following) > _indent_of(line)


def _goes_on(line: str) -> bool:
    """Whether a line below the first one of a note is of the same paragraph."""
    return bool(line.strip()) and not OPTION.match(line) and not ITEM.match(line)


def _options(lines: list[str]) -> tuple[dict[str, str], list[str]]:
    """The options with which the block of a directive begins, and its other lines."""
    options: dict[str, str] = {}
    at = 0
    while at < len(lines) and (match := OPTION.match(lines[at])):
        options[match["name"]] = match["words"]
        at += 1
    while at < len(lines) and not lines[at].strip():
        at += 1
    return options, lines[at:]


def _fits(line: str, rule: str) -> bool:
    """Whether a row of characters is long enough to underline a line."""
    return len(rule) >= 0.6 * len(line) and len(line) <= 200 and not RULE.match(line)
