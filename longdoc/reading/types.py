"""The Reading: what the network computed from one document before any question is known.

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
    """Arrays only, so that it can be kept in a safetensors file and mapped back.

    `token_spans_T2` and `sentence_spans_M2` are character offsets into `Document.text`;
    `sentence_tokens_M2` are half-open token ranges. `vectors_TV` are unit vectors times 127 in int8.
    `salience_M` is in 0..1; `sentence_vectors_ME` are unit vectors in fp16.
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
        """The other way.

        Raises:
            KeyError: something is missing, or it was written by another version.
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
