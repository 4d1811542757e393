"""Short questions about German contracts, answered by the sentence that such a clause is always written in.

The networks were trained on English and Chinese, and find few of these sentences.
"""

from __future__ import annotations

import re

from longdoc.documents.types import Document, Kind, Span
from longdoc.lazy_pattern import lazy_pattern
from longdoc.tasks.languages import untrained_language

__all__ = ["german_clause", "is_german_clause"]

MAX_WORDS = 9  # of a short question
MAX_SENTENCE_CHARS = 600
_APPLIES = r"(?:gilt|gelten|unterlieg\w+|Anwendung|anwendbar)"
_LAW = r"(?:[a-zäöü]{3,}(?:sch|schweizer)e?[sm]? Recht\b|(?:Recht|Gesetzen?) (?:de[rs]|von)\b)"
# how people ask, and what the sentence contains, the likeliest first
_CLAUSES = tuple(
    (lazy_pattern(rf"(?i){asked}"), tuple(lazy_pattern(one, re.DOTALL) for one in said))
    for asked, said in (
        (
            r"\bgerichtsstand\b|\b(?:welche[sm]?|wo)\b.*\b(?:gerichte?|klagen)\b",
            (r"\bGerichtsstand\b", r"\bGerichte?\b.*\b(?:zuständig|Zuständigkeit)"),
        ),
        (
            r"\b(?:welche[sm]|anwendbares|geltendes) recht\b|\brechtswahl\b",
            (rf"\b{_APPLIES}\b.*\b{_LAW}", rf"\b{_LAW}.*\b{_APPLIES}\b"),
        ),
        (
            r"\bkündigungsfrist|\bmit welcher frist\b",
            (r"\bFrist von\b.*\b(?:ge)?kündig", r"\bKündigungsfrist\b.*\b(?:beträgt|von)\b",
             r"kündig\w*\b.*\bFrist von\b"),
        ),
        (
            r"\bhaft\w*\b.*\b(?:begrenz|beschränk|höchst|maximal)|\b(?:begrenz|beschränk)\w*\b.*\bhaft"
            r"|\bhaftungs(?:grenze|begrenzung|beschränkung|höchst\w+)",
            (r"(?i:haft)\w*\b(?=.*\b(?:begrenzt|beschränkt|höchstens|maximal)\b).*\d",),
        ),
        (
            r"\bverlänger[tn]\b|\bautomatisch\b",
            (r"\bverläng\w+ sich\b|\bsich\b.*\bverläng\w+|\bautomatische[nrs]? Verlängerung",),
        ),
        (
            r"\bunter(?:ver)?mie",
            (r"\b[Uu]nterverm|\bUntermiet|\bDritten? überlass",),
        ),
        (
            r"\bverspätet\w*\b.*\bzahl|\bzahl\w*\b.*\b(?:verspätet|zu spät)|\bzahlungsverzug"
            r"|\bnicht (?:pünktlich )?(?:be)?zahl",
            (r"\bVerzug.*\b[Zz]ins|\bVerzugszins|\b[Vv]erspätet\w* Zahlung", r"\bVerzug",
             r"\bZahlung\w* (?:einstell|ausbleib|unterbleib)"),
        ),
        (
            r"\bkaution\b|\bmietsicherheit\b",
            (r"\b(?:Kaution|Mietsicherheit)\b.*(?:\d|[Mm]onats)",),
        ),
        (
            r"\bwann (?:endet|läuft)\b|\bwie lange (?:läuft|gilt|dauert) (?:der|dieser)\b"
            r"|\b(?:laufzeit|vertragsdauer)\b",
            (r"\bendet\b.*\d", r"\bauf die Dauer von\b|\bLaufzeit (?:von|beträgt)\b",
             r"\bauf unbestimmte (?:Zeit|Dauer)\b"),
        ),
    )
)  # fmt: skip


def german_clause(question: str, document: Document) -> Span | None:
    """The sentence of the clause that a short question about a German contract is about."""
    said = _clause_asked(question)
    if said is None or untrained_language(document.text) != "German":
        return None
    kinds = (Kind.CONTENTS, Kind.TABLE_ROW, Kind.HEADER_FOOTER)
    sentences = [
        sentence for sentence in document.sentences
        if len(sentence) <= MAX_SENTENCE_CHARS and document.kind_at(sentence.start) not in kinds
    ]  # fmt: skip
    for pattern in said:
        for sentence in sentences:
            quoted = document.quote(sentence)
            if quoted.rstrip()[-1:] in ".;" and pattern.search(quoted):
                return Span(sentence.start, sentence.start + len(quoted.rstrip().rstrip(".;")))
    return None


def is_german_clause(question: str, sentence: str) -> bool:
    """Whether a sentence is the clause that a short question about a German contract is about.

    >>> is_german_clause("Welches Gericht ist zuständig?", "Gerichtsstand ist Hamburg.")
    True
    >>> is_german_clause("Welches Gericht ist zuständig?", "Es gilt deutsches Recht.")
    False
    """
    return any(pattern.search(sentence) for pattern in _clause_asked(question) or ())


def _clause_asked(question: str) -> tuple[re.Pattern[str], ...] | None:
    if len(question.split()) > MAX_WORDS:
        return None
    return next((said for asked, said in _CLAUSES if asked.search(question)), None)
