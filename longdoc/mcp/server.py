"""The server: each tool with its description, over standard input and output, one call at a time."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from inspect import getdoc
from pathlib import Path
from typing import Any

from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations
from pydantic import ValidationError

from longdoc import __version__
from longdoc.api import LongDoc
from longdoc.errors import LongDocError
from longdoc.mcp.cancelling import Cancellation
from longdoc.mcp.incoming import mend_standard_input
from longdoc.mcp.roots import Roots, folder_of_uri
from longdoc.mcp.tools import Tools

__all__ = ["serve"]

INSTRUCTIONS = (
    "Reads long documents on this machine. ask() quotes its answer verbatim, with page and section, or says"
    " that the document has none. The first call on a long document takes a while."
)
PROGRESS_EVERY_S = 1.0
READ_ONLY = ToolAnnotations(read_only_hint=True, open_world_hint=False)


def serve(make: Callable[[Callable[[str, int, int], None]], LongDoc], folders: Sequence[str | Path]) -> None:
    """Serve one client until it closes standard input.

    Args:
        make: creates the LongDoc, given the function that it reports its progress to.
        folders: the roots; without any, those that the client names, else the current folder.

    Raises:
        UsageError: one of them is not a folder.
    """
    session = _Session(make, Roots.of(folders) if folders else None)
    server = _Server("longdoc", version=__version__, instructions=INSTRUCTIONS, log_level="WARNING")
    for tool in _tools(session):
        server.add_tool(tool, description=getdoc(tool), annotations=READ_ONLY, structured_output=False)
    mend_standard_input()
    server.run("stdio")


class _Server(MCPServer):
    """Tells what is wrong with the arguments of a call in one line."""

    async def call_tool(
        self, name: str, arguments: dict[str, Any], context: Context[Any, Any] | None = None
    ) -> Any:
        try:
            return await super().call_tool(name, arguments, context)
        except ToolError as error:
            if not isinstance(error.__cause__, ValidationError):
                raise
            wrong = (f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.__cause__.errors())
            raise ToolError(f"{name}: {'; '.join(wrong)}") from error.__cause__


@dataclass
class _Session:
    """The one thread in which documents are read, and the client that listens to its progress."""

    make: Callable[[Callable[[str, int, int], None]], LongDoc]
    roots: Roots | None
    thread: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, "longdoc"))
    tools: Tools | None = None
    listener: tuple[asyncio.AbstractEventLoop, Context[Any, Any]] | None = None
    told_s: float = -PROGRESS_EVERY_S
    reports: list[Future[None]] = field(default_factory=list)
    cancellation: Cancellation = field(default_factory=Cancellation)  # of the call that the thread works on

    async def call(self, context: Context[Any, Any], name: str, *arguments: Any) -> str:
        """Run a tool; an error that the caller can correct is returned as one line."""
        roots = self.roots or await _roots_of(context)
        loop = asyncio.get_running_loop()
        cancellation = Cancellation()
        try:
            work = partial(
                cancellation.run, self._work, (loop, context), cancellation, name, roots, *arguments
            )
            answer = await loop.run_in_executor(self.thread, work)
            # A client may stop listening to progress as soon as it has the answer.
            await asyncio.gather(*map(asyncio.wrap_future, self.reports), return_exceptions=True)
            return answer
        except LongDocError as error:
            raise ToolError(str(error)) from error
        except asyncio.CancelledError:
            cancellation.ask()
            raise

    def _work(
        self,
        listener: tuple[asyncio.AbstractEventLoop, Context[Any, Any]],
        cancellation: Cancellation,
        name: str,
        *arguments: Any,
    ) -> str:
        self.listener, self.cancellation = listener, cancellation
        self.reports.clear()
        self.told_s = -PROGRESS_EVERY_S
        if self.tools is None:
            self.tools = Tools(self.make(self._report))
        result: str = getattr(self.tools, name)(*arguments)
        return result

    def _report(self, what: str, done: int, total: int) -> None:
        """Send progress at most once a second; called often, in the working thread.

        Raises:
            KeyboardInterrupt: the client has cancelled the call, which ends as a command does on Ctrl-C.
        """
        self.cancellation.check()
        now = time.monotonic()
        if self.listener is None or now - self.told_s < PROGRESS_EVERY_S:
            return
        self.told_s = now
        loop, context = self.listener
        sent = context.report_progress(done, total, what)
        self.reports.append(asyncio.run_coroutine_threadsafe(sent, loop))


async def _roots_of(context: Context[Any, Any]) -> Roots:
    """Those that the client names; the current folder if it names none."""
    capabilities = context.client_capabilities
    if capabilities is not None and capabilities.roots is not None:
        named = (await context.session.list_roots()).roots
        found = [folder_of_uri(str(root.uri)) for root in named]
        if named:
            return Roots.of([folder for folder in found if folder is not None and folder.is_dir()])
    return Roots.of(["."])


def _tools(session: _Session) -> list[Callable[..., Any]]:
    """The tools; their docstrings are the descriptions that an agent reads, so each word costs."""

    async def map(context: Context[Any, Any], path: str = "", page: int = 1) -> str:
        """List the documents; with path, a document's sections with pages and tokens."""
        return await session.call(context, "map", path, page)

    async def ask(
        context: Context[Any, Any],
        question: str,
        path: str = "",
        alternatives: int = 0,
        exhaustive: bool = False,
    ) -> str:
        """Answer a question from a document, verbatim with its place, or say that it has none.

        Without path, asks the library. alternatives: 0-5 more. exhaustive: read every passage, slow.
        """
        return await session.call(context, "ask", path, question, alternatives, exhaustive)

    async def find(context: Context[Any, Any], path: str, words: str, page: int = 1) -> str:
        """Every occurrence of these exact words, and how many there are."""
        return await session.call(context, "find", path, words, page)

    async def summarize(context: Context[Any, Any], path: str, words: int = 150, focus: str = "") -> str:
        """A document's most important sentences, verbatim, each with its place; words: 500 at most."""
        return await session.call(context, "summarize", path, words, focus)

    async def verify(context: Context[Any, Any], text: str, sources: list[str]) -> str:
        """Check the quotations in a text against source documents, word for word."""
        return await session.call(context, "verify", text, sources)

    async def read(
        context: Context[Any, Any], path: str, pages: str = "", section: str = "", start: int = 0
    ) -> str:
        """Text of pages ("12", "3-5"), of a section (number or heading), or from character start on."""
        return await session.call(context, "read", path, pages, section, start)

    return [map, ask, find, summarize, verify, read]
