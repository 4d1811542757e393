"""Which questions a list or a series may answer: "which forms …", "how do I …", "when may the landlord …"."""

from __future__ import annotations

import re

__all__ = [
    "asks_for_conditions",
    "asks_for_definition",
    "asks_for_list",
    "asks_for_steps",
    "asks_why_or_how",
]

_NO_PLURAL = (
    r"(?!\w*(?:ss|us|is)\b|(?:was|has|does|happens|comes|goes|makes|means|becomes|causes|says|needs)\b)"
)
# "which lens was fitted" is about one, "which days is it open" may be about several
_NO_SINGULAR = (
    r"(?!(?:is|was|has)\s+(?!(?:it|he|she|one|everyone|the|this|that|an?|each|every|any|my|our|your|their|its|his"
    r"|her|(?-i:[A-Z]\w*))\b))"
)
_NO_VERB = (
    r"(?!(?:is|are|was|were|do|does|did|has|have|had|can|could|may|must|shall|should|will|would|the|a|an)\b)"
)
_VERB = (
    r"(?:is|are|was|were|do|does|did|has|have|had|can|could|may|might|must|shall|should|will|would|"
    r"apply|applies|count|belong|need|make|come|survive|remain|exist|qualify|expire|happen|require|include|"
    r"support|allow|of|in|for|to|not|\w+ed)"
)
_ASKS = re.compile(
    rf"""\b(?:what|which)\s+(?:are|were)\b
    | \b(?:what|which)\s+(?:{_NO_VERB}[^\W\d_]+\s+){{0,3}}?{_NO_PLURAL}[a-z]{{2,}}s\s+{_NO_SINGULAR}{_VERB}\b
    | ^\W*who\s+(?:are|were|can|may|must|shall|should)\b
    | ^\W*who\s+(?:is|sits|serves|was)\s+(?:on|among|part\s+of|in)\s
    | ^\W*who\s+is\s+(?:allowed|permitted|entitled|eligible|required|obliged|exempt)\b
    | ^\W*(?:please\s+)?(?:list|name|enumerate)\b
    | \b(?:what|which)\s+(?:\w+\s+)?(?:equipment|staff|personnel|people|furniture|clothing|luggage|software
      |hardware|information|data|documentation|evidence|material|training|support|work)\s+{_VERB}\b
    | ^\W*who\s+(?:attended|participated|took\s+part|was\s+(?:present|absent|there))
      (?:\s+(?:(?:in|at)\s+)?(?:the|this)(?:\s+[\w’'-]+){{1,3}})?\W*$
    | 哪些|哪几|分别|有谁
    | (?:具备|具有|符合|满足|包括|包含|提供|提交|准备|遵守|履行|承担)[^，。；？?]{{0,4}}什么""",
    re.IGNORECASE | re.VERBOSE,
)
_ASKS_FOR_STEPS = re.compile(
    r"""^\W*(?:(?:why|how\s(?:do|does|can|could|should|must|to))\b|为什么|如何|怎么|怎样)
    | \bwhat\s+(?:may|must|shall|should|can|cannot|could|do|does|is|are)\s+(?:[\w'’-]+\s+){1,4}?
      (?:(?:not\s+)?(?:do|include|contain|cover|comprise)|consist\s+of)\W*$
    | \bwhat\s+(?:am|is|are)\s+(?:\w+\s+){1,2}?(?:not\s+)?
      (?:allowed|permitted|required|obliged|supposed)\s+to\s+do\b
    | \bwhat\s+(?:may|must|shall|should)\s+(?:I|we|you|one|they|the\s\w+|an?\s\w+)\s+(?:not\s+)?do\b
    | \bwhat\s+(?:may|must|shall|should|can|cannot|could)\s+(?:the|an?|each|every|any|either)\s
      (?:[\w'’-]+\s+){1,4}?(?:not\s+)?do\b
    | \bwhat\s+(?:do|does|did|will|would|has|have|had|must|shall|should|may|can)\s+(?:[\w'’-]+\s+){1,4}?
      (?:get|receive|decide|agree|resolve|recommend|conclude|propose|order|promise|undertake|approve|announce
      |provide|offer|deliver|require|request|need)(?:d|ed|en)?\b
    | ^\W*what(?:['’]s|\s+is)\s+not\s+(?:\w+ed|part\s+of)\b
    | ^\W*what(?:['’]s|\s+is)\s+(?:not\s+)?
      (?:included|excluded|prohibited|forbidden|covered|in\s+the\s+\w+)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_ASKS_FOR_CONDITIONS = re.compile(
    r"^\W*(?:when|(?:in|under|on)\s(?:what|which)\s(?:\w+\s)?(?:cases|circumstances|conditions|events|grounds))\s"
    r"(?:can|could|may|might|must|shall|should|will|would|is|are|am|do|does)\s",
    re.IGNORECASE,
)
# "how do I …" asks for steps
_ASKS_WHY_OR_HOW = re.compile(
    r"\W*(?:why|how)\b(?!\s(?:(?:do|can|could|should|must)\s(?:i|we|you|one|users|people)|to)\b)",
    re.IGNORECASE,
)
_ASKS_FOR_DEFINITION = re.compile(
    r"""^\W*(?:what(?:['’]s|\s+is|\s+are)\s+(?:meant\s+by\s+)?(?:an?\s+)?[\w'’-]+(?:\s+[\w'’-]+){0,3}
    | (?:what|who)\s+(?:counts?|qualif(?:y|ies))\s+as\s.+ | who\s+is\s+an?\s.+
    | what\s+does\s.+\smean | how\s+(?:is|are)\s.+\sdefined)\W*$""",
    re.IGNORECASE | re.VERBOSE,
)


def asks_for_steps(question: str) -> bool:
    """Whether a list of steps, reasons, duties or contents may answer ("how do I …", "what must we do")."""
    return bool(_ASKS_FOR_STEPS.search(question))


def asks_for_conditions(question: str) -> bool:
    """Whether a list of conditions may answer ("when may the landlord re-enter")."""
    return bool(_ASKS_FOR_CONDITIONS.search(question))


def asks_for_definition(question: str) -> bool:
    """Whether a question asks what something is, which a list may define ("What is a closed period?")."""
    return bool(_ASKS_FOR_DEFINITION.search(question))


def asks_for_list(question: str) -> bool:
    """Whether a question asks for several things.

    >>> asks_for_list("Which forms must be attached?"), asks_for_list("Which form is it?")
    (True, False)
    """
    return bool(_ASKS.search(question))


def asks_why_or_how(question: str) -> bool:
    """Whether a question asks for reasons or a manner, but for no steps."""
    return bool(_ASKS_WHY_OR_HOW.match(question))
