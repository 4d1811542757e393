"""Relevance to a focus: of the sentence itself, and of the passages around it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from longdoc.tasks.search.passages import PassageIndex
from longdoc.tasks.summaries.focus import is_mentioned, relevance


@pytest.mark.parametrize("after", [30, 12, 9, 6, 3, 0])
def test_a_sentence_counts_for_three_fifths_and_the_better_passage_around_it_for_two(
    read: Any, model: Any, after: int
) -> None:
    lines = [f"Tom saw {'very ' * (n % 5)}much. " for n in range(31)]
    lines[30 - after] = "A compass. "
    document, reading = read("".join(lines))
    own_M = PassageIndex(document, reading, reading.sentence_tokens_M2).scores("compass", model)
    around = PassageIndex(document, reading)
    passage_P = around.scores("compass", model)
    wanted_M = []
    for m, (first, last) in enumerate(reading.sentence_tokens_M2.tolist()):
        middle = (first + last) // 2
        within = [p for p, (a, b) in enumerate(around.windows_P2.tolist()) if a <= middle < b]
        wanted_M.append(0.6 * own_M[m] + 0.4 * max(passage_P[p] for p in within))
    assert len(passage_P) > 3
    assert relevance("compass", document, reading, model) == pytest.approx(np.array(wanted_M))


def test_a_document_without_text_has_no_relevant_sentence(read: Any, model: Any) -> None:
    document, reading = read("")
    assert np.array_equal(relevance("anything", document, reading, model), np.zeros(0))


@pytest.mark.parametrize(
    ("focus", "text", "mentioned"),
    [
        ("What does it say about dividends?", "The final dividend is 14 pence.", True),
        ("Kündigung", "Die Kündigungsfrist beträgt drei Monate.", True),
        ("护理人员缺口", "目前持证护理员仅410人，护理人员不足。", True),
        ("cyber attacks", "We will not pay for damage by frost.", False),
        ("火星探测", "各中心共提供助餐服务，其中火灾三次。", False),
    ],
)
def test_whether_a_text_has_a_word_of_the_focus(focus: str, text: str, mentioned: bool) -> None:
    assert is_mentioned(focus, text) is mentioned
