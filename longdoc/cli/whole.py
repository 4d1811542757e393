"""Exact counts, lists and places over whole documents: `ask --count`, `--list` and `--where`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from longdoc.cli import messages
from longdoc.cli.render import place, write_styled
from longdoc.cli.terminal import one_line, source_name, write, write_json
from longdoc.errors import UsageError
from longdoc.plurals import counted

if TYPE_CHECKING:
    from longdoc.documents.types import Document
    from longdoc.tasks.whole.types import Findings, Request

__all__ = ["WholeDocuments", "tell_not_scanned"]

THINGS = "dates, sums, parties, terms, percentages, durations, emails, references, deadlines"
PLACES = 12  # of one value on its line


class WholeDocuments:
    """The requests of this run, with the findings in each document."""

    def __init__(self, count: str | None, list_: str | None, where: str | None, questions: list[str]) -> None:
        from longdoc.tasks.whole.recognise import recognise

        given = [wish is not None for wish in (count, list_, where)]
        if sum(given) > 1:
            raise UsageError("--count, --list and --where exclude each other; give one")
        self.requests: dict[str | None, Request] = {}
        if any(given):
            self.requests[None] = _requested(count, list_, where)
        for question in questions:
            if request := recognise(question):
                self.requests[question] = request
        self._found: dict[str | None, list[Findings]] = {question: [] for question in self.requests}

    def __bool__(self) -> bool:
        return bool(self.requests)

    def others(self, questions: list[str]) -> list[str]:
        """The questions that the network has to answer."""
        return [question for question in questions if question not in self.requests]

    def look_through(self, document: Document) -> None:
        """Scan one document for all requests."""
        if not self.requests:
            return  # the import below compiles many patterns
        from longdoc.tasks.whole.search import search_whole

        for question, request in self.requests.items():
            self._found[question].append(search_whole(document, request, question))

    def told(self, question: str | None) -> list[str]:
        """What was found for one question, as plain lines."""
        found = self._found[question]
        return [line for one in found for line in (_shown(one) or [_times(0)])]

    def show(self, question: str | None, *, as_json: bool, first: bool) -> bool:
        """Write what was found for one question (None: for the option); returns whether anything was."""
        findings = self._found[question]
        if question is not None:
            messages.note(f"answered by scanning every word: {one_line(question)}")
        for n, one in enumerate(findings):
            if as_json:
                write_json(one.to_json())
                continue
            if n or not first:
                write()
            if len(findings) > 1:
                write_styled([(source_name(one.document), "bold")])
            _show(one)
        return any(one.occurrences for one in findings)


def tell_not_scanned(questions: Sequence[str]) -> None:
    """Note the questions about whole documents that the network is going to answer all the same."""
    from longdoc.tasks.whole.recognise import recognise

    for question in questions:
        if recognise(question):
            messages.note(
                f"{one_line(question)}: answered from passages here, not by scanning every word; without"
                " batch options and --per-document it is scanned"
            )


def _requested(count: str | None, list_: str | None, where: str | None) -> Request:
    from longdoc.tasks.whole.recognise import thing_named
    from longdoc.tasks.whole.types import Request, Way

    if list_ is not None:
        thing = thing_named(list_)
        if thing is None:
            raise UsageError(f"--list {list_}: unknown kind; give one of {THINGS}")
        return Request(Way.LIST, thing=thing)
    term = (count if count is not None else where or "").strip()
    if not term:
        raise UsageError("the term is empty")
    thing = thing_named(term) if count is not None and term.lower() in THINGS.split(", ") else None
    way = Way.COUNT if count is not None else Way.WHERE
    return Request(way, thing=thing) if thing else Request(way, term=term)


def _show(found: Findings) -> None:
    times = len(found.occurrences)
    is_list = found.request.way.value == "list"
    told = (f"{times:,}" if times else "none") if is_list else _times(times)
    write_styled([(one_line(found.request.what), "bold"), (f": {told}", "bold green" if times else "")])
    for line in _shown(found):
        write_styled([("  " + line, "")])
    write_styled([("  " + _receipt(found), "dim")])


def _shown(found: Findings) -> list[str]:
    return {"count": _forms, "where": _sections, "list": _values}[found.request.way.value](found)


def _forms(found: Findings) -> list[str]:
    forms = [f"{one_line(name)} {count:,}" for name, count in found.forms.items()]
    return [", ".join(forms)] if forms else []


def _sections(found: Findings) -> list[str]:
    return [
        f"{', '.join(place(page, section)) or 'without a section'}: {_times(count)}"
        for (section, page), count in found.sections.items()
    ]


def _values(found: Findings) -> list[str]:
    places: dict[str, list[str]] = {}
    for one in found.occurrences:
        spot = ", ".join(place(one.page, one.section)) or f"character {one.start:,}"
        places.setdefault(one_line(one.name), []).append(spot)
    lines = []
    for name, where in places.items():
        once = list(dict.fromkeys(where))
        left = counted(len(once) - PLACES, "more place")
        more = f"; and {left} (--json gives all)" if len(once) > PLACES else ""
        count = f" ({len(where):,})" if len(where) > 1 else ""
        lines.append(f"{name}{count}: {'; '.join(once[:PLACES])}{more}")
    return lines


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count:,} times" if count else "not once"


def _receipt(found: Findings) -> str:
    covered = found.coverage
    pages = f" on {counted(covered.pages, 'page')}" if covered.pages else ""
    textless = counted(covered.pages_without_text, "page has", "pages have")
    without = f"; {textless} no text" if covered.pages_without_text else ""
    running = f"; {found.in_running_lines:,} more in headers and footers" if found.in_running_lines else ""
    return f"all {covered.tokens_read:,} words{pages} were scanned{without}{running}"
