"""Products in int8: close to fp32, the same whatever else is in the call, and only where they are faster."""

from pathlib import Path

import pytest
import torch
from torch import nn
from torch.nn.functional import gelu

from longdoc.network.quantization import RANGE
from longdoc.network.torch import checkpoint
from longdoc.network.torch.checkpoint import load_model, pack, save_model, tiny_model
from longdoc.network.torch.device import integers_are_fast
from longdoc.network.torch.input_ranges import measured_ranges, rounded_inputs
from longdoc.network.torch.int8_layer import IntegerLayer
from longdoc.network.torch.int8_linear import (
    IntegerFeedForward,
    IntegerLinear,
    IntegerWeights,
    within_16_bits,
)
from longdoc.network.torch.layer import Layer
from longdoc.network.torch.stream import encode_document

needs_bytes = pytest.mark.skipif(
    not integers_are_fast(), reason="this CPU has neither VNNI nor AVX2, or this torch no int8 products"
)


@needs_bytes
def test_a_product_of_bytes_is_close_to_the_product_of_floats() -> None:
    torch.manual_seed(0)
    x, linear = torch.randn(200, 64), nn.Linear(64, 48)
    x[:, 7] *= 40  # one outlier, as Transformers have them
    made = _integers(linear, x)
    with torch.inference_mode():
        wanted, got = linear(x), made(x.clone())
    assert ((got - wanted).norm() / wanted.norm()).item() < 0.03


@needs_bytes
def test_an_outlier_takes_no_levels_from_the_other_inputs() -> None:
    torch.manual_seed(0)
    x, linear = torch.randn(200, 64), nn.Linear(64, 48)
    x[:, 7] *= 40
    linear.weight.data[:, 7] = 0
    made = _integers(linear, x)
    with torch.inference_mode():
        wanted, got = linear(x), made(x.clone())
    assert ((got - wanted).norm() / wanted.norm()).item() < 0.02


@needs_bytes
def test_what_came_in_is_as_it_was() -> None:
    torch.manual_seed(0)
    x = torch.randn(20, 64)
    x[:, 3] *= 30
    given = x.clone()
    with torch.inference_mode():
        _integers(nn.Linear(64, 16), x)(given)
    torch.testing.assert_close(given, x)


@needs_bytes
@pytest.mark.parametrize("outliers", [0, 3])
@torch.inference_mode()
def test_a_feed_forward_in_bytes_is_close_to_the_one_of_floats(outliers: int) -> None:
    torch.manual_seed(0)
    x, up, down = torch.randn(200, 64), nn.Linear(64, 128), nn.Linear(128, 64)
    up.weight[:outliers] *= 40  # inner units as large as some of a Transformer's
    inner = gelu(up(x))
    made = IntegerFeedForward(_weights(up, x), _weights(down, inner))
    wanted = down(inner)
    got = made(x.clone().view(2, 100, 64)).view(200, 64) - x
    assert len(made.outlier_bias_L) >= outliers
    assert ((got - wanted).norm() / wanted.norm()).item() < 0.03


@needs_bytes
@pytest.mark.parametrize("inputs", [64, 65, 1536])
def test_the_largest_bytes_lose_nothing_in_16_bits(inputs: int) -> None:
    """Inputs of 255 and weights of ±127: what a CPU without VNNI would clip."""
    torch.manual_seed(0)
    rows, scale = torch.randint(-127, 128, (48, inputs), dtype=torch.int8), torch.rand(48) + 0.5
    rows[0], rows[1] = 127, -127
    kept, kept_scale = within_16_bits(rows, scale)
    plain, fitted = (r.double() * s[:, None].double() for r, s in ((rows, scale), (kept, kept_scale)))
    assert ((fitted - plain).norm(dim=1) / plain.norm(dim=1)).max() < 0.02
    bytes_MK = torch.full((20, inputs), 255, dtype=torch.uint8)
    packed = torch.ops.onednn.qlinear_prepack(kept, None)
    made = torch.ops.onednn.qlinear_pointwise(
        bytes_MK, 1.0, 0, packed, torch.ones(48), torch.zeros(48, dtype=torch.long), torch.zeros(48),
        1.0, 0, torch.float32, "none", [], "none",
    )  # fmt: skip
    torch.testing.assert_close(made.double(), bytes_MK.double() @ kept.double().T, rtol=1e-6, atol=0.5)


@needs_bytes
def test_a_row_does_not_depend_on_the_others() -> None:
    torch.manual_seed(0)
    x = torch.randn(50, 64)
    made = _integers(nn.Linear(64, 16), x)
    with torch.inference_mode():
        torch.testing.assert_close(made(x.clone())[:5], made(x[:5].clone()), rtol=0, atol=1e-6)


@needs_bytes
def test_a_loaded_model_multiplies_bytes_and_reads_as_the_floats_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checkpoint, "reading_dtype", lambda device: torch.float32)  # whatever the CPU is
    model = tiny_model(slots=1)
    ids = torch.randint(5, 60, (100,))
    cls = torch.tensor([model.tokenizer.cls])
    with measured_ranges(model.encoder) as ranges, torch.inference_mode():
        model.encoder.forward_document(ids[None], torch.ones(1, 100, dtype=torch.bool), cls[None])
    save_model(model, tmp_path, ranges)
    quick, plain = load_model(tmp_path, "cpu"), load_model(tmp_path, "cpu", torch.float32)
    assert isinstance(quick.encoder.stack[0], IntegerLayer)
    assert isinstance(plain.encoder.stack[0], Layer)
    for got, wanted in zip(
        encode_document(quick.encoder, ids, cls), encode_document(plain.encoder, ids, cls), strict=True
    ):
        assert ((got - wanted).norm() / wanted.norm()).item() < 0.05


def test_without_measured_ranges_a_model_loads_as_floats(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checkpoint, "reading_dtype", lambda device: torch.float32)
    save_model(tiny_model(), tmp_path)
    assert isinstance(load_model(tmp_path, "cpu").encoder.stack[0], Layer)


def test_ranges_hold_what_came_in_by_each_input() -> None:
    model = tiny_model()
    ids = torch.randint(5, 60, (2, 30))
    with measured_ranges(model.encoder) as ranges, torch.inference_mode():
        model.encoder.forward_dense(ids)
        model.encoder.forward_dense(ids[:, :10])
    assert len(ranges) == 4 * model.config.layers
    first = ranges[f"encoder.layers.0.qkv{RANGE}"]
    entered = model.encoder.embed(ids, torch.arange(30)).flatten(0, 1)
    torch.testing.assert_close(first, torch.stack((entered.amin(0), entered.amax(0))), rtol=0, atol=1e-6)
    model.encoder.forward_dense(ids)  # watched no more
    assert set(pack(model.state_dict())).isdisjoint(ranges)


def test_training_on_rounded_inputs_changes_little_and_has_gradients() -> None:
    model = tiny_model().train()
    ids = torch.randint(5, 60, (2, 30))
    plain = model.encoder.forward_dense(ids)
    with rounded_inputs(model.encoder):
        rounded = model.encoder.forward_dense(ids)
        rounded.square().mean().backward()
    distance = ((rounded - plain).norm() / plain.norm()).item()
    assert 0 < distance < 0.05
    gradient = model.encoder.plain_stack[0].qkv.weight.grad
    assert gradient is not None
    assert gradient.abs().sum() > 0
    torch.testing.assert_close(model.encoder.forward_dense(ids), plain)


def _integers(linear: nn.Linear, x: torch.Tensor) -> IntegerLinear:
    return IntegerLinear(_weights(linear, x))


def _weights(linear: nn.Linear, x: torch.Tensor) -> IntegerWeights:
    packed = pack({"weight": linear.weight})
    input_range = torch.stack((x.amin(0), x.amax(0)))
    return IntegerWeights(packed["weight"], packed["weight.scale"], linear.bias.detach(), input_range)
