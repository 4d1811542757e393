"""Calendar entries and address cards: what people ask for as fields, nothing technical."""

from __future__ import annotations

import io

from longdoc.documents.open import open_document
from longdoc.documents.types import Document

EVENT = """BEGIN:VCALENDAR
PRODID:-//Example//EN
BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:STANDARD
DTSTART:19701025T030000
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
UID:1@example.com
DTSTART;TZID=Europe/Berlin:20260310T140000
DTEND:20260310T150000Z
ORGANIZER;CN="Kraus, Anna":mailto:anna@example.com
ATTENDEE;ROLE=REQ-PARTICIPANT;CN=Carl:mailto:carl@example.com
ATTENDEE:mailto:dora@example.com
SUMMARY:Project review
LOCATION:Room 5\\, Main Street 1
DESCRIPTION:Please bring the budget.\\nAgenda: costs\\, plan and a ve
 ry long line.
BEGIN:VALARM
TRIGGER:-PT15M
DESCRIPTION:This is an alarm
END:VALARM
END:VEVENT
END:VCALENDAR
"""
SHOWN = (
    "Start: 2026-03-10 14:00 (Europe/Berlin)\nEnd: 2026-03-10 15:00 UTC\n"
    "Organizer: Kraus, Anna <anna@example.com>\nAttendees: Carl <carl@example.com>, dora@example.com\n"
    "Summary: Project review\nLocation: Room 5, Main Street 1\n\n"
    "Please bring the budget.\n\nAgenda: costs, plan and a very long line."
)


def opened(text: str, name: str) -> Document:
    return open_document(io.BytesIO(text.replace("\n", "\r\n").encode()), name=name)


def test_an_event_has_fields_and_a_description() -> None:
    document = opened(EVENT, "invite.ics")
    assert document.text == SHOWN
    assert document.title == "Project review"
    assert opened(EVENT, "invite").text == SHOWN  # by its content


def test_several_entries_are_sections() -> None:
    begin = EVENT.index("BEGIN:VEVENT")
    end = EVENT.index("END:VCALENDAR")
    second = "BEGIN:VTODO\nSUMMARY:Send the offer\nDUE;VALUE=DATE:20260401\nEND:VTODO\n"
    document = opened(f"BEGIN:VCALENDAR\n{EVENT[begin:end]}{second}END:VCALENDAR\n", "all.ics")
    assert [section.title for section in document.sections] == ["Project review", "Send the offer"]
    assert document.text.endswith("Summary: Send the offer\nDue: 2026-04-01")


def test_an_address_card() -> None:
    card = (
        "BEGIN:VCARD\nVERSION:2.1\nN:M=C3=BCller;Eva\nFN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Eva M=C3"
        "=BC=\nller\nitem1.TEL;TYPE=work:+49 30 123\nADR;TYPE=work:;;Hauptstr. 1;Berlin;;10115;Germany\n"
        "PHOTO;ENCODING=b:AAAABBBB\n CCCC\nEND:VCARD\n"
    )
    assert opened(card, "eva.vcf").text == (
        "Name: Eva Müller\nPhone: +49 30 123\nAddress: Hauptstr. 1, Berlin, 10115, Germany"
    )


def test_an_invitation_in_a_mail_is_read_once_as_an_event() -> None:
    mail = (
        "From: a@b.c\nSubject: Invitation\nContent-Type: multipart/alternative; boundary=x\n\n--x\n"
        "Content-Type: text/plain\n\nYou are invited.\n--x\nContent-Type: text/calendar; charset=utf-8; "
        f"method=REQUEST\n\n{EVENT}\n--x--\n"
    )
    text = opened(mail, "invitation.eml").text
    assert text.endswith(f"You are invited.\n\nAttachment: part.ics\n\n{SHOWN}")


def test_a_card_without_a_name_in_one_line_has_that_of_its_parts() -> None:
    card = b"BEGIN:VCARD\nN:Finch;Ada;Mary;Dr.;\nTEL:471\nEND:VCARD\n"
    assert open_document(io.BytesIO(card), name="x.vcf").text == "Name: Dr. Ada Mary Finch\nPhone: 471"
