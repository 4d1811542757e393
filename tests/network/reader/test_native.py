"""The native reader gives what torch's gives, for rows of every length, alone and together."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch

from longdoc.network.native.kernels import PRODUCTS, choose_products, kernels
from longdoc.network.reader import native as native_reader
from longdoc.network.reader.native import NativeReader
from longdoc.network.reader.pack import tiny_reader
from longdoc.network.reader.torch_reader import TorchReader
from longdoc.network.reader.types import ReaderScores

pytestmark = pytest.mark.skipif(
    kernels() is None, reason="the native layers were not compiled here, or this CPU has no AVX2"
)

SHAPES = [
    {"verify_width": 32},
    {"width": 96, "heads": 3, "feed_forward": 160, "layers": 3, "verify_width": 16},
    {"width": 128, "heads": 2, "layers": 1, "verify_width": 8},
    {"heads": 8, "verify_width": 8},
    {"layers": 3, "verify_width": 32, "rank": 32, "ranked_layers": 2},
    {"width": 128, "heads": 2, "rank": 64, "ranked_layers": 2, "verify_width": 8},
]
REPOSITORY = Path(__file__).parents[3]
Parts = tuple[list[list[int]], list[list[int]], list[np.ndarray]]


@pytest.fixture(scope="module", params=SHAPES)
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("reader")
    tiny_reader(place, **request.param)
    return place


@pytest.fixture(scope="module")
def native(folder: Path) -> NativeReader:
    reader = NativeReader.load(folder)
    assert reader is not None
    return reader


@pytest.fixture(scope="module")
def plain(folder: Path) -> TorchReader:
    return TorchReader.load(folder, "cpu", torch.float32)


@pytest.fixture(params=PRODUCTS)
def products(request: pytest.FixtureRequest) -> Iterator[str]:
    """Every kind of products that this CPU has."""
    taken = choose_products(request.param)
    yield taken
    choose_products()


def _parts(lengths: list[int], seed: int = 0) -> Parts:
    random = np.random.default_rng(seed)
    rows = range(len(lengths))
    questions = [random.integers(5, 130, random.integers(1, 60)).tolist() for _ in rows]
    contexts = [random.integers(5, 130, random.integers(1, 48)).tolist() if row % 2 else [] for row in rows]
    return questions, contexts, [random.integers(5, 200, length) for length in lengths]


def _assert_near(got: ReaderScores, wanted: ReaderScores, atol: float) -> None:
    for name in ("start_PL", "end_PL", "absent_P", "answered_P"):
        one, other = getattr(got, name), getattr(wanted, name)
        assert np.array_equal(np.isinf(one), np.isinf(other)), name
        np.testing.assert_allclose(one[np.isfinite(one)], other[np.isfinite(other)], rtol=0, atol=atol)


def test_scores_are_what_torch_makes_of_them_to_rounding(
    native: NativeReader, plain: TorchReader, products: str
) -> None:
    parts = _parts([0, 1, 2, 5, 31, 32, 33, 100, 257, 400])
    _assert_near(native.read(*parts), plain.read(*parts), atol=0.15)


def test_states_of_every_length_are_what_torch_makes_of_them_to_rounding(
    native: NativeReader, plain: TorchReader
) -> None:
    random = np.random.default_rng(5)
    for tokens in (*range(1, 9), 15, 16, 17, 48, 49, 255, 256, 257, 401, 512):
        ids = random.integers(4, 144, tokens)
        with torch.inference_mode():
            wanted = plain.model(torch.from_numpy(ids)[None])[0].numpy()
        got, _ = native.layers.states([ids])
        assert np.linalg.norm(got - wanted) < 0.03 * np.linalg.norm(wanted), tokens


def test_a_row_does_not_depend_on_the_others_nor_on_how_the_work_is_cut(
    native: NativeReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = _parts([3, 200, 1, 60, 300, 17], seed=1)
    together = native.read(*parts)
    for batch, piece, cores in ((1, 512, 2), (400, 32, 1), (2_048, 64, 3)):
        monkeypatch.setattr(native_reader, "BATCH_TOKENS", batch)
        monkeypatch.setattr(native_reader, "MAX_PIECE_TOKENS", piece)
        monkeypatch.setattr(native_reader, "core_count", lambda cores=cores: cores)
        _assert_near(native.read(*parts), together, atol=0)
    for n in range(6):
        alone = native.read(*([part[n]] for part in parts))
        length = len(parts[2][n])
        assert np.array_equal(alone.start_PL[0], together.start_PL[n, :length])
        assert np.array_equal(alone.best_P2[0], together.best_P2[n])
        assert alone.answered_P is not None
        assert together.answered_P is not None
        assert alone.answered_P[0] == together.answered_P[n]


def test_every_kind_of_products_gives_the_same_to_the_last_bit(native: NativeReader, products: str) -> None:
    parts = _parts([3, 77, 1, 300], seed=2)
    got = native.read(*parts)
    choose_products()
    _assert_near(got, native.read(*parts), atol=0)


def test_the_best_span_is_that_of_the_scores(native: NativeReader) -> None:
    scores = native.read(*_parts([30, 200], seed=3))
    for row, (first, last) in enumerate(scores.best_P2):
        starts, ends = scores.start_PL[row], scores.end_PL[row]
        best = max(starts[a] + ends[b] for a in range(200) for b in range(a, min(a + 128, 200)))
        assert starts[first] + ends[last] == best


def test_nothing_to_read_is_nothing_read(native: NativeReader) -> None:
    scores = native.read([], [], [])
    assert scores.start_PL.shape == (0, 0)
    assert scores.best_P2.shape == (0, 2)


def test_progress_ends_where_the_rows_do(native: NativeReader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(native_reader, "BATCH_TOKENS", 100)
    told: list[tuple[int, int]] = []
    native.read(*_parts([30, 200, 5], seed=4), lambda done, of: told.append((done, of)))
    assert told[-1] == (3, 3)
    assert told == sorted(told)


def test_torch_is_not_imported(folder: Path) -> None:
    code = (
        "import sys, numpy as np\nfrom pathlib import Path\n"
        "from longdoc.network.reader.native import NativeReader\n"
        f"reader = NativeReader.load(Path({str(folder)!r}))\n"
        "reader.read([[9]], [[]], [np.arange(5, 50)])\nsys.exit('torch' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


def test_all_kinds_of_products_are_alike_to_the_last_bit_and_exact(tmp_path: Path) -> None:
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        pytest.skip("there is no C compiler to build the comparison with")
    program, source = tmp_path / "grouped_alike", Path(__file__).with_name("grouped_alike.c")
    flags = ["-std=c11", "-O2", "-mavx2", "-mfma", "-mf16c", f"-I{REPOSITORY / 'csrc'}"]
    subprocess.run([compiler, *flags, str(source), "-lm", "-o", str(program)], check=True)
    done = subprocess.run([program], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
    assert "AVX-VNNI: alike\nAVX2: alike\n" in done.stdout
