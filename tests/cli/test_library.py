"""`longdoc library`, and questions to a library with conditions and as a table."""

from __future__ import annotations

import csv
import io
import json

import pytest


@pytest.fixture
def shelf(run, tmp_path):
    for name, kind in (("alder", "lease"), ("birch", "lease"), ("cedar", "contract")):
        (tmp_path / f"{name}.txt").write_text(
            f"{name.upper()}\n\nThe rent of {name} is 900 pounds a month.\n"
        )
        assert run("ingest", tmp_path / f"{name}.txt", "--tag", f"kind={kind}").code == 0
    return tmp_path


def _listed(run, *arguments):
    return [json.loads(line) for line in run("library", "list", "--json", *arguments).out.splitlines()]


def test_list_shows_tags_and_keeps_to_conditions(run, shelf):
    assert [one["tags"] for one in _listed(run)] == [{"kind": "lease"}] * 2 + [{"kind": "contract"}]
    assert [one["document"] for one in _listed(run, "--where", "kind = contract")] == [
        str(shelf / "cedar.txt")
    ]
    assert len(_listed(run, "--path", "*r.txt")) == 2
    none = run("library", "list", "--where", "kind = invoice")
    assert (none.code, none.out) == (2, "")


def test_show_tag_and_remove(run, shelf):
    (one, *_) = _listed(run)
    assert run("library", "tag", one["id"], "--tag", "client=Acme").code == 0
    shown = json.loads(run("library", "show", one["document"], "--json").out)
    assert shown["tags"] == {"kind": "lease", "client": "Acme"}
    assert shown["id"] == one["id"]
    assert "client=Acme" in run("library", "show", one["id"]).out
    assert run("library", "remove", one["id"]).out.startswith(one["id"])
    assert len(_listed(run)) == 2
    assert run("library", "remove", one["id"]).code == 2


def test_stats_verify_merge_and_export(run, shelf):
    told = json.loads(run("library", "stats", "--json").out)
    assert (told["documents"], told["formats"], told["tags"]) == (3, {"txt": 3}, {"kind": 3})
    assert run("library", "verify").out == "3 documents: 0 repaired, 0 lost\n"
    merged = run("library", "merge", shelf / "library", "--library", shelf / "other")
    assert (merged.code, "3 documents merged" in merged.err) == (0, True)
    assert run("library", "export", shelf / "out", "--where", "kind = lease").code == 0
    known = [json.loads(line) for line in (shelf / "out" / "index.jsonl").read_text().splitlines()]
    assert [(shelf / "out" / one["text"]).read_text()[:5] for one in known] == ["ALDER", "BIRCH"]


@pytest.mark.parametrize("content", ['{"mine": 1}\n', "not JSON\n", "[]\n", "5\n"])
def test_an_index_that_no_export_wrote_is_not_replaced(run, shelf, content):
    assert run("library", "export", shelf / "out").code == 0
    assert run("library", "export", shelf / "out").code == 0  # its own is
    (shelf / "out" / "index.jsonl").write_text(content)
    again = run("library", "export", shelf / "out")
    assert (again.code, "no export wrote it" in again.err) == (2, True)
    assert (shelf / "out" / "index.jsonl").read_text() == content


def test_an_empty_library_is_told(run, shelf):
    assert run("library", "remove", *(one["id"] for one in _listed(run))).code == 0
    none = run("library", "list")
    assert (none.code, none.out) == (0, "")
    assert "nothing was ingested" in none.err


def test_no_name_of_an_exported_file_can_steer_the_terminal(run, shelf):
    (shelf / "a\x1b]0;x\n\u202e.txt").write_text("The rent is 5 euros.")
    run("ingest", shelf / "a\x1b]0;x\n\u202e.txt")
    assert run("library", "export", shelf / "out", "--path", "*/a?]*").code == 0
    (name,) = [path.name for path in (shelf / "out").glob("*.txt")]
    assert name.startswith("a_]0;x__.")
    assert json.loads((shelf / "out" / "index.jsonl").read_text())["text"] == name


def test_a_question_keeps_to_the_documents_of_a_condition(run, shelf):
    asked = run("ask", "What is the rent?", "--where", "kind = contract", "--json", "--min-confidence", 0)
    answer = json.loads(asked.out)
    assert {answer["document"], *(o["document"] for o in answer["alternatives"])} == {
        str(shelf / "cedar.txt")
    }
    refused = run("ask", shelf / "alder.txt", "What is the rent?", "--where", "kind = contract")
    assert (refused.code, "no other documents" in refused.err) == (2, True)


def test_names_cannot_steer_the_terminal_from_a_table(run, shelf):
    (shelf / "a\x1b]0;x\x07\u202e.txt").write_text("The rent is 5 euros.")
    printed = run("ask", *sorted(shelf.glob("a*.txt")), "What is the rent?", "--per-document").out
    assert "a\\x1b]0;x\\x07\\u202e.txt" in printed
    assert not {"\x1b", "\x07", "\u202e"} & set(printed)


def test_per_document_is_a_table_of_documents_and_questions(run, shelf):
    (shelf / "questions").write_text("What is the rent?\nWho pays?\n")
    options = ("--questions", shelf / "questions", "--per-document", "--min-confidence", 0)
    rows = list(csv.DictReader(io.StringIO(run("ask", *options).out)))
    assert [row["document"] for row in rows] == [str(shelf / f"{n}.txt") for n in ("alder", "birch", "cedar")]
    assert all(row["What is the rent?"] and row["Who pays?"] for row in rows)
    objects = [json.loads(line) for line in run("ask", *options, "--json").out.splitlines()]
    assert [one["answers"][0]["answer"] for one in objects] == [row["What is the rent?"] for row in rows]
    assert run("ask", *options, "--output", shelf / "table.md").code == 0
    lines = (shelf / "table.md").read_text().splitlines()
    assert lines[0] == "| Document | What is the rent? | Who pays? |"
    assert len(lines) == 5
    assert run("ask", *options, "--output", shelf / "table.xls").code == 2
    paths = run("ask", shelf / "alder.txt", shelf / "none.txt", "What is the rent?", "--per-document")
    assert (paths.code, len(paths.out.splitlines())) == (3, 2)


def test_a_changed_file_keeps_the_tags_of_its_path(run, shelf):
    alder = shelf / "alder.txt"
    alder.write_text("ALDER\n\nThe rent of alder is 950 pounds a month.\n")
    assert run("ingest", alder, "--tag", "checked=no").code == 0
    tags = {one["document"]: one["tags"] for one in _listed(run)}
    assert tags[str(alder)] == {"kind": "lease", "checked": "no"}
    assert len(tags) == 3


def test_an_answer_from_the_text_before_a_change_says_so(run, shelf):
    alder = shelf / "alder.txt"
    asked = ("ask", "What is the rent of alder?", "--where", "name = alder.txt", "--min-confidence", "0")
    assert run(*asked).err == ""
    alder.touch()
    assert run(*asked).err == ""
    alder.write_text("ALDER\n\nThe rent of alder is 950 pounds a month.\n")
    outcome = run(*asked)
    assert outcome.code == 0
    assert outcome.err.startswith(f"longdoc: {alder}: has changed since it was ingested")
    alder.unlink()
    assert run(*asked).err == ""


def test_a_table_names_documents_of_one_name_by_their_paths(run, shelf):
    for name in ("one", "two"):
        (shelf / name).mkdir()
        (shelf / name / "lease.txt").write_text(f"The rent of {name} is 900 pounds.\n")
    table = shelf / "table.md"
    paths = [shelf / "one", shelf / "two", shelf / "alder.txt"]
    run("ask", *paths, "What is the rent?", "--per-document", "--output", table)
    named = [line.split(" | ")[0].removeprefix("| ") for line in table.read_text().splitlines()[2:]]
    assert named == [str(shelf / "one" / "lease.txt"), str(shelf / "two" / "lease.txt"), "alder.txt"]


@pytest.mark.parametrize(
    "command", [("tag", "x", "--tag", "a=b"), ("remove", "x"), ("show", "x"), ("stats",)]
)
def test_without_a_library_each_command_says_how_to_make_one(run, tmp_path, command):
    (tmp_path / "file").write_text("in the way", "utf-8")
    outcome = run("library", *command, "--library", tmp_path / "file" / "shelf")
    assert outcome.code == 4
    (line,) = outcome.err.splitlines()
    assert line.startswith(f"longdoc: {tmp_path / 'file' / 'shelf'}: no library here; `longdoc ingest PATH")


def test_a_library_that_cannot_be_made_is_told_once(run, contract):
    outcome = run("ingest", contract, "--library", contract / "shelf")
    assert outcome.code == 4
    (line,) = outcome.err.splitlines()
    assert "cannot create a library" in line
