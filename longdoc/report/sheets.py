"""The second part of a report: the documents, page by page or section by section, with the marks in them."""

from __future__ import annotations

from collections.abc import Sequence

from longdoc.documents.types import Document, Rectangle, Span
from longdoc.plurals import counted
from longdoc.report.leaves import Leaf, leaves_of, with_marks
from longdoc.report.pictures import Picture, pictures_of
from longdoc.report.strip import strip_html
from longdoc.report.text import flat, language, marked
from longdoc.report.types import Numbered, Source

__all__ = ["source_html"]


def source_html(source: Source, marks: Sequence[Numbered], all_pages: bool) -> tuple[str, list[str]]:
    """One document, and notes on what could not be shown as it is."""
    document = source.document
    leaves = leaves_of(document)
    chosen = leaves if all_pages else with_marks(leaves, marks)
    pages = [leaf.page.number for leaf in chosen if leaf.page] if document.character_boxes else []
    pictures, notes = pictures_of(document, pages, source.password) if pages else ({}, [])
    body, after = [], 0
    for leaf in chosen:
        body.append(_gap(leaves[after : leaves.index(leaf, after)]))
        after = leaves.index(leaf, after) + 1
        picture = pictures.get(leaf.page.number) if leaf.page else None
        body.append(_leaf_html(document, leaf, marks, picture))
    body.append(_gap(leaves[after:]))
    title = document.title or document.source
    about = [flat(document.source)]
    pages_in_all = len(document.pages)
    about += [f"{pages_in_all:,} page{'s' * (pages_in_all > 1)}"] if pages_in_all else []
    about += [counted(len(document.text), "character")]
    told = "".join(f'<p class="note">{flat(notice)}</p>' for notice in (*document.notices, *notes))
    head = f'<h2{language(title)}>{flat(title)}</h2><p class="place">{", ".join(about)}</p>{told}'
    return f'<article class="document">{head}{strip_html(source, marks)}{"".join(body)}</article>', notes


def _gap(skipped: Sequence[Leaf]) -> str:
    """A line that names the leaves left out here."""
    if not skipped:
        return ""
    first, last = flat(skipped[0].heading, 60), flat(skipped[-1].heading, 60)
    which = first if len(skipped) == 1 else f"{first} to {last}"
    return f'<p class="gap">{which}: no mark, not shown</p>'


def _leaf_html(document: Document, leaf: Leaf, marks: Sequence[Numbered], picture: Picture | None) -> str:
    inside = [one for one in marks if one.mark.span.overlaps(leaf.span)]
    heading = f"<h3{language(leaf.heading)}>{flat(leaf.heading, 200)}</h3>"
    if picture is None:
        text = document.quote(leaf.span)
        body = f'<div class="text" dir="auto"{language(text)}>{marked(document, leaf.span, marks)}</div>'
        return f'<section class="leaf">{heading}{body}</section>'
    boxed, boxes = [], []
    for one in inside:
        html = _mark_html(document, leaf, one, picture)
        if html:
            boxed.append(one)
            boxes.append(html)
    image = (
        f'<img src="{picture.url}" width="{picture.width_px}" height="{picture.height_px}"'
        f' alt="{flat(leaf.heading)} of {flat(document.title or document.source)}">'
    )
    lost = [one for one in inside if one not in boxed]
    texts = "".join(
        f'<p class="note">Not marked on the image, since its position on this page is not known:'
        f" {marked(document, _part(one, leaf), [one])}</p>"
        for one in lost
    )
    ratio = f"--ratio:{picture.width / picture.height:.4f}"
    sheet = f'<div class="sheet" style="{ratio}">{image}{"".join(boxes)}</div>'
    return f'<section class="leaf">{heading}{sheet}{texts}</section>'


def _part(one: Numbered, leaf: Leaf) -> Span:
    return Span(max(one.mark.span.start, leaf.span.start), min(one.mark.span.end, leaf.span.end))


def _mark_html(document: Document, leaf: Leaf, one: Numbered, picture: Picture) -> str:
    """The boxes of a mark on its page, the first one a link; empty if its position is unknown."""
    rectangles = _rectangles(document, _part(one, leaf))
    around = [Span(one.mark.quote.start, one.mark.span.start), Span(one.mark.span.end, one.mark.quote.end)]
    weak = [
        f'<span class="mark around {one.grade}" style="{_style(rectangle, picture)}"></span>'
        for span in around
        if span.start < span.end and span.overlaps(leaf.span) and rectangles
        for rectangle in _rectangles(document, span, leaf)
    ]
    strong = []
    for i, rectangle in enumerate(rectangles):
        style = f'class="mark {one.grade}" style="{_style(rectangle, picture)}" title="{flat(one.mark.note)}"'
        if i or one.mark.span.start < leaf.span.start:
            strong.append(f"<span {style}></span>")
        else:
            label = f"{flat(one.mark.note)}: {flat(document.quote(one.mark.span), 200)}"
            strong.append(f'<a id="m{one.number}" href="#f{one.finding}" aria-label="{label}" {style}></a>')
    return "".join(weak + strong)


def _rectangles(document: Document, span: Span, leaf: Leaf | None = None) -> list[Rectangle]:
    if leaf:
        span = Span(max(span.start, leaf.span.start), min(span.end, leaf.span.end))
    return [rectangle for _, rectangles in document.boxes(span) for rectangle in rectangles]


def _style(rectangle: Rectangle, picture: Picture) -> str:
    """Position and size in per cent of the page, valid at any width."""
    left, top = 100 * rectangle.left / picture.width, 100 * (1 - rectangle.top / picture.height)
    width = 100 * (rectangle.right - rectangle.left) / picture.width
    height = 100 * (rectangle.top - rectangle.bottom) / picture.height
    return f"left:{left:.3f}%;top:{top:.3f}%;width:{width:.3f}%;height:{height:.3f}%"
