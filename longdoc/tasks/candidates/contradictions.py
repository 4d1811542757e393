"""Lowers candidates that a question rules out: another unit, end, year or label, the opposite, an aside.

All are lowered if the document lacks a numbered thing that the question names. What an amendment in the
document replaces is ruled out, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from longdoc.documents.types import Document, Span
from longdoc.tasks.candidates.amendments import amended
from longdoc.tasks.candidates.answer_forms import lacks_count, lacks_length, lacks_time
from longdoc.tasks.candidates.asides import figure_compared, is_compared_with, is_condition, is_exception
from longdoc.tasks.candidates.candidate_set import CandidateSet
from longdoc.tasks.candidates.chinese_kinds import is_other_kind, lacks_number
from longdoc.tasks.candidates.chinese_opposites import is_about_chinese_opposite
from longdoc.tasks.candidates.function_words import is_function_words
from longdoc.tasks.candidates.key_terms import key_term_referred_to
from longdoc.tasks.candidates.labels import figure_of_label_asked, is_in_other_section, is_of_other_label
from longdoc.tasks.candidates.measures import is_other_measure, is_other_rate
from longdoc.tasks.candidates.numbered_things import missing_number
from longdoc.tasks.candidates.opposites import is_about_opposite
from longdoc.tasks.candidates.other_doer import is_of_other_doer
from longdoc.tasks.candidates.other_party import is_of_other_party
from longdoc.tasks.candidates.other_subject import is_of_other_subject
from longdoc.tasks.candidates.periods import is_other_end, labelled_end, requested_end
from longdoc.tasks.candidates.question_headings import answer_under, is_question_heading
from longdoc.tasks.candidates.repetitions import only_repeats
from longdoc.tasks.candidates.years import figure_of_time_asked, is_of_other_time, is_of_other_years_event
from longdoc.tasks.rules.contact_details import detail_asked, is_without_detail
from longdoc.tasks.spans.candidate import Candidate, without_overlaps
from longdoc.tasks.spans.counted_members import lacks_members, number_asked
from longdoc.tasks.spans.phrasing import complete_span, sentences_touched

__all__ = ["without_contradicted"]

PENALTY = 8.0  # logits
REPETITION_PENALTY = 3.0  # … of an answer that only repeats the question, or has fewer things than it counts
NUMBER_PENALTY = 2.0  # … of a Chinese answer without a number to a question that asks for one
RATE_CHARS = 20  # behind an amount, in which "per month" may stand
RATE_CHARS_BEFORE = 40  # in front of it, in which "The monthly rent is" may stand
CHARS_BEFORE, CHARS_AFTER = 200, 100  # around a sentence, in which its opposite may be spoken of too


def without_contradicted(question: str, found: CandidateSet, document: Document) -> CandidateSet:
    """The same candidates, with those ruled out lowered; the other date of a period, the words of an
    amendment, or the figure of the year, label or thing asked about, takes its place.
    """
    candidates = [one for c in found.candidates for one in _reconsidered(question, c, document)]
    if missing_number(question, document):
        candidates = [replace(one, margin=one.margin - PENALTY) for one in candidates]
    if candidates == list(found.candidates):
        return found
    return replace(found, candidates=tuple(without_overlaps(candidates)))


@dataclass(frozen=True)
class _Answer:
    """A span of a document as the answer to a question, with its surroundings."""

    question: str
    document: Document
    span: Span

    @cached_property
    def text(self) -> str:
        return self.document.quote(self.span)

    @cached_property
    def is_cell(self) -> bool:
        return self.document.table_at(self.span.start) is not None

    @cached_property
    def sentence(self) -> Span:
        return next(sentences_touched(self.document, self.span), self.span)

    @cached_property
    def said(self) -> str:
        """The sentence."""
        return self.document.quote(self.sentence)

    @property
    def inside(self) -> tuple[int, int]:
        """The span's offsets within its sentence."""
        return self.span.start - self.sentence.start, self.span.end - self.sentence.start

    @cached_property
    def heading(self) -> str:
        return self.document.locate(self.span).section or ""

    def of_document(self, inside: tuple[int, int] | None) -> tuple[Span, ...]:
        """The part of the sentence at these offsets, as a span of the document; none if they are None."""
        return () if inside is None else (Span(*inside).shifted(self.sentence.start),)


def _reconsidered(question: str, one: Candidate, document: Document) -> Iterator[Candidate]:
    """The candidate, or, if it is ruled out, the lowered candidate and those that take its place."""
    answer, kept = _Answer(question, document, one.span), one
    instead = _instead_by_answer(answer)
    if instead is None:
        kept = replace(one, margin=one.margin - _lesser_penalties(answer))
        if (detail := detail_asked(question, answer.said, *answer.inside)) is not None:
            yield from (replace(kept, span=span) for span in answer.of_document(detail))
            return
        instead = _instead_by_sentence(answer)
    if instead is None:
        yield kept
        return
    yield replace(one, margin=one.margin - PENALTY)
    yield from (replace(kept, span=span) for span in instead)


def _lesser_penalties(answer: _Answer) -> float:
    """The logits that an answer loses for faults that do not rule it out."""
    question, penalty = answer.question, 0.0
    if not answer.is_cell:
        penalty += REPETITION_PENALTY * only_repeats(question, answer.text)
        penalty += REPETITION_PENALTY * _has_too_few(question, answer.span, answer.document)
    return penalty + NUMBER_PENALTY * lacks_number(question, answer.text)


def _instead_by_answer(answer: _Answer) -> tuple[Span, ...] | None:
    """What takes the place of an answer that its own words rule out; None if they do not."""
    question, span, text = answer.question, answer.span, answer.document.text
    if (places := amended(question, span, answer.document)) is not None:
        return tuple(places)
    behind = re.split(r"[\n|]", text[span.end : span.end + RATE_CHARS])[0]
    before = re.split(r"[\n\t|,.;:(]|  ", text[max(0, span.start - RATE_CHARS_BEFORE) : span.start])[-1]
    if (
        is_other_measure(question, answer.text, text[span.end : span.end + 10])
        or is_other_rate(question, answer.text, behind, before)
        or is_other_kind(question, answer.text)
        or is_condition(question, answer.text)
        or (not answer.is_cell and _is_no_answer(question, answer.text))
    ):
        return ()
    if is_question_heading(answer.document, span):
        under = answer_under(question, answer.document, span)
        return () if under is None else (under,)
    return None


def _instead_by_sentence(answer: _Answer) -> tuple[Span, ...] | None:
    """What takes the place of an answer that its sentence or section rules out; None if they do not."""
    question, span, said, inside = answer.question, answer.span, answer.said, answer.inside
    text = answer.document.text
    if (value := key_term_referred_to(question, span, answer.sentence, answer.document)) is not None:
        return (value,)
    if is_without_detail(question, said):
        return ()
    if is_other_end(question, answer.text, text[max(0, span.start - 40) : span.start]):
        place = requested_end(question, said, *inside)
        labelled = labelled_end(question, text) if place is None else None
        return (Span(*labelled),) if labelled else answer.of_document(place)
    if not answer.is_cell and is_of_other_time(question, said, *inside):
        return answer.of_document(figure_of_time_asked(question, said, *inside))
    if not answer.is_cell and is_of_other_label(question, said, *inside):
        return answer.of_document(figure_of_label_asked(question, said, *inside))
    if is_compared_with(question, said, *inside):
        return answer.of_document(figure_compared(said, *inside))
    if is_exception(question, said, *inside) or _is_about_another(answer):
        return ()
    return None


def _is_about_another(answer: _Answer) -> bool:
    """Whether an answer is about the opposite, another section's thing, party, subject or year."""
    question, said, text = answer.question, answer.said, answer.document.text
    return (
        _is_about_opposite(question, answer.span, answer.sentence, answer.document)
        or is_in_other_section(
            question, said, answer.heading, (section.title for section in answer.document.sections)
        )
        or is_of_other_party(question, said, text)
        or (
            not answer.is_cell
            and (
                is_of_other_doer(question, said, text)
                or is_of_other_subject(question, said, answer.heading, text)
                or is_of_other_years_event(question, said, *answer.inside, answer.heading)
            )
        )
    )


def _is_no_answer(question: str, answer: str) -> bool:
    """Whether an answer says nothing, or has no word of the number or time that is asked for."""
    lacks = (lacks_count, lacks_length, lacks_time)
    return is_function_words(answer) or any(what_is_asked(question, answer) for what_is_asked in lacks)


def _has_too_few(question: str, span: Span, document: Document) -> bool:
    """Whether a question asks for three things, say, and an answer has only two, even if it is completed."""
    if number_asked(question) is None:
        return False
    return lacks_members(question, document.quote(complete_span(question, document, span)))


def _is_about_opposite(question: str, span: Span, sentence: Span, document: Document) -> bool:
    """Whether the sentence of an answer speaks of the opposite only; a table's headers may speak of both."""
    if document.table_at(span.start) is not None:
        return False
    start, end = max(0, sentence.start - CHARS_BEFORE), sentence.end + CHARS_AFTER
    around = f"{document.locate(span).section or ''} {document.text[start:end]}"
    inside = Span(max(span.start, sentence.start), min(span.end, sentence.end)).shifted(-sentence.start)
    said = document.quote(sentence)
    return is_about_opposite(question, said, inside.start, inside.end, around) or is_about_chinese_opposite(
        question, said, inside.start, inside.end
    )
