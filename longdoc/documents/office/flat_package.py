"""Office documents in one XML file (Flat OPC) → the zip archive that they stand for."""

from __future__ import annotations

import base64
import binascii
import io
import re

from longdoc.documents.limits import Limits

__all__ = ["is_flat_package", "packed"]

PKG = "{http://schemas.microsoft.com/office/2006/xmlPackage}"
START = re.compile(
    rb"<(?:\w{1,20}:)?package\b[^>]{0,500}http://schemas\.microsoft\.com/office/2006/xmlPackage"
)
START_BYTES = 4096
# what tells the format of an archive, which a flat file gives as attributes of its parts
TYPES = "[Content_Types].xml"


def is_flat_package(data: bytes) -> bool:
    """Whether a file is an Office document that is not packed."""
    return START.search(data[:START_BYTES]) is not None


def packed(data: bytes, limits: Limits) -> bytes:
    """The document as a zip archive."""
    import zipfile

    from lxml import etree

    from longdoc.documents.archive import parse_xml

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(TYPES, "<Types/>")
        for part in parse_xml(data, limits).iter(f"{PKG}part"):
            name = (part.get(f"{PKG}name") or "").lstrip("/")
            tree, encoded = part.find(f"{PKG}xmlData"), part.find(f"{PKG}binaryData")
            if tree is not None and len(tree):
                archive.writestr(name, etree.tostring(tree[0], encoding="utf-8", with_tail=False))
            elif encoded is not None:
                try:
                    archive.writestr(name, base64.b64decode(encoded.text or ""))
                except binascii.Error:
                    continue
    return out.getvalue()
