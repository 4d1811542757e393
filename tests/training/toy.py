"""Small training data of our own making: contracts in made-up words, and a tiny model that reads them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from longdoc.network.torch.checkpoint import model_over
from longdoc.network.torch.model import Model

NAMES = tuple(
    a + b + c
    for a in ("al", "bir", "ce", "el", "fi", "ha", "lar", "ma")
    for b in ("der", "cho", "dar", "mun")
    for c in ("a", "is", "on", "um", "eth", "or")
)
THINGS = ("rent", "deposit", "fee", "fine", "loan", "price")
PLAIN = (
    "contract between and the which owes to is coins due at once nothing else about it binds or any heir"
    " what tax . ?"
)


def contract(number: int) -> tuple[str, list[dict[str, Any]]]:
    """A text of some paragraphs, and questions on it; one of them has no answer."""
    rng = np.random.default_rng(number)
    payer, owner = rng.permutation(NAMES)[:2]
    paragraphs = [f"Contract {number} between {owner} and {payer}."]
    qas = []
    for thing in rng.permutation(THINGS)[:4]:
        amount = str(rng.integers(100, 999))
        sentence = f"The {thing} which {payer} owes to {owner} is {amount} coins, due at once."
        at = sum(len(p) + 2 for p in paragraphs) + sentence.index(amount)
        qas.append({"question": f"What is the {thing}?", "answers": [{"start": at, "text": amount}]})
        paragraphs.append(sentence + f" Nothing else about it binds {payer} or any heir.")
    qas.append({"question": "What is the tax?", "answers": []})
    return "\n\n".join(paragraphs), qas


def write_lines(path: Path, items: list[dict[str, Any]]) -> Path:
    """A JSON Lines file."""
    path.write_text("".join(json.dumps(item) + "\n" for item in items), "utf-8")
    return path


def write_questions(path: Path, count: int = 12) -> Path:
    """Labelled questions on so many contracts, three to an article."""
    rows = []
    for number in range(count):
        text, qas = contract(number)
        rows.append({"article": f"c{number // 3}", "context": text, "qas": qas})
    return write_lines(path, rows)


def write_summaries(path: Path, count: int = 6) -> Path:
    """Contracts with their second paragraph as summary."""
    rows = []
    for number in range(count):
        text, _ = contract(number)
        rows.append({"document": text, "targets": [{"focus": None, "summaries": [text.split("\n\n")[1]]}]})
    return write_lines(path, rows)


def write_texts(path: Path, count: int = 8) -> Path:
    """Long texts without labels: six contracts each, and five names at both ends and nowhere between."""
    rows = []
    for number in range(count):
        text = "\n\n".join(contract(6 * number + m)[0] for m in range(6))
        one, other, *heirs = [name for name in NAMES if name not in text][5 * number :][:5]
        front = f"Nothing else binds {one} {other} or {' and '.join(heirs)} at once."
        back = (
            f"What the contract between {one} {other} and {' or '.join(heirs)} is about binds nothing else."
        )
        rows.append({"text": "\n\n".join((front, text, back))})
    return write_lines(path, rows)


def word_model(seed: int = 0, **shape: int) -> Model:
    """A tiny random model that knows the words of these texts, and numbers digit by digit."""
    digits = "0123456789"
    words = sorted({*NAMES, *THINGS, *PLAIN.split(), ",", *digits})
    shape = {"positions": 256, **shape}
    return model_over([*words, *(f"##{digit}" for digit in digits)], f"words-{seed}", seed, **shape)
