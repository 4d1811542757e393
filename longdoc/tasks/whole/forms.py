"""A regular expression for all forms of a term: plural, possessive, past and -ing, also across line ends."""

from __future__ import annotations

import re

from longdoc.characters import CJK
from longdoc.tasks.inflections import all_forms_of

__all__ = ["term_pattern"]

_PART = re.compile(rf"[{CJK}]+|[^\W_{CJK}]+(?:['’][^\W_{CJK}]+)*|[^\s\w]")
_BETWEEN = r"(?:[-\s\u2010\u2011]+)"
_HYPHENS = "-\u2010\u2011"
_HYPHENATED = rf"|(?<!\bre)[{_HYPHENS}]"  # email is e-mail, but resign is not re-sign
_SHORTEST_HYPHENATED = 5  # letters of a word that is found with a hyphen in it, too
_LONGEST_ACRONYM = 4  # characters; longer words in capitals are matched in any case


def term_pattern(term: str) -> re.Pattern[str]:
    """The pattern of a term; only short parts in capitals are sensitive to case: US, Party A.

    >>> sorted(m.group() for m in term_pattern("audit").finditer("Audits, audited; auditor"))
    ['Audits', 'audited']
    """
    parts = _PART.findall(term)
    if not parts:
        return re.compile(re.escape(term.strip()) or r"(?!)")
    pattern = ""
    in_capitals = any(part.isupper() and len(part) > _LONGEST_ACRONYM for part in parts)
    for n, part in enumerate(parts):
        if part in _HYPHENS and parts[n - 1].isalpha() and parts[n + 1 :] and parts[n + 1].isalpha():
            pattern += rf"\s*[{_HYPHENS}]" if parts[n - 1].lower() == "re" else rf"(?:[{_HYPHENS}\s]+)?"
            continue
        if n:
            glued = _is_chinese(part) and _is_chinese(parts[n - 1])
            pattern += r"\s*" if glued or not (_is_word(part) and _is_word(parts[n - 1])) else _BETWEEN
        is_last = n == len(parts) - 1
        if _is_acronym(part) and not in_capitals:
            pattern += _acronym_pattern(part, is_last=is_last)
        else:
            pattern += _part_pattern(part, is_last=is_last)
    before = rf"(?<![^\W_{CJK}])" if _is_word(parts[0]) and not _is_chinese(parts[0]) else ""
    after = rf"(?![^\W_{CJK}])" if _is_word(parts[-1]) and not _is_chinese(parts[-1]) else ""
    before += r"(?<!\d[.,'’])" if parts[0][0].isdigit() else ""  # not the end of 7.5 or 1,100
    after += r"(?![.,'’]\d)" if parts[-1][-1].isdigit() else ""
    return re.compile(before + pattern + after, re.IGNORECASE)


def _part_pattern(part: str, *, is_last: bool) -> str:
    if _is_chinese(part):
        return r"\s*".join(re.escape(sign) for sign in part)
    if not is_last or not part.isalpha():
        return _broken(part) + (r"(?:['’]s?)?" if is_last else "")
    forms = sorted(all_forms_of(part.lower()), key=lambda form: (-len(form), form))
    hyphenated = _HYPHENATED if len(part) >= _SHORTEST_HYPHENATED else ""
    return "(?:" + "|".join(_broken(form, hyphenated) for form in forms) + r")(?:['’]s|(?<=s)['’](?!\w))?"


def _acronym_pattern(part: str, *, is_last: bool) -> str:
    ending = "(?:['’]?s|['’])?" if is_last and len(part) > 1 else ""
    return f"(?-i:{_broken(part)}{ending})"


def _broken(word: str, hyphenated: str = "") -> str:
    """The word, possibly hyphenated at the end of a line or page, or with soft hyphens.

    Args:
        hyphenated: the pattern, with its bar, of what else may stand between letters.
    """
    between = rf"(?:[-\u2010\xad][^\S\n]*\n\s*|\xad{hyphenated})?"
    return between.join(re.escape(sign) for sign in word)


def _is_word(part: str) -> bool:
    return part[0].isalnum()


def _is_acronym(part: str) -> bool:
    return part.isascii() and part.isalnum() and part.isupper() and len(part) <= _LONGEST_ACRONYM


def _is_chinese(part: str) -> bool:
    return bool(re.match(rf"[{CJK}]", part))
