"""The journal: whole lines only, whatever happens to the process or the disk."""

from __future__ import annotations

import json
import resource
import signal

import pytest

from longdoc.errors import LibraryError, UsageError
from longdoc.library.journal import Journal, Record, read_journal, read_results


def _record(key="k", status="done", **more):
    return Record(key, f"{key}.txt", status, "0" * 64, 3, 5, "model", "options", **more)


def test_records_come_back_with_their_results(tmp_path):
    path = tmp_path / "j"
    with Journal(path) as journal:
        added = [
            journal.add(_record("a"), [{"answer": "日本 \ud800"}]),
            journal.add(_record("b", "failed", error="DamagedDocument", message="no")),
        ]
    assert list(read_journal(path)) == added
    assert [list(read_results([record])) for record in added] == [[{"answer": "日本 \ud800"}], []]


def test_every_beginning_of_a_journal_can_be_gone_on_with(tmp_path):
    path = tmp_path / "j"
    with Journal(path) as journal:
        for key in "abc":
            journal.add(_record(key), [{"x": key}])
    whole = path.read_bytes()
    ends = [at for at, sign in enumerate(whole) if sign == ord("\n")]
    for cut in range(0, len(whole) + 1, 7):
        path.write_bytes(whole[:cut])
        with Journal(path) as journal:
            journal.add(_record("z"))
        keys = [record.key for record in read_journal(path)]
        assert keys == [*"abc"[: max(0, sum(at < cut for at in ends) - 1)], "z"]


def test_a_second_run_is_turned_away(tmp_path):
    with Journal(tmp_path / "j"), pytest.raises(UsageError, match="another run"):
        Journal(tmp_path / "j")
    Journal(tmp_path / "j").__exit__()


@pytest.mark.parametrize("other", [b'{"some": "thing"}\n', b"notes without an end of line", b'{"journal": 7'])
def test_another_file_is_not_taken_for_a_journal(tmp_path, other):
    (tmp_path / "j").write_bytes(other)
    with pytest.raises(LibraryError, match="not a journal"):
        Journal(tmp_path / "j")
    assert (tmp_path / "j").read_bytes() == other


def test_a_full_disk_leaves_whole_lines(tmp_path):
    path = tmp_path / "j"
    with Journal(path) as journal:
        journal.add(_record("a"))
        size = path.stat().st_size
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        old = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        try:
            resource.setrlimit(resource.RLIMIT_FSIZE, (size + 50, before[1]))
            with pytest.raises(LibraryError, match="cannot be written"):
                journal.add(_record("b"), [{"x": "y" * 100}])
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
            signal.signal(signal.SIGXFSZ, old)
        assert path.stat().st_size == size
        journal.add(_record("c"))
    assert [record.key for record in read_journal(path)] == ["a", "c"]


def test_when_the_batch_first_began_is_kept(tmp_path):
    with Journal(tmp_path / "j") as journal:
        begun_at = journal.begun_at
    header = json.loads((tmp_path / "j").read_text())
    (tmp_path / "j").write_text(json.dumps({**header, "begun_at": "2020-01-01T00:00:00Z"}) + "\n")
    with Journal(tmp_path / "j") as journal:
        assert begun_at > "2024"
        assert journal.begun_at == "2020-01-01T00:00:00Z"
