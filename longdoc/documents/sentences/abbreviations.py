"""Decides whether a '.' ends a sentence or belongs to an abbreviation, initial, number or clause number."""

from __future__ import annotations

import re

from longdoc.documents.sentences.languages import Language

__all__ = ["BEFORE_NUMBER", "NEVER_LAST", "OPENERS", "WORDS_TOO", "belongs_to_word", "skip_blanks"]

OPENERS = "\"'“‘„‚»›‹「『（《【〈([«*_`¿¡"


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


NEVER_LAST = _words(
    "mr mrs ms dr prof messrs mme mlle hon rev gen col capt lt sgt maj cmdr adm sen rep gov pres supt "
    "insp mt e.g i.e eg ie cf vs v viz ibid approx ca esp incl excl resp"
)
# before a number or a capital letter alone these are references: "No. 5", "Fig. 3", "Sec. IV"
BEFORE_NUMBER = _words(
    "no nos fig figs eq eqs eqn sec secs sect art arts ch chap chs cl vol vols p pp par para paras pt ref "
    "refs tab ex exh app ann bk ed eds ser reg regs pat stat cir supp div op doc subsec subd tit sch sched n "
    "nn l ll ff jan feb mar apr jun jul aug sep sept oct nov dec add amend r rs fr"
)
# these may end a sentence; they do where a word follows that likes to begin one
MAY_BE_LAST = _words(
    "inc corp ltd co llc llp plc lp bros dept univ assn assoc intl natl mfg jr sr esq phd ph.d m.d b.a "
    "m.a al etc mon tue tues wed thu thurs fri sat sun ave blvd rd bldg apt rm ste cal del mass conn ill "
    "ind fla tex st ft pty gmbh s.a n.v b.v s.p.a a.m p.m am pm u.s u.k u.s.a d.c n.y e.u u.n est min max "
    "govt"
) | (BEFORE_NUMBER - {"no", "l", "p", "r", "n"})
# these are words too: written small, they end a sentence before a capital
WORDS_TOO = _words("add am app art col doc gen ill mass max min par pt ref rep sat sun tab wed")
STARTERS = _words(
    "The This That These Those There Then Thus Therefore Their They It Its In If Is Into An All Any Each "
    "Every Either Both Such Some Several Many Most More Much Other Another No None Neither Nor Not "
    "Nothing For From On Once Only Or Our Over We When Where Whether Which While Who Whoever Why With "
    "Within Without What Whatever Was Were Will Would He Her Here Hence His How However Had Has Have She "
    "Since So Subject Should Shall Soon Sometimes At After Although And As Additionally Accordingly Also "
    "Among Are Again But Because Before Being Between Beyond By Can Could Did Do Does During Despite Even "
    "Except Finally First Further Furthermore Given Instead Indeed Last Later Let Like Likewise Meanwhile "
    "Moreover Must My Nevertheless Next Now Notwithstanding Of Otherwise Perhaps Please Provided Pursuant "
    "Rather Second Similarly Still Than Third Though Through Throughout To Today Together Under Unless "
    "Until Up Upon Us Using Very Yet You Your A I Everyone Everybody Someone Anyone Nobody See Note"
)

BEFORE_YEAR = _words("b c d fl r")  # born, about, died, flourished, reigned
YEAR_AFTER = re.compile(r"\s+(?:1\d|20)\d\d(?!\d)")
NUMBER = r"(?:\d{1,3}(?:\.\d{1,3})*|[A-Za-z]|[ivxl]{1,6}|[IVXL]{1,6})"
ENUMERATOR = re.compile(
    rf"[^\w(]*(?:\(?{NUMBER}\)?|§+\s*[\d.]+|"
    r"(?i:section|sec|article|art|chapter|clause|part|book|title|appendix|schedule|exhibit|annex|rule)\.?"
    r"\s+(?:\d[\w.-]{0,7}|[IVXLC]{1,6}|[A-Z]))"
)
REFERENCE = re.compile(r"[A-Z\u2160-\u217f](?![a-z])|[IVXL]+\b")
WORD = re.compile(r"[^\W\d_]+")
# of the English abbreviations, those that other languages write small too
UNITS = _words("c g h l m r s t w")  # after a number; Polish writes years so
INTERNATIONAL = _words("al approx cf ed eds etc f ff fig figs ll max min nn op pp tab vol vols vs")
# an ordinal in German: after an article, before a month, in a series; or the day and month of a date
MONTH = re.compile(
    r"(?:Jan|Jän|Feb|März|Mär|Apr|Mai|Jun|Jul|Aug|Sept?|Okt|Nov|Dez)(?:uar|ner|ruar|il|i|ust|ember|tember|ober|zember)?\b"
)
BEFORE_ORDINAL = re.compile(
    r"(?:\b(?:am|de[mnrs]|die|das|vom|im|zu[mr]|beim|ins|ans|diese[mnrs]?|jede[mnrs]?|eine[mnrs]"
    r"|(?:sein|ihr|unser)e[mnrs]?)|\d\.,?\s+(?:und|oder|bis|sowie|–|-))\s+$", re.IGNORECASE
)  # fmt: skip
NUMBER_AFTER = re.compile(r"\d{1,2}\.|(?:1\d|20)\d\d(?!\d)")
LONGEST_BEFORE = 20
WORD_EDGE = re.compile(r"[-–—/\"'“‘(\[*_]")


def belongs_to_word(text: str, start: int, dot: int, end: int, language: Language | None = None) -> bool:
    """Whether the '.' at `dot` does not end the sentence that began at `start`.

    `end` is the offset after the dot and any closing quotes and brackets.
    """
    if dot - start <= 24 and ENUMERATOR.fullmatch(text, skip_blanks(text, start, dot), dot):
        return True
    before = text[max(start, dot - 14) : dot].split()
    if not before:
        return True
    written = WORD_EDGE.split(before[-1])[-1]
    word = written.lower()
    if language is not None:
        going_on = _goes_on(text, dot, end, written, before[:-1], language)
        if going_on is not None:
            return going_on
        if written.islower() and word not in INTERNATIONAL and "." not in word:
            return False
    if word in WORDS_TOO and written.islower():
        at = skip_blanks(text, end, len(text))
        return text[at : at + 1].isdigit()
    if word in NEVER_LAST or (word in BEFORE_YEAR and written.islower() and YEAR_AFTER.match(text, end)):
        return True
    initial = len(word) == 1 and word.isalpha() and written.isupper()
    dotted = len(word) >= 3 and word[1::2] == "." * (len(word) // 2) and word[0].isalpha()
    if not (initial or dotted or word in MAY_BE_LAST or word in BEFORE_NUMBER):
        return False
    return not _begins_after(text, end, "" if initial else word, language)


def _goes_on(
    text: str, dot: int, end: int, written: str, before: list[str], language: Language
) -> bool | None:
    """Whether an abbreviation or ordinal of that language goes on after its dot; None if it is neither."""
    at = skip_blanks(text, end, len(text))
    if "\n\n" in text[end:at]:
        return False
    word = written.lower()
    if written in language.never_last or (len(word) > 1 and word in language.never_last):
        return True
    if word in language.before_number or word.endswith("str"):
        return not text[at : at + 1].isalpha() or REFERENCE.match(text, at) is not None
    if word in language.may_be_last:
        return not _begins_after(text, end, word, language)
    if len(word) == 1 and word.isalpha() and written.islower():  # "z. B."
        if word in UNITS and before and before[-1][-1].isdigit():
            return text[at : at + 1].isdigit()
        return not _begins_after(text, end, word, language)
    if not language.ordinals or not word.isdecimal() or len(word) > 3:
        return None
    if text[at : at + 1].isdigit():
        return len(word) <= 2 and NUMBER_AFTER.match(text, at) is not None
    if MONTH.match(text, at):
        return True
    following = WORD.match(text, at)
    if following is None or following[0].lower() in language.frequent:
        return False
    begin = dot - len(word)
    return BEFORE_ORDINAL.search(text[max(0, begin - LONGEST_BEFORE) : begin]) is not None


def _begins_after(text: str, end: int, word: str, language: Language | None) -> bool:
    """Whether a sentence begins after the abbreviation `word`, judging by what follows."""
    at = skip_blanks(text, end, len(text))
    while at < len(text) and text[at] in OPENERS:
        at += 1
    if at == len(text) or "\n\n" in text[end:at]:
        return True
    if word in BEFORE_NUMBER and word not in MAY_BE_LAST:
        return text[at].isalpha() and not REFERENCE.match(text, at)
    match = WORD.match(text, at)
    if match is None:
        return word == "etc" and not text[at].isdigit()
    if len(match[0]) == 1 and text[match.end() : match.end() + 1] == ".":
        return False
    if language is not None and match[0].lower() in language.frequent:
        return True
    return match[0] in STARTERS or word == "etc"


def skip_blanks(text: str, start: int, end: int) -> int:
    """The first offset in `start`..`end` that is not white space."""
    while start < end and text[start].isspace():
        start += 1
    return start
