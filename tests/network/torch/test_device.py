"""Which number format is picked, by what the CPU says of itself."""

import pytest
import torch

from longdoc.errors import UsageError
from longdoc.network.torch import device
from longdoc.network.torch.device import best_dtype, pick_device, reading_dtype

PROBES = (
    "_is_amx_tile_supported",
    "_is_avx512_bf16_supported",
    "_is_vnni_supported",
    "_is_avx512_vnni_supported",
    "_is_avx512_supported",
    "_is_avx2_supported",
)
timed_choice = device.bf16_is_faster
AVX2 = {"_is_avx2_supported"}
VNNI = {*AVX2, "_is_avx512_supported", "_is_vnni_supported"}


@pytest.fixture(autouse=True)
def bf16_is_fast(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on AMD's CPUs, whatever this one does."""
    monkeypatch.setattr(device, "bf16_is_faster", lambda: True)


@pytest.mark.parametrize(
    ("flags", "plain", "reads"),
    [
        (set(), torch.float32, torch.float32),
        (AVX2, torch.float32, torch.float32),
        (VNNI, torch.float32, torch.float32),
        ({*VNNI, "_is_avx512_bf16_supported"}, torch.bfloat16, torch.float32),
        ({*VNNI, "_is_avx512_bf16_supported", "_is_amx_tile_supported"}, torch.bfloat16, torch.bfloat16),
        ({*AVX2, "_is_avx512_supported", "_is_avx512_bf16_supported"}, torch.bfloat16, torch.bfloat16),
    ],
    ids=["nothing", "AVX2", "VNNI", "VNNI and BF16", "AMX", "BF16 without VNNI"],
)
def test_bytes_beat_bf16_where_there_are_no_tiles(
    flags: set[str], plain: torch.dtype, reads: torch.dtype, monkeypatch: pytest.MonkeyPatch
) -> None:
    for probe in PROBES:
        monkeypatch.setattr(torch.cpu, probe, lambda probe=probe: probe in flags, raising=False)
    monkeypatch.setattr(device, "ENGINE", torch.backends.quantized.supported_engines[0])
    cpu = pick_device("cpu")
    assert (best_dtype(cpu), reading_dtype(cpu)) == (plain, reads)


def test_where_fp32_is_faster_bf16_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    for probe in PROBES:
        monkeypatch.setattr(torch.cpu, probe, lambda probe=probe: "amx" not in probe, raising=False)
    monkeypatch.setattr(device, "bf16_is_faster", lambda: False)
    assert best_dtype(torch.device("cpu")) == torch.float32


def test_the_faster_dtype_is_the_one_that_takes_less_time(monkeypatch: pytest.MonkeyPatch) -> None:
    timed_choice.cache_clear()
    seconds = {torch.bfloat16: 2.0, torch.float32: 1.0}
    monkeypatch.setattr(device, "_seconds", seconds.__getitem__)
    assert not timed_choice()
    seconds[torch.bfloat16] = 0.5
    timed_choice.cache_clear()
    assert timed_choice()
    timed_choice.cache_clear()


def test_without_int8_products_bf16_is_read_in(monkeypatch: pytest.MonkeyPatch) -> None:
    for probe in PROBES:
        monkeypatch.setattr(torch.cpu, probe, lambda probe=probe: "amx" not in probe, raising=False)
    monkeypatch.setattr(device, "ENGINE", "an engine that this torch lacks")
    assert reading_dtype(torch.device("cpu")) == torch.bfloat16


def test_an_unknown_device_is_told_with_those_that_there_are():
    with pytest.raises(
        UsageError, match=r"--device tpu: not usable here \(give auto, cpu, cuda, cuda:1 or mps\)"
    ):
        pick_device("tpu")
