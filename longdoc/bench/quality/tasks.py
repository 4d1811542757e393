"""`longdoc bench quality`: the quality of answers, search and summaries, set by set.

Every measurement takes the path of a user's question: the whole document is read, searched and answered from,
with the shipped settings. Sets are files of a data folder in the format of the training data.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from longdoc.bench.quality.answers import (
    absent,
    contracts,
    contracts_reworded,
    kinds,
    paragraph_reading,
    tables,
    whole_documents,
)
from longdoc.bench.quality.both_forms import both_forms
from longdoc.bench.quality.clauses import clauses
from longdoc.bench.quality.far_facts import far_facts
from longdoc.bench.quality.far_spans import far_spans
from longdoc.bench.quality.library import library_questions
from longdoc.bench.quality.measurement import Measurement
from longdoc.bench.quality.search import passage_search
from longdoc.bench.quality.summaries import summaries, summary_peers
from longdoc.evaluation.session import Session

__all__ = ["TASKS", "measure_quality"]

TASKS: dict[str, Callable[[Session], Iterator[Measurement]]] = {
    "paragraphs": paragraph_reading,
    "tables": tables,
    "contracts": contracts,
    "contracts-reworded": contracts_reworded,
    "clauses": clauses,
    "search": passage_search,
    "answers": whole_documents,
    "kinds": kinds,
    "absent": absent,
    "summaries": summaries,
    "summary-peers": summary_peers,
    "both-forms": both_forms,
    "far-spans": far_spans,
    "far-facts": far_facts,
    "library": library_questions,
}


def measure_quality(session: Session, tasks: Iterable[str] | None = None) -> Iterator[Measurement]:
    """Yield the measurements of the named tasks, or of all tasks, as they are done."""
    for name in tasks or TASKS:
        yield from TASKS[name](session)
