"""Who bears a role and what a term means, as contracts and forms define them."""

from __future__ import annotations

import pytest

from longdoc.documents.types import Document, Span
from longdoc.tasks.candidates.candidate_set import CandidateSet
from longdoc.tasks.candidates.rule_spans import prepend_rule_span
from longdoc.tasks.rules.definitions import asked_term, definition_of
from longdoc.tasks.spans.candidate import Candidate
from longdoc.tasks.types import Passage

LEASE = """\
RESIDENTIAL LEASE AGREEMENT

This Lease (the "Lease") is made as of March 3, 2025 (the "Effective Date") between Harbor Point Properties
LLC, a Maine limited liability company (the "Landlord"), and Dana Whitfield and Marcus Whitfield (together,
the "Tenant").

"Common Areas" means the stairs, the yard and the bicycle store; "Rent" has the meaning of Section 3.

Guarantor: Olive Trent, 9 Mill Lane
"""
CHINESE = "租赁合同\n甲方（出租人）：海港物业有限公司\n乙方：王小明\n“公共区域”是指楼梯和院子。\n"


def _said(question: str, text: str) -> str | None:
    document = Document(text, (), (), "", "a.txt", "0")
    found = definition_of(question, document)
    return document.quote(found) if found else None


@pytest.mark.parametrize(
    ("question", "text", "said"),
    [
        ("Who is the landlord?", LEASE, "Harbor Point Properties\nLLC"),
        ("who is the Tenant", LEASE, "Dana Whitfield and Marcus Whitfield"),
        ("Who is the guarantor?", LEASE, "Olive Trent, 9 Mill Lane"),
        ("What is the Effective Date?", LEASE, "March 3, 2025"),
        ('What does "Common Areas" mean?', LEASE, "the stairs, the yard and the bicycle store"),
        ("甲方是谁？", CHINESE, "海港物业有限公司"),
        ("什么是公共区域？", CHINESE, "楼梯和院子"),
        ("Who is the caretaker?", LEASE, None),
        ("Who is liable?", LEASE, None),
        (
            "Who is the lender?",
            'made between Bank of Ely plc, a company of Ely (the "Lender").',
            "Bank of Ely plc",
        ),
        ("What is the Lease?", LEASE, None),
    ],
)
def test_what_a_text_defines(question: str, text: str, said: str | None) -> None:
    assert _said(question, text) == said


@pytest.mark.parametrize(
    "question", ["When does it end?", "How much is the rent?", "Is the tenant the owner?", ""]
)
def test_other_questions_ask_for_no_term(question: str) -> None:
    assert asked_term(question) is None


def test_a_definition_stands_before_what_the_networks_found() -> None:
    document = Document(LEASE, (), (), "", "a.txt", "0")
    tenant, landlord = (Span(at := LEASE.index(n), at + len(n)) for n in ("Dana Whitfield", "Harbor Point"))
    passage = Passage(Span(0, len(LEASE)), (0, 1), 1.0)
    found = CandidateSet((passage,), (Candidate(4.0, tenant, 0), Candidate(1.0, landlord, 0)), (), (), 0.0)
    led = prepend_rule_span(found, definition_of("Who is the landlord?", document))
    said = [document.quote(c.span) for c in led.candidates]
    assert said == ["Harbor Point Properties\nLLC", "Dana Whitfield"]
    assert prepend_rule_span(found, None) is found
