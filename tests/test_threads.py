"""One LongDoc in several threads: everything is opened once, and every thread gets the same answers."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

from longdoc import Document, LongDoc
from longdoc.network.torch.checkpoint import save_model, tiny_model

THREADS = 6
QUESTIONS = ("Who is liable?", "When does it begin?", "What is the limit?")


def _contract(number: int) -> str:
    return (
        f"Agreement {number}. It begins on {number + 1} May 2021. The Provider {number} is liable for direct "
        f"damages only. The limit is {number + 2} million euros.\n\n"
    ) * 5


def test_threads_share_one_model_and_one_library_and_get_the_same_answers(tmp_path: Path) -> None:
    save_model(tiny_model(), tmp_path / "model")
    paths = []
    for number in range(3):
        paths.append(tmp_path / f"{number}.txt")
        paths[-1].write_text(_contract(number))
    with LongDoc(model=tmp_path / "model", device="cpu", cache=False) as alone:
        wanted = [[a.start for a in alone.ask_many(alone.open(path), QUESTIONS)] for path in paths]
    start = Barrier(THREADS)
    with LongDoc(tmp_path / "library", model=tmp_path / "model", device="cpu") as shared:

        def work(thread: int) -> tuple[int, list[list[int | None]]]:
            start.wait()  # nothing is open yet
            found = []
            for turn in range(len(paths)):
                at = (thread + turn) % len(paths)
                document = shared.open(paths[at])
                found.append((at, [a.start for a in shared.ask_many(document, QUESTIONS)]))
                assert shared.summarize(document, sentences=2).sentences
            assert all(result.status != "failed" for result in shared.ingest([paths[thread % 3]]))
            return id(shared.model), [starts for _, starts in sorted(found)]

        with ThreadPoolExecutor(THREADS) as pool:
            results = list(pool.map(work, range(THREADS)))
        assert {model for model, _ in results} == {id(shared.model)}
        assert all(found == wanted for _, found in results)
        assert len(shared.documents()) == 3


def test_a_document_from_a_string_is_asked_like_any_other() -> None:
    text = "1. Term\n\nThe agreement ends in May.\n\n2. Liability\n\nThe Provider is liable.\n"
    document = Document.from_text(text, "note")
    assert (document.text, document.source, document.title) == (text, "note", "note")
    assert [section.title for section in document.sections] == ["1. Term", "2. Liability"]
    with LongDoc(model=tiny_model(), cache=False) as longdoc:
        answer = longdoc.ask(document, "Who is liable?", min_confidence=0.0)
    assert answer.best is not None
    assert answer.answer == answer.best.answer == text[answer.best.start : answer.best.end]
    assert Document.from_text("lone surrogate \ud800 stays").text.endswith("\ud800 stays")
