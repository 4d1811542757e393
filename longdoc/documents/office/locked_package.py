"""Office documents that are locked by a password → the documents within, by msoffcrypto."""

from __future__ import annotations

import io
import struct

from longdoc.documents.limits import NEEDS_PASSWORD, PASSWORD_IS_WRONG
from longdoc.documents.source import Source
from longdoc.errors import DamagedDocument, EncryptedDocument

__all__ = ["is_locked_package", "unlocked"]

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PACKAGE = "EncryptedPackage".encode("utf-16-le")
IS_LOCKED = "it is an encrypted Office document"
DAMAGE = (OSError, ValueError, KeyError, IndexError, TypeError, AttributeError, struct.error)


def is_locked_package(data: bytes) -> bool:
    """Whether a file is an Office document of 2007 or later that is locked by a password."""
    return data.startswith(OLE) and PACKAGE in data


def unlocked(source: Source) -> bytes:
    """The document as a zip archive.

    Raises:
        EncryptedDocument: the password is missing or another one.
        DamagedDocument: it is not locked in a way that Office does it.
    """
    from xml.parsers.expat import ExpatError

    from msoffcrypto import OfficeFile
    from msoffcrypto.exceptions import DecryptionError, FileFormatError, InvalidKeyError, ParseError

    if not source.password:
        raise EncryptedDocument(f"{IS_LOCKED}: {NEEDS_PASSWORD}")
    opened = io.BytesIO()
    try:
        file = OfficeFile(io.BytesIO(source.data))
        file.load_key(source.password, verify_password=True)
        file.decrypt(opened)
    except InvalidKeyError:
        raise EncryptedDocument(f"{IS_LOCKED}{PASSWORD_IS_WRONG}") from None
    except (*DAMAGE, ExpatError, DecryptionError, FileFormatError, ParseError) as error:
        raise DamagedDocument(f"{IS_LOCKED}, and damaged: {error}") from None
    return opened.getvalue()
