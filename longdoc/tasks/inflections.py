"""Inflections of English words: regular ones by rule, and irregular ones common in questions and tables."""

from __future__ import annotations

import re

__all__ = ["BASE_FORMS", "all_forms_of", "inflections_of"]

_VOWELS = "aeiou"
_DOUBLED = re.compile(r"[^aeiou][aeiou][bdglmnprt]$")
_ONE_SYLLABLE = re.compile(r"y?[^aeiouy]*[aeiou][bdglmnprt]")

BASE_FORMS = {
    "spent": "spend", "paid": "pay", "sold": "sell", "bought": "buy", "held": "hold", "lost": "lose",
    "taught": "teach", "left": "leave", "built": "build", "made": "make", "written": "write",
    "wrote": "write", "began": "begin", "begun": "begin", "drove": "drive", "driven": "drive", "ran": "run",
    "flew": "fly", "flown": "fly", "grew": "grow", "grown": "grow", "sang": "sing", "sung": "sing",
    "met": "meet", "children": "child", "people": "person", "men": "man", "women": "woman", "feet": "foot",
}  # fmt: skip

_IRREGULAR_PLURALS = {
    "analyses": "analysis", "appendices": "appendix", "bases": "basis", "calves": "calf", "crises": "crisis",
    "criteria": "criterion", "diagnoses": "diagnosis", "emphases": "emphasis", "geese": "goose",
    "halves": "half", "hypotheses": "hypothesis", "indices": "index", "knives": "knife", "leaves": "leaf",
    "lives": "life", "matrices": "matrix", "mice": "mouse", "phenomena": "phenomenon", "selves": "self",
    "shelves": "shelf", "synopses": "synopsis", "teeth": "tooth", "theses": "thesis", "thieves": "thief",
    "vertices": "vertex", "wives": "wife", "wolves": "wolf",
}  # fmt: skip
_OTHER_WORDS = frozenset(("left",))  # forms that are more often another word: on the left


def all_forms_of(word: str) -> set[str]:
    """A word in lower case with its regular and irregular forms; for an irregular plural, its singular's.

    >>> "children" in all_forms_of("child"), "criterion" in all_forms_of("criteria")
    (True, True)
    """
    irregular = {
        form: of for form, of in (BASE_FORMS | _IRREGULAR_PLURALS).items() if form not in _OTHER_WORDS
    }
    base = irregular.get(word, word)
    return {word, *inflections_of(base)} | {form for form, of in irregular.items() if of == base}


def inflections_of(word: str) -> set[str]:
    """A word in lower case and its regular inflections; for a plural, also those of its singular.

    Where a last consonant may be doubled ("cancelled", "canceled"), both spellings are among them.

    >>> sorted(inflections_of("lease"))
    ['lease', 'leased', 'leases', 'leasing']
    >>> sorted(inflections_of("tie"))
    ['tie', 'tied', 'ties', 'tying']
    """
    forms: set[str] = set()
    for base in _bases(word):
        forms |= {base, base + "s"}
        if re.search(r"(?:s|x|z|ch|sh)$", base):
            forms |= {base + "es", base + "ed", base + "ing"}
            forms.discard(base + "s")
        elif base.endswith("y") and base[-2:-1] not in _VOWELS:
            forms |= {base[:-1] + "ies", base[:-1] + "ied", base + "ing"}
        elif base.endswith("ee"):
            forms |= {base + "ing"} | ({base + "d"} if len(base) > 3 else set())  # "feed" is no form of fee
        elif base.endswith("ie"):
            forms |= {base + "d", base[:-2] + "ying"}
        elif base.endswith("e"):
            forms |= {base + "d", base[:-1] + "ing"}
        else:
            if not _ONE_SYLLABLE.fullmatch(base):  # "cared" is no form of car
                forms |= {base + "ed", base + "ing"}
            if _DOUBLED.search(base):
                forms |= {base + base[-1] + "ed", base + base[-1] + "ing"}
    return forms | {word}


def _bases(word: str) -> list[str]:
    if len(word) > 4 and word.endswith("ies"):
        return [word[:-3] + "y"]
    if len(word) > 4 and re.search(r"(?:[sxz]|ch|sh)es$", word):
        return [word[:-2], word[:-1]]
    if len(word) > 3 and re.search(r"[^sui]s$", word):
        return [word[:-1]]
    return [word]
