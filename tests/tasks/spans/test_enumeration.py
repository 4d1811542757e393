"""Questions that ask for several things get the whole series or list."""

from __future__ import annotations

import io
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longdoc.documents.open import open_document
from longdoc.documents.types import Block, Document, Kind, Section, Span
from longdoc.tasks.spans.enumeration import items_left_out, whole_list, whole_series
from longdoc.tasks.spans.list_questions import asks_for_definition, asks_for_list
from longdoc.tasks.spans.phrasing import complete_span

SERIES = (
    "The jury hears the viola, the harp (two movements) and the oboe. Entries close on 3 May. "
    "It was judged by Ann Lee, Bo Ek, Carla Ruiz and Dan Wu, who met twice. The tank holds 0 to +2 bar, "
    "0 to +5 bar or -5 to +5 bar. The fee is waived if the form is late; or (d) lost."
)
ITEMS = (
    "A kit holds the following parts:\n- a brass valve\n- two gaskets\n- a hex key\nIt weighs little.\n"
    "1. Close the tap.\n2. Open the drain.\n"
)


def _series(part: str) -> str:
    start = SERIES.index(part)
    span = whole_series("Which ones are there?", SERIES, Span(start, start + len(part)), Span(0, len(SERIES)))
    return SERIES[span.start : span.end]


@pytest.mark.parametrize(
    ("question", "several"),
    [
        ("Which judges were there?", True),
        ("What are the phases of the audition?", True),
        ("Which new safety rules apply?", True),
        ("Who were the judges?", True),
        ("List the exits.", True),
        ("Who attended the meeting?", True),
        ("Who took part from the branch in Boulder?", False),
        ("报告分析了哪些国家？", True),
        ("Which judge was late?", False),
        ("Which lens was fitted?", False),
        ("Which gas is used?", False),
        ("Which days is the pool open?", True),
        ("Which rooms does the cleaner clean?", True),
        ("What was used for a year and a half?", False),
        ("What happens to the lids?", False),
        ("On what date do the movers come?", False),
        ("What is the status of the bus?", False),
        ("What does the fee cover?", False),
    ],
)
def test_which_questions_ask_for_several_things(question: str, several: bool) -> None:
    assert asks_for_list(question) is several


def test_a_long_word_is_no_burden() -> None:
    begun = process_time()
    assert not asks_for_definition(f"What is {'a' * 2_000}!x")
    assert process_time() - begun < 5  # cubic before: hours


@pytest.mark.parametrize(
    ("part", "whole"),
    [
        ("Bo Ek", "Ann Lee, Bo Ek, Carla Ruiz and Dan Wu"),
        ("Dan Wu", "Ann Lee, Bo Ek, Carla Ruiz and Dan Wu"),
        ("the viola", "the viola, the harp (two movements) and the oboe"),
        ("0 to +2 bar", "0 to +2 bar, 0 to +5 bar or -5 to +5 bar"),
        ("3 May", "3 May"),
        ("the form is late", "the form is late"),
    ],
)
def test_a_member_is_extended_to_its_series(part: str, whole: str) -> None:
    assert _series(part) == whole


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("It protects plants and the farming and forestry sectors.", "farming and forestry sectors"),
        ("A person examined by a doctor in Canada and for whom it is true.", "a doctor in Canada"),
    ],
)
def test_an_and_that_joins_something_else_adds_nothing(text: str, part: str) -> None:
    start = text.index(part)
    span = whole_series("Which are there?", text, Span(start, start + len(part)), Span(0, len(text)))
    assert text[span.start : span.end] == part


@pytest.mark.parametrize(
    ("text", "part", "whole"),
    [
        (
            "A call stack, a special case of the stack structure, to implement calls and returns, is usual.",
            "to implement calls and returns", "to implement calls and returns",
        ),
        (
            "The body has the power to hear claims, to grant leave and to award costs.",
            "to award costs", "to hear claims, to grant leave and to award costs",
        ),
        (
            "Two casinos, Foxwood Resort and Sun Hall, number among the largest employers; both are old.",
            "Foxwood Resort and Sun Hall", "Two casinos, Foxwood Resort and Sun Hall",
        ),
    ],
)  # fmt: skip
def test_what_is_not_parallel_to_a_member_is_none(text: str, part: str, whole: str) -> None:
    start = text.index(part)
    span = whole_series("Which ones are there?", text, Span(start, start + len(part)), Span(0, len(text)))
    assert text[span.start : span.end] == whole


@pytest.mark.parametrize(
    ("text", "part", "whole"),
    [
        ("The directors are Mr. Smith and Mr. Jones.", "Mr. Smith", "Mr. Smith and Mr. Jones"),
        (
            "Deposits: for the sander (80 euros), the saw (60 euros) and everything that burns petrol.",
            "the sander (80 euros), the saw",
            "the sander (80 euros), the saw (60 euros) and everything that burns petrol",
        ),
        ("The directors are Mr. Smith and Mr. Jones.", "Mr. Jones", "Mr. Smith and Mr. Jones"),
        ("It is run by J. Smith, K. Jones and L. Brown.", "J. Smith", "J. Smith, K. Jones and L. Brown"),
        ("It is run by J. Smith, K. Jones and L. Brown.", "K. Jones", "J. Smith, K. Jones and L. Brown"),
        ("It is run by J. Smith, K. Jones and L. Brown.", "L. Brown", "J. Smith, K. Jones and L. Brown"),
        ("It is from Acme Inc., Bolt Ltd. and Ek.", "Bolt Ltd", "Acme Inc., Bolt Ltd. and Ek"),
        ("It has lids and taps. Rims and caps are new.", "lids", "lids and taps"),
        ("It has lids and taps. Rims and caps are new.", "caps", "Rims and caps"),
        (
            "It is owned by Ann Lee (50%), Bo Ray (30%) and Cy Poe.",
            "Bo Ray",
            "Ann Lee (50%), Bo Ray (30%) and Cy Poe",
        ),
        (
            "The owners are Ann Lee (head of the firm), Bo Ray (cook, 30%) and Cy Poe (20%).",
            "Ann Lee",
            "Ann Lee (head of the firm), Bo Ray (cook, 30%) and Cy Poe (20%)",
        ),
        ("It is owned by some (Ann, Bo Ray and Cy).", "Bo Ray", "Ann, Bo Ray and Cy"),
        ("All fees are due, except rent, tax and tips.", "tax", "rent, tax and tips"),
        *(
            (
                "It amends rules 15 (on the care of all the very old boats in the port), 16 (nets) and 8.",
                part,
                "15 (on the care of all the very old boats in the port), 16 (nets) and 8",
            )
            for part in ("15", "16", "16 (nets)", "8", "16 (nets) and 8")
        ),
        *(
            (
                "We read rules 5 (on fees), 6, and 7 (on nets), and later left.",
                part,
                "5 (on fees), 6, and 7 (on nets)",
            )
            for part in ("5", "5 (on fees)", "6", "6, and 7")
        ),
        (
            "It has the bow and stern, the keel and mast, and the rig.",
            "the bow and stern",
            "the bow and stern, the keel and mast, and the rig",
        ),
    ],
)
def test_a_title_or_an_initial_does_not_end_a_series(text: str, part: str, whole: str) -> None:
    start = text.index(part)
    span = whole_series("Which are there?", text, Span(start, start + len(part)), Span(0, len(text)))
    assert text[span.start : span.end] == whole


def _items() -> Document:
    lines = [line for line in ITEMS.splitlines() if line[:2] in ("- ", "1.", "2.")]
    blocks = tuple(Block(Span(at := ITEMS.index(line), at + len(line)), Kind.LIST_ITEM) for line in lines)
    return Document(ITEMS, (), (), "Kit", "kit.md", "0", blocks=blocks)


@pytest.mark.parametrize("part", ["two gaskets", "the following parts"])
def test_a_list_is_given_whole(part: str) -> None:
    document, start = _items(), ITEMS.index(part)
    found = complete_span("Which parts are in the kit?", document, Span(start, start + len(part)))
    assert document.quote(found) == "a brass valve\n- two gaskets\n- a hex key"


def test_how_to_do_something_is_answered_by_all_steps() -> None:
    document, start = _items(), ITEMS.index("Close the tap")
    found = complete_span("How do I empty it?", document, Span(start, start + len("Close the tap")))
    assert document.quote(found) == "Close the tap.\n2. Open the drain."


def test_an_item_or_member_that_the_question_names_stays_alone() -> None:
    document, start = _items(), ITEMS.index("- two")
    item = Span(start, start + len("- two gaskets"))
    assert document.quote(complete_span("What are the gaskets?", document, item)) == "two gaskets"
    member = Span(at := SERIES.index("Bo Ek"), at + 5)
    assert whole_series("Which talks are by Ek?", SERIES, member, Span(0, len(SERIES))) == member


def test_what_the_heading_of_a_list_names_does_not_choose_an_item() -> None:
    text = "# Replacing the filter\n\n1. Close the tap.\n2. Take the filter out.\n3. Open the tap.\n"
    lines = [line for line in text.splitlines() if line[:1].isdigit()]
    blocks = tuple(Block(Span(at := text.index(line), at + len(line)), Kind.LIST_ITEM) for line in lines)
    section = Section("Replacing the filter", 1, Span(0, len(text)))
    document = Document(text, (), (section,), "Tap", "tap.md", "0", blocks=blocks)
    start = text.index("Take")
    found = complete_span("What are the steps for replacing the filter?", document, Span(start, start + 4))
    assert document.quote(found) == text[text.index("Close") :].rstrip()


def test_a_list_in_a_numbered_subsection_is_given_whole() -> None:
    text = "16 (1) On the appeal, the court may (a) confirm the order; (b) vary it; or (c) refer it back."
    document = Document(text, (), (), "", "act.txt", "0")
    start = text.index("vary it")
    found = complete_span(
        "What may the court do on the appeal?", document, Span(start, start + len("vary it"))
    )
    assert document.quote(found) == "(a) confirm the order; (b) vary it; or (c) refer it back"


def test_other_questions_keep_the_item_without_its_bullet() -> None:
    document, start = _items(), ITEMS.index("- two")
    found = complete_span(
        "How many gaskets are in the kit?", document, Span(start, start + len("- two gaskets"))
    )
    assert document.quote(found) == "two gaskets"


def test_a_sentence_outside_lists_has_none() -> None:
    assert whole_list("Which are there?", _items(), Span(ITEMS.index("It"), ITEMS.index("It") + 2)) is None


@given(st.integers(0, len(SERIES) - 2), st.integers(1, 30))
def test_a_series_holds_its_member_and_stays_in_the_text(start: int, length: int) -> None:
    span = Span(start, min(len(SERIES), start + length))
    home = Span(0, len(SERIES))
    assert home.contains(whole_series("Which ones are there?", SERIES, span, home))
    assert whole_series("Which ones are there?", SERIES, span, home).contains(span)


@pytest.mark.parametrize(
    ("question", "text", "part", "whole"),
    [
        (
            "When may the landlord re-enter?",
            "The Landlord may re-enter if:\n\n(a) rent is unpaid;\n\n(b) the Tenant is insolvent.\n",
            "rent is unpaid",
            "rent is unpaid;\n\n(b) the Tenant is insolvent.",
        ),
        (
            "When must the tenant clean?",
            "The Tenant shall:\n\n(a) clean every week;\n\n(b) paint every year.\n",
            "clean every week",
            "clean every week",
        ),
        (
            "What are the events of default?",
            "Each of the following is one:\n\n8.1 Non-payment. Rent is late.\n\n8.2 Insolvency.\n",
            "Each of the following",
            "Non-payment. Rent is late.\n\n8.2 Insolvency.",
        ),
        (
            "What rules apply?",
            "The rules are set out here.\n\n8.1 The Tenant pays the rent.\n\n8.2 The Landlord repairs.\n",
            "The Tenant pays the rent",
            "The Tenant pays the rent",
        ),
        (
            "What are the grounds of appeal?",
            "There are three: first, that he was wrong to reject any defence by the owner; second, "
            "that she did not limit it; and third, that she erred.",
            "that he was wrong",
            "first, that he was wrong to reject any defence by the owner; second, that she did not limit "
            "it; and third, that she erred",
        ),
        ("Who are the executors?", "They are my son Graham and Helen Tsang, as executors and trustees.",
         "Helen Tsang", "my son Graham and Helen Tsang"),
        ("Which guests came?", "In attendance: Beth (Secretary), Nadia (Risk, items 4 and 5)",
         "Beth (Secretary), Nadia (Risk, items 4", "Beth (Secretary), Nadia (Risk, items 4 and 5)"),
        ("What am I not allowed to do?", "You must not:\n\n(a) send spam;\n\n(b) resell it.\n", "send spam",
         "send spam;\n\n(b) resell it."),
    ],
)  # fmt: skip
def test_lists_of_conditions_and_within_sentences_come_whole(
    question: str, text: str, part: str, whole: str
) -> None:
    document = Document.from_text(text, "a.txt")
    start = text.index(part)
    assert document.quote(complete_span(question, document, Span(start, start + len(part)))) == whole


def test_a_list_belongs_to_the_sentence_that_introduces_it() -> None:
    text = "The fee was raised by five euros. Holders must:\n\n- keep paths clear\n- not burn waste\n"
    document = open_document(io.BytesIO(text.encode()), name="rules.md")
    fee, holders = Span(0, len("The fee")), Span(text.index("Holders"), text.index(" must"))
    assert whole_list("Which fees were raised?", document, fee) is None
    assert whole_list("Which things must holders do?", document, holders) is not None


def test_what_must_be_provided_is_the_whole_list() -> None:
    text = "The contractor must provide:\n\n1. a plan;\n2. a bond of 10%;\n3. proof of insurance.\n"
    document = open_document(io.BytesIO(text.encode()), name="works.md")
    at = text.index("a plan")
    found = complete_span("What must the contractor provide?", document, Span(at, at + len("a plan")))
    assert document.quote(found).endswith("proof of insurance.")


@pytest.mark.parametrize(("kind", "left_out"), [("word", 0), ("word " * 20, 25)])
def test_of_a_list_that_is_too_long_the_first_items_are_quoted_and_the_others_counted(
    kind: str, left_out: int
) -> None:
    text = "Holders must:\n\n" + "".join(f"- pay fee {n} {kind}\n" for n in range(60))
    document = open_document(io.BytesIO(text.encode()), name="rules.md")
    at = document.text.index("pay fee 3 ")
    found = complete_span("What must holders do?", document, Span(at, at + len("pay fee 3")))
    assert items_left_out("What must holders do?", document, found) == left_out
    assert items_left_out("Why is fee 3 paid?", document, found) == 0
    assert document.quote(found).startswith("pay fee 0")
    assert document.quote(found).count("- ") == 60 - left_out - 1
