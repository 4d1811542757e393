"""A conversation: what each line typed at the prompt does, independent of the terminal."""

from __future__ import annotations

import webbrowser
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from longdoc.cli import explain, messages, render
from longdoc.cli.terminal import one_line, printable, source_name, write
from longdoc.errors import LongDocError
from longdoc.paths import expanded
from longdoc.plurals import counted

if TYPE_CHECKING:
    from longdoc.api import LongDoc
    from longdoc.documents.types import Document, Section
    from longdoc.tasks.types import Alternative, Answer

__all__ = ["COMMANDS", "Conversation"]

COMMANDS = {
    "/more": "more answers to the last question",
    "/why": "why that answer was chosen",
    "/open": "open the document at the last answer",
    "/section": "print a section: /section 7; without a name, list the sections",
    "/summary": "summarize the document: /summary 100 for at most 100 words",
    "/save": "save questions and answers as Markdown: /save notes.md",
    "/help": "list these commands",
    "/quit": "quit (or Ctrl-D)",
}
AT_ONCE = 2  # answers that /more adds
MOST_ALTERNATIVES = 11
NEAR = "; /more shows the closest candidate, which may be right"
MOST_SECTIONS = 60  # listed by /section without a name
SECTION_CHARS = 3_000
MOST_DIGITS = 7  # of a number of words


class Conversation:
    """The documents, the last question with its answers, and the transcript so far."""

    def __init__(
        self,
        longdoc: LongDoc,
        documents: Sequence[Document],
        done: Callable[[], None] = lambda: None,
        **options: Any,
    ) -> None:
        """`done` is called before results are written, to remove a progress bar."""
        self._longdoc = longdoc
        self._done = done
        self._documents = documents
        self._options = options
        self._topic: str | None = None
        self._asked = ""
        self._found: list[Answer | Alternative] = []
        self._shown = 0
        self._notes: list[str] = []

    def take(self, line: str) -> bool:
        """Execute one line; returns False if it ends the conversation."""
        line = line.strip()
        if not line:
            return True
        try:
            if not line.startswith("/"):
                self._ask(line)
                return True
            command, _, rest = line.partition(" ")
            if command == "/quit":
                return False
            doing = {
                "/more": self._more, "/why": self._why, "/open": self._open, "/section": self._section,
                "/summary": self._summary, "/save": self._save, "/help": self._help,
            }.get(command)  # fmt: skip
            if doing is None:
                messages.complain(f"{one_line(command)}: no such command; /help lists them")
            else:
                doing(rest.strip())
        except LongDocError as error:
            messages.complain(str(error), error)
        return True

    # ---- questions

    def _ask(self, line: str) -> None:
        from longdoc.tasks.answers.follow_up import resolve_follow_up, topic_of
        from longdoc.tasks.whole.recognise import recognise

        question = resolve_follow_up(line, self._topic)
        if question != " ".join(line.split()):
            write(f"  understood: {one_line(question)}")
        if not question.endswith(f"({self._topic})?"):  # which goes on about it
            self._topic = topic_of(question) or self._topic
        self._asked, self._found, self._shown = question, [], 0
        if recognise(question):
            self._look_through(question)
            return
        result = self._best(question, 3)
        self._note(f"## {one_line(question)}")
        if result.answer is None:
            write(f"  {render.NOTHING}" + (NEAR if render.closest(result) else ""))
            self._note(f"({render.NOTHING})")
            self._found = list(result.alternatives)
            return
        self._found = [result, *result.also, *result.alternatives]
        self._show(1 + len(result.also))

    def _look_through(self, question: str) -> None:
        from longdoc.cli.whole import WholeDocuments

        whole = WholeDocuments(None, None, None, [question])
        for document in self._documents:
            whole.look_through(document)
        whole.show(question, as_json=False, first=True)
        self._note(f"## {one_line(question)}")
        self._note("\n".join(f"- {line}" for line in whole.told(question)))

    def _best(self, question: str, alternatives: int, *, explained: bool = False) -> Answer:
        from longdoc.library.across import best_answer

        try:
            answers = [
                self._longdoc.ask(
                    document, question, top_alternatives=alternatives, explain=explained, **self._options
                )
                for document in self._documents
            ]
        finally:
            self._done()
        return best_answer(answers, alternatives)

    def _more(self, _: str) -> None:
        if not self._asked:
            messages.complain("nothing was asked yet")
            return
        if self._shown + AT_ONCE >= len(self._found) and len(self._found) < MOST_ALTERNATIVES:
            result = self._best(self._asked, MOST_ALTERNATIVES)
            fresh: list[Answer | Alternative] = [
                *([result] if result.answer is not None else []),
                *result.alternatives,
            ]
            known = {(one.document, one.start, one.end) for one in self._found}
            self._found += [one for one in fresh if (one.document, one.start, one.end) not in known]
        if self._shown >= len(self._found):
            write("  no more answers")
            return
        self._show(AT_ONCE)

    def _show(self, count: int) -> None:
        for one in self._found[self._shown : self._shown + count]:
            if self._shown:
                write()
            render.one_answer(one, named=len(self._documents) > 1)
            place = ", ".join([source_name(one.document), *render.place(one.page, one.section)])
            self._note(f"> {one_line(one.quote or one.answer or '')}\n\n{place}")
            self._shown += 1

    def _why(self, _: str) -> None:
        if not self._asked:
            messages.complain("nothing was asked yet")
            return
        explain.why_answer(self._best(self._asked, 3, explained=True))

    # ---- places

    def _open(self, _: str) -> None:
        one = self._found[max(0, self._shown - 1)] if self._found else None
        if one is None or one.document == "-" or one.start is None:
            messages.complain("there is no answer with a file to open")
            return
        document = next(d for d in self._documents if d.source == one.document)
        page = document.page_at(one.start)
        address = Path(one.document).resolve().as_uri() + (f"#page={page.number}" if page else "")
        write(f"  {address}")
        if not webbrowser.open(address):
            messages.complain("no viewer could be started; open the address above yourself")

    def _section(self, wanted: str) -> None:
        if not wanted:
            self._list_sections()
            return
        found = [(d, s) for d in self._documents for s in _sections_named(d, wanted)]
        if not found:
            messages.complain(f"no section “{one_line(wanted)}”; /section alone lists the sections")
            return
        document, section = found[0]
        text = document.quote(section.span).strip()
        write(printable(text[:SECTION_CHARS]))
        where = document.locate(section.span)
        left = counted(len(text) - SECTION_CHARS, "more character follows", "more characters follow")
        more = f"; {left}" if len(text) > SECTION_CHARS else ""
        name = [source_name(document.source)] if len(self._documents) > 1 else []
        write("  " + ", ".join([*name, *render.place(where.page, section.title)]) + more)
        others = [one for d, one in found[1:] if d is not document or not section.span.overlaps(one.span)]
        if others:
            write("  other matches: " + "; ".join(one_line(other.title) for other in others[:5]))

    def _list_sections(self) -> None:
        sections = [section for document in self._documents for section in document.sections]
        for section in sections[:MOST_SECTIONS]:
            write("  " * section.level + one_line(section.title))
        if len(sections) > MOST_SECTIONS:
            write(f"  and {len(sections) - MOST_SECTIONS:,} more")
        if not sections:
            messages.complain("no section headings were found; /summary gives an overview")

    def _summary(self, words: str) -> None:
        if words and not (words.isdecimal() and len(words) <= MOST_DIGITS):
            messages.complain(f"/summary {one_line(words)}: not a number of words")
            return
        for document in self._documents:
            try:
                summary = self._longdoc.summarize(document, words=int(words) if words else None)
            finally:
                self._done()
            render.summary_text(summary, by_section=False, headed=len(self._documents) > 1)
            self._note(render.summary_markdown(summary, by_section=False))

    # ---- the rest

    def _save(self, name: str) -> None:
        if not name:
            messages.complain("give a file: /save notes.md")
            return
        if not self._notes:
            messages.complain("there is nothing to save yet")
            return
        try:
            with expanded(name).open("x", encoding="utf-8") as file:
                file.write("\n\n".join(self._notes) + "\n")
        except FileExistsError:
            messages.complain(f"{name} exists; give another name")
        except OSError as error:
            messages.complain(f"{name}: cannot be written ({error.strerror})")
        else:
            write(f"  saved to {one_line(name)}")

    def _help(self, _: str) -> None:
        for command, what in COMMANDS.items():
            write(f"  {command:9} {what}")

    def _note(self, text: str) -> None:
        self._notes.append(text)


def _sections_named(document: Document, wanted: str) -> list[Section]:
    """Sections with that number, then those whose heading starts with it, then those that contain it."""
    plain = " ".join(wanted.split()).casefold()
    titles = [(section, " ".join(section.title.split()).casefold()) for section in document.sections]
    number = [s for s, title in titles if title.lstrip("§ ").rstrip(".").split(" ")[0].rstrip(".:") == plain]
    named = [s for s, title in titles if len(title.split()) > 1 and plain in title.split()[:2]]
    begins = [s for s, title in titles if title.startswith(plain)]
    holds = [s for s, title in titles if plain in title]
    return list(dict.fromkeys([*number, *named, *begins, *holds]))
