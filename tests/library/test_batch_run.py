"""Batches: what is done is not done again, what kills a process costs one file, and outputs are in order."""

from __future__ import annotations

import csv
import json
import os
import random
import signal
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from longdoc.documents.find import find_documents
from longdoc.documents.source import file_sha256
from longdoc.errors import ResultsNotWritten, UsageError
from longdoc.library.batch_run import Batch, model_identity, run_batch
from longdoc.library.cache import Cache
from longdoc.library.jobs import Jobs, Limit, cores
from longdoc.library.journal import read_journal
from longdoc.library.manifest import Item, Shard
from longdoc.library.merge import merge_into
from longdoc.library.outputs import open_output
from longdoc.library.store import Library
from longdoc.library.work import Job, Task
from longdoc.paths import model_folder

CLAUSE = "Party {} shall pay {} pounds a month to the landlord. The notice period is {} days. "


@pytest.fixture
def files(tmp_path):
    folder = tmp_path / "files"
    folder.mkdir()
    for i in range(4):
        text = f"LEASE {i}\n\n" + "".join(CLAUSE.format(i, 100 * i + j, j) for j in range(1 + 3 * i))
        (folder / f"{i}.txt").write_text(text)
    return folder


@pytest.fixture
def batch(tmp_path, files):
    task = Task("ingest", str(tmp_path / "library"), str(model_folder()), "cpu")
    items = [Item(str(path)) for path in sorted(files.iterdir())]
    return Batch(task, items, tmp_path / "out.jsonl", jobs=1)


def _run(batch):
    told = []
    stats = run_batch(batch, lambda item, outcome: told.append((item.path[-5:], outcome.status)))
    return stats, told


def _untimed(path):
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    return [{key: value for key, value in line.items() if key != "seconds"} for line in lines]


def test_output_is_in_the_order_of_the_manifest_and_done_once(batch):
    stats, told = _run(batch)
    lines = _untimed(batch.output)
    assert [line["document"] for line in lines] == [item.path for item in batch.items]
    assert {line["status"] for line in lines} == {"ingested"}
    assert sorted(told) == [(f"{i}.txt", "done") for i in range(4)]
    assert (stats.statuses["done"], stats.before, stats.tokens) == (4, 0, sum(x["tokens"] for x in lines))
    again, told = _run(batch)
    assert told == []
    assert again.before == 4
    assert _untimed(batch.output) == lines


def test_documents_merged_just_before_a_batch_begins_are_cached_and_its_own_are_ingested(batch, tmp_path):
    """All within one second or two: the order counts, not the second."""
    shard = tmp_path / "shard"
    task = replace(batch.task, library=str(shard))
    _run(replace(batch, task=task, items=batch.items[:2], output=None))
    target = Cache(Library(tmp_path / "library"))
    assert [one.status for one in merge_into(target, shard)] == ["merged", "merged"]
    target.close()
    _run(batch)
    assert [line["status"] for line in _untimed(batch.output)] == ["cached"] * 2 + ["ingested"] * 2
    journal = open_output(batch.output, batch.shard).journal
    header, *_ = journal.read_text().splitlines(keepends=True)
    journal.write_text(header)  # killed before the first record was written
    batch.output.unlink()
    _run(batch)
    assert [line["status"] for line in _untimed(batch.output)] == ["cached"] * 2 + ["ingested"] * 2


def test_a_changed_file_is_done_again_and_a_touched_one_is_not(batch, files):
    _run(batch)
    os.utime(files / "1.txt", ns=(1, 1))
    (files / "2.txt").write_text("Something else is written here now.")
    assert _run(batch)[1] == [("2.txt", "done")]
    assert _untimed(batch.output)[2]["characters"] == 35


def test_other_options_or_another_model_are_other_work(batch, tmp_path):
    task = Task("ask", None, batch.task.model, "cpu", options={"questions": ["Who pays?"]})
    asked = replace(batch, task=task, items=batch.items[:2], output=tmp_path / "asked.jsonl")
    assert len(_run(asked)[1]) == 2
    assert _run(asked)[1] == []
    other = replace(asked, task=replace(asked.task, options={"questions": ["Who is the landlord?"]}))
    assert len(_run(other)[1]) == 2
    assert {line["question"] for line in _untimed(other.output)} == {"Who is the landlord?"}


def test_the_reader_and_ocr_are_other_work_and_reach_the_process(batch, tmp_path):
    task = Task("ask", None, batch.task.model, "cpu", options={"questions": ["Who pays?"]})
    asked = replace(batch, task=task, items=batch.items[:1], output=tmp_path / "asked.jsonl")
    assert len(_run(asked)[1]) == 1
    without = replace(task, reader="small", limits={"ocr": "never", "file_seconds": 7.0})
    assert len(_run(replace(asked, task=without))[1]) == 1
    job = Job(Task(**json.loads(json.dumps(without.to_json()))))
    assert job.model.reader is None
    assert (job.cache._limits.ocr, job.cache._limits.file_seconds) == ("never", 7.0)


def test_changed_tags_are_other_work(batch):
    tagged = replace(batch, items=[replace(batch.items[0], tags=(("kind", "lease"),))])
    assert len(_run(tagged)[1]) == 1
    assert _run(tagged)[1] == []
    again = replace(batch, items=[replace(batch.items[0], tags=(("kind", "sale"),))])
    assert len(_run(again)[1]) == 1


def test_what_the_library_no_longer_holds_is_ingested_again(batch, files):
    (files / "1.txt").write_bytes((files / "0.txt").read_bytes())
    both = replace(batch, items=batch.items[:2])
    _run(both)  # one content, last seen at 1.txt
    (files / "1.txt").write_text("Something else is written here now.")
    assert sorted(told for told, _ in _run(both)[1]) == ["1.txt"]
    assert [told for told, _ in _run(both)[1]] == ["0.txt"]
    with closing(Library(Path(batch.task.library))) as library:
        assert len(library.entries()) == 2


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_in_a_closed_folder_costs_only_itself(batch, files):
    closed = files / "closed"
    closed.mkdir()
    (closed / "a.txt").write_text("Nobody may read this.")
    closed.chmod(0)
    try:
        told = _run(replace(batch, items=[Item(str(closed / "a.txt")), batch.items[0]]))[1]
    finally:
        closed.chmod(0o700)
    assert sorted(told) == [("0.txt", "done"), ("a.txt", "failed")]


def test_names_of_any_length_cost_only_themselves(batch, files, tmp_path):
    long = files / ("合同" * 38 + ".txt")  # 232 bytes
    long.write_text("The rent is 900 pounds.")
    items = [Item(str(files / ("x" * 300 + ".txt"))), Item(str(long)), batch.items[0]]
    told = _run(replace(batch, items=items, output=tmp_path / "out"))[1]
    assert sorted(status for _, status in told) == ["done", "done", "failed"]
    assert len(list((tmp_path / "out").glob("*.jsonl"))) == 4


def test_the_identity_of_a_model_is_that_of_its_files(tmp_path):
    (tmp_path / "config.json").write_text("{}")
    (tmp_path / "README.md").write_text("one")
    before = model_identity(tmp_path)
    (tmp_path / "README.md").write_text("two")
    assert model_identity(tmp_path) == before
    (tmp_path / "config.json").write_text("{ }")
    other = model_identity(tmp_path)
    assert other != before
    (tmp_path / "reader").mkdir()
    (tmp_path / "reader" / "model.safetensors").write_bytes(b"1")
    assert model_identity(tmp_path) != other


def test_what_failed_is_named_and_tried_again_only_when_asked_or_changed(batch, files):
    (files / "bad.pdf").write_bytes(b"%PDF-1.4 not really")
    (files / "empty.txt").write_bytes(b"")
    items = [*batch.items[:1], *(Item(str(files / name)) for name in ("bad.pdf", "empty.txt", "none.txt"))]
    batch = replace(batch, items=items)
    _, told = _run(batch)
    assert sorted(status for _, status in told) == ["done", "failed", "failed", "skipped"]
    assert [line["status"] for line in _untimed(batch.output)] == ["ingested", "failed", "failed", "failed"]
    again, told = _run(batch)
    assert told == []
    assert dict(again.standing) == {"failed": 2, "skipped": 1}
    (files / "none.txt").write_text("Now it is here.")
    assert _run(batch)[1] == [("e.txt", "done")]
    assert _run(replace(batch, retry=frozenset({"failed"})))[1] == [("d.pdf", "failed")]
    assert _run(replace(batch, retry=frozenset({"EmptyDocument"})))[1] == [("y.txt", "skipped")]
    assert len(_run(replace(batch, force=True))[1]) == 4


def test_shards_together_do_everything_and_their_number_may_change(batch):
    told = [one for i in (1, 2) for one in _run(replace(batch, shard=Shard(i, 2)))[1]]
    assert sorted(told) == [(f"{i}.txt", "done") for i in range(4)]
    assert [t for i in (1, 2, 3) for t in _run(replace(batch, shard=Shard(i, 3)))[1]] == []
    assert _run(batch)[1] == []
    assert [line["document"] for line in _untimed(batch.output)] == [item.path for item in batch.items]


def test_a_failure_in_a_shard_stands_after_the_run_that_merges(batch, files, tmp_path):
    (files / "bad.pdf").write_bytes(b"%PDF-1.4 not really")
    batch = replace(batch, items=[*batch.items[:2], Item(str(files / "bad.pdf"))])
    shards = [
        replace(batch, shard=Shard(i, 2), task=replace(batch.task, library=str(tmp_path / f"library-{i}")))
        for i in (1, 2)
    ]
    assert sorted(told for shard in shards for told in _run(shard)[1])[-1] == ("d.pdf", "failed")
    _run(batch)
    assert [told for run in (*shards, batch) for told in _run(run)[1]] == []


def test_a_folder_has_a_file_for_each_document(batch, tmp_path, files):
    (files / "sub").mkdir()
    (files / "sub" / "0.txt").write_text("Another lease, of the same name.")
    batch = replace(batch, items=[*batch.items, Item(str(files / "sub" / "0.txt"))], output=tmp_path / "out")
    _run(batch)
    written = [path for path in batch.output.iterdir() if path.name != "journal.jsonl"]
    assert len(written) == 5
    lost = next(path for path in written if path.name.startswith("3.txt"))
    lost.unlink()
    assert _run(batch)[1] == [("3.txt", "done")]
    assert lost.is_file()


def test_a_file_that_no_batch_wrote_is_not_replaced(batch):
    batch.output.write_text("precious")
    with pytest.raises(UsageError, match="no journal of a batch is beside it"):
        _run(batch)
    assert batch.output.read_text() == "precious"
    batch.output.write_text("")
    assert len(_run(batch)[1]) == 4


def test_what_is_retried_is_a_status_or_an_error(batch):
    _run(batch)
    with pytest.raises(UsageError, match="--retry fail: give a status"):
        _run(replace(batch, retry=frozenset({"fail"})))
    for what in ("failed", "DamagedDocument", "ProcessDied"):
        assert _run(replace(batch, retry=frozenset({what})))[1] == []


def test_tables_and_columns_hold_what_lines_hold(batch, tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")
    _run(batch)
    lines = _untimed(batch.output)
    for suffix in ("csv", "parquet"):
        _run(replace(batch, output=tmp_path / f"out.{suffix}"))
    with (tmp_path / "out.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["document"] for row in rows] == [line["document"] for line in lines]
    columns = parquet.read_table(tmp_path / "out.parquet").to_pylist()
    assert [(row["document"], row["tokens"]) for row in columns] == [
        (line["document"], line["tokens"]) for line in lines
    ]


def test_without_an_output_files_are_told_in_order(batch):
    told = _run(replace(batch, output=None, jobs=2))[1]
    assert told == [(f"{i}.txt", "done") for i in range(4)]


def test_a_process_has_no_more_threads_than_the_environment_allows(batch, monkeypatch):
    for most, threads in (("1", 1), ("1000", cores()), ("", cores())):
        monkeypatch.setenv("OMP_NUM_THREADS", most)
        assert Jobs(batch.task, 1)._threads == threads


@pytest.mark.slow
def test_a_file_that_hangs_is_refused_and_the_rest_goes_on(batch, files):
    os.mkfifo(files / "pipe.txt")  # nobody writes to it
    items = [batch.items[0], Item(str(files / "pipe.txt")), batch.items[1]]
    with Jobs(batch.task, 1, Limit(seconds=15)) as jobs:
        outcomes = dict(jobs.over(items))
    assert [outcomes[i].status for i in range(3)] == ["done", "refused", "done"]
    assert "longer than 15 s" in outcomes[1].message


def test_a_file_that_takes_too_much_memory_is_refused(batch):
    with Jobs(batch.task, 1, Limit(memory_bytes=1)) as jobs:
        outcomes = dict(jobs.over(batch.items[:1]))
    assert (outcomes[0].status, outcomes[0].error) == ("refused", "DocumentLimit")
    assert "--max-memory" in outcomes[0].message


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="signals of Unix")
def test_ctrl_c_does_not_reach_the_worker_processes(batch):
    """A terminal sends it to all processes; the batch ends them, without tracebacks of theirs."""
    with Jobs(batch.task, 1) as jobs:
        outcomes = jobs.over(batch.items)
        found = dict([next(outcomes)])
        first = jobs._processes[0].process
        first.send_signal(signal.SIGINT)
        found |= dict(outcomes)
        assert first.poll() is None
    assert [found[i].status for i in range(len(batch.items))] == ["done"] * len(batch.items)
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, [])


def test_a_process_that_is_killed_costs_no_file_the_first_time(batch):
    with Jobs(batch.task, 1) as jobs:
        outcomes = jobs.over(batch.items)
        found = dict([next(outcomes)])
        jobs._processes[0].process.send_signal(signal.SIGKILL)
        found |= dict(outcomes)
    assert [found[i].status for i in range(len(batch.items))] == ["done"] * len(batch.items)


@pytest.mark.slow
def test_runs_killed_at_random_moments_end_like_an_undisturbed_one(batch, tmp_path):
    _run(
        replace(batch, task=replace(batch.task, library=str(tmp_path / "other")), output=tmp_path / "a.jsonl")
    )
    manifest = tmp_path / "manifest"
    manifest.write_text("\n".join(item.path for item in batch.items))
    command = [sys.executable, "-m", "longdoc", "ingest", "--manifest", str(manifest), "--jobs", "2"]
    command += ["--output", str(batch.output), "--library", str(tmp_path / "library"), "--device", "cpu"]
    dice, told = random.Random(7), set()
    for _ in range(3):
        process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        time.sleep(dice.uniform(0.5, 6))
        process.kill()
        process.wait()
        journal = batch.output.with_name("out.jsonl.journal")
        done = {record.key for record in read_journal(journal) if record.status == "done"}
        assert told <= done
        told = done
    assert subprocess.run(command, check=False).returncode == 0
    keys = [record.key for record in read_journal(journal)]
    assert len(keys) == len(set(keys)) == 4
    assert _untimed(batch.output) == _untimed(tmp_path / "a.jsonl")
    assert file_sha256(batch.items[0].path)[:12] == _untimed(batch.output)[0]["id"]


@pytest.mark.parametrize("name", ["answers.jsonl", "answers.csv", "answers"])
def test_results_in_the_folder_that_is_processed_are_no_documents(batch, files, name):
    batch = replace(batch, output=files / name)
    assert _run(batch)[0].statuses["done"] == 4
    found = [Item(path) for path in find_documents([str(files)], recursive=True)]
    assert len(found) > 4
    stats, told = _run(replace(batch, items=found))
    assert (stats.before, told) == (4, [])


def test_results_of_every_shard_are_no_documents(files):
    output = open_output(files / "out.jsonl", Shard())
    for name in ("out.jsonl", "out.jsonl.journal", "out.2-of-3.jsonl", "out.2-of-3.jsonl.journal"):
        assert output.wrote(str(files / name))
    for path in (files / "out2.jsonl", files / "out.journal", files.parent / "out.jsonl", "a\0b", "x" * 5000):
        assert not output.wrote(str(path))


@pytest.mark.parametrize("name", ["-", "out.json", "out.MD", "out.xlsx"])
def test_an_output_that_looks_like_a_file_of_another_kind_is_refused(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match=r"give a folder, or a file in \.jsonl"):
        open_output(Path(name), Shard())
    assert not Path(name).exists()


def test_an_output_that_cannot_be_written_is_told_as_that(batch, tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(ResultsNotWritten, match="cannot be written") as caught:
        _run(replace(batch, output=tmp_path / "file" / "out.jsonl"))
    assert caught.value.exit_code == 74


def test_what_is_still_to_be_done_is_counted_without_what_earlier_runs_did(batch, files):
    begun = []
    run_batch(batch, lambda item, outcome: None, begun.append)
    (files / "1.txt").write_text("Another lease, which ends in June.")
    run_batch(batch, lambda item, outcome: None, begun.append)
    assert begun == [4, 1]
