"""Offsets are exact, and cutting a long text into pieces does not change its tokens."""

from hypothesis import given, settings
from hypothesis import strategies as st

from longdoc.network import tokenizer as module
from longdoc.network.torch.checkpoint import tiny_model

TOKENIZER = tiny_model().tokenizer
TEXTS = st.text(st.sampled_from("ab cdé.,7\n。，法第１"), max_size=300)


@given(TEXTS)
@settings(max_examples=100, deadline=None)
def test_tokens_stand_in_order_and_inside_the_text(text: str) -> None:
    tokens = TOKENIZER.encode(text)
    spans = tokens.spans
    assert (spans[:, 0] < spans[:, 1]).all()
    assert (spans[1:, 0] >= spans[:-1, 0]).all()
    assert not len(spans) or (spans.min() >= 0 and spans.max() <= len(text))
    covered = {i for a, b in spans for i in range(a, b)}
    assert all(char.isspace() for i, char in enumerate(text) if i not in covered)


@given(TEXTS)
@settings(max_examples=100, deadline=None)
def test_pieces_give_the_tokens_of_the_whole(text: str) -> None:
    whole = TOKENIZER.encode(text)
    before, module.PIECE_CHARS = module.PIECE_CHARS, 20
    try:
        pieces = TOKENIZER.encode(text)
    finally:
        module.PIECE_CHARS = before
    assert pieces.ids.tolist() == whole.ids.tolist()
    assert pieces.spans.tolist() == whole.spans.tolist()


def test_covering_gives_the_tokens_that_touch_the_characters() -> None:
    tokens = TOKENIZER.encode("ab cd, e")
    first, last = tokens.covering(3, 5)
    assert [tokens.spans[t].tolist() for t in range(first, last)] == [[3, 4], [4, 5]]


def test_half_a_character_is_a_token_of_its_own_length() -> None:
    tokens, unknown = TOKENIZER.encode("ab\udc80cd"), TOKENIZER.encode("ab\ufffdcd")
    assert tokens.ids.tolist() == unknown.ids.tolist()
    assert tokens.spans.tolist() == unknown.spans.tolist()


def test_traditional_characters_are_the_tokens_of_simplified_ones_in_their_places() -> None:
    tokens, simplified = TOKENIZER.encode("總價１２０萬元"), TOKENIZER.encode("总价120万元")
    assert tokens.ids.tolist() == simplified.ids.tolist()
    assert tokens.spans.tolist() == simplified.spans.tolist()
