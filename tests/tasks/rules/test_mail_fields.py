"""Who wrote a mail, to whom and when: its header fields, where there is one mail."""

from __future__ import annotations

from pathlib import Path

import pytest

from longdoc.documents.open import open_document
from longdoc.tasks.rules.mail_fields import mail_field

MAIL = """\
From: Ingrid Solheim <ingrid@northgate.example>
To: All staff <staff@northgate.example>
Cc: Paul Deacon <paul@northgate.example>
Date: Mon, 1 Sep 2025 09:12:00 +0200
Subject: We move on 26 September

Dear all, the new office is at Kaigata 17.
"""


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Who wrote this mail?", "Ingrid Solheim"),
        ("Who is the sender?", "Ingrid Solheim"),
        ("Who received the email?", "All staff"),
        ("who got a copy of the mail", "Paul Deacon"),
        ("When was this message sent?", "1 Sep 2025"),
        ("What is the subject?", "We move on 26 September"),
        ("What is the new address?", None),
    ],
)
def test_a_field_of_the_header(tmp_path: Path, question: str, said: str | None) -> None:
    (tmp_path / "move.eml").write_text(MAIL, "utf-8")
    document = open_document(tmp_path / "move.eml")
    found = mail_field(question, document)
    assert (found is None) if said is None else (found is not None and said in document.quote(found))


def test_a_text_that_is_no_mail_has_no_sender(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text(MAIL.replace("From:", "By:"), "utf-8")
    assert mail_field("Who wrote this mail?", open_document(tmp_path / "note.txt")) is None
