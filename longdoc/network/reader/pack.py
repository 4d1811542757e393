"""Packs trained weights: `python -m longdoc.network.reader.pack STATE.pt FOLDER [--rows ROWS.npz]`.

STATE.pt is a state_dict, from whose shapes the configuration follows. ROWS.npz holds calibration rows: `ids`,
the reader's ids of all rows, concatenated, and `lengths`. With them, each layer is quantized for the inputs
that the quantized layers before it produce (GPTQ).
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import gelu

from longdoc.network.reader.config import ReaderConfig
from longdoc.network.reader.model import ReaderLayer, ReaderModel
from longdoc.network.reader.packed import (
    EMBEDDING,
    LEFT,
    RIGHT,
    PackedMatrix,
    PackedReader,
    is_packed,
    save,
    shapes,
)
from longdoc.network.reader.rounding import Rounded, nearest, with_feedback
from longdoc.network.reader.torch_reader import merged

__all__ = ["config_of", "pack", "renamed", "tiny_reader"]

SHIFT = 4  # offset of BERT's ids in the reader's vocabulary, whose last piece is [MASK]

RENAMED = (  # names in the training scripts → names in `ReaderModel`
    (r"^word\.", "pieces."), (r"^pos\.", "places."), (r"^n\.", "norm."), (r"^rel\.", "distances."),
    (r"\.o\.", ".out."), (r"\.an\.", ".attention_norm."), (r"(layers\.\d+)\.n\.", r"\1.norm."),
    (r"^verify\.0\.", "verify.hidden."), (r"^verify\.2\.", "verify.score."),
)  # fmt: skip


def renamed(state: dict[str, Tensor]) -> dict[str, Tensor]:
    """A state_dict with the names of `ReaderModel`, in fp32."""
    made = {}
    for name, x in state.items():
        for old, new in RENAMED:
            name = re.sub(old, new, name)
        made[name] = x.float()
    return made


def config_of(state: dict[str, Tensor]) -> ReaderConfig:
    """The configuration that follows from the shapes of the tensors."""
    layers = 1 + max(int(name.split(".")[1]) for name in state if name.startswith("layers."))
    vocabulary, width = state[EMBEDDING].shape
    buckets, heads = state["distances.weight"].shape
    verify = state.get("verify.hidden.weight")
    terms = {int(name.split(".")[1]): x.shape[1] for name, x in state.items() if name.endswith(LEFT)}
    return ReaderConfig(
        vocabulary=vocabulary, width=width, layers=layers, heads=heads, buckets=buckets,
        feed_forward=len(state["layers.0.up.weight"]), tokens=len(state["places.weight"]) - 2,
        verify_width=0 if verify is None else len(verify), shared_pieces=vocabulary - SHIFT - 1,
        rank=max(terms.values(), default=0), ranked_layers=layers - min(terms, default=layers),
    )  # fmt: skip


def pack(
    state: dict[str, Tensor], config: ReaderConfig, rows: list[np.ndarray] | None = None
) -> Iterator[tuple[str, PackedMatrix | np.ndarray]]:
    """The tensors of a state_dict as they are stored, one after another.

    Args:
        rows: calibration rows of the reader's ids; without them, each weight is rounded to the nearest level.

    Raises:
        ValueError: calibration rows are given for weights with low-rank terms.
    """
    if rows is not None and config.rank:
        raise ValueError("calibration rows are for weights without low-rank terms")
    q, levels, scale = nearest(state[EMBEDDING])
    embedding = PackedMatrix.in_rows(q.numpy(), levels.numpy(), scale.numpy())
    yield EMBEDDING, embedding
    for name, x in state.items():
        if not is_packed(name):
            yield name, x.numpy()
    if rows is None:
        for name, x in state.items():
            if is_packed(name) and name != EMBEDDING:
                yield name, _in_panels(nearest(x))
        return
    model = ReaderModel(config).requires_grad_(False).eval()
    model.load_state_dict({**state, EMBEDDING: torch.from_numpy(embedding.floats(slice(None)))})
    yield from _layer_by_layer(model, rows)


def pack_beside(
    state: dict[str, Tensor], frozen: PackedReader
) -> Iterator[tuple[str, PackedMatrix | np.ndarray]]:
    """The tensors of a state with low-rank terms, whose embedding and matrices were those of `frozen`."""
    for name, x in state.items():
        if not is_packed(name):
            yield name, x.numpy()
        elif not name.endswith((LEFT, RIGHT)):
            yield name, frozen.matrix(name)
        elif name.endswith(LEFT):
            product = name.removesuffix(LEFT)
            left, right = _with_singular_vectors(x, state[product + RIGHT])
            yield product + LEFT, _in_panels(nearest(left))
            yield product + RIGHT, _in_panels(nearest(right))


def _with_singular_vectors(left_NR: Tensor, right_RK: Tensor) -> tuple[Tensor, Tensor]:
    """Factors of the same product that round well: the columns of the left one have the same norm.

    The singular values go to the rows of the right one, since each of these has a scale of its own.
    """
    q_NR, left_RR = torch.linalg.qr(left_NR)
    q_KR, right_RR = torch.linalg.qr(right_RK.T)
    u_RR, values_R, v_RR = torch.linalg.svd(left_RR @ right_RR.T)
    return q_NR @ u_RR, values_R[:, None] * (v_RR @ q_KR.T)


def _in_panels(rounded: Rounded) -> PackedMatrix:
    q, levels, scale = rounded
    return PackedMatrix.in_panels(q.numpy(), levels.numpy(), scale.numpy())


def _layer_by_layer(model: ReaderModel, rows: list[np.ndarray]) -> Iterator[tuple[str, PackedMatrix]]:
    """Quantize each layer for the inputs that the quantized layers before it produce; changes the model."""
    states = [model.embed(torch.from_numpy(row)[None]) for row in rows]
    biases = {len(row): model.bias(len(row))[None] for row in rows}
    for n, layer in enumerate(model.layers):
        assert isinstance(layer, ReaderLayer)
        name = f"layers.{n}"
        yield f"{name}.qkv.weight", _rounded(layer.qkv, states)
        attended = [layer.attend(x, biases[x.shape[1]]) for x in states]
        yield f"{name}.out.weight", _rounded(layer.out, attended)
        states = [layer.attention_norm(x + layer.out(y)) for x, y in zip(states, attended, strict=True)]
        yield f"{name}.up.weight", _rounded(layer.up, states)
        inner = [gelu(layer.up(x)) for x in states]
        yield f"{name}.down.weight", _rounded(layer.down, inner)
        states = [layer.norm(x + layer.down(y)) for x, y in zip(states, inner, strict=True)]


def _rounded(product: nn.Linear, inputs: list[Tensor]) -> PackedMatrix:
    """Quantize the weights of a product for these inputs [1, T, K], also in the model."""
    moments_KK = torch.zeros(product.in_features, product.in_features)
    for x in inputs:
        moments_KK.addmm_(x[0].T, x[0])
    packed = _in_panels(with_feedback(product.weight, moments_KK))
    product.weight.copy_(torch.from_numpy(packed.floats()))
    return packed


def tiny_reader(folder: Path, seed: int = 0, **shape: float) -> ReaderModel:
    """Write a small random reader into a folder, for tests and dry runs; its vocabulary is that of
    `tiny_model`.

    Args:
        shape: hyperparameters, as in `ReaderConfig`.

    Returns:
        The model before quantization.
    """
    plain = {
        "width": 64,
        "layers": 2,
        "heads": 4,
        "feed_forward": 96,
        "vocabulary": 145,
        "shared_pieces": 140,
    }
    special = {"pad": 0, "unknown": 1, "cls": 2, "sep": 3}
    config = ReaderConfig(**{**plain, **special, **shape})  # type: ignore[arg-type]
    torch.manual_seed(seed)
    model = ReaderModel(config).requires_grad_(False).eval()
    for name, x in model.named_parameters():
        if x.dim() == 2:
            torch.nn.init.normal_(x, std=1.0 if name == "distances.weight" else 0.12)
    state = {name: x.half().float() for name, x in model.state_dict().items()}
    for name, of_it in shapes(config).items():
        if name.endswith((LEFT, RIGHT)):
            state[name] = 0.08 * torch.randn(of_it)
    model.load_state_dict(merged(state))
    save(folder, config, pack(state, config))
    return model


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m longdoc.network.reader.pack", description=__doc__)
    parser.add_argument("state", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rows", type=Path)
    given = parser.parse_args(arguments)
    state = renamed(torch.load(given.state, map_location="cpu", weights_only=True))
    rows = None
    if given.rows:
        with np.load(given.rows) as opened:
            rows = np.split(opened["ids"].astype(np.int64), opened["lengths"].cumsum()[:-1])
    config = config_of(state)

    def with_errors_reported() -> Iterator[tuple[str, PackedMatrix | np.ndarray]]:
        for name, x in pack(state, config, rows):
            if isinstance(x, PackedMatrix):
                made = x.floats(slice(None)) if name == EMBEDDING else x.floats()
                error = np.linalg.norm(made - state[name].numpy()) / np.linalg.norm(made)
                sys.stderr.write(f"{name}: relative error {error:.4f}\n")
            yield name, x

    save(given.folder, config, with_errors_reported())
    return 0


if __name__ == "__main__":
    sys.exit(main())
