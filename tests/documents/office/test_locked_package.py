"""Office documents that are locked by a password: opened with it, and with no other."""

from __future__ import annotations

import base64
import hashlib
import io
import struct
import sys
import zipfile
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from longdoc.documents.open import open_document
from longdoc.errors import DamagedDocument, DocumentLimit, EncryptedDocument

sys.path.insert(0, str(Path(__file__).parents[1] / "mail"))

from compound import compound

SALT, SECRET, INPUT = bytes(range(16)), bytes(range(32)), bytes(range(50, 66))
KEYS = {"Input": "fea7d2763b4b9e79", "Value": "d7aa0f6d3061344e", "Key": "146e0be7abacd0d6"}
LOCKED = "it is an encrypted Office document"


def docx(words: str) -> bytes:
    namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        body = f"<w:body><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:body>"
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{namespace}">{body}</w:document>')
    return out.getvalue()


def padded(data: bytes, size: int = 16) -> bytes:
    return data.ljust(-(-len(data) // size) * size, b"\x00")


def aes(data: bytes, key: bytes, start: bytes | None = None) -> bytes:
    cipher = Cipher(algorithms.AES(key), modes.CBC(start) if start else modes.ECB()).encryptor()
    return cipher.update(padded(data)) + cipher.finalize()


def spun(kind: str, password: str, rounds: int) -> bytes:
    made = hashlib.new(kind, SALT + password.encode("utf-16-le")).digest()
    for number in range(rounds):
        made = hashlib.new(kind, struct.pack("<I", number) + made).digest()
    return made


def agile(data: bytes, password: str, kind: str, key_bytes: int, edit: tuple[str, str] = ("", "")) -> bytes:
    """Locked as Office 2010 and later do it; a part of what is said about it may be edited."""
    rounds = 1000
    made = spun(kind, password, rounds)

    def hidden(value: bytes, of: str) -> str:
        key = hashlib.new(kind, made + bytes.fromhex(KEYS[of])).digest()[:key_bytes].ljust(key_bytes, b"\x36")
        return base64.b64encode(aes(value, key, SALT)).decode()

    segments = [
        aes(data[at : at + 4096], SECRET[:key_bytes],
            hashlib.new(kind, SALT + struct.pack("<I", at // 4096)).digest()[:16])
        for at in range(0, len(data), 4096)
    ]  # fmt: skip
    salt = base64.b64encode(SALT).decode()
    shared = (
        f'saltSize="16" blockSize="16" keyBits="{key_bytes * 8}" hashAlgorithm="{kind.upper()}" '
        f'cipherAlgorithm="AES" cipherChaining="ChainingModeCBC" saltValue="{salt}"'
    )
    space = "http://schemas.microsoft.com/office/2006"
    about = (
        f'<encryption xmlns="{space}/encryption" xmlns:p="{space}/keyEncryptor/password">'
        f"<keyData {shared}/><keyEncryptors><keyEncryptor>"
        f'<p:encryptedKey spinCount="{rounds}" {shared} '
        f'encryptedVerifierHashInput="{hidden(INPUT, "Input")}" '
        f'encryptedVerifierHashValue="{hidden(hashlib.new(kind, INPUT).digest(), "Value")}" '
        f'encryptedKeyValue="{hidden(SECRET[:key_bytes], "Key")}"/>'
        "</keyEncryptor></keyEncryptors></encryption>"
    )
    package = struct.pack("<Q", len(data)) + b"".join(segments)
    head = struct.pack("<HHI", 4, 4, 0x40)
    return compound({"EncryptedPackage": package, "EncryptionInfo": head + about.replace(*edit).encode()})


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
    "agile, SHA-512": agile(PLAIN, "häfen", "sha512", 32),
    "agile, SHA-1": agile(PLAIN, "häfen", "sha1", 16),
    "agile, SHA-1, a key longer than the hash": agile(PLAIN, "häfen", "sha1", 32),
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
        archive.writestr("b.docx", FILES["agile, SHA-512"])
    closed = open_document(io.BytesIO(out.getvalue()), name="x.zip")
    assert closed.text == "a.txt\n\nThe office opens at nine."
    assert closed.notices == (f"not read: b.docx: {LOCKED}: give its password with --password",)
    assert "900 euros" in open_document(io.BytesIO(out.getvalue()), name="x.zip", password="häfen").text


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (('spinCount="1000"', 'spinCount="99999999"'), "more than 10,000,000 rounds"),
        (("ChainingModeCBC", "ChainingModeCFB"), "and damaged: its cipher is not supported"),
        (("SHA512", "WHIRLPOOL"), "and damaged"),
        (("keyData", "data"), "and damaged: it does not say how"),
        (("encryptedKeyValue", "value"), "and damaged"),
        (("</encryption>", ""), ""),
    ],
)
def test_what_cannot_be_right_is_told(edit: tuple[str, str], told: str) -> None:
    data = agile(PLAIN, "häfen", "sha512", 32, edit)
    if not told:
        assert "900 euros" in open_document(io.BytesIO(data), name="x.docx", password="häfen").text
        return
    with pytest.raises((DamagedDocument, DocumentLimit, EncryptedDocument), match=f"{LOCKED}.*{told}"):
        open_document(io.BytesIO(data), name="x.docx", password="häfen")
