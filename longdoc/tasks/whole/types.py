"""Types of whole-document questions: requests and findings."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from longdoc.json_output import JsonOutput
from longdoc.reading.coverage import Coverage

__all__ = ["Findings", "Occurrence", "Request", "Thing", "Way"]


class Way(StrEnum):
    """How findings are presented."""

    COUNT = "count"
    LIST = "list"
    WHERE = "where"


class Thing(StrEnum):
    """What can be listed by rules."""

    DATES = "dates"
    SUMS = "sums"
    PARTIES = "parties"
    TERMS = "terms"
    PERCENTAGES = "percentages"
    DURATIONS = "durations"
    EMAILS = "emails"
    REFERENCES = "references"
    DEADLINES = "deadlines"


@dataclass(frozen=True, slots=True)
class Request:
    """What to find: a term in all its forms, or a kind of thing; `way` says how to present it."""

    way: Way
    term: str | None = None
    thing: Thing | None = None

    @property
    def what(self) -> str:
        """The term, or the name of the kind of thing."""
        return self.term if self.thing is None else self.thing.value  # type: ignore[return-value]


@dataclass(frozen=True, slots=True)
class Occurrence(JsonOutput):
    """One place: `text` is `Document.text[start:end]`, `name` its normalised form."""

    name: str
    text: str
    page: str | None
    section: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Findings:
    """Every occurrence in one document, in order, and the coverage of the scan."""

    request: Request
    question: str | None
    document: str
    title: str
    occurrences: tuple[Occurrence, ...]
    coverage: Coverage
    in_running_lines: int  # more of them in headers and footers, which are not counted
    seconds: float

    @property
    def forms(self) -> dict[str, int]:
        """The count of each form or value, the most frequent first."""
        return dict(Counter(one.name for one in self.occurrences).most_common())

    @property
    def sections(self) -> dict[tuple[str | None, str | None], int]:
        """The count in each section, by its heading and the page of the first occurrence, in order."""
        first: dict[str | None, str | None] = {}
        counts: Counter[str | None] = Counter()
        for one in self.occurrences:
            first.setdefault(one.section, one.page)
            counts[one.section] += 1
        return {(section, page): counts[section] for section, page in first.items()}

    def to_json(self) -> dict[str, Any]:
        """The keys of the JSON output, in their order."""
        return {
            "question": self.question,
            "way": self.request.way.value,
            "what": self.request.what,
            "count": len(self.occurrences),
            "document": self.document,
            "title": self.title,
            "forms": [{"name": name, "count": count} for name, count in self.forms.items()],
            "sections": [
                {"section": section, "page": page, "count": count}
                for (section, page), count in self.sections.items()
            ],
            "occurrences": [one.to_json() for one in self.occurrences],
            "coverage": self.coverage.to_json(),
            "seconds": self.seconds,
            "in_running_lines": self.in_running_lines,
        }
