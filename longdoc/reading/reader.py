"""Reads a document: one pass of the network gives search vectors of tokens and salience of sentences.

Axes: T tokens, M sentences, F headers and footers.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from longdoc.documents.types import Document
from longdoc.network.tokenizer import Tokens
from longdoc.network.types import Network
from longdoc.reading.coverage import coverage_of
from longdoc.reading.types import Reading

__all__ = ["read_document"]


def read_document(
    document: Document, model: Network, progress: Callable[[int, int], None] | None = None
) -> Reading:
    """Read every token of a document except headers and footers.

    Args:
        document: the document.
        model: the long-context network.
        progress: called with (tokens read, tokens in all).
    """
    lines_F2 = np.array([(s.start, s.end) for s in document.headers_footers], np.int64).reshape(-1, 2)
    tokens = model.tokenizer.encode(document.text).without(lines_F2)
    sentences_M2 = np.column_stack((document.sentences.starts, document.sentences.ends)).astype(np.int32)
    ranges_M2 = _token_ranges(tokens, sentences_M2)
    found = model.read_tokens(tokens.ids, ranges_M2, _in_tokens(progress, len(tokens)))
    return Reading(
        document_sha256=document.sha256,
        model_sha256=model.sha256,
        token_ids_T=tokens.ids,
        token_spans_T2=tokens.spans.astype(np.int32),
        vectors_TV=found.vectors_TV,
        sentence_spans_M2=sentences_M2,
        sentence_tokens_M2=ranges_M2.astype(np.int32),
        salience_M=found.salience_M,
        sentence_vectors_ME=found.sentence_vectors_ME,
        coverage=coverage_of(document, len(tokens), len(tokens)),
        chunk_tokens=model.config.chunk_tokens,
    )


def _in_tokens(progress: Callable[[int, int], None] | None, tokens: int) -> Callable[[int, int], None] | None:
    """Convert progress from token-layers, as the network counts, to tokens."""
    if progress is None:
        return None
    return lambda done, total: progress(done * tokens // max(1, total), tokens)


def _token_ranges(tokens: Tokens, spans_M2: np.ndarray) -> np.ndarray:
    """Half-open token range of each sentence [M, 2]."""
    first_M = np.searchsorted(tokens.spans[:, 1], spans_M2[:, 0], side="right")
    last_M = np.searchsorted(tokens.spans[:, 0], spans_M2[:, 1], side="left")
    return np.stack((first_M, np.maximum(first_M, last_M)), 1)
