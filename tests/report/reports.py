"""Answers, explanations and documents for reports, and one with markup in every field."""

from __future__ import annotations

from dataclasses import replace

from longdoc.documents.types import Document, Section, Span
from longdoc.reading.coverage import Coverage
from longdoc.report.types import Report, Source
from longdoc.tasks.explanation import Evidence, Explanation, ReadPassage, SentenceExplanation
from longdoc.tasks.types import Alternative, Answer, Summary, SummarySentence

HOSTILE = (
    '</title></style></script><script>document.title="run"</script>'
    '<img src=x onerror="document.title=\'run\'">" \' onclick="x" \x1b[1m\u202e&lt;'
)
COVERAGE = Coverage(0, 0, 10, 5, 5)


def answer_of(document: Document, words: str, question: str = "Who?", explanation=None, **other) -> Answer:
    """An answer with these words; `other` are fields of it, or of its best span."""
    at = document.text.index(words)
    best = Alternative(words, 0.8, document.source, words, None, None, at, at + len(words))
    of_best = {name: other.pop(name) for name in [*other] if name in ("answer", "quote", "page", "section")}
    values = {
        "question": question, "best": None if of_best.get("answer", "") is None else replace(best, **of_best),
        "confidence": 0.8, "document": document.source, "title": document.title, "alternatives": (),
        "coverage": COVERAGE, "seconds": 0.1, "explanation": explanation,
    }  # fmt: skip
    return Answer(**{**values, **other})


def alternative(document: Document, words: str, confidence: float = 0.3) -> Alternative:
    at = document.text.index(words)
    return Alternative(words, confidence, document.source, words, None, None, at, at + len(words))


def explanation_of(text: str, hostile: str = "prose") -> Explanation:
    looked = ReadPassage(
        1, 1.0, 2.5, 1, 0.7, 1, hostile, hostile, 0, len(text), hostile, text[:9], 0, 9, 1.2, 0.8,
        (Evidence(hostile, 1.5), Evidence("search rank", -0.7)),
    )  # fmt: skip
    other = replace(looked, rank=2, confidence=0.2)
    return Explanation(0.5, 3, 2, (looked, other), ((Span(0, len(text)), 0.9),), hostile)


def document_of(text: str, title: str = "Title", source: str = "some.txt", **other) -> Document:
    return Document(text, (), (), title, source, "0" * 64, **other)


def hostile_report() -> Report:
    """Answers, one of them none, and a summary, all with markup in every field."""
    text = f"1. {HOSTILE}\n\nThe Supplier {HOSTILE} is liable. {HOSTILE}"
    document = document_of(text, HOSTILE, f"{HOSTILE}.txt", notices=(HOSTILE,))
    section = Section(HOSTILE, 1, Span(0, len(text)))
    document = replace(document, sections=(section,))
    answer = answer_of(
        document, f"Supplier {HOSTILE}", HOSTILE, explanation_of(text, HOSTILE), page=HOSTILE,
        section=HOSTILE, alternatives=(alternative(document, f"liable. {HOSTILE}"),),
    )  # fmt: skip
    none = answer_of(
        document, "liable", HOSTILE, answer=None, alternatives=(alternative(document, "liable"),)
    )
    why = SentenceExplanation(0.5, 1, (HOSTILE, HOSTILE), 2, HOSTILE, 0, 5)
    sentence = SummarySentence(text[:30], HOSTILE, HOSTILE, 0, 30, 0.5, HOSTILE, why)
    summary = Summary(document.source, HOSTILE, text[:30], (sentence,), COVERAGE, 0.1)
    source = Source(document, (answer, none), ((Span(0, len(text)), 0.5),))
    return Report((answer, none), (summary,), (source,), None, all_pages=True)
