"""Documents with their readings by a tiny random network, or by one whose answers are set by hand."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from itertools import pairwise

import numpy as np
import pytest

from longdoc.documents.structure.sections import find_sections
from longdoc.documents.types import Document, Page, Span
from longdoc.network.scores import SpanScores
from longdoc.network.torch.checkpoint import tiny_model
from longdoc.network.torch.model import Model
from longdoc.reading.reader import read_document
from longdoc.reading.types import Reading

Read = Callable[[str], tuple[Document, Reading]]

ENGLISH = """MASTER SERVICES AGREEMENT

This Agreement is made on 4 March 2021 between Northwind Ltd. and the Customer.

1. Term

The Agreement runs for three years from the Effective Date. Either party may terminate it on ninety (90) \
days' written notice. Termination does not affect rights that have accrued before that date.

2. Fees

The Customer shall pay a fee of $1,250,000.50 each year. Invoices are due within thirty days of receipt. \
Late payments bear interest at 4.5% a year.

3. Governing Law

This Agreement is governed by the laws of the State of Delaware. The courts of Wilmington have jurisdiction \
over all disputes. Nothing in this clause prevents a party from seeking an injunction elsewhere.
"""
CHINESE = """第一章 总则

第一条 为了加强城市供水管理，保障居民生活用水，制定本条例。本条例适用于本市行政区域内的供水活动。

第二章 管理

第二条 市水务局主管全市的供水工作。供水单位应当在每年三月三十一日前提交年度报告。\
未按期提交的，处五千元以下罚款。
"""


def as_document(text: str, pages: int = 0) -> Document:
    """A text as a document, cut into so many pages of equal length."""
    cuts = [len(text) * n // pages for n in range(pages + 1)] if pages else []
    found = tuple(Page(n, str(n), Span(a, b)) for n, (a, b) in enumerate(pairwise(cuts), 1))
    digest = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return Document(text, found, tuple(find_sections(text)), "Title", "some.txt", digest)


class Pointing(Model):
    """A network that answers with one phrase wherever it stands, and with nothing elsewhere."""

    phrase: list[int]

    def read_spans(self, questions: list[list[int]], passages: list[np.ndarray]) -> SpanScores:
        width = max(map(len, passages))
        start, end = np.full((2, len(passages), width), -20.0, np.float32)
        for row, ids in enumerate(passages):
            for at in range(len(ids) - len(self.phrase) + 1):
                if ids[at : at + len(self.phrase)].tolist() == self.phrase:
                    start[row, at] = end[row, at + len(self.phrase) - 1] = 10.0
        return SpanScores(start, end, np.zeros(len(passages), np.float32))


@pytest.fixture(scope="session")
def model() -> Model:
    return tiny_model()


@pytest.fixture(scope="session")
def read(model: Model) -> Read:
    def opened(text: str) -> tuple[Document, Reading]:
        document = as_document(text, pages=3)
        return document, read_document(document, model)

    return opened


@pytest.fixture(scope="session")
def english() -> str:
    return ENGLISH


@pytest.fixture(scope="session")
def chinese() -> str:
    return CHINESE


@pytest.fixture
def pointing(model: Model) -> Callable[[str], Model]:
    def to(phrase: str) -> Model:
        pointer = Pointing(model.config, model.tokenizer)
        pointer.load_state_dict(model.state_dict())
        pointer.phrase = model.tokenizer.encode(phrase).ids.tolist()
        return pointer.eval()

    return to
