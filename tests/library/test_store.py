"""The library gives back what it was given, finds it, forgets it, and says plainly when it cannot."""

from __future__ import annotations

import sqlite3
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from longdoc.documents.types import Span
from longdoc.errors import LibraryError, UsageError
from longdoc.library.database import LibraryNotWritable
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
    assert library.best_matching("old", 5) == []


def test_text_from_another_version_of_the_readers_is_stale(library, make_document):
    document = make_document("some text")
    library.keep(document, path="/a", ingested=True)
    with sqlite3.connect(library.folder / "library.sqlite") as other:
        other.execute("UPDATE documents SET reader = 'of last year'")
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
    assert library.best_matching("liability", 5)
    library.forget(document.sha256)
    assert library.entries() == []
    assert library.best_matching("liability", 5) == []
    with sqlite3.connect(library.folder / "library.sqlite") as other:
        for table in ("documents", "pages", "sections", "passages"):
            assert other.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
        other.execute("INSERT INTO words (words) VALUES ('integrity-check')")


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Who bears the liability?", "/en"),
        ("违约责任由谁承担？", "/zh"),
        ('"quoted" AND (liability) OR *', "/en"),
    ],
)
def test_the_best_match_shares_the_telling_words(library, make_document, question, expected):
    library.keep(make_document("The supplier bears all liability."), path="/en", ingested=True)
    library.keep(make_document("当事人违约的，应当承担违约责任。"), path="/zh", ingested=True)
    library.keep(make_document("Whales are mammals. 鲸是哺乳动物。"), path="/other", ingested=True)
    assert [entry.path for entry in library.best_matching(question, 1)] == [expected]


@pytest.mark.parametrize("question", ["?", "", "  ", "AND", '"', "NEAR("])
def test_no_question_breaks_the_query(library, make_document, question):
    library.keep(make_document("text"), path="/a", ingested=True)
    library.best_matching(question, 3)


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


def test_a_library_of_the_first_format_is_upgraded_and_nothing_lost(library, make_document):
    document = make_document("one two")
    library.keep(document, path="/one", ingested=True)
    library.close()
    with sqlite3.connect(library.folder / "library.sqlite") as other:
        other.execute("ALTER TABLE documents DROP COLUMN furniture")
        other.execute("PRAGMA user_version = 1")
    upgraded = Library(library.folder)
    assert upgraded.document(document.sha256, document.source) == document
    upgraded.keep(make_document("three"), path="/three", ingested=True)
    assert len(upgraded.entries()) == 2
    upgraded.close()


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
    with pytest.raises(LibraryNotWritable, match="cannot be made a library"):
        Library(tmp_path / "file" / "library")


def test_looking_into_a_missing_library_makes_none(tmp_path):
    with pytest.raises(LibraryError, match="no library here"):
        Library.require(tmp_path)
    assert list(tmp_path.iterdir()) == []
