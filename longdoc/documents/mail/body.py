"""The body of a mail → pieces: its paragraphs, with quoted earlier mails marked as such."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from longdoc.documents.mail.enriched import plain_of
from longdoc.documents.source import Source
from longdoc.documents.structure.pieces import Piece
from longdoc.documents.structure.struck import told_struck
from longdoc.documents.text.clean import join_wrapped
from longdoc.documents.text.encodings import decode, decode_as_declared
from longdoc.documents.types import Kind

__all__ = ["Flow", "body_pieces", "with_history"]

QUOTE = re.compile(r"(?:>[ \t]?|\|(?![^|\n]*\|)[ \t]?)+")  # a line with several "|" is a row of a table
# what mail programs write above a mail that is quoted below
INTRODUCED = re.compile(
    r"(?:On .{6,200} wrote|Am .{6,200} schrieb.{0,100}|Le .{6,200} a écrit\s?|El .{6,200} escribió"
    r"|在.{4,100}写道)[:：]\s*$"
)
ORIGINAL = re.compile(
    r"\s*(?:-{2,}\s*(?:Original Message|Forwarded message|Ursprüngliche Nachricht|Message d'origine"
    r"|原始邮件)\s*-{2,}|Begin forwarded message:)\s*$",
    re.I,
)
RULE = re.compile(r"\s*_{20,}\s*$")  # of Outlook, above the headers of a mail
HEADER_LINE = re.compile(
    r"\s*(?:(?:From|Von|De|Da|Van|Sent|Gesendet|Envoyé|Enviado|Inviato|Verzonden|To|An|À|Para|Aan|Date|Datum"
    r"|Subject|Betreff|Objet|Asunto|Assunto|Oggetto|Onderwerp)\s?:\s+|(?:发件人|发送时间|收件人|抄送|主题)\s?[:：]\s*)\S"
)
# what tells the headers of a mail from a journey: "From: London", "To: Paris", "Date: 3 May"
OF_MAIL = re.compile(
    r"\s*(?:(?:Sent|Gesendet|Envoyé|Enviado|Inviato|Verzonden|Subject|Betreff|Objet|Asunto|Assunto|Oggetto"
    r"|Onderwerp)\s?:|(?:发送时间|主题)\s?[:：])"
)
MARKED = (Kind.PROSE, Kind.LIST_ITEM)
SIGNATURE = "-- "  # the line above one
WIDTH = 60  # lines that are shorter and end no sentence were ended by their writer


@dataclass(frozen=True, slots=True)
class Flow:
    """That lines which end with a blank continue on the next (RFC 3676); the blank may have to be deleted."""

    deletes_blanks: bool = False


def body_pieces(
    kind: str, data: bytes, charset: str, source: Source, flow: Flow | None = None
) -> tuple[list[Piece], tuple[str, ...]]:
    """The paragraphs of a plain or HTML body, and notices; a charset of "" leaves it to the content."""
    if kind == "text/html":
        return _html(data, charset, source)
    text = _decoded(data, charset)
    lines = (plain_of(text) if kind in ("text/enriched", "text/richtext") else text).split("\n")
    return list(_plain(lines if flow is None else _unwrapped(lines, flow), is_wrapped=flow is None)), ()


def _decoded(data: bytes, charset: str) -> str:
    text = decode_as_declared(data, charset or "utf-8")
    return decode(data)[0] if text is None else text.replace("\r\n", "\n").replace("\r", "\n")


def _html(data: bytes, charset: str, source: Source) -> tuple[list[Piece], tuple[str, ...]]:
    from longdoc.documents.web.blocks import html_pieces
    from longdoc.documents.web.deleted import deleted_chars, deleted_elements
    from longdoc.documents.web.html import parse_html
    from longdoc.documents.web.main_text import silent_elements
    from longdoc.documents.web.styles import hidden_elements, told_hidden

    text = decode_as_declared(data, charset) if charset else None
    # what the mail declares comes before what the page declares, as does a byte order mark
    root, _ = parse_html(data if text is None else text.removeprefix("\ufeff").encode("utf-8-sig"))
    body = root.find("body")
    body = root if body is None else body
    quoted = {
        inner
        for quote in body.iter("blockquote", "div")
        if quote.tag == "blockquote" or "gmail_quote" in (quote.get("class") or "").split()
        for inner in (quote,)
    }
    deleted, hidden = deleted_elements(body), hidden_elements(body)
    skip = silent_elements(body) | deleted | hidden
    pieces = list(html_pieces(body, source.limits, skip, quoted))
    told = (*told_struck(deleted_chars(body, deleted)), *told_hidden(deleted_chars(body, hidden)))
    return with_history(pieces), told


def with_history(pieces: list[Piece]) -> list[Piece]:
    """The pieces of a page, those of the earlier mail below marked, which Outlook only rules off."""
    lines = [(at, line) for at, piece in enumerate(pieces) for line in piece.text.split("\n")]
    begin = _begin_of_history([line for _, line in lines], introduced=False)
    first = lines[begin][0] if begin < len(lines) else len(pieces)
    return [
        replace(piece, kind=Kind.QUOTED) if at >= first and piece.kind in MARKED else piece
        for at, piece in enumerate(pieces)
    ]


def _unwrapped(lines: list[str], flow: Flow) -> list[str]:
    """Join lines that continue on the next, which are quoted as deep; the line above a signature is kept."""
    joined: list[str] = []
    depth_above: int | None = None  # of a line that continues
    for line in lines:
        words = line.lstrip(">")
        depth = len(line) - len(words)
        words = words.removeprefix(" ")
        if depth_above == depth and words != SIGNATURE:
            joined[-1] += words
        else:
            joined.append(f"{'>' * depth} {words}" if depth else words)
        continues = words.endswith(" ") and words != SIGNATURE
        depth_above = depth if continues else None
        if continues and flow.deletes_blanks:
            joined[-1] = joined[-1][:-1]
    return joined


def _plain(lines: list[str], *, is_wrapped: bool) -> Iterator[Piece]:
    below = _begin_of_history(lines)
    paragraph: list[str] = []
    is_quoted = False
    for index, line in enumerate(lines):
        quote = QUOTE.match(line)
        quoted = quote is not None or index >= below
        words = (line[quote.end() :] if quote else line).strip()
        if paragraph and (not words or quoted != is_quoted):
            yield _piece(paragraph, is_quoted, is_wrapped)
            paragraph = []
        is_quoted = quoted
        if words:
            paragraph.append(words)
    if paragraph:
        yield _piece(paragraph, is_quoted, is_wrapped)


def _begin_of_history(lines: list[str], *, introduced: bool = True) -> int:
    """The line at which quoted earlier mails begin.

    Args:
        introduced: whether a line may introduce one alone ("On Monday, Ann wrote:").
    """
    for index, line in enumerate(lines):
        if ORIGINAL.match(line):
            return index
        if (
            introduced
            and INTRODUCED.match(line)
            and not any(QUOTE.match(one) for one in lines[index + 1 : index + 4])
        ):
            return index
        if RULE.match(line) and _are_headers(lines[index + 1 : index + 5]):
            return index
        if HEADER_LINE.match(line) and _are_headers(lines[index : index + 4]):
            return index
    return len(lines)


def _are_headers(lines: list[str]) -> bool:
    """Whether lines begin with the headers of a mail."""
    return sum(map(bool, map(HEADER_LINE.match, lines))) >= 3 and any(map(OF_MAIL.match, lines))


def _piece(lines: list[str], is_quoted: bool, is_wrapped: bool) -> Piece:
    """A paragraph: wrapped lines are joined, intended line breaks are kept."""
    if not is_wrapped:
        return Piece("\n".join(lines), kind=Kind.QUOTED if is_quoted else Kind.PROSE)
    joined: list[list[str]] = [[]]
    for line in lines:
        if joined[-1] and len(joined[-1][-1]) < WIDTH:
            joined.append([])
        joined[-1].append(line)
    text = "\n".join(join_wrapped(one) for one in joined if one)
    return Piece(text, kind=Kind.QUOTED if is_quoted else Kind.PROSE)
