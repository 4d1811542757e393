"""Puts what an article in JATS (PubMed Central, PLOS, eLife …) takes apart into words as they are printed.

"Ada Lund" is a surname and given names in it, "1 June 2020" a day, a month and a year, "Table 1. Ships" a
label and a caption. Marks lead from each author to the affiliations.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from longdoc.documents.structure.pieces import one_line
from longdoc.documents.web.tables import tag_of

__all__ = ["write_article"]

HEADS = ("article-meta", "front-stub")
NAMES = ("name", "string-name", "collab", "anonymous")
AUTHORS = ("author", None)  # the kinds of contributors that are named first; None is not told
PUBLISHED = (None, "pub", "epub", "publication")
MONTHS = 12
LABELLED = frozenset(
    ("sec", "app", "fig", "fig-group", "table-wrap", "boxed-text", "supplementary-material", "media", "ref")
)
NAMED = frozenset(("title", "caption", "mixed-citation", "element-citation", "citation"))


def write_article(root: Any) -> None:
    """Change the elements of an article in place; other documents stay as they are."""
    for label in list(root.iterdescendants("{*}label")):
        if tag_of(label.getparent()) in LABELLED:
            _write_label(label)
        elif tag_of(label.getparent()) == "disp-formula":
            _write_number(label)
    for caption in root.iterdescendants("{*}caption"):
        for title in caption.findall("{*}title") if tag_of(caption.getparent()) in LABELLED else ():
            title.tag = "p"  # it heads no section
            title.tail = " "
    for citation in list(root.iterdescendants("{*}mixed-citation")):
        citation.tag = citation.tag if len(citation) else "p"
    for head in (one for one in root.iter() if tag_of(one) in HEADS):
        for categories in head.findall("{*}article-categories"):
            _write_subjects(categories)
        for group in head.findall("{*}contrib-group"):
            _write_contributors(group)
        for affiliation in list(head.iter("{*}aff")):
            _write_affiliation(affiliation)
        for one in list(head.iter("{*}pub-date", "{*}date")):
            _write_date(one)


def _write_label(label: Any) -> None:
    """Put a label in front of the title, the caption or the reference that it numbers."""
    named = next((one for one in label.itersiblings() if tag_of(one) in NAMED), None)
    words = one_line("".join(label.itertext()))
    if named is None or not words:
        return
    if tag_of(named) == "caption" and len(named):
        named = named[0]
    named.text = f"{words} {(named.text or '').lstrip()}"
    label.getparent().remove(label)


def _write_number(label: Any) -> None:
    """Put the number of a formula behind it."""
    formula, number = label.getparent(), one_line("".join(label.itertext()))
    formula.remove(label)
    if len(formula):
        formula[-1].tail = f"{formula[-1].tail or ''} {number}"
    else:
        formula.text = f"{formula.text or ''} {number}"


def _write_subjects(categories: Any) -> None:
    """Name each subject once; a journal repeats them in every branch of its tree."""
    subjects = dict.fromkeys(one_line("".join(one.itertext())) for one in categories.iter("{*}subject"))
    if subjects:
        _set_text(categories, "; ".join(filter(None, subjects)))
        categories.tag = "subjects"


def _write_contributors(group: Any) -> None:
    """Put the names of the authors, with their marks, on one line before all else that is told of them."""
    authors = []
    for contributor in group.findall("{*}contrib"):
        name = next((child for child in contributor if tag_of(child) in NAMES), None)
        if name is None:
            continue
        words = _name(name)
        if contributor.get("contrib-type") in AUTHORS:
            authors.append(" ".join(filter(None, (words, ",".join(_marks(contributor))))))
        _set_text(name, words)
        for child in [*contributor.findall("{*}contrib-id"), *contributor.findall("{*}xref")]:
            contributor.remove(child)
        _write_roles(contributor.findall("{*}role"))
        if contributor.get("contrib-type") in AUTHORS and len(contributor) == 1:
            group.remove(contributor)
    if authors:
        line = group.makeelement("p")
        line.text = f"Authors: {', '.join(authors)}"
        group.insert(0, line)


def _write_roles(roles: Sequence[Any]) -> None:
    """Make one field of what a contributor did."""
    if not roles:
        return
    said = ", ".join(one_line("".join(role.itertext())) for role in roles)
    roles[0].attrib.clear()
    _set_text(roles[0], said)
    for role in roles[1:]:
        role.getparent().remove(role)


def _name(element: Any) -> str:
    """A name in the order in which it is said."""
    parts = {tag_of(child): one_line("".join(child.itertext())) for child in element}
    if "surname" not in parts:
        return one_line(" ".join(element.itertext()))
    order = ("prefix", "given-names", "surname", "suffix")
    if element.get("name-style") == "eastern":
        order = ("prefix", "surname", "given-names", "suffix")
    return " ".join(filter(None, map(parts.get, order)))


def _marks(contributor: Any) -> Iterator[str]:
    """The marks of a contributor's affiliations and notes."""
    for reference in contributor.findall("{*}xref"):
        if mark := one_line("".join(reference.itertext())):
            yield mark


def _write_affiliation(element: Any) -> None:
    """Make one line of an affiliation that is taken apart: "1 School of Ships, Hull, United Kingdom"."""
    if (element.text or "").strip() or any((child.tail or "").strip(" ,;\n") for child in element):
        return
    label = element.find("{*}label")
    mark = "" if label is None else one_line("".join(label.itertext()))
    parts = [
        one_line("".join(part.itertext()))
        for child in element for part in (child if tag_of(child) == "institution-wrap" else (child,))
        if isinstance(part.tag, str) and tag_of(part) not in ("label", "institution-id")
    ]  # fmt: skip
    if parts:
        _set_text(element, " ".join(filter(None, (mark, ", ".join(filter(None, parts))))))
        element.tag = "p"


def _write_date(element: Any) -> None:
    """Make one field of a date: "published: 1 June 2020"."""
    parts = {tag_of(child): one_line(child.text or "") for child in element}
    if "year" not in parts:
        return
    month = parts.get("month", "")
    if month.isascii() and month.isdigit() and 1 <= int(month) <= MONTHS:
        month = f"{date(2000, int(month), 1):%B}"
    day = parts.get("day", "").lstrip("0")
    kind = element.get("date-type") or element.get("pub-type")
    is_published = tag_of(element) == "pub-date" and kind in PUBLISHED
    _set_text(element, " ".join(filter(None, (day, month, parts.get("season"), parts["year"]))))
    element.tag = "published" if is_published else _tag(kind)


def _tag(kind: str | None) -> str:
    """The name of a field for a kind of date: "received", "collection date"."""
    name = "".join(sign if sign.isalnum() else "_" for sign in kind or "")
    return name if name.endswith("ed") else f"{name}_date".lstrip("_")


def _set_text(element: Any, words: str) -> None:
    for child in list(element):
        element.remove(child)
    element.text = words
