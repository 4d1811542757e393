"""Sentences eligible for a summary: whole ones; no headings, table rows, references or page headers."""

from __future__ import annotations

import re

import numpy as np

from longdoc.documents.types import Document, Kind
from longdoc.tasks.terms import CJK, word_count

__all__ = ["is_whole", "list_mark", "outside_matter"]

LEAST_WORDS = 6
LEAST_CJK = 10  # characters
MOST_WORDS = 120
MOST_FIGURES = 0.2  # of the words, beyond the first four
LEAST_LETTERS = 0.6  # of the characters that are no blanks

NO_PROSE = frozenset(
    (
        Kind.HEADING, Kind.TABLE_ROW, Kind.CAPTION, Kind.CODE, Kind.CONTENTS, Kind.REFERENCES, Kind.KEYWORDS,
        Kind.ADVERTISEMENT, Kind.LICENCE, Kind.HEADER_FOOTER, Kind.FIELD, Kind.NOTE,
    )
)  # fmt: skip

_LABEL = re.compile(
    r"(?im)(?:^|[.!?]\s)\s*(?:figure|fig\.|table|box|图|表)\s*\d+(?:\.\d+)?\s*[.:：]?\s*\Z"
)  # of a caption; a sentence that ends with "see Table 3." is none
_ENDS = re.compile(r"[.!?。！？…;；][\"'”’」』)）\]]*$")
_FIGURE = re.compile(r"(?<!\S)[(\[]?[-+±~<>$€£]?\d[\d.,%]*[)\],;]?(?!\S)")
_LEADS_ON = re.compile(r"[:：,，—–-]\s*$")  # what it says comes only after it
_ITEM = re.compile(
    r"^\W*\(?(?:[a-z]{1,2}|[ivxlc]{1,6}|\d{1,2})\)\s+[a-z]"  # (b) the name of the vessel
    r"|^[（(][一二三四五六七八九十]+[)）].*；$|;\s*(?:and|or)?\W*$",
    re.DOTALL,
)  # an item of a list that one sentence runs through: what it is about stands before the list
_LIST_MARK = re.compile(
    r"(?:(?:[-*•·▪●–—]|\(?(?:\d{1,3}|[ivx]{1,5}|[a-z])[.)]|\([A-Z]\)|[A-Z]\.(?=\s{2})|\d{1,2}(?:\.\d{1,3}){1,3}\.?(?=\s+[A-Z]))\s+"
    r"|[（(][一二三四五六七八九十]+[)）]\s*|(?:\d{1,3}|[一二三四五六七八九十]+)、\s*)(?=[^\W\d_])"
)
_NUMBER = re.compile(r"^\W*(?:\d+(?:\.\d+)*|[IVXL]+|[A-Z])[.)]\s*|^\W*\d+(?:\.\d+)+\s+")
_SMALL = re.compile(r"(?:a|an|and|as|at|by|for|from|in|of|on|or|the|to|with)$", re.I)
_WORD = re.compile(r"[^\W\d_]{2,}")
_CJK_CHAR = re.compile(rf"[{CJK}]")
_JUNK = re.compile(
    r"\.{4,}|…{3,}|_{3,}|\|.*\||\t.*\t|https?://\S{40,}"  # dot leaders, forms, table rows
    r"|^\W*\[\d{1,3}\]\s+[A-Z]"  # [12] Author …
    r"|^\W*[A-Z][\w'’-]+,?\s+(?:[A-Z]\.[\s,-]*){1,3}.{0,200}\b(?:19|20)\d\d\b"  # Author, A. B. … 1999
    r"|\bdoi\b\s*[:.]|\bISBN\b|\barXiv:|\bpp\.\s*\d|\bet al\.,?\s*$"
    r"|(?i:^\W*(?:figure|fig\.|table|图|表)\s*\d+\s*[:.：]?)"
    r"|(?i:^\W*(?:key ?words?(?: and phrases)?|index terms|关键[词字]|subject classification)\s*[:：—–-])"
    r"|(?i:permission is hereby granted|licensed under|creative commons|project gutenberg|open access article"
    r"|this (?:e-?book|work) is (?:for the use of|licensed)|terms of (?:use|service) and privacy)"
    r"|(?i:^\W*(?:subscribe|sign up|click here|buy now|order now|follow us|advertisement)\b)"
    r"|(?i:(?:subscribe|sign up) (?:to|for) our\b|your free (?:trial|copy)\b)"
    r"|\b\w+_\w+\([\w\s*,]{0,80}\).{0,200}?\b\w+_\w+\([\w\s*,]{0,80}\)"  # declarations of functions
    r"|(?i:copyright ©?|all rights reserved|table of contents|page \d+ of \d+)"
)
_BACK_MATTER = re.compile(
    r"(?i)^\W*(?:\d+(?:\.\d+)*\.?\s*)?(?:references|bibliography|works cited|acknowledge?ments?|"
    r"(?:table of )?contents|index|copyright(?: waiver)?|supporting information|author contributions|funding|"
    r"参考文献|目录|致谢)\W*$"
)


def is_whole(text: str) -> bool:
    """Whether this reads as a complete sentence.

    >>> is_whole("The Supplier shall indemnify the Customer against all losses.")
    True
    >>> is_whole("7.2 Limitation of Liability")
    False
    >>> is_whole("10.2 Ownership of Intellectual Property Rights.")
    False
    """
    if _LEADS_ON.search(text) or _ITEM.search(text) or _is_numbered_title(text):
        return False
    words = word_count(text)
    dense = re.sub(r"\s+", "", text)
    chinese = len(_CJK_CHAR.findall(dense))
    if chinese > len(dense) / 3:
        return chinese >= LEAST_CJK and words <= 3 * MOST_WORDS and bool(_ENDS.search(text))
    if not LEAST_WORDS <= words <= MOST_WORDS or _JUNK.search(text):
        return False
    if text[0].islower() or len(_FIGURE.findall(text)) > max(4, MOST_FIGURES * words):
        return False  # the end of something cut in two, or a table
    letters = sum(c.isalpha() for c in dense)
    if letters < LEAST_LETTERS * len(dense) or len(_WORD.findall(text)) < LEAST_WORDS - 1:
        return False
    shouted = sum(c.isupper() for c in dense) > 0.6 * letters
    return not shouted and (bool(_ENDS.search(text)) or words >= 3 * LEAST_WORDS)


def list_mark(text: str) -> int:
    """How many characters the dash, dot or number takes that a sentence begins with as an item of a list.

    >>> list_mark("- Pay the rent."), list_mark("(a) Pay the rent."), list_mark("A lease ends.")
    (2, 4, 0)
    """
    found = _LIST_MARK.match(text)
    return found.end() if found else 0


def _is_numbered_title(text: str) -> bool:
    """A number and then a few words that all begin with a capital: a heading, whatever it ends with."""
    number = _NUMBER.match(text)
    words = re.findall(r"[^\W\d_][\w'’-]*", text[number.end() :]) if number else []
    return 0 < len(words) <= 12 and all(word[0].isupper() or _SMALL.match(word) for word in words)


def outside_matter(document: Document, starts_M: np.ndarray) -> np.ndarray:
    """Bool [M]: the sentences that begin inside a list of references, a table of contents or the like."""
    starts = starts_M.tolist()
    inside_M = np.array([document.kind_at(start) in NO_PROSE for start in starts], bool)
    inside_M |= np.array([bool(_LABEL.search(document.text, max(0, at - 24), at)) for at in starts], bool)
    for section in document.sections:
        if _BACK_MATTER.match(section.title):
            inside_M |= (starts_M >= section.span.start) & (starts_M < section.span.end)
    return inside_M
