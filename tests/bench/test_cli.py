"""`longdoc bench` from end to end on toy lengths: JSON Lines, tables, plots, pages, wrong usage."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from longdoc.bench.speed.peers import PEERS
from longdoc.cli.app import main


def _lines(capfdbinary: pytest.CaptureFixture[bytes]) -> list[dict]:
    return [json.loads(line) for line in capfdbinary.readouterr().out.decode("utf-8").splitlines()]


def test_speed_as_json_lines_with_the_machine_first(
    tiny_folder: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    wanted = ["bench", "speed", "--lengths", "64,256", "--repeats", "2", "--json", "--device", "cpu"]
    assert main([*wanted, "--model", str(tiny_folder)]) == 0
    rows = _lines(capfdbinary)
    assert rows[0]["kind"] == "machine"
    assert rows[0]["cores"] >= 1
    assert rows[0]["versions"]["torch"]
    assert [row["tokens"] for row in rows if row["kind"] == "speed"] == [64, 256]
    assert {row["kind"] for row in rows} == {"machine", "speed", "growth", "limit"}


def test_peers_that_cannot_take_part_are_named(
    tiny_folder: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in set(PEERS) - {"local-attention", "full attention (SDPA)"}:
        monkeypatch.delitem(PEERS, name)
    monkeypatch.setitem(__import__("sys").modules, "local_attention", None)
    wanted = ["bench", "speed", "--peers", "--lengths", "64", "--repeats", "1", "--device", "cpu"]
    assert main([*wanted, "--model", str(tiny_folder)]) == 0
    out = capfd.readouterr().out
    assert "local-attention" in out
    assert "not available: not installed" in out
    assert "as fast" in next(line for line in out.splitlines() if line.startswith("full attention"))


def test_needle_draws_a_grid_and_a_page(
    tiny_folder: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("matplotlib", reason="plots need matplotlib: the extra [bench]")
    page = tmp_path / "needle.html"
    wanted = ["bench", "needle", "--lengths", "200,300", "--depths", "0,50", "--trials", "1"]
    assert main([*wanted, "--model", str(tiny_folder), "--device", "cpu", "--plot", str(page)]) == 0
    grid = capfd.readouterr().out.splitlines()[-3:]
    assert grid[0].split() == ["depth", "200", "300"]
    assert [line.split()[0] for line in grid[1:]] == ["0%", "50%"]
    html = page.read_text("utf-8")
    assert "<svg" in html
    assert "src=" not in html
    assert "https://" not in html.partition("<svg")[0]


def test_one_file_step_by_step(
    tiny_folder: Path, capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path
) -> None:
    text = tmp_path / "story.txt"
    text.write_text("The ferry left at noon. Nobody was on it.\n\n" * 20, "utf-8")
    assert main(["bench", "file", str(text), "--json", "--model", str(tiny_folder), "--device", "cpu"]) == 0
    steps = [row["stage"] for row in _lines(capfdbinary) if row["kind"] == "file"]
    assert steps == [
        "load the model", "open", "split into sentences", "read with the network", "ask one question",
        "ask ten questions", "summarize",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["speed", "--lengths", "4q"], "not a length"),
        (["speed", "--plot", "speed.pdf"], ".png or .html"),
        (["speed", "--device", "abacus"], "not usable"),
        (["quality"], "--data"),
        (["speed", "--patience", "nan"], "--patience"),
        (["all", "--report", "out.pdf"], ".html"),
        (["all", "--report", "nowhere/out.html"], "--report nowhere/out.html"),
        (["corpus", "--texts", "0", "--contracts", "0"], "nothing to ingest"),
        (["file"], "PATH"),
    ],
)
def test_wrong_usage_is_one_line_and_code_2(
    words: list[str], says: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["bench", *words]) == 2
    err = capfd.readouterr().err.strip()
    assert says in err
    assert len(err.splitlines()) == 1


def test_a_missing_file_is_code_3(tiny_folder: Path) -> None:
    assert main(["bench", "file", "no-such.pdf", "--model", str(tiny_folder)]) == 3
