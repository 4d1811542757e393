"""The long-context model in torch: encoder, heads and tokenizer behind the `Network` interface."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import normalize

from longdoc.network.config import NetworkConfig
from longdoc.network.scores import DocumentPass, SpanScores
from longdoc.network.tokenizer import Tokenizer
from longdoc.network.torch.encoder import Encoder
from longdoc.network.torch.heads import EmbedHead, LanguageHead, SalienceHead, SpanHead
from longdoc.network.torch.stream import encode_document
from longdoc.network.types import Progress, question_and_passage, sentence_of_token
from longdoc.network.with_reader import WithReader

__all__ = ["Model"]

BATCH_TOKENS = 4_096  # of questions and passages in one batch, to fit the cache of a CPU
BATCH_TOKENS_GPU = 65_536  # … and to use a GPU well
ROWS_AT_ONCE = 16_384  # tokens that go through the heads at a time


class Model(WithReader, nn.Module):
    """A `Network` in torch, which can also be trained."""

    def __init__(self, config: NetworkConfig, tokenizer: Tokenizer, sha256: str = "") -> None:
        super().__init__()
        self.config = config
        self.tokenizer = tokenizer
        self.sha256 = sha256
        self.folder: Path | None = None  # where it was loaded from
        self.encoder = Encoder(config)
        self.span = SpanHead(config)
        self.salience = SalienceHead(config)
        self.embed = EmbedHead(config)
        self.language = LanguageHead(config)

    @property
    def device(self) -> torch.device:
        """The device of the weights."""
        return self.encoder.pieces.weight.device

    @property
    def dtype(self) -> torch.dtype:
        """The dtype of the weights."""
        return self.encoder.pieces.weight.dtype

    @property
    def weights(self) -> int:
        """Number of learned parameters."""
        packed = sum(layer.packed_weights for layer in self.encoder.stack)
        return packed + sum(weight.numel() for weight in self.parameters())

    def prepare(self) -> None:
        """As in `Network`: all is there."""

    @torch.inference_mode()
    def read_spans(self, questions: list[list[int]], passages: list[np.ndarray]) -> SpanScores:
        """As in `Network`; pairs of like length go together."""
        pairs = [self._pair(q, p) for q, p in zip(questions, passages, strict=True)]
        scores = SpanScores.empty(passages)
        most = BATCH_TOKENS if self.device.type == "cpu" else BATCH_TOKENS_GPU
        for rows in _batches([len(pair) for pair, _ in pairs], most):
            ids_BT, real_BT = self._padded([pairs[row][0] for row in rows])
            start_BT, end_BT, absent_B = (x.cpu().numpy() for x in self.span(self._dense(ids_BT, real_BT)))
            for at, row in enumerate(rows):
                first, length = pairs[row][1], len(passages[row])
                scores.start_PL[row, :length] = start_BT[at, first : first + length]
                scores.end_PL[row, :length] = end_BT[at, first : first + length]
                scores.absent_P[row] = absent_B[at]
        return scores

    @torch.inference_mode()
    def embed_query(self, text: str) -> np.ndarray:
        """As in `Network`."""
        ids, _ = self._pair(self.tokenizer.encode(text).ids.tolist(), None)
        return self.embed(self._dense(*self._padded([ids])))[0, 1:-1].cpu().numpy()

    @torch.inference_mode()
    def read_tokens(
        self, ids_T: np.ndarray, sentences_M2: np.ndarray, progress: Progress | None = None
    ) -> DocumentPass:
        """As in `Network`."""
        if len(ids_T):
            cls = torch.tensor([self.tokenizer.cls])
            states_TE, g_GE = encode_document(self.encoder, torch.from_numpy(ids_T), cls, progress)
            vectors_TV, means_ME = self._heads(states_TE, sentences_M2)
            salience_M = torch.sigmoid(self.salience(means_ME, g_GE[:1].expand(len(means_ME), -1)))
        else:
            vectors_TV = np.zeros((0, self.config.vector_width), np.int8)
            means_ME = torch.zeros(0, self.config.width)
            salience_M = torch.zeros(0)
        return DocumentPass(
            vectors_TV,
            salience_M.float().cpu().numpy(),
            normalize(means_ME.float(), dim=-1).half().cpu().numpy(),
        )

    def _heads(self, states_TE: Tensor, ranges_M2: np.ndarray) -> tuple[np.ndarray, Tensor]:
        """Search vectors int8 [T, V] and mean sentence states [M, E], segment by segment."""
        T, M = len(states_TE), len(ranges_M2)
        lengths_M = np.maximum(ranges_M2[:, 1] - ranges_M2[:, 0], 0)
        sentence_T = sentence_of_token(ranges_M2, T)
        sums_ME = torch.zeros(M + 1, states_TE.shape[1], device=states_TE.device)
        vectors_TV = np.empty((T, self.config.vector_width), np.int8)
        for start in range(0, T, ROWS_AT_ONCE):
            part = slice(start, start + ROWS_AT_ONCE)
            x_TE = states_TE[part].to(self.dtype)
            sums_ME.index_add_(0, torch.from_numpy(sentence_T[part]).to(x_TE.device), x_TE.float())
            vectors_TV[part] = (self.embed(x_TE) * 127).round().to(torch.int8).cpu().numpy()
        counts_M = torch.from_numpy(lengths_M).clamp_min(1).to(sums_ME.device)
        return vectors_TV, (sums_ME[:M] / counts_M[:, None]).to(self.dtype)

    def _pair(self, question: list[int], passage: np.ndarray | None) -> tuple[list[int], int]:
        return question_and_passage(self.tokenizer, question, passage)

    def _padded(self, rows: list[list[int]]) -> tuple[Tensor, Tensor | None]:
        width = max(len(row) for row in rows)
        ids_BT = torch.full((len(rows), width), self.tokenizer.pad)
        for at, row in enumerate(rows):
            ids_BT[at, : len(row)] = torch.tensor(row)
        if all(len(row) == width for row in rows):
            return ids_BT.to(self.device), None
        lengths = torch.tensor([len(row) for row in rows])
        return ids_BT.to(self.device), (torch.arange(width) < lengths[:, None]).to(self.device)

    def _dense(self, ids_BT: Tensor, real_BT: Tensor | None) -> Tensor:
        states: Tensor = self.encoder.forward_dense(ids_BT, real_BT)
        return states


def _batches(lengths: list[int], most_tokens: int) -> list[list[int]]:
    """Batches of rows of similar length, bounded by their padded tokens."""
    groups: list[list[int]] = []
    for row in sorted(range(len(lengths)), key=lengths.__getitem__):
        if groups and (len(groups[-1]) + 1) * lengths[row] <= most_tokens:
            groups[-1].append(row)
        else:
            groups.append([row])
    return groups
