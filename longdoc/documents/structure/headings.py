"""Finds candidate headings in plain text: numbered clauses, articles, chapters, 第三章, headings of papers.

A candidate looks like a heading by itself; sections.py decides which are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from longdoc.characters import CJK
from longdoc.documents.structure.articles import ARTICLE, find_articles
from longdoc.documents.structure.chapters import find_chapters
from longdoc.documents.text.chinese_numerals import HAN_DIGITS, in_digits
from longdoc.documents.text.number_words import CARDINAL, cardinal_value
from longdoc.documents.text.roman_numerals import roman_value

__all__ = ["Heading", "find_candidates", "is_title"]

MAX_TITLE_CHARS = 110
WRAPPED_CHARS = 50  # of a line that may have been wrapped
ARTICLE_TITLE_CHARS = 16  # of "第五条 违约责任"; a longer line is the beginning of a wrapped sentence


@dataclass(frozen=True, slots=True)
class Heading:
    """A candidate heading: its place, title, family, and number in that family.

    `rank` orders families from the outermost. `weight` says how likely it is a heading: 1 with a title of its
    own, less for a bare number. `end` is where its title ends.
    """

    start: int
    end: int
    title: str
    family: str
    rank: int
    number: tuple[int, ...]
    weight: float


RANKS = {
    "part": 10, "book": 10, "volume": 10, "title": 10, "编": 10, "編": 10, "篇": 10, "部": 10, "卷": 10,
    "schedule": 10, "exhibit": 10, "annex": 10, "appendix": 10, "attachment": 10,
    "chapter": 20, "article": 20, "章": 20, "回": 20, "front": 20, "roman": 21,
    "节": 30, "節": 30, "条": 50, "條": 50, "paper": 41, "一": 41, "generic": 45,
}  # fmt: skip
NUMBER_RANK = 40  # plus its depth: 7.2 has 42; "Section 5" has 41

CAPITAL = "A-Z\u00c0-\u00deĄĆĘŁŃŚŹŻČĎĚŇŘŠŤŮŽĞİŞŐŰА-ЯЁІЇЄΑ-Ω"
KEYWORDS = "part|book|volume|title|article|chapter|section|sec\\.|schedule|exhibit|annex|appendix|attachment"
HAN_DIGIT = rf"[{HAN_DIGITS}\d]"
ROMAN_LETTERS = "IVXLC"
GAP = r"[ \u3000]{0,2}"  # titles are often set wide: "第 十 二 条"
LABEL = re.compile(
    r"(?<!\S)(?:"
    rf"(?P<keyword>(?ai:{KEYWORDS}))\s+(?P<count>\d{{1,4}}(?:er\b|(?:[.-]\d{{1,3}})*)|[{ROMAN_LETTERS}]{{1,7}}\b|[A-Z]\b"
    rf"|(?i:{CARDINAL})\b)"
    rf"|(?P<decimal>\d{{1,3}}(?:\.\d{{1,3}}){{0,4}})(?P<dot>[.)]?)(?=\s+[\"“'‘(]?[{CAPITAL}]|\s+\(\d)"
    rf"|(?P<plain>\d{{1,2}}(?:[.．]\d{{1,2}}){{0,3}})[.．、]?\s*(?=[{CJK}])"
    rf"|第{GAP}(?P<chinese>{HAN_DIGIT}(?:{GAP}{HAN_DIGIT}){{0,7}}){GAP}(?P<unit>[编編篇部卷章节節条條回])"
    r"(?:之[一二三四五六七八九十]{1,3})?"
    r"|(?P<list>[一二三四五六七八九十]{1,3})、"
    r"|(?P<roman>[IVXL]{1,7})(?:\.(?=\s+\S)|\.?(?=[^\S\n]*(?:\n|$)))"
    r")"
)
LETTERED = re.compile(r"[^\W\d_]+\.? ([A-Z])\b")  # "Section C"
PAPER = (
    "abstract|introduction|background|related works?|previous work|preliminaries|motivation"
    "|methods?|methodology|materials and methods|methods and materials|data|approach|model"
    "|experiments?|experimental setup|evaluation|results?|results and discussion|discussion"
    "|analysis|limitations|conclusions?|conclusions? and future work|future work|summary|"
    "acknowledge?ments?|references|bibliography|supporting information|author contributions|"
    "funding|recitals|definitions|preamble|摘要|引言|前言|绪论|概述|背景|方法|实验|结果|讨论|结论"
    "|致谢|参考文献|附录|附则|总则"
    "|zusammenfassung|einleitung|methoden|ergebnisse|diskussion|schlussfolgerung(?:en)?|fazit"
    "|literatur(?:verzeichnis)?|danksagung|résumé|méthodes?|résultats|remerciements|bibliographie|références"
    "|resumen|introducción|métodos?|metodología|resultados|discusión|conclusi(?:ones|ón)|bibliografía"
    "|referencias|agradecimientos|riassunto|introduzione|metodi|risultati|discussione|conclusion[ei]"
    "|bibliografia|resumo|introdução|conclus(?:ão|ões)|referências"
)
FRONT = "prologue|epilogue|preface|foreword|afterword|dedication|author's note|序言?|楔子|尾声|后记"
KNOWN = re.compile(rf"(?im)^[^\S\n]*(?:(?P<paper>{PAPER})|(?P<front>{FRONT}))[^\S\n]*(?:[:.：][^\S\n]*)?$")
LEAD_IN = re.compile(
    r"(?m)^[^\S\n]*(?P<title>(?i:abstract|keywords|摘要|关键词))[^\S\n]*[—–:：.-]+[^\S\n]*(?=\S)"
)

LEADER = re.compile(r"(?:\.{3,}|…{1,}|(?:\s\.){3,}|[_·]{3,}|\t|\s{3,})\s*(?:\d{1,4}|[ivxl]{1,6})\s*$")
SMALL = re.compile(
    r"(?:a|an|and|as|at|but|by|for|from|in|into|is|nor|of|on|or|the|to|upon|with|vs\.?|via|under|its|s)$"
)
CAPITALS = re.compile(r"(?:[A-Z][A-Z’'&/,;()-]*|&|[-–—])(?:\s+(?:[A-Z(][A-Z’'&/,;()-]*|&|[-–—]))*(?![a-z])")
DATE = re.compile(
    r"\s+(?:Jan|Febr)uary|\s+(?:March|April|May|June|July|August)\b|\s+(?:Septem|Octo|Novem|Decem)ber"
    r"|\s+(?:(?:Jan|Febr)uar|Jänner|März|Mai|Ju[nl]i|Oktober|Dezember)\b"
)
# "ACME may" and "THE COMPANY shall" begin sentences
SENTENCE = re.compile(
    r"(?:[’']s)?\s+(?:also |only |not |hereby |(?:and|or) [A-Z][a-z]+ )?"
    r"(?:shall|will|may|must|can|is|are|has|have|does|agrees?|acknowledges?|represents?|warrants?|grants?)\b"
)
VERB = re.compile(r"\b(?:shall|will|may|must|is|are|has|have|agrees?|acknowledges?|warrants?|grants?)\b")
# "UNDER ARTICLE 7 OR SECTION 10" in the midst of capitals
REFERRED = re.compile(r"\b(?:OF|UNDER|IN|TO|WITH|AND|OR|BY|SEE|FROM|PER|THIS)\s+$")
REFERENCE = re.compile(r"\s+(?:OR|AND|OF|TO|HEREOF|HEREIN|HERETO|ABOVE|BELOW|SHALL|WILL|MAY|ARE|IS)\b")
BLANK_AFTER = re.compile(r"[^\S\n]*\n[^\S\n]*\n")
# a title in small letters between blank lines
PLAIN_WORDS = re.compile(rf"[{CAPITAL}][^\W\d_]*(?:,?[\s-][^\W\d_]+){{0,7}}")
ARTICLE_TITLE = re.compile(rf"[^\S\n]{{0,4}}[{CJK}（）()、/]{{2,{ARTICLE_TITLE_CHARS}}}(?=[^\S\n]*(?:\n|$))")
JOIN = re.compile(r"[\s.:：—–-]*")
STOP = re.compile(r"\n|[.:](?=\s|$)|\s{3,}|[。；：]|(?<=\w)\s?[—–]\s")


def find_candidates(text: str) -> list[Heading]:
    """All candidate headings, in order."""
    found = [heading for match in LABEL.finditer(text) if (heading := _labelled(text, match))]
    found += _named(text)
    known = {(heading.family, heading.start) for heading in found}
    for start, end, title, word, is_outer, number in find_chapters(text):
        family = word.replace("chap.", "chapter")
        if (family, start) not in known:
            rank = RANKS["part"] if is_outer else RANKS["chapter"]
            found.append(Heading(start, end, title, family, rank, (number,), 1))
    for start, end, title, family, rank, written, weight in find_articles(text):
        if _context(text, start)[1]:
            found.append(Heading(start, end, title, family, rank, written, weight))
    found.sort(key=lambda heading: (heading.start, -heading.end))
    return list(_with_letters_in_order(found))


def _named(text: str) -> Iterator[Heading]:
    """Headings known by name, alone on their line ("References") or run in ("Abstract — ...")."""
    for match in KNOWN.finditer(text):
        family = "paper" if match["paper"] else "front"
        start = match.start(family)
        yield Heading(start, match.end(family), match[family].strip(), family, RANKS[family], (), 1)
    for match in LEAD_IN.finditer(text):
        start, end = match.span("title")
        yield Heading(start, end, match["title"], "paper", RANKS["paper"], (), 1)


def _labelled(text: str, match: re.Match[str]) -> Heading | None:
    start = match.start()
    own_line, allowed = _context(text, start)
    if not allowed:
        return None
    if match["chinese"]:
        return _chinese(text, match, own_line)
    if match["list"] or match["plain"]:
        return _chinese_list(text, match) if own_line else None
    if match["roman"]:
        return _roman(text, match) if own_line else None
    if match["keyword"]:
        return _keyword(text, match, own_line)
    return _decimal(text, match, own_line)


def _context(text: str, start: int) -> tuple[bool, bool]:
    """Whether the label begins its line, and whether a heading can begin there at all."""
    before = text[max(0, start - 60) : start]
    head = before.rstrip(" \t\u3000\xa0")
    if not head.strip():
        return True, True
    if head.endswith("\n"):
        line = head.rstrip().rsplit("\n", 1)[-1]
        # a wrapped sentence may put "Section 5" at the start of a line: the line before was long then
        closed = head.endswith("\n\n") or len(line) < 50 or line[-1] in '.;:!?)"”。；：！？'
        return True, closed or head.rstrip(" \t")[:-1].endswith("\n")
    if len(before) - len(head) >= 3 or head[-1] in ".;:!?”。；：！？_":
        return False, True
    return False, bool(re.search(r"[A-Z]{2}[\"”)]?$", head))


# ---- one family each


def _keyword(text: str, match: re.Match[str], own_line: bool) -> Heading | None:
    keyword = match["keyword"]
    if not own_line and (
        REFERRED.search(text[max(0, match.start() - 20) : match.start()])
        or REFERENCE.match(text, match.end())
    ):
        return None
    family = keyword.lower().rstrip(".").replace("sec", "section") if len(keyword) == 4 else keyword.lower()
    if keyword[0].islower():
        return None
    number = _count(match["count"])
    rank = NUMBER_RANK + len(number) if family == "section" else RANKS[family]
    if family == "section" and len(number) == 1 and number[0] > 100:
        number = divmod(number[0], 100)  # Sec. 101 is the first of Title I
    end, title = _title(text, match.end(), loose=own_line)
    label = " ".join(match[0].split())
    if title:
        return Heading(match.start(), end, f"{label}{title}", family, rank, number, 1)
    following = text[match.end() : match.end() + 2]
    if own_line and re.match(r"[.:]?[^\S\n]*(?:\n|$)", text[match.end() : match.end() + 20]):
        end, title = _next_line(text, match.end(), small=family in ("article", "section", "chapter"))
        return Heading(match.start(), end, f"{label}{title}", family, rank, number, 1)
    if following[:1] in ".:" and following[1:].isspace() and (own_line or keyword.isupper()):
        return Heading(match.start(), match.end(), label, family, rank, number, 0.7)
    return None


def _decimal(text: str, match: re.Match[str], own_line: bool) -> Heading | None:
    number = tuple(int(part) for part in match["decimal"].split("."))
    depth = len(number)
    if (
        any(part > 300 for part in number)
        or (match["dot"] == ")" and depth == 1)
        or DATE.match(text, match.end())
        or (depth == 1 and own_line and _is_item(text, match.start(), number[0]))
    ):
        return None
    end, title = _title(text, match.end(), loose=own_line)
    if title and (own_line or depth > 1 or match["dot"]):
        label = match[0]
        return Heading(match.start(), end, f"{label}{title}", "number", NUMBER_RANK + depth, number, 1)
    alone = text[match.end() : match.end() + 1] == "\n"
    if depth > 1 or (own_line and not match["dot"] and not alone):
        weight = 0.7 if depth > 1 else 0.4
        label = match["decimal"]
        return Heading(match.start(), match.end(), label, "number", NUMBER_RANK + depth, number, weight)
    return None


def _is_item(text: str, start: int, number: int) -> bool:
    """Whether the line directly above or below has the number before or after, as in a list."""
    above, _, here = text[max(0, start - 200) : start].rpartition("\n")
    below = text[start : start + 200].partition("\n")[2]
    before = re.match(r"\s*(\d{1,3})[.)]\s", above.rpartition("\n")[2]) if not here.strip() else None
    after = re.match(r"[^\S\n]*(\d{1,3})[.)]\s", below)
    return bool((before and int(before[1]) == number - 1) or (after and int(after[1]) == number + 1))


def _roman(text: str, match: re.Match[str]) -> Heading | None:
    value = roman_value(match["roman"])
    if re.match(r"\.?[^\S\n]*(?:\n|$)", text[match.end("roman") : match.end("roman") + 20]):
        return Heading(
            match.start(), match.end("roman"), match["roman"], "roman", RANKS["roman"], (value,), 1
        )
    end, title = _title(text, match.end(), loose=False)
    if not title:
        return None
    return Heading(match.start(), end, f"{match[0]}{title}", "roman", RANKS["roman"], (value,), 1)


def _chinese(text: str, match: re.Match[str], own_line: bool) -> Heading | None:
    unit = match["unit"]
    line = re.match(r"[^\n]{0,60}", text[match.end() : match.end() + 61])
    rest = line[0] if line else ""
    if rest[:1] in "、，的和及至或第规之款项" and rest:
        return None
    if unit in "条條":
        named = re.match(r"\s*(?:【[^】\n]{1,30}】|\[[^\]\n]{1,30}\]|（[^）\n]{1,20}）)", rest)
        end = match.end() + (named.end() if named else _title_of_article(rest) if own_line else 0)
    else:
        stop = re.search(r"[。；！？]|(?<=\S)\s+(?=第[一二三四五六七八九十]+[条條])", rest)
        if LEADER.search(rest) or (stop and not own_line and stop.start() > 30):
            return None
        named_end = len(rest.rstrip()) if len(rest) <= 40 and not (stop and stop[0].strip()) else 0
        end = match.end() + (stop.start() if stop and not stop[0].strip() else named_end)
    title = " ".join(text[match.start() : end].split())
    number = _chinese_value(re.sub(GAP, "", match["chinese"]))
    return Heading(match.start(), end, title, unit, RANKS[unit], (number,), 1)


def _title_of_article(rest: str) -> int:
    """The length of the title that fills the line behind "第五条": "违约责任", but no sentence."""
    titled = ARTICLE_TITLE.match(rest)
    return titled.end() if titled else 0


def _chinese_list(text: str, match: re.Match[str]) -> Heading | None:
    line = text[match.start() : match.start() + 60].split("\n", 1)[0].rstrip()
    if len(line) > 40 or line[-1] in "。；，：、;,:.？！" or "。" in line or LEADER.search(line):
        return None
    if match["list"]:
        number: tuple[int, ...] = (_chinese_value(match["list"]),)
        family, rank = "一", RANKS["一"]
    else:
        number = tuple(int(part) for part in re.split("[.．]", match["plain"]))
        family, rank = "number", NUMBER_RANK + len(number)
    return Heading(match.start(), match.start() + len(line), line, family, rank, number, 1)


# ---- titles


def _title(text: str, at: int, *, loose: bool) -> tuple[int, str]:
    """The title after a label that ends at `at`: its end, and the title with its separator, or ''."""
    joined = JOIN.match(text, at)
    begin = joined.end() if joined else at
    if "\n" in text[at:begin] or begin >= len(text):
        return at, ""
    rest = text[begin : begin + MAX_TITLE_CHARS]
    line = rest.split("\n", 1)[0]
    whole = "\n" in rest or begin + len(rest) == len(text)
    if whole and LEADER.search(line):
        end = begin + len(line.rstrip())  # an entry in a table of contents: kept, to be told by its leader
        return end, _glue(text[at:begin]) + " ".join(line.split())
    if loose and whole and _stands_alone(line) and not _is_wrapped(line, rest[len(line) + 1 :]):
        return begin + len(line.rstrip()), _glue(text[at:begin]) + " ".join(line.rstrip(" .:").split())
    stop = STOP.search(rest)
    head = rest[: stop.start()] if stop else ""
    if head and is_title(head):
        return begin + len(head), _glue(text[at:begin]) + " ".join(head.split())
    capitals = CAPITALS.match(rest)
    if capitals and not SENTENCE.match(rest, capitals.end()):
        head = re.sub(r"\s+(?:A|I|[(&–—-]+)$", "", capitals[0]).rstrip(" ,;(-")
        if len(re.findall(r"[A-Z]", head)) >= 5 and len(head.split()) <= 14:
            return begin + len(head), _glue(text[at:begin]) + " ".join(head.split())
    return at, ""


def _glue(between: str) -> str:
    return (
        " "
        if not between.strip()
        else " ".join(between.split()) + " "
        if between[:1].strip()
        else f" {between.strip()} "
    )


def _stands_alone(line: str) -> bool:
    line = line.strip()
    words = line.split()
    if not 1 <= len(words) <= 14 or line[-1] in ",;" or line.count(". ") or len(line) > 90:
        return False
    return not (line[-1] in ".:" and len(words) > 6 and not is_title(line[:-1])) and line[0].isalpha()


def _is_wrapped(line: str, following: str) -> bool:
    """Whether a long line is the beginning of a sentence that the next line goes on with."""
    beginning = following.lstrip(" \t")[:1]
    if len(line) < WRAPPED_CHARS or is_title(line) or not beginning.strip():
        return False
    return beginning.islower() or bool(SMALL.match(line.split()[-1]) or VERB.search(line))


def is_title(head: str) -> bool:
    """Whether all content words begin with a capital: "Limitation of Liability"."""
    words = head.split()
    if not 1 <= len(words) <= 12 or head.rstrip()[-1] in ",;":
        return False
    large = [word.lstrip("(\"“‘'") for word in words if not SMALL.match(word.lower())]
    named = [word for word in large if word[:1].isalpha()]
    return bool(named) and len(named) * 2 > len(large) and all(word[0].isupper() for word in named)


def _next_line(text: str, at: int, *, small: bool) -> tuple[int, str]:
    """The title on the line after a label that is alone on its line, if there is one."""
    match = re.compile(r"[.:]?[^\S\n]*\n(?:[^\S\n]*\n)?[^\S\n]*(?P<title>[^\n]{2,90})(?=\n|$)").match(
        text, at
    )
    if match is None:
        return at, ""
    title = match["title"].strip()
    if LABEL.match(title) or ARTICLE.match(title):
        return at, ""
    is_alone = small and PLAIN_WORDS.fullmatch(title) and BLANK_AFTER.match(text, match.end())
    if not is_title(title.rstrip(".")) and not is_alone:
        return at, ""
    return match.end(), " " + " ".join(title.split())


# ---- numbers


def _count(written: str) -> tuple[int, ...]:
    if written[0].isdigit():
        return tuple(int(part) for part in re.split("[.-]", written.removesuffix("er")))
    if set(written) <= set(ROMAN_LETTERS):
        return (roman_value(written),)
    return (_letter_value(written) if len(written) == 1 else cardinal_value(written),)


def _letter_value(letter: str) -> int:
    return ord(letter) - ord("A") + 1


def _with_letters_in_order(headings: Iterable[Heading]) -> Iterator[Heading]:
    """The headings, with a C that follows a B as the third letter instead of a hundred."""
    last: dict[str, int] = {}
    for heading in headings:
        letter = LETTERED.match(heading.title)
        if letter and last.get(heading.family) == (value := _letter_value(letter[1])) - 1:
            heading = replace(heading, number=(value,))
        if letter:
            last[heading.family] = _letter_value(letter[1])
        yield heading


def _chinese_value(written: str) -> int:
    """The number of a heading; 0 if its characters are no number."""
    if written.isdigit():
        return int(written)
    return int(in_digits(written) or in_digits(f"一{written}") or 0)  # Japanese laws write 百五 for 105
