"""What reaches the terminal cannot steer it or hide in it; JSON says the same and stays exact."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longdoc.cli.terminal import one_line, printable, write_json

HARMLESS = "\n\t\xad\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"


@pytest.mark.parametrize(
    ("sign", "shown"),
    [
        ("\x1b", r"\x1b"),
        ("\r", r"\x0d"),
        ("\x9b", r"\x9b"),
        ("\u061c", r"\u061c"),
        ("\u202e", r"\u202e"),
        ("\u2066", r"\u2066"),
        ("\u200b", r"\u200b"),
        ("\u2060", r"\u2060"),
        ("\ufeff", r"\ufeff"),
        ("\U000e0041", r"\U000e0041"),
        ("\udcff", r"\udcff"),
    ],
)
def test_it_is_shown_as_an_escape(sign, shown, capfd):
    assert printable(f"pay{sign}roll") == f"pay{shown}roll"
    write_json({"answer": f"pay{sign}roll"})
    out = capfd.readouterr().out
    assert sign not in out
    assert json.loads(out) == {"answer": f"pay{sign}roll"}


def test_what_looks_like_an_escape_stays_what_it_is():
    text = r"C:\x1b\u202e \N{BEL} \033[0m"
    assert printable(text) == text


def test_no_control_format_or_surrogate_character_is_left():
    for code in range(0x110000):
        sign = chr(code)
        if unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Zl", "Zp") and sign not in HARMLESS:
            if 0x13430 <= code <= 0x1343F or 0x1BCA0 <= code <= 0x1BCA3:
                continue  # joiners of hieroglyphs and shorthand, which show
            assert printable(sign) != sign, hex(code)


@given(st.text(st.characters(codec=None)))
def test_json_is_exact_and_safe(text):
    from io import BytesIO, TextIOWrapper
    from unittest.mock import patch

    raw = BytesIO()
    with patch("sys.stdout", TextIOWrapper(raw, "utf-8")):
        write_json({"answer": text})
        written = raw.getvalue().decode()
    assert json.loads(written) == {"answer": text}
    assert printable(written.rstrip("\n")) == written.rstrip("\n")


def test_the_line_of_an_answer_holds_no_line_breaks():
    assert one_line("a\r\nb\x0bc\x85d\u2028e") == "a b c d e"


def test_what_the_locale_cannot_encode_is_escaped():
    code = "from longdoc.cli.render import write_styled; write_styled([('5 € für “alles”', 'bold')])"
    told = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, env={**os.environ, "PYTHONIOENCODING": "latin-1"}
    )
    assert told.stdout == rb"5 \u20ac f" + "ü".encode("latin-1") + rb"r \u201calles\u201d" + b"\n"


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
@pytest.mark.parametrize("settings", [{"COLUMNS": "0"}, {"TERM": "dumb"}])
def test_every_terminal_shows_the_results_and_a_dumb_one_nothing_else(tmp_path, model_folder, settings):
    (tmp_path / "note.txt").write_text("The rent is 512 euros.", encoding="utf-8")
    command = [sys.executable, "-m", "longdoc", "summarize", "--no-cache", "--model", str(model_folder)]
    code = (
        "import os, pty, sys\n"
        f"os.environ.update({ {'TERM': 'xterm'} | settings })\n"
        f"sys.exit(os.waitstatus_to_exitcode(pty.spawn({[*command, str(tmp_path / 'note.txt')]})))"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, stdin=subprocess.DEVNULL)
    assert told.returncode == 0, told.stdout
    assert b"The rent is 512 euros." in told.stdout
    if "TERM" in settings:
        assert told.stdout == b"The rent is 512 euros.\r\n"


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
def test_on_a_terminal_too(tmp_path):
    code = (
        "import os, pty, sys\n"
        "os.environ.update(PYTHONIOENCODING='ascii', TERM='xterm')\n"
        "show = \"from longdoc.cli.render import write_styled; write_styled([('5 €', 'bold')])\"\n"
        "sys.exit(os.waitstatus_to_exitcode(pty.spawn([sys.executable, '-c', show])))"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, stdin=subprocess.DEVNULL)
    assert told.returncode == 0, told.stdout
    assert rb"5 \u20ac" in told.stdout
