"""The search terms of a question, English and Chinese, and where they occur in a text.

A question has few terms, so there is no index: each term is searched for when needed. English terms are
stems. A stem is always a literal prefix of its words, so that a substring search finds them all. Chinese
terms are character bigrams and, with less weight, single characters.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np

from longdoc.characters import CJK
from longdoc.documents.text.folding import folded
from longdoc.lazy_pattern import lazy_pattern

__all__ = [
    "STOP_WORDS",
    "Term",
    "is_word",
    "lowered",
    "question_terms",
    "stem",
    "word_count",
    "words_of",
]

SINGLE_WEIGHT = 0.25  # of a single Chinese character, compared with a bigram

_PART = lazy_pattern(rf"[{CJK}]+|[^\W_{CJK}]+")
_CJK_CHAR = lazy_pattern(rf"[{CJK}]")
_REST = lazy_pattern(rf"[^\W_{CJK}]*")  # of a word, from its stem on
_STOP_WORDS = """
a about all am an and any are as at be because been being both but by can could did do does doing each for
from further had has have having he her here hers him his how i if in into is it its itself just many me
more most much my of on or our out own please s same she should so some such t than that the their them
then there these they this those through to too under up was we were what when where which while who whom
whose why will with would you your there's document text mentioned according
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())
_ASKING = lazy_pattern(
    "为什么|什么时候|什么|哪些|哪个|哪种|哪里|哪儿|哪年|哪位|哪一|多少|多久|多长|怎么样|怎么|怎样|如何|是否|"
    "有没有|請問|请问|谁|誰|几|幾|吗|嗎|呢|的|了|是|在|和|与|與|及|或|被|把|对|對|为|為|于|於|以|之|其"
)
_ENDINGS = """
izations ization ational ations ation ators ator ating ated ates ate itions ition ences ence ances ance
ments ment nesses ness ities ity ively ive ically ical ably able ibly ible fully ful edly ingly ings ing
ions ion ied ies ier iest ers er ors or ed es ly al s e y i
"""
_SUFFIXES = tuple(_ENDINGS.split())
_MIN_STEM_CHARS = 3
_KEEPS_Y = lazy_pattern(r"[aeo]y$")  # in the plural, too
_RUN = lazy_pattern(rf"[{CJK}]+|[^\s{CJK}]+")  # of Chinese characters, or of others up to a blank
_LETTER_OR_DIGIT = lazy_pattern(r"[^\W_]")


@dataclass(frozen=True, slots=True)
class Term:
    """The stem of an English word, or one or two Chinese characters; `weight` is a factor of its score."""

    text: str
    is_word: bool
    weight: float = 1.0

    def places(self, text: str) -> np.ndarray:
        """Character offsets of its occurrences in a lower-case text, ascending."""
        return np.fromiter(self._places(text), np.int64)

    def is_in(self, text: str) -> bool:
        """Whether a lower-case text has it."""
        return next(self._places(text), None) is not None

    def _places(self, text: str) -> Iterator[int]:
        at = text.find(self.text)
        while at >= 0:
            end = at + len(self.text)
            if self.is_word and (rest := _REST.match(text, end)):
                end = rest.end()
            if not self.is_word or self._is_at(text, at, end):
                yield at
            at = text.find(self.text, end)

    def _is_at(self, text: str, start: int, end: int) -> bool:
        before = text[start - 1] if start else " "
        if before.isalnum() and not _CJK_CHAR.match(before):
            return False
        return stem(text[start:end]) == self.text


def is_word(text: str) -> bool:
    """Whether a term is the stem of a word, rather than Chinese characters."""
    return not _CJK_CHAR.match(text)


def question_terms(question: str) -> list[Term]:
    """The distinct terms of a question without stop words; all words if there are only stop words."""
    text = lowered(question)
    terms = _terms(_ASKING.sub(" ", text), stop=STOP_WORDS)
    return terms or _terms(text, stop=frozenset())


def lowered(text: str) -> str:
    """The text in lower case and folded, with the same length, so that character offsets stay valid."""
    text = folded(text)
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(c if len(c.lower()) != 1 else c.lower() for c in text)


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """A lower-case word without its suffix; always a prefix of the word.

    >>> stem("terminated"), stem("terminations"), stem("parties"), stem("2019")
    ('termin', 'termin', 'part', '2019')
    >>> stem("holiday"), stem("holidays")
    ('holiday', 'holiday')
    """
    if not word.isalpha() or not word.isascii() or _KEEPS_Y.search(word):
        return word
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= _MIN_STEM_CHARS:
            return word[: -len(suffix)]
    return word


def word_count(text: str) -> int:
    """The number of words in a text; every Chinese character counts as one."""
    return sum(
        len(part) if _CJK_CHAR.match(part) else bool(_LETTER_OR_DIGIT.search(part))
        for part in _RUN.findall(text)
    )


def words_of(text: str, offset: int = 0) -> Iterator[tuple[int, str]]:
    """(offset, term) of every English stem and Chinese bigram in a lower-case text, without stop words.

    Args:
        offset: added to the offsets.
    """
    for match in _PART.finditer(text):
        part, start = match.group(), offset + match.start()
        if _CJK_CHAR.match(part):
            yield from ((start + n, "".join(pair)) for n, pair in enumerate(pairwise(part)))
        elif part not in STOP_WORDS:
            yield start, stem(part)


def _terms(text: str, stop: frozenset[str]) -> list[Term]:
    terms: dict[str, Term] = {}
    for part in _PART.findall(text):
        if _CJK_CHAR.match(part):
            for single in part:
                terms.setdefault(single, Term(single, False, SINGLE_WEIGHT if len(part) > 1 else 1.0))
            for pair in pairwise(part):
                terms.setdefault("".join(pair), Term("".join(pair), False))
        elif part not in stop:
            root = stem(part)
            terms.setdefault(root, Term(root, True))
    return list(terms.values())
