"""Finds the number of the last article: “第十七条” for “条例一共多少条？”.

Articles must be numbered from one on, without gaps.
"""

from __future__ import annotations

from longdoc.documents.text.chinese_numerals import HAN_DIGITS, in_digits
from longdoc.documents.text.folding import folded
from longdoc.documents.types import Document, Span
from longdoc.lazy_pattern import lazy_pattern

__all__ = ["last_article"]

_KIND = "合同|协议|协议书|条例|办法|规定|规则|章程|细则|法|制度|公约|全文|文件|文档"
_ASKS = lazy_pattern(
    rf"(?:这个|这份|这部|这|本|该|整个|整份)?(?P<name>[\u3400-\u9fff《》]{{0,20}}?(?:{_KIND})|)[里中]?"
    r"(?:一共|总共|共计|共)?(?:有|包含|包括|分为|分成|分)?(?:多少|几)个?(?P<unit>[条章])(?:条款|规定|条文)?[？?]?"
)
_LINE = lazy_pattern(rf"(?m)^[ \t\u3000#*]*(第([{HAN_DIGITS}\d]{{1,7}})(?P<unit>[条條章]))")
_ANY = lazy_pattern(_KIND)
TITLE_CHARS = 200  # at the beginning of a document, in which its name stands
LEAST = 3  # articles


def last_article(question: str, document: Document) -> Span | None:
    """The number of the last article or chapter, if a question asks how many there are."""
    asks = _ASKS.fullmatch(question.strip())
    if asks is None or not _is_name_of(asks["name"].strip("《》"), document):
        return None
    unit = asks["unit"]
    found = [one for one in _LINE.finditer(document.text) if one["unit"].replace("條", "条") == unit]
    numbers = [one[2] if one[2].isdigit() else in_digits(one[2]) for one in found]
    whole = [str(n) for n in range(1, len(found) + 1)]
    return Span(*found[-1].span(1)) if len(found) >= LEAST and numbers == whole else None


def _is_name_of(name: str, document: Document) -> bool:
    """Whether a question means the whole document: “合同”, or its name."""
    if not name or _ANY.fullmatch(name):
        return True
    return folded(name) in folded(f"{document.title}\n{document.text[:TITLE_CHARS]}")
