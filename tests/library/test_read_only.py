"""A library that may only be read answers from what it holds."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from longdoc.network.torch.checkpoint import save_model

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="users and modes of Unix")

# Root may write everywhere, so that it becomes somebody else once all that is needed is loaded.
AS_NOBODY = """
import os, sys
from longdoc.cli.app import main
model, library, path = sys.argv[1:4]
ask = ["ask", "--model", model, "--min-confidence", "0", "--library"]
assert main([*ask, library + ".other", path, "Who is liable?"]) == 0
if os.getuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
for words in (
    ["ingest", "--list", "--library", library],
    [*ask, library, "Who is liable?"],
    [*ask, library, path, "Who is liable?"],
    ["ingest", path + ".txt", "--model", model, "--library", library],
):
    print("exit", main(words), flush=True)
"""


@pytest.fixture
def library_folder(tiny):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        save_model(tiny, folder / "model")
        (folder / "a.txt").write_text("The Provider is liable for direct damages only. It ends in May.")
        (folder / "a.txt.txt").write_text("Another text.")
        yield folder
        for path in folder.rglob("*"):
            path.chmod(0o755)


def test_a_read_only_library_answers(library_folder, unmeasured):
    arguments = ["--model", library_folder / "model", "--library", library_folder / "library"]
    subprocess.run(
        [sys.executable, "-m", "longdoc", "ingest", library_folder / "a.txt", *arguments],
        check=True,
        capture_output=True,
    )
    for path in (library_folder, *library_folder.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    library_folder.chmod(0o777 if os.getuid() == 0 else 0o755)
    command = [
        sys.executable,
        "-c",
        AS_NOBODY,
        library_folder / "model",
        library_folder / "library",
        library_folder / "a.txt",
    ]
    run = subprocess.run(command, capture_output=True, text=True, env=unmeasured)
    assert run.returncode == 0, run.stderr
    assert [line for line in run.stdout.splitlines() if line.startswith("exit")] == [
        "exit 0", "exit 0", "exit 0", "exit 4",
    ], run.stderr  # fmt: skip
    assert run.stdout.count("direct damages") >= 2  # the sentence around the answer, twice
    (line,) = (
        one for one in run.stderr.splitlines() if ": loading the model" not in one
    )  # told where it is slow
    assert "is read-only" in line


def test_a_library_that_may_not_be_looked_into_is_told(library_folder, unmeasured):
    closed = library_folder / "closed"
    (closed / "library").mkdir(parents=True)
    closed.chmod(0o000)
    code = (
        "import os, sys\nimport longdoc.api\nfrom longdoc.cli.app import main\n"
        "main(['ask', 'nothing here', '--library', sys.argv[1] + '.other'])\n"
        "if os.getuid() == 0: os.setgroups([]); os.setgid(65534); os.setuid(65534)\n"
        "sys.exit(main(['ask', 'Which law governs?', '--library', sys.argv[1]]))"
    )
    command = [sys.executable, "-c", code, closed / "library"]
    run = subprocess.run(command, capture_output=True, text=True, env=unmeasured)
    assert run.returncode == 4
    assert "cannot be opened (Permission denied)" in run.stderr.splitlines()[-1]
