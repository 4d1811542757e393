"""Questions for a phone number, an e-mail address or a web address are answered by that alone."""

from __future__ import annotations

import re

from longdoc.documents.types import Document, Span
from longdoc.lazy_pattern import lazy_pattern

__all__ = ["detail_asked", "is_without_detail", "sole_detail"]

_NUMBER = r"(?:(?:tele)?(?:phone|fax)|tel\.?|mobile|cell(?:phone)?|hotline|helpline|contact) (?:number|no\.?)"
_BARE = r"(?:tele)?phone|fax|tel\.?"  # in fragments: "phone of the treasurer"
_MAIL = r"e-?mail(?: address)?"
_WEB = r"url|web ?(?:site|page|address)|home ?page"
_BEGIN = r"^\W*(?:(?:what|which)(?:['’]s| is| was| are)? )?(?:(?:the|their|his|her|its|your|our|my) )?"
# "what is the treasurer's", but not "what is the name of the website", "who did they email"
_OTHERWISE = (
    "name kind type sort brand purpose use part limit format length of on in by with a an this last first "
    "who when where how why did do does"
)
_OWNER = rf"(?:(?!(?:{_OTHERWISE.replace(' ', '|')})\b)[\w'’.-]+ ){{0,3}}?"
_END = r"(?= (?:of|for|to|at)\b|\W*$)"
_ASKED = {
    kind: lazy_pattern(rf"{_BEGIN}{_OWNER}(?:{names}){_END}", re.IGNORECASE)
    for kind, names in (("number", _NUMBER), ("mail", _MAIL), ("web", _WEB))
}
_FRAGMENT = lazy_pattern(rf"^\W*(?:[\w.-]+['’]s? )?(?:{_BARE}){_END}", re.IGNORECASE)
# a question that does not say whose detail it asks for
_WITHOUT_OWNER = lazy_pattern(
    rf"{_BEGIN}(?:(?:main|general|official|contact|right|correct) )?(?:{_NUMBER}|{_BARE}|{_MAIL}|{_WEB})\W*$",
    re.IGNORECASE,
)
_HOW_TO_REACH = lazy_pattern(
    r"^\W*(?:how|where) (?:can|do|could|should|may|would) (?:I|we|you|one|people) "
    r"(?:contact|reach|write to|get in touch with|e-?mail|get hold of) "
    r"(?:them|you|us|him|her|the authors?)\W*$",
    re.IGNORECASE,
)
_DETAIL = {
    "number": lazy_pattern(
        r"(?<![\w.@/-])(?!\d{4}-\d\d-\d\d(?!\d)|\d{1,2}[./]\d{1,2}[./]\d{4})"
        r"\+?\(?\d(?:[ ()./–-]{0,2}\d){5,16}(?:,? ?(?:ext\.?|extension|x) ?\d{1,6})?(?![\w%]|[.,]\d)"
    ),
    "mail": lazy_pattern(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}"),
    "web": lazy_pattern(
        r"(?:https?://|www\.)[^\s<>()\"“”|]{2,300}?(?=[.,;:!?]*(?:[\s<>()\"“”|]|$))"
        r"|(?<![\w@.-])(?:[a-z0-9-]{2,63}\.){1,4}(?:com|org|net|edu|gov|int|info|io|eu|uk|de|fr|cn|ca|au)"
        r"(?:/[^\s<>()\"“”|]{0,300}?)?(?=[.,;:!?]*(?:[\s<>()\"“”|]|$))",
        re.IGNORECASE,
    ),
}
_SIGN = {"number": lazy_pattern(r"\d"), "mail": lazy_pattern(r"@|\bat\b", re.IGNORECASE)}


def sole_detail(question: str, document: Document) -> Span | None:
    """The only phone number, e-mail address or web address of a document, if a question asks for "the" one.

    "How can I contact them?" is answered by the only e-mail address, or else by the only phone number.
    """
    if _HOW_TO_REACH.search(question):
        return _only("mail", document) or _only("number", document)
    kind = _kind_asked(question) if _WITHOUT_OWNER.search(question) else None
    return _only(kind, document) if kind else None


def _only(kind: str, document: Document) -> Span | None:
    """The first place of a detail that a document has once, or several times the same."""
    places = [Span(*found.span()) for found in _DETAIL[kind].finditer(document.text)]
    return places[0] if len({document.quote(place).casefold() for place in places}) == 1 else None


def detail_asked(question: str, sentence: str, start: int, end: int) -> tuple[int, int] | None:
    """Where the detail that a question asks for stands: in the answer [start, end), else in its sentence.

    Returns:
        None if the question asks for something else, or if there is no such detail, or more than one.

    >>> sentence = "The coordinator is Hedda Lindqvist, at the counter and otherwise on 01632 960 518."
    >>> start, end = detail_asked("What is the coordinator's phone number?", sentence, 19, 34)
    >>> sentence[start:end]
    '01632 960 518'
    """
    kind = _kind_asked(question)
    if kind is None:
        return None
    everywhere = [found.span() for found in _DETAIL[kind].finditer(sentence)]
    inside = [place for place in everywhere if place[0] < end and place[1] > start]
    chosen = inside or everywhere
    return chosen[0] if len(chosen) == 1 else None


def is_without_detail(question: str, sentence: str) -> bool:
    """Whether a sentence has no sign of the phone number or the e-mail address that a question asks for.

    >>> is_without_detail("What is the e-mail address of the office?", "The office is closed.")
    True
    >>> is_without_detail("What is the helpline number?", "In an emergency dial 311.")
    False
    """
    kind = _kind_asked(question)
    return kind in _SIGN and not _SIGN[kind].search(sentence)


def _kind_asked(question: str) -> str | None:
    """ "number", "mail", "web", or None."""
    if _FRAGMENT.search(question):
        return "number"
    return next((kind for kind, asks in _ASKED.items() if asks.search(question)), None)
