"""Cleans text: resolves ligatures, odd spaces and look-alike characters, and joins wrapped lines."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterable, Sequence

__all__ = ["is_cjk", "join_wrapped", "normalise_characters", "normalise_quotes", "share_of_cjk", "words_of"]

_BLANKS = "\t\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0\u1680\u202f\u205f\u3000" + "".join(
    map(chr, range(0x2000, 0x200B))
)
_NOTHING = "\xad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\ufffe\uffff" + "".join(
    chr(code)
    for code in (*range(9), *range(14, 28), *range(127, 133), *range(134, 160), *range(0xD800, 0xE000))
)
_TWINS = {
    "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "ft", "ﬆ": "st",
    "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2212": "-", "\u037e": ";",
    "\uf0b7": "•", "\uf0a7": "•", "\uf0d8": "•", "\u2028": "\n", "\u2029": "\n",
}  # fmt: skip
_CHARACTERS = str.maketrans({**dict.fromkeys(_BLANKS, " "), **dict.fromkeys(_NOTHING, ""), **_TWINS})
_QUOTES = str.maketrans(dict.fromkeys("“”„‟", '"') | dict.fromkeys("‘’‚‛", "'"))
_PLAIN = re.compile(r"[\n -~]*")
_RADICAL = re.compile(r"[\u2e80-\u2fdf]")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_BROKEN_WORD = re.compile(r"([^\W\d_]+(?:-[^\W\d_]+)*)-$")
_ADDRESS = re.compile(r"(?:@|://|\bwww\.|\w\.[a-z]{2,}/)\S*-$")  # no program hyphenates these
_ABBREVIATION = re.compile(r"(?:\b[A-Z]\.)+-$")  # "U.S.-" + "based"
_LONGEST_WORD = 200  # characters; the search would take the square of the length of a line without blanks
_WORD_START = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
# English separates these vowels: "anti-inflammatory", "co-owner"; "coordinate" and "cooperate" are one word.
_DOUBLES_A_VOWEL = re.compile(
    r"(?:anti|semi)-i|(?:extra|infra|intra|ultra)-a|co-(?:op(?:s|ts?|ted|ting)?$|own|occ)"
)
# A word that begins like this keeps its hyphen unless the document shows otherwise.
_HYPHENATED_STARTS = frozenset(
    (
        "cross",
        "half",
        "long",
        "low",
        "multi",
        "non",
        "quasi",
        "self",
        "third",
        "vice",
        "well",
        "five",
        "twenty",
        "thirty",
        "forty",
        "fifty",
        "sixty",
        "seventy",
        "eighty",
        "ninety",
    )
)
_AFTER_A_HANGING_HYPHEN = frozenset(("and", "or", "to"))  # "first- and second-class"


def normalise_characters(text: str) -> str:
    """Replace ligatures and odd spaces, and remove soft hyphens, invisible and control characters.

    Hyphens, figure and en dashes and minus signs become "-"; newlines stay.

    >>> normalise_characters("ﬁnal\\xa0oﬃce, 1\\u20132")
    'final office, 1-2'
    """
    if _PLAIN.fullmatch(text):
        return text
    text = unicodedata.normalize("NFC", text.translate(_CHARACTERS))
    # Some Chinese fonts call their characters by the radicals that look the same.
    return _RADICAL.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text)


def normalise_quotes(text: str) -> str:
    """Replace typographic quotation marks and apostrophes by ASCII; not for Chinese, which needs them."""
    return text.translate(_QUOTES)


def is_cjk(character: str) -> bool:
    """Whether this is a Chinese or Japanese character or punctuation, which take no spaces."""
    return (
        "\u3001" <= character <= "\u9fff"
        or "\uff00" <= character <= "\uffef"
        or "\uf900" <= character <= "\ufaff"
    )


def share_of_cjk(text: str) -> float:
    """The share of Chinese characters among the letters of a text."""
    letters = sum(map(str.isalpha, text))
    return sum("\u4e00" <= character <= "\u9fff" for character in text) / letters if letters else 0.0


def words_of(lines: Iterable[str]) -> frozenset[str]:
    """All words within lines, lower-case, to compare hyphenated ones with."""
    return frozenset(word for line in lines for word in _WORD.findall(line.lower()))


def join_wrapped(lines: Sequence[str], known: Container[str] = frozenset()) -> str:
    """Join the lines of a paragraph: with a space, without one in Chinese, and across hyphens.

    `known` are the document's words, from `words_of`, to distinguish "re-" + "quired" from "non-" +
    "exclusive".

    >>> join_wrapped(["the transfor-", "mation of a non-", "exclusive right"])
    'the transformation of a non-exclusive right'
    """
    joined: list[str] = []
    for line in lines:
        if joined:
            before = joined[-1]
            broken = _BROKEN_WORD.search(before[-_LONGEST_WORD:]) if before.endswith("-") else None
            start = _WORD_START.match(line)
            if broken and start and start[0] not in _AFTER_A_HANGING_HYPHEN:
                if not (
                    _keeps_hyphen(broken[1], start[0], known) or _ADDRESS.search(before[-_LONGEST_WORD:])
                ):
                    joined[-1] = before[:-1]
            elif not _is_chinese(before[-1:], line[:1]) and not _is_split_term(before, line):
                joined.append(" ")
        joined.append(line)
    return "".join(joined)


def _is_chinese(last: str, first: str) -> bool:
    """Whether two characters take no space between them: Chinese ones, or one and a digit."""
    if is_cjk(last):
        return is_cjk(first) or first.isdigit()
    return last.isdigit() and is_cjk(first)


def _keeps_hyphen(first: str, second: str, known: Container[str]) -> bool:
    whole, hyphenated = (first + second).lower(), f"{first}-{second}".lower()
    if hyphenated in known or whole in known:
        return hyphenated in known or whole not in known
    if second[0].isupper() or "-" in first or "-" in second or _DOUBLES_A_VOWEL.match(hyphenated):
        return True
    return first.lower() in _HYPHENATED_STARTS


def _is_split_term(before: str, after: str) -> bool:
    """A dash, or a hyphen or slash between digits or letters: "COVID-" + "19", "and/" + "or"."""
    if after.startswith("—") or (before.endswith("—") and not before.endswith(" —")):
        return True
    if len(before) < 2 or before[-1] not in "-/":
        return False
    if before[-1] == "-" and after.split(" ", 1)[0] in _AFTER_A_HANGING_HYPHEN:
        return False
    joins = before[-2].isalnum() or _ABBREVIATION.search(before[-_LONGEST_WORD:]) is not None
    return joins and after[:1].isalnum()
