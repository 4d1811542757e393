"""Notices on a PDF, one line each: pages that were lost, skipped or unreadable."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from longdoc.documents.pdf.pool import PageRead
from longdoc.documents.structure.struck import told_struck
from longdoc.plurals import counted

__all__ = ["ocr_problems", "page_notices", "problems", "ranges"]

OCR_LAYER = 0.9  # of the words of a page nobody sees: then they are the text of a picture
MOST_RUNS = 12  # of pages, in a notice


def page_notices(
    read: Sequence[PageRead], empty: Sequence[int], garbled: Sequence[int], way: str
) -> list[str]:
    """Notices on unreadable pages, pages without text, pictures and unmapped fonts; `way` says what helps."""
    failed = [page for page, result in enumerate(read) if result.problem]
    all_pages = len(read)
    notices = []
    if failed:
        lost = problems(read)
        notices.append(f"{counted(len(failed), 'page')} of {all_pages} could not be read: {lost}")
    if empty:
        there = f"no text on {counted(len(empty), 'page')} of {all_pages} (scanned or empty): {ranges(empty)}"
        notices.append(there + (f"; {way}" if way else ""))
    pictured = [
        page for page, result in enumerate(read) if result.is_mostly_picture and not result.recognised
    ]
    if way and (pictured := [page for page in pictured if page not in {*failed, *empty, *garbled}]):
        there = f"{counted(len(pictured), 'page')} of {all_pages} mostly a picture"
        notices.append(f"{there}: only the text beside it was read: {ranges(pictured)}; {way}")
    if garbled:
        there = f"{counted(len(garbled), 'page')} of {all_pages} not read: the fonts do not tell the letters"
        notices.append(f"{there} (OCR is needed): {ranges(garbled)}" + (f"; {way}" if way else ""))
    if problem := ocr_problems(read):
        notices.append(problem)
    if recognised := [page for page, result in enumerate(read) if result.recognised]:
        notices.append(f"text was recognised by OCR and may hold errors: {ranges(recognised)}")
    some = [page for page, result in enumerate(read) if result.unknown_share > 0.02 and result.lines]
    some = [page for page in some if page not in garbled and page not in recognised]
    if some:
        notices.append(f"some letters are missing as their fonts do not tell them: {ranges(some)}")
    if outside := [page for page, result in enumerate(read) if result.outside]:
        words = counted(sum(read[page].outside for page in outside), "word")
        notices.append(f"{words} beyond the visible part of the page not read: {ranges(outside)}")
    if covered := [page for page, result in enumerate(read) if result.covered]:
        words = counted(sum(read[page].covered for page in covered), "word")
        notices.append(
            f"{words} under boxes or pictures, where nobody sees them, not read: {ranges(covered)}"
        )
    if off := [page for page, result in enumerate(read) if result.switched_off]:
        words = counted(sum(read[page].switched_off for page in off), "word")
        notices.append(f"{words} on layers that are switched off not read: {ranges(off)}")
    notices += told_struck(sum(result.struck_chars for result in read))
    notices += _hidden_notices(read)
    if numbered := [page for page, result in enumerate(read) if result.line_numbers]:
        notices.append(f"line numbers beside the text were not read: {ranges(numbered)}")
    return notices


def _hidden_notices(read: Sequence[PageRead]) -> list[str]:
    """Notices on invisible text: of a whole page, as OCR programs add it, or of some words."""
    pages = [page for page, result in enumerate(read) if result.unseen and not result.recognised]
    under = [page for page in pages if read[page].unseen >= OCR_LAYER * read[page].words]
    notices = []
    if under:
        notices.append(
            f"the text is invisible, as OCR programs lay it over scans, and may hold errors: {ranges(under)}"
        )
    if some := [page for page in pages if page not in under]:
        unseen = "that nobody sees (invisible, tiny, white or under pictures)"
        total = counted(sum(read[page].unseen for page in some), f"word {unseen} was", f"words {unseen} were")
        notices.append(f"{total} read: {ranges(some)}")
    return notices


def problems(read: Sequence[PageRead]) -> str:
    """The pages that failed, by reason."""
    return _by_reason(result.problem for result in read)


def ocr_problems(read: Sequence[PageRead]) -> str:
    """The pages on which OCR failed, by reason; "" if there are none."""
    listed = _by_reason(result.ocr_problem for result in read)
    return f"OCR failed: {listed}" if listed else ""


def _by_reason(reasons: Iterable[str | None]) -> str:
    by_reason: dict[str, list[int]] = {}
    for page, reason in enumerate(reasons):
        if reason:
            by_reason.setdefault(reason, []).append(page)
    return "; ".join(f"{ranges(pages)} ({reason})" for reason, pages in by_reason.items())


def ranges(pages: Sequence[int]) -> str:
    """Page indices (from 0) in words: "page 3", "pages 1-4, 7 and 12 more"."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    shown = [str(run[0] + 1) if len(run) == 1 else f"{run[0] + 1}-{run[-1] + 1}" for run in runs[:MOST_RUNS]]
    more = sum(map(len, runs[MOST_RUNS:]))
    listed = ", ".join(shown) + (f" and {more} more" if more else "")
    return f"page{'s' if len(pages) > 1 else ''} {listed}"
