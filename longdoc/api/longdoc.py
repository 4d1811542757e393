"""LongDoc: open, read, ask, summarize and verify documents; the command line uses the same interface."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from longdoc.errors import UsageError

if TYPE_CHECKING:
    from longdoc.reading.types import Reading
    from longdoc.tasks.types import Answer, Summary
    from longdoc.tasks.verify.verify import Verification

from longdoc.api.library_calls import LibraryCalls
from longdoc.api.questions import check_answering, checked_paths, checked_questions, require_document
from longdoc.documents.types import Document

__all__ = ["LongDoc"]


class LongDoc(LibraryCalls):
    """Reads documents, answers questions about them and summarizes them; results are cached in a library.

    Several threads may share one LongDoc, and open, ask, summarize and ingest concurrently. Only one loop at
    a time may use `prefetched`, and `close` must be called after all threads are done.

    Example:
        >>> from longdoc import LongDoc
        >>> longdoc = LongDoc()
        >>> contract = longdoc.open("contract.pdf")
        >>> longdoc.ask(contract, "who is liable?").quote
        'The Provider shall be liable for ...'

    Args:
        library: folder of the library; by default $LONGDOC_LIBRARY, else in the user's data folder.
        model: folder of the model; by default the shipped one.
        device: "auto" (CUDA, then MPS, then CPU), or a device that torch knows.
        reader: "auto" uses the model's second network, the reader, for the most relevant passages, if the
            model has one; "small" does without it, which is faster and less accurate; "large" requires it.
        cache: False uses no library: nothing is taken from it, nothing is stored.
        progress: called with (step, done, total), where step is "model", "pages", "scans" (pages recognised
            by OCR), "tokens" or "passages".
        timeout_seconds: time limit for extracting the text of one file; what was extracted by then is used.
        max_memory_bytes: memory limit for formats that are parsed in a process of their own.
        ocr: "auto" recognises PDF pages without text if the extra [ocr] is installed, "always" all pages,
            "never" none; by default $LONGDOC_OCR, else "auto".
    """

    def open(self, path: str | Path, *, password: str | None = None) -> Document:
        """Open a document.

        Args:
            path: a file, or "-" for standard input.
            password: opens an encrypted document, which is then not stored in the library.

        Raises:
            DocumentError: it cannot be read; each reason has its own subclass.
        """
        if self._cache.is_opening(str(path)):
            self.model.prepare()
        return self._cache.open(str(path), password=password)

    def prefetched(self, paths: Iterable[str | Path]) -> Iterator[str]:
        """Iterate over paths while the next document is being opened in the background.

        Example:
            >>> for path in longdoc.prefetched(["one.pdf", "two.pdf"]):
            ...     print(longdoc.summarize(longdoc.open(path)).summary)
        """
        return self._cache.prefetched(checked_paths(paths))

    def read(self, document: Document) -> Reading:
        """Read a document with the network; cached for each document and model."""
        require_document(document)
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
        """Answer a question with an exact span of the document.

        Args:
            document: the document.
            question: the question, in English or Chinese.
            top_alternatives: how many other spans to return besides the best; with more than three, the
                reader does not stop as soon as the best one is settled.
            all_spans: return every other span that answers the question, in document order.
            exhaustive: read the whole document with the question, instead of the most relevant passages.
            min_confidence: the confidence, in 0..1, below which there is no answer; by default the model's.
            explain: fill in `Answer.explanation`: search, passages read, evidence for and against.

        Returns:
            An Answer; its `answer` is None if the document has none.

        Raises:
            UsageError: the question is empty, or a number is out of range.
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
        """Answer several questions together, which is faster; arguments as in `ask`.

        Returns:
            One Answer for each question, in order.
        """
        from longdoc.tasks.answers.answer import answer_questions

        questions = checked_questions(questions)
        check_answering(top_alternatives, min_confidence)
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
        """Summarize a document by its most salient sentences, unchanged, in document order.

        Args:
            document: the document.
            words: the maximum length in words (Chinese: characters).
            sentences: the length in sentences; with `by_section`, of each section.
            ratio: the length as a share of the document's words, in 0..1. Give at most one of the three.
            focus: a question or topic that the summary is about.
            by_section: summarize each top-level section by itself.
            abridge: select whole passages of each chapter; None does so if the text is a story in chapters.
            density: 0 favours few long sentences, 1 many short ones; None is in between.
            explain: fill in `SummarySentence.explanation`: salience, topic, and similar sentences.

        Raises:
            UsageError: a length is out of range, or more than one is given.
        """
        from longdoc.tasks.summaries.summarize import summarize

        if sum(length is not None for length in (words, sentences, ratio)) > 1:
            raise UsageError("give at most one of words, sentences and ratio")
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
            from longdoc.tasks.summaries.explain import explained

            summary = explained(summary, document, reading)
        return summary

    def verify(self, draft: Document, sources: Sequence[Document]) -> Verification:
        """Check the quotations in a draft against its sources, without a model.

        Args:
            draft: the document that quotes.
            sources: the documents that are quoted.

        Returns:
            A Verification with a verdict on each quotation.

        Raises:
            UsageError: there are no sources, or something given is no Document.
        """
        from longdoc.tasks.verify.verify import verify

        if isinstance(sources, Document):
            raise UsageError("sources must be a list of documents; give [source]")
        for document in (draft, *sources):
            require_document(document)
        if not sources:
            raise UsageError("give at least one source to check quotations against")
        return verify(draft, sources)
