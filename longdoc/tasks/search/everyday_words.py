"""Puts a question into the words of its document: "holiday" where the document says "annual leave".

People ask in everyday words, and documents are written in those of their trade. Search and networks bridge
many such pairs, but not all. A word is replaced only if no form of it occurs in the document, and one of the
words that documents use for it does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from longdoc.documents.text.chinese_numerals import HAN_DIGITS, NUMERAL, in_characters, in_digits
from longdoc.documents.text.folding import folded
from longdoc.tasks.inflections import BASE_FORMS, inflections_of
from longdoc.tasks.search.chinese_pairs import CHINESE_PAIRS
from longdoc.tasks.search.everyday_pairs import PAIRS
from longdoc.tasks.search.nation_pairs import NATION_PAIRS

__all__ = ["in_words_of"]

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_ENDINGS = ("'s", "es", "s", "")  # of plurals and possessives
MOST_WORDS = 4  # of one entry


def in_words_of(question: str, text: str) -> str:
    """The question with everyday words replaced by those that the text uses instead.

    >>> in_words_of("How many days of holiday do I get?", "Paid leave: 25 days a year.")
    'How many days of paid leave do I get?'
    >>> in_words_of("How many days of holiday do I get?", "Holidays and other paid leave")
    'How many days of holiday do I get?'
    """
    for start, end, asked, ending in reversed(list(_everyday(question))):
        instead = next((word for word in _entries()[asked] if _is_said(word, text)), None)
        if instead is not None and not _is_said(asked, text):
            if ending in ("s", "es"):
                ending = "" if instead[-1] in "sy" else "s"
            question = question[:start] + instead + ending + question[end:]
    return _in_chinese_words_of(question, text)


def _in_chinese_words_of(question: str, text: str) -> str:
    """The same for Chinese, which needs no forms of words.

    >>> _in_chinese_words_of("房租多少钱？", "月租金为人民币肆仟元整")
    '月租金多少钱？'
    """
    if question.isascii():
        return question
    said = folded(text)
    for found in reversed(list(_chinese_words().finditer(folded(question)))):
        instead = next((word for word in _chinese_entries()[found.group()] if word in said), None)
        if instead is not None and found.group() not in said:
            question = question[: found.start()] + instead + question[found.end() :]
    return _in_numerals_of(question, said)


def _in_numerals_of(question: str, said: str) -> str:
    """The question with its numbers in Chinese characters or digits, if only these stand in the text.

    A number counts with the character behind it.

    >>> _in_numerals_of("120天后怎么办？", "期限为一百二十天。")
    '一百二十天后怎么办？'
    """
    for found in reversed(list(NUMERAL.finditer(question))):
        numeral, behind = found.group(), question[found.end() : found.end() + 1]
        if not ("\u3400" <= behind <= "\u9fff") or numeral + behind in said:
            continue
        others = in_characters(numeral) if numeral.isdigit() else filter(None, [in_digits(numeral)])
        instead = next((other for other in others if _stands(other + behind, said)), None)
        if instead is not None:
            question = question[: found.start()] + instead + question[found.end() :]
    return question


def _stands(numeral: str, said: str) -> bool:
    """Whether a number with the character behind it stands in a text, not as the end of a longer number."""
    return re.search(rf"(?<![\d.,{HAN_DIGITS}万]){re.escape(numeral)}", said) is not None


def _everyday(question: str) -> Iterator[tuple[int, int, str, str]]:
    """Start and end of everyday words in a question, each with its entry and its ending; long ones first."""
    words = [(m.start(), m.end(), m[0].lower().replace("’", "'")) for m in _WORD.finditer(question)]
    at = 0
    while at < len(words):
        for count in range(min(MOST_WORDS, len(words) - at), 0, -1):
            part = words[at : at + count]
            if found := _entry(" ".join(word for _, _, word in part)):
                yield part[0][0], part[-1][1], *found
                at += count - 1
                break
        at += 1


def _entry(phrase: str) -> tuple[str, str] | None:
    """The entry for a phrase, in the singular or plural, and the ending of the phrase."""
    for ending in reversed(_ENDINGS):
        if phrase.endswith(ending) and (bare := phrase[: len(phrase) - len(ending)]) in _entries():
            return bare, ending
    return None


@lru_cache(maxsize=1)
def _entries() -> dict[str, tuple[str, ...]]:
    """Words that documents use, by the words that people ask with."""
    return _parsed(NATION_PAIRS) | _parsed(PAIRS)


@lru_cache(maxsize=1)
def _chinese_entries() -> dict[str, tuple[str, ...]]:
    return _parsed(CHINESE_PAIRS)


@lru_cache(maxsize=1)
def _chinese_words() -> re.Pattern[str]:
    return re.compile("|".join(sorted(_chinese_entries(), key=len, reverse=True)))


def _parsed(pairs: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for line in pairs.strip().splitlines():
        asked, written = (side.split(", ") for side in line.split(": "))
        found |= dict.fromkeys(asked, tuple(written))
    return found


def _is_said(words: str, text: str) -> bool:
    """Whether words occur in a text in any of their forms: "call off" in "was called off"."""
    pattern = r"\s+".join(_forms(word) if len(word) > 2 else word for word in words.split())
    return re.search(rf"\b{pattern}\b", text, re.IGNORECASE) is not None


@lru_cache(maxsize=1024)
def _forms(word: str) -> str:
    """A pattern for the forms of a noun or a verb.

    >>> [m.group() for m in re.finditer(_forms("buy"), "he buys, bought and is buying")]
    ['buys', 'bought', 'buying']
    """
    singular = word if word.endswith(("ss", "us")) else word.removesuffix("s")
    base = BASE_FORMS.get(singular, word)
    forms = inflections_of(base) | {form for form, of in BASE_FORMS.items() if of == base}
    return "(?:" + "|".join(map(re.escape, sorted(forms, key=len, reverse=True))) + ")(?:'s|’s)?"
