"""Where standard error is no terminal, a line says from time to time what goes on; --quiet silences it."""

from __future__ import annotations

import sys
import time

import pytest
from rich.markup import escape

from longdoc.api import LongDoc
from longdoc.cli import messages, progress
from longdoc.cli.progress import ProgressBar


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr(progress, "LINE_EVERY_S", 0.05)
    messages.set_up()


def _told(capfd, patience_s: float = 5.0) -> list[str]:
    """The lines on standard error, as soon as there are two."""
    lines: list[str] = []
    begun = time.monotonic()
    while len(lines) < 2 and time.monotonic() - begun < patience_s:
        time.sleep(0.02)
        lines += capfd.readouterr().err.splitlines()
    return lines


def test_what_how_far_and_how_long_still(impatient, capfd):
    with ProgressBar() as bar:
        bar.document = "con\x1btract.pdf"
        bar("tokens", 0, 3000)
        time.sleep(0.02)
        bar("tokens", 1000, 3000)
        line = _told(capfd)[-1]
    assert line.startswith("longdoc: con\\x1btract.pdf: reading, 1,000 of 3,000 tokens, about ")
    assert line.endswith(" left")


def test_a_stage_that_reports_nothing_is_told_again(impatient, capfd):
    with ProgressBar() as bar:
        bar("model", 0, 1)
        assert _told(capfd)[:2] == ["longdoc: loading the model"] * 2


def test_lines_end_with_the_work(impatient, capfd):
    with ProgressBar() as bar:
        bar("passages", 8, 16)
        assert _told(capfd)
    capfd.readouterr()
    time.sleep(0.2)
    assert capfd.readouterr().err == ""


def test_quiet_and_short_runs_say_nothing(impatient, capfd, monkeypatch):
    with ProgressBar(quiet=True) as bar:
        bar("tokens", 1, 2)
        time.sleep(0.2)
    monkeypatch.setattr(progress, "LINE_EVERY_S", 15.0)
    with ProgressBar() as bar:
        bar("tokens", 1, 2)
    assert capfd.readouterr().err == ""


def test_reading_with_the_question_is_counted(run, contract, impatient, monkeypatch, capfd):
    seen = []
    monkeypatch.setattr(progress._Lines, "update", lambda self, *stage: seen.append(stage))
    assert run("ask", contract, "Who is liable?", "--exhaustive").code in (0, 1)
    passages = [stage for stage in seen if stage[1] == "passages"]
    assert passages
    assert passages[-1][2] == passages[-1][3] > 0


@pytest.mark.parametrize(
    ("step", "line"),
    [
        ("pages", "longdoc: contract.pdf: putting the text of 66 pages in order"),
        ("scans", "longdoc: contract.pdf: putting the text in order, 66 pages of it recognised"),
        ("tokens", "longdoc: contract.pdf: 66 tokens read, comparing sentences and passages"),
        ("passages", "longdoc: contract.pdf: 66 passages read, comparing answers"),
    ],
)
def test_a_full_count_names_what_follows(impatient, capfd, step, line):
    with ProgressBar() as bar:
        bar.document = "contract.pdf"
        bar(step, 66, 66)
        assert _told(capfd)[-1] == line


def test_recognising_scanned_pages_is_told_apart(impatient, capfd):
    with ProgressBar() as bar:
        bar.document = "contract.pdf"
        bar("pages", 66, 66)
        bar("scans", 0, 1)
        line = _told(capfd)[-1]
    assert line == "longdoc: contract.pdf: recognising scanned pages (OCR), 0 of 1 pages"


def test_a_document_that_is_parsed_without_counting_is_named(impatient, capfd):
    with ProgressBar() as bar:
        for _ in bar.over(["report.docx"]):
            assert _told(capfd)[-1] == "longdoc: report.docx: opening"


def test_nothing_is_told_while_results_are_shown(impatient, capfd):
    with ProgressBar() as bar:
        bar("tokens", 8, 16)
        assert _told(capfd)
        bar.clear()
        capfd.readouterr()
        time.sleep(0.2)
        assert capfd.readouterr().err == ""


def test_of_many_files_it_is_told_how_many_are_done_and_how_long_the_rest_takes(impatient, capfd):
    with ProgressBar() as bar:
        for source in bar.over(["a.txt", "b.txt", "c.txt"], 3):
            time.sleep(0.02)
            if source == "b.txt":
                line = _told(capfd)[-1]
    assert line.startswith("longdoc: 1 of 3 files, about ")
    assert line.endswith(" left; b.txt: opening")


def test_a_batch_tells_how_long_the_rest_takes_though_its_bar_made_way_for_messages(impatient, capfd):
    with ProgressBar() as bar:
        bar("files", 0, 4)
        for done in (1, 2):
            time.sleep(0.02)
            bar.make_way(messages=True)
            bar("files", done, 4)
        line = _told(capfd)[-1]
    assert line.startswith("longdoc: 2 of 4 files, about ")


def test_the_bar_counts_the_files_and_stays_from_one_to_the_next(capfd, monkeypatch):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setattr(progress, "_PATIENCE_S", 0.0)
    with ProgressBar() as bar:
        bars = []
        for source in bar.over(["a.txt", "[b].txt"], 2):
            bar("tokens", 1, 2)
            bar.make_way(messages=False)
            assert bar._bar is not None
            bars.append(bar._bar)
            task = bar._bar.tasks[0]
            assert (task.completed, task.total) == (len(bars) - 1, 2)
            assert escape(source) in task.description
        assert bars[0] is bars[1]
        bar.make_way(messages=True)
        assert bar._bar is None


def test_once_the_model_is_loaded_what_is_waited_for_is_the_document(impatient, capfd, monkeypatch):
    with ProgressBar() as bar:
        for _ in bar.over(["report.csv"]):
            LongDoc(cache=False, progress=bar).model  # noqa: B018 - loads it
            capfd.readouterr()
            assert _told(capfd)[-1] == "longdoc: report.csv: opening"
        bar.document = ""
        bar("model", 0, 1)
        bar("model", 1, 1)
        capfd.readouterr()
        time.sleep(0.2)
        assert capfd.readouterr().err == ""
