"""Spans that recur more than 4,096 tokens apart, beyond the range of sliding windows.

A sentence is removed from a document, and a span in it masked that also occurs far away. The masked sentence
is then asked like any question: search over the whole document proposes passages, and the network reads them
with it. Sliding windows alone would see only the surroundings of the sentence: over all layers, they reach
`layers × halo_tokens` tokens to either side.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from longdoc.bench.quality.measurement import Measurement, mean
from longdoc.documents.types import Document
from longdoc.evaluation.metrics import f1
from longdoc.evaluation.session import Session
from longdoc.network.tokenizer import Tokens
from longdoc.network.types import Network
from longdoc.reading.types import Reading
from longdoc.tasks.candidates.find import read_passages
from longdoc.tasks.search.passages import PassageIndex
from longdoc.training.data.recurring import PieceProperties
from longdoc.training.data.recurring_questions import FarQuestion, far_question
from longdoc.training.data.segments import Segment, sentence_ranges
from longdoc.training.data.token_cache import TokenCache

__all__ = ["FAR_TOKENS", "MaskedSentence", "answer_within_reach", "far_questions", "far_spans"]

log = logging.getLogger("longdoc")

FAR_TOKENS = 4_096
OF_ONE_DOCUMENT = 4
MOST_DOCUMENTS = 40
LONGEST_TOKENS = 32_768  # of a longer document only the beginning is used, as each question reads it again
TRIES = 12
ASKED_CHARS = 160  # of the sentence on either side of the masks
SEED = 11


@dataclass(frozen=True, slots=True)
class MaskedSentence:
    """A text without one of its sentences, its offset, and the sentence with the span `right` masked."""

    text: str
    at_chars: int
    question: str
    right: str


def far_questions(texts: Sequence[str], model: Network) -> Iterator[MaskedSentence]:
    """A few questions from each document that is long enough, the same ones every time."""
    token_cache, rng = TokenCache(model.tokenizer), np.random.default_rng(SEED)
    encoded = token_cache.encode_all(list(texts))
    pieces = PieceProperties(model.tokenizer, (one.ids for one in encoded))
    long = [(text, one) for text, one in zip(texts, encoded, strict=True) if len(one) > 2 * FAR_TOKENS]
    for text, tokens in (_beginning(*one) for one in long[:MOST_DOCUMENTS]):
        whole = Segment(tokens.ids, sentence_ranges(text, tokens, token_cache))
        drawn = (far_question(whole, model.tokenizer, pieces, FAR_TOKENS, rng) for _ in range(TRIES))
        asked: set[tuple[int, int]] = set()
        fresh = (one for one in drawn if one is not None and not _was_used(one.sentence, asked))
        yield from (_as_text(text, tokens, one) for one in islice(fresh, OF_ONE_DOCUMENT))


def answer_within_reach(asked: MaskedSentence, document: Document, reading: Reading, model: Network) -> str:
    """The best answer within the range of sliding windows around the place of the sentence."""
    index = PassageIndex(document, reading)
    at = int(np.searchsorted(reading.token_spans_T2[:, 0], asked.at_chars))
    reach = model.config.layers * model.config.halo_tokens
    near = (index.windows_P2[:, 1] > at - reach) & (index.windows_P2[:, 0] < at + reach)
    passages = [index.passage(int(p)) for p in np.flatnonzero(near)]
    found = read_passages([asked.question], [passages], document, reading, model)[0].candidates
    return document.quote(found[0].span) if found else ""


def _beginning(text: str, tokens: Tokens) -> tuple[str, Tokens]:
    """The first LONGEST_TOKENS of a document."""
    if len(tokens) <= LONGEST_TOKENS:
        return text, tokens
    ids, spans = tokens.ids[:LONGEST_TOKENS], tokens.spans[:LONGEST_TOKENS]
    return text[: int(spans[-1, 1])], Tokens(ids, spans)


def _was_used(sentence: tuple[int, int], asked: set[tuple[int, int]]) -> bool:
    """Whether a sentence was used before; records it as used."""
    used = sentence in asked
    asked.add(sentence)
    return used


def _as_text(text: str, tokens: Tokens, one: FarQuestion) -> MaskedSentence:
    """The same question as text."""
    (start, end), (first, last) = (
        (int(tokens.spans[a, 0]), int(tokens.spans[b - 1, 1])) for a, b in (one.sentence, one.masked)
    )
    before, after = text[max(start, first - ASKED_CHARS) : first], text[last : min(end, last + ASKED_CHARS)]
    question = " ".join(f"{before} [MASK] [MASK] {after}".split())
    return MaskedSentence(text[:start] + text[end:], start, question, text[first:last])


def far_spans(session: Session) -> Iterator[Measurement]:
    """Spans that recur more than 4,096 tokens apart, asked for by a sentence with the span masked."""
    for name in ("longdoc-qa", "cuad"):
        contexts = [context for context in session.contexts(name) if context.lang == "en"]
        texts = list({context.document: context.text for context in contexts}.values())
        rows = [_far_span(session, asked) for asked in far_questions(texts, session.model)]
        if not rows:
            log.warning("far spans: no document of %s is longer than %s tokens", name, f"{2 * FAR_TOKENS:,}")
            continue
        for n, measure in enumerate(("F1", "F1 within the windows' reach")):
            yield Measurement("far spans", name, measure, 100 * mean(row[n] for row in rows), len(rows))


def _far_span(session: Session, asked: MaskedSentence) -> tuple[float, float]:
    document, reading = session.open(asked.text, f"far-{asked.at_chars}")
    found = session.find([asked.question], document, reading)[0].candidates
    anywhere = document.quote(found[0].span) if found else ""
    near = answer_within_reach(asked, document, reading, session.model)
    return f1(anywhere, [asked.right]), f1(near, [asked.right])
