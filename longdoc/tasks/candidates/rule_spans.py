"""Puts the spans that a rule found (`longdoc.tasks.rules`) before the candidates of the networks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from longdoc.documents.types import Document, Span
from longdoc.tasks.candidates.candidate_set import CandidateSet
from longdoc.tasks.rules.article_count import last_article
from longdoc.tasks.rules.byline import byline
from longdoc.tasks.rules.captions import caption_asked
from longdoc.tasks.rules.chinese_cells import chinese_cell
from longdoc.tasks.rules.chinese_events import chinese_event
from longdoc.tasks.rules.chinese_values import chinese_value
from longdoc.tasks.rules.contact_details import sole_detail
from longdoc.tasks.rules.definitions import definition_of
from longdoc.tasks.rules.document_date import document_date
from longdoc.tasks.rules.german_clauses import german_clause
from longdoc.tasks.rules.labelled_items import description_of
from longdoc.tasks.rules.labelled_values import labelled_value
from longdoc.tasks.rules.listed_values import listed_value
from longdoc.tasks.rules.mail_fields import mail_field
from longdoc.tasks.rules.numbered_items import numbered_item
from longdoc.tasks.rules.parties import parties_asked
from longdoc.tasks.rules.role_lists import holder_asked
from longdoc.tasks.rules.separate_places import separate_places
from longdoc.tasks.rules.signatures import signatory_asked
from longdoc.tasks.spans.candidate import Candidate, mostly_overlap, without_overlaps
from longdoc.tasks.tables.several_rows import cells_of_rows
from longdoc.tasks.tables.view import TableView

__all__ = ["prepend_rule_spans", "rule_spans"]

RULE_LEAD = 3.0  # logits by which the rule's span exceeds the best other one


def rule_spans(question: str, document: Document, views: Sequence[TableView]) -> tuple[Span, ...]:
    """The spans that answer by their form alone: parties, a definition, a field, the rows of a table.

    Several spans make one answer that stands in several places.
    """
    rules = (
        parties_asked, signatory_asked, definition_of, holder_asked, mail_field, byline, sole_detail,
        document_date, description_of, caption_asked, numbered_item, last_article, german_clause,
        chinese_cell, chinese_value, chinese_event, labelled_value, listed_value,
    )  # fmt: skip
    for find in rules:
        if span := find(question, document):
            return (span,)
    return tuple(cells_of_rows(question, views) or separate_places(question, document))


def prepend_rule_spans(found: CandidateSet, spans: Sequence[Span]) -> CandidateSet:
    """The same candidates with the rule's first span first; unchanged if no passage read contains it.

    Of a span that no passage contains, the beginning counts.
    """
    span = spans[0] if spans else None
    if span is None or not found.candidates:
        return found
    places = (span, Span(span.start, span.start + 1))
    holding = (n for place in places for n, p in enumerate(found.passages) if p.span.contains(place))
    number = next(holding, None)
    if number is None:
        return found
    margin = max(0.0, found.candidates[0].margin) + RULE_LEAD
    same = next((c for c in found.candidates if mostly_overlap(c.span, span)), None)
    best = replace(same, span=span, margin=margin) if same else Candidate(margin, span, number)
    series = tuple(spans) if len(spans) > 1 else ()
    return replace(found, candidates=tuple(without_overlaps([best, *found.candidates])), series=series)
