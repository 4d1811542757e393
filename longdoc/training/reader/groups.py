"""Samples questions with their passages: one that answers it, and others of the same text that do not."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate
from random import Random
from typing import NamedTuple

from longdoc.documents.structure.sections import find_sections
from longdoc.training.reader.changes import QuestionPool
from longdoc.training.reader.recipe import ReaderRecipe, Source
from longdoc.training.reader.sources import SourceQuestion, SourceQuestions
from longdoc.training.reader.windows import Part, around, is_free, near_miss, of_rows, rarest_words

__all__ = ["GroupSampler", "Passage"]

SEPARATOR = " › "  # between the parts of a context, as in answers
PATH_SHARE = 0.7  # of contexts in whole documents that include sections
PATH_STEPS = 2  # the innermost sections that are included
ANSWER_CHARS = 500  # of a longer answer, only the beginning must be in the passage
UNANSWERED_CHARS = 1_400  # of a passage that does not answer
LONG = 4  # a labelled passage of this many times UNANSWERED_CHARS counts as a whole document
SIZES = (0.8, 1.15)  # range of factors for a length of the recipe
ROOM = 2.2  # a text of this many passages has room for near misses
SECTIONS_UP_TO_CHARS = 600_000


class Passage(NamedTuple):
    """One row before it is tokenized; `answers` are (start, end) characters of `text`."""

    question: str
    context: str
    text: str
    answers: tuple[tuple[int, int], ...]


class GroupSampler:
    """Samples groups of passages from all sources, by their shares."""

    def __init__(self, sets: Sequence[SourceQuestions], recipe: ReaderRecipe) -> None:
        self.sets, self.recipe = sets, recipe
        self.questions = QuestionPool(sets, recipe.seed)
        self._up_to = list(accumulate(one.source.share for one in sets))

    def group(self, rng: Random) -> list[Passage]:
        """Sample one question with one or several passages, which compete for the answer."""
        source, asked = self._question(rng)
        size = int(rng.choice(self.recipe.window_chars) * rng.uniform(*SIZES))
        part = self._main(rng, source, asked, size)
        first = self._passage(rng, asked, part)
        if not asked.answers:
            return [first]
        if rng.random() < self.recipe.changed_share:
            other = self.questions.changed(rng, asked.question, first.text + first.context)
            if other is not None:
                return [first._replace(question=other, answers=())]
        if len(asked.text) <= ROOM * size or rng.random() >= self.recipe.group_share:
            return [first]
        others = self._others(rng, source, asked, size, part)
        return [first, *(self._passage(rng, asked, other) for other in others)]

    def _question(self, rng: Random) -> tuple[Source, SourceQuestion]:
        while True:
            one = self.sets[bisect_right(self._up_to, rng.random() * self._up_to[-1])]
            asked = rng.choice(one.items)
            if asked.answers or one.source.unanswered >= 1 or rng.random() < one.source.unanswered:
                return one.source, asked
            if not any(item.answers for item in one.items) and one.source.unanswered <= 0:
                raise ValueError(f"{one.source.file}: all questions are unanswerable, and `unanswered` is 0")

    def _main(self, rng: Random, source: Source, asked: SourceQuestion, size: int) -> Part:
        """The part with the answer; for an unanswerable question the part that it is labelled for."""
        start, end = asked.passage
        if asked.answers:
            start, end = rng.choice(asked.answers)
            end = min(end, start + ANSWER_CHARS)
        if source.table:
            if not asked.answers:
                start = end = rng.randrange(max(1, len(asked.text)))
            return of_rows(rng, asked.text, start, end, size)
        if asked.answers:
            return around(rng, asked.text, start, end, size)
        if end - start <= UNANSWERED_CHARS:
            return Part(start, end)
        if end - start > LONG * UNANSWERED_CHARS:
            words = rarest_words(asked.question, self.questions.seen)
            if found := near_miss(rng, asked.text, words, self.questions.seen, size, (), ()):
                return found
        place = rng.randrange(start, end - UNANSWERED_CHARS // 2)
        return around(rng, asked.text, place, place, UNANSWERED_CHARS)

    def _others(
        self, rng: Random, source: Source, asked: SourceQuestion, size: int, main: Part
    ) -> list[Part]:
        """Parts of the same text that do not answer the question."""
        taken, words = [main], rarest_words(asked.question, self.questions.seen)
        for _ in range(self.recipe.near_misses):
            found: Part | None
            if source.table:
                place = rng.randrange(len(asked.text))
                found = of_rows(rng, asked.text, place, place, size)
                found = found if is_free(asked.text, found, asked.answers, taken) else None
            else:
                seen = self.questions.seen
                found = near_miss(rng, asked.text, words, seen, size, asked.answers, taken)
            if found is not None:
                taken.append(found)
        return taken[1:]

    def _passage(self, rng: Random, asked: SourceQuestion, part: Part) -> Passage:
        start, end, header = part
        inside = tuple((a - start, min(b, end) - start) for a, b in asked.answers if start <= a < end)
        steps = [*self._context(rng, asked, start), *([header] if header else [])]
        return Passage(asked.question, SEPARATOR.join(steps), asked.text[start:end], inside)

    def _context(self, rng: Random, asked: SourceQuestion, place: int) -> list[str]:
        """The context of a passage: the title and the sections; empty for a share of the passages."""
        if rng.random() >= self.recipe.context_share:
            return []
        path: list[str] = []
        if asked.whole and rng.random() < PATH_SHARE:
            path = [title for start, end, title in _sections(asked.text) if start <= place < end]
        return [step for step in (asked.title, *path[-PATH_STEPS:]) if step]


@lru_cache(maxsize=4_096)
def _sections(text: str) -> tuple[tuple[int, int, str], ...]:
    if len(text) > SECTIONS_UP_TO_CHARS:
        return ()
    return tuple((one.span.start, one.span.end, one.title) for one in find_sections(text))
