"""The head of an article in JATS reads as it is printed: names, affiliations and dates."""

from __future__ import annotations

import pytest

from longdoc.documents.extract import Extract
from longdoc.documents.formats import Format
from longdoc.documents.read import read_source
from longdoc.documents.sniff import sniff
from longdoc.documents.source import Source
from longdoc.documents.types import Kind

AUTHORS = """
<contrib contrib-type="author"><name><surname>Lund</surname><given-names>Ada B</given-names></name>
<contrib-id contrib-id-type="orcid">https://orcid.org/0000</contrib-id><xref ref-type="aff">1</xref>
<xref ref-type="fn" rid="c1"/><xref ref-type="corresp">*</xref>
<role content-type="https://x.org">Methods</role><role content-type="https://x.org">Writing</role></contrib>
<contrib contrib-type="author"><name name-style="eastern"><surname>Wu</surname><given-names>Dan</given-names>
</name><xref ref-type="aff">2</xref></contrib>
<contrib contrib-type="author"><collab>The Swift Group</collab></contrib>
<contrib contrib-type="editor"><name><surname>Ek</surname><given-names>Bo</given-names></name>
<role>Reviewing Editor</role></contrib>
"""
AFFILIATIONS = """
<aff id="a1"><label>1</label><institution-wrap><institution-id>http://x.org/1</institution-id>
<institution>School of Ships</institution></institution-wrap><addr-line>Hull</addr-line>
<country>United Kingdom</country></aff>
<aff id="a2"><label>2</label>Harbour Institute, Lund, Sweden</aff>
"""
DATES = """
<pub-date pub-type="epub"><day>01</day><month>6</month><year>2020</year></pub-date>
<pub-date pub-type="collection"><year>2020</year></pub-date>
<history><date date-type="received"><day>24</day><month>2</month><year>2020</year></date>
<date date-type="rev-recd"><season>Spring</season><year>2020</year></date></history>
"""
SUBJECTS = """
<article-categories><subj-group><subject>Research</subject></subj-group>
<subj-group><subject>Life</subject><subj-group><subject>Birds</subject></subj-group></subj-group>
<subj-group><subject>Life</subject></subj-group></article-categories>
"""


def _article(head: str) -> str:
    front = f"<front><article-meta>{head}</article-meta></front>"
    return f"<article>{front}<body><p>Swifts are loud.</p></body></article>"


def read(head: str, name: str = "x.xml") -> Extract:
    return read_source(Source(_article(head).encode(), name))


def test_authors_are_named_in_one_line_with_their_marks() -> None:
    lines = read(f"<contrib-group>{AUTHORS}</contrib-group>").text.splitlines()
    assert lines[0] == "Authors: Ada B Lund 1,*, Wu Dan 2, The Swift Group"
    assert [line for line in lines[1:] if line][:4] == [
        "name: Ada B Lund",
        "role: Methods, Writing",
        "name: Bo Ek",
        "role: Reviewing Editor",
    ]


def test_affiliations_are_lines_that_begin_with_their_mark() -> None:
    text = read(AFFILIATIONS).text
    assert "1 School of Ships, Hull, United Kingdom" in text.splitlines()
    assert "Harbour Institute, Lund, Sweden" in text


def test_dates_are_fields_and_subjects_are_named_once() -> None:
    assert read(SUBJECTS + DATES).text.splitlines()[:5] == [
        "subjects: Research; Life; Birds",
        "published: 1 June 2020",
        "collection date: 2020",
        "received: 24 February 2020",
        "rev recd date: Spring 2020",
    ]


def test_names_and_dates_of_other_documents_and_of_references_stay_apart() -> None:
    person = "<name><surname>Lund</surname><given-names>Ada</given-names></name>"
    text = read_source(
        Source(f"<ship><master>{person}</master><port>Hull</port></ship>".encode(), "x.xml")
    ).text
    assert "surname: Lund" in text
    assert "Lund Ada" in read(f"<related-article>{person} wrote it.</related-article>").text


@pytest.mark.parametrize("name", ["x.nxml", "x.jats", "x", "x.xml"])
def test_an_article_without_an_xml_declaration_is_xml(name: str) -> None:
    declared = b'\n<!DOCTYPE article\nPUBLIC "-//NLM//DTD JATS" "x.dtd">\n'
    article = declared + b"<article><body><p>Loud.</p></body></article>"
    assert sniff(article, name) is Format.XML
    assert read_source(Source(article, name)).text == "Loud."


@pytest.mark.parametrize(
    "start", [b"<!DOCTYPE html>\n<html><p>Loud.", b"<!doctype HTML><title>a</title><p>b"]
)
def test_a_web_page_is_none(start: bytes) -> None:
    assert sniff(start, "x") is Format.HTML


def _body(text: str) -> Extract:
    return read_source(Source(f"<article><body><p>Loud.</p>{text}</body></article>".encode(), "x.xml"))


def test_labels_stand_before_titles_captions_and_references() -> None:
    caption = "<caption><title>Ships by age.</title><p>Bars are means.</p></caption>"
    extract = _body(
        "<sec><label>1.</label><title>Methods</title><p>We looked.</p>"
        f"<fig><label>Fig 2</label>{caption}</fig><table-wrap><label>Table 1</label>"
        "<caption><p>Ages of <italic>ships</italic></p></caption></table-wrap></sec>"
        "<ref-list><ref><label>7</label><mixed-citation>Lund. Reeds.</mixed-citation></ref></ref-list>"
    )
    assert extract.text.split("\n\n") == [
        "Loud.",
        "1. Methods",
        "We looked.",
        "Fig 2 Ships by age.",
        "Bars are means.",
        "Table 1 Ages of ships",
        "7 Lund. Reeds.",
    ]
    assert [section.title for section in extract.sections] == ["1. Methods"]  # a caption heads no section
    captions = [extract.text[b.span.start : b.span.end] for b in extract.blocks if b.kind is Kind.CAPTION]
    assert captions == ["Fig 2 Ships by age.", "Bars are means.", "Table 1 Ages of ships"]


def test_the_number_of_a_formula_stands_behind_it() -> None:
    formula = "<disp-formula><label>(3)</label><tex-math>E = m</tex-math></disp-formula>"
    assert "E = m (3)" in _body(f"{formula}<p>So.</p>").text
