"""What stands in front of a passage: its title, its sections, the header of its table; nothing twice."""

from __future__ import annotations

from longdoc.documents.types import Block, Cell, Document, Kind, Section, Span, Table
from longdoc.tasks.candidates.context import context_of

TEXT = "7. Fees\n\nThe fee is due in May.\n\nTable 1: Parts\nPart | Price\nBolt | 3\nNut | 4"


def _cells() -> tuple[Cell, ...]:
    words = [("Part", 0, 0), ("Price", 0, 1), ("Bolt", 1, 0), ("3", 1, 1), ("Nut", 2, 0), ("4", 2, 1)]
    at, cells = TEXT.index("Part |"), []
    for word, row, column in words:
        at = TEXT.index(word, at)
        cells.append(Cell(Span(at, at + len(word)), row, column))
    return tuple(cells)


def _document() -> Document:
    caption = Span(TEXT.index("Table 1"), TEXT.index("\nPart"))
    table = Table(Span(TEXT.index("Part |"), len(TEXT)), _cells(), caption=caption)
    section = Section("7. Fees", 1, Span(0, len(TEXT)))
    return Document(TEXT, (), (section,), "Lease of Alder House", "a.txt", "0", tables=(table,))


def test_title_and_section_stand_before_a_passage_from_inside_of_it() -> None:
    start = TEXT.index("The fee")
    assert context_of(_document(), Span(start, start + 22)) == "Lease of Alder House › 7. Fees"


def test_what_the_passage_holds_itself_is_not_said_again() -> None:
    assert context_of(_document(), Span(0, 30)) == "Lease of Alder House"


def test_rows_of_a_table_have_its_caption_and_header_in_front() -> None:
    start = TEXT.index("Nut")
    context = context_of(_document(), Span(start, len(TEXT)))
    assert context == "Lease of Alder House › 7. Fees › Table 1: Parts › Part | Price"
    whole = context_of(_document(), Span(TEXT.index("Part |"), len(TEXT)))
    assert whole == "Lease of Alder House › 7. Fees › Table 1: Parts"


def test_the_middle_of_a_list_has_the_sentence_that_leads_into_it() -> None:
    text = "Pets are welcome. Not allowed are:\n\n- snakes\n\n- wolves\n\nThe rent is due in May."
    items = [Span(text.index(word) - 2, text.index(word) + 6) for word in ("snakes", "wolves")]
    blocks = tuple(Block(span, Kind.LIST_ITEM) for span in items)
    document = Document(text, (), (), "House rules", "rules.txt", "0", blocks=blocks)
    assert context_of(document, Span(items[1].start, len(text))) == "House rules › Not allowed are:"
    assert context_of(document, Span(text.index("The rent"), len(text))) == "House rules"
    assert context_of(document, Span(0, len(text))) == "House rules"


def test_a_document_without_a_title_has_no_context() -> None:
    assert context_of(Document("a", (), (), "", "a.txt", "0"), Span(0, 1)) == ""
