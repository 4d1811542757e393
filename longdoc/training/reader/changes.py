"""Questions that a passage no longer answers: the same ones about another year or another name."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from random import Random

from longdoc.training.reader.sources import AskedSet

__all__ = ["Questions"]

SAMPLED = 1_500  # questions of a source from which words are counted and names taken
YEARS_OFF = (-7, -4, -3, -2, 2, 3, 5, 9)
_YEAR = re.compile(r"\b(?:1[6-9]|20)\d\d\b")
_NAME = re.compile(r"(?<!^)(?<![.?!] )\b[A-Z][a-z]{2,}(?: [A-Z][a-z]+){0,2}")
_WORD = re.compile(r"\w+")


class Questions:
    """What is known of all questions together: how many have a word, and the names in them."""

    def __init__(self, sets: Sequence[AskedSet], seed: int) -> None:
        rng = Random(seed)
        self.seen: Counter[str] = Counter()
        self.names: dict[int, list[str]] = defaultdict(list)  # by how many blanks they have
        for one in sets:
            for asked in rng.sample(one.items, min(SAMPLED, len(one.items))):
                self.seen.update(set(_WORD.findall(asked.question.lower())))
                for name in _NAME.findall(asked.question):
                    self.names[name.count(" ")].append(name)

    def changed(self, rng: Random, question: str, passage: str) -> str | None:
        """The question about a year or name that the passage lacks; None where it has none to change."""
        if years := [year for year in _YEAR.findall(question) if year in passage]:
            old = rng.choice(years)
            new = str(int(old) + rng.choice(YEARS_OFF))
        elif names := [name for name in _NAME.findall(question) if name in passage]:
            old = rng.choice(names)
            new = rng.choice(self.names[old.count(" ")] or [old])
        else:
            return None
        return None if new in passage or new in question else question.replace(old, new)
