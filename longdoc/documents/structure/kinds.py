"""Classifies blocks of text by their words alone: contents, references, captions, speech, small print.

Readers report the kinds that their format marks; this module adds the rest. It overrides a reader only for
list items that turn out to be entries of a bibliography or a table of contents.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import pairwise

from longdoc.documents.structure.contents import LEADER_END
from longdoc.documents.structure.dialogue import find_dialogue
from longdoc.documents.types import Block, Kind, Section, Span

__all__ = ["mark_kinds"]

REFERENCES = re.compile(
    r"(?:[\dIVX]+\.?\s+)?(?:references?(?: and notes)?|bibliography|works cited|citations"
    r"|literature(?: cited)?|see also|external links|further reading|notes and references|sources"
    r"|literatur(?:verzeichnis)?|bibliographie|参考文献|参考资料|延伸阅读)[:.]?",
    re.I,
)
ADVERTISEMENT = re.compile(
    r"(?:also by|other (?:books|titles|works) by|(?:more|books) (?:from|by)|praise for|about the publisher"
    r"|advertisements?|coming soon|newsletter|discover (?:more|your next)|by the same author)\b.{0,80}",
    re.I,
)
CONTENTS_TITLE = re.compile(
    r"(?m)^[^\S\n]*(?:(?i:table of contents|contents|inhalt(?:sverzeichnis)?|sommaire)|目[^\S\n]*[录錄次])"
    r"[^\S\n]*:?$"
)
PARAGRAPH = re.compile(r"[^\n]+(?:\n(?![^\S\n]*\n)[^\n]*\S[^\n]*)*")
KEYWORDS = re.compile(r"\W{0,4}(?i:key ?words(?: and phrases)?|index terms|关键[词字]|關鍵詞)\W{0,4}[:：—–-]")
CAPTION = re.compile(
    r"(?:(?:Figure|Fig\.|FIGURE|Table|TABLE|Chart|Box|Map|Plate|Abbildung|Abb\.|Tabelle|Tableau)\s?"
    r"(?:[A-Z]?\d{1,3}(?:[.-]\d{1,3})?[a-z]?|[IVX]{1,5})\s?[.:|–—]\s?\S|[图表圖]\s?\d{1,3}(?:[.-]\d{1,3})?[:：\s])"
)
BULLET = re.compile(r"(?m)^[^\S\n]*[-•*·▪◦‣●–][^\S\n]+(?=\S)")
SMALL_PRINT = re.compile(
    r"Permission is hereby granted, free of charge|Licensed under the Apache License"
    r"|Redistribution and use in source and binary forms|licensed under (?:a|the) Creative Commons"
    r"|(?:SOFTWARE|software) (?:IS PROVIDED|is provided) [\"“](?:AS IS|as is)"
    r"|Project Gutenberg(?:-tm|™)? [Ll]icense"
    r"|No part of this (?:book|publication|work) may be reproduced|[Aa]ll rights reserved"
    r"|This is (?:an open[- ]access article|a work of fiction)|(?:©|\([cC]\)|Copyright)\s{1,3}(?:©\s?)?\d{4}"
)
NEWSLETTER = re.compile(
    r"(?i)\b(?:sign up for (?:our|the|my)\b.{0,40}newsletter"
    r"|thank you for (?:buying|downloading|purchasing) this"
    r"|(?:also|now) available (?:in|from|as) (?:paperback|hardcover|e-?book)|to receive special offers)"
)
GUTENBERG_START = re.compile(r"\*\*\* ?START OF (?:THE|THIS) PROJECT GUTENBERG[^\n]*")
GUTENBERG_END = re.compile(
    r"\*\*\* ?END OF (?:THE|THIS) PROJECT GUTENBERG|End of (?:the )?Project Gutenberg's"
)
GUTENBERG_CHARS = 5000  # at the beginning, in which the line that ends it stands
MOST_SMALL_PRINT = 0.25  # of a text: one that is more of it is about that
MOST_ADVERTISED = 0.15
LEAST_ENTRIES = 3
MOST_ENTRY_CHARS = 160
MOST_CAPTION_CHARS = 600
ENTRY_NUMBER = re.compile(r"\s(?:\d{1,4}|[ivxlc]{1,7})\s*$")
RECAST = frozenset((Kind.LIST_ITEM, Kind.NOTE))  # what a bibliography or contents may be marked as


def mark_kinds(
    text: str,
    sections: Sequence[Section],
    blocks: Sequence[Block],
    headers_footers: Sequence[Span] = (),
    *,
    marked: bool = False,
) -> tuple[Block, ...]:
    """The blocks of a document, in order and without overlap.

    Args:
        blocks: the blocks that its reader found.
        marked: the format marks lists and headings, so the text is not searched for them.
    """
    strong = _overlaid(_of_sections(text, sections), _contents(text, sections), _gutenberg(text))
    layers = [
        _recast(blocks, strong),
        [Block(span, Kind.HEADER_FOOTER) for span in headers_footers],
        [] if marked else _headings(text, sections),
        strong,
        _paragraphs(text),
    ]
    if not marked:
        layers += [(Block(span, Kind.DIALOGUE) for span in find_dialogue(text)), _items(text)]
    return tuple(_overlaid(*layers))


def _overlaid(*layers: Iterable[Block]) -> list[Block]:
    """Flatten layers of blocks; earlier layers take precedence."""
    shown: list[Block] = []
    for layer in layers:
        shown = list(_laid_under(shown, _in_order(layer)))
    return shown


def _in_order(layer: Iterable[Block]) -> Sequence[Block]:
    blocks = list(layer)
    if any(after.span < before.span for before, after in pairwise(blocks)):
        blocks.sort(key=lambda block: block.span)
    return blocks


def _laid_under(upper: Sequence[Block], lower: Sequence[Block]) -> Iterator[Block]:
    """Merge two ordered layers: the lower one fills what the upper one leaves uncovered."""
    index = at = 0
    for block in lower:
        at = max(at, block.span.start)
        while index < len(upper) and upper[index].span.start < block.span.end:
            if at < upper[index].span.start:
                yield Block(Span(at, upper[index].span.start), block.kind)
            yield upper[index]
            at = max(at, upper[index].span.end)
            index += 1
        if at < block.span.end:
            yield block if at == block.span.start else Block(Span(at, block.span.end), block.kind)
            at = block.span.end
    yield from upper[index:]


def _recast(blocks: Sequence[Block], strong: Sequence[Block]) -> Iterator[Block]:
    """The blocks, in which items and notes inside a stronger kind take that kind."""
    for block in blocks:
        if block.kind in RECAST:
            index = bisect_right(strong, block.span.start, key=lambda one: one.span.start) - 1
            if index >= 0 and strong[index].span.contains(block.span):
                block = Block(block.span, strong[index].kind)
        if block.span:
            yield block


def _of_sections(text: str, sections: Sequence[Section]) -> Iterator[Block]:
    for section in sections:
        title = section.title.strip()
        if REFERENCES.fullmatch(title):
            yield Block(_body(text, section), Kind.REFERENCES)
        elif ADVERTISEMENT.fullmatch(title) and len(section.span) < MOST_ADVERTISED * len(text):
            yield Block(_body(text, section), Kind.ADVERTISEMENT)


def _body(text: str, section: Section) -> Span:
    """A section without its heading."""
    end = text.find("\n", section.span.start, section.span.end)
    return Span(section.span.end if end < 0 else end + 1, section.span.end)


def _headings(text: str, sections: Sequence[Section]) -> Iterator[Block]:
    """Headings that stand on lines of their own."""
    for section in sections:
        start = section.span.start
        end = text.find("\n", start, start + 400)
        end = (len(text) if len(text) - start < 400 else start) if end < 0 else end
        line = text[start:end].rstrip()
        if line and "".join(line.split()) == "".join(section.title.split()):
            yield Block(Span(start, start + len(line)), Kind.HEADING)


def _contents(text: str, sections: Sequence[Section]) -> Iterator[Block]:
    """Tables of contents: below a line that announces one, or by leader dots and page numbers."""
    titles = {"".join(section.title.split()).lower() for section in sections}
    end = 0
    for match in CONTENTS_TITLE.finditer(text):
        if match.start() < end:
            continue
        end, entries = match.end(), 0
        for start, line in _lines(text, match.end() + 1):
            bare = line.strip()
            if not bare:
                continue
            if len(bare) > MOST_ENTRY_CHARS or not _is_entry(bare, titles):
                break
            end, entries = start + len(line), entries + 1
        if entries >= LEAST_ENTRIES:
            yield Block(Span(match.start(), end), Kind.CONTENTS)


def _is_entry(line: str, titles: Container[str]) -> bool:
    """Whether a line of at most MOST_ENTRY_CHARS is an entry of a table of contents."""
    if LEADER_END.search(line[-40:]) or ENTRY_NUMBER.search(line[-12:]):
        return True
    return "".join(ENTRY_NUMBER.sub("", LEADER_END.sub("", line)).split()).lower() in titles


def _lines(text: str, start: int) -> Iterator[tuple[int, str]]:
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield start, text[start:end]
        start = end + 1


def _gutenberg(text: str) -> Iterator[Block]:
    """The text that Project Gutenberg adds before and after its books."""
    if start := GUTENBERG_START.search(text, 0, GUTENBERG_CHARS):
        yield Block(Span(0, start.end()), Kind.LICENCE)
    if "PROJECT GUTENBERG" in text[-25_000:] and (
        end := GUTENBERG_END.search(text, max(0, len(text) - 25_000))
    ):
        yield Block(Span(end.start(), len(text)), Kind.LICENCE)


def _paragraphs(text: str) -> Iterator[Block]:
    """Keyword lines, captions, small print and advertisements, each a paragraph."""
    small: list[Span] = []
    advertised: list[Span] = []
    for match in PARAGRAPH.finditer(text):
        start, end = match.span()
        head = text[start : start + 200].lstrip()
        if KEYWORDS.match(head):
            yield Block(Span(start, end), Kind.KEYWORDS)
        elif end - start <= MOST_CAPTION_CHARS and CAPTION.match(head):
            yield Block(Span(start, end), Kind.CAPTION)
        elif SMALL_PRINT.search(text, start, min(end, start + 3000)):
            small.append(Span(start, end))
        elif end - start <= MOST_CAPTION_CHARS and NEWSLETTER.search(text, start, end):
            advertised.append(Span(start, end))
    if sum(map(len, small)) <= MOST_SMALL_PRINT * len(text):
        yield from (Block(span, Kind.LICENCE) for span in small)
    if sum(map(len, advertised)) <= MOST_ADVERTISED * len(text):
        yield from (Block(span, Kind.ADVERTISEMENT) for span in advertised)


def _items(text: str) -> Iterator[Block]:
    """List items, from one bullet to the next or to the end of the paragraph."""
    begins = [match.start() for match in BULLET.finditer(text)]
    for start, following in zip(begins, [*begins[1:], len(text)], strict=False):
        end = text.find("\n\n", start, following)
        end = following if end < 0 else end
        yield Block(Span(start, start + len(text[start:end].rstrip())), Kind.LIST_ITEM)
