"""Files with more parts than memory holds: what is left out is told, and the rest is as ever."""

from __future__ import annotations

import io

import pytest

from longdoc.documents import packing
from longdoc.documents.limits import Limits
from longdoc.documents.open import NO_LIMITS_GIVEN, open_document
from longdoc.documents.packing import pack_layout, unpack_layout
from longdoc.documents.sentences.split import split_sentences
from longdoc.documents.span import Span, Spans
from longdoc.documents.structure import pieces
from longdoc.documents.types import Document
from longdoc.documents.web import html


def opened(text: str, name: str, limits: Limits = NO_LIMITS_GIVEN) -> Document:
    return open_document(io.BytesIO(text.encode()), name=name, limits=limits)


def test_a_page_of_too_many_elements_is_read_up_to_there_and_says_so(monkeypatch):
    monkeypatch.setattr(html, "MOST_ELEMENTS", 20)
    page = "<html><body>" + "".join(f"<p>The fee of year {n} is {n} euros.</p>" for n in range(100))
    document = opened(page, "fees.html")
    assert "year 17 is" in document.text
    assert "year 18 is" not in document.text
    read = page.index("<p>The fee of year 18")
    assert f"only its first 20 elements were read, {read} of {len(page):,} characters" in document.notices[0]


def test_as_many_elements_as_there_may_be_are_read_in_silence(monkeypatch):
    monkeypatch.setattr(html, "MOST_ELEMENTS", 4)
    document = opened(
        "<html><body><p>The fee is 4 euros, 3 < 4.</p><p>No more.</p></body></html>", "fees.html"
    )
    assert "No more." in document.text
    assert document.notices == ()


def test_links_beyond_the_limit_keep_their_words_and_are_counted(monkeypatch):
    monkeypatch.setattr(pieces, "MOST_LINKS", 3)
    link = '<a href="#a">here</a>'
    document = opened(f"<html><body><p>See {link} {link}.</p><p>And {link} {link} {link}.</p>", "links.html")
    assert document.text == "See here here.\n\nAnd here here here."
    assert [document.quote(link.span) for link in document.links] == ["here"] * 3
    assert document.notices == ("where 2 of its links lead to was not kept",)


@pytest.mark.parametrize(("pages", "kept"), [(4, 4), (5, 0)])
def test_more_form_feeds_than_pages_may_be_are_told(pages, kept):
    document = opened("\f".join(["The fee is due."] * pages), "fees.txt", Limits(max_pages=4))
    assert len(document.pages) == kept
    assert document.text.count("The fee is due.") == pages
    assert any("form feeds" in notice for notice in document.notices) == (not kept)


def test_the_main_text_may_lie_in_what_is_never_shown():
    body = "<p>The fee is 4 euros and due in May.</p><noscript><main>Turn scripts on.</main></noscript>"
    assert "The fee is 4 euros" in opened(f"<html><body>{body}</body></html>", "fees.html").text


@pytest.mark.parametrize("at_once", [1, 2, 10_000])
def test_a_layout_is_the_same_however_it_is_written(monkeypatch, at_once):
    monkeypatch.setattr(packing, "ITEMS_AT_ONCE", at_once)
    document = opened(
        "# Fees\n\n- one\n- two [three](#x)\n- four\n\n| A | B |\n|---|---|\n| 1 | 2 |\n", "fees.md"
    )
    headers_footers, blocks, fields, tables, links = unpack_layout(pack_layout(document), b"")
    assert (headers_footers, blocks, fields, links) == ((), document.blocks, (), document.links)
    assert [table.span for table in tables] == [table.span for table in document.tables]


def test_spans_are_a_sequence_of_spans():
    given = [Span(0, 3), Span(4, 9), Span(10, 11)]
    spans = Spans(given)
    assert list(spans) == given
    assert spans[-1] == given[-1]
    assert list(spans[1:]) == given[1:]
    assert spans == Spans(given)
    assert spans != Spans(given[1:])
    assert (list(spans.starts), list(spans.ends)) == ([0, 4, 10], [3, 9, 11])
    assert list(split_sentences("")) == []
