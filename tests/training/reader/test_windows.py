"""Windows hold what they are cut around, end at blanks, and near misses answer nothing."""

from __future__ import annotations

from collections import Counter
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from longdoc.training.reader.windows import around, near_miss, of_rows, rarest_words

TEXTS = st.text(alphabet="ab |\n", min_size=1, max_size=200)


@given(TEXTS, st.data(), st.integers(1, 80), st.integers(0, 9))
def test_a_window_holds_its_answer(text: str, data: st.DataObject, size: int, seed: int) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    part = around(Random(seed), text, start, end, size)
    assert 0 <= part.start <= start < end <= part.end <= len(text)
    assert part.end - part.start <= max(size, end - start)
    assert part.start in (0, start) or text[part.start - 1].isspace()
    assert part.end in (end, len(text)) or text[part.end].isspace()


@given(TEXTS, st.data(), st.integers(1, 80), st.integers(0, 9))
def test_rows_are_whole_and_hold_their_answer(text: str, data: st.DataObject, size: int, seed: int) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    part = of_rows(Random(seed), text, start, end, size)
    assert part.start <= start < end <= part.end
    assert part.start == 0 or text[part.start - 1] == "\n"
    assert part.end == len(text) or text[part.end - 1] == "\n"
    if part.header:
        assert " | " in part.header
        assert part.header not in text[part.start : part.end]


def test_rows_of_a_table_that_lie_below_bring_its_header() -> None:
    table = "\n".join(("name | rent", *(f"house {n} | {n}00" for n in range(50))))
    at = table.index("house 40")
    assert of_rows(Random(0), table, at, at + 8, 30).header == "name | rent"
    assert of_rows(Random(0), table, 0, 4, 30).header == ""


def test_a_near_miss_looks_like_the_question_and_does_not_answer_it() -> None:
    other = "Nothing is said here of boats or of the sea. " * 10
    text = (
        f"The rent of the mill is 500 coins. {other} The rent of the barn is due. {other} I paid 500 coins."
    )
    answers = ((text.index("500 coins"), text.index("500 coins") + 9),)
    words = rarest_words("What is the rent of the mill?", Counter({"what": 9}))
    assert set(words) == {"rent", "mill", "what"}
    assert words[-1] == "what"
    part = near_miss(Random(1), text, words, Counter(), 60, answers, ())
    assert part is not None
    passage = text[part.start : part.end]
    assert "rent" in passage
    assert "500 coins" not in passage
    assert near_miss(Random(1), text, words, Counter(), 60, answers, (part,)) is None
    assert near_miss(Random(1), text, ["sea"], Counter(), 40, answers, ()) is not None
