"""Questions → candidates: search proposes passages, and the network reads them with the question beside them.

The passages of all questions go through the network together, the best few of each first: where these answer
surely, the others are not read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import inf

from longdoc.documents.types import Document
from longdoc.network.types import Network
from longdoc.reading.types import Reading
from longdoc.tasks.calibration import Calibration
from longdoc.tasks.rescoring import READ_ONCE_COST, rescored
from longdoc.tasks.search import PassageIndex
from longdoc.tasks.spans import Candidate, best_spans, distinct, whole_words
from longdoc.tasks.types import Passage

__all__ = ["MANY_ALTERNATIVES", "Found", "find_candidates", "passages_for", "read_passages", "sure_margin"]

PASSAGES = 12  # read for each question, of those that search proposes
PASSAGES_FOR_MANY = 24  # where MANY_ALTERNATIVES or more are wanted
PASSAGES_FOR_ALL = 48  # where every place that answers is wanted
FIRST = 2  # passages that are read first; where the answer in them is sure, no more are …
SURE = 0.75  # … of which the confidence must be so high; chosen on the dev questions of longdoc-qa
FEW_ALTERNATIVES = 3  # who wants more has all passages read
MANY_ALTERNATIVES = 10  # from so many on the sentences of a span stand beside it
PAIRS_AT_ONCE = 256  # questions with a passage in one call; bounds the memory of --exhaustive
SEARCH_WEIGHT = 4.0  # logits that a span loses in the worst passage against the one that search likes best …
MANY_PASSAGES = 24  # … in a document of at least so many: to be the worst of three says little


@dataclass(frozen=True, slots=True)
class Found:
    """What was read for one question, best passage first, and the distinct spans it gave, best first.

    `every` holds all spans with their margins before anything spoke against them (`longdoc.tasks.rescoring`),
    unless very many passages were read; `once` is what it costs there to be read once.
    """

    passages: tuple[Passage, ...]
    candidates: tuple[Candidate, ...]
    every: tuple[Candidate, ...]
    once: float

    @staticmethod
    def of(passages: Sequence[Passage], every: Sequence[Candidate], once: float) -> Found:
        """All candidates as they come from the passages."""
        few = len(passages) <= PASSAGES_FOR_ALL
        candidates = distinct(rescored(every, passages, once))
        return Found(tuple(passages), tuple(candidates), tuple(every) if few else (), once)

    def within(self, top: int) -> Found:
        """What would have been found had only so many passages been read."""
        if top >= len(self.passages):
            return self
        return Found.of(self.passages[:top], [c for c in self.every if c.passage < top], self.once)

    def surely(self, margin: float) -> bool:
        """Whether the best span stands so many logits above "no answer"."""
        return bool(self.candidates) and self.candidates[0].margin >= margin

    def until_sure(self, margin: float) -> Found:
        """What would have been found had reading ended where a span in the first passages stands so high."""
        first = self.within(FIRST)
        return first if first.surely(margin) else self


def passages_for(top_alternatives: int, *, all_spans: bool = False) -> int:
    """How many passages are read for a question that so many alternatives are wanted of."""
    if all_spans:
        return PASSAGES_FOR_ALL
    least = PASSAGES_FOR_MANY if top_alternatives >= MANY_ALTERNATIVES else PASSAGES
    return min(PASSAGES_FOR_ALL, max(least, top_alternatives))


def sure_margin(
    calibration: Calibration, tokens: int, top_alternatives: int, *, all_spans: bool = False,
    min_confidence: float | None = None,
) -> float:  # fmt: skip
    """Logits over "no answer" from which on a span ends the reading; infinite where everything is read.

    Args:
        tokens: length of the document.
        min_confidence: that of the answers wanted: what would be turned down is never sure.
    """
    if all_spans or top_alternatives > FEW_ALTERNATIVES:
        return inf
    wanted = calibration.threshold if min_confidence is None else min_confidence
    return calibration.margin(max(SURE, wanted), tokens)


def find_candidates(
    questions: Sequence[str],
    document: Document,
    reading: Reading,
    model: Network,
    *,
    exhaustive: bool = False,
    top: int = PASSAGES,
    sure: float = inf,
    progress: Callable[[int, int], None] | None = None,
) -> list[Found]:
    """Search and read: for each question the passages read and the distinct spans found, best first.

    Args:
        exhaustive: read the whole document with each question.
        sure: read no more than the first passages of a question where a span in them stands so many logits
            above "no answer".
        progress: called with the passages read and those to be read in all.
    """
    index = PassageIndex(document, reading)
    proposed = [
        index.everything(question, model) if exhaustive else index.search(question, model, top=top)
        for question in questions
    ]
    weight = SEARCH_WEIGHT * min(1.0, len(index.windows_P2) / MANY_PASSAGES)
    sure = inf if exhaustive else sure
    return read_passages(
        questions, proposed, document, reading, model, search_weight=weight, sure=sure, progress=progress
    )


def read_passages(
    questions: Sequence[str], proposed: Sequence[Sequence[Passage]], document: Document, reading: Reading,
    model: Network, *, search_weight: float = 0.0, sure: float = inf,
    progress: Callable[[int, int], None] | None = None,
) -> list[Found]:  # fmt: skip
    """Read the passages proposed for each question, all together in as few calls as fit.

    Args:
        search_weight: logits that a span loses in a passage with a search score of 0 against one with 1.
        sure: as in `find_candidates`; the passages are read in the order in which they are proposed.
        progress: as in `find_candidates`.
    """
    pages = _Pages(document, reading, model, search_weight, progress)
    ids = [model.tokenizer.encode(question).ids.tolist() for question in questions]
    once = READ_ONCE_COST * min(1.0, search_weight / SEARCH_WEIGHT)
    found = [Found.of((), (), once) for _ in questions]
    open_ = list(range(len(questions)))
    for top in (FIRST, None) if sure < inf else (None,):
        parts = [proposed[q][:top] for q in open_]
        fresh = pages.read([ids[q] for q in open_], parts, [len(found[q].passages) for q in open_])
        for q, passages, spans in zip(open_, parts, fresh, strict=True):
            found[q] = Found.of(passages, [*found[q].every, *spans], once)
        open_ = [q for q in open_ if not found[q].surely(sure)]
    return found


@dataclass(frozen=True, slots=True)
class _Pages:
    """A document to read passages of."""

    document: Document
    reading: Reading
    model: Network
    search_weight: float
    progress: Callable[[int, int], None] | None = None

    def read(
        self, questions: Sequence[list[int]], proposed: Sequence[Sequence[Passage]], begin: Sequence[int]
    ) -> list[list[Candidate]]:
        """The spans that each question's passages give, from the one numbered `begin` on."""
        spans_T2 = self.reading.token_spans_T2
        candidates: list[list[Candidate]] = [[] for _ in questions]
        done, total = 0, sum(len(p) - first for p, first in zip(proposed, begin, strict=True))
        for pairs in _blocks(proposed, begin):
            texts = [self.reading.token_ids_T[slice(*proposed[q][p].tokens)] for q, p in pairs]
            scores = self.model.read_spans([questions[q] for q, _ in pairs], texts)
            for pair, first, last, margin in zip(*(x.tolist() for x in best_spans(scores)), strict=True):
                q, p = pairs[pair]
                offset = proposed[q][p].tokens[0]
                start, end = int(spans_T2[offset + first, 0]), int(spans_T2[offset + last, 1])
                span = whole_words(self.document.text, start, end)
                if span is not None:
                    unlikely = self.search_weight * (1 - proposed[q][p].score)
                    candidates[q].append(Candidate(margin - unlikely, span, p))
            done += len(pairs)
            if self.progress:
                self.progress(done, total)
        return candidates


def _blocks(proposed: Sequence[Sequence[Passage]], begin: Sequence[int]) -> Iterator[list[tuple[int, int]]]:
    """Numbers of questions with numbers of their passages, as many as go together."""
    pairs = [(q, p) for q, passages in enumerate(proposed) for p in range(begin[q], len(passages))]
    for low in range(0, len(pairs), PAIRS_AT_ONCE):
        yield pairs[low : low + PAIRS_AT_ONCE]
