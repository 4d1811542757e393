"""Every example script runs with the installed `longdoc`, from any folder, and gives what it promises."""

from __future__ import annotations

import csv
import json
import os
import re
import runpy
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"
SCRIPTS = sorted(EXAMPLES.glob("*.sh"))
CONTRACTS = sorted((EXAMPLES / "documents" / "contracts").iterdir())

needs_jq = pytest.mark.skipif(
    shutil.which("jq") is None, reason="jq is not installed, and the script uses it"
)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """One library for all scripts, in whichever process they run, so that each document is read once."""
    folder = tmp_path_factory.getbasetemp()
    return (folder if worker_id == "master" else folder.parent) / "library-of-examples"


class Runner:
    """Runs an example in a folder that is not its own."""

    def __init__(self, folder: Path, library: Path) -> None:
        self.folder = folder
        installed = Path(sys.executable).with_name("longdoc")
        self.environment = {"LONGDOC": str(installed), **os.environ, "LONGDOC_LIBRARY": str(library)}

    def __call__(self, script: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        command = [str(EXAMPLES / script), *map(str, arguments)]
        return subprocess.run(
            command, cwd=self.folder, env=self.environment, capture_output=True, encoding="utf-8", timeout=900
        )


@pytest.fixture
def run(tmp_path: Path, library: Path) -> Runner:
    return Runner(tmp_path, library)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_script_can_be_run_and_says_what_it_does(script: Path) -> None:
    lines = script.read_text(encoding="utf-8").splitlines()
    assert os.access(script, os.X_OK)
    assert lines[0] == "#!/bin/sh"
    assert re.match(r"# [A-Z].*", lines[1])
    assert "set -eu" in lines


def test_every_script_is_run_by_a_test_here() -> None:
    here = Path(__file__).read_text(encoding="utf-8")
    assert [path.name for path in SCRIPTS if f'run("{path.name}"' not in here] == []


@needs_jq
def test_contracts_to_csv_gives_a_row_a_contract_and_a_column_a_question(run: Runner) -> None:
    done = run("contracts-to-csv.sh")
    assert done.returncode == 0, done.stderr
    head, *rows = csv.reader(done.stdout.splitlines())
    questions = (EXAMPLES / "questions" / "contracts.txt").read_text(encoding="utf-8").splitlines()
    assert head == ["document", *questions]
    assert [row[0] for row in rows] == [str(path) for path in CONTRACTS]
    assert {len(row) for row in rows} == {len(head)}


@needs_jq
def test_contracts_to_csv_goes_on_after_a_file_that_cannot_be_read(run: Runner) -> None:
    folder = run.folder / "my contracts"
    folder.mkdir()
    (folder / "a.pdf").write_bytes(b"%PDF-1.7 and nothing else")
    (folder / "b.txt").write_text("The rent is 300 euros a month.", encoding="utf-8")
    (run.folder / "questions.txt").write_text("How high is the rent?\n\n", encoding="utf-8")
    done = run("contracts-to-csv.sh", "my contracts", "questions.txt")
    assert done.returncode == 3
    assert "a.pdf" in done.stderr
    head, row = csv.reader(done.stdout.splitlines())
    assert head == ["document", "How high is the rent?"]
    assert row[0] == "my contracts/b.txt"


@needs_jq
def test_question_list_gives_a_table(run: Runner) -> None:
    done = run("question-list.sh")
    assert done.returncode in {0, 1}, done.stderr
    head, *rows = [line.split("\t") for line in done.stdout.splitlines()]
    assert head == ["question", "answer", "page", "section", "confidence"]
    asked = (EXAMPLES / "questions" / "services-agreement.txt").read_text(encoding="utf-8").splitlines()
    assert [row[0] for row in rows] == asked
    for _, answer, page, _, confidence in rows:
        assert 0 <= float(confidence) <= 1
        assert answer == "-" or re.fullmatch(r"i|\d+|S-\d", page)


def test_paper_to_markdown_cites_pages(run: Runner) -> None:
    done = run("paper-to-markdown.sh")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("# Counting Swifts by Ear")
    assert re.search(r"p\. [1-6]\b", done.stdout)
    assert 50 <= len(done.stdout.split()) <= 600


def test_pipe_reads_one_chapter_from_standard_input(run: Runner) -> None:
    done = run("pipe.sh")
    assert done.returncode == 0, done.stderr
    summary = done.stdout.split("\n\n")[0]
    chapter = (EXAMPLES / "documents" / "novella.txt").read_text(encoding="utf-8")
    chapter = chapter[chapter.index("Chapter Seven:") : chapter.index("Chapter Eight:")]
    assert summary
    for line in summary.splitlines():
        assert _one_line(line) in _one_line(chapter)


def test_ask_library_reads_the_folder_and_answers_from_it(run: Runner) -> None:
    done = run("ask-library.sh")
    assert done.returncode == 0, done.stderr
    for contract in CONTRACTS:
        assert str(contract) in done.stdout
    assert "How many concerts shall the artist give?" in done.stdout
    assert "unsure" not in done.stdout


def _manifest(folder: Path) -> list[str]:
    """The contracts and a file that cannot be read, as files.txt."""
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7 and nothing else")
    paths = [*map(str, CONTRACTS), "broken.pdf"]
    (folder / "files.txt").write_text("\n".join(paths), encoding="utf-8")
    return paths


def _told(folder: Path) -> dict[str, str]:
    lines = (folder / "all.jsonl").read_text(encoding="utf-8").splitlines()
    return {one["document"]: one["status"] for one in map(json.loads, lines)}


def test_the_tasks_of_a_slurm_array_make_one_library(run: Runner) -> None:
    paths = _manifest(run.folder)
    for task in ("1", "2"):
        run.environment |= {"SLURM_ARRAY_TASK_ID": task, "SLURM_ARRAY_TASK_COUNT": "2"}
        done = run("shards-slurm.sh", "files.txt", "all")
        assert done.returncode in {0, 3}, done.stderr
    del run.environment["SLURM_ARRAY_TASK_ID"]
    done = run("shards-slurm.sh", "files.txt", "all")
    assert done.returncode == 3, done.stderr
    assert _told(run.folder) == dict.fromkeys(paths, "cached") | {"broken.pdf": "failed"}


@pytest.mark.skipif(shutil.which("parallel") is None, reason="GNU parallel is not installed")
def test_shares_of_gnu_parallel_make_one_library(run: Runner) -> None:
    paths = _manifest(run.folder)
    done = run("shards-parallel.sh", "files.txt", "all", "3")
    assert done.returncode == 3, done.stderr
    assert _told(run.folder) == dict.fromkeys(paths, "cached") | {"broken.pdf": "failed"}


def test_a_partition_of_spark_answers_and_names_what_cannot_be_read(tmp_path: Path) -> None:
    ask = runpy.run_path(str(EXAMPLES / "ask_spark.py"))["ask"]
    (tmp_path / "a.txt").write_text("The rent is 300 euros a month.", encoding="utf-8")
    paths = [str(tmp_path / "a.txt"), str(tmp_path / "none.txt")]
    read, missing = ask(paths, "How high is the rent?")
    assert read[:2] == (paths[0], "300 euros a month")
    assert missing[:2] == (paths[1], None)
    assert "none.txt" in missing[4]


def test_find_missing_exits_with_1_if_it_names_a_file(run: Runner) -> None:
    done = run("find-missing.sh")
    named = done.stdout.splitlines()
    assert set(named) <= {str(path) for path in CONTRACTS}, done.stderr
    assert done.returncode == (1 if named else 0)


def test_verify_quotes_tells_altered_quotations_and_writes_a_report(run: Runner) -> None:
    done = run("verify-quotes.sh")
    assert done.returncode == 1, done.stderr
    statuses = [line.split(":")[0] for line in done.stdout.splitlines() if line[:1].strip()]
    assert statuses == ["verbatim", "altered", "elsewhere", "altered", "not found"]
    assert "<del>first</del><ins>standard</ins>" in (run.folder / "quotations.html").read_text("utf-8")


def test_count_and_list_gives_counts_places_and_sums(run: Runner) -> None:
    done = run("count-and-list.sh")
    assert done.returncode == 0, done.stderr
    heads = [line for line in done.stdout.splitlines() if line[:1].strip()]
    assert heads == ["Supplier: 132 times", "audit: 6 times", "sums: 51"]
    assert "£220,000: p. 13, § 15.3 Transfer of Employment" in done.stdout
    assert done.stdout.count("words on 29 pages were scanned") == 3


def test_abridge_story_gives_passages_and_a_sentence_of_each_chapter(run: Runner) -> None:
    done = run("abridge-story.sh")
    assert done.returncode == 0, done.stderr
    passages, chapters = done.stdout.split("\n\n", 1)
    assert 300 <= len(passages.split()) <= 600
    assert sum(line.startswith("Chapter ") for line in chapters.splitlines()) == 15


def _one_line(text: str) -> str:
    return " ".join(text.split())


def test_show_answers_writes_a_marked_copy_and_a_report(run: Runner) -> None:
    done = run("show-answers.sh")
    assert done.returncode in {0, 1}, done.stderr
    assert "passages read with the question" in done.stdout
    written = {path.name for path in run.folder.iterdir()}
    assert written == ({"marked.pdf", "report.html"} if done.returncode == 0 else {"report.html"})


def test_show_summary_writes_a_report(run: Runner) -> None:
    done = run("show-summary.sh")
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("salience") == 3
    assert "Summary of" in (run.folder / "summary.html").read_text(encoding="utf-8")


def test_agent_calls_every_tool(run: Runner) -> None:
    command = [sys.executable, str(EXAMPLES / "agent.py")]
    done = subprocess.run(
        command, cwd=run.folder, env=run.environment, capture_output=True, encoding="utf-8", timeout=900
    )
    assert done.returncode == 0, done.stderr
    for tool in ("map", "ask", "find", "summarize", "verify", "read"):
        assert f"\n> {tool}(" in done.stdout
    assert done.stdout.count("(an error)") == 1
