"""--explain: a table below the answer, a line below each sentence of a summary, a key in JSON."""

from __future__ import annotations

import json
import re

SURE = ("--min-confidence", "0")


def test_the_table_stands_below_the_answer(run, contract):
    plain = run("ask", contract, "Who is liable?", *SURE)
    outcome = run("ask", contract, "Who is liable?", "--explain", *SURE)
    assert outcome.out.startswith(plain.out)
    why, head, first, *_ = outcome.out[len(plain.out) :].splitlines()
    assert re.match(
        r"  why: \d+ of \d+ passages read with the question; answers need a confidence of 0.00", why
    )
    assert head.split() == [
        "rank",
        "by",
        "words",
        "by",
        "meaning",
        "page",
        "margin",
        "confidence",
        "best",
        "span",
    ]
    assert first.split()[0].isdigit()
    assert [line.split(":")[0].strip() for line in outcome.out.splitlines()[-2:]] == ["for", "against"]


def test_a_question_that_is_read_in_other_words_says_so(run, tmp_path):
    text = tmp_path / "rules.txt"
    text.write_text("Employees have 28 days of annual leave. The fee is due in May.\n", "utf-8")
    lines = run("ask", text, "How many days of holiday are there?", "--explain", *SURE).out.splitlines()
    assert "    the question was read as: How many days of annual leave are there?" in lines
    assert "read as" not in run("ask", text, "How high is the fee?", "--explain", *SURE).out


def test_what_was_turned_down_is_explained_too(run, contract):
    outcome = run("ask", contract, "Who is liable?", "--explain", "--min-confidence", "1")
    assert outcome.code == 1
    assert "answers need a confidence of 1.00" in outcome.out


def test_json_has_it_under_explain(run, contract):
    value = json.loads(run("ask", contract, "Who is liable?", "--explain", "--json", *SURE).out)
    assert list(value)[-1] == "explain"
    assert value["explain"]["passages"][0]["answer"] == value["answer"]
    other = json.loads(run("summarize", contract, "--sentences", "1", "--explain", "--json").out)
    assert list(other["sentences"][0]["explain"])[:2] == ["salience", "rank"]


def test_a_line_below_each_sentence_of_a_summary(run, contract):
    lines = run("summarize", contract, "--sentences", "2", "--explain").out.splitlines()
    assert len(lines) == 4
    assert all(line.startswith("    salience 0.") for line in lines[1::2])


def test_text_of_the_document_cannot_steer_the_terminal(run, tmp_path):
    path = tmp_path / "hostile.txt"
    path.write_text("The \x1b[31mProvider\x1b[0m is liable for it. It ends in May.\n" * 3, encoding="utf-8")
    outcome = run("ask", path, "Who is liable?", "--explain", *SURE)
    assert "\x1b" not in outcome.out
