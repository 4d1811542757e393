"""English verbs and nouns with irregular forms that are common in questions and tables."""

from __future__ import annotations

__all__ = ["BASE_FORMS"]

BASE_FORMS = {
    "spent": "spend", "paid": "pay", "sold": "sell", "bought": "buy", "held": "hold", "lost": "lose",
    "taught": "teach", "left": "leave", "built": "build", "made": "make", "written": "write",
    "wrote": "write", "began": "begin", "begun": "begin", "drove": "drive", "driven": "drive", "ran": "run",
    "flew": "fly", "flown": "fly", "grew": "grow", "grown": "grow", "sang": "sing", "sung": "sing",
    "met": "meet", "children": "child", "people": "person", "men": "man", "women": "woman", "feet": "foot",
}  # fmt: skip
