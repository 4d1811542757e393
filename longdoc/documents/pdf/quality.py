"""Checks whether a page's text matches its glyphs: fonts can lack the mapping, or have a wrong one."""

from __future__ import annotations

import re

__all__ = ["is_readable", "reads_like_a_language", "reads_like_none", "unreadable_share"]

MOST_UNKNOWN = 0.3  # of a page's letters: with more, the page counts as not read
MOST_JUDGED = 50_000  # characters of a page: enough to judge by; hostile pages have millions
LEAST_LETTERS, LEAST_TO_TRUST = 250, 40  # to judge by, whether they are wrong or right
USUALLY_COMMON = 0.45  # of the pairs of letters, at least, where they are right
SELDOM_COMMON = 0.3  # … at most, where they are wrong and their fonts map none of them
LEAST_COMMON = 0.2  # of the pairs of letters: texts have 0.5 and more, shifted or random letters 0.15
_WORD = re.compile(r"[A-Za-z]{3,}")
_LATIN = re.compile(r"[A-Za-z]")
# Frequent bigrams of English, many of which are also frequent in other European languages.
_FREQUENT = (
    "th he in er an re on at en nd ti es or te of ed is it al ar st to nt ng se ha as ou io le ve co me de "
    "hi ri ro ic ne ea ra ce li ch ll be ma si om ur la el et ta ec us ie ge un ns no ei sc os do ad ci ca "
    "da am tr pe qu pa po so ue ol di il lo em ai ac ee ho rt sh wi we ut ss id ni vi mi ke pr fo "
)
_COMMON = frozenset(_FREQUENT.split())
_NO_LETTER = re.compile("[\x00-\x08\x0e-\x1f\ufffd\ue000-\uf8ff]|/g\\d+")


def is_readable(text: str, unknown_share: float) -> bool:
    """Whether the text of a page can be what it shows; fonts do not map `unknown_share` of its letters.

    >>> is_readable("The liability of the Supplier is limited to the fees that were paid. " * 9, 0.0)
    True
    >>> is_readable("Uif mjbcjmjuz pg uif Tvqqmjfs jt mjnjufe up uif gfft uibu xfsf qbje. " * 9, 0.0)
    False
    """
    common = _common_share(text, LEAST_LETTERS)
    improbable = common is not None and common < LEAST_COMMON
    return not improbable and max(unknown_share, unreadable_share(text)) <= MOST_UNKNOWN


def reads_like_a_language(text: str) -> bool:
    """Whether letters without a mapping in their fonts are right nevertheless, by their codes."""
    common = _common_share(text, LEAST_TO_TRUST)
    return common is not None and common >= USUALLY_COMMON


def reads_like_none(text: str) -> bool:
    """Whether letters without a mapping in their fonts are wrong, as codes of a subset that count up."""
    common = _common_share(text, LEAST_TO_TRUST)
    return common is not None and common < SELDOM_COMMON


def unreadable_share(text: str) -> float:
    """The share of characters that are not letters: private use, replacement characters, glyph names."""
    found = sum(len(match) for match in _NO_LETTER.findall(text))
    return found / max(1, len(text))


def _common_share(text: str, least_letters: int) -> float | None:
    """The share of frequent bigrams among its letters; None if there are too few, or they are not Latin."""
    text = text[:MOST_JUDGED]
    words = [word.lower() for word in _WORD.findall(text)]
    pairs = [word[at : at + 2] for word in words for at in range(len(word) - 1)]
    letters = len(_LATIN.findall(text))
    if (
        letters < least_letters
        or letters < 0.5 * sum(map(str.isalpha, text))
        or len(pairs) < least_letters / 2
    ):
        return None
    return sum(pair in _COMMON for pair in pairs) / len(pairs)
