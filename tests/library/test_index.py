"""The index over a library: words, vectors, tags, and what becomes of it when documents change or go."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import numpy as np
import pytest

from longdoc.api import LongDoc
from longdoc.library.index import INDEX, LibraryIndex, passage_vectors
from longdoc.network.torch.checkpoint import tiny_model
from longdoc.reading.reader import read_document

RENT = "The rent is {} pounds a month. " * 3


@pytest.fixture
def index(tmp_path):
    opened = LibraryIndex(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def read(make_document, tiny):
    def read_it(text, name="contract.txt", **more):
        document = make_document(text, name, **more)
        return document, read_document(document, tiny)

    return read_it


def _found(index, question, among=None):
    return [hit.sha256 for hit in index.hits(list(index.by_words(question, 10, among))).values()]


def test_words_lead_to_passages_of_their_document(index, read):
    lease, other = (
        read("The rent is due in May. " + "It rains. " * 300),
        read("The deposit is held.", "b.txt"),
    )
    for pair in (lease, other):
        index.add(*pair)
    (row, *_) = index.by_words("When is the rent due?", 10)
    (hit,) = index.hits([row]).values()
    assert hit.sha256 == lease[0].sha256
    assert "rent is due" in lease[0].quote(hit.span)
    spans = lease[1].token_spans_T2[slice(*hit.tokens)]
    assert (int(spans[0, 0]), int(spans[-1, 1])) == (hit.span.start, hit.span.end)


def test_a_passage_is_found_by_the_title_of_its_document(index, read):
    for name in ("Alder House", "Birch House"):
        index.add(*read(RENT.format(3, 4, 5) + name[0], name))
    (first, *_) = _found(index, "rent of Birch House")
    assert first == read(RENT.format(3, 4, 5) + "B", "Birch House")[0].sha256


def test_the_vector_of_a_passage_is_the_mean_of_its_tokens(index, read):
    document, reading = read("One clause here. " * 200)
    windows_P2 = np.array([[0, 40], [40, 90]])
    expected = reading.vectors_TV[40:90].astype(np.float32).mean(0)
    got = passage_vectors(reading, windows_P2)[1].astype(np.float32)
    assert got @ expected / np.linalg.norm(got) / np.linalg.norm(expected) > 0.999
    index.add(document, reading)
    rows = index.by_vectors(expected / np.linalg.norm(expected), 3)
    assert len(rows) == 3
    assert list(rows.values()) == sorted(rows.values(), reverse=True)
    assert all(-1.01 <= alike <= 1.01 for alike in rows.values())


def test_what_is_removed_is_found_no_more_and_its_words_are_gone(index, read):
    kept, gone = read("The rent is due."), read("The rent was paid by Quillfeather.", "b.txt")
    for pair in (kept, gone):
        index.add(*pair)
    index.remove(gone[0].sha256, gone[0].text)
    assert _found(index, "rent") == [kept[0].sha256]
    vocabulary = index._connection.execute("SELECT count(*) FROM words WHERE words MATCH 'quillfeather'")
    assert vocabulary.fetchone() == (0,)
    index.add(*gone)
    index.remove(gone[0].sha256, None)
    assert _found(index, "Quillfeather") == []


def test_adding_again_changes_nothing_and_a_new_text_replaces_the_old(index, read):
    old, new = read("The rent is due.", bytes_=b"1"), read("The deposit is due.", bytes_=b"1")
    index.add(*old)
    index.add(*old)
    assert len(_found(index, "rent")) == 1
    index.add(*new)
    assert (_found(index, "rent"), len(_found(index, "deposit"))) == ([], 1)


def test_only_the_documents_chosen_are_searched_and_of_equal_texts_one(index, read):
    pairs = [read("The rent is due.", f"{i}.txt", bytes_=b"%d" % i) for i in range(3)]
    pairs.append(read("The rent is high.", "d.txt"))
    for pair in pairs:
        index.add(*pair)
    names, model = [document.sha256 for document, _ in pairs], pairs[0][1].model_sha256
    assert index.duplicates() == [names[:3]]
    assert sorted(_found(index, "rent", index.numbers_of(names, model))) == sorted([names[0], names[3]])
    assert _found(index, "rent", index.numbers_of(names[2:3], model)) == [names[2]]
    assert index.numbers_of(names, "another") == set()
    assert set(index.by_vectors(np.ones(64, np.float32), 9, set())) == set()


def test_blocks_of_vectors_are_bounded_and_give_the_same_as_one(index, read, monkeypatch):
    for i in range(5):
        index.add(*read(f"The rent of house {i} is due. " * 40, f"{i}.txt"))
    asked_V = np.cos(np.arange(64)).astype(np.float32)
    whole, (one,) = index.by_vectors(asked_V, 7), list(index._vectors(64, None))
    monkeypatch.setattr("longdoc.library.index.ROWS_AT_ONCE", len(one[0]) // 3)
    blocks = [len(rows_P) for rows_P, _ in index._vectors(64, None)]
    assert sum(blocks) == len(one[0])
    assert max(blocks) < len(one[0]) // 3 + len(one[0]) // 5 + 1
    assert list(index.by_vectors(asked_V, 7).values()) == list(whole.values())


def test_vectors_of_another_width_do_not_hide_the_others(index, read, make_document):
    narrow = read_document(make_document("The deposit is held."), tiny_model(vector_width=32))
    index.add(make_document("The deposit is held."), narrow)
    lease = read("The rent is due.", "lease.txt")
    index.add(*lease)
    (row,) = index.by_vectors(np.ones(64, np.float32), 5)
    assert index.hits([row])[row].sha256 == lease[0].sha256


def test_a_passage_that_another_process_removes_during_a_search_is_left_out(tmp_path, index, read):
    kept, gone = read("The rent is due."), read("The rent was paid.", "b.txt")
    for pair in (kept, gone):
        index.add(*pair)
    rows = list(index.by_words("rent", 10))
    other = LibraryIndex(tmp_path)
    other.remove(gone[0].sha256, gone[0].text)
    other.close()
    assert [hit.sha256 for hit in index.hits(rows).values()] == [kept[0].sha256]


def test_tags_are_replaced_by_name_and_go_with_their_document(index, read):
    document, reading = read("The rent is due.")
    index.add(document, reading)
    index.tag(document.sha256, [("kind", "lease"), ("date", "2020")])
    index.tag(document.sha256, [("date", "2021")])
    assert index.tags() == {document.sha256: {"kind": "lease", "date": "2021"}}
    index.remove(document.sha256, document.text)
    assert index.tags() == {}


def test_what_another_network_read_is_missing(index, read):
    document, reading = read("The rent is due.")
    index.add(document, reading)
    assert index.missing([document.sha256, "f" * 64], reading.model_sha256) == {"f" * 64}
    assert index.missing([document.sha256], "another") == {document.sha256}


def test_a_damaged_file_is_put_aside_and_made_anew(tmp_path, read, caplog):
    (tmp_path / INDEX).write_bytes(b"no database, " * 1000)
    opened = LibraryIndex(tmp_path)
    opened.add(*read("The rent is due."))
    assert len(_found(opened, "rent")) == 1
    opened.close()
    assert "rebuilt" in caplog.text
    assert (tmp_path / f"{INDEX}.damaged").is_file()


def _change(path, *statements):
    with closing(sqlite3.connect(path)) as other, other:
        for statement in statements:
            other.execute(statement)


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE documents SET vectors = zeroblob(length(vectors))",
        "UPDATE tags SET value = 'contract'",
        "UPDATE words_docsize SET sz = x'0101' WHERE id % 2",
    ],
)
def test_a_change_that_sqlite_does_not_see_is_noticed_and_the_index_made_anew(
    tmp_path, make_document, tiny, caplog, damage
):
    path = tmp_path / "lease.txt"
    path.write_text(RENT.format(1, 2, 3) * 40)
    with LongDoc(tmp_path / "library", model=tiny, device="cpu") as longdoc:
        list(longdoc.ingest([path]))
        (entry,) = longdoc.documents()
        longdoc._cache.index.tag(entry.sha256, [("kind", "lease")])
    _change(tmp_path / "library" / INDEX, damage)
    with LongDoc(tmp_path / "library", model=tiny, device="cpu") as longdoc:
        assert longdoc._cache.index.missing([entry.sha256], tiny.sha256) == {entry.sha256}
    assert [record.getMessage().count("its index is damaged") for record in caplog.records] == [1]


def test_what_a_killed_process_wrote_is_sealed_by_the_next_one(tmp_path, read):
    killed = LibraryIndex(tmp_path)
    killed.add(*read(RENT.format(1, 2, 3)))
    killed._connection.close()
    for _ in range(2):
        after = LibraryIndex(tmp_path)
        assert after.is_as_sealed()
        after.close()
    _change(tmp_path / INDEX, "UPDATE documents SET vectors = zeroblob(length(vectors))")
    damaged = LibraryIndex(tmp_path)
    assert not damaged.is_as_sealed()
    damaged.close()


def test_an_index_without_a_checksum_opens_and_gets_one(tmp_path, index, read):
    pair = read(RENT.format(1, 2, 3))
    index.add(*pair)
    index._is_changed = False
    index.close()
    _change(tmp_path / INDEX, "DROP TABLE meta", "PRAGMA user_version = 1")  # as the version before wrote it
    opened = LibraryIndex(tmp_path)
    assert opened.is_as_sealed()
    assert _found(opened, "What is the rent?")
    opened.close()
    with closing(sqlite3.connect(tmp_path / INDEX)) as other:
        assert other.execute("SELECT count(*) FROM meta").fetchone()[0]
