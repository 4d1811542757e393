"""LongDoc: open, read, ask and summarize documents; the command line uses nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from longdoc.errors import UsageError

if TYPE_CHECKING:
    from longdoc.documents.types import Document
    from longdoc.reading.types import Reading
    from longdoc.tasks.types import Answer, Summary
    from longdoc.tasks.verify.verify import Verification

from longdoc.api.library_calls import LibraryCalls
from longdoc.api.questions import checked_questions

__all__ = ["LongDoc"]


class LongDoc(LibraryCalls):
    """Reads documents and answers from them. What was read is kept in the library and not read again.

    Several threads may use one LongDoc: open, ask, summarize and ingest at the same time. `prefetched` is for
    one loop at a time, and `close` for when all are done.

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

    def open(self, path: str | Path, *, password: str | None = None) -> Document:
        """A document from a file, or from standard input where `path` is "-".

        A document that only a password opens is used and not kept.

        Raises:
            DocumentError: it cannot be read; each reason has its own class.
        """
        if self._cache.is_opening(str(path)):
            self.model.prepare()
        return self._cache.open(str(path), password=password)

    def prefetched(self, paths: Iterable[str | Path]) -> Iterator[str]:
        """The same paths, for a loop that opens each and works on it: meanwhile the next is being opened.

        Example:
            >>> for path in longdoc.prefetched(["one.pdf", "two.pdf"]):
            ...     print(longdoc.summarize(longdoc.open(path)).summary)
        """
        return self._cache.prefetched(str(path) for path in paths)

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
        from longdoc.tasks.answers.answer import answer_questions

        questions = checked_questions(questions)
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
        from longdoc.tasks.summaries.summarize import summarize

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
            from longdoc.tasks.summaries.explain import explained

            summary = explained(summary, document, reading)
        return summary

    def verify(self, draft: Document, sources: Sequence[Document]) -> Verification:
        """Whether a draft quotes its sources as they are: a verdict on each quotation. No model is loaded."""
        from longdoc.tasks.verify.verify import verify

        if not sources:
            raise UsageError("no source is given to check quotations against")
        return verify(draft, sources)
