"""Short questions on topics of contracts: what they are searched for and read as."""

from __future__ import annotations

import pytest

from longdoc.documents.open import open_document
from longdoc.documents.types import Document, Section, Span
from longdoc.tasks.search.clause_topics import (
    TOPICS,
    ClauseTopic,
    clause_around,
    clause_topic,
    is_agreement,
    is_in_clause,
    topic_lead,
    topic_of,
    wording_for_reading,
    wording_for_search,
)

LEASE = (
    "This Lease is made between the Landlord and the Tenant. The Tenant shall pay the rent when due. The "
    "parties hereto agree that this Agreement shall be governed by the laws of Kent. "
)
STORY = "The boat came in late, and nobody on the quay had thought of bread. Ann laughed at the gulls. " * 5


def _document(text: str) -> Document:
    return Document(text, (), (), "A text", "a.txt", "0")


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("who is liable?", "indemn"),
        ("who owns the IP?", "intellectual property"),
        ("can they walk away early?", "convenience"),
        ("what happens on breach?", "default"),
        ("any non-compete?", "compet"),
        ("auto renewal?", "extend"),
        ("governing law", "construed"),
        ("payment terms", "invoice"),
        ("who bears the cost of shipping?", "shipping"),
        ("subcontractors allowed?", "consent"),
        ("is there a liability cap?", "aggregate"),
        ("royalties?", "net sales"),
        ("which law applies?", "governed"),
        ("how long does it last?", "expire"),
        ("any penalties?", "liquidated"),
        ("is there a cap on damages?", "aggregate"),
        ("how much can we sue them for at most?", "exceed"),
        ("can either side pull out without a reason?", "convenience"),
        ("can they hand it over to someone else?", "consent"),
        ("can they work for a rival?", "compet"),
        ("can they poach our staff?", "solicit"),
        ("can we look at their books?", "records"),
        ("what if one of them is bought?", "merger"),
        ("which country's law applies?", "construed"),
        ("can he quit whenever he wants?", "good reason"),
        ("what happens when it ends?", "survive"),
        ("how do we stop it renewing?", "not to renew"),
        ("which court?", "venue"),
        ("what is capped and at how much?", "aggregate"),
        ("what happens if they pay late?", "overdue"),
        ("who owns the product?", "intellectual property"),
        ("what happens to our data afterwards?", "deletion"),
        ("can I sublet?", "sublease"),
        ("when can the landlord enter?", "inspection"),
        ("who pays for repairs?", "maintenance"),
        ("is there a fee for early repayment?", "prepayment"),
        ("what is the collateral?", "mortgage"),
    ],
)
def test_short_questions_are_searched_for_with_the_words_of_such_clauses(question: str, word: str) -> None:
    topic = clause_topic(question, _document(LEASE))
    assert topic is not None
    assert wording_for_search(question, topic).startswith(question + " ")
    assert word in wording_for_search(question, topic)


def test_short_questions_are_read_in_full() -> None:
    topic = clause_topic("auto renewal?", _document(LEASE))
    assert wording_for_reading("auto renewal?", topic).startswith("Does the contract renew automatically")


def test_a_sentence_deals_with_a_topic_by_its_words_or_its_heading() -> None:
    text = "12. Indemnification\nThe Supplier pays all of it.\nThe Buyer collects the goods."
    sections = (Section("12. Indemnification", 1, Span(0, text.index("The Buyer"))),)
    document = Document(text, (), sections, "A text", "a.txt", "0")
    topic = next(topic for topic in TOPICS if topic.is_asked("who is liable?"))
    paid, collected = (Span(at := text.index(part), at + len(part)) for part in ("pays", "collects"))
    assert topic.is_dealt_with(clause_around(document, paid))
    assert not topic.is_dealt_with(clause_around(document, collected))


def _topic(question: str) -> ClauseTopic:
    topic = topic_of(question)
    assert topic is not None
    return topic


def _span(text: str, part: str) -> Span:
    return Span(at := text.index(part), at + len(part))


def test_a_sentence_with_another_meaning_of_the_word_is_on_no_topic() -> None:
    cap = _topic("is there a liability cap?")
    assert not cap.is_dealt_with("The limitations as to time and area are fair.")
    assert cap.is_dealt_with("The liability of either party is limited to the fees paid.")
    assert not _topic("any non-compete?").is_dealt_with(
        "It gives an exclusive remedy and a non-exclusive licence."
    )


@pytest.mark.parametrize("question", ["When does it expire?", "how long does it last?"])
def test_a_contract_that_terminates_after_a_period_expires(question: str) -> None:
    text = (
        "3. This Agreement shall terminate one year from the Effective Date. Either party may terminate it."
    )
    document, term = _document(text), _topic(question)
    assert is_in_clause(term, document, _span(text, "one year from the Effective Date"))
    assert not term.is_dealt_with("Either party may terminate this Agreement if the other is in breach.")


def test_a_transfer_by_the_landlord_is_no_subletting() -> None:
    sublet = _topic("can I sublet?")
    assert sublet.is_dealt_with("The Tenant may sublease the Premises with the consent of the Landlord.")
    assert not sublet.is_dealt_with("The Landlord may transfer and assign its rights in the Premises.")


def test_what_a_party_is_not_responsible_for_follows() -> None:
    text = "Customer pays all taxes. However, Customer is not responsible for the income taxes of Provider."
    document, taxes = _document(text), _topic("who pays the taxes?")
    paid, excepted = (_span(text, part) for part in ("Customer pays", "Customer is not"))
    assert topic_lead(taxes, document, paid) > 0 > topic_lead(taxes, document, excepted)


def test_headings_and_titles_of_paragraphs_lead_and_what_a_clause_does_not_do_follows() -> None:
    text = (
        "8.1 Liability Caps. The liability of a party will not exceed the fees paid. Nothing in this "
        "Agreement will limit a party's liability for fraud. 8.2 Notices. The liability of couriers does "
        "not exceed ten."
    )
    document, cap = _document(text), _topic("is there a cap on liability?")
    said, carved, elsewhere = (_span(text, part) for part in ("fees paid", "for fraud", "ten."))
    leads = [topic_lead(cap, document, span) for span in (said, elsewhere, carved)]
    assert leads == sorted(leads, reverse=True)
    assert len(set(leads)) == 3


def test_a_span_is_surely_in_a_clause_by_a_heading_or_several_words() -> None:
    text = (
        "(c) Insurance. He keeps a policy. (d) Other. The policy is old. "
        "The books and records may be audited. The books are red."
    )
    document, insured, books = _document(text), _topic("what insurance?"), _topic("audit rights?")
    assert is_in_clause(insured, document, _span(text, "keeps"))
    assert not is_in_clause(insured, document, _span(text, "old"))
    assert is_in_clause(books, document, _span(text, "audited"))
    assert not is_in_clause(books, document, _span(text, "red"))


@pytest.mark.parametrize(
    "question",
    [
        "When does the concert end?",
        "Is Acme liable?",
        "Can the tenant terminate early?",
        "who is liable under section 4?",
        "What colour is the door?",
    ],
)
def test_a_question_that_says_more_stays_as_it_is(question: str) -> None:
    topic = clause_topic(question, _document(LEASE))
    assert topic is None
    assert wording_for_reading(question, topic) == wording_for_search(question, topic) == question


@pytest.mark.parametrize(
    "question",
    [
        "What is the licence fee?",
        "How much does the licence cost?",
        "How many licences are granted?",
        "What is the termination fee?",
        "Is there a cancellation fee?",
        "How much is the renewal fee?",
        "Who pays the court costs?",
        "Who pays for the audit?",
        "Who pays for insurance?",
        "How much is the tax?",
        "What is the shipping cost?",
        "When must notice be given?",
        "How much notice must the landlord give before a visit?",
    ],
)
def test_who_asks_for_an_amount_a_time_or_a_payer_does_not_ask_for_the_clause(question: str) -> None:
    assert topic_of(question) is None


NOTICE = "What is the minimum period of notice to terminate the agreement?"


@pytest.mark.parametrize(
    ("question", "full"),
    [
        ("termination?", "How can this agreement be terminated?"),
        ("what is the notice period?", NOTICE),
        ("how much notice must be given?", NOTICE),
        ("how long is the period of notice?", NOTICE),
        ("who pays for damages?", "Who is liable?"),
        ("who pays for shipping?", "Which party bears the cost and the risk of shipping and delivery?"),
        ("who pays the taxes?", "Which party bears the taxes?"),
        ("what is the late fee?", "What late fee, charge or interest is due on late payments?"),
        ("how much is the liability cap?", "What is the limit of liability?"),
        ("how much are the royalties?", "What royalties must a party pay?"),
        ("when does it end?", "When does this agreement expire?"),
        ("how long does it last?", "How long does this agreement last?"),
        ("how long are we tied in?", "How long does this agreement last?"),
        ("How long is the warranty?", "How long does the warranty last?"),
        ("is there a non-compete, and for how long?", "How long may a party not compete with the other?"),
        ("can they walk away early?", "Who may end the agreement early without cause, and with what notice?"),
        ("when are payments due?", "What must be paid, and when are payments due?"),
        ("how are the costs paid?", "What must be paid, and when are payments due?"),
        (
            "when can we terminate?",
            "Who may end the agreement early without cause, and with what notice?",
        ),
        ("what happens when a party is in breach?", "What happens if a party is in breach or default?"),
    ],
)
def test_a_topic_that_gives_the_amount_or_the_payer_is_kept(question: str, full: str) -> None:
    topic = topic_of(question)
    assert topic is not None
    assert topic.question == full


def test_in_a_story_nobody_asks_for_clauses() -> None:
    assert is_agreement(LEASE)
    assert not is_agreement(STORY)
    assert clause_topic("when does it end?", _document(STORY)) is None


def test_an_agreement_in_plain_language_names_its_parties_without_articles() -> None:
    assert is_agreement("Employee will report to the manager. Company may change the hours.")
    assert not is_agreement("The employee reports to the manager. A company may change the hours.")


def test_a_question_may_call_the_agreement_by_its_kind() -> None:
    assert topic_of("which law governs the loan?") == topic_of("which law governs?")
    assert topic_of("what law governs the offer?") == topic_of("which law governs?")
    assert topic_of("can the borrower repay early?") == topic_of("can I repay early?")


def test_the_label_of_a_row_is_the_heading_of_its_cells(tmp_path) -> None:
    (tmp_path / "cover.md").write_text("| Term | Value |\n|---|---|\n| Governing Law | Maine |\n", "utf-8")
    document = open_document(str(tmp_path / "cover.md"))
    law = topic_of("which law governs?")
    assert law is not None
    assert is_in_clause(law, document, _span(document.text, "Maine"))
    assert not is_in_clause(law, document, _span(document.text, "Term"))


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("who is liable if it is the other party", True),  # nine words
        ("so who is liable if it is the other party", False),
        ("who is liable under 4?", False),
        ("who is liable for A1?", False),
        ('who is liable for "damages"?', False),
        ("who is liable for “damages”?", False),
        ("who is liable for damages?", True),
        ("can the other party terminate this contract early?", True),  # words that many clauses have
        ("who is the captain liable to?", False),
    ],
)
def test_a_short_question_has_nine_words_and_nothing_specific(question: str, short: bool) -> None:
    assert (topic_of(question) is not None) is short


def test_words_that_any_clause_has_are_not_characteristic() -> None:
    topic = ClauseTopic("price", "agreement state prices", "What is the price?")
    assert not topic.is_dealt_with("This Agreement is between the parties.")
    assert topic.is_dealt_with("It has a PRICE.")
    assert topic.is_asked("PRICE?")


def test_an_agreement_has_eight_phrases_in_ten_thousand_characters() -> None:
    def padded(phrases: int, chars: int) -> str:
        return ("hereto. " * phrases).ljust(chars, "-")

    assert is_agreement(padded(8, 10_000))
    assert not is_agreement(padded(7, 10_000))
    assert not is_agreement(padded(8, 10_001))
    assert is_agreement("hereto")
    assert is_agreement(padded(1, 1_250))
    assert not is_agreement(padded(1, 1_251))
    assert not is_agreement("")


def test_only_the_first_sixty_thousand_characters_tell_an_agreement() -> None:
    assert is_agreement(("hereto " * 48).ljust(60_000, "-") + "-" * 9_000)
    assert not is_agreement(("hereto " * 47).ljust(59_995, "-") + "hereto " * 99)


def test_a_clause_is_the_sentence_around_a_span_with_its_heading() -> None:
    text = "Fees\nThe rent is due. It is paid in May. It is high."
    document = _document(text)
    may = Span(text.index("May"), text.index("May") + 3)
    assert clause_around(document, may) == "\nIt is paid in May.\nMay"
    titled = Document(text, (), (Section("Fees", 1, Span(0, len(text))),), "A text", "a.txt", "0")
    assert clause_around(titled, may) == "Fees\nIt is paid in May.\nMay"
    begins = text.index("It is paid")
    assert clause_around(titled, Span(begins, begins + 2)) == "Fees\nIt is paid in May.\nIt"
    assert clause_around(_document("  "), Span(0, 0)) == "\n\n"
    later = _document("\n\nThe rent is due. It is high.")
    assert clause_around(later, Span(0, 1)) == "\nThe rent is due.\n\n"


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.question)
def test_the_full_question_of_a_topic_is_on_a_topic(topic: ClauseTopic) -> None:
    assert any(other.is_asked(topic.question) for other in TOPICS)
