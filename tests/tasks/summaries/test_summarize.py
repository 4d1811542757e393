"""Summaries: exact sentences, in order, within their length; redundancy, sections and focus."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from longdoc.documents.types import Block, Document, Kind, Page, Section, Span
from longdoc.errors import UsageError
from longdoc.reading.types import Reading
from longdoc.tasks.summaries.eligible_sentences import (
    in_back_matter,
    is_complete_sentence,
    is_decision,
    is_definition,
)
from longdoc.tasks.summaries.selection import Budget, Sentences, Weights, select
from longdoc.tasks.summaries.summarize import _summary, summarize
from longdoc.tasks.terms import word_count
from longdoc.tasks.types import Summary, SummarySentence

Read = Callable[[str], tuple[Document, Reading]]
TEXTS = st.text(
    alphabet=st.sampled_from(list("abcdeXYZ 0123.,;:!?()\n“”'$%é") + list("供水管理条例，。；（）中文法")),
    max_size=500,
)
TOPICS = ("harbour", "orchard", "railway", "library", "foundry")


def story(chapters: int, sentences: int = 12) -> str:
    """A text in chapters, each about a thing of its own."""
    parts = []
    for c in range(chapters):
        topic = TOPICS[c % len(TOPICS)]
        lines = [
            f"In year {n} the old {topic} of the town was repaired by {n + 3} people under the mayor's care."
            for n in range(sentences)
        ]
        parts.append(f"Chapter {c + 1}\n\n" + " ".join(lines))
    return "\n\n".join(parts)


def check(summary: Summary, document: Document) -> None:
    """Everything that holds for any summary."""
    told = [] if summary.focus_mentioned is None else ["focus_mentioned"]
    keys = ["document", "title", "summary", "sentences", "coverage", "seconds"]
    assert list(summary.to_json()) == [*keys, *told]
    ends = 0
    for sentence in summary.sentences:
        assert list(sentence.to_json()) == ["text", "page", "section", "start", "end", "score"]
        assert document.text[sentence.start : sentence.end] == sentence.text != ""
        assert sentence.start >= ends
        assert 0 <= sentence.score <= 1
        ends = sentence.end


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TEXTS, st.sampled_from([{}, {"words": 7}, {"sentences": 2}, {"ratio": 0.3}]),
       st.sampled_from([None, "供水", "abc de"]), st.booleans())  # fmt: skip
def test_whatever_is_chosen_stands_in_the_document(read, model, text, length, focus, by_section):
    document, reading = read(text)
    check(summarize(document, reading, model, focus=focus, by_section=by_section, **length), document)


@pytest.mark.parametrize("words", [1, 20, 100, 300])
@pytest.mark.parametrize("by_section", [False, True])
def test_the_budget_is_filled_and_never_passed(read, model, words, by_section):
    document, reading = read(story(5))
    summary = summarize(document, reading, model, words=words, by_section=by_section)
    used = sum(word_count(sentence.text) for sentence in summary.sentences)
    assert used <= words
    assert used > words - 20
    check(summary, document)


def test_so_many_sentences_as_were_asked_for(read, model):
    document, reading = read(story(5))
    assert len(summarize(document, reading, model, sentences=7).sentences) == 7


def test_by_section_so_many_of_each(read, model):
    document, reading = read(story(5))
    summary = summarize(document, reading, model, sentences=1, by_section=True)
    assert [sentence.section for sentence in summary.sentences] == [f"Chapter {n}" for n in range(1, 6)]


def test_a_ratio_is_of_the_words(read, model):
    document, reading = read(story(5))
    summary = summarize(document, reading, model, ratio=0.1)
    assert word_count(summary.summary) == pytest.approx(0.1 * word_count(document.text), rel=0.15)


@pytest.mark.parametrize("length", [{"words": 0}, {"sentences": 0}, {"ratio": 0.0}, {"ratio": 1.5}])
def test_a_length_without_sense_is_refused(read, model, length):
    document, reading = read("One sentence.")
    with pytest.raises(UsageError):
        summarize(document, reading, model, **length)


def test_every_section_has_its_share(read, model):
    document, reading = read(story(5))
    document = replace(document, sections=_chapters(document.text))
    summary = summarize(document, reading, model, sentences=5, by_section=True)
    assert {sentence.section for sentence in summary.sentences} == {f"Chapter {n}" for n in range(1, 6)}
    assert all(sentence.part == sentence.section for sentence in summary.sentences)


def test_the_part_is_the_outermost_section(read, model):
    document, reading = read(story(4))
    chapters = _chapters(document.text)
    inner = [
        Section(f"{n}.1", 3, Span(chapter.span.start + 20, chapter.span.end))
        for n, chapter in enumerate(chapters)
    ]
    outer = Section("All of it", 1, Span(0, len(document.text)))
    lower = [replace(chapter, level=2) for chapter in chapters]
    sections = sorted([outer, *lower, *inner], key=lambda section: (section.span.start, section.level))
    document = replace(document, sections=tuple(sections))
    summary = summarize(document, reading, model, sentences=8, by_section=True)
    assert {sentence.part for sentence in summary.sentences} == {chapter.title for chapter in chapters}
    assert {sentence.section for sentence in summary.sentences} & {section.title for section in inner}
    assert all(line.part is None for line in summarize(document, reading, model, sentences=3).sentences)


def test_a_book_goes_chapter_by_chapter(read, model, monkeypatch):
    monkeypatch.setattr("longdoc.tasks.summaries.summarize.BOOK_SENTENCES", 60)
    document, reading = read(story(8))
    document = replace(document, sections=_chapters(document.text))
    summary = summarize(document, reading, model, words=200)
    check(summary, document)
    assert 150 < word_count(summary.summary) <= 200


def test_the_focus_decides(read, model):
    document, reading = read(story(5))
    summary = summarize(document, reading, model, sentences=4, focus="the orchard")
    assert sum("orchard" in sentence.text for sentence in summary.sentences) >= 3


def test_salience_decides_where_nothing_else_differs(read, model):
    document, reading = read(story(3))
    salience = np.full(len(reading.salience_M), 0.01, np.float32)
    wanted = [m for m in range(len(salience)) if m % 9 == 4]
    salience[wanted] = 0.99
    reading = replace(reading, salience_M=salience)
    chosen = summarize(document, reading, model, sentences=3).sentences
    starts = {int(reading.sentence_spans_M2[m, 0]) for m in wanted}
    assert all(sentence.start in starts for sentence in chosen)


def test_of_two_equal_sentences_the_one_that_does_not_ask_is_selected(read, model):
    document, reading = read("The harbour was closed in the storm. Was the harbour closed in the storm?")
    reading = replace(reading, salience_M=np.array([0.5, 0.5], np.float32))
    chosen = summarize(document, reading, model, sentences=1, weights=Weights(lead=0.0)).sentences
    assert [sentence.text for sentence in chosen] == ["The harbour was closed in the storm."]


def test_headings_and_references_stay_out(read, model):
    text = (
        story(2) + "\n\nReferences\n\n[1] Smith, J. K. On the repair of harbours. Journal of Towns, 1999.\n"
    )
    document, reading = read(text)
    summary = summarize(document, reading, model, words=300)
    assert not any("Smith" in s.text or s.text.startswith("Chapter") for s in summary.sentences)


def test_an_empty_document_has_an_empty_summary(read, model):
    document, reading = read("")
    summary = summarize(document, reading, model)
    assert summary.summary == ""
    assert summary.sentences == ()


def test_what_was_said_is_not_said_again():
    same = np.array([1.0, 0.0])
    sentences = Sentences(
        utility_M=np.array([1.0, 0.99, 0.5]),
        words_M=np.array([10.0, 10.0, 10.0]),
        vectors_ME=np.stack((same, same, same[::-1])),
        section_M=np.zeros(3, int),
        terms=np.array([0, 1, 0, 1, 2]),
        bounds_M1=np.array([0, 2, 4, 5]),
        weights_G=np.array([0.5, 0.5, 0.5]),
    )
    assert select(sentences, Budget(sentences=2), Weights(), np.ones(3, bool)) == [0, 2]


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("The Supplier shall indemnify the Customer against all losses.", True),
        ("本条例自二〇二一年十月一日起施行，原条例同时废止。", True),
        ("7.2 Limitation of Liability", False),
        ("INDEMNIFICATION OF THE CUSTOMER AND ITS AFFILIATES BY THE SUPPLIER.", False),
        ("第三章 管理", False),
        ("10.2 Ownership of Intellectual Property Rights.", False),
        ("10.2 Ownership of the Platform stays with the Supplier.", True),
        ("The Supplier shall perform for the Customer each of these:", False),
        ("for the temperature monitoring of cold stores between the two parties.", False),
        ("Method Hours Error in pairs Recorder, 14 nights 2.3 2.6 Watcher, one visit 2.5 3.4 none.", False),
        (
            "We chose 41 buildings in three towns: 17 in Astwick, 13 in Port Lorne and 11 in Hallerbruck.",
            True,
        ),
        ("| a | b | c | d | e | f | g |", False),
        ("Asking · Counting and listing · Summarizing · Verifying quotations · Showing results", False),
        ("The product a · b is computed once for each pair of vectors in the batch.", True),
        ("Present: Winifred Achebe (chair), Tom Oyelaran, Inge Marchetti and nine plot holders.", False),
        ("Apologies for absence: Mr Bhatt, who is in hospital, and the two Fenwick sisters.", False),
        ("Present at the meeting were only the chair and nine holders of plots.", True),
        ("The software is under the MIT licence, and so are its drawings.", False),
        ("The tenant is under a duty to keep the garden in good order.", True),
        ("# For offline verification, also get the root of trust first.", False),
        ("2 Subject to sections 3 to 5, a resident of Canada may export any good referred to in", False),
        ("具有重要科研价值和历史纪念意义的。", False),
        ("保护古树名木对于城市的历史是十分必要的。", True),
        (":begin_tab:pytorch 首先，我们需要导入这个框架的名字。", False),
        ("出席人员：王一、李二、张三、赵四、钱五、孙六、周七。", False),
        ("出席会议的股东一致同意将注册资本增加到五百万元。", True),
        ("版权所有，未经许可不得转载本文的任何内容。", False),
        ("Introduction ............ 7", False),
        ("12.4 13.1 99.2 8.3 7.7 10.0 3.3 4.1.", False),
        ("[12] Vaswani A. et al. Attention is all you need in the end.", False),
        ("Fig. 3. The encoder and its four heads as they are trained.", False),
        ("本条例自十月一日施行。", True),  # ten characters
        ("本条例十月一日施行。", False),
        ("水" * 360 + "。", True),
        ("水" * 361 + "。", False),
        ("They rose " + "and " * 112 + "fell again on the next day.", True),  # 120 words
        ("They rose " + "and " * 113 + "fell again on the next day.", False),
        ("They sold five of them.", False),  # five words
        ("They sold a five of them.", True),  # six, of which five have two letters or more
        ("The first part of the contract ........ is on the next page.", False),
        ("They sold all five of them.", True),
        (
            "They sold lots of 1 2 3 4 5 6 " + "and more " * 10 + "then.",
            True,
        ),  # a fifth of 31 words, or fewer
        ("They sold lots of 1 2 3 4 5 6 7 " + "and more " * 9 + "they did.", False),
        ("IV. Ownership of the Platform and the Fruits.", False),
        ("4. " + "Many Rights " * 6, False),  # twelve words of a title
        ("4. " + "Many Rights " * 6 + "Remain.", True),
        ("IV. Ownership of the platform stays with the Supplier.", True),
        ("The name of the tenant is ________ and the rent is paid each month.", False),
        ("The tenant        shall        pay        the        rent        to        him.", True),
        ("The sum of it (((((((((((((((((((((((((((((( is in the book.", False),
        ("We a b c d e f g h i j.", False),
        ("the tenant shall pay the rent to the owner.", False),
        ("The tenant shall pay the rent to the owner", False),  # it does not end, and is short
        (
            "The tenant shall pay the rent to the owner " + "and then " * 5 + "go away",
            True,
        ),  # 18 words or more
        ("Table 3 The hours of work in each of the three towns.", False),
        ("Table 3 also shows that the swifts came back in all three towns.", True),
        ("Signed for QUILLMOOR TELEMETRY LIMITED by Henrik Sollis, managing director, at Leeds.", False),
        ("Executed as a deed by the Landlord in the presence of two witnesses.", False),
        ("In witness whereof the parties have signed this Agreement on the first of May.", False),
        ("Signed copies of the Agreement are kept by the Supplier for seven years.", True),
        # pointers to what stands elsewhere
        ("See the AUTHORS file for the list of all authors.", False),
        ("Please read CONTRIBUTING.md for more details on this.", False),
        ("For other options (tarballs, packages), see the page on downloads.", False),
        ("Our issue tracker is at https://github.com/sympy/sympy/issues.", False),
        ("More information for translators is available in the documentation.", False),
        ("This is described in the VIRTUAL_README document.", False),
        ("This protocol is described by most of its users as slow.", True),
        ("For the governance of the Node.js project, see GOVERNANCE.md.", False),
        ("Check out the instructions for getting support with it.", False),
        ("Sec. IV describes the theory and the proof of String-Cluster systems.", False),
        ("Section 4 provides that the rent is due on the first of each month.", True),
        ("For two years I did not see her or her brother.", True),
        ("Consult with the partner agencies on the strategy of acquisition.", True),
        ("参见 “info grub” 手册页的说明以及其中的例子。", False),
        ("更多信息，请参考自定义监控组件的配置方法。", False),
        ("具体的办法由省人民政府参照本条例另行制定。", True),
        ("The following recommendations apply to the debian/rules file.", False),
        ("The following morning he went back to the harbour alone.", True),
        ("The following persons may vote: the chair, the treasurer and the holders of plots.", True),
        ("Where <version> is the release version of Bandit.", False),
        ("Where the rent is not paid within ten days, the landlord may end the lease.", True),
        # calls to donate, classifiers, rows of keys, licences
        ("If you also like Bandit, please consider sponsoring.", False),
        ("Please support NLTK development by donating to the project via PayPal.", False),
        ("The family donated four thousand books to the library of the town.", True),
        ("Topic :: Internet :: WWW/HTTP Classifier: Topic :: Software Development", False),
        ("_    Travel to a map location via a shortest-path algorithm.", False),
        ("This document is free; you can redistribute it and/or modify it as you like.", False),
        ("In addition, it includes Gnulib, copyrighted by the Foundation and others.", False),
        ("The library is licensed under the MIT License by its two authors.", False),
        ("Copyright 2019 by the authors of this book and their publisher.", False),
        ("The Author retains the copyright in the Work and in all translations of it.", True),
        ("The patents licensed under this Agreement may be used in Germany only.", True),
        ("The supplier's terms of use and privacy policy apply to all orders.", True),
        ("乙方未经许可不得将房屋转租或者转借给任何第三人使用。", True),
        ("本书内容未经许可，不得转载或者翻印其中任何部分的内容。", False),
        # what stands below mails
        ("This e-mail is confidential and intended solely for the addressee.", False),
        ("If you have received this message in error, please delete it at once.", False),
        ("Diese E-Mail enthält vertrauliche Informationen für den Empfänger.", False),
        ("The Supplier shall keep all confidential information of the Customer secret.", True),
        # boilerplate of reports, repositories and contracts
        ("This report contains forward-looking statements that involve risk and uncertainty.", False),
        ("The insurer is authorised by the Prudential Regulation Authority.", False),
        ("We are grateful to all of our colleagues for their hard work.", False),
        ("If you like this project, please give it a star!", False),
        ("Pull requests are welcome; open an issue first for larger changes.", False),
        ("Please open an issue first to discuss what you would like to change.", False),
        ("Contributions to the pension fund are paid on the last day of each month.", True),
        ("The table above shows the key figures of the group.", False),
        ("The table was laid for six in the room above.", True),
        ("“Action” has the meaning set forth in Section 8.1.", False),
        ("The word has a meaning in German that it lacks in Dutch.", True),
        ("AGREED AND ACCEPTED as of the day of June and the year first above written.", False),
        ("Beijing Sina Internet Information Service Co., Ltd.", False),
        ("The Supplier is owned by Beijing Sina Internet Information Service Co., Ltd.", True),
        # of minutes
        ("The minutes of 11 July were approved and signed.", False),
        ("The minutes of the trial run to four hundred pages.", True),
        ("Proposed by Mrs Patel, seconded by Mr Jones.", False),
        ("Proposed by Mrs Patel, seconded by Mr Jones, that the fee be raised to ten pounds a year.", True),
        (
            "MINUTES OF THE PARISH COUNCIL MEETING held on Tuesday 12 March 2024 at half past seven p.m. "
            "in the large Village Hall of the parish",
            False,
        ),
        # titles, whom a quotation is by, what announces what follows, and more boilerplate
        ("Simplifying the Accounting for Income Taxes.", False),
        ("Simplifying the accounting for income taxes took the company two years.", True),
        ("Angela T. Quigless, P.J., Kurt S. Odenwald, J., and James M. Dowd, J.", False),
        ("—Motto of the Legion of the Dead, by Gisharel.", False),
        ("— The tenant pays the rent on the first day of each month.", True),
        ("Character Recognition · Open Source library · Toolkit for everybody.", False),
        ("Translated by A. Teixeira de Mattos and by others.", False),
        ("In this section, we describe the data used for the experiments.", False),
        ("In this section of the river, trout have become rare since the flood.", True),
        ("The problem studied in this paper can be described as follows.", False),
        ("Our responsibility is to express an opinion on the financial statements.", False),
        ("The titles of the sections are for convenience and reference only.", False),
        ("A reference to a clause or a Schedule is to a clause of, or a Schedule to, this Agreement.", False),
        ("(a) References to persons shall include bodies corporate and partnerships of any kind.", False),
        ("The reference to a clause is wrong in two of the contracts that we read.", True),
        # a speaker's name counts for no words
        ("Adam Stacoviak: Not in the shower.", False),
        ("Adam Stacoviak: The shower was repaired in the spring.", True),
        ("Note: Do not open the case.", True),
        # speakers in chats, and names that begin small
        ("alice 10:01 The build failed because the certificate has expired.", True),
        ("iPhone sales fell by a tenth in the last quarter of the year.", True),
        ("failed because the certificate has expired on the first of May.", False),
        # an item of a list that begins in the middle of a sentence
        ("- aid users in the installation of packages which reside on a remote site.", False),
        ("- Aid users in the installation of packages which reside on a remote site.", True),
        (
            "10. There will be judgment for the claimant for £16,400 with interest at 3% from 9 June 2022.",
            True,
        ),
    ],
)
def test_what_reads_as_a_sentence(text, whole):
    assert is_complete_sentence(text) is whole


def test_a_sentence_may_begin_with_a_name_in_lower_case():
    text = "tidewatch predicts the tides of four thousand harbours."
    assert not is_complete_sentence(text)
    assert is_complete_sentence(text, name="tidewatch")
    assert not is_complete_sentence("predicts the tides of four thousand harbours.", name="tidewatch")


@pytest.mark.parametrize(
    ("text", "decides"),
    [
        ("For these reasons I would dismiss the appeal.", True),
        ("The judgment is therefore affirmed.", True),
        ("We reverse the order below and remand the case.", True),
        ("After discussion it was resolved to accept the offer of Woodplay.", True),
        ("Die Revision des Klägers wird zurückgewiesen.", True),
        ("驳回上诉，维持原判。", True),
        ("There will accordingly be judgment for the claimant for £16,400.", True),
        ("Judgment is entered in favour of the defendant.", True),
        ("I hold that the term does not bind the claimant.", True),
        ("The claim therefore fails.", True),
        ("The committee decided to sell the hut.", True),
        ("The motion was carried unanimously.", True),
        ("The claimant says that the claim is not late.", False),
        ("The appeal court held that the term was fair.", False),
        ("The judge dismissed the claim in 2019.", False),
        ("If the application is refused, the applicant may appeal.", False),
        ("We allow two weeks for the repair.", False),
    ],
)
def test_decisions_are_told_from_the_history_of_a_case(text, decides):
    assert is_decision(text) is decides


@pytest.mark.parametrize(
    ("text", "defines"),
    [
        ("“Excess” means the first part of any claim, which you must pay.", True),
        ('"Business Day" or "Working Day" shall mean a day on which banks are open.', True),
        ('23. "Product" means the Cloud Service and the Software.', True),
        ('1.5 "Customer" means the entity that signs the order.', True),
        ("The word “excess” means little to most of the customers.", False),
        ("“I know what that means,” said the captain.", False),
    ],
)
def test_definitions_of_terms(text, defines):
    assert is_definition(text) is defines


def _chapters(text: str) -> tuple[Section, ...]:
    starts = [n for n in range(len(text)) if text.startswith("Chapter ", n)]
    ends = [*starts[1:], len(text)]
    return tuple(
        Section(text[a : text.index("\n", a)], 1, Span(a, b)) for a, b in zip(starts, ends, strict=True)
    )


def test_sentences_of_a_junk_kind_are_left_out(read, model):
    document, reading = read(story(3))
    spans = [Span(*span) for span in reading.sentence_spans_M2[5:20].tolist()]
    marked = replace(document, blocks=tuple(Block(span, Kind.REFERENCES) for span in spans))
    summary = summarize(marked, reading, model, sentences=8)
    assert len(summary.sentences) == 8
    assert not {sentence.start for sentence in summary.sentences} & {span.start for span in spans}


def test_density_gives_more_and_shorter_sentences(read, model, monkeypatch):
    monkeypatch.setattr("longdoc.tasks.summaries.selection.DUPLICATE_PENALTY", 0.0)  # all are alike
    long = " and then went on to the next of the many houses of the old and quiet town" * 3
    text = " ".join(
        f"The mayor of town {n} saw a {t} there{long * (n % 2)}." for n, t in enumerate(TOPICS * 6)
    )
    document, reading = read(text)
    reading = replace(reading, salience_M=np.full(len(reading.salience_M), 0.5, np.float32))
    weights = Weights(lead=0.0, centrality=0.0)
    loose, dense = (
        summarize(document, reading, model, words=200, density=d, weights=weights).sentences
        for d in (0.0, 1.0)
    )
    assert len(dense) > len(loose)
    with pytest.raises(UsageError):
        summarize(document, reading, model, density=2.0)


@pytest.mark.parametrize(
    ("title", "share", "is_left_out"),
    [
        ("References", 0.4, True),
        ("Funding", 0.9, True),
        ("Copyright", 0.0, True),
        ("4. Funding", 0.4, False),
        ("12. Acknowledgements", 0.75, False),
        ("Copyright", 0.4, False),
        ("About the Authors", 0.4, True),
        ("Footnotes", 0.8, True),
    ],
)
def test_clauses_on_funding_or_copyright_are_no_back_matter(read, title, share, is_left_out):
    document, _ = read("The grant is paid in two parts. " * 100)
    start = int(share * len(document.text))
    section = Section(title, 1, Span(start, start + 100))
    found = in_back_matter(replace(document, sections=(section,)), np.array([start + 10]))
    assert found.tolist() == [is_left_out]


def test_a_focus_reaches_one_section_of_a_book(read, model, monkeypatch):
    monkeypatch.setattr("longdoc.tasks.summaries.summarize.BOOK_SENTENCES", 60)
    chapters = [f"Chapter {n}\n" + "The mayor walked home along the river. " * 40 for n in range(10)]
    chapters[6] = "Chapter 6\n" + " ".join(f"The compass of ship {n} points to the north." for n in range(40))
    text = "\n\n".join(chapters)
    document, reading = read(text)
    document = replace(document, sections=_chapters(text))
    summary = summarize(document, reading, model, focus="compass", sentences=5)
    assert sum("compass" in sentence.text for sentence in summary.sentences) >= 4


def test_without_a_length_each_section_has_a_sentence(read, model):
    told = "The mayor of town {0} walked home along the river {0} times that night."
    text = "\n\n".join(f"Chapter {n}\n{told.format(n)}" for n in range(60))
    document, reading = read(text)
    document = replace(document, sections=_chapters(text))
    summary = summarize(document, reading, model, by_section=True)
    assert len({sentence.part for sentence in summary.sentences}) == 60
    shorter = summarize(document, reading, model, by_section=True, words=80)
    assert len({sentence.part for sentence in shorter.sentences}) < 60


def test_sentences_are_joined_by_a_blank_but_for_chinese_ones(read, model):
    for lines, joined in (
        (("He said “by eleven inches.”", "Nobody answered him then, and it was night."), "inches.” Nobody"),
        (
            ("他说：“租金每月十五日之前支付给房东本人。”", "没有人回答他的话，大家都沉默着离开了。"),
            "。”没有人",
        ),
    ):
        document, reading = read(" ".join(lines))
        sentences = tuple(SummarySentence(line, None, None, 0, 1, 0.5) for line in lines)
        assert joined in _summary(document, reading, sentences, 0.0).summary


def test_what_follows_the_label_of_a_table_is_left_out_but_not_what_follows_a_mention(read):
    text = "The swifts came, as we show in Table 3. Nobody saw them go.\n\nTable 4\nHours of work for a day."
    document, reading = read(text)
    starts_M = reading.sentence_spans_M2[:, 0]
    outside_M = in_back_matter(document, starts_M)
    assert not outside_M[starts_M == text.index("Nobody")].any()
    assert in_back_matter(document, np.array([text.index("Hours")])).all()


SLIDES = """Night buses in the city of Lorne, 8 October 2024

1. Ridership

- 41,300 trips, more than forecast
- Half of all passengers on one line

2. Costs

- 212,000 euros for the pilot
- Fares covered less than half

3. Recommendation

- Keep two lines all year
- Decide before the first of December
"""


def test_every_slide_has_its_share_and_the_title_slide_none(read, model):
    document, reading = read(SLIDES)
    cuts = [0, *(section.span.start for section in document.sections), len(document.text)]
    pages = tuple(Page(n, str(n), Span(a, b)) for n, (a, b) in enumerate(pairwise(cuts), 1))
    chosen = summarize(replace(document, pages=pages), reading, model, words=18).sentences
    assert {sentence.page for sentence in chosen} == {"2", "3", "4"}
    assert not any(sentence.text.startswith("-") for sentence in chosen)


def test_one_sentence_among_phrases_is_not_the_whole_summary(read, model):
    document, reading = read(SLIDES + "\nWe thank all the drivers who took part in it.\n")
    assert len(summarize(document, reading, model, words=30).sentences) > 2
