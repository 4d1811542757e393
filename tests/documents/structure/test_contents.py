"""Entries of tables of contents are told from headings by repetition, by missing text, and by leader dots."""

from __future__ import annotations

import time

import pytest

from longdoc.documents.structure.contents import ends_in_leader, has_body, without_contents
from longdoc.documents.structure.headings import Heading
from longdoc.documents.structure.kinds import mark_kinds
from longdoc.documents.structure.sections import find_sections

BODY = "The parties agree on all of this, and on nothing else than this."


class Outline:
    """A text that is written piece by piece, with a heading for each titled piece."""

    def __init__(self) -> None:
        self.text = ""
        self.headings: list[Heading] = []

    def add(
        self, title: str, *number: int, body: str = "", family: str = "decimal", rank: int = 41
    ) -> Outline:
        start = len(self.text)
        self.text += title
        self.headings.append(Heading(start, len(self.text), title, family, rank, number, 1.0))
        self.text += f"\n{body}\n"
        return self

    def say(self, text: str) -> Outline:
        self.text += text
        return self

    def kept(self) -> list[int]:
        """Positions of the headings that are kept among all."""
        return [self.headings.index(heading) for heading in without_contents(self.text, self.headings)]


def test_headings_with_text_below_them_are_kept() -> None:
    outline = Outline()
    for n in (1, 2, 3):
        outline.add(f"{n}. Term", n, body=BODY)
    assert outline.kept() == [0, 1, 2]


def test_three_headings_of_a_family_without_text_between_them_are_entries() -> None:
    outline = Outline()
    for n in (1, 2, 3):
        outline.add(f"{n}. Term", n, body="7")
    for n in (1, 2, 3):
        outline.add(f"{n}. Term", n, body=BODY)
    assert outline.kept() == [3, 4, 5]


def test_two_headings_without_text_between_them_are_kept() -> None:
    outline = Outline().add("1. Term", 1).add("2. Fees", 2).add("1. Term", 1, body=BODY)
    assert outline.kept() == [0, 1, 2]


def test_three_headings_of_different_families_or_ranks_are_kept() -> None:
    outline = Outline()
    outline.add("PART I", 1, family="part", rank=10).add("Chapter 1", 1, family="chapter", rank=20)
    outline.add("1. Term", 1).add("1.1 Begin", 1, 1, rank=42, body=BODY)
    assert outline.kept() == [0, 1, 2, 3]


def test_a_number_that_does_not_grow_begins_the_text_proper() -> None:
    outline = Outline()
    for n in (1, 2, 3, 4):
        outline.add(f"{n}. Term", n)
    outline.add("1. Term", 1)  # no text below it, but it starts over
    outline.add("1.1 Begin", 1, 1, rank=42, body=BODY)
    assert outline.kept() == [4, 5]


def test_a_name_that_comes_again_begins_the_text_proper() -> None:
    outline = Outline()
    for title in ("Methods", "Results", "Summary"):
        outline.add(title, family="paper")
    outline.add("Summary", family="paper").add("1. Term", 1, body=BODY)
    assert outline.kept() == [3, 4]


def test_another_name_goes_on_with_the_contents() -> None:
    outline = Outline()
    for title in ("Methods", "Results", "Summary", "Funding"):
        outline.add(title, family="paper")
    assert outline.kept() == []


def test_only_the_last_heading_of_the_same_family_and_rank_is_compared() -> None:
    outline = Outline()
    outline.add("1. Term", 1).add("2. Fees", 2).add("PART I", 1, family="part", rank=10).add("3. End", 3)
    outline.add("2. Fees", 2, body=BODY)
    assert outline.kept() == [4]


@pytest.mark.parametrize("leader", [" ........ 7", " … 7", " . . . . iv", " ______ 12", "···· 3"])
def test_a_title_that_ends_in_leader_dots_and_a_page_is_an_entry(leader: str) -> None:
    outline = Outline().add(f"1. Term{leader}", 1, body=BODY).add("2. Fees", 2, body=BODY)
    assert outline.kept() == [1]


@pytest.mark.parametrize("end", [" .. 7", " __ 12", " . . 4", " ..... after seven more words"])
def test_a_title_that_ends_otherwise_is_a_heading(end: str) -> None:
    assert Outline().add(f"1. Term{end}", 1, body=BODY).kept() == [0]


@pytest.mark.parametrize(
    "marker",
    ["CONTENTS\n", "Contents:\n", "TABLE OF CONTENTS ", "  Table of Contents\n", "目 录\n", "目录\n"],
)
def test_what_is_listed_after_a_contents_title_comes_again(marker: str) -> None:
    outline = Outline().add("Preface", family="paper", body=BODY).say(marker)
    for n in (1, 2, 3):
        outline.add(f"{n}. Term", n, body=BODY)  # each with a line on what it is about
    for n in (1, 2, 3):
        outline.add(f"{n}. Term", n, body=BODY)
    assert outline.kept() == [0, 4, 5, 6]


@pytest.mark.parametrize("marker", ["", "The contents of the box\n", "contents page\n"])
def test_without_such_a_title_repeated_headings_are_kept(marker: str) -> None:
    outline = Outline().say(marker)
    for _ in range(2):
        for n in (1, 2, 3):
            outline.add(f"{n}. Term", n, body=BODY)
    assert outline.kept() == list(range(6))


def test_two_entries_are_no_table_of_contents() -> None:
    outline = Outline().say("Contents\n")
    for _ in range(2):
        for n in (1, 2):
            outline.add(f"{n}. Term", n, body=BODY)
    assert outline.kept() == list(range(4))


def test_an_entry_among_the_first_ten_must_come_again() -> None:
    outline = Outline().say("Contents\n")
    for n in range(1, 14):
        outline.add(f"{n}. Term", n, body=BODY)
    outline.add("11. Term", 11, body=BODY)
    assert outline.kept() == list(range(14))
    outline.add("10. Term", 10, body=BODY)
    assert outline.kept() == [14]


def test_entries_far_from_the_text_are_not_taken_for_its_contents() -> None:
    near, far = (Outline().say("Contents\n") for _ in range(2))
    for outline, between in ((near, 59_000), (far, 61_000)):
        for n in (1, 2, 3):
            outline.add(f"{n}. Term", n, body=BODY)
        outline.say("x" * between).add("1. Term", 1, body=BODY)
    assert near.kept() == [3]
    assert far.kept() == [0, 1, 2, 3]


def test_names_without_numbers_are_the_same_only_with_the_same_title() -> None:
    outline = Outline().say("Contents\n")
    for title in ("Methods", "Results", "Summary", "Funding", "Methods"):
        outline.add(title, family="paper", body=BODY)
    assert outline.kept() == [4]
    other = Outline().say("Contents\n")
    for title in ("Methods", "Results", "Summary", "Funding", "Limits"):
        other.add(title, family="paper", body=BODY)
    assert other.kept() == list(range(5))


@pytest.mark.parametrize(("family", "rank"), [("list", 41), ("decimal", 42)])
def test_the_same_number_of_another_family_or_rank_does_not_come_again(family: str, rank: int) -> None:
    outline = Outline().say("Contents\n")
    for n in (1, 2, 3):
        outline.add(f"{n}. Term", n, body=BODY)
    outline.add("1. Term", 1, family=family, rank=rank, body=BODY)
    assert outline.kept() == [0, 1, 2, 3]


def test_an_outer_heading_right_above_the_first_listed_one_is_text() -> None:
    outline = Outline().say("Contents\n")
    for n in (1, 2, 3):
        outline.add(f"Section {n}", n, body=BODY)
    outline.add("ARTICLE I", 1, family="article", rank=20)
    for n in (1, 2, 3):
        outline.add(f"Section {n}", n, body=BODY)
    assert outline.kept() == [3, 4, 5, 6]


def test_an_outer_heading_with_text_of_its_own_above_the_first_listed_one_is_an_entry() -> None:
    outline = Outline().say("Contents\n")
    for n in (1, 2, 3):
        outline.add(f"Section {n}", n, body=BODY)
    outline.add("ARTICLE I", 1, family="article", rank=20, body=BODY)
    outline.add("Section 1", 1, body=BODY)
    assert outline.kept() == [4]


def test_a_recital_among_the_entries_with_much_text_is_kept() -> None:
    outline = Outline().say("Contents\n")
    outline.add("1. Term", 1).add("2. Fees", 2).add("3. End", 3)
    outline.add("Recitals", family="paper", body=BODY * 3).add("Preamble", family="paper", body=BODY)
    outline.add("1. Term", 1, body=BODY).add("2. Fees", 2, body=BODY)
    assert outline.kept() == [3, 5, 6]


@pytest.mark.parametrize(
    ("between", "is_body"),
    [("x" * 25, True), ("x" * 24, False), ("x" * 24 + " .…·_12-\n", False), ("7 " * 40, False)],
)
def test_text_below_a_heading_is_counted_without_page_numbers_and_dots(between: str, is_body: bool) -> None:
    text = f"1. Term{between}2. Fees"
    first = Heading(0, 7, "1. Term", "decimal", 41, (1,), 1.0)
    second = Heading(7 + len(between), len(text), "2. Fees", "decimal", 41, (2,), 1.0)
    assert has_body(text, first, second) is is_body


def test_only_the_first_two_thousand_characters_below_a_heading_are_counted() -> None:
    text = "A" + "." * 1_990 + "x" * 60 + "B"
    first, second = (Heading(at, at + 1, text[at], "paper", 41, (), 1.0) for at in (0, len(text) - 1))
    assert not has_body(text, first, second)
    assert has_body(text, first, second, least_chars=10)
    assert not has_body(text, first, second, least_chars=11)


def test_a_heading_that_begins_inside_the_one_before_leaves_no_text_between_them() -> None:
    text = "Annex A " + "x" * 40
    outer = Heading(0, 48, text, "annex", 10, (1,), 1.0)
    inner = Heading(48, 48, "", "generic", 45, (), 1.0)
    assert not has_body(text, outer, inner, least_chars=0)


def test_a_text_without_headings_has_none() -> None:
    assert without_contents("Contents\n", []) == []


def test_a_contents_title_below_the_last_heading_changes_nothing() -> None:
    assert Outline().add("1. Term", 1, body=BODY).say("Contents\n").kept() == [0]


def test_the_first_entry_may_follow_the_contents_title_without_a_blank() -> None:
    outline = Outline().say("TABLE OF CONTENTS")
    for n in (1, 2, 3, 1):
        outline.add(f"{n}. Term", n, body=BODY)
    assert outline.kept() == [3]


def test_headings_above_the_contents_title_are_no_entries() -> None:
    outline = Outline().add("A", 1, family="annex").add("B", 2, family="annex", body=BODY).say("Contents\n")
    for n in (1, 2, 1):
        outline.add(f"{n}. Term", n, body=BODY)
    assert outline.kept() == list(range(5))


def test_bare_entries_end_where_the_first_of_them_comes_again() -> None:
    outline = Outline().say("Contents\n")
    for n in (1, 2, 3):
        outline.add(f"{n}. Term", n)
    for n in (1, 2, 3):
        outline.add(f"{n}. Term", n, body=BODY)
    assert outline.kept() == [3, 4, 5]


@pytest.mark.parametrize(("letters", "kept"), [(99, [4]), (100, [3, 4])])
def test_a_recital_among_the_entries_needs_a_hundred_letters(letters: int, kept: list[int]) -> None:
    outline = Outline().say("Contents\n").add("1. Term", 1).add("2. Fees", 2).add("3. End", 3)
    outline.add("Recitals", family="paper", body="x" * letters).add("1. Term", 1, body=BODY)
    assert outline.kept() == kept


def test_a_contents_page_may_come_late_in_a_text() -> None:
    outline = Outline().say("x" * 40_000 + "\nContents\n")
    for n in (1, 2, 3, 1):
        outline.add(f"{n}. Term", n, body=BODY)
    assert outline.kept() == [3]


def test_where_the_first_entry_comes_again_too_far_away_the_next_is_looked_for() -> None:
    outline = Outline().say("Contents\n").add("1. Term", 1, body="x" * 2_000)
    outline.add("2. Fees", 2, body=BODY).add("3. End", 3, body="x" * 58_500).add("2. Fees", 2, body=BODY)
    assert outline.kept() == [3]


def test_a_number_comes_again_whatever_its_title() -> None:
    outline = Outline().say("Contents\n")
    for n in (1, 2, 3):
        outline.add(f"{n}. Term", n, body=BODY)
    outline.add("1. Duration of the agreement", 1, body=BODY)
    assert outline.kept() == [3]


def test_a_number_of_another_rank_goes_on_with_the_contents() -> None:
    outline = Outline().add("1. Term", 1).add("2. Fees", 2).add("1.1 Begin", 1, 1, rank=42).add("3. End", 3)
    assert outline.kept() == []


def test_the_same_number_again_begins_the_text_proper() -> None:
    outline = Outline()
    for n in (1, 2, 3):
        outline.add(f"{n}. Term", n)
    assert outline.add("3. Term", 3, body=BODY).kept() == [3]


@pytest.mark.parametrize(
    "text",
    [
        "Contents\n" + "." * 20_000 + " abcdefgh",
        "Contents" + " " * 60_000 + "x",
        "Abstract" + " " * 60_000 + "x",
        "Section 5 " + "." * 20_000 + " Abcdefgh\n\nText.",
    ],
)
def test_long_runs_of_dots_and_blanks_take_no_long_time(text: str) -> None:
    begun = time.process_time()
    mark_kinds(text, find_sections(text), ())
    assert time.process_time() - begun < 2


def test_entries_of_a_contents_page_are_told_at_its_end() -> None:
    assert ends_in_leader("x" * 200 + " " + "." * 200 + " 7")
    assert not ends_in_leader("." * 200 + " after seven more words")


def test_clauses_with_a_paragraph_each_are_no_entries_if_the_first_number_comes_again_in_a_schedule() -> None:
    titles = [f"{n}. Duties of party {n}" for n in range(1, 12)]
    clauses = "".join(f"{title}\n\n{BODY} {BODY}\n\n" for title in titles)
    schedule = f"Schedule 1\n\n1. Noordzee Hosting, Rotterdam\n\n{BODY}\n"
    text = f"Contents\n\n{chr(10).join(titles)}\n\n{clauses}{schedule}"
    found = [section.title for section in find_sections(text)]
    assert found[:11] == titles
