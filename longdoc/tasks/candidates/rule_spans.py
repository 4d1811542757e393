"""Puts the span that a rule found (`longdoc.tasks.rules`) before the candidates of the networks."""

from __future__ import annotations

from dataclasses import replace

from longdoc.documents.types import Document, Span
from longdoc.tasks.candidates.candidate_set import CandidateSet
from longdoc.tasks.rules.article_count import last_article
from longdoc.tasks.rules.chinese_cells import chinese_cell
from longdoc.tasks.rules.chinese_events import chinese_event
from longdoc.tasks.rules.chinese_values import chinese_value
from longdoc.tasks.rules.definitions import definition_of
from longdoc.tasks.rules.document_date import document_date
from longdoc.tasks.rules.labelled_items import description_of
from longdoc.tasks.rules.labelled_values import labelled_value
from longdoc.tasks.rules.mail_fields import mail_field
from longdoc.tasks.rules.parties import parties_asked
from longdoc.tasks.rules.signatures import signatory_asked
from longdoc.tasks.spans.candidate import Candidate, mostly_overlap, without_overlaps

__all__ = ["prepend_rule_span", "rule_span"]

RULE_LEAD = 3.0  # logits by which the rule's span exceeds the best other one


def rule_span(question: str, document: Document) -> Span | None:
    """The span that answers by its form alone: parties, a definition, a field, a date, a label, a value."""
    rules = (
        parties_asked, signatory_asked, definition_of, mail_field, document_date, description_of,
        last_article, chinese_cell, chinese_value, chinese_event, labelled_value,
    )  # fmt: skip
    spans = (find(question, document) for find in rules)
    return next((span for span in spans if span), None)


def prepend_rule_span(found: CandidateSet, span: Span | None) -> CandidateSet:
    """The same candidates with the rule's span first; unchanged if no passage read contains it."""
    number = next((n for n, p in enumerate(found.passages) if span and p.span.contains(span)), None)
    if span is None or number is None or not found.candidates:
        return found
    margin = max(0.0, found.candidates[0].margin) + RULE_LEAD
    same = next((c for c in found.candidates if mostly_overlap(c.span, span)), None)
    best = replace(same, span=span, margin=margin) if same else Candidate(margin, span, number)
    return replace(found, candidates=tuple(without_overlaps([best, *found.candidates])))
