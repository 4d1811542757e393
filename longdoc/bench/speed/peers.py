"""Baselines: other long-context encoders of the same width, depth and number of heads.

Three of them use longdoc's own weights and differ only in their attention pattern; two are models of the
transformers library with random weights. Choices favour the peer: no global tokens, no slots, and a gated
feed-forward that is narrowed to the same number of weights.

Axes: B documents (always 1), T tokens, H heads, D head width, E model width.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from importlib import import_module
from types import ModuleType
from typing import Any

import torch
from torch import Tensor

from longdoc.bench.speed.baselines import Baseline, Shape
from longdoc.evaluation.optional import BaselineMissing, optional_library

__all__ = ["PEERS", "build_peer"]

LONGFORMER_WINDOW = 512
PAD = 0

Attention = Callable[[Tensor, Tensor, Tensor], Tensor]  # three [1, H, T, D] to one


def full_attention(shape: Shape) -> Baseline:
    """Full attention by SDPA, on the same weights."""
    encoder = shape.encoder
    return Baseline(
        "full attention (SDPA)",
        "the same weights, every token attends to every token",
        lambda ids_T: encoder.forward_dense(ids_T[None])[0],
        time_growth=2,
    )


def local_attention(shape: Shape) -> Baseline:
    """lucidrains' local-attention on the same weights: a chunk attends to itself and both neighbours."""
    library = optional_library("local_attention")
    window = shape.config.chunk_tokens
    attend = library.LocalAttention(
        window_size=window, look_backward=1, look_forward=1, autopad=True, use_rotary_pos_emb=False
    ).to(shape.device, shape.dtype)
    attend = attend.eval()

    def attention(q: Tensor, k: Tensor, v: Tensor) -> Tensor:
        T = q.shape[2]  # without a mask, the library attends to the padding of the last chunk
        return attend(q, k, v, mask=q.new_ones(1, T, dtype=torch.bool) if T % window else None)

    return Baseline(
        "local-attention",
        f"{_version('local-attention')}, window {window}, looks one window back and one forward",
        lambda ids_T: _with_attention(shape, ids_T, attention),
    )


def flex_attention(shape: Shape) -> Baseline:
    """FlexAttention on the same weights with the same window, compiled as intended."""
    flex = import_module("torch.nn.attention.flex_attention")
    attend: Any = torch.compile(flex.flex_attention, dynamic=True)
    chunk, halo = shape.config.chunk_tokens, shape.config.halo_tokens
    if halo % 16 or chunk % halo:
        raise BaselineMissing(f"needs a halo of a multiple of 16 tokens that divides the chunk, not {halo}")

    def encode(ids_T: Tensor) -> Tensor:
        T = len(ids_T)
        mask = _chunk_mask(flex, T, chunk, halo, ids_T.device)

        def attention(q: Tensor, k: Tensor, v: Tensor) -> Tensor:
            return attend(q, k, v, block_mask=mask)

        return _with_attention(shape, ids_T, attention)

    _try_out(encode, shape, 4 * chunk)
    return Baseline("FlexAttention", f"torch {torch.__version__}, the same window, compiled", encode)


def longformer(shape: Shape) -> Baseline:
    """LongformerModel of transformers with a window of 512 and no global token."""
    library = _transformers()
    config = shape.config
    window = min(LONGFORMER_WINDOW, 4 * config.chunk_tokens)
    settings = library.LongformerConfig(
        **_same_shape(shape),
        intermediate_size=config.feed_forward,
        attention_window=[window] * config.layers,
        max_position_embeddings=shape.longest_tokens + window + 2,
        pad_token_id=PAD,
        bos_token_id=PAD,
        eos_token_id=PAD,
    )
    model = library.LongformerModel(settings, add_pooling_layer=False).to(shape.device, shape.dtype).eval()
    return Baseline(
        "LongformerModel",
        f"transformers {_version('transformers')}, window {window}, no global token",
        lambda ids_T: model(ids_T[None]).last_hidden_state[0],
    )


def modernbert(shape: Shape) -> Baseline:
    """ModernBERT's pattern: every third layer full attention, the others a window of 128."""
    library = _transformers()
    settings = library.ModernBertConfig(
        **_same_shape(shape),
        intermediate_size=shape.config.feed_forward * 2 // 3,  # gated: three matrices instead of two
        max_position_embeddings=shape.longest_tokens,
        pad_token_id=PAD,
        bos_token_id=PAD,
        eos_token_id=PAD,
        cls_token_id=PAD,
        sep_token_id=PAD,
        attn_implementation="sdpa",
    )
    model = library.ModernBertModel(settings).to(shape.device, shape.dtype).eval()
    return Baseline(
        "ModernBERT pattern",
        f"transformers {_version('transformers')}, SDPA, every third layer full, else a window of 128",
        lambda ids_T: model(ids_T[None]).last_hidden_state[0],
        time_growth=2,
        memory_growth=2,
    )


PEERS: dict[str, Callable[[Shape], Baseline]] = {
    "full attention (SDPA)": full_attention,
    "LongformerModel": longformer,
    "local-attention": local_attention,
    "ModernBERT pattern": modernbert,
    "FlexAttention": flex_attention,
}


def build_peer(name: str, shape: Shape) -> Baseline:
    """Build the peer of that name.

    Raises:
        BaselineMissing: it is not installed or does not run on this device.
    """
    try:
        with torch.inference_mode():
            return PEERS[name](shape)
    except BaselineMissing:
        raise
    except Exception as error:  # whatever the library raises is reported as the reason
        raise BaselineMissing(_first_line(error)) from error


def _with_attention(shape: Shape, ids_T: Tensor, attention: Attention) -> Tensor:
    """The encoder's own embeddings, projections and feed-forward around another attention: [T, E]."""
    encoder = shape.encoder
    x_1TE = encoder.embed(ids_T, torch.arange(len(ids_T), device=ids_T.device))[None]
    for layer in encoder.stack:
        q, k, v = (x.transpose(1, 2).contiguous() for x in layer.project(x_1TE))
        x_1TE = layer.finish(x_1TE, attention(q, k, v).transpose(1, 2))
    return x_1TE[0]


def _chunk_mask(flex: Any, tokens: int, chunk: int, halo: int, device: torch.device) -> Any:
    """The window of chunk and halo as whole blocks of halo length, built without a T × T matrix."""
    chunks, blocks = -(-tokens // chunk), -(-tokens // halo)
    a_chunk = chunk // halo
    near_NK = torch.arange(chunks, device=device)[:, None] * a_chunk + torch.arange(
        -1, a_chunk + 1, device=device
    )
    inside_NK = (near_NK >= 0) & (near_NK < blocks)
    order = (~inside_NK).int().argsort(dim=1, stable=True)
    listed_NX = torch.zeros(chunks, max(blocks, a_chunk + 2), dtype=torch.int32, device=device)
    listed_NX[:, : a_chunk + 2] = near_NK.gather(1, order).clamp(0, blocks - 1).int()
    count_N = inside_NK.sum(1).int()

    def near(_batch: Tensor, _head: Tensor, q: Tensor, k: Tensor) -> Tensor:
        first = q // chunk * chunk
        return (k >= first - halo) & (k < first + chunk + halo)

    return flex.BlockMask.from_kv_blocks(
        count_N[None, None], listed_NX[None, None, :, :blocks].contiguous(), BLOCK_SIZE=(chunk, halo),
        mask_mod=near, seq_lengths=(tokens, tokens),
    )  # fmt: skip


def _try_out(encode: Callable[[Tensor], Tensor], shape: Shape, tokens: int) -> None:
    ids_T = torch.zeros(tokens, dtype=torch.long, device=shape.device)
    with torch.inference_mode():
        encode(ids_T)


def _same_shape(shape: Shape) -> dict[str, int]:
    config = shape.config
    return {
        "vocab_size": config.vocabulary,
        "hidden_size": config.width,
        "num_hidden_layers": config.layers,
        "num_attention_heads": config.heads,
    }


def _transformers() -> ModuleType:
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    library = optional_library("transformers")
    library.logging.set_verbosity_error()
    return library


def _version(distribution: str) -> str:
    from importlib.metadata import version

    return version(distribution)


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
