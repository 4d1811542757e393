"""The long-context model on the native layers: encoder, heads and tokenizer behind the `Network` interface.

Axes: P pairs of question and passage, T tokens, M sentences, E model width, V search-vector width.
"""

from __future__ import annotations

import hashlib
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from safetensors import SafetensorError, safe_open

from longdoc.errors import ModelError
from longdoc.network.config import NetworkConfig
from longdoc.network.native.checkpoint import Checkpoint
from longdoc.network.native.encoder import NativeEncoder, States
from longdoc.network.native.kernels import call, gelu, linear, on_all_cores, workers
from longdoc.network.scores import DocumentPass, SpanScores
from longdoc.network.tokenizer import Tokenizer
from longdoc.network.types import Progress, question_and_passage, sentence_of_token
from longdoc.network.with_reader import WithReader

__all__ = ["NativeModel"]

ROWS_AT_ONCE = 4_096  # tokens that go through the heads at a time, in fp32


class NativeModel(WithReader):
    """A `Network` on the native layers."""

    def __init__(self, checkpoint: Checkpoint, tokenizer: Tokenizer, sha256: str, folder: Path) -> None:
        self.config = checkpoint.config
        self.tokenizer = tokenizer
        self.sha256 = sha256
        self.folder: Path | None = folder
        self.encoder = NativeEncoder(checkpoint)
        self.weights = checkpoint.weights
        self._floats = checkpoint.floats
        self._embed_VE = checkpoint.floats("embed.project.weight")

    @staticmethod
    def load(folder: Path) -> NativeModel | None:
        """Load the model in a folder; None if the library does not support its shape.

        Raises:
            ModelError: the folder is incomplete, or the weights do not fit the configuration.
        """
        config = NetworkConfig.load(folder / "config.json")
        weights = folder / "model.safetensors"
        try:
            opened: Any = safe_open(weights, "np")
            checkpoint = Checkpoint(config, opened.keys(), opened.get_tensor)
            if not checkpoint.fits():
                return None
            checkpoint.check_rest(lambda name: opened.get_slice(name).get_shape())
            identity = workers().submit(lambda: hashlib.sha256(weights.read_bytes()).hexdigest())
            tokenizer = workers().submit(Tokenizer.load, folder / "tokenizer.json")
            return NativeModel(checkpoint, tokenizer.result(), identity.result(), folder)
        except (OSError, SafetensorError, KeyError, TypeError, ValueError) as error:
            raise ModelError(f"{weights}: cannot be read, or does not fit config.json ({error})") from error

    def prepare(self) -> None:
        """As in `Network`: all is there."""

    @cached_property
    def _span(self) -> tuple[np.ndarray, np.ndarray]:
        """Weights [3, E] and biases [3] of the logits start, end and no answer."""
        parts = ("span.ends", "span.absent")
        weights = [self._floats(f"{part}.weight") for part in parts]
        return np.concatenate(weights), np.concatenate([self._floats(f"{part}.bias") for part in parts])

    def read_spans(self, questions: list[list[int]], passages: list[np.ndarray]) -> SpanScores:
        """As in `Network`; each pair on a core of its own."""
        pairs = [question_and_passage(self.tokenizer, q, p) for q, p in zip(questions, passages, strict=True)]
        scores, head = SpanScores.empty(passages), self._span

        def read(row: int) -> None:
            ids, first = pairs[row]
            x_TE, length = self.encoder.text(np.array(ids, np.int32)), len(passages[row])
            logits_T3 = np.empty((len(ids), 3), np.float32)
            call("linear", x_TE, *head, len(ids), 3, self.config.width, logits_T3)
            scores.start_PL[row, :length] = logits_T3[first : first + length, 0]
            scores.end_PL[row, :length] = logits_T3[first : first + length, 1]
            scores.absent_P[row] = logits_T3[0, 2]

        on_all_cores(read, range(len(pairs)))
        return scores

    def embed_query(self, text: str) -> np.ndarray:
        """As in `Network`."""
        ids, _ = question_and_passage(self.tokenizer, self.tokenizer.encode(text).ids.tolist(), None)
        return self._vectors(self.encoder.text(np.array(ids, np.int32))[1:-1])

    def _vectors(self, x_TE: np.ndarray) -> np.ndarray:
        return _unit(linear(x_TE, self._embed_VE))

    def read_tokens(
        self, ids_T: np.ndarray, sentences_M2: np.ndarray, progress: Progress | None = None
    ) -> DocumentPass:
        """As in `Network`."""
        T, M, E = len(ids_T), len(sentences_M2), self.config.width
        if not T:
            return DocumentPass(
                np.zeros((0, self.config.vector_width), np.int8),
                np.zeros(0, np.float32),
                np.zeros((0, E), np.float16),
            )
        states, g_GE = self.encoder.document(ids_T, np.array([self.tokenizer.cls]), progress)
        vectors_TV, means_ME = self._heads(states, sentences_M2)
        inputs_M2E = np.concatenate((means_ME, np.repeat(g_GE[:1], M, 0)), 1)
        hidden, score = self._salience
        logits_M1 = linear(gelu(linear(inputs_M2E, *hidden)), *score)
        with np.errstate(over="ignore"):
            salience_M = 1 / (1 + np.exp(-logits_M1[:, 0]))
        return DocumentPass(vectors_TV, salience_M, _unit(means_ME).astype(np.float16))

    @cached_property
    def _salience(self) -> tuple[tuple[np.ndarray, np.ndarray], ...]:
        """Weights and biases of the two layers of the salience head."""
        names = ("salience.hidden", "salience.score")
        return tuple((self._floats(f"{name}.weight"), self._floats(f"{name}.bias")) for name in names)

    def _heads(self, states: States, ranges_M2: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Search vectors int8 [T, V] and mean sentence states [M, E], segment by segment."""
        T, M = len(states), len(ranges_M2)
        lengths_M = np.maximum(ranges_M2[:, 1] - ranges_M2[:, 0], 0)
        sentence_T = sentence_of_token(ranges_M2, T)
        sums_ME = np.zeros((M + 1, self.config.width), np.float32)
        vectors_TV = np.empty((T, self.config.vector_width), np.int8)
        for start in range(0, T, ROWS_AT_ONCE):
            stop = min(T, start + ROWS_AT_ONCE)
            x_TE, of_T = states.rows(start, stop), sentence_T[start:stop]
            firsts = np.flatnonzero(np.diff(of_T, prepend=-1))
            # a sentence may continue after another inside it, so that its sums are accumulated
            np.add.at(sums_ME, of_T[firsts], np.add.reduceat(x_TE, firsts, axis=0))
            vectors_TV[start:stop] = np.rint(self._vectors(x_TE) * 127)
        return vectors_TV, sums_ME[:M] / np.maximum(lengths_M, 1)[:, None].astype(np.float32)


def _unit(x_E: np.ndarray) -> np.ndarray:
    """[..., E], each of length 1."""
    return x_E / np.maximum(np.linalg.norm(x_E, axis=-1, keepdims=True), 1e-12)
