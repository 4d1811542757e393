"""The property lists of Apple's programs (plist) → keys with their values."""

from __future__ import annotations

import json
import plistlib
from dataclasses import replace
from xml.parsers.expat import ExpatError

from longdoc.documents.extract import Extract
from longdoc.documents.source import Source

__all__ = ["property_list"]


def property_list(source: Source) -> Extract | None:
    """The values of a property list, read like those of JSON; None if it is damaged."""
    from longdoc.documents.text.records import read_json

    try:
        values = plistlib.loads(source.data, fmt=plistlib.FMT_XML)
    except (ValueError, TypeError, AttributeError, IndexError, ExpatError, plistlib.InvalidFileException):
        return None
    written = json.dumps(values, ensure_ascii=False, default=_shown)
    return read_json(replace(source, data=written.encode("utf-8", "surrogatepass"), path=None))


def _shown(value: object) -> str:
    return "" if isinstance(value, bytes) else str(value)
