"""What the reader learns from: labelled files → questions with their texts, titles and answers."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from longdoc.errors import DataError
from longdoc.evaluation.datasets import Context, Text, documents_named, read_contexts, read_texts
from longdoc.training.reader.recipe import ReaderRecipe, Source

__all__ = ["Asked", "AskedSet", "read_sources", "readable_title"]

UNREAD = frozenset({"zh"})  # the reader's vocabulary has no Chinese words: the small network reads these
TITLE_CHARS = 90
_NO_TITLE = re.compile(r"^Filtered|\.(?:csv|jsonl?|txt|md)\b|^[0-9a-f-]{20,}$")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a text; `answers` are (start, end) characters of it, none if it has none.

    `passage` is the part that the labels speak of, where the text is more than that.
    """

    question: str
    text: str
    answers: tuple[tuple[int, int], ...]
    title: str
    passage: tuple[int, int]
    whole: bool  # the text is a document of its own, with sections


@dataclass(frozen=True, slots=True)
class AskedSet:
    """All questions of one source."""

    source: Source
    items: tuple[Asked, ...]


def read_sources(recipe: ReaderRecipe, data: Path, log: Callable[[str], None]) -> list[AskedSet]:
    """Every source of a recipe; those with a share of 0 or without a question are left out.

    Raises:
        DataError: a file is not what it must be, or there is nothing to learn from.
    """
    used = [source for source in recipe.sources if source.share > 0]
    documents = _documents(recipe, data, used)
    texts = {id: document.text for id, document in documents.items()}
    sets = []
    for source in used:
        contexts = read_contexts(data / source.file, texts, log, UNREAD)
        items = tuple(one for context in contexts for one in _asked(context, source, documents))
        log(f"{source.file}: {len(items):,} questions")
        if items:
            sets.append(AskedSet(source, items))
    if not sets:
        raise DataError("the recipe names no [[sources]] with questions: there is nothing to learn from")
    return sets


def readable_title(name: str) -> str:
    """A title as a reader would see it; empty where the name is that of a file or an identifier."""
    name = name.replace("_", " ").strip()
    return "" if _NO_TITLE.search(name) else name[:TITLE_CHARS]


def _documents(recipe: ReaderRecipe, data: Path, used: list[Source]) -> dict[str, Text]:
    """The documents that the sources speak of."""
    wanted = {id for source in used for id in documents_named(data / source.file)}
    return {one.id: one for file in recipe.documents for one in read_texts(data / file) if one.id in wanted}


def _asked(context: Context, source: Source, documents: dict[str, Text]) -> list[Asked]:
    if context.whole:
        title = readable_title(documents[context.document].title)
    else:
        title = readable_title(context.document) if source.titled else ""
    return [
        Asked(one.text, context.text, one.answers, title, context.passage, context.whole)
        for one in context.questions
    ]
