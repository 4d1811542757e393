"""The first part of a report: each question with its answer, each summary with its sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from longdoc.plurals import counted
from longdoc.report.text import flat, language, safe
from longdoc.report.types import Numbered
from longdoc.tasks.explanation import Explanation, ReadPassage
from longdoc.tasks.types import Alternative, Answer, Summary, SummarySentence

__all__ = ["answer_html", "summary_html"]

MOST_ROWS = 12  # of the table of passages
_ENDS = " \t\r\n.,;:!?。，；：！？"


def answer_html(number: int, answer: Answer, marks: Sequence[Numbered], names: Mapping[str, str]) -> str:
    """A question with its answer, its alternatives, and why.

    Args:
        names: the name of each document beside its answers; empty if there is only one.
    """
    found: list[Answer | Alternative] = [*answer.alternatives[:1]]
    if answer.answer is not None:
        found = [answer, *answer.also, *answer.alternatives]
    items = [_span_html(one, mark, names) for one, mark in zip(found, marks, strict=False)]
    if answer.answer is None:
        told = "No answer found." + (" The closest candidate, which was rejected:" if items else "")
        body = f'<p class="none">{told}</p>' + "".join(items)
    else:
        others = "".join(f"<li>{item}</li>" for item in items[1:])
        body = "".join(items[:1]) + (f'<ol class="others" start="2">{others}</ol>' if others else "")
    why = _why_html(answer.explanation) if answer.explanation else ""
    title = f"<h2{language(answer.question)}>{number}. {flat(answer.question)}</h2>"
    return f'<section class="finding" id="f{number}">{title}{body}{why}</section>'


def summary_html(number: int, summary: Summary, marks: Sequence[Numbered]) -> str:
    """The sentences of a summary, each a link to its place."""
    items = "".join(
        f"<li>{_sentence_html(one, mark)}</li>" for one, mark in zip(summary.sentences, marks, strict=True)
    )
    title = summary.title or summary.document
    body = f'<ol class="sentences">{items}</ol>' if items else '<p class="none">Nothing to summarize.</p>'
    head = f"<h2{language(title)}>Summary of {flat(title)}</h2>"
    return f'<section class="finding" id="f{number}">{head}{body}</section>'


def _span_html(one: Answer | Alternative, numbered: Numbered, names: Mapping[str, str]) -> str:
    answer, quote = one.answer or "", one.quote or ""
    first, end = one.in_quote()
    found = quote[first:end]
    around = f"{safe(quote[:first])}<mark>{safe(found)}</mark>{safe(quote[end:])}" if found else safe(quote)
    same = quote.strip(_ENDS).split() == answer.strip(_ENDS).split()
    shown = "" if same else f"<blockquote{language(quote)}>{around}</blockquote>"
    unsure = "unsure, " if getattr(one, "unsure", False) else ""
    name = names.get(one.document, one.document)
    return (
        f'<p class="answer"{language(answer)}><a href="#m{numbered.number}">{flat(answer)}</a></p>{shown}'
        f'<p class="place">{_place(name, one.page, one.section)}'
        f' <span class="badge {numbered.grade}">{unsure}confidence {one.confidence:.2f}</span></p>'
    )


def _sentence_html(one: SummarySentence, numbered: Numbered) -> str:
    why = one.explanation
    told = ""
    if why:
        about = f", on {flat(', '.join(why.topic))}" if why.topic else ""
        others = f", stands for {why.stands_for:,} similar" if why.stands_for else ""
        told = f" · salience {why.salience:.2f}{about}{others}"
    place = _place("", one.page, one.section)
    return (
        f'<a href="#m{numbered.number}"{language(one.text)}>{flat(one.text)}</a>'
        f'<p class="place">{place}{told}</p>'
    )


def _place(document: str, page: str | None, section: str | None) -> str:
    parts: Iterable[str] = (
        flat(document),
        f"p. {flat(page)}" if page else "",
        flat(section if section.startswith("§") else f"§ {section}") if section else "",
    )
    return ", ".join(part for part in parts if part)


def _why_html(why: Explanation) -> str:
    """A collapsed table of the passages that were searched and read."""
    if not why.passages:
        return ""
    head = "".join(
        f'<th scope="col">{name}</th>'
        for name in (
            "Rank",
            "By words",
            "By meaning",
            "Page",
            "Margin",
            "Confidence",
            "Best span",
            "For and against",
        )
    )
    rows = "".join(_row(one) for one in why.passages[:MOST_ROWS])
    more = why.passages_read - min(MOST_ROWS, len(why.passages))
    note = f"<p>and {counted(more, 'more passage')}</p>" if more > 0 else ""
    wording = f"<p>The question was read as: {safe(why.wording)}</p>" if why.wording is not None else ""
    in_all = counted(why.passages_in_all, "passage")
    return (
        f'<details class="why"><summary>Why: {why.passages_read:,} of {in_all} read'
        f" with the question; an answer needs a confidence of {why.threshold:.2f}</summary>{wording}"
        f'<div class="scroll" tabindex="0" role="region" aria-label="Passages read"><table>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>{note}</details>"
    )


def _row(one: ReadPassage) -> str:
    evidence = ", ".join(
        f"{part.what} {part.logits:+.1f}" for part in one.evidence if abs(part.logits) >= 0.05
    )
    cells = (
        f"{one.rank}",
        f"{one.words_rank} ({one.by_words:.1f})",
        f"{one.meaning_rank} ({one.by_meaning:.2f})",
        flat(one.page or "–"),
        "–" if one.margin is None else f"{one.margin:+.1f}",
        "–" if one.confidence is None else f"{one.confidence:.2f}",
        flat(one.answer or "–", 120),
        flat(evidence),
    )
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"
