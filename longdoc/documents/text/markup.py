"""reStructuredText, Org and AsciiDoc → headings, paragraphs, lists, tables and code without their marks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from longdoc.documents.extract import Extract
from longdoc.documents.source import Source
from longdoc.documents.structure.pieces import Grid, Piece, assemble, linked, one_line, without_marks
from longdoc.documents.text.clean import join_wrapped
from longdoc.documents.text.encodings import decode
from longdoc.documents.types import Kind

__all__ = ["read_markup"]

Inline = tuple[tuple[re.Pattern[str], str], ...]
ITEM = re.compile(r"\s*(?P<mark>[-*+•]|\*{2,5}|\.{1,5}|\d{1,4}[.)]|#\.)\s+(?P<words>\S.*)$")
RST_RULE = re.compile(r"(?P<sign>[=\-~^\"'*+#`.:_])(?P=sign){2,}\s*$")
RST_GRID = re.compile(r"\+[-=+]{2,}\+\s*$")
RST_SIMPLE = re.compile(r"=+(?: +=+)+\s*$")
RST_DIRECTIVE = re.compile(r"\.\. +(?:\|[^|]{1,80}\| +)?(?P<name>[\w:-]{1,40})::\s*(?P<words>.*)$")
RST_NOTE = re.compile(r"\.\. +\[#?(?P<name>[^\]]{0,40})\]\s*(?P<words>.*)$")
RST_TARGET = re.compile(r"\.\. +_[^:]{1,200}:")
RST_FIELD = re.compile(r":(?P<name>[^:\n]{1,60}):\s+(?P<words>\S.*)$")
RST_CODE = ("code", "code-block", "sourcecode", "literalinclude", "parsed-literal", "math")
RST_TEXT = (
    "note", "warning", "tip", "important", "caution", "hint", "attention", "danger", "admonition", "topic",
    "sidebar", "epigraph", "rubric", "versionadded", "versionchanged", "deprecated", "seealso", "figure",
    "csv-table", "list-table", "table",
)  # fmt: skip
RST_INLINE: Inline = (
    (re.compile(r"``([^`]{1,1000})``"), r"\1"),
    (re.compile(r":[\w:+.-]{1,40}:`([^`<]{1,400}?)\s*(?:<[^>`]{0,300}>)?`"), r"\1"),
    (re.compile(r"`([^`<]{1,400}?)\s*<([^>`]{1,500})>`__?"), r"\1"),
    (re.compile(r"`([^`]{1,400})`_{0,2}"), r"\1"),
    (re.compile(r"(?<![\w*])\*\*(\S[^*]{0,1000}?)\*\*(?![\w*])"), r"\1"),
    (re.compile(r"(?<![\w*])\*(\S[^*]{0,1000}?)\*(?![\w*])"), r"\1"),
    (re.compile(r"\|(\w[^|\n]{0,80})\|(?!\w)"), r"\1"),
    (re.compile(r"\[#?([\w-]{1,40})\]_"), r"[\1]"),
    (re.compile(r"\b([A-Za-z][\w-]{1,60})_(?=[\s.,;:)]|$)"), r"\1"),
)
ORG_HEADING = re.compile(
    r"(?P<marks>\*{1,8})\s+(?:(?:TODO|DONE|NEXT|WAITING)\s+)?(?:\[#\w\]\s+)?(?P<title>.*?)(?:\s+:[\w@:]{1,80}:)?\s*$"
)
ORG_KEYWORD = re.compile(r"#\+(?P<name>\w{1,30}):?\s*(?P<words>.*)$", re.I)
ORG_INLINE: Inline = (
    (re.compile(r"\[\[([^\]]{1,500})\]\[([^\]]{1,500})\]\]"), r"\2"),
    (re.compile(r"\[\[([^\]]{1,500})\]\]"), r"\1"),
    (re.compile(r"(?<![\w*/=~_+])([*/=~_+])(\S(?:[^\n]{0,400}?\S)?)\1(?![\w*/=~_+])"), r"\2"),
    (re.compile(r"\[fn:([\w-]{1,40})\]"), r"[\1]"),
)
ADOC_HEADING = re.compile(r"(?P<marks>={1,6})\s+(?P<title>\S.*?)\s*=*\s*$")
ADOC_FENCE = re.compile(r"(?P<sign>-{4,}|\.{4,}|`{3,}|={4,}|\*{4,}|_{4,}|\+{4,}|/{4,})\s*$")
ADOC_ATTRIBUTE = re.compile(r":(?P<name>[\w-]{1,60}):\s*(?P<words>.*)$")
ADOC_INLINE: Inline = (
    (re.compile(r"(?:link:|xref:)?((?:https?|mailto):[^\s\[\]]{1,500})\[([^\]]{1,300})\]"), r"\2"),
    (re.compile(r"(?:link|xref):([^\s\[\]]{1,500})\[([^\]]{1,300})\]"), r"\2"),
    (re.compile(r"<<[^,>]{1,200},\s*([^>]{1,300})>>"), r"\1"),
    (re.compile(r"<<([^>]{1,200})>>"), r"\1"),
    (re.compile(r"image::?[^\s\[\]]{1,300}\[([^\]]{0,300})\]"), r"\1"),
    (re.compile(r"footnote:\w{0,40}\[([^\]]{1,1000})\]"), r" (\1)"),
    (re.compile(r"(?<![\w*])\*{1,2}(\S[^*\n]{0,500}?)\*{1,2}(?![\w*])"), r"\1"),
    (re.compile(r"(?<![\w_])_{1,2}(\S[^_\n]{0,500}?)_{1,2}(?![\w_])"), r"\1"),
    (re.compile(r"`\+?([^`\n]{1,500}?)\+?`"), r"\1"),
)
LINKS = (
    re.compile(r"`(?P<words>[^`<]{1,400}?)\s*<(?P<target>[^>`]{1,500})>`__?"),
    re.compile(r"\[\[(?P<target>[^\]]{1,500})\]\[(?P<words>[^\]]{1,500})\]\]"),
    re.compile(r"(?:link:|xref:)?(?P<target>https?:[^\s\[\]]{1,500})\[(?P<words>[^\]]{1,300})\]"),
)


def read_markup(source: Source) -> Extract:
    """The title is the first heading, or the one that the file gives itself."""
    text, notices = decode(source.data)
    lines = [line.expandtabs(4).rstrip() for line in without_marks(text).split("\n")]
    reader: _Lines
    if source.suffix == ".org":
        reader = _Org(lines, ORG_INLINE)
    elif source.suffix in (".adoc", ".asciidoc"):
        reader = _AsciiDoc(lines, ADOC_INLINE)
    else:
        reader = _Rst(lines, RST_INLINE)
    pieces = list(reader.pieces())
    headings = [(piece.level, one_line(piece.text)) for piece in pieces if piece.level is not None]
    first = headings[0][1] if headings and headings[0][0] == min(level for level, _ in headings) else ""
    return assemble(pieces, title=reader.title or first, notices=notices)


class _Lines:
    """What the three have in common: paragraphs, list items, and code that is told by its indent or fence."""

    def __init__(self, lines: list[str], inline: Inline) -> None:
        self.title = ""
        self._lines = lines
        self._inline = inline
        self._at = 0
        self._open: list[str] = []
        self._mark = ""
        self._kind = Kind.PROSE

    def pieces(self) -> Iterator[Piece]:
        """All of them, in order."""
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
        """A line of a paragraph, or one that begins a list item."""
        item = ITEM.match(line)
        if item and not (self._open and not self._mark and item["mark"][0].isdigit()):
            yield from self._close()
            mark = item["mark"] if item["mark"][0].isdigit() else "-"
            self._mark, self._kind = f"{mark} ", Kind.LIST_ITEM
            self._open = [item["words"]]
        else:
            self._open.append(line.strip())

    def _close(self) -> Iterator[Piece]:
        lines, mark, kind = self._open, self._mark, self._kind
        self._open, self._mark, self._kind = [], "", Kind.PROSE
        if lines:
            words, links = self._words(join_wrapped(lines))
            yield Piece(mark + words, kind=kind, links=links)

    def _words(self, text: str) -> tuple[str, tuple[str, ...]]:
        """The text without its marks, links between theirs."""
        targets: list[str] = []

        def note(match: re.Match[str]) -> str:
            targets.append(match["target"])
            return linked(match["words"])

        for pattern in LINKS:
            text = pattern.sub(note, text) if "http" in text or "[[" in text or "`" in text else text
        for pattern, replacement in self._inline:
            text = pattern.sub(replacement, text)
        return text, tuple(targets)

    def _plain(self, text: str) -> str:
        return one_line(self._words(text)[0])

    def _heading(self, title: str, level: int) -> Iterator[Piece]:
        yield from self._close()
        if words := self._plain(title):
            yield Piece(words, level)

    def _until(self, ends: Callable[[str], bool]) -> list[str]:
        """The lines up to one that ends them, which is passed over."""
        lines: list[str] = []
        while self._at < len(self._lines):
            line = self._lines[self._at]
            self._at += 1
            if ends(line):
                break
            lines.append(line)
        return lines

    def _indented(self) -> list[str]:
        """The lines that follow with an indent, without it."""
        lines: list[str] = []
        while self._at < len(self._lines):
            line = self._lines[self._at]
            if line.strip() and not line.startswith(" "):
                break
            lines.append(line)
            self._at += 1
        indent = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
        return [line[indent:] for line in lines]


class _Rst(_Lines):
    def __init__(self, lines: list[str], inline: Inline) -> None:
        super().__init__(lines, inline)
        self._levels: dict[str, int] = {}

    def _line(self, line: str) -> Iterator[Piece]:
        following = self._peek()
        if RST_RULE.match(line) and not self._open and following.strip() and RST_RULE.match(self._peek(1)):
            self._at += 2
            yield from self._heading(following, self._level("over" + line[0]))
        elif (
            RST_RULE.match(following)
            and not self._open
            and not line.startswith(" ")
            and _fits(line, following)
        ):
            self._at += 1
            yield from self._heading(line, self._level(following[0]))
        elif RST_GRID.match(line):
            yield from self._close()
            yield self._grid(line)
        elif RST_SIMPLE.match(line) and not self._open:
            yield self._simple_table(line)
        elif RST_RULE.match(line) and not self._open:
            return
        elif line.startswith(".. ") or line == "..":
            yield from self._close()
            yield from self._explicit(line)
        elif (match := RST_FIELD.match(line)) and not self._open:
            yield Piece.of_field(match["name"], self._plain(match["words"]))
        elif line.endswith("::") and not ITEM.match(line):
            shown = line[:-2].rstrip()
            self._open += [f"{shown.strip()}:"] if shown.strip(" :") else []
            yield from self._close()
            yield Piece("\n".join(self._indented()), exact=True, kind=Kind.CODE)
        else:
            yield from self._take(line)

    def _level(self, sign: str) -> int:
        return self._levels.setdefault(sign, len(self._levels) + 1)

    def _explicit(self, line: str) -> Iterator[Piece]:
        """Directives, notes, targets and comments."""
        if note := RST_NOTE.match(line):
            words = " ".join([note["words"], *self._indented()])
            yield Piece(f"[{note['name']}] {self._plain(words)}", kind=Kind.NOTE)
        elif RST_TARGET.match(line):
            return
        elif directive := RST_DIRECTIVE.match(line):
            inner = self._indented()
            while inner and (not inner[0].strip() or inner[0].startswith(":")):
                inner.pop(0)
            if directive["name"] in RST_CODE:
                yield Piece("\n".join(inner), exact=True, kind=Kind.CODE)
            elif directive["name"] in RST_TEXT:
                words = directive["words"] if directive["name"] != "figure" else ""
                yield Piece(self._plain(words))
                yield from _Rst(inner, self._inline).pieces()
        else:
            self._indented()  # a comment

    def _grid(self, line: str) -> Piece:
        edges = [at for at, sign in enumerate(line) if sign == "+"]
        rows: list[list[str]] = []
        headers = 0
        row: list[str] = []
        while self._at < len(self._lines) and (line := self._lines[self._at]).startswith(("|", "+")):
            self._at += 1
            if line.startswith("+"):
                if any(cell.strip() for cell in row):
                    rows.append([self._plain(cell) for cell in row])
                headers = len(rows) if "=" in line else headers
                row = []
                continue
            cells = [line[start + 1 : end] for start, end in pairwise(edges)]
            row = [f"{old} {new}" for old, new in zip(row or [""] * len(cells), cells, strict=True)]
        return Piece("", grid=Grid(rows, headers))

    def _simple_table(self, rule: str) -> Piece:
        starts = [match.start() for match in re.finditer("=+", rule)]
        ends = [*starts[1:], 10_000]
        rows: list[list[str]] = []
        headers = 0
        while self._at < len(self._lines):
            line = self._lines[self._at]
            self._at += 1
            if RST_SIMPLE.match(line):
                if headers or not self._peek().strip():
                    break
                headers = len(rows)
            elif line.strip():
                rows.append([self._plain(line[start:end]) for start, end in zip(starts, ends, strict=True)])
        return Piece("", grid=Grid(rows, headers))


class _Org(_Lines):
    def _line(self, line: str) -> Iterator[Piece]:
        if heading := ORG_HEADING.match(line):
            yield from self._heading(heading["title"], len(heading["marks"]))
        elif line.strip().upper().startswith((":PROPERTIES:", ":LOGBOOK:")):
            self._until(lambda one: one.strip().upper() == ":END:")
        elif keyword := ORG_KEYWORD.match(line.strip()):
            yield from self._keyword(keyword["name"].lower(), keyword["words"])
        elif line.lstrip().startswith("|"):
            yield from self._close()
            yield self._table(line)
        elif line.startswith("# ") or line == "#":
            return
        else:
            yield from self._take(line)

    def _keyword(self, name: str, words: str) -> Iterator[Piece]:
        if name == "title":
            self.title = self._plain(words)
        elif name in ("author", "date", "subtitle"):
            yield Piece.of_field(name.capitalize(), self._plain(words))
        elif name == "caption":
            yield from self._close()
            yield Piece(self._plain(words), kind=Kind.CAPTION)
        elif name in ("begin_src", "begin_example"):
            yield from self._close()
            end = f"#+end_{name[6:]}"
            yield Piece(
                "\n".join(self._until(lambda one: one.strip().lower() == end)), exact=True, kind=Kind.CODE
            )

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
                rows.append([self._plain(cell) for cell in line.strip("|").split("|")])
        return Piece("", grid=Grid(rows, headers))


class _AsciiDoc(_Lines):
    def _line(self, line: str) -> Iterator[Piece]:
        if heading := ADOC_HEADING.match(line):
            yield from self._heading(heading["title"], len(heading["marks"]))
        elif line.startswith("|==="):
            yield from self._close()
            yield self._table()
        elif fence := ADOC_FENCE.match(line):
            yield from self._close()
            if fence["sign"][0] in "-.`+":
                yield Piece("\n".join(self._until(lambda one: one == line)), exact=True, kind=Kind.CODE)
            elif fence["sign"][0] == "/":
                self._until(lambda one: one == line)
        elif line.startswith("//") or (line.startswith("[") and line.endswith("]") and not self._open):
            return
        elif attribute := ADOC_ATTRIBUTE.match(line):
            if attribute["name"] in ("author", "revdate", "date"):
                yield Piece.of_field(attribute["name"].removeprefix("rev").capitalize(), attribute["words"])
        elif line.startswith(".") and len(line) > 1 and line[1] not in ". " and not self._open:
            yield Piece(self._plain(line[1:]), kind=Kind.CAPTION)
        elif line == "+":
            return
        else:
            yield from self._take(line)

    def _table(self) -> Piece:
        lines = self._until(lambda one: one.startswith("|==="))
        is_headed = bool(lines) and len(lines) > 1 and not lines[1].strip()
        written = [line for line in lines if line.strip()]
        width = written[0].count("|") if written else 1
        cells: list[str] = []
        for line in written:
            first, *others = re.split(r"(?<!\\)\|", line)
            if cells and first.strip():
                cells[-1] += f" {first.strip()}"
            cells += [self._plain(cell) for cell in others]
        rows = [cells[at : at + width] for at in range(0, len(cells), max(1, width))]
        return Piece("", grid=Grid(rows, int(is_headed or len(rows) > 1)))


def _fits(line: str, rule: str) -> bool:
    """Whether a row of signs is long enough to underline a line."""
    return len(rule) >= 0.6 * len(line) and len(line) <= 200 and not RST_RULE.match(line)
