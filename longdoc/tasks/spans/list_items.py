"""Finds the items of the list that a span is in: bullets, or labels in order such as "(a)", "(b)", "(c)".

Plain text and PDFs have lists whose items are no blocks of their own; their labels show where they begin.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from longdoc.documents.text.number_words import ORDINAL, ORDINALS
from longdoc.documents.text.roman_numerals import in_roman
from longdoc.documents.types import Block, Document, Kind, Span

__all__ = [
    "are_conditions",
    "denies",
    "denying_introduction",
    "inline_items",
    "introduced_items",
    "introduced_parts",
    "introduces_alternatives",
    "items_around",
    "with_cut_items",
]

MAX_CHARS = 500  # of a span with its items
MAX_INLINE_CHARS = 800  # of a list within a sentence
MAX_INTRODUCED_CHARS = 1500  # of a span that ends in a colon, with the items without which it says nothing
MAX_LIST_CHARS = 4000  # on either side of a span, searched for labels

_LABEL = re.compile(
    r"^[^\S\n]*(?:(?P<opening>\(?)(?P<name>\d{1,2}|[a-z]|[ivx]{2,5}|(?<=\()[A-Z])"
    r"(?P<closing>[.)])[^\S\n]+|(?P<path>\d{1,2}(?:\.\d{1,2}){1,3})\.?[^\S\n]+"
    r"|(?P<zh_opening>[（(]?)(?P<zh_name>[一二三四五六七八九十]{1,3}|\d{1,2})(?P<zh_closing>[）)、])[^\S\n]*)(?=\S)",
    re.MULTILINE,
)
_INLINE_LABEL = re.compile(
    r"(?P<opening>\()(?P<name>\d{1,2}|[a-z]|[ivx]{2,5})(?P<closing>\))"
    r"(?P<path>)(?P<zh_opening>)(?P<zh_closing>)(?=\s)"
)
_ORDINAL = re.compile(rf"\b({ORDINAL})(?:ly)?,?\s", re.IGNORECASE)
_ROMAN = [in_roman(number) for number in range(1, 16)]
_HAN = "一二三四五六七八九十"
_COLON = (":", "：")
_INTRODUCTION = re.compile(
    r"(?:^|(?<=[。；;\n])|(?<=[.;]\s))[^\s.;。；][^.;。；\n]{0,200}"
    r"(?:(?:(?<=[^\n]{40})\n|\n(?=[a-z(]))[^.;。；\n]{1,200}){0,2}[:：]\s*$"
)
# says that the items behind the colon are all that there is
_ALTERNATIVES = re.compile(
    r"\b(?:following|(?:any|one|each|all|both|none) of|either|being|namely|as follows|means|includes?)\b"
    r"[^.:;\n]{0,40}[:：]\s*$",
    re.IGNORECASE,
)
_PARTS = re.compile(r"[;；]\s+")
_CONDITION = re.compile(
    r"\b(?:if|when|where|unless|(?:as|so) long as|provided(?: that)?|in case"
    r"|cases?|circumstances|conditions|events?|grounds|reasons)\b"
    r"[^.:;]{0,60}[:：]\s*$",
    re.IGNORECASE,
)
_BEGINS_CONDITION = re.compile(
    r"\W*(?:\w{1,4}[.)]\s+)?(?:if|when|where|whenever|unless|upon|after|in case|in the event)\b",
    re.IGNORECASE,
)
_NEXT_SENTENCE = re.compile(r"[.!?]\s+[A-Z]|[。！？]")
_DENIES = re.compile(
    r"\b(?:not|never|no|cannot|nothing|none|neither|nor|prohibited|forbidden|excluded|excludes?|excluding)\b"
    r"|n['’]t\b|不|禁止|严禁|除外",
    re.IGNORECASE,
)


def items_around(document: Document, span: Span) -> list[Span]:
    """The items, with their labels, of the list in one of which a span begins; none if there is no list."""
    blocks = document.blocks
    at = bisect_right(blocks, span.start, key=lambda block: block.span.start) - 1
    if not _is_item(blocks, at) or span.start >= blocks[at].span.end:
        return _labelled_items(document, span)
    first = last = at
    while _is_item(blocks, first - 1) and _adjoin(document, first - 1):
        first -= 1
    while _is_item(blocks, last + 1) and _adjoin(document, last):
        last += 1
    return [block.span for block in blocks[first : last + 1]]


def introduced_items(document: Document, span: Span) -> list[Span]:
    """The items of the list that the line of a span introduces: "You need | the following tools:"."""
    rest = document.text[span.end : span.end + 80].split("\n", 1)[0]
    if not rest.rstrip().endswith(_COLON) or _NEXT_SENTENCE.search(rest):
        return []
    after = span.end + len(rest)
    begin = next(
        (at for at in range(after, min(after + 40, len(document.text))) if document.text[at] > " "), after
    )
    if document.text[after:begin].count("\n") > 2:
        return []
    items = items_around(document, Span(begin, begin + 1))
    return items if items and items[0].start == begin else []


def with_cut_items(document: Document, span: Span, unit: Span) -> Span:
    """The span with the items that it lacks: those behind its colon, or "(ii) …" if "(i) …" is in it.

    Args:
        unit: the sentence that contains the span.
    """
    text = document.text
    if text.startswith(_COLON, span.end):
        items, most = introduced_items(document, span), MAX_INTRODUCED_CHARS
        return Span(span.start, items[-1].end) if items and items[-1].end - span.start <= most else span
    labels = list(_INLINE_LABEL.finditer(text, span.start, min(unit.end, span.start + MAX_CHARS)))
    is_cut = (
        len(labels) > 1 and labels[0]["name"] in ("1", "a", "i") and labels[0].start() < span.end
        and all(map(_follows, labels, labels[1:])) and labels[-1].start() >= span.end
    )  # fmt: skip
    if not is_cut or unit.end - span.start > MAX_CHARS:
        return span
    return Span(span.start, unit.start + len(text[unit.start : unit.end].rstrip(" \n.;,")))


def inline_items(text: str, span: Span, unit: Span) -> Span | None:
    """All items of a list within a sentence, such as "first, …; second, …" or "(i) …; (ii) …".

    None if the span is in no such list, or if the list is longer than MAX_INLINE_CHARS.

    Args:
        unit: the sentence that contains the span.
    """
    starts, end = _inline_run(list(_INLINE_LABEL.finditer(text, unit.start, unit.end)), span, unit)
    in_order = len(starts) > 1
    if not in_order:
        end = unit.end
        found = list(_ORDINAL.finditer(text, unit.start, unit.end))
        starts = [one.start() for one in found]
        in_order = tuple(one[1].lower() for one in found) == (*ORDINALS,)[: len(found)] and all(
            text[:at].rstrip().endswith((",", ";", ":", "and")) for at in starts[1:]
        )
    if not in_order or len(starts) < 2 or span.start < starts[0] or end - starts[0] > MAX_INLINE_CHARS:
        return None
    return Span(starts[0], unit.start + len(text[unit.start : end].rstrip(" \n.;,")))


def _inline_run(labels: Sequence[re.Match[str]], span: Span, unit: Span) -> tuple[list[int], int]:
    """Where the items of the innermost list around a span begin, and where the last of them ends.

    In "16 (1) The court may (a) confirm; (b) vary" that is the list from (a) on.
    """
    first = max(
        (n for n, label in enumerate(labels)
         if label["name"] in ("1", "a", "i") and label.start() <= span.start),
        default=len(labels),
    )  # fmt: skip
    run = list(labels[first : first + 1])
    for label in labels[first + 1 :]:
        if not _follows(run[-1], label):
            return [one.start() for one in run], label.start()
        run.append(label)
    return [one.start() for one in run], unit.end


def introduced_parts(text: str, span: Span, unit: Span) -> Span | None:
    """All parts, with semicolons between them, that a colon in the sentence of a span introduces.

    None if the span is in no such part, or if they are longer than MAX_CHARS: "may be ended in any of the
    following ways: by notice; for failure to pay; or by a vote".

    Args:
        unit: the sentence that contains the span.
    """
    colon = text.rfind(":", unit.start, span.start)
    parts = colon >= 0 and _ALTERNATIVES.search(text[unit.start : colon + 1])
    if not parts or unit.end - colon > MAX_CHARS or not _PARTS.search(text, colon, unit.end):
        return None
    start = next(at for at in range(colon + 1, span.start + 1) if not text[at].isspace())
    return Span(start, unit.start + len(text[unit.start : unit.end].rstrip(" \n.;,")))


def introduces_alternatives(document: Document, items: Sequence[Span]) -> bool:
    """Whether a list says all that something is: "Closed Period means any of the following:"."""
    before = document.text[max(0, items[0].start - MAX_CHARS) : items[0].start] if items else ""
    return bool(_ALTERNATIVES.search(before))


def denies(text: str) -> bool:
    """Whether a text contains a word such as "not", "never" or "prohibited"."""
    return bool(_DENIES.search(text))


def denying_introduction(document: Document, span: Span) -> Span | None:
    """The words that introduce the list of a span, such as "The Tenant may not:", if they deny its items."""
    items = items_around(document, span)
    if not items:
        return None
    begin = max(0, items[0].start - MAX_LIST_CHARS)
    found = _INTRODUCTION.search(document.text[begin : items[0].start])
    return Span(*found.span()).shifted(begin) if found and denies(found.group()) else None


def are_conditions(document: Document, items: Sequence[Span]) -> bool:
    """Whether a list holds conditions: "The Landlord may re-enter if:", or "(a) if the rent is late"."""
    before = document.text[max(0, items[0].start - MAX_CHARS) : items[0].start] if items else ""
    begun = sum(bool(_BEGINS_CONDITION.match(document.quote(item))) for item in items)
    return bool(_CONDITION.search(before)) or begun > len(items) / 2


def _labelled_items(document: Document, span: Span) -> list[Span]:
    low, high = max(0, span.start - MAX_LIST_CHARS), span.end + MAX_LIST_CHARS
    labels = [
        label for label in _LABEL.finditer(document.text, low, high)
        if document.kind_at(label.end()) is not Kind.HEADING
    ]  # fmt: skip
    at = bisect_right(labels, span.start, key=lambda label: label.start()) - 1
    if at < 0:
        return []
    own = [labels[at]]
    for label in reversed(labels[:at]):
        if _follows(label, own[0]):
            own.insert(0, label)
    for label in labels[at + 1 :]:
        if _follows(own[-1], label):
            own.append(label)
    if _name(own[0]) not in ("1", "a", "i", "A") or len(own) < 2:
        return []
    if own[0]["path"] and not document.text[low : own[0].start()].rstrip().endswith(_COLON):
        return []  # these are clauses, not items
    starts = [label.start() + len(label.group()) - len(label.group().lstrip()) for label in own]
    ends = [*starts[1:], _end_of_last(document, own[-1].end())]
    items = [_stripped(document.text, start, end) for start, end in zip(starts, ends, strict=True)]
    return items if items[0].start <= span.start < items[-1].end else []


def _follows(one: re.Match[str], other: re.Match[str]) -> bool:
    """Whether a label is the next after another: "(b)" after "(a)", "2." after "1."."""
    if _brackets(one) != _brackets(other) or _parent(one) != _parent(other):
        return False
    a, b = _name(one), _name(other)
    if a.isdigit() or b.isdigit():
        return a.isdigit() and b.isdigit() and int(b) == int(a) + 1
    in_order = a in _ROMAN and _ROMAN[_ROMAN.index(a) + 1 :][:1] == [b]
    return in_order or (len(a) == len(b) == 1 and ord(b) == ord(a) + 1)


def _brackets(label: re.Match[str]) -> tuple[str | None, ...]:
    return label["opening"], label["closing"], label["zh_opening"], label["zh_closing"]


def _parent(label: re.Match[str]) -> str:
    """The number of the clause that a label such as "8.2" is in; empty for other labels."""
    return (label["path"] or "").rpartition(".")[0]


def _name(label: re.Match[str]) -> str:
    """The letter, the Roman numeral or the number of a label; "三" as "3", "8.2" as "2"."""
    name = label["name"] or (label["path"] or "").rpartition(".")[2] or label["zh_name"]
    if name[0] not in _HAN:
        return name
    tens, ten, ones = name.rpartition("十")
    return str((_HAN.index(tens) + 1 if tens else 1) * 10 * bool(ten) + (_HAN.index(ones) + 1 if ones else 0))


def _end_of_last(document: Document, at: int) -> int:
    """The end of the sentence at an offset, and of those that follow it in the same line."""
    sentences, text = document.sentences, document.text
    index = bisect_right(sentences, at, key=lambda sentence: sentence.start) - 1
    if index < 0:
        return at
    while index + 1 < len(sentences) and "\n" not in text[sentences[index].end : sentences[index + 1].start]:
        index += 1
    return max(at, sentences[index].end)


def _stripped(text: str, start: int, end: int) -> Span:
    return Span(start, start + len(text[start:end].rstrip()))


def _is_item(blocks: Sequence[Block], at: int) -> bool:
    return 0 <= at < len(blocks) and blocks[at].kind is Kind.LIST_ITEM


def _adjoin(document: Document, at: int) -> bool:
    """Whether there is only white space between a block and the next."""
    one, other = document.blocks[at], document.blocks[at + 1]
    return not document.text[one.span.end : other.span.start].strip()
