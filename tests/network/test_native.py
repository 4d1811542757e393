"""The native layers give what torch's give, wherever the cuts fall, and only where they can."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from importlib.machinery import ModuleSpec
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.numpy import load_file, save_file

from longdoc.errors import ModelError
from longdoc.network import accelerators, hybrid, load
from longdoc.network.hybrid import HybridModel
from longdoc.network.load import load_network, reads_natively
from longdoc.network.native import encoder as native_encoder
from longdoc.network.native import kernels as native_kernels
from longdoc.network.native import structs
from longdoc.network.native.checkpoint import Checkpoint
from longdoc.network.native.encoder import NativeEncoder
from longdoc.network.native.kernels import (
    PRODUCTS,
    SWITCH,
    call,
    choose_products,
    kernels,
    linear,
    on_all_cores,
)
from longdoc.network.native.model import NativeModel
from longdoc.network.torch.checkpoint import load_model, pack, save_model, tiny_model
from longdoc.network.torch.input_ranges import measured_ranges
from longdoc.network.torch.model import Model
from longdoc.network.torch.stream import encode_document

pytestmark = pytest.mark.skipif(
    kernels() is None, reason="the native layers were not compiled here, or this CPU has no AVX2"
)

REPOSITORY = Path(__file__).parents[2]
QUESTION = np.array([2, 7, 8])


def _input_ranges(model: Model) -> dict[str, torch.Tensor]:
    ids = torch.randint(5, 70, (1, 500), generator=torch.Generator().manual_seed(9))
    with measured_ranges(model.encoder) as ranges, torch.inference_mode():
        model.encoder.forward_document(
            ids, torch.ones_like(ids, dtype=torch.bool), torch.tensor(QUESTION[None])
        )
        model.encoder.forward_dense(ids[:, :60])
        model.encoder.forward_dense(ids[:, :1])
    return ranges


def _open_gates(model: Model) -> Model:
    for layer in model.encoder.layers:
        torch.nn.init.normal_(layer.memory.gate_H)  # the slots must count
        torch.nn.init.normal_(layer.memory.pool.weight)
    return model


@pytest.fixture(scope="module", params=[{}, {"slots": 2, "heads": 2}, {"heads": 1, "halo_tokens": 3}])
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    model = _open_gates(tiny_model(**request.param))
    place = tmp_path_factory.mktemp("model")
    save_model(model, place, _input_ranges(model))
    return place


@pytest.fixture(scope="module")
def native(folder: Path) -> NativeModel:
    model = NativeModel.load(folder)
    assert model is not None
    return model


@pytest.fixture(scope="module")
def plain(folder: Path) -> Model:
    return load_model(folder, "cpu", torch.float32)


def _ids(tokens: int) -> np.ndarray:
    return np.random.default_rng(tokens).integers(5, 70, tokens).astype(np.int32)


def _apart(got: np.ndarray, wanted: np.ndarray) -> float:
    return float(np.linalg.norm(got - wanted) / np.linalg.norm(wanted))


@pytest.mark.parametrize("tokens", [1, 15, 16, 17, 48, 49, 333])
def test_a_document_is_what_torch_makes_of_it_to_rounding(
    native: NativeModel, plain: Model, tokens: int
) -> None:
    ids = _ids(tokens)
    states, g_GE = native.encoder.document(ids, QUESTION)
    wanted, wanted_g = encode_document(plain.encoder, torch.from_numpy(ids), torch.from_numpy(QUESTION))
    assert len(states) == tokens
    assert _apart(states.rows(0, tokens), wanted.numpy()) < 0.04
    assert _apart(g_GE, wanted_g.numpy()) < 0.04


@pytest.mark.parametrize("tokens", [1, 5, 6, 7, 64])
def test_a_short_text_is_what_torch_makes_of_it_to_rounding(
    native: NativeModel, plain: Model, tokens: int
) -> None:
    ids = _ids(tokens)
    with torch.inference_mode():
        wanted = plain.encoder.forward_dense(torch.from_numpy(ids)[None].long())[0]
    assert _apart(native.encoder.text(ids), wanted.numpy()) < 0.04


@pytest.mark.parametrize("chunks", [1, 3])
def test_where_the_work_is_cut_changes_nothing(
    native: NativeModel, chunks: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, whole_g = native.encoder.document(_ids(333), QUESTION)
    monkeypatch.setattr(native_encoder, "SEGMENT_CHUNKS", chunks)
    parts, parts_g = native.encoder.document(_ids(333), QUESTION)
    np.testing.assert_allclose(parts.rows(0, 333), whole.rows(0, 333), rtol=0, atol=2e-2)
    np.testing.assert_allclose(parts_g, whole_g, rtol=0, atol=2e-2)
    monkeypatch.setattr(native_encoder, "SEGMENT_CHUNKS", 1)
    again, _ = native.encoder.document(_ids(333), QUESTION)
    assert _apart(again.rows(0, 333), whole.rows(0, 333)) < 1e-3


@pytest.mark.parametrize("tokens", [9, 333])
def test_one_core_makes_what_several_do(
    native: NativeModel, tokens: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = []
    for cores in (1, 3):
        for module in (native_kernels, native_encoder):
            monkeypatch.setattr(module, "core_count", lambda cores=cores: cores)
        found.append(native.read_tokens(_ids(tokens), np.array([[0, 4], [4, 9]])))
    np.testing.assert_allclose(found[0].vectors_TV, found[1].vectors_TV, rtol=0, atol=2)
    np.testing.assert_allclose(found[0].salience_M, found[1].salience_M, rtol=0, atol=1e-2)


def test_at_rest_in_fp16_it_is_the_same_to_rounding(
    native: NativeModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, _ = native.encoder.document(_ids(333), QUESTION)
    monkeypatch.setattr(native_encoder, "COMPACT_TOKENS", 0)
    compact, _ = native.encoder.document(_ids(333), QUESTION)
    assert compact.x_RE.dtype == np.float16
    assert _apart(compact.rows(3, 333), whole.rows(3, 333)) < 0.01


def test_progress_ends_where_the_work_does(native: NativeModel) -> None:
    told: list[tuple[int, int]] = []
    native.encoder.document(_ids(333), QUESTION, lambda done, of: told.append((done, of)))
    assert told == sorted(told)
    assert told[-1] == (333 * 2, 333 * 2)


def test_spans_vectors_and_salience_are_what_torch_makes_of_them(native: NativeModel, plain: Model) -> None:
    questions, passages = [[9, 10, 11], [12]], [_ids(40), _ids(55)]
    got, wanted = native.read_spans(questions, passages), plain.read_spans(questions, passages)
    for name in ("start_PL", "end_PL", "absent_P"):
        one, other = getattr(got, name), getattr(wanted, name)
        assert np.array_equal(np.isinf(one), np.isinf(other))
        np.testing.assert_allclose(one[np.isfinite(one)], other[np.isfinite(other)], rtol=0, atol=0.06)
    np.testing.assert_allclose(native.embed_query("who pays?"), plain.embed_query("who pays?"), atol=0.05)
    sentences = np.array([[0, 30], [30, 31], [31, 31], [40, 200], [50, 60]])
    read, expected = (model.read_tokens(_ids(200), sentences) for model in (native, plain))
    assert _apart(read.vectors_TV / 127, expected.vectors_TV / 127) < 0.03
    np.testing.assert_allclose(read.salience_M, expected.salience_M, atol=0.02)
    assert _apart(read.sentence_vectors_ME, expected.sentence_vectors_ME) < 0.03
    assert native.weights == plain.weights


def test_nothing_to_read(native: NativeModel) -> None:
    found = native.read_tokens(np.zeros(0, np.int32), np.zeros((0, 2), np.int32))
    assert found.vectors_TV.shape == (0, native.config.vector_width)
    assert native.read_spans([], []).start_PL.shape == (0, 0)


def test_large_logits_and_outlier_units_are_no_trouble(tmp_path: Path) -> None:
    """Logits whose exponentials no float holds, and inner units many times as large as the rest."""
    model = _open_gates(tiny_model(feed_forward=128))
    torch.nn.init.normal_(model.encoder.plain_stack[0].qkv.weight, std=3.0)
    with torch.no_grad():
        model.encoder.plain_stack[1].up.weight[:3] *= 60
    save_model(model, tmp_path, _input_ranges(model))
    native, plain = NativeModel.load(tmp_path), load_model(tmp_path, "cpu", torch.float32)
    assert native is not None
    assert native.encoder.layers.array[1].outliers >= 3
    states, _ = native.encoder.document(_ids(333), QUESTION)
    wanted, _ = encode_document(plain.encoder, torch.from_numpy(_ids(333)), torch.from_numpy(QUESTION))
    assert np.isfinite(states.x_RE).all()
    assert _apart(states.rows(0, 333), wanted.numpy()) < 0.35  # a sharp softmax makes much of a rounding


@pytest.mark.parametrize("inputs", [16, 64, 1536])
def test_products_of_bytes_are_exact(inputs: int) -> None:
    """Inputs of 255 beside weights that all pull one way: what 16 bits would clip."""
    random = np.random.default_rng(inputs)
    rows_NK = random.integers(-127, 128, (32, inputs)).astype(np.int8)
    rows_NK[0], rows_NK[1], rows_NK[2, ::2] = 127, -127, 127
    panels, scale_N, offset_N = (
        np.empty(32 * inputs, np.int8),
        np.empty(32, np.float32),
        np.empty(32, np.float32),
    )
    ones_K, zeros_N = np.ones(inputs, np.float32), np.zeros(32, np.float32)
    room_K = np.empty(2 * inputs, np.float32)
    call("pack", rows_NK, np.ones(32, np.float32), zeros_N, ones_K, 32, inputs, 1.0, 0,
         panels, scale_N, offset_N, room_K)  # fmt: skip
    kept_NK = panels.reshape(2, inputs // 4, 16, 4).transpose(0, 2, 1, 3).reshape(32, inputs).astype(int)
    apart_N = np.linalg.norm(kept_NK * scale_N[:, None] - rows_NK, axis=1) / np.linalg.norm(rows_NK, axis=1)
    assert apart_N.max() < 0.05
    layer = structs.LayerStruct(width=inputs)
    layer.qkv = structs.ProductStruct(
        inputs, 32, 0, panels.ctypes.data, scale_N.ctypes.data, offset_N.ctypes.data, ones_K.ctypes.data
    )
    x = random.integers(0, 256, (7, inputs)).astype(np.float32)
    x[0] = 255
    y = np.full((7, 3 * inputs), np.nan, np.float32)
    call("project", layer, x, 7, y)
    np.testing.assert_allclose(y[:, :32], (x.astype(int) @ kept_NK.T) * scale_N, rtol=1e-6)


def test_small_products_in_fp32() -> None:
    random = np.random.default_rng(0)
    for rows, outputs, inputs in ((1, 1, 8), (7, 5, 24), (300, 12, 384)):
        x, w, bias = (
            random.normal(size=s).astype(np.float32) for s in ((rows, inputs), (outputs, inputs), outputs)
        )
        np.testing.assert_allclose(linear(x, w, bias), x @ w.T + bias, atol=1e-4)
        np.testing.assert_allclose(linear(x, w), x @ w.T, atol=1e-4)


@pytest.mark.parametrize("head_width", [8, 16, 32, 64])
@pytest.mark.parametrize("keys", [1, 16, 100])
def test_attention_is_a_softmax(head_width: int, keys: int) -> None:
    random = np.random.default_rng(keys)
    q, k, v = (random.normal(size=(n, 2 * head_width)).astype(np.float32) for n in (9, keys, keys))
    y = np.empty_like(q)
    call("attend", q, k, v, 9, keys, 2, head_width, y)
    for head in range(2):
        part = slice(head * head_width, (head + 1) * head_width)
        powers = 2.0 ** (q[:, part] @ k[:, part].T).astype(float)
        np.testing.assert_allclose(y[:, part], powers @ v[:, part] / powers.sum(1, keepdims=True), atol=1e-5)


def test_a_token_outside_the_vocabulary_is_no_address(native: NativeModel) -> None:
    with pytest.raises(ModelError, match="not in the network's vocabulary"):
        native.encoder.text(np.array([10**6], np.int32))


def test_switched_off_torch_reads(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SWITCH, "0")
    kernels.cache_clear()
    try:
        assert isinstance(load_network(folder, "cpu"), Model)
    finally:
        kernels.cache_clear()


@pytest.fixture
def accelerator(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A device file, and the folder of a torch that has yet to be built for it."""
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(load, "torch_multiplies_faster", lambda: False)
    monkeypatch.setattr(hybrid, "torch_multiplies_faster", lambda: False)
    monkeypatch.setattr(accelerators, "DEVICE_FILES", (str(tmp_path / "device"),))
    found = ModuleSpec("torch", None, is_package=True)
    found.submodule_search_locations = [str(tmp_path)]
    monkeypatch.setattr(accelerators, "find_spec", lambda name: found)
    (tmp_path / "lib").mkdir()
    return tmp_path


def test_an_accelerator_goes_before_the_native_layers(accelerator: Path) -> None:
    assert reads_natively("auto")
    (accelerator / "device").touch()
    assert reads_natively("auto")  # as in WSL without a GPU, or with the CPU's torch
    (accelerator / "lib" / accelerators.TORCH_LIBRARIES[0]).touch()
    assert not reads_natively("auto")
    assert reads_natively("cpu")
    assert not reads_natively("cuda")


@pytest.mark.skipif(torch.cuda.is_available(), reason="the accelerator must be one that does not answer")
def test_an_accelerator_that_torch_cannot_use_leaves_documents_to_the_native_layers(
    accelerator: Path, folder: Path
) -> None:
    (accelerator / "device").touch()
    (accelerator / "lib" / accelerators.TORCH_LIBRARIES[0]).touch()
    both = load_network(folder, "auto")
    assert isinstance(both, HybridModel)
    assert both.torch_model is both.native


@pytest.mark.skipif(not torch.cuda.is_available(), reason="there is no CUDA device here")
def test_an_accelerator_reads_documents_and_the_native_layers_answer(folder: Path) -> None:
    both = load_network(folder, "auto")
    assert isinstance(both, HybridModel)
    brief = [[9, 10]], [_ids(40)]
    assert np.array_equal(both.read_spans(*brief).start_PL, both.native.read_spans(*brief).start_PL)
    assert "torch_model" not in vars(both)
    assert isinstance(both.torch_model, Model)
    assert both.torch_model.device.type == "cuda"


@pytest.mark.skipif(not Path("/proc/cpuinfo").is_file(), reason="only Linux lists what a CPU has")
def test_torch_multiplies_faster_on_cpus_with_tiles() -> None:
    features = Path("/proc/cpuinfo").read_text().split()
    assert native_kernels.torch_multiplies_faster() == ("amx_tile" in features)


def test_a_cpu_with_faster_products_reads_documents_by_torch(
    folder: Path, native: NativeModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(load, "torch_multiplies_faster", lambda: True)
    both = load_network(folder, "cpu")
    assert isinstance(both, HybridModel)
    assert not reads_natively("cpu")
    brief, much = ([[9, 10]], [_ids(40)]), ([[9, 10]] * 600, [_ids(40)] * 600)
    assert np.array_equal(both.read_spans(*brief).start_PL, native.read_spans(*brief).start_PL)
    assert "torch_model" not in vars(both)
    both.prepare()
    assert "torch_model" in vars(both)
    assert np.array_equal(both.read_spans(*much).start_PL, both.torch_model.read_spans(*much).start_PL)
    document = _ids(100), np.array([[0, 50], [50, 100]])
    assert np.array_equal(
        both.read_tokens(*document).vectors_TV, both.torch_model.read_tokens(*document).vectors_TV
    )
    assert np.array_equal(both.embed_query("who?"), native.embed_query("who?"))


def test_a_shape_that_the_layers_cannot_take_is_read_by_torch(tmp_path: Path) -> None:
    save_model(tiny_model(width=24, heads=2), tmp_path)
    assert isinstance(load_network(tmp_path, "cpu"), Model)


def test_weights_that_do_not_fit_the_configuration_are_an_error(tmp_path: Path) -> None:
    model = tiny_model()
    save_model(model, tmp_path, _input_ranges(model))
    replace(model.config, width=64).save(tmp_path / "config.json")
    with pytest.raises(ModelError, match="does not fit"):
        NativeModel.load(tmp_path)


@pytest.mark.parametrize("missing", ["span.absent.weight", "salience.hidden.weight", "memory.mix_qkv.weight"])
def test_weights_of_the_heads_are_checked_when_a_model_is_loaded(tmp_path: Path, missing: str) -> None:
    model = tiny_model(slots=1)
    save_model(model, tmp_path, _input_ranges(model))
    tensors = load_file(tmp_path / "model.safetensors")
    name = next(name for name in tensors if name.endswith(missing))
    for changed in ({}, {name: np.zeros((3, 5), np.float32)}):
        rest: dict[str, np.ndarray] = {other: x for other, x in tensors.items() if other != name}
        rest.update(changed)
        save_file(rest, tmp_path / "model.safetensors")
        with pytest.raises(ModelError, match="does not fit"):
            NativeModel.load(tmp_path)


def test_an_interrupted_call_ends_after_its_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    pool = ThreadPoolExecutor(2)
    monkeypatch.setattr("longdoc.network.native.kernels.core_count", lambda: 2)
    monkeypatch.setattr("longdoc.network.native.kernels.workers", lambda: pool)
    begun, ended = threading.Event(), []

    def work(part: int) -> None:
        if part:
            begun.wait(5)
            raise KeyboardInterrupt
        begun.set()
        time.sleep(0.2)
        ended.append(part)

    with pytest.raises(KeyboardInterrupt):
        on_all_cores(work, [1, 0])
    assert ended == [0]


def test_ranges_without_end_are_an_error(tmp_path: Path) -> None:
    model = tiny_model()
    ranges = _input_ranges(model)
    ranges["encoder.layers.1.up.reach"] = torch.full((2, model.config.width), torch.inf)
    save_model(model, tmp_path, ranges)
    with pytest.raises(ModelError, match="input range of an int8 product is not finite"):
        NativeModel.load(tmp_path)


def test_weights_that_are_none_are_an_error(tmp_path: Path) -> None:
    save_model(tiny_model(), tmp_path)
    (tmp_path / "model.safetensors").write_bytes(b"\x80\x04not safetensors")
    with pytest.raises(ModelError, match="cannot be read"):
        NativeModel.load(tmp_path)


def test_a_checkpoint_of_random_weights_needs_no_file() -> None:
    model = tiny_model()
    packed = {name: x.numpy() for name, x in {**pack(model.state_dict()), **_input_ranges(model)}.items()}
    encoder = NativeEncoder(Checkpoint(model.config, packed, packed.__getitem__))
    assert len(encoder.text(_ids(9))) == 9


def test_a_question_is_answered_without_torch(tmp_path: Path) -> None:
    """Importing it takes longer than the answer."""
    document = REPOSITORY / "examples/documents/services-agreement.pdf"
    script = (
        "import sys\nfrom longdoc import LongDoc\n"
        f"with LongDoc({str(tmp_path / 'library')!r}, device='cpu') as longdoc:\n"
        f"    document = longdoc.open({str(document)!r})\n"
        "    answer = longdoc.ask(document, 'Which law governs the agreement?')\n"
        "    longdoc.summarize(document)\n"
        "from longdoc.network.load import reads_natively\n"
        "print(bool(answer.answer), 'torch' in sys.modules, reads_natively('cpu'))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    answered, imported, natively = done.stdout.split()
    assert (answered, imported) == ("True", str(natively == "False"))


@pytest.mark.parametrize("emulated", [False, True], ids=["what the CPU has", "by other instructions"])
def test_all_kinds_of_products_are_alike_to_the_last_bit(tmp_path: Path, emulated: bool) -> None:
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        pytest.skip("there is no C compiler to build the comparison with")
    program = tmp_path / "products_alike"
    subprocess.run(
        [
            compiler, "-std=c11", "-O2", "-mavx2", "-mfma", "-mf16c", *(["-DEMULATED"] if emulated else []),
            f"-I{REPOSITORY / 'csrc'}", str(Path(__file__).with_name("products_alike.c")),
            str(REPOSITORY / "csrc" / "cpu.c"), "-lm", "-o", str(program),
        ],
        check=True,
    )  # fmt: skip
    done = subprocess.run([program], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
    assert done.stdout.count("alike") == (len(PRODUCTS) if emulated else len(_kinds())) - 1


def test_documents_are_the_same_by_all_kinds_of_products(native: NativeModel) -> None:
    best = choose_products()
    try:
        states = []
        for kind in _kinds():
            assert choose_products(kind) == kind
            states.append(native.encoder.document(_ids(300), QUESTION)[0].x_RE)
        for other in states[1:]:
            np.testing.assert_array_equal(states[0], other)
    finally:
        choose_products(best)


def _kinds() -> list[str]:
    """Instructions for products that this CPU has."""
    kinds = list(dict.fromkeys(choose_products(kind) for kind in PRODUCTS))
    choose_products()
    return kinds


@pytest.mark.parametrize("swapped", [("tokens", "first"), ("k_read", "v_read")])
def test_a_library_whose_fields_lie_elsewhere_is_not_used(swapped: tuple[str, str]) -> None:
    """Two fields of one size change places: the size of the structure alone would not tell."""
    fields = [(name, kind) for name, kind, *_ in structs.SegmentStruct._fields_]
    one, other = (next(n for n, (name, _) in enumerate(fields) if name == wanted) for wanted in swapped)
    fields[one], fields[other] = fields[other], fields[one]
    moved = type("Moved", (ctypes.Structure,), {"_fields_": fields})
    library = native_kernels.kernels()
    assert library is not None
    assert structs.fits_library(library)
    assert not structs.fits_library(library, {**structs.STRUCTURES, "Segment": moved})
