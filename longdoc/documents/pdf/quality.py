"""Whether a page's letters can be what is printed: fonts need not tell, and some tell wrong ones."""

from __future__ import annotations

import re

__all__ = ["MOST_UNKNOWN", "improbable", "unreadable_share"]

MOST_UNKNOWN = 0.3  # of a page's letters: with more, the page counts as not read
LEAST_LETTERS = 250  # to judge by
LEAST_COMMON = 0.2  # of the pairs of letters: texts have 0.5 and more, shifted or random letters 0.15
_WORD = re.compile(r"[A-Za-z]{3,}")
_LATIN = re.compile(r"[A-Za-z]")
# Frequent in English, and many of them in French, German, Spanish, Italian, Dutch and Portuguese.
_FREQUENT = (
    "th he in er an re on at en nd ti es or te of ed is it al ar st to nt ng se ha as ou io le ve co me de "
    "hi ri ro ic ne ea ra ce li ch ll be ma si om ur la el et ta ec us ie ge un ns no ei sc os do ad ci ca "
    "da am tr pe qu pa po so ue ol di il lo em ai ac ee ho rt sh wi we ut ss id ni vi mi ke pr fo "
)
_COMMON = frozenset(_FREQUENT.split())
_NO_LETTER = re.compile("[\x00-\x08\x0e-\x1f\ufffd\ue000-\uf8ff]|/g\\d+")


def unreadable_share(text: str) -> float:
    """The share of a page's characters that stand for no letter: private ones, replacements, glyph names."""
    found = sum(len(match) for match in _NO_LETTER.findall(text))
    return found / max(1, len(text))


def improbable(text: str) -> bool:
    """Whether the words of a page in Latin letters have pairs of letters that no language has.

    >>> improbable("The liability of the Supplier is limited to the fees that were paid. " * 9)
    False
    >>> improbable("WKH OLDELOLWB RI WKH VXSSOLHU LV OLPLWHG WR WKH IHHV WKDW ZHUH SDLG. " * 9)
    True
    """
    words = [word.lower() for word in _WORD.findall(text)]
    pairs = [word[at : at + 2] for word in words for at in range(len(word) - 1)]
    letters = len(_LATIN.findall(text))
    if (
        letters < LEAST_LETTERS
        or letters < 0.5 * sum(map(str.isalpha, text))
        or len(pairs) < LEAST_LETTERS / 2
    ):
        return False
    return sum(pair in _COMMON for pair in pairs) < LEAST_COMMON * len(pairs)
