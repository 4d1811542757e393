"""Follow-up questions: resolves pronouns and ellipses with the topic of the previous question, by rules.

"How long is the notice period?"  then  "and who may shorten it?"  →  "who may shorten the notice period?"
"""

from __future__ import annotations

import re

from longdoc.characters import HAN_CHARACTER

__all__ = ["resolve_follow_up", "topic_of"]

MAX_TOPIC_WORDS = 9  # of a topic
ELLIPSIS_WORDS = 4  # of a question that is too short to have a subject: "and in winter?"

_DETERMINER = r"(?:the|this|that|these|those|a|an|each|every|any|our|your|my)"
_AUXILIARY = r"(?:do|does|did|may|can|could|shall|should|will|would|must|might|has|have|had)"
_BEING = r"(?:is|are|was|were|be|been)"
_HEAD = re.compile(
    r"(?:and|but|so|then|or)?,?\s*(?:to |for |by |on |in |at |of |from |with |under |until |since )?"
    r"(?P<asks>who|whom|whose|what|when|where|why|which|how(?: (?:long|much|many|often|far|soon|old))?)?\s*"
    rf"(?:(?<=[yhot] )\w+\s+(?={_AUXILIARY}\b))?"  # how many concerts | shall
    rf"(?P<auxiliary>{_AUXILIARY}|{_BEING})?\s+",
    re.IGNORECASE,
)
_LEADING = re.compile(r"(?:and|but|so|then|or)\b,?\s*", re.IGNORECASE)
_PRONOUN = re.compile(
    r"\b(?!(?-i:IT)\b)(?:(?P<owner>its|their|his|her(?=\s+[a-z]))|it|they|them|he|she|him|this|that|these|those)\b",
    re.IGNORECASE,
)
# "it" stands for what follows: "does it cost much to cancel", "is it permitted to cancel", "is it so that"
_TO_DO = rf"to\s+(?!(?:{_DETERMINER}|us|me|you|them)\b)\w"
_ANTICIPATES = re.compile(
    r"\s+(?:true|possible|allowed|necessary|clear|likely|required)\b|\s+(?:rain|snow)(?:s|ed|ing)?\b"
    rf"|\s+(?:takes?|took|costs?)\s+(?!effect|place)(?:(?!according|up|prior|due)\w+\s+){{0,3}}{_TO_DO}"
    r"|\s+(?:\w+ly\s+)?(?:permitted|legal|illegal|lawful|unlawful|forbidden|prohibited|mandatory|compulsory"
    rf"|obligatory|advisable|customary|ok|okay|fine)\s+(?:for\s+(?:\w+\s+){{1,3}})?{_TO_DO}"
    rf"|\s+(?:safe|dangerous|easy|hard|difficult|important|usual|common|enough)\s+{_TO_DO}\w*\s+\w"
    r"|(?:(?<=is it)|(?<=was it))\s+\w+\s+(?:that|whether)\s+\w|\s+matters?\s+(?:that|whether|if)\b",
    re.IGNORECASE,
)
_VERB_NEXT = re.compile(
    rf"\s*(?:[?.!]?$|(?:{_AUXILIARY}|{_BEING}|end|begin|start|apply|mean|cost|happen|work|come|go|last)\b)",
    re.IGNORECASE,
)
_PHRASE_END = re.compile(
    r"\b(?:and|or|if|when|that|which|who|by|to|on|at|from|with|until|unless|before|after|under|between|than|as|be"
    r"|is|are|was|were|may|can|shall|will|must|has|have|in)\b|[,;:?]",
    re.IGNORECASE,
)
_LOOSE_END = re.compile(
    r"\s+(?:\w+(?:ed|en|able|ible)|due|liable|made|paid|sent|kept|held|given|set|there|valid|free|open|long)$",
    re.IGNORECASE,
)
_ZH_ASKING = re.compile(
    "为什么|什么时候|何时|什么|哪些|哪个|哪里|哪天|多少钱|多少|多久|多长时间|多长|怎么样|怎么|怎样|如何|是否|有没有|请问"
    "|谁来|谁|几|吗|呢|？|\\?"
)
# what follows a subject, and never begins a noun
_ZH_PREDICATE = (
    "(?:是|由|什么|谁|何|哪|怎|如何|多[少久长大]|几[点号月]|在[哪什何]|有[什哪多没效几]|能(?![源力量])|可[以否]|要(?![求素件点])"
    "|会(?![议员计所费])|应[当该由]|为[什何谁]|从[什何哪]|到期(?!日)|被(?![告保])|需要|必须|须|也|还|都|算|属于|[，,？?]|$)"
)
_ZH_LEANS = re.compile(
    "^(?:那么|那(?![个家份些种里天时边年])|然后|还有|而且|而|并且)?，?"
    f"(?:它们?|他们|[他她](?![人方])|其(?![他它中余次实])|(?:该|这[个家份]?)(?={_ZH_PREDICATE}))?"
)
_ZH_TAIL = re.compile(
    "(?:应当|应该|是|有|在|由|为|需要|可以|能|会|要|到期|支付|承担|开始|结束|了|的|来|被)+$"
)


def topic_of(question: str) -> str | None:
    """The topic of a question: one of its noun phrases, or None if none can be identified.

    >>> topic_of("How long is the notice period?")
    'the notice period'
    >>> topic_of("When does the Supplier deliver the equipment?")
    'the Supplier'
    >>> topic_of("租金是多少？")
    '租金'
    """
    if HAN_CHARACTER.search(question):
        left = _ZH_TAIL.sub("", _ZH_ASKING.sub("", question).strip(" ，。"))
        return left if len(left) >= 2 and not _leans_chinese(question) else None
    plain = " ".join(question.split()).strip(" ?.!")
    head = _HEAD.match(plain)
    rest = plain[head.end() :] if head else plain
    has_auxiliary = bool(
        head and head["auxiliary"] and re.fullmatch(_AUXILIARY, head["auxiliary"], re.IGNORECASE)
    )
    determined = re.search(rf"\b{_DETERMINER}\s+", rest, re.IGNORECASE)
    if determined:
        phrase = rest[determined.start() :]
    else:
        named = re.search(r"\b[A-Z][\w'’-]*(?:\s+[A-Z][\w'’-]*)*", rest)
        after = re.search(r"\b(?:of|for|about|on|to|by|with)\s+(?=\w)", rest, re.IGNORECASE)
        if named:
            return named.group()
        if after is None:
            return None
        phrase, has_auxiliary = rest[after.end() :], False
    following = re.search(rf"(?<=\w)\s+{_DETERMINER}\s+", phrase[1:], re.IGNORECASE)
    cut = phrase
    if following and not re.search(r"\b(?:of|for|in|on)$", phrase[: following.start() + 1], re.IGNORECASE):
        cut = phrase[: following.start() + 1]
    stop = _PHRASE_END.search(cut, len(cut.split(" ", 1)[0]))
    ended = stop is not None
    cut = (cut[: stop.start()] if stop else cut).strip()
    words = cut.split()
    if has_auxiliary and not ended and len(words) > 2:
        words = words[:-1]  # the verb: "when does the term | end"
    cut = _LOOSE_END.sub("", " ".join(words[:MAX_TOPIC_WORDS]))
    return cut if len(cut.split()) > 1 or not determined else None


def resolve_follow_up(question: str, topic: str | None) -> str:
    """The question with the topic inserted if it has no subject of its own; else the question unchanged.

    >>> resolve_follow_up("And who may shorten it?", "the notice period")
    'Who may shorten the notice period?'
    """
    plain = " ".join(question.split())
    if topic is None or not plain:
        return plain
    if HAN_CHARACTER.search(plain):
        return topic + _ZH_LEANS.sub("", plain, count=1) if _leans_chinese(plain) else plain
    lead = _LEADING.match(plain)
    own = plain[lead.end() :] if lead else plain
    pronoun = _PRONOUN.search(own)
    if pronoun and not _has_subject(own, pronoun):
        said = f"{topic}'s" if pronoun["owner"] else topic
        put = own[: pronoun.start()] + said + own[pronoun.end() :]
        return put[:1].upper() + put[1:] if plain[:1].isupper() or pronoun.start() else put
    elliptical = lead or re.match(r"(?:what|how) about\b", own, re.IGNORECASE) or len(own.split()) == 1
    if elliptical and len(own.split()) <= ELLIPSIS_WORDS and topic.lower() not in own.lower():
        return f"{own.rstrip(' ?')} ({topic})?"
    return plain


def _has_subject(own: str, pronoun: re.Match[str]) -> bool:
    """Whether the pronoun refers to something in the question itself, or is the determiner of a noun."""
    before, after = own[: pronoun.start()], own[pronoun.end() :]
    if pronoun.group().lower() == "it" and _ANTICIPATES.match(own, pronoun.end()):
        return True
    if pronoun.group().lower() in ("this", "that", "these", "those") and not _VERB_NEXT.match(after):
        return True  # "this agreement"
    return bool(re.search(r"\b(?:the|each|every|our)\s+\w|(?<!^)\b[A-Z][a-z]{2,}", before))


def _leans_chinese(question: str) -> bool:
    plain = question.strip()
    leaning = _ZH_LEANS.match(plain)
    if leaning and leaning.group():
        return True
    left = len(HAN_CHARACTER.findall(_ZH_ASKING.sub("", plain)))
    has_no_subject = bool(_ZH_ASKING.match(plain) or re.match(_ZH_PREDICATE, plain))
    return left <= 1 or (left == 2 and has_no_subject)
