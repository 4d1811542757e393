"""Makes questions unanswerable by changing their year or a name in them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from random import Random

from longdoc.training.reader.sources import SourceQuestions

__all__ = ["QuestionPool"]

SAMPLED = 1_500  # questions of each source for counting words and collecting names
YEARS_OFF = (-7, -4, -3, -2, 2, 3, 5, 9)
_YEAR = re.compile(r"\b(?:1[6-9]|20)\d\d\b")
_NAME = re.compile(r"(?<!^)(?<![.?!] )\b[A-Z][a-z]{2,}(?: [A-Z][a-z]+){0,2}")
_WORD = re.compile(r"\w+")


class QuestionPool:
    """Statistics of all questions: the number of questions with each word, and the names in questions."""

    def __init__(self, sets: Sequence[SourceQuestions], seed: int) -> None:
        rng = Random(seed)
        self.seen: Counter[str] = Counter()
        self.names: dict[int, list[str]] = defaultdict(list)  # by number of blanks
        for one in sets:
            for asked in rng.sample(one.items, min(SAMPLED, len(one.items))):
                self.seen.update(set(_WORD.findall(asked.question.lower())))
                for name in _NAME.findall(asked.question):
                    self.names[name.count(" ")].append(name)

    def changed(self, rng: Random, question: str, passage: str) -> str | None:
        """The question with a year or name that the passage lacks; None if there is nothing to change."""
        if years := [year for year in _YEAR.findall(question) if year in passage]:
            old = rng.choice(years)
            new = str(int(old) + rng.choice(YEARS_OFF))
        elif names := [name for name in _NAME.findall(question) if name in passage]:
            old = rng.choice(names)
            new = rng.choice(self.names[old.count(" ")] or [old])
        else:
            return None
        return None if new in passage or new in question else question.replace(old, new)
