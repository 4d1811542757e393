"""Marks go back to their words, whatever a page is like: nothing is lost, and nothing is counted twice."""

from __future__ import annotations

from copy import deepcopy

from hypothesis import given
from hypothesis import strategies as st

from longdoc.documents.pdf.marks import marks_joined, marks_put_back
from longdoc.documents.pdf.words import Word


def word(text: str, x0: float, x1: float, y: float, size: float) -> Word:
    edges = [x0, *[x1] * len(text)]
    return Word(text, x0, x1, y, size, False, 0, y, y + size, edges)


WORDS = st.builds(
    lambda text, x, y, width, size: word(text, x, x + width, y, size),
    st.text("ab1(", min_size=1, max_size=3),
    st.integers(-3, 40).map(float) | st.sampled_from([float("nan"), float("inf"), 1e300]),
    st.sampled_from([0.0, 4.0, -3.0, 20.0, float("inf")]),
    st.integers(0, 6).map(float),
    st.sampled_from([5.0, 7.0, 11.0, 11.0, 11.0, 0.0, 1e300]),
)


@given(st.lists(WORDS, max_size=30))
def test_no_character_is_lost(words: list[Word]) -> None:
    put_back = marks_put_back(deepcopy(words))
    assert sorted("".join(one.text for one in put_back).replace("^", "")) == sorted(
        "".join(one.text for one in words)
    )
    assert all(len(one.edges) == len(one.text) + 1 for one in put_back)


def test_a_mark_far_from_any_word_stays() -> None:
    words = [word("the", 0, 15, 0, 11), word("15", 18, 28, 0, 11)]
    marks = [word("th", 60, 66, 4, 7), word("2", 28, 31, 30, 7)]
    assert marks_put_back(deepcopy([*words, *marks])) == [*words, *marks]


def test_a_mark_that_was_drawn_at_its_word_stays_apart() -> None:
    words = [word("word", 0, 20, 0, 11), word("2", 21, 24, 4, 7)]
    words.append(word("more", 30, 50, 0, 11))
    assert marks_put_back(deepcopy(words)) == words


def test_a_word_in_smaller_type_below_the_end_of_a_title_is_no_mark() -> None:
    title = [word("Group", 0, 40, 0, 16), word("Test", 44, 80, 0, 16)]
    label = [word("Lower", 10, 40, -30, 10), word("Outer", 82, 120, -9, 10)]
    assert marks_put_back(deepcopy([*title, *label])) == [*title, *label]


def joined(*words: Word) -> str:
    return " ".join(word.text for word in marks_joined(list(words)))


def test_a_mark_joins_its_word_and_what_goes_on_after_it() -> None:
    raised, lowered = word("2", 30, 34, 5, 10.7), word("2", 20, 24, -5, 10.7)
    raised.glued = lowered.glued = True  # a style sheet may leave marks as large as the text
    assert joined(word("m", 22, 30, 0, 11), raised, word(",", 34, 36, 0, 11)) == "m^2,"
    assert joined(word("H", 12, 20, 0, 11), lowered, word("O", 24, 32, 0, 11)) == "H2O"
    assert (
        joined(word("10", 19, 30, 0, 11), word("6", 30, 34, 5, 7), word("units", 38, 60, 0, 11))
        == "10^6 units"
    )


def test_small_capitals_are_no_marks() -> None:
    assert joined(word("A", 10, 18, 0, 11), word("CT", 18.5, 30, 0, 8)) == "A CT"


def test_raised_cents_of_a_large_price_are_its_decimals() -> None:
    text = [word("hose", 10 * at, 10 * at + 9, 50, 11) for at in range(5)]
    assert joined(*text, word("$49", 10, 44, 0, 20), word("99", 44, 54, 8, 10)).endswith("$49.99")
    assert joined(
        *text, word("€", 0, 9, 0, 20), word("1.249", 12, 44, 0, 20), word("00", 44, 54, 8, 10)
    ).endswith("€ 1.249,00")
    assert joined(*text, word("$500", 10, 34, 0, 11), word("12", 34, 40, 4, 7)).endswith("$500^12")


def priced(*sums: tuple[str, str]) -> str:
    """Sums with raised figures in the size of the text, one below the other."""
    words: list[Word] = []
    for at, (whole, raised) in enumerate(sums):
        words += [word("Fee", 0, 20, -20 * at, 11), word(whole, 25, 44, -20 * at, 11)]
        words.append(word(raised, 44, 51, 4 - 20 * at, 7))
    return joined(*words)


def test_raised_cents_in_the_size_of_the_text_are_decimals_too() -> None:
    assert priced(("€6", "50"), ("€12", "90")) == "Fee €6.50 Fee €12.90"
    assert priced(("€6", "05")) == "Fee €6.05"
    before_currency = [word("6", 0, 9, 0, 11), word("50", 9, 16, 4, 7), word("€", 20, 26, 0, 11)]
    again = [word("7", 0, 9, -20, 11), word("20", 9, 16, -16, 7), word("€", 20, 26, -20, 11)]
    assert joined(*before_currency, *again) == "6.50 € 7.20 €"


def test_raised_numbers_of_notes_at_sums_are_no_cents() -> None:
    assert priced(("€1,200", "14")) == "Fee €1,200^14"
    assert priced(("€1,200", "14"), ("€3,400", "15")) == "Fee €1,200^14 Fee €3,400^15"
    assert priced(("€1,200", "14"), ("€3,400", "25"), ("2019", "30")).count("^") == 3


def test_the_mark_of_a_note_stands_apart_from_its_first_word() -> None:
    mark, first = word("1", 10, 14, 4, 7), word("Unaudited.", 14, 60, 0, 11)
    first.glued = True
    assert [one.glued for one in marks_joined([mark, first])] == [False, False]


def test_a_letter_that_refers_to_a_note_is_parted_from_its_word() -> None:
    def marked(text: str, mark: str) -> str:
        return joined(word(text, 0, 40, 100, 10), word(mark, 40, 44, 104, 6))

    assert marked("Marlow", "a") == "Marlow^a"
    assert marked("Marlow,", "a,b") == "Marlow,^a,b"
    assert marked("8.12", "a") == "8.12^a"
    assert marked("XIX", "e") == "XIXe"
    assert marked("M", "me") == "Mme"
    assert marked("1", "a") == "1a"
    assert marked("Acme", "TM") == "AcmeTM"
