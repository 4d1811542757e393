"""Trains the ranker of table cells (`longdoc.tasks.tables.ranker`) on questions that a cell answers.

Only answers are labelled: every interpretation of a question that leads to the right cell counts as right
(weak supervision, Pasupat & Liang 2015). Some questions are asked of tables that do not answer them. Each
table is also asked questions that are made for it (`longdoc.training.tables`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor, nn

from longdoc.evaluation.datasets import Context, read_contexts
from longdoc.evaluation.table_text import markdown_document, rows_of, table_document
from longdoc.tasks.tables.cells import CellProposal, propose_cells
from longdoc.tasks.tables.question import read_question
from longdoc.tasks.tables.ranker import ARRAYS, Ranker, words_and_pairs
from longdoc.tasks.tables.view import TableView, view_of
from longdoc.training.tables.bands import band_lookups
from longdoc.training.tables.contrasts import contrasting_lookups
from longdoc.training.tables.lookups import Lookup, lookups
from longdoc.training.tables.orders import ordered_lookups
from longdoc.training.tables.timetables import timetable_lookups

__all__ = ["Example", "accuracy", "examples", "train"]

UNANSWERABLE_SHARE = (
    0.15  # of questions also asked of another table; three times as many of a part of the same one
)
TIMETABLES = 0.15  # timetables made for each table
BANDS = 0.2  # tables of rates by ranges, likewise
HIDDEN = 48  # units
DROPPED = 0.25  # of the hidden units, in each step
EPOCHS = 8
QUESTIONS_A_STEP = 32
RATE, LOWEST_RATE = 0.01, 0.0005
WEIGHT_DECAY = 0.02
TINY = 1e-12  # the least weight of what is right, whose logarithm is taken
# words of questions: with fewer examples, they are learned more slowly
MOST_WORDS, LEAST_QUESTIONS = 800, 40  # the most frequent words and pairs, each in so many questions
WORD_RATE, WORD_DECAY = 0.2, 0.3  # the rate relative to the other weights, and the weight decay
MEMBERS = 3  # rankers, from different seeds, of which the shipped one is the mean


Row = tuple[Tensor, Tensor, Tensor]  # features [N, F], words [W], right [N]


class Example(NamedTuple):
    """The proposals for a question, which of them are right [N], and whether the table answers it."""

    question: str
    proposed: list[CellProposal]
    right_N: np.ndarray
    answered: bool

    @property
    def teaches(self) -> bool:
        """Whether there is a right proposal to prefer, or only wrong proposals to reject."""
        return bool(self.proposed) and (bool(self.right_N.any()) or not self.answered)


def examples(
    path: Path, *, seed: int = 0, unanswerable: float = UNANSWERABLE_SHARE, plain: bool = True,
    most: int | None = None,
) -> list[Example]:  # fmt: skip
    """Examples from the questions of a file.

    Args:
        path: questions about tables in text form.
        unanswerable: share of the questions that are also asked of another table; three times this share are
            also asked of the same table without the columns that contain the answer.
        plain: also ask each table for cells by the names of their row and column, and by the order of rows.
        most: the number of texts to take; by default all.

    Raises:
        DataError: the file cannot be read, or a line is invalid.
    """
    rng = Random(seed)
    asked = list(_tables(path))
    if most is not None and most < len(asked):
        asked = rng.sample(asked, most)
    made = []
    for views, context in asked:
        for question in context.questions:
            answers = {_plain(context.text[start:end]) for start, end in question.answers}
            made.append(_example(question.text, views, answers))
            if answers and rng.random() < unanswerable:
                made.append(_example(question.text, rng.choice(asked)[0], set()))
            if answers and rng.random() < 3 * unanswerable:
                made.append(_example(question.text, [_without(view, answers) for view in views], set()))
        for lookup in _made(views, rng.choice(asked)[0], rng) if plain else ():
            made.append(_example(lookup.question, lookup.views, {_plain(text) for text in lookup.answers}))
    return made


def _made(views: Sequence[TableView], other: Sequence[TableView], rng: Random) -> Iterator[Lookup]:
    """Questions of all kinds that are generated for these tables."""
    timed = timetable_lookups(views[0], rng) if rng.random() < TIMETABLES else ()
    rated = band_lookups(rng) if rng.random() < BANDS else ()
    return chain(
        lookups(views, other, rng), ordered_lookups(views, rng), contrasting_lookups(views, rng), timed, rated
    )


def train(given: Sequence[Example], *, seed: int = 0, log: Callable[[str], None] = print) -> Ranker:
    """Train the ranker, the mean of several; examples whose answer is not among the proposals are skipped."""
    given = [one for one in given if one.teaches]
    names = tuple(sorted({name for one in given for proposal in one.proposed for name in proposal.evidence}))
    words = _frequent_words(given)
    empty = _Net(names, words).ranker()
    rows = [
        (
            torch.from_numpy(empty.matrix([proposal.evidence for proposal in one.proposed])),
            torch.from_numpy(empty.word_vector(one.question)),
            torch.from_numpy(one.right_N),
        )
        for one in given
    ]
    return _mean([_trained(rows, names, words, seed + n, log) for n in range(MEMBERS)])


def _trained(
    rows: Sequence[Row], names: tuple[str, ...], words: tuple[str, ...], seed: int, log: Callable[[str], None]
) -> Ranker:
    """One ranker, trained on the rows in an order of its own."""
    torch.manual_seed(seed)
    net, rng, rows = _Net(names, words), Random(seed), list(rows)
    optimizer = torch.optim.AdamW(net.parameter_groups())
    for epoch in range(EPOCHS):
        rng.shuffle(rows)
        for group in optimizer.param_groups:
            group["lr"] = (LOWEST_RATE + RATE * (1 - epoch / EPOCHS)) * group["share"]
        losses = []
        for low in range(0, len(rows), QUESTIONS_A_STEP):
            loss = _loss(net, rows[low : low + QUESTIONS_A_STEP])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        log(f"seed {seed}, epoch {epoch + 1}: loss {np.mean(losses):.3f}")
    return net.ranker()


def _mean(rankers: Sequence[Ranker]) -> Ranker:
    """The ranker whose logits are the means of theirs: it has the hidden units of all."""
    first, none = rankers[0], float(np.mean([one.none for one in rankers]))
    hidden, bias, shift, scale, out = (
        np.concatenate([getattr(one, name) for one in rankers], axis=-1) for name in ARRAYS
    )
    return Ranker(first.evidence, first.words, hidden, bias, shift, scale, out / len(rankers), none)


def accuracy(given: Sequence[Example], ranker: Ranker) -> float:
    """The share of answerable questions whose most probable cell is right; NaN for none."""
    right = []
    for one in given:
        if one.answered:
            found = ranker.probabilities(one.question, one.proposed)
            best = max(found, key=lambda span: found[span], default=None)
            answers = zip(one.proposed, one.right_N, strict=True)
            right.append(any(is_right for proposal, is_right in answers if proposal.span == best))
    return float(np.mean(right)) if right else float("nan")


def _tables(path: Path) -> Iterator[tuple[list[TableView], Context]]:
    """Each context of a file, with its tables as longdoc reads them.

    A text that consists of rows only is read as a delimited file, one with other lines as Markdown. Texts
    without a table of at least two rows and columns are skipped.
    """
    for context in read_contexts(path, {}):
        only_rows = all(" | " in line for line in context.text.split("\n") if line.strip())
        rows = rows_of(context.text)
        if len(rows) < 2 or len(rows[0]) < 2:
            continue
        document = table_document(rows) if only_rows else markdown_document(context.text)
        views = [view for view in (view_of(document, table) for table in document.tables) if view.rows]
        if views:
            yield views, context


def _example(question: str, views: Sequence[TableView], answers: set[str]) -> Example:
    asked = read_question(question)
    proposed = [one for view in views for one in propose_cells(asked, view)]
    return Example(
        question, proposed, np.array([_plain(one.text) in answers for one in proposed], bool), bool(answers)
    )


def _without(view: TableView, answers: set[str]) -> TableView:
    """The table without the columns that contain one of these texts."""
    kept = [
        n for n in range(len(view.columns))
        if not any((entry := row[n]) and _plain(entry.text) in answers for row in view.rows)
    ]  # fmt: skip
    return view.of_columns(kept)


class _Net(nn.Module):
    """The ranker as a module that can be trained."""

    def __init__(self, evidence: tuple[str, ...], words: tuple[str, ...]) -> None:
        super().__init__()
        self.evidence, self.words = evidence, words
        self.hidden = nn.Linear(len(evidence), HIDDEN)
        self.out = nn.Parameter(nn.Linear(HIDDEN, 1).weight[0].detach().clone())
        self.none = nn.Parameter(torch.zeros(1))
        self.shift_WH = nn.Parameter(torch.zeros(len(words), HIDDEN))
        self.scale_WH = nn.Parameter(torch.zeros(len(words), HIDDEN))

    def parameter_groups(self) -> list[dict[str, Any]]:
        """For the optimizer; `share` is the learning rate relative to RATE."""
        usual = [*self.hidden.parameters(), self.out, self.none]
        return [
            {"params": usual, "weight_decay": WEIGHT_DECAY, "share": 1.0},
            {"params": [self.shift_WH, self.scale_WH], "weight_decay": WORD_DECAY, "share": WORD_RATE},
        ]

    def forward(self, rows: Sequence[Row], dropped: float = 0.0) -> tuple[Tensor, Tensor]:
        """The logits of the proposals of Q questions, [N] in all, and the question of each."""
        counts = torch.tensor([len(x_NF) for x_NF, _, _ in rows])
        question_N = torch.arange(len(rows)).repeat_interleave(counts)
        words_QW = torch.stack([words_W for _, words_W, _ in rows])
        shift_NH = (words_QW @ self.shift_WH)[question_N]
        scale_NH = (1 + words_QW @ self.scale_WH)[question_N]
        hidden_NH = torch.tanh(self.hidden(torch.cat([x_NF for x_NF, _, _ in rows])) + shift_NH) * scale_NH
        kept_H = (torch.rand(HIDDEN) >= dropped) / (1 - dropped)
        return (hidden_NH * kept_H) @ self.out, question_N

    def ranker(self) -> Ranker:
        """The ranker with these weights."""
        weights = (self.hidden.weight.T, self.hidden.bias, self.shift_WH, self.scale_WH, self.out)
        hidden, bias, shift, scale, out = (x.detach().numpy().copy() for x in weights)
        return Ranker(self.evidence, self.words, hidden, bias, shift, scale, out, self.none.item())


def _frequent_words(given: Sequence[Example]) -> tuple[str, ...]:
    """Words and pairs of words that many of the questions contain, the most frequent first."""
    counts = Counter(word for one in given for word in words_and_pairs(one.question))
    frequent = sorted(counts, key=lambda word: (-counts[word], word))[:MOST_WORDS]
    return tuple(word for word in frequent if counts[word] >= LEAST_QUESTIONS)


def _loss(net: _Net, rows: Sequence[Row]) -> Tensor:
    """Mean negative log likelihood of the right proposals together, or of "none of them"."""
    logit_N, question_N = net(rows, DROPPED)
    right_N = torch.cat([right_N for _, _, right_N in rows])
    top_Q = net.none.detach().repeat(len(rows)).scatter_reduce(0, question_N, logit_N.detach(), "amax")
    weight_N = (logit_N - top_Q[question_N]).exp()
    none_Q = (net.none - top_Q).exp()
    whole_Q = none_Q.scatter_add(0, question_N, weight_N)
    right_Q = torch.zeros(len(rows)).scatter_add(0, question_N, weight_N * right_N)
    teaches_Q = torch.zeros(len(rows)).scatter_add(0, question_N, right_N.float()) > 0
    return (whole_Q.log() - torch.where(teaches_Q, right_Q, none_Q).clamp_min(TINY).log()).mean()


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
