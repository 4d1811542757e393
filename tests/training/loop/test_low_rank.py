"""Low-rank terms: nothing at first, and what is trained of a layer."""

import torch
from torch import nn

from longdoc.training.loop.low_rank import LowRankLinear, add_low_rank


def _layer() -> tuple[nn.Linear, torch.Tensor]:
    torch.manual_seed(3)
    return nn.Linear(40, 24), torch.randn(5, 7, 40)


def test_a_new_term_changes_nothing() -> None:
    layer, x = _layer()
    before = layer(x)
    add_low_rank(layer, 8)
    assert isinstance(layer, LowRankLinear)
    assert torch.equal(layer(x), before)


def test_factors_and_bias_are_trained_and_the_matrix_is_not() -> None:
    layer, x = _layer()
    matrix = layer.weight.clone()
    add_low_rank(layer, 8)
    trained = [one for one in layer.parameters() if one.requires_grad]
    optimizer = torch.optim.AdamW(trained, lr=0.01, weight_decay=0.0)
    target = torch.randn(5, 7, 24)
    losses = []
    for _ in range(60):
        loss = (layer(x) - target).square().mean()
        torch.autograd.backward(loss)
        optimizer.step()
        optimizer.zero_grad()
        losses.append(float(loss.detach()))
    assert losses[-1] < 0.8 * losses[0]
    assert torch.equal(layer.weight, matrix)
    assert {name for name, one in layer.named_parameters() if one.requires_grad} == {"left", "right", "bias"}
    merged = nn.functional.linear(x, layer.weight + layer.left @ layer.right, layer.bias)
    torch.testing.assert_close(layer(x), merged)
