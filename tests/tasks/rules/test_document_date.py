"""When a letter, a press release or a report itself was written or published."""

from __future__ import annotations

import io

import pytest

from longdoc.documents.open import open_document
from longdoc.tasks.rules.document_date import document_date

LETTER = """Harbour Housing Trust
14 Quay Street, Bristol

3 March 2025

Dear Mr Okoro,

We wrote to you on 9 January 2025. From 1 April 2025 your rent will be £640.

Yours sincerely,
Helen Marsh
"""
RELEASE = """Northwind Ferries orders three hybrid ships

AARHUS, Denmark, 14 May 2024 – Northwind Ferries today ordered ferries from Fjord Yards. The report on its
harbours was published on 2 May 2019.
"""
MENTION = """BERLIN, 3 May 2021 – The ministry said that the article in Nature was published on 4 March 2020.
"""
WIRE = "NEW YORK, May 5, 2020 (GLOBE NEWSWIRE) -- Acme Inc. bought Beta Ltd. on April 2, 2020."
REPORT = """Annual report of the harbour board

Bergen, 30 June 2023

The board met on 3 May 2023, and a letter was sent to the city.
"""
EVENT = """Harbour tour

Date: 4 August 2022

Meet at the gate at nine.
"""
MEMO = """MEMORANDUM

Date: 12 October 2021
To: All staff

The lift is repaired on 15 October 2021.
"""
REVISED = """Notice of works

1 May 2022

3 June 2022

The lift is repaired.
"""


@pytest.mark.parametrize(
    ("text", "question", "said"),
    [
        (LETTER, "When was this letter written?", "3 March 2025"),
        (LETTER, "what is the date of the letter", "3 March 2025"),
        (LETTER, "When was it sent?", "3 March 2025"),
        (LETTER, "When was the press release issued?", None),
        (LETTER, "When was the rent reviewed?", None),
        (RELEASE, "When was the press release published?", "14 May 2024"),
        (RELEASE, "when was this issued", "14 May 2024"),
        (RELEASE, "When was the report published?", None),  # which it only mentions
        (MENTION, "When was the article published?", None),  # a sentence tells it
        (MENTION, "When was the press release issued?", "3 May 2021"),
        (WIRE, "When was the announcement published?", "May 5, 2020"),
        (REPORT, "When was the report published?", "30 June 2023"),
        (REPORT, "When was the letter sent?", None),
        (REPORT, "When was this published?", None),
        (EVENT, "When was this written?", None),
        (MEMO, "Date of the memorandum?", "12 October 2021"),
        (MEMO, "When was the memorandum published?", None),
        (REVISED, "When was the notice issued?", None),  # two dates
    ],
)
def test_the_date_of_a_document(text: str, question: str, said: str | None) -> None:
    document = open_document(io.BytesIO(text.encode()), name="text.txt")
    span = document_date(question, document)
    assert (span and document.quote(span)) == said


HISTORY = """Swifts

Authors: Ada Lund

received: 24 February 2020
accepted: 31 May 2020
Last updated | 3 June 2021

The boat was received on 4 May 2019. Opened: 1 May 2018
Opened: 2 May 2018
Renewed: 5 May 2018
"""


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("When was the paper received?", "24 February 2020"),
        ("When was this manuscript accepted?", "31 May 2020"),
        ("When was it last updated?", "3 June 2021"),
        ("When was the boat received?", None),  # the field is about the document
        ("When was the study opened?", "2 May 2018"),  # the only line with that label
        ("When was the study closed?", None),
    ],
)
def test_a_label_dates_what_was_done_with_the_document(question: str, said: str | None) -> None:
    document = open_document(io.BytesIO(HISTORY.encode()), name="text.txt")
    span = document_date(question, document)
    assert (span and document.quote(span)) == said
