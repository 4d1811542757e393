"""A session: which documents and targets of a data folder it uses, and what it keeps."""

from __future__ import annotations

import json
import lzma
from pathlib import Path
from typing import Any

import pytest

from longdoc.documents.types import Document
from longdoc.errors import DataError
from longdoc.evaluation.session import Session
from longdoc.network.torch.checkpoint import tiny_model

TEXT = "The keeper is Ann. The lamp is old and has been lit every night since the storm."


def _write(path: Path, *items: dict[str, Any]) -> None:
    path.parent.mkdir(exist_ok=True)
    with lzma.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(item) + "\n" for item in items)


def _session(folder: Path, **use: Any) -> Session:
    return Session(folder, tiny_model(), **use)


@pytest.mark.parametrize(
    ("limit", "taken"), [(None, "abcdefg"), (7, "abcdefg"), (9, "abcdefg"), (3, "ace"), (2, "ad"), (1, "a")]
)
def test_a_limit_takes_items_evenly_spaced(tmp_path: Path, limit: int | None, taken: str) -> None:
    assert "".join(_session(tmp_path, limit=limit).some("abcdefg")) == taken


def test_the_limit_counts_documents_and_each_is_used_with_all_its_contexts(tmp_path: Path) -> None:
    lines = [{"context": TEXT, "article": name, "qas": []} for name in ("a", "b", "a", "c", "d", "b")]
    _write(tmp_path / "qa/set.dev.jsonl.xz", *lines)
    names = [context.document for context in _session(tmp_path, limit=2).contexts("set")]
    assert names == ["a", "a", "c"]


def test_longer_documents_are_skipped_before_the_limit(tmp_path: Path) -> None:
    lines = [{"context": "x" * length, "article": f"{length}", "qas": []} for length in (9, 11, 10, 8)]
    _write(tmp_path / "qa/set.dev.jsonl.xz", *lines)
    session = _session(tmp_path, limit=3, longest_chars=10)
    assert [context.document for context in session.contexts("set")] == ["9", "10", "8"]
    targets = [{"focus": None, "summaries": ["Short."]}]
    items = [{"id": f"{length}", "document": "x" * length, "targets": targets} for length in (10, 11, 9)]
    _write(tmp_path / "summaries/set.dev.jsonl.xz", *items)
    assert [item.id for item in session.summaries("set")] == ["10", "9"]


def test_texts_come_from_the_docs_and_their_ids_are_told(tmp_path: Path) -> None:
    _write(tmp_path / "docs/a.jsonl.xz", {"id": "z/1", "text": TEXT}, {"id": "z/2", "text": "Not asked."})
    _write(tmp_path / "docs/y.jsonl.xz", {"id": "y/1", "text": "Of the file of its name."})
    _write(tmp_path / "qa/set.dev.jsonl.xz", {"doc": "z/1", "qas": []}, {"doc": "y/1", "qas": []})
    found = _session(tmp_path).contexts("set")
    assert [(c.document, c.text) for c in found] == [("z/1", TEXT), ("y/1", "Of the file of its name.")]


def test_only_the_files_that_are_needed_are_read(tmp_path: Path) -> None:
    _write(tmp_path / "docs/y.jsonl.xz", {"id": "y/1", "text": TEXT})
    for name in ("a", "b", "x", "z"):
        (tmp_path / f"docs/{name}.jsonl.xz").write_bytes(b"torn")
    _write(tmp_path / "qa/set.dev.jsonl.xz", {"doc": "y/1", "qas": []})
    assert [context.text for context in _session(tmp_path).contexts("set")] == [TEXT]
    _write(tmp_path / "qa/set.dev.jsonl.xz", {"doc": "b/1", "qas": []})
    with pytest.raises(DataError, match=r"b\.jsonl\.xz"):
        _session(tmp_path).contexts("set")


def test_targets_of_whole_documents_with_a_summary_and_of_the_kind_asked_for(tmp_path: Path) -> None:
    targets = [
        {"focus": None, "kind": "general", "summaries": ["One."]},
        {"focus": None, "kind": "short", "summaries": ["Two."]},
        {"focus": "the lamp", "kind": "general", "summaries": ["Three."]},
        {"focus": None, "kind": "general", "summaries": []},
    ]
    _write(tmp_path / "summaries/set.dev.jsonl.xz", {"id": "a", "document": TEXT, "targets": targets})
    session = _session(tmp_path)
    assert [item.summaries for item in session.summaries("set")] == [("One.",), ("Two.",)]
    assert [item.summaries for item in session.summaries("set", "short")] == [("Two.",)]
    assert len(_session(tmp_path, limit=1).summaries("set")) == 1


def test_a_set_that_is_not_there_is_named_with_what_the_folder_holds(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"qa/none\.dev\.jsonl\.xz: no such file; give the data folder"):
        _session(tmp_path).contexts("none")
    with pytest.raises(DataError, match=r"summaries/none\.dev\.jsonl\.xz"):
        _session(tmp_path).summaries("none")


def test_readings_are_kept_until_there_are_too_many_tokens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = _session(tmp_path)
    _, first = session.open(TEXT, "a")
    tokens = len(first.token_ids_T)
    assert session.opened(Document.from_text(TEXT, "b"))[1] is first  # the same text
    monkeypatch.setattr("longdoc.evaluation.session.MOST_KEPT_TOKENS", tokens)
    session.open("Another text.", "c")
    assert session.open(TEXT, "a")[1] is first
    session.open("A third one.", "d")  # more tokens than that are kept by now
    assert session.open(TEXT, "a")[1] is not first


def test_candidates_found_before_are_used_again(tmp_path: Path) -> None:
    session = _session(tmp_path)
    document, reading = session.open(TEXT, "a")
    [found] = session.find(["Who?"], document, reading)
    assert session.find(["Who?"], document, reading)[0] is found
    assert session.find(["What?"], document, reading)[0] is not found
    [all_read] = session.find(["Who?"], document, reading, top_alternatives=4)  # without an early stop
    assert all_read is not found
    assert session.find(["Who?"], document, reading)[0] is found
