"""Quotations that a draft sets apart: `>` lines of Markdown, <blockquote>, <q>, Word's quotation styles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path, PurePath
from string import whitespace
from typing import Any

import numpy as np

from longdoc.documents.limits import Limits
from longdoc.documents.types import Document, Span
from longdoc.errors import DocumentError
from longdoc.tasks.verify.letters import letters_of

__all__ = ["block_quotations"]

MARKDOWN = (".md", ".markdown", ".mdown", ".mkd")

_QUOTED_LINES = re.compile(r"(?m)(?:^[ ]{0,3}>[^\n]*(?:\n|\Z))+")
_EMPTY_LINE = re.compile(r"\n[ ]{0,3}>[ \t]*(?=\n)")
_LINE_MARK = re.compile(r"(?m)^[ ]{0,3}(?:>[ ]?)+")
_ITEM = r"\((?:\w{1,2}|\d{3}|[ivxlcIVXLC]{3,7})\)(?:[ \t]+\S|\w)"  # "(c) text", the item of a list
_ATTRIBUTION = re.compile(rf"[ \t>]*(?P<mark>—|–|--|-[ ](?=[A-Z(])|(?!{_ITEM})\()")
_STYLE = re.compile(r"(?i)quot|block ?text|zitat|citation|引用|引文")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def block_quotations(document: Document) -> Iterator[tuple[Span, str]]:
    """(span, text) of each, in order; skips those that cannot be located in the document's text."""
    suffix = PurePath(document.source).suffix.lower()
    if suffix in (".txt", "") or document.source == "-":
        yield from _quoted_lines(document.text)
        return
    if suffix in MARKDOWN and (found := list(_quoted_lines(document.text))):  # read with its marks
        yield from found
        return
    try:
        texts = list(_marked_up(Path(document.source), suffix))
    except (OSError, KeyError, DocumentError):  # what cannot be opened was told when the draft was read
        return
    yield from _found_again(document.text, texts)


def _quoted_lines(text: str) -> Iterator[tuple[Span, str]]:
    for block in _QUOTED_LINES.finditer(text):
        ends = [*_EMPTY_LINE.finditer(text, *block.span()), None]
        start = block.start()
        for empty in ends:
            lines = _without_attribution(text[start : empty.start() if empty else block.end()])
            quoted = _LINE_MARK.sub("", lines).strip()
            if quoted and not quoted.startswith(("—", "–", "--")):
                yield Span(start, start + len(lines)), quoted
            start = empty.end() if empty else block.end()


def _without_attribution(part: str) -> str:
    """The part without its last line if that says where it is from; the last item of a list does not."""
    before, line_end, last = part.rstrip(whitespace + ">").rpartition("\n")
    found = _ATTRIBUTION.match(last) if line_end else None
    if found is None:
        return part
    mark = found["mark"]
    earlier = (line.lstrip(" \t>") for line in before.split("\n"))
    is_item = mark != "(" and any(line.startswith(mark) for line in earlier)
    return part if is_item else before


def _marked_up(path: Path, suffix: str) -> Iterator[str]:
    """The texts of quoting elements."""
    if suffix in MARKDOWN:  # the document holds its text without the marks
        yield from (quoted for _, quoted in _quoted_lines(path.read_text("utf-8", errors="replace")))
    elif suffix in (".html", ".htm", ".xhtml"):
        from longdoc.documents.web.html import parse_html

        root, _ = parse_html(path.read_bytes())
        for element in root.iter("blockquote", "q"):
            if not any(above.tag == "blockquote" for above in element.iterancestors()):
                for cite in list(element.iter("cite", "footer", "figcaption")):
                    cite.drop_tree()
                yield element.text_content()
    elif suffix == ".docx":
        from longdoc.documents.archive import Archive, parse_xml

        archive = Archive(path.read_bytes(), Limits())
        styles = _quoting_styles(parse_xml(archive.read("word/styles.xml"), Limits()))
        body = parse_xml(archive.read("word/document.xml"), Limits())
        yield from _styled(body, styles)


def _quoting_styles(root: Any) -> set[str]:
    named = {}
    for style in root.iter(f"{_W}style"):
        name = style.find(f"{_W}name")
        named[style.get(f"{_W}styleId")] = name.get(f"{_W}val") or "" if name is not None else ""
    return {key for key, name in named.items() if key and _STYLE.search(name)}


def _styled(body: Any, styles: set[str]) -> Iterator[str]:
    """Neighbouring paragraphs in a quotation style are one quotation."""
    lines: list[str] = []
    for paragraph in body.iter(f"{_W}p"):
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        text = "".join(piece.text or "" for piece in paragraph.iter(f"{_W}t"))
        if style is not None and style.get(f"{_W}val") in styles:
            lines.append(text)
        elif lines:
            yield "\n".join(lines)
            lines = []
    if lines:
        yield "\n".join(lines)


def _found_again(text: str, quoted: list[str]) -> Iterator[tuple[Span, str]]:
    letters_K, offsets_K = letters_of(text)
    letters, at = _as_string(letters_K), 0
    for one in quoted:
        wanted = _as_string(letters_of(one)[0])
        place = letters.find(wanted, at) if wanted else -1
        if place >= 0:
            at = place + len(wanted)
            end = int(offsets_K[at - 1]) + 1
            end += text[end : end + 1] == one.rstrip()[-1:]  # the sign that ends it
            span = Span(int(offsets_K[place]), end)
            yield span, text[span.start : span.end]


def _as_string(letters_K: np.ndarray) -> str:
    return letters_K.astype("<u4").tobytes().decode("utf-32-le", "replace")
