"""Spans end at word boundaries, without dangling punctuation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longdoc.tasks.spans.word_boundaries import snap_to_words

MIXED = st.text(alphabet=" .,;()“”（）。，ab1cd9中文%$-\n", max_size=40)


@pytest.mark.parametrize(
    ("text", "cut", "whole"),
    [
        ("the Delaware courts", "elawar", "Delaware"),
        ("a fee of $1,250,000.50 each", "250", "$1,250,000.50"),
        ("interest at 4.5% a year", "5", "4.5%"),
        ("(the “Supplier”) shall", "the “Supplier”) ", "the “Supplier”"),
        ("by Acme (Holdings) Ltd.,", "Acme (Holdings) Ltd.,", "Acme (Holdings) Ltd."),
        ("between Birch, Inc., a Delaware", "Birch, Inc", "Birch, Inc."),
        ("made in the U.S. in 1999", "U.S", "U.S."),
        ("closes at 5 p.m. on Friday", "5 p.m", "5 p.m."),
        ("with Birch Inc and others.", "Birch Inc", "Birch Inc"),
        ("as agreed with Marco.", "Marco.", "Marco"),
        ("由市水务局主管。", "市水务局", "市水务局"),
        ("see 3.2, above", "3.2,", "3.2"),
        ("(2) Florida; and\n(3) Texas", "Florida; and", "Florida"),
        ("in Ohio, or in Texas", "Ohio, or ", "Ohio"),
        ("for and on behalf of", "for and", "for and"),
        ("under Rule 29.12(c) its text", "Rule 29.12", "Rule 29.12(c)"),
        ("under section 5(1)(ii), as", "section 5(", "section 5(1)(ii)"),
        ("by the agent(s) of", "the agent", "the agent(s)"),
        ("in genes(3) it is", "genes", "genes"),  # a note
        ("in Bonn (CET) it is", "Bonn", "Bonn"),
        ("r = .45 and p", ".45", ".45"),
        ("r = .45 and p", "5", ".45"),
        ("with p<.05.", "05.", ".05"),
        ("Take .5 mg daily", ".5 mg", ".5 mg"),
        ("(.5 mg)", "5 mg", ".5 mg"),
        ("for $.50 each", "50", "$.50"),
        (".7 of it", "7", ".7"),
        ("ends here. 5 mg", ". 5 mg", "5 mg"),
        ("see item.5 there", ".5", "5"),
        ("Terms . . . .12", ".12", "12"),
        ("Terms .....12", ".12", "12"),
        ("laws of Hong Kong\n\n16.2 Disputes", "Hong Kong\n\n16.2", "Hong Kong"),
        ("by Ida Bourc'his and", "Ida Bourc", "Ida Bourc'his"),
        ("by Pat O’Brien, Cork", "Brien", "O’Brien"),
        ("they don't row", "don", "don't"),
        ("Ada's boat", "Ada", "Ada"),
        ("the bees' nest", "bees", "bees"),
        ("de l'objet du", "objet", "objet"),
        ("the 'old' quay", "old", "old"),
        ("... , ...", " , ", None),
    ],
)
def test_words_and_numbers_are_never_cut(text, cut, whole):
    start = text.index(cut)
    span = snap_to_words(text, start, start + len(cut))
    assert (text[span.start : span.end] if span else None) == whole


@given(MIXED, st.integers(0, 40), st.integers(0, 40))
def test_a_trimmed_span_is_clean_and_stands_in_the_text(text, a, b):
    start, end = sorted((min(a, len(text)), min(b, len(text))))
    span = snap_to_words(text, start, end)
    if span is None:
        return
    found = text[span.start : span.end]
    assert found
    assert found == found.strip()
    for at in (span.start, span.end):
        if 0 < at < len(text) and text[at - 1].isascii() and text[at].isascii():
            assert not (text[at - 1].isalnum() and text[at].isalnum())
