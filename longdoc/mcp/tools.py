"""The tools, which return short texts: whatever a document holds, at most `MOST_CHARS` characters."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path

from longdoc.api import LongDoc
from longdoc.documents.find import find_documents
from longdoc.documents.types import Document, Page, Section, Span
from longdoc.errors import DocumentError, LibraryError, UsageError
from longdoc.library.across import best_answer
from longdoc.library.store import Entry
from longdoc.mcp.roots import Roots
from longdoc.mcp.whole import whole_findings
from longdoc.plurals import counted
from longdoc.tasks.types import Alternative, Answer
from longdoc.tasks.verify.types import Change, Status, Verdict
from longdoc.tasks.whole.types import Occurrence

__all__ = ["MOST_CHARS", "Tools"]

MOST_CHARS = 6_000  # of one result: about 1,500 tokens
HEAD_CHARS = 1_000  # of a result, before its list
QUOTE_CHARS = 600
LINES_A_PAGE = 40
PLACES_A_PAGE = 10
CONTEXT_CHARS = 70
MOST_ALTERNATIVES = 5
MOST_WORDS = 500
MOST_DRAFT_CHARS = 20_000
MOST_SOURCES = 20
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


class Tools:
    """Works on the documents inside the roots, some of which the library may hold."""

    def __init__(self, longdoc: LongDoc) -> None:
        self._longdoc = longdoc

    def map(self, roots: Roots, path: str, page: int) -> str:
        """The list of documents, or the sections of one document with pages and tokens."""
        if not path:
            return _paged(list(self._documents(roots)), page, "documents", "map")
        document = self._open(roots, path)
        starts = [start for start, _ in self._longdoc.model.tokenizer.encode(document.text).spans.tolist()]
        pages = f", {counted(len(document.pages), 'page')}" if document.pages else ""
        head = f"{_line(document.title or path, 120)}{pages}, {counted(len(starts), 'token')}"
        head += "".join(f"\nnote: {_line(notice, 200)}" for notice in document.notices[:3])
        lines = [_section_line(i, one, document, starts) for i, one in enumerate(document.sections, 1)]
        if not lines:
            return f"{head}\nno sections; read it by pages, or from a character offset (start)"
        return f"{head}\n{_paged(lines, page, 'sections', 'map')}"

    def ask(self, roots: Roots, path: str, question: str, alternatives: int, exhaustive: bool) -> str:
        """The answer with its sentence and place, or a statement that there is none."""
        if not question.strip():
            raise UsageError("the question is empty")
        if path and (whole := whole_findings(self._open(roots, path), question)):
            return _whole(*whole)
        wanted = max(0, min(alternatives, MOST_ALTERNATIVES))
        answers = [
            self._longdoc.ask(document, question, top_alternatives=max(1, wanted), exhaustive=exhaustive)
            for document in self._asked(roots, path, question)
        ]
        answer = best_answer(answers, max(1, wanted))
        if answer.answer is None:
            near = answer.alternatives[:1]
            closest = f"; the closest candidate, rejected:\n{_placed(near[0], roots)}" if near else ""
            return _bounded(f"no answer in {_coverage(answer)}{closest}")
        found: list[Answer | Alternative] = [answer, *answer.also, *answer.alternatives[:wanted]]
        return _bounded("\n\n".join(_placed(one, roots) for one in found))

    def find(self, roots: Roots, path: str, words: str, page: int) -> str:
        """Every occurrence of these words, regardless of case and line breaks."""
        if not words.strip():
            raise UsageError("no words to find were given")
        document = self._open(roots, path)
        pattern = r"\s+".join(map(re.escape, words.split()))
        places = [match.span() for match in re.finditer(pattern, document.text, re.IGNORECASE)]
        if not places:
            return f"0 places: {_line(path, 200)} does not contain these words; ask() finds other wordings"
        lines = [_place_line(document, Span(*place)) for place in places]
        return _paged(lines, page, "places", "find", PLACES_A_PAGE)

    def summarize(self, roots: Roots, path: str, words: int, focus: str) -> str:
        """The most important sentences, each with its place."""
        document = self._open(roots, path)
        summary = self._longdoc.summarize(
            document, words=max(1, min(words, MOST_WORDS)), focus=focus.strip() or None
        )
        lines = [
            f"{_line(one.text)} [{_where(one.page, one.section, f'start={one.start}')}]"
            for one in summary.sentences
        ]
        if lines and summary.focus_mentioned is False:
            lines.insert(0, "[the document has none of the words of the focus; this is what comes nearest]")
        if not lines:
            return "no sentence is that short; ask for more words" if document.text.strip() else "no text"
        shown = _shown_of(lines)
        left = f"\n[{counted(len(lines) - shown, 'more sentence')}; ask for fewer words]"
        return _bounded("\n".join(lines[:shown])) + (left if shown < len(lines) else "")

    def verify(self, roots: Roots, text: str, sources: Sequence[str]) -> str:
        """A verdict on each quotation in a text, with the differences from its source."""
        if len(text) > MOST_DRAFT_CHARS:
            raise UsageError(f"the text is longer than {MOST_DRAFT_CHARS:,} characters; check it in parts")
        if not 0 < len(sources) <= MOST_SOURCES:
            raise UsageError(f"{counted(len(sources), 'source')}; give 1 to {MOST_SOURCES}")
        documents = [self._open(roots, path) for path in sources]
        draft = Document(text, (), (), "", "draft", sha256(text.encode("utf-8", "replace")).hexdigest())
        verification = self._longdoc.verify(draft, documents)
        lines = [_verdict_line(verdict, roots) for verdict in verification.verdicts]
        if verification.unchecked:
            few = counted(verification.unchecked, "quotation was", "quotations were")
            lines.append(f"{few} too short to check")
        shown = _shown_of(lines)
        told = _bounded("\n".join(lines[:shown]) or "the text contains no quotation")
        if shown == len(lines):
            return told
        start = verification.verdicts[min(shown, len(verification.verdicts) - 1)].draft_start
        return f"{told}\n[{len(lines) - shown:,} more; check the text from character {start} on by itself]"

    def read(self, roots: Roots, path: str, pages: str, section: str, start: int) -> str:
        """The text of a page range, of a section by number or heading, or from a character offset on."""
        document = self._open(roots, path)
        span = _wanted(document, pages.strip(), section.strip())
        begin = max(span.start, start)
        if begin > span.end:
            raise UsageError(f"start {start}: this text ends at {span.end}")
        room = MOST_CHARS - 200
        end = min(span.end, begin + room)
        left = f"\n[{counted(span.end - end, 'character')} left; continue with start={end}]"
        rest = left if end < span.end else ""
        return _safe(document.text[begin:end]) + rest

    def _open(self, roots: Roots, path: str) -> Document:
        return self._longdoc.open(roots.file(path))

    def _documents(self, roots: Roots) -> Iterator[str]:
        """A line for each document, with a note on those in the library."""
        held = {entry.path for entry in self._held(roots)}
        for folder in roots.folders:
            try:
                found = find_documents([str(folder)], recursive=True)
            except DocumentError:
                continue
            for path in found:
                if roots.holds(Path(path)):
                    yield _line(roots.shown(path), 200) + (" (in the library)" if path in held else "")

    def _held(self, roots: Roots) -> list[Entry]:
        try:
            entries = self._longdoc.documents()
        except (LibraryError, UsageError):
            return []
        return [entry for entry in entries if roots.holds(Path(entry.path))]

    def _asked(self, roots: Roots, path: str, question: str) -> Iterator[Document]:
        """The document at `path`, or those of the library that match the question."""
        if path:
            yield self._open(roots, path)
            return
        held = self._held(roots)
        if not held:
            raise LibraryError("the library has no document inside the roots; give a path")
        entries = self._longdoc.candidates([question], held)
        for entry in entries:
            yield self._longdoc.open_entry(entry)


def _wanted(document: Document, pages: str, section: str) -> Span:
    if pages and section:
        raise UsageError("give pages or section, not both")
    if pages:
        spans = [_page(document, pages, end).span for end in (0, 1)]  # the later page may be named first
        return Span(min(span.start for span in spans), max(span.end for span in spans))
    if section:
        return _section(document, section).span
    return Span(0, len(document.text))


def _page(document: Document, pages: str, end: int) -> Page:
    """The first or last page of "12", "12-14" or "iv": by its label, else by its number."""
    known = {page.label: page for page in reversed(document.pages)}
    if pages in known:
        return known[pages]
    halves = re.split(r"\s*[-–]\s*", pages, maxsplit=1)
    label = halves[min(end, len(halves) - 1)]
    by_number = {str(page.number): page for page in document.pages}
    found = known.get(label) or by_number.get(label)
    if found is None:
        raise UsageError(f"{pages!r}: no such page; the document has {len(document.pages)}")
    return found


def _section(document: Document, named: str) -> Section:
    """The section with this number in map(), else one whose heading begins with or contains these words."""
    sections = document.sections
    if named.isascii() and named.isdigit() and 0 < int(named) <= len(sections):
        return sections[int(named) - 1]
    wanted = named.casefold()
    for matches in (str.startswith, str.__contains__):
        for one in sections:
            if matches(one.title.casefold(), wanted):
                return one
    raise UsageError(f"{named!r}: no such section; map() lists them")


def _section_line(number: int, section: Section, document: Document, starts: Sequence[int]) -> str:
    tokens = bisect_left(starts, section.span.end) - bisect_left(starts, section.span.start)
    page = document.page_at(section.span.start)
    where = f", p. {_line(page.label, 12)}" if page else ""
    heading = f"{'  ' * (section.level - 1)}{_line(section.title, 90)}"
    return f"{number}. {heading}{where}, {counted(tokens, 'token')}"


def _place_line(document: Document, span: Span) -> str:
    text, place = document.text, document.locate(span)
    before = text[max(0, span.start - CONTEXT_CHARS) : span.start]
    after = text[span.end : span.end + CONTEXT_CHARS]
    shown = f"…{_flat(before)}«{_flat(text[span.start : span.end])}»{_flat(after)}…"
    return f"{shown} [{_where(place.page, place.section, f'start={span.start}')}]"


def _whole(head: str, found: Sequence[tuple[str, Occurrence]]) -> str:
    """Counts, lists and places; `find` shows each place of one."""
    lines = [
        f"{_line(name, 200)} [{_where(one.page, one.section, f'start={one.start}')}]" for name, one in found
    ]
    shown = _shown_of(lines)
    left = [f"[{len(lines) - shown:,} more]"] if shown < len(lines) else []
    return _bounded("\n".join([_line(head), *lines[:shown], *left]))


def _verdict_line(verdict: Verdict, roots: Roots) -> str:
    told = f"{verdict.status.value}: “{_line(verdict.quote, 200)}”"
    if verdict.document is None:
        return told
    if verdict.status is Status.ALTERED:
        changes = ", ".join(_change(one) for one in verdict.changes[:8])
        told += f"; {changes}; true text: “{_line(verdict.found or '', 300)}”"
    place = _where(verdict.page, verdict.section, f"start={verdict.start}")
    return f"{told} [{_line(roots.shown(verdict.document), 200)}, {place}]"


def _change(change: Change) -> str:
    both = [f"“{_line(side, 60)}”" for side in (change.quote, change.found) if side]
    return f"{change.kind.wording} {' for '.join(both)}"


def _placed(one: Answer | Alternative, roots: Roots) -> str:
    sure = f"confidence {one.confidence:.2f}" + (", unsure" if getattr(one, "unsure", False) else "")
    place = _where(one.page, one.section, f"start={one.start}", sure)
    quote = one.quote if one.quote and one.quote != one.answer else None
    sentence = f"\nquote: {_line(quote, QUOTE_CHARS)}" if quote else ""
    answer = _line(one.answer or "", QUOTE_CHARS)
    return f"{answer}{sentence}\n[{_line(roots.shown(one.document), 200)}, {place}]"


def _coverage(answer: Answer) -> str:
    read = answer.coverage
    text = f"{read.tokens_read:,} of {counted(read.tokens, 'token')}"
    textless = counted(read.pages_without_text, "page has", "pages have")
    return f"{text}; {textless} no text" if read.pages_without_text else text


def _where(page: str | None, section: str | None, *more: str) -> str:
    parts = [f"p. {_line(page, 12)}"] if page else []
    parts += [f"§ {_line(section, 80)}"] if section else []
    return ", ".join([*parts, *more])


def _paged(lines: Sequence[str], page: int, what: str, tool: str, size: int = LINES_A_PAGE) -> str:
    """One page of lines, with their total number and how to get the next page."""
    starts = [0]
    while starts[-1] < len(lines):
        starts.append(starts[-1] + _shown_of(lines[starts[-1] : starts[-1] + size]))
    pages = max(1, len(starts) - 1)
    if not 1 <= page <= pages:
        raise UsageError(f"page {page} of the {what} does not exist; there are {pages}")
    more = f" (page {page} of {pages}; continue with {tool}(page={page + 1}))" if page < pages else ""
    shown = lines[starts[page - 1] : (starts[page] if page < len(starts) else None)]
    return _bounded("\n".join([f"{len(lines):,} {what}{more}", *shown]))


def _shown_of(lines: Sequence[str]) -> int:
    """How many of these lines a result has room for; one at least."""
    room = MOST_CHARS - HEAD_CHARS
    for i, line in enumerate(lines):
        room -= len(line) + 1
        if room < 0 and i:
            return i
    return len(lines)


def _bounded(text: str) -> str:
    return text if len(text) <= MOST_CHARS else text[: MOST_CHARS - 60] + "\n[cut: the result is too long]"


def _safe(text: str) -> str:
    return _UNSAFE.sub("\ufffd", text.replace("\f", "\n"))


def _flat(text: str) -> str:
    """The text on one line; white space at either end becomes one blank."""
    return re.sub(r"\s+", " ", _safe(text))


def _line(text: str, most: int | None = None) -> str:
    line = _flat(text).strip()
    return line if most is None or len(line) <= most else line[: most - 1] + "…"
