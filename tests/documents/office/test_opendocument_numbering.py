"""The numbers of lists and headings in OpenDocument files are those that the programs display."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from longdoc.documents.read import read_source
from longdoc.documents.source import Source

_spec = importlib.util.spec_from_file_location("grids", Path(__file__).parents[1] / "tables" / "grids.py")
assert _spec is not None
assert _spec.loader is not None
grids = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(grids)

LOEXT = 'xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"'
STYLES = (
    '<text:list-style style:name="L1">'
    '<text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>'
    '<text:list-level-style-number text:level="2" style:num-format="a" style:num-prefix="(" '
    'style:num-suffix=")"/>'
    '<text:list-level-style-number text:level="3" style:num-format="I" text:display-levels="3"/>'
    '</text:list-style><text:list-style style:name="L2"><text:list-level-style-bullet text:level="1"/>'
    '<text:list-level-style-number text:level="2" style:num-format=""/></text:list-style>'
    '<text:list-style style:name="L3"><text:list-level-style-number text:level="1" text:start-value="4" '
    f'style:num-format="1" style:num-suffix="." loext:num-list-format="Rule %1%:" {LOEXT}/></text:list-style>'
    '<text:outline-style><text:outline-level-style text:level="1" style:num-format="I" style:num-suffix="."/>'
    '<text:outline-level-style text:level="2" style:num-format="1" text:display-levels="2"/>'
    '<text:outline-level-style text:level="3" style:num-format=""/></text:outline-style>'
    '<style:style style:name="Plain" style:family="paragraph" style:list-style-name=""/>'
    '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Plain"/>'
)


def item(*inner: str, attributes: str = "") -> str:
    return f"<text:list-item {attributes}>{''.join(inner)}</text:list-item>"


def listed(*items: str, style: str = "", attributes: str = "") -> str:
    named = f'text:style-name="{style}"' if style else ""
    return f"<text:list {named} {attributes}>{''.join(items)}</text:list>"


def p(words: str) -> str:
    return f"<text:p>{words}</text:p>"


def h(words: str, level: int = 1, attributes: str = "") -> str:
    return f'<text:h text:outline-level="{level}" {attributes}>{words}</text:h>'


def lines(body: str) -> list[str]:
    content = (
        f"<office:automatic-styles>{STYLES}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body>"
    )
    return read_source(Source(grids.opendocument("text", content), "x.odt")).text.split("\n\n")


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        (
            listed(
                item(p("Rent"), p("in pounds"), listed(item(p("due")), item(p("paid")))),
                item(p("Term")),
                style="L1",
            ),
            ["1. Rent", "in pounds", "(a) due", "(b) paid", "2. Term"],
        ),
        (
            listed(
                item(p("Rent"), listed(item(p("due"), listed(item(p("May")), item(p("June")))))), style="L1"
            ),
            ["1. Rent", "(a) due", "1.a.I May", "1.a.II June"],
        ),
        (
            listed(item(p("Rent")), style="L1")
            + p("Mind this.")
            + listed(item(p("Term")), style="L1", attributes='text:continue-numbering="true"')
            + listed(item(p("Port")), style="L1"),
            ["1. Rent", "Mind this.", "2. Term", "1. Port"],
        ),
        (
            listed(item(p("Rent")), style="L1", attributes='xml:id="a"')
            + listed(item(p("Port")), style="L1", attributes='xml:id="b"')
            + listed(item(listed(item(p("due")))), style="L1", attributes='text:continue-list="a"'),
            ["1. Rent", "1. Port", "(a) due"],
        ),
        (
            listed(item(p("Rent"), attributes='text:start-value="7"'), item(p("Term")), style="L1"),
            ["7. Rent", "8. Term"],
        ),
        (
            listed(f"<text:list-header>{p('Terms')}</text:list-header>", item(p("Rent")), style="L1"),
            ["- Terms", "1. Rent"],
        ),
        (listed(item(p("Rent"), listed(item(p("due")))), style="L2"), ["- Rent", "- due"]),
        (listed(item(p("Rent")), item(p("Term")), style="L3"), ["Rule 4: Rent", "Rule 5: Term"]),
        (listed(item(p("Rent")), style="unknown"), ["- Rent"]),
        (listed(item("<text:number>§ 3</text:number>", p("Rent")), style="L1"), ["§ 3 Rent"]),
        (listed(item(p("")), item(p("Term")), style="L1"), ["2. Term"]),
        (listed(item(h("Rent", 2)), style="L1"), ["1. Rent"]),
    ],
)
def test_items_have_the_numbers_of_their_list_style(body: str, shown: list[str]) -> None:
    assert lines(body) == shown


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        (
            h("Scope") + h("Rent", 2) + h("Late", 3) + h("Term", 2) + h("End") + h("Port", 2),
            ["I. Scope", "I.1 Rent", "Late", "I.2 Term", "II. End", "II.1 Port"],
        ),
        (h("Preface", 1, 'text:is-list-header="true"') + h("Scope"), ["Preface", "I. Scope"]),
        (h("Preface", 1, 'text:style-name="P1"') + h("Scope"), ["Preface", "I. Scope"]),
        (h("<text:number>§ 3 </text:number>Scope") + h("End"), ["§ 3 Scope", "II. End"]),
    ],
)
def test_headings_have_the_numbers_of_the_outline(body: str, shown: list[str]) -> None:
    assert lines(body) == shown


def test_numbers_in_a_column_of_cells_are_shown() -> None:
    def row(words: str, attributes: str = "") -> str:
        number = listed(item(p("")), style="L1", attributes=attributes)
        return (
            f"<table:table-row><table:table-cell>{number}</table:table-cell>"
            f"<table:table-cell>{p(words)}</table:table-cell></table:table-row>"
        )

    going_on = 'text:continue-numbering="true"'
    assert lines(f"<table:table>{row('Rent')}{row('Term', going_on)}</table:table>") == [
        "1. | Rent\n2. | Term"
    ]


def test_deleted_items_are_not_counted() -> None:
    deleted = listed(item(p("gone")), style="L1", attributes='xml:id="a"')
    changes = (
        "<text:tracked-changes><text:changed-region><text:deletion>"
        f"{deleted}</text:deletion></text:changed-region></text:tracked-changes>"
    )
    body = listed(item(p("Rent")), style="L1", attributes='text:continue-numbering="true"')
    assert lines(changes + body) == ["1. Rent"]


def test_numbered_paragraphs_count_by_their_list() -> None:
    def numbered(words: str, level: int, more: str = "", list_id: str = "a") -> str:
        of_list = f'text:list-id="{list_id}" text:level="{level}" text:style-name="L1"'
        return f"<text:numbered-paragraph {of_list}>{more}{words}</text:numbered-paragraph>"

    content = (
        numbered(p("Rent"), 1)
        + numbered(p("monthly"), 2)
        + p("between")
        + numbered(p("Other"), 1, list_id="b")
        + numbered('<text:h text:outline-level="1">Repairs</text:h>', 1)
        + numbered(p("Notice"), 1, "<text:number>2bis.</text:number>")
    )
    assert lines(content) == ["1. Rent", "(a) monthly", "between", "1. Other", "2. Repairs", "2bis. Notice"]
