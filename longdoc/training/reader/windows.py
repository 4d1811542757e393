"""Chooses parts of a text as passages: around an answer, or as near misses."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from random import Random
from typing import NamedTuple

__all__ = ["Part", "around", "near_miss", "of_rows", "rarest_words"]

RAREST_WORDS = 5  # of a question, by which near misses are searched
PLACES = 5  # of each word that are tried
SEARCHED_CHARS = 400_000  # of a long text
MOST_ANSWERS = 4  # that a near miss must not repeat …
SHORTEST_ANSWER = 3  # … if they are longer than this
_WORD = re.compile(r"\w+")


class Part(NamedTuple):
    """Characters `start` to `end` of a text; for rows of a table also the header, unless included."""

    start: int
    end: int
    header: str = ""


def around(rng: Random, text: str, start: int, end: int, size: int) -> Part:
    """A random part of about `size` characters around `start` to `end`, cut at blanks if possible."""
    room = max(0, size - (end - start))
    first = max(0, start - int(rng.random() * room))
    last = min(len(text), max(end, first + size))
    first = max(0, min(first, last - size))
    while 0 < first < start and not text[first - 1].isspace():
        first += 1
    while end < last < len(text) and not text[last].isspace():
        last -= 1
    return Part(first, last)


def of_rows(rng: Random, text: str, start: int, end: int, size: int) -> Part:
    """Whole lines of about `size` characters around `start` to `end`, for texts that are tables."""
    edges = sorted({0, *(found.end() for found in re.finditer("\n", text)), len(text)})
    first = max(n for n in range(max(1, len(edges) - 1)) if edges[n] <= start)
    last = min(first + 1, len(edges) - 1)
    while last < len(edges) - 1 and edges[last] < end:
        last += 1
    while edges[last] - edges[first] < size and (first > 0 or last < len(edges) - 1):
        if first > 0 and (last == len(edges) - 1 or rng.random() < 0.5):
            first -= 1
        else:
            last += 1
    part = text[edges[first] : edges[last]]
    header = next((line for line in text.split("\n") if " | " in line), "")
    return Part(edges[first], edges[last], "" if header in part else header)


def rarest_words(question: str, seen: Counter[str]) -> list[str]:
    """The rarest words of a question, the rarest first.

    Args:
        seen: in how many questions each word occurs.
    """
    words = {word for word in _WORD.findall(question.lower()) if len(word) > 3}
    return sorted(words, key=lambda word: (seen[word], word))[:RAREST_WORDS]


def near_miss(
    rng: Random, text: str, words: Sequence[str], seen: Counter[str], size: int,
    answers: Sequence[tuple[int, int]], taken: Sequence[Part],
) -> Part | None:  # fmt: skip
    """The part that shares most of the rarest words with the question and does not answer it.

    It overlaps no answer and no part in `taken`, and does not contain the text of an answer.

    Returns:
        None if there is no such part.
    """
    best: tuple[float, Part | None] = (-1.0, None)
    for word in words:
        places = [m.start() for m in re.finditer(re.escape(word), text[:SEARCHED_CHARS], re.IGNORECASE)]
        for place in rng.sample(places, min(PLACES, len(places))):
            part = around(rng, text, place, place + len(word), size)
            if not is_free(text, part, answers, taken):
                continue
            passage = text[part.start : part.end].lower()
            alike = sum(1 / (1 + seen[other]) for other in words if other in passage)
            if alike > best[0]:
                best = (alike, part)
    return best[1]


def is_free(text: str, part: Part, answers: Sequence[tuple[int, int]], taken: Sequence[Part]) -> bool:
    """Whether a part overlaps no answer and no part taken, and does not contain the text of an answer."""
    spans = [*answers, *((other.start, other.end) for other in taken)]
    if any(part.start < end and start < part.end for start, end in spans):
        return False
    passage = text[part.start : part.end].lower()
    texts = (text[start:end].lower() for start, end in answers[:MOST_ANSWERS])
    return not any(len(answer) > SHORTEST_ANSWER and answer in passage for answer in texts)
