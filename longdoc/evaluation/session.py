"""An evaluation session: a data folder, a model, and documents that are read only once."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from longdoc.documents.types import Document
from longdoc.errors import DataError
from longdoc.evaluation.datasets import Context, Summarized, read_contexts, read_summaries, read_texts
from longdoc.evaluation.json_lines import read_objects
from longdoc.network.types import Network
from longdoc.reading.reader import read_document
from longdoc.reading.types import Reading
from longdoc.tasks.answers.answer import SETTLING_ALTERNATIVES
from longdoc.tasks.candidates.candidate_set import CandidateSet
from longdoc.tasks.candidates.find import find_candidates, passages_for
from longdoc.tasks.confidence.calibration import Calibration

__all__ = ["Session"]

T = TypeVar("T")

log = logging.getLogger("longdoc")

MOST_KEPT_TOKENS = 4_000_000  # in the Readings kept in memory


@dataclass
class Session:
    """A model, a data folder with qa/, docs/ and summaries/, and how much of it to use.

    Args:
        limit: at most this many documents of each set, spread evenly over its file; None uses all.
        longest_chars: longer documents are skipped; None uses all.
    """

    data: Path
    model: Network
    limit: int | None = None
    longest_chars: int | None = None
    calibration: Calibration | None = None  # instead of the model's own
    _found: dict[tuple[object, ...], list[CandidateSet]] = field(default_factory=dict)
    _kept: dict[str, tuple[Document, Reading]] = field(default_factory=dict)

    def open(self, text: str, name: str) -> tuple[Document, Reading]:
        """A text as a document, with its Reading, which is kept for later calls."""
        return self.opened(Document.from_text(text, name))

    def opened(self, document: Document) -> tuple[Document, Reading]:
        """A document with its Reading, which is kept for later calls."""
        if document.sha256 not in self._kept:
            if sum(len(r.token_ids_T) for _, r in self._kept.values()) > MOST_KEPT_TOKENS:
                self._kept.clear()
            self._kept[document.sha256] = document, self.read(document)
        return self._kept[document.sha256]

    def read(self, document: Document) -> Reading:
        """Read a document without keeping the Reading."""
        return read_document(document, self.model)

    def find(
        self, questions: Sequence[str], document: Document, reading: Reading, top_alternatives: int = 3
    ) -> list[CandidateSet]:
        """The candidates for each question, found as for a user; earlier results are reused."""
        top = passages_for(top_alternatives)
        settling = top_alternatives <= SETTLING_ALTERNATIVES
        key = (top, settling, document.sha256, *questions)
        if key not in self._found:
            self._found[key] = find_candidates(
                questions, document, reading, self.model, top=top, settling=settling
            )
        return self._found[key]

    def contexts(self, name: str) -> list[Context]:
        """The contexts of qa/NAME.dev.jsonl.xz; the limit counts documents.

        Raises:
            DataError: there is no such file, or a line is invalid.
        """
        path = self._file("qa", name)
        wanted = {str(item["doc"]) for _, item in read_objects(path) if "doc" in item}
        contexts = list(read_contexts(path, dict(self._texts(wanted)), log.warning))
        contexts = [c for c in contexts if self.longest_chars is None or len(c.text) <= self.longest_chars]
        kept = set(self.some(list(dict.fromkeys(c.document for c in contexts))))
        return [c for c in contexts if c.document in kept]

    def summaries(self, name: str, kind: str | None = None) -> list[Summarized]:
        """The targets of summaries/NAME.dev.jsonl.xz that summarize the whole document.

        Raises:
            DataError: there is no such file, or a line is invalid.
        """
        items = [
            item
            for item in read_summaries(self._file("summaries", name))
            if item.focus is None and item.summaries and kind in (None, item.kind)
        ]
        items = [i for i in items if self.longest_chars is None or len(i.text) <= self.longest_chars]
        return self.some(items)

    def _file(self, kind: str, name: str) -> Path:
        path = self.data / kind / f"{name}.dev.jsonl.xz"
        if not path.is_file():
            raise DataError(
                f"{path}: no such file; give the data folder that holds qa/, docs/ and summaries/"
            )
        return path

    def _texts(self, wanted: set[str]) -> Iterator[tuple[str, str]]:
        """The texts of these documents; files in docs/ named like a prefix of the ids are read first."""
        folder, missing = self.data / "docs", set(wanted)
        kinds = {name.split("/")[0] for name in wanted}
        for path in sorted(folder.glob("*.jsonl.xz"), key=lambda path: path.name.split(".")[0] not in kinds):
            if not missing:
                return
            for item in read_texts(path):
                if item.id in missing:
                    missing.remove(item.id)
                    yield item.id, item.text

    def some(self, items: Sequence[T]) -> list[T]:
        """At most `limit` of the items, evenly spaced."""
        if self.limit is None or len(items) <= self.limit:
            return list(items)
        return [items[len(items) * n // self.limit] for n in range(self.limit)]
