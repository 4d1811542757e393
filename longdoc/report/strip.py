"""A strip over the whole document: answers, search scores, passages read, and rejected spans."""

from __future__ import annotations

from collections.abc import Sequence

from longdoc.documents.types import Document, Span
from longdoc.plurals import counted
from longdoc.report.text import flat
from longdoc.report.types import Numbered, Source
from longdoc.tasks.explanation import Explanation, ReadPassage

__all__ = ["strip_html"]

BINS = 200
MOST_QUESTIONS = 8  # with a row of their own
LABELS = 8  # below the strip
LAST = 0.93  # of the width: labels from here on end at their place
APART = 0.08  # of the width: least distance between the places of two labels
Scored = Sequence[tuple[Span, float]]


def strip_html(source: Source, marks: Sequence[Numbered]) -> str:
    """The rows as positioned boxes, which scale with the page and need no script."""
    document = source.document
    if not document.text:
        return ""
    rows = [_row("marks", "Where the marks of this report are in the document", _ticks(document, marks))]
    explained = [(i, a) for i, a in enumerate(source.answers, 1) if a.explanation]
    for i, answer in explained[:MOST_QUESTIONS]:
        why = answer.explanation
        assert why is not None
        inside = _bars(document, why.likely, "likely") + _read(document, why, answer.answer is not None)
        rows.append(_row(f"question {i}", flat(answer.question, 200), inside))
    if source.salience:
        rows.append(_row("salience", "How much each sentence says about the document", _salience(source)))
    rows.append(_row("", "", _axis(document), "axis"))
    legend = (
        '<p class="legend">From the beginning of the document to its end. Bars: the search score of each'
        ' passage, and the salience of the text. Below them: <i class="key read"></i> passages read with the'
        ' question, <i class="key best"></i> the passage of the answer'
        '<span class="hint">; point at one to see why it was rejected</span>.</p>'
        if explained
        else ""
    )
    about = f"{counted(len(marks), 'mark')} in {counted(len(document.text), 'character')}"
    label = f'role="group" aria-label="Map of the document: {about}"'
    return f'<div class="strip" {label}>{"".join(rows)}</div>{legend}'


def _row(label: str, about: str, inside: str, kind: str = "") -> str:
    return (
        f'<div class="row {kind}"><span class="label" title="{about}">{label}</span>'
        f'<div class="lane">{inside}</div></div>'
    )


def _ticks(document: Document, marks: Sequence[Numbered]) -> str:
    return "".join(
        f'<a class="tick {one.grade}" href="#m{one.number}"'
        f' style="left:{_percent(document, one.mark.span.start)}"'
        f' title="{flat(one.mark.note)}" aria-label="Go to {flat(one.mark.note)}"></a>'
        for one in marks
    )


def _bars(document: Document, scored: Scored, kind: str) -> str:
    """A bar for each of `BINS` parts of the text, as high as the highest score in it."""
    highest = [0.0] * BINS
    for span, score in scored:
        first = span.start * BINS // len(document.text)
        last = max(first, (span.end - 1) * BINS // len(document.text))
        for at in range(first, min(last, BINS - 1) + 1):
            highest[at] = max(highest[at], score)
    width = 100 / BINS + 0.06  # no seams between them
    return "".join(
        f'<i class="bar {kind}"'
        f' style="left:{at * 100 / BINS:.2f}%;width:{width:.2f}%;height:{100 * score:.0f}%"></i>'
        for at, score in enumerate(highest)
        if score >= 0.01
    )


def _salience(source: Source) -> str:
    most = max((score for _, score in source.salience), default=0.0) or 1.0
    return _bars(source.document, [(span, score / most) for span, score in source.salience], "salient")


def _read(document: Document, why: Explanation, answered: bool) -> str:
    boxes = []
    for place, one in reversed(list(enumerate(why.passages))):  # the best lies on top
        kind = "best" if answered and not place else "read"
        width = max(0.3, 100 * (one.end - one.start) / len(document.text))
        boxes.append(
            f'<i class="passage {kind}" style="left:{_percent(document, one.start)};width:{width:.2f}%"'
            f' title="{flat(_why(one, why.threshold, kind))}"></i>'
        )
    return "".join(boxes)


def _why(one: ReadPassage, threshold: float, kind: str) -> str:
    told = f"read, no. {one.rank} in the search"
    if one.answer is None or one.confidence is None:
        return f"{told}: no candidate of its own"
    told += f": “{one.answer[:80]}”, confidence {one.confidence:.2f}"
    if kind == "best":
        return told
    against = [f"{part.what} {part.logits:+.1f}" for part in one.evidence if part.logits <= -0.05]
    reason = "below the threshold" if one.confidence < threshold else "less likely than the best"
    return f"{told}, {reason}; against it: {', '.join(against) or 'nothing'}"


def _axis(document: Document) -> str:
    if document.pages:
        step = max(1, -(-len(document.pages) // LABELS))
        at = [(page.span.start, f"p. {page.label}") for page in document.pages[::step]]
    else:
        at = [(len(document.text) * i // LABELS, f"{100 * i // LABELS}%") for i in range(LABELS)]
    width, last, spans = len(document.text), float("-inf"), []
    for place, label in at:
        ends = place > LAST * width  # a label at the right edge extends to the left
        if place - last < (2 if ends else 1) * APART * width:
            continue
        last = place
        kind = ' class="last"' if ends else ""
        spans.append(f'<span{kind} style="left:{_percent(document, place)}">{flat(label, 12)}</span>')
    return "".join(spans)


def _percent(document: Document, offset_chars: int) -> str:
    return f"{100 * offset_chars / len(document.text):.2f}%"
