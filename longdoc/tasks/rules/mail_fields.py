"""Answers questions about an e-mail itself from its header: sender, recipients, copies, date, subject."""

from __future__ import annotations

import re

from longdoc.documents.types import Document, Kind, Span

__all__ = ["mail_field"]

_MAIL = r"(?:this|the) (?:e-?mail|mail|message|letter)"
_IS = r"(?:is|was|are|were)"
_ASKS = tuple(
    (re.compile(pattern, re.IGNORECASE), name)
    for pattern, name in (
        (rf"who (?:wrote|sent) {_MAIL}|who {_IS} (?:it|{_MAIL}) (?:from|(?:sent|written) by)", "From"),
        (rf"who {_IS} the (?:sender|author|writer)(?: of {_MAIL})?", "From"),
        (r"(?:谁写了|谁发了|谁发的)(?:这|该)封(?:邮件|信)|(?:这|该)封(?:邮件|信)是谁(?:写|发)的", "From"),
        (rf"who (?:received|got|gets) {_MAIL}", "To"),
        (rf"(?:who|to whom) {_IS} {_MAIL} (?:sent to|addressed to|sent|addressed|to)", "To"),
        (rf"who {_IS} the (?:recipients?|addressees?)(?: of {_MAIL})?", "To"),
        (rf"who (?:got|gets|received|receives) (?:a copy|copies)(?: of {_MAIL})?", "Cc"),
        (rf"who {_IS} (?:cc'?e?d|copied|in (?:the )?cc|on (?:the )?cc)(?: (?:in|on) {_MAIL})?", "Cc"),
        (rf"(?:when|on (?:what|which) (?:day|date)) {_IS} {_MAIL} (?:sent|written|dated|from)", "Date"),
        (rf"what {_IS} the date of {_MAIL}", "Date"),
        (rf"what {_IS} the subject(?: line)?(?: of {_MAIL})?", "Subject"),
    )
)


def mail_field(question: str, document: Document) -> Span | None:
    """The value of the header field that a question asks for.

    None for other questions, and for documents that are not a single mail.
    """
    text = question.strip().rstrip("?？ ")
    name = next((name for asks, name in _ASKS if asks.fullmatch(text)), None)
    if name is None:
        return None
    lines = list(re.finditer(rf"(?m)^{name}:[^\S\n]+(?P<said>\S[^\n]*)$", document.text))
    senders = re.findall(r"(?m)^From:[^\S\n]+\S", document.text)
    if len(lines) != 1 or len(senders) != 1 or document.kind_at(lines[0].start()) is not Kind.FIELD:
        return None
    return Span(*lines[0].span("said"))
