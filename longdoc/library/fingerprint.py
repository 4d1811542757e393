"""What the code was that made a stored result, so that a newer longdoc never reuses an older one's.

Offsets only mean something in the text they were counted in. A reader that is improved gives another
text for the same file, and so everything derived from it is stale, whatever the version number says.
"""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path

import longdoc

__all__ = ["code_fingerprint", "text_sha256"]

CODE = (".py", ".so")


@cache
def code_fingerprint(*folders: str) -> str:
    """A short name for the code in these folders of the package, and for longdoc's version."""
    digest = sha256(longdoc.__version__.encode())
    package = Path(longdoc.__file__).parent
    for folder in folders:
        for source in sorted(x for x in (package / folder).rglob("*") if x.suffix in CODE):
            digest.update(source.name.encode() + b"\0" + source.read_bytes())
    return digest.hexdigest()[:16]


def text_sha256(text: str) -> str:
    """The identity of a document's text, in which all offsets count."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
