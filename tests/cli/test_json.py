"""What --json writes fits the schemas in docs/schema, whose keys docs/json.md explains."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from longdoc.bench import results
from longdoc.bench.fit import Spread
from longdoc.bench.machine import Machine
from longdoc.cli import training_run
from longdoc.training.deploy import Outcome
from longdoc.training.loop.state import Progress

DOCS = Path(__file__).parents[2] / "docs"
SCHEMAS = {
    path.stem: json.loads(path.read_text("utf-8")) for path in sorted((DOCS / "schema").glob("*.json"))
}
SURE = ("--min-confidence", "0")


def closed(schema: Any) -> Any:
    """The schema as the tests read it: a key that it does not name is an error."""
    if isinstance(schema, list):
        return [closed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    made = {key: closed(value) for key, value in schema.items()}
    if "properties" in made and isinstance(made["properties"], dict) and "type" in made:
        made.setdefault("additionalProperties", False)
    return made


def keys(schema: Any) -> Iterator[str]:
    """Every key that a schema names."""
    if isinstance(schema, dict):
        if "type" in schema:
            yield from schema.get("properties", {})
        for value in schema.values():
            yield from keys(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from keys(value)


def check(command: str, out: str) -> list[dict[str, Any]]:
    values = [json.loads(line) for line in out.splitlines()]
    assert values
    for value in values:
        Draft202012Validator(closed(SCHEMAS[command])).validate(value)
    return values


@pytest.mark.parametrize("command", SCHEMAS)
def test_schemas_are_schemas_and_the_page_names_every_key(command):
    schema = SCHEMAS[command]
    Draft202012Validator.check_schema(schema)
    page = (DOCS / "json.md").read_text("utf-8")
    assert f"(schema/{command}.json)" in page
    named = set(re.findall(r"`([a-z0-9_]+)`", page))
    assert set(keys(schema)) <= named


def test_ask(run, contract):
    for more in ((), ("--explain",), ("--all",), ("--explain", "--exhaustive")):
        (value,) = check("ask", run("ask", contract, "Who is liable?", "--json", *SURE, *more).out)
        assert ("explain" in value) == ("--explain" in more)
    (value,) = check("ask", run("ask", contract, "Who?", "--json", "--min-confidence", "1").out)
    assert value["answer"] is None


def test_whole_documents(run, contract):
    for wish in (("--count", "Provider"), ("--list", "dates"), ("--where", "liability"), ("List all sums",)):
        (value,) = check("whole", run("ask", contract, *wish, "--json").out)
        assert value["count"] == len(value["occurrences"])


def test_verify(run, contract, tmp_path):
    draft = tmp_path / "draft.md"
    draft.write_text(
        "“The Provider is liable for direct damages only.” “The Provider is liable for all damages only.”"
        " “Nobody ever wrote such a sentence about whales.”",
        encoding="utf-8",
    )
    values = check("verify", run("verify", draft, contract, "--json").out)
    assert [value["status"] for value in values] == ["verbatim", "altered", "not_found"]


def test_summarize(run, contract):
    as_format = run("summarize", contract, "--sentences", "2", "--format", "json").out
    (value,) = check("summarize", run("summarize", contract, "--sentences", "2", "--json").out)
    (other,) = check("summarize", as_format)
    assert {**value, "seconds": 0} == {**other, "seconds": 0}
    check("summarize", run("summarize", contract, "--explain", "--json").out)
    assert run("summarize", contract, "--json", "--format", "text").code == 2


def test_ingest(run, contract, tmp_path):
    results_ = check("ingest", run("ingest", contract, tmp_path / "missing.txt", contract, "--json").out)
    assert [value["status"] for value in results_] == ["failed", "ingested"]  # missing files come first
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7 and nothing else")
    (failed,) = check("ingest", run("ingest", tmp_path / "broken.pdf", "--json").out)
    assert failed["status"] == "failed"
    (listed,) = check("ingest", run("ingest", "--list", "--json").out)
    check("ingest", run("ingest", "--forget", listed["id"], "--json").out)


def test_batches_name_the_rows_of_their_manifest(run, contract, tmp_path):
    (tmp_path / "files.csv").write_text(f"path,id\n{contract},A-1\n", encoding="utf-8")
    for command, *asked in (("ask", "Who is liable?"), ("summarize",), ("ingest",)):
        (value,) = check(command, run(command, "--manifest", tmp_path / "files.csv", *asked, "--json").out)
        assert next(iter(value)) == "row"
        assert value["row"] == "A-1"


def test_a_table_of_documents(run, contract):
    (value,) = check("per-document", run("ask", contract, "Who is liable?", "--per-document", "--json").out)
    assert value["answers"][0]["question"] == "Who is liable?"


def test_every_command_of_the_library(run, contract, tmp_path):
    run("ingest", contract)
    (listed,) = check("library", run("library", "list", "--json").out)
    (tagged,) = check("library", run("library", "tag", listed["id"], "--tag", "a=b", "--json").out)
    assert tagged["tags"] == {"a": "b"}
    check("library", run("library", "show", listed["id"], "--json").out)
    check("library", run("library", "stats", "--json").out)
    (checked,) = check("library", run("library", "verify", "--json").out)
    assert checked == {"documents": 1, "repaired": [], "lost": []}
    exported = run("library", "export", tmp_path / "out", "--json").out
    assert check("library", exported) == check(
        "library", (tmp_path / "out" / "index.jsonl").read_text("utf-8")
    )
    merged = run("library", "merge", tmp_path / "library", "--library", tmp_path / "b", "--json").out
    assert [one["status"] for one in check("library", merged)] == ["merged"]
    check("library", run("library", "remove", listed["id"], "--json").out)


def test_train(capfd):
    training_run.show(
        Path("model"), Outcome(Progress(2, 61.0, 900), {"q.jsonl": {"questions": 1.0}}), as_json=True
    )
    check("train", capfd.readouterr().out)


def test_every_result_of_bench():
    spread = Spread(1.0, 0.9, 1.1, 3)
    made: list[results.Record] = [
        Machine("a CPU", 2, 2, 1 << 30, "Linux", "cpu", "avx2", None, {"numpy": "2"}, None),
        results.Speed("ours", "windows", 1024, spread, "cpu", "fp32", "random", 0, 2048.0),
        results.Limit("fp32", spread, 1024, "cpu"),
        results.Growth("ours", "seconds", 1.01, (1024, 2048)),
        results.MemoryUse("ours", "windows", 1024, 2, 1, None, "cpu", "fp32", 0),
        results.Missing("theirs", "not installed"),
        results.LeftOut("theirs", 1 << 20, "too slow"),
        results.NeedleCell(1024, 0.5, 1, 2, False, 0, ("something else",)),
        results.Stage("a.pdf", "reading", 1.0, 2, "12 pages", "12 pages/s"),
        results.Quality("ask", "contracts", "F1", float("nan"), 240),
    ]
    check("bench", "\n".join(json.dumps(one.to_json()) for one in made))
    assert len(made) == len(SCHEMAS["bench"]["oneOf"])
