"""Going on asking: commands and follow-up questions, and the prompt on a real terminal."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest

from longdoc.api import LongDoc
from longdoc.cli import prompt
from longdoc.cli.conversation import Conversation
from longdoc.cli.terminal import write

TEXT = """1. Parties

This agreement is made between Alder Ltd and Birch GmbH. It begins on 3 May 2021.

2. Liability

The Provider is liable for direct damages only. The limit is one million euros.
"""


@pytest.fixture
def talk(tmp_path, model_folder):
    path = tmp_path / "contract.txt"
    path.write_text(TEXT, encoding="utf-8")
    with LongDoc(model=model_folder, device="cpu", cache=False) as longdoc:
        yield Conversation(longdoc, [longdoc.open(path)], min_confidence=0.0)


def test_a_follow_up_question_shows_what_was_understood(talk, capsys):
    talk.take("How high is the limit?")
    first = capsys.readouterr().out
    assert "understood" not in first
    assert "confidence" in first
    talk.take("and who sets it?")
    assert capsys.readouterr().out.startswith("  understood: Who sets the limit?\n")


def test_follow_ups_that_name_only_a_circumstance_keep_the_topic(talk, capsys):
    for line in ("How high is the limit?", "And for the Provider?", "And in Germany?"):
        talk.take(line)
    understood = [line for line in capsys.readouterr().out.split("\n") if "understood" in line]
    assert understood == [
        "  understood: for the Provider (the limit)?",
        "  understood: in Germany (the limit)?",
    ]


def test_a_progress_bar_is_removed_before_results(talk, capsys):
    talk._done = lambda: write("[bar removed]")
    for line in ("Who is liable?", "/summary 20"):
        talk.take(line)
        assert capsys.readouterr().out.startswith("[bar removed]\n")


def test_an_answer_of_the_only_document_does_not_repeat_its_name(talk, capsys):
    talk.take("Who is liable?")
    out = capsys.readouterr().out
    assert "contract.txt" not in out
    assert "confidence" in out


def test_more_gives_the_next_answers_until_there_are_none(talk, capsys):
    talk.take("/more")
    assert "nothing was asked" in capsys.readouterr().err
    talk.take("Who is liable?")
    seen = [capsys.readouterr().out.strip().splitlines()[-1]]
    for _ in range(12):
        talk.take("/more")
        seen.append(capsys.readouterr().out)
    assert "  no more answers\n" in seen
    assert seen[1] != seen[2]


def test_why_tells_what_was_read(talk, capsys):
    talk.take("Who is liable?")
    capsys.readouterr()
    talk.take("/why")
    assert "passages read with the question" in capsys.readouterr().out


def test_section_gives_a_section_by_its_number_or_name(talk, capsys):
    for wanted in ("2", "2. Liability", "liab"):
        talk.take(f"/section {wanted}")
        out = capsys.readouterr().out
        assert out.startswith("2. Liability\n")
        assert "one million euros" in out
        assert "Birch" not in out
    talk.take("/section 9")
    assert "no section" in capsys.readouterr().err
    talk.take("/section")
    assert capsys.readouterr().out.splitlines() == ["  1. Parties", "  2. Liability"]


@pytest.mark.parametrize("words", ["²", "①", "9" * 5_000, "-3", "all"])
def test_a_summary_takes_a_number_of_words_only(talk, capsys, words):
    assert talk.take(f"/summary {words}")
    assert "not a number of words" in capsys.readouterr().err


def test_counts_are_answered_so(talk, capsys):
    talk.take("How often is the Provider mentioned?")
    assert capsys.readouterr().out.startswith("Provider: once\n")


def test_notes_are_saved_once(talk, capsys, tmp_path):
    notes = tmp_path / "notes.md"
    talk.take(f"/save {notes}")
    assert "nothing to save" in capsys.readouterr().err
    talk.take("Who is liable?")
    talk.take("List all dates")
    talk.take("/summary 20")
    talk.take(f"/save {notes}")
    text = notes.read_text(encoding="utf-8")
    assert "## Who is liable?" in text
    assert "- 3 May 2021: § 1. Parties" in text
    assert "contract.txt" in text
    talk.take(f"/save {notes}")
    assert "exists" in capsys.readouterr().err
    assert notes.read_text(encoding="utf-8") == text


@pytest.mark.skipif(sys.platform == "win32", reason="the viewer is a script of the shell")
def test_open_shows_the_page_in_the_viewer(talk, capsys, tmp_path, monkeypatch):
    import webbrowser

    viewer, opened = tmp_path / "viewer", tmp_path / "opened"
    viewer.write_text(f'#!/bin/sh\necho "$1" > {opened}\n', encoding="utf-8")
    viewer.chmod(0o755)
    monkeypatch.setenv("BROWSER", f"{viewer} %s")
    monkeypatch.setattr(webbrowser, "_tryorder", None)  # so that it reads $BROWSER again
    talk.take("/open")
    assert "no answer" in capsys.readouterr().err
    talk.take("Who is liable?")
    talk.take("/open")
    assert opened.read_text("utf-8").strip() == (tmp_path / "contract.txt").as_uri()


def test_what_is_no_command_is_told_and_quit_leaves(talk, capsys):
    assert talk.take("/nonsense")
    assert "/help" in capsys.readouterr().err
    talk.take("/help")
    assert "/section" in capsys.readouterr().out
    assert not talk.take("/quit")


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals of Unix")
def test_on_a_terminal_there_is_a_prompt_with_completion_and_history(tmp_path, model_folder):
    import pexpect

    path = tmp_path / "contract.txt"
    path.write_text(TEXT, encoding="utf-8")
    viewer = tmp_path / "viewer"  # as if the user pressed Ctrl-C while a line is at work
    viewer.write_text("#!/bin/sh\nkill -INT $PPID\nsleep 5\n", encoding="utf-8")
    viewer.chmod(0o755)
    environment = {
        **os.environ,
        "BROWSER": f"{viewer} %s",
        "XDG_DATA_HOME": str(tmp_path / "data"),
        "TERM": "xterm",
        "PROMPT_TOOLKIT_NO_CPR": "1",
    }
    arguments = ["-m", "longdoc", "ask", str(path), "--model", str(model_folder), "--min-confidence", "0"]
    child = pexpect.spawn(
        sys.executable, arguments, env=environment, timeout=120, encoding="utf-8",
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # ignored if the tests run in a job
    )  # fmt: skip
    child.expect("/help for commands")
    child.expect(r"\[0m\?")
    child.send("/section Lia\t")
    child.expect("2. Liability")
    child.send("\r")
    child.expect("one million euros")
    child.send("How often is the Provider mentioned?\r")
    child.expect("once")
    child.expect(r"\[0m\?")  # the next prompt: what is typed before it is not read by it
    child.send("Who is liable?\r")
    child.expect("confidence 0")
    child.expect(r"\[0m\?")
    child.send("/open\r")
    child.expect("longdoc: interrupted")
    child.expect(r"\[0m\?")
    child.send("half a question")
    child.sendintr()
    child.expect(r"\[0m\?")
    child.sendeof()
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    (history,) = Path(tmp_path / "data").rglob("history")
    assert "+How often is the Provider mentioned?" in history.read_text("utf-8")
    assert history.stat().st_mode & 0o077 == 0


def test_a_question_can_be_too_long_for_a_file_name(contract, monkeypatch):
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    assert prompt.wants_prompt([str(contract)])
    assert not prompt.wants_prompt([str(contract), "who pays " * 50])


def test_in_a_pipe_there_is_no_prompt(run, contract):
    outcome = run("ask", contract)
    assert outcome.code == 2
    assert "is a document, but no question follows" in outcome.err
