"""Libraries become one; a library is checked and repaired."""

from __future__ import annotations

import pytest

from longdoc.documents.version import DOCUMENTS_VERSION
from longdoc.errors import LibraryError, LibraryNotWritable, UsageError
from longdoc.library.across import answer_across
from longdoc.library.cache import Cache
from longdoc.library.checks import check_library
from longdoc.library.index import INDEX
from longdoc.library.merge import merge_into
from longdoc.library.store import Library


@pytest.fixture
def filled(tmp_path, tiny):
    def fill(name, texts):
        cache = Cache(Library(tmp_path / name))
        for file, text in texts.items():
            path = tmp_path / file
            path.write_text(text)
            document = cache.open(str(path))
            cache.ingest(document, cache.read(document, tiny))
            cache.index.tag(document.sha256, [("from", name)])
        return cache

    return fill


def test_nothing_is_read_anew_after_a_merge(filled, tmp_path, tiny, monkeypatch):
    one = filled("one", {"a.txt": "The rent is 900 pounds.", "b.txt": "The deposit is held."})
    two = filled("two", {"c.txt": "The notice period is thirty days.", "b.txt": "The deposit is held."})
    two.close()
    assert sorted(merged.status for merged in merge_into(one, tmp_path / "two")) == ["known", "merged"]
    assert [merged.status for merged in merge_into(one, tmp_path / "two")] == ["known", "known"]
    entries = one.library.entries()
    assert [entry.path[-5:] for entry in entries] == ["a.txt", "b.txt", "c.txt"]
    assert one.index.missing((e.sha256 for e in entries), tiny.sha256) == set()
    monkeypatch.setattr("longdoc.reading.reader.read_document", None)
    (answer,) = answer_across(["notice period"], entries[2:], one, tiny, min_confidence=0.0)
    assert answer.document.endswith("c.txt")
    assert {tags["from"] for tags in one.index.tags().values()} == {"one", "two"}
    one.close()


def test_of_two_documents_at_the_same_path_a_merge_keeps_both(filled, tmp_path):
    one = filled("one", {"contract.txt": "The rent is 900 pounds."})
    filled("two", {"contract.txt": "The rent is 950 pounds."}).close()
    (merged,) = merge_into(one, tmp_path / "two")
    place = str(tmp_path / "contract.txt")
    assert (merged.status, merged.entry.path) == ("merged", f"{tmp_path / 'two'}:{place}")
    assert {entry.path for entry in one.library.entries()} == {place, merged.entry.path}
    assert len(one.index.tags()) == 2
    one.close()


def test_a_text_that_older_readers_extracted_is_extracted_again_after_a_merge(filled, tmp_path, monkeypatch):
    one = filled("one", {"a.txt": "The rent is 900 pounds."})
    with monkeypatch.context() as older:
        older.setattr("longdoc.library.store._READER", str(DOCUMENTS_VERSION - 1))
        filled("two", {"b.txt": "The deposit is held."}).close()
    assert [merged.status for merged in merge_into(one, tmp_path / "two")] == ["merged"]
    (entry,) = [entry for entry in one.library.entries() if entry.path.endswith("b.txt")]
    assert one.library.document(entry.sha256, entry.path) is None
    one.open_entry(entry)
    assert one.library.document(entry.sha256, entry.path) is not None
    one.close()


def test_a_library_is_not_merged_into_itself_nor_with_nothing(filled, tmp_path):
    one = filled("one", {"a.txt": "The rent is 900 pounds."})
    with pytest.raises(UsageError, match="into itself"):
        list(merge_into(one, tmp_path / "one"))
    with pytest.raises(LibraryError, match="no library"):
        list(merge_into(one, tmp_path / "none"))
    one.close()


def test_a_whole_library_needs_no_repair(filled):
    cache = filled("one", {"a.txt": "The rent is 900 pounds."})
    checked = check_library(cache)
    assert (checked.documents, checked.repaired, checked.lost) == (1, (), ())
    cache.close()


def test_damage_is_repaired_from_what_is_whole(filled, tmp_path, tiny):
    cache = filled("one", {"a.txt": "The rent is 900 pounds.", "b.txt": "The deposit is held."})
    reading = next((tmp_path / "one" / "readings").glob("*.safetensors"))
    raw = bytearray(reading.read_bytes())
    raw[-3] ^= 1
    reading.write_bytes(raw)
    cache.library._connection.execute("UPDATE documents SET text = x'00'")
    (tmp_path / "b.txt").unlink()
    checked = check_library(cache)
    assert checked.documents == 2
    assert [line[:20] for line in checked.repaired if "Reading" in line] == [f"{reading.name[:20]}"]
    assert any("a.txt" in line for line in checked.repaired)
    assert [("b.txt" in line, "damaged" in line) for line in checked.lost] == [(True, True)]
    cache.close()


def test_what_is_damaged_in_a_library_that_may_only_be_read_is_not_called_repaired(filled, tmp_path, tiny):
    cache = filled("one", {"a.txt": "The rent is 900 pounds."})
    cache.library.is_writable = False
    assert check_library(cache).repaired == ()
    reading = next((tmp_path / "one" / "readings").glob("*.safetensors"))
    reading.write_bytes(reading.read_bytes()[:-3])
    with pytest.raises(LibraryNotWritable, match="read-only"):
        check_library(cache)
    assert reading.exists()
    cache.close()


def test_an_index_that_is_gone_is_made_again_without_reading(filled, tmp_path, tiny, monkeypatch):
    cache = filled("one", {"a.txt": "The rent is 900 pounds.", "b.txt": "The deposit is held."})
    cache.close()
    for path in (tmp_path / "one").glob(f"{INDEX}*"):
        path.unlink()
    again = Cache(Library(tmp_path / "one"))
    monkeypatch.setattr("longdoc.reading.reader.read_document", None)
    (answer,) = answer_across(
        ["the rent in pounds"], again.library.entries(), again, tiny, min_confidence=0.0
    )
    assert answer.document.endswith("a.txt")
    again.close()
