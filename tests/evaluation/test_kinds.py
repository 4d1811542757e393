"""The sample of questions from each kind of document: what is in it, how many, and that it stays the same."""

from __future__ import annotations

import json
import logging
import lzma
from pathlib import Path
from typing import Any

import pytest

from longdoc.evaluation.kinds import DOMAINS, KINDS, Quota, sampled_questions
from longdoc.evaluation.questions import QuestionSet
from longdoc.evaluation.session import Session
from longdoc.network.torch.checkpoint import tiny_model

Questions = dict[str, str | None]


def _line(text: str, asked: Questions, name: str) -> dict[str, Any]:
    """A line of a file of questions, which are given with their answers."""
    qas = [
        {"id": f"{name}#{n}", "question": question,
         "answers": [] if answer is None else [{"start": text.index(answer), "text": answer}]}
        for n, (question, answer) in enumerate(asked.items())
    ]  # fmt: skip
    return {"context": text, "article": name, "lang": "en", "qas": qas}


def _sample(
    folder: Path, sets: dict[str, list[dict[str, Any]]], quota: Quota
) -> dict[str, list[QuestionSet]]:
    (folder / "qa").mkdir()
    for name, lines in sets.items():
        with lzma.open(folder / f"qa/{name}.dev.jsonl.xz", "wt", encoding="utf-8") as file:
            file.writelines(json.dumps(line) + "\n" for line in lines)
    return sampled_questions(Session(folder, tiny_model()), quota)


def _asked(question_sets: list[QuestionSet]) -> dict[str, list[str]]:
    return {one.document: [question.id for question in one.questions] for one in question_sets}


def test_thirteen_kinds_of_which_three_are_tables() -> None:
    assert KINDS == (
        "contracts", "papers", "laws", "novels", "specifications", "Chinese", "handbooks", "textbooks",
        "wiki", "reviews", "made tables", "tables in files", "financial tables",
    )  # fmt: skip
    assert {kind for kind, domain in DOMAINS.items() if domain == "tables"} == {
        "made tables", "tables in files", "financial tables",
    }  # fmt: skip
    assert all(domain in (kind, "tables") for kind, domain in DOMAINS.items())


def test_the_kind_is_told_by_the_set_or_by_the_id_of_the_document(tmp_path: Path) -> None:
    def lines(*names: str) -> list[dict[str, Any]]:
        return [_line(f"Ann keeps {name}.", {"Who?": "Ann"}, name) for name in names]

    sets = {
        "longdoc-qa": lines("cuad/a", "dclaw/b", "strange/c"),
        "longdoc-qa3": lines("zhlaw/d", "cuad/e"),
        "near-misses": lines("cuad/f"),
    }
    found = _sample(tmp_path, sets, Quota())
    assert {kind: {one.document for one in some} for kind, some in found.items()} == {
        "contracts": {"cuad/a", "cuad/e"}, "laws": {"dclaw/b"}, "longdoc-qa": {"strange/c"},
        "Chinese": {"zhlaw/d"}, "wiki": {"cuad/f"},
    }  # fmt: skip


def test_a_sample_is_of_40_and_28_questions_and_at_most_8_of_a_document() -> None:
    assert Quota() == Quota(answerable=40, unanswerable=28, of_document=8)


@pytest.mark.parametrize(
    ("kind", "names", "sets"),
    [
        ("papers", ["scisumm", "plos"], []),
        ("laws", ["dclaw", "canada"], []),
        ("novels", ["books", "eltec"], []),
        ("specifications", ["rfcs", "peps", "eips", "keps"], []),
        ("Chinese", ["zhlaw", "zhhist", "zhtech"], ["cmrc2018"]),
        ("handbooks", [], ["handbooks"]),
        ("textbooks", [], ["textbooks"]),
        ("wiki", [], ["squadshifts-new_wiki", "near-misses"]),
        ("reviews", [], ["squadshifts-amazon_reviews"]),
        ("made tables", [], ["tables"]),
    ],
)
def test_every_set_is_of_its_kind(tmp_path: Path, kind: str, names: list[str], sets: list[str]) -> None:
    lines = {name: [_line(f"Ann keeps {name}.", {"Who?": "Ann"}, f"{name}/1")] for name in (*names, *sets)}
    given = {"longdoc-qa": [line for name in names for line in lines[name]]} if names else {}
    found = _sample(tmp_path, given | {name: lines[name] for name in sets}, Quota())
    assert {key: len(some) for key, some in found.items()} == {kind: len(names) + len(sets)}


def test_sets_that_are_missing_are_reported_and_long_documents_skipped(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    texts = ["Ann. " + "x" * (180_000 - 5), "Ann. " + "x" * (180_000 - 4)]
    lines = [_line(text, {"Who?": "Ann"}, f"cuad/{n}") for n, text in enumerate(texts)]
    with caplog.at_level(logging.WARNING, "longdoc"):
        found = _sample(tmp_path, {"longdoc-qa": lines}, Quota())
    assert [one.document for one in found["contracts"]] == ["cuad/0"]
    assert len(caplog.messages) == 10  # of eleven sets
    assert all(message.startswith("left out: ") and "no such file" in message for message in caplog.messages)


def test_no_more_questions_than_the_quota_and_of_each_document(tmp_path: Path) -> None:
    asked: Questions = {"Who?": "Ann", "Who keeps it?": "Ann", "What?": "lamp", "Why?": None, "When?": None}
    lines = [_line(f"Ann keeps lamp {n}.", asked, f"cuad/{n}") for n in range(5)]
    [found] = _sample(tmp_path, {"longdoc-qa": lines}, Quota(5, 3, 2)).values()
    counts = [
        (sum(bool(q.answers) for q in one.questions), sum(not q.answers for q in one.questions))
        for one in found
    ]
    assert counts == [(2, 2), (2, 1), (1, 0)]  # the rest of the documents is not needed


def test_documents_and_questions_come_in_the_order_of_their_hashes(tmp_path: Path) -> None:
    """The order that published figures were measured in."""
    asked: Questions = {"Who?": "Ann", "What?": "lamp", "Which?": "lamp"}
    lines = [_line(f"Ann keeps lamp {n}.", asked, f"cuad/{n}") for n in range(4, 8)]
    [found] = _sample(tmp_path, {"longdoc-qa": lines}, Quota(40, 0, 8)).values()
    assert list(_asked(found).items()) == [
        ("cuad/7", ["cuad/7#0", "cuad/7#1", "cuad/7#2"]),
        ("cuad/6", ["cuad/6#2", "cuad/6#0", "cuad/6#1"]),
        ("cuad/4", ["cuad/4#1", "cuad/4#2", "cuad/4#0"]),
        ("cuad/5", ["cuad/5#2", "cuad/5#0", "cuad/5#1"]),
    ]


def test_three_questions_of_the_document_before_are_asked_elsewhere(tmp_path: Path) -> None:
    asked: Questions = {
        "Where?": None,
        "Who?": "Ann",
        "Who keeps?": "Ann",
        "What?": "lamp",
        "What else?": "lamp",
    }
    lines = [_line(f"Ann keeps lamp {n}.", asked, f"cuad/{n}") for n in (1, 2)]
    [found] = _sample(tmp_path, {"longdoc-qa": lines}, Quota(0, 40, 9)).values()
    assert {name: set(ids) for name, ids in _asked(found).items()} == {
        "cuad/1": {"cuad/1#0", *(f"cuad/2#{n} elsewhere" for n in (1, 2, 3))},
        "cuad/2": {"cuad/2#0", *(f"cuad/1#{n} elsewhere" for n in (1, 2, 3))},
    }
    assert not any(question.answers for one in found for question in one.questions)


def test_a_document_alone_is_not_asked_its_own_questions_again(tmp_path: Path) -> None:
    line = _line("Ann keeps the lamp.", {"Who?": "Ann", "Why?": None}, "cuad/1")
    [found] = _sample(tmp_path, {"longdoc-qa": [line]}, Quota()).values()
    assert {name: sorted(ids) for name, ids in _asked(found).items()} == {"cuad/1": ["cuad/1#0", "cuad/1#1"]}


def test_contexts_with_the_same_text_are_one_document(tmp_path: Path) -> None:
    one, other = ({"Who?": "Ann"}, {"What?": "lamp"})
    lines = [_line("Ann keeps the lamp.", dict(asked), "cuad/1") for asked in (one, other)]
    [found] = _sample(tmp_path, {"longdoc-qa": lines}, Quota()).values()
    assert [{question.text for question in only.questions} for only in found] == [{"Who?", "What?"}]


def test_tables_are_asked_as_files_and_once_more_without_the_answer(tmp_path: Path) -> None:
    text = "Port | Ships | Country\nOban | 9 | Scotland\nUig | 7 | Skye"
    asked: Questions = {"How many ships are in Oban?": "9"}
    sets = {"wtq": [_line(text, asked, "w")], "tatqa": [_line("Of May.\n" + text, asked, "t")]}
    found = _sample(tmp_path, sets, Quota())
    assert [[bool(one.questions[0].answers), one.text] for one in found["tables in files"]] == [
        [True, text], [False, "Port | Country\nOban | Scotland\nUig | Skye"],
    ]  # fmt: skip
    [financial] = found["financial tables"]
    assert financial.text == "Of May.\n\n" + text
    assert financial.opened is not None
