"""Answers as people would quote them: nothing cut in two, nothing over the end of a sentence or cell."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longdoc.documents.open import open_document
from longdoc.documents.types import Cell, Document, Span, Table
from longdoc.tasks.spans.phrasing import (
    asks_for_clause,
    asks_yes_or_no,
    complete_span,
    within_cell,
    within_sentence,
)

TEXT = (
    "The lease between Acme Logistics Ltd. and the Tenant ends on 9 November 2027. The rent is £ 1,250 a "
    "month and the deposit 2,450 euros. Pets are not allowed. The roof was mended beautifully. "
    "It began on March 3 2020 at noon."
)


def _document(text: str = TEXT) -> Document:
    return Document(text, (), (), "Lease", "lease.txt", "0")


def _completed_text(question: str, part: str) -> str:
    start = TEXT.index(part)
    return _document().quote(complete_span(question, _document(), Span(start, start + len(part))))


@pytest.mark.parametrize(
    ("question", "part", "whole"),
    [
        ("Who is the landlord?", "Acme", "Acme Logistics Ltd."),
        ("When does it end?", "November", "9 November 2027"),
        ("When does it end?", "9", "9 November 2027"),
        ("When did it begin?", "March 3", "March 3 2020"),
        ("How much is the deposit?", "2,450", "2,450 euros"),
        ("How much is the rent?", "1,250", "£ 1,250"),
        ("Are pets allowed?", "not allowed", "Pets are not allowed."),
        ("How was the roof mended?", "beautifully", "The roof was mended beautifully."),
        ("Who is the other party?", "the Tenant", "the Tenant"),
        ("What is the lease about?", "deposit", "deposit"),
    ],
)
def test_what_is_cut_is_made_whole(question: str, part: str, whole: str) -> None:
    assert _completed_text(question, part) == whole


@pytest.mark.parametrize(
    ("part", "whole"),
    [
        ("3 May", "Sunday, 3 May 2026"),
        ("14 °C", "11 to 14 °C"),
        ("11", "11 to 14 °C"),
        ("12 (gate", "12 (gate B)"),
        ('marked "Gate B', 'marked "Gate B"'),
        ("5 kg", "5 kg"),
        ("ann", "ann.lee@pool.example"),
        ("pool.example/tickets", "https://pool.example/tickets"),
        ("am 3.", "am 3. Werktag"),
        ("3. Werktag", "3. Werktag"),
    ],
)
def test_days_ranges_and_brackets_are_whole(part: str, whole: str) -> None:
    text = "The pool opens on Sunday, 3 May 2026 at 11 to 14 °C. Use entrance 12 (gate B) with 5 kg at most, "
    text += 'marked "Gate B", if you can. '
    text += "Zahlbar bis am 3. Werktag im Monat. Write to ann.lee@pool.example or see https://pool.example/tickets."
    document = Document(text, (), (), "Pool", "pool.txt", "0")
    start = text.index(part)
    assert document.quote(complete_span("Where and when?", document, Span(start, start + len(part)))) == whole


@pytest.mark.parametrize(
    ("text", "part", "whole"),
    [
        ("The deposit is $500 and 60 days' notice is required.", "$500", "$500"),
        ("The deposit is $500 and 60 days' notice is required.", "60", "60 days"),
        ("Of these, 200 euros and 30 days are free.", "200", "200 euros"),
        ("It was made in 2019 and 3 months later lost.", "2019", "2019"),
        ("The bar closes at 10.30 p.m. on Fridays.", "p.m", "10.30 p.m."),
        ("The bar closes at 10.30 p.m. on Fridays.", "10.30", "10.30 p.m."),
        ("It opens at 9 am, and Sam is there.", "9", "9 am"),
        ("It opens at 9, amid noise.", "9", "9"),
        ("It costs $500 - 60 days at most.", "$500", "$500"),
        ("It takes between 5 and 10 days.", "5", "between 5 and 10 days"),
        ("Between 5 and 10 days are free.", "10", "Between 5 and 10 days"),
        ("It takes between about 5 and 10 days.", "5", "between about 5 and 10 days"),
        ("It takes from 6 months to 2 years.", "2 years", "from 6 months to 2 years"),
        ("Its price is $5 to 10 million.", "10", "$5 to 10 million"),
        ("It weighs 500g to 2 kg.", "2 kg", "2 kg"),
        ("It weighs 5-10 kg.", "5", "5-10 kg"),
        ("Take .5 mg daily.", ".5", ".5 mg"),
        ("Take .5 to .7 mg daily.", ".7", ".5 to .7 mg"),
        ("It costs $.50 now.", "50", "$.50"),
    ],
)
def test_only_the_ends_of_a_range_are_joined(text: str, part: str, whole: str) -> None:
    start = text.index(part)
    document = Document(text, (), (), "", "a.txt", "0")
    found = complete_span("How much is it?", document, Span(start, start + len(part)))
    assert document.quote(found) == whole


@pytest.mark.parametrize(
    ("before", "behind"),
    [
        ("₹", ""), ("INR ", ""), ("Rs. ", ""), ("NZ$", ""), ("S$", ""), ("SEK ", ""), ("kr ", ""),
        ("US$", ""), ("", " €"), ("", " SEK"), ("", " zł"), ("", " million CHF"), ("", " rupees"),
        ("", " Swiss francs"),
    ],
)  # fmt: skip
def test_an_amount_keeps_its_currency_whichever_it_is(before: str, behind: str) -> None:
    document = _document(f"The Licensee pays a fee of {before}5,000{behind} in each year.")
    start = document.text.index("5,000")
    found = complete_span("How much is the fee?", document, Span(start, start + len("5,000")))
    assert document.quote(found) == f"{before}5,000{behind}"


@pytest.mark.parametrize("text", ["Sales in 2019 EUR 500 were low.", "It is 7 $m."])
def test_the_currency_of_the_next_amount_is_none_of_this_one(text: str) -> None:
    document = _document(text)
    start = text.index("2019" if "2019" in text else "7")
    end = start + (4 if "2019" in text else 1)
    assert document.quote(complete_span("When?", document, Span(start, end))) == text[start:end]


def test_a_span_does_not_run_into_the_next_field() -> None:
    text = "Title: Relay\n  Status: Deployed\n  Type: Specification\n  Assigned: 2016-04-27\n"
    document = Document(text, (), (), "Relay", "a.txt", "0")
    span = Span(text.index("Deployed"), len(text) - 1)
    assert document.quote(complete_span("What is the status?", document, span)) == "Deployed"


def test_what_a_question_asks_for() -> None:
    assert asks_yes_or_no("Can they terminate early?")
    assert asks_yes_or_no("可以提前解约吗？")
    assert not asks_yes_or_no("Is it a lease or a licence?")
    assert asks_for_clause("what happens on breach?")
    assert asks_for_clause("What should I do if the alarm rings?")
    assert asks_for_clause("What if it rains?")
    assert not asks_for_clause("How many keys are there?")


@pytest.mark.parametrize(
    ("question", "is_whole"),
    [
        ("Is the agent liable for what his helpers do?", True),
        ("For whom is the agent liable?", False),
    ],
)
def test_a_condition_alone_decides_no_yes_no_question(question: str, is_whole: bool) -> None:
    text = "The agent is liable for his helpers as he would be if doing their work himself. It is paid."
    document, start = _document(text), text.index("doing")
    span = Span(start, text.index(" himself"))
    said = document.quote(complete_span(question, document, span))
    assert said == (
        "The agent is liable for his helpers as he would be if doing their work himself."
        if is_whole
        else "doing their work"
    )


def test_a_span_over_the_end_of_a_sentence_keeps_the_larger_part() -> None:
    start, end = TEXT.index("2027."), TEXT.index(" a month")
    assert _document().quote(within_sentence(_document(), Span(start, end))) == "The rent is £ 1,250"


def test_a_span_over_cells_keeps_the_cell_with_most_of_it() -> None:
    text = "Bolt | 3 | York\nNut | 4 | Hull"
    cells = tuple(
        Cell(Span(at := text.index(word), at + len(word)), row, column)
        for row, words in enumerate((("Bolt", "3", "York"), ("Nut", "4", "Hull")))
        for column, word in enumerate(words)
    )
    document = Document(text, (), (), "", "t.csv", "0", tables=(Table(Span(0, len(text)), cells),))
    assert document.quote(within_cell(document, Span(5, 15))) == "York"
    assert document.quote(complete_span("How many nuts?", document, Span(22, 23))) == "4"


@given(
    st.integers(0, len(TEXT) - 1),
    st.integers(1, 40),
    st.sampled_from(["Who?", "Is it?", "Why?", "How much?"]),
)
def test_what_comes_out_holds_what_went_in_and_stays_in_its_sentence(
    at: int, length: int, question: str
) -> None:
    document = _document()
    span = within_sentence(document, Span(at, min(len(TEXT), at + length)))
    found = complete_span(question, document, span)
    assert found.contains(span)
    home = [s for s in document.sentences if s.overlaps(span)]
    assert not home or home[0].contains(found) or found == span


RULES = (
    "5. The Tenant may not:\n(a) sublet the rooms;\n(b) keep animals; or\n(c) change the facade. Small signs "
    "are allowed.\n\nThe Tenant shall not burn candles or store paint in the cellar.\n\n"
    "He shall:\n(i) sweep; and\n(ii) lock up.\n\n"
    "Change the filter every 6 months or after 3,000 litres, whichever comes first. Notice counts five days "
    "after posting or on receipt, whichever is the earlier.\n\n滤芯每6个月或3000公里更换，以先到者为准。\n\n"
    "Next meeting: Tuesday, 4 March 2025, 19:00 to 21:00\n\n"
    "Ortega warrants that the trays will (i) fit the lids, (ii) be clean, and (iii) comply with the law.\n\n"
    "Secrets are all data that do not include:\n(a) public data;\n(b) old data.\n\n"
    "有下列情形之一的，甲方有权解除合同：\n（一）乙方拖欠租金；\n（二）乙方转租设备。\n\n"
    "Present: Nadia Ferrant (chair), Tom Osei, Ana Ruiz\n"
    "Liability shall not be more than the fees paid. Works begin no later than noon and not before dawn.\n"
)


@pytest.mark.parametrize(
    ("question", "part", "whole"),
    [
        ("Can the tenant sublet?", "sublet the rooms", "The Tenant may not:\n(a) sublet the rooms;"),
        ("May he store paint in the cellar?", "store paint in the cellar",
         "The Tenant shall not burn candles or store paint in the cellar."),
        ("Must he lock up every night?", "lock up", "(ii) lock up."),
        ("What may the tenant not do?", "keep animals",
         "sublet the rooms;\n(b) keep animals; or\n(c) change the facade. Small signs are allowed."),
        ("How often is the filter changed?", "every 6 months",
         "every 6 months or after 3,000 litres, whichever comes first"),
        ("When does notice count?", "five days after posting",
         "five days after posting or on receipt, whichever is the earlier"),
        ("多久更换滤芯？", "6个月", "6个月或3000公里更换，以先到者为准"),
        ("When is the next meeting?", "Tuesday, 4 March 2025", "Tuesday, 4 March 2025, 19:00 to 21:00"),
        ("On which day is the next meeting?", "Tuesday, 4 March 2025", "Tuesday, 4 March 2025"),
        ("What does Ortega warrant?", "the trays will (i) fit the lids",
         "the trays will (i) fit the lids, (ii) be clean, and (iii) comply with the law"),
        ("What is meant by secrets?", "all data that do not include",
         "all data that do not include:\n(a) public data;\n(b) old data."),
        ("Are old data secret?", "do not include", "do not include:\n(a) public data;\n(b) old data."),
        ("甲方在哪些情形下有权解除合同？", "乙方拖欠租金", "（一）乙方拖欠租金；\n（二）乙方转租设备。"),
        ("What is the limit of liability?", "more than the fees paid", "not be more than the fees paid"),
        ("When do works begin?", "later than noon", "no later than noon"),
        ("When do works begin?", "before dawn", "not before dawn"),
        ("When do works begin?", "noon", "noon"),
        ("Who attended the meeting?", "Nadia Ferrant (chair)", "Nadia Ferrant (chair), Tom Osei, Ana Ruiz"),
    ],
)  # fmt: skip
def test_nothing_that_changes_the_meaning_is_cut_off(question: str, part: str, whole: str) -> None:
    document = open_document(io.BytesIO(RULES.encode()), name="rules.txt")
    start = document.text.index(part)
    span = complete_span(question, document, Span(start, start + len(part)))
    assert document.quote(span) == whole


@pytest.mark.parametrize(
    ("text", "part", "whole"),
    [
        ("It takes about 84 percent of it.", "84 percent", "about 84 percent"),
        ("There must be at least three members.", "three members", "at least three members"),
        ("It costs no more than $5.", "$5", "no more than $5"),
        ("It was sold for over 2,000 euros.", "2,000 euros", "over 2,000 euros"),
        ("Pay within a month.", "a month", "within a month"),
        ("They spoke about a tank.", "a tank", "a tank"),
        ("It fell over 2019 and later.", "2019", "2019"),
        ("He left after 3 days.", "3 days", "3 days"),
        ("Ask about it. 30 days is the limit.", "30 days", "30 days"),
    ],
)
def test_a_number_comes_with_the_words_that_limit_it(text: str, part: str, whole: str) -> None:
    document = Document.from_text(text, "a.txt")
    start = document.text.index(part)
    found = complete_span("How much is it?", document, Span(start, start + len(part)))
    assert document.quote(found) == whole
