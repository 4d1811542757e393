"""`longdoc bench needle`: whether a fact is found at any depth in documents of any length.

One document serves all depths of a trial: each depth hides a fact of its own, and the facts are similar, so
that finding one means distinguishing it from the others. Every trial has different prose and facts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from random import Random

from longdoc.bench.needles.haystack import OWNERS, Needle, needles, prose
from longdoc.bench.results import NeedleCell
from longdoc.documents.types import Document
from longdoc.errors import UsageError
from longdoc.network.tokenizer import Tokenizer
from longdoc.network.types import Network
from longdoc.reading.reader import read_document
from longdoc.tasks.answers.answer import answer_questions

__all__ = ["Search", "hide", "measure_needles"]

BREAK = "\n\n"


@dataclass(frozen=True, slots=True)
class Search:
    """How facts are looked for: in every chunk (`exhaustive`), or in the passages that search proposes."""

    trials: int = 4
    seed: int = 1
    exhaustive: bool = True


def measure_needles(
    model: Network,
    lengths: Sequence[int],
    depths: Sequence[float],
    search: Search,
    tell: Callable[[int, int], None],
) -> Iterator[NeedleCell]:
    """Measure one cell for each length and depth.

    Args:
        lengths: in tokens.
        depths: from 0, the beginning, to 1, the end.
        tell: called with the length and the number of each trial.

    Raises:
        UsageError: there are more depths than facts.
    """
    if len(depths) > len(OWNERS):
        raise UsageError(f"--depths: at most {len(OWNERS)}, not {len(depths)}")
    for tokens in lengths:
        missed: list[list[str]] = [[] for _ in depths]
        for trial in range(search.trials):
            tell(tokens, trial)
            for depth, given in enumerate(_trial(model, tokens, depths, search, trial)):
                if given is not None:
                    missed[depth].append(given)
        for share, wrong in zip(depths, missed, strict=True):
            found = search.trials - len(wrong)
            yield NeedleCell(
                tokens, share, found, search.trials, search.exhaustive, search.seed, tuple(wrong)
            )


def hide(
    tokenizer: Tokenizer, tokens: int, depths: Sequence[float], random: Random
) -> tuple[str, list[Needle]]:
    """A text of about `tokens` tokens, exceeded by less than a paragraph, with a fact at each depth."""
    facts = needles(random, len(depths))
    left = tokens - sum(len(tokenizer.encode(fact.sentence)) for fact in facts)
    paragraphs: list[str] = []
    starts = [0]
    for paragraph in prose(random):
        cost = len(tokenizer.encode(paragraph))
        if starts[-1] + cost > left and paragraphs:
            break
        paragraphs.append(paragraph)
        starts.append(starts[-1] + cost)
    ends = starts[-1]
    for fact, depth in sorted(zip(facts, depths, strict=True), key=lambda pair: -pair[1]):
        place = _nearest(starts, depth * ends)
        paragraphs.insert(place, fact.sentence)
    return BREAK.join(paragraphs), facts


def _nearest(starts: list[int], wanted: float) -> int:
    """The index of the closest of the ascending starts."""
    return min(range(len(starts)), key=lambda k: abs(starts[k] - wanted))


def _trial(
    model: Network, tokens: int, depths: Sequence[float], search: Search, trial: int
) -> list[str | None]:
    """For each depth None if the fact was found, else the wrong answer."""
    random = Random(f"{search.seed}/{tokens}/{trial}")
    text, facts = hide(model.tokenizer, tokens, depths, random)
    name = f"needle-{tokens}-{trial}"
    document = Document(text, (), (), name, name, sha256(text.encode()).hexdigest())
    answers = answer_questions(
        [fact.question for fact in facts],
        document,
        read_document(document, model),
        model,
        top_alternatives=0,
        exhaustive=search.exhaustive,
        min_confidence=0.0,
    )
    given = [answer.answer or "" for answer in answers]
    return [None if fact.answer in one else one for fact, one in zip(facts, given, strict=True)]
