"""Compare what two checkouts print on the examples, byte for byte, to show that a change keeps behaviour.

    python tests/compare_versions.py ../before .                  # two checkouts
    python tests/compare_versions.py ../before . --files cases/   # and the text of every file in a folder
    python tests/compare_versions.py . --save before.json         # keep the outputs, and compare later:
    python tests/compare_versions.py before.json .

Standard output and exit codes must agree; wording on standard error may change. Both checkouts run with the
interpreter that runs this script and read the documents of this checkout, so only the code differs. Exit code
1 where something differs.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from difflib import unified_diff
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

REPOSITORY = Path(__file__).resolve().parents[1]
DOCUMENTS = Path("examples/documents")
QUESTIONS = {  # one list of questions each
    "services-agreement.pdf": "services-agreement", "chinese-contract.txt": "chinese-contract",
    "novella.epub": "novella", "paper.pdf": "paper", "minutes.docx": "minutes",
    "project-page.html": "project-page", "handbook.md": "handbook",
}  # fmt: skip
MOST_QUESTIONS = 4  # of one list
MOST_SHOWN = 12  # lines of one difference
# What differs between two runs of one version.
VARYING = re.compile(
    r'"(?:seconds|read_at|ingested|time|files_per_s|pages_per_s|tokens_per_s|peak_mb)": [^,}\]]+'
)
TEXT_OF = """
import sys
from longdoc import LongDoc, LongDocError
reader = LongDoc(cache=False)
for path in sys.argv[1:]:
    try:
        one = reader.open(path)
        said = (one.title, one.pages, one.sections, one.headers_footers, one.tables, one.fields, one.text)
        said = repr(said)
    except LongDocError as error:
        said = type(error).__name__
    print(path, said.encode("utf-8", "backslashreplace").decode())
"""


def commands(scratch: Path) -> Iterator[tuple[str, ...]]:
    """What is run, in this order: later commands find in the library what earlier ones put there."""
    library = ("--library", str(scratch / "library"))
    for name, questions in QUESTIONS.items():
        document, asked = str(DOCUMENTS / name), scratch / f"{questions}.txt"
        lines = (REPOSITORY / "examples/questions" / f"{questions}.txt").read_text("utf-8").splitlines()
        asked.write_text("\n".join(islice(lines, MOST_QUESTIONS)), encoding="utf-8")
        yield ("ingest", document, "--json", *library)
        yield ("ask", document, "--questions", str(asked), "--json", *library)
        yield ("summarize", document, "--json", *library)
    contract, handbook = str(DOCUMENTS / "services-agreement.pdf"), str(DOCUMENTS / "handbook.md")
    yield ("ask", contract, "Which law governs the agreement?", *library)
    yield ("ask", contract, "What are the fees?", "--all", "--explain", *library)
    yield ("ask", contract, "When does it end?", "--json", "--explain", "--reader", "small", *library)
    yield ("ask", contract, "--count", "Sensor", "--json", *library)
    yield ("ask", contract, "--list", "dates", *library)
    yield ("ask", handbook, "--where", "deposit", "--json", *library)
    yield ("ask", handbook, "How much is the deposit?", "--exhaustive", "--json", *library)
    yield ("ask", "How much does a membership cost?", "--json", *library)
    yield ("summarize", contract, "--by-section", "--sentences", "1", "--format", "markdown", *library)
    yield ("summarize", handbook, "--focus", "deposits", "--words", "80", "--explain", *library)
    yield ("verify", "examples/drafts/memo.md", contract, "--json")
    yield ("library", "list", *library)
    yield ("ask", "examples/documents/nothing.txt", "Is it there?", "--json", *library)
    yield ("ask", handbook, "--help")


def outputs(checkout: Path, files: Sequence[Path]) -> dict[str, str]:
    """The exit code and standard output of every command, by its words."""
    environment = {
        **os.environ, "PYTHONPATH": str(checkout.resolve()), "OMP_NUM_THREADS": "1", "COLUMNS": "100",
        "PYTHONDONTWRITEBYTECODE": "1", "PYTHONSAFEPATH": "1",  # else the code of this folder comes first
    }  # fmt: skip
    found = {}
    with TemporaryDirectory() as folder:
        scratch = Path(folder)
        lines = [("-m", "longdoc", *words) for words in commands(scratch)]
        lines += [("-c", TEXT_OF, str(path)) for path in files]
        for number, words in enumerate(lines):
            run = subprocess.run(
                [sys.executable, *words], cwd=REPOSITORY, env=environment, capture_output=True
            )
            name = f"{number} {' '.join(words[2:])}".replace(folder, "TMP")
            said = VARYING.sub("", run.stdout.decode("utf-8", "replace"))
            said = said.replace(folder, "TMP").replace(str(REPOSITORY), "REPOSITORY")
            found[name] = f"exit code {run.returncode}\n{said}"
            print(f"{checkout}: {len(found)}/{len(lines)}", end="\r", file=sys.stderr)
    return found


def differences(before: dict[str, str], after: dict[str, str]) -> Iterator[str]:
    """For each command that differs: its words, and the first lines that do."""
    for name in sorted({*before, *after}):
        one, two = before.get(name, "not run"), after.get(name, "not run")
        if one != two:
            lines = unified_diff(one.splitlines(), two.splitlines(), "before", "after", lineterm="", n=0)
            yield "\n".join([f"longdoc {name}", *(line[:400] for line in islice(lines, MOST_SHOWN))])


def _taken(given: Path, files: Sequence[Path]) -> dict[str, str]:
    """The outputs kept in a file, or of a checkout."""
    if given.is_file():
        return dict(json.loads(given.read_text("utf-8")))
    if not (given / "longdoc").is_dir():
        sys.exit(f"{given}: is neither a checkout of longdoc nor a file written by --save")
    return outputs(given, files)


def main() -> int:
    """Compare, or save."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("checkouts", nargs="+", type=Path, help="checkouts, or files written by --save")
    parser.add_argument("--files", type=Path, help="folder of files whose text is compared too")
    parser.add_argument("--save", type=Path, help="write the outputs of the last checkout here")
    given = parser.parse_args()
    files = sorted(p for p in given.files.resolve().rglob("*") if p.is_file()) if given.files else []
    taken = [_taken(one, files) for one in given.checkouts]
    if given.save:
        given.save.write_text(json.dumps(taken[-1], indent=1, ensure_ascii=False), encoding="utf-8")
    if len(taken) != 2:
        return 0
    found = list(differences(*taken))
    print(*found, f"{len(found)} of {len(taken[0])} outputs differ", sep="\n\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
