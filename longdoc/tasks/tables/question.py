"""Analyses the wording of a question about a table: terms, answer type, comparisons, ordinals, numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from longdoc.documents.text.number_words import ORDINAL, ORDINALS
from longdoc.tasks.tables.asked_amounts import AskedAmount, asked_amounts
from longdoc.tasks.tables.conditions import Condition, conditions_in
from longdoc.tasks.tables.contrasts import alternatives_in, compared_in, excepted_in
from longdoc.tasks.tables.numerals import numbers_in
from longdoc.tasks.tables.view import stems_of
from longdoc.tasks.terms import STOP_WORDS, lowered

__all__ = ["OPERATORS", "TableQuestion", "orders", "read_question", "spaced"]

_SUPERLATIVES_UP = (
    "largest|highest|greatest|longest|biggest|tallest|heaviest|farthest|furthest|latest|newest|richest"
    "|strongest|widest|deepest|thickest|steepest|wettest|warmest|hottest|busiest|dearest|priciest|costliest"
    "|loudest|brightest"
)
_SUPERLATIVES_DOWN = (
    "fewest|lowest|smallest|shortest|earliest|oldest|cheapest|lightest|youngest|closest|nearest|thinnest"
    "|narrowest|shallowest|driest|coldest|coolest|quietest|weakest|poorest"
)
_SUPERLATIVES = f"{_SUPERLATIVES_UP}|{_SUPERLATIVES_DOWN}"
_HIGHEST = re.compile(
    rf"\b(?:most|more|larger|higher|greater|longer|bigger|taller|maximum|max|later|newer|{_SUPERLATIVES_UP})\b"
)
_LOWEST = re.compile(
    rf"\b(?:least|less|fewer|lower|smaller|shorter|minimum|min|earlier|older|cheaper|{_SUPERLATIVES_DOWN})\b"
)
_QUALITY = re.compile(  # compares one kind of value only
    r"\b(?:(?:most|more|least|less) expensive|cheap(?:er|est)|costliest|dearest|priciest|heav(?:ier|iest)"
    r"|light(?:er|est)|tall(?:er|est)|young(?:er|est)|deep(?:er|est)|wid(?:er|est)|narrow(?:er|est)"
    r"|hott(?:er|est)|cold(?:er|est)|warm(?:er|est))\b"
)
_BEST = re.compile(r"\b(?:best|better|top|winner|won)\b")
_WORST = re.compile(r"\b(?:worst|worse|bottom|slowest|slower)\b")
_FAST = re.compile(r"\b(?:fastest|faster|quickest|quicker)\b")
_BY_TIME = re.compile(r"\b(?:latest|later|newest|newer|earliest|earlier|oldest|older|youngest|first|last)\b")
_FIRST = re.compile(r"\b(?:first|top|beginning|initial|(?<=the )start)\b")
_LAST = re.compile(r"\b(?:last|final|bottom|end|latest|recent)\b")
_NTH = tuple(
    re.compile(rf"\b(?:{words})\b") for words in ("second|2nd", "third|3rd", "fourth|4th", "fifth|5th")
)
_ORDINAL = re.compile(rf"\b(?:(\d+)(?:st|nd|rd|th)|({ORDINAL}))\b")
_NO_TAX = (
    r"(?! (?:tax|taxes|taxation|interest|depreciation|exceptional)\b)"  # "profit before tax" has no order
)
_AFTER = re.compile(
    rf"\b(?:after{_NO_TAX}|next|following|follows|followed|below|beneath|under|succeeded|later)\b"
)
_BEFORE = re.compile(rf"\b(?:before{_NO_TAX}|previous|previously|prior|preceding|preceded|above|earlier)\b")
_OVER = re.compile(r"\b(?:over|above|more than|greater than|at least|exceed\w*|higher than|larger than)\b")
_UNDER = re.compile(r"\b(?:under|below|less than|fewer than|at most|lower than|smaller than)\b")
_ASKED = re.compile(
    r"\b(?:which|what|whose|how many|how much|name (?:the|a|of|one)?|list (?:the)?)\b"
    r"(?:\s+(?:is|was|are|were|did|does|the|of|only|other|one|name|first|last|next|total|number|amount"
    rf"|(?:most|least) (?:expensive|costly|populous|popular|recent|common|frequent)|{_SUPERLATIVES}))*"
    r"\s+([^\W_]+)(?:\s+([^\W_]+))?"
)

_ATTRIBUTE = re.compile(
    r"\b(?:is|are|was|were|of|what|which) (?:the |its |their )?([^\W_]+)(?: ([^\W_]+))? (?:of|for|to|at|in) "
)
_TYPES = (
    ("who", re.compile(r"\bwho(?:m|se)?\b")),
    ("when", re.compile(r"\bwhen\b|\b(?:what|which) (?:year|date|day|month|season)\b")),
    ("where", re.compile(r"\bwhere\b")),
    ("why", re.compile(r"\bwhy\b|\bwhat (?:is|are|was|were|do|does) .{2,60} for\W*$|\bused for\b")),
    ("number", re.compile(r"\bhow (?:many|much|long|far|high|tall|old|big|large)\b|\bnumber of\b")),
)  # fmt: skip
_MEANT = tuple(
    (re.compile(asks), re.compile(heads))
    for asks, heads in (
        (r"\blong|\bshort", r"length|duration|distance|years|term|\btime\b|height"),
        (r"\btall", r"\bht\b|height|elevation|storeys|stories"),
        (r"\bhigh|\blow", r"height|elevation|altitude|rank|position|level|price"),
        (r"\bold|\byoung", r"age|born|birth|built|year|date|founded|established|opened"),
        (r"\bheav|\blight|\bweigh", r"weight|mass|\bwt\b|\bkg\b|\blbs?\b"),
        (r"\bcolou?r", r"colou?r|finish"),
        (r"\bfar\b|\bfarthest|\bfurthest|\bclosest|\bnearest", r"distance|\bkm\b|miles|metres|meters"),
        (r"\bpaid|\bearn|\brich", r"salary|income|earning|wage|winnings|worth|prize|\bpay"),
        (r"\bseat|\bhold", r"capacity|seats|seating"),
        (r"\blarge|\bbig|\bsmall", r"area|size|population|capacity|total|land"),
        (r"\bfast|\bslow|\bquick", r"time|speed"),
        (
            r"\bcheap|\bexpensive|\bcost|\bhow much (?:is|are|was|were|for) (?:an?|the)\b|\bprice",
            r"price|cost|fare|fee|amount|\brrp\b",
        ),
        (r"\bdeep", r"depth"),
        (r"\bwarm|\bcold|\bhot|\bcool", r"temperature"),
        (r"\bwettest|\bdriest", r"rain|precipitation"),
        (r"\bwide|\bnarrow", r"width"),
        (r"\bpopulous", r"population"),
        (r"\bjoin|\bhired|\bwith (?:us|the (?:company|firm|team))\b", r"start|since|joined|hired|\bfrom\b"),
        (r"\bearl|\blate|\bfirst|\blast|\brecent|\bnew", r"date|year|time|season|founded|opened|built"),
    )
)
_TOTAL = stems_of("total")
_CAPITALS = re.compile(r"(?<=\w )[A-Z]{2,4}\b(?!['’])")
_WORD = re.compile(r"[^\W_]+")
OPERATORS = stems_of(
    "most more largest larger highest higher greatest longest biggest least less fewest lowest smallest "
    "shortest earliest latest oldest newest first last next previous before after following listed name "
    "table chart list total number amount only one top bottom second third best worst same other expensive"
    " thickest steepest wettest warmest hottest dearest loudest brightest thinnest narrowest shallowest"
    " coldest coolest quietest weakest poorest"
)


@dataclass(frozen=True, slots=True)
class TableQuestion:
    """The analysis of a question.

    Attributes:
        terms: stems of its content words.
        asked: stems of the words after "which" or "how many".
        attribute: stems of X in "the X of Y".
        wants: the answer type: "who", "when", "where", "why", "number", or "" for any.
        numbers: the numbers in it.
        ordinals: the ordinals in it, "third" as 3.
        orders: patterns for the headers of columns that its adjectives may compare.
        flags: which kinds of wording it has: "highest", "after", "or" …
        text: its words in lower case, each between blanks.
        conditions: what it says of values: "more than 30,000", "before 1990".
        total: the stem of "total" if the question has that word, which is a term only where it labels a row.
        alternatives: word groups beside "or", one of which may be the answer.
        excepted: stems of what it leaves out: "other than Hull", "not in Leeds".
        compared: stems of what stands behind "than".
        amounts: what it names with a number: "7 years".
    """

    terms: frozenset[str]
    asked: frozenset[str]
    attribute: frozenset[str]
    wants: str
    numbers: tuple[float, ...]
    ordinals: tuple[int, ...]
    orders: tuple[re.Pattern[str], ...]
    flags: frozenset[str]
    text: str = ""
    conditions: tuple[Condition, ...] = ()
    total: frozenset[str] = frozenset()
    alternatives: frozenset[str] = frozenset()
    excepted: frozenset[str] = frozenset()
    compared: frozenset[str] = frozenset()
    amounts: tuple[AskedAmount, ...] = ()


@lru_cache(maxsize=256)
def read_question(question: str) -> TableQuestion:
    """Analyse a question."""
    text = lowered(question)
    conditions = conditions_in(text)
    words = {word for word in re.findall(r"\d[\d,]*(?:\.\d+)?|[^\W_]+", text) if word not in STOP_WORDS}
    terms = stems_of(" ".join(words)) - OPERATORS | stems_of(" ".join(_capitals(question)))
    asked = _ASKED.search(text)
    attribute = _ATTRIBUTE.search(text)
    wants = next((name for name, pattern in _TYPES if pattern.search(text)), "")
    rest = _without(text, conditions)
    flags = {
        name for name, pattern in _FLAGS.items()
        if pattern.search(rest if name in ("highest", "lowest") else text)
    }  # fmt: skip
    excepted, other_than = excepted_in(text)
    flags |= {"other than"} if other_than else set()
    flags |= {f"nth{n + 2}" for n, pattern in enumerate(_NTH) if pattern.search(text)}
    return TableQuestion(
        terms, _stems_in(asked), _stems_in(attribute) - OPERATORS,
        wants, tuple(numbers_in(text)), _ordinals(text),
        tuple(heads for asks, heads in _MEANT if asks.search(text)), frozenset(flags),
        spaced(text), conditions, _TOTAL & stems_of(text), alternatives_in(text), excepted,
        compared_in(text), asked_amounts(question),
    )  # fmt: skip


def _capitals(question: str) -> list[str]:
    """Names that would be stop words in lower case: "the IT budget".

    >>> _capitals("What does the IT team cost in CHF?"), _capitals("WHAT IS IT?")
    (['IT'], [])
    """
    if not any(map(str.islower, question)):
        return []
    return [word for word in _CAPITALS.findall(question) if word.lower() in STOP_WORDS]


def spaced(text: str) -> str:
    """The words of a text in lower case, each between blanks.

    >>> spaced("Gate valve, DN50")
    ' gate valve dn50 '
    """
    return f" {' '.join(_WORD.findall(lowered(text)))} "


def orders(question: TableQuestion, head: str) -> bool:
    """Whether an adjective of the question compares the values below a header: "cheapest", "Net price"."""
    return any(pattern.search(head.casefold()) for pattern in question.orders)


def _without(text: str, conditions: Sequence[Condition]) -> str:
    """The question without its conditions: "more than" is no superlative."""
    for one in conditions:
        text = text[: one.start] + "_" * (one.end - one.start) + text[one.end :]
    return text


def _stems_in(found: re.Match[str] | None) -> frozenset[str]:
    """Stems of the words in the groups of a match, without stop words."""
    words = found.groups() if found else ()
    return stems_of(" ".join(word for word in words if word and word not in STOP_WORDS))


def _ordinals(text: str) -> tuple[int, ...]:
    return tuple(int(digits) if digits else ORDINALS[word] for digits, word in _ORDINAL.findall(text))


_FLAGS = {
    "highest": _HIGHEST, "lowest": _LOWEST, "best": _BEST, "worst": _WORST, "fast": _FAST, "time": _BY_TIME,
    "first": _FIRST, "last": _LAST, "after": _AFTER, "before": _BEFORE, "over": _OVER, "under": _UNDER,
    "quality": _QUALITY, "or": re.compile(r"\bor\b"), "only": re.compile(r"\bonly\b"),
    "same": re.compile(r"\b(?:same|equal|share[sd]?|tied|as many|as much)\b"),
    "other": re.compile(r"\b(?:other|else|besides|except|not)\b"),
    "often": re.compile(
        r"\b(?:times|often|frequent\w*|common\w*|appear\w*|occur\w*|multiple|twice|repeat\w*|more than once"
        r"|at least (?:two|2|three|3)|most number|number of)\b"
    ),
    "turned": re.compile(r"\b(?:after|before|following|preceding|above|below) (?:who|what|which)\b"),
}  # fmt: skip
