"""What was opened and read before is taken from the library; what a password opened never gets there."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from longdoc.documents.open import open_document
from longdoc.documents.types import Span, Spans
from longdoc.documents.version import DOCUMENTS_VERSION
from longdoc.errors import EncryptedDocument, LibraryNotWritable
from longdoc.library.batch import ingest_documents
from longdoc.library.cache import Cache
from longdoc.library.originals import has_changed
from longdoc.library.readings import map_arrays, write_arrays
from longdoc.library.store import Library
from longdoc.network.torch.checkpoint import save_model, tiny_model

TEXT = "The Provider is liable for direct damages only. The limit is one million euros.\n"


@pytest.fixture
def contract(tmp_path):
    path = tmp_path / "contract.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def _everything_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_a_known_file_is_not_parsed_again(cache, library, contract):
    document = cache.open(str(contract))
    assert document == open_document(contract)
    # Put another text in its place: only a parse would bring the file's own back.
    library.forget(document.sha256)
    library.keep(replace(document, text="from the library"), path=str(contract), ingested=False)
    assert cache.open(str(contract)).text == "from the library"


def test_a_file_that_changed_is_parsed(cache, contract):
    cache.open(str(contract))
    contract.write_text("Another text altogether.", encoding="utf-8")
    assert cache.open(str(contract)).text == "Another text altogether."


def test_a_reading_is_computed_once_and_mapped_back(cache, library, contract, tiny):
    document = cache.open(str(contract))
    first = cache.read(document, tiny)
    (path,) = (library.folder / "readings").iterdir()
    arrays, metadata = map_arrays(path) or ({}, {})
    arrays["salience_M"] = np.full_like(arrays["salience_M"], 0.125)
    write_arrays(path, arrays, metadata)
    again = Cache(library).read(document, tiny)
    assert (again.salience_M == 0.125).all()
    np.testing.assert_array_equal(again.vectors_TV, first.vectors_TV)
    assert again.coverage == first.coverage


def test_a_stored_reading_spares_splitting_the_text_again(cache, library, contract, tiny, monkeypatch):
    split = cache.open(str(contract))
    cache.read(split, tiny)
    monkeypatch.delattr("longdoc.documents.sentences.split.split_sentences")  # importing it fails
    later = Cache(library)
    document = later.open(str(contract))
    later.read(document, tiny)
    assert document.sentences == split.sentences
    assert len(document.sentences) == 2


def test_another_model_text_or_version_is_read_anew(cache, library, contract, tiny):
    document = cache.open(str(contract))
    cache.read(document, tiny)
    folder = library.folder / "readings"
    cache.read(document, tiny_model(seed=1))
    assert len(list(folder.iterdir())) == 2
    for path in folder.iterdir():
        arrays, metadata = map_arrays(path) or ({}, {})
        arrays["salience_M"] = np.full_like(arrays["salience_M"], 0.125)
        write_arrays(path, arrays, {**metadata, "reading": "0"})
    assert not (Cache(library).read(document, tiny).salience_M == 0.125).any()


def test_files_with_the_same_text_have_a_reading_each(cache, tmp_path, tiny):
    for name, line_end in (("a.txt", "\n"), ("b.txt", "\r\n")):
        (tmp_path / name).write_text(f"The rent is 900 pounds.{line_end}It is due.", newline="")
        document = cache.open(str(tmp_path / name), must_keep=True)
        reading = cache.read(document, tiny)
        assert reading.document_sha256 == document.sha256
        cache.ingest(document, reading)
    entries = cache.library.entries()
    assert len(entries) == 2
    assert cache.index.missing((entry.sha256 for entry in entries), tiny.sha256) == set()


@pytest.mark.parametrize("keep_bytes", [0, 100, 2000])
def test_a_broken_reading_is_made_again(cache, library, contract, tiny, keep_bytes):
    document = cache.open(str(contract))
    first = cache.read(document, tiny)
    (path,) = (library.folder / "readings").iterdir()
    path.write_bytes(path.read_bytes()[:keep_bytes])
    np.testing.assert_array_equal(Cache(library).read(document, tiny).salience_M, first.salience_M)


def test_nothing_of_what_a_password_opened_is_kept(cache, library, secret, tiny):
    with pytest.raises(EncryptedDocument):
        cache.open(str(secret))
    with pytest.raises(EncryptedDocument):
        cache.open(str(secret), password="open sesame", must_keep=True)
    document = cache.open(str(secret), password="open sesame")
    assert "liability" in document.text
    cache.read(document, tiny)
    assert library.document(document.sha256, "x") is None
    assert not (library.folder / "readings").exists()
    everything = _everything_in(library.folder)
    assert b"sesame" not in everything


def test_a_password_opens_the_locked_files_in_a_known_archive(cache, library, secret, tmp_path, tiny):
    path = tmp_path / "both.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("open.txt", TEXT)
        archive.write(secret, "secret.pdf")
    assert "open.txt" in cache.open(str(path)).text
    document = cache.open(str(path), password="open sesame")
    assert "secret.pdf" in document.text
    cache.read(document, tiny)
    assert not [*library.folder.glob("readings/*")]
    assert "secret.pdf" not in cache.open(str(path)).text


def test_a_document_that_was_opened_elsewhere_leaves_no_reading(cache, library, contract, tiny):
    cache.read(open_document(contract), tiny)
    assert not (library.folder / "readings").exists()


def test_a_document_survives_its_file_and_a_new_version(cache, library, contract, tiny, monkeypatch):
    cache.ingest(cache.open(str(contract)))
    entry = library.find(str(contract))
    assert cache.open_entry(entry) == replace(open_document(contract), source=entry.path)
    monkeypatch.setattr("longdoc.library.store._READER", str(DOCUMENTS_VERSION + 1))
    assert cache.open_entry(entry) == replace(open_document(contract), source=entry.path)
    monkeypatch.setattr("longdoc.library.store._READER", str(DOCUMENTS_VERSION + 2))
    contract.unlink()
    assert cache.open_entry(entry).text == TEXT


def test_what_was_asked_longest_ago_makes_room(cache, library, tmp_path, tiny):
    paths = []
    for i in range(4):
        path = tmp_path / f"{i}.txt"
        path.write_text(f"Text number {i}. {TEXT}", encoding="utf-8")
        document = cache.open(str(path))
        cache.read(document, tiny)
        if i == 0:
            cache.ingest(document)
        paths.append(path)
    cache._trim(limit_bytes=1)
    assert [entry.path for entry in library.entries()] == [str(paths[0].resolve())]
    assert len(list((library.folder / "readings").iterdir())) == 1


def test_what_another_process_ingests_meanwhile_does_not_make_room(library, make_document):
    for name, ingested in (("asked", False), ("ingested", True)):
        library.keep(make_document(name), path=f"/{name}", ingested=ingested)
    assert library.forget_uningested(make_document("asked").sha256)
    assert not library.forget_uningested(make_document("ingested").sha256)
    assert library.document(make_document("asked").sha256, "/asked") is None
    assert library.document(make_document("ingested").sha256, "/ingested") is not None


def test_a_thread_gets_its_own_reading_while_another_one_reads(library, tmp_path, tiny):
    opened = []
    for name in "ab":
        (tmp_path / f"{name}.txt").write_text(f"The rent of {name} is 900 pounds.")
        cache = Cache(library)
        document = cache.open(str(tmp_path / f"{name}.txt"))
        opened.append((document, cache.read(document, tiny)))
    (_, other), (document, _) = opened

    class Busy(Cache):
        """Another thread reads another document at the worst moment."""

        def _stored_reading(self, *of):
            reading = super()._stored_reading(*of)
            self._last = ("another", "document", "read"), other
            return reading

    assert Busy(library).read(document, tiny).document_sha256 == document.sha256


@pytest.mark.parametrize("seconds", [-1e9, 1e12])
def test_a_file_with_an_impossible_time_is_opened_from_the_library(cache, contract, seconds):
    cache.ingest(cache.open(str(contract)))
    os.utime(contract, (seconds, seconds))
    (entry,) = cache.library.entries()
    assert not has_changed(entry)


def test_a_folder_of_readings_that_cannot_be_written_is_told_once(cache, library, contract, tiny, caplog):
    (library.folder / "readings").write_text("in the way")
    with caplog.at_level(logging.WARNING, "longdoc"):
        cache.read(cache.open(str(contract)), tiny)
        cache.read(cache.open(str(contract)), tiny_model(seed=1))
    assert len(caplog.records) == 1
    assert "continuing without" in caplog.records[0].getMessage()


FULL_DISK = """
import resource, sys
from longdoc.cli.app import main
resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits of Unix")
def test_a_disk_that_takes_no_more_costs_one_line_and_not_the_answer(tmp_path, tiny, unmeasured):
    save_model(tiny, tmp_path / "model")
    path = tmp_path / "long.txt"
    path.write_text("".join(f"Clause {i}: the party {i * 7919 % 997} is liable.\n" for i in range(300)))
    arguments = [
        "ask",
        path,
        "Who is liable?",
        "--model",
        tmp_path / "model",
        "--library",
        tmp_path / "library",
    ]
    run = subprocess.run(
        [sys.executable, "-c", FULL_DISK, *arguments, "--min-confidence", "0"],
        capture_output=True,
        text=True,
        env=unmeasured,
    )
    assert run.returncode == 0, run.stderr
    assert "confidence" in run.stdout
    progress = (": reading, ", ": loading the model")  # where the machine is slow
    told = [line for line in run.stderr.splitlines() if not any(one in line for one in progress)]
    assert len(told) == 1
    assert "continuing without" in run.stderr
    library = Library(tmp_path / "library")
    assert library.entries() == []
    library.close()


def test_what_an_interruption_cuts_short_is_not_listed(cache, library, contract, tiny, monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(tiny, "read_tokens", interrupted)
        with pytest.raises(KeyboardInterrupt):
            list(ingest_documents([str(contract)], cache, tiny))
    assert not library.entries()
    assert [result.status for result in ingest_documents([str(contract)], cache, tiny)] == ["ingested"]
    assert [entry.path for entry in library.entries()] == [str(contract.resolve())]


@pytest.mark.parametrize("changed", [False, True])
def test_a_reading_goes_stale_with_the_sentences_it_was_made_of(
    cache, library, contract, tiny, monkeypatch, changed
):
    first = cache.read(cache.open(str(contract)), tiny)
    monkeypatch.setattr("longdoc.library.cache.DOCUMENTS_VERSION", DOCUMENTS_VERSION + 1)
    monkeypatch.setattr("longdoc.library.store._READER", str(DOCUMENTS_VERSION + 1))
    later = Cache(library)
    document = later.open(str(contract))
    if changed:
        monkeypatch.setattr(
            "longdoc.documents.sentences.split.split_sentences",
            lambda text, **_: Spans([Span(0, len(text) - 1)]),
        )
        document = replace(document)
    spans = later.read(document, tiny).sentence_spans_M2
    assert len(first.sentence_spans_M2) == 2
    assert len(spans) == (1 if changed else 2)


def test_a_renamed_file_takes_the_title_of_its_new_name(cache, library, contract):
    contract.write_text("it ends in May, and is renewed.", encoding="utf-8")
    assert cache.open(str(contract)).title == "contract"
    renamed = contract.rename(contract.with_name("lease.txt"))
    assert cache.open(str(renamed)).title == "lease"
    assert Cache(library).open(str(renamed)).title == "lease"


def test_a_file_opened_by_a_link_has_its_own_title_afterwards(library, contract):
    link = contract.with_name("latest.txt")
    link.symlink_to(contract)
    assert Cache(library).open(str(link)).title == "latest"
    assert Cache(library).open(str(contract)).title == contract.stem


def test_opening_a_copy_of_an_ingested_file_leaves_its_entry_alone(library, contract, tiny):
    cache = Cache(library)
    document = cache.open(str(contract), must_keep=True)
    cache.ingest(document, cache.read(document, tiny))
    copy = contract.with_name("copy.txt")
    copy.write_bytes(contract.read_bytes())
    assert Cache(library).open(str(copy)).title == "copy"
    (entry,) = library.entries()
    assert (entry.path, entry.title) == (str(contract.resolve()), contract.stem)


def test_a_title_in_the_text_stays_when_a_file_is_renamed(cache, contract):
    contract.write_text("Contract\n\nIt ends in May.", encoding="utf-8")
    renamed = contract.with_name("lease.txt")
    titles = [cache.open(str(contract)).title, cache.open(str(contract.rename(renamed))).title]
    assert titles == ["Contract", "Contract"]


def test_what_was_ingested_before_is_read_from_the_disk_once_and_not_indexed_again(
    library, contract, tiny, monkeypatch
):
    first = list(ingest_documents([str(contract)], Cache(library), tiny))
    read, indexed = [], []

    def counted(path):
        read.append(path)
        return map_arrays(path)

    monkeypatch.setattr("longdoc.library.cache.map_arrays", counted)
    monkeypatch.setattr("longdoc.library.index.windows_of", lambda *of: indexed.append(of))
    again = list(ingest_documents([str(contract)], Cache(library), tiny))
    assert [result.status for result in first + again] == ["ingested", "cached"]
    assert len(read) == 1
    assert not indexed


def test_what_cannot_be_stored_whole_is_not_called_ingested(tmp_path, contract, tiny):
    cache = Cache(Library(tmp_path / "shelf"))
    (tmp_path / "shelf" / "readings").write_text("a file in the place of the folder")
    with pytest.raises(LibraryNotWritable, match=r"readings: cannot be written"):
        list(ingest_documents([str(contract)], cache, tiny))
    assert cache.library.entries() == []
