"""int8 products for training: close to the products in fp32, forwards and backwards."""

import copy

import pytest
import torch
from torch import nn

from longdoc.errors import TrainingError
from longdoc.network.native.kernels import kernels
from longdoc.training.loop import products
from longdoc.training.loop.low_rank import add_low_rank
from longdoc.training.loop.products import RoundedLinear, RoundedLowRankLinear, round_products

pytestmark = pytest.mark.skipif(kernels() is None, reason="the native library was not compiled")


def _distance(got: torch.Tensor | None, wanted: torch.Tensor | None) -> float:
    assert got is not None
    assert wanted is not None
    return ((got - wanted).norm() / wanted.norm()).item()


def _pair(inputs: int = 64, outputs: int = 96) -> tuple[nn.Linear, nn.Linear]:
    """A layer in fp32 and the same one with int8 products."""
    torch.manual_seed(1)
    exact = nn.Linear(inputs, outputs)
    rounded = copy.deepcopy(exact)
    round_products(rounded)
    return exact, rounded


def test_outputs_and_gradients_are_close_to_those_in_fp32() -> None:
    exact, rounded = _pair()
    x = torch.randn(3, 50, 64)
    x[0, 0, 5] = 40.0  # a row with an outlier has a step of its own
    weights = torch.randn(3, 50, 96) * torch.rand(3, 50, 1) ** 4
    inputs = []
    for layer in (exact, rounded):
        inputs.append(x.clone().requires_grad_())
        torch.autograd.backward((layer(inputs[-1]) * weights).sum())
    assert type(rounded) is RoundedLinear
    assert _distance(rounded(x), exact(x)) < 0.02
    assert _distance(inputs[1].grad, inputs[0].grad) < 0.02
    assert _distance(rounded.weight.grad, exact.weight.grad) < 0.05
    assert _distance(rounded.bias.grad, exact.bias.grad) < 1e-5


def test_weights_that_the_optimizer_changed_are_used() -> None:
    exact, rounded = _pair()
    x = torch.randn(7, 64)
    before = rounded(x)
    optimizer = torch.optim.AdamW(rounded.parameters(), lr=0.1, fused=True)  # as in training
    torch.autograd.backward(rounded(x).square().sum())
    optimizer.step()
    with torch.no_grad():
        exact.weight.copy_(rounded.weight)
        exact.bias.copy_(rounded.bias)
    assert _distance(rounded(x), before) > 0.5
    assert _distance(rounded(x), exact(x)) < 0.02


def test_what_needs_no_gradient_gets_none() -> None:
    _, rounded = _pair()
    rounded.requires_grad_(False)
    x = torch.randn(7, 64, requires_grad=True)
    torch.autograd.backward(rounded(x).sum())
    assert x.grad is not None
    assert rounded.weight.grad is None
    assert rounded.bias.grad is None


def test_frozen_weights_are_rounded_once(monkeypatch: pytest.MonkeyPatch) -> None:
    _, rounded = _pair()
    rounded.weight.requires_grad_(False)
    x = torch.randn(7, 64)
    first, original = rounded(x), products._round_rows
    shapes: list[torch.Size] = []

    def rounding(given: torch.Tensor, *factor: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        shapes.append(given.shape)
        return original(given, *factor)

    monkeypatch.setattr(products, "_round_rows", rounding)
    assert torch.equal(rounded(x), first)
    assert shapes == [x.shape]


def test_a_low_rank_term_is_trained_beside_rounded_products() -> None:
    exact, ranked = _pair()
    ranked = copy.deepcopy(exact)
    add_low_rank(ranked, 32)
    with torch.no_grad():
        ranked.left.normal_(std=0.1)
    whole = exact.weight + ranked.left @ ranked.right
    x = torch.randn(50, 64)
    wanted = nn.functional.linear(x, whole, exact.bias)
    assert _distance(ranked(x), wanted) < 1e-5
    round_products(ranked)
    assert type(ranked) is RoundedLowRankLinear
    assert _distance(ranked(x), wanted) < 0.02
    torch.autograd.backward((ranked(x) * torch.randn(50, 96)).sum())
    assert ranked.weight.grad is None
    for trained in (ranked.left, ranked.right, ranked.bias):
        assert trained.grad is not None
        assert trained.grad.any()


def test_rows_and_columns_of_zeros_stay_zeros() -> None:
    exact, rounded = _pair()
    x = torch.randn(7, 64)
    x[2] = 0
    weights = torch.randn(7, 96)
    weights[:, 3] = 0
    for layer in (exact, rounded):
        torch.autograd.backward((layer(x) * weights).sum())
    assert torch.equal(rounded(x)[2], rounded.bias)
    assert rounded.weight.grad is not None
    assert not rounded.weight.grad[3].any()


def test_layers_of_other_widths_keep_their_products() -> None:
    layers = nn.Sequential(nn.Linear(64, 2), nn.Linear(64, 32), nn.GELU())
    round_products(layers)
    assert [type(layer) for layer in layers] == [nn.Linear, RoundedLinear, nn.GELU]


def test_names_and_values_of_weights_stay() -> None:
    exact, rounded = _pair()
    assert rounded.state_dict().keys() == exact.state_dict().keys()
    assert torch.equal(rounded.weight, exact.weight)


def test_without_the_native_library_the_error_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(products, "kernels", lambda: None)
    with pytest.raises(TrainingError, match="needs the native library"):
        round_products(nn.Linear(64, 96))
