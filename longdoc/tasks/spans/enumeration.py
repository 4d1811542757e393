"""Extends answers to whole enumerations if a question asks for several things.

The networks tend to find one member of a series such as "the chair, the clerk and the treasurer". For
questions such as "which forms …", "what are the phases …" and "哪些…", the span is extended to the whole
series in its sentence, or to all items of its list.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from longdoc.documents.sentences.abbreviations import belongs_to_word
from longdoc.documents.types import Block, Document, Kind, Span
from longdoc.tasks.spans.chinese_series import chinese_series
from longdoc.tasks.terms import lowered, question_terms

__all__ = ["ITEM_MARKER", "asks_for_list", "asks_for_steps", "whole_list", "whole_series"]

ITEM_MARKER = re.compile(
    r"(?:[-*•·‣◦–]|\(?\d{1,2}[.)]|\(?[a-z][.)])\s+"
)  # the bullet or number of a list item

MAX_CHARS = 500  # of a list that is returned whole
MAX_WORDS = 9  # of a member of a series
MAX_MEMBER_CHARS = 400  # of one, so that the time is linear

_NO_PLURAL = (
    r"(?!\w*(?:ss|us|is)\b|(?:was|has|does|happens|comes|goes|makes|means|becomes|causes|says|needs)\b)"
)
_NO_VERB = (
    r"(?!(?:is|are|was|were|do|does|did|has|have|had|can|could|may|must|shall|should|will|would|the|a|an)\b)"
)
_VERB = (
    r"(?:is|are|was|were|do|does|did|has|have|had|can|could|may|might|must|shall|should|will|would|"
    r"apply|applies|count|belong|need|make|come|of|in|for|to|not|\w+ed)"
)
_ASKS = re.compile(
    rf"""\b(?:what|which)\s+(?:are|were)\b
    | \b(?:what|which)\s+(?:{_NO_VERB}[^\W\d_]+\s+){{0,3}}?{_NO_PLURAL}[a-z]{{2,}}s\s+{_VERB}\b
    | ^\W*who\s+(?:are|were)\b
    | ^\W*(?:please\s+)?(?:list|name|enumerate)\b
    | 哪些|哪几|分别""",
    re.IGNORECASE | re.VERBOSE,
)
_ASKS_FOR_STEPS = re.compile(
    r"^\W*(?:why|how (?:do|does|can|could|should|must|to)|为什么|如何|怎么|怎样)\b", re.I
)
_JOINT = re.compile(r"\s*(?:,|;)\s+(?:and|or|as well as)\s+|\s+(?:and|or|as well as|&)\s+|\s*[,;]\s+")
_FINAL = re.compile(r"\b(?:and|or|as well as)\b|&")
# ends a member of a series
_STOP = re.compile(
    r"""[.:!?](?=\s|$) | \n\s*\n
    | \b(?:is|are|was|were|has|have|had|will|shall|may|can|must|should|would|could|does|do|did|that|which|
    who|whose|when|where|while|if|unless|because|so|but|however|see|please|then|they|it|we|you)\b""",
    re.VERBOSE,
)
_BEFORE = re.compile(
    r"""[.:;!?—–](?=\s) | \n\s*\n | \(
    | \b(?:is|are|was|were|be|has|have|had|will|shall|may|can|must|should|would|could|does|do|did|that|which|
    who|whose|when|where|while|if|of|from|by|with|for|to|in|on|at|as|include|includes|including|namely|between|such|
    as|than|the|a|an|its|their|our|your|both|either)\b""",
    re.VERBOSE | re.IGNORECASE,
)  # fmt: skip
_LABEL = re.compile(r"\(?\w{1,3}\)(?=\s|$)")  # of the next clause: "or (d)"


def asks_for_steps(question: str) -> bool:
    """Whether a question ("how do I …", "why …") may be answered by a list of steps or reasons."""
    return bool(_ASKS_FOR_STEPS.search(question))


def asks_for_list(question: str) -> bool:
    """Whether a question asks for several things.

    >>> asks_for_list("Which forms must be attached?"), asks_for_list("Which form is it?")
    (True, False)
    """
    return bool(_ASKS.search(question))


def whole_series(question: str, text: str, span: Span, unit: Span) -> Span:
    """The coordination that a span is a member of.

    The span itself if there is none, or if the question names this member only.

    Args:
        unit: the sentence or table cell that contains the span.
    """
    chinese = chinese_series(text, span, unit)
    if chinese is not None:
        return chinese
    start, end = _series_start(text, span.start, unit), _series_end(text, span.end, unit)
    added = text[start : span.start] + " " + text[span.end : end]
    named = _terms_in(question, text[span.start : span.end]) and not _terms_in(question, added)
    return Span(start, end) if _FINAL.search(added) and not named else span


def whole_list(question: str, document: Document, span: Span) -> Span | None:
    """All items of the list that a span is in or that its sentence introduces.

    None if there is no such list, if it is longer than MAX_CHARS, or if the question names this item only.
    """
    blocks = document.blocks
    at = bisect_right(blocks, span.start, key=lambda block: block.span.start) - 1
    if not _is_item(blocks, at) or span.start >= blocks[at].span.end:
        if not document.text[span.end : span.end + 80].split("\n", 1)[0].rstrip().endswith(":"):
            return None
        at += 1
        if not _is_item(blocks, at) or document.text[span.end : blocks[at].span.start].count("\n") > 2:
            return None
    first = last = at
    while _is_item(blocks, first - 1) and _adjoin(document, first - 1):
        first -= 1
    while _is_item(blocks, last + 1) and _adjoin(document, last):
        last += 1
    whole = Span(blocks[first].span.start, blocks[last].span.end)
    if last == first or len(whole) > MAX_CHARS:
        return None
    items = [_terms_in(question, document.quote(block.span)) for block in blocks[first : last + 1]]
    own = items[at - first] if blocks[at].span.contains(span) else frozenset()
    if any(sum(term in item for item in items) <= len(items) / 2 for term in own):
        return None
    marker = ITEM_MARKER.match(document.text, whole.start)
    return Span(marker.end(), whole.end) if marker else whole


def _terms_in(question: str, text: str) -> frozenset[str]:
    """The terms of a question that a text contains."""
    low = lowered(text)
    return frozenset(term.text for term in question_terms(question) if len(term.places(low)))


def _is_item(blocks: Sequence[Block], at: int) -> bool:
    return 0 <= at < len(blocks) and blocks[at].kind is Kind.LIST_ITEM


def _adjoin(document: Document, at: int) -> bool:
    """Whether there is only white space between a block and the next."""
    one, other = document.blocks[at], document.blocks[at + 1]
    return not document.text[one.span.end : other.span.start].strip()


def _series_end(text: str, end: int, unit: Span) -> int:
    """Where the members that follow a span end."""
    joint = _JOINT.match(text, end, unit.end)
    if not joint:
        # the span may be the beginning of a member: "6 (64 seconds) | for minpoll, 10 …"
        following = _JOINT.search(text, end, unit.end)
        if not following or len(text[end : following.start()].split()) > MAX_WORDS // 2:
            return end
        if _limit(text, end, following.start(), unit) < following.start():
            return end
        joint = following
    reached = end
    while joint:
        begin, final = joint.end(), bool(_FINAL.search(joint.group()))
        limit = _limit(text, begin, min(unit.end, begin + MAX_MEMBER_CHARS), unit)
        joint = _JOINT.search(text, begin, limit)
        member = text[begin : joint.start() if joint else limit].rstrip(" .;,:\n")
        too_long = len(member) == MAX_MEMBER_CHARS or len(member.split()) > MAX_WORDS
        if not member or too_long or _LABEL.match(member):
            break
        reached = begin + len(member)
        if final and not (joint and _FINAL.search(joint.group())):
            break
    return reached


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


def _series_start(text: str, start: int, unit: Span) -> int:
    """Where the members that precede a span begin."""
    reached = start
    while True:
        low = max(unit.start, reached - MAX_MEMBER_CHARS)
        joint = re.search(rf"(?:{_JOINT.pattern})$", text[low:reached])
        if not joint:
            return reached
        end = low + joint.start()
        stops = [match.end() for match in _stops(_BEFORE, text, low, end, unit)]
        joints = [match.end() for match in _JOINT.finditer(text, low, end)]
        begin = max([low, *stops, *joints])
        if begin == low > unit.start:
            return reached
        while begin < end and text[begin].isspace():
            begin += 1
        member = text[begin:end]
        if not member or len(member.split()) > MAX_WORDS:
            return reached
        reached = begin


def _stops(pattern: re.Pattern[str], text: str, begin: int, end: int, unit: Span) -> Iterator[re.Match[str]]:
    """The matches of a pattern, without the "." of "Mr. Smith" and "J. Smith"."""
    for match in pattern.finditer(text, begin, end):
        if match.group() != "." or not belongs_to_word(text, unit.start, match.start(), match.end()):
            yield match
