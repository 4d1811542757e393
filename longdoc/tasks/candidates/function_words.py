"""Answers that consist of function words alone: "in" from "This leaflet was last revised in ."."""

from __future__ import annotations

from longdoc.lazy_pattern import lazy_pattern

__all__ = ["is_function_words"]

# Of the answers of the training sets, 7 of 25,260 are such, most of them "as is" or a name in capitals.
_FUNCTION_WORDS = lazy_pattern(
    r"\W*(?:in|of|on|at|by|to|for|from|with|into|than|and|or|the|an|that|which|is|are|was|were|be|been)"
    r"(?:\s+(?:in|of|on|at|by|to|for|from|with|into|than|and|or|the|an?|that|which|this|its|it|is|are|was|be"
    r"|they|he|she|we|you|do|does|did|has|have|had|so))*\W*"
)


def is_function_words(answer: str) -> bool:
    """Whether an answer says nothing by itself; in lower case, since "IT" and "US" are names.

    >>> is_function_words("in"), is_function_words("on the"), is_function_words("IT"), is_function_words("on")
    (True, True, False, True)
    """
    return bool(_FUNCTION_WORDS.fullmatch(answer))
