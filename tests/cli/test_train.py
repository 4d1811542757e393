"""`longdoc train` from the command line, on a tiny model: data of each kind, refusals, outcome."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from longdoc.cli.app import main
from longdoc.network.torch.checkpoint import load_model, save_model, tiny_model

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
