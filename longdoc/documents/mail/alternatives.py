"""Chooses between the forms of one text that a mail carries (multipart/alternative)."""

from __future__ import annotations

import binascii
import re
from email.message import Message

from longdoc.documents.text.closed import sub_closed

__all__ = ["chosen", "inner_messages", "page_says_more", "payload_of"]

SILENT = re.compile(rb"(?is)<(?:style|script|head)\b.*?</(?:style|script|head)>")
SILENT_END = re.compile(rb"(?i)</(?:style|script|head)>")
TAG = re.compile(rb"<[^<>]{0,5000}>|&#?\w{1,10};")
WORD = re.compile(rb"[A-Za-z0-9]{3,}")
NO_BASE64 = re.compile(r"[^A-Za-z0-9+/=\s]|\S[ \t]+(?=\S)")
LEAST_WORDS, FAR_MORE, MUCH_LESS = 5, 2.5, 0.7  # words of the rich form; times those of the plain one
SHARED = 0.5  # a plain form with fewer of the rich one's words is another text
LEAST_ROWS = 2
QUOTED = ".//blockquote|.//*[contains(@class, 'gmail_quote')]"


def chosen(alternatives: list[Message]) -> list[Message]:
    """The plain form of a text, unless the rich one says more: by its words, tables or struck words.

    Files that a program attaches among the forms are kept; where neither form is there, the last one is.
    """
    by_kind = {part.get_content_type(): part for part in reversed(alternatives)}
    plain = by_kind.get("text/plain")
    others = [
        part for part in alternatives if part.get_content_type() not in ("text/plain", "text/x-amp-html")
    ]
    calendars = [part for part in alternatives if part.get_content_type() == "text/calendar"]
    rich = [part for part in others if part.is_multipart() or part.get_content_type() == "text/html"]
    files = [part for part in others if _is_file(part)]
    if plain is None or (rich and _says_more(rich[-1], plain)):
        said = rich or [part for part in others if part not in (*calendars, *files)]
        return [*files, *calendars, *said[-1:]]
    # what is attached to the rich form only is not lost
    within = [one for part in rich if part.is_multipart() for one in inner_messages(part)]
    attached = [one for one in within if not one.is_multipart() and one.get_content_type() != "text/html"]
    return [*files, *attached, *calendars, plain]


def _is_file(part: Message) -> bool:
    """Whether a part is an attached file and no form of the text; an invitation would be both."""
    is_named = part.get_content_disposition() == "attachment" or "name" in dict(part.get_params() or ())
    return is_named and part.get_content_maintype() == "application" and part.get_content_subtype() != "ics"


def inner_messages(part: Message) -> list[Message]:
    """The parts of a part."""
    payload = part.get_payload()
    return [one for one in payload if isinstance(one, Message)] if isinstance(payload, list) else []


def payload_of(part: Message) -> bytes:
    """The decoded bytes of a part; none if they are damaged."""
    try:
        if (mixed := _beyond_base64(part)) is not None:
            return mixed
        payload = part.get_payload(decode=True)
    except (ValueError, AssertionError, LookupError):
        return b""
    return payload if isinstance(payload, bytes) else b""


def _beyond_base64(part: Message) -> bytes | None:
    """A text in base64 below which servers have put lines as they are, or which is none; None for others."""
    written = part.get_payload()
    is_packed = str(part.get("Content-Transfer-Encoding", "")).strip().lower() == "base64"
    if part.get_content_maintype() != "text" or not is_packed or not isinstance(written, str):
        return None
    if (plain := NO_BASE64.search(written)) is None:
        return None
    begin = written.rfind("\n", 0, plain.start()) + 1
    unpacked = binascii.a2b_base64(f"{written[:begin]}===")
    return unpacked + b"\n" * bool(unpacked) + written[begin:].encode("utf-8", "surrogateescape")


def _says_more(rich: Message, plain: Message) -> bool:
    pages = [payload_of(one) for one in rich.walk() if one.get_content_type() == "text/html"]
    return bool(pages) and page_says_more(pages[0], payload_of(plain))


def page_says_more(page: bytes, said: bytes) -> bool:
    """Whether the rich form of a text says or shows more than the plain one."""
    words = TAG.sub(b" ", sub_closed(SILENT, SILENT_END, b" ", page))
    length = len(words.split()) / max(1, len(said.split()))
    if len(words.split()) > LEAST_WORDS and length > FAR_MORE:
        return True
    distinct = {word.lower() for word in WORD.findall(words)}
    shared = distinct.intersection(word.lower() for word in WORD.findall(said))
    if len(distinct) > LEAST_WORDS and length > MUCH_LESS and len(shared) < SHARED * len(distinct):
        return True
    return _has_form(page)


def _has_form(page: bytes) -> bool:
    """Whether a page holds what plain text cannot show, outside quoted mails: a data table, struck words."""
    from longdoc.documents.web.deleted import deleted_elements
    from longdoc.documents.web.html import parse_html
    from longdoc.documents.web.tables import is_data_table, tag_of
    from longdoc.errors import DocumentError

    try:
        root, _ = parse_html(page)
    except DocumentError:
        return False
    for quote in root.xpath(QUOTED):
        quote.clear(keep_tail=True)
    if any(one.text_content().strip() for one in deleted_elements(root)):
        return True
    for table in root.iter("table"):
        rows = [[one for one in row if tag_of(one) in ("td", "th")] for row in table.iter("tr")]
        filled = [row for row in rows if sum(bool(one.text_content().strip()) for one in row) > 1]
        if len(filled) >= LEAST_ROWS and is_data_table(table):
            return True
    return False
