"""The report of `longdoc verify`: one page of HTML without scripts, every change marked."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from longdoc.cli.terminal import one_line, source_name
from longdoc.cli.verdicts import KINDS, tally
from longdoc.errors import UsageError

if TYPE_CHECKING:
    from longdoc.documents.types import Document
    from longdoc.tasks.verify.types import Verdict
    from longdoc.tasks.verify.verify import Verification

__all__ = ["report_page", "write_report"]

CONTEXT_CHARS = 160  # of the source on either side of what was found
STYLE = """
:root{color-scheme:light dark;--paper:#fff;--ink:#1b1b1b;--faint:#5a5a5a;--line:#d5d5d5;--good:#1a6b34;
--warn:#8a5200;--else:#0b5c86;--bad:#a3161d;--cut:#fbdcdc;--put:#d8f0dd}
@media (prefers-color-scheme:dark){:root{--paper:#16181b;--ink:#ececec;--faint:#a9adb3;--line:#3b4046;
--good:#7fd49b;--warn:#f0b768;--else:#82c8ee;--bad:#ff9a9d;--cut:#5b2326;--put:#1f4a2c}}
body{background:var(--paper);color:var(--ink);max-width:46rem;margin:2rem auto;padding:0 1rem;
font:1rem/1.55 system-ui,"Noto Sans","Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif}
article{border-top:1px solid var(--line);padding:1rem 0;break-inside:avoid}
h2{font-size:1rem;margin:0}.verbatim h2{color:var(--good)}.altered h2{color:var(--warn)}
.elsewhere h2{color:var(--else)}.not_found h2{color:var(--bad)}
blockquote{margin:.5rem 0;padding-left:.8rem;border-left:3px solid var(--line);overflow-wrap:anywhere}
del{background:var(--cut);text-decoration:line-through}ins{background:var(--put);text-decoration:none}
.place,.context{color:var(--faint);font-size:.9rem}dt{color:var(--faint);font-size:.85rem}dd{margin:0 0 .5rem}
"""


def write_report(
    path: Path, draft: Document, sources: Sequence[Document], verification: Verification
) -> None:
    """Write the page.

    Raises:
        UsageError: it cannot be written there.
    """
    try:
        path.write_text(report_page(draft, sources, verification), encoding="utf-8")
    except OSError as error:
        raise UsageError(f"--report {path}: cannot be written ({error.strerror})") from error


def report_page(draft: Document, sources: Sequence[Document], verification: Verification) -> str:
    """The page as a string."""
    title = f"Quotations in {escape(draft.title or source_name(draft.source))}"
    texts = {source.source: source.text for source in sources}
    articles = "\n".join(_article(n, verdict, texts) for n, verdict in enumerate(verification.verdicts, 1))
    checked = ", ".join(escape(source_name(source.source)) for source in sources)
    unchecked = (
        f"<p>Too short to check without a cited source: {verification.unchecked}.</p>"
        if verification.unchecked
        else ""
    )
    return (
        '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>{title}</title>\n<style>{STYLE}</style>\n<main>\n<h1>{title}</h1>\n"
        f"<p>{escape(tally(verification))}.</p>\n<p class=place>Sources: {checked}</p>\n{unchecked}\n"
        f"{articles}\n</main>\n</html>\n"
    )


def _article(number: int, verdict: Verdict, texts: dict[str, str]) -> str:
    status = verdict.status.value
    lines = [f'<article class="{status}" id="q{number}">', f"<h2>{number}. {status.replace('_', ' ')}</h2>"]
    lines.append(f"<blockquote>{_marked(verdict)}</blockquote>")
    if verdict.document is not None and verdict.start is not None and verdict.end is not None:
        text = texts[verdict.document]
        before = one_line(text[max(0, verdict.start - CONTEXT_CHARS) : verdict.start])
        after = one_line(text[verdict.end : verdict.end + CONTEXT_CHARS])
        lines.append(f"<p class=place>{escape(_place(verdict))}</p>")
        lines.append(
            f"<p class=context>… {escape(before)} <mark>{escape(one_line(verdict.found or ''))}</mark> "
            f"{escape(after)} …</p>"
        )
    cited = [*map(source_name, verdict.cited_documents), *(f"p. {page}" for page in verdict.cited_pages)]
    if cited:
        lines.append(f"<p class=place>Cited: {escape(', '.join(cited))}</p>")
    if verdict.changes:
        changes = "".join(
            f"<dt>{KINDS[change.kind.value]}</dt><dd><del>{escape(one_line(change.quote))}</del> "
            f"<ins>{escape(one_line(change.found))}</ins></dd>"
            for change in verdict.changes
        )
        lines.append(f"<dl>{changes}</dl>")
    return "\n".join([*lines, "</article>"])


def _marked(verdict: Verdict) -> str:
    """The quotation with each change struck out and followed by the source's wording."""
    pieces, at = [], 0
    for change in verdict.changes:
        pieces.append(escape(verdict.quote[at : change.start]))
        if change.quote:
            pieces.append(f"<del>{escape(change.quote)}</del>")
        if change.found:
            pieces.append(f"<ins>{escape(one_line(change.found))}</ins> ")
        at = change.end
    return "".join([*pieces, escape(verdict.quote[at:])])


def _place(verdict: Verdict) -> str:
    place = [source_name(verdict.document or "")]
    place += [f"p. {one_line(verdict.page)}"] if verdict.page else []
    place += [f"§ {one_line(verdict.section)}"] if verdict.section else []
    return ", ".join(place)
