"""The public names, and LongDoc from opening a file to asking a library."""

from __future__ import annotations

import logging

import pytest

import longdoc
from longdoc import Document, LibraryError, LongDoc, UsageError, errors
from longdoc.network.torch.checkpoint import tiny_model

CONTRACT = """1. Parties

This agreement is made between Alder Ltd and Birch GmbH. It begins on 3 May 2021.

2. Liability

The Provider is liable for direct damages only. The limit is one million euros.
"""


@pytest.fixture(scope="module")
def tiny():
    return tiny_model()


@pytest.fixture
def contract(tmp_path):
    path = tmp_path / "contract.txt"
    path.write_text(CONTRACT, encoding="utf-8")
    return path


@pytest.fixture
def reader(tmp_path, tiny):
    with LongDoc(tmp_path / "library", model=tiny) as opened:
        yield opened


def test_every_public_name_is_there_and_every_error_is_public():
    for name in longdoc.__all__:
        assert getattr(longdoc, name) is not None
    assert set(errors.__all__) <= set(longdoc.__all__)
    assert sorted(longdoc.__all__) == dir(longdoc)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = longdoc.nothing


def test_an_answer_is_a_span_of_the_document(reader, contract):
    document = reader.open(contract)
    answer = reader.ask(document, "Who is liable?", min_confidence=0.0)
    assert answer.answer == document.text[answer.start : answer.end]
    assert answer.answer in answer.quote
    assert answer.quote in document.text
    assert answer.document == str(contract)


def test_several_questions_are_answered_in_their_order(reader, contract):
    questions = ["Who is liable?", "When does it begin?", "What is the limit?"]
    answers = reader.ask_many(reader.open(contract), questions)
    assert [answer.question for answer in answers] == questions


def test_above_all_confidence_there_is_no_answer(reader, contract):
    answer = reader.ask(reader.open(contract), "Who is liable?", min_confidence=1.0)
    assert answer.answer is None
    assert answer.quote is None


def test_a_summary_is_made_of_sentences_of_the_document(reader, contract):
    document = reader.open(contract)
    summary = reader.summarize(document, sentences=2)
    assert len(summary.sentences) == 2
    for sentence in summary.sentences:
        assert sentence.text == document.text[sentence.start : sentence.end]


def test_the_lengths_of_a_summary_exclude_each_other(reader, contract):
    with pytest.raises(UsageError, match="one of"):
        reader.summarize(reader.open(contract), words=10, sentences=2)


def test_an_empty_question_is_refused(reader, contract):
    with pytest.raises(UsageError, match="empty"):
        reader.ask(reader.open(contract), "  ")


def test_an_ingested_document_is_asked_when_its_file_is_gone(reader, contract):
    (result,) = reader.ingest([contract])
    assert result.status == "ingested"
    contract.unlink()
    (entry,) = reader.select()
    assert reader.open_entry(entry).text == CONTRACT
    reader.forget(entry.id)
    assert reader.documents() == []


def test_a_library_is_asked_as_a_whole_or_where_a_condition_is_met(reader, tmp_path):
    paths = []
    for i in range(25):
        path = tmp_path / f"{i}.txt"
        path.write_text(f"Number {i} speaks of the weather" + (" and of indemnities." if i == 7 else "."))
        paths.append(path)
    assert all(result.status == "ingested" for result in reader.ingest(paths))
    chosen = reader.select("name = 3.txt")
    (answer,) = reader.ask_library(["Which indemnities are there?"], chosen, min_confidence=0)
    assert answer.document == str(paths[3].resolve())
    (answer,) = reader.ask_library(["Which indemnities are there?"], min_confidence=0)
    assert {answer.document, *(o.document for o in answer.alternatives)} <= {str(p.resolve()) for p in paths}
    with pytest.raises(UsageError, match="no document"):
        reader.select("name = 77.txt")


def test_asking_a_library_that_is_not_there_makes_none(tmp_path, tiny):
    with LongDoc(tmp_path / "nowhere", model=tiny) as reader, pytest.raises(LibraryError, match="no library"):
        reader.select()
    assert not (tmp_path / "nowhere").exists()


def test_without_a_cache_nothing_is_kept(tmp_path, tiny, contract):
    with LongDoc(tmp_path / "library", model=tiny, cache=False) as reader:
        reader.ask(reader.open(contract), "Who is liable?")
        with pytest.raises(UsageError, match="cache"):
            reader.documents()
    assert not (tmp_path / "library").exists()


def test_a_library_that_cannot_be_written_costs_only_the_keeping(tmp_path, tiny, contract, caplog):
    (tmp_path / "file").write_text("in the way")
    with (
        caplog.at_level(logging.WARNING, "longdoc"),
        LongDoc(tmp_path / "file" / "library", model=tiny) as reader,
    ):
        assert reader.ask(reader.open(contract), "Who is liable?", min_confidence=0.0).answer
        assert len(caplog.records) == 1
        with pytest.raises(LibraryError):
            list(reader.ingest([contract]))


def test_a_path_in_place_of_a_document_or_a_list_is_wrong_usage(tmp_path, tiny):
    path = tmp_path / "a.txt"
    path.write_text("It ends in May.", "utf-8")
    with LongDoc(tmp_path / "library", model=tiny) as longdoc:
        for wrong in (str(path), path):
            with pytest.raises(UsageError, match="is not a Document; open it first"):
                longdoc.ask(wrong, "When does it end?")  # type: ignore[arg-type]
            with pytest.raises(UsageError, match="is not a Document"):
                longdoc.summarize(wrong)  # type: ignore[arg-type]
            with pytest.raises(UsageError, match="must be a list of paths"):
                longdoc.ingest(wrong)
            with pytest.raises(UsageError, match="must be a list of paths"):
                longdoc.prefetched(wrong)
            with pytest.raises(UsageError, match="is not a Document"):
                longdoc.verify(wrong, [longdoc.open(path)])  # type: ignore[arg-type]
            with pytest.raises(UsageError, match="is not a Document"):
                longdoc.verify(longdoc.open(path), [wrong])  # type: ignore[list-item]
            with pytest.raises(UsageError, match="must be a list of documents"):
                longdoc.verify(longdoc.open(path), longdoc.open(path))  # type: ignore[arg-type]


def test_a_question_in_place_of_a_list_is_wrong_usage(tmp_path, tiny):
    with LongDoc(tmp_path / "library", model=tiny) as longdoc:
        note = Document.from_text("It ends in May.", "note")
        with pytest.raises(UsageError, match="list of questions"):
            longdoc.ask_many(note, "When does it end?")
        with pytest.raises(UsageError, match="must be a string"):
            longdoc.ask(note, None)  # type: ignore[arg-type]


def test_numbers_and_choices_that_there_are_not_are_wrong_usage(tmp_path, tiny):
    for wrong in ({"reader": "x"}, {"timeout_seconds": -1}, {"max_memory_bytes": 0}):
        with pytest.raises(UsageError, match=next(iter(wrong))):
            LongDoc(tmp_path / "library", model=tiny, **wrong)
    with LongDoc(tmp_path / "library", model=tiny) as longdoc:
        note = Document.from_text("It ends in May.", "note")
        for bad in ({"min_confidence": 7}, {"min_confidence": float("nan")}, {"top_alternatives": -1}):
            with pytest.raises(UsageError, match=next(iter(bad))):
                longdoc.ask(note, "When does it end?", **bad)
            with pytest.raises(UsageError, match=next(iter(bad))):
                longdoc.ask_library(["When does it end?"], **bad)
        with pytest.raises(UsageError, match="at least one question"):
            longdoc.ask_many(note, [])
