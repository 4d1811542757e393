"""A session with `longdoc mcp`, as an agent has it: prints the tools, the calls and their results.

    python examples/agent.py [FOLDER DOCUMENT QUESTION WORDS]

Needs longdoc[mcp]. Long results are shortened here; the agent gets them whole.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import sys
from pathlib import Path
from typing import Any

from mcp import Client, StdioServerParameters

CONTRACTS = Path(__file__).parent / "documents" / "contracts"
SHOWN_LINES = 8


async def main(folder: Path, document: str, question: str, words: str) -> None:
    """Let the server tell what it has, then ask, find, read and verify."""
    longdoc = os.environ.get("LONGDOC") or shutil.which("longdoc") or "longdoc"
    server = StdioServerParameters(command=longdoc, args=["mcp", str(folder)], env=dict(os.environ))
    async with Client(server, read_timeout_seconds=900) as client:
        for tool in (await client.list_tools()).tools:
            print(f"{tool.name}: {(tool.description or '').splitlines()[0]}")
        await show(client, "map")
        await show(client, "map", path=document)
        answer = await show(client, "ask", path=document, question=question)
        await show(client, "find", path=document, words=words)
        await show(client, "summarize", path=document, words=40)
        sentence = next((line[7:] for line in answer.splitlines() if line.startswith("quote: ")), answer)
        without = sentence.split()
        del without[len(without) // 2]
        await show(client, "verify", text=f"It says “{' '.join(without)}”", sources=[document])
        await show(client, "read", path=document, section="1")
        await show(client, "read", path="../../../LICENSE")


async def show(client: Client, name: str, **arguments: Any) -> str:
    """One call, and the beginning of what came back."""
    result = await client.call_tool(name, arguments)
    text: str = result.content[0].text
    told = ", ".join(f"{key}={json.dumps(value, ensure_ascii=False)}" for key, value in arguments.items())
    lines = text.splitlines()
    if len(lines) > SHOWN_LINES:
        lines = [*lines[:SHOWN_LINES], f"… {len(lines) - SHOWN_LINES} more lines"]
    print(f"\n> {name}({told})", *(["(an error)"] if result.is_error else []), *lines, sep="\n")
    return text


if __name__ == "__main__":
    given = sys.argv[1:]
    if len(given) not in (0, 4):
        sys.exit(__doc__)
    folder, *rest = given or [
        str(CONTRACTS), "recording-agreement.txt", "How many concerts shall the artist give?", "Album",
    ]  # fmt: skip
    asyncio.run(main(Path(folder), *rest))
