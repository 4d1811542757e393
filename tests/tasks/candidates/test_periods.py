"""Dates at the wrong end of a period."""

from __future__ import annotations

import pytest

from longdoc.documents.types import Document, Span
from longdoc.tasks.candidates.candidate_set import CandidateSet
from longdoc.tasks.candidates.contradictions import without_contradicted
from longdoc.tasks.candidates.periods import is_other_end, labelled_end, requested_end
from longdoc.tasks.spans.candidate import Candidate

LEASE = "The lease begins on 1 June 2026 and runs for three years, to 31 May 2029."
HOURS = "The museum is open from 9:30 to 17:00 on weekdays."
OFFICE = "Anna Smith has been chief executive since 1 March 2020."
TERM = "This agreement comes into force on the date of its execution and remains so for three years."
FORM = "Begin Date: | 5/9/2023 | Actual End Date:\nOriginal End Date: | 5/8/2024"
CHINESE = "租期自2026年6月1日至2029年5月31日止。"


@pytest.mark.parametrize(
    ("text", "question", "answer", "wrong"),
    [
        (LEASE, "When does the lease end?", "1 June 2026", True),
        (LEASE, "When does the lease end?", "31 May 2029", False),
        (LEASE, "When does the lease begin?", "1 June 2026", False),
        (LEASE, "When does the lease run out?", "1 June 2026", True),
        (LEASE, "When was it signed?", "1 June 2026", False),
        (LEASE, "When does it begin and when does it end?", "1 June 2026", False),
        (LEASE, "When does the lease end?", "1 June 2026 and runs for three years, to 31 May 2029", False),
        (HOURS, "What time does the museum open?", "17:00", True),
        (HOURS, "What time does the museum open?", "9:30", False),
        (HOURS, "What time does the museum close?", "17:00", False),
        (HOURS, "When does the museum close?", "9:30", True),
        (CHINESE, "租期何时到期？", "2026年6月1日", True),
        (CHINESE, "租期何时到期？", "2029年5月31日", False),
        (CHINESE, "租期何时开始？", "2029年5月31日", True),
        (OFFICE, "When did Anna Smith take over as CEO?", "1 March 2020", False),
        (OFFICE, "When was the company taken over?", "1 March 2020", False),
        (OFFICE, "When were there over 100 employees?", "1 March 2020", False),
        (LEASE, "When is the lease over?", "1 June 2026", True),
        (LEASE, "When will the lease be over and the deposit due?", "1 June 2026", True),
        (LEASE, "When is the lease over for the tenant?", "1 June 2026", True),
        (LEASE, "When's the lease over", "1 June 2026", True),
        ("Session 2 – 10:30", "When does session 2 start?", "10:30", False),
        ("Room 14 - 9 am", "When does the session in room 14 start?", "9 am", False),
        ("10:30 – 12:00", "When does session 2 start?", "12:00", True),
        ("9 a.m. – 5 p.m.", "When does the fair open?", "5 p.m.", True),
        ("9–17:00", "When does the fair open?", "17:00", True),
        ("from 9 to 17:00", "When does the fair open?", "17:00", True),
        ("1 May 2026 – 3 June 2026", "When does the fair begin?", "3 June 2026", True),
        ("May 1 – June 3", "When does the fair begin?", "June 3", True),
        (TERM, "When does it end?", "on the date of its execution", True),
        (TERM, "When does it take effect?", "on the date of its execution", False),
        (TERM, "When does it end?", "three years", False),
        (FORM, "When does the contract expire?", "5/9/2023", True),
        (FORM, "When does the contract expire?", "5/8/2024", False),
        (FORM, "When does the contract start?", "5/8/2024", True),
        ("May 1st – June 3rd", "When does the fair begin?", "June 3rd", True),
        ("It shall terminate effective as of 31 May 2029.", "When does it terminate?", "31 May 2029", False),
        ("It ends on 31 May, begins on 1 June.", "When does it end?", "1 June", True),
        ("The pool is closed from 1 June.", "When does the pool close?", "1 June", False),
        ("The pool is closed until 5 June.", "When does the pool open?", "5 June", False),
        ("The pool does not open until 5 June.", "When does the pool open?", "5 June", False),
        ("The pool is open until 5 June.", "When does the pool open?", "5 June", True),
        ("The lease is effective from 1 June 2026.", "When does the lease end?", "1 June 2026", True),
    ],
)
def test_a_date_at_the_other_end(text: str, question: str, answer: str, wrong: bool) -> None:
    assert is_other_end(question, answer, text[: text.index(answer)]) == wrong


@pytest.mark.parametrize(
    ("text", "question", "answer", "right"),
    [
        (LEASE, "When does the lease end?", "1 June 2026", "31 May 2029"),
        (LEASE, "When does the lease begin?", "31 May 2029", "1 June 2026"),
        (HOURS, "What time does the museum open?", "17:00", "9:30"),
        (HOURS, "When does the museum close?", "9:30", "17:00"),
        (CHINESE, "租期何时到期？", "2026年6月1日", "2029年5月31日"),
        ("It begins on 1 June 2026. The fee is due on 4 May.", "When does it end?", "1 June 2026", None),
    ],
)
def test_the_other_end_in_the_same_sentence(text: str, question: str, answer: str, right: str | None) -> None:
    start = text.index(answer)
    place = requested_end(question, text, start, start + len(answer))
    assert (None if place is None else text[slice(*place)]) == right


def test_the_other_date_takes_the_place_of_the_one_ruled_out() -> None:
    document = Document(LEASE, (), (), "", "a.txt", "0")
    first, other = (Span(at := LEASE.index(date), at + len(date)) for date in ("1 June 2026", "three years"))
    found = CandidateSet((), (Candidate(6.0, first), Candidate(1.0, other)), (), (), 0.0)
    best, second, *_ = without_contradicted("When does the lease end?", found, document).candidates
    assert document.quote(best.span) == "31 May 2029"
    assert document.quote(second.span) == "three years"
    assert without_contradicted("When does the lease begin?", found, document) is found


@pytest.mark.parametrize(
    ("text", "question", "date"),
    [
        (FORM, "When does the contract end?", "5/8/2024"),
        (FORM, "When does the contract begin?", "5/9/2023"),
        ("Expiry date: 1 May 2027\nExpiry date: 2 June 2028", "When does it expire?", None),
        (LEASE, "When does the lease end?", None),
    ],
)
def test_the_other_end_behind_its_label(text: str, question: str, date: str | None) -> None:
    place = labelled_end(question, text)
    assert (None if place is None else text[slice(*place)]) == date


def test_the_labelled_date_takes_the_place_of_the_one_ruled_out() -> None:
    document = Document(FORM, (), (), "", "a.txt", "0")
    first = Span(at := FORM.index("5/9/2023"), at + len("5/9/2023"))
    found = CandidateSet((), (Candidate(6.0, first),), (), (), 0.0)
    best, *_ = without_contradicted("When does the contract end?", found, document).candidates
    assert document.quote(best.span) == "5/8/2024"
