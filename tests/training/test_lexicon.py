"""The lexicon is learned from questions with answers alone, without the documents of dev splits."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from longdoc.tasks.search.lexicon import Lexicon
from longdoc.tasks.terms import question_terms
from longdoc.training.lexicon.build import learned_lexicon
from longdoc.training.lexicon.examples import Vocabulary, read_sources

ASKED = {
    "Who is liable?": "The seller shall indemnify and hold harmless the buyer number {n}.",
    "Can they quit early?": "Contract {n} ends upon thirty days of notice to terminate.",
    "How much is it?": "The price of lot {n} is payable in dollars.",
    "Where is the ship?": "Vessel {n} lies at anchor in the harbour.",
}
FILLER = " ".join(f"Item w{n} concerns matters of weather{n % 9} and roads{n % 7}." for n in range(16))


def _write(path: Path, lines: list[dict[str, object]]) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    texts: list[dict[str, object]] = []
    asked: list[dict[str, object]] = []
    for n in range(40):
        said = {question: answer.format(n=n) for question, answer in ASKED.items()}
        text = f" {FILLER} ".join(["", *said.values(), ""])
        texts.append({"id": f"deal/{n}", "text": text})
        qas = [
            {"id": f"{n}", "question": q, "answers": [{"start": text.index(a), "text": a}]}
            for q, a in said.items()
        ]
        asked.append({"doc": f"deal/{n}", "lang": "en", "qas": qas})
    _write(folder / "docs" / "deals.jsonl", texts)
    _write(folder / "qa" / "deals.train.jsonl", asked)
    _write(folder / "qa" / "deals.dev.jsonl", asked[:3])
    return folder


def test_documents_of_dev_splits_are_left_out(data: Path) -> None:
    sources = read_sources(data, Vocabulary(), ["deals"], log=lambda line: None)
    assert len(sources) == 37
    assert {len(source.asked) for source in sources} == {4}


def test_learns_which_words_answer_which(data: Path, tmp_path: Path) -> None:
    vocabulary, lines = Vocabulary(), []
    sources = read_sources(data, vocabulary, ["deals"], log=lines.append)
    lexicon = learned_lexicon(sources, vocabulary, log=lines.append)
    for question, answer in ASKED.items():
        asked, said = question_terms(question), {term.text for term in question_terms(answer)}
        added = [term.text for term in lexicon.expanded(asked)[len(asked) :]]
        assert len(added) >= 3
        assert set(added[:3]) <= said, question
    assert float(lines[-1].split()[3]) < float(lines[-3].split()[3]), "the loss falls"
    lexicon.save(tmp_path)
    assert Lexicon.load(tmp_path) == lexicon
