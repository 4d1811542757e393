"""Verdicts: what counts as a change and what does not, where a quotation is cited from, and planted ones."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest

from longdoc.bench.quotations import count, planted_alterations, true_quotations
from longdoc.documents.types import Block, Document, Kind, Page, Span
from longdoc.tasks.verify.types import ChangeKind, Status
from longdoc.tasks.verify.verify import Verification, verify

SOURCE = (
    "The Supplier shall not be liable for any loss of data, and the Customer keeps copies of its files.\n\n"
    "The annual fee of $1,250.50 is payable within thirty days of receipt of a correct long-term invoice.\n"
    "Either party may terminate this Agreement on ninety days' written notice to the other party.\n\n"
    "供水单位应当在每年三月三十一日前提交年度报告，未按期提交的，处五千元以下罚款。"
)


def document(text: str, name: str = "agreement.txt", pages: int = 0, **parts: object) -> Document:
    cuts = [len(text) * n // pages for n in range(pages + 1)] if pages else []
    found = tuple(Page(n, str(n), Span(a, b)) for n, (a, b) in enumerate(pairwise(cuts), 1))
    return Document(text, found, (), name.partition(".")[0], name, "0" * 64, **parts)  # type: ignore[arg-type]


def check(draft: str, *sources: Document) -> Verification:
    return verify(document(draft, "draft.md"), sources or (document(SOURCE),))


def one(draft: str, *sources: Document) -> tuple[str, list[tuple[str, str, str]]]:
    (verdict,) = check(draft, *sources).verdicts
    return verdict.status.value, [(c.kind.value, c.quote, c.found) for c in verdict.changes]


def test_the_stop_that_a_writer_puts_after_a_changed_last_word_is_not_shown_as_changed() -> None:
    status, changes = one(
        'It says: "may terminate this Agreement on sixty days\' written notice to the other owner."'
    )
    assert (status, changes[-1]) == ("altered", ("words", "owner", "party"))


@pytest.mark.parametrize(
    "quote",
    [
        "The Supplier shall not be liable for any loss of data",
        "The Supplier shall  not be\nliable for any loss of data,",
        "The Sup-\nplier shall not be li-\nable for any loss of data.",
        "Sup-\nplier shall not be liable for any loss of data",
        "The Supplier … keeps copies of its ﬁles",
        "The Supplier [...] keeps copies of its files.",
        "The Supplier (…) keeps copies of its files",
        "The Supplier (...) keeps copies of its files",
        "[t]he Supplier shall not be liable for any loss of data",
        "within thirty days of receipt of a correct long term invoice. Either party may terminate",
        "within thirty days of receipt of a correct long-\nterm invoice",
        "Either party may terminate this Agreement on ninety days’ written notice",
        "供水单位应当在每年三月三十一日前提交\n年度报告",
    ],
)
def test_what_never_counts(quote):
    assert one(f"He says “{quote}”.") == ("verbatim", [])


@pytest.mark.parametrize(
    ("quote", "changes"),
    [
        ("The Supplier shall be liable for any loss of data", [("left_out", "", "not")]),
        ("The Supplier shall not be liable for any loss of files", [("words", "files", "data")]),
        ("The Supplier shall not ever be liable for any loss of data", [("added", "ever", "")]),
        ("The Supplier shall not be liable for any loss of data and the Customer keeps copies",
         [("punctuation", "", ",")]),
        ("the supplier shall not be liable for any loss of data", [("case", "the supplier", "The Supplier")]),
        ("The annual fee of $12,505.0 is payable within thirty days",
         [("words", "12,505.0", "1,250.50")]),
        ("供水单位应当在每年三月三十日前提交年度报告", [("left_out", "", "一")]),
        ("供水单位可以在每年三月三十一日前提交年度报告", [("words", "可以", "应当")]),
    ],
)  # fmt: skip
def test_each_change_is_named_and_shown(quote, changes):
    assert one(f"He says “{quote}”.") == ("altered", changes)


def test_what_is_not_there_is_not_found():
    draft = "“The moon is made of green cheese and of other fine things.”"
    assert one(draft) == ("not_found", [])
    (verdict,) = check(draft).verdicts
    assert verdict.document is verdict.found is verdict.start is None


def test_a_place_is_exact_and_found_is_the_true_text():
    (verdict,) = check("“The Supplier shall be liable for any loss of data”").verdicts
    assert verdict.found == SOURCE[verdict.start : verdict.end]
    assert verdict.found == "The Supplier shall not be liable for any loss of data"


def test_another_page_or_source_than_cited_is_elsewhere():
    paged = document(SOURCE, "agreement.pdf", pages=2)
    other = document("Nothing of interest stands in this other text, whatever one may say.", "letter.txt")
    quote = "“The Supplier shall not be liable for any loss of data”"
    assert one(f"{quote} (p. 1).", paged)[0] == "verbatim"
    assert one(f"{quote} (p. 2).", paged)[0] == "elsewhere"
    assert one(f"{quote} (agreement, pp. 1-2).", paged, other)[0] == "verbatim"
    assert one(f"{quote} (letter, p. 1).", paged, other)[0] == "elsewhere"
    assert one(f"{quote}[^1] is clear.\n\n[^1]: Agreement, p. 2.", paged)[0] == "elsewhere"
    assert one(f"{quote}[^1] is clear.\n\n[^1]: Agreement, p. 1.", paged)[0] == "verbatim"


def test_of_several_places_the_cited_one_is_given():
    text = "\n\n".join(["Each party shall bear its own costs of these proceedings."] * 6)
    (verdict,) = check("“Each party shall bear its own costs” (p. 3).", document(text, pages=6)).verdicts
    assert (verdict.status, verdict.page) == (Status.VERBATIM, "3")


def test_a_few_words_need_a_cited_source():
    other = document("The Customer keeps copies. Something else is said here.", "letter.txt")
    result = check("So “keeps copies” and a “strange” thing.", document(SOURCE), other)
    assert (result.verdicts, result.unchecked) == ((), 2)
    (verdict,) = check("So “keeps copies” (letter.txt).", document(SOURCE), other).verdicts
    assert (verdict.status, verdict.document) == (Status.VERBATIM, "letter.txt")


def test_a_quotation_goes_on_over_running_lines_and_around_notes():
    text = (
        "The Supplier shall not be\n- 12 -\nliable for any loss\n1 See the annex on losses.\nof data or files"
    )
    line, note = text.index("- 12 -"), text.index("1 See")
    source = document(
        text,
        headers_footers=(Span(line, line + 6),),
        blocks=(Block(Span(note, text.index("of data")), Kind.NOTE),),
    )
    assert one("“The Supplier shall not be liable for any loss of data or files”", source) == ("verbatim", [])


def test_a_table_is_quoted_row_by_row_and_not_around_its_cells():
    text = (
        "The stores are these.\nChamber | north side | Offer Placement System | opens at nine every morning"
    )
    rows = Span(text.index("Chamber"), len(text))
    source = document(text, blocks=(Block(rows, Kind.TABLE_ROW),))
    assert one("“Chamber north side Offer Placement System opens at nine”", source) == ("verbatim", [])
    altered = "“Chamber north side Offer System opens at nine”"
    assert one(altered, source) == ("altered", [("left_out", "", "Placement")])


def test_marks_of_notes_in_the_source_do_not_count():
    source = document("The Supplier is liable.3 The Customer [12] pays every month in advance.")
    assert one("“The Supplier is liable. The Customer pays every month”", source) == ("verbatim", [])


@pytest.mark.parametrize(
    "quote", ["is liable for all damage to the goods of", "is liable¹ for all damage to"]
)
def test_a_raised_mark_of_a_note_is_no_part_of_its_word(quote):
    source = document("The Supplier is liable¹ for all damage² to the goods²,³ of the Customer.")
    assert one(f"“The Supplier {quote}”", source) == ("verbatim", [])


@pytest.mark.parametrize(
    ("said", "quote", "changes"),
    [
        ("an area of 500 km2 of arable land", "an area of 500 km of arable land", [("left_out", "", "2")]),
        ("an area of 500 km² of arable land", "an area of 500 km of arable land", [("words", "km", "km²")]),
        ("an area of 500 km² of arable land", "an area of 500 km2 of arable land", []),
        ("a sum of x² over all values", "a sum of x over all values", [("words", "x", "x²")]),
        ("10⁶ cells in a litre", "10 cells in a litre", [("left_out", "", "⁶")]),
        ("3 × 10⁸ metres each second", "3 × 10 metres each second", [("left_out", "", "⁸")]),
        ("a sum of x⁴ over all values", "a sum of x over all values", [("left_out", "", "⁴")]),
        ("so that in 2019⁵ the company paid", "so that in 2019 the company paid", []),
        ("so that all 1,200⁵ members paid", "so that all 1,200 members paid", []),
        ("a length of 500 km.2 Of arable land", "a length of 500 km. Of arable land", []),
        ("a list of mp3 files in a folder", "a list of mp files in a folder", [("left_out", "", "3")]),
        ("a hash by sha256 of the file", "a hash by sha of the file", [("left_out", "", "256")]),
        ("a base64 text, as base64 is safe", "a base text, as base64 is safe", [("left_out", "", "64")]),
        ("a rule of law3 for all, and law is good", "a rule of law for all, and law is good", []),
    ],
)
def test_a_power_is_no_mark_of_a_note(said, quote, changes):
    source = document(f"It is {said} and no more.")
    assert one(f"“It is {quote} and no more”", source) == ("altered" if changes else "verbatim", changes)


@pytest.mark.parametrize("cited", ["410 U.S. 113 (1973)", "410 U. S. 113", "its U.S. 10-K filing", "S. 1"])
def test_the_us_reports_are_no_german_page(cited):
    paged = document(SOURCE, "agreement.pdf", pages=2)
    quote = "“The Supplier shall not be liable for any loss of data”"
    assert one(f"{quote} ({cited}).", paged)[0] == "verbatim"
    assert one(f"{quote} (S. 2).", paged)[0] == "elsewhere"


@pytest.mark.parametrize(
    ("lines", "changed"),
    [
        (["Fees are as follows:", "- Setup costs 500 EUR for each site", "- Hosting costs 800 EUR"], "800"),
        (["Fees are as follows:", "– Setup costs 500 EUR for each site", "– Hosting costs 800 EUR"], "800"),
        (["The Recipient shall:", "(a) stop any use;", "(b) inform its staff;", "(c) return keys"], "return"),
        (["The Recipient shall:", "(i) stop any use;", "(ii) inform all;", "(iii) return keys"], "return"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("attribution", ["", "> (Smith 2020, p. 5)\n"])
def test_the_last_item_of_a_list_is_checked(lines, changed, attribution):
    source = document("\n".join(lines))
    draft = "As agreed:\n\n" + "".join(f"> {line}\n" for line in lines) + attribution
    assert one(draft, source) == ("verbatim", [])
    altered = draft.replace(changed, "999")
    assert one(altered, source) == ("altered", [("words", "999", changed)])


@pytest.mark.parametrize(
    "last", ["- Mark Twain", "— Mark Twain", "(Smith 2020, p. 5)", "(p. 4)", "(Smith) ibid."]
)
def test_an_attribution_is_not_checked(last):
    draft = f"As agreed:\n\n> Either party may terminate this Agreement\n> {last}\n> "
    (verdict,) = check(draft).verdicts
    assert verdict.status is Status.VERBATIM
    assert last not in verdict.quote


def test_lines_of_a_block_quotation_are_one_quotation_without_its_attribution():
    draft = (
        "As agreed:\n\n> Either party may terminate\n> this Agreement on ninety days' notice\n>\n> — p. 4\n"
    )
    source = document("Either party may terminate this Agreement on ninety days' notice to the other.")
    (verdict,) = check(draft, source).verdicts
    assert verdict.status is Status.VERBATIM
    assert "p. 4" not in verdict.quote


@pytest.mark.parametrize("seed", [1, 2])
def test_planted_alterations_are_named_and_true_quotations_found(seed):
    chance = random.Random(seed)
    sources = [document(_prose(chance), f"source{n}.txt", pages=7) for n in range(3)]
    altered = planted_alterations(sources, 60, chance)
    assert {planted.kind for planted in altered} == set(ChangeKind)
    assert count(altered, sources, chance).wrong == ()
    true = true_quotations(sources, [source.text for source in sources], 60, chance)
    assert sum(planted.across_pages for planted in true) > 15
    assert count(true, sources, chance).wrong == ()


def _prose(chance: random.Random) -> str:
    """Sentences that differ from each other, with signs in them."""
    names = ["owner", "tenant", "agent", "surveyor", "builder", "notary", "clerk", "lender"]
    verbs = ["inspects", "delivers", "records", "returns", "measures", "insures", "repairs", "sells"]
    things = ["keys", "ledgers", "windows", "boilers", "papers", "gardens", "cellars", "sheds"]
    lines = [
        f"On day {n} of the term, the {chance.choice(names)} {chance.choice(verbs)} {chance.choice(things)};"
        f" after that, the {chance.choice(names)} {chance.choice(verbs)} {chance.randrange(2, 90)}"
        f" {chance.choice(things)}, as the Schedule says."
        for n in range(1, 80)
    ]
    return " ".join(lines)


def test_a_block_quotation_has_no_citation_of_the_quotation_before_it():
    source = document(SOURCE, pages=4)
    first = "“The Supplier shall not be liable for any loss of data” (agreement, p. 1)."
    block = "> Either party may terminate this Agreement on ninety days\u2019 written notice\n"
    (_, verdict) = check(f"{first}\n\nIt goes on:\n\n{block}", source).verdicts
    assert (verdict.status, verdict.cited_pages) == (Status.VERBATIM, ())
    (_, verdict) = check(f"{first} Page 2 has this:\n\n{block}", source).verdicts
    assert verdict.cited_pages == ("2",)
    (verdict,) = check(f"As page 1 has it:\n\nIt goes on.\n\n{block}", source).verdicts
    assert verdict.cited_pages == ("1",)
