"""One baseline at one length in a process of its own: `python -m longdoc.bench.speed.probe '{…}'`.

Peak memory can only be measured separately in fresh processes. `longdoc.bench.speed.memory` starts this
module; the result is one JSON object on standard output.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter

import torch

from longdoc.bench.machine import peak_bytes, synchronize
from longdoc.bench.speed.baselines import prepare_shape, random_ids
from longdoc.bench.speed.lineup import build
from longdoc.evaluation.optional import BaselineMissing

__all__ = ["Probe", "ProbeResult", "probe"]


@dataclass(frozen=True, slots=True)
class Probe:
    """What to run: a baseline, a length, a device and a model folder."""

    baseline: str
    tokens: int
    device: str
    model: str | None


@dataclass(frozen=True, slots=True)
class ProbeResult:
    """The cost of the run; `missing` says why a baseline is not available."""

    about: str = ""
    peak_bytes: int = 0
    before_bytes: int = 0
    device_bytes: int | None = None
    seconds: float = 0.0
    device: str = ""
    dtype: str = ""
    time_growth: int = 1
    memory_growth: int = 1
    missing: str | None = None


@torch.inference_mode()
def probe(request: Probe) -> ProbeResult:
    """Build the baseline, encode random tokens, and measure the process."""
    model = Path(request.model) if request.model else None
    shape = prepare_shape(model, request.device, request.tokens)
    try:
        baseline = build(request.baseline, shape)
    except BaselineMissing as reason:
        return ProbeResult(missing=str(reason))
    ids_T = random_ids(request.tokens, shape.config.vocabulary, shape.device)
    before = peak_bytes()
    if shape.device.type == "cuda":
        torch.cuda.reset_peak_memory_stats(shape.device)
    begun = perf_counter()
    baseline.encode(ids_T)
    synchronize(shape.device)
    return ProbeResult(
        about=baseline.about,
        peak_bytes=peak_bytes(),
        before_bytes=before,
        device_bytes=torch.cuda.max_memory_allocated(shape.device) if shape.device.type == "cuda" else None,
        seconds=perf_counter() - begun,
        device=str(shape.device),
        dtype=str(shape.dtype).removeprefix("torch."),
        time_growth=baseline.time_growth,
        memory_growth=baseline.memory_growth,
    )


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asdict(probe(Probe(**json.loads(sys.argv[1]))))) + "\n")
