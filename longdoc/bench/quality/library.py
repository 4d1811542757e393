"""Questions to a whole library: whether the right document is first, and the passage among the first five.

The questions of a dev set are asked of their documents together with others of the same kind: with BM25
alone, with longdoc's search, and with the answers from the passages that search finds.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

from longdoc.bench.quality.measurement import Measurement
from longdoc.documents.types import Document, Span
from longdoc.errors import DataError
from longdoc.evaluation.datasets import Context, read_texts
from longdoc.evaluation.session import Session
from longdoc.library.index import Hit, LibraryIndex
from longdoc.library.search import proposed_by_document, search_library
from longdoc.reading.types import Reading
from longdoc.tasks.answers.answer import answer_questions

__all__ = ["library_questions"]

SETS = {  # reported separately, as CUAD asks the same questions of every contract
    "written questions": ("longdoc-qa", "longdoc-qa3", "handbooks", "textbooks"),
    "cuad": ("cuad",),
}
KINDS = {  # of documents, with the files in docs/ that hold them; ids or sets are named after these files
    "contracts": ("cuad",), "papers": ("scisumm", "plos"), "laws": ("dclaw", "canada"),
    "specifications": ("peps", "rfcs", "eips", "keps"), "handbooks": ("handbooks",),
    "textbooks": ("textbooks",), "Chinese": ("zhlaw", "zhhist", "zhtech"),
}  # fmt: skip
OTHERS = 100  # further documents of the same kind, if the session has no limit
QUESTIONS = 120  # of each set and kind
FIRST = 5
MEASURES = (
    "right document first, BM25", "passage in the first five, BM25",
    "right document first, search", "passage in the first five, search",
    "right document first, answered",
)  # fmt: skip

log = logging.getLogger("longdoc")


@dataclass(frozen=True, slots=True)
class _Asked:
    question: str
    sha256: str
    spans: tuple[Span, ...]


def library_questions(session: Session) -> Iterator[Measurement]:
    """For each set and kind of documents: BM25, search, and answers."""
    for name, sets in SETS.items():
        by_kind = _by_kind(session, sets)
        for kind in KINDS:
            if kind in by_kind:
                yield from _measured(session, name, kind, by_kind[kind])


def _by_kind(session: Session, sets: Iterable[str]) -> dict[str, list[Context]]:
    """The contexts of those sets that the data folder has, by kind."""
    by_kind: dict[str, list[Context]] = {}
    for name in sets:
        try:
            contexts = session.contexts(name)
        except DataError as missing:
            log.warning("left out: %s", missing)
            continue
        for context in contexts:
            file = context.document.split("/")[0]
            kind = next((k for k, files in KINDS.items() if {file, name} & set(files)), None)
            if kind is not None:
                by_kind.setdefault(kind, []).append(context)
    return by_kind


def _measured(session: Session, name: str, kind: str, contexts: Sequence[Context]) -> Iterator[Measurement]:
    held: dict[str, tuple[Document, Reading]] = {}
    with TemporaryDirectory() as folder:
        index = LibraryIndex(Path(folder))
        asked = _questions(session, contexts, index, held)
        wanted = {context.document for context in contexts}
        for text, source in _others(session, kind, wanted):
            _add(index, held, Document.from_text(text, source), session)
        counts = _counted(session, index, held, asked) if asked else {}
        index.close()
    for measure, right in counts.items():
        yield Measurement(
            f"library of {len(held)} {kind}", name, measure, 100 * right / len(asked), len(asked)
        )


def _questions(
    session: Session,
    contexts: Sequence[Context],
    index: LibraryIndex,
    held: dict[str, tuple[Document, Reading]],
) -> list[_Asked]:
    asked = []
    for context in contexts:
        document = Document.from_text(context.text, context.document)
        _add(index, held, document, session)
        for question in context.questions:
            spans = tuple(Span(start, end) for start, end in question.answers)
            if spans:
                asked.append(_Asked(question.text, document.sha256, spans))
    return [asked[len(asked) * n // QUESTIONS] for n in range(QUESTIONS)] if len(asked) > QUESTIONS else asked


def _others(session: Session, kind: str, wanted: set[str]) -> Iterator[tuple[str, str]]:
    count = 0
    files = [session.data / "docs" / f"{name}.jsonl.xz" for name in KINDS[kind]]
    for item in chain.from_iterable(read_texts(file) for file in files if file.is_file()):
        if item.id in wanted or (session.longest_chars and len(item.text) > session.longest_chars):
            continue
        if count == (OTHERS if session.limit is None else session.limit):
            return
        count += 1
        yield item.text, item.id


def _add(
    index: LibraryIndex, held: dict[str, tuple[Document, Reading]], document: Document, session: Session
) -> None:
    if document.sha256 not in held:
        held[document.sha256] = document, session.read(document)
        index.add(*held[document.sha256])


def _counted(
    session: Session, index: LibraryIndex, held: dict[str, tuple[Document, Reading]], asked: Iterable[_Asked]
) -> Counter[str]:
    model = session.model
    counts: Counter[str] = Counter(dict.fromkeys(MEASURES, 0))
    for one in asked:
        words = list(index.hits(list(index.by_words(one.question, FIRST))).values())
        scored = search_library(one.question, index, model, lambda x: held[x][1].vectors_TV, top=12)
        for way, hits in (("BM25", words), ("search", [x.hit for x in scored])):
            counts[f"right document first, {way}"] += bool(hits) and hits[0].sha256 == one.sha256
            counts[f"passage in the first five, {way}"] += any(_holds(hit, one) for hit in hits[:FIRST])
        answers = [
            (answer_questions([one.question], *held[sha256], model, proposed=[passages])[0], sha256)
            for sha256, passages in proposed_by_document(scored).items()
        ]
        best = max(answers, key=lambda pair: (pair[0].answer is not None, pair[0].confidence), default=None)
        counts["right document first, answered"] += best is not None and best[1] == one.sha256
    return counts


def _holds(hit: Hit, asked: _Asked) -> bool:
    return hit.sha256 == asked.sha256 and any(hit.span.overlaps(span) for span in asked.spans)
