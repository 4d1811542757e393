"""Figures of a reader of which it is known what it answers: always the first word, and always as sure."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from longdoc.evaluation.datasets import Context, Question
from longdoc.network.reader.torch_reader import TorchReader
from longdoc.network.tokenizer import Tokenizer
from longdoc.training.reader.evaluate import PASSAGE_CHARS, reading_metrics
from longdoc.training.reader.recipe import ReaderRecipe
from longdoc.training.reader.start import starting_reader


@pytest.fixture
def first_word(reader_recipe: ReaderRecipe) -> TorchReader:
    model = starting_reader(reader_recipe)
    for weight in (*model.ends.parameters(), *model.absent.parameters()):
        weight.data.zero_()
    return TorchReader(model)


def test_figures_of_a_reader_that_always_answers_with_the_first_word(
    first_word: TorchReader, toys: Path
) -> None:
    text = "rent due at once"
    asked = [
        Question("what is due ?", ((0, 4),)),
        Question("what is the rent ?", ((0, 8),)),
        Question("which fee ?", ((9, 16),)),
        Question("what tax ?", ()),
    ]
    tokenizer = Tokenizer.load(toys / "tiny" / "tokenizer.json")
    contexts = [Context(text, "d", "en", tuple(asked), (0, len(text)))]
    figures = reading_metrics(first_word, tokenizer, contexts)
    assert figures["questions"] == 4
    assert figures["em"] == pytest.approx(1 / 3)
    assert figures["f1"] == pytest.approx((1 + 2 / 3 + 0) / 3)
    assert figures["auroc"] == 0.5
    assert 0 <= figures["verify_auroc"] <= 1


def test_of_a_long_text_the_reader_is_given_what_is_around_the_answer(
    first_word: TorchReader, toys: Path
) -> None:
    text = "due at once " * PASSAGE_CHARS
    place = 6 * PASSAGE_CHARS
    asked = (Question("what ?", ((place, place + 3),)), Question("which tax ?", ()))
    tokenizer = Tokenizer.load(toys / "tiny" / "tokenizer.json")
    figures = reading_metrics(first_word, tokenizer, [Context(text, "d", "en", asked, (0, len(text)))])
    assert figures["questions"] == 1  # of a long text the other has no passage to be asked of
    assert np.isfinite(figures["f1"])
