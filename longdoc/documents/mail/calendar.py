"""iCalendar and vCard (RFC 5545, 6350) → fields of events, tasks and people; descriptions as text."""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterator

from longdoc.documents.extract import Extract
from longdoc.documents.source import Source
from longdoc.documents.structure.pieces import Piece, assemble, one_line
from longdoc.documents.text.encodings import decode

__all__ = ["read_calendar"]

ENTRIES = frozenset(("VEVENT", "VTODO", "VJOURNAL", "VCARD", "VFREEBUSY"))
FOLDED = re.compile(r"\r?\n[ \t]")
SOFT_BREAK = re.compile(
    r"(?i)^(?P<line>[^:\n]*;(?:ENCODING=)?QUOTED-PRINTABLE[^:\n]*:(?:[^\n]*=\n)+[^\n]*)$", re.M
)
LINE = re.compile(r"(?:[\w-]+\.)?(?P<name>[\w-]+)(?P<about>(?:;(?:\"[^\"]*\"|[^\":;])*)*):(?P<value>.*)")
ABOUT = re.compile(r";(?P<key>[\w-]+)=(?P<value>\"[^\"]*\"|[^\";]*)")
ESCAPED = re.compile(r"\\([\\;,:nN])")
TIME = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?:T(\d\d):?(\d\d)(?::?(\d\d))?(Z?))?")
NAME_PARTS = "Name in parts"
NAMES = {
    "SUMMARY": "Summary", "DTSTART": "Start", "DTEND": "End", "DUE": "Due", "DURATION": "Duration",
    "LOCATION": "Location", "ORGANIZER": "Organizer", "ATTENDEE": "Attendees", "STATUS": "Status",
    "RRULE": "Repeats", "EXDATE": "Except", "RDATE": "Also on", "CATEGORIES": "Categories", "URL": "URL",
    "CONTACT": "Contact", "COMMENT": "Comment", "COMPLETED": "Completed", "PERCENT-COMPLETE": "Percent done",
    "RESOURCES": "Resources", "PRIORITY": "Priority", "FREEBUSY": "Busy", "FN": "Name", "ORG": "Organization",
    "TITLE": "Title", "ROLE": "Role", "TEL": "Phone", "EMAIL": "Email", "ADR": "Address", "BDAY": "Birthday",
    "ANNIVERSARY": "Anniversary", "NICKNAME": "Nickname", "IMPP": "Messaging", "RELATED": "Related",
    "N": NAME_PARTS, "LANG": "Language", "TZ": "Time zone",
}  # fmt: skip
TEXTS = frozenset(("DESCRIPTION", "NOTE"))
TIMES = frozenset(("DTSTART", "DTEND", "DUE", "COMPLETED", "EXDATE", "RDATE", "BDAY", "ANNIVERSARY"))
PEOPLE = frozenset(("ORGANIZER", "ATTENDEE"))
STRUCTURED = frozenset(("ADR", "ORG"))


def read_calendar(source: Source) -> Extract:
    """Each event, task or person; of several, each is a section. Alarms and time zones are left out."""
    text, notices = decode(source.data)
    entries = list(_entries(text))
    pieces: list[Piece] = []
    for fields, texts in entries:
        title = next((fields[name][0] for name in ("Summary", "Name") if name in fields), "")
        if len(entries) > 1 and title:
            pieces.append(Piece(title, 1))
        pieces += [Piece.of_field(name, ", ".join(values)) for name, values in fields.items()]
        pieces += [Piece(paragraph) for written in texts for paragraph in written.split("\n")]
    only = entries[0][0] if len(entries) == 1 else {}
    title = next((only[name][0] for name in ("Summary", "Name") if name in only), "")
    return assemble(pieces, title=title, notices=notices)


def _entries(text: str) -> Iterator[tuple[dict[str, list[str]], list[str]]]:
    """The fields and running texts of each entry."""
    text = SOFT_BREAK.sub(lambda match: match["line"].replace("=\n", ""), text.replace("\r\n", "\n"))
    fields: dict[str, list[str]] = {}
    texts: list[str] = []
    inside: list[str] = []
    for line in FOLDED.sub("", text).split("\n"):
        if (match := LINE.match(line)) is None:
            continue
        name, value = match["name"].upper(), match["value"].strip()
        if name == "BEGIN":
            inside.append(value.upper())
            if inside[-1] in ENTRIES:
                fields, texts = {}, []
        elif name == "END" and inside:
            if inside.pop() in ENTRIES and (fields or texts):
                yield _named(fields), texts
        elif inside and inside[-1] in ENTRIES and value:
            _add(fields, texts, name, value, match["about"])
    if inside and inside[-1] in ENTRIES and (fields or texts):  # cut short
        yield _named(fields), texts


def _named(fields: dict[str, list[str]]) -> dict[str, list[str]]:
    """The fields with the name in one line first, if a card has only its parts: family name, given name …"""
    parts = fields.pop(NAME_PARTS, [])
    return {"Name": parts, **fields} if parts and "Name" not in fields else fields


def _add(fields: dict[str, list[str]], texts: list[str], name: str, value: str, written: str) -> None:
    about = {one["key"].upper(): one["value"].strip('"') for one in ABOUT.finditer(written)}
    if "QUOTED-PRINTABLE" in written.upper():
        value = decode(quopri.decodestring(value.encode()))[0]
    if name in TEXTS:
        texts.append(_plain(value))
    elif name in NAMES and (shown := one_line(_shown(name, value, about))):
        fields.setdefault(NAMES[name], []).append(shown)


def _shown(name: str, value: str, about: dict[str, str]) -> str:
    if name == "N":
        family, *given = (_plain(part).strip() for part in re.split(r"(?<!\\);", value))
        return " ".join(filter(None, [*given[2:3], *given[:2], family, *given[3:]]))
    if name in TIMES:
        return ", ".join(_time(one, about.get("TZID", "")) for one in value.split(","))
    if name in PEOPLE:
        address = re.sub(r"(?i)^mailto:", "", value)
        return f"{about['CN']} <{address}>" if about.get("CN", address) != address else address
    if name in STRUCTURED:
        return ", ".join(part for one in re.split(r"(?<!\\);", value) if (part := _plain(one).strip()))
    if name == "RRULE":
        return value.replace(";", ", ").replace("=", " ").lower()
    return re.sub(r"(?i)^(?:mailto|tel):", "", _plain(value))


def _time(value: str, zone: str) -> str:
    """A date or time as people write it: "2026-03-10 14:00 (Europe/Berlin)"."""
    if (match := TIME.fullmatch(value.strip())) is None:
        return _plain(value)
    date = "-".join(match.group(1, 2, 3))
    if match[4] is None:
        return date
    return f"{date} {match[4]}:{match[5]}" + (" UTC" if match[7] else f" ({zone})" if zone else "")


def _plain(value: str) -> str:
    return ESCAPED.sub(lambda match: "\n" if match[1] in "nN" else match[1], value)
