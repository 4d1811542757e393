"""Both networks over the same passages: their logits are mixed, and header rows are read but not quoted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from longdoc.documents.types import Cell, Document, Span, Table
from longdoc.network.reader.pack import tiny_reader
from longdoc.network.torch.model import Model
from longdoc.reading.reader import read_document
from longdoc.reading.types import Reading
from longdoc.tasks.candidates.find import PASSAGES_FOR_READER, find_candidates
from longdoc.tasks.candidates.passage_reading import READER_SHARE, PassageReader, QuestionPassage
from longdoc.tasks.search.passages import PassageIndex

QUESTION = "Who pays the fee?"
Read = Callable[[str], tuple[Document, Reading]]


@pytest.fixture(scope="module")
def both(model: Model, tmp_path_factory: pytest.TempPathFactory) -> Model:
    """The tiny network with a tiny reader beside it."""
    folder: Path = tmp_path_factory.mktemp("both")
    tiny_reader(folder / "reader")
    network = Model(model.config, model.tokenizer)
    network.load_state_dict(model.state_dict())
    network.folder, network.reader_choice = folder, "large"
    return network.eval()


def test_margins_of_both_are_kept_and_mixed(read: Read, english: str, both: Model) -> None:
    document, reading = read(english)
    pages = PassageReader(document, reading, both)
    passages = PassageIndex(document, reading).search(QUESTION, both, top=3)
    ids = both.tokenizer.encode(QUESTION).ids.tolist()
    asked = [QuestionPassage(0, ids, number, passage) for number, passage in enumerate(passages)]
    assert all(
        c.reader_margin is None and c.network_margin == pytest.approx(c.margin)
        for _, c in pages.by_network(asked)
    )
    found = pages.by_reader(asked)
    assert {c.passage for _, c in found} == set(range(len(passages)))
    for _, c in found:
        assert c.network_margin is not None
        assert c.reader_margin is not None
        assert c.margin == pytest.approx(
            READER_SHARE * c.reader_margin + (1 - READER_SHARE) * c.network_margin, abs=1e-4
        )


def test_the_reader_reads_only_the_passages_worth_it(read: Read, english: str, both: Model) -> None:
    document, reading = read(english * 12)
    (found,) = find_candidates([QUESTION], document, reading, both)
    assert len({c.passage for c in found.by_reader}) == PASSAGES_FOR_READER < len(found.passages)


def test_questions_together_find_what_each_finds_alone(read: Read, english: str, both: Model) -> None:
    document, reading = read(english * 6)
    questions = [QUESTION, "Which law governs?", "When is it due?"]
    together = find_candidates(questions, document, reading, both)
    alone = [find_candidates([question], document, reading, both)[0] for question in questions]
    for one, other in zip(together, alone, strict=True):
        assert [c.span for c in one.candidates] == [c.span for c in other.candidates]
        np.testing.assert_allclose(
            [c.margin for c in one.candidates], [c.margin for c in other.candidates], atol=1e-3
        )


def test_chinese_passages_are_left_to_the_first_network(read: Read, chinese: str, both: Model) -> None:
    document, reading = read(chinese)
    (found,) = find_candidates(["谁主管供水？"], document, reading, both)
    assert found.candidates
    assert not found.by_reader


def test_rows_are_read_with_their_header_and_never_answered_from_it(both: Model) -> None:
    lines = ["Part | Price", *(f"Bolt {n} | {n} euros" for n in range(60))]
    text, cells, at = "\n".join(lines), [], 0
    for row, line in enumerate(lines):
        for column, word in enumerate(line.split(" | ")):
            start = text.index(word, at)
            cells.append(Cell(Span(start, start + len(word)), row, column))
            at = start + len(word)
    document = Document(
        text, (), (), "Parts", "p.csv", "0", tables=(Table(Span(0, len(text)), tuple(cells)),)
    )
    reading = read_document(document, both)
    index = PassageIndex(document, reading)
    assert len(index.windows_P2) > 2
    starts = {index.passage(p).span.start for p in range(len(index.windows_P2))}
    assert starts <= {span.start for span in document.tables[0].row_spans()}
    (found,) = find_candidates(["What does Bolt 40 cost?"], document, reading, both)
    cells_of = {cell.span for cell in cells}
    for candidate in found.candidates:
        assert any(cell.contains(candidate.span) for cell in cells_of)
        assert found.passages[candidate.passage].span.contains(candidate.span)
