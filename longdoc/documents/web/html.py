"""HTML → text: the main text with headings and tables, without scripts, navigation and boilerplate."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from html import escape
from itertools import islice
from typing import TYPE_CHECKING

from longdoc.documents.extract import Extract
from longdoc.documents.source import Source
from longdoc.documents.structure.pictures import told_pictures
from longdoc.documents.structure.pieces import assemble, noting_headings, one_line
from longdoc.documents.structure.struck import told_struck
from longdoc.documents.text.closed import sub_closed
from longdoc.documents.text.encodings import decode, decode_declared
from longdoc.documents.web.blocks import html_pieces
from longdoc.documents.web.deleted import deleted_chars, deleted_elements
from longdoc.documents.web.formulas import write_formulas
from longdoc.documents.web.layout import write_layout
from longdoc.documents.web.main_text import MainText
from longdoc.documents.web.pictures import undescribed_pictures
from longdoc.documents.web.roles import write_roles, write_styled_tables
from longdoc.documents.web.script_data import read_script_data
from longdoc.documents.web.styles import write_styles
from longdoc.errors import DamagedDocument, DocumentLimit

if TYPE_CHECKING:
    from lxml.html import HtmlElement

__all__ = ["Linked", "parse_html", "read_html"]

Linked = Callable[[str], bytes | None]

CHARSET = re.compile(
    rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]{2,30})|<\?xml[^>]{0,100}encoding\s*=\s*[\"']([\w.:-]{2,30})",
    re.I,
)
PROLOG = re.compile(r"\A\s*+<\?xml[^>]*\?>")
# what comes after the end of a page belongs to it: a page may be several in one file
END = re.compile(r"</(?:body|html)\s*>", re.I)
CDATA, CDATA_END = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.S), re.compile(r"\]\]>")
FRAMESET = re.compile(r"<frameset\b", re.I)
NO_FRAMES = re.compile(r"</?noframes\b[^>]{0,200}>", re.I)
FRAME = re.compile(r"<frame\b[^>]{0,500}?\bsrc\s*=\s*[\"']?([^\"'\s>]{1,300})", re.I)
MOST_FRAMES_NAMED = 8
OPENING_TAG = re.compile(r"<[A-Za-z]")
MOST_FRAMES_DEEP = 3
MOST_ELEMENTS = 800_000  # of a tree: each takes some 700 bytes
KEPT_SHARE = 0.4  # less than that left after filtering: the filter is not to be trusted


def read_html(source: Source, linked: Linked | None = None) -> Extract:
    """The main text of a page; all of it, with a notice, if the filter would leave suspiciously little.

    Args:
        linked: gives the style sheet or page at an address that the page refers to, if it is known.
    """
    root, notices = parse_html(source.data, linked)
    body = root.find("body")
    body = root if body is None else body
    main = MainText(body)
    chosen, skip = main.element, main.silent | main.around
    if main.kept_chars < KEPT_SHARE * main.all_chars:
        share = main.kept_chars * 100 // main.all_chars
        notices += (f"only {share}% of the page looked like its main text, so all of it was kept",)
        chosen, skip = body, main.silent
    deleted = deleted_elements(body)
    skip = skip | deleted
    headings: list[tuple[int, str]] = []
    extract = assemble(noting_headings(html_pieces(chosen, source.limits, skip), headings))
    if not extract.text and main.around:  # a page of nothing but links
        notices += ("nothing on the page looked like its main text, so all of it was kept",)
        skip = main.silent
        extract = assemble(noting_headings(html_pieces(body, source.limits, skip), headings))
    if not extract.text and (data := read_script_data(root, source)) is not None:
        return replace(data, title=_title_element(root), notices=notices + data.notices)
    if left_out := main.left_out(chosen, skip):
        notices += (left_out,)
    notices += told_struck(deleted_chars(chosen, deleted))
    notices += told_pictures(undescribed_pictures(chosen, skip))
    heading = next((words for level, words in headings if level == 1), "")
    return replace(extract, title=heading or _title_element(root), notices=notices + extract.notices)


def parse_html(
    data: bytes, linked: Linked | None = None, depth: int = 0
) -> tuple[HtmlElement, tuple[str, ...]]:
    """Parse a page, decoded by its byte order mark or meta element, else like any text.

    Args:
        linked: gives the style sheet or page at an address that the page refers to, if it is known.
        depth: in how many other pages it is a frame.
    """
    from lxml import etree, html

    text, notices = _decode(data)
    text = END.sub("", sub_closed(CDATA, CDATA_END, _as_text, PROLOG.sub("", text, count=1)))
    text, told_frames = _without_frames(text)
    text, told = _bounded(text)
    parser = html.HTMLParser(huge_tree=True, no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(text, parser)
    except etree.ParserError:  # there is no element in it
        root = html.document_fromstring("<p></p>", parser)
    except ValueError as error:
        raise DamagedDocument(f"its HTML cannot be read: {error}") from None
    if any("depth" in entry.message.lower() for entry in parser.error_log):
        raise DocumentLimit("its HTML elements are nested too deep")
    for shadow in list(root.iter("template")):
        if shadow.get("shadowrootmode") or shadow.get("shadowroot"):  # what a component shows
            shadow.tag = "div"
    write_roles(root)
    told += write_styles(root, () if linked is None else _sheets(root, linked))
    write_styled_tables(root)
    write_formulas(root)
    write_layout(root)
    if depth < MOST_FRAMES_DEEP:
        _put_frames(root, linked, depth)
    return root, notices + told_frames + told


def _sheets(root: HtmlElement, linked: Linked) -> Iterator[str]:
    """The style sheets that a page refers to."""
    for link in root.iter("link"):
        if "stylesheet" in (link.get("rel") or "").lower().split() and link.get("href"):
            yield decode(linked(link.get("href")) or b"")[0]


def _put_frames(root: HtmlElement, linked: Linked | None, depth: int) -> None:
    """Put the pages of <iframe> elements in their place: those written in them, or saved with the page."""
    for frame in list(root.iter("iframe")):
        written, address = frame.get("srcdoc"), frame.get("src")
        page = written.encode("utf-8-sig", "replace") if written else None
        if page is None and linked is not None and address:
            page = linked(address)
        if page and page.strip():
            inner, _ = parse_html(page, None, depth + 1)
            body = inner.find("body")
            frame.clear(keep_tail=True)
            frame.tag = "div"
            frame.append(inner if body is None else body)
            frame[0].tag = "div"


def _as_text(section: re.Match[str]) -> str:
    return escape(section[1], quote=False)


def _without_frames(text: str) -> tuple[str, tuple[str, ...]]:
    """A page of frames as browsers without frames show it, and a notice that names the frames."""
    if not FRAMESET.search(text):
        return text, ()
    frames = list(dict.fromkeys(FRAME.findall(text)))
    more = f" and {len(frames) - MOST_FRAMES_NAMED:,} more" if len(frames) > MOST_FRAMES_NAMED else ""
    told = f"its frames were not read: {', '.join(frames[:MOST_FRAMES_NAMED])}{more}"
    return NO_FRAMES.sub("", text), (told,) if frames else ()


def _bounded(text: str) -> tuple[str, tuple[str, ...]]:
    """The part of a page whose tree fits into memory, and a notice where that is not all of it."""
    if text.count("<") <= MOST_ELEMENTS:
        return text, ()
    first_left_out = next(islice(OPENING_TAG.finditer(text), MOST_ELEMENTS, None), None)
    if first_left_out is None:
        return text, ()
    read, whole = first_left_out.start(), len(text)
    told = (
        f"only its first {MOST_ELEMENTS:,} elements were read, {read:,} of {whole:,} characters of the file"
    )
    return text[:read], (f"{told}: split it to read the rest",)


def _decode(data: bytes) -> tuple[str, tuple[str, ...]]:
    declared = CHARSET.search(data[:4096])
    if declared:
        return decode_declared(data, (declared[1] or declared[2]).decode("ascii", "replace"))
    return decode(data)


def _title_element(root: HtmlElement) -> str:
    element = root.find(".//title")
    return "" if element is None else one_line(element.text_content())
