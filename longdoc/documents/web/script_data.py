"""The data of pages whose scripts write their text, which is in none of their elements."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from longdoc.documents.extract import Extract
from longdoc.documents.joining import Part, join
from longdoc.documents.source import Source
from longdoc.errors import DocumentError

__all__ = ["read_script_data"]

KINDS = ("application/ld+json", "application/json")
TOLD = "the page has no text of its own, so the data that its scripts display was read"


def read_script_data(root: Any, source: Source) -> Extract | None:
    """What the scripts of a page hold as JSON: what describes the page to others, or else all there is."""
    from longdoc.documents.text.records import read_json

    for kind in KINDS:
        parts: list[Part] = []
        for script in root.iter("script"):
            if (script.get("type") or "").strip().lower() != kind or not (script.text or "").strip():
                continue
            data = script.text.encode("utf-8", "replace")
            try:
                extract = read_json(replace(source, data=data, name="data.json", path=None, progress=None))
            except DocumentError:
                continue
            if extract.text.strip():
                parts.append(Part("", extract))
        if parts:
            whole = join(parts)
            return replace(whole, notices=(TOLD, *whole.notices))
    return None
