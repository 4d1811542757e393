"""Blocks → an HTML page with the usual clutter around its text, and an EPUB with a file a chapter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from itertools import groupby

from making.archive import zip_of
from making.source import Block, Heading, Item, Paragraph, Table

__all__ = ["to_epub", "to_html"]

PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>{title}</title>
<style>body {{ font-family: sans-serif; max-width: 42em; margin: auto }}</style>
<script>window.visits = (window.visits || 0) + 1;</script>
</head>
<body>
<nav><a href="/">Start</a> <a href="/kites">All kites</a> <a href="/login">Log in</a></nav>
<main>
{body}
</main>
<footer>We use cookies to remember that you have seen this. <a href="/imprint">Imprint</a></footer>
</body>
</html>
"""

CHAPTER = """<?xml version="1.0" encoding="utf-8"?>
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en">
<head><title>{title}</title></head>
<body>
{body}
</body>
</html>
"""

CONTAINER = """<?xml version="1.0" encoding="utf-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="book.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""

PACKAGE = """<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="en">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">{identifier}</dc:identifier>
<dc:title>{title}</dc:title>
<dc:creator>{author}</dc:creator>
<dc:language>en</dc:language>
<dc:rights>CC0 1.0</dc:rights>
<meta property="dcterms:modified">2026-11-23T00:00:00Z</meta>
</metadata>
<manifest>
<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
{items}
</manifest>
<spine>
{spine}
</spine>
</package>
"""

NAVIGATION = """<nav xmlns:epub="http://www.idpf.org/2007/ops" epub:type="toc"><h1>Contents</h1>
<ol>
{entries}
</ol></nav>"""


def to_html(blocks: Sequence[Block]) -> str:
    """One page: the text in <main>, and around it navigation, a script, a style sheet and a footer."""
    return PAGE.format(title=escape(_title(blocks)), body=_body(blocks))


def to_epub(blocks: Sequence[Block], *, author: str, identifier: str) -> bytes:
    """An EPUB 3 book: a title page and one file a chapter, in the order of the spine."""
    starts = [0, *(i for i, block in enumerate(blocks) if isinstance(block, Heading) and block.level == 2)]
    chapters = [blocks[a:b] for a, b in zip(starts, [*starts[1:], len(blocks)], strict=True)]
    names = [f"chapter{n:02}.xhtml" for n in range(len(chapters))]
    items = (
        f'<item id="c{n:02}" href="{name}" media-type="application/xhtml+xml"/>'
        for n, name in enumerate(names)
    )
    spine = (f'<itemref idref="c{n:02}"/>' for n in range(len(names)))
    entries = (
        f'<li><a href="{name}">{escape(_title(chapter))}</a></li>'
        for name, chapter in zip(names, chapters, strict=True)
    )
    title = escape(_title(blocks))
    package = PACKAGE.format(
        title=title, author=author, identifier=identifier, items="\n".join(items), spine="\n".join(spine)
    )
    navigation = NAVIGATION.format(entries="\n".join(entries))
    members = [
        ("mimetype", "application/epub+zip"),
        ("META-INF/container.xml", CONTAINER),
        ("book.opf", package),
        ("nav.xhtml", CHAPTER.format(title="Contents", body=navigation)),
    ]
    members += [
        (name, CHAPTER.format(title=escape(_title(chapter)), body=_body(chapter)))
        for name, chapter in zip(names, chapters, strict=True)
    ]
    return zip_of(((name, text.encode()) for name, text in members), stored="mimetype")


def _title(blocks: Sequence[Block]) -> str:
    return next(block.text for block in blocks if isinstance(block, Heading))


def _body(blocks: Sequence[Block]) -> str:
    """The blocks as elements; items in a row become one list."""
    lines: list[str] = []
    for kind, group in groupby(blocks, lambda block: _list_tag(block)):
        elements = [_element(block) for block in group]
        lines += [f"<{kind}>", *elements, f"</{kind}>"] if kind else elements
    return "\n".join(lines)


def _list_tag(block: Block) -> str:
    if not isinstance(block, Item):
        return ""
    return "ul" if block.mark == "-" else "ol"


def _element(block: Block) -> str:
    match block:
        case Heading(level, text):
            return f"<h{level}>{escape(text)}</h{level}>"
        case Paragraph(text):
            return f"<p>{_inline(text)}</p>"
        case Item(_, text):
            return f"<li>{_inline(text)}</li>"
        case Table((head, *rows)):
            lines = [_row(head, "th"), *(_row(row, "td") for row in rows)]
            return "<table>\n" + "\n".join(lines) + "\n</table>"
    raise ValueError(f"not for a web page: {block}")


def _row(cells: Sequence[str], tag: str) -> str:
    return "<tr>" + "".join(f"<{tag}>{escape(cell)}</{tag}>" for cell in cells) + "</tr>"


def _inline(text: str) -> str:
    return re.sub(r"\*(\S(?:[^*]*\S)?)\*", r"<em>\1</em>", escape(text, quote=False))
