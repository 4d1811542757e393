"""Archives: each document in them is a section, what else they hold is told, and none is a bomb."""

from __future__ import annotations

import base64
import hashlib
import hmac
import io
import struct
import tarfile
import time
import zipfile
from typing import Literal

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from longdoc.documents.archive import Archive
from longdoc.documents.limits import Limits, was_cut_short
from longdoc.documents.open import open_document
from longdoc.documents.types import Document
from longdoc.errors import DamagedDocument, DocumentLimit, EmptyDocument, EncryptedDocument

FILES = {
    "b/lease.txt": b"The lease ends in May.\n",
    "a.csv": b"Item,Price\nValve,12\nPump,99\n",
    "map.png": b"\x89PNG\r\n\x1a\n\x00\x00",
    ".hidden.txt": b"secret",
    "empty.txt": b" ",
}


def as_zip(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def as_tar(files: dict[str, bytes], mode: Literal["w", "w:gz", "w:bz2", "w:xz"] = "w") -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:
        for name, data in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
        link = tarfile.TarInfo("link.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    return out.getvalue()


# made by pyzipper (AES, 128 bits and stored, 256 bits and deflated) and by Info-ZIP (the old cipher)
LOCKED = {
    "aes 128": (
        "UEsDBBQAAQBjAFOEfl0AAAAAWQAAAEUAAAAFAAsAYS50eHQBmQcAAgBBRQEAABocuW39CPjTsR77ixbPGau29+UnrNS5gOj7"
        "mSZHL68ahzzJxaE6Js6GogJRfXMDeL26uc9VOYZUpGbFH6N47L8jgxCf7253G0fPUCuBPcqodM9aSiizIAE2UEsBAhQDFAAB"
        "AGMAU4R+XQAAAABZAAAARQAAAAUACwAAAAAAAAAAAIABAAAAAGEudHh0AZkHAAIAQUUBAABQSwUGAAAAAAEAAQA+AAAAhwAA"
        "AAAA"
    ),
    "aes 256": (
        "UEsDBBQAAQBjAFOEfl0AAAAAOAAAAEUAAAAFAAsAYS50eHQBmQcAAgBBRQMIABRFRr244O1k/b1//hTsOViSI4q8V6rQOAlb"
        "vnFVYJOnuDU1aVx3WivINMETmMsaSenWEv9wJOmHUEsBAhQDFAABAGMAU4R+XQAAAAA4AAAARQAAAAUACwAAAAAAAAAAAIAB"
        "AAAAAGEudHh0AZkHAAIAQUUDCABQSwUGAAAAAAEAAQA+AAAAZgAAAAAA"
    ),
    "old": (
        "UEsDBBQACQAIAFSEfl07qPZuKAAAAEUAAAAFAAAAYS50eHSnk/6QAd31W2c8cHnECXaasouqjkZAVU9W2NbuitFY+2YWA/fP"
        "ZLaEUEsHCDuo9m4oAAAARQAAAFBLAQIeAxQACQAIAFSEfl07qPZuKAAAAEUAAAAFAAAAAAAAAAEAAACkgQAAAABhLnR4dFBL"
        "BQYAAAAAAQABADMAAABbAAAAAAA="
    ),
}
SALT = bytes(range(16))
LOCKED_BYTES = {how: base64.b64decode(data) for how, data in LOCKED.items()}


def aes_locked(data: bytes, method: int, password: bytes) -> bytes:
    """A zip archive of one encrypted file, packed by a method that few programs use."""
    plain = io.BytesIO()
    with zipfile.ZipFile(plain, "w", method) as archive:
        archive.writestr("a.txt", data)
        size = archive.getinfo("a.txt").compress_size
    packed = plain.getvalue()[30 + len("a.txt") :][:size]
    made = hashlib.pbkdf2_hmac("sha1", password, SALT, 1000, 66)
    stream = Cipher(algorithms.AES(made[:32]), modes.ECB()).encryptor()
    blocks = b"".join(n.to_bytes(16, "little") for n in range(1, len(packed) // 16 + 2))
    hidden = bytes(a ^ b for a, b in zip(packed, stream.update(blocks), strict=False))
    member = zipfile.ZipInfo("a.txt")
    member.extra = struct.pack("<HHH2sBH", 0x9901, 7, 2, b"AE", 3, method)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(member, SALT + made[64:] + hidden + hmac.digest(made[32:64], hidden, "sha1")[:10])
    whole = bytearray(out.getvalue())
    for at in (6, whole.index(b"PK\x01\x02") + 8):  # flags and method, in both of its headers
        whole[at : at + 4] = struct.pack("<HH", 1, 99)
    return bytes(whole)


def opened(
    data: bytes, name: str = "x", limits: Limits | None = None, password: str | None = None
) -> Document:
    return open_document(io.BytesIO(data), name=name, limits=limits or Limits(), password=password)


ARCHIVES = {
    "zip": as_zip(FILES), "": as_tar(FILES), "gz": as_tar(FILES, "w:gz"), "bz2": as_tar(FILES, "w:bz2"),
    "xz": as_tar(FILES, "w:xz"),
}  # fmt: skip


@pytest.mark.parametrize(
    "data", ARCHIVES.values(),
    ids=ARCHIVES,
)  # fmt: skip
def test_each_document_is_a_section(data: bytes) -> None:
    document = opened(data)
    assert {section.title for section in document.sections} == {"a.csv", "b/lease.txt"}
    assert document.section_at(document.text.index("May")).title == "b/lease.txt"
    assert document.quote(document.tables[0].cells[-1].span) == "99"
    assert "secret" not in document.text
    links = () if data[:2] == b"PK" else ("1 link in it was not read",)
    assert document.notices == (
        "1 file in it of another kind was not read: .png (1)",
        "not read: empty.txt: it holds no text",
        "1 hidden file in it was not read",
        *links,
    )


def test_archives_in_archives_up_to_a_depth() -> None:
    data = as_zip({"a.txt": b"The lease ends in May."})
    assert "lease ends" in opened(as_zip({"inner.zip": data})).text
    for _ in range(6):
        data = as_zip({"inner.zip": data})
    with pytest.raises(EmptyDocument, match="no file in the archive"):
        opened(data)


def test_bombs_are_refused() -> None:
    with pytest.raises(DocumentLimit, match="zip bomb"):
        opened(as_zip({"a.txt": b"x" * 30_000_000}))
    with pytest.raises(DocumentLimit, match="more than 3 files"):
        opened(as_zip(FILES), limits=Limits(max_members=3))


def zipped(*files: tuple[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in files:
            archive.writestr(name, text)
    return out.getvalue()


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("second", ["a.txt", "./a.txt", "x\\..\\a.txt", "../a.txt", "A.TXT"])
def test_all_files_of_one_path_are_read(second: str) -> None:
    text = opened(zipped(("a.txt", "The fee is five euros."), (second, "The key is with Mr Orr."))).text
    assert "The fee is five euros." in text
    assert "The key is with Mr Orr." in text


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_each_file_of_one_path_counts_towards_the_limit() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for _ in range(3):
            archive.writestr("a.txt", "x" * 5_000_000)
    with pytest.raises(DocumentLimit, match="zip bomb"):
        opened(out.getvalue())


@pytest.mark.parametrize("cut_at", [1600, 1700, 3000])
def test_what_comes_before_the_damage_in_a_tar_archive_is_read(cut_at: int) -> None:
    files = {"a.txt": b"The fee is five euros.", "b.txt": b"The key is with Mr Orr. " * 99}
    document = opened(as_tar(files)[:cut_at], "x.tar")
    assert "The fee is five euros." in document.text
    assert document.notices[0].startswith("not read: what comes after a.txt in the archive, which is damaged")


def test_a_member_without_a_name_is_read() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "The ferry sails at nine.")
    nameless = _without_name(out.getvalue())
    assert "The ferry sails at nine." in open_document(io.BytesIO(nameless), name="x.zip").text


def _without_name(archive: bytes) -> bytes:
    """The same ZIP archive of one member, with its name taken out of both of its headers."""
    directory = archive.index(b"PK\x01\x02")
    end = archive.index(b"PK\x05\x06")
    local = bytearray(archive[:directory])
    size = int.from_bytes(local[26:28], "little")
    local[26:28] = b"\0\0"
    del local[30 : 30 + size]
    central = bytearray(archive[directory:end])
    central[28:30] = b"\0\0"
    del central[46 : 46 + size]
    tail = bytearray(archive[end:])
    tail[12:16] = len(central).to_bytes(4, "little")
    tail[16:20] = len(local).to_bytes(4, "little")
    return bytes(local + central + tail)


@pytest.mark.parametrize(
    ("names", "encoding"),
    [
        (["合同/租赁合同.txt", "合同/附件一.txt", "说明书.txt"], "gb18030"),
        (["Договор.txt", "Приложение.txt"], "cp866"),
        (["Größe.txt", "Übersicht.txt"], "cp437"),
        (["Größe.txt", "Übersicht.txt"], "utf-8"),
        (["契約書.txt", "報告書.txt"], "cp932"),
    ],
)
def test_names_that_do_not_say_their_encoding_are_decoded(names: list[str], encoding: str) -> None:
    written = [name.encode(encoding) for name in names]
    stand_ins = [f"{place:02}{'x' * (len(one) - 2)}" for place, one in enumerate(written)]
    data = as_zip(dict.fromkeys(stand_ins, b"The lease ends in May."))
    for stand_in, one in zip(stand_ins, written, strict=True):
        data = data.replace(stand_in.encode(), one)
    sections = open_document(io.BytesIO(data), name="x.zip").sections
    assert {section.title for section in sections} == set(names)


def test_archives_in_archives_share_one_limit_on_their_files() -> None:
    inner = as_zip({f"{n}.txt": b"It ends in May." for n in range(3)})
    nested = as_zip({f"{n}.zip": inner for n in range(4)})
    assert len(opened(nested, limits=Limits(max_members=12)).sections) >= 12
    with pytest.raises(DocumentLimit, match="nested archives hold more than 11 files"):
        opened(nested, limits=Limits(max_members=11))


def test_the_time_limit_of_an_archive_covers_all_its_files_and_leaves_what_was_read(monkeypatch) -> None:
    files = {f"{n}.txt": b"It ends in May." for n in range(5)}
    begun = time.monotonic()
    ticks = iter(range(100))
    monkeypatch.setattr("longdoc.documents.source.monotonic", lambda: begun + next(ticks))
    document = opened(as_zip(files), limits=Limits(file_seconds=3.5))
    assert document.text.count("It ends in May.") == 4
    (notice,) = document.notices
    assert notice.startswith("1 file in it: not read within the time")
    assert was_cut_short(document.notices)


@pytest.mark.parametrize("how", LOCKED)
def test_a_password_opens_encrypted_files_in_an_archive(how: str) -> None:
    document = opened(LOCKED_BYTES[how], password="harbour")
    assert document.text == "a.txt\n\n" + "The rent is 900 euros. " * 3
    assert not document.notices


@pytest.mark.parametrize("how", LOCKED)
def test_without_the_right_password_nothing_is_read_and_it_is_said_why(how: str) -> None:
    with pytest.raises(EncryptedDocument, match="1 file in the archive is encrypted: give its password"):
        opened(LOCKED_BYTES[how])
    with pytest.raises(EncryptedDocument, match="is encrypted and the password is wrong"):
        opened(LOCKED_BYTES[how], password="haven")


@pytest.mark.parametrize(
    "method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]
)
@pytest.mark.parametrize("times", [1, 40_000])
def test_encrypted_files_may_be_packed_in_any_way(method: int, times: int) -> None:
    text = "".join(f"The rent of room {n} is 900 euros. " for n in range(times))
    data = aes_locked(text.encode(), method, b"harbour")
    assert Archive(data, Limits(), "harbour").read("a.txt").decode() == text
    with pytest.raises(DamagedDocument, match=r"a\.txt in the archive is damaged"):
        Archive(data.replace(data[80:90], bytes(10)), Limits(), "harbour").read("a.txt")


@pytest.mark.parametrize("how", LOCKED)
def test_an_encrypted_file_with_a_changed_byte_is_damaged(how: str) -> None:
    data = bytearray(LOCKED_BYTES[how])
    data[66] ^= 1
    with pytest.raises(EmptyDocument, match=r"a\.txt: in the archive is damaged"):
        opened(bytes(data), password="harbour")


def test_files_that_are_not_encrypted_are_read_without_the_password() -> None:
    data = io.BytesIO(LOCKED_BYTES["aes 256"])
    with zipfile.ZipFile(data, "a") as archive:
        archive.writestr("b.txt", "The office opens at nine.")
    closed, whole = opened(data.getvalue()), opened(data.getvalue(), password="harbour")
    assert closed.text == "b.txt\n\nThe office opens at nine."
    assert closed.notices == (
        "not read: a.txt: is encrypted in the archive: give its password with --password",
    )
    assert whole.text.startswith("a.txt\n\nThe rent is 900 euros.")
    assert whole.text.endswith("The office opens at nine.")
    assert not whole.notices


def test_a_fault_in_one_file_costs_none_of_the_others(monkeypatch) -> None:
    from longdoc.documents.text import records

    monkeypatch.setattr(records, "MOST_DEPTH", None)  # which no number can be compared with
    document = opened(
        as_zip({"a.txt": b"The first file.", "b.json": b'{"a": {"b": 1}}', "c.txt": b"The last."})
    )
    assert "The first file." in document.text
    assert "The last." in document.text
    assert any(notice.startswith("not read: b.json: TypeError") for notice in document.notices)
