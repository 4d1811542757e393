"""Standard metrics: EM and F1, ROUGE, recall@k, AUROC, AUPR, ECE."""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from longdoc.characters import CJK

__all__ = [
    "Bin", "Judged", "area_under_precision_recall", "area_under_roc", "calibration_error",
    "chance_calibration_error", "exact_match", "f1", "jaccard", "precision_at_recall",
    "precision_recall", "recall_at", "reliability", "rouge_l", "rouge_n", "rouge_words",
]  # fmt: skip

_ARTICLES = re.compile(r"\b(a|an|the)\b")
_PUNCTUATION = set(string.punctuation) | set("，。：？！“”；’《》…·、「」（）－～『』【】—‘")
_PIECE = re.compile(rf"[{CJK}]|[^\s{CJK}]+")
_ROUGE_WORD = re.compile(rf"[{CJK}]|[a-z0-9]+")


def answer_pieces(text: str) -> list[str]:
    """Normalise an answer: lower-case words without articles, and Chinese characters.

    Words as in SQuAD (Rajpurkar et al. 2016), characters as in CMRC 2018 (Cui et al. 2019).
    """
    plain = "".join(c for c in text.lower() if c not in _PUNCTUATION)
    return _PIECE.findall(_ARTICLES.sub(" ", plain))


def exact_match(predicted: str, right: Sequence[str]) -> float:
    """1 if the prediction equals a right answer, else 0; an unanswerable question has the right answer ""."""
    return float(any(answer_pieces(predicted) == answer_pieces(one) for one in right or [""]))


def f1(predicted: str, right: Sequence[str]) -> float:
    """Token F1 with the most similar right answer."""
    return max(_f1(answer_pieces(predicted), answer_pieces(one)) for one in right or [""])


def _f1(predicted: list[str], right: list[str]) -> float:
    if not predicted or not right:
        return float(predicted == right)
    return _harmonic(sum((Counter(predicted) & Counter(right)).values()), len(predicted), len(right))


def _harmonic(shared: float, predicted: int, right: int) -> float:
    return 2 * shared / (predicted + right) if shared else 0.0


def rouge_words(text: str) -> list[str]:
    """Lower-case runs of letters and digits, and Chinese characters; no stemming (Lin 2004)."""
    return _ROUGE_WORD.findall(text.lower())


def rouge_n(predicted: str, reference: str, n: int) -> float:
    """ROUGE-N: F1 of shared n-grams, clipped by count (Lin 2004)."""
    grams = [
        Counter(zip(*(words[i:] for i in range(n)), strict=False))
        for words in (rouge_words(predicted), rouge_words(reference))
    ]
    sizes = [sum(g.values()) for g in grams]
    return _harmonic(sum((grams[0] & grams[1]).values()), *sizes)


def rouge_l(predicted: str, reference: str) -> float:
    """ROUGE-L: F1 of the longest common subsequence, each text taken as one sentence (Lin 2004)."""
    a, b = rouge_words(predicted), rouge_words(reference)
    numbers = {word: n for n, word in enumerate(dict.fromkeys(b))}
    row = np.zeros(len(b) + 1, np.int64)
    ids_B = np.array([numbers[word] for word in b], np.int64)
    for word in a:
        same = ids_B == numbers.get(word, -1)
        # the row above, or its diagonal neighbour plus one where the words match; then a running maximum
        row[1:] = np.maximum.accumulate(np.maximum(row[1:], np.where(same, row[:-1] + 1, 0)))
    return _harmonic(int(row[-1]), len(a), len(b))


def recall_at(k: int, ranked: Sequence[bool]) -> float:
    """1 if one of the first k is right, else 0."""
    return float(any(ranked[:k]))


def area_under_roc(score_N: np.ndarray, yes_N: np.ndarray) -> float:
    """AUROC: the probability that a positive scores above a negative; ties count half (Mann–Whitney U)."""
    yes_N = np.asarray(yes_N, bool)
    positives, negatives = int(yes_N.sum()), int((~yes_N).sum())
    if not positives or not negatives:
        return float("nan")
    _, inverse, counts = np.unique(score_N, return_inverse=True, return_counts=True)
    rank_N = (np.cumsum(counts) - (counts - 1) / 2)[inverse]
    return float((rank_N[yes_N].sum() - positives * (positives + 1) / 2) / (positives * negatives))


@dataclass(frozen=True, slots=True)
class Bin:
    """One bin of a reliability diagram: its number, mean confidence, share of right answers, and size."""

    number: int
    said: float
    right: float
    count: int


def reliability(confidence_N: np.ndarray, right_N: np.ndarray, bins: int = 10) -> list[Bin]:
    """A reliability diagram: the non-empty bins of equal width, the lowest first."""
    confidence_N, right_N = np.asarray(confidence_N, np.float64), np.asarray(right_N, np.float64)
    bin_N = np.minimum((confidence_N * bins).astype(int), bins - 1)
    held = [(b, bin_N == b) for b in range(bins)]
    return [
        Bin(b, float(confidence_N[inside].mean()), float(right_N[inside].mean()), int(inside.sum()))
        for b, inside in held
        if inside.any()
    ]


def calibration_error(confidence_N: np.ndarray, right_N: np.ndarray, bins: int = 10) -> float:
    """Expected calibration error over bins of equal width (Guo et al. 2017, equation 3)."""
    shown = reliability(confidence_N, right_N, bins)
    return sum(one.count * abs(one.said - one.right) for one in shown) / max(1, len(confidence_N))


def chance_calibration_error(confidence_N: np.ndarray, bins: int = 10, draws: int = 200) -> float:
    """The expected ECE of a perfectly calibrated model with these confidences.

    It is above 0, the more so the fewer answers there are, as the share of right answers in a bin varies by
    chance (Bröcker & Smith 2007, "Increasing the reliability of reliability diagrams").
    """
    rng, confidence_N = np.random.default_rng(0), np.asarray(confidence_N, np.float64)
    drawn_DN = rng.random((draws, len(confidence_N))) < confidence_N
    return float(np.mean([calibration_error(confidence_N, right_N, bins) for right_N in drawn_DN]))


class Judged:
    """Judges predicted spans as CUAD's evaluation does (Hendrycks et al. 2021).

    Each prediction is right or wrong, and each right answer is found from some confidence on, or never.
    """

    def __init__(self) -> None:
        self.wrong: list[float] = []  # confidences of predictions that match no answer
        self.found: list[float] = []  # for each right answer, the best confidence of a match, or -1

    def add(self, predicted: Iterable[tuple[str, float]], right: Sequence[str], within: bool = False) -> None:
        """Judge the predictions of one question.

        Args:
            predicted: texts with their confidences.
            right: the texts of the right answers.
            within: whether a prediction that contains a right answer is right as well.
        """
        best = [-1.0] * len(right)
        for text, confidence in predicted:
            hits = [n for n, one in enumerate(right) if jaccard(one, text) >= 0.5 or (within and one in text)]
            for n in hits:
                best[n] = max(best[n], confidence)
            if not hits:
                self.wrong.append(confidence)
        self.found += best


def jaccard(one: str, other: str) -> float:
    """Jaccard similarity of words, with the normalisation of CUAD's evaluation (Hendrycks et al. 2021)."""
    a, b = (set(re.sub(r"[.,;:]", "", text).lower().replace("/", " ").split()) for text in (one, other))
    return len(a & b) / len(a | b) if a | b else 0.0


def precision_recall(judged: Judged) -> tuple[np.ndarray, np.ndarray]:
    """Precision and recall at every confidence that occurs, from high to low, starting at (1, 0).

    As in CUAD's evaluation, a true positive is a right answer that was found, and the precision at a
    recall is the best at that recall or any higher one.
    """
    found = np.sort(np.array([c for c in judged.found if c >= 0]))
    wrong = np.sort(np.array(judged.wrong))
    steps = np.unique(np.concatenate((found, wrong)))[::-1]
    right = len(found) - np.searchsorted(found, steps)
    false = len(wrong) - np.searchsorted(wrong, steps)
    precision = right / np.maximum(1, right + false)
    recall = right / max(1, len(judged.found))
    best = np.maximum.accumulate(precision[::-1])[::-1]
    return np.concatenate(([1.0], best)), np.concatenate(([0.0], recall))


def area_under_precision_recall(judged: Judged) -> float:
    """AUPR: the area under the precision-recall curve, by the trapezoidal rule."""
    precision, recall = precision_recall(judged)
    return float(((precision[1:] + precision[:-1]) / 2 * np.diff(recall)).sum())


def precision_at_recall(judged: Judged, wanted: float) -> float:
    """The precision at the first point with a recall of at least `wanted`; 0 if there is none."""
    precision, recall = precision_recall(judged)
    reached = recall >= wanted
    return float(precision[reached][0]) if reached.any() else 0.0
