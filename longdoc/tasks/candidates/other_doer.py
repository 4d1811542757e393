"""Answers about what another party does, or has, than the one asked about: the landlord for the tenant."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from longdoc.lazy_pattern import lazy_pattern
from longdoc.tasks.terms import lowered, stem

__all__ = ["is_of_other_doer"]

# of contracts, statutes and by-laws
_ROLES = (
    "landlord tenant lessor lessee renter resident buyer seller purchaser vendor supplier customer client "
    "provider contractor subcontractor consultant licensor licensee borrower lender employer employee "
    "owner charterer company distributor franchisor franchisee agent principal guarantor assignor "
    "assignee grantor grantee trustee insurer insured shipper carrier publisher author issuer recipient "
    "discloser user subscriber sponsor manager director officer member president vice-president secretary "
    "treasurer chair chairman chairperson board committee council shareholder stockholder partner "
    "investor executive developer manufacturer operator processor controller minister commissioner mayor "
    "registrar applicant"
)
_ROLE = (
    rf"(?:(?:receiving|disclosing|indemnifying|indemnified)\sparty|(?:{'|'.join(_ROLES.split())}))"
    r"(?:s(?!\w))?"
)
_NAME = (
    r"(?-i:(?!(?:This|That|These|Those|Such|Each|Any|All|No|I|It|They|He|She|We|You|If|In|The|There|Section|Article"
    r"|Agreement|Services?|Products?|Term|Part(?:y|ies))\b)[A-Z][\w&-]*(?:\s[A-Z][\w&-]*)?)"
)
_PARTY = rf"(?:{_ROLE}|{_NAME})"
_MODAL = (
    r"(?:may|shall|must|will|can|could|should|would|agrees?\sto|ha(?:s|ve)\sto"
    r"|(?:is|are)\s(?:required|entitled|obliged|obligated|permitted|allowed)\sto)"
)
_ASKS_WHAT_IS_DONE = lazy_pattern(
    r"\b(?:can|may|must|could|should|shall|will|would|do|does|did)\s(?:the\s|an?\s|each\s|any\s|our\s|my\s)?"
    rf"(?P<role>{_PARTY})\s(?:(?:not|also|ever|still)\s)?(?P<rest>[a-z][^?]*)",
    re.IGNORECASE,
)
_ASKS_WHAT_IS_HAD = lazy_pattern(
    rf"\b(?:the|an?)\s(?:(?P<role>{_ROLE})['’]s?\s(?:\w+\s)?(?P<noun>[a-z]{{4,}})"
    rf"|(?:[a-z]+\s){{0,2}}?(?P<of>[a-z]{{4,}})\sof\s(?:the|an?)\s(?P<holder>{_ROLE}))\b(?!\s(?:of|to)\b)",
    re.IGNORECASE,
)
_DOES = lazy_pattern(
    rf"\b(?P<role>{_PARTY})\s(?:\([^)]{{0,40}}\)\s)?(?:(?:also|hereby|only|each)\s)?{_MODAL}\s"
    r"(?P<rest>[^.;]{0,120})",
    re.IGNORECASE,
)
_HAS = lazy_pattern(rf"\b(?P<role>{_ROLE})['’]s?\s(?P<rest>(?:[\w-]+\s){{0,3}}[\w-]+)", re.IGNORECASE)
_OF_ALL = lazy_pattern(r"\b(?:either|each|both|neither|any|a|the|other)\sparty\b|\bparties\b", re.IGNORECASE)
_IS_ROLE = lazy_pattern(_ROLE)
_WORD = lazy_pattern(r"[^\W\d_]+")
_SMALL_WORDS = "not be the a an to of any at in no its their only"
_SAYS_LITTLE = frozenset(_SMALL_WORDS.split())
MOST_WORDS = 7  # behind "may", among which the verb is
LEAST_DUTIES = 3  # of a name that is a party's
# "to the Recipient", "shall pay Acme"
_BEHIND = (
    r"\b(?:to|of|by|from|with|for|against|upon|on|pay|notify|reimburse|indemnify)\s"
    r"(?:the\s|an?\s|such\s|each\s|any\s)?"
)


def is_of_other_doer(question: str, sentence: str, text: str) -> bool:
    """Whether a sentence says of another party what a question asks of one that the document has duties for.

    Of 7,046 answers of the training sets to questions that name such a party, 4 are in such sentences.

    Args:
        text: the document.

    >>> said, other = "Discloser may end it by notice to the Recipient.", "Recipient shall keep it secret."
    >>> is_of_other_doer("How can the recipient end it?", said, f"{said} {other}")
    True
    >>> is_of_other_doer("How can the discloser end it?", said, f"{said} {other}")
    False
    >>> said = "Company's total liability will not exceed the fees."
    >>> is_of_other_doer("What is the cap on the recipient's liability?", said, f"{said} {other}")
    True
    """
    done = _ASKS_WHAT_IS_DONE.search(question)
    had = None if done else _ASKS_WHAT_IS_HAD.search(question)
    asked = done or had
    if asked is None:
        return False
    role = _root(asked["role"] or asked["holder"])
    parties = _parties_with_duties(text)
    if role not in parties or _OF_ALL.search(sentence) or _may_be_subject(role, sentence):
        return False
    if done:
        said = (
            found["rest"] for found in _DOES.finditer(sentence) if _root(found["role"]) in parties - {role}
        )
        return any(_says_what_is_asked(done["rest"], other) for other in said)
    noun = stem(lowered(asked["noun"] or asked["of"]))
    had_by = (found["rest"] for found in _HAS.finditer(sentence) if _root(found["role"]) != role)
    return any(noun in map(stem, _words(other)) for other in had_by)


def _says_what_is_asked(asked: str, said: str) -> bool:
    """Whether what a party may do is what a question asks about, and both are active, or both passive."""
    words, said_words = _words(asked), _words(said)[:MOST_WORDS]
    if ("be" in words[:2]) != ("be" in said_words[:3]):
        return False
    stems = {stem(word) for word in words if word not in _SAYS_LITTLE}
    return any(stem(word) in stems for word in said_words[:-2] if word not in _SAYS_LITTLE)


def _may_be_subject(party: str, sentence: str) -> bool:
    """Whether a party stands in a sentence otherwise than behind a preposition or a verb."""
    named = len(re.findall(rf"\b{re.escape(party)}", sentence, re.IGNORECASE))
    return named > len(re.findall(rf"{_BEHIND}{re.escape(party)}", sentence, re.IGNORECASE))


@lru_cache(maxsize=4)
def _parties_with_duties(text: str) -> frozenset[str]:
    """The parties of which a document says what they may or must do: roles once, names several times."""
    found = Counter(_root(one["role"]) for one in _DOES.finditer(text))
    return frozenset(party for party, n in found.items() if n >= LEAST_DUTIES or _IS_ROLE.fullmatch(party))


def _root(role: str) -> str:
    return " ".join(lowered(role).split()).removesuffix("s")


def _words(text: str) -> list[str]:
    return _WORD.findall(lowered(text))
