"""Quotations that a format sets apart: HTML and Word."""

from __future__ import annotations

from docx import Document as WordDocument

from longdoc.documents.open import open_document
from longdoc.tasks.verify.quotations import quotations_of


def test_blockquote_and_q_are_quotations(tmp_path):
    path = tmp_path / "draft.html"
    path.write_text(
        "<html><body><h1>Memo</h1><p>The agreement is a long and careful text, as everybody knows.</p>"
        "<blockquote><p>Either party may terminate it on ninety days' notice.</p></blockquote>"
        "<p>And <q>the fee is due within thirty days of receipt</q> is what it says on fees.</p>"
        "</body></html>",
        encoding="utf-8",
    )
    found = quotations_of(open_document(path), [])
    assert [" ".join(one.text.split()) for one in found] == [
        "Either party may terminate it on ninety days' notice.",
        "the fee is due within thirty days of receipt",
    ]


def test_paragraphs_in_a_quotation_style_of_word_are_quotations(tmp_path):
    word = WordDocument()
    word.add_paragraph("The agreement says:")
    word.add_paragraph("Either party may terminate it on ninety days' notice.", style="Quote")
    word.add_paragraph("It also says “the fee is due within thirty days”.")
    path = tmp_path / "draft.docx"
    word.save(str(path))
    found = quotations_of(open_document(path), [])
    assert [(one.text, one.is_block) for one in found] == [
        ("Either party may terminate it on ninety days' notice.", True),
        ("the fee is due within thirty days", False),
    ]


def test_equal_paragraphs_of_a_block_quotation_have_their_own_places(tmp_path):
    path = tmp_path / "draft.txt"
    path.write_text("It says:\n\n" + ">\n".join(["> The fee is due.\n"] * 3), encoding="utf-8")
    draft = open_document(path)
    found = quotations_of(draft, [])
    assert [one.text for one in found] == ["The fee is due."] * 3
    assert [draft.quote(one.span).strip() for one in found] == ["> The fee is due."] * 3
    assert len({one.span for one in found}) == 3
