"""Evaluate: the metrics of reading, search, salience and language modelling on one file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import numpy as np
import torch
from torch.nn.functional import cross_entropy

from longdoc.evaluation.datasets import Context, Question, Summarized, read_contexts, read_summaries
from longdoc.evaluation.json_lines import kind_of_file
from longdoc.evaluation.metrics import area_under_roc, exact_match, f1, recall_at, rouge_n, rouge_words
from longdoc.network.torch.model import Model
from longdoc.network.torch.stream import encode_document
from longdoc.tasks.spans.decoding import decode_spans
from longdoc.training.data.exercises import make_exercise
from longdoc.training.data.recurring import PieceProperties
from longdoc.training.data.segments import Segment, searched_documents, sentence_ranges
from longdoc.training.data.token_cache import TokenCache
from longdoc.training.data.unlabelled import read_unlabelled
from longdoc.training.objectives.salience import sentence_means

__all__ = ["evaluate_file", "evenly_spaced"]

Item = TypeVar("Item")

MOST_QUESTIONS = 500  # of one file, evenly spaced
MOST_DOCUMENTS = 40
WINDOW_TOKENS = 256
LONGEST_ANSWER = 40  # tokens
SEGMENT_TOKENS = 8_192  # of a text whose masked tokens are predicted
FAR_TOKENS = 4_096  # recurring spans further apart are reported separately
SEED = 7


def evaluate_file(
    model: Model, path: Path, texts: dict[str, str], cache: Path | None, log: Callable[[str], None]
) -> dict[str, float]:
    """The metrics of one file of questions, summaries or texts, by name, rounded to four places.

    Args:
        texts: documents by id, for questions that refer to them.
        cache: folder for tokens and texts; None caches nothing.

    Raises:
        DataError: the file cannot be read, or a line is invalid.
    """
    token_cache = TokenCache(model.tokenizer, cache)
    kind = kind_of_file(path) if path.is_file() else None
    with torch.inference_mode():
        if kind == "questions":
            contexts = list(read_contexts(path, texts))
            figures = {**reading_metrics(model, contexts), **search_metrics(model, contexts, token_cache)}
        elif kind == "summaries":
            figures = salience_metrics(model, list(read_summaries(path)), token_cache)
        else:
            read = [one.text for one in read_unlabelled(path, cache, log)]
            figures = language_metrics(model, evenly_spaced(read, MOST_DOCUMENTS), token_cache)
    return {name: round(value, 4) for name, value in figures.items() if np.isfinite(value)}


def reading_metrics(model: Model, contexts: Sequence[Context]) -> dict[str, float]:
    """EM and F1 of answerable questions in their passages; AUROC of answerable against unanswerable ones."""
    asked = evenly_spaced([(context, q) for context in contexts for q in context.questions], MOST_QUESTIONS)
    scores, answered, exact, overlap = [], [], [], []
    for context, question in asked:
        text, margin = _read(model, context, question)
        scores.append(margin)
        answered.append(bool(question.answers))
        if question.answers:
            right = [context.text[a:b] for a, b in question.answers]
            exact.append(exact_match(text, right))
            overlap.append(f1(text, right))
    figures = {"questions": float(len(asked)), "auroc": area_under_roc(np.array(scores), np.array(answered))}
    if exact:
        figures |= {"em": float(np.mean(exact)), "f1": float(np.mean(overlap))}
    return figures


def _read(model: Model, context: Context, question: Question) -> tuple[str, float]:
    """The best span over the windows of a labelled passage, and its margin over "no answer"."""
    start, end = context.passage
    passage = context.text[start:end]
    tokens = model.tokenizer.encode(passage)
    steps = range(0, max(1, len(tokens) - WINDOW_TOKENS // 2), WINDOW_TOKENS // 2)
    windows = [np.asarray(tokens.ids[at : at + WINDOW_TOKENS]) for at in steps]
    asked = model.tokenizer.encode(question.text).ids.tolist()
    scores = model.read_spans([asked] * len(windows), windows)
    window_K, first_K, last_K, margin_K = decode_spans(scores, longest_tokens=LONGEST_ANSWER, most=1)
    if not len(margin_K):
        return "", -np.inf
    best = int(margin_K.argmax())
    at = steps[int(window_K[best])]
    first, last = tokens.spans[at + int(first_K[best]), 0], tokens.spans[at + int(last_K[best]), 1]
    return passage[first:last], float(margin_K[best])


def search_metrics(model: Model, contexts: list[Context], token_cache: TokenCache) -> dict[str, float]:
    """Recall@1 and recall@5 of chunks by MaxSim, for questions about documents of some length."""
    ranked: list[list[bool]] = []
    for segment in evenly_spaced(searched_documents(contexts, token_cache), MOST_DOCUMENTS):
        states, _ = _encode(model, segment.ids)
        vectors_TV = model.embed(states)
        C = model.config.chunk_tokens
        for question, places in zip(segment.questions, segment.places, strict=True):
            ids = [model.tokenizer.cls, *question.tolist(), model.tokenizer.sep]
            asked_QV = model.embed(model.encoder.forward_dense(torch.tensor([ids], device=model.device)))[
                0, 1:-1
            ]
            chunks = (asked_QV.float() @ vectors_TV.float().T).split(C, 1)
            score_N = torch.stack([part.amax(1).mean() for part in chunks])
            right = set((places[:, 0] // C).tolist())
            ranked.append([int(n) in right for n in score_N.argsort(descending=True)])
    if not ranked:
        return {}
    recall = {f"recall@{k}": float(np.mean([recall_at(k, one) for one in ranked])) for k in (1, 5)}
    return {"searches": float(len(ranked)), **recall}


def salience_metrics(model: Model, items: list[Summarized], token_cache: TokenCache) -> dict[str, float]:
    """ROUGE-1 and ROUGE-2 of the most salient sentences and of the lead, at the length of the reference."""
    general = [item for item in items if item.focus is None and item.summaries]
    rows = []
    for item in evenly_spaced(general, MOST_DOCUMENTS):
        tokens = token_cache.tokenizer.encode(item.text)
        ranges_M2 = sentence_ranges(item.text, tokens, token_cache)
        if not len(ranges_M2):
            continue
        states, g = _encode(model, tokens.ids)
        mean_ME = sentence_means(states, torch.from_numpy(np.array(ranges_M2)).to(model.device))
        salience_M = model.salience(mean_ME, g[:1].expand(len(mean_ME), -1)).cpu().numpy()
        spans = [(int(tokens.spans[a, 0]), int(tokens.spans[b - 1, 1])) for a, b in ranges_M2 if b > a]
        order = np.argsort(-salience_M[ranges_M2[:, 1] > ranges_M2[:, 0]])
        sentences = [item.text[a:b] for a, b in spans]
        best = max(item.summaries, key=lambda one: len(one))
        by_model = _up_to(sentences, order.tolist(), len(rouge_words(best)))
        lead = _up_to(sentences, list(range(len(sentences))), len(rouge_words(best)))
        rows.append(
            [
                max(rouge_n(made, one, n) for one in item.summaries)
                for made in (by_model, lead)
                for n in (1, 2)
            ]
        )
    if not rows:
        return {}
    means = np.mean(rows, axis=0).tolist()
    return {
        "documents": float(len(rows)),
        **dict(zip(("rouge1", "rouge2", "lead_rouge1", "lead_rouge2"), means, strict=True)),
    }


def _up_to(sentences: list[str], order: list[int], words: int) -> str:
    """The first sentences of an order that fill a number of words, joined in document order."""
    taken, left = [], words
    for n in order:
        if left <= 0:
            break
        taken.append(n)
        left -= len(rouge_words(sentences[n]))
    return " ".join(sentences[n] for n in sorted(taken))


def language_metrics(model: Model, texts: Sequence[str], token_cache: TokenCache) -> dict[str, float]:
    """Perplexity of masked tokens, and F1 of recurring spans that masks point to, near and far."""
    rng = np.random.default_rng(SEED)
    encoded = token_cache.encode_all(texts)
    pieces = PieceProperties(model.tokenizer, (tokens.ids for tokens in encoded))
    losses, hits, far = [], [], []
    for text, tokens in zip(texts, encoded, strict=True):
        whole = Segment(tokens.ids, sentence_ranges(text, tokens, token_cache))
        part = whole.crop(SEGMENT_TOKENS, model.config.chunk_tokens, rng)
        for objective in ("masked", "recurring"):
            made = make_exercise(part, {objective}, model.tokenizer, pieces, FAR_TOKENS, rng)
            if not made.has_labels():
                continue
            states, _ = _encode(model, made.ids)
            if objective == "masked":
                logits_KP = model.language(states[made.masked_K], model.encoder.pieces.weight)
                targets_K = torch.from_numpy(made.originals_K).to(logits_KP.device)
                losses += cross_entropy(logits_KP, targets_K, reduction="none").tolist()
            else:
                hits += _pointed(model, states, made)
                far += (abs(made.pointers_P - made.sources_P2[:, 0]) > FAR_TOKENS).tolist()
    figures = {"documents": float(len(texts))}
    if losses:
        figures["perplexity"] = float(np.exp(np.mean(losses)))
    for name, wanted in (("recurring_near", False), ("recurring_far", True)):
        if some := [hit for hit, is_far in zip(hits, far, strict=True) if is_far == wanted]:
            figures[name] = float(np.mean(some))
    return figures


def _pointed(model: Model, states: torch.Tensor, made: Segment) -> list[float]:
    """For each pointer, the F1 of token positions between the span it points to and the masked span."""
    vectors_TV = model.embed(states).float()
    ends = []
    for side in (0, 1):
        score_PT = vectors_TV[made.pointers_P + side] @ vectors_TV.T
        score_PT[:, np.concatenate((made.pointers_P, made.pointers_P + 1))] = -torch.inf
        ends.append(score_PT.argmax(1).cpu().numpy())
    overlaps = []
    for first, last, (start, end) in zip(*ends, made.sources_P2, strict=True):
        shared = min(last, end) - max(first, start) + 1
        total = max(0, last - first + 1) + end - start + 1
        overlaps.append(2 * max(0, shared) / total)
    return [float(one) for one in overlaps]


def _encode(model: Model, ids: np.ndarray) -> tuple[torch.Tensor, torch.Tensor]:
    ids_T = torch.from_numpy(np.asarray(ids, np.int64))
    return encode_document(model.encoder, ids_T, torch.tensor([model.tokenizer.cls]))


def evenly_spaced(items: Sequence[Item], most: int) -> list[Item]:
    """At most `most` items, evenly spaced, in order."""
    if len(items) <= most:
        return list(items)
    return [items[n * len(items) // most] for n in range(most)]
