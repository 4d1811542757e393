"""Expands short questions about contracts, such as "who is liable?".

Such a question has no word in common with the clause "Indemnification" that answers it, and is too short for
networks that were trained on full questions. If it is about a common type of clause, the words of such
clauses are added for search, and the networks read the question in full.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

from longdoc.documents.structure.headings import is_title
from longdoc.documents.types import Document, Span
from longdoc.tasks.search.contract_clauses import CLAUSES
from longdoc.tasks.terms import STOP_WORDS, lowered, stem

__all__ = [
    "ClauseTopic",
    "clause_around",
    "clause_topic",
    "is_agreement",
    "is_in_clause",
    "topic_lead",
    "topic_of",
    "wording_for_reading",
    "wording_for_search",
]

MAX_WORDS = 9  # of a short question
SEVERAL_WORDS = 2  # characteristic ones, of a sentence that is surely on a topic
TOPIC_LEAD = 1.5  # logits added to sentences on the topic of a short question about a contract
HEADING_LEAD = 1.0  # … and to those in a section whose heading is on it
SAMPLE_CHARS = 60_000  # of a document, by which it is classified as an agreement
MIN_PER_10_000 = 8.0  # contract phrases in so many characters

# words that occur in clauses of any type
GENERAL_WORDS = (
    "agreement all and any as at by day days due entered in into is like no not of one or other parties "
    "party per prior right rights sale term terms this to under until within without writing written year "
    "years general state laws law good interest made"
)
# words that do not make a question more specific
UNSPECIFIC_WORDS = (
    "any automatic auto early clause clauses provision contract agreement party parties required require "
    "allowed possible granted given rights right happen happens when start begin end settled resolved there "
    "non ip nda rule rules terms term law other side us they under must exist needed "
    "walk away leave quit get out cancel exit apply applies last either one after before over "
    "lease order subscription deal loan offer letter tenancy "
    "late data change changed nation favoured"
)

_WORD = re.compile(r"[^\W_]+")
_SPECIFIC = re.compile(r"[\d\"“]")  # numbers and quotations make a question specific
_ASKS_AMOUNT = re.compile(
    r"\bhow (?:much|many)\b|\bwhat (?:is|are)\b.*\b(?:costs?|fees?|charges?)\b", re.IGNORECASE
)
_HAS_AMOUNT = re.compile(r"\b(?:limit|minimum|pay|paid|interest)\b", re.IGNORECASE)  # of full questions
# "when can we terminate?" asks for conditions
_ASKS_TIME = re.compile(
    r"^\W*(?:(?:and|so|but|since|from|until|by) )?when\b"
    r"(?!.*\b(?:can|may|could|allowed|permitted|possible)\b)",
    re.IGNORECASE,
)
# says what a clause does not do
_CARVES_OUT = re.compile(
    r"\b(?:do|does|shall|will) not apply\b|^\W*however,.{0,80}\bnot (?:be )?(?:responsible|liable|required)\b"
    r"|\bnothing (?:in|herein|contained)\b.{0,80}\b(?:limit|exclude|restrict|prevent|prohibit|affect)s?\b",
    re.IGNORECASE,
)
# what a paragraph begins with: "(c) Non-Compete. "
_RUN_IN = re.compile(
    r"(?:\((?:[a-z]|[ivx]{1,5}|\d{1,2})\)|(?<!\w)\d{1,2}(?:\.\d{1,2}){0,3}\.?)\s+"
    r"(?P<title>[A-Z][\w/&,’'-]{2,}(?:\s[\w/&,’'-]+){0,7})[.:](?=\s)"
)
RUN_IN_CHARS = 2_000  # before a span, in which the title of its paragraph may stand
_HAS_TIME = re.compile(r"\bwhen\b", re.IGNORECASE)
_AGREEMENT = re.compile(
    r"\b(?:this (?:agreement|contract|lease|licen[cs]e|deed|nda|sow|offer letter)|the parties|either party|"
    r"hereto|hereby|hereunder|hereinafter|herein|shall|the (?:licensee|licensor|lessee|lessor|tenant|landlord"
    r"|buyer|seller|supplier|customer|contractor|company|provider))\b"
    # in plain language: "Employee will"
    r"|(?-i:\b(?:Company|Employe[er]|Customer|Client|Provider|Contractor|Consultant|Recipient|Discloser"
    r"|Licensee|Licensor|Supplier|Buyer|Seller|Tenant|Landlord|Borrower|Lender|Partner|Subscriber)"
    r" (?:will|may|must|agrees|represents|warrants|acknowledges)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ClauseTopic:
    """A type of clause.

    Attributes:
        asked: a pattern for questions about it.
        words: words that are characteristic of such clauses.
        question: a full question that such a clause answers.
        also: further words of questions about it.
        always: a pattern for what such a clause always contains.
    """

    asked: str
    words: str
    question: str
    also: str = ""
    always: str = ""

    def is_asked(self, question: str) -> bool:
        """Whether a question is about this type of clause."""
        return bool(_compiled(self.asked).search(question))

    def is_dealt_with(self, text: str) -> bool:
        """Whether a text contains a characteristic word of such clauses, and what they always contain."""
        return bool(_compiled(self.always).search(text)) and self.shared_words(text) > 0

    @property
    def own_words(self) -> int:
        """How many characteristic words such clauses have."""
        return len(_terms(self.words) - _terms(GENERAL_WORDS))

    def shared_words(self, text: str) -> int:
        """How many different characteristic words of such clauses a text contains."""
        return len(_terms(text) & (_terms(self.words) - _terms(GENERAL_WORDS)))

    def covers(self, question: str) -> bool:
        """Whether a question is not more specific than this topic, as one about "the tenant" would be."""
        known = _terms(f"{self.words} {self.question} {self.also} {UNSPECIFIC_WORDS}")
        return all(
            term in known or _compiled(self.asked).search(word) for word, term in _words_and_terms(question)
        )

    def gives_what_is_asked(self, question: str) -> bool:
        """Whether its full question asks for an amount or a time too if a question does."""
        return all(
            bool(has.search(self.question))
            for asks, has in ((_ASKS_AMOUNT, _HAS_AMOUNT), (_ASKS_TIME, _HAS_TIME)) if asks.search(question)
        )  # fmt: skip


TOPICS = tuple(ClauseTopic(*clause) for clause in CLAUSES)


def wording_for_search(question: str, topic: ClauseTopic | None) -> str:
    """The question with the topic's words added, for search."""
    return f"{question} {topic.words}" if topic else question


def wording_for_reading(question: str, topic: ClauseTopic | None) -> str:
    """The question as the networks read it: the topic's full question, if there is a topic."""
    return topic.question if topic else question


def clause_topic(question: str, document: Document) -> ClauseTopic | None:
    """The topic of a short question about an agreement; None for other questions and documents."""
    topic = topic_of(question)
    return topic if topic and is_agreement(document.text) else None


def topic_of(question: str) -> ClauseTopic | None:
    """The topic of a short question, whatever the document; None if it is more specific than any topic."""
    if len(_WORD.findall(question)) > MAX_WORDS or _SPECIFIC.search(question):
        return None
    topic = next((topic for topic in TOPICS if topic.is_asked(question)), None)
    return topic if topic and topic.covers(question) and topic.gives_what_is_asked(question) else None


def topic_lead(topic: ClauseTopic, document: Document, span: Span) -> float:
    """The logits that a span gains by standing in a clause on a topic.

    What such a clause does not do answers less well than what it does.
    """
    if _CARVES_OUT.search(_sentence_around(document, span)):
        return -HEADING_LEAD
    is_headed = topic.is_dealt_with(_headings_of(document, span))
    return HEADING_LEAD * is_headed + TOPIC_LEAD * topic.is_dealt_with(clause_around(document, span))


def is_in_clause(topic: ClauseTopic, document: Document, span: Span) -> bool:
    """Whether a span is surely in a clause on a topic: by a heading, or by several words of its sentence."""
    if topic.is_dealt_with(_headings_of(document, span)):
        return True
    said = f"{_sentence_around(document, span)} {document.quote(span)}"
    return topic.is_dealt_with(said) and topic.shared_words(said) >= min(SEVERAL_WORDS, topic.own_words)


def clause_around(document: Document, span: Span) -> str:
    """The sentence that contains a span, with the headings of its section and of its paragraph."""
    return f"{_headings_of(document, span)}\n{_sentence_around(document, span)}\n{document.quote(span)}"


def _headings_of(document: Document, span: Span) -> str:
    """The heading of a span's section, the title of its paragraph or list item, and the label of its row."""
    section = document.section_at(span.start)
    first = max(section.span.start if section else 0, span.start - RUN_IN_CHARS)
    titles = [found["title"] for found in _RUN_IN.finditer(document.text, first, span.start)]
    title = next((title for title in reversed(titles) if is_title(title)), "")
    label = _label_of_row(document, span)
    return " ".join(filter(None, (section.title if section else "", title, label)))


def _label_of_row(document: Document, span: Span) -> str:
    """The first cell of the row in which a span stands, if that is another cell: "Governing law | Maine"."""
    table = document.table_at(span.start)
    cells = table.cells if table else ()
    row = next((cell.row for cell in cells if cell.span.overlaps(span)), None)
    first = next((cell.span for cell in cells if cell.row == row and len(cell.span)), span)
    return "" if first.overlaps(span) else document.quote(first)


def _sentence_around(document: Document, span: Span) -> str:
    sentences = document.sentences
    at = max(0, bisect_right(sentences, span.start, key=lambda sentence: sentence.start) - 1)
    return document.quote(sentences[at]) if sentences else ""


@lru_cache(maxsize=8)
def is_agreement(text: str) -> bool:
    """Whether a text has as many contract phrases as agreements have."""
    sample = text[:SAMPLE_CHARS]
    return len(_AGREEMENT.findall(sample)) * 10_000 >= MIN_PER_10_000 * max(1, len(sample))


def _words_and_terms(question: str) -> list[tuple[str, str]]:
    words = [word for word in _WORD.findall(lowered(question)) if word not in STOP_WORDS]
    return [(word, stem(word)) for word in words]


@lru_cache(maxsize=256)
def _terms(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in _WORD.findall(lowered(text)))


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
