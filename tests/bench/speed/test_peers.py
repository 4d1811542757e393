"""The peers read the same tokens at the same shape, and the window peers see what a window is."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pytest
import torch
from torch import Tensor
from torch.nn.functional import scaled_dot_product_attention

from longdoc.bench.speed import peers
from longdoc.bench.speed.baselines import Baseline, Shape, longdoc_baseline, prepare_shape, random_ids
from longdoc.bench.speed.lineup import line_up
from longdoc.bench.speed.peers import build_peer
from longdoc.evaluation.optional import BaselineMissing

TOKENS = 100  # six chunks of 16 and a part of one


@pytest.fixture(scope="module")
def shape(tiny_folder: Path) -> Shape:
    return prepare_shape(tiny_folder, "cpu", 128)


def _states(baseline: Baseline, shape: Shape) -> Tensor:
    with torch.inference_mode():
        return baseline.encode(random_ids(TOKENS, shape.config.vocabulary, shape.device))


def _assert_alike(states: Tensor, wanted: Tensor) -> None:
    """To rounding: where the CPU is fastest in bf16, eight bits of each number count."""
    exact = states.dtype == torch.float32
    torch.testing.assert_close(states, wanted, atol=1e-5 if exact else 0.1, rtol=1e-4 if exact else 0.02)


def test_longdoc_itself(shape: Shape) -> None:
    assert _states(longdoc_baseline(shape), shape).shape == (TOKENS, shape.config.width)


@pytest.mark.parametrize(
    ("name", "library"),
    [("LongformerModel", "transformers"), ("ModernBERT pattern", "transformers")],
)
def test_models_of_transformers_have_the_same_shape(shape: Shape, name: str, library: str) -> None:
    pytest.importorskip(library, reason=f"the peer {name} needs {library}: the extra [bench]")
    states = _states(build_peer(name, shape), shape)
    assert states.shape == (TOKENS, shape.config.width)
    assert states.isfinite().all()


def test_full_attention_sees_everything(shape: Shape) -> None:
    peer = build_peer("full attention (SDPA)", shape)
    assert (peer.time_growth, peer.memory_growth) == (2, 1)
    _assert_alike(_states(peer, shape), _reference(shape, reach_chunks=1_000))


def test_local_attention_sees_own_chunk_and_both_neighbours(shape: Shape) -> None:
    pytest.importorskip("local_attention", reason="the peer needs local-attention: the extra [bench]")
    states = _states(build_peer("local-attention", shape), shape)
    _assert_alike(states, _reference(shape, reach_chunks=1))


@pytest.mark.parametrize("halo", [8, 16])
@pytest.mark.parametrize("tokens", [10, 16, 40, 128, 160])
def test_the_mask_of_flex_attention_is_a_band_of_chunks(tokens: int, halo: int) -> None:
    flex = import_module("torch.nn.attention.flex_attention")
    begin = (torch.arange(-(-tokens // 16)) * 16)[:, None]
    key = torch.arange(-(-tokens // halo)) * halo
    band = ((key >= begin - halo) & (key < begin + 16 + halo)).int()
    mask = peers._chunk_mask(flex, tokens, 16, halo, torch.device("cpu"))
    assert mask.to_dense()[0, 0].int().tolist() == band.tolist()


def test_a_peer_that_is_not_installed_is_named_with_its_remedy(
    shape: Shape, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "local_attention", None)
    with pytest.raises(BaselineMissing, match=r"not installed.*pip install 'longdoc\[bench\]'"):
        build_peer("local-attention", shape)


def test_where_plain_layers_are_fastest_in_bf16_full_attention_is_timed_in_fp32_too(shape: Shape) -> None:
    halved = replace(shape, encoder=deepcopy(shape.encoder).bfloat16(), dtype=torch.bfloat16)
    here, missing = line_up(halved, peers=True)
    of_name = {one.name: one for one in here}
    single = of_name["full attention (SDPA), fp32"]
    assert single.dtype == torch.float32
    assert _states(single, halved).dtype == torch.float32
    assert _states(of_name["full attention (SDPA)"], halved).dtype == torch.bfloat16
    absent = "LongformerModel" in {one.baseline for one in missing}
    assert absent or "LongformerModel, fp32" in of_name


def _reference(shape: Shape, reach_chunks: int) -> Tensor:
    """The encoder with a dense mask: slow, and plainly right."""
    ids_T = random_ids(TOKENS, shape.config.vocabulary, shape.device)
    chunk_T = torch.arange(TOKENS) // shape.config.chunk_tokens
    seen_TT = (chunk_T[:, None] - chunk_T).abs() <= reach_chunks
    with torch.inference_mode():
        x_1TE = shape.encoder.embed(ids_T, torch.arange(TOKENS))[None]
        for layer in shape.encoder.layers:
            q, k, v = (x.transpose(1, 2) for x in layer.project(x_1TE))
            y = scaled_dot_product_attention(q, k, v, attn_mask=seen_TT)
            x_1TE = layer.finish(x_1TE, y.transpose(1, 2))
    return x_1TE[0]
