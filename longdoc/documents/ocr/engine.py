"""Recognises text in the image of a page, by RapidOCR with the models in its wheel.

Runs in the worker processes of the PDF reader, without network access.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

__all__ = ["DOTS_PER_INCH", "SeenLine", "is_installed", "lines_of_picture"]

DOTS_PER_INCH = 200  # of the picture that a page is drawn to
LONGEST_SIDE = 3_000  # dots: a larger page is drawn smaller
FOUND_AT = 1_280  # dots of the longer side, for finding lines; they are read at full size
LEAST_CONFIDENCE = 0.5  # of a line: what is less sure is a pattern or a stain


@dataclass(frozen=True, slots=True)
class SeenLine:
    """A recognised line: its box in pixels from the top left, and the confidence of its letters."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    confidence: float


def is_installed() -> bool:
    """Whether the extra `[ocr]` is installed."""
    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None


@cache
def _engine() -> Any:
    import rapidocr

    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    models = Path(rapidocr.__file__).parent / "models"
    return rapidocr.RapidOCR(
        params={
            "Global.model_root_dir": str(models),
            "Global.use_cls": False,  # whether a line is upside down, which costs a third of the time
            "Global.max_side_len": LONGEST_SIDE,
            "Global.text_score": LEAST_CONFIDENCE,
            "Global.log_level": "error",
            "Det.limit_side_len": FOUND_AT,
            "Det.limit_type": "max",
        }
    )


def lines_of_picture(picture_HWC: Any) -> list[SeenLine]:
    """The lines in the image of a page (uint8 [H, W, 3], BGR), in no particular order."""
    found = _engine()(picture_HWC)
    if found.txts is None or found.boxes is None:
        return []
    lines = []
    for text, box, score in zip(found.txts, found.boxes, found.scores, strict=True):
        across, down = [float(point[0]) for point in box], [float(point[1]) for point in box]
        lines.append(SeenLine(text, min(across), min(down), max(across), max(down), float(score)))
    return lines
