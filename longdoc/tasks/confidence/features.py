"""The features of a candidate that its confidence is computed from.

They come from the logits of the networks, the search, the wording of the question, and the place in the
document. Their names are those of the weights in `calibration.json`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import log

from longdoc.documents.types import Document, Kind
from longdoc.reading.types import Reading
from longdoc.tasks.candidates.candidate_set import CandidateSet
from longdoc.tasks.confidence.calibration import doublings
from longdoc.tasks.confidence.wording import wording_of
from longdoc.tasks.search.everyday_words import in_words_of
from longdoc.tasks.spans.candidate import Candidate, mostly_overlap

__all__ = ["FEATURES", "READER_FEATURES", "SIGNS", "features_of"]

FEATURES = (
    "margin", "small", "large", "answered", "agree", "differ", "gap", "search", "first", "missing_terms",
    "missing_names", "unnamed", "unheard", "absent_names", "fits", "misfits", "length",
    "doublings", "table", "cell", "aside",
)  # fmt: skip
READER_FEATURES = ("large", "answered", "agree", "differ")  # only of passages that the reader has read
SIGNS = {
    "margin": 1, "small": 1, "large": 1, "answered": 1, "agree": 1, "differ": -1, "gap": 1, "search": 1,
    "missing_terms": -1, "missing_names": -1, "unnamed": -1, "unheard": -1, "absent_names": -1,
    "fits": 1, "misfits": -1, "cell": 1, "aside": -1,
}  # fmt: skip
MAX_LOGITS = 12.0
MAX_CELL_LOG_ODDS = 4.0
MAX_NAMES = 3.0
DEFAULT_GAP = 8.0  # logits between the only candidate and the next
ASIDE = frozenset(
    {Kind.CONTENTS, Kind.REFERENCES, Kind.KEYWORDS, Kind.ADVERTISEMENT, Kind.LICENCE, Kind.HEADER_FOOTER}
)


def features_of(
    question: str, found: CandidateSet, number: int, document: Document, reading: Reading
) -> dict[str, float]:
    """The features of one of the candidates of a question, by the names in FEATURES.

    Args:
        number: index into `found.candidates`.
    """
    candidate = found.candidates[number]
    passage = found.passages[candidate.passage]
    words = wording_of(_in_words_of(question, document.text), document, passage.span, candidate.span)
    kind = document.kind_at(candidate.span.start)
    cell = candidate.cell_log_odds or 0.0
    features = {
        "margin": _clip(candidate.margin),
        "small": _clip(candidate.network_margin or 0.0),
        "gap": _clip(candidate.margin - _next_best(found.candidates, number, document)),
        "search": passage.score,
        "first": float(candidate.passage == 0),
        "missing_terms": words.missing_terms,
        "missing_names": min(MAX_NAMES, words.missing_names),
        "unnamed": float(words.unnamed),
        "unheard": float(words.unheard),
        "absent_names": min(MAX_NAMES, words.absent_names),
        "fits": float(words.kind > 0),
        "misfits": float(words.kind < 0),
        "length": log(1 + len(candidate.span)),
        "doublings": doublings(len(reading.token_ids_T)),
        "table": float(kind is Kind.TABLE_ROW or document.table_at(candidate.span.start) is not None),
        "cell": max(-MAX_CELL_LOG_ODDS, min(MAX_CELL_LOG_ODDS, cell)),
        "aside": float(kind in ASIDE),
    }
    if candidate.reader_margin is not None:
        features["large"] = _clip(candidate.reader_margin)
        features["answered"] = _clip(candidate.verification or 0.0)
        features |= _agreement(candidate, found)
    return features


@lru_cache(maxsize=4)
def _in_words_of(question: str, text: str) -> str:
    """The question as it was read: a name that the document calls otherwise is not missing there."""
    return in_words_of(question, text)


def _agreement(candidate: Candidate, found: CandidateSet) -> dict[str, float]:
    """Whether the best span of the long-context network is this one, or does not even overlap it."""
    if not found.by_network:
        return {"agree": 0.0, "differ": 0.0}
    best = max(found.by_network, key=lambda c: c.margin).span
    agree = mostly_overlap(best, candidate.span)
    return {"agree": float(agree), "differ": float(not best.overlaps(candidate.span))}


def _next_best(candidates: Sequence[Candidate], number: int, document: Document) -> float:
    """The margin of the best candidate with another text."""
    text = document.quote(candidates[number].span).casefold()
    others = [c.margin for c in candidates if document.quote(c.span).casefold() != text]
    return max(others, default=candidates[number].margin - DEFAULT_GAP)


def _clip(logits: float) -> float:
    return max(-MAX_LOGITS, min(MAX_LOGITS, logits))
