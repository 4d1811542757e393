"""The library gives back what it was given, finds it, forgets it, and says plainly when it cannot."""

from __future__ import annotations

import os
import sqlite3
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from old_formats import write_old_library

from longdoc.documents.source import file_sha256
from longdoc.documents.types import Span
from longdoc.errors import LibraryError, LibraryNotWritable, UsageError
from longdoc.library import database
from longdoc.library.store import Library


@settings(max_examples=25, deadline=None)
@given(text=st.text(st.characters(codec=None), max_size=300))
def test_a_document_comes_back_as_it_was(make_document, text):
    document = make_document(text)
    with tempfile.TemporaryDirectory() as folder:
        library = Library(Path(folder))
        library.keep(document, path="/a/contract.txt", ingested=True)
        back = library.document(document.sha256, "elsewhere.txt")
        library.close()
    assert back == replace(document, source="elsewhere.txt")


def test_what_is_not_there_is_none(library):
    assert library.document("0" * 64, "x") is None


def test_only_ingested_documents_are_listed(library, make_document):
    library.keep(make_document("one"), path="/one", ingested=False)
    library.keep(make_document("two"), path="/two", ingested=True)
    assert [entry.path for entry in library.entries()] == ["/two"]
    library.keep(make_document("one"), path="/one", ingested=True)
    library.keep(make_document("two"), path="/two", ingested=False)
    assert {entry.path for entry in library.entries()} == {"/one", "/two"}


def test_a_file_that_changed_replaces_what_it_was(library, make_document):
    library.keep(make_document("the old wording"), path="/contract", ingested=True)
    library.keep(make_document("the new wording"), path="/contract", ingested=True)
    (entry,) = library.entries()
    assert library.document(entry.sha256, "x").text == "the new wording"


def test_a_file_that_was_moved_is_found_by_its_content(library, make_document, tmp_path):
    moved = tmp_path / "new place.txt"
    moved.write_text("one text")
    document = replace(make_document("one text"), sha256=file_sha256(str(moved)))
    library.keep(document, path="/old/place.txt", ingested=True)
    assert library.find(str(moved)).path == "/old/place.txt"
    moved.write_text("another text")
    with pytest.raises(UsageError, match="no such document"):
        library.find(str(moved))


def test_of_several_files_with_the_same_content_the_last_one_counts(library, make_document):
    library.keep(make_document("one text"), path="/z", ingested=True)
    library.keep(make_document("one text"), path="/a", ingested=True)
    assert [entry.path for entry in library.entries()] == ["/a"]
    library.keep(make_document("another text"), path="/z", ingested=True)
    assert {entry.path for entry in library.entries()} == {"/a", "/z"}
    library.keep(make_document("one text"), path="-", ingested=True)  # standard input has no path
    assert {entry.path for entry in library.entries()} == {"/a", "/z"}


def test_text_from_another_version_of_the_readers_is_stale(library, make_document, monkeypatch):
    document = make_document("some text")
    library.keep(document, path="/a", ingested=True)
    monkeypatch.setattr("longdoc.library.store._READER", "of next year")
    assert library.document(document.sha256, "/a") is None
    assert library.document(document.sha256, "/a", stale=True).text == "some text"
    library.keep(document, path="/a", ingested=False)
    assert library.document(document.sha256, "/a").text == "some text"
    assert len(library.entries()) == 1


def test_documents_are_found_by_id_and_by_path(library, make_document, tmp_path):
    document = make_document("text")
    path = str(tmp_path / "contract.txt")
    library.keep(document, path=path, ingested=True)
    assert library.find(document.sha256[:6]).path == path
    assert library.find(path).sha256 == document.sha256
    with pytest.raises(UsageError, match="no such document"):
        library.find("contract.pdf")
    with pytest.raises(UsageError, match="no such document"):
        library.find(document.sha256[:3])


def test_forgetting_leaves_nothing_behind(library, make_document):
    document = make_document("liability and 责任 " * 400)
    library.keep(document, path="/a", ingested=True)
    library.forget(document.sha256)
    assert library.entries() == []
    with sqlite3.connect(library.folder / "library.sqlite") as other:
        for table in ("documents", "pages", "sections"):
            assert other.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)


def _break_in_the_middle(path: Path) -> None:
    raw = bytearray(path.read_bytes())
    raw[4096 : len(raw) - 512] = b"\xa5" * (len(raw) - 512 - 4096)
    path.write_bytes(raw)


@pytest.mark.parametrize(
    "damage",
    [
        _break_in_the_middle,
        lambda path: path.write_bytes(b"this is no database at all, " * 400),
        lambda path: path.write_bytes(path.read_bytes()[:6000]),
    ],
)
def test_a_damaged_library_is_told_in_one_line(library, make_document, damage):
    library.keep(make_document("some text " * 3000), path="/a", ingested=True)
    library.close()
    damage(library.folder / "library.sqlite")
    with pytest.raises(LibraryError, match=r"library\.sqlite: the library is damaged") as caught:
        Library(library.folder).document("0" * 64, "x")
    assert "\n" not in str(caught.value)


def test_another_programs_database_is_left_alone(tmp_path):
    with sqlite3.connect(tmp_path / "library.sqlite") as other:
        other.execute("CREATE TABLE bookmarks (url TEXT)")
    with pytest.raises(LibraryError, match="another program"):
        Library(tmp_path)


def test_running_lines_come_back(library, make_document):
    document = replace(make_document("one two\n\n- 1 -\n\nthree"), headers_footers=(Span(9, 14),))
    library.keep(document, path="/one", ingested=True)
    assert library.document(document.sha256, document.source) == document


def test_a_newer_library_is_not_touched(library):
    library.close()
    with sqlite3.connect(library.folder / "library.sqlite") as other:
        other.execute("PRAGMA user_version = 99")
    with pytest.raises(LibraryError, match="update longdoc"):
        Library(library.folder)


def test_a_full_disk_is_told_and_nothing_is_half_written(library, make_document):
    library.keep(make_document("short"), path="/short", ingested=True)
    pages = library._connection.execute("PRAGMA page_count").fetchone()[0]
    library._connection.execute(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(LibraryNotWritable, match="no space left"):
        library.keep(make_document("".join(map(chr, range(0x4E00, 0x9000)))), path="/long", ingested=True)
    assert [entry.path for entry in library.entries()] == ["/short"]


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(LibraryNotWritable, match="cannot create a library"):
        Library(tmp_path / "file" / "library")


def test_looking_into_a_missing_library_makes_none(tmp_path):
    with pytest.raises(LibraryError, match="no library here"):
        Library.require(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_tokens_are_stored_with_the_document_and_stay(library, make_document):
    document = make_document("Liability is limited.")
    for tokens, stored in ((None, None), (5, 5), (None, 5), (6, 6)):
        library.keep(document, path="/a", ingested=True, tokens=tokens)
        assert [entry.tokens for entry in library.entries()] == [stored]


def test_a_format_that_no_version_had_is_refused_and_left_alone(tmp_path, make_document):
    write_old_library(tmp_path / "library", 2, {"/a": make_document("Liability is limited.")})
    with sqlite3.connect(tmp_path / "library" / "library.sqlite") as other:
        other.execute("PRAGMA user_version = 1")
    with pytest.raises(LibraryError, match=r"format 1 is too old .* ingest again"):
        Library(tmp_path / "library")
    with sqlite3.connect(tmp_path / "library" / "library.sqlite") as other:
        assert other.execute("SELECT count(*) FROM documents").fetchone() == (1,)


@pytest.mark.parametrize("version", [2, 3])
def test_a_library_of_an_older_format_opens_and_nothing_is_lost(
    tmp_path, make_document, version, monkeypatch
):
    long = make_document("Liability is limited. " * 400, "long.pdf")
    noted = replace(make_document("one two 责任"), headers_footers=(Span(4, 9),))
    documents = {"/long": long, "/noted": noted}
    write_old_library(tmp_path / "library", version, documents)
    library = Library(tmp_path / "library")
    assert [(entry.path, entry.tokens) for entry in library.entries()] == [("/long", 7), ("/noted", 7)]
    for document in documents.values():
        assert library.document(document.sha256, document.source) is None  # read by older readers
        assert library.document(document.sha256, document.source, stale=True) == document
    found = library._connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    tables = {name for (name,) in found}
    assert tables == {"documents", "pages", "sections", "meta"}
    library.keep(make_document("three"), path="/three", ingested=True)
    library.keep(long, path="/long", ingested=True)
    assert {entry.path for entry in library.entries()} == {"/long", "/noted", "/three"}
    assert library.document(long.sha256, long.source) == long
    library.close()
    modes = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / "library").iterdir()}
    assert modes == {"library.sqlite": 0o600, "readings": 0o700}


@pytest.mark.skipif(sys.platform == "win32", reason="modes of Unix")
def test_what_else_lies_in_the_folder_of_an_old_library_keeps_its_mode(tmp_path, make_document):
    write_old_library(tmp_path / "library", 2, {"/one": make_document("one")})
    (tmp_path / "library" / "run.sh").touch()
    (tmp_path / "library" / "run.sh").chmod(0o755)
    Library(tmp_path / "library").close()
    modes = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / "library").iterdir()}
    assert modes == {"library.sqlite": 0o600, "readings": 0o700, "run.sh": 0o755}


def test_a_path_names_what_was_ingested_from_it_before_what_was_only_asked(library, make_document):
    library.keep(make_document("asked"), path="/contract", ingested=False)
    library.keep(make_document("ingested"), path="/contract", ingested=True)
    assert library.find("/contract").sha256 == make_document("ingested").sha256
    library.forget(make_document("ingested").sha256)
    assert library.find("/contract").sha256 == make_document("asked").sha256


def test_a_name_that_is_no_utf8_is_kept(library, make_document):
    path = "/bad\udcff.txt"
    document = replace(make_document("some text", path), title="bad\udcff")
    library.keep(document, path=path, ingested=True)
    assert [(entry.path, entry.title) for entry in library.entries()] == [(path, "bad\udcff")]
    assert library.find(path).sha256 == document.sha256
    assert library.document(document.sha256, path) == document


@pytest.mark.skipif(sys.platform == "win32", reason="modes of Unix")
@pytest.mark.parametrize("mask", [0, 0o22, 0o777])
def test_only_its_owner_may_look_into_a_library(tmp_path, make_document, mask):
    before = os.umask(mask)
    try:
        library = Library(tmp_path / "library")
        library.keep(make_document("private"), path="/private", ingested=True)
        modes = {path.name: path.stat().st_mode & 0o777 for path in library.folder.iterdir()}
        library.close()
    finally:
        os.umask(before)
    assert library.folder.stat().st_mode & 0o777 == 0o700
    assert modes["library.sqlite"] == 0o600
    assert set(modes.values()) == {0o600}


def test_a_damaged_document_is_told_and_written_anew(library, make_document, caplog):
    document = make_document("some text " * 50)
    library.keep(document, path="/a", ingested=True)
    library._connection.execute("UPDATE pages SET end_chars = end_chars + 1 WHERE number = 1")
    assert library.document(document.sha256, "/a") is None
    assert "damaged" in caplog.records[0].getMessage()
    library.keep(document, path="/a", ingested=True)
    assert library.document(document.sha256, "/a") == replace(document, source="/a")
    assert len(library.entries()) == 1


@pytest.mark.parametrize("column", ["path = '/b'", "tokens = 3", "added_at = '1970'", "characters = 1"])
def test_a_damaged_entry_of_the_list_is_told(library, make_document, caplog, column):
    document = make_document("some text " * 50)
    library.keep(document, path="/a", ingested=True)
    library.note_tokens(document.sha256, 99)
    assert len(library.entries()) == 1
    assert not caplog.records
    library._connection.execute(f"UPDATE documents SET {column}")
    assert len(library.entries()) == 1
    assert "entry in the library is damaged" in caplog.records[0].getMessage()


def test_an_emptied_database_beside_an_index_is_no_empty_library(tmp_path):
    """0 bytes alone are a library that is being made; with an index beside them, documents were lost."""
    (tmp_path / "library.sqlite").touch()
    Library(tmp_path).close()
    (tmp_path / "library.sqlite").write_bytes(b"")
    (tmp_path / "index.sqlite").write_bytes(b"SQLite format 3")
    with pytest.raises(LibraryError, match="the file is empty, and the documents that it held are lost"):
        Library(tmp_path)


@pytest.mark.parametrize(("free_bytes", "told"), [(0, "no space left"), (1 << 40, "disk I/O error")])
def test_an_input_output_error_on_a_full_disk_is_told_as_that(tmp_path, monkeypatch, free_bytes, told):
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorname = "SQLITE_IOERR_SHMSIZE"
    monkeypatch.setattr(database.shutil, "disk_usage", lambda folder: SimpleNamespace(free=free_bytes))
    with pytest.raises(LibraryNotWritable, match=told), database.explained(tmp_path / "library.sqlite"):
        raise error
