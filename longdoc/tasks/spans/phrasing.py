"""Extends answers to what a person would quote: whole names, dates and amounts, or the whole clause."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from longdoc.characters import HAN_CHARACTER
from longdoc.documents.text.folding import folded
from longdoc.documents.text.number_words import CARDINAL
from longdoc.documents.types import Document, Kind, Span
from longdoc.lazy_pattern import lazy_pattern
from longdoc.tasks.currencies import CODES, COIN, DOLLAR_OF, SIGN, SIGNS
from longdoc.tasks.months import ENGLISH_MONTHS, SHORT_MONTHS
from longdoc.tasks.spans.chinese_ends import with_chinese_ends
from longdoc.tasks.spans.counted_members import counted_members
from longdoc.tasks.spans.cut_ranges import with_both_ends, within_brackets
from longdoc.tasks.spans.enumeration import ITEM_MARKER, whole_list, whole_series
from longdoc.tasks.spans.following_exception import with_following_exception
from longdoc.tasks.spans.following_list import with_following_list
from longdoc.tasks.spans.list_items import (
    denies,
    denying_introduction,
    inline_items,
    introduced_parts,
    with_cut_items,
)
from longdoc.tasks.spans.list_questions import (
    asks_for_conditions,
    asks_for_definition,
    asks_for_list,
    asks_for_steps,
)
from longdoc.tasks.spans.ordinal_sentences import ordinal_sentences
from longdoc.tasks.spans.respective_values import respective_value

__all__ = [
    "asks_for_clause",
    "asks_yes_or_no",
    "complete_span",
    "sentences_touched",
    "within_cell",
    "within_sentence",
]

CONTEXT_CHARS = 60  # on either side, searched for the rest of a name, date or amount
FRAGMENT_WORDS = 3  # up to so many words cannot answer a yes-no question
MAX_CLAUSE_CHARS = 400

_MONTH = rf"(?:{ENGLISH_MONTHS}|(?:{SHORT_MONTHS})\.?)"
_DAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? (?:the )?)?"
_UNIT = (
    rf"(?:%|percent\b|per cent\b|million\b|billion\b|thousand\b|hundred\b|{COIN}\b|"
    r"(?:calendar |business |working )?(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?)\b|"
    r"(?:kilo|centi|milli)?(?:metres?|meters?|grams?|litres?|liters?)\b|miles?\b|feet\b|foot\b|inches\b|"
    r"km\b|cm\b|mm\b|kg\b|mg\b|GB\b|MB\b|°C|°F|(?:square|cubic) \w+)"
)
_CURRENCY = rf"(?:{DOLLAR_OF}?{SIGN} ?|\b(?:{CODES}|Rs\.?|kr) ?)"
_CURRENCY_BEHIND = rf"(?: ?(?:[€$£](?!\w)|(?:{CODES}|kr|zł|Kč)\b)(?! ?[\d(]))"  # but "in 2019 EUR 5"
_POINT = r"(?:(?<![\w.])\.)"  # of ".5 mg"
_NUMBER = rf"[-+]?(?:{SIGN} ?)?{_POINT}?\d(?:[\d,.]*\d)?"
_LEFT = rf"(?P<left>{_NUMBER}(?:[ -]?{_UNIT})?)"
_RIGHT = rf"(?P<right>{_NUMBER}[ -]?{_UNIT})"
_ENTITIES = tuple(
    lazy_pattern(pattern)
    for pattern in (
        rf"\b{_DAY}\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{_MONTH}(?:,? \d{{4}})?\b",
        rf"\b{_DAY}{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?:, ?\d{{4}}| (?:1[5-9]|20)\d\d)?\b",
        rf"\b{_MONTH} \d{{4}}\b",
        r"\b\d{1,2}\. [A-ZÄÖÜ][a-zäöüß]{2,}(?: \d{4})?\b",  # 3. Werktag, 1. März 2024
        r"\b\d{4}年\d{1,2}月(?:\d{1,2}日)?",
        r"\b(?:[01]?\d|2[0-3])(?:[:.][0-5]\d)? ?(?:[ap]\.m\.|[ap]m\b|A\.M\.|P\.M\.|AM\b|PM\b|o['’]clock\b)",
        rf"\b[Bb]etween (?:about |roughly |around |approximately )?{_LEFT} ?and ?{_RIGHT}",
        rf"(?:\b(?:between|from) )?{_LEFT} ?(?:to|–|—|-) ?{_RIGHT}",
        rf"[-+]?\d[\d,.]*(?:{_UNIT})? to [-+]\d[\d,.]*\w*",
        rf"{_CURRENCY}?(?:{_POINT}|\b)\d[\d,.]*\d?(?:[ -]?{_UNIT})+{_CURRENCY_BEHIND}?(?! per)",
        rf"{_CURRENCY}\.?\d(?:[\d,.]*\d)?",
        rf"\b\d(?:[\d,.]*\d)?{_CURRENCY_BEHIND}",
        r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b",
        r"\bhttps?://[^\s<>)\]]*[\w/]",
    )
)
# what a number with its unit measures
_MEASURE = lazy_pattern(
    rf"""(?P<money>{SIGN}|{COIN}\b) | (?P<share>%|per\ ?cent\b)
    | (?P<time>(?:second|minute|hour|day|week|month|year)s?\b) | (?P<area>square\b|cubic\b)
    | (?P<length>(?:[kcm]m|met(?:re|er)s?|miles?|feet|foot|inches)\b)
    | (?P<weight>(?:[km]g|grams?)\b) | (?P<volume>lit(?:re|er)s?\b) | (?P<data>[GM]B\b) | (?P<heat>°)""",
    re.VERBOSE,
)
_COMPANY = lazy_pattern(
    r"\b(?:[A-Z][\w&’'.-]* ){1,5}(?:of [A-Z][\w-]* )?"
    r"(?:Inc|Ltd|LLC|LLP|Corp|Corporation|Company|Limited|GmbH|AG|SE|plc|PLC|N\.V|S\.A|B\.V|Co)\b\.?"
)
_PROPER = lazy_pattern(r"[A-Z][\w&’'.-]*(?: [A-Z][\w&’'.-]*)*")
_WANTS_CLAUSE = lazy_pattern(
    r"^\W*(?:why|whether|how (?!many|much|long|old|far|high|tall|deep|large|big|wide|heavy|fast|often|soon))"
    r"|\bwhat happens\b|\bwhat (?:do|does|should|shall|must|can|may|could|would) (?:I|we|you|one|they|he|she|"
    r"it|the \w+|a \w+) do\b|^\W*what if\b|\bwhat becomes of\b|为什么|为何|怎么|如何",
    re.IGNORECASE,
)
_FIELD = lazy_pattern(
    r"\s*\n[ \t]*[A-Z][\w/-]*(?: [\w/-]+){0,2}:[ \t]+(?=\S)"
)  # a line such as "Status: final"
_WHEN = lazy_pattern(r"\bwhen\b|\bwhat time\b", re.IGNORECASE)
_DATE_AT_END = lazy_pattern(rf"(?:{_MONTH} \d{{1,2}}(?:, ?\d{{4}})?|\d {_MONTH}(?: \d{{4}})?)$")
_CLOCK = r"\d{1,2}(?:[:.]\d\d)(?: ?[ap]\.?m\b\.?)?"
_TIME_BEHIND = lazy_pattern(rf",? (?:at |from )?{_CLOCK}(?:(?: to | ?[–—-] ?){_CLOCK})?(?!\w|[.:,]\d)")
_OR = lazy_pattern(r"\bor\b|或")
_DEGREE = (
    r"(?:first|(?:soon|earli|lat|long|short|great|high|low|larg|small)e(?:r|st)|less(?:er)?|more|last)\b"
)
_WHICHEVER = lazy_pattern(
    r"[^.;!?\n。；]{0,120}?(?:\bwhichever(?: [\w'’-]+){0,3}? "
    r"(?:is|are|be|comes?|occurs?|happens?|falls?|ends?|expires?)"
    rf"(?: the)? {_DEGREE}|\bwhichever {_DEGREE} \w+|以[^，。；]{{1,10}}[者先]为准)",
    re.IGNORECASE,
)  # the other alternative, and which of both counts
# a limit turns into its opposite without the word before it: "not more than", "no later than", "not before"
_LIMIT = lazy_pattern(
    r"(?:(?:more|less|fewer|greater|higher|lower|larger|smaller|longer|shorter|later|earlier|sooner) than"
    r"|before|until|beyond|exceed(?:s|ing)?)\b",
    re.IGNORECASE,
)
# in front of a number, of which it is a part: "about | 84 percent", "at least | three"
_NUMBER_FIRST = lazy_pattern(
    rf"(?:[{SIGNS}~] ?)?\d|(?:{CARDINAL}|half)[ -]\w|an? (?:hundred|thousand|million|dozen|third|quarter"
    r"|fifth|minute|hour|day|week|fortnight|month|year|decade|century)\b",
    re.IGNORECASE,
)
_BARE_YEAR = lazy_pattern(r"(?:1[5-9]|20)\d\d\b(?!\s?%)")
_QUALIFIER = lazy_pattern(
    r"\b(?:(?:more|less|fewer|greater|higher|lower|larger|longer|shorter) than|at (?:least|most)|up to"
    r"|as (?:many|much) as|about|approximately|around|roughly|nearly|almost|over|within)\s+$",
    re.IGNORECASE,
)
_DENIED_LIMIT = lazy_pattern(r"\b(?:not|no|nor|never)\s+(?:be\s+|to\s+)?$", re.IGNORECASE)
# a condition decides nothing: no answer to the 2,588 yes-no questions of the training sets stands behind "if"
_CONDITION_BEFORE = lazy_pattern(
    r"\b(?:if|unless|whether|provided(?: that)?|in the event (?:that|of))\s+$", re.IGNORECASE
)
_YES_OR_NO = lazy_pattern(
    r"^\W*(?:(?:and|so|but|then),? )?(?:is|am|are|was|were|do|does|did|can|could|may|might|must|shall|"
    r"should|will|would|has|have|had) (?:\w)|[吗嗎][?？]?\s*$|是否",
    re.IGNORECASE,
)


def complete_span(question: str, document: Document, span: Span) -> Span:
    """The span, or the shortest longer one that a person would quote instead.

    Except for lists and what the next sentence adds, the result is within the sentence or table cell of
    the span.
    """
    question = folded(question)
    found = _whole_phrase(question, document, within_brackets(document.text, span))
    if asks_yes_or_no(question) or asks_for_clause(question):
        return with_following_exception(question, document, found)
    return with_following_list(question, document, found)


def _whole_phrase(question: str, document: Document, span: Span) -> Span:
    span = _within_field(document.text, span)
    unit = _unit_around(document, span)
    if unit is None:
        return span
    value = respective_value(question, document.text, span, unit)
    if value is not None and not asks_yes_or_no(question):
        return value
    if (members := counted_members(question, document.text, span, unit)) is not None:
        return members
    is_short = len(unit) <= MAX_CLAUSE_CHARS
    if is_short and asks_yes_or_no(question) and _is_condition(document.text, span, unit):
        return unit
    found = _without_marker(document, span)
    found = _with_closing(document.text, _with_entity(document.text, found, unit), unit)
    ranged = with_both_ends(question, document.text, found, unit)
    qualified = _with_qualifier(document.text, ranged, unit)
    is_range, found = ranged != found, _with_denial(document.text, qualified, unit)
    is_cell = document.table_at(span.start) is not None
    found = with_chinese_ends(question, document.text, found, unit, is_cell=is_cell)
    if asks_for_list(question) or asks_for_steps(question) or asks_for_conditions(question):
        listed = whole_list(question, document, found) or introduced_parts(document.text, found, unit)
        if listed is not None:
            return listed
    elif asks_for_definition(question):
        listed = whole_list(question, document, found)
        if listed is not None:
            return listed
    if asks_for_list(question) or asks_for_steps(question):
        inline = inline_items(document.text, found, unit) or ordinal_sentences(question, document, found)
        if inline is not None:
            return inline
    if asks_for_list(question) and not is_range:
        return _with_closing(document.text, whole_series(question, document.text, found, unit), unit)
    if asks_yes_or_no(question):
        introduction = denying_introduction(document, found)
        if introduction is not None and unit.end - introduction.start <= MAX_CLAUSE_CHARS:
            return Span(introduction.start, max(unit.end, found.end))
        found = with_cut_items(document, found, unit)
        if found.end <= unit.end and is_short and _is_denied_before(document.text, found, unit):
            return unit
    else:
        found = _with_whichever(document.text, _with_time(question, document.text, found, unit), unit)
        found = with_cut_items(document, found, unit)
    words = len(document.quote(found).split())
    is_fragment = (asks_yes_or_no(question) and words <= FRAGMENT_WORDS) or (
        asks_for_clause(question) and words == 1
    )
    if is_fragment and is_short and not HAN_CHARACTER.search(document.quote(found)):
        return unit
    return found


def _without_marker(document: Document, span: Span) -> Span:
    """The span without the bullet or number of a list item."""
    marker = ITEM_MARKER.match(document.text, span.start, span.end)
    if not marker or document.kind_at(span.start) is not Kind.LIST_ITEM or marker.end() >= span.end:
        return span
    return Span(marker.end(), span.end)


def _within_field(text: str, span: Span) -> Span:
    """The span up to the next form field, such as "Status: final", that it contains."""
    following = _FIELD.search(text, span.start, span.end)
    return Span(span.start, following.start()) if following and following.start() > span.start else span


def _with_closing(text: str, span: Span, unit: Span) -> Span:
    """The span with the closing bracket or quotation mark that it lacks, if near: "6 (64 seconds | )"."""
    inside = text[span.start : span.end]
    for opening, closing in ("()", "[]", "“”", "「」", "『』", "（）", "《》"):
        at = text.find(closing, span.end, min(unit.end, span.end + CONTEXT_CHARS))
        if inside.count(opening) == inside.count(closing) + 1 and at >= 0:
            return Span(span.start, at + 1) if opening not in text[span.end : at] else span
    if inside.count('"') % 2 and text.startswith('"', span.end) and span.end < unit.end:
        return Span(span.start, span.end + 1)
    return span


def _with_denial(text: str, span: Span, unit: Span) -> Span:
    """The span with the "not" or "no" before a limit that it begins with: "not | more than 30 days"."""
    if not _LIMIT.match(text, span.start, span.end):
        return span
    first = max(unit.start, span.start - CONTEXT_CHARS)
    denied = _DENIED_LIMIT.search(text[first : span.start])
    return Span(first + denied.start(), span.end) if denied else span


def _with_qualifier(text: str, span: Span, unit: Span) -> Span:
    """The number with the words before it that widen or limit it: "at least | 30 days"."""
    if not _NUMBER_FIRST.match(text, span.start, span.end) or _BARE_YEAR.match(text, span.start, span.end):
        return span
    first = max(unit.start, span.start - CONTEXT_CHARS)
    qualifier = _QUALIFIER.search(text[first : span.start])
    return Span(first + qualifier.start(), span.end) if qualifier else span


def _is_denied_before(text: str, span: Span, unit: Span) -> bool:
    """Whether the words that deny what a span says stand in front of it: "may not | sublet the rooms"."""
    clause = re.split(r"[.,;:，；：]\s?", text[unit.start : span.start])[-1]
    return denies(clause[-CONTEXT_CHARS:]) and not denies(text[span.start : span.end])


def _is_condition(text: str, span: Span, unit: Span) -> bool:
    """Whether a span is only what the sentence supposes: "is liable as it would be if | performing them"."""
    return bool(_CONDITION_BEFORE.search(text[max(unit.start, span.start - CONTEXT_CHARS) : span.start]))


def _with_time(question: str, text: str, span: Span, unit: Span) -> Span:
    """The date with the time behind it, if the question asks when: "4 March 2025 | , 19:00 to 21:00"."""
    if not _WHEN.search(question) or not _DATE_AT_END.search(text, span.start, span.end):
        return span
    time = _TIME_BEHIND.match(text, span.end, unit.end)
    return Span(span.start, time.end()) if time else span


def _with_whichever(text: str, span: Span, unit: Span) -> Span:
    """The span and the alternative and choice behind it: "a month | or 30 days, whichever is longer"."""
    choice = _WHICHEVER.match(text, span.end, unit.end)
    if choice is None or not _OR.search(text, span.start, choice.end()):
        return span
    return Span(span.start, choice.end())


def asks_for_clause(question: str) -> bool:
    """Whether a question is answered by a clause: why, how, whether, what happens."""
    return bool(_WANTS_CLAUSE.search(question))


def asks_yes_or_no(question: str) -> bool:
    """Whether this is a yes-no question; the sentence that decides it is the answer."""
    return bool(_YES_OR_NO.search(question)) and " or " not in question


def within_cell(document: Document, span: Span) -> Span:
    """The longest part of a span that is within one table cell; the whole span outside tables."""
    table = document.table_at(span.start) or document.table_at(max(span.start, span.end - 1))
    parts = [
        Span(max(span.start, cell.span.start), min(span.end, cell.span.end))
        for cell in (table.cells if table else ()) if cell.span.overlaps(span)
    ]  # fmt: skip
    return max(parts, key=len, default=span)


def within_sentence(document: Document, span: Span) -> Span:
    """The longest part of a span that is within one sentence."""
    parts = [
        Span(max(span.start, sentence.start), min(span.end, sentence.end))
        for sentence in sentences_touched(document, span)
    ]
    return max(parts, key=len, default=span)


def _unit_around(document: Document, span: Span) -> Span | None:
    """The sentence or table cell that contains a span; None if there is no single one."""
    table = document.table_at(span.start)
    units = (cell.span for cell in table.cells) if table else sentences_touched(document, span)
    return next((unit for unit in units if unit.contains(span)), None)


def sentences_touched(document: Document, span: Span) -> Iterator[Span]:
    """The sentences that a span touches, in order."""
    sentences = document.sentences
    at = max(0, bisect_right(sentences, span.start, key=lambda sentence: sentence.start) - 1)
    while at < len(sentences) and sentences[at].start < span.end:
        if sentences[at].end > span.start:
            yield sentences[at]
        at += 1


def _with_entity(text: str, span: Span, unit: Span) -> Span:
    """The span extended to the whole company name, date or amount that it is part of, or that it ends in."""
    low, high = max(unit.start, span.start - CONTEXT_CHARS), min(unit.end, span.end + CONTEXT_CHARS)
    patterns = [*_ENTITIES]
    if _PROPER.fullmatch(text, span.start, span.end):
        patterns.append(_COMPANY)
    for pattern in patterns:
        for match in pattern.finditer(text, low, high):
            whole = Span(match.start(), match.end())
            if whole.contains(span) and len(whole) > len(span) and _has_one_measure(match):
                return whole
    cut = (
        match.end() for pattern in _ENTITIES for match in pattern.finditer(text, low, high)
        if span.start <= match.start() < span.end < match.end() and _has_one_measure(match)
    )  # fmt: skip
    return Span(span.start, next(cut, span.end))


def _has_one_measure(found: re.Match[str]) -> bool:
    """Whether both ends of a range measure the same thing; not "$500 - 60 days". True for all but ranges."""
    ends = (_MEASURE.search(end) for end in found.groupdict().values())
    return len({end.lastgroup for end in ends if end}) < 2
