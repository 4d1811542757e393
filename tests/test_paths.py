"""Where the library lies, for users with and without a home folder."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

import longdoc
from longdoc.errors import ModelError, UsageError
from longdoc.paths import LIBRARY_VARIABLE, expanded, library_folder, model_folder

# Root becomes somebody whom no table of users knows, as in containers, but only once the command has loaded
# what it needs: the modules of some Pythons are for root alone.
WITHOUT_A_HOME = """
import io, os, sys
from contextlib import redirect_stderr, redirect_stdout
from longdoc.cli.app import main
os.environ.pop("XDG_DATA_HOME", None), os.environ.pop("LONGDOC_LIBRARY", None)
os.environ["HOME"] = os.getcwd()
with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
    main(sys.argv[1:])
del os.environ["HOME"]
os.setgroups([]), os.setgid(54321), os.setuid(54321)
sys.exit(main(sys.argv[1:]))
"""


def test_the_library_given_goes_before_that_of_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(LIBRARY_VARIABLE, str(tmp_path / "one"))
    assert library_folder() == tmp_path / "one"
    assert library_folder(tmp_path / "two") == tmp_path / "two"


def test_the_home_of_an_unknown_user_is_wrong_usage() -> None:
    with pytest.raises(UsageError, match="~no-such-user/library: there is no home folder"):
        expanded("~no-such-user/library")


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="only root can be somebody else")
@pytest.mark.parametrize(
    ("command", "code"), [(("ask", "a.txt", "--count", "May"), 0), (("library", "list"), 4)]
)
def test_a_user_without_a_home_is_told_where_else_a_library_can_be(
    command: tuple[str, ...], code: int, unmeasured: dict[str, str]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        (Path(folder) / "a.txt").write_text("It ends in May.", "utf-8")
        done = subprocess.run(
            [sys.executable, "-c", WITHOUT_A_HOME, *command],
            env={**unmeasured, "PYTHONPATH": str(Path(longdoc.__file__).parents[1])},
            cwd=folder, capture_output=True, text=True,
        )  # fmt: skip
    assert done.returncode == code, done.stderr
    (line,) = done.stderr.splitlines()
    assert "set HOME, or name a folder with --library DIR" in line
    assert ("May: once" in done.stdout) == (code == 0)


@pytest.mark.parametrize("missing", ["config.json", "tokenizer.json", "model.safetensors"])
def test_a_folder_that_lacks_a_file_of_a_model_is_none(tmp_path: Path, missing: str) -> None:
    for name in {"config.json", "tokenizer.json", "model.safetensors"} - {missing}:
        (tmp_path / name).write_bytes(b"")
    with pytest.raises(ModelError) as error:
        model_folder(tmp_path)
    assert f"there is no {missing} in it" in str(error.value)
    assert "Errno" not in str(error.value)
