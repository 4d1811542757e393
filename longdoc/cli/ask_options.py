"""The options of `longdoc ask` beside those that other commands share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import typer

from longdoc.cli.option_groups import OptionGroup
from longdoc.cli.options import number

__all__ = ["AskOptions"]

Words = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="PATH|-... QUESTION",
        show_default=False,
        help="Documents, then the question. A question alone goes to the library.",
    ),
]
Questions = Annotated[
    str | None,
    typer.Option(
        metavar="FILE", help="Read questions from a file, one per line; # starts a comment; - is stdin."
    ),
]
AllSpans = Annotated[
    bool,
    typer.Option(
        "--all",
        help="Every span that answers the question: the best first, then the others in document order.",
    ),
]
Top = Annotated[int | None, typer.Option(min=1, metavar="K", help="The K best answers.")]
Exhaustive = Annotated[
    bool, typer.Option("--exhaustive", help="Read the whole document with the question, not only passages.")
]
MinConfidence = Annotated[
    float | None,
    typer.Option(min=0, max=1, metavar="P", callback=number, help="Give no answer below this confidence."),
]
Explain = Annotated[
    bool,
    typer.Option("--explain", help="Show the passages searched and read, and the evidence for and against."),
]
Count = Annotated[
    str | None, typer.Option(metavar="TERM", help="Count how often a term occurs, in any inflection.")
]
ListOf = Annotated[
    str | None,
    typer.Option(
        "--list",
        metavar="KIND",
        help="List all dates, sums, parties, terms, percentages, durations, emails, references or deadlines.",
    ),
]
Where = Annotated[
    str | None,
    typer.Option(
        metavar="TERM|CONDITION",
        help="List the sections that mention a term, with counts; or, with a question to the library, ask"
        " only documents that meet a condition: 'kind = contract and pages > 2'.",
    ),
]
Globs = Annotated[
    list[str] | None,
    typer.Option("--path", metavar="PATTERN", help="Ask only the library's documents at matching paths."),
]
PerDocument = Annotated[
    bool,
    typer.Option(
        "--per-document",
        help="One row of answers for each document; --output FILE.csv, .md, .parquet or .jsonl.",
    ),
]
AsJson = Annotated[
    bool, typer.Option("--json", help="Write one JSON object per line, one for each question.")
]


@dataclass(frozen=True, slots=True)
class AskOptions(OptionGroup):
    """What is asked, and how it is answered."""

    words: Words = None
    questions: Questions = None
    all_spans: AllSpans = False
    top: Top = None
    exhaustive: Exhaustive = False
    min_confidence: MinConfidence = None
    explain: Explain = False
    count: Count = None
    list_: ListOf = None
    where: Where = None
    globs: Globs = None
    per_document: PerDocument = False
    as_json: AsJson = False

    @property
    def given_words(self) -> list[str]:
        """The arguments: documents and a question."""
        return self.words or []

    @property
    def scans(self) -> bool:
        """Whether --count, --list or --where is given, which every word of a document is scanned for."""
        return any(option is not None for option in (self.count, self.list_, self.where))
