"""Tells languages that the model was not trained on, and questions in another language than their document.

The networks were trained on English and Chinese. Of other languages they read what looks alike: names,
figures, words that languages share.
"""

from __future__ import annotations

import re
from functools import lru_cache

from longdoc.characters import HAN_CHARACTER
from longdoc.documents.sentences.languages import SAMPLE_CHARS, SAMPLES, language_of
from longdoc.documents.types import Document
from longdoc.lazy_pattern import lazy_pattern

__all__ = ["asked_in_other_language", "untrained_language"]

FEW_WORDS = 40  # of a question or a short note, in which a frequent word of a language may be an English one
LEAST_SHARE = 0.2  # of the letters, in a script that tells the language
_NAMES = {
    "de": "German", "fr": "French", "es": "Spanish", "it": "Italian", "pt": "Portuguese", "nl": "Dutch",
    "pl": "Polish", "cs": "Czech", "sv": "Swedish", "da": "Danish or Norwegian", "ru": "Russian",
}  # fmt: skip
_SCRIPTS = (
    ("Japanese", lazy_pattern(r"[\u3041-\u30ff]")),
    ("Korean", lazy_pattern(r"[\uac00-\ud7a3]")),
    ("a language in Cyrillic letters", lazy_pattern(r"[\u0400-\u04ff]")),
    ("Arabic or a language in its letters", lazy_pattern(r"[\u0600-\u06ff]")),
    ("Greek", lazy_pattern(r"[\u0370-\u03ff]")),
    ("Hebrew", lazy_pattern(r"[\u0590-\u05ff]")),
    ("Thai", lazy_pattern(r"[\u0e00-\u0e7f]")),
    ("a language of India", lazy_pattern(r"[\u0900-\u0d7f]")),
)
# words of English questions that no other language has, unlike "do", "for" or "of"
_ENGLISH = lazy_pattern(
    r"\b(?:what|who|whom|whose|which|how|when|where|why|does|did|the|are|must|should|could|would|shall|have"
    r"|there|this|that|with|from|and|your?|our|their|his|they|them|if|by|every|any|another|meaning"
    r"|(?:of|to|for|can|in) (?:an?|the)|can I|to (?:be|do|get|go|make|pay|see|say|stop|use))\b",
    re.IGNORECASE,
)
# a question in English, also on a Chinese name: "Who is 王明?"
_ASKS_IN_ENGLISH = lazy_pattern(
    r"\W*(?:what|who|whom|whose|which|how|when|where|why|is|are|was|were|do|does|did|has|have|can|may|must|should)\s",
    re.IGNORECASE,
)
_LETTER = lazy_pattern(r"[^\W\d_]")
_WORD = lazy_pattern(r"[^\W\d_]+")
LEAST_CHINESE = 0.5  # of the letters of a document in Chinese; fewer if it is in two languages
MOST_FOREIGN = 0.02  # of the letters of a document in another language, in Chinese


@lru_cache(maxsize=4)
def untrained_language(text: str) -> str | None:
    """The English name of the language of a text, judging by samples; None for English and Chinese.

    >>> untrained_language("Wie hoch ist der Gesamtbetrag?"), untrained_language("報酬はいくらですか")
    ('German', 'Japanese')
    >>> untrained_language("What do I do first?"), untrained_language("总价是多少？")
    (None, None)
    """
    known = language_of(text)
    if known is not None:
        return None if _is_short_english(text) else _NAMES[known.code]
    sample = _sample(text)
    letters = len(_LETTER.findall(sample))
    found = (name for name, script in _SCRIPTS if len(script.findall(sample)) > LEAST_SHARE * letters)
    return next(found, None)


def _is_short_english(text: str) -> bool:
    """Whether a text of few words has one that is English only: "What do I do?" has two Portuguese words."""
    words = _WORD.findall(text, 0, SAMPLE_CHARS)
    return len(words) <= FEW_WORDS and _ENGLISH.search(text) is not None


def asked_in_other_language(question: str, document: Document) -> tuple[str, str] | None:
    """The languages of a question and of its document, if one is Chinese and the other English."""
    if untrained_language(question) or untrained_language(document.text):
        return None
    chinese = _chinese_share(document.text)
    if HAN_CHARACTER.search(question) and not _ASKS_IN_ENGLISH.match(question):
        return ("Chinese", "English") if chinese < MOST_FOREIGN else None
    return ("English", "Chinese") if chinese > LEAST_CHINESE and _LETTER.search(question) else None


@lru_cache(maxsize=4)
def _chinese_share(text: str) -> float:
    """The share of Chinese characters among the letters of samples of a text."""
    sample = _sample(text)
    return len(HAN_CHARACTER.findall(sample)) / max(1, len(_LETTER.findall(sample)))


def _sample(text: str) -> str:
    step = max(SAMPLE_CHARS, len(text) // SAMPLES)
    return "".join(text[start : start + SAMPLE_CHARS] for start in range(0, len(text), step))
