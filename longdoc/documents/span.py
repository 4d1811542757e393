"""A range of characters in a document's text: sentences, sections, tables and answers are spans."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import overload

__all__ = ["Span", "Spans"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of character offsets into `Document.text`."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def overlaps(self, other: Span) -> bool:
        """Whether both spans share at least one character."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Whether `other` lies entirely inside."""
        return self.start <= other.start and other.end <= self.end

    def shifted(self, offset_chars: int) -> Span:
        """The same range, moved by this many characters."""
        return Span(self.start + offset_chars, self.end + offset_chars)


class Spans(Sequence[Span]):
    """Many spans in order, in eight bytes each: a Span is made when it is asked for.

    >>> Spans([Span(0, 3), Span(4, 9)])[-1]
    Span(start=4, end=9)
    """

    __slots__ = ("_ends", "_starts")

    def __init__(self, spans: Iterable[Span] = ()) -> None:
        self._starts, self._ends = array("i"), array("i")
        for span in spans:
            self._starts.append(span.start)
            self._ends.append(span.end)

    @classmethod
    def between(cls, starts: Iterable[int], ends: Iterable[int]) -> Spans:
        """The spans that begin and end at these offsets.

        >>> Spans.between([0, 4], [3, 9])
        (Span(start=0, end=3), Span(start=4, end=9))
        """
        made = cls()
        made._starts, made._ends = array("i", starts), array("i", ends)
        return made

    @property
    def starts(self) -> Sequence[int]:
        """Where each begins."""
        return self._starts

    @property
    def ends(self) -> Sequence[int]:
        """Where each ends."""
        return self._ends

    def __len__(self) -> int:
        return len(self._starts)

    @overload
    def __getitem__(self, index: int) -> Span: ...
    @overload
    def __getitem__(self, index: slice) -> Spans: ...
    def __getitem__(self, index: int | slice) -> Span | Spans:
        if isinstance(index, int):
            return Span(self._starts[index], self._ends[index])
        part = Spans()
        part._starts, part._ends = self._starts[index], self._ends[index]
        return part

    def __iter__(self) -> Iterator[Span]:
        return map(Span, self._starts, self._ends)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Spans):
            return self._starts == other._starts and self._ends == other._ends
        return NotImplemented

    def __hash__(self) -> int:
        return hash((self._starts.tobytes(), self._ends.tobytes()))

    def __repr__(self) -> str:
        return repr(tuple(self))
