"""Extends answers to whole enumerations if a question asks for several things.

The networks tend to find one member of a series such as "the chair, the clerk and the treasurer". For
questions such as "which forms …", "what are the phases …" and "哪些…", the span is extended to the whole
series in its sentence, or to all items of its list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from longdoc.documents.sentences.abbreviations import belongs_to_word
from longdoc.documents.types import Document, Span
from longdoc.tasks.spans.chinese_series import chinese_series
from longdoc.tasks.spans.list_items import (
    are_conditions,
    introduced_items,
    introduces_alternatives,
    items_around,
)
from longdoc.tasks.spans.list_questions import (
    asks_for_conditions,
    asks_for_definition,
    asks_for_list,
    asks_for_steps,
    asks_why_or_how,
)
from longdoc.tasks.spans.reference_series import whole_references
from longdoc.tasks.terms import lowered, question_terms

__all__ = [
    "ITEM_MARKER",
    "is_on_list",
    "items_left_out",
    "whole_list",
    "whole_series",
]

ITEM_MARKER = re.compile(
    r"(?:[-*•·‣◦–]|\(?\d{1,2}[.)]|\(?[a-z][.)]|\d{1,2}(?:\.\d{1,2}){1,3}\.?)\s+"
)  # the bullet or number of a list item

MAX_CHARS = 4000  # of a list that is returned whole, …
MAX_CHARS_OF_PARAGRAPHS = 1000  # … or of one with several paragraphs in an item
MAX_INTRODUCTION_CHARS = 300  # of the line before a list
MAX_REASONS_CHARS = 500  # of one that says why or how
MAX_INTRODUCED_CHARS = 1500  # of one without which there is no answer: "Each of the following:"
MAX_WORDS = 9  # of a member of a series
MAX_WORDS_OF_PARALLEL = 16  # of one with a preposition of its own: "by the board, or by a petition of …"
MAX_MEMBER_CHARS = 400  # of one, so that the time is linear

_JOINT = re.compile(r"\s*(?:,|;)\s+(?:and|or|as well as)\s+|\s+(?:and|or|as well as|&)\s+|\s*[,;]\s+")
# in front of a member that has a preposition or an article of its own: ", or by the | treasurer"
_PREPOSITION = r"(?P<preposition>by|to|from|with|for|at|on|in)\s+"
_ARTICLE = r"(?:the|an?|its|their|our|your)\s+"
_JOINT_BEFORE = re.compile(rf"(?:{_JOINT.pattern})(?:{_PREPOSITION})?(?:{_ARTICLE})?$")
_OWN_PREPOSITION = re.compile(_PREPOSITION)
_FINAL = re.compile(r"\b(?:and|or|as well as)\b|&")
# ends a member of a series
_STOP = re.compile(
    r"""[.:!?](?=\s|$) | \n\s*\n
    | \b(?:is|are|was|were|has|have|had|will|shall|may|can|must|should|would|could|does|do|did|that|which|
    who|whom|whose|when|where|while|if|unless|because|so|but|however|see|please|then|they|it|we|you)\b""",
    re.VERBOSE,
)
_BEFORE = re.compile(
    r"""[.:;!?—–](?=\s) | \n\s*\n | \(
    | \b(?:is|are|was|were|be|has|have|had|will|shall|may|can|must|should|would|could|does|do|did|that|which|
    who|whom|whose|when|where|while|if|of|from|by|with|for|to|in|on|at|as|include|includes|including|namely|between|such|
    as|than|except|excepting|excluding|the|a|an|its|their|our|your|both|either)\b""",
    re.VERBOSE | re.IGNORECASE,
)  # fmt: skip
# behind a comma, what goes on with the sentence: "Ann and Bo, as executors and trustees"
_NO_MEMBER = re.compile(
    r"(?:as|provided|except|subject|save|nor|under|within|during|until|unless|with|without)\b"
)
# what is left of a member that goes on with a clause: "licensed in Canada and for | which"
_PREPOSITION_ALONE = re.compile(r"(?:by|to|from|with|for|at|on|in|of|under|through|after|before)")
_IN_BRACKETS = re.compile(r"[(\[][^()\[\]]{0,200}[)\]]")
_NOTE = re.compile(r" \([^()\n]{1,60}\)")
_ALL = re.compile(r"\b(?:all|any|those|(?:every|any)(?:thing|one|body))\s$")
_LABEL_BEFORE = re.compile(r"(?:^|\n)[^\n:：.,;]{1,30}[:：]\s?$")
_FIGURE = re.compile(r"(?<!\S)\d")
_LABEL = re.compile(r"\(?\w{1,3}\)(?=\s|$)")  # of the next clause: "or (d)"


def whole_series(question: str, text: str, span: Span, unit: Span) -> Span:
    """The coordination that a span is a member of.

    The span itself if there is none, or if the question names this member only.

    Args:
        unit: the sentence or table cell that contains the span.
    """
    chinese = chinese_series(text, span, unit)
    if chinese is not None:
        return chinese
    references = whole_references(question, text, span, unit)
    if references is not None:
        return references
    start = _series_start(text, span, unit)
    span = _with_note(text, span, unit, start)
    own = [joint for joint in _joints(text, span.start, span.end) if _FINAL.search(joint.group())]
    is_closed = any(map(_is_end, own))
    end = span.end if is_closed else _series_end(text, span.end, unit, has_members=start < span.start)
    if own and not _FINAL.search(text, span.end, end):
        end = span.end  # "Ann and Bo, number among the members" has no third member
    added = text[start : span.start] + " " + text[span.end : end]
    named = _terms_in(question, text[span.start : span.end]) and not _terms_in(question, added)
    is_joined = _FINAL.search(added) or (own and start < span.start)
    is_series = is_joined or _is_value(text, Span(start, end), unit)
    return Span(start, end) if is_series and not named else span


def _is_value(text: str, series: Span, unit: Span) -> bool:
    """Whether a series is all that stands behind a label: "Present: Ana Ruiz, Tom Osei"."""
    return bool(_LABEL_BEFORE.search(text[unit.start : series.start])) and not text[
        series.end : unit.end
    ].strip(" .")


def _with_note(text: str, span: Span, unit: Span, start: int) -> Span:
    """The span with the note behind its last member, if others have such notes: "A (1) and B | (2)".

    Args:
        start: of the first member.
    """
    note = _NOTE.match(text, span.end, unit.end)
    has_others = note and _NOTE.search(text, start, span.end)
    return Span(span.start, note.end()) if note and has_others else span


def whole_list(question: str, document: Document, span: Span) -> Span | None:
    """All items of the list that a span is in or that its sentence introduces; of a very long one the first.

    None if there is no such list, if it is too long, or if the question names one item only.
    """
    items, most = _items_asked_for(question, document, span)
    fitting = [item for item in items if item.end - items[0].start <= most]
    if len(fitting) < 2 or (len(fitting) < len(items) and most < MAX_CHARS):
        return None
    marker = ITEM_MARKER.match(document.text, items[0].start)
    return Span(marker.end() if marker else items[0].start, fitting[-1].end)


def items_left_out(question: str, document: Document, span: Span) -> int:
    """How many items an answer lacks of the list asked for, which is too long to be quoted whole."""
    if asks_why_or_how(question) or not (
        asks_for_list(question) or asks_for_steps(question) or asks_for_conditions(question)
    ):
        return 0
    items, most = _items_asked_for(question, document, span)
    is_whole = not items or items[-1].end - items[0].start <= most
    return 0 if is_whole else sum(not item.overlaps(span) for item in items)


def _items_asked_for(question: str, document: Document, span: Span) -> tuple[list[Span], int]:
    """The items of the list that answers, if any, and the number of characters up to which it is quoted."""
    asks_what = not asks_why_or_how(question)
    items, most = items_around(document, span), MAX_CHARS if asks_what else MAX_REASONS_CHARS
    if not items:
        items, most = introduced_items(document, span), MAX_INTRODUCED_CHARS
    if any("\n\n" in document.quote(item).strip() for item in items):
        most = min(most, MAX_CHARS_OF_PARAGRAPHS)
    if len(items) < 2:
        return [], most
    asked = asks_for_list(question) or asks_for_steps(question) or are_conditions(document, items)
    is_meaning = (
        asks_for_definition(question)
        and items[0].start <= span.start
        and introduces_alternatives(document, items)
    )
    if not (asked or is_meaning):
        return [], most
    introduced = _terms_in(question, _introduction(document, items[0]))
    terms = [_terms_in(question, document.quote(item)) - introduced for item in items]
    own = next((found for item, found in zip(items, terms, strict=True) if item.contains(span)), frozenset())
    if any(sum(term in found for found in terms) <= len(items) / 2 for term in own):
        return [], most
    return items, most


def is_on_list(question: str, document: Document, span: Span) -> bool:
    """Whether the heading of a list, its introduction or one of its items has a term of the question.

    Args:
        span: the list, from its first item on.
    """
    terms = question_terms(question)
    first = Span(max(0, document.text.rfind("\n", 0, span.start) + 1), span.end)  # with its bullet
    said = lowered(f"{_introduction(document, first)} {document.quote(span)}")
    return not terms or any(len(term.places(said)) for term in terms)


def _introduction(document: Document, first: Span) -> str:
    """The heading above a list and the line before it, which say what its items have in common."""
    before = document.text[max(0, first.start - MAX_INTRODUCTION_CHARS) : first.start].rstrip()
    line = before.rsplit("\n", 1)[-1]
    return f"{document.locate(first).section or ''} {line}"


def _terms_in(question: str, text: str) -> frozenset[str]:
    """The terms of a question that a text contains."""
    low = lowered(text)
    return frozenset(term.text for term in question_terms(question) if len(term.places(low)))


def _series_end(text: str, end: int, unit: Span, *, has_members: bool) -> int:
    """Where the members that follow a span end.

    Args:
        has_members: whether there are members before the span.
    """
    note = _IN_BRACKETS.match(text, end + 1, unit.end) if text.startswith(" ", end) else None
    joint = _JOINT.match(text, note.end() if note else end, unit.end)
    if not joint:
        # the span may be the beginning of a member: "6 (64 seconds) | for minpoll, 10 …"
        following = next(_joints(text, end, unit.end), None)
        if not following or len(text[end : following.start()].split()) > MAX_WORDS // 2:
            return end
        if _limit(text, end, following.start(), unit) < following.start():
            return end
        joint = following
    reached, has_commas = end, has_members
    while joint:
        begin, final = joint.end(), bool(_FINAL.search(joint.group()))
        is_end = has_commas and _is_end(joint)
        limit = _limit(text, begin, min(unit.end, begin + MAX_MEMBER_CHARS), unit)
        joint = next(_joints(text, begin, limit), None)
        member = text[begin : joint.start() if joint else limit].rstrip(" .;,:\n")
        most = MAX_WORDS_OF_PARALLEL if _OWN_PREPOSITION.match(member) else MAX_WORDS
        too_long = len(member) == MAX_MEMBER_CHARS or _bare_words(member) > most
        if not member or too_long or _LABEL.match(member) or (_NO_MEMBER.match(member) and not final):
            break
        if _PREPOSITION_ALONE.fullmatch(member):
            break
        reached = begin + len(member)
        if final and (is_end or not (joint and _FINAL.search(joint.group()))):
            break
        has_commas = has_commas or not final
    return reached


def _is_end(joint: re.Match[str]) -> bool:
    """Whether another "and" behind the next member begins something else: "A, B, and C, and was adopted"."""
    return "," in joint.group() and _FINAL.search(joint.group()) is not None


def _bare_words(member: str) -> int:
    """The number of words of a member, without those in brackets."""
    return len(_IN_BRACKETS.sub(" ", member).split())


def _limit(text: str, begin: int, end: int, unit: Span) -> int:
    """The latest possible end of a member: before a verb, punctuation or an unmatched closing bracket."""
    stop = next(_stops(_STOP, text, begin, end, unit), None)
    limit = stop.start() if stop else end
    depth = 0
    for at in range(begin, limit):
        depth += (text[at] in "([") - (text[at] in ")]")
        if depth < 0:
            return at
    return limit


def _series_start(text: str, span: Span, unit: Span) -> int:
    """Where the members that precede a span begin; a span with an "and" of its own follows no other "and"."""
    reached, is_final = span.start, bool(_FINAL.search(text, span.start, span.end))
    while True:
        low = max(unit.start, reached - MAX_MEMBER_CHARS)
        joint = _JOINT_BEFORE.search(text[low:reached])
        if not joint or (is_final and _FINAL.search(joint.group())):
            return reached
        end = low + joint.start()
        stops = [match.end() for match in _stops(_BEFORE, text, low, end, unit)]
        if joint["preposition"]:
            parallel = re.compile(rf"\b{joint['preposition']}\s+(?:{_ARTICLE})?")
            stops = [match.end() for match in parallel.finditer(text, low, end)] or stops
        joints = [match.end() for match in _joints(text, low, end)]
        begin = max([low, *stops, *joints])
        if text.startswith("to ", span.start):  # only "to hear claims" stands beside "to grant licences"
            if not text[low:begin].endswith(" to"):
                return reached
            begin -= len("to")
        if begin == low > unit.start:
            return reached
        while begin < end and text[begin].isspace():
            begin += 1
        if text[span.start].isdigit() and (figure := _FIGURE.search(text, begin, end)):
            begin = figure.start()  # "amends rules | 3 (fees), 5 (deposits) and 8"
        member = text[begin:end]
        if not member or _bare_words(member) > MAX_WORDS:
            return reached
        reached = begin


def _joints(text: str, begin: int, end: int) -> Iterator[re.Match[str]]:
    """What joins the members of a series: commas and conjunctions."""
    return _outside_brackets(_JOINT, text, begin, end)


def _outside_brackets(pattern: re.Pattern[str], text: str, begin: int, end: int) -> Iterator[re.Match[str]]:
    """The matches of a pattern that are not within brackets opened and closed there: "Bo (cook, 30%) and"."""
    closed = [found.span() for found in _IN_BRACKETS.finditer(text, begin, end)]
    for match in pattern.finditer(text, begin, end):
        if not any(start <= match.start() < stop for start, stop in closed):
            yield match


def _stops(pattern: re.Pattern[str], text: str, begin: int, end: int, unit: Span) -> Iterator[re.Match[str]]:
    """The matches of a pattern, without the "." of "Mr. Smith" and "J. Smith", and "that" in "all that"."""
    for match in _outside_brackets(pattern, text, begin, end):
        if match.group() in ("that", "who") and _ALL.search(text, begin, match.start()):
            continue
        if match.group() != "." or not belongs_to_word(text, unit.start, match.start(), match.end()):
            yield match
