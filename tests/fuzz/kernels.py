"""The native layers under the sanitizers of the C compiler, with random shapes, lengths and cuts.

    python tests/fuzz/kernels.py --seconds 60 [--seed 1]

They are compiled anew with the checks of addresses and of undefined behaviour (gcc), and read random texts by
random small networks. A byte touched that is not theirs ends the run, and so does a result that is no number;
the exit code is then 1.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
CHECKS = "-fsanitize=address,undefined -fno-sanitize-recover=undefined -g"
MODELS = 8

READING = """
import sys, time
from pathlib import Path
import numpy as np
from longdoc.network.native import encoder
from longdoc.network.native.kernels import PRODUCTS, choose_products, gelu, kernels, linear
from longdoc.network.native.model import NativeModel
from longdoc.network.reader.native import NativeReader
folder, seconds, seed = Path(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3])
assert kernels() is not None
dice = np.random.default_rng(seed)
models = [NativeModel.load(path) for path in sorted(folder.glob("model-*"))]
readers = [NativeReader.load(path) for path in sorted(folder.glob("reader-*"))]
assert all(models) and all(readers)
def length(most):
    return int(2 ** dice.uniform(0, np.log2(most)))
until, runs = time.monotonic() + seconds, 0
while time.monotonic() < until:
    choose_products(PRODUCTS[dice.integers(len(PRODUCTS))])
    encoder.SEGMENT_CHUNKS = int(dice.integers(1, 20))
    encoder.COMPACT_TOKENS = int(dice.integers(0, 400))
    model, reader = models[dice.integers(len(models))], readers[dice.integers(len(readers))]
    ids = dice.integers(0, model.config.vocabulary, length(700)).astype(np.int32)
    asked = dice.integers(0, model.config.vocabulary, length(40)).astype(np.int32)
    states, asked_states = model.encoder.document(ids, asked)
    assert np.isfinite(states.rows(0, len(ids))).all() and np.isfinite(asked_states).all()
    short = ids[: model.config.positions]
    assert np.isfinite(model.encoder.text(short)).all()
    parts = [dice.integers(5, 100, length(300)) for _ in range(dice.integers(1, 5))]
    rows = [dice.integers(5, 100, length(60)).tolist() for _ in parts], [[] for _ in parts], parts
    scores = reader.read(*rows)
    assert not np.isnan(scores.start_PL).any() and np.isfinite(scores.absent_P).all()
    rows, inputs, outputs = length(70), 8 * length(20), length(70)
    x, w = dice.normal(size=(rows, inputs)), dice.normal(size=(outputs, inputs))
    got = linear(x.astype(np.float32), w.astype(np.float32))
    assert np.allclose(got, x @ w.T, atol=1e-2)
    gelu(dice.normal(size=8 * length(50)).astype(np.float32))
    runs += 1
print(runs)
"""


def _write_models(folder: Path, dice: random.Random) -> None:
    """Small networks of both kinds, with the ranges of their inputs, as those that are shipped have."""
    import torch

    from longdoc.network.reader.pack import tiny_reader
    from longdoc.network.torch.checkpoint import save_model, tiny_model
    from longdoc.network.torch.input_ranges import measured_ranges

    for number in range(MODELS):
        heads = dice.choice((1, 2, 4))
        chunk = dice.choice((8, 16, 48))
        shape = {"heads": heads, "slots": dice.choice((0, 1, 2, 3)), "chunk_tokens": chunk}
        model = tiny_model(number, halo_tokens=dice.randint(0, chunk), **shape)
        ids = torch.randint(5, 70, (1, 500))
        with measured_ranges(model.encoder) as ranges, torch.inference_mode():
            asked = torch.tensor([[2, 7, 8]])
            model.encoder.forward_document(ids, torch.ones_like(ids, dtype=torch.bool), asked)
            model.encoder.forward_dense(ids[:, :60])
        save_model(model, folder / f"model-{number}", ranges)
    for number, heads in enumerate((2, 4, 8)):
        shape = {"heads": heads, "verify_width": 32 * (number % 2), "rank": 32 * number}
        tiny_reader(folder / f"reader-{number}", number, ranked_layers=min(1, number), **shape)


def _compiled(folder: Path) -> str | None:
    """A copy of the package whose native layers check what they do; why there is none."""
    from hatch_build import compile_library

    leave = shutil.ignore_patterns("__pycache__", "*.so")
    shutil.copytree(ROOT / "longdoc", folder / "longdoc", ignore=leave)
    shutil.copytree(ROOT / "csrc", folder / "csrc")
    os.environ["CC"] = f"gcc {CHECKS}"
    return compile_library(folder)


def main() -> int:
    """Read for so many seconds; what the sanitizers say is shown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=None)
    given = parser.parse_args()
    if shutil.which("gcc") is None:
        sys.stdout.write("the native layers are not checked: there is no gcc\n")
        return 0
    seed = time.time_ns() % 1_000_000 if given.seed is None else given.seed
    sys.path.insert(0, str(ROOT))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if reason := _compiled(folder):
            sys.stdout.write(f"the native layers are not checked: {reason}\n")
            return 0
        _write_models(folder, random.Random(seed))
        run = subprocess.run(
            [sys.executable, "-c", READING, str(folder), str(given.seconds), str(seed)],
            env={**os.environ, **_checking(), "PYTHONPATH": str(folder), "OMP_NUM_THREADS": "2"},
            cwd=folder, capture_output=True, text=True,
        )  # fmt: skip
    if run.returncode:
        sys.stdout.write(f"{run.stderr[-6000:]}\nseed {seed}: the run ended with {run.returncode}\n")
        return 1
    sys.stdout.write(f"{run.stdout.strip()} rounds of reading under the sanitizers, no fault, seed {seed}\n")
    return 0


def _checking() -> dict[str, str]:
    library = subprocess.run(["gcc", "-print-file-name=libasan.so"], capture_output=True, text=True).stdout
    return {"LD_PRELOAD": library.strip(), "ASAN_OPTIONS": "detect_leaks=0:allocator_may_return_null=1"}


if __name__ == "__main__":
    sys.exit(main())
