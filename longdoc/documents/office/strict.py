"""Strict Office Open XML: the same elements as in the transitional form, under other names."""

from __future__ import annotations

import re

__all__ = ["transitional"]

STRICT = re.compile(
    rb"http://purl\.oclc\.org/ooxml/(wordprocessingml|spreadsheetml|presentationml|drawingml|officeDocument)/"
)


def transitional(xml: bytes) -> bytes:
    """The XML of a part with the namespaces of the transitional form.

    >>> transitional(b'xmlns="http://purl.oclc.org/ooxml/drawingml/main"')
    b'xmlns="http://schemas.openxmlformats.org/drawingml/2006/main"'
    """
    return STRICT.sub(rb"http://schemas.openxmlformats.org/\1/2006/", xml) if b"purl.oclc.org" in xml else xml
