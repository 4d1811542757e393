"""Which part of a text becomes a passage: around an answer, or where it looks like one and is none."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from random import Random
from typing import NamedTuple

__all__ = ["Part", "around", "near_miss", "of_rows", "telling_words"]

TELLING = 5  # rarest words of a question by which a near miss is looked for
PLACES = 5  # of one word that are looked at
SEARCHED_CHARS = 400_000  # of a long text
SAID = 4  # answers that a near miss must not repeat …
SHORTEST_SAID = 3  # … if they are longer than this
_WORD = re.compile(r"\w+")


class Part(NamedTuple):
    """Characters `start` to `end` of a text; for rows of a table their header, if it is not among them."""

    start: int
    end: int
    header: str = ""


def around(rng: Random, text: str, start: int, end: int, size: int) -> Part:
    """About `size` characters that hold `start` to `end`, cut at blanks where that is possible."""
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
    """Whole lines of about `size` characters that hold `start` to `end`."""
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


def telling_words(question: str, seen: Counter[str]) -> list[str]:
    """The words of a question that few others have, the rarest first."""
    words = {word for word in _WORD.findall(question.lower()) if len(word) > 3}
    return sorted(words, key=lambda word: (seen[word], word))[:TELLING]


def near_miss(
    rng: Random, text: str, words: Sequence[str], seen: Counter[str], size: int,
    answers: Sequence[tuple[int, int]], taken: Sequence[Part],
) -> Part | None:  # fmt: skip
    """The part that shares the most telling words with the question, and does not answer it.

    It touches no answer and no part in `taken`, and does not say elsewhere what an answer says.

    Returns:
        None where there is no such part.
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
    """Whether a part touches no answer, none of the parts taken, and repeats no answer."""
    spans = [*answers, *((other.start, other.end) for other in taken)]
    if any(part.start < end and start < part.end for start, end in spans):
        return False
    passage = text[part.start : part.end].lower()
    said = (text[start:end].lower() for start, end in answers[:SAID])
    return not any(len(answer) > SHORTEST_SAID and answer in passage for answer in said)
