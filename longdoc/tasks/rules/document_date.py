"""Finds when a letter, a press release or a report itself was written or published: in its dateline or head.

"AARHUS, 14 May 2024 – The yard …" and a line with nothing but a date say so without any verb.
"""

from __future__ import annotations

import re

from longdoc.documents.types import Document, Kind, Span
from longdoc.lazy_pattern import lazy_pattern
from longdoc.tasks.whole.dates import DATE

__all__ = ["document_date"]

HEAD_CHARS = 1_500  # in which a document is dated
_NOUN = (
    r"(?:(?:press |news |media )?release|letter|announcement|article|press statement|statement|memo"
    r"|memorandum|notice|newsletter|bulletin|post|report|document|text|story)"
)
_VERBS = r"(?:written|dated|issued|published|released|posted|sent(?: out)?|put out)"
_WRITTEN = rf"(?P<written>{_VERBS})"
_ASKS = lazy_pattern(
    r"(?:when|on (?:what|which) (?:day|date)) (?:was|is) "
    rf"(?:(?:the|this) (?P<when>{_NOUN})|this|it) {_WRITTEN}"
    rf"|(?:what(?: is|'s|’s) (?:the )?)?date of (?:the|this) (?P<date>{_NOUN})",
    re.IGNORECASE,
)
_WITHOUT_DATELINE = frozenset({"letter", "memo", "memorandum", "notice", "post", "report"})
_PLACE = r"[A-Z][\w.’'-]*(?:,? [A-Z(][\w.)’'-]*){0,5}"
_DASH = r"[ \t]*(?:–|—|--|-(?=[ \t])|/)"
_AGENCY = r"(?:[ \t]\([^()\n]{2,40}\))?"
_DATELINE = lazy_pattern(
    rf"(?m)^[ \t]*{_PLACE}(?:,|{_DASH})?[ \t]*[(]?(?P<date>{DATE.pattern})[)]?{_AGENCY}(?:{_DASH}|:)"
)
_LABEL = (
    r"(?:(?:date of )?(?:issue|publication)|issued|published(?: online)?|posted|released|release date"
    r"|for (?:immediate )?release)(?:[ \t]+on)?[ \t]*[:|,–—-]?[ \t|]*"
)
_LINE = lazy_pattern(
    rf"(?m)^[ \t]*(?:(?i:(?P<dated>dated?[ \t]*:?[ \t|]*)|{_LABEL})|{_PLACE},[ \t]*(?:the[ \t]+)?)?"
    rf"(?P<date>{DATE.pattern})[ \t.]*$"
)
# "received: 18 March 2020", "Last updated | 2 May 2024"
_ASKS_EVENT = lazy_pattern(
    rf"when (?:was|were) (?:(?:the|this) (?:{_NOUN}|(?:\w+ )?(?:manuscript|paper|study|proposal|draft"
    r"|standard|policy|guide|handbook|manual|page|specification|record|entry))|this|it)"
    r" (?:first |last |originally )?"
    r"(?P<event>[a-z]{3,15}ed)",
    re.IGNORECASE,
)
_LETTER = lazy_pattern(
    r"(?mi)^[ \t]*(?:dear\b|to whom it may concern|yours (?:sincerely|faithfully|truly)|sincerely\b)"
)


def document_date(question: str, document: Document) -> Span | None:
    """The date of the document itself, if the question asks for that and its head gives one date.

    None for other questions, for those about a letter or report that the document only mentions or of which
    a sentence tells when it was written, and if lines of the head give several dates. "Date:" tells when
    something was written, and not when it was published; on pages about events it is neither, so lines count
    only in what the question calls by its name.
    """
    asked_in_full = question.strip().rstrip("?？ ")
    if (event := _ASKS_EVENT.fullmatch(asked_in_full)) and (found := _date_of(event["event"], document)):
        return found
    asked = _ASKS.fullmatch(asked_in_full)
    if asked is None:
        return None
    noun = (asked["when"] or asked["date"] or "").lower()
    if noun and _is_told(noun, document):
        return None
    if noun not in _WITHOUT_DATELINE and (found := _one_date(_DATELINE, document)):
        return found
    if not _is_called(noun, document):
        return None
    return _one_date(_LINE, document, with_label=asked["written"] in (None, "written", "dated", "sent"))


def _date_of(event: str, document: Document) -> Span | None:
    """The date behind the label that names an event ("accepted: 1 June 2020"); None if there are several."""
    label = rf"(?:date )?(?:first |last )?{event.lower()}(?: on| date)?"
    line = re.compile(rf"(?mi)^[ \t]*{label}[ \t]*[:|][ \t]*(?P<date>{DATE.pattern})[ \t.]*$")
    dates = [Span(*found.span("date")) for found in line.finditer(document.text)]
    return dates[0] if len({document.quote(date) for date in dates}) == 1 else None


def _is_called(noun: str, document: Document) -> bool:
    """Whether a document is what a question calls it, as far as its form and its head tell."""
    if noun in ("", "letter", "document", "text"):
        return _LETTER.search(document.text) is not None
    return noun in document.text[:HEAD_CHARS].lower()


def _is_told(noun: str, document: Document) -> bool:
    """Whether a sentence says when such a letter or report was written: "the article was published on …"."""
    told = rf"\b(?:the|this) {noun}\b[^.\n]{{0,60}}\b{_VERBS}\b[^.\n]{{0,20}}(?:{DATE.pattern})"
    return re.search(told, document.text, re.IGNORECASE) is not None


def _one_date(pattern: re.Pattern[str], document: Document, *, with_label: bool = False) -> Span | None:
    """The date that the pattern finds in the head of a document, outside tables; None if there are several.

    Args:
        with_label: count lines with the label "Date:", too.
    """
    head = document.text[:HEAD_CHARS]
    dates = [
        Span(*found.span("date")) for found in pattern.finditer(head)
        if (with_label or not found.groupdict().get("dated"))
        and document.kind_at(found.start("date")) is not Kind.TABLE_ROW
    ]  # fmt: skip
    return dates[0] if len({document.quote(date) for date in dates}) == 1 else None
