"""The Reading: what the network computes from a document, independent of any question.

Axes: T tokens, M sentences, N chunks, V search-vector width, E model width.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from longdoc.reading.coverage import Coverage
from longdoc.reading.version import READING_VERSION

__all__ = ["Reading"]

VERSION = str(READING_VERSION)
ARRAYS = (
    "token_ids_T",
    "token_spans_T2",
    "vectors_TV",
    "sentence_spans_M2",
    "sentence_tokens_M2",
    "salience_M",
    "sentence_vectors_ME",
)


@dataclass(frozen=True)
class Reading:
    """The result of reading one document; all arrays, so that it can be stored in a safetensors file.

    Attributes:
        document_sha256: identifies the document.
        model_sha256: identifies the network's weights.
        token_ids_T: word pieces, int32.
        token_spans_T2: character offsets of the tokens in `Document.text`, int32.
        vectors_TV: search vectors of the tokens, unit vectors times 127 in int8.
        sentence_spans_M2: character offsets of the sentences, int32.
        sentence_tokens_M2: half-open token ranges of the sentences, int32.
        salience_M: salience of the sentences in 0..1, float32.
        sentence_vectors_ME: mean states of the sentences, unit vectors in fp16.
        coverage: how much of the document was read.
        chunk_tokens: tokens per chunk of the network.
    """

    document_sha256: str
    model_sha256: str
    token_ids_T: np.ndarray
    token_spans_T2: np.ndarray
    vectors_TV: np.ndarray
    sentence_spans_M2: np.ndarray
    sentence_tokens_M2: np.ndarray
    salience_M: np.ndarray
    sentence_vectors_ME: np.ndarray
    coverage: Coverage
    chunk_tokens: int

    def to_arrays(self) -> tuple[dict[str, np.ndarray], dict[str, str]]:
        """Arrays and text metadata, for a safetensors file."""
        metadata = {
            "reading": VERSION,
            "document_sha256": self.document_sha256,
            "model_sha256": self.model_sha256,
            "chunk_tokens": str(self.chunk_tokens),
            **{f"coverage.{key}": str(value) for key, value in self.coverage.to_json().items()},
        }
        return {name: getattr(self, name) for name in ARRAYS}, metadata

    @staticmethod
    def from_arrays(arrays: dict[str, np.ndarray], metadata: dict[str, str]) -> Reading:
        """The inverse of `to_arrays`.

        Raises:
            KeyError: an array is missing, or the Reading was written by another version.
        """
        if metadata.get("reading") != VERSION:
            raise KeyError(f"a reading of version {metadata.get('reading')}, not {VERSION}")
        prefix = "coverage."
        counts = {k[len(prefix) :]: int(v) for k, v in metadata.items() if k.startswith(prefix)}
        return Reading(
            document_sha256=metadata["document_sha256"],
            model_sha256=metadata["model_sha256"],
            chunk_tokens=int(metadata["chunk_tokens"]),
            coverage=Coverage(**counts),
            **{name: arrays[name] for name in ARRAYS},
        )
