"""LongDoc: open, read, ask, summarize and ingest documents; the command line uses nothing else."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Self

from longdoc.errors import LibraryError, UsageError
from longdoc.paths import library_folder, model_folder

if TYPE_CHECKING:
    from longdoc.documents.ocr.choice import OcrChoice
    from longdoc.documents.types import Document
    from longdoc.library.batch import IngestResult
    from longdoc.library.cache import Cache, Progress
    from longdoc.library.checks import Checked
    from longdoc.library.merge import Merged
    from longdoc.library.store import Entry, Library
    from longdoc.network.types import Network
    from longdoc.network.with_reader import ReaderChoice
    from longdoc.reading.types import Reading
    from longdoc.tasks.types import Answer, Summary
    from longdoc.tasks.verify.verify import Verification

__all__ = ["LongDoc"]

log = logging.getLogger("longdoc")

MAX_QUESTION_CHARS = 2000  # what is longer is cut, and told


class LongDoc(AbstractContextManager["LongDoc"]):
    """Reads documents and answers from them. What was read is kept in the library and not read again.

    Example:
        >>> from longdoc import LongDoc
        >>> longdoc = LongDoc()
        >>> contract = longdoc.open("contract.pdf")
        >>> longdoc.ask(contract, "who is liable?").quote
        'The Provider shall be liable for ...'

    Args:
        library: folder of the library; by default $LONGDOC_LIBRARY, else the user's data folder.
        model: folder of the model; by default the shipped one.
        device: "auto" (CUDA, then MPS, then CPU) or a name that torch knows.
        reader: "auto" lets the model's second network, the reader, read the passages that count; "small" does
            without it, which is faster and less often right; "large" insists on it.
        cache: False neither takes anything from a library nor keeps anything.
        progress: called with ("model", "pages", "tokens" or "passages", done, in all) while it takes long.
        timeout_seconds: how long taking the text out of one file may take; what was read by then is used.
        max_memory_bytes: how much memory that may take, for what is read in a process of its own.
        ocr: "auto" recognises pages of PDFs that hold no text where the extra [ocr] is there, "always" every
            page, "never" none; by default $LONGDOC_OCR, else "auto".
    """

    def __init__(
        self,
        library: str | Path | None = None,
        *,
        model: str | Path | Network | None = None,
        device: str = "auto",
        reader: ReaderChoice = "auto",
        cache: bool = True,
        progress: Progress | None = None,
        timeout_seconds: float | None = None,
        max_memory_bytes: int | None = None,
        ocr: OcrChoice | None = None,
    ) -> None:
        self._library_given = library
        self._model_given = model
        self._device = device
        self._reader_choice = reader
        self._use_library = cache
        self._progress = progress
        self._budget = timeout_seconds, max_memory_bytes
        self._ocr = ocr

    def __exit__(self, *exception: object) -> None:
        self.close()

    def __enter__(self) -> Self:
        return self

    def close(self) -> None:
        """Give the library's database back."""
        cache: Cache | None = self.__dict__.pop("_cache", None)
        if cache:
            cache.close()

    def open(self, path: str | Path, *, password: str | None = None) -> Document:
        """A document from a file, or from standard input where `path` is "-".

        A document that only a password opens is used and not kept.

        Raises:
            DocumentError: it cannot be read; each reason has its own class.
        """
        if self._cache.is_opening(str(path)):
            self.model.prepare()
        return self._cache.open(str(path), password=password)

    def ahead(self, paths: Iterable[str | Path]) -> Iterator[str]:
        """The same paths, for a loop that opens each and works on it: meanwhile the next is being opened.

        Example:
            >>> for path in longdoc.ahead(["one.pdf", "two.pdf"]):
            ...     print(longdoc.summarize(longdoc.open(path)).summary)
        """
        return self._cache.ahead(str(path) for path in paths)

    def read(self, document: Document) -> Reading:
        """What the network makes of the whole document; computed once for each document and model."""
        return self._cache.read(document, self.model)

    def ask(
        self,
        document: Document,
        question: str,
        *,
        top_alternatives: int = 3,
        all_spans: bool = False,
        exhaustive: bool = False,
        min_confidence: float | None = None,
        explain: bool = False,
    ) -> Answer:
        """The answer to a question, an exact span of the document, or an Answer whose `answer` is None.

        Args:
            top_alternatives: how many other spans to give besides the best; for more than three all passages
                that search proposes are read, however sure the best is.
            all_spans: give every span that answers, for lists and counts.
            exhaustive: read every chunk with the question instead of the most promising passages.
            min_confidence: below this (0 to 1) there is no answer; by default the model's own threshold.
            explain: fill the answer's `explanation`: what was searched and read, what spoke for and against.
        """
        return self.ask_many(
            document,
            [question],
            top_alternatives=top_alternatives,
            all_spans=all_spans,
            exhaustive=exhaustive,
            min_confidence=min_confidence,
            explain=explain,
        )[0]

    def ask_many(
        self,
        document: Document,
        questions: Sequence[str],
        *,
        top_alternatives: int = 3,
        all_spans: bool = False,
        exhaustive: bool = False,
        min_confidence: float | None = None,
        explain: bool = False,
    ) -> list[Answer]:
        """Several questions to one document, in one go: one Answer each, in order. Options as for `ask`."""
        from longdoc.tasks.answer import answer_questions

        questions = _checked(questions)
        return answer_questions(
            questions,
            document,
            self.read(document),
            self.model,
            top_alternatives=top_alternatives,
            all_spans=all_spans,
            exhaustive=exhaustive,
            min_confidence=min_confidence,
            explain=explain,
            progress=partial(self._progress, "passages") if self._progress else None,
        )

    def summarize(
        self,
        document: Document,
        *,
        words: int | None = None,
        sentences: int | None = None,
        ratio: float | None = None,
        focus: str | None = None,
        by_section: bool = False,
        abridge: bool | None = None,
        density: float | None = None,
        explain: bool = False,
    ) -> Summary:
        """The sentences that say most, each with its place, in document order.

        Args:
            words, sentences, ratio: how long; at most one of the three. `ratio` is of the document's words.
            focus: a question or topic that the summary is to be about.
            by_section: summarize each outermost section by itself; `sentences` are then of each.
            abridge: whole passages of each chapter; None does so where the text is a story in chapters.
            density: 0 favours few long sentences, 1 many short ones; None is in between.
            explain: each sentence's `explanation` says its salience, its topic and what it stands for.
        """
        from longdoc.tasks.summarize import summarize

        if sum(length is not None for length in (words, sentences, ratio)) > 1:
            raise UsageError("give one of words, sentences and ratio, not several")
        reading = self.read(document)
        summary = summarize(
            document,
            reading,
            self.model,
            words=words,
            sentences=sentences,
            ratio=ratio,
            focus=focus,
            by_section=by_section,
            abridge=abridge,
            density=density,
        )
        if explain:
            from longdoc.tasks.explain_summary import explained

            summary = explained(summary, document, reading)
        return summary

    def verify(self, draft: Document, sources: Sequence[Document]) -> Verification:
        """Whether a draft quotes its sources as they are: a verdict on each quotation. No model is loaded."""
        from longdoc.tasks.verify.verify import verify

        if not sources:
            raise UsageError("no source is given to check quotations against")
        return verify(draft, sources)

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
        return fitting(_checked(questions), entries, self._cache, self.model)

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

        questions = _checked(questions)
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

    @cached_property
    def model(self) -> Network:
        """The network, loaded when first needed."""
        if self._progress:
            self._progress("model", 0, 1)
        from longdoc.network.load import load_network

        if not (self._model_given is None or isinstance(self._model_given, str | Path)):
            return self._model_given
        return load_network(model_folder(self._model_given), self._device, self._reader_choice)

    @property
    def library(self) -> Library:
        """The library.

        Raises:
            UsageError: this LongDoc was made without one.
            LibraryError: it cannot be opened or written.
        """
        if not self._use_library:
            raise UsageError("without a cache there is no library to use")
        if self._cache.library is None:
            return self._open_library()
        return self._cache.library

    def _existing_library(self) -> Library:
        from longdoc.library.store import Library

        if self._use_library:
            Library.require(library_folder(self._library_given))
        return self.library

    @cached_property
    def _cache(self) -> Cache:
        from longdoc.documents.limits import Limits
        from longdoc.documents.ocr.choice import chosen
        from longdoc.library.cache import Cache
        from longdoc.library.database import LibraryNotWritable

        library = None
        if self._use_library:
            try:
                library = self._open_library()
            except LibraryNotWritable as error:
                log.warning("%s; going on without keeping anything", error)
        seconds, memory_bytes = self._budget
        limits = Limits(file_seconds=seconds, max_memory_bytes=memory_bytes, ocr=chosen(self._ocr))
        return Cache(library, self._progress, limits)

    def _open_library(self) -> Library:
        from longdoc.library.store import Library

        return Library(library_folder(self._library_given))


def _checked(questions: Sequence[str]) -> list[str]:
    if not questions or not all(question.strip() for question in questions):
        raise UsageError("the question is empty")
    asked = [question.encode("utf-8", "replace").decode() for question in questions]
    for question in asked:
        if len(question) > MAX_QUESTION_CHARS:
            log.warning(
                "the question has %s characters; only the first %s are used",
                f"{len(question):,}", f"{MAX_QUESTION_CHARS:,}",
            )  # fmt: skip
    return [question[:MAX_QUESTION_CHARS] for question in asked]
