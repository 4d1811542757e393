"""The server by the protocol's own client over standard input and output, and what its answers cost."""

from __future__ import annotations

import asyncio
import json
import os
import re
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mcp import Client, StdioServerParameters
from mcp.types import ListRootsResult, Root
from reportlab.pdfgen.canvas import Canvas
from tokenizers import Tokenizer

from longdoc.api import LongDoc
from longdoc.documents.types import Document, Page, Span
from longdoc.errors import DocumentNotFound, UsageError
from longdoc.mcp.incoming import mended
from longdoc.mcp.roots import Roots
from longdoc.mcp.tools import MOST_CHARS, Tools, _bounded, _paged, _placed, _wanted
from longdoc.network.torch.checkpoint import save_model, tiny_model
from longdoc.paths import model_folder as shipped_model
from longdoc.reading.coverage import Coverage
from longdoc.tasks.types import Alternative, Answer

CONTRACT = "1. Parties\n\nThis agreement is between Alder Ltd and Birch GmbH.\n\n2. Liability\n\n" + (
    "The Provider is liable for direct damages only. The limit is one million euros.\n\n3. Costs\n\n"
    + "The Customer bears the costs of shipping. " * 400
)


@pytest.fixture(scope="module")
def model_folder(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("model")
    save_model(tiny_model(), folder)
    return folder


@pytest.fixture
def papers(tmp_path) -> Path:
    """A folder with a contract, and a link to what lies outside."""
    folder = tmp_path / "papers"
    (folder / "deep").mkdir(parents=True)
    (folder / "contract.txt").write_text(CONTRACT, "utf-8")
    (folder / "deep" / "notes.md").write_text("# Notes\n\nThe meeting is on Monday.\n", "utf-8")
    (tmp_path / "secret.txt").write_text("The password is swordfish.\n", "utf-8")
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    return folder


Work = Callable[[Client], Awaitable[None]]


def session(model_folder: Path, folders: list[Path], work: Work, **client) -> None:
    """Let `work` talk to a server of its own."""
    library = model_folder / "library"
    options = ["--model", str(model_folder), "--library", str(library)]
    server = StdioServerParameters(
        command=sys.executable,
        args=["-m", "longdoc", "mcp", *map(str, folders), *options],
        env={"PYTHONPATH": ":".join(filter(None, sys.path))},
        cwd=str(model_folder),
    )

    async def talk() -> None:
        async with Client(server, read_timeout_seconds=900, **client) as opened:
            await work(opened)

    asyncio.run(talk())


async def call(client: Client, tool: str, **arguments) -> str:
    result = await client.call_tool(tool, arguments)
    assert not result.is_error, result.content
    (content,) = result.content
    assert len(content.text) <= MOST_CHARS
    return content.text


async def refused(client: Client, tool: str, **arguments) -> str:
    result = await client.call_tool(tool, arguments)
    assert result.is_error
    return result.content[0].text


def test_a_session(model_folder, papers, tmp_path):
    told = []

    async def progress(done: float, total: float | None, message: str | None) -> None:
        told.append((done, total, message))

    async def work(client: Client) -> None:
        tools = (await client.list_tools()).tools
        assert [tool.name for tool in tools] == ["map", "ask", "find", "summarize", "verify", "read"]
        assert all(tool.annotations.read_only_hint for tool in tools)
        listed = (await call(client, "map")).splitlines()
        assert listed == ["2 documents", "contract.txt (in the library)", "deep/notes.md"]
        sections = await call(client, "map", path="contract.txt")
        assert "\n3 sections\n1. 1. Parties, " in sections
        found = await call(client, "find", path="contract.txt", words="costs OF  shipping")
        assert found.startswith("400 places (page 1 of 40; continue with find(page=2))\n")
        assert found.count("«costs of shipping»") == 10
        place = int(found.splitlines()[1].rpartition("start=")[2].rstrip("]"))
        assert CONTRACT[place:].startswith("costs of shipping")
        answer = await client.call_tool(
            "ask", {"path": "contract.txt", "question": "Who is liable?"}, progress_callback=progress
        )
        assert "confidence 0." in answer.content[0].text
        summary = await call(client, "summarize", path="contract.txt", words=20)
        assert "§ " in summary
        absent = await call(client, "summarize", path="contract.txt", words=40, focus="volcanoes")
        assert absent.startswith("[the document has none of the words of the focus")
        text, start = "", 0
        while True:
            part = await call(client, "read", path="contract.txt", start=start)
            body, _, rest = part.partition("\n[")
            text += body
            if not rest:
                break
            start = int(rest.split("start=")[1].rstrip("]"))
        assert text == CONTRACT.strip() or text == CONTRACT
        assert (await call(client, "read", path="contract.txt", section="2")).startswith("2. Liability")
        assert (await call(client, "read", path="deep/notes.md", section="notes")).startswith("Notes")
        assert "contract.txt" in await call(client, "ask", question="Who bears the costs?", alternatives=2)
        draft = 'He wrote: "The Provider is liable for indirect damages only."'
        checked = await call(client, "verify", text=draft, sources=["contract.txt"])
        assert checked.startswith("altered: ")
        assert "direct" in checked

    with LongDoc(model_folder / "library", model=model_folder) as longdoc:
        assert [result.status for result in longdoc.ingest([papers / "contract.txt"])] == ["ingested"]
    session(model_folder, [papers], work)
    assert told
    assert (papers / "contract.txt").read_text("utf-8") == CONTRACT
    assert sorted(path.name for path in papers.rglob("*")) == ["contract.txt", "deep", "link.txt", "notes.md"]


def test_what_lies_outside_the_roots_is_not_there(model_folder, papers, tmp_path):
    secret = tmp_path / "secret.txt"

    async def work(client: Client) -> None:
        outside = ["../secret.txt", str(secret), "link.txt", "/etc/passwd", "-", "deep/../../secret.txt"]
        outside.append("a\x00b")
        for path in outside:
            for tool, more in (("read", {}), ("ask", {"question": "What is it?"}), ("map", {})):
                told = await refused(client, tool, path=path, **more)
                assert "no such document inside the roots" in told
                assert "swordfish" not in told
        for told in (
            await refused(client, "read", path="contract.txt", section="9"),
            await refused(client, "read", path="contract.txt", pages="3"),
            await refused(client, "read", path="contract.txt", start=10**9),
            await refused(client, "ask", path="contract.txt", question=" "),
            await refused(client, "find", path="contract.txt", words=""),
            await refused(client, "map", path="contract.txt", page=9),
            await refused(client, "verify", text="no quotation", sources=[str(secret)]),
        ):
            assert told.count("\n") <= 1
            assert "Traceback" not in told

    session(model_folder, [papers], work)


def test_documents_outside_the_roots_do_not_crowd_out_those_inside(model_folder, papers, tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    for n in range(20):
        (outside / f"{n}.txt").write_text(
            f"Who bears the costs of lot {n}? Bearing the costs: costs.", "utf-8"
        )
    with LongDoc(tmp_path / "library", model=model_folder) as longdoc:
        list(longdoc.ingest([*map(str, outside.iterdir()), str(papers / "deep" / "notes.md")]))
        asked = list(Tools(longdoc)._asked(Roots.of([papers]), "", "Who bears the costs?"))
    assert [Path(document.source).name for document in asked] == ["notes.md"]


def test_the_roots_of_the_client_are_taken_where_none_are_given(model_folder, papers):
    async def roots(*_: object) -> ListRootsResult:
        return ListRootsResult(roots=[Root(uri=papers.as_uri())])

    async def work(client: Client) -> None:
        assert (await call(client, "map")).splitlines()[1:] == ["contract.txt", "deep/notes.md"]
        assert "inside the roots" in await refused(client, "read", path="../secret.txt")

    session(model_folder, [], work, list_roots_callback=roots, mode="legacy")


def test_a_client_that_names_no_root_is_served_the_folder_of_the_server(model_folder):
    (model_folder / "here.txt").write_text(CONTRACT, "utf-8")

    async def no_roots(*_: object) -> ListRootsResult:
        return ListRootsResult(roots=[])

    async def work(client: Client) -> None:
        assert "here.txt" in (await call(client, "map")).splitlines()

    session(model_folder, [], work, list_roots_callback=no_roots, mode="legacy")
    (model_folder / "here.txt").unlink()


def longest_answer() -> str:
    """What an agent gets of an answer that is too long in every part."""
    text = " ".join(f"word{n}" for n in range(2000))
    best = Alternative(text, 0.5, f"/papers/{text[:400]}.pdf", f"{text} more", "1000", text, 0, len(text))
    return _bounded(_placed(best, Roots((Path("/papers"),))))


def test_a_question_to_a_thousand_pages_costs_an_agent_at_most_two_thousand_tokens(model_folder, tmp_path):
    path = tmp_path / "thousand.pdf"
    canvas = Canvas(str(path), invariant=True)
    for page in range(1000):
        canvas.bookmarkPage(f"p{page}")
        if page % 4 == 0:
            canvas.addOutlineEntry(f"{page // 4 + 1} A chapter with a heading of some length", f"p{page}")
        canvas.drawString(72, 700, f"Day {page}: {7 * page} birds.")
        canvas.showPage()
    canvas.save()
    spent: list[str] = []

    async def work(client: Client) -> None:
        tools = await client.list_tools()
        spent.append(json.dumps([tool.model_dump(exclude_none=True) for tool in tools.tools]))
        arguments = {"path": "thousand.pdf", "question": "How many birds were counted on day 512?"}
        spent.append(json.dumps(arguments))
        assert "[thousand.pdf, p. " in await call(client, "ask", **arguments)
        spent.append(client.instructions or "")
        assert len(await call(client, "map", path="thousand.pdf")) < 4000

    session(model_folder, [tmp_path], work)
    spent.append(longest_answer())  # longer than any sentence of these pages
    # Word pieces: more than the tokens of any large model, which join brackets and quotation marks.
    tokenizer = Tokenizer.from_file(str(shipped_model(None) / "tokenizer.json"))
    tokenizer.no_truncation()
    tokens = [len(tokenizer.encode(text, add_special_tokens=False).ids) for text in spent]
    assert sum(tokens) <= 2000, tokens


@pytest.mark.parametrize(("pages", "texts"), [("2", "b"), ("1-3", "abc"), ("3-1", "abc"), ("ii – i", "bc")])
def test_a_range_of_pages_holds_all_of_them_whichever_comes_first(pages, texts):
    labels = ("1", "ii", "i")
    document = Document(
        "abc", tuple(Page(n, labels[n - 1], Span(n - 1, n)) for n in (1, 2, 3)), (), "t", "t", ""
    )
    assert document.quote(_wanted(document, pages, "")) == texts


def test_a_list_of_long_lines_is_divided_into_more_pages():
    lines = [f"{i:03} " + "x" * 300 for i in range(100)]
    seen, page = [], 1
    while True:
        head, *shown = _paged(lines, page, "documents", "map").splitlines()
        assert len("\n".join([head, *shown])) <= MOST_CHARS
        seen += shown
        if f"map(page={page + 1})" not in head:
            break
        page += 1
    assert seen == lines
    assert _paged([], 1, "documents", "map") == "0 documents"
    assert len(_paged(["y" * 9_000], 1, "documents", "map")) <= MOST_CHARS


def test_quotations_that_a_result_has_no_room_for_are_named(model_folder, papers):
    with LongDoc(model=model_folder, cache=False) as longdoc:
        text = "".join(f"It says “The Provider is liable for number {i} only.” " for i in range(150))
        told = Tools(longdoc).verify(Roots((papers,)), text, ["contract.txt"])
    assert len(told) <= MOST_CHARS
    *shown, last = told.splitlines()
    start = int(last.split("from character ")[1].split()[0])
    assert f"[{150 - len(shown)} more; " in last
    assert text[start:].startswith(f"The Provider is liable for number {len(shown)} only.")


def test_only_folders_are_served_and_a_file_is_told_its_folder(papers):
    with pytest.raises(UsageError, match=rf"contract\.txt: a file, .*; give {papers.resolve()}$"):
        Roots.of([papers / "contract.txt"])
    with pytest.raises(UsageError, match="missing: no such folder"):
        Roots.of([papers / "missing"])


def test_a_question_about_the_whole_document_is_answered_by_scanning_every_word(model_folder, papers):
    tools = Tools(LongDoc(model_folder / "shelf", model=model_folder))
    roots = Roots((papers.resolve(),))
    counted = tools.ask(roots, "contract.txt", "How often is the Customer mentioned?", 0, False)
    assert counted.splitlines()[0].startswith("Customer: 400 places; all ")
    assert counted.splitlines()[1].startswith("Customer (400) [§ 3. Costs, start=")
    (papers / "fees.txt").write_text("".join(f"Fee {n} is ${n},000.\n" for n in range(1, 400)), "utf-8")
    listed = tools.ask(roots, "fees.txt", "List all sums of money.", 0, False)
    assert listed.splitlines()[:2] == ["sums: 399 places; all 1,596 words were scanned", "$1,000 [start=9]"]
    assert re.fullmatch(r"\[\d+ more\]", listed.splitlines()[-1])
    assert len(listed) <= MOST_CHARS


def test_an_unsure_answer_is_marked():
    best = Alternative("a sum", 0.4, "/papers/a.txt", "It is a sum.", None, None, 6, 11)
    answer = Answer("How much?", best, 0.4, best.document, "", (), Coverage(0, 0, 12, 3, 3), 0.1, unsure=True)
    assert _placed(answer, Roots((Path("/papers"),))).endswith("[a.txt, start=6, confidence 0.40, unsure]")


@pytest.mark.parametrize("path", ["x" * 5_000, "a/" * 3_000, "\udcff", "-", "~"])
def test_a_name_that_no_document_has_is_told(papers, path):
    with pytest.raises(DocumentNotFound, match="no such document"):
        Roots((papers,)).file(path)


def _lines_of_client(requests: list[str], model_folder: Path, folder: Path, library: Path) -> list[dict]:
    """What a server answers to these lines, each sent when the one before is answered or reports progress."""
    server = subprocess.Popen(
        [sys.executable, "-m", "longdoc", "mcp", folder, "--model", model_folder, "--library", library],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=model_folder,
        env={**os.environ, "PYTHONPATH": ":".join(filter(None, sys.path))},
    )  # fmt: skip
    assert server.stdin is not None
    assert server.stdout is not None
    said = []
    with server, server.stdin as sent:
        for line in [_request(0, "initialize", **HELLO), *requests]:
            sent.write(line + "\n")
            sent.flush()
            if '"id"' in line:
                said.append(json.loads(server.stdout.readline()))
    return said


def _request(number: int | None, method: str, **parameters: object) -> str:
    named = {} if number is None else {"id": number}
    return json.dumps({"jsonrpc": "2.0", **named, "method": method, "params": parameters})


HELLO = {
    "protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"},
}  # fmt: skip
READY = '{"jsonrpc": "2.0", "method": "notifications/initialized"}'


def test_a_cancelled_call_ends_and_the_next_one_is_answered(model_folder, papers, tmp_path):
    (papers / "long.txt").write_text("It rained in the harbour all that night. " * 4_000, "utf-8")
    asked = {
        "name": "ask",
        "arguments": {"path": "long.txt", "question": "Who?"},
        "_meta": {"progressToken": 1},
    }
    found = {"name": "find", "arguments": {"path": "contract.txt", "words": "Alder"}}
    cancelled = _request(None, "notifications/cancelled", requestId=1)
    requests = [READY, _request(1, "tools/call", **asked), cancelled, _request(2, "tools/call", **found)]
    *_, progress, answer = _lines_of_client(requests, model_folder, papers, tmp_path / "library")
    assert progress["method"] == "notifications/progress"
    assert answer["id"] == 2, answer
    assert "«Alder»" in answer["result"]["content"][0]["text"]
    with LongDoc(tmp_path / "library", model=model_folder) as longdoc:
        assert not list((longdoc.library.folder / "readings").glob("*"))  # it was not read to its end


def test_half_a_character_in_a_request_is_answered(model_folder, papers, tmp_path):
    found = {"name": "find", "arguments": {"path": "contract.txt", "words": "Alder \ud83d \U0001f600"}}
    requests = [READY, _request(1, "tools/call", **found)]
    *_, answer = _lines_of_client(requests, model_folder, papers, tmp_path / "library")
    assert answer["result"]["content"][0]["text"].startswith("0 places")


@given(st.text(st.characters(codec=None)))
def test_only_lone_surrogates_are_mended(text):
    line = json.dumps(text).encode()
    assert json.loads(mended(line)) == re.sub("[\ud800-\udfff]", "\ufffd", json.loads(line))
    assert mended(mended(line)) == mended(line)


def test_what_is_wrong_with_arguments_is_told_in_one_line(model_folder, papers):
    async def work(client: Client) -> None:
        told = await refused(client, "find", path="contract.txt", page="many")
        assert told.startswith("find: words: ")
        assert "page: " in told
        assert "\n" not in told
        assert "http" not in told

    session(model_folder, [papers], work)
