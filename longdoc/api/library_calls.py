"""The part of LongDoc that works on ingested documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from longdoc.errors import LibraryError, UsageError

if TYPE_CHECKING:
    from longdoc.documents.types import Document
    from longdoc.library.batch import IngestResult
    from longdoc.library.checks import Checked
    from longdoc.library.merge import Merged
    from longdoc.library.store import Entry
    from longdoc.tasks.types import Answer

from longdoc.api.questions import checked_questions
from longdoc.api.resources import Resources

__all__ = ["LibraryCalls"]


class LibraryCalls(Resources):
    """Ingest, select, tag and ask a library as a whole."""

    def ingest(self, paths: Iterable[str | Path]) -> Iterator[IngestResult]:
        """Read files into the library, one result each as it is done; one that fails does not stop the rest.

        Raises:
            LibraryError: nothing can be stored.
        """
        from longdoc.library.batch import ingest_documents

        _ = self.library
        return ingest_documents((str(path) for path in paths), self._cache, self.model)

    def documents(self) -> list[Entry]:
        """What was ingested, in that order."""
        return self._existing_library().entries()

    def forget(self, wanted: str | Path) -> Entry:
        """Remove a document from the library, by its path or the beginning of its id; returns what it was."""
        entry = self._existing_library().find(str(wanted))
        self._cache.forget(entry)
        return entry

    def select(self, where: str | None = None, paths: Sequence[str] = ()) -> list[Entry]:
        """The ingested documents that meet a condition.

        Args:
            where: over tags, path, title, format, pages, tokens …: "kind = contract and date > 2020".
            paths: patterns, of which the document's path meets one; none stands for all.

        Raises:
            LibraryError: there is no library, or nothing was ingested into it.
            UsageError: the condition cannot be understood, or no document meets it.
        """
        from longdoc.library.filters import known_of, matches_path, parse_where

        condition = parse_where(where) if where is not None else None
        entries = self.documents()
        if not entries:
            raise self._nothing_ingested()
        if condition is not None:
            tags = self._cache.index.tags()
            entries = [e for e in entries if condition(known_of(e, tags.get(e.sha256, {})))]
        if paths:
            entries = [e for e in entries if matches_path(e.path, paths)]
        if not entries:
            raise UsageError(
                "no document of the library meets the condition; `longdoc library list` shows all"
            )
        return entries

    def _nothing_ingested(self) -> LibraryError:
        return LibraryError(
            f"{self.library.folder}: nothing was ingested here; `longdoc ingest PATH` does it"
        )

    def candidates(self, questions: Sequence[str], entries: Sequence[Entry] | None = None) -> list[Entry]:
        """The ingested documents, or those of the entries given, that hold passages to answer from."""
        from longdoc.library.across import fitting

        entries = self.select() if entries is None else entries
        return fitting(checked_questions(questions), entries, self._cache, self.model)

    def ask_library(
        self,
        questions: Sequence[str],
        entries: Sequence[Entry] | None = None,
        *,
        top_alternatives: int = 3,
        all_spans: bool = False,
        min_confidence: float | None = None,
        explain: bool = False,
        a_document_each: bool = False,
    ) -> list[Answer]:
        """One Answer to each question out of all that was ingested, or out of the entries given.

        Args:
            a_document_each: at most one answer of each document among the alternatives.

        Raises:
            LibraryError: nothing was ingested.
        """
        from longdoc.library.across import answer_across

        questions = checked_questions(questions)
        if not self._existing_library().count():
            raise self._nothing_ingested()
        return answer_across(
            questions,
            entries,
            self._cache,
            self.model,
            a_document_each=a_document_each,
            top_alternatives=top_alternatives,
            all_spans=all_spans,
            min_confidence=min_confidence,
            explain=explain,
        )

    def find(self, wanted: str | Path) -> Entry:
        """The one ingested document with this path, or whose id begins so.

        Raises:
            UsageError: there is none, or more than one.
        """
        return self._existing_library().find(str(wanted))

    def tags(self) -> dict[str, dict[str, str]]:
        """The tags of ingested documents, by the sha256 of the documents."""
        self._existing_library()
        return self._cache.index.tags()

    def duplicates(self) -> list[list[str]]:
        """Groups of ingested documents (sha256) that hold the same text."""
        self._existing_library()
        return self._cache.index.duplicates()

    def merge(self, folder: str | Path) -> Iterator[Merged]:
        """Take over what another library holds, document by document."""
        from longdoc.library.merge import merge_into

        _ = self.library
        return merge_into(self._cache, Path(folder))

    def check_library(self) -> Checked:
        """Compare everything in the library with its checksums, and repair what can be."""
        from longdoc.library.checks import check_library

        self._existing_library()
        return check_library(self._cache)

    def tag(self, wanted: str | Path, tags: Mapping[str, str]) -> None:
        """Give an ingested document tags, named by its path or the beginning of its id."""
        self._cache.index.tag(self.find(wanted).sha256, tags.items())

    def open_entry(self, entry: Entry) -> Document:
        """A document of the library; its original need not exist any more."""
        return self._cache.open_entry(entry)
