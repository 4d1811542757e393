"""Tokens are computed once, kept by content, and the same from the token cache as anew."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from toy import contract, word_model

from longdoc.training.data.token_cache import TokenCache, token_ranges


def test_what_is_kept_is_what_was_encoded(tmp_path: Path) -> None:
    tokenizer = word_model().tokenizer
    texts = [contract(1)[0], "", contract(2)[0]]
    anew = TokenCache(tokenizer).encode_all(texts)
    TokenCache(tokenizer, tmp_path).encode_all(texts)
    kept = TokenCache(tokenizer, tmp_path).encode_all(texts)
    assert len(list(tmp_path.iterdir())) == 2
    for text, a, b in zip(texts, anew, kept, strict=True):
        plain = tokenizer.encode(text)
        for tokens in (a, b):
            assert np.array_equal(tokens.ids, plain.ids)
            assert np.array_equal(tokens.spans, plain.spans)
    assert isinstance(kept[0].ids, np.memmap)


def test_other_texts_and_other_tokenizers_have_other_names() -> None:
    token_cache = TokenCache(word_model().tokenizer)
    assert (
        len({token_cache.key("ab"), token_cache.key("a", "b"), token_cache.key("ab", about="sentences")}) == 3
    )


def test_a_torn_file_is_made_anew(tmp_path: Path) -> None:
    token_cache = TokenCache(word_model().tokenizer, tmp_path)
    first = token_cache.encode_all([contract(3)[0]])
    for file in tmp_path.iterdir():
        file.write_bytes(file.read_bytes()[:30])
    again = token_cache.encode_all([contract(3)[0]])
    assert np.array_equal(first[0].ids, again[0].ids)


def test_ranges_of_many_spans_are_those_of_each() -> None:
    text, _ = contract(4)
    tokens = word_model().tokenizer.encode(text)
    spans = [(a, a + n) for a in range(0, len(text) - 20, 7) for n in (0, 1, 20)]
    assert token_ranges(tokens, spans).tolist() == [list(tokens.covering(*span)) for span in spans]
    assert token_ranges(tokens, []).shape == (0, 2)
