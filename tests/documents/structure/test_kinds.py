"""Kinds of text: what is no prose is told by its words, and blocks never overlap."""

from __future__ import annotations

import io
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from longdoc.documents.open import open_document
from longdoc.documents.structure.kinds import mark_kinds
from longdoc.documents.types import Block, Document, Kind, Span

PROSE = "The swifts return to the tower in May and leave it when the nights grow cool. " * 4


def opened(text: str, name: str = "x.txt") -> Document:
    return open_document(io.BytesIO(text.encode()), name=name)


def kind_of(document: Document, words: str) -> Kind:
    return document.kind_at(document.text.index(words))


def test_what_stands_around_prose_is_told_by_its_words() -> None:
    document = opened(
        f"Counting Swifts\n\nAbstract\n\n{PROSE}\n\nKeywords: swifts, towers\n\n1 Introduction\n\n{PROSE}"
        f"\n\nFigure 2: The tower.\n\nFigure 2 shows the tower. {PROSE}\n\n- a ladder\n- a lamp\n\n"
        f"2 Results\n\n{PROSE}\n\nReferences\n\n[1] A. Reed. Towers. 1999.\n\n[2] B. Finch. Birds. 2004.\n"
    )
    assert kind_of(document, "Keywords:") is Kind.KEYWORDS
    assert kind_of(document, "Figure 2:") is Kind.CAPTION
    assert kind_of(document, "Figure 2 shows") is Kind.PROSE
    assert kind_of(document, "- a lamp") is Kind.LIST_ITEM
    assert kind_of(document, "[2] B. Finch") is Kind.REFERENCES
    assert kind_of(document, "References") is Kind.HEADING
    document = opened(f"1 Ducks\n\n{PROSE}\n\n2 Citations\n\n[1] Amos, J. (2003). Sound. The Condor.\n")
    assert kind_of(document, "Amos") is Kind.REFERENCES
    assert kind_of(document, "2 Citations") is Kind.HEADING
    assert kind_of(document, "The swifts") is Kind.PROSE


def test_a_table_of_contents_by_its_name_and_its_page_numbers() -> None:
    entries = "\n".join(f"{number}. Part about birds ........ {number * 7}" for number in range(1, 6))
    document = opened(f"The Manual\n\nContents\n\n{entries}\n\nThis manual is about birds. {PROSE}")
    assert kind_of(document, "4. Part") is Kind.CONTENTS
    assert kind_of(document, "This manual") is Kind.PROSE
    rows = [document.quote(sentence) for sentence in document.sentences]
    assert "2. Part about birds ........ 14" in rows


def test_speech_where_names_come_again_and_nowhere_else() -> None:
    talk = "Ada: Who has the key?\nBo: I gave it to Cy on Monday. He keeps it.\n" * 3
    document = opened(f"Minutes\n\n{talk}\nThey left.\n")
    assert kind_of(document, "Bo: I gave") is Kind.DIALOGUE
    assert kind_of(document, "They left") is Kind.PROSE
    memo = opened(f"Place: Leeds\nTime: noon\nPrice: five pounds\nRemark: none\n\n{PROSE}")
    assert Kind.DIALOGUE not in {block.kind for block in memo.blocks}
    form = opened("Payslip\n\n" + "Employee: Tavish Orr\nPension: 98.00 pounds\nTax: 31 pounds\n\n" * 3)
    assert Kind.DIALOGUE not in {block.kind for block in form.blocks}


def test_small_print_is_told_but_a_text_about_it_is_none() -> None:
    small = "Copyright © 2021 Mill Press. All rights reserved."
    document = opened(f"A Walk\n\n{small}\n\n{PROSE * 3}")
    assert kind_of(document, "Copyright") is Kind.LICENCE
    licence = opened(
        f"{small}\n\nPermission is hereby granted, free of charge, to any person.\n\nIt ends here."
    )
    assert Kind.LICENCE not in {block.kind for block in licence.blocks}


@settings(deadline=None, max_examples=60)
@given(
    st.text("ab \n-•:.1[]", max_size=120),
    st.lists(st.tuples(st.integers(0, 120), st.integers(1, 12), st.sampled_from(list(Kind))), max_size=5),
)
def test_blocks_never_overlap_and_keep_what_the_reader_said(text: str, given_blocks) -> None:
    marked, end = [], 0
    for start, length, kind in sorted(given_blocks, key=lambda one: one[0]):
        if end <= start < start + length <= len(text):
            marked.append(Block(Span(start, start + length), kind))
            end = start + length
    blocks = mark_kinds(text, (), marked)
    assert all(one.span.end <= two.span.start for one, two in pairwise(blocks))
    assert all(block.span for block in blocks)
    for block in marked:
        if block.kind not in (Kind.LIST_ITEM, Kind.NOTE):
            assert block in blocks
