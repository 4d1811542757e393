"""Facts about the encoder: who sees whom, and that padding and batching change nothing."""

import pytest
import torch

from longdoc.network.torch.attention import dense_attention, window_attention
from longdoc.network.torch.checkpoint import tiny_model
from longdoc.network.torch.encoder import Encoder
from longdoc.network.torch.model import Model


def _documents(model: Model, tokens: int, seed: int = 0) -> torch.Tensor:
    return torch.randint(5, 70, (1, tokens), generator=torch.Generator().manual_seed(seed))


def _encode(encoder: Encoder, ids: torch.Tensor) -> torch.Tensor:
    with torch.inference_mode():
        return encoder.forward_document(ids, torch.ones_like(ids, dtype=torch.bool), torch.tensor([[2]]))[0]


def _open_gates(model: Model) -> Model:
    for layer in model.encoder.layers:
        torch.nn.init.constant_(layer.memory.gate_H, 0.5)
    return model


def test_a_closed_gate_makes_chunk_aggregation_invisible() -> None:
    with_slots, without = tiny_model(slots=2), tiny_model(slots=0)
    without.load_state_dict({k: v for k, v in with_slots.state_dict().items() if ".memory." not in k})
    ids = _documents(with_slots, 100)
    torch.testing.assert_close(_encode(with_slots.encoder, ids), _encode(without.encoder, ids))


def test_the_window_alone_does_not_reach_across_the_document_but_slots_do() -> None:
    ids = _documents(tiny_model(), 16 * 12)
    changed = ids.clone()
    changed[0, 0] = (ids[0, 0] - 4) % 60 + 5
    tail = slice(16 * 9, None)
    window_only = tiny_model(slots=0)
    # [CLS] sees all and is seen by all: the one other road. Close it by comparing one layer.
    layer = window_only.encoder.layers[0]

    def one_layer(x: torch.Tensor, layer: torch.nn.Module) -> torch.Tensor:
        states = window_only.encoder.embed(x, torch.arange(x.shape[1])).unflatten(1, (-1, 16))
        g = window_only.encoder.embed(torch.tensor([[2]]), torch.zeros(1, dtype=torch.long))
        with torch.inference_mode():
            return layer.forward_document(states, g, torch.ones(1, 12, 16, dtype=torch.bool))[0].flatten(1, 2)

    torch.testing.assert_close(one_layer(ids, layer)[:, tail], one_layer(changed, layer)[:, tail])
    with_slots = _open_gates(tiny_model(slots=2)).encoder.layers[0]
    difference = (one_layer(ids, with_slots)[:, tail] - one_layer(changed, with_slots)[:, tail]).abs()
    assert difference.max() > 1e-6


def test_a_document_in_a_padded_batch_reads_as_it_does_alone() -> None:
    model = _open_gates(tiny_model())
    ids = _documents(model, 120).repeat(2, 1)
    real = torch.ones_like(ids, dtype=torch.bool)
    real[1, 50:] = False
    with torch.inference_mode():
        batch, _ = model.encoder.forward_document(ids, real, torch.tensor([[2], [2]]))
    torch.testing.assert_close(batch[1, :50], _encode(model.encoder, ids[:1, :50])[0], atol=1e-5, rtol=1e-4)


def test_dense_padding_changes_nothing() -> None:
    model = tiny_model()
    ids = _documents(model, 30)
    real = torch.ones_like(ids, dtype=torch.bool)
    real[0, 20:] = False
    with torch.inference_mode():
        padded = model.encoder.forward_dense(ids, real)[:, :20]
        alone = model.encoder.forward_dense(ids[:, :20])
    torch.testing.assert_close(padded, alone, atol=1e-5, rtol=1e-4)


def test_a_document_of_two_chunks_reads_as_a_short_text_does() -> None:
    model = tiny_model(slots=0)
    ids = _documents(model, 31)
    with torch.inference_mode():
        dense = model.encoder.forward_dense(torch.cat((torch.tensor([[2]]), ids), 1))
    generator = torch.Generator().manual_seed(3)
    q, k, v = torch.randn(3, 1, 2, 16, 4, 8, generator=generator).unbind(0)
    g = torch.randn(1, 1, 4, 8, generator=generator)
    windowed = window_attention(q, k, v, g, g, torch.ones(1, 2, 16, dtype=torch.bool), 16).flatten(1, 2)
    flat = [torch.cat((g, x.flatten(1, 2)), 1) for x in (q, k, v)]
    torch.testing.assert_close(windowed, dense_attention(*flat, None)[:, 1:], atol=1e-5, rtol=1e-4)
    assert dense.shape == (1, 32, 32)


@pytest.mark.parametrize("halo", [0, 1, 2, 4])
def test_the_window_equals_a_dense_mask(halo: int) -> None:
    """The short reference: full attention under a mask, global keys always seen."""
    generator = torch.Generator().manual_seed(0)
    N, C, H, D, G = 5, 4, 2, 8, 3
    q, k, v = torch.randn(3, 1, N, C, H, D, generator=generator).unbind(0)
    k_g, v_g = torch.randn(2, 1, G, H, D, generator=generator).unbind(0)
    real = torch.ones(1, N, C, dtype=torch.bool)
    real[0, 4, 2:] = False
    fast = window_attention(q, k, v, k_g, v_g, real, halo).flatten(1, 2)
    at = torch.arange(N * C)
    begin = (at // C * C)[:, None]
    band = (at >= begin - halo) & (at < begin + C + halo)
    band &= real.flatten(1)
    mask = torch.cat((band, torch.ones(N * C, G, dtype=torch.bool)), 1)
    keys, values = (torch.cat((x.flatten(1, 2), g), 1).transpose(1, 2) for x, g in ((k, k_g), (v, v_g)))
    logits = q.flatten(1, 2).transpose(1, 2) @ keys.transpose(-1, -2) / D**0.5
    dense = logits.masked_fill(~mask, -1e9).softmax(-1) @ values
    torch.testing.assert_close(fast, dense.transpose(1, 2), atol=1e-5, rtol=1e-4)
