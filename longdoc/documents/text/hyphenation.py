"""Rejoins words that a program hyphenated at the ends of lines; compounds keep their hyphens.

Most plain text is not hyphenated, so a hyphen at the end of a line is taken away only with evidence: the
document has the word elsewhere, it has an ending that is no word, or most such words are like that.
"""

from __future__ import annotations

import re

__all__ = ["without_hyphenation"]

BROKEN = re.compile(
    r"(?<![^\W_])(?<![-/.@])(?P<first>[^\W\d_]{2,40})-\n"
    r"(?P<indent>[ \t]*+)(?P<second>[^\W\d_A-Z]{2,40}+)(?!-)"
    r"(?P<close>[.,;:!?)\]\"'’”]*+)(?:[ \t]+(?=\S)|(?=[ \t]*(?:\n[ \t]*\n|\Z)))"
)
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?")
ENDINGS = frozenset(
    (
        "able", "ably", "ance", "ances", "ation", "ations", "cial", "cially", "ence", "ences", "ible", "ibly",
        "ical", "ically", "ing", "ings", "ities", "ity", "ly", "ment", "ments", "ness", "ous", "ously",
        "sion", "sions", "sive", "tial", "tially", "ties", "tion", "tional", "tions", "tive", "tively",
        "ture", "tures", "ción", "ciones", "heit", "keit", "lich", "liche", "lichen", "mente", "schaft",
        "ung", "ungen", "zione", "zioni",
    )
)  # fmt: skip
HANGING = frozenset(("and", "or", "to", "und", "oder", "et", "ou"))  # "first- and second-class"
BEGINNINGS = frozenset(("ad", "com", "con", "dis", "im", "ob", "per", "un"))
LEAST_KNOWN = 3  # broken words that are elsewhere in one piece, for all others to be taken for such
MOST_COMPOUNDS = 0.2  # as many as those


def without_hyphenation(text: str) -> str:
    """The text with broken words rejoined, each on the line on which it begins.

    >>> without_hyphenation("The rent is pay-\\nable in well-\\nknown coins.")
    'The rent is payable\\nin well-\\nknown coins.'
    """
    broken = list(BROKEN.finditer(text)) if "-\n" in text else []
    if not broken:
        return text
    wanted = {form for match in broken for form in _forms(match)}
    known = {word for match in WORD.finditer(text) if (word := match[0].lower()) in wanted}
    whole = sum(_forms(match)[0] in known for match in broken)
    compounds = sum(_forms(match)[1] in known for match in broken)
    is_hyphenated = whole >= LEAST_KNOWN and compounds <= MOST_COMPOUNDS * whole

    def joined(match: re.Match[str]) -> str:
        one, hyphenated = _forms(match)
        is_one = (
            is_hyphenated
            or one in known
            or match["second"] in ENDINGS
            or match["first"].lower() in BEGINNINGS
        )
        if hyphenated in known or match["second"] in HANGING or not is_one:
            return match[0]
        return f"{match['first']}{match['second']}{match['close']}\n{match['indent']}"

    return BROKEN.sub(joined, text)


def _forms(match: re.Match[str]) -> tuple[str, str]:
    first, second = match["first"].lower(), match["second"].lower()
    return first + second, f"{first}-{second}"
