"""The ranker of table cells learns from questions with answers alone, and is written and read unchanged."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from longdoc.documents.types import Span
from longdoc.evaluation.table_text import rows_of
from longdoc.tasks.tables.cells import CellProposal
from longdoc.tasks.tables.ranker import Ranker, words_and_pairs
from longdoc.training.tables.ranker import accuracy, examples, train

NAMED = "City: Oban | Rank: 1 | Rain: 9\nCity: Uig | Rank: 2 | Rain: 7\nCity: Mallaig | Rank: 3 | Rain: 12"
HEADED = "City | Rank | Rain\nOban | 1 | 9\nUig | 2 | 7\nMallaig | 3 | 12"


def test_rows_of_both_layouts() -> None:
    assert rows_of(NAMED) == rows_of(HEADED)
    assert rows_of(NAMED)[0] == ["City", "Rank", "Rain"]


def test_learns_which_word_asks_for_which_end(tmp_path: Path) -> None:
    file = tmp_path / "asked.jsonl"
    lines = []
    for n in range(60):
        amounts = [(7 * n + 13 * row) % 50 for row in range(4)]
        text = "City | Rain\n" + "\n".join(f"Town{n}{row} | {amount}" for row, amount in enumerate(amounts))
        qas = []
        for word, pick in (("most", max), ("least", min)):
            town = f"Town{n}{amounts.index(pick(amounts))}"
            answer = {"start": text.index(town), "text": town}
            qas.append(
                {"id": f"{n}{word}", "question": f"Which city has the {word} rain?", "answers": [answer]}
            )
        lines.append(json.dumps({"context": text, "article": str(n), "lang": "en", "qas": qas}))
    file.write_text("\n".join(lines) + "\n", "utf-8")
    given = examples(file)
    ranker = train(given, log=lambda line: None)
    assert accuracy(given, ranker) > 0.95
    ranker.save(tmp_path / "ranker.safetensors")
    again = Ranker.load(tmp_path / "ranker.safetensors")
    assert (again.evidence, again.words) == (ranker.evidence, ranker.words)
    np.testing.assert_allclose(again.hidden_FH, ranker.hidden_FH, atol=1e-3)
    probable = [(r.probabilities(one.question, one.proposed)) for r in (ranker, again) for one in given[:1]]
    assert max(probable[0], key=probable[0].__getitem__) == max(probable[1], key=probable[1].__getitem__)


def test_words_and_pairs_of_a_question() -> None:
    found = words_and_pairs("Who came in 3rd in 2008?")
    assert {"who", "came", "who came", "in #", "#"} <= found
    assert "2008" not in found


def test_words_of_the_question_shift_and_scale_the_hidden_units() -> None:
    one = np.ones((1, 1), np.float32)
    ranker = Ranker(("x",), ("last",), one, np.zeros(1), 2 * one, 3 * one, np.ones(1), 0.0)
    cell = CellProposal(Span(0, 1), "a", {"x": 1.0})
    plain = ranker.probabilities("Which is it?", [cell])[cell.span]
    asked = ranker.probabilities("Which is last?", [cell])[cell.span]
    assert plain == pytest.approx(_sigmoid(np.tanh(1)))
    assert asked == pytest.approx(_sigmoid(4 * np.tanh(3)))


def _sigmoid(logit: float) -> float:
    return float(1 / (1 + np.exp(-logit)))
