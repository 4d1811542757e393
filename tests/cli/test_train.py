"""`longdoc train` from the command line, on a tiny model: data of each kind, refusals, outcome."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import torch

from longdoc.cli.app import main
from longdoc.network.quantization import RANGE
from longdoc.network.reader.pack import tiny_reader
from longdoc.network.torch.checkpoint import load_model, save_model, stored_ranges, tiny_model
from longdoc.tasks.confidence.calibration import Calibration

TEXT = "\n\n".join(
    f"The tenant number {n} pays rent to the owner. The owner repairs the roof." for n in range(40)
)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a tiny model, two documents and a labelled file; the cache lies in it too."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    save_model(tiny_model(), tmp_path / "tiny")
    (tmp_path / "lease").mkdir()
    (tmp_path / "lease" / "a.txt").write_text(TEXT, "utf-8")
    (tmp_path / "lease" / "b.md").write_text("# Lease\n\n" + TEXT, "utf-8")
    (tmp_path / "lease" / "broken.pdf").write_bytes(b"%PDF-1.7 and then nothing")
    qas = [{"question": "Who pays?", "answers": [{"start": 4, "text": "tenant"}]}]
    row = {"context": TEXT[:200], "qas": qas}
    (tmp_path / "q.jsonl").write_text(json.dumps(row) + "\n", "utf-8")
    return tmp_path


def test_documents_without_labels_adapt_a_model(place: Path, capfd: pytest.CaptureFixture[str]) -> None:
    arguments = "train lease --init tiny --steps 2 --length 256 --out new --report r.html --json --device cpu"
    code = main([*arguments.split(), "--eval", "q.jsonl"])
    out, err = capfd.readouterr()
    assert code == 0, err
    outcome = json.loads(out)
    assert outcome["model"] == "new"
    assert outcome["steps"] == 2
    assert outcome["figures"]["q.jsonl"]["questions"] == 1
    assert "ranges of int8 products on 4 batches" in err  # few, as the run was short
    for number, stage in enumerate(("preprocess", "build", "train", "evaluate", "deploy"), 1):
        assert f"[{number}/5] {stage}" in err
    assert "broken.pdf" in err
    load_model(place / "new", "cpu")
    card = (place / "new" / "README.md").read_text("utf-8")
    assert "2 steps" in card
    page = (place / "r.html").read_text("utf-8")
    assert "<svg" in page
    assert "http" not in page
    again = main(["train", "lease", "--recipe", "new/recipe.toml", "--out", "newer"])
    assert again == 2  # its files are named from here, not from lease/
    assert (
        main(["train", ".", "--recipe", "new/recipe.toml", "--steps", "2", "--out", "newer", "--quiet"]) == 0
    )
    assert (place / "newer/model.safetensors").read_bytes() == (place / "new/model.safetensors").read_bytes()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ("train nowhere --steps 1", "nowhere: no such file"),
        ("train q.jsonl --steps 1 --minutes 2", "exclude each other"),
        ("train q.jsonl --init tiny --steps 1 --objective span=x", "not a number"),
        ("train q.jsonl --init tiny --steps 1 --objective spam", "unknown"),
        ("train q.jsonl --init tiny --steps 1 --objective gap", "nothing to learn"),
        ("train q.jsonl --init tiny --steps 1 --eval none.jsonl", "--eval none.jsonl"),
        ("train q.jsonl --init tiny --steps 1 --out lease", "is not empty"),
        ("train bad.jsonl --init tiny --steps 1", "bad.jsonl:1: is not JSON"),
    ],
)
def test_what_makes_no_sense_is_refused_in_one_line(
    place: Path, capfd: pytest.CaptureFixture[str], arguments: str, says: str
) -> None:
    (place / "bad.jsonl").write_text("{\n", "utf-8")
    assert main(arguments.split()) == 2
    out, err = capfd.readouterr()
    assert out == ""
    assert says in err
    assert "Traceback" not in err


def test_resuming_needs_a_run_and_a_run_is_not_overwritten(
    place: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    base = ["train", "q.jsonl", "--init", "tiny", "--steps", "1", "--quiet", "--out"]
    assert main([*base, "new", "--resume"]) == 4
    assert "no run to resume" in capfd.readouterr().err
    assert main([*base, "other"]) == 0
    assert main([*base, "other"]) == 2
    assert "--resume" in capfd.readouterr().err
    assert main([*base, "other", "--resume", "--steps", "2"]) == 0


ADAPT = [
    "train", "lease", "--init", "tiny", "--steps", "1", "--length", "256", "--device", "cpu", "--quiet",
    "--out",
]  # fmt: skip


def test_an_adapted_model_keeps_the_reader_and_the_confidence(place: Path) -> None:
    tiny_reader(place / "tiny" / "reader")
    Calibration(threshold=0.75, unsure=0.25).save(place / "tiny")
    assert main([*ADAPT, "new"]) == 0
    for name in ("reader/config.json", "reader/model.safetensors", "calibration.json"):
        assert (place / "new" / name).read_bytes() == (place / "tiny" / name).read_bytes()
    card = (place / "new" / "README.md").read_text("utf-8")
    assert "that of `tiny`, unchanged" in card
    assert "| 1 step, " in card


def test_measured_ranges_are_never_narrower_than_those_of_the_initial_model(place: Path) -> None:
    """They were measured on more documents than those of a short run."""
    name = f"encoder.layers.0.qkv{RANGE}"
    wide = torch.full((2, 32), 1000.0) * torch.tensor([[-1.0], [1.0]])
    save_model(tiny_model(), place / "tiny", {name: wide})
    assert main([*ADAPT, "new"]) == 0
    found = stored_ranges(place / "new")
    assert torch.equal(found[name], wide)
    assert found[f"encoder.layers.1.down{RANGE}"].abs().max() < 1000


@contextmanager
def _files_of_at_most(size_bytes: int) -> Iterator[None]:
    resource = pytest.importorskip("resource", reason="no limits of the system here")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size_bytes, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_run_that_cannot_write_says_so_in_one_line(place: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with _files_of_at_most(10_000):  # too little for the cache, too, which a run can do without
        assert main([*ADAPT, "new"]) == 74
    (line,) = capfd.readouterr().err.splitlines()
    assert "--out new: cannot be written (File too large)" in line
