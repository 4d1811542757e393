"""Positions of the characters of a page: packed by the worker, unpacked to `Boxes` by the parent.

A page's lines consist of runs of characters with shared edges. Three arrays describe them: the number of
characters, the extent of each run across its line, and the edges. The parent transforms a whole page at once
to the coordinates of its visible part.
"""

from __future__ import annotations

import base64
from array import array
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from longdoc.documents.pdf.words import BLANK, Line
from longdoc.documents.types import Boxes

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

__all__ = ["corners_of", "corners_within", "nowhere", "packed_places"]

NOWHERE = -1


def packed_places(lines: Iterable[Line]) -> dict[str, str]:
    """The positions of all lines in order, as base64 of three arrays of 32-bit numbers."""
    counts, across, edges = array("i"), array("f"), array("f")
    for line in lines:
        for turn, low, high, along in line.places:
            counts.append(len(along) - 1)
            across.extend((turn, low, high))
            edges.extend(along)
    return {
        name: base64.b64encode(values.tobytes()).decode("ascii")
        for name, values in (("counts", counts), ("across", across), ("edges", edges))
    }


def corners_of(packed: dict[str, str], frame: dict[str, Any]) -> npt.NDArray[np.int16]:
    """int16 [C, 4]: the box of each character of a page's lines, as in `Boxes`.

    Args:
        packed: the result of `packed_places`.
        frame: the page's `Frame` as a dict.
    """
    import numpy as np

    counts = np.frombuffer(base64.b64decode(packed["counts"]), dtype=np.int32)
    across, edges = (
        np.frombuffer(base64.b64decode(packed[name]), dtype=np.float32) for name in ("across", "edges")
    )
    if not len(counts):
        return np.zeros((0, 4), np.int16)
    turn, low, high = (np.repeat(column, counts) for column in across.reshape(-1, 3).T)
    last = np.cumsum(counts + 1) - 1
    first, second = np.delete(edges, last), np.delete(edges, last - counts)
    begin, end = np.minimum(first, second), np.maximum(first, second)
    turned = (  # left, bottom, right, top by the quarter turns of the text
        (begin, low, end, high),
        (-high, begin, -low, end),
        (-end, -high, -begin, -low),
        (low, -end, high, -begin),
    )
    which = np.clip(turn, 0, 3).astype(np.int8)
    corners_C4 = np.stack([np.choose(which, side) for side in zip(*turned, strict=True)], axis=1)
    corners_C4 = np.round(Boxes.UNITS * _as_shown(corners_C4, frame))
    # False for NaN, since comparisons with it are.
    inside = (corners_C4 >= 0).all(axis=1) & (corners_C4 <= 32767).all(axis=1) & (turn != BLANK[0])
    corners_C4[~inside] = NOWHERE
    return corners_C4.astype(np.int16)


def corners_within(
    rectangle: tuple[float, float, float, float], frame: dict[str, Any], count: int
) -> npt.NDArray[np.int16]:
    """int16 [C, 4] for characters that are known only to lie within one rectangle of a page."""
    import numpy as np

    corners_C4 = np.round(Boxes.UNITS * _as_shown(np.array([rectangle], np.float32), frame))
    inside = bool((corners_C4 >= 0).all() and (corners_C4 <= 32767).all())
    return np.repeat(corners_C4.astype(np.int16) if inside else nowhere(1), count, axis=0)


def nowhere(count: int) -> npt.NDArray[np.int16]:
    """int16 [C, 4] for characters that have no place on a page."""
    import numpy as np

    return np.full((count, 4), NOWHERE, np.int16)


def _as_shown(corners_C4: npt.NDArray[np.float32], frame: dict[str, Any]) -> npt.NDArray[np.float32]:
    """Transform the file's coordinates to those of the visible page, cropped and rotated clockwise."""
    import numpy as np

    left, bottom, width, height = (frame[name] for name in ("left", "bottom", "width", "height"))
    x0, y0, x1, y1 = (corners_C4 - np.array([left, bottom, left, bottom], np.float32)).T
    shown = (
        (x0, y0, x1, y1),
        (y0, width - x1, y1, width - x0),
        (width - x1, height - y1, width - x0, height - y0),
        (height - y1, x0, height - y0, x1),
    )[frame["turns"] % 4]
    return np.stack(shown, axis=1)
