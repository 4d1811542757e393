"""What `explain` adds to answers and to the sentences of summaries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from longdoc.documents.types import Span
from longdoc.json_output import JsonOutput

__all__ = ["Evidence", "Explanation", "ReadPassage", "SentenceExplanation"]


@dataclass(frozen=True, slots=True)
class Evidence(JsonOutput):
    """One piece of evidence for an answer (above 0) or against it (below), in logits of its confidence."""

    what: str
    logits: float

    def to_json(self) -> dict[str, Any]:
        """The keys of the JSON output, in their order."""
        return {"what": self.what, "logits": round(self.logits, 2)}


@dataclass(frozen=True, slots=True)
class ReadPassage(JsonOutput):
    """A passage that was read with the question, and the best span in it, where one was left.

    `rank` is its place in the search, from 1; `by_words` and `by_meaning` are its scores there (BM25 and
    MaxSim), each with the rank that it alone would have given. `margin` is how far the span stands above "no
    answer" in the end, and the logits of `evidence` add up to those of its confidence. `kind` is what the
    text there is: prose, a table row, contents.
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

    `likely` holds every passage of the document with its search score, in order of the text: where the
    search looked. `passages` are those that the network read, best answer first; of very many only the best.
    """

    threshold: float
    passages_in_all: int
    passages_read: int
    passages: tuple[ReadPassage, ...]
    likely: tuple[tuple[Span, float], ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The keys of the JSON output, in their order; `likely`, which is long, is left out."""
        return {
            "threshold": self.threshold,
            "passages_in_all": self.passages_in_all,
            "passages_read": self.passages_read,
            "passages": [one.to_json() for one in self.passages],
        }


@dataclass(frozen=True, slots=True)
class SentenceExplanation(JsonOutput):
    """Why a sentence was selected.

    `salience` is the network's, from 0 to 1, with its `rank` among all sentences. `topic` are the words in it
    that the document says most often. `stands_for` counts the other sentences that are more like it than
    like any other of the summary, and `likest` is the closest of them, with its place.
    """

    salience: float
    rank: int
    topic: tuple[str, ...]
    stands_for: int
    likest: str | None
    likest_start: int | None
    likest_end: int | None
