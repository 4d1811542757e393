"""Files of training data: what is accepted, converted and refused, with the place that is named."""

from __future__ import annotations

import gzip
import json
import lzma
from collections.abc import Callable
from pathlib import Path

import pytest

from longdoc.errors import DataError
from longdoc.evaluation.datasets import (
    Context,
    Question,
    Summarized,
    Text,
    documents_named,
    read_contexts,
    read_summaries,
    read_texts,
)
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
        ('{"context": "a", "qas": [], "start": 3, "end": 1}', ": 'start' and 'end' must be"),
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
        ('{"document": "a", "targets": [{"summaries": ["b", 1]}]}', "needs 'focus'"),
        ('{"document": 1, "targets": []}', "needs 'document'"),
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


def test_texts_have_an_id_and_a_title_if_they_are_given(tmp_path: Path) -> None:
    path = _write(
        tmp_path / "t.jsonl", '{"text": "One.", "id": 7, "title": "T"}', '{"text": "Two.", "title": null}'
    )
    assert list(read_texts(path)) == [Text("7", "One.", "T"), Text(f"{path}:2", "Two.")]


def test_the_documents_that_a_file_names(tmp_path: Path) -> None:
    path = _write(tmp_path / "q.jsonl", '{"doc": "a/1"}', '{"id": "a/2"}', '{"doc": "a/1", "id": "q"}')
    assert documents_named(path) == {"a/1", "a/2"}


def test_a_context_has_all_that_its_line_says(tmp_path: Path) -> None:
    answers = [{"start": 0, "text": "Elm"}, {"start": 9, "text": "oak"}]
    qas = [{"id": 5, "question": "Who?", "answers": answers}, {"question": "Why?", "answers": None}]
    given = {
        "context": "Elm owes oak 5.",
        "article": "trees",
        "lang": "zh",
        "qas": qas,
        "start": 2,
        "end": 14,
    }
    (context,) = read_contexts(_write(tmp_path / "q.jsonl", json.dumps(given)), {})
    questions = (Question("Who?", ((0, 3), (9, 12)), "5"), Question("Why?", (), ""))
    assert context == Context("Elm owes oak 5.", "trees", "zh", questions, (2, 14), whole=False)


def test_a_context_that_says_little_is_english_and_all_of_its_text(tmp_path: Path) -> None:
    path = _write(tmp_path / "q.jsonl", json.dumps(GOOD))
    (context,) = read_contexts(path, {})
    question = Question("Who?", ((0, 3),))
    assert context == Context("Elm owes oak 5.", f"{path}:1", "en", (question,), (0, 15))
    assert not context.whole
    assert question.id == ""


def test_a_line_can_name_its_document(tmp_path: Path) -> None:
    path = _write(
        tmp_path / "q.jsonl",
        '{"doc": "a/1", "article": "other", "qas": []}',
        '{"doc": "a/1", "context": "of its own", "qas": []}',
    )
    named, own = read_contexts(path, {"a/1": "The text."})
    assert named == Context("The text.", "a/1", "en", (), (0, 9), whole=True)
    assert own == Context("of its own", "a/1", "en", (), (0, 10), whole=False)


def test_lines_of_a_language_can_be_skipped(tmp_path: Path) -> None:
    lines = [json.dumps(GOOD | {"lang": lang, "article": lang}) for lang in ("zh", "en", "de")]
    path = _write(tmp_path / "q.jsonl", *lines, json.dumps(GOOD | {"article": "of none"}))
    assert [c.document for c in read_contexts(path, {}, unread={"zh"})] == ["en", "de", "of none"]
    assert [c.document for c in read_contexts(path, {}, unread={"en"})] == ["zh", "de"]


def test_a_document_with_summaries_is_one_item_for_each_target(tmp_path: Path) -> None:
    targets = [
        {"focus": "oak", "summaries": ["Oak.", " "], "evidence": [[0, 3], [9, 12]], "kind": "short"},
        {"focus": None, "summaries": None},
    ]
    given = {"document": "Elm owes oak 5.", "targets": targets}
    path = _write(tmp_path / "s.jsonl", json.dumps(given | {"id": 3, "lang": "zh"}), json.dumps(given))
    one, two, three, _ = read_summaries(path)
    assert one == Summarized("Elm owes oak 5.", "3", "zh", "oak", ("Oak.",), ((0, 3), (9, 12)), "short")
    assert two == Summarized("Elm owes oak 5.", "3", "zh", None, (), ())
    assert (three.id, three.lang) == (f"{path}:2", "en")


@pytest.mark.parametrize(
    ("qas", "says"),
    [
        ('[{"question": "q", "answers": [{"start": 0, "text": ""}]}]', "needs 'start'"),
        ('[{"question": "q", "answers": [{"start": "0", "text": "a"}]}]', "needs 'start'"),
        ('[{"question": "q", "answers": ["a"]}]', "needs 'start'"),
        ('[{"question": "q", "answers": [{"start": 1, "text": "c"}]}]', "does not have the answer 'c' at 1"),
        (
            '[{"question": "q", "answers": [{"start": 0, "text": "%s"}]}]' % ("x" * 60),
            f"the answer '{'x' * 40}' at 0",
        ),
        ('[{"question": 5}]', "question is missing"),
        ('{"question": "q"}', "a list 'qas'"),
    ],
)
def test_a_wrong_question_says_what_is_wrong(tmp_path: Path, qas: str, says: str) -> None:
    path = _write(tmp_path / "q.jsonl", f'{{"context": "abc", "qas": {qas}}}')
    with pytest.raises(DataError, match=says):
        list(read_contexts(path, {}))


@pytest.mark.parametrize("part", ["[-1, 2]", "[0, 4]", "[2, 1]", "[0]", '["0", 1]', "3"])
def test_evidence_is_offsets_within_the_text(tmp_path: Path, part: str) -> None:
    line = '{"document": "abc", "targets": [{"evidence": [%s]}]}'
    with pytest.raises(DataError, match=": 'evidence' must be character offsets"):
        list(read_summaries(_write(tmp_path / "s.jsonl", line % part)))
    (item,) = read_summaries(_write(tmp_path / "s.jsonl", line % "[0, 0], [0, 3]"))
    assert item.evidence == ((0, 0), (0, 3))


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


@pytest.mark.parametrize(("suffix", "pack"), [("", bytes), (".gz", gzip.compress), (".xz", lzma.compress)])
def test_a_paragraph_of_squad_has_its_questions_and_each_answer_once_in_order(
    tmp_path: Path, suffix: str, pack: Callable[[bytes], bytes]
) -> None:
    oak, elm = {"answer_start": 9, "text": "oak"}, {"answer_start": 0, "text": "Elm"}
    paragraphs = [
        {"context": "Elm owes oak.", "qas": [{"id": 7, "question": "Who?", "answers": [oak, elm, oak]}]},
        {"context": "Ash.", "qas": [{"question": "Why?", "answers": [elm], "is_impossible": True}]},
    ]
    path = tmp_path / f"squad.json{suffix}"
    path.write_bytes(pack(json.dumps({"data": [{"paragraphs": paragraphs}]}).encode()))
    answers = [{"start": 0, "text": "Elm"}, {"start": 9, "text": "oak"}]
    qas = [{"id": "7", "question": "Who?", "answers": answers}]
    assert list(read_objects(path)) == [
        (f"{path}: paragraph 1", {"article": None, "context": "Elm owes oak.", "qas": qas}),
        (
            f"{path}: paragraph 2",
            {"article": None, "context": "Ash.", "qas": [{"id": "", "question": "Why?", "answers": []}]},
        ),
    ]
    assert kind_of_file(path) == "questions"


def test_the_paragraph_that_is_not_squad_s_is_counted(tmp_path: Path) -> None:
    good = {"paragraphs": [{"context": "a", "qas": []}]}
    path = _write(tmp_path / "squad.json", json.dumps({"data": [good, {"paragraphs": [{"qas": []}]}]}))
    with pytest.raises(DataError, match="paragraph 2: not SQuAD's format"):
        list(read_objects(path))


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
    assert kind_of_file(_write(tmp_path / "t.ndjson", '{"id": 1, "text": "a"}')) == "texts"
    assert kind_of_file(_write(tmp_path / "c.txt", "Contract")) is None
    for suffix, pack in ((".gz", gzip.compress), (".xz", lzma.compress)):
        (tmp_path / f"q.jsonl{suffix}").write_bytes(pack(json.dumps(GOOD).encode()))
        assert kind_of_file(tmp_path / f"q.jsonl{suffix}") == "questions"
    assert kind_of_file(tmp_path / "notes.txt.gz") is None
    with pytest.raises(DataError, match=r"e\.jsonl: is empty"):
        kind_of_file(_write(tmp_path / "e.jsonl", ""))
    with pytest.raises(DataError, match="not in a labelled format"):
        kind_of_file(_write(tmp_path / "x.jsonl", '{"a": 1}'))
