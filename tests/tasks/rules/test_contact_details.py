"""Questions for a phone number, an e-mail address or a web address are answered by that alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from longdoc.documents.open import open_document
from longdoc.documents.types import Document, Span
from longdoc.tasks.candidates.candidate_set import CandidateSet
from longdoc.tasks.candidates.contradictions import without_contradicted
from longdoc.tasks.rules.contact_details import detail_asked, is_without_detail, sole_detail
from longdoc.tasks.spans.candidate import Candidate

DESK = "The coordinator is Hedda Lindqvist, on Tuesdays at the counter and otherwise on 01632 960 518."
OFFICE = "Write to loans@fennick.example or see www.fennick.example/loans, and call (01632) 960-519 ext. 12."


@pytest.mark.parametrize(
    ("question", "sentence", "part", "detail"),
    [
        ("What is the coordinator's phone number?", DESK, DESK[19:-1], "01632 960 518"),
        ("What is the phone number of the coordinator?", DESK, "Hedda Lindqvist", "01632 960 518"),
        ("phone of the coordinator", DESK, "Hedda Lindqvist", "01632 960 518"),
        ("What is the e-mail address?", OFFICE, OFFICE[:33], "loans@fennick.example"),
        ("email", OFFICE, OFFICE, "loans@fennick.example"),
        ("What is their website?", OFFICE, OFFICE[:60], "www.fennick.example/loans"),
        ("What is the fax number of the office?", OFFICE, OFFICE, "(01632) 960-519 ext. 12"),
        ("What is the URL?", "See https://fennick.example/a?b=1.", "See", "https://fennick.example/a?b=1"),
    ],
)
def test_the_detail_asked_for_is_the_answer(question: str, sentence: str, part: str, detail: str) -> None:
    start = sentence.index(part)
    place = detail_asked(question, sentence, start, start + len(part))
    assert place is not None
    assert sentence[slice(*place)] == detail


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Who is the coordinator?", DESK),
        ("What can I do with my email?", OFFICE),
        ("What is the name of the website?", OFFICE),
        ("What kind of phone does the office have?", DESK),
        ("Who did they email?", OFFICE),
        ("What is the phone number?", "Signed on 2026-11-30, paid on 30.11.2026: 1,250,000.00 euros."),
        ("What is the phone number?", "Call 01632 960 518 by day and 01632 960 519 by night."),
    ],
)
def test_other_answers_stay_as_they_are(question: str, sentence: str) -> None:
    assert detail_asked(question, sentence, 0, len(sentence)) is None


def test_sentences_without_a_sign_of_the_detail() -> None:
    asked = "What is the e-mail address of the office?"
    assert is_without_detail(asked, "The office is closed.")
    assert not is_without_detail(asked, "Write to office(at)fennick.example.")
    assert not is_without_detail("What is the helpline number?", "In an emergency dial 311.")
    assert not is_without_detail("Where is the office?", "The office is closed.")


def test_a_name_gives_way_to_the_number_in_its_sentence(tmp_path: Path) -> None:
    path = tmp_path / "desk.txt"
    path.write_text(f"{DESK}\n", encoding="utf-8")
    document = open_document(path)
    start = document.text.index("Hedda")
    name = Candidate(2.0, Span(start, start + len("Hedda Lindqvist")), 0)
    found = CandidateSet((), (name,), (), (), 0.0)
    changed = without_contradicted("What is the coordinator's phone number?", found, document)
    assert [document.quote(one.span) for one in changed.candidates] == ["01632 960 518"]


PAGE = "The plans are free. Write to kestrel@varna.example, or call 01632 960 518 or 01632 960 519."


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("What is the email address?", "kestrel@varna.example"),
        ("what's your e-mail", "kestrel@varna.example"),
        ("How can I contact them?", "kestrel@varna.example"),
        ("What is the phone number?", None),  # there are two
        ("What is the director's email address?", None),  # it may be another person's
        ("How can I contact the embassy?", None),
    ],
)
def test_the_only_detail_of_a_document_answers(question: str, answer: str | None) -> None:
    document = Document.from_text(PAGE)
    found = sole_detail(question, document)
    assert (document.quote(found) if found else None) == answer
