"""AsciiDoc → headings, paragraphs, lists, tables and code without markup."""

from __future__ import annotations

import re
from collections.abc import Iterator

from longdoc.documents.structure.pieces import Grid, Piece
from longdoc.documents.text.asciidoc_table import cells_in_rows, columns_of
from longdoc.documents.text.marked_lines import (
    ITEM,
    Inline,
    MarkedLines,
    separated_rows,
    without_closing_marks,
)
from longdoc.documents.text.raised import raised
from longdoc.documents.types import Kind
from longdoc.documents.web.tables import header_count

__all__ = ["AsciiDocLines"]

HEADING = re.compile(r"(?P<marks>={1,6})\s+(?P<title>\S.*)$")
QUOTED = re.compile(r"\[(?:quote|verse),\s*\"?(?P<source>[^\]\"]{1,300}?)\"?\]$")  # who said what follows
INCLUDE = re.compile(r"include::(?P<name>[^\s\[\]]{1,300})\[")
NAMED = re.compile(r"\{(?P<name>[\w-]{1,60})\}")
TERM = re.compile(r"(?P<term>\S.{0,200}?):{2,4}(?:\s+(?P<words>\S.*))?$")
SEPARATED = re.compile(r"(?:format|separator)\s*=\s*\"?(?P<how>csv|tsv|dsv|\S)")
SIGNS = {"csv": ",", "tsv": "\t", "dsv": ":"}
FENCE = re.compile(r"(?P<sign>-{4,}|\.{4,}|`{3,}|={4,}|\*{4,}|_{4,}|\+{4,}|/{4,})(?:(?<=`)[\w+-]{1,20})?\s*$")
CONDITION = re.compile(r"(?:ifn?def|ifeval|endif)::\S{0,200}\[[^\]]{0,200}\]$|\[\[[^\]]{1,200}\]\]$")
BREAK = re.compile(r"(?:'{3,}|-{3}|\*{3}|<{3,})\s*$")
RAISED = re.compile(r"(?P<before>\S{0,3})(?<![\s^])\^(?P<words>\w{1,20})\^")
ROLE = r"(?:\[[a-z.#][\w.#-]{0,60}\])?"  # of emphasised words
ATTRIBUTE = re.compile(r":(?P<name>[\w-]{1,60}):\s*(?P<words>.*)$")
INLINE: Inline = (
    (re.compile(r"(?:link:|xref:)?((?:https?|mailto):[^\s\[\]]{1,500})\[([^\]]{1,300})\]"), r"\2"),
    (re.compile(r"(?:link|xref):([^\s\[\]]{1,500})\[([^\]]{1,300})\]"), r"\2"),
    (re.compile(r"<<[^,>]{1,200},\s*([^>]{1,300})>>"), r"\1"),
    (re.compile(r"<<([^>]{1,200})>>"), r"\1"),
    (re.compile(r"image::?[^\s\[\]]{1,300}\[\"?([^\]\",=]{0,300})(?![^\]\",=])[^\]]{0,300}\]"), r"\1"),
    (re.compile(r"\[\[[\w:.-]{1,100}(?:,[^\]]{0,200})?\]\]"), ""),
    (re.compile(r"(?:pass:\w{0,9}\[([^\]]{1,500})\]|\+\+\+([^+\n]{1,500})\+\+\+)"), r"\1\2"),
    (
        re.compile(
            r"(?:\[[.\w,%= -]{1,60}\])?(?<![\w#&])#{1,2}([^\s#](?:[^#\n]{0,500}?[^\s#])?)#{1,2}(?![\w#])"
        ),
        r"\1",
    ),
    (re.compile(r"(?<=\w)~(\w{1,20})~"), r"\1"),
    (re.compile(r"footnote:\w{0,40}\[([^\]]{1,1000})\]"), r" (\1)"),
    (re.compile(rf"(?<![\w*]){ROLE}\*{{1,2}}(\S[^*\n]{{0,500}}?)\*{{1,2}}(?![\w*])"), r"\1"),
    (re.compile(rf"(?<![\w_]){ROLE}_{{1,2}}(\S[^_\n]{{0,500}}?)_{{1,2}}(?![\w_])"), r"\1"),
    (re.compile(r"(`{1,2})\+?([^`\n]{1,500}?)\+?\1"), r"\2"),
)


class AsciiDocLines(MarkedLines):
    """AsciiDoc, as Asciidoctor reads it."""

    inline = INLINE
    struck = re.compile(r"\[\.?line-through\](?P<mark>#{1,2})(?P<words>[^#\n]{1,500})(?P=mark)")

    def __init__(self, lines: list[str]) -> None:
        super().__init__(lines)
        self._style = ""  # of the block that comes next

    def _line(self, line: str) -> Iterator[Piece]:
        if heading := HEADING.match(line):
            yield from self._heading(without_closing_marks(heading["title"], "="), len(heading["marks"]))
        elif line.startswith(("|===", ",===")):
            yield from self._close()
            yield self._table(line)
        elif fence := FENCE.match(line):
            yield from self._close()
            if fence["sign"][0] in "-.`+":
                yield from self._code(self._until(lambda one: one == fence["sign"]))
            elif fence["sign"][0] == "/":
                self._until(lambda one: one == line)
        elif line.startswith("//") or CONDITION.match(line) or (BREAK.match(line) and not self._open):
            return
        elif line.startswith("[") and line.endswith("]") and not self._open:
            self._style = line
            if quoted := QUOTED.match(line):
                yield Piece(f"{self._plain(quoted['source'])}:")
        elif include := INCLUDE.match(line):
            self.included.append(include["name"])
        elif attribute := ATTRIBUTE.match(line):
            self._names.define(attribute["name"].lower(), attribute["words"])
            if attribute["name"] in ("author", "revdate", "date"):
                yield Piece.of_field(attribute["name"].removeprefix("rev").capitalize(), attribute["words"])
        elif line.startswith(".") and len(line) > 1 and line[1] not in ". " and not self._open:
            yield Piece(self._plain(line[1:]), kind=Kind.CAPTION)
        elif line == "+":
            return
        elif (term := TERM.match(line)) and not ITEM.match(line):
            yield from self._close()
            words = self._plain(term["words"] or "")
            yield Piece(f"{self._plain(term['term'])}: {words}".rstrip(" :"), kind=Kind.LIST_ITEM)
        else:
            yield from self._take(line.removesuffix(" +"))

    def _code(self, lines: list[str]) -> Iterator[Piece]:
        """A block of code, without what it includes."""
        names = [include["name"] for include in map(INCLUDE.match, lines) if include]
        self.included += [name for name in dict.fromkeys(names) if name not in self.included]
        if shown := [line for line in lines if not INCLUDE.match(line)]:
            yield Piece.of_code("\n".join(shown))

    def _words(self, text: str) -> tuple[str, tuple[str, ...]]:
        if text.isalnum():
            return text, ()
        named = NAMED.sub(lambda match: self._names.shown(match["name"].lower(), match[0]), text)
        shown = RAISED.sub(lambda one: one["before"] + raised(one["before"], one["words"]), named)
        return super()._words(shown)

    def _table(self, fence: str) -> Piece:
        style, self._style = self._style, ""
        lines = self._until(lambda one: one.startswith(fence[:4]))
        is_headed = (bool(lines) and len(lines) > 1 and not lines[1].strip()) or "header" in style
        written = [line for line in lines if line.strip()]
        separated = SEPARATED.search(style)
        if separated or fence[0] == ",":
            sign = SIGNS.get(separated["how"], separated["how"]) if separated else ","
            rows = self._plain_rows(separated_rows(written, sign))
            return Piece("", grid=Grid(rows, int(is_headed)))
        rows, spans = cells_in_rows(written, columns_of(style))
        plain_rows = self._plain_rows(rows)
        headers = 1 if is_headed else header_count(plain_rows, spans)
        return Piece("", grid=Grid(plain_rows, headers, spans=spans))
