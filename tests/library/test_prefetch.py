"""While one document is worked on the next is begun, and everything comes out as if it were not."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from longdoc.documents.open import open_document
from longdoc.errors import DamagedDocument, EncryptedDocument, UnsupportedFormat
from longdoc.library.batch import ingest_documents
from longdoc.library.cache import Cache
from longdoc.library.prefetch import SHORT_CHARS, Opening
from longdoc.library.store import Library
from longdoc.network.load import load_network
from longdoc.network.torch.checkpoint import save_model, tiny_model
from longdoc.reading.reader import read_document

SENTENCE = "The Provider is liable for direct damages only, up to {} euros. "


@pytest.fixture
def files(tmp_path):
    """Short texts and, in the third place, one that is longer than what is read ahead."""
    paths = []
    for n, times in enumerate((1, 3, SHORT_CHARS // len(SENTENCE) + 1, 2)):
        path = tmp_path / f"{n}.txt"
        path.write_text("".join(SENTENCE.format(n * 1_000 + k) for k in range(times)), encoding="utf-8")
        paths.append(str(path))
    return paths


def test_documents_and_readings_are_those_of_one_at_a_time(cache, tiny, files):
    opened = []
    for path in cache.prefetched(files):
        opened.append(path)
        document = cache.open(path)
        assert document == open_document(path)
        reading, alone = cache.read(document, tiny), read_document(document, tiny)
        np.testing.assert_array_equal(reading.vectors_TV, alone.vectors_TV)
        np.testing.assert_array_equal(reading.salience_M, alone.salience_M)
        np.testing.assert_array_equal(reading.sentence_vectors_ME, alone.sentence_vectors_ME)
    assert opened == files


@pytest.mark.parametrize("native", [False, True], ids=["by torch", "as this machine reads"])
def test_readings_do_not_depend_on_what_is_read_beside_them(tmp_path, tiny, native):
    if native:
        save_model(tiny, tmp_path / "model")
    model = load_network(tmp_path / "model", "cpu") if native else tiny
    paths = []
    for n in range(12):
        path = tmp_path / f"{n}.txt"
        path.write_text("".join(SENTENCE.format(n * 100 + k) for k in range(5 + 7 * n % 40)))
        paths.append(str(path))
    cache = Cache(None)
    for path in cache.prefetched(paths):
        document = cache.open(path)
        reading, alone = cache.read(document, model), read_document(document, model)
        np.testing.assert_array_equal(reading.vectors_TV, alone.vectors_TV)
        np.testing.assert_array_equal(reading.sentence_vectors_ME, alone.sentence_vectors_ME)


def test_one_document_is_begun_ahead_and_no_more(cache, files):
    asked_for = []

    def sources():
        for path in files:
            asked_for.append(path)
            yield path

    for n, _ in enumerate(cache.prefetched(sources())):
        assert asked_for == files[: n + 2]
    assert not any(cache.is_opening(path) for path in files)


def test_a_short_document_is_read_ahead_by_the_model_that_read_the_one_before(tiny, files):
    short, long = files[1], files[2]
    opening = Opening(short, tiny)
    document = opening.document()
    reading = opening.reading(document, tiny)
    assert reading is not None
    assert reading.document_sha256 == document.sha256
    assert opening.reading(document, tiny_model()) is None
    assert opening.reading(open_document(short), tiny) is None
    opening = Opening(long, tiny)
    assert opening.reading(opening.document(), tiny) is None


def test_files_are_opened_in_their_order(files):
    openings: list[Opening] = []
    for path in files:
        openings.append(Opening(path, after=openings[-1] if openings else None))
    openings[-1].document()
    assert all(one._document.done() for one in openings)


def test_what_cannot_be_read_is_told_in_its_turn(cache, tiny, files, tmp_path):
    broken, strange = tmp_path / "broken.pdf", tmp_path / "strange.bin"
    broken.write_bytes(b"%PDF-1.7\nnothing of it is true")
    strange.write_bytes(bytes(range(256)) * 20)
    sources = [files[0], str(broken), files[1], str(strange), str(tmp_path / "gone.txt"), files[3]]
    results = list(ingest_documents(sources, cache, tiny))
    assert [result.document for result in results] == sources
    assert [result.status == "failed" for result in results] == [False, True, False, True, True, False]
    walk = cache.prefetched([str(broken), str(strange)])
    for path, reason in zip(walk, (DamagedDocument, UnsupportedFormat), strict=True):
        with pytest.raises(reason):
            cache.open(path)


def test_a_name_that_no_file_can_have_fails_alone(cache, tiny, files):
    results = list(ingest_documents([files[0], "x" * 5_000, files[1]], cache, tiny))
    assert [result.status for result in results] == ["ingested", "failed", "ingested"]


def test_a_copy_beside_its_original_is_known(cache, tiny, files, tmp_path):
    copy = tmp_path / "copy.txt"
    copy.write_bytes(Path(files[0]).read_bytes())
    results = list(ingest_documents([files[0], str(copy), files[0]], cache, tiny))
    assert [result.status for result in results] == ["ingested", "cached", "cached"]


def test_a_password_is_asked_for_and_what_it_opens_is_not_kept(library, tiny, files, secret):
    cache = Cache(library)
    for path in cache.prefetched([files[0], str(secret)]):
        if path == files[0]:
            cache.read(cache.open(path), tiny)
            continue
        with pytest.raises(EncryptedDocument):
            cache.open(path)
        document = cache.open(path, password="open sesame")
        assert len(cache.read(document, tiny).sentence_spans_M2)
    assert len(list((library.folder / "readings").iterdir())) == 1


def test_pages_are_counted_by_the_thread_that_waits(tmp_path):
    from reportlab.pdfgen.canvas import Canvas

    path = tmp_path / "many.pdf"
    canvas = Canvas(str(path))
    for page in range(60):
        for line in range(50):
            canvas.drawString(72, 770 - 14 * line, SENTENCE.format(page * 50 + line))
        canvas.showPage()
    canvas.save()
    told = []

    def progress(what, done, total):
        told.append((threading.current_thread(), what, total))

    cache = Cache(None, progress)
    for source in cache.prefetched([str(path)]):
        assert len(cache.open(source).pages) == 60
    assert set(told) == {(threading.main_thread(), "pages", 60)}


def test_whoever_leaves_early_does_not_wait(files, tmp_path):
    """A pipe that nobody writes to is opened for ever."""
    import os

    pipe = tmp_path / "pipe.txt"
    os.mkfifo(pipe)
    program = (
        "import sys\nfrom longdoc.library.cache import Cache\n"
        "for path in Cache(None).prefetched(sys.argv[1:]):\n    print(path)\n    break\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, files[0], str(pipe)], capture_output=True, text=True, timeout=60
    )
    assert done.stdout.split() == [files[0]]
    assert done.returncode == 0


def test_a_second_run_finds_everything_in_the_library(tmp_path, tiny, files):
    statuses = []
    for _ in range(2):
        library = Library(tmp_path / "library")
        results = ingest_documents(files, Cache(library), tiny)
        statuses.append([result.status for result in results])
        library.close()
    assert statuses == [["ingested"] * 4, ["cached"] * 4]
