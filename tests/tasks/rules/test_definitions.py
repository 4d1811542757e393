"""Who bears a role and what a term means, as contracts and forms define them."""

from __future__ import annotations

from time import process_time

import pytest

from longdoc.documents.types import Block, Document, Kind, Span
from longdoc.tasks.candidates.candidate_set import CandidateSet
from longdoc.tasks.candidates.rule_spans import prepend_rule_spans
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
        ("被上诉人是谁？", "被上诉人（原审原告）：方志明，男，1978年出生，汉族\n", "方志明"),
        ("什么是公共区域？", CHINESE, "楼梯和院子"),
        ("Who is the caretaker?", LEASE, None),
        ("Who is liable?", LEASE, None),
        (
            "Who is the lender?",
            'made between Bank of Ely plc, a company of Ely (the "Lender").',
            "Bank of Ely plc",
        ),
        ("What is the Lease?", LEASE, None),
        ("承租方是谁？", "甲方（出租方）：海港公司\n乙方（承租方）：王小明\n", "王小明"),
        (
            "Who is Glenmarch?",
            "BETWEEN:\n(1) GLENMARCH LIMITED, a company (number SC31), whose office is in Leith "
            '("Glenmarch"); and\n(2) ORTEGA S.L., a company of Spain ("Ortega").',
            "GLENMARCH LIMITED",
        ),
        (
            "What is the definition of Secrets?",
            '"Secrets" means all data, but does not include data that:\n(a) is public; or\n(b) was known.',
            "all data, but does not include data that:\n(a) is public; or\n(b) was known",
        ),
    ],
)
def test_what_a_text_defines(question: str, text: str, said: str | None) -> None:
    assert _said(question, text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Landlord:\nTenant: Ann Lee\n", None),
        ("Landlord: Tenant: Ann Lee\n", None),
        ("Landlord: ________\n", None),
        ("Landlord: see Annex A\n", None),
        ("Landlord: TBD\n", None),
        ("Landlord: Seeger Ltd\n", "Seeger Ltd"),
        ("Landlord:\nHarbor Point LLC\nBy: Ann Lee\n", "Harbor Point LLC"),
        ("Landlord: Harbor Point LLC\n\nLANDLORD: Harbor Point LLC.\n", "Harbor Point LLC"),
        ("Landlord: Harbor Point LLC\n\nLandlord: ________\nLandlord:\n", "Harbor Point LLC"),
        ("Landlord: You are late again.\nTenant: I know.\nLandlord: So pay.\n", None),
    ],
)
def test_a_field_holds_a_party_if_it_is_filled_in_alike_everywhere(text: str, said: str | None) -> None:
    assert _said("Who is the landlord?", text) == said


def test_a_field_left_blank_is_not_filled_by_the_next_in_the_line() -> None:
    text = "甲方：海港物业有限公司\n\n甲方（盖章）：        乙方（盖章）：\n"
    assert _said("甲方是谁？", text) == "海港物业有限公司"


def test_what_somebody_says_in_a_dialogue_is_not_who_they_are() -> None:
    text = "Anna: I think we should go home now."
    speech = Block(Span(0, len(text)), Kind.DIALOGUE)
    document = Document(text, (), (), "", "a.txt", "0", blocks=(speech,))
    assert definition_of("Who is Anna?", document) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            'The "Fee" means the amount\npayable by the Customer each month; it',
            "the amount\npayable by the Customer each month",
        ),
        (
            '"Fee" means the amount that is payable from time to time by the\nCustomer for the\n“Goods”. It',
            "the amount that is payable from time to time by the\nCustomer for the\n“Goods”",
        ),
        ('"Fee" means 500 dollars\n\npaid by the Customer.', "500 dollars"),
        ('"Fee" means 500 dollars a month\nPayment terms\n', "500 dollars a month"),
        ('"Fee" means the monthly amount stated in the order form\n"Term" means a year.',
         "the monthly amount stated in the order form"),
        ('"Fee" means the monthly amount stated in the order form\nTerm: a year.',
         "the monthly amount stated in the order form"),
        ('"Fee" means the sum of these amounts\n(a) rent;\n(b) tax.', "the sum of these amounts"),
        ('"Fee" means the sum of these amounts\n- rent\n- tax\n', "the sum of these amounts"),
        ('"Fee" means the sum that is stated in the order form\n2.1 Payment is due in May.',
         "the sum that is stated in the order form"),
    ],
)  # fmt: skip
def test_a_meaning_goes_on_where_its_line_is_wrapped(text: str, said: str) -> None:
    assert _said("What is the Fee?", text) == said


def test_a_chinese_meaning_goes_on_where_its_line_is_wrapped() -> None:
    wrapped = "“公共区域”是指楼梯和院子、走廊以及屋顶花园和地下停\n车场。"
    assert _said("什么是公共区域？", wrapped) == "楼梯和院子、走廊以及屋顶花园和地下停\n车场"
    assert _said("什么是公共区域？", "“公共区域”是指楼梯和院子\n第二条 租金为5元。") == "楼梯和院子"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('"Term" has the meaning set forth in Section 8.1.', None),
        ('"Term" has the meaning\n  ascribed to such term in Section 8.1.', None),
        ('"Term" shall have the meaning: given thereto by Section 8.1.', None),
        ('"Terms" have the meanings assigned to them in Section 8.1.', None),
        ('"Term" has the meaning of Section 3.', None),
        ('"Term" has the meaning set forth below. The "Term" means three years.', "three years"),
        ('"Term" means the period set forth in Section 8.1.', "the period set forth in Section 8.1"),
        ('"Term" means specified weeks in the summer.', "specified weeks in the summer"),
    ],
)
def test_the_place_of_a_definition_is_no_meaning(text: str, said: str | None) -> None:
    assert _said("What is the Term?", text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("“Act” means the U.S. and Canada.", "the U.S. and Canada"),
        ("“Act” means the Companies Act (No. 71 of 2008). It is old.", "the Companies Act (No. 71 of 2008)"),
        ("“Act” means U.S. $5,000,000. It is paid.", "U.S. $5,000,000"),
        ("“Act” means rent etc. and taxes. They are paid.", "rent etc. and taxes"),
        ("a. “Act” means a deed. b. “Term” means a year.", "a deed"),
        ("“Act” means the law of the U.S.", "the law of the U.S."),
        ("“Act” means the deed of Acme Inc. The rest is void.", "the deed of Acme Inc."),
    ],
)
def test_a_meaning_ends_with_its_sentence_and_not_at_an_abbreviation(text: str, said: str) -> None:
    assert _said("What is the Act?", text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("“Data” means (a) plans; (b) code; and (c) lists. It is", "(a) plans; (b) code; and (c) lists"),
        ("“Data” means:\n(a) plans;\n(b) code.\n\nIt is", "(a) plans;\n(b) code"),
        ("“Data” means any of these: (i) plans; or (ii) code; it", "any of these: (i) plans; or (ii) code"),
        ("“Data” means the plans; (b) “Term” means a year.", "the plans"),
        ("(a) “Data” means the plans of clause 2(a); (b) “Term” means", "the plans of clause 2(a)"),
    ],
)
def test_a_meaning_that_begins_with_an_item_has_all_its_items(text: str, said: str) -> None:
    assert _said("What is the Data?", text) == said


def test_so_does_a_chinese_meaning() -> None:
    text = "“保密信息”是指：（一）商业计划；（二）源代码；以及（三）名单。其他信息不保密。"
    assert _said("什么是保密信息？", text) == "（一）商业计划；（二）源代码；以及（三）名单"


@pytest.mark.parametrize(
    ("question", "text", "said"),
    [
        ("什么是绩效？", "本公司的绩效指标包括销售额。", None),
        ("什么是项目？", "项目：指南如下。", None),
        ("什么是甲方？", "“甲方”指定的银行。", None),
        ("什么是工作日？", "“工作日”指周一至周五。", "周一至周五"),
        ("什么是工作日？", "工作日：指周一至周五。", "周一至周五"),
        ("什么是工作日？", "工作日是指周一至周五。", "周一至周五"),
    ],
)
def test_a_longer_chinese_word_is_no_definition(question: str, text: str, said: str | None) -> None:
    assert _said(question, text) == said


@pytest.mark.parametrize(
    ("question", "text", "said"),
    [
        ("What is the Update?", "“Update” means a new version of it.", "a new version of it"),
        ("What is the Start Date?", "“Start Date” means 1 June 2026.", "1 June 2026"),
        ("What is the Start Date?", "“Start Date” has the meaning set forth in Section 2.", None),
        ("What is the Start Date?", "of 1 May 2026 (the “Start Date”). “Start Date” means it.", "1 May 2026"),
    ],
)
def test_a_date_may_be_defined_by_its_meaning(question: str, text: str, said: str | None) -> None:
    assert _said(question, text) == said


def test_a_definition_is_found_in_any_text_in_linear_time() -> None:
    start = process_time()
    for piece in ("“Fee” means ", "“Fee” means (a) ", ". ", "; (b) ", ": ", "\n(a)"):
        _said("What is the Fee?", "“Fee” means (a) " + piece * (60_000 // len(piece)))
    assert process_time() - start < 5


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
    defined = definition_of("Who is the landlord?", document)
    assert defined is not None
    led = prepend_rule_spans(found, [defined])
    said = [document.quote(c.span) for c in led.candidates]
    assert said == ["Harbor Point Properties\nLLC", "Dana Whitfield"]
    assert prepend_rule_spans(found, ()) is found


def test_a_span_longer_than_a_passage_counts_by_its_beginning() -> None:
    passage = Passage(Span(0, 80), (0, 1), 1.0)
    found = CandidateSet((passage,), (Candidate(4.0, Span(0, 4), 0),), (), (), 0.0)
    long = Span(20, 120)
    assert prepend_rule_spans(found, [long]).candidates[0].span == long
    assert prepend_rule_spans(found, [Span(90, 120)]) is found
