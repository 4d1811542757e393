"""Checks every quotation of a draft against its sources, word for word, without the network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from longdoc.documents.types import Document, Kind, Span
from longdoc.tasks.verify.align import align
from longdoc.tasks.verify.changes import changes_between
from longdoc.tasks.verify.index import SourceIndex, passed_over
from longdoc.tasks.verify.letters import letters_of
from longdoc.tasks.verify.quotations import quotations_of
from longdoc.tasks.verify.tokens import Token, quotation_tokens, source_tokens
from longdoc.tasks.verify.types import Change, Citation, Quotation, Status, Verdict

__all__ = ["Verification", "is_short", "verify"]

GAP_CHARS = 6_000  # that one ellipsis may pass over
SLACK_CHARS = 60
MOST_COST = 45  # a word: beyond this a quotation and a passage have little in common
LEAST_WORDS = 5  # fewer are short: they stand in any text
LEAST_CHINESE = 8  # characters
APART = (Kind.NOTE, Kind.HEADER_FOOTER, Kind.CAPTION, Kind.TABLE_ROW)


@dataclass(frozen=True, slots=True)
class Verification:
    """The verdicts in the draft's order, and how many short quotations without a source were not checked."""

    verdicts: tuple[Verdict, ...]
    unchecked: int

    @property
    def all_verbatim(self) -> bool:
        return all(verdict.status is Status.VERBATIM for verdict in self.verdicts)


@dataclass(frozen=True, slots=True)
class _Found:
    """A passage of a source compared with a quotation."""

    source: int
    span: Span
    changes: tuple[Change, ...]
    cost: int
    as_cited: bool

    @property
    def rank(self) -> tuple[bool, bool, int, int, Span]:
        return bool(self.changes), not self.as_cited, self.cost, self.source, self.span


def verify(draft: Document, sources: Sequence[Document]) -> Verification:
    """Give a verdict on each quotation.

    A quotation of few words, which may occur in any text, is checked only if it cites a source, or if the
    only source contains it verbatim.
    """
    index = SourceIndex(sources)
    checker = _Checker(sources, index)
    verdicts, unchecked = [], 0
    for quotation in quotations_of(draft, sources):
        if is_short(quotation.text) and not quotation.citation:
            found = checker.best(quotation) if len(sources) == 1 else None
            if found is None or found.changes:
                unchecked += 1
                continue
        verdicts.append(checker.verdict(quotation, draft))
    return Verification(tuple(verdicts), unchecked)


def is_short(text: str) -> bool:
    """Whether a quotation is too short to identify its source."""
    words = [token for token in quotation_tokens(text, brackets_are_gaps=False) if token.is_word]
    chinese = sum("\u3040" <= token.key <= "\uffff" for token in words)
    return len(words) < (LEAST_CHINESE if chinese > len(words) / 2 else LEAST_WORDS)


class _Checker:
    """Looks quotations up in the sources."""

    def __init__(self, sources: Sequence[Document], index: SourceIndex) -> None:
        self._sources = sources
        self._index = index
        self._hidden = [passed_over(source) for source in sources]
        self._has_apart = [any(block.kind in APART for block in source.blocks) for source in sources]

    def verdict(self, quotation: Quotation, draft: Document) -> Verdict:
        """The verdict on one quotation."""
        best = self.best(quotation)
        if best is None:
            status = Status.NOT_FOUND
        elif best.changes:
            status = Status.ALTERED
        else:
            status = Status.VERBATIM if best.as_cited else Status.ELSEWHERE
        page = draft.page_at(quotation.span.start)
        source = self._sources[best.source] if best else None
        place = source.locate(best.span) if source and best else None
        return Verdict(
            quote=quotation.text,
            status=status,
            document=source.source if source else None,
            page=place.page if place else None,
            start=best.span.start if best else None,
            end=best.span.end if best else None,
            found=source.quote(best.span) if source and best else None,
            changes=best.changes if best else (),
            section=place.section if place else None,
            cited_documents=tuple(self._sources[n].source for n in sorted(quotation.citation.sources)),
            cited_pages=quotation.citation.pages,
            draft_page=page.label if page else None,
            draft_start=quotation.span.start,
            draft_end=quotation.span.end,
        )

    def best(self, quotation: Quotation) -> _Found | None:
        """The passage most similar to the quotation; among equals, the cited one."""
        best: _Found | None = None
        for gaps in (False, True) if "[" in quotation.text else (False,):
            tokens = quotation_tokens(quotation.text, brackets_are_gaps=gaps)
            if not any(token.is_word for token in tokens):
                continue
            for found in self._beside(quotation, tokens):
                best = found if best is None or found.rank < best.rank else best
                if not best.changes and best.as_cited:
                    return best
        return best

    def _beside(self, quotation: Quotation, tokens: list[Token]) -> list[_Found]:
        parts = _parts(tokens)
        anchor = max(parts, key=lambda part: part[1] - part[0])
        text = quotation.text[tokens[anchor[0]].start : tokens[anchor[1] - 1].end]
        letters = letters_of(text)[0]
        around = (anchor[0] > 0, anchor[1] < len(tokens))
        found: list[_Found] = []
        places = self._index.exact(letters)
        for source, span in sorted(places, key=lambda place: not self._is_cited(quotation.citation, *place)):
            one = self._compare(quotation, tokens, source, span, around, SLACK_CHARS)
            if one is not None:
                found.append(one)
                if not one.changes and one.as_cited:
                    return [one]
        if any(not one.changes for one in found):
            return found
        slack = SLACK_CHARS + len(text) // 2
        windows = self._index.alike(letters)
        if quotation.citation.sources:
            windows += self._index.alike(letters, quotation.citation.sources)
        compared = (self._compare(quotation, tokens, *window, around, slack) for window in windows)
        return found + [one for one in compared if one is not None]

    def _compare(
        self, quotation: Quotation, tokens: list[Token], number: int, span: Span, around: tuple[bool, bool],
        slack: int,
    ) -> _Found | None:  # fmt: skip
        source = self._sources[number]
        start = max(0, span.start - slack - GAP_CHARS * around[0])
        end = min(len(source.text), span.end + slack + GAP_CHARS * around[1])
        theirs = source_tokens(source.text, start, end, self._hidden[number])
        if not theirs:
            return None
        has_apart = self._has_apart[number]
        apart = [has_apart and source.kind_at(token.start) in APART for token in theirs]
        alignment = align(tokens, theirs, apart if has_apart else ())
        if any(n is not None and m is not None and apart[m] for n, m in alignment.pairs):
            apart = [False] * len(theirs)  # the quotation is of the note or table itself
            alignment = align(tokens, theirs)
        words = sum(token.is_word for token in tokens)
        first, last = alignment.first, alignment.last
        if first is None or last is None or alignment.cost > MOST_COST * words:
            return None
        changes = changes_between(quotation.text, tokens, source.text, theirs, apart, alignment)
        place = Span(theirs[first].start, theirs[last].end)
        cited = self._is_cited(quotation.citation, number, place)
        return _Found(number, place, tuple(changes), alignment.cost, cited)

    def _is_cited(self, citation: Citation, number: int, span: Span) -> bool:
        if citation.sources and number not in citation.sources:
            return False
        source = self._sources[number]
        if not citation.pages or not source.pages:
            return True
        wanted = {page.casefold() for page in citation.pages}
        return any(page.label.casefold() in wanted for page in source.pages if page.span.overlaps(span))


def _parts(tokens: Sequence[Token]) -> list[tuple[int, int]]:
    """The parts between gaps, as half-open ranges of tokens."""
    edges = [-1, *(n for n, token in enumerate(tokens) if token.is_gap), len(tokens)]
    return [(a + 1, b) for a, b in pairwise(edges) if b > a + 1]
