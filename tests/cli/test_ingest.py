"""Ingesting, listing and forgetting."""

from __future__ import annotations

import io
import json

from reportlab.pdfgen import canvas

KEYS = [
    "document", "id", "status", "title", "pages", "sections", "characters", "tokens", "seconds", "error",
]  # fmt: skip


def test_each_file_is_a_line_and_a_bad_one_does_not_stop_the_rest(run, contract, tmp_path):
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing of the kind")
    paths = [tmp_path / "empty.txt", tmp_path / "missing.txt", tmp_path / "broken.pdf", contract]
    outcome = run("ingest", *paths, "--json", "--library", tmp_path / "shelf")
    assert outcome.code == 3
    values = [json.loads(line) for line in outcome.out.splitlines()]
    assert all(list(value) == KEYS for value in values)
    assert [value["status"] for value in values] == ["failed", "failed", "failed", "ingested"]
    assert [bool(value["error"]) for value in values] == [True, True, True, False]
    assert {value["document"] for value in values} == set(map(str, paths))
    assert outcome.err.count("\n") == 3
    assert values[-1]["tokens"] > 0
    assert values[-1]["characters"] == len(contract.read_text("utf-8"))


def test_what_is_in_the_library_is_cached(run, contract):
    first = json.loads(run("ingest", contract, "--json").out)
    again = json.loads(run("ingest", contract, "--json").out)
    assert (first["status"], again["status"]) == ("ingested", "cached")
    assert {**first, "status": "", "seconds": 0} == {**again, "status": "", "seconds": 0}


def test_what_was_only_asked_is_not_yet_ingested(run, contract):
    run("ask", contract, "Who is liable?")
    assert json.loads(run("ingest", contract, "--json").out)["status"] == "ingested"


def test_the_list_shows_what_was_ingested_until_it_is_forgotten(run, contract):
    document = json.loads(run("ingest", contract, "--json").out)
    listed = json.loads(run("ingest", "--list", "--json").out)
    assert list(listed) == KEYS
    assert {**listed, "seconds": 0} == {**document, "document": str(contract.resolve()), "seconds": 0}
    assert document["id"] in run("ingest", "--list").out
    forgotten = run("ingest", "--forget", document["id"][:5])
    assert forgotten.code == 0
    assert str(contract.resolve()) in forgotten.out
    assert run("ingest", "--list").out == ""
    assert run("ingest", "--forget", document["id"]).code == 2


def test_forgetting_by_path_removes_the_reading_too(run, contract, tmp_path):
    library = tmp_path / "shelf"
    run("ingest", contract, "--library", library)
    assert len(list((library / "readings").iterdir())) == 1
    assert run("ingest", "--forget", contract, "--library", library).code == 0
    assert list((library / "readings").iterdir()) == []


def test_folders_are_read_and_deeper_ones_when_asked(run, contract, tmp_path):
    folder = tmp_path / "folder"
    (folder / "deeper").mkdir(parents=True)
    (folder / "one.txt").write_text("The first document.", encoding="utf-8")
    (folder / "deeper" / "two.txt").write_text("The second document.", encoding="utf-8")
    assert len(run("ingest", folder).out.splitlines()) == 1
    assert len(run("ingest", folder, "--recursive").out.splitlines()) == 2


def test_listing_a_library_that_is_not_there_is_exit_code_4(run, tmp_path):
    outcome = run("ingest", "--list", "--library", tmp_path / "nowhere")
    assert (outcome.code, outcome.out, outcome.err.count("\n")) == (4, "", 1)
    assert not (tmp_path / "nowhere").exists()


def test_a_folder_tells_what_it_leaves_out_and_takes_patterns(run, tmp_path):
    folder = tmp_path / "papers"
    folder.mkdir()
    for name in ("a.txt", "b.csv", "c.mp4"):
        (folder / name).write_text("Item,Price\nValve,12\nPump,99\n")
    outcome = run("ingest", folder, "--json", "--library", tmp_path / "library")
    assert outcome.code == 0
    assert f"{folder}: 1 file of another kind was not read: .mp4 (1)" in outcome.err
    assert len(outcome.out.splitlines()) == 2
    outcome = run("ingest", folder, "--json", "--exclude", "*.csv", "--library", tmp_path / "library")
    assert len(outcome.out.splitlines()) == 1


def test_one_page_is_not_called_pages(run, tmp_path):
    (tmp_path / "note.txt").write_text("It ends in May.\fIt begins in June.", "utf-8")
    assert "\t2 pages, " in run("ingest", tmp_path / "note.txt").out
    (tmp_path / "slip.pdf").write_bytes(_page_of("It ends in May of the next year."))
    assert "\t1 page, " in run("ingest", tmp_path / "slip.pdf").out


def _page_of(line: str) -> bytes:
    file = io.BytesIO()
    page = canvas.Canvas(file)
    page.drawString(72, 700, line)
    page.save()
    return file.getvalue()


def test_after_many_files_their_outcomes_are_counted(run, tmp_path):
    for n in range(11):
        (tmp_path / f"{n}.txt").write_text(f"Lease {n} ends in May." if n else "")
    outcome = run("ingest", tmp_path, "--json")
    assert outcome.code == 3
    assert outcome.err.splitlines()[-1] == "longdoc: 11 files: 10 ingested, 0 cached, 1 failed"
    assert "cached" not in run("ingest", tmp_path, "--quiet").err


def test_a_batch_of_many_files_counts_their_outcomes_at_its_end(run, tmp_path):
    for n in range(11):
        (tmp_path / f"{n}.txt").write_text(f"Lease {n} ends in May.")
    outcome = run("ingest", tmp_path, "--output", tmp_path / "done.jsonl", "--jobs", 1)
    assert outcome.code == 0
    assert outcome.err.splitlines()[-1] == "longdoc: 11 files: 11 done, 0 failed, 0 refused, 0 skipped"
