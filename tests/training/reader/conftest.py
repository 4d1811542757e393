"""A tiny reader over the words of the toy contracts, and a recipe that trains it."""

from __future__ import annotations

from pathlib import Path

import pytest
from toy import contract, word_model, write_lines, write_questions

from longdoc.network.reader.pack import tiny_reader
from longdoc.network.torch.checkpoint import save_model
from longdoc.training.reader.recipe import ReaderRecipe, ReaderSchedule, Source


@pytest.fixture(scope="session")
def toys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """QuestionPool on contracts, on one long document, and on a table; a model folder with a reader."""
    folder = tmp_path_factory.mktemp("reader-toys")
    write_questions(folder / "q.jsonl")
    texts, lines, at = [], [], 0
    for number in range(20, 26):
        text, qas = contract(number)
        moved = [
            {**qa, "answers": [{**one, "start": one["start"] + at} for one in qa["answers"]]}
            for qa in qas[:1]
        ]
        lines.append({"doc": "all", "lang": "en", "start": at, "end": at + len(text), "qas": moved})
        texts.append(text)
        at += len(text) + 2
    write_lines(folder / "d.jsonl", [{"id": "all", "title": "All contracts", "text": "\n\n".join(texts)}])
    write_lines(folder / "whole.jsonl", [*lines, {"doc": "none", "lang": "zh", "qas": []}])
    write_lines(folder / "table.jsonl", [_table()])
    model = word_model()
    save_model(model, folder / "tiny")
    words = len(model.tokenizer)
    tiny_reader(folder / "tiny" / "reader", vocabulary=words + 5, shared_pieces=words)
    return folder


def _table() -> dict[str, object]:
    rows = [f"{thing} | {100 + n} | coins" for n, thing in enumerate(("rent", "fee", "fine", "loan") * 8)]
    text = "\n".join(("what | is | due", *rows))
    start = text.index("115")
    return {"context": text, "qas": [{"question": "fine ?", "answers": [{"start": start, "text": "115"}]}]}


@pytest.fixture
def reader_recipe(toys: Path) -> ReaderRecipe:
    """Everything at once, small and short."""
    return ReaderRecipe(
        initial=str(toys / "tiny"),
        verify_width=16,
        frozen=1,
        step_tokens=400,
        micro_tokens=200,
        passage_tokens=80,
        window_chars=(120, 200),
        rounding_rows=8,
        precision="fp32",  # the same on every machine
        documents=("d.jsonl",),
        sources=(
            Source("q.jsonl", 2.0, titled=True),
            Source("whole.jsonl", 1.0),
            Source("table.jsonl", 0.5, table=True),
        ),
        schedule=ReaderSchedule(steps=5, minutes=1e9, rate=1e-3, head_rate=1e-2),
    )
