"""The `Reader` in torch: for accelerators, and CPUs without the native layers.

Axes: P rows, L tokens of the longest passage, B rows of a batch, T tokens of a row, E model width.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn.utils.rnn import pad_sequence

from longdoc.errors import ModelError
from longdoc.network.reader.model import ReaderModel
from longdoc.network.reader.packed import EMBEDDING, LEFT, RIGHT, WEIGHT, PackedReader, is_packed, shapes
from longdoc.network.reader.rows import PAD, Row, Rows
from longdoc.network.reader.types import Progress, ReaderScores, best_spans
from longdoc.network.torch.device import pick_device, reading_dtype
from longdoc.network.torch.skip_init import SkipInit

__all__ = ["TorchReader", "merged", "model_of", "state_of"]

BATCH_TOKENS_GPU = 32_768  # padding included; a CPU reads row by row


class TorchReader:
    """A `Reader` with the weights of a `ReaderModel`."""

    def __init__(self, model: ReaderModel, packed: PackedReader | None = None) -> None:
        """Wrap a model; `packed` is the folder that its weights come from, if any."""
        self.model = model.requires_grad_(False).eval()
        self.config, self._packed = model.config, packed
        self.folder = packed.folder if packed else None
        self._rows = Rows(model.config)

    @staticmethod
    def load(folder: Path, device: str = "auto", dtype: torch.dtype | None = None) -> TorchReader:
        """Load the reader in a folder.

        Args:
            dtype: number format of the weights; by default the fastest on the device.

        Raises:
            ModelError: the folder is incomplete, or its weights do not fit its configuration.
            UsageError: the device does not exist.
        """
        where = pick_device(device)
        packed = PackedReader(folder)
        model = model_of(packed, where, dtype or reading_dtype(where))
        return TorchReader(model, packed)

    @property
    def sha256(self) -> str:
        """As in `Reader`; empty if the weights do not come from a folder."""
        return self._packed.sha256 if self._packed else ""

    @property
    def weights(self) -> int:
        """Number of learned parameters."""
        if self._packed:
            return self._packed.weights
        return sum(weight.numel() for weight in self.model.parameters())

    @torch.inference_mode()
    def read(
        self, questions: list[list[int]], contexts: list[list[int]], passages: list[np.ndarray],
        progress: Progress | None = None,
    ) -> ReaderScores:  # fmt: skip
        """As in `Reader`; an accelerator reads rows of similar length in batches."""
        rows = self._rows.all(questions, contexts, passages)
        scores = ReaderScores.unread(passages, verifies=bool(self.config.verify_width))
        done = 0
        for batch in self._batches(rows):
            x_BTE = self._states([rows[n] for n in batch])
            ends_BT2, absent_B = self.model.ends(x_BTE).float().cpu(), self.model.absent(x_BTE[:, 0]).float()
            for at, n in enumerate(batch):
                first, length = rows[n].first, rows[n].length
                part_L2 = ends_BT2[at, first : first + length].numpy()
                scores.start_PL[n, :length], scores.end_PL[n, :length] = part_L2.T
                scores.best_P2[n] = best_spans(part_L2[None, :, 0], part_L2[None, :, 1])[0]
            scores.absent_P[batch] = absent_B[:, 0].cpu().numpy()
            if scores.answered_P is not None:
                firsts_B1 = np.array([[rows[n].first] for n in batch])
                spans_B2 = torch.from_numpy(scores.best_P2[batch] + firsts_B1).to(x_BTE.device)
                scores.answered_P[batch] = self.model.verify(x_BTE, spans_B2).cpu().numpy()
            done += len(batch)
            if progress:
                progress(done, len(rows))
        return scores

    @property
    def device(self) -> torch.device:
        """The device of the weights."""
        return self.model.pieces.weight.device

    def _states(self, rows: list[Row]) -> Tensor:
        ids_BT = pad_sequence(
            [torch.from_numpy(row.ids) for row in rows], batch_first=True, padding_value=PAD
        )
        lengths_B = torch.tensor([len(row.ids) for row in rows])
        real_BT = torch.arange(ids_BT.shape[1]) < lengths_B[:, None]
        states: Tensor = self.model(
            ids_BT.to(self.device), None if bool(real_BT.all()) else real_BT.to(self.device)
        )
        return states

    def _batches(self, rows: list[Row]) -> list[list[int]]:
        """Indices of the rows in each batch; a CPU reads one row at a time."""
        if self.device.type == "cpu":
            return [[n] for n in range(len(rows))]
        batches: list[list[int]] = []
        for n in sorted(range(len(rows)), key=lambda n: len(rows[n].ids)):
            if batches and (len(batches[-1]) + 1) * len(rows[n].ids) <= BATCH_TOKENS_GPU:
                batches[-1].append(n)
            else:
                batches.append([n])
        return batches


def model_of(packed: PackedReader, device: torch.device, dtype: torch.dtype) -> ReaderModel:
    """A model with the unpacked weights of a folder.

    Raises:
        ModelError: the weights do not fit the configuration.
    """
    names = (name for name in shapes(packed.config) if not name.endswith((LEFT, RIGHT)))
    state = {name: _merged(packed, name).to(device, dtype) for name in names}  # one by one, to save memory
    try:
        with torch.device("meta"), SkipInit():
            model = ReaderModel(packed.config)
        model.load_state_dict(state, assign=True)
    except RuntimeError as error:
        raise ModelError(f"{packed.path}: the weights do not fit config.json ({error})") from error
    return model


def state_of(packed: PackedReader) -> dict[str, Tensor]:
    """The unpacked tensors of a folder, in fp32."""
    return {name: _unpacked(packed, name) for name in shapes(packed.config)}


def _merged(packed: PackedReader, name: str) -> Tensor:
    """A tensor in fp32; for a matrix, with its low-rank term."""
    x, product = _unpacked(packed, name), name.removesuffix(WEIGHT)
    if packed.has_term(product):
        x = x + _unpacked(packed, product + LEFT) @ _unpacked(packed, product + RIGHT)
    return x


def _unpacked(packed: PackedReader, name: str) -> Tensor:
    if name == EMBEDDING:
        return torch.from_numpy(packed.matrix(name).floats(slice(None)))
    return torch.from_numpy(packed.matrix(name).floats() if is_packed(name) else packed.floats(name))


def merged(state: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """A state with low-rank terms added to their matrices.

    Raises:
        KeyError, RuntimeError: a factor lacks the other one, or does not fit.
    """
    made = {name: x for name, x in state.items() if not name.endswith((LEFT, RIGHT))}
    for name, left in state.items():
        if name.endswith(LEFT):
            product = name.removesuffix(LEFT)
            made[product + WEIGHT] = made[product + WEIGHT] + left @ state[product + RIGHT]
    return made
