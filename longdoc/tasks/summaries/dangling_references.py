"""Sentences that refer back to the one before: they begin with "This", "He", "However", "该" …

In a summary without the sentence before, such a reference dangles.

Axes: M sentences.
"""

from __future__ import annotations

import re

import numpy as np

__all__ = ["dangling_references", "refers_back"]

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
# nouns by which a document refers to itself
_OF_ITSELF = (
    r"(?:paper|article|agreement|contract|study|work|report|document|book|thesis|chapter|section|survey|review"
    r"|act|law|policy|guide|manual|handbook|specification|document|lease|regulation|proposal|project|page|note)s?\b"
)
_OPENS = re.compile(rf"\W*(?:(?:{_OPENERS})\b(?![’']?\s*{_OF_ITSELF})|(?:{_LINKS})\b(?!-))", re.IGNORECASE)
# openers that refer to what follows
_CATAPHORA = re.compile(
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

_ASIDE = re.compile(r"\([^()]*\)|（[^（）]*）")  # a whole sentence in brackets


def refers_back(text: str) -> bool:
    """Whether a sentence begins with a reference to the one before.

    >>> [refers_back(x) for x in ("This was denied.", "This Lease ends.", "It is clear that rent is due.")]
    [True, False, False]
    """
    if _OPENS_CHINESE.match(text) or _ASIDE.fullmatch(text.strip()):
        return True
    return bool(_OPENS.match(text)) and not _CATAPHORA.match(text)


def dangling_references(text: str, spans_M2: np.ndarray, texts: list[str]) -> np.ndarray:
    """0 for a sentence that can stand alone, 1 if the sentence before explains it, 2 if none does [M].

    A sentence that begins a paragraph refers to no single sentence.

    Args:
        text: the document's text.
        spans_M2: character offsets of the sentences.
        texts: the sentences.
    """
    dangling_M = np.zeros(len(texts), np.int8)
    for m, sentence in enumerate(texts):
        if refers_back(sentence):
            between = text[spans_M2[m - 1, 1] : spans_M2[m, 0]] if m else "\n\n"
            dangling_M[m] = 2 if "\n\n" in between else 1
    return dangling_M
