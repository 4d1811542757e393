"""Puts a span that a rule found (`longdoc.tasks.rules`) before the candidates of the networks."""

from __future__ import annotations

from dataclasses import replace

from longdoc.documents.types import Span
from longdoc.tasks.candidates.read_result import Found
from longdoc.tasks.spans.candidate import Candidate, mostly_overlap, without_overlaps

__all__ = ["prepend_rule_span"]

RULE_LEAD = 3.0  # logits by which the rule's span exceeds the best other one


def prepend_rule_span(found: Found, definition: Span | None) -> Found:
    """What was found, and before it the definition that was asked for."""
    number = next(
        (n for n, p in enumerate(found.passages) if definition and p.span.contains(definition)), None
    )
    if definition is None or number is None or not found.candidates:
        return found
    margin = max(0.0, found.candidates[0].margin) + RULE_LEAD
    same = next((c for c in found.candidates if mostly_overlap(c.span, definition)), None)
    best = replace(same, span=definition, margin=margin) if same else Candidate(margin, definition, number)
    return replace(found, candidates=tuple(without_overlaps([best, *found.candidates])))
