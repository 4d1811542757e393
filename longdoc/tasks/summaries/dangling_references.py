"""Sentences that lean on the one before them: "This", "He", "However", "该" … by a list of openers.

Alone in a summary such a sentence speaks of something that the reader was not told.

Axes: M sentences.
"""

from __future__ import annotations

import re

import numpy as np

__all__ = ["leaning", "leans"]

_OPENERS = (
    "this|that|these|those|it|they|he|she|him|his|her|hers|its|their|theirs|such|both|neither|either"
    "|the former|the latter|the same|the others|(?:one|some|all|most|each) of them"
)
_LINKS = (
    "however|therefore|thus|hence|moreover|furthermore|nevertheless|nonetheless|consequently|accordingly|besides"
    "|otherwise|instead|similarly|likewise|conversely|meanwhile|still|yet|but|and|or|so|then|also|too|again"
    "|in addition|in contrast|as a result|as a consequence|for example|for instance|for this reason|that is"
    "|on the other hand|on the contrary|in other words|in this case|in that case|in such cases?|in doing so"
    "|at the same time|after that|after this|before that|because of this|because of that|in turn|in fact"
    "|indeed"
)
# the document speaking of itself, and an "it" that stands for what follows
_OF_ITSELF = (
    r"(?:paper|article|agreement|contract|study|work|report|document|book|thesis|chapter|section|survey|review"
    r"|act|law|policy|guide|manual|handbook|specification|document|lease|regulation|proposal|project|page|note)s?\b"
)
_OPENS = re.compile(rf"\W*(?:(?:{_OPENERS})\b(?![’']?\s*{_OF_ITSELF})|(?:{_LINKS})\b(?!-))", re.IGNORECASE)
_EXPECTS = re.compile(
    r"\W*(?:it (?:is|was|has been|will be|may be|can be|seems|appears|follows|turns out)\b.{0,60}?"
    r"\b(?:that|to|whether)\b"
    r"|it (?:is|was) (?:an?|the|almost|nearly|already|still|not yet)?\s*(?:[a-z]+ )?"
    r"(?:day|night|morning|evening|noon|midnight|dawn|dusk|spring|summer|autumn|winter|raining|snowing|dark|cold)\b"
    r"|(?:both|either|neither)\s+(?!of\b)\S+(?:\s+\S+){0,4}\s+(?:and|or|nor)\b"
    r"|either (?:party|side)\b|both (?:parties|sides)\b|neither (?:party|side)\b"
    r"|(?:that|those)\s+(?:who|which)\b|such\s+(?:as|a)\b)",
    re.IGNORECASE,
)
_OPENS_CHINESE = re.compile(
    r"\W*(?:该|这|此(?!致)|其(?!中|他|它|余)|他|她|它|前者|后者|上述|但|然而|不过|因此|所以|因而|于是|同时|此外|另外|并且|而且|而"
    r"|从而|例如|比如|相反|否则|接着|随后|然后)"
)


def leans(text: str) -> bool:
    """Whether a sentence begins with what only the one before it explains.

    >>> leans("This was denied."), leans("This Agreement ends."), leans("It is clear that rent is due.")
    (True, False, False)
    """
    if _OPENS_CHINESE.match(text):
        return True
    return bool(_OPENS.match(text)) and not _EXPECTS.match(text)


def leaning(text: str, spans_M2: np.ndarray, texts: list[str]) -> np.ndarray:
    """For each sentence 0 if it stands alone, 1 if the one before explains it, 2 if nothing does [M]."""
    leaning_M = np.zeros(len(texts), np.int8)
    for m, sentence in enumerate(texts):
        if leans(sentence):
            between = text[spans_M2[m - 1, 1] : spans_M2[m, 0]] if m else "\n\n"
            leaning_M[m] = 2 if "\n\n" in between else 1
    return leaning_M
