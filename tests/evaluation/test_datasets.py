"""Files of training data: what is accepted, converted and refused, with the place that is named."""

from __future__ import annotations

import gzip
import json
import lzma
from pathlib import Path

import pytest

from longdoc.errors import DataError
from longdoc.evaluation.datasets import read_contexts, read_summaries, read_texts
from longdoc.evaluation.json_lines import kind_of_file, read_objects

GOOD = {"context": "Elm owes oak 5.", "qas": [{"question": "Who?", "answers": [{"start": 0, "text": "Elm"}]}]}


def _write(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def test_plain_and_packed_lines_say_where_they_stand(tmp_path: Path) -> None:
    line = json.dumps(GOOD) + "\n\n" + json.dumps(GOOD)
    plain = _write(tmp_path / "a.jsonl", line)
    packed, xz = tmp_path / "a.jsonl.gz", tmp_path / "a.jsonl.xz"
    packed.write_bytes(gzip.compress(line.encode()))
    xz.write_bytes(lzma.compress(line.encode()))
    for path in (plain, packed, xz):
        assert [where for where, _ in read_objects(path)] == [f"{path}:1", f"{path}:3"]


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        ("{nothing", "is not JSON"),
        ("[1]", "is not a JSON object"),
        ('{"context": "a"}', "needs 'context'"),
        ('{"context": "a", "qas": [{"question": " "}]}', "question is missing"),
        ('{"context": "a", "qas": ["who?"]}', "question is missing"),
        ('{"context": "a", "qas": [{"question": "q", "answers": [{"text": "a"}]}]}', "needs 'start'"),
        (
            '{"context": "a", "qas": [{"question": "q", "answers": [{"start": 0, "text": "b"}]}]}',
            "does not have the answer",
        ),
        (
            '{"context": "a", "qas": [{"question": "q", "answers": [{"start": -1, "text": "a"}]}]}',
            "does not have the answer",
        ),
        ('{"context": "a", "qas": [], "start": 3, "end": 1}', "'start' and 'end'"),
        ('{"doc": "elsewhere", "qas": []}', "'elsewhere' is not among"),
    ],
)
def test_a_wrong_question_line_is_named_by_file_and_number(tmp_path: Path, bad: str, says: str) -> None:
    path = _write(tmp_path / "q.jsonl", json.dumps(GOOD), bad)
    with pytest.raises(DataError, match=says) as error:
        list(read_contexts(path, {}))
    assert f"{path}:2" in str(error.value)


def test_a_question_without_a_word_can_be_left_out_and_is_told(tmp_path: Path) -> None:
    blank = {"context": "Elm owes oak 5.", "qas": [{"question": " "}, *GOOD["qas"]]}
    path, told = _write(tmp_path / "q.jsonl", json.dumps(blank)), []
    (context,) = read_contexts(path, {}, told.append)
    assert [question.text for question in context.questions] == ["Who?"]
    assert told == [f"{path}:1: a blank question is left out"]


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        ('{"document": "a"}', "needs 'document'"),
        ('{"document": "a", "targets": [3]}', "not an object"),
        ('{"document": "a", "targets": [{"focus": 1}]}', "needs 'focus'"),
        ('{"document": "a", "targets": [{"evidence": [[0, 9]]}]}', "'evidence'"),
    ],
)
def test_a_wrong_summary_line_is_named(tmp_path: Path, bad: str, says: str) -> None:
    path = _write(tmp_path / "s.jsonl", bad)
    with pytest.raises(DataError, match=says) as error:
        list(read_summaries(path))
    assert f"{path}:1" in str(error.value)


def test_a_text_must_be_text_and_a_file_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=":1: 'text'"):
        list(read_texts(_write(tmp_path / "t.jsonl", '{"text": 5}')))
    with pytest.raises(DataError, match="cannot be read"):
        list(read_texts(tmp_path / "none.jsonl"))
    (tmp_path / "torn.jsonl.xz").write_bytes(lzma.compress(b'{"text": "a"}\n' * 50)[:40])
    with pytest.raises(DataError, match="cannot be read"):
        list(read_texts(tmp_path / "torn.jsonl.xz"))


def test_squad_is_converted_with_unanswerables(tmp_path: Path) -> None:
    elm = {"answer_start": 0, "text": "Elm"}
    qas = [
        {"id": "1", "question": "Who?", "answers": [elm, elm], "is_impossible": False},
        {"id": "2", "question": "Why?", "answers": [], "plausible_answers": [elm], "is_impossible": True},
    ]
    whole = {
        "version": "v2.0",
        "data": [{"title": "T", "paragraphs": [{"context": "Elm owes.", "qas": qas}]}],
    }
    path = tmp_path / "squad.json"
    path.write_text(json.dumps(whole), "utf-8")
    (context,) = read_contexts(path, {})
    assert context.document == "T"
    assert [(q.text, q.answers) for q in context.questions] == [("Who?", ((0, 3),)), ("Why?", ())]


@pytest.mark.parametrize("bad", ['{"data": 3}', '{"data": [{"paragraphs": [{"context": "a"}]}]}', "[]", "{"])
def test_what_is_not_squad_is_refused(tmp_path: Path, bad: str) -> None:
    path = tmp_path / "squad.json"
    path.write_text(bad, "utf-8")
    with pytest.raises(DataError, match=r"squad\.json"):
        list(read_contexts(path, {}))


def test_the_kind_of_a_file_is_told_by_its_first_object(tmp_path: Path) -> None:
    assert kind_of_file(_write(tmp_path / "q.jsonl", json.dumps(GOOD))) == "questions"
    assert kind_of_file(_write(tmp_path / "s.jsonl", '{"document": "a", "targets": []}')) == "summaries"
    assert kind_of_file(_write(tmp_path / "t.jsonl", '{"text": "a"}')) == "texts"
    assert kind_of_file(_write(tmp_path / "c.txt", "Contract")) is None
    with pytest.raises(DataError, match="not in a labelled format"):
        kind_of_file(_write(tmp_path / "x.jsonl", '{"a": 1}'))
