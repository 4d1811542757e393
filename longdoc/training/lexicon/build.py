"""Builds a `Lexicon` from what was learned, without negligible weights."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from longdoc.tasks.search.lexicon import Lexicon
from longdoc.training.lexicon.examples import SourceText, Vocabulary
from longdoc.training.lexicon.ranking import learned_weights
from longdoc.training.lexicon.translation import translations

__all__ = ["learned_lexicon"]

LEAST_WEIGHT = 0.1  # of a related term
MOST_RELATED = 12  # terms related to one


def learned_lexicon(
    sources: Sequence[SourceText], vocabulary: Vocabulary, *, log: Callable[[str], None] = print
) -> Lexicon:
    """Learn links from terms in questions to terms in passages, weighted to rank the windows of documents."""
    links = translations(sources, len(vocabulary))
    weight_K = learned_weights(sources, links, log=log)
    terms = vocabulary.terms
    answering: dict[str, list[tuple[float, str]]] = {}
    for asked, other, weight in zip(links.asked_K, links.answering_K, weight_K, strict=True):
        if weight >= LEAST_WEIGHT:
            answering.setdefault(terms[asked], []).append((float(weight), terms[other]))
    return Lexicon({asked: _written(some) for asked, some in answering.items()})


def _written(weighed: Sequence[tuple[float, str]]) -> str:
    best = sorted(weighed, key=lambda pair: (-pair[0], pair[1]))[:MOST_RELATED]
    return " ".join(f"{term} {weight:.2f}".replace(" 0.", " .") for weight, term in best)
