"""`--report`: one self-contained HTML file that shows the results beside the documents."""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from collections.abc import Sequence
from hashlib import sha256
from importlib.resources import files
from itertools import count
from pathlib import PurePath

from longdoc.documents.types import Span
from longdoc.plurals import counted
from longdoc.reading.types import Reading
from longdoc.report.findings import answer_html, summary_html
from longdoc.report.marks import Mark, marks_of_alternative, marks_of_answer, marks_of_summary
from longdoc.report.sheets import source_html
from longdoc.report.text import flat, language
from longdoc.report.types import Numbered, Report, Source

__all__ = ["report_html", "salience_of"]

GRADES = {
    "sure": "confidence 0.75 or more",
    "likely": "0.5 to 0.75",
    "unsure": "below 0.5",
    "down": "rejected",
    "told": "summary",
}


def salience_of(reading: Reading) -> tuple[tuple[Span, float], ...]:
    """Each sentence of a document with its salience."""
    spans = (Span(start, end) for start, end in reading.sentence_spans_M2.tolist())
    return tuple(zip(spans, map(float, reading.salience_M), strict=True))


def report_html(report: Report) -> tuple[str, list[str]]:
    """The page, and notes on what could not be shown as it is."""
    documents = {source.document.source: source.document for source in report.sources}
    names = _names(report.sources)
    numbers = count(1)
    findings: list[str] = []
    marks: list[Numbered] = []

    def numbered(found: list[Mark], turned_down: bool = False) -> list[Numbered]:
        new = [Numbered(next(numbers), len(findings) + 1, mark, turned_down) for mark in found]
        marks.extend(new)
        return new

    for answer in report.answers:
        if answer.answer is not None:
            own = numbered(marks_of_answer(answer, documents, report.shown))
        else:
            own = numbered(marks_of_alternative(answer, documents), turned_down=True)
        findings.append(answer_html(len(findings) + 1, answer, own, names))
    for summary in report.summaries:
        own = numbered(marks_of_summary(summary))
        findings.append(summary_html(len(findings) + 1, summary, own))
    sheets, notes = [], []
    for source in report.sources:
        inside = [one for one in marks if one.mark.document == source.document.source]
        if inside or report.all_pages or len(report.sources) == 1:
            html, told = source_html(source, inside, report.all_pages)
            sheets.append(html)
            notes += told
    return _page(report, [_key(marks), *findings], sheets), notes


def _names(sources: Sequence[Source]) -> dict[str, str]:
    """What each document is called beside its answers: its file name, or its path where two share a name."""
    if len(sources) == 1:
        return {sources[0].document.source: ""}
    files = {source.document.source: PurePath(source.document.source).name for source in sources}
    unique = {name for name, times in Counter(files.values()).items() if times == 1}
    return {path: name if name in unique else path for path, name in files.items()}


def _key(marks: Sequence[Numbered]) -> str:
    """What the colours of these marks mean."""
    used = {one.grade for one in marks}
    if used == {"told"}:  # a summary alone: nothing to tell apart
        return ""
    items = "".join(
        f'<li><span class="badge {grade}">{meaning}</span></li>'
        for grade, meaning in GRADES.items()
        if grade in used
    )
    return f'<ul class="grades" aria-label="Colours of the marks">{items}</ul>' if items else ""


def _page(report: Report, findings: list[str], sheets: list[str]) -> str:
    style, script = _resource("page.css"), _resource("page.js")
    digest = b64encode(sha256(script.encode("utf-8")).digest()).decode("ascii")
    # Should anything get past the escaping, it still does not run: the policy allows this script only.
    policy = (
        "default-src 'none'; img-src data:; style-src 'unsafe-inline'; "
        f"script-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )
    titles = [source.document.title or source.document.source for source in report.sources]
    title = titles[0] if len(titles) == 1 else f"{len(titles)} documents"
    unread = len(report.sources) - len(sheets)
    left = counted(unread, "more document")
    more = f'<p class="gap">{left} without a mark not shown</p>' if unread else ""
    keys = (
        '<p class="keys" hidden><kbd>n</kbd> next mark, <kbd>p</kbd> previous mark,'
        " <kbd>f</kbd> back to its question</p>"
    )
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{flat(title, 120)} – longdoc</title>\n<style>\n{style}</style>\n</head>\n<body>\n"
        f"<header><h1{language(title)}>{flat(title, 200)}</h1>{keys}</header>\n<main>\n"
        f'<div class="findings">{"".join(findings)}</div>\n'
        f'<div class="documents">{"".join(sheets)}{more}</div>\n</main>\n'
        f"<script>{script}</script>\n</body>\n</html>\n"
    )


def _resource(name: str) -> str:
    return files("longdoc.report").joinpath(name).read_text("utf-8")
