"""Reads labelled files: contexts with their questions, documents with summaries, plain texts.

docs/training.md describes the formats: one JSON object per line, plain, .gz or .xz; questions also in SQuAD
format, one JSON object for the whole file. Every line is checked; an invalid one raises DataError with its
file and line number.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from longdoc.errors import DataError
from longdoc.evaluation.json_lines import read_objects

__all__ = [
    "Context", "Question", "Summarized", "Text", "documents_named", "read_contexts", "read_summaries",
    "read_texts",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Text:
    """A whole text without labels."""

    id: str
    text: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A question about a context; `answers` are (start, end) characters of it, empty if unanswerable."""

    text: str
    answers: tuple[tuple[int, int], ...]
    id: str = ""


@dataclass(frozen=True, slots=True)
class Context:
    """A text with questions. Contexts of the same `document` can provide near misses for each other.

    `passage` is the part of the text that the labels cover, as (start, end) characters.
    """

    text: str
    document: str
    lang: str
    questions: tuple[Question, ...]
    passage: tuple[int, int]
    whole: bool = False  # the text is a whole document, not a passage taken from one


@dataclass(frozen=True, slots=True)
class Summarized:
    """A document with one target: the focus (None: the whole document), reference summaries, evidence."""

    text: str
    id: str
    lang: str
    focus: str | None
    summaries: tuple[str, ...]
    evidence: tuple[tuple[int, int], ...]
    kind: str = ""


def read_texts(path: Path) -> Iterator[Text]:
    """The documents in a file of texts.

    Raises:
        DataError: the file cannot be read, or a line is invalid.
    """
    for where, item in read_objects(path):
        if not isinstance(item.get("text"), str):
            raise DataError(f"{where}: 'text' is missing or not a string")
        yield Text(str(item.get("id", where)), item["text"], str(item.get("title") or ""))


def documents_named(path: Path) -> set[str]:
    """The ids of the documents that a labelled file refers to."""
    return {str(item.get("doc") or item.get("id")) for _, item in read_objects(path)}


def read_contexts(
    path: Path, documents: dict[str, str], leave_out: Callable[[str], None] | None = None,
    unread: Container[str] = (),
) -> Iterator[Context]:  # fmt: skip
    """The contexts of a file of questions.

    Args:
        documents: texts by id, for lines that name a `doc` instead of holding their `context`.
        leave_out: called with a message for each blank question, which is then skipped, as some published
            sets contain them; None makes a blank question an error.
        unread: languages whose lines are skipped.

    Raises:
        DataError: the file cannot be read, or a line is invalid.
    """
    for where, item in read_objects(path):
        if str(item.get("lang", "en")) in unread:
            continue
        text = item.get("context")
        document = str(item.get("doc") or item.get("article") or where)
        if text is None and "doc" in item:
            if item["doc"] not in documents:
                raise DataError(f"{where}: document {item['doc']!r} is not among the documents given")
            text = documents[item["doc"]]
        if not isinstance(text, str) or not isinstance(item.get("qas"), list):
            raise DataError(f"{where}: needs 'context' (or 'doc') and a list 'qas'")
        asked = item["qas"]
        if leave_out and (blank := [qa for qa in asked if _is_blank(qa)]):
            leave_out(f"{where}: a blank question is left out")
            asked = [qa for qa in asked if qa not in blank]
        questions = tuple(_question(qa, text, where) for qa in asked)
        passage = _span([item.get("start", 0), item.get("end", len(text))], text, where, "'start' and 'end'")
        whole = item.get("context") is None
        yield Context(text, document, str(item.get("lang", "en")), questions, passage, whole)


def read_summaries(path: Path) -> Iterator[Summarized]:
    """Documents with summaries: one item for each target of each line.

    Raises:
        DataError: the file cannot be read, or a line is invalid.
    """
    for where, item in read_objects(path):
        text, targets = item.get("document"), item.get("targets")
        if not isinstance(text, str) or not isinstance(targets, list):
            raise DataError(f"{where}: needs 'document' and a list 'targets'")
        for target in targets:
            yield _target(target, text, str(item.get("id", where)), str(item.get("lang", "en")), where)


def _target(target: Any, text: str, id: str, lang: str, where: str) -> Summarized:
    if not isinstance(target, dict):
        raise DataError(f"{where}: a target is not an object")
    focus, summaries = target.get("focus"), target.get("summaries") or []
    if not (focus is None or isinstance(focus, str)) or not all(isinstance(s, str) for s in summaries):
        raise DataError(f"{where}: a target needs 'focus' (text or null) and 'summaries' (a list of texts)")
    evidence = tuple(_span(one, text, where, "'evidence'") for one in target.get("evidence") or [])
    written = tuple(summary for summary in summaries if summary.strip())
    return Summarized(text, id, lang, focus, written, evidence, str(target.get("kind", "")))


def _is_blank(qa: Any) -> bool:
    return isinstance(qa, dict) and isinstance(qa.get("question"), str) and not qa["question"].strip()


def _question(qa: Any, text: str, where: str) -> Question:
    question = qa.get("question") if isinstance(qa, dict) else None
    if not isinstance(question, str) or not question.strip():
        raise DataError(f"{where}: a question is missing or empty")
    spans = []
    for answer in qa.get("answers") or []:
        start, wanted = (
            (answer.get("start"), answer.get("text")) if isinstance(answer, dict) else (None, None)
        )
        if not isinstance(start, int) or not isinstance(wanted, str) or not wanted:
            raise DataError(f"{where}: an answer needs 'start' (characters) and 'text'")
        if start < 0 or text[start : start + len(wanted)] != wanted:
            raise DataError(f"{where}: the context does not have the answer {wanted[:40]!r} at {start}")
        spans.append((start, start + len(wanted)))
    return Question(question, tuple(spans), str(qa.get("id", "")))


def _span(pair: Any, text: str, where: str, what: str) -> tuple[int, int]:
    match pair:
        case [int(start), int(end)] if 0 <= start <= end <= len(text):
            return start, end
    raise DataError(f"{where}: {what} must be character offsets within the text, start before end")
