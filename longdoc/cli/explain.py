"""`--explain` for people: a table of the passages, and the evidence for and against the best span."""

from __future__ import annotations

from typing import TYPE_CHECKING

from longdoc.cli.terminal import one_line, write
from longdoc.plurals import counted

if TYPE_CHECKING:
    from longdoc.tasks.explanation import Explanation, ReadPassage
    from longdoc.tasks.types import Answer, SummarySentence

__all__ = ["why_answer", "why_sentence"]

ROWS = 12
ANSWER_CHARS = 44
WORTH_TELLING = 0.05  # logits
_HEAD = ("rank", "by words", "by meaning", "page", "margin", "confidence", "best span")


def why_answer(answer: Answer) -> None:
    """Write how much was read, the table of passages, and the evidence for the best one."""
    why = answer.explanation
    if why is None:
        return
    write(
        f"  why: {why.passages_read:,} of {counted(why.passages_in_all, 'passage')} read with the question;"
        f" answers need a confidence of {why.threshold:.2f}"
    )
    if why.wording is not None:
        write(f"    the question was read as: {one_line(why.wording)}")
    for line in _table([_HEAD, *(_row(one) for one in why.passages[:ROWS])]):
        write("    " + line)
    if len(why.passages) > ROWS or why.passages_read > len(why.passages):
        write(f"    and {counted(why.passages_read - min(ROWS, len(why.passages)), 'more passage')}")
    _write_evidence(why)


def why_sentence(sentence: SummarySentence) -> None:
    """One line below a sentence of a summary."""
    why = sentence.explanation
    if why is None:
        return
    about = f"about {', '.join(why.topic)}" if why.topic else "about no frequent topic"
    others = f"{why.stands_for:,} more" if why.stands_for else "itself"
    write("    " + one_line(f"salience {why.salience:.2f} (no. {why.rank:,}), {about}, stands for {others}"))


def _write_evidence(why: Explanation) -> None:
    best = next((one for one in why.passages if one.evidence), None)
    if best is None:
        return
    for word, chosen in (
        ("for", [one for one in best.evidence if one.logits >= WORTH_TELLING]),
        ("against", [one for one in best.evidence if one.logits <= -WORTH_TELLING]),
    ):
        told = ", ".join(f"{one.what} {one.logits:+.1f}" for one in chosen)
        write(f"    {word}: {told or 'nothing'}")


def _row(one: ReadPassage) -> tuple[str, ...]:
    answer = one_line(one.answer or "–")
    return (
        f"{one.rank}",
        f"{one.words_rank} ({one.by_words:.1f})",
        f"{one.meaning_rank} ({one.by_meaning:.2f})",
        one_line(one.page or "–"),
        "–" if one.margin is None else f"{one.margin:+.1f}",
        "–" if one.confidence is None else f"{one.confidence:.2f}",
        answer if len(answer) <= ANSWER_CHARS else answer[: ANSWER_CHARS - 1] + "…",
    )


def _table(rows: list[tuple[str, ...]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            cell.ljust(width) if i == len(widths) - 1 else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
