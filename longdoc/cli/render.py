"""Results for people: styled on a terminal, plain text everywhere else."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from itertools import groupby
from math import floor
from typing import TYPE_CHECKING

from longdoc.cli import messages
from longdoc.cli.explain import why_sentence
from longdoc.cli.terminal import encodable, is_plain, one_line, source_name, stdout_console, write
from longdoc.plurals import counted

if TYPE_CHECKING:
    from longdoc.library.batch import IngestResult
    from longdoc.tasks.types import Alternative, Answer, Summary, SummarySentence

__all__ = [
    "NOTHING",
    "Styled",
    "answer",
    "closest",
    "closest_line",
    "fields",
    "ingested",
    "one_answer",
    "place",
    "summary_markdown",
    "summary_text",
    "write_styled",
]

MARKS = ("«", "»")
NOTHING = "no answer found"
UNSURE = "unsure: read the passage"
CLOSE = 0.2  # confidence from which on what was turned down is worth a look

_MARKDOWN = re.compile(r"([\\`*_\[\]<>#|~&$])")
_LIST_NUMBER = re.compile(r"^(\d+)([.)])")

Styled = list[tuple[str, str]]  # pieces of text, each with its rich style; "" is none


def answer(result: Answer, shown: int | None, *, headed: bool, first: bool) -> None:
    """Write all spans of an answer, each with its sentence and place, then `shown - 1` alternatives.

    None shows all alternatives.
    """
    if not first:
        write()
    if headed:
        write_styled([(one_line(result.question), "bold")])
    if result.answer is None:
        close = closest(result)
        write_styled([(f"  {NOTHING}; the closest: {_where(close)}" if close else f"  {NOTHING}", "dim")])
        return
    others = result.alternatives if shown is None else result.alternatives[: shown - 1]
    found: list[Answer | Alternative] = [result, *result.also, *others]
    for i, one in enumerate(found):
        if i:
            write()
        one_answer(one)
    if result.items_left_out:
        messages.note(
            f"{counted(result.items_left_out, 'more item')} of the list, too long to be quoted whole"
        )
    if result.left_out:
        messages.note(
            f"{counted(result.left_out, 'more span')} below the confidence needed; --min-confidence 0.1"
            " shows more"
        )


def one_answer(one: Answer | Alternative, *, named: bool = True) -> None:
    """Write an answer, the sentence around it, and its place, with or without the name of the document."""
    for line in _answer_lines(one, named=named):
        write_styled(line)


def closest(result: Answer) -> Alternative | None:
    """The best rejected span, if it may still be right."""
    near = result.alternatives[0] if result.answer is None and result.alternatives else None
    return near if near and near.confidence >= CLOSE else None


def closest_line(one: Alternative) -> str:
    """Where that span is, and how to see it."""
    shown_from = floor(10 * one.confidence) / 10
    return f"the closest: {_where(one)}; --min-confidence {shown_from} shows it"


def _where(one: Answer | Alternative, *, named: bool = True) -> str:
    name = [source_name(one.document)] if named else []
    return ", ".join([*name, *place(one.page, one.section), f"confidence {one.confidence:.2f}"])


def _answer_lines(one: Answer | Alternative, *, named: bool) -> Iterator[Styled]:
    text, unsure = one_line(one.answer or ""), getattr(one, "unsure", False)
    yield [(text, "dim" if unsure else "bold green")]
    quote = one.quote or ""
    if one_line(quote) != text:
        yield [("  ", ""), *_marked(quote, *one.in_quote())]
    yield [("  " + _where(one, named=named), "dim")]
    if unsure:
        yield [(f"  {UNSURE}", "yellow")]


def _marked(quote: str, first: int, end: int) -> Styled:
    """The quote with its range [first, end) marked."""
    before, found, after = quote[:first], quote[first:end], quote[end:]
    if not found:
        return [(one_line(quote), "")]
    left, right = MARKS if is_plain(sys.stdout) else ("", "")
    lead = one_line(before) + (" " if before[-1:].isspace() else "")
    tail = (" " if after[:1].isspace() else "") + one_line(after)
    return [(lead, ""), (left + one_line(found) + right, "bold"), (tail, "")]


def summary_text(summary: Summary, by_section: bool, *, headed: bool) -> None:
    """Write one sentence per line, each with its page."""
    if headed:
        write_styled([(_heading(summary), "bold"), (f"  {source_name(summary.document)}", "dim")])
    for section, sentences in _grouped(summary, by_section):
        if section:
            write_styled([(one_line(section), "bold cyan")])
        for sentence in sentences:
            mark = f" [p. {one_line(sentence.page)}]" if sentence.page else ""
            write_styled([(one_line(sentence.text), ""), (mark, "dim")])
            why_sentence(sentence)


def summary_markdown(summary: Summary, by_section: bool) -> str:
    """A heading, and each sentence as a list item with its place."""
    lines = [f"# {_escaped(_heading(summary))}", ""]
    for section, sentences in _grouped(summary, by_section):
        if section:
            lines += [f"## {_escaped(section)}", ""]
        for sentence in sentences:
            inner = None if section == sentence.section else sentence.section
            where = ", ".join(place(sentence.page, inner))
            cited = f" *({_escaped(where)})*" if where else ""
            lines.append(f"- {_escaped(sentence.text)}{cited}")
        lines.append("")
    lines.append(f"Source: {_escaped(source_name(summary.document))}")
    return "\n".join(lines)


def ingested(result: IngestResult) -> str:
    """One document of the library as a line: id, status, size, title, path."""
    size = [counted(result.pages, "page")] if result.pages else []
    size += [counted(result.tokens, "token")] if result.tokens is not None else []
    return fields(result.id or "", result.status, ", ".join(size), result.title or "", result.document)


def fields(*values: str) -> str:
    """Values on one line, separated by tabs, for people and for `cut`."""
    return "\t".join(one_line(value) for value in values)


def _grouped(summary: Summary, by_section: bool) -> Iterator[tuple[str | None, list[SummarySentence]]]:
    if not by_section:
        yield None, list(summary.sentences)
        return
    for part, sentences in groupby(summary.sentences, key=lambda sentence: sentence.part):
        yield part, list(sentences)


def place(page: str | None, section: str | None) -> list[str]:
    """A page and a section, as citations name them."""
    cited = [f"p. {one_line(page)}"] if page else []
    if section:
        heading = one_line(section)
        cited.append(heading if heading.startswith("§") else f"§ {heading}")
    return cited


def _heading(summary: Summary) -> str:
    return one_line(summary.title) if summary.title else source_name(summary.document)


def _escaped(text: str) -> str:
    """Escape text for Markdown: no markup, no HTML, no list started by a leading number or dash."""
    plain = _LIST_NUMBER.sub(r"\1\\\2", _MARKDOWN.sub(r"\\\1", one_line(text)))
    return f"\\{plain}" if plain.startswith(("-", "+", "=")) else plain


def write_styled(line: Styled) -> None:
    """Write one line, styled on a terminal and plain everywhere else."""
    if is_plain(sys.stdout):
        write("".join(text for text, _ in line))
        return
    from rich.text import Text

    stdout_console().print(Text.assemble(*((encodable(text), style) for text, style in line if text)))
