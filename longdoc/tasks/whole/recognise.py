"""Recognises questions that ask for a count, a list or places, and of what; English and Chinese.

Only questions with an exact answer are recognised: "which clauses deal with risk" is left to the networks,
and so is "how often is the medicine given", which does not ask about words.
"""

from __future__ import annotations

import re

from longdoc.lazy_pattern import lazy_pattern
from longdoc.tasks.whole.types import Request, Thing, Way

__all__ = ["recognise", "thing_named"]

_NAMED = {
    Thing.DATES: r"dates?|日期|时间点",
    Thing.SUMS: r"sums?(?: of money)?|amounts?(?: of money)?|monetary amounts?|money amounts?|prices?"
    r"|金额|款项",
    Thing.PARTIES: r"(?:contract(?:ing)? )?part(?:y|ies)|当事人|合同各方|各方",
    Thing.TERMS: r"(?:defined )?terms?|definitions?|定义|术语|定义的术语",
    Thing.PERCENTAGES: r"percentages?|per ?cents?|百分比|比例",
    Thing.DURATIONS: r"durations?|time limits?|periods?(?: of time)?|time periods?|期限|时限",
    Thing.EMAILS: r"e-?mails?(?: addresses)?|e-?mail address(?:es)?|邮箱(?:地址)?|电子邮件(?:地址)?",
    Thing.DEADLINES: r"deadlines?|due dates?|cut-?off dates?|截止日期|最后期限|截止时间",
    Thing.REFERENCES: r"(?:cross-?|article |section |clause )?references?(?: to (?:article|section|clause)s)?"
    r"|引用(?:的)?条款|条款引用",
}
_ANY = "|".join(_NAMED.values())
# the question has single blanks when these are tried
_SELF = r"(?:it|(?:the|this) (?:whole )?(?:document|text|agreement|contract|paper|report|book|file))"
_SAID = r"mentioned|named|referred to|cited"
_MADE = r"given|used|found|written|defined"
# `loose` verbs are said of things too: they need a word or a quoted term, or the document (`inside`)
_DONE = rf"(?:{_SAID}|(?P<loose>{_MADE}))"
_IN_IT = (
    rf"(?: (?:that|which) (?:are|is))?(?: (?:{_SAID}|{_MADE}|contained|there))?"
    rf"(?: ?(?:in|of|from|to) (?P<inside>{_SELF}))?"
)
# what people put before a question, or around what they want listed
_POLITE = lazy_pattern(
    r"^(?:(?:please|pls|hi|hello)[,!]? |(?:can|could|would|will) you (?:please )?|tell me "
    r"|i (?:want|need|would like) (?:to know )?)+|, (?:please|thanks|thank you)$",
    re.IGNORECASE,
)
_OFTEN = r"how (?:many times|often|frequently)"
_PARTS = "section|clause|article|chapter|page|paragraph"
_PLACE = rf"(?:(?:in|on|at) )?(?:which|what) (?:{_PARTS}|part|place)s?"
_PLACE_OR_THING = rf"(?:(?:in|on|at) )?(?:which|what) (?:{_PARTS}|(?P<loose>part|place))s?"
_ZH_IN = r"在?(?:(?:本|该|这份|全)?(?:合同|协议|文件|文档|文|书)(?P<inside>里面?|中|内)?)?"
_ZH_DONE = r"(?:提到|提及|出现|(?P<loose>使用))[了过]?"
_ZH_SAID = "被?(?:提到|提及|出现)[了过]?"
_ZH_SECTION = "(?:哪些|哪几个|哪几|哪)个?(?:章节|条款|条|章|页|段落)中?"
_ZH_PLACE = rf"(?:{_ZH_SECTION}|(?:哪些|哪几个|哪几|哪)个?(?:部分|地方)中?)"
_COUNT = [
    rf"{_OFTEN} (?:is|are|was|were|has|have) (?P<term>.+?) (?:been )?{_DONE}{_IN_IT}",
    rf"{_OFTEN} (?:does|do|did) (?P<term>.+?) (?:appear|come up|(?P<loose>occur)){_IN_IT}",
    rf"{_OFTEN} (?:does|do) {_SELF} (?:mention|name|say|use) (?P<term>.+)",
    rf"(?:what is )?(?:how many|(?:the )?number of) (?:mentions|occurrences) of (?P<term>.+?)"
    rf"(?: (?:are there|does it have))?{_IN_IT}",
    rf"{_OFTEN} (?P<term>the (?:word|term|phrase)s? .+?) (?:appears?|comes? up|occurs?|is {_SAID}){_IN_IT}",
    rf"{_OFTEN} is (?P<term>(?:the )?(?:word|term|phrase) .+?) (?P<inside>in {_SELF})",
    rf"count (?:all )?(?:the )?(?:mentions|occurrences) of (?P<term>.+?){_IN_IT}",
    rf"how many (?P<thing>{_ANY}) (?:are|is) (?:there|{_DONE}){_IN_IT}",
    rf"how many (?P<thing>{_ANY}) (?:are (?P<inside>in {_SELF})|does {_SELF} (?:have|contain|mention|name))",
    rf"{_OFTEN} (?:do|does|did|has|have) (?:they|he|she|we|you) (?:mention|name|say|(?P<loose>use))"
    r" (?P<term>.+)",
    rf"(?:what is )?(?:the )?number of times (?P<term>.+?) (?:is|are|was|were) {_DONE}{_IN_IT}",
    rf"count (?:the )?(?:word|term|phrase)s? (?P<term>.+?){_IN_IT}",
    rf"{_ZH_IN}(?:一共|总共|共)?有?{_ZH_DONE}(?:多少|几)次(?P<term>.+)",
    rf"{_ZH_IN}(?:一共|总共|共)?有?(?:多少|几)次{_ZH_DONE}(?P<term>.+)",
    rf"(?P<term>.+?){_ZH_IN}(?:一共|总共|共)?被?{_ZH_DONE}(?:多少|几)次",
]
_WHERE = [
    rf"{_PLACE}(?: of {_SELF})? (?:mention|refer to|cite)s? (?P<term>.+)",
    rf"{_PLACE_OR_THING}(?: of (?P<inside>{_SELF}))? (?P<holds>name|contain|use)s? (?P<term>.+)",
    rf"{_PLACE} (?:is|are) (?P<term>.+?) {_DONE}{_IN_IT}",
    rf"where (?:is|are) (?P<term>.+?) (?:mentioned|named|referred to|cited){_IN_IT}",
    rf"where (?:is|are) (?P<term>the (?:word|term|phrase)s? .+?) (?:used|found|written){_IN_IT}",
    rf"where (?:does|do) {_SELF} (?:mention|name|say|use|refer to|cite) (?P<term>.+)",
    rf"{_ZH_IN}(?:有|的)?{_ZH_PLACE}(?:提到|提及|(?P<holds>包含)|出现)[了过]?(?P<term>.+)",
    rf"(?P<term>.+?)出现在{_ZH_IN}的?{_ZH_PLACE}",
    rf"(?P<term>.+?)在{_ZH_IN}的?(?:{_ZH_PLACE}{_ZH_SAID}|{_ZH_SECTION})",
]
_LISTED = (
    r"dates|deadlines|due dates|sums(?: of money)?|amounts(?: of money)?|percentages|durations"
    r"|e-?mail addresses|defined terms"
)
_LIST = [
    rf"(?:please )?(?:list|show|give|find|name|extract|get) (?:me )?(?:a list of )?(?:all(?: of)?|every|each)"
    rf"(?: the)? (?P<thing>{_ANY}){_IN_IT}",
    rf"(?!list (?:date|price)\b)(?:please )?(?:list|extract) (?:me )?(?:the )?(?P<thing>{_ANY}){_IN_IT}",
    rf"(?:what|which) (?P<thing>{_LISTED}) (?:are|is) (?:there|{_DONE}){_IN_IT}",
    rf"(?:what|which) (?P<thing>{_LISTED}) are (?P<inside>in {_SELF})",
    rf"(?:what|which) (?P<thing>{_LISTED}) does {_SELF} (?:contain|mention|name)",
    rf"(?:give|show) (?:me )?(?:a|the) list of (?:the )?(?P<thing>{_ANY}){_IN_IT}",
    rf"(?:what are )?all (?:the )?(?P<thing>{_ANY}){_IN_IT}",
    rf"what are the (?P<thing>deadlines|due dates){_IN_IT}",
    rf"请?(?:列出|找出|给出){_ZH_IN}的?(?:所有|全部|一切)?的?(?P<thing>{_ANY})",
    rf"{_ZH_IN}都?有哪些(?P<thing>{_ANY})",
]
# what every one of these patterns needs, so that other questions are told apart by one search
_ASKS_OF_WHOLE = lazy_pattern(
    r"mention|name|refer|cite|appear|come|occur|say|use|list|show|give|find|extract|get|all|every|each"
    rf"|contain|writ|found|defined|word|term|phrase|count|number|how many|{_LISTED}|[\u3400-\u9fff]",
    re.IGNORECASE,
)
_TESTS = [
    (way, lazy_pattern(pattern, re.IGNORECASE))
    for way, patterns in ((Way.COUNT, _COUNT), (Way.WHERE, _WHERE), (Way.LIST, _LIST))
    for pattern in patterns
]
_QUOTES = "\"'“”‘’「」『』«»„"
_ABOUT = "(?:of|for|on|about|regarding|concerning|that|which)"
# what stands before a term, as in "the word audit"; "the Term Loan" and "name change" are terms
_NO_TERM = lazy_pattern(
    rf"(?i:the|an?|each|every) (?:(?:word|term|phrase|name)s? (?!{_ABOUT} ))?"
    rf"|(?i:(?:word|term|phrase|name)s? )(?=[{_QUOTES}])"
)
_QUOTED = lazy_pattern(rf"[{_QUOTES}].*[{_QUOTES}]")
_WORD_OR_QUOTED = lazy_pattern(
    rf"(?:[Tt]he )?(?:(?:word|term|phrase)s? (?!{_ABOUT} )|(?i:(?:word|term|phrase)s? )?[{_QUOTES}])"
)
# what parts contain by their content: "the rules for termination"
_TOPIC = lazy_pattern(rf" {_ABOUT} |的", re.IGNORECASE)
# what is said is asked for in other words, not word for word: "where does it say that pets are allowed?"
_CLAUSE = lazy_pattern(
    r"(?:that|whether|if|how|what|when|who|why|which|where|I|we|you|they|it|he|she) \S", re.IGNORECASE
)
# the count of one part of the document, or the frequency of an event
_LIMITED = lazy_pattern(
    rf"(?i) (?:in|on|within) (?:\w+ ){{0,3}}(?:{_PARTS}|part|schedule|annex|appendix|exhibit)s?"
    r"(?: \S+){0,5}$"
    r"|^在?第.{1,6}[条章节页款][中里内].|(?:每[天日周月年次]|可以|最多|至少|必须|应当)$"
)


def recognise(question: str) -> Request | None:
    """The request that a question makes of the whole document; None for any other question.

    >>> recognise("How many times is the Supplier mentioned?")
    Request(way=<Way.COUNT: 'count'>, term='Supplier', thing=None)
    >>> recognise("How many times may the Customer extend the term?") is None
    True
    """
    plain = " ".join(question.split()).strip(" ?？.。!！")
    plain = _POLITE.sub("", plain).strip(" ?") if plain.isascii() else plain
    plain = plain.lower() if plain.isascii() and plain.isupper() else plain
    for way, test in _TESTS if _ASKS_OF_WHOLE.search(plain) else ():
        found = test.fullmatch(plain)
        if found is None:
            continue
        groups = found.groupdict()
        if groups.get("thing"):
            thing = thing_named(groups["thing"])
            return Request(way, thing=thing) if thing else None
        said = groups["term"].strip()
        is_loose = groups.get("loose") and not groups.get("inside")
        if (is_loose or (groups.get("holds") and _TOPIC.search(said))) and not _WORD_OR_QUOTED.match(said):
            continue
        term = _term(said)
        if term and (_QUOTED.fullmatch(said) or not (_LIMITED.search(said) or _CLAUSE.match(said))):
            return Request(way, term=term)
    return None


def thing_named(name: str) -> Thing | None:
    """The kind of thing that a word names: "amounts", "defined terms", "金额"."""
    plain = " ".join(name.split())
    return next((t for t, names in _NAMED.items() if re.fullmatch(names, plain, re.IGNORECASE)), None)


def _term(said: str) -> str:
    """The term as quoted, or without articles and "the word"."""
    term = said
    while (article := _NO_TERM.match(term)) and article.end() < len(term):
        term = term[article.end() :]
    return term.strip(f"{_QUOTES} ")
