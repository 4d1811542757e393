"""How many articles a statute or a contract has."""

from __future__ import annotations

import pytest

from longdoc.documents.types import Document
from longdoc.tasks.rules.article_count import last_article

STATUTE = "养犬管理条例\n\n第一章 总则\n第一条 总则。\n第二条 依照第九条处罚。\n第三条 施行。\n"


@pytest.mark.parametrize(
    ("text", "question", "number"),
    [
        (STATUTE, "条例一共多少条", "第三条"),
        (STATUTE, "養犬管理條例共有幾條？", None),  # asked in words that are not folded
        (STATUTE, "养犬管理条例有几条？", "第三条"),
        (STATUTE, "保密规定有几条", None),
        (STATUTE, "第一章有几条", None),
        (STATUTE.replace("第二条 ", "第四条 "), "条例一共多少条", None),
    ],
)
def test_the_last_article(text: str, question: str, number: str | None) -> None:
    document = Document.from_text(text, "Title")
    span = last_article(question, document)
    assert (document.quote(span) if span else None) == number
