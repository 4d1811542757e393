"""One question over many documents: which answer is the best, and what the others say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from longdoc.reading.coverage import Coverage
from longdoc.tasks.types import Alternative, Answer

__all__ = ["best_answer"]


def best_answer(answers: Sequence[Answer], top: int | None = None) -> Answer:
    """The most confident of the answers to one question; the others follow as its alternatives.

    Where no document has an answer, neither has the result. `top` bounds the alternatives; without it
    they are all the spans that answer, document by document, and what was turned down is left out.
    """
    if len(answers) == 1:
        return answers[0]
    best = min(answers, key=lambda answer: (answer.answer is None, -answer.confidence))
    others = [*best.alternatives]
    for answer in answers:
        turned_down = answer.answer is None and best.answer is not None
        if answer is not best and not (turned_down and top is None):
            others += [*_as_alternative(answer), *answer.alternatives]
    if top is not None:
        others.sort(key=lambda other: -other.confidence)
    return replace(
        best,
        alternatives=tuple(others[:top]),
        coverage=_together(answer.coverage for answer in answers),
        seconds=round(sum(answer.seconds for answer in answers), 3),
    )


def _as_alternative(answer: Answer) -> list[Alternative]:
    if answer.answer is None or answer.start is None or answer.end is None:
        return []
    return [
        Alternative(
            answer=answer.answer,
            confidence=answer.confidence,
            document=answer.document,
            quote=answer.quote or answer.answer,
            page=answer.page,
            section=answer.section,
            start=answer.start,
            end=answer.end,
        )
    ]


def _together(coverages: Iterable[Coverage]) -> Coverage:
    parts = list(coverages)
    return Coverage(
        pages=sum(part.pages for part in parts),
        pages_without_text=sum(part.pages_without_text for part in parts),
        characters=sum(part.characters for part in parts),
        tokens=sum(part.tokens for part in parts),
        tokens_read=sum(part.tokens_read for part in parts),
    )
