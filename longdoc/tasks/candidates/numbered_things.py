"""Questions about a numbered thing that is not in the document: unit 77 of a lease for unit 777."""

from __future__ import annotations

import re

from longdoc.documents.text.number_words import CARDINALS, ORDINALS
from longdoc.documents.text.roman_numerals import in_roman
from longdoc.documents.types import Document
from longdoc.lazy_pattern import lazy_pattern

__all__ = ["missing_number"]

# Left out: what is counted by its place (page, line, step), what stands for a time (week, season), and
# chapters and parts, whose numbers some files do not print.
_KINDS = (
    "unit room apartment flat suite lot plot house building lease contract agreement order invoice policy "
    "account case claim project phase tier group team zone region district route flight train platform gate "
    "track episode facility patient participant sample experiment study option plan package machine server "
    "port form regulation directive law act bill resolution bay bed berth box cell channel cohort container "
    "course department employee engine field game generation highway laboratory licence license loan locker "
    "member model module parcel permit position product protocol release reactor scenario shop site station "
    "store task terminal ticket town treaty trial type user vehicle version ward warehouse"
)
# of a document's own parts, of which another one must be numbered in it
_PARTS = "article section clause schedule annex appendix exhibit figure table equation recital amendment"
_ASKED = lazy_pattern(
    rf"\b(?P<kind>{'|'.join((*_KINDS.split(), *_PARTS.split()))}) (?:no\.? ?|number |#)?"
    r"(?P<number>\d{1,9}(?:[.-]\d{1,6}){0,3}[a-z]?)\b(?![.,]\d| ?[%°]| percent\b)",
    re.IGNORECASE,
)
MOST_IN_WORDS = 100  # numbers up to this are written in other ways, too


def missing_number(question: str, document: Document) -> str:
    """The numbered thing that a question names and a document has nowhere; empty if there is none.

    The name of its file and its title count, too. Of 119,802 questions of the English training sets, 2 of
    those with an answer name such a thing, and 180 of the others.

    >>> missing_number("Who rents unit 77?", Document.from_text("Mira Okafor rents unit 777."))
    'unit 77'
    >>> missing_number("Who rents unit 7?", Document.from_text("Mira Okafor rents the seventh unit."))
    ''
    """
    for asked in _ASKED.finditer(question):
        kind, number = asked["kind"].lower(), asked["number"].lower()
        if kind in _PARTS.split() and not re.search(rf"(?i)\b{kind}s?\s\d", document.text):
            continue
        of_number = _forms_of(number)
        places = (document.text, document.title, document.source)
        if not any(map(of_number.search, places)) and not _is_in_range(document.text, kind, number):
            return f"{kind} {number}"
    return ""


def _forms_of(number: str) -> re.Pattern[str]:
    """How a number may be written: 7, 07, 7th, VII, seven, seventh; 1,234."""
    forms = [re.escape(number)]
    value = int(number) if number.isdecimal() else 0
    if 0 < value <= MOST_IN_WORDS:
        words = [word for known in (CARDINALS, ORDINALS) for word, of in known.items() if of == value]
        forms += [rf"0{{0,3}}{value}(?:st|nd|rd|th|[a-z])?", in_roman(value), *words]
    elif value:
        forms.append(re.escape(f"{value:,}"))
    return re.compile(rf"(?i)(?<![\w.,])(?:{'|'.join(forms)})(?!\w|[.,]\d)")


def _is_in_range(text: str, kind: str, number: str) -> bool:
    """Whether "units 70 to 80" include it."""
    if not number.isdecimal():
        return False
    ranges = re.finditer(
        rf"(?i)\b{kind}s?\s(?:no\.? ?|numbers? )?(\d{{1,9}})"
        r"(?:\s?[-–—]\s?|\s(?:to|through|until)\s)(\d{1,9})\b",
        text,
    )
    return any(int(one[1]) <= int(number) <= int(one[2]) for one in ranges)
