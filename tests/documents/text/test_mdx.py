"""MDX: what its page shows is read, without the tags of components, imports and comments."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from longdoc.documents.extract import Extract
from longdoc.documents.read import read_source
from longdoc.documents.source import Source
from longdoc.documents.text.mdx import plain_markdown
from longdoc.documents.types import Kind

GUIDE = """import { Card } from './card'
import {
  Note,
} from "./note";

export const meta = { fee: 'none' }

# Berths

<Card title="Fees">
    The fee is 40 euros.

    <Note
      type="warning" style={{margin: {top: 0}}}
    >
        Payment is due on *Friday*.
    </Note>

    | Day | Hours |
    |-----|-------|
    | Mon | 8-20  |
</Card>

1. First
   <Note>Mind the tide.</Note>
2. Second

{/* not shown */}
<div style={{color: 'red'}}>The code is 4711.</div>

```js
    <Card title="as written">
```

<Term>Laytime</Term> is a period; write `<Note title="x">`, or a < b and b > c.

import duties are paid by the owner.
"""


def read(text: str, name: str = "x.mdx") -> Extract:
    return read_source(Source(text.encode(), name))


def test_components_are_read_as_what_stands_in_them() -> None:
    extract = read(GUIDE)
    assert extract.text.split("\n\n") == [
        "export const meta = { fee: 'none' }",
        "Berths",
        "Fees",
        "The fee is 40 euros.",
        "Payment is due on Friday.",
        "Day | Hours\nMon | 8-20",
        "1. First",
        "Mind the tide.",
        "2. Second",
        "The code is 4711.",
        '    <Card title="as written">',
        'Laytime is a period; write <Note title="x">, or a < b and b > c.',
        "import duties are paid by the owner.",
    ]
    code = [extract.text[one.span.start : one.span.end] for one in extract.blocks if one.kind is Kind.CODE]
    assert len(code) == 2
    assert len(extract.tables) == 1


def test_markdown_keeps_what_only_mdx_reads_otherwise() -> None:
    text = read("import a from 'a'\n\n    indented\n", "x.md").text
    assert text == "import a from 'a'\n\nindented"


def test_many_tags_that_do_not_end_take_no_long_time() -> None:
    start_s = time.perf_counter()
    for text in ("<A b={{" * 20_000, '<A b="' * 20_000, "import a" * 20_000, "{/*" * 5_000):
        plain_markdown(text)
    assert time.perf_counter() - start_s < 10


@given(st.text("<Aa/>{}\"' =\n`*x", max_size=60))
def test_any_text_is_read(text: str) -> None:
    assert plain_markdown(text).count("x") <= text.count("x")
