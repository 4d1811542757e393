"""Verdicts on quotations for people: status, place and changes."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from longdoc.cli.render import place, write_styled
from longdoc.cli.terminal import is_plain, one_line, source_name
from longdoc.plurals import counted

if TYPE_CHECKING:
    from longdoc.cli.render import Styled
    from longdoc.tasks.verify.types import Verdict
    from longdoc.tasks.verify.verify import Verification

__all__ = ["show", "tally"]

QUOTE_CHARS = 160  # of a quotation on its line
STYLES = {
    "verbatim": "bold green",
    "altered": "bold yellow",
    "elsewhere": "bold cyan",
    "not_found": "bold red",
}


def show(verdict: Verdict) -> None:
    """Write the status and the quotation, then its place, then each change."""
    quote = one_line(verdict.quote)
    shown = quote if len(quote) <= QUOTE_CHARS else quote[:QUOTE_CHARS].rsplit(" ", 1)[0] + " …"
    status = verdict.status.value.replace("_", " ")
    write_styled([(f"{status}: ", STYLES[verdict.status.value]), (shown, "")])
    if verdict.document is not None:
        where = [source_name(verdict.document), *place(verdict.page, verdict.section)]
        write_styled([("  " + ", ".join(where), "dim")])
    if verdict.status.value == "elsewhere" or (verdict.document is None and _cited(verdict)):
        write_styled([(f"  cited: {_cited(verdict)}", "dim")])
    for change in verdict.changes:
        left, right = ("«", "»") if is_plain(sys.stdout) else ("", "")
        line: Styled = [(f"  {change.kind.wording}: ", "dim")]
        if change.quote:
            line += [(left + one_line(change.quote) + right, "red")]
        if change.quote and change.found:
            line += [(" for ", "dim")]
        if change.found:
            line += [(left + one_line(change.found) + right, "green")]
        write_styled(line)


def tally(verification: Verification) -> str:
    """The number of quotations of each status, in one line."""
    statuses = [verdict.status.value for verdict in verification.verdicts]
    if not statuses:
        return "no quotation was found in the draft"
    told = [f"{statuses.count(s)} {s.replace('_', ' ')}" for s in STYLES if s in statuses]
    return f"{counted(len(statuses), 'quotation')}: {', '.join(told)}"


def _cited(verdict: Verdict) -> str:
    pages = [f"p. {one_line(page)}" for page in verdict.cited_pages]
    return ", ".join([*map(source_name, verdict.cited_documents), *pages])
