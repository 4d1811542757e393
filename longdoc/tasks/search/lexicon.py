"""Words in which passages answer a question's words: "liable" is answered by "indemnify", "damages".

A question seldom uses the words of the passage that answers it, and exact words find nothing then. The
lexicon of a model folder (`lexicon.json`, learned by `longdoc.training.lexicon` from questions with answers)
tells for the stem of a question's word by which other stems a passage that answers it is known.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from longdoc.errors import ModelError
from longdoc.paths import model_folder
from longdoc.tasks.terms import Term, is_word

__all__ = ["FILE", "Lexicon", "lexicon_of"]

FILE = "lexicon.json"
MOST_RELATED = 24  # terms that a question is given beside its own …
RELATED_SHARE = 0.5  # … with so much of the weight that training gives them. Chosen on dev: docs/log.md


@dataclass(frozen=True)
class Lexicon:
    """By stem of a question's word: stems of passages, each followed by its weight, "indemnif .59 damag .3".

    A question's own words weigh 1. What one leads to is parsed when it is asked for: most never are.
    """

    related: Mapping[str, str] = field(default_factory=dict)

    def expanded(self, terms: Sequence[Term]) -> list[Term]:
        """The terms, and after them the related ones that all of them together lead to."""
        own = {term.text for term in terms}
        found: dict[str, float] = {}
        for term in terms:
            for text, weight in self.related_to(term.text):
                if text not in own:
                    found[text] = found.get(text, 0.0) + weight
        best = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_RELATED]
        return [*terms, *(Term(text, is_word(text), RELATED_SHARE * weight) for text, weight in best)]

    def related_to(self, stem: str) -> list[tuple[str, float]]:
        """The stems of passages that answer this one of a question, each with its weight.

        Raises:
            ModelError: what the lexicon has of it makes no sense.
        """
        parts = self.related.get(stem, "").split()
        try:
            return [(text, float(weight)) for text, weight in zip(parts[::2], parts[1::2], strict=True)]
        except ValueError as error:
            raise ModelError(f"{FILE}: {stem!r} is not followed by pairs of a stem and a weight") from error

    def save(self, folder: Path) -> None:
        """Write into a model folder, sorted, so that two versions can be compared."""
        related = {stem: self.related[stem] for stem in sorted(self.related)}
        text = json.dumps({"related": related}, ensure_ascii=False, indent=0, separators=(",", ":"))
        (folder / FILE).write_text(text + "\n", "utf-8")

    @staticmethod
    def load(folder: Path) -> Lexicon:
        """That of a model folder, empty if it has none.

        Raises:
            ModelError: the file is not a lexicon.
        """
        path = folder / FILE
        if not path.is_file():
            return Lexicon()
        try:
            related = dict(json.loads(path.read_text("utf-8"))["related"])
            if not all(isinstance(written, str) for written in related.values()):
                raise ValueError("what is related is no text")
        except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise ModelError(f"{path}: not a lexicon ({error!r})") from error
        return Lexicon(related)


@lru_cache(maxsize=4)
def lexicon_of(folder: Path | None) -> Lexicon:
    """The lexicon of a model folder, read once; if it has none, that of the shipped model."""
    if folder is None or not (folder / FILE).is_file():
        folder = model_folder()
    return Lexicon.load(folder)
