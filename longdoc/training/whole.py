"""Preprocess, for whole documents: sentences with salience labels, questions with their places.

One example is a stretch of a document that goes through the encoder once, in chunks, with everything
that is asked of it: salience for the summary sets, search for the question sets.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from longdoc.documents.sentences import split_sentences
from longdoc.network.tokenizer import Tokenizer
from longdoc.training.salience import oracle_sentences
from longdoc.training.sets import Context, Summarized

__all__ = ["Stretch", "searched_documents", "summarized_documents"]

QUESTIONS_AT_ONCE = 12


@dataclass(frozen=True, slots=True)
class Stretch:
    """Tokens [T]; sentence token ranges [M, 2] with labels [M]; questions with answer ranges [A, 2]."""

    ids: np.ndarray
    sentences_M2: np.ndarray
    labels_M: np.ndarray
    questions: tuple[np.ndarray, ...] = ()
    places: tuple[np.ndarray, ...] = ()

    def crop(self, most: int, chunk: int, rng: np.random.Generator) -> Stretch:
        """A random stretch of at most `most` tokens, beginning at a chunk, with what lies inside it."""
        if len(self.ids) <= most:
            return self._some_questions(rng)
        low = 0
        if self.questions and (held := [p for p in self.places if len(p)]):
            low = max(0, int(held[rng.integers(len(held))][0][0]) - int(rng.integers(most)))
        else:
            low = int(rng.integers(len(self.ids) - most + chunk))
        low = min(low, len(self.ids) - most // 2) // chunk * chunk
        high = low + most
        keep = (self.sentences_M2[:, 0] >= low) & (self.sentences_M2[:, 1] <= high)
        places = [p[(p[:, 0] >= low) & (p[:, 1] < high)] - low for p in self.places]
        inside = [n for n, p in enumerate(places) if len(p)]
        part = replace(
            self,
            ids=self.ids[low:high],
            sentences_M2=self.sentences_M2[keep] - low,
            labels_M=self.labels_M[keep],
            questions=tuple(self.questions[n] for n in inside),
            places=tuple(places[n] for n in inside),
        )
        return part._some_questions(rng)

    def _some_questions(self, rng: np.random.Generator) -> Stretch:
        if len(self.questions) <= QUESTIONS_AT_ONCE:
            return self
        some = rng.choice(len(self.questions), QUESTIONS_AT_ONCE, replace=False)
        return replace(
            self, questions=tuple(self.questions[n] for n in some), places=tuple(self.places[n] for n in some)
        )


def summarized_documents(items: list[Summarized], tokenizer: Tokenizer, cache: Path) -> list[Stretch]:
    """Documents with oracle labels for the targets that ask for everything; labels cached by content."""
    stretches = []
    grouped: dict[str, list[Summarized]] = {}
    for item in items:
        if item.focus is None and item.summaries:
            grouped.setdefault(item.text, []).append(item)
    for text, targets in grouped.items():
        tokens = tokenizer.encode(text)
        ranges = np.array([tokens.covering(s.start, s.end) for s in split_sentences(text)]).reshape(-1, 2)
        summaries = [s for target in targets for s in target.summaries]
        key = hashlib.sha256("\0".join([text, *summaries, str(len(tokenizer))]).encode()).hexdigest()
        path = cache / f"{key}.npy"
        if path.exists():
            labels = np.load(path, allow_pickle=False)
        else:
            sentences = [tokens.ids[a:b] for a, b in ranges]
            labels = oracle_sentences(sentences, [tokenizer.encode(s).ids for s in summaries])
            cache.mkdir(parents=True, exist_ok=True)
            np.save(path, labels)
        if len(labels) == len(ranges) and labels.any():
            stretches.append(Stretch(tokens.ids, ranges, labels))
    return stretches


def searched_documents(contexts: list[Context], tokenizer: Tokenizer) -> list[Stretch]:
    """Documents with the questions that they answer; short contexts of one article joined in order."""
    grouped: dict[str, list[Context]] = {}
    for context in contexts:
        grouped.setdefault(context.document, []).append(context)
    stretches = []
    for group in grouped.values():
        texts = list(dict.fromkeys(context.text for context in group))
        starts = dict(zip(texts, np.cumsum([0, *(len(t) + 2 for t in texts[:-1])]), strict=True))
        tokens = tokenizer.encode("\n\n".join(texts))
        questions, places = [], []
        for context in group:
            for question in context.questions:
                if not question.answers:
                    continue
                shift = int(starts[context.text])
                spans = [tokens.covering(a + shift, b + shift) for a, b in question.answers]
                questions.append(tokenizer.encode(question.text).ids[:64])
                places.append(np.array([(a, b - 1) for a, b in spans], np.int64).reshape(-1, 2))
        if questions and len(tokens) >= 512:
            nothing = np.zeros((0, 2), np.int64), np.zeros(0, np.float32)
            stretches.append(Stretch(tokens.ids, *nothing, tuple(questions), tuple(places)))
    return stretches
