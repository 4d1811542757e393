"""Confidence of answers: features from the networks, the search and the wording for one model."""

from __future__ import annotations

from collections.abc import Sequence
from math import log

from longdoc.documents.types import Document, Kind
from longdoc.reading.types import Reading
from longdoc.tasks.candidates.read_result import Found
from longdoc.tasks.confidence.calibration import Calibration, doublings
from longdoc.tasks.confidence.wording import wording_of
from longdoc.tasks.search.clause_topics import clause_around, clause_topic
from longdoc.tasks.spans.candidate import Candidate, mostly_overlap

__all__ = ["FEATURES", "LARGE_FEATURES", "SIGNS", "Sure", "confidences", "features_of", "least_confidence"]

# of passages that both networks have read; what only the reader knows is left out elsewhere
FEATURES = (
    "margin", "small", "large", "answered", "agree", "differ", "gap", "search", "first", "missing_terms",
    "missing_names", "unnamed", "unheard", "absent_names", "fits", "misfits", "length",
    "doublings", "table", "cell", "aside",
)  # fmt: skip
SIGNS = {
    "margin": 1, "small": 1, "large": 1, "answered": 1, "agree": 1, "differ": -1, "gap": 1, "search": 1,
    "missing_terms": -1, "missing_names": -1, "unnamed": -1, "unheard": -1, "absent_names": -1,
    "fits": 1, "misfits": -1, "cell": 1, "aside": -1,
}  # fmt: skip
LARGE_FEATURES = ("large", "answered", "agree", "differ")
NO_OTHER = 8.0  # logits that the only span found stands above the next
MOST_LOGITS = 12.0
MOST_CELL_ODDS = 4.0  # log odds of a cell of a table count no further
ASIDE = frozenset(
    {Kind.CONTENTS, Kind.REFERENCES, Kind.KEYWORDS, Kind.ADVERTISEMENT, Kind.LICENCE, Kind.HEADER_FOOTER}
)
CLAUSE_SHARE = 0.2  # of the lower threshold, for short questions on topics of contracts
SURE = 0.9  # confidence after the first passages from which on no more are read


def confidences(
    question: str, found: Found, document: Document, reading: Reading, calibration: Calibration,
    most: int | None = None,
) -> list[float]:  # fmt: skip
    """The confidence of each candidate, best first; of the first `most` only."""
    return [
        calibration.confidence(features_of(question, found, n, document, reading))
        for n in range(len(found.candidates[:most]))
    ]


def features_of(
    question: str, found: Found, number: int, document: Document, reading: Reading
) -> dict[str, float]:
    """The features of one of the candidates of a question; names as in FEATURES."""
    one = found.candidates[number]
    passage = found.passages[one.passage]
    words = wording_of(question, document, passage.span, one.span)
    kind = document.kind_at(one.span.start)
    features = {
        "margin": _within(one.margin),
        "small": _within(one.small or 0.0),
        "gap": _within(one.margin - _next_best(found.candidates, number, document)),
        "search": passage.score,
        "first": float(one.passage == 0),
        "missing_terms": words.missing_terms,
        "missing_names": min(3.0, words.missing_names),
        "unnamed": float(words.unnamed),
        "unheard": float(words.unheard),
        "absent_names": min(3.0, words.absent_names),
        "fits": float(words.kind > 0),
        "misfits": float(words.kind < 0),
        "length": log(1 + len(one.span)),
        "doublings": doublings(len(reading.token_ids_T)),
        "table": float(kind is Kind.TABLE_ROW or document.table_at(one.span.start) is not None),
        "cell": max(-MOST_CELL_ODDS, min(MOST_CELL_ODDS, one.cell or 0.0)),
        "aside": float(kind in ASIDE),
    }
    if one.large is not None:
        features["large"] = _within(one.large)
        features["answered"] = _within(one.answered or 0.0)
        features |= _agreement(one, found)
    return features


def least_confidence(question: str, found: Found, document: Document, calibration: Calibration) -> float:
    """The confidence below which there is no answer to a question.

    A short question on a topic of contracts ("who is liable?") is answered by a clause, of which a held-out
    span is only one of several; so it is shown, as unsure, from a lower confidence on, where its sentence
    has a word of such clauses.
    """
    topic = clause_topic(question, document)
    if not found.candidates or topic is None:
        return calibration.unsure
    dealt_with = topic.is_dealt_with(clause_around(document, found.candidates[0].span))
    return CLAUSE_SHARE * calibration.unsure if dealt_with else calibration.unsure


class Sure:
    """Decides whether to stop after the first passages: both networks agree, and the answer is sure."""

    def __init__(
        self, document: Document, reading: Reading, calibration: Calibration, least: float = SURE
    ) -> None:
        self._document, self._reading, self._calibration = document, reading, calibration
        self._least = max(SURE, least)

    def __call__(self, question: str, found: Found) -> bool:
        if not found.candidates or not found.agreed:
            return False
        best = confidences(question, found, self._document, self._reading, self._calibration, 1)
        return best[0] >= self._least


def _agreement(one: Candidate, found: Found) -> dict[str, float]:
    """Whether the long-context network's best span of all is this one, or is elsewhere."""
    if not found.small:
        return {"agree": 0.0, "differ": 0.0}
    best = max(found.small, key=lambda c: c.margin).span
    same = mostly_overlap(best, one.span)
    return {"agree": float(same), "differ": float(not best.overlaps(one.span))}


def _next_best(candidates: Sequence[Candidate], number: int, document: Document) -> float:
    """The margin of the best candidate that says something else."""
    said = document.quote(candidates[number].span).casefold()
    others = [c.margin for c in candidates if document.quote(c.span).casefold() != said]
    return max(others, default=candidates[number].margin - NO_OTHER)


def _within(logits: float) -> float:
    return max(-MOST_LOGITS, min(MOST_LOGITS, logits))
