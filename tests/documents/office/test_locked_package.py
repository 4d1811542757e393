"""Office documents that are locked by a password: opened with it, and with no other."""

from __future__ import annotations

import hashlib
import io
import struct
import sys
import zipfile
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from msoffcrypto.format.ooxml import OOXMLFile

from longdoc.documents.open import open_document
from longdoc.errors import DamagedDocument, EncryptedDocument

sys.path.insert(0, str(Path(__file__).parents[1] / "mail"))

from compound import compound

SALT, INPUT = bytes(range(16)), bytes(range(50, 66))
LOCKED = "it is an encrypted Office document"


def docx(words: str) -> bytes:
    namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(
            "[Content_Types].xml",
            "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>",
        )
        body = f"<w:body><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:body>"
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{namespace}">{body}</w:document>')
    return out.getvalue()


def padded(data: bytes, size: int = 16) -> bytes:
    return data.ljust(-(-len(data) // size) * size, b"\x00")


def aes(data: bytes, key: bytes) -> bytes:
    cipher = Cipher(algorithms.AES(key), modes.ECB()).encryptor()
    return cipher.update(padded(data)) + cipher.finalize()


def spun(kind: str, password: str, rounds: int) -> bytes:
    made = hashlib.new(kind, SALT + password.encode("utf-16-le")).digest()
    for number in range(rounds):
        made = hashlib.new(kind, struct.pack("<I", number) + made).digest()
    return made


def agile(data: bytes, password: str) -> bytes:
    """Locked as Office 2010 and later do it."""
    out = io.BytesIO()
    OOXMLFile(io.BytesIO(data)).encrypt(password, out)
    return out.getvalue()


def standard(data: bytes, password: str, key_bytes: int) -> bytes:
    """Locked as Office 2007 does it."""
    made = hashlib.sha1(spun("sha1", password, 50_000) + bytes(4)).digest().ljust(64, b"\x00")
    halves = [hashlib.sha1(bytes(byte ^ sign for byte in made)).digest() for sign in (0x36, 0x5C)]
    key = b"".join(halves)[:key_bytes]
    name = "Microsoft Enhanced RSA and AES Cryptographic Provider\0".encode("utf-16-le")
    header = struct.pack("<8I", 0x24, 0, 0x660E, 0x8004, key_bytes * 8, 24, 0, 0) + name
    verifier = aes(INPUT, key) + struct.pack("<I", 20) + aes(hashlib.sha1(INPUT).digest(), key)
    about = struct.pack("<HHII", 4, 2, 0x24, len(header)) + header + struct.pack("<I", 16) + SALT + verifier
    package = struct.pack("<Q", len(data)) + aes(data, key)
    return compound({"EncryptedPackage": package, "EncryptionInfo": about})


PLAIN = docx("The rent is 900 euros. " * 500)
FILES = {
    "agile": agile(PLAIN, "häfen"),
    "standard, 128 bits": standard(PLAIN, "häfen", 16),
    "standard, 256 bits": standard(PLAIN, "häfen", 32),
}


@pytest.mark.parametrize("data", FILES.values(), ids=FILES)
def test_the_password_opens_it(data: bytes) -> None:
    document = open_document(io.BytesIO(data), name="lease.docx", password="häfen")
    assert document.text == ("The rent is 900 euros. " * 500).strip()


@pytest.mark.parametrize("data", FILES.values(), ids=FILES)
def test_no_other_password_does(data: bytes) -> None:
    with pytest.raises(EncryptedDocument, match=f"lease.docx: {LOCKED} and the password is wrong"):
        open_document(io.BytesIO(data), name="lease.docx", password="hafen")
    with pytest.raises(EncryptedDocument, match=f"lease.docx: {LOCKED}: give its password with --password"):
        open_document(io.BytesIO(data), name="lease.docx")


def test_one_in_an_archive_is_opened_by_the_password_of_the_archive() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "The office opens at nine.")
        archive.writestr("b.docx", FILES["agile"])
    closed = open_document(io.BytesIO(out.getvalue()), name="x.zip")
    assert closed.text == "a.txt\n\nThe office opens at nine."
    assert closed.notices == (f"not read: b.docx: {LOCKED}: give its password with --password",)
    assert "900 euros" in open_document(io.BytesIO(out.getvalue()), name="x.zip", password="häfen").text


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"SHA512", b"SHA999"),
        (b"<keyData", b"<keyDatb"),
        (b"encryptedKeyValue=", b"encryptedKeyValua="),
        (b"spinCount=", b"spinCounx="),
        (b"</encryption>", b"</encryptiox>"),
        ("EncryptionInfo".encode("utf-16-le"), "EncryptionInfx".encode("utf-16-le")),
    ],
)
def test_a_damaged_one_is_told(old: bytes, new: bytes) -> None:
    data = FILES["agile"]
    assert old in data
    with pytest.raises((DamagedDocument, EncryptedDocument), match=f"x.docx: {LOCKED}"):
        open_document(io.BytesIO(data.replace(old, new)), name="x.docx", password="häfen")


def test_a_part_of_one_is_told() -> None:
    data = FILES["agile"]
    with pytest.raises((DamagedDocument, EncryptedDocument), match=f"x.docx: {LOCKED}"):
        open_document(io.BytesIO(data[: len(data) // 2]), name="x.docx", password="häfen")
