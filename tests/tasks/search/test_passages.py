"""Search against plain reference computations, and on a document with known passages."""

import re
from dataclasses import replace
from io import BytesIO

import numpy as np
import pytest

from longdoc.documents.open import open_document
from longdoc.documents.types import Document, Span
from longdoc.reading.reader import read_document
from longdoc.reading.types import Reading
from longdoc.tasks.search.lexicon import Lexicon
from longdoc.tasks.search.passages import PassageIndex, windows_of
from longdoc.tasks.terms import question_terms

FILLER = "The committee met again and spoke of many other matters at length. "
NEEDLE = "The lighthouse keeper buried the silver compass under the third step. "


@pytest.fixture(scope="module")
def long_text() -> str:
    return FILLER * 60 + NEEDLE + FILLER * 60


def test_windows_cover_every_token_and_overlap_by_a_block(read, long_text):
    document, reading = read(long_text)
    windows = windows_of(document, reading)
    assert windows[0, 0] == 0
    assert windows[-1, 1] == len(reading.token_ids_T)
    assert (windows[:-2, 1] == windows[2:, 0]).all()
    assert (windows[1:, 0] < windows[:-1, 1]).all()
    blocks = np.diff([*windows[:, 0], windows[-2, 1]])
    assert blocks.max() <= reading.chunk_tokens
    before = [document.text[reading.token_spans_T2[start - 1, 1] - 1] for start in windows[1:, 0].tolist()]
    inside = [char not in ".;:?!" for char in before]  # no mark within reach
    assert (blocks[:-1][inside] == reading.chunk_tokens).all()
    assert not all(inside)


def test_a_title_more_moves_only_the_first_passages(read, long_text):
    varied = " ".join(f"In year {n} {'they met ' * (n % 7)}and spoke of {n * 37}." for n in range(200))
    passages = []
    for text in (varied, "Minutes of the committee, page 1 of 9.\n\n" + varied):
        document, reading = read(text)
        index = PassageIndex(document, reading)
        passages.append([document.quote(index.passage(p).span) for p in range(len(index.windows_P2))])
    assert len(set(passages[0]) & set(passages[1])) > 0.8 * len(passages[0])


def test_line_ends_do_not_move_passages(read):
    lines = [f"{n}. In year {n}: {'they met ' * (n % 9)}and spoke of {n * 3}.5 things" for n in range(200)]
    ranges = []
    for text in ("\n".join(lines), " ".join(lines)):
        document, reading = read(text)
        ranges.append(windows_of(document, reading).tolist())
    assert ranges[0] == ranges[1]


@pytest.mark.parametrize("text", ["", "word", "one two three " * 9, "one two three " * 30])
def test_windows_of_short_texts(read, text):
    document, reading = read(text)
    windows = windows_of(document, reading)
    assert len(windows) >= 1 if text else windows.shape == (0, 2)
    assert set().union(*(range(a, b) for a, b in windows)) == set(range(len(reading.token_ids_T)))


def test_the_passage_with_the_words_of_the_question_comes_first(read, model, long_text):
    document, reading = read(long_text)
    index = PassageIndex(document, reading)
    best = int(index.bm25(question_terms("Where was the silver compass buried?")).argmax())
    assert "silver" in document.quote(index.passage(best).span)


def test_maxsim_is_what_the_definition_says(read, model, long_text):
    document, reading = read(long_text)
    index = PassageIndex(document, reading)
    asked = model.embed_query("silver compass")
    vectors = reading.vectors_TV.astype(np.float64) / 127
    plain = [(asked @ vectors[a:b].T).max(1).mean() for a, b in index.windows_P2]
    assert index.maxsim(asked) == pytest.approx(np.array(plain), abs=1e-5)


def test_bm25_is_what_the_definition_says(read, long_text):
    document, reading = read(long_text)
    index = PassageIndex(document, reading)
    texts = [document.text[reading.token_spans_T2[a, 0] : reading.token_spans_T2[b - 1, 1]].lower().split()
             for a, b in index.windows_P2]  # fmt: skip
    held = sum("compass" in words for words in texts)
    rarity = np.log1p((len(texts) - held + 0.5) / (held + 0.5))
    scores = index.bm25(question_terms("compass"))
    assert ((scores > 0) == np.array(["compass" in words for words in texts])).all()
    assert 0.5 * rarity < scores.max() < 2.5 * rarity


@pytest.mark.parametrize("weights", [(1.0, 1.0), (2.0, 0.5)])
def test_bm25_of_windows_of_many_lengths(read, long_text, weights):
    """k1 1.5 and b 0.75, written out: Robertson & Zaragoza 2009, equation 3.15."""
    document, reading = read("compass " * 3 + FILLER * 3 + "silver compass " + FILLER * 9)
    T = len(reading.token_ids_T)
    windows = np.array([[0, 20], [20, 90], [90, 100], [100, T]])
    index = PassageIndex(document, reading, windows)
    terms = [replace(t, weight=w) for t, w in zip(question_terms("silver compass"), weights, strict=True)]
    starts = {t: [m.start() for m in re.finditer(t, document.text)] for t in ("silver", "compass")}
    token = {
        w: [int(np.flatnonzero(reading.token_spans_T2[:, 0] == at)[0]) for at in starts[w]] for w in starts
    }
    mean = sum(b - a for a, b in windows) / 4
    wanted = []
    for a, b in windows:
        score = 0.0
        for word, weight in zip(("silver", "compass"), weights, strict=True):
            held = sum(any(low <= t < high for t in token[word]) for low, high in windows)
            count = sum(a <= t < b for t in token[word])
            rarity = np.log(1 + (4 - held + 0.5) / (held + 0.5))
            score += weight * rarity * count * 2.5 / (count + 1.5 * (0.25 + 0.75 * (b - a) / mean))
        wanted.append(score)
    assert max(wanted) > 0
    assert index.bm25(terms) == pytest.approx(np.array(wanted))


def test_the_fused_score_is_half_of_words_and_half_of_vectors(read, model, long_text):
    document, reading = read(long_text)
    asked = model.embed_query("silver compass")
    parts = PassageIndex(document, reading).parts("silver compass", asked, Lexicon())
    scaled = {
        name: (parts[name] - parts[name].min()) / (parts[name].max() - parts[name].min())
        for name in ("words", "vectors")
    }
    assert parts["fused"] == pytest.approx(0.5 * scaled["words"] + 0.5 * scaled["vectors"])


def test_related_words_of_the_lexicon_find_what_the_question_does_not_say(read, model, long_text):
    document, reading = read(long_text)
    index = PassageIndex(document, reading)
    question, lexicon = "Where is the treasure?", Lexicon({"treasur": "compas .8 lighthous .3"})
    asked = model.embed_query(question)
    assert not index.parts(question, asked, Lexicon())["words"].any()
    words = index.parts(question, asked, lexicon)["words"]
    assert "compass" in document.quote(index.passage(int(words.argmax())).span)


def test_search_gives_passages_best_first_with_exact_spans(read, model, long_text):
    document, reading = read(long_text)
    index = PassageIndex(document, reading)
    found = index.search("silver compass", model, top=5)
    assert len(found) == 5
    assert found[0].score == index.scores("silver compass", model).max()
    weighed = []
    for n, p in enumerate(found):
        overlapped = sum(p.tokens[0] < o.tokens[1] and o.tokens[0] < p.tokens[1] for o in found[:n])
        weighed.append(p.score - 0.2 * overlapped)
    assert weighed == sorted(weighed, reverse=True)
    for passage in found:
        first, last = passage.tokens
        assert passage.span.start == reading.token_spans_T2[first, 0]
        assert passage.span.end == reading.token_spans_T2[last - 1, 1]


def test_no_passage_is_read_that_better_ones_cover(read, model, long_text):
    document, reading = read(long_text)
    found = PassageIndex(document, reading).search("silver compass", model, top=1_000)
    covered: set[int] = set()
    for passage in found:
        tokens = set(range(*passage.tokens))
        assert not tokens <= covered
        covered |= tokens
    assert covered == set(range(len(reading.token_ids_T)))


def test_everything_is_every_window_in_order_with_its_score(read, model, long_text):
    document, reading = read(long_text)
    index = PassageIndex(document, reading)
    everything = index.everything("silver compass", model)
    assert [p.tokens for p in everything] == [tuple(w) for w in index.windows_P2.tolist()]
    assert [p.score for p in everything] == pytest.approx(index.scores("silver compass", model).tolist())


def test_an_empty_document_has_no_passages(read, model):
    document, reading = read("")
    assert PassageIndex(document, reading).search("anything", model, top=24) == []


def test_a_question_without_words_still_ranks(read, model, long_text):
    document, reading = read(long_text)
    assert len(PassageIndex(document, reading).search("???", model, top=3)) == 3


def test_a_passage_is_left_out_only_where_better_ones_cover_all_of_it(read, model):
    """Windows in any arrangement: the worse of two alike is left out, one with a token of its own is not."""
    document, reading = read("The silver compass is here. " + FILLER * 4)
    T = len(reading.token_ids_T)
    windows = np.array([[0, 8], [0, 8], [0, 9], [9, T]])
    index = PassageIndex(document, reading, windows)
    found = index.search("silver compass", model, top=9)
    assert sorted(p.tokens for p in found) in ([(0, 8), (0, 9), (9, T)], [(0, 9), (9, T)])
    assert len(index.search("silver compass", model, top=1)) == 1


def test_passages_of_a_table_begin_at_its_rows(model):
    lines = ["what,sum", *(f"no. x,{n}" for n in range(90))]  # a row is shorter than a block, and has a mark
    document = open_document(BytesIO("\n".join(lines).encode()), name="list.csv")
    reading = read_document(document, model)
    starts = {row.start for row in document.tables[0].row_spans()}
    begins = [int(reading.token_spans_T2[first, 0]) for first in windows_of(document, reading)[:, 0]]
    assert len(begins) > 5
    assert set(begins) <= starts


def plain_blocks(document: Document, reading: Reading) -> list[int]:
    """The bounds of blocks: at rows within tables, else after punctuation, as late as a chunk allows."""
    spans, text = reading.token_spans_T2.tolist(), document.text
    rows = [(table.span, {row.start for row in table.row_spans()}) for table in document.tables]

    def begins(t: int) -> bool:
        (_, end), (start, _) = spans[t - 1], spans[t]
        for table, starts in rows:
            if table.start <= start < table.end:
                return start in starts
        return text[end - 1] in "。；：？！" or (text[end - 1] in ".;:?!" and start > end)

    bounds, T = [0], len(spans)
    while bounds[-1] + reading.chunk_tokens < T:
        last = bounds[-1] + reading.chunk_tokens
        bounds.append(next((t for t in range(last, bounds[-1], -1) if begins(t)), last))
    return [*bounds, T]


TABLE = "\n".join(["| what | sum |", "| --- | --- |", *(f"| no. {n} | {n}; {n}. |" for n in range(9))])


@pytest.mark.parametrize(
    "text",
    [
        FILLER * 3 + "A list:\n\n" + TABLE + "\n\nIt ends. So it does; or not",
        TABLE + "\n\n" + FILLER,
        "Short words. They go on.\n\n" + TABLE,
        "保护水源。供水单位报告；未按期提交：罚款！为什么？" * 5 + "供水管理" * 9,
        "Is it so? No! At 3.5 or 4:30 it was XX not. We saw: it went; and came. " * 4,
    ],
)
def test_blocks_end_at_rows_and_after_punctuation(model, text):
    document = open_document(BytesIO(text.encode("utf-8", "surrogatepass")), name="a.md")
    reading = read_document(document, model)
    bounds = plain_blocks(document, reading)
    assert len(bounds) > 4
    assert windows_of(document, reading).tolist() == [
        list(pair) for pair in zip(bounds, bounds[2:], strict=False)
    ]


class Scored(PassageIndex):
    """Search with scores that are given."""

    given: tuple[float, ...]

    def scores(self, question, model):
        return np.array(self.given)


@pytest.mark.parametrize(
    ("scores", "order"),
    [
        ((0.9, 0.71, 0.5, 0.0), [0, 1, 2, 3]),  # 0.71 - 0.2 for the overlap
        ((0.9, 0.69, 0.5, 0.0), [0, 2, 1, 3]),
        ((0.9, 0.85, 0.46, 0.89), [3, 0, 2, 1]),  # 0.85 - 0.4
        ((0.9, 0.85, 0.44, 0.89), [3, 0, 1, 2]),
    ],
)
def test_each_better_passage_that_overlaps_costs_a_fifth(read, model, scores, order):
    document, reading = read(FILLER * 2)
    index = Scored(document, reading, np.array([[0, 10], [9, 20], [30, 40], [19, 30]]))
    index.given = scores if order[0] == 0 else (0.88, *scores[1:])
    found = index.search("anything", model, top=4)
    assert [p.tokens[0] for p in found] == [index.windows_P2[n, 0] for n in order]
    assert [p.score for p in found] == [index.given[n] for n in order]


def test_passages_that_touch_do_not_overlap(read, model):
    document, reading = read(FILLER)
    index = Scored(document, reading, np.array([[10, 20], [0, 10], [20, 30], [40, 50]]))
    index.given = (0.9, 0.3, 0.3, 0.2)
    assert [p.tokens for p in index.search("anything", model, top=3)] == [(10, 20), (0, 10), (20, 30)]


def test_the_passages_proposed_come_after_one_that_contains_a_place(read):
    document, reading = read(FILLER * 2)
    index = PassageIndex(document, reading, np.array([[0, 20], [10, 30], [20, 40]]))
    every = [index.passage(p, 0.1 * p) for p in range(3)]
    place = Span(*map(int, reading.token_spans_T2[[12, 14], [0, 1]]))
    assert index.with_place(every, place) == every  # the first one contains it
    assert index.with_place(every[1:], place) == every[1:]
    assert index.with_place([every[2], every[1]], place) == [every[1], every[2]]
    added = index.with_place(every[2:], place)
    assert added == [replace(every[0], score=1.0), every[2]]
    whole = Span(0, len(document.text))  # no passage contains it, so its beginning counts
    assert index.with_place(every[2:], whole) == [replace(every[0], score=1.0), every[2]]


def test_vectors_are_compared_in_parts(read, model, long_text, monkeypatch):
    document, reading = read(long_text)
    index, asked = PassageIndex(document, reading), model.embed_query("silver compass")
    whole = index.maxsim(asked)
    monkeypatch.setattr("longdoc.tasks.search.passages.ROWS_AT_ONCE", 100)
    assert index.maxsim(asked) == pytest.approx(whole)
    assert index.maxsim(asked[:0]).tolist() == [0.0] * len(whole)
