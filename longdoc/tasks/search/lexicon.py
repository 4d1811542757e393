"""Query expansion: adds the words that answering passages use for the words of the question.

A passage often answers a question in other words: "liable" is answered by "indemnify" and "damages". The
lexicon of a model folder (`lexicon.json`, learned by `longdoc.training.lexicon` from questions with answers)
lists such words by the stems of the question's words.
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
MAX_RELATED = 24  # terms added to a question
RELATED_SHARE = 0.5  # of the weights from training that added terms get. Chosen on dev: docs/log.md


@dataclass(frozen=True)
class Lexicon:
    """Related stems by the stem of a question's word.

    Attributes:
        related: stem → stems each followed by a weight, such as "indemnif .59 damag .3"; parsed on demand.
            The question's own words have the weight 1.
    """

    related: Mapping[str, str] = field(default_factory=dict)

    def expanded(self, terms: Sequence[Term]) -> list[Term]:
        """The terms, followed by the MAX_RELATED terms with the highest sums of weights."""
        own = {term.text for term in terms}
        found: dict[str, float] = {}
        for term in terms:
            for text, weight in self.related_to(term.text):
                if text not in own:
                    found[text] = found.get(text, 0.0) + weight
        best = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))[:MAX_RELATED]
        return [*terms, *(Term(text, is_word(text), RELATED_SHARE * weight) for text, weight in best)]

    def related_to(self, stem: str) -> list[tuple[str, float]]:
        """The stems related to this one, each with its weight.

        Raises:
            ModelError: the entry is malformed.
        """
        parts = self.related.get(stem, "").split()
        try:
            return [(text, float(weight)) for text, weight in zip(parts[::2], parts[1::2], strict=True)]
        except ValueError as error:
            raise ModelError(f"{FILE}: {stem!r} is not followed by pairs of a stem and a weight") from error

    def save(self, folder: Path) -> None:
        """Write `lexicon.json` into a model folder, sorted, so that versions can be compared."""
        related = {stem: self.related[stem] for stem in sorted(self.related)}
        text = json.dumps({"related": related}, ensure_ascii=False, indent=0, separators=(",", ":"))
        (folder / FILE).write_text(text + "\n", "utf-8")

    @staticmethod
    def load(folder: Path) -> Lexicon:
        """Read `lexicon.json` from a model folder; an empty Lexicon if there is none.

        Raises:
            ModelError: the file is not a lexicon.
        """
        path = folder / FILE
        if not path.is_file():
            return Lexicon()
        try:
            related = dict(json.loads(path.read_text("utf-8"))["related"])
            if not all(isinstance(written, str) for written in related.values()):
                raise ValueError("an entry is not text")
        except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise ModelError(f"{path}: not a lexicon ({error!r})") from error
        return Lexicon(related)


@lru_cache(maxsize=4)
def lexicon_of(folder: Path | None) -> Lexicon:
    """The lexicon of a model folder, cached; the shipped model's if the folder has none."""
    if folder is None or not (folder / FILE).is_file():
        folder = model_folder()
    return Lexicon.load(folder)
