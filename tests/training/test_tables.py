"""The ranker of table cells learns from questions with answers alone, and is written and read unchanged."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from longdoc.evaluation.table_text import rows_of
from longdoc.tasks.tables.ranker import Ranker
from longdoc.training.tables import accuracy, examples, train

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
    again = Ranker.of(json.loads(json.dumps(ranker.written())))
    assert again.evidence == ranker.evidence
    np.testing.assert_allclose(again.hidden_FH, ranker.hidden_FH, atol=1e-4)
