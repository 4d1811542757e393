"""Short questions as lawyers type them, with the words in which contracts answer them.

"who is liable?" shares no word with the clause "Indemnification", which answers it, and says too little for a
network that was trained on full questions. For the topics that most contracts deal with, the search is given
the words of such clauses beside the question's, and the networks read the question in full.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

from longdoc.documents.types import Document, Span
from longdoc.tasks.terms import STOP_WORDS, lowered, stem

__all__ = [
    "ClauseTopic",
    "clause_around",
    "clause_topic",
    "is_agreement",
    "topic_of",
    "wording_for_reading",
    "wording_for_search",
]

MOST_WORDS = 9  # of a question that leaves open what it means
SAMPLE_CHARS = 60_000  # of a document, by which it is judged to be an agreement
LEAST_PER_10_000 = 8.0  # characteristic words in so many characters

# words of the topics that stand in clauses on anything
GENERAL_WORDS = (
    "agreement all and any as at by day days due entered in into is like no not of one or other parties "
    "party per prior right rights sale term terms this to under until within without writing written year "
    "years general state laws law good interest made"
)
# words that leave open what exactly is asked
OPEN_WORDS = (
    "any automatic auto early clause clauses provision contract agreement party parties required require "
    "allowed possible granted given rights right happen happens when start begin end settled resolved there "
    "non ip nda rule rules terms term law other side us they under must exist needed costs cost "
    "walk away leave quit get out cancel exit apply applies last long "
    "pay late fee data change changed nation favoured"
)

_WORD = re.compile(r"[^\W_]+")
_SPECIFIC = re.compile(r"\b[A-Z]{2,}\d|\d|[\"“]")  # numbers and quotations say what is meant
_AGREEMENT = re.compile(
    r"\b(?:this (?:agreement|contract|lease|licen[cs]e|deed)|the parties|either party|hereto|hereby|"
    r"hereunder|hereinafter|herein|shall|the (?:licensee|licensor|lessee|lessor|tenant|landlord|buyer|seller|"
    r"supplier|customer|contractor|company|provider))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ClauseTopic:
    """A topic of contracts.

    `asked` recognises questions on it, `words` are those of clauses on it, and `question` asks for such a
    clause in full.
    """

    asked: str
    words: str
    question: str

    def is_asked(self, question: str) -> bool:
        """Whether a question is on this topic."""
        return bool(_compiled(self.asked).search(question))

    def is_dealt_with(self, text: str) -> bool:
        """Whether a text has a word of clauses on this topic."""
        return bool(_terms(text) & (_terms(self.words) - _terms(GENERAL_WORDS)))

    def covers(self, question: str) -> bool:
        """Whether a question says no more than its topic does; "the tenant" would be more."""
        known = _terms(f"{self.words} {self.question} {OPEN_WORDS}")
        return all(
            term in known or _compiled(self.asked).search(word) for word, term in _words_and_terms(question)
        )


TOPICS = (
    ClauseTopic(
        r"\b(?:cap|limit\w*)\b.*\bliab|\bliab\w* (?:cap|limit)|maximum liability",
        "limitation of liability cap capped aggregate liability exceed damages",
        "What is the limit of liability?",
    ),
    ClauseTopic(
        r"\bliab(?:le|ility)\b|\bwho pays (?:for )?(?:the )?damages?\b|\bresponsible for (?:loss|damage)",
        "liability liable responsible indemnify indemnification hold harmless damages losses loss",
        "Who is liable?",
    ),
    ClauseTopic(
        r"\bindemni",
        "indemnify indemnification hold harmless defend claims losses",
        "Who must indemnify and hold harmless the other?",
    ),
    ClauseTopic(
        r"\bown(?:s|ed|ership)?\b.*\b(?:ip|intellectual|inventions?|works?|results?|deliverables|"
        r"copyrights?|patents?|data|code)\b|\bip (?:rights?|ownership)\b"
        r"|^\W*ip\W*$|^\W*intellectual property\W*$",
        "intellectual property ownership owned right title and interest copyright patent inventions",
        "Who owns the intellectual property?",
    ),
    ClauseTopic(
        r"\b(?:terminat\w*|cancel\w*|end it|get out|walk away|quit|leave|exit)\b.*\b(?:early|without cause|"
        r"convenience|any time)|\bearly terminat|\bterminat\w* for convenience|\bwalk away|\bget out\b|"
        r"\b(?:can|may|could) (?:they|we|i|either|it|he|she|you|one)\b.*\b(?:terminat|cancel)",
        "terminate termination without cause convenience prior written notice",
        "Who may end the agreement early without cause, and with what notice?",
    ),
    ClauseTopic(
        r"\bterminat|\bcancel(?:lation)?\b",
        "terminate termination notice default breach",
        "How can this agreement be terminated?",
    ),
    ClauseTopic(
        r"\bbreach|\bdefaults?\b|\bnon-?(?:performance|compliance)",
        "breach default remedy cure terminate notice",
        "What happens if a party is in breach or default?",
    ),
    ClauseTopic(
        r"\bnon-?\s?compet|\bcompet(?:e|ing|ition|itors?)\b",
        "compete competition competing business competitor restriction exclusive",
        "May a party compete with the other?",
    ),
    ClauseTopic(
        r"\bsolicit|\bpoach|\bhire (?:our|their|each other)",
        "solicit hire employees customers",
        "May a party solicit or hire the employees or customers of the other?",
    ),
    ClauseTopic(
        r"\bexclusiv",
        "exclusive exclusivity sole",
        "Who has exclusive rights?",
    ),
    ClauseTopic(
        r"\brenew|\bextend(?:ed)?\b|\bextension|\bprolong",
        "renew renewal automatically successive term extend extension",
        "Does the contract renew automatically, or how is it extended?",
    ),
    ClauseTopic(
        r"\bgoverning law|\bwhich law|\bapplicable law|\bwhat law|\blaw applies|\bwhose law",
        "governed construed in accordance with the laws of the state governing law",
        "Which law governs this agreement?",
    ),
    ClauseTopic(
        r"\b(?:dispute|arbitrat|mediat|venue|jurisdiction|litigat|court)",
        "disputes arbitration arbitrator mediation jurisdiction courts venue",
        "How are disputes settled, by arbitration or in court?",
    ),
    ClauseTopic(
        r"\b(?:late|overdue) (?:payments?|fees?|charges?)\b|\binterest\b.*\blate",
        "late payment overdue interest per month",
        "What interest or charge is due on late payments?",
    ),
    ClauseTopic(
        r"\bpay(?:ment)? (?:terms?|schedule|conditions?)"
        r"|\bhow (?:and when )?(?:is|are|do|does)\b.*\bpa(?:y|id)\b"
        r"|\bwhen (?:is|are|do|does)\b.*\b(?:pay|paid|due)\b|^\W*(?:fees?|price|payments?|compensation)\W*$",
        "payment pay invoice fees due within days payable",
        "What must be paid, and when are payments due?",
    ),
    ClauseTopic(
        r"\bpart(?:y|ies)\b.*\b(?:contract|agreement)|^\W*(?:who are )?(?:the )?parties\W*$|\bbetween whom",
        "between by and among agreement is made party parties corporation company inc ltd llc limited",
        "Who are the parties to this agreement?",
    ),
    ClauseTopic(
        r"\bwhen (?:does|did|will|is)\b.*\b(?:start|begin|commence|effective|take effect|"
        r"come into (?:force|effect)"
        r"|signed)|\b(?:effective|start|commencement) date|\bin force since",
        "effective date commence begin dated as of entered into",
        "When does the agreement take effect?",
    ),
    ClauseTopic(
        r"\bwhen (?:does|did|will|is)\b.*\b(?:end|expire|over|finish|run out)|\bhow long\b.*\b(?:last|run|"
        r"valid|in force)|\b(?:expir\w*|end) date|^\W*(?:term|duration)\W*$",
        "term of this agreement expire expiration continue until initial term years",
        "When does this agreement expire?",
    ),
    ClauseTopic(
        r"\bassign(?:ed|ment|able)?\b|\btransfer(?:red|able)?\b|\bsell the contract",
        "assign assignment transfer prior written consent successors",
        "Is consent needed for assignment or transfer?",
    ),
    ClauseTopic(
        r"\bsub-?\s?contract",
        "subcontract subcontractor consent",
        "May a party use subcontractors?",
    ),
    ClauseTopic(
        r"\baudit|\binspect(?:ion)?\b|\bbooks and records",
        "audit inspect examine books records accounting",
        "Who may audit the books and records?",
    ),
    ClauseTopic(
        r"\bsub-?\s?licen[cs]|\blicen[cs]es?\b|\blicen[cs]ed\b|\bright(?:s)? to use",
        "grants license licence non-exclusive royalty-free right to use sublicense",
        "What licence is granted?",
    ),
    ClauseTopic(
        r"\binsur",
        "insurance coverage policy maintain insured general liability",
        "What insurance is required?",
    ),
    ClauseTopic(
        r"\bchange (?:of|in) control|\bmerge[rd]?\b|\btaken over|\btakeover|\bacqui[rs]|\bis sold\b",
        "change of control merger acquisition sale of substantially all assets",
        "What happens on a change of control or a merger?",
    ),
    ClauseTopic(
        r"\bminimum (?:purchase|order|commitment|quantit|volume|payment|amount)|\btake or pay"
        r"|\bpurchase commitment",
        "minimum purchase at least commitment quantity per year",
        "What is the minimum purchase?",
    ),
    ClauseTopic(
        r"\bconfidential|\bnda\b|\bsecrecy|\bnon-?\s?disclos|\bdisclos",
        "confidential information disclose nondisclosure receiving party secret",
        "What must a party keep confidential?",
    ),
    ClauseTopic(
        r"\bforce majeure|\bact of god|\bbeyond .*control",
        "force majeure beyond reasonable control acts of god delay excused",
        "What happens in the case of force majeure, beyond a party's control?",
    ),
    ClauseTopic(
        r"\bwarrant(?:y|ies|s)?\b|\bguarantee",
        "warrants represents warranty warranties disclaimer as is",
        "What does a party warrant, and which warranties are disclaimed?",
    ),
    ClauseTopic(
        r"\b(?:ship(?:ping|ment)?|freight|delivery|transport)\b.*\b(?:cost|pay|charge|risk)|\b(?:cost|pays?|bears?|"
        r"charge|risk)\b.*\b(?:ship|freight|deliver|transport)",
        "shipping freight delivery costs risk of loss title passes FOB",
        "Which party bears the cost and the risk of shipping and delivery?",
    ),
    ClauseTopic(
        r"\btax(?:es)?\b",
        "taxes duties withholding sales tax",
        "Which party bears the taxes?",
    ),
    ClauseTopic(
        r"\bliquidated damages|\bpenalt(?:y|ies)\b|\bfine\b",
        "liquidated damages penalty",
        "What penalty or liquidated damages must a party pay?",
    ),
    ClauseTopic(
        r"\bnotices?\b",
        "notices in writing delivered address",
        "How must notices be given?",
    ),
    ClauseTopic(
        r"\bsurviv",
        "survive survival termination expiration",
        "Which obligations survive the end of this agreement?",
    ),
    ClauseTopic(
        r"\bmost[- ]favou?red|\bmfn\b|\bbest (?:price|terms)|\bas good as\b",
        "most favored no less favorable terms pricing third party",
        "Must a party give the other terms as good as those of third parties?",
    ),
    ClauseTopic(
        r"\bfirst refusal|\brofr\b|\bfirst (?:offer|negotiation)",
        "right of first refusal first offer first negotiation",
        "Does a party have a right of first refusal, first offer or first negotiation?",
    ),
    ClauseTopic(
        r"\broyalt",
        "royalty royalties percent net sales",
        "What royalties must a party pay?",
    ),
    ClauseTopic(
        r"\bamend|\b(?:contract|agreement|terms)\b.*\bchanged?\b|\bchange the (?:contract|agreement|terms)"
        r"|\bmodif",
        "amended modified written instrument signed both parties",
        "How may this agreement be amended?",
    ),
)


def wording_for_search(question: str, topic: ClauseTopic | None) -> str:
    """A question as it is searched for."""
    return f"{question} {topic.words}" if topic else question


def wording_for_reading(question: str, topic: ClauseTopic | None) -> str:
    """A question as the networks read it."""
    return topic.question if topic else question


def clause_topic(question: str, document: Document) -> ClauseTopic | None:
    """The topic of a question to an agreement that says no more than its topic; else None."""
    topic = topic_of(question)
    return topic if topic and is_agreement(document.text) else None


def topic_of(question: str) -> ClauseTopic | None:
    """The topic of a question that says no more than it, to whatever document; else None."""
    if len(_WORD.findall(question)) > MOST_WORDS or _SPECIFIC.search(question):
        return None
    topic = next((topic for topic in TOPICS if topic.is_asked(question)), None)
    return topic if topic and topic.covers(question) else None


def clause_around(document: Document, span: Span) -> str:
    """The sentence that a span stands in, with the heading of its section."""
    sentences = document.sentences
    at = max(0, bisect_right(sentences, span.start, key=lambda sentence: sentence.start) - 1)
    section = document.section_at(span.start)
    heading = section.title if section else ""
    return f"{heading}\n{document.quote(sentences[at]) if sentences else ''}\n{document.quote(span)}"


@lru_cache(maxsize=8)
def is_agreement(text: str) -> bool:
    """Whether a text has as many of the words of contracts as contracts have."""
    sample = text[:SAMPLE_CHARS]
    return len(_AGREEMENT.findall(sample)) * 10_000 >= LEAST_PER_10_000 * max(len(sample), 500)


def _words_and_terms(question: str) -> list[tuple[str, str]]:
    words = [word for word in _WORD.findall(lowered(question)) if word not in STOP_WORDS]
    return [(word, stem(word)) for word in words]


@lru_cache(maxsize=256)
def _terms(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in _WORD.findall(lowered(text)))


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
