"""One pass over a document: tokens, search vectors, sentence salience.

Axes: T tokens, M sentences, E model width, V search-vector width.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import normalize

from longdoc.documents.types import Document
from longdoc.network.model import Model
from longdoc.network.stream import encode_document
from longdoc.network.tokenizer import Tokens
from longdoc.reading.coverage import coverage_of
from longdoc.reading.types import Reading

__all__ = ["read_document"]

ROWS_AT_ONCE = 16_384


@torch.inference_mode()
def read_document(
    document: Document, model: Model, progress: Callable[[int, int], None] | None = None
) -> Reading:
    """Read every token of a document but its furniture.

    Args:
        progress: is told (work done, work in all) as the network advances.
    """
    furniture_F2 = np.array([(s.start, s.end) for s in document.furniture], np.int64).reshape(-1, 2)
    tokens = model.tokenizer.encode(document.text).without(furniture_F2)
    sentences_M2 = np.array([(s.start, s.end) for s in document.sentences], np.int32).reshape(-1, 2)
    ranges_M2 = _token_ranges(tokens, sentences_M2)
    if len(tokens):
        cls = torch.tensor([model.tokenizer.cls])
        states_TE, g_GE = encode_document(model.encoder, torch.from_numpy(tokens.ids), cls, progress)
        vectors_TV, means_ME = _heads(model, states_TE, ranges_M2)
        salience_M = torch.sigmoid(model.salience(means_ME, g_GE[:1].expand(len(means_ME), -1)))
    else:
        vectors_TV = np.zeros((0, model.config.vector_width), np.int8)
        means_ME = torch.zeros(0, model.config.width)
        salience_M = torch.zeros(0)
    return Reading(
        document_sha256=document.sha256,
        model_sha256=model.sha256,
        token_ids_T=tokens.ids,
        token_spans_T2=tokens.spans.astype(np.int32),
        vectors_TV=vectors_TV,
        sentence_spans_M2=sentences_M2,
        sentence_tokens_M2=ranges_M2.astype(np.int32),
        salience_M=salience_M.float().cpu().numpy(),
        sentence_vectors_ME=normalize(means_ME.float(), dim=-1).half().cpu().numpy(),
        coverage=coverage_of(document, len(tokens), len(tokens)),
        chunk_tokens=model.config.chunk_tokens,
    )


def _token_ranges(tokens: Tokens, spans_M2: np.ndarray) -> np.ndarray:
    """Half-open token range of each sentence [M, 2]."""
    first_M = np.searchsorted(tokens.spans[:, 1], spans_M2[:, 0], side="right")
    last_M = np.searchsorted(tokens.spans[:, 0], spans_M2[:, 1], side="left")
    return np.stack((first_M, np.maximum(first_M, last_M)), 1)


def _heads(model: Model, states_TE: Tensor, ranges_M2: np.ndarray) -> tuple[np.ndarray, Tensor]:
    """Search vectors int8 [T, V] and mean states of the sentences [M, E], a stretch at a time."""
    T, M = len(states_TE), len(ranges_M2)
    lengths_M = np.maximum(ranges_M2[:, 1] - ranges_M2[:, 0], 0)
    sentence_T = np.full(T, M, np.int64)
    sentence_T[_flat_ranges(ranges_M2, lengths_M)] = np.repeat(np.arange(M), lengths_M)
    sums_ME = torch.zeros(M + 1, states_TE.shape[1], device=states_TE.device)
    vectors_TV = np.empty((T, model.config.vector_width), np.int8)
    for start in range(0, T, ROWS_AT_ONCE):
        part = slice(start, start + ROWS_AT_ONCE)
        x_TE = states_TE[part].to(model.dtype)
        sums_ME.index_add_(0, torch.from_numpy(sentence_T[part]).to(x_TE.device), x_TE.float())
        vectors_TV[part] = (model.embed(x_TE) * 127).round().to(torch.int8).cpu().numpy()
    counts_M = torch.from_numpy(lengths_M).clamp_min(1).to(sums_ME.device)
    return vectors_TV, (sums_ME[:M] / counts_M[:, None]).to(model.dtype)


def _flat_ranges(ranges_M2: np.ndarray, lengths_M: np.ndarray) -> np.ndarray:
    """All token numbers inside the ranges, one after the other."""
    shifts = np.repeat(ranges_M2[:, 0] - np.concatenate(([0], lengths_M.cumsum()[:-1])), lengths_M)
    return np.arange(int(lengths_M.sum())) + shifts.astype(np.int64)
