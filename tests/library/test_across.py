"""The best of several documents' answers, and what becomes of the others."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from longdoc.api import LongDoc
from longdoc.library.across import best_answer
from longdoc.network.torch.checkpoint import tiny_model
from longdoc.reading.coverage import Coverage
from longdoc.tasks.answers.answer import answer_questions
from longdoc.tasks.types import Alternative, Answer


def _alternative(document: str, confidence: float) -> Alternative:
    return Alternative("a", confidence, document, f"a {document}", "1", None, 0, 1)


def _answer(document: str, confidence: float, *others: float) -> Answer:
    alternatives = tuple(_alternative(document, other) for other in others)
    coverage = Coverage(2, 1, 100, 20, 20)
    best = _alternative(document, confidence)
    return Answer("q", best, confidence, document, "t", alternatives, coverage, 0.5)


def _none(document: str, confidence: float) -> Answer:
    answer = _answer(document, confidence, confidence)
    return replace(answer, best=None)


def test_the_most_confident_answer_wins_and_the_others_follow():
    best = best_answer([_answer("x", 0.4, 0.3), _answer("y", 0.9, 0.1), _answer("z", 0.6)], top=3)
    assert (best.document, best.confidence) == ("y", 0.9)
    assert [(other.document, other.confidence) for other in best.alternatives] == [
        ("z", 0.6), ("x", 0.4), ("x", 0.3),
    ]  # fmt: skip
    assert best.coverage == Coverage(6, 3, 300, 60, 60)
    assert best.seconds == 1.5


def test_any_answer_is_better_than_none():
    best = best_answer([_none("x", 0.9), _answer("y", 0.2)], top=3)
    assert best.document == "y"
    assert [other.document for other in best.alternatives] == ["x"]


def test_the_document_that_the_question_names_answers():
    def of(document: str, confidence: float, words: str, title: str = "") -> Answer:
        held = frozenset(words.split())
        return replace(
            _answer(document, confidence), words_held=held, words_in_title=frozenset(title.split())
        )

    lease = of("lease", 0.9, "law govern leas", "leas")
    assert best_answer([of("charter", 0.97, "law govern", "law"), lease], top=3).document == "lease"
    assert best_answer([of("charter", 0.999, "law govern"), lease], top=3).document == "charter"  # far surer
    assert best_answer([of("charter", 0.97, "law chart"), lease], top=3).document == "charter"
    said = replace(lease, words_in_title=frozenset())
    assert best_answer([of("charter", 0.97, "law govern"), said], top=3).document == "charter"
    assert best_answer([of("charter", 0.97, "law govern"), replace(lease, best=None)]).document == "charter"


def test_where_no_document_answers_there_is_no_answer():
    best = best_answer([_none("x", 0.1), _none("y", 0.2)], top=3)
    assert best.answer is None
    assert best.confidence == 0.2


def test_all_that_answer_leaves_out_what_was_turned_down():
    best = best_answer([_none("x", 0.3), _answer("y", 0.9, 0.5, 0.8), _answer("z", 0.6)])
    assert [other.confidence for other in best.alternatives] == [0.5, 0.8, 0.6]


def test_what_several_documents_say_in_the_same_sentence_is_told_once():
    answer = _answer("y", 0.8)
    assert answer.best is not None
    same = replace(answer, best=replace(answer.best, quote="a x"))
    best = best_answer([_answer("x", 0.9), same, _answer("z", 0.6)], top=3)
    assert [other.document for other in best.alternatives] == ["z"]


def test_one_answer_a_document_where_documents_are_wanted():
    best = best_answer([_answer("x", 0.9, 0.85), _answer("y", 0.8, 0.7)], top=3, one_each=True)
    assert [(other.document, other.confidence) for other in best.alternatives] == [("y", 0.8)]


def test_one_answer_a_document_also_where_only_one_document_answers():
    (alone,) = [best_answer([_answer("x", 0.9, 0.85)], top=3, one_each=True)]
    assert alone.alternatives == ()


def test_only_what_must_be_read_again_is_left_out_after_a_change_of_the_model(
    tmp_path, tiny, caplog, monkeypatch
):
    monkeypatch.setattr("longdoc.library.across.READ_FOR_A_QUESTION", 1)
    other = tiny_model(seed=1)
    for n in range(4):
        (tmp_path / f"{n}.txt").write_text(f"The Provider {n} is liable for direct damages only.\n")
    with LongDoc(tmp_path / "library", model=tiny, device="cpu") as longdoc:
        list(longdoc.ingest(sorted(tmp_path.glob("*.txt"))))
        entries = sorted(longdoc.documents(), key=lambda entry: entry.sha256)
    with LongDoc(tmp_path / "library", model=other, device="cpu") as longdoc:
        longdoc.read(longdoc.open_entry(entries[-1]))
        (answer,) = longdoc.ask_library(["Who is liable?"], min_confidence=0, top_alternatives=9)
    asked = {answer.document, *(one.document for one in answer.alternatives)}
    told = [record.getMessage().split(":")[0] for record in caplog.records]
    assert told == [entry.path for entry in entries[1:3]]
    assert asked == {entries[0].path, entries[3].path}


@pytest.mark.parametrize("damage", [b"", b"\xff" * 8, b"\x02\x00\x00\x00\x00\x00\x00\x00{}"])
def test_a_damaged_reading_is_told_and_made_anew_when_the_library_is_asked(tmp_path, tiny, caplog, damage):
    (tmp_path / "a.txt").write_text("The Provider is liable for direct damages only.\n" * 20)
    with LongDoc(tmp_path / "library", model=tiny, device="cpu") as longdoc:
        list(longdoc.ingest([tmp_path / "a.txt"]))
    (path,) = (tmp_path / "library" / "readings").glob("*.safetensors")
    path.write_bytes(damage)
    with LongDoc(tmp_path / "library", model=tiny, device="cpu") as longdoc:
        (answer,) = longdoc.ask_library(["Who is liable?"], min_confidence=0)
    assert answer.answer
    assert "stored Reading is damaged" in caplog.text


def test_a_fault_in_one_document_leaves_the_others_to_answer(tmp_path, tiny, caplog, monkeypatch):
    for name in "ab":
        (tmp_path / f"{name}.txt").write_text(f"The Provider {name} is liable for direct damages only.\n")

    def fails(questions, document, *rest, **more):
        if document.source.endswith("a.txt"):
            raise ZeroDivisionError("by nothing")
        return answer_questions(questions, document, *rest, **more)

    monkeypatch.setattr("longdoc.library.across.answer_questions", fails)
    with LongDoc(tmp_path / "library", model=tiny, device="cpu") as longdoc:
        list(longdoc.ingest(sorted(tmp_path.glob("*.txt"))))
        (answer,) = longdoc.ask_library(["Who is liable?"], min_confidence=0)
    assert answer.document is not None
    assert answer.document.endswith("b.txt")
    assert "a.txt: ZeroDivisionError: by nothing (a fault in longdoc" in caplog.text


def test_of_several_contracts_the_lease_is_asked_about_the_lease(tmp_path):
    contracts = Path(__file__).parents[2] / "examples" / "documents" / "contracts"
    with LongDoc(tmp_path / "library") as longdoc:
        assert [one.status for one in longdoc.ingest(sorted(contracts.iterdir()))] == ["ingested"] * 3
        (law, parties) = longdoc.ask_library(
            ["Which law governs the lease?", "Who are the parties to the lease?"]
        )
    assert law.answer == "the law of Scotland"
    assert Path(parties.document).name == "studio-lease.docx"
