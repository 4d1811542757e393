"""The quality measurements on a data folder of a few lines, with a tiny random model."""

from __future__ import annotations

import json
import lzma
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from longdoc.bench.plots import save_png
from longdoc.bench.quality.answers import presence_questions
from longdoc.bench.quality.calibrate import calibrate
from longdoc.bench.quality.search import mean_vectors, word_windows
from longdoc.bench.quality.tasks import TASKS, measure_quality
from longdoc.bench.results import TENTHS, Quality
from longdoc.errors import DataError
from longdoc.evaluation.datasets import Question
from longdoc.evaluation.kinds import DOMAINS, KINDS, Quota, sampled_questions
from longdoc.evaluation.session import Session
from longdoc.network.torch.checkpoint import tiny_model
from longdoc.reading.reader import read_document

TEXTS = {
    "cuad/a": "This Agreement is governed by the laws of Ohio. The term is five years from the start. " * 80,
    "cuad/b": "The parties are Acme Corp and Bolt Inc. Either may end it on thirty days' notice. " * 80,
}
WHERE = {"cuad/a": "laws of Ohio", "cuad/b": "Acme Corp"}


def _write(path: Path, items: Iterable[dict]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with lzma.open(path, "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps(item, ensure_ascii=False) + "\n" for item in items)


def _asked(name: str) -> list[dict]:
    start = TEXTS[name].index(WHERE[name])
    return [
        {
            "id": f"{name}#Parties",
            "question": "The two or more parties who signed the contract",
            "answers": [{"start": start, "text": WHERE[name]}],
        },
        {"id": f"{name}#Date", "question": "When?", "answers": []},
    ]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    _write(folder / "docs/cuad.jsonl.xz", [{"id": name, "text": text} for name, text in TEXTS.items()])
    _write(
        folder / "qa/cuad.dev.jsonl.xz", [{"doc": name, "lang": "en", "qas": _asked(name)} for name in TEXTS]
    )
    passages = [{"doc": n, "lang": "en", "start": 0, "end": 200, "qas": _asked(n)} for n in TEXTS]
    _write(folder / "qa/longdoc-qa.dev.jsonl.xz", passages)
    paragraph: dict[str, Any] = {"context": "The cat sat on the mat.", "lang": "en"}
    paragraph["qas"] = [{"id": "1", "question": "Who sat?", "answers": [{"start": 4, "text": "cat"}]}]
    for name in ("squadshifts-new_wiki", "squadshifts-amazon_reviews", "cmrc2018"):
        _write(folder / f"qa/{name}.dev.jsonl.xz", [paragraph])
    table = "Port | Ships\nOban | 9\nUig | 7"
    answer = {"start": table.index("Uig"), "text": "Uig"}
    question = {"id": "1", "question": "Which port has 7 ships?", "answers": [answer]}
    _write(folder / "qa/wtq.dev.jsonl.xz", [{"context": table, "lang": "en", "qas": [question]}])
    for name in ("scisumm", "plos", "squality", "qmsum"):
        target = {"focus": None, "kind": "general", "summaries": ["Acme and Bolt made an agreement."]}
        _write(
            folder / f"summaries/{name}.dev.jsonl.xz",
            [{"id": f"{name}/1", "document": TEXTS["cuad/b"], "targets": [target]}],
        )
    return folder


def test_every_task_gives_numbers_in_their_range(data):
    # with tests of their own: tests/network/test_long_range.py, test_far_spans.py, …
    of_data = [
        name for name in TASKS if name not in ("far-facts", "far-spans", "both-forms", "summary-peers")
    ]
    measured = list(measure_quality(Session(data, tiny_model()), of_data))
    assert {m.task for m in measured} == {
        "paragraph reading", "table lookups", "contracts", "contracts in other words", "passage search",
        "whole-document answers", "what is not there", "summaries", "library of 2 contracts",
        "answers by kind",
    }  # fmt: skip
    for m in measured:
        assert m.count > 0, m
        assert 0 <= m.value <= (1 if m.measure in ("AUROC", "ECE") else 100), m


def test_tasks_can_be_chosen(data):
    assert {m.task for m in measure_quality(Session(data, tiny_model()), ["search"])} == {"passage search"}
    assert set(TASKS) == {"paragraphs", "tables", "contracts", "contracts-reworded", "search", "answers",
                          "absent", "summaries", "summary-peers", "both-forms", "far-spans", "far-facts",
                          "clauses", "library", "kinds"}  # fmt: skip


def test_a_limit_takes_fewer_documents(data):
    session = Session(data, tiny_model(), limit=1)
    assert len(session.contexts("cuad")) == 1
    assert Session(data, tiny_model(), longest_chars=10).contexts("cuad") == []


def test_a_document_is_found_in_a_file_of_another_name(tmp_path):
    _write(tmp_path / "docs/handbooks.jsonl.xz", [{"id": "anatomy/1", "text": TEXTS["cuad/a"]}])
    asked = {"doc": "anatomy/1", "lang": "en", "qas": _asked("cuad/a")}
    _write(tmp_path / "qa/handbooks.dev.jsonl.xz", [asked])
    [context] = Session(tmp_path, tiny_model()).contexts("handbooks")
    assert context.text == TEXTS["cuad/a"]


def test_questions_to_another_document_have_no_answer_there(data):
    question_sets = presence_questions(Session(data, tiny_model()))["longdoc-qa other document"]
    assert [bool(question_set.questions[0].answers) for question_set in question_sets] == [
        True,
        False,
        True,
        False,
    ]
    assert question_sets[0].document != question_sets[1].document


def test_passages_keep_their_answers(data):
    question_sets = presence_questions(Session(data, tiny_model()))["longdoc-qa passages"]
    assert question_sets
    for question_set in question_sets:
        assert len(question_set.text) == 200
        start, end = question_set.questions[0].answers[0]
        assert question_set.text[start:end] in WHERE.values()


def test_windows_of_words_follow_each_other(data):
    model = tiny_model()
    session = Session(data, model)
    document, reading = session.open(TEXTS["cuad/a"], "a")
    windows = word_windows(reading, document.text, 200)
    assert (windows[1:, 0] == windows[:-1, 1]).all()
    words = [len(document.text[reading.token_spans_T2[a, 0] : reading.token_spans_T2[b - 1, 1]].split())
             for a, b in windows]  # fmt: skip
    assert set(words[:-1]) == {200}


def test_dense_search_is_what_the_definition_says(data):
    model = tiny_model()
    document, reading = Session(data, model).open(TEXTS["cuad/a"], "a")
    windows = word_windows(reading, document.text, 200)
    asked = model.embed_query("Which one?")
    means = np.array([reading.vectors_TV[a:b].astype(float).mean(0) for a, b in windows])
    cosine = means @ asked.mean(0) / np.linalg.norm(means, axis=1)
    np.testing.assert_allclose(mean_vectors(reading, windows) @ asked.mean(0), cosine, atol=1e-6)


def test_a_calibration_can_be_fitted(data):
    found, figures = calibrate(Session(data, tiny_model()))
    assert 0 <= found.unsure <= found.threshold <= 1
    assert all(np.isfinite(weight) for weight in found.network.weights.values())
    assert {one.domain for one in figures} <= set(DOMAINS.values())


def test_a_sample_is_the_same_every_time_and_within_its_quota(data):
    quota = Quota(answerable=2, unanswerable=1, of_document=1)
    first, second = (_asked_by_kind(Session(data, tiny_model()), quota) for _ in range(2))
    assert first == second
    assert set(first) <= set(KINDS)
    for asked in first.values():
        assert sum(bool(question.answers) for question in asked) <= quota.answerable
        assert sum(not question.answers for question in asked) <= quota.unanswerable


def _asked_by_kind(session: Session, quota: Quota) -> dict[str, list[Question]]:
    sample = sampled_questions(session, quota)
    return {
        kind: [question for question_set in question_sets for question in question_set.questions]
        for kind, question_sets in sample.items()
    }


def test_a_question_to_another_document_has_no_answer_there(data):
    [question_sets] = [
        some for kind, some in sampled_questions(Session(data, tiny_model())).items() if kind == "contracts"
    ]
    elsewhere = [
        (question_set, q)
        for question_set in question_sets
        for q in question_set.questions
        if q.id.endswith("elsewhere")
    ]
    assert elsewhere
    for question_set, question in elsewhere:
        assert question.answers == ()
        assert WHERE[question_set.document] not in question.id


def test_a_missing_set_is_a_clear_error(tmp_path):
    with pytest.raises(DataError, match=r"cuad\.dev"):
        Session(tmp_path, tiny_model()).contexts("cuad")


def test_a_document_is_read_once(data):
    session = Session(data, tiny_model())
    first, second = (session.open(TEXTS["cuad/a"], "a") for _ in range(2))
    assert first[1] is second[1]
    assert np.array_equal(first[1].vectors_TV, read_document(first[0], session.model).vectors_TV)


def test_what_was_found_is_reused_only_for_as_many_passages(data):
    session = Session(data, tiny_model())
    question_set = presence_questions(session)["cuad"][0]
    document, reading = session.open(question_set.text, question_set.document)
    questions = [question.text for question in question_set.questions]
    many = session.find(questions, document, reading, top_alternatives=19)
    few = session.find(questions, document, reading)
    assert len(many[0].passages) > len(few[0].passages)
    assert session.find(questions, document, reading) is few


def test_confidences_are_drawn_by_tenths(tmp_path):
    image = pytest.importorskip("matplotlib.image", reason="plots need matplotlib: the extra [bench]")
    records = [Quality("what is not there", "cuad", TENTHS[n], 10.0 * n, 5 + n) for n in (0, 4, 9)]
    save_png(records, tmp_path / "reliability.png")
    assert image.imread(tmp_path / "reliability.png").shape[1] > 500
