"""The report of `longdoc verify`: one HTML page without scripts, with every change marked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from longdoc.documents.types import Document
from longdoc.errors import UsageError
from longdoc.report.files import write_whole
from longdoc.report.text import flat, language, safe
from longdoc.tasks.verify.types import Verdict
from longdoc.tasks.verify.verify import Verification

__all__ = ["report_page", "write_report"]

CONTEXT_CHARS = 160  # of the source on either side of what was found
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
STYLE = """
:root{color-scheme:light dark;--paper:#ffffff;--ink:#1b1b1b;--faint:#5a5a5a;--line:#8c959f;--good:#1a6b34;
--warn:#8a5200;--else:#0b5c86;--bad:#a3161d;--cut:#fbdcdc;--put:#d8f0dd;--found:#fff3b0}
@media (prefers-color-scheme:dark){:root{--paper:#16181b;--ink:#ececec;--faint:#a9adb3;--line:#6a7581;
--good:#7fd49b;--warn:#f0b768;--else:#82c8ee;--bad:#ff9a9d;--cut:#5b2326;--put:#1f4a2c;--found:#4d4310}}
body{background:var(--paper);color:var(--ink);max-width:46rem;margin:2rem auto;padding:0 1rem;
font:1rem/1.55 system-ui,"Noto Sans","Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif}
article{border-top:1px solid var(--line);padding:1rem 0;break-inside:avoid}
h2{font-size:1rem;margin:0}.verbatim h2{color:var(--good)}.altered h2{color:var(--warn)}
.elsewhere h2{color:var(--else)}.not_found h2{color:var(--bad)}
blockquote{margin:.5rem 0;padding-left:.8rem;border-left:3px solid var(--line);overflow-wrap:anywhere}
del{background:var(--cut);text-decoration:line-through}ins{background:var(--put);text-decoration:none}
mark{background:var(--found);color:var(--ink)}*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
.place,.context{color:var(--faint);font-size:.9rem;overflow-wrap:anywhere}
dt{color:var(--faint);font-size:.85rem}dd{margin:0 0 .5rem}
"""


def write_report(
    path: Path, draft: Document, sources: Sequence[Document], verification: Verification, told: str
) -> None:
    """Write the page; `told` is the number of quotations of each status, in words.

    Raises:
        UsageError: it would replace the draft or a source.
        ResultsNotWritten: it cannot be written there.
    """
    for read in (draft, *sources):
        if path.exists() and Path(read.source).exists() and path.samefile(read.source):
            raise UsageError(f"--report {path}: this document was read; give another name for the report")
    write_whole(path, report_page(draft, sources, verification, told).encode("utf-8", "replace"))


def report_page(draft: Document, sources: Sequence[Document], verification: Verification, told: str) -> str:
    """The page as a string."""
    title = f"Quotations in {flat(draft.title or _name(draft.source))}"
    texts = {source.source: source.text for source in sources}
    articles = "\n".join(_article(n, verdict, texts) for n, verdict in enumerate(verification.verdicts, 1))
    checked = ", ".join(flat(_name(source.source)) for source in sources)
    unchecked = (
        f"<p>Too short to check without a cited source: {verification.unchecked}.</p>"
        if verification.unchecked
        else ""
    )
    return (
        '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{STYLE}</style>\n<main>\n<h1>{title}</h1>\n"
        f"<p>{flat(told)}.</p>\n<p class=place>Sources: {checked}</p>\n{unchecked}\n"
        f"{articles}\n</main>\n</html>\n"
    )


def _article(number: int, verdict: Verdict, texts: dict[str, str]) -> str:
    status = verdict.status.value
    lines = [f'<article class="{status}" id="q{number}">', f"<h2>{number}. {status.replace('_', ' ')}</h2>"]
    lines.append(f"<blockquote{language(verdict.quote)}>{_marked(verdict)}</blockquote>")
    if verdict.document is not None and verdict.start is not None and verdict.end is not None:
        text = texts[verdict.document]
        before = text[max(0, verdict.start - CONTEXT_CHARS) : verdict.start]
        before = before.partition(" ")[2] or before  # whole words only
        after = text[verdict.end : verdict.end + CONTEXT_CHARS]
        after = after.rpartition(" ")[0] or after
        lines.append(f"<p class=place>{flat(_place(verdict))}</p>")
        lines.append(
            f"<p class=context{language(verdict.found or '')}>… {_spaced(before)}"
            f"<mark>{flat(verdict.found or '')}</mark>{_spaced(after)} …</p>"
        )
    cited = [*map(_name, verdict.cited_documents), *(f"p. {page}" for page in verdict.cited_pages)]
    if cited:
        lines.append(f"<p class=place>Cited: {flat(', '.join(cited))}</p>")
    if verdict.changes:
        changes = "".join(
            f"<dt>{change.kind.wording}</dt><dd><del>{flat(change.quote)}</del> "
            f"<ins>{flat(change.found)}</ins></dd>"
            for change in verdict.changes
        )
        lines.append(f"<dl>{changes}</dl>")
    return "\n".join([*lines, "</article>"])


def _marked(verdict: Verdict) -> str:
    """The quotation with each change struck out and followed by the source's wording."""
    pieces, at = [], 0
    for change in verdict.changes:
        pieces.append(safe(verdict.quote[at : change.start]))
        if change.quote:
            pieces.append(f"<del>{safe(change.quote)}</del>")
        if change.found:
            joined = not change.quote and verdict.quote[: change.start][-1:].isalnum()
            apart = verdict.quote[change.end : change.end + 1].isalnum()
            pieces.append(f"{' ' * joined}<ins>{flat(change.found)}</ins>{' ' * apart}")
        at = change.end
    return "".join([*pieces, safe(verdict.quote[at:])])


def _spaced(text: str) -> str:
    """On one line; a blank at either end, or a line break, stays a blank."""
    return safe(re.sub(r"\s+", " ", text))


def _place(verdict: Verdict) -> str:
    place = [_name(verdict.document or "")]
    place += [f"p. {verdict.page}"] if verdict.page else []
    place += [f"§ {verdict.section}"] if verdict.section else []
    return ", ".join(place)


def _name(source: str) -> str:
    return "standard input" if source == "-" else source
