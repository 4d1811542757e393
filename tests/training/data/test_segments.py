"""Whole documents: a crop keeps every label on what it speaks of."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from toy import contract, word_model

from longdoc.documents.version import DOCUMENTS_VERSION
from longdoc.evaluation.datasets import read_contexts, read_summaries
from longdoc.training.data.segments import (
    Segment,
    searched_documents,
    sentence_ranges,
    summarized_documents,
)
from longdoc.training.data.token_cache import TokenCache
from longdoc.training.data.unlabelled import read_unlabelled


@settings(max_examples=25, deadline=None)
@given(st.integers(60, 900), st.integers(40, 400), st.integers(0, 10_000))
def test_a_crop_keeps_labels_aligned(length: int, most: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    ids = np.arange(length)  # a token is its position, so that we see where it came from
    edges = np.arange(0, length + 1, 9)
    sentences = np.column_stack((edges[:-1], edges[1:]))
    labels = (rng.random(len(sentences)) < 0.3).astype(np.float32)
    at = rng.integers(0, length, 20)
    places = tuple(np.array([[a, min(length - 1, a + 2)]]) for a in at)
    whole = Segment(ids, sentences, labels, tuple(np.array([a]) for a in at), places)
    part = whole.crop(most, 16, rng)
    assert 0 < len(part.ids) <= most
    if length > most:
        assert part.ids[0] % 16 == 0
    assert np.array_equal(part.ids, ids[part.ids[0] : part.ids[0] + len(part.ids)])
    for (a, b), label in zip(part.sentences_M2, part.labels_M, strict=True):
        assert labels[part.ids[a] // 9] == label
        assert b - a == 9
        assert part.ids[a] % 9 == 0
    for question, place in zip(part.questions, part.places, strict=True):
        assert [part.ids[a] for a, _ in place] == [question[0]]


def test_short_contexts_of_an_article_become_one_document_with_right_places(data: Path) -> None:
    contexts = list(read_contexts(data / "q.jsonl", {}))
    tokenizer = word_model().tokenizer
    documents = searched_documents(contexts, TokenCache(tokenizer))
    assert documents == []  # under 512 tokens there is nothing to search
    for context in contexts:
        object.__setattr__(context, "document", "one")
    (document,) = searched_documents(contexts, TokenCache(tokenizer))
    assert len(document.questions) == sum(1 for c in contexts for q in c.questions if q.answers)
    answers = [c.text[q.answers[0][0] : q.answers[0][1]] for c in contexts for q in c.questions if q.answers]
    for place, answer in zip(document.places, answers, strict=True):
        ((first, last),) = place
        pieces = [str(tokenizer.fast.id_to_token(n)) for n in document.ids[first : last + 1].tolist()]
        assert "".join(piece.removeprefix("##") for piece in pieces) == answer


def test_summaries_label_the_sentences_they_quote(data: Path, tmp_path: Path) -> None:
    items = list(read_summaries(data / "s.jsonl"))
    tokenizer = word_model().tokenizer
    anew = summarized_documents(items, TokenCache(tokenizer, tmp_path))
    kept = summarized_documents(items, TokenCache(tokenizer, tmp_path))
    assert len(anew) == len(kept) == len(items)
    for number, (a, b) in enumerate(zip(anew, kept, strict=True)):
        assert np.array_equal(a.labels_M, b.labels_M)
        chosen = a.sentences_M2[a.labels_M > 0]
        words = tokenizer.fast.decode(a.ids[chosen[0][0] : chosen[0][1]].tolist())
        assert words.split()[1] in contract(number)[0].split("\n\n")[1]


def test_what_an_older_version_split_or_extracted_is_not_taken_from_the_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text, cache = "The ferry sails. It rains.", tmp_path / "cache"
    tokens = word_model().tokenizer.encode(text)
    (tmp_path / "a.txt").write_text(text)

    def kept() -> set[str]:
        sentence_ranges(text, tokens, TokenCache(word_model().tokenizer, cache))
        assert [one.text for one in read_unlabelled(tmp_path / "a.txt", cache, print)] == [text]
        return {path.name for path in cache.iterdir()}

    before = kept()
    assert kept() == before
    for module in ("segments", "unlabelled"):
        monkeypatch.setattr(f"longdoc.training.data.{module}.DOCUMENTS_VERSION", DOCUMENTS_VERSION + 1)
    assert len(kept() - before) == 2
