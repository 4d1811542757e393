"""The XML namespaces of OpenDocument, as prefixes of the names of elements and attributes."""

from __future__ import annotations

__all__ = [
    "DRAW",
    "DRAWN",
    "EXTENDED",
    "MATH",
    "OFFICE",
    "PARAGRAPHS",
    "PRESENTATION",
    "STYLE",
    "SVG",
    "TABLE",
    "TEXT",
    "XLINK",
    "number_of",
]

OFFICE, TEXT, TABLE, DRAW, STYLE, PRESENTATION = (
    f"{{urn:oasis:names:tc:opendocument:xmlns:{name}:1.0}}"
    for name in ("office", "text", "table", "drawing", "style", "presentation")
)
SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
EXTENDED = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}"
XLINK = "{http://www.w3.org/1999/xlink}"
MATH = "{http://www.w3.org/1998/Math/MathML}"
PARAGRAPHS = (f"{TEXT}p", f"{TEXT}h")

# what is drawn, and may have paragraphs of its own or a description
DRAWN = tuple(
    f"{DRAW}{name}"
    for name in (
        "frame", "g", "custom-shape", "rect", "ellipse", "circle", "line", "polyline", "polygon",
        "regular-polygon", "path", "connector", "caption", "measure",
    )
)  # fmt: skip


def number_of(written: str | None, default: int) -> int:
    """The number that an attribute holds; the default if it holds none or a huge one."""
    written = written or ""
    return int(written) if written.isascii() and written.isdigit() and len(written) < 9 else default
