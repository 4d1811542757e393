"""What `explain` adds to answers and to the sentences of summaries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from longdoc.documents.types import Span
from longdoc.json_output import JsonOutput

__all__ = ["Evidence", "Explanation", "ReadPassage", "SentenceExplanation"]


@dataclass(frozen=True, slots=True)
class Evidence(JsonOutput):
    """Evidence for an answer (positive) or against it (negative), in logits of its confidence."""

    what: str
    logits: float

    def to_json(self) -> dict[str, Any]:
        """The keys of the JSON output, in their order."""
        return {"what": self.what, "logits": round(self.logits, 2)}


@dataclass(frozen=True, slots=True)
class ReadPassage(JsonOutput):
    """A passage that was read with the question, and the best candidate in it, if there is one.

    Attributes:
        rank: its rank by the fused search score, from 1.
        score: the fused search score, in 0..1.
        by_words, words_rank: its BM25 score, and its rank by that alone.
        by_meaning, meaning_rank: its MaxSim score, and its rank by that alone.
        page, section: where the candidate, or else the passage, begins.
        start, end: characters of the passage.
        kind: what the text around the candidate is: prose, a table row, a table of contents …
        answer, answer_start, answer_end: the candidate.
        margin: its logit minus that of "no answer", after all penalties.
        confidence: the probability that it is right.
        evidence: summands of the confidence's logit.
    """

    rank: int
    score: float
    by_words: float
    words_rank: int
    by_meaning: float
    meaning_rank: int
    page: str | None
    section: str | None
    start: int
    end: int
    kind: str | None = None
    answer: str | None = None
    answer_start: int | None = None
    answer_end: int | None = None
    margin: float | None = None
    confidence: float | None = None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation(JsonOutput):
    """How one question was answered from one document.

    Attributes:
        threshold: the confidence below which there is no answer.
        passages_in_all: passages of the document.
        passages_read: how many of them the network read.
        passages: those read, best candidate first; only the best if there are very many.
        likely: every passage of the document with its search score, in document order.
        wording: the question as the networks read it, if that is not as it was asked.
    """

    threshold: float
    passages_in_all: int
    passages_read: int
    passages: tuple[ReadPassage, ...]
    likely: tuple[tuple[Span, float], ...] = ()
    wording: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The keys of the JSON output, in their order; without `likely`, which is long."""
        return {
            "threshold": self.threshold,
            "passages_in_all": self.passages_in_all,
            "passages_read": self.passages_read,
            "wording": self.wording,
            "passages": [one.to_json() for one in self.passages],
        }


@dataclass(frozen=True, slots=True)
class SentenceExplanation(JsonOutput):
    """Why a sentence was selected.

    Attributes:
        salience: by the network, in 0..1.
        rank: the rank of the salience among all sentences, from 1.
        topic: the words in it that are most frequent in the document.
        stands_for: the number of sentences that are more similar to it than to the rest of the summary.
        likest, likest_start, likest_end: the most similar of these, with its characters.
    """

    salience: float
    rank: int
    topic: tuple[str, ...]
    stands_for: int
    likest: str | None
    likest_start: int | None
    likest_end: int | None
