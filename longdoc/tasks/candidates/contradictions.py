"""Lowers candidates that a question rules out: another unit, end, year or label, the opposite, an aside.

All are lowered if the document lacks a numbered thing that the question names. What an amendment in the
document replaces is ruled out, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

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


def _reconsidered(question: str, one: Candidate, document: Document) -> Iterator[Candidate]:
    span, text = one.span, document.text
    answer = document.quote(span)
    lowered, is_cell = replace(one, margin=one.margin - PENALTY), document.table_at(span.start) is not None
    if (places := amended(question, span, document)) is not None:
        yield lowered
        yield from (replace(one, span=place) for place in places)
        return
    behind = re.split(r"[\n|]", text[span.end : span.end + RATE_CHARS])[0]
    before = re.split(r"[\n\t|,.;:(]|  ", text[max(0, span.start - RATE_CHARS_BEFORE) : span.start])[-1]
    if (
        is_other_measure(question, answer, text[span.end : span.end + 10])
        or is_other_rate(question, answer, behind, before)
        or is_other_kind(question, answer)
        or is_condition(question, answer)
        or (not is_cell and _is_no_answer(question, answer))
    ):
        yield lowered
        return
    if is_question_heading(document, span):
        yield lowered
        under = answer_under(question, document, span)
        if under is not None:
            yield replace(one, span=under)
        return
    if not is_cell and only_repeats(question, answer):
        one = replace(one, margin=one.margin - REPETITION_PENALTY)
    if not is_cell and _has_too_few(question, span, document):
        one = replace(one, margin=one.margin - REPETITION_PENALTY)
    if lacks_number(question, answer):
        one = replace(one, margin=one.margin - NUMBER_PENALTY)
    sentence = next(sentences_touched(document, span), span)
    if (value := key_term_referred_to(question, span, sentence, document)) is not None:
        yield lowered
        yield replace(one, span=value)
        return
    said, inside = document.quote(sentence), (span.start - sentence.start, span.end - sentence.start)
    if (detail := detail_asked(question, said, *inside)) is not None:
        yield replace(one, span=Span(*detail).shifted(sentence.start))
        return
    if is_without_detail(question, said):
        yield lowered
        return
    if is_other_end(question, answer, text[max(0, span.start - 40) : span.start]):
        place = requested_end(question, said, *inside)
        if place is None and (labelled := labelled_end(question, text)):
            yield lowered
            yield replace(one, span=Span(*labelled))
            return
    elif not is_cell and is_of_other_time(question, said, *inside):
        place = figure_of_time_asked(question, said, *inside)
    elif not is_cell and is_of_other_label(question, said, *inside):
        place = figure_of_label_asked(question, said, *inside)
    elif is_compared_with(question, said, *inside):
        place = figure_compared(said, *inside)
    elif is_exception(question, said, *inside):
        place = None
    else:
        is_other = (
            _is_about_opposite(question, span, sentence, document)
            or _is_elsewhere(question, span, said, document)
            or is_of_other_party(question, said, text)
            or (not is_cell and is_of_other_doer(question, said, text))
            or (
                not is_cell and is_of_other_subject(question, said, document.locate(span).section or "", text)
            )
            or _is_of_other_year(question, span, said, inside, document)
        )
        yield lowered if is_other else one
        return
    yield lowered
    if place is not None:
        yield replace(one, span=Span(*place).shifted(sentence.start))


def _is_no_answer(question: str, answer: str) -> bool:
    """Whether an answer says nothing, or has no word of the number or time that is asked for."""
    lacks = (lacks_count, lacks_length, lacks_time)
    return is_function_words(answer) or any(what_is_asked(question, answer) for what_is_asked in lacks)


def _is_of_other_year(
    question: str, span: Span, said: str, inside: tuple[int, int], document: Document
) -> bool:
    heading = document.locate(span).section or ""
    is_cell = document.table_at(span.start) is not None
    return not is_cell and is_of_other_years_event(question, said, *inside, heading)


def _has_too_few(question: str, span: Span, document: Document) -> bool:
    """Whether a question asks for three things, say, and an answer has only two, even if it is completed."""
    if number_asked(question) is None:
        return False
    return lacks_members(question, document.quote(complete_span(question, document, span)))


def _is_elsewhere(question: str, span: Span, said: str, document: Document) -> bool:
    """Whether an answer stands in the section on another thing of the kind that the question names."""
    own = document.locate(span).section or ""
    return is_in_other_section(question, said, own, (section.title for section in document.sections))


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
