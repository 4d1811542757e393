"""Products in bf16 laid out for the CPU: the numbers that plain layers give, in every way through."""

from pathlib import Path

import pytest
import torch
from torch import nn
from torch.nn.functional import gelu

from longdoc.network.torch import checkpoint
from longdoc.network.torch.attention import dense_attention
from longdoc.network.torch.bf16_layer import PackedLayer
from longdoc.network.torch.bf16_linear import PackedFeedForward, PackedLinear, packed_products_exist
from longdoc.network.torch.checkpoint import load_model, save_model, tiny_model
from longdoc.network.torch.device import multiplies_bf16
from longdoc.network.torch.layer import Layer
from longdoc.network.torch.stream import encode_document

needs_packed_products = pytest.mark.skipif(
    not multiplies_bf16() or not packed_products_exist(),
    reason="this CPU does not multiply bf16, or this torch has no such products",
)


def _distance(got: torch.Tensor, wanted: torch.Tensor) -> float:
    return ((got.float() - wanted.float()).norm() / wanted.float().norm()).item()


@needs_packed_products
@torch.inference_mode()
def test_products_are_those_of_plain_layers() -> None:
    torch.manual_seed(0)
    up, down = nn.Linear(64, 256).bfloat16(), nn.Linear(256, 64).bfloat16()
    x, residual = torch.randn(3, 50, 64).bfloat16(), torch.randn(3, 50, 256).bfloat16()
    packed = PackedLinear(up)
    assert _distance(packed(x), up(x)) < 0.01
    assert _distance(packed.added_to(x, residual), up(x) + residual) < 0.01
    assert _distance(PackedFeedForward(up, down)(x), x + down(gelu(up(x)))) < 0.01
    assert packed.weights == 64 * 256 + 256


@needs_packed_products
def test_a_loaded_model_multiplies_packed_bf16_and_reads_as_the_floats_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checkpoint, "reading_dtype", lambda device: torch.bfloat16)  # whatever the CPU is
    model = tiny_model(slots=1)
    ids, cls = torch.randint(5, 60, (100,)), torch.tensor([model.tokenizer.cls])
    save_model(model, tmp_path)
    quick, plain = load_model(tmp_path, "cpu"), load_model(tmp_path, "cpu", torch.float32)
    assert isinstance(quick.encoder.stack[0], PackedLayer)
    assert isinstance(plain.encoder.stack[0], Layer)
    assert quick.weights == plain.weights
    for got, wanted in zip(
        encode_document(quick.encoder, ids, cls), encode_document(plain.encoder, ids, cls), strict=True
    ):
        assert _distance(got, wanted) < 0.05


def test_attention_for_gradients_in_bf16_is_the_fused_call() -> None:
    torch.manual_seed(0)
    q, k, v = (torch.randn(2, 20, 4, 8, dtype=torch.bfloat16, requires_grad=True) for _ in range(3))
    real = torch.arange(20) < torch.tensor([[20], [13]])
    made = dense_attention(q, k, v, real)
    made.float().square().sum().backward()
    found = [x.grad.clone() for x in (q, k, v) if x.grad is not None]
    exact = [x.detach().float().requires_grad_() for x in (q, k, v)]
    wanted = dense_attention(*exact, real)
    wanted.square().sum().backward()
    assert _distance(made, wanted) < 0.02
    assert len(found) == 3
    for gradient, x in zip(found, exact, strict=True):
        assert x.grad is not None
        assert _distance(gradient, x.grad) < 0.05
