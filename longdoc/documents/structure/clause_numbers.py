"""Finds clause numbers inside a line, in text without line breaks: "4. Duties 4.1 The Executive shall".

A number counts only if it follows its predecessor in sequence, so that "clause 4.1" and "4.1 per cent" do
not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from longdoc.documents.sentences.abbreviations import BEFORE_NUMBER, NEVER_LAST, WORDS_TOO
from longdoc.documents.sentences.languages import Language

__all__ = ["find_clause_numbers"]

NUMBER = re.compile(r"(?<![\w.$€£¥%§-])(\d{1,2}(?:\.\d{1,2}){1,3})\.?[ \t]+(?=[\"“(\[]?([A-Za-z]))")
LOOK_BACK = 30  # characters
MISSED = 2  # numbers that may be missing in between
ENDED = re.compile(r"(?:[.:;)\"”]|; (?:and|or))\s+$|^\s*$|\n\s*$")
# before a number that is a reference or measure: "approx. 4.1 metres"
ABBREVIATION = re.compile(r"([^\W\d_][^\W\d_.]{0,7})\.[ \t]+$")
ABBREVIATIONS = (NEVER_LAST | BEFORE_NUMBER) - WORDS_TOO - {"no"}
TITLE_WORD = re.compile(r"\b([A-Z][A-Za-z'’-]*)[ \t]+$")
REFERENCES = frozenset(
    ("section", "sections", "clause", "clauses", "article", "articles", "paragraph", "paragraphs", "exhibit",
     "schedule", "annex", "appendix", "table", "tables", "figure", "figures", "fig", "part", "chapter",
     "rule", "item", "version", "equation", "theorem", "lemma", "see", "subsection", "python", "release")
)  # fmt: skip


def find_clause_numbers(text: str, language: Language | None = None) -> Iterator[int]:
    """Offsets of clause numbers with two or more levels at which a clause begins.

    >>> list(find_clause_numbers("4. Duties 4.1 He shall: 4.1.1 obey clause 4.1 and 4.2 herein; 4.1.2 go."))
    [10, 24, 62]
    """
    last: tuple[int, ...] = ()
    for match in NUMBER.finditer(text):
        before = text[max(0, match.start() - LOOK_BACK) : match.start()]
        ended = ENDED.search(before) is not None and not _is_abbreviated(before, language)
        title = TITLE_WORD.search(before)
        titled = title is not None and title[1].lower() not in REFERENCES and match[2].isupper()
        number = tuple(int(part) for part in match[1].split("."))
        if (ended or titled) and _follows(last, number):
            yield match.start()
            last = number


def _is_abbreviated(before: str, language: Language | None) -> bool:
    found = ABBREVIATION.search(before)
    if found is None:
        return False
    word = found[1].lower()
    return word in ABBREVIATIONS or (
        language is not None and word in language.never_last | language.before_number
    )


def _follows(last: tuple[int, ...], number: tuple[int, ...]) -> bool:
    """Whether it is the first number, the first below the last one, or a next one on any level."""
    if number[1:] == (1,) and (not last or number[0] == 1 or 0 < number[0] - last[0] <= 1 + MISSED):
        return True
    if number == (*last, 1):
        return True
    depth = len(number) - 1
    return (
        0 < depth < len(last) and number[:-1] == last[:depth] and 0 < number[-1] - last[depth] <= 1 + MISSED
    )
