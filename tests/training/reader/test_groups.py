"""Groups: answers stand where they say, near misses have none, rows fit, and a step is the same again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random

import numpy as np
import pytest

from longdoc.errors import DataError
from longdoc.network.reader.config import ReaderConfig
from longdoc.network.tokenizer import Tokenizer
from longdoc.training.reader.batches import STEPS_AT_ONCE, Batches, tokens_of
from longdoc.training.reader.changes import QuestionPool
from longdoc.training.reader.groups import GroupSampler
from longdoc.training.reader.recipe import ReaderRecipe, Source
from longdoc.training.reader.sources import SourceQuestion, SourceQuestions, read_sources, readable_title


def _draw(recipe: ReaderRecipe, toys: Path) -> GroupSampler:
    return GroupSampler(read_sources(recipe, toys, lambda line: None), recipe)


def _batches(recipe: ReaderRecipe, toys: Path) -> Batches:
    config = ReaderConfig.load(toys / "tiny" / "reader" / "config.json")
    return Batches(_draw(recipe, toys), recipe, Tokenizer.load(toys / "tiny" / "tokenizer.json"), config)


def test_passages_hold_answers_of_their_question_and_near_misses_none(
    reader_recipe: ReaderRecipe, toys: Path
) -> None:
    draw, rng = _draw(replace(reader_recipe, changed_share=0.0), toys), Random(3)
    said = {
        (asked.question, asked.text[a:b])
        for one in draw.sets
        for asked in one.items
        for a, b in asked.answers
    }
    several = 0
    for _ in range(300):
        first, *others = draw.group(rng)
        answerable = any(first.question == question for question, _ in said)
        assert bool(first.answers) == answerable
        assert all((first.question, first.text[a:b]) in said for a, b in first.answers)
        assert not any(other.answers for other in others)
        several += bool(others)
    assert several > 30


def test_contexts_name_the_title_and_the_header(reader_recipe: ReaderRecipe, toys: Path) -> None:
    draw, rng = _draw(replace(reader_recipe, context_share=1.0), toys), Random(0)
    contexts = {passage.context for _ in range(200) for passage in draw.group(rng)}
    assert {"c0", "All contracts", "what | is | due"} <= contexts
    none = _draw(replace(reader_recipe, context_share=0.0), toys)
    assert {passage.context for _ in range(100) for passage in none.group(rng)} == {"", "what | is | due"}


def test_rows_hold_the_words_of_the_answers(reader_recipe: ReaderRecipe, toys: Path) -> None:
    batches, rng = _batches(reader_recipe, toys), Random(5)
    encode = batches.tokenizer.encode
    seen = 0
    for _ in range(100):
        for passage in batches.sampler.group(rng):
            example = batches.example(passage)
            if example is None:
                continue
            assert example.row.length <= reader_recipe.passage_tokens
            for (first, last), (a, b) in zip(example.answers_A2, passage.answers, strict=False):
                wanted = batches.rows.own_ids(encode(passage.text[a:b]).ids)
                assert example.row.ids[first : last + 1].tolist() == wanted.tolist()
                seen += 1
    assert seen > 20


def test_an_answer_beyond_the_row_makes_no_example(reader_recipe: ReaderRecipe, toys: Path) -> None:
    batches = _batches(replace(reader_recipe, passage_tokens=5), toys)
    rng = Random(1)
    passages = [p for _ in range(50) for p in batches.sampler.group(rng) if p.answers]
    cut = [p for p in passages if batches.tokenizer.encode(p.text[: p.answers[0][0]]).ids.size > 5]
    assert cut
    assert all(batches.example(passage) is None for passage in cut)


def test_a_step_depends_on_its_number_alone(reader_recipe: ReaderRecipe, toys: Path) -> None:
    one, other = (_batches(reader_recipe, toys) for _ in range(2))
    one.step(0)
    for number in (STEPS_AT_ONCE + 2, 3):
        mine, theirs = (
            [x.row.ids for groups in b.step(number) for g in groups for x in g] for b in (one, other)
        )
        assert len(mine) == len(theirs) > 0
        assert all(np.array_equal(a, b) for a, b in zip(mine, theirs, strict=True))


def test_micro_batches_fit_and_have_little_padding(reader_recipe: ReaderRecipe, toys: Path) -> None:
    batches = _batches(replace(reader_recipe, micro_tokens=400, step_tokens=600), toys)
    real = padded = 0
    for number in range(STEPS_AT_ONCE):
        assert batches.step(number)
        for groups in batches.step(number):
            lengths = [len(example.row.ids) for group in groups for example in group]
            assert len(groups) == 1 or max(lengths) * len(lengths) <= 400
            real, padded = real + tokens_of(groups), padded + max(lengths) * len(lengths)
    assert real > STEPS_AT_ONCE * 600
    assert real > 0.8 * padded


def test_questions_about_another_year_or_name_are_not_answered() -> None:
    asked = "When did Alder Birch leave in 1950?"
    text = "In 1950 Alder Birch left."
    one = SourceQuestion(asked, text, ((3, 7),), "", (0, len(text)), False)
    other = replace(one, question="Where does Celia Elm live?")
    questions = QuestionPool([SourceQuestions(Source("q"), (one, other))], 0)
    changed = {questions.changed(Random(n), asked, text) for n in range(20)}
    assert asked not in changed
    assert len(changed) > 3
    assert all(question and "1950" not in question for question in changed)
    assert questions.changed(Random(0), other.question, "Celia Elm lives here.") not in (other.question, "")
    assert questions.changed(Random(0), "Who left?", text) is None


def test_titles_are_those_that_a_reader_would_see() -> None:
    assert readable_title("Cartesian_coordinate_system") == "Cartesian coordinate system"
    for name in ("csv/204-csv/590.csv", "53474060-2736-46cb-bd97-1eb42f0ff3c1", "reviews.jsonl:12"):
        assert readable_title(name) == ""


def test_languages_that_the_reader_does_not_know_are_passed_over(
    reader_recipe: ReaderRecipe, toys: Path
) -> None:
    sets = read_sources(reader_recipe, toys, lambda line: None)
    assert sum(len(one.items) for one in sets if one.source.file == "whole.jsonl") == 6
    with pytest.raises(DataError, match="nothing to learn from"):
        read_sources(replace(reader_recipe, sources=()), toys, lambda line: None)
