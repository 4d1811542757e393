"""What was looked at for an answer: the passages by rank, and the best span that each one gave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from longdoc.documents.types import Document
from longdoc.network.types import Network
from longdoc.reading.types import Reading
from longdoc.tasks.calibration import Calibration
from longdoc.tasks.candidates import find_candidates

__all__ = ["Looked", "explain"]


@dataclass(frozen=True, slots=True)
class Looked:
    """One passage that was read: its rank in the search, and the span it gave, if any won out."""

    rank: int
    score: float
    page: str | None
    section: str | None
    start: int
    end: int
    answer: str | None
    confidence: float | None

    def to_json(self) -> dict[str, Any]:
        """The keys of the JSON output, in their order."""
        return {name: getattr(self, name) for name in self.__slots__}


def explain(
    questions: Sequence[str],
    document: Document,
    reading: Reading,
    model: Network,
    *,
    exhaustive: bool = False,
) -> list[list[Looked]]:
    """For each question the passages that were read with it, best first by search."""
    calibration = Calibration.load(model.folder)
    explained, length = [], len(reading.token_ids_T)
    for found in find_candidates(questions, document, reading, model, exhaustive=exhaustive):
        best = {candidate.passage: candidate for candidate in reversed(found.candidates)}
        looked = []
        for number, passage in enumerate(found.passages):
            place, candidate = document.locate(passage.span), best.get(number)
            looked.append(
                Looked(
                    rank=number + 1,
                    score=round(passage.score, 4),
                    page=place.page,
                    section=place.section,
                    start=passage.span.start,
                    end=passage.span.end,
                    answer=document.quote(candidate.span) if candidate else None,
                    confidence=round(float(calibration.confidence(candidate.margin, length)), 4)
                    if candidate
                    else None,
                )
            )
        explained.append(looked)
    return explained
