"""A summary with a focus ends where the document has no more about it, and says so if it has nothing."""

from __future__ import annotations

from typing import Any

import pytest

from longdoc.tasks.summaries.summarize import summarize

REPORT = """1. Results

Revenue rose by a tenth to four million euros in the year under review. The board proposes a dividend of
fourteen cents for each share. We carried more passengers than in any year before.

2. Risks

The price of fuel may rise faster than our fares can follow. A shortage of engineers could delay maintenance
of the older ships. Thieves broke into the booking system in October.

3. Outlook

Two ships will go into dry dock in the spring of next year. The hybrid ferry burns a third less fuel than the
one that she replaced. She will sail to the islands from June to September.
"""


def _sentences(read: Any, model: Any, focus: str, **length: Any) -> list[str]:
    document, reading = read(REPORT)
    summary = summarize(document, reading, model, focus=focus, **length)
    return [" ".join(sentence.text.split()) for sentence in summary.sentences]


def test_the_budget_is_not_filled_with_what_is_not_about_the_focus(read: Any, model: Any) -> None:
    wanted = ["The board proposes a dividend of fourteen cents for each share."]
    assert _sentences(read, model, "dividend") == wanted
    assert _sentences(read, model, "dividend", sentences=4) == wanted


def test_what_stands_under_a_heading_that_names_the_focus_is_about_it(read: Any, model: Any) -> None:
    chosen = _sentences(read, model, "risks")
    assert [one.split()[1] for one in chosen] == ["price", "shortage", "broke"]


def test_what_refers_back_to_a_sentence_about_the_focus_comes_with_it(read: Any, model: Any) -> None:
    chosen = _sentences(read, model, "hybrid ferry")
    assert [one.split()[0] for one in chosen] == ["The", "She"]


@pytest.mark.parametrize(("focus", "mentioned"), [("dividend", True), ("pensions", False), (None, None)])
def test_a_summary_says_whether_the_focus_is_mentioned(
    read: Any, model: Any, focus: str | None, mentioned: bool | None
) -> None:
    document, reading = read(REPORT)
    summary = summarize(document, reading, model, focus=focus)
    assert summary.focus_mentioned is mentioned
    assert summary.sentences
    assert summary.to_json().get("focus_mentioned") is mentioned


def test_only_what_comes_nearest_is_shown_for_a_focus_that_is_not_mentioned(read: Any, model: Any) -> None:
    assert len(_sentences(read, model, "pensions")) <= 3
