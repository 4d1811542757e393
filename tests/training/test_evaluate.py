"""Evaluation: figures of each kind of file, and a model card and a report that show them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from toy import word_model, write_lines

from longdoc.network.torch.model import Model
from longdoc.training.card import credits_of, model_card
from longdoc.training.data.segments import Segment
from longdoc.training.evaluate import _pointed, evaluate_file
from longdoc.training.loop.state import Progress
from longdoc.training.recipe import Recipe
from longdoc.training.report import write_report


@pytest.fixture
def model() -> Model:
    return word_model().eval()


@pytest.mark.parametrize(
    ("file", "measures"),
    [
        ("q.jsonl", {"questions", "auroc", "em", "f1"}),
        ("s.jsonl", {"documents", "rouge1", "rouge2", "lead_rouge1", "lead_rouge2"}),
        ("t.jsonl", {"documents", "perplexity", "recurring_near"}),
    ],
)
def test_each_kind_of_file_has_its_figures(model: Model, data: Path, file: str, measures: set[str]) -> None:
    figures = evaluate_file(model, data / file, {}, None, lambda line: None)
    assert measures <= figures.keys()
    again = evaluate_file(model, data / file, {}, None, lambda line: None)
    assert figures == again
    assert figures.get("perplexity", len(model.tokenizer)) >= len(model.tokenizer)  # it knows nothing yet


def test_a_right_pointer_counts_one_and_a_wrong_one_less(model: Model) -> None:
    class Given(torch.nn.Module):
        def forward(self, x: torch.Tensor) -> torch.Tensor:
            return x

    model.embed = Given()  # type: ignore[assignment]
    states = torch.eye(12)
    states[10], states[11] = states[2], states[4]  # the masks look like tokens 2 and 4
    made = Segment(np.arange(12), pointers_P=np.array([10]), sources_P2=np.array([[2, 4]]))
    assert _pointed(model, states, made) == [1.0]
    made = Segment(np.arange(12), pointers_P=np.array([10]), sources_P2=np.array([[4, 5]]))
    assert _pointed(model, states, made) == [pytest.approx(2 * 1 / 5)]


def test_credits_are_counted_and_shown(model: Model, tmp_path: Path) -> None:
    rows = [{"text": "a", "source": "Laws", "licence": "CC0"}] * 2 + [
        {"text": "b", "set": "x", "licence": "MIT"}
    ]
    path = write_lines(tmp_path / "t.jsonl", rows)
    assert credits_of(path) == {"Laws, CC0": 2, "x, MIT": 1}
    recipe = Recipe(documents=("t.jsonl",))
    card = model_card("mine", model, recipe, tmp_path, Progress(5, 60, 1000), {"q": {"f1": 0.5}}, 1.0)
    assert "Laws, CC0; x, MIT" in card
    assert "| q | 0.5 |" in card
    assert "all-MiniLM-L6-v2" in card
    assert "$" not in card


def test_a_report_is_whole_whatever_there_is(tmp_path: Path) -> None:
    write_report(tmp_path / "empty.html", tmp_path, {})
    (tmp_path / "metrics.jsonl").write_text(
        '{"step": 20, "tokens": 9, "minutes": 1, "tokens_per_s": 5, "span": 2.0}\n'
        '{"step": 40, "tokens": 18, "minutes": 2, "tokens_per_s": 6, "span": 1.0, "<b>": 3}\n'
    )
    write_report(tmp_path / "r.html", tmp_path, {"q<": {"f1": 0.5}})
    page = (tmp_path / "r.html").read_text("utf-8")
    assert page.count("<svg") == 3
    assert "loss: span" in page
    assert "q&lt;" in page
    assert "<b>" not in page
