"""Sentences that refer back to the one before: they begin with "This", "He", "However", "该" …

In a summary without the sentence before, such a reference dangles.

Axes: M sentences.
"""

from __future__ import annotations

import re

import numpy as np

from longdoc.documents.sentences.languages import Language, language_of
from longdoc.tasks.summaries.eligible_sentences import speaker_chars

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
    "|indeed|as (?:mentioned|noted|stated|described|discussed|shown) (?:above|before|earlier|previously)"
)
# nouns by which a document refers to itself
_OF_ITSELF = (
    r"(?:paper|article|agreement|contract|study|work|report|document|book|thesis|chapter|section|survey|review"
    r"|act|law|policy|guide|manual|handbook|specification|document|lease|regulation|proposal|project|page|note)s?\b"
)
_OPENS = re.compile(
    rf"\W*(?:(?:{_OPENERS})\b(?![’']?\s*{_OF_ITSELF})|(?:{_LINKS})\b(?!-)"
    r"|which\b(?=[^?]*$)|now,? (?:he|she|it|they|this|these|those)\b)",
    re.IGNORECASE,
)
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

_OPENS_OTHERS = {
    "de": re.compile(
        r"\W*(?!Es (?:gibt|gilt|gelten)\b)(?:(?:Er|Sie|Es|Dies|Diese[mnrs]?|Jene[mnrs]?|Solche[mnrs]?"
        r"|Letztere[nrs]?|Beide|Jedoch|Allerdings"
        r"|Dabei|Dadurch|Dafür|Dagegen|Daher|Damit|Danach|Dann|Daraufhin|Darüber hinaus|Davon"
        r"|Dazu|Deshalb|Deswegen|Außerdem|Ferner|Hierbei|Hierfür|Hierzu|Somit|Stattdessen|Trotzdem|Zudem"
        r"|Aber|Denn|Und)\b"
        r"(?!\s+(?:Vertrag|Vereinbarung|Gesetz|Bericht|Anleitung|Arbeit|Dokument|Richtlinie|Verordnung"
        r"|Satzung)\b)"
        r"(?!\s(?:ist|wird|war|sind)\b.{0,60},\s(?:dass|zu|ob)\b)"
        r"(?!\s(?:dürfen|können|müssen|sollten|erhalten|haben|benötigen)\b))"
    ),
    "fr": re.compile(
        r"\W*(?:(?:Il|Elle)s?\b(?!\s(?:est|sera|était)\s\w+\s(?:de|que|à)\b"
        r"|\s(?:y a|faut|convient|s[’']agit)\b)"
        r"|(?:Celui|Celle|Ceux)-ci\b|(?:Cela|Ceci|Ce dernier|Cette dernière|Cependant|Toutefois|Ainsi"
        r"|Donc|Mais|De plus|En outre|Par conséquent|C[’']est pourquoi|Ensuite|Puis|Pourtant|Néanmoins)\b)"
    ),
    "es": re.compile(
        r"\W*(?:Él|Ella|Ellos|Ellas|Éste|Ésta|Esto|Eso|Este último|Esta última|Dich[oa]s?|Sin embargo"
        r"|No obstante|Además|Por lo tanto|Por tanto|Por ello|Por eso|Así|Entonces|Pero|Asimismo|También"
        r"|Luego|Después)\b"
    ),
    "it": re.compile(
        r"\W*(?:Egli|Ella|Esso|Essa|Essi|Esse|Questo|Questa|Questi|Ciò|Quest[’']ultim[oa]|Tuttavia|Inoltre"
        r"|Pertanto|Quindi|Perciò|Così|Però|Ma|Poi|Infatti|Dunque)\b"
        r"(?!\s(?:contratto|accordo|documento|manuale|studio)\b)"
    ),
    "nl": re.compile(
        r"\W*(?:Hij|Zij|Ze|Dit|Dat|Daarom|Daarna|Daarbij|Daardoor|Daarnaast|Echter|Maar|Bovendien|Ook"
        r"|Dus|Toch|Vervolgens|Hierbij|Hiervoor|Deze)\b"
        r"(?!\s(?:overeenkomst|handleiding|wet|regeling|verordening)\b)"
    ),
}  # languages whose back references do not look like English ones

# the last sentence of a quotation, the first of several in brackets, the end of one cut in two
_PART_OF_MORE = re.compile(r"[^“]*”\W*|\([^()]*|\s*(?:\.{3}|…).*", re.DOTALL)
_ASIDE = re.compile(r"\([^()]*\)|（[^（）]*）")  # a whole sentence in brackets


def refers_back(text: str, language: Language | None = None) -> bool:
    """Whether a sentence begins with a reference to the one before.

    Args:
        language: that of the document, if it is not English.

    >>> [refers_back(x) for x in ("This was denied.", "This Lease ends.", "It is clear that rent is due.")]
    [True, False, False]
    """
    text = text[speaker_chars(text) :]
    if _OPENS_CHINESE.match(text) or _ASIDE.fullmatch(text.strip()) or _PART_OF_MORE.fullmatch(text):
        return True
    if language is not None and language.code in _OPENS_OTHERS:
        return _OPENS_OTHERS[language.code].match(text) is not None
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
    language = language_of(text)
    for m, sentence in enumerate(texts):
        if refers_back(sentence, language):
            between = text[spans_M2[m - 1, 1] : spans_M2[m, 0]] if m else "\n\n"
            dangling_M[m] = 2 if "\n\n" in between else 1
    return dangling_M
