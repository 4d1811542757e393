"""Far spans: a sentence is taken out, its span stands more than 4,096 tokens away, and is looked for."""

from __future__ import annotations

from random import Random

import pytest

from longdoc.bench.quality.far_spans import MaskedSentence, answer_within_reach, far_questions
from longdoc.evaluation.session import Session
from longdoc.network.torch.checkpoint import model_over
from longdoc.network.torch.model import Model

WORDS = tuple(f"{a}{b}{c}" for a in "bdfgklmnprst" for b in "aeiou" for c in ("lin", "mor", "tas", "ven"))


@pytest.fixture(scope="module")
def model() -> Model:
    return model_over([*WORDS, "one", "two", "met", "near", "the", "bridge", ".", ","], "far", 0)


@pytest.fixture(scope="module")
def text() -> str:
    """Sentences of drawn words; six names of two words come again at the other end, in like company."""
    random = Random(5)
    names = [f"{a.title()} {b.title()}" for a, b in zip(WORDS[:6], WORDS[-6:], strict=True)]
    company = [WORDS[6 + 4 * n : 10 + 4 * n] for n in range(6)]
    common = WORDS[30:-6]
    middle = [" ".join(random.choices(common, k=9)).capitalize() + "." for _ in range(1_000)]
    ends = [
        [
            f"{random.choice(common).title()} {word} met {name} by {' '.join(random.sample(around, 4))}."
            for name, around in zip(names, company, strict=True)
        ]
        for word in ("one", "two")
    ]
    return "\n".join([*ends[0], *middle, *ends[1]])


@pytest.fixture(scope="module")
def asked(text: str, model: Model) -> list[MaskedSentence]:
    return list(far_questions([text, "Too short."], model))


def test_questions_are_the_same_every_time(asked: list[MaskedSentence], text: str, model: Model) -> None:
    assert asked
    assert list(far_questions([text], model))[: len(asked)] == asked


def test_the_sentence_is_gone_and_its_span_is_not(asked: list[MaskedSentence], text: str) -> None:
    for one in asked:
        gone = len(text) - len(one.text)
        assert text[: one.at_chars] == one.text[: one.at_chars]
        assert text[one.at_chars + gone :] == one.text[one.at_chars :]
        assert one.right in one.text
        assert one.question.count("[MASK]") == 2
        assert one.right not in one.question
        places = [n for n in range(len(one.text)) if one.text.startswith(one.right, n)]
        assert min(abs(n - one.at_chars) for n in places) > 4_096  # tokens have at least one character


def test_what_windows_reach_is_no_more_than_the_surroundings(
    asked: list[MaskedSentence], model: Model, tmp_path
) -> None:
    session = Session(tmp_path, model)
    one = asked[0]
    document, reading = session.open(one.text, "far")
    found = answer_within_reach(one, document, reading, model)
    reach = model.config.layers * model.config.halo_tokens + 4 * model.config.chunk_tokens
    near = one.text[max(0, one.at_chars - 12 * reach) : one.at_chars + 12 * reach]
    assert found in near
