"""One pass over a document: every token that is said, and none of the headers_footers between."""

from dataclasses import replace

import numpy as np

from longdoc.documents.types import Document, Span
from longdoc.network.torch.checkpoint import tiny_model
from longdoc.reading.reader import read_document
from longdoc.tasks.summaries.summarize import summarize


def document(text: str, *headers_footers: str) -> Document:
    spans = tuple(Span(text.index(line), text.index(line) + len(line)) for line in headers_footers)
    return Document(text, (), (), "", "lease.txt", "0" * 64, headers_footers=spans)


def test_without_headers_and_footers_every_token_is_read():
    model, text = tiny_model(), "the tenant pays. the owner waits."
    reading = read_document(document(text), model)
    assert np.array_equal(reading.token_ids_T, model.tokenizer.encode(text).ids)


def test_headers_and_footers_are_skipped_as_if_they_were_not_there():
    model = tiny_model()
    with_it = "the tenant pays.\n\n- 12 -\n\nthe owner waits."
    without = "the tenant pays.\n\nthe owner waits."
    whole, plain = read_document(document(with_it, "- 12 -"), model), read_document(document(without), model)
    assert np.array_equal(whole.token_ids_T, plain.token_ids_T)
    assert np.array_equal(whole.vectors_TV, plain.vectors_TV)
    texts = [with_it[a:b] for a, b in whole.token_spans_T2.tolist()]
    assert texts == [without[a:b] for a, b in plain.token_spans_T2.tolist()]
    assert whole.coverage.tokens == whole.coverage.tokens_read == len(plain.token_ids_T)


def test_no_summary_holds_headers_or_footers():
    model = tiny_model()
    line = "Source: Acme Corporation, annual report of the year, page seven."
    sentence = "The tenant pays the rent to the owner on the first day of each month. "
    whole = document(sentence * 3 + f"\n\n{line}\n\n" + sentence * 3, line)
    bare = replace(whole, headers_footers=())
    with_line = summarize(bare, read_document(bare, model), model, sentences=7)
    without = summarize(whole, read_document(whole, model), model, sentences=7)
    assert line in [one.text for one in with_line.sentences]
    assert line not in [one.text for one in without.sentences]
