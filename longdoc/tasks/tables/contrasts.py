"""What a question sets against something else: alternatives, exceptions, and what stands behind "than"."""

from __future__ import annotations

import re

from longdoc.lazy_pattern import lazy_pattern
from longdoc.tasks.tables.view import stems_of
from longdoc.tasks.terms import STOP_WORDS

__all__ = ["alternatives_in", "compared_in", "excepted_in"]

_END = (
    r"(?=[,?;:]|$| (?:who|which|that|what|where|when|is|was|are|were|did|does|do|has|have|had|if|and then)\b)"
)
_EXCEPT = lazy_pattern(
    r"\b(?:other than|besides|except(?: for)?|apart from|aside from|excluding|not (?:counting|including)"
    r"|different from) (?:the |a |an )?(.{2,60}?)" + _END
)
_NOT = lazy_pattern(
    r"(?:\b(?:not|never|without|neither)\b|n['’]t\b|\bnon(?:-|\b)) ?"
    r"(?:(?:be|been|made|have|having|from|in|on|by|at|to|of|for|a|an|the|any|only) )*(.{2,60}?)" + _END
)
_THAN = lazy_pattern(
    r"(?<!other )(?<!rather )\bthan (?:the |that of |those of |did )?(.{2,60}?)(?:'s|’s)?" + _END
)
_PART = lazy_pattern(r"\s*(?:[,?;:]|\bor\b|\band\b)\s*")
MOST_WORDS = 8  # of an alternative


def alternatives_in(text: str) -> frozenset[str]:
    """The names that a question in lower case may offer: word groups before and behind "or".

    These may begin and end anywhere, as in "was Ann Lee or Tom the coach?"

    >>> {"ann lee", "tom"} <= alternatives_in("was ann lee or tom the coach?")
    True
    """
    if not re.search(r"\bor\b", text):
        return frozenset()
    found = set[str]()
    for part in _PART.split(text):
        words = re.sub(r"[^\w\s.'’&/-]", " ", part).split()
        for size in range(1, min(MOST_WORDS, len(words)) + 1):
            found |= {" ".join(words[-size:]), " ".join(words[:size])}
    return frozenset(found)


def excepted_in(text: str) -> tuple[frozenset[str], bool]:
    """Stems of what a question in lower case leaves out, and whether it says "other than".

    >>> excepted_in("which city other than hull is a port?")
    (frozenset({'hull'}), True)
    >>> excepted_in("what is the notice period for managers?")
    (frozenset(), False)
    """
    except_, not_ = _EXCEPT.findall(text), _NOT.findall(text)
    words = [word for part in (except_ or not_) for word in re.findall(r"[^\W_]+", part)]
    return stems_of(" ".join(word for word in words if word not in STOP_WORDS)), bool(except_)


def compared_in(text: str) -> frozenset[str]:
    """Stems of what stands behind "than" in a question in lower case, unless that is an amount.

    >>> sorted(compared_in("which town is larger than new york?"))
    ['new', 'york']
    """
    words = [word for part in _THAN.findall(text) for word in re.findall(r"[^\W_]+", part)]
    if words and words[0].isdigit():
        return frozenset()
    return stems_of(" ".join(word for word in words if word not in STOP_WORDS))
