"""Finds headings of articles, clauses and sections of laws and contracts in languages other than English."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from longdoc.documents.text.roman_numerals import roman_value

__all__ = ["ARTICLE", "ARTICLES", "OUTER", "RANK_INNER", "find_articles"]

OUTER = ("título", "titulo", "titolo", "titre", "buch", "livre", "libro", "dział", "hlava")
ANNEXES = (
    "anhang", "anlage", "annexe", "anexo", "allegato", "bijlage", "załącznik", "příloha", "bilag", "bilaga",
    "приложение",
)  # fmt: skip
MIDDLE = (
    "abschnitt", "unterabschnitt", "capo", "sección", "seccion", "seção", "sezione", "раздел", "розділ",
    "oddział", "oddíl", "afdeling", "paragraaf", "avsnitt", "afsnit",
)  # fmt: skip
INNER = (
    "artikel", "artículo", "articulo", "articolo", "artigo", "artykuł", "článek", "статья", "стаття",
    "cláusula", "clausula", "clausola", "madde", "art.", "čl.", "§", "item",
)  # fmt: skip
ARTICLES = frozenset((*OUTER, *ANNEXES, *MIDDLE, *INNER, "ordinal", "minute"))  # families of headings
RANK_OUTER, RANK_MIDDLE, RANK_INNER = 10, 25, 35
ORDINALS = (
    ("primera", "primeira", "prima", "first"), ("segunda", "seconda"), ("tercera", "terceira", "terza"),
    ("cuarta", "quarta"), ("quinta",), ("sexta", "sesta"), ("séptima", "sétima", "settima"),
    ("octava", "oitava", "ottava"), ("novena", "nona"), ("décima", "decima"),
    ("undécima", "décima primera", "décima primeira"), ("duodécima", "décima segunda"),
    ("décima tercera", "décima terceira"), ("décima cuarta", "décima quarta"), ("décima quinta",),
)  # fmt: skip
NUMBERS = {word: number for number, words in enumerate(ORDINALS, 1) for word in words}
ORDINAL = "|".join(sorted(NUMBERS, key=len, reverse=True))
WORD = "|".join(re.escape(word) for word in (*OUTER, *ANNEXES, *MIDDLE, *INNER))
ARTICLE = re.compile(
    rf"(?im)^[^\S\n]*(?P<label>(?:(?P<word>{WORD})[^\S\n]*(?:n[.º°]{{1,2}}[^\S\n]*)?"
    r"(?:(?P<digits>\d{1,3})(?:[.]?[ºª°]|er|ère|[^\S\n]?(?:bis|ter|quater))?(?P<letter>[a-z])?"
    rf"|(?P<roman>(?-i:[IVXL]{{1,6}}))(?:er)?|(?P<capital>(?-i:[A-Z]))|(?P<written>{ORDINAL}))"
    rf"|(?P<alone>{ORDINAL})(?=[^\S\n]*[.:][^\S\n]*[-–—]?[^\S\n]*[^\W\d_]))(?!\w))"
)
JOIN = re.compile(r"[^\S\n]*(?:[.:)]?[^\S\n]*[-–—]?)[^\S\n]*")
RUN_IN = re.compile(r"[^\W\d_][^.:\n]{2,60}?(?=[.:](?:[^\S\n]|-|$))")
NEXT_LINE = re.compile(r"[^\S\n]*\n(?:[^\S\n]*\n)?[^\S\n]*(?P<title>[^\n]{2,90})(?=\n|$)")
# items that councils number through a year: "24/031 Apologies", "31/24 Apologies"
MINUTE = re.compile(
    r"(?m)^[^\S\n]*(?P<label>(?P<one>\d{1,4})/(?P<two>\d{1,4})\.?)[^\S\n]+(?P<title>[^\n]{2,90})$"
)
LEAST_MINUTES = 3
MOST_WORDS = 12
MOST_RUN_IN_WORDS = 7
MOST_TITLE_CHARS = 90


def find_articles(text: str) -> Iterator[tuple[int, int, str, str, int, tuple[int, ...], float]]:
    """Of each heading: start, end, title, family, rank, number, weight."""
    for match in ARTICLE.finditer(text):
        start, at = match.span("label")
        if not _is_written_so(match):
            continue
        label = " ".join(match["label"].split())
        family = (match["word"] or "ordinal").lower()
        rank = RANK_OUTER if family in (*OUTER, *ANNEXES) else RANK_MIDDLE if family in MIDDLE else RANK_INNER
        found = _titled(text, at)
        if found is None:
            continue
        end, title = found
        title = " ".join(text[start:end].split()) if title else label
        yield start, end, title.rstrip(" .:"), family, rank, _number(match), 1 if end > at else 0.7
    yield from _minutes(text)


def _minutes(text: str) -> Iterator[tuple[int, int, str, str, int, tuple[int, ...], float]]:
    found = [match for match in MINUTE.finditer(text) if _stands_alone(match["title"].strip())]
    parts = {part: Counter(int(match[part]) for match in found) for part in ("one", "two")}
    count = max(parts, key=lambda part: len(parts[part]))  # the other is the year
    if len(parts[count]) < LEAST_MINUTES or len(parts["one"]) == len(parts["two"]):
        return
    for match in found:
        start, end = match.start("label"), match.start("title") + len(match["title"].rstrip())
        yield start, end, " ".join(text[start:end].split()), "minute", RANK_INNER, (int(match[count]),), 1


def _is_written_so(match: re.Match[str]) -> bool:
    word = match["word"] or match["alone"]
    if word[0].islower() or (match["capital"] and word.lower() not in ANNEXES):
        return False
    return match["alone"] is None or word.isupper()


def _titled(text: str, at: int) -> tuple[int, str] | None:
    """The end of the heading whose label ends at `at`, and its title; None if it is none."""
    joined = JOIN.match(text, at)
    begin = joined.end() if joined else at
    stop = text.find("\n", begin)
    line = text[begin : len(text) if stop < 0 else stop].rstrip()
    if not line:
        following = NEXT_LINE.match(text, begin)
        if following and _stands_alone(following["title"].strip()) and not ARTICLE.match(following["title"]):
            return following.end("title"), following["title"]
        return at, ""
    if _stands_alone(line):
        return begin + len(line), line
    is_joined = bool(text[at:begin].strip())
    run_in = RUN_IN.match(text, begin) if is_joined else None
    if run_in and run_in[0][0].isupper() and len(run_in[0].split()) <= MOST_RUN_IN_WORDS:
        return run_in.end(), run_in[0]
    return (at, "") if is_joined and line[0].isupper() else None


def _stands_alone(line: str) -> bool:
    """Whether a line is a title: short, begins with a capital, and ends no sentence."""
    bare = line.strip("()[]").rstrip()
    if not bare or len(bare) > MOST_TITLE_CHARS or not 1 <= len(bare.split()) <= MOST_WORDS:
        return False
    if not bare[0].isupper() or bare[-1] in ",;":
        return False
    return bare[-1] not in ".:" or (len(bare.split()) <= MOST_RUN_IN_WORDS and ". " not in bare)


def _number(match: re.Match[str]) -> tuple[int, ...]:
    if written := match["written"] or match["alone"]:
        # not by key: "İ" equals "i" where case is ignored
        return (next(NUMBERS[word] for word in NUMBERS if re.fullmatch(word, written, re.IGNORECASE)),)
    if match["digits"]:
        letter = (match["letter"] or "").lower()
        return (int(match["digits"]), ord(letter) - ord("a") + 1) if letter else (int(match["digits"]),)
    if match["capital"]:
        return (ord(match["capital"]) - ord("A") + 1,)
    return (roman_value(match["roman"]),)
