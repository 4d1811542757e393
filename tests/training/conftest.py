"""What the tests of training share: the toy data, importable, and one thread for torch."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
import torch

sys.path.insert(0, str(Path(__file__).parent))

from toy import word_model, write_questions, write_summaries, write_texts

from longdoc.network.torch.checkpoint import save_model
from longdoc.training.recipe import Recipe, Schedule, SetOfData


@pytest.fixture(autouse=True)
def _one_thread() -> None:
    torch.set_num_threads(1)


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with questions, summaries, texts and a tiny model."""
    folder = tmp_path_factory.mktemp("toy")
    write_questions(folder / "q.jsonl")
    write_summaries(folder / "s.jsonl")
    write_texts(folder / "t.jsonl")
    save_model(word_model(), folder / "tiny")
    return folder


@pytest.fixture
def recipe(data: Path) -> Recipe:
    """Everything at once, small and short."""
    return Recipe(
        initial=str(data / "tiny"),
        batch_tokens=400,
        passage_tokens=80,
        segment_tokens=256,
        shortest_segment=128,
        whole_share=0.2,
        unlabelled_share=0.2,
        group_share=0.2,
        far_share=0.2,
        far_tokens=2_000,
        pairs=(SetOfData("q.jsonl"),),
        groups=(SetOfData("q.jsonl"),),
        searches=(SetOfData("q.jsonl"),),
        summaries=(SetOfData("s.jsonl"),),
        unlabelled=(SetOfData("t.jsonl"),),
        schedule=Schedule(steps=8, rate=1e-2, fresh_rate=1e-2, average=0.9),
    )
