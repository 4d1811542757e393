"""What comes out of a PDF: words, order, paragraphs, pages, labels, sections."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Frame,
    PageTemplate,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
)

from longdoc.documents.extract import Extract
from longdoc.documents.pdf.headers_footers import without_headers_footers
from longdoc.documents.pdf.reader import read_pdf
from longdoc.documents.pdf.words import Line

TITLE = "A Title That Runs Across Both Columns Of The Page"
PROSE = (
    "The Supplier shall deliver the goods to the Buyer within thirty days of the order, carriage paid, and "
    "shall bear the risk of loss until the goods are unloaded at the place of delivery. The Buyer shall "
    "inspect the goods without delay and shall give notice of every defect that it finds within ten days. "
)


def drawn(draw: Callable[[Canvas], None]) -> bytes:
    """A PDF that `draw` draws page by page."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4)
    draw(canvas)
    canvas.save()
    return file.getvalue()


def pages_of_lines(pages: list[list[str]], pitch: float = 14) -> bytes:
    """A PDF with these lines on its pages; an empty one leaves a gap."""

    def draw(canvas: Canvas) -> None:
        for lines in pages:
            canvas.setFont("Times-Roman", 11)
            for index, line in enumerate(lines):
                canvas.drawString(72, 760 - index * pitch, line)
            canvas.showPage()

    return drawn(draw)


def check_offsets(extract: Extract) -> None:
    """Pages cover the text without gap or overlap; sections lie in it."""
    assert "".join(extract.text[page.span.start : page.span.end] for page in extract.pages) == extract.text
    assert [page.number for page in extract.pages] == list(range(1, len(extract.pages) + 1))
    for section in extract.sections:
        assert section.span.end <= len(extract.text)


def test_wrapped_lines_make_paragraphs() -> None:
    data = pages_of_lines(
        [
            [
                "7. LIABILITY",
                "",
                "The liability of the Supplier under this Agreement shall be limited to the fees",
                "paid in the twelve months before the claim, and shall not include any conse-",
                "quential loss.",
                "",
                "Nothing in this clause limits liability for fraud.",
            ]
        ]
    )
    extract = read_pdf(data)
    assert extract.text.split("\n\n") == [
        "7. LIABILITY",
        "The liability of the Supplier under this Agreement shall be limited to the fees paid in the twelve "
        "months before the claim, and shall not include any consequential loss.",
        "Nothing in this clause limits liability for fraud.",
    ]
    check_offsets(extract)


def test_a_soft_hyphen_at_a_lines_end_parts_a_word() -> None:
    lines = [
        "The Supplier shall bear the risk of loss until the unloading at the place of de\xad",
        "livery is done.",
    ]
    text = read_pdf(pages_of_lines([[*lines, "The delivery is at noon."]])).text
    assert "at the place of delivery is done." in text


def test_list_items_are_paragraphs_of_their_own() -> None:
    data = pages_of_lines(
        [
            [
                "The Buyer may terminate this Agreement at any time in the following cases, namely:",
                "(a) the Supplier is late by more than thirty days;",
                "(b) the Supplier becomes insolvent; or",
                "(c) the Supplier is in breach of its duty of confidence under clause nine of this",
                "Agreement and does not put an end to it.",
            ]
        ]
    )
    paragraphs = read_pdf(data).text.split("\n\n")
    assert [paragraph[:3] for paragraph in paragraphs] == ["The", "(a)", "(b)", "(c)"]


def test_lines_with_an_edge_of_their_own_are_wrapped_though_the_column_is_wider() -> None:
    narrow = ["Either party may end it at once in the event of any bad breach of a term of this",
              "Agreement by such other party that it does not put right in thirty days, or so."]  # fmt: skip
    wide = "Notices go to the addresses that are named in the annex to this Agreement, or to others that"
    wide += " are given later on, in writing and in time."

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Times-Roman", 9)
        for index, line in enumerate([*narrow, "", wide]):
            canvas.drawString(40, 760 - 12 * index, line)
        canvas.showPage()

    assert read_pdf(drawn(draw)).text.split("\n\n") == [" ".join(narrow), wide]


def test_a_sentence_runs_on_over_the_page() -> None:
    first = ["The parties agree that every notice under this Agreement shall be given in writing and"]
    second = ["shall be sent to the address above.", "", "Done in two copies."]
    extract = read_pdf(pages_of_lines([first, second]))
    assert "given in writing and shall be sent to the address above.\n\nDone in two copies." in extract.text
    page = extract.pages[1]
    assert extract.text[page.span.start :].startswith("shall be sent")
    check_offsets(extract)


def test_a_finished_paragraph_ends_with_its_page() -> None:
    extract = read_pdf(pages_of_lines([["This is the end."], ["Another begins."]]))
    assert extract.text == "This is the end.\n\nAnother begins."


def test_running_headers_footers_and_page_numbers_go() -> None:
    def draw(canvas: Canvas) -> None:
        for page in range(1, 7):
            canvas.setFont("Times-Roman", 11)
            canvas.drawString(72, 800, f"Acme Ltd - Annual Report - Page {page}")
            canvas.drawCentredString(300, 40, f"- {page} -")
            canvas.drawString(72, 25, "Source: ACME LTD, 10-K, 1/2/2020")
            for index, word in enumerate(("alpha", "beta", "gamma", "delta", "epsilon", "zeta")):
                canvas.drawString(
                    72, 740 - 14 * index, f"On page {page} the {word} of part {page * 7 + index} stands."
                )
            canvas.showPage()

    extract = read_pdf(drawn(draw))
    text = extract.text
    assert text.count("Acme Ltd - Annual Report - Page 1") == text.count("Acme") == 1
    assert text.count("Source") == 1
    assert "- 3 -" not in text
    told = " ".join(extract.notices)
    assert '"Acme Ltd - Annual Report - Page 2" (left out on 5 pages)' in told
    assert "page numbers were left out of the text: 6" in told
    assert text.count("stands.") == 36


def test_headings_with_roman_page_numbers_go_in_a_short_document() -> None:
    """As books print them beside their contents: to the left of the heading, then to the right."""
    heads = ("CONTENTS v", "vi CONTENTS", "CONTENTS vii")
    pages = [
        [head, *(f"{page}.{at} Chapter {at} of part {page} {20 * page + at}" for at in range(1, 6))]
        for page, head in enumerate(heads, 1)
    ]
    text = read_pdf(pages_of_lines(pages)).text
    assert text.count("CONTENTS") == 1
    assert text.count("Chapter") == 15


def test_a_list_that_counts_in_roman_numerals_stays() -> None:
    pages = [["i the harbour", "One more line."], ["Another begins.", "ii the quay"]]
    assert "ii the quay" in read_pdf(pages_of_lines(pages)).text


def test_a_line_that_is_both_header_and_footer_is_reported_by_page_not_by_line() -> None:
    def draw(canvas: Canvas) -> None:
        for page in range(1, 7):
            for y in (800, 40):
                canvas.drawString(72, y, "Acme Ltd - Annual Report")
            for index, word in enumerate(("alpha", "beta", "gamma", "delta", "epsilon", "zeta")):
                canvas.drawString(72, 740 - 14 * index, f"The {word} of part {page * 7 + index} stands here.")
            canvas.showPage()

    extract = read_pdf(drawn(draw))
    assert extract.text.count("Acme") == 1  # of twelve: one on the first page, and two on each of the others
    assert '"Acme Ltd - Annual Report" (left out on 6 pages)' in " ".join(extract.notices)


def test_a_footer_that_counts_pages_goes_wherever_the_text_above_it_ends() -> None:
    def draw(canvas: Canvas) -> None:
        for page in range(1, 7):
            canvas.setFont("Times-Roman", 11)
            lines = [
                f"Clause {page * 9 + n} speaks of another thing altogether." for n in range(4 + page % 3 * 5)
            ]
            for index, line in enumerate(
                [*lines, "", f"Supply Agreement {page} Acme Ltd & Sons", "Source: X, 10-K"]
            ):
                canvas.drawString(72, 740 - 18 * index, line)
            canvas.showPage()

    text = read_pdf(drawn(draw)).text
    assert text.count("Supply Agreement") == 1
    assert text.count("altogether.") == sum(4 + page % 3 * 5 for page in range(1, 7))


@pytest.mark.parametrize("form", ["Seite {} von 5", "{} (5)", "Página {} de 5", "Page {} of 5"])
def test_page_numbers_go_in_whatever_form(form: str) -> None:
    pages = [[*(f"{chr(97 + n)}{chr(97 + row)} {PROSE[:60]}" for row in range(9)), form.format(n + 1)]
             for n in range(5)]  # fmt: skip
    extract = read_pdf(pages_of_lines(pages))
    assert form[:4] not in extract.text
    assert "(5)" not in extract.text
    assert "page numbers were left out of the text: 5" in extract.notices


def equal_and_nearly_equal() -> list[list[str]]:
    return [[f"{PROSE[at : at + 70]}" for at in range(0, 280, 35)]] * 3


def test_equal_pages_are_copies_and_no_running_lines() -> None:
    extract = read_pdf(pages_of_lines(equal_and_nearly_equal()))
    assert all(page.has_text for page in extract.pages)
    first, second, third = (extract.text[page.span.start : page.span.end] for page in extract.pages)
    assert first.strip() == second.strip() == third.strip()


def test_a_line_that_counts_anything_but_pages_is_content() -> None:
    pages = [
        [
            f"Invoice no. 2027-{n * 7 + 100}",
            "",
            f"{word} was hired for {n + 2} days.",
            "",
            f"Customer number {n}",
        ]
        for n, word in enumerate(("A crane", "One barge", "This lorry", "No diver", "Some tug"), 771)
    ]
    extract = read_pdf(pages_of_lines(pages))
    assert [f"Customer number {n}" in extract.text for n in range(771, 776)] == [True] * 5
    assert extract.notices == ()


def test_a_form_that_is_filled_in_many_times_keeps_its_lines() -> None:
    pages = [
        ["Fjord Line Ltd", f"Payslip {n} of 2028", "Employee: Tavish Orr", f"Gross pay: {n * 310}.50 pounds",
         f"Income tax: {n * 31}.20 pounds", "Holiday left: 22 days", "Questions to the wages office"]
        for n in range(1, 4)
    ]  # fmt: skip
    text = read_pdf(pages_of_lines(pages)).text
    assert text.count("Employee: Tavish Orr") == text.count("Fjord Line Ltd") == 3
    assert "Payslip 3 of 2028" in text.split("\n\n")


def test_headings_that_count_like_their_pages_stay() -> None:
    def draw(canvas: Canvas) -> None:
        for page in range(1, 7):
            canvas.setFont("Helvetica-Bold", 24)
            canvas.drawString(60, 760, f"Step {page} of the plan")
            canvas.setFont("Helvetica", 12)
            for row in range(8):
                start = page * 9 + row * 20
                canvas.drawString(60, 700 - 15 * row, PROSE[start : start + 70])
            canvas.drawString(60, 30, f"Harbour Board, page {page}")
            canvas.showPage()

    extract = read_pdf(drawn(draw))
    assert [section.title for section in extract.sections] == [f"Step {n} of the plan" for n in range(1, 7)]
    assert extract.title == "Step 1 of the plan"
    assert extract.text.count("Harbour Board") == 1


def test_pages_with_nothing_but_a_number_keep_it() -> None:
    extract = read_pdf(pages_of_lines([[str(number)] for number in range(1, 6)]))
    assert extract.text.split() == ["1", "2", "3", "4", "5"]


def test_words_beyond_the_edge_of_the_page_are_told() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "What is shown.")
        canvas.drawString(72, -200, "What is not.")

    extract = read_pdf(drawn(draw))
    assert extract.text == "What is shown."
    assert extract.notices == ("3 words beyond the visible part of the page not read: page 1",)


def test_a_title_stays_though_every_page_repeats_it_in_small() -> None:
    def draw(canvas: Canvas) -> None:
        for number in range(8):
            canvas.setFont("Times-Roman", 9 if number else 24)
            canvas.drawString(72, 790 if number else 740, "Shared Database Specification")
            canvas.setFont("Times-Roman", 11)
            for row in range(20):
                canvas.drawString(72, 700 - 14 * row, f"{chr(97 + number)}{chr(97 + row)} {PROSE[:80]}")
            canvas.showPage()

    extract = read_pdf(drawn(draw))
    assert extract.title == "Shared Database Specification"
    assert extract.text.count("Shared Database Specification") == 1
    assert extract.text.startswith("Shared Database Specification")


def test_running_heads_that_stand_in_the_text_as_headings_go_with_their_page_numbers() -> None:
    headings = ["Sounds", "Recorders", "Colonies", "True Numbers", "Detectors", "Weather", "Costs", "Bells"]

    def draw(canvas: Canvas) -> None:
        for number, heading in enumerate(headings, 14):
            left = number % 2 == 0
            canvas.setFont("Times-Roman", 11)
            canvas.drawString(72, 790, f"{number}  {heading}" if left else f"{heading}  {number}")
            if number != 16:
                canvas.drawString(72, 760, heading)
            for row in range(20):
                canvas.drawString(72, 740 - 14 * row, f"{chr(97 + number)}{chr(97 + row)} {PROSE[:80]}")
            canvas.showPage()

    text = read_pdf(drawn(draw)).text
    assert all(text.count(heading) == 1 for heading in headings)
    assert "16 Colonies" in text  # it stands nowhere else
    assert "14 Sounds" not in text
    assert text.count(PROSE[:80]) == 20 * len(headings)


def test_values_after_leader_dots_are_paragraphs_of_their_own() -> None:
    told = (("Tenant", "Inga Moberg"), ("Rent", "900 euros a month"), ("Deposit", "1,800 euros in cash"))
    lines = [f"{name:.<40} {value}" for name, value in told]
    assert read_pdf(pages_of_lines([lines])).text.split("\n\n") == lines


def test_a_note_in_the_margin_is_one_paragraph() -> None:
    note = ["The chapel", "was burnt in", "1702 and", "rebuilt by", "Hans Quell."]

    def draw(canvas: Canvas) -> None:
        for row in range(12):
            canvas.drawString(150, 760 - 14 * row, PROSE[row * 9 :][:70])
        canvas.setFont("Times-Roman", 8)
        for row, line in enumerate(note):
            canvas.drawString(60, 750 - 10 * row, line)

    assert read_pdf(drawn(draw)).text.split("\n\n")[-1] == " ".join(note)


def test_a_title_without_capitals_is_a_paragraph_of_its_own() -> None:
    pdfmetrics.registerFont(UnicodeCIDFont("HYSMyeongJo-Medium"))
    lines = [
        "임대차 계약서",
        "임대인은 김철수이고 임차인은 이영희이며 월세는 팔십오만 원이다",
        "보증금은 천만 원이다",
    ]

    def draw(canvas: Canvas) -> None:
        canvas.setFont("HYSMyeongJo-Medium", 12)
        for row, line in enumerate(lines):
            canvas.drawString(60, 740 - 20 * row, line)

    assert read_pdf(drawn(draw)).text.split("\n\n")[0] == lines[0]


def test_entries_of_a_table_of_contents_are_paragraphs_of_their_own() -> None:
    entries = [
        f"{n}. {title} {'. ' * (40 - len(title))}{n}" for n, title in ((1, "Scope"), (2, "Grant of Rights"))
    ]
    text = read_pdf(pages_of_lines([[*entries, "3. Term ......................... 7", "1. Scope"]]))
    assert text.text.split("\n\n") == [*entries, "3. Term ......................... 7", "1. Scope"]


def former_pages(indent: int) -> bytes:
    """A text whose pages of sixteen lines were printed to pages of forty, numbers and all."""
    words = (PROSE * 12).split()
    lines: list[str] = []
    while words:
        lines.append(" ".join(words[:12]))
        words = words[12:]
        if len(lines) % 18 == 16:
            lines += ["", " " * indent + str(len(lines) // 18 + 1)]
    return pages_of_lines([lines[at : at + 40] for at in range(0, len(lines), 40)])


def test_page_numbers_of_former_pages_go_and_sentences_close_over_them() -> None:
    extract = read_pdf(former_pages(indent=60))
    assert " ".join(extract.text.split()) == (PROSE * 12).strip()
    check_offsets(extract)


def test_numbers_at_the_left_may_be_those_of_clauses_and_stay() -> None:
    words = read_pdf(former_pages(indent=0)).text.split()
    assert {"1", "2", "3"} <= set(words)


def test_a_short_line_that_ends_in_an_article_goes_on() -> None:
    lines = [
        PROSE[:96],
        "The slotting fee shall be paid as set out in the",
        "V-Solutions Schedule.",
        PROSE[:90],
    ]
    text = read_pdf(pages_of_lines([lines])).text
    assert "The slotting fee shall be paid as set out in the V-Solutions Schedule." in text


def test_a_reference_at_a_lines_start_is_no_heading() -> None:
    lines = [
        "shall mean, subject to the provisions of",
        "Section 7.2, all information of a party;",
        PROSE[:96],
    ]
    text = read_pdf(pages_of_lines([[PROSE[:96], *lines]])).text
    assert "subject to the provisions of Section 7.2, all information" in text


def test_pages_for_signatures_stay() -> None:
    pages = [
        ["By: /s/ Ann Lee", "Name: Ann Lee", "Title: Trustee", f"for the {n} Trust"]
        for n in ("Elm", "Oak", "Ash")
    ]
    text = read_pdf(pages_of_lines([["We agree to all that is said above."], *pages])).text
    assert text.count("By: /s/ Ann Lee") == text.count("Title: Trustee") == 3


def test_numbers_that_do_not_count_pages_stay() -> None:
    pages = [["The answer is given below.", "", number] for number in ("1984", "42", "7", "2001")]
    text = read_pdf(pages_of_lines(pages)).text
    assert all(number in text for number in ("1984", "42", "7", "2001"))


def two_columns(row_by_row: bool, *, right_first: bool = False) -> tuple[bytes, list[str], list[str]]:
    left = [f"left {index} begins the line and fills most of it" for index in range(12)]
    right = [f"right {index} begins the line and fills most of it" for index in range(12)]

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Times-Roman", 10)
        canvas.drawCentredString(280, 790, TITLE)
        if row_by_row:
            for index in range(12):
                canvas.drawString(60, 760 - 12 * index, left[index])
                canvas.drawString(310, 760 - 12 * index, right[index])
        else:
            for x, column in sorted([(60, left), (310, right)], reverse=right_first):
                for index, line in enumerate(column):
                    canvas.drawString(x, 760 - 12 * index, line)

    return drawn(draw), left, right


@pytest.mark.parametrize("row_by_row", [True, False])
def test_columns_are_read_one_after_the_other(row_by_row: bool) -> None:
    data, left, right = two_columns(row_by_row)
    words = read_pdf(data).text.split()
    assert words == " ".join([TITLE, *left, *right]).split()


def test_the_left_column_is_read_first_though_the_right_one_was_drawn_first() -> None:
    data, left, right = two_columns(row_by_row=False, right_first=True)
    assert read_pdf(data).text.split() == " ".join([TITLE, *left, *right]).split()


def columns_row_by_row(columns: list[list[str]], font: str = "Times-Roman", size: float = 9) -> bytes:
    def draw(canvas: Canvas) -> None:
        canvas.setFont(font, size)
        width = 500 / len(columns)
        for row in range(max(map(len, columns))):
            for at, column in enumerate(columns):
                if row < len(column):
                    canvas.drawString(50 + width * at, 760 - 1.25 * size * row, column[row])

    return drawn(draw)


@pytest.mark.parametrize("count", [3, 4])
def test_many_columns_that_are_drawn_row_by_row_are_read_one_after_the_other(count: int) -> None:
    lines = simpleSplit(PROSE * 8, "Times-Roman", 9, 500 / count - 15)
    columns = [lines[14 * at : 14 * at + 14] for at in range(count)]
    text = read_pdf(columns_row_by_row(columns)).text
    assert "|" not in text
    assert " ".join(text.split()) == " ".join(line for column in columns for line in column)


def test_columns_of_chinese_that_are_drawn_row_by_row_are_no_table() -> None:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    text = "港口管理处负责登记所有船只并保管钥匙每年冬天由值班员巡查码头并记录水位和风速以备查阅" * 20
    columns = [[text[at * 400 + row * 20 :][:20] for row in range(20)] for at in range(2)]
    assert read_pdf(columns_row_by_row(columns, "STSong-Light", 10)).text == text[:800]


def test_a_table_is_read_row_by_row() -> None:
    file = io.BytesIO()
    rows = [["Item", "Quantity", "Price"]] + [[f"part {n}", str(n), f"{n}.50"] for n in range(1, 12)]
    SimpleDocTemplate(file, pagesize=A4).build([Table(rows)])
    text = " ".join(read_pdf(file.getvalue()).text.split())
    assert "part 3 | 3 | 3.50 part 4 | 4 | 4.50" in text


def test_text_drawn_in_disorder_is_put_in_order() -> None:
    lines = [f"line number {index} of the page" for index in range(12)]

    def draw(canvas: Canvas) -> None:
        for index in (7, 0, 5, 2, 11, 9, 1, 10, 3, 8, 4, 6):
            canvas.drawString(72, 700 - 14 * index, lines[index])

    assert read_pdf(drawn(draw)).text.split() == " ".join(lines).split()


def test_headings_drawn_before_the_paragraphs_stand_above_these() -> None:
    lines = [
        line
        for part in range(1, 4)
        for line in (f"{part}. Heading", *simpleSplit(f"In part {part}, {PROSE}", "Times-Roman", 11, 450))
    ]
    heads = [at for at, line in enumerate(lines) if line.endswith("Heading")]

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Times-Roman", 11)
        for at in (*heads, *(at for at in range(len(lines)) if at not in heads)):
            canvas.drawString(72, 700 - 14 * at, lines[at])

    assert read_pdf(drawn(draw)).text.split() == " ".join(lines).split()


def test_blocks_side_by_side_are_read_as_they_were_drawn() -> None:
    left = ["Ann Lee", "3 Mill Row", "Kendal", "England", "phone 401", "room 17"]
    right = ["Our reference", "AB 14", "Your letter", "of 4 May", "Answer by", "2 June"]

    def draw(canvas: Canvas) -> None:
        for x, top, block in ((72, 760, left), (330, 753, right)):
            for at, line in enumerate(block):
                canvas.drawString(x, top - 14 * at, line)
        canvas.drawString(72, 600, "Dear Sir, the lines of this letter stand below both blocks of its head.")

    text = " ".join(read_pdf(drawn(draw)).text.split())
    assert text.startswith(" ".join([*left, *right, "Dear Sir"]))


def test_turned_pages_are_read() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.rotate(90)
        canvas.drawString(100, -100, "A table on its side has")
        canvas.drawString(100, -114, "two lines of text.")

    assert read_pdf(drawn(draw)).text == "A table on its side has two lines of text."


def test_superscripts_stay_in_their_line() -> None:
    file = io.BytesIO()
    style = getSampleStyleSheet()["Normal"]
    SimpleDocTemplate(file).build([Paragraph("on the 30<super>th</super> day of the month", style)])
    assert read_pdf(file.getvalue()).text == "on the 30th day of the month"


def test_no_blank_parts_a_raised_mark_from_the_sign_after_it() -> None:
    def draw(canvas: Canvas) -> None:
        line = canvas.beginText(72, 700)
        for size, rise, text in ((12, 0, "It covers 40 km"), (7, 5, "2"), (12, 0, ". It is old.")):
            line.setFont("Times-Roman", size)
            line.setRise(rise)
            line.textOut(text)
        canvas.drawText(line)

    assert read_pdf(drawn(draw)).text.startswith("It covers 40 km^2. It is old.")


def test_a_centred_sentence_goes_on_in_its_second_line() -> None:
    first = "Certain information has been left out because it is not material and would"

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Times-Roman", 11)
        canvas.drawCentredString(280, 760, first)
        canvas.drawCentredString(280, 746, "harm the Company if disclosed.")
        for row in range(3):
            canvas.drawString(30, 700 - 14 * row, PROSE[: 120 + row])

    paragraphs = read_pdf(drawn(draw)).text.split("\n\n")
    assert paragraphs[0] == f"{first} harm the Company if disclosed."


def test_superscripts_that_are_drawn_last_go_back_to_their_words() -> None:
    """As browsers print them where a style sheet shifts them."""
    size, small = 11.0, 8.0
    marks = []

    def draw(canvas: Canvas) -> None:
        for y, pieces in (
            (
                760.0,
                (("The term ends on the 15", "th"), (" day (the 1", "st"), (") of March, in full, with", "")),
            ),
            (746.0, (("all that Acme", "1"), (" owes under clause 7 of this Agreement.", ""))),
        ):
            canvas.setFont("Times-Roman", size)
            x = 72.0
            for piece, mark in pieces:
                canvas.drawString(x, y, piece)
                x += canvas.stringWidth(piece, "Times-Roman", size)
                marks.append((x, y + 4, mark))
                x += canvas.stringWidth(mark, "Times-Roman", small)
        canvas.setFont("Times-Roman", small)
        for placed in marks:
            canvas.drawString(*placed)

    text = (
        "The term ends on the 15th day (the 1st) of March, in full, with all that Acme1 owes under clause 7"
    )
    assert read_pdf(drawn(draw)).text == f"{text} of this Agreement."


def test_a_line_that_its_superscript_pushes_down_goes_on() -> None:
    first = "This Alliance Agreement takes effect on 15 April 2009 and is between Information"
    last = "the Rubicon Software Group plc, whose office is in Surrey."

    def draw(canvas: Canvas) -> None:
        text = canvas.beginText(72, 760)
        text.setFont("Times-Roman", 11)
        text.textOut(first)
        text.setTextOrigin(72, 741.5)
        text.textOut("Systems Inc., whose office is at 1151 Southwest 30")
        for size, rise, piece in ((7, 4, "th"), (11, 0, " Street, Palm City, Florida and")):
            text.setFont("Times-Roman", size)
            text.setRise(rise)
            text.textOut(piece)
        text.setTextOrigin(72, 728)
        text.textOut(last)
        canvas.drawText(text)

    (paragraph,) = read_pdf(drawn(draw)).text.split("\n\n")
    assert paragraph.startswith(first + " Systems Inc., whose office is at 1151 Southwest 30th Street")


def test_blanks_that_ghostscript_writes_as_letter_space_are_seen() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setProducer("GPL Ghostscript 10.00.0")
        text = canvas.beginText(72, 760)
        x = 72.0
        for piece, space in (
            ("the", 0.0),
            ("ya", 3.4),
            ("re lik", 0.0),
            ("eas", 3.4),
            ("et of ", 0.0),
            ("NEWS", 4.0),
        ):
            text.setTextOrigin(x, 760)
            text.setFont("Times-Roman", 11)
            text.setCharSpace(space)
            text.textOut(piece)
            x += canvas.stringWidth(piece, "Times-Roman", 11) + space
        canvas.drawText(text)

    assert read_pdf(drawn(draw)).text == "they are like a set of NEWS"


def test_labels_outline_and_title() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setTitle("On the Making of Agreements")
        canvas.addPageLabel(0, "ROMAN_LOWER", 1)
        canvas.addPageLabel(2, "ARABIC", 1)
        for page, (level, heading) in enumerate(
            [(0, "Preface"), (1, "Thanks"), (0, "Offer"), (1, "Form of the Offer"), (0, "Acceptance")]
        ):
            canvas.bookmarkPage(str(page))
            canvas.addOutlineEntry(heading, str(page), level)
            canvas.setFont("Times-Roman", 11)
            canvas.drawString(72, 760, f"Something stands before the heading of page {page}.")
            canvas.drawString(72, 720, heading)
            canvas.drawString(72, 680, f"And this is the text of {heading}.")
            canvas.showPage()

    extract = read_pdf(drawn(draw))
    assert [page.label for page in extract.pages] == ["i", "ii", "1", "2", "3"]
    assert extract.title == "On the Making of Agreements"
    assert [(section.title, section.level) for section in extract.sections] == [
        ("Preface", 1),
        ("Thanks", 2),
        ("Offer", 1),
        ("Form of the Offer", 2),
        ("Acceptance", 1),
    ]
    for section in extract.sections:
        assert extract.text[section.span.start :].startswith(section.title)
    offer, form, acceptance = extract.sections[2:]
    assert offer.span.end == form.span.end == acceptance.span.start
    check_offsets(extract)


def test_the_largest_type_is_the_title_where_the_file_names_none() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setTitle("untitled")
        canvas.setFont("Times-Bold", 20)
        canvas.drawString(72, 780, "A Study of Rivers")
        canvas.setFont("Times-Roman", 10)
        for index in range(10):
            canvas.drawString(72, 740 - 12 * index, PROSE[index * 9 : index * 9 + 80])

    assert read_pdf(drawn(draw)).title == "A Study of Rivers"


def test_chinese_lines_join_without_blanks() -> None:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    text = "第一条 为了保护合同当事人的合法权益，维护社会经济秩序，促进现代化建设，制定本法。“合同”是协议。"

    def draw(canvas: Canvas) -> None:
        canvas.setFont("STSong-Light", 11)
        for index in range(0, len(text), 20):
            canvas.drawString(72, 760 - 0.9 * index, text[index : index + 20])

    assert read_pdf(drawn(draw)).text == text


def test_forms_are_read_where_they_are_drawn() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.beginForm("stamp")
        canvas.drawString(0, 0, "inside the form")
        canvas.endForm()
        canvas.drawString(72, 760, "before it")
        canvas.saveState()
        canvas.translate(72, 740)
        canvas.doForm("stamp")
        canvas.restoreState()
        canvas.drawString(72, 720, "after it")

    assert read_pdf(drawn(draw)).text == "before it inside the form after it"


def test_progress_counts_to_the_last_page() -> None:
    seen: list[tuple[str, int, int]] = []
    data = pages_of_lines([[f"The square is {page * page}."] for page in range(40)])
    read_pdf(data, progress=lambda *step: seen.append(step))
    assert seen[-1] == ("pages", 40, 40)
    assert seen == sorted(seen)


def paper() -> bytes:
    """A paper in two columns with headings, kerned and justified prose in three fonts."""
    file = io.BytesIO()
    styles = getSampleStyleSheet()
    body = styles["BodyText"]
    body.alignment = 4
    body.fontName = "Times-Roman"
    document = BaseDocTemplate(file, pagesize=A4)
    frames = [Frame(50, 50, 240, 740, id="left"), Frame(305, 50, 240, 740, id="right")]
    document.addPageTemplates([PageTemplate(frames=frames)])
    story: list[object] = []
    for number in range(1, 9):
        story.append(Paragraph(f"{number} Findings of part <i>{number}</i>", styles["Heading2"]))
        story += [Paragraph(PROSE * 3 + f"See [{number}] and <b>Table {number}</b>.", body), Spacer(1, 6)] * 2
    document.build(story)
    return file.getvalue()


def test_a_justified_paper_comes_out_in_whole_paragraphs() -> None:
    paragraphs = read_pdf(paper()).text.split("\n\n")
    expected = " ".join((PROSE * 3 + "See [1] and Table 1.").split())
    assert paragraphs[:3] == ["1 Findings of part 1", expected, expected]


def chapters(numbers: list[str]) -> bytes:
    """A text in chapters below centred numbers, which stand anywhere on its pages."""
    words = (PROSE * 4).split()
    rows = [" ".join(words[at : at + 12]) for at in range(0, len(words), 12)]
    lines = [line for number in numbers for line in ("", " " * 60 + number, "", *rows)]
    return pages_of_lines([lines[at : at + 40] for at in range(0, len(lines), 40)])


@pytest.mark.parametrize("numbers", [["1", "2", "3", "4", "5"], ["I", "II", "III", "IV"]])
def test_numbers_of_chapters_stay(numbers: list[str]) -> None:
    paragraphs = read_pdf(chapters(numbers)).text.split("\n\n")
    assert [paragraph for paragraph in paragraphs if len(paragraph) < 5] == numbers


@pytest.mark.parametrize("letter", ["İ", "ı"])
def test_a_letter_that_only_looks_like_a_roman_number_is_none(letter: str) -> None:
    lines = [[Line(text, 72, 400, y, 11, False, False) for text, y in (("Text.", 700), (letter, 40))]] * 3
    assert [line.text for line in without_headers_footers(lines).pages[0]] == ["Text.", letter]


@pytest.mark.parametrize("sign", ["‹#›", "#"])
def test_a_number_sign_in_a_footer_is_no_number(sign: str) -> None:
    def draw(canvas: Canvas) -> None:
        for page in range(1, 7):
            canvas.drawString(72, 40, f"Page {sign if page == 1 else sign.replace('#', str(page))}")
            for row in range(8):
                canvas.drawString(72, 740 - 14 * row, PROSE[page * 9 + row * 20 :][:70])
            canvas.showPage()

    text = read_pdf(drawn(draw)).text
    assert f"Page {sign}" in text
    assert text.count("Page") <= 2


def test_the_header_of_a_table_stays_where_every_page_has_such_a_table_at_the_same_height() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Times-Roman", 11)
        for page in range(1, 5):
            rows = [["Item", "Quantity", "Price"]]
            rows += [[f"part {page}{n}", str(page * n), f"{page * n}.50"] for n in range(1, 9)]
            table = Table(rows, colWidths=120, rowHeights=20, style=[("GRID", (0, 0), (-1, -1), 1, "black")])
            table.wrapOn(canvas, *A4)
            table.drawOn(canvas, 72, 600)
            for row in range(6):
                canvas.drawString(72, 560 - 14 * row, PROSE[page * 9 + row * 20 :][:70])
            canvas.showPage()

    extract = read_pdf(drawn(draw))
    headers = [
        [extract.text[cell.span.start : cell.span.end] for cell in table.cells[:3]]
        for table in extract.tables
    ]
    assert headers == [["Item", "Quantity", "Price"]] * 4
    assert extract.notices == ()
