"""The prompt of `longdoc ask PATHS...` on a terminal, with history and completion."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from longdoc.cli import messages
from longdoc.cli.conversation import COMMANDS, Conversation
from longdoc.cli.inputs import Sources, is_document, tell_notices
from longdoc.cli.terminal import one_line, source_name, write
from longdoc.errors import DocumentError, LibraryNotWritable
from longdoc.paths import user_folder

if TYPE_CHECKING:
    from prompt_toolkit import PromptSession

    from longdoc.api import LongDoc
    from longdoc.cli.progress import ProgressBar
    from longdoc.documents.types import Document

__all__ = ["converse", "open_and_converse", "wants_prompt"]

ENOUGH_COMPLETIONS = 2_000  # further sections of very long documents are not completed


def wants_prompt(words: Sequence[str]) -> bool:
    """Whether only documents are given, and both input and output are a terminal."""
    is_person = sys.stdin.isatty() and sys.stdout.isatty()
    return is_person and bool(words) and all(word != "-" and is_document(word) for word in words)


def open_and_converse(
    longdoc: LongDoc, sources: Sources, bar: ProgressBar, password: str | None, **options: Any
) -> None:
    """Open and read the documents, then prompt for questions.

    Raises:
        DocumentError: none of them could be read.
    """
    documents = []
    for source in bar.over(longdoc.prefetched(sources), len(sources)):
        try:
            document = longdoc.open(source, password=password)
            longdoc.read(document)
        except DocumentError as error:
            bar.clear()
            sources.tell(error)
            continue
        bar.clear()
        tell_notices(document)
        documents.append(document)
    if not documents:
        raise DocumentError("none of the documents could be read")
    converse(Conversation(longdoc, documents, bar.clear, **options), documents)


def converse(conversation: Conversation, documents: Sequence[Document]) -> None:
    """Read lines until the user quits."""
    names = ", ".join(source_name(document.source) for document in documents)
    write(f"{names}: ask a question, or /help for commands; Ctrl-D quits.")
    session = _session(documents)
    while True:
        try:
            line = session.prompt("? ")
        except KeyboardInterrupt:
            continue  # Ctrl-C discards the line and keeps the conversation
        except EOFError:
            return
        try:
            if not conversation.take(line):
                return
        except KeyboardInterrupt:  # stops the work on this line, not the conversation
            messages.complain("interrupted")
        sys.stdout.flush()


def _session(documents: Sequence[Document]) -> PromptSession[str]:
    from prompt_toolkit import PromptSession
    from prompt_toolkit.completion import Completer, Completion
    from prompt_toolkit.document import Document as Typed
    from prompt_toolkit.history import FileHistory, InMemoryHistory

    titles = list(dict.fromkeys(one_line(s.title) for d in documents for s in d.sections))[
        :ENOUGH_COMPLETIONS
    ]

    class Names(Completer):
        """Completes commands and, after /section, the headings of sections."""

        def get_completions(
            self,
            document: Typed,
            complete_event: object,  # noqa: ARG002 - the base class passes it
        ) -> Iterable[Completion]:
            typed = document.text_before_cursor
            if typed.startswith("/section "):
                wanted = typed.removeprefix("/section ").casefold()
                for title in titles:
                    if wanted in title.casefold():
                        yield Completion(title, start_position=-len(wanted))
            elif typed.startswith("/"):
                for command, what in COMMANDS.items():
                    if command.startswith(typed):
                        yield Completion(command, start_position=-len(typed), display_meta=what)

    history = InMemoryHistory()
    with suppress(OSError, LibraryNotWritable):  # without a writable folder there is no history across runs
        file = user_folder() / "history"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        return PromptSession(history=FileHistory(str(file)), completer=Names(), complete_while_typing=False)
    return PromptSession(history=history, completer=Names(), complete_while_typing=False)
