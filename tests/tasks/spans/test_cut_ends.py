"""Answers that end too soon: at one end of a range, before an exception, before what is listed next."""

from __future__ import annotations

import io

import pytest

from longdoc.documents.open import open_document
from longdoc.documents.types import Span
from longdoc.tasks.spans.phrasing import complete_span

RULES = """# Rules

The Board has no fewer than seven (7) nor more than eleven (11) Trustees. They moved the archive from 1.12.0
to 1.14.3 and paid for it. Earnings were $2.35 per share ($2.30 per share when diluted), against $3 planned.

Neither party may assign its rights without consent. However, either party may assign them in a merger. The
rent is due in May. However, the deposit is due in March.

Meetings may be called by the Board through a resolution, or by the Chair, or by a signed written petition of
at least twenty-five percent (25%) of all Voting Members. It
lists the chair, the clerk and the treasurer.

Membership may end in any of the following ways: by written notice; for failure to pay within 15 days; or by
a vote of the Board.

The following survive: Section 1.4 (Feedback and Data), Section 4 (Payment & Taxes) for Fees accrued or due,
Section 5.6 (Survival), and Section 13 (Terms).

You must encrypt all your storage devices. This includes:

- hard disks
- USB sticks

The terms apply to any product of the Company. That includes Alpha, Beta, and Gamma.

Leave is from a minimum of 1 week up to a maximum of 12 weeks, as agreed. A
fine is at least 10 and at most 50 euros.

Contributions are welcome as long as they:

- pose a small burden, and
- benefit many people.

**Closed Period** means any of the following:

1. the month before the annual report; or
2. the week before the interim report.

**Relative** means a person close to a Director, being:

(A) the spouse of a Director; or

(B) a child under the age of 18.

Tenants pay the rent. They are liable for damage, costs, and interest. Open the tap: a) left, b) right.

On leaving, he receives (i) twelve months of pay, (ii) his bonus, and (iii) the car.
"""


@pytest.mark.parametrize(
    ("question", "part", "whole"),
    [
        ("How many trustees are there?", "eleven (11) Trustees",
         "no fewer than seven (7) nor more than eleven (11) Trustees"),
        ("How many trustees are there?", "seven (7)", "no fewer than seven (7) nor more than eleven (11)"),
        ("How long is the leave?", "12 weeks", "from a minimum of 1 week up to a maximum of 12 weeks"),
        ("What is the maximum leave?", "12 weeks", "12 weeks"),
        ("How high is a fine?", "50 euros", "at least 10 and at most 50 euros"),
        ("When are contributions welcome?", "pose a small burden",
         "pose a small burden, and - benefit many people."),
        ("Which versions is it about?", "to 1.14.3", "from 1.12.0 to 1.14.3"),
        ("What are diluted earnings?", "$2.30 per share when diluted), against $3",
         "$2.30 per share when diluted"),
        ("May rights be assigned in a merger?", "Neither party may assign its rights without consent",
         "Neither party may assign its rights without consent. However, either party may assign them in a "
         "merger."),
        ("May rights be assigned?", "Neither party may assign its rights without consent",
         "Neither party may assign its rights without consent"),
        ("Who can call a meeting?", "the Chair",
         "Board through a resolution, or by the Chair, or by a signed written petition of at least "
         "twenty-five percent (25%) of all Voting Members"),
        ("Who is on the list?", "treasurer", "chair, the clerk and the treasurer"),
        ("How can a membership be ended?", "by written notice",
         "by written notice; for failure to pay within 15 days; or by a vote of the Board"),
        ("Which sections survive?", "Section 1.4 (Feedback and Data)",
         "Section 1.4 (Feedback and Data), Section 4 (Payment & Taxes) for Fees accrued or due, Section 5.6 "
         "(Survival), and Section 13 (Terms)"),
        ("Which storage must be encrypted?", "all your storage devices",
         "all your storage devices. This includes: - hard disks - USB sticks"),
        ("To which products do they apply?", "any product of the Company",
         "any product of the Company. That includes Alpha, Beta, and Gamma"),
        ("What do tenants pay?", "the rent", "the rent"),
        ("How is it opened?", "a) left", "a) left"),
        ("What is a closed period?", "the month before the annual report",
         "the month before the annual report; or 2. the week before the interim report."),
        ("who counts as a relative?", "a person close to a Director, being",
         "a person close to a Director, being: (A) the spouse of a Director; or (B) a child under the age of "
         "18."),
        ("What does he get when he leaves?", "twelve months of pay",
         "(i) twelve months of pay, (ii) his bonus, and (iii) the car"),
    ],
)  # fmt: skip
def test_an_answer_goes_on_to_its_end(question: str, part: str, whole: str) -> None:
    document = open_document(io.BytesIO(RULES.encode()), name="rules.md")
    start = document.text.index(part)
    span = complete_span(question, document, Span(start, start + len(part)))
    assert document.quote(span).split() == whole.split()
