"""Tables of documents × questions with their answers, as Markdown, CSV, Parquet or JSON Lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Any

from longdoc.errors import UsageError
from longdoc.library.columns import csv_lines, write_parquet
from longdoc.library.outputs import line_of
from longdoc.library.replacing import replaced
from longdoc.tasks.types import Answer

__all__ = ["SUFFIXES", "AnswerTable"]

SUFFIXES = (".csv", ".jsonl", ".md", ".parquet")
_MARKDOWN = str.maketrans({"|": "\\|", "<": "&lt;", "\\": "\\\\"})


@dataclass(slots=True)
class AnswerTable:
    """One row per document; each answer with its page and confidence."""

    questions: Sequence[str]
    rows: list[list[Answer]] = field(default_factory=list)

    def add(self, answers: list[Answer]) -> None:
        """The answers of one document, in the order of the questions."""
        self.rows.append(answers)

    def markdown(self) -> str:
        """A Markdown table with one line per document, with answers and pages.

        A document is named by its file's name, or by its path where others have that name too.
        """
        lines = [_line(["Document", *self.questions]), _line(["---"] * (1 + len(self.questions)))]
        names = Counter(PurePath(answers[0].document).name for answers in self.rows)
        for answers in self.rows:
            path = answers[0].document
            name = PurePath(path).name
            lines.append(_line([name if names[name] == 1 else path, *map(_cell, answers)]))
        return "\n".join(lines)

    def objects(self) -> Iterator[dict[str, Any]]:
        """One object per document: its answers as in `ask --json`, without the document's own keys."""
        for answers in self.rows:
            kept = ("question", "answer", "confidence", "quote", "page", "section", "start", "end", "also")
            told = [{name: answer.to_json()[name] for name in kept} for answer in answers]
            yield {"document": answers[0].document, "title": answers[0].title, "answers": told}

    def flat(self) -> Iterator[dict[str, Any]]:
        """One row per document: answer, page and confidence of every question in columns."""
        for answers in self.rows:
            row: dict[str, Any] = {"document": answers[0].document, "title": answers[0].title}
            for question, answer in zip(self.questions, answers, strict=True):
                row[question] = _text(answer)
                row[f"{question} (page)"] = answer.page
                row[f"{question} (confidence)"] = answer.confidence if answer.answer is not None else None
            yield row

    def csv(self) -> bytes:
        """The flat rows as CSV in UTF-8."""
        return b"".join(csv_lines(self.flat))

    def write(self, path: Path) -> None:
        """Write the table as a file, in the format of its suffix.

        Raises:
            UsageError: the suffix is not one of SUFFIXES.
        """
        suffix = path.suffix.lower()
        if suffix == ".parquet":
            write_parquet(path, self.flat)
            return
        if suffix not in SUFFIXES:
            raise UsageError(f"--output {path}: a table ends in {', '.join(SUFFIXES)}")
        with replaced(path) as file:
            if suffix == ".csv":
                file.write(self.csv())
            elif suffix == ".md":
                file.write(self.markdown().encode("utf-8", "replace") + b"\n")
            else:
                for one in self.objects():
                    file.write(line_of(one))


def _cell(answer: Answer) -> str:
    if answer.answer is None:
        return ""
    return f"{_text(answer)} (p. {answer.page})" if answer.page else _text(answer) or ""


def _text(answer: Answer) -> str | None:
    """The text of all spans of an answer, with semicolons between them."""
    spans = [answer.answer, *(one.answer for one in answer.also)]
    return "; ".join(text for text in spans if text is not None) or None


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(" ".join(cell.split()).translate(_MARKDOWN) for cell in cells) + " |"
