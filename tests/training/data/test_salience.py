"""The greedy oracle takes the sentences that a summary is made of."""

from __future__ import annotations

import numpy as np

from longdoc.training.data.salience import oracle_sentences


def _ids(text: str) -> np.ndarray:
    return np.array([ord(sign) for sign in text], np.int32)


def test_copied_sentences_are_found_and_nothing_else() -> None:
    sentences = ["abcdefg", "hijklmn", "opqrstu", "vwxyz123"]
    labels = oracle_sentences([_ids(s) for s in sentences], [_ids("hijklmnvwxyz123")])
    assert labels.tolist() == [0, 1, 0, 1]


def test_each_reference_brings_its_own() -> None:
    sentences = [_ids(s) for s in ("abcdefg", "hijklmn", "opqrstu")]
    assert oracle_sentences(sentences, [_ids("abcdefg"), _ids("opqrstu")]).tolist() == [1, 0, 1]


def test_headings_and_strangers_are_left_out() -> None:
    sentences = [_ids(s) for s in ("abc", "hijklmn")]
    assert not oracle_sentences(sentences, [_ids("abc")]).any()
    assert not oracle_sentences(sentences, [_ids("0123456")]).any()
    assert oracle_sentences([], [_ids("abc")]).shape == (0,)
