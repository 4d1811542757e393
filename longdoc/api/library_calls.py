"""The methods of LongDoc that work on the library of ingested documents."""

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

from longdoc.api.questions import check_answering, checked_paths, checked_questions
from longdoc.api.resources import Resources

__all__ = ["LibraryCalls"]


class LibraryCalls(Resources):
    """Methods to ingest documents, and to select, tag, ask and maintain what was ingested."""

    def ingest(self, paths: Iterable[str | Path]) -> Iterator[IngestResult]:
        """Read files into the library; a file that fails does not stop the others.

        Args:
            paths: the files.

        Yields:
            A result for each file, as soon as it is done.

        Raises:
            LibraryError: the library cannot be written.
            UsageError: `paths` is a single path.
        """
        from longdoc.library.batch import ingest_documents

        paths = checked_paths(paths)
        _ = self.library
        return ingest_documents(paths, self._cache, self.model)

    def documents(self) -> list[Entry]:
        """The ingested documents, in the order in which they were ingested."""
        return self._existing_library().entries()

    def forget(self, wanted: str | Path) -> Entry:
        """Remove a document from the library.

        Args:
            wanted: its path, or the beginning of its id.

        Returns:
            The entry that was removed.

        Raises:
            UsageError: there is no such document, or more than one.
        """
        entry = self._existing_library().find(str(wanted))
        self._cache.forget(entry)
        return entry

    def select(self, where: str | None = None, paths: Sequence[str] = ()) -> list[Entry]:
        """The ingested documents that match a condition.

        Args:
            where: a condition on tags, path, title, format, pages, tokens …, such as
                "kind = contract and date > 2020".
            paths: patterns, one of which the document's path must match; if empty, every path matches.

        Raises:
            LibraryError: there is no library, or it is empty.
            UsageError: the condition is malformed, or no document matches.
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
                "no document of the library matches the condition; `longdoc library list` shows all"
            )
        return entries

    def _nothing_ingested(self) -> LibraryError:
        return LibraryError(
            f"{self.library.folder}: the library is empty; add documents with `longdoc ingest PATH`"
        )

    def candidates(self, questions: Sequence[str], entries: Sequence[Entry] | None = None) -> list[Entry]:
        """The ingested documents with passages that may answer these questions.

        Args:
            entries: consider only these documents; by default all.
        """
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
        """Answer questions from all ingested documents; other arguments as in `LongDoc.ask`.

        Args:
            entries: consider only these documents; by default all.
            a_document_each: give at most one alternative from each document.

        Returns:
            One Answer for each question, in order.

        Raises:
            LibraryError: the library is empty.
            UsageError: a question is empty, or a number is out of range.
        """
        from longdoc.library.across import answer_across

        questions = checked_questions(questions)
        check_answering(top_alternatives, min_confidence)
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
        """The ingested document with this path, or whose id begins with `wanted`.

        Raises:
            UsageError: there is no such document, or more than one.
        """
        return self._existing_library().find(str(wanted))

    def tags(self) -> dict[str, dict[str, str]]:
        """The tags of ingested documents, by the SHA-256 of the document."""
        self._existing_library()
        return self._cache.index.tags()

    def duplicates(self) -> list[list[str]]:
        """Groups of ingested documents with the same text, as SHA-256."""
        self._existing_library()
        return self._cache.index.duplicates()

    def merge(self, folder: str | Path) -> Iterator[Merged]:
        """Copy the documents of another library into this one.

        Args:
            folder: the folder of the other library.

        Yields:
            A result for each document.
        """
        from longdoc.library.merge import merge_into

        _ = self.library
        return merge_into(self._cache, Path(folder))

    def check_library(self) -> Checked:
        """Verify the checksums of everything in the library, and repair what is damaged if possible."""
        from longdoc.library.checks import check_library

        self._existing_library()
        return check_library(self._cache)

    def tag(self, wanted: str | Path, tags: Mapping[str, str]) -> None:
        """Set tags of an ingested document.

        Args:
            wanted: its path, or the beginning of its id.
            tags: values by name.
        """
        entry = self.find(wanted)
        self._cache.index.tag(entry.sha256, tags.items())

    def open_entry(self, entry: Entry) -> Document:
        """Load a document from the library; the original file may be gone."""
        return self._cache.open_entry(entry)
