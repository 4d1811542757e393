"""Preprocess, first half: labelled files → contexts with their questions, documents with summaries.

The formats are those of the README's section on training: one JSON object a line, plain, .gz or .xz.
Every line is checked; a wrong one stops with its file and line number.
"""

from __future__ import annotations

import gzip
import json
import lzma
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from longdoc.errors import DataError

__all__ = ["Context", "Question", "Summarized", "read_contexts", "read_lines", "read_summaries", "read_texts"]


@dataclass(frozen=True, slots=True)
class Question:
    """A question about a context; `answers` are (start, end) characters of it, none if it has none."""

    text: str
    answers: tuple[tuple[int, int], ...]
    id: str = ""


@dataclass(frozen=True, slots=True)
class Context:
    """A text with questions. Contexts of the same `document` can serve each other as near misses.

    `passage` is the part that the labels speak of, where the text is more than that.
    """

    text: str
    document: str
    lang: str
    questions: tuple[Question, ...]
    passage: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Summarized:
    """A document, one target for it: what is asked (None: everything), reference summaries, evidence."""

    text: str
    id: str
    lang: str
    focus: str | None
    summaries: tuple[str, ...]
    evidence: tuple[tuple[int, int], ...]
    kind: str = ""


def read_lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of a JSON Lines file with their line numbers."""
    opener: Any = {".xz": lzma.open, ".gz": gzip.open}.get(path.suffix, open)
    try:
        with opener(path, "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                if not line.strip():
                    continue
                item = json.loads(line)
                if not isinstance(item, dict):
                    raise DataError(f"{path}:{number}: not a JSON object")
                yield number, item
    except (OSError, EOFError, lzma.LZMAError, UnicodeDecodeError) as error:
        raise DataError(f"{path}: cannot be read ({error})") from error
    except json.JSONDecodeError as error:
        raise DataError(f"{path}: line is not JSON ({error})") from error


def read_texts(path: Path) -> Iterator[tuple[str, str]]:
    """(id, text) of every document in a file of whole texts."""
    for number, item in read_lines(path):
        if not isinstance(item.get("text"), str):
            raise DataError(f"{path}:{number}: 'text' is missing or not a string")
        yield str(item.get("id", number)), item["text"]


def read_contexts(path: Path, documents: dict[str, str]) -> Iterator[Context]:
    """Question–answer lines; where a line names a `doc` its text is looked up in `documents`."""
    for number, item in read_lines(path):
        where = f"{path}:{number}"
        text = item.get("context")
        document = str(item.get("doc") or item.get("article") or where)
        if text is None and "doc" in item:
            if item["doc"] not in documents:
                raise DataError(f"{where}: document {item['doc']!r} is not among the recipe's texts")
            text = documents[item["doc"]]
        if not isinstance(text, str) or not isinstance(item.get("qas"), list):
            raise DataError(f"{where}: needs 'context' (or 'doc') and a list 'qas'")
        questions = tuple(_question(qa, text, where) for qa in item["qas"])
        passage = (int(item.get("start", 0)), int(item.get("end", len(text))))
        yield Context(text, document, str(item.get("lang", "en")), questions, passage)


def read_summaries(path: Path) -> Iterator[Summarized]:
    """Documents with summaries: one item for each target of each line."""
    for number, item in read_lines(path):
        if not isinstance(item.get("document"), str) or not isinstance(item.get("targets"), list):
            raise DataError(f"{path}:{number}: needs 'document' and a list 'targets'")
        for target in item["targets"]:
            summaries = tuple(s for s in target.get("summaries") or [] if s and s.strip())
            focus = target.get("focus")
            evidence = tuple((int(a), int(b)) for a, b in target.get("evidence") or [])
            yield Summarized(
                item["document"], str(item.get("id", number)), str(item.get("lang", "en")),
                focus, summaries, evidence, str(target.get("kind", "")),
            )  # fmt: skip


def _question(qa: dict[str, Any], text: str, where: str) -> Question:
    question = qa.get("question")
    if not isinstance(question, str) or not question.strip():
        raise DataError(f"{where}: a question is missing or empty")
    spans = []
    for answer in qa.get("answers") or []:
        start, wanted = answer.get("start"), answer.get("text")
        if not isinstance(start, int) or not isinstance(wanted, str) or not wanted:
            raise DataError(f"{where}: an answer needs 'start' (characters) and 'text'")
        if text[start : start + len(wanted)] != wanted:
            raise DataError(f"{where}: the answer {wanted[:40]!r} does not stand at {start}")
        spans.append((start, start + len(wanted)))
    return Question(question, tuple(spans), str(qa.get("id", "")))
