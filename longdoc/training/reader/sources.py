"""Reads the sources of the reader: questions with their texts, titles and answers."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from longdoc.errors import DataError
from longdoc.evaluation.datasets import Context, Text, documents_named, read_contexts, read_texts
from longdoc.plurals import counted
from longdoc.training.reader.recipe import ReaderRecipe, Source

__all__ = ["SourceQuestion", "SourceQuestions", "read_sources", "readable_title"]

UNREAD = frozenset({"zh"})  # not in the reader's vocabulary; the long-context network reads Chinese
TITLE_CHARS = 90
_NO_TITLE = re.compile(r"^Filtered|\.(?:csv|jsonl?|txt|md)\b|^[0-9a-f-]{20,}$")


@dataclass(frozen=True, slots=True)
class SourceQuestion:
    """A question about a text; `answers` are (start, end) characters of it, empty if unanswerable.

    `passage` is the part of the text that the labels cover, as (start, end) characters.
    """

    question: str
    text: str
    answers: tuple[tuple[int, int], ...]
    title: str
    passage: tuple[int, int]
    whole: bool  # the text is a whole document, with sections


@dataclass(frozen=True, slots=True)
class SourceQuestions:
    """All questions of one source."""

    source: Source
    items: tuple[SourceQuestion, ...]


def read_sources(recipe: ReaderRecipe, data: Path, log: Callable[[str], None]) -> list[SourceQuestions]:
    """Read the sources of a recipe; those with a share of 0 or without questions are skipped.

    Raises:
        DataError: a file cannot be read or has an invalid line, or there are no questions at all.
    """
    used = [source for source in recipe.sources if source.share > 0]
    documents = _documents(recipe, data, used)
    texts = {id: document.text for id, document in documents.items()}
    sets = []
    for source in used:
        contexts = read_contexts(data / source.file, texts, log, UNREAD)
        items = tuple(one for context in contexts for one in _questions(context, source, documents))
        log(f"{source.file}: {counted(len(items), 'question')}")
        if items:
            sets.append(SourceQuestions(source, items))
    if not sets:
        raise DataError("nothing to learn from: no [[sources]] of the recipe have questions")
    return sets


def readable_title(name: str) -> str:
    """A name as a title; empty if it is a file name or an identifier."""
    name = name.replace("_", " ").strip()
    return "" if _NO_TITLE.search(name) else name[:TITLE_CHARS]


def _documents(recipe: ReaderRecipe, data: Path, used: list[Source]) -> dict[str, Text]:
    """The documents that the sources refer to, by id."""
    wanted = {id for source in used for id in documents_named(data / source.file)}
    return {one.id: one for file in recipe.documents for one in read_texts(data / file) if one.id in wanted}


def _questions(context: Context, source: Source, documents: dict[str, Text]) -> list[SourceQuestion]:
    if context.whole:
        title = readable_title(documents[context.document].title)
    else:
        title = readable_title(context.document) if source.titled else ""
    return [
        SourceQuestion(one.text, context.text, one.answers, title, context.passage, context.whole)
        for one in context.questions
    ]
