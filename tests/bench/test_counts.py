"""Planted dates, sums, references and the like are counted exactly, in texts and in typeset pages."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from longdoc.bench.counts import TERM, count_planted
from longdoc.bench.planted_pages import write_pages
from longdoc.bench.planted_things import PLANTED
from longdoc.documents.open import open_document
from longdoc.documents.types import Document

EXAMPLES = Path(__file__).parents[2] / "examples" / "documents"


@pytest.mark.parametrize("name", ["services-agreement.txt", "chinese-contract.txt"])
def test_what_is_planted_in_a_text_is_found_and_nothing_else(name: str, tmp_path: Path) -> None:
    def opened(text: str, stem: str) -> Document:
        path = tmp_path / f"{stem}.txt"
        path.write_text(text, "utf-8")
        return open_document(path)

    text = (EXAMPLES / name).read_text("utf-8")
    tallies = list(count_planted([text], 30, random.Random(3), opened))
    assert [tally.kind for tally in tallies] == [*PLANTED, TERM]
    assert [(tally.kind, tally.wrong) for tally in tallies if tally.found != 30 or tally.unexpected] == []


def test_what_is_planted_is_found_across_the_lines_and_pages_of_a_pdf(tmp_path: Path) -> None:
    def opened(text: str, stem: str) -> Document:
        path = tmp_path / f"{stem}.pdf"
        write_pages(path, text)
        return open_document(path)

    text = (EXAMPLES / "contracts" / "recording-agreement.txt").read_text("utf-8")
    tallies = list(count_planted([text], 12, random.Random(5), opened))
    assert [(tally.kind, tally.wrong) for tally in tallies if tally.found != 12 or tally.unexpected] == []


def test_a_reader_that_loses_text_is_found_out(tmp_path: Path) -> None:
    def opened(text: str, stem: str) -> Document:
        path = tmp_path / f"{stem}.txt"
        path.write_text(text[: len(text) // 2] if stem == "planted" else text, "utf-8")
        return open_document(path)

    text = (EXAMPLES / "services-agreement.txt").read_text("utf-8")
    tallies = list(count_planted([text], 30, random.Random(3), opened))
    assert all(tally.found < tally.planted and tally.wrong for tally in tallies)
